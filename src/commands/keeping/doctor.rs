//! `doctor`.

use std::collections::VecDeque;

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Exit, Failure, print, tell};
use crate::domain::message::message;
use crate::render::Diagnostic;
use crate::store::StoreError;
use crate::store::clone_setup::{self, Ailment, Remedy, Weight};

/// Check the set-up of this clone: merging, hooks, identity, signatures, leftovers of a killed
/// command
///
/// Prints nothing if all is well. A policy with errors hides nothing else. Optional set-up is noted
/// on stderr. In a bare repository, it checks what a server needs to merge and to check pushes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  complaint doctor\n  complaint doctor --fix")]
pub(crate) struct Doctor {
    /// Fix what can be fixed
    #[arg(long)]
    fix: bool,
}

impl Doctor {
    /// Examines the clone.
    ///
    /// # Errors
    /// A problem is left unfixed, the policy has errors, or git fails.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let (repository, errors) = context.readable_anyhow()?;
        let now = context.now(repository.policy())?;
        let mut found = VecDeque::from(clone_setup::examine(&repository, now)?);
        let mut is_well = true;
        while let Some(ailment) = found.pop_front() {
            match ailment.remedy.as_ref().filter(|_| self.fix) {
                Some(remedy) => {
                    clone_setup::mend(remedy, &repository)?;
                    tell(&message!("fixed: {what}", what = ailment.what));
                    if *remedy == Remedy::Commit {
                        // Now git can be asked for the rest.
                        found = clone_setup::examine(&repository, now)?.into();
                    }
                }
                None => is_well &= show(ailment, context)?,
            }
        }
        if !errors.is_empty() {
            Err(StoreError::Policy(errors).into())
        } else if is_well {
            Ok(())
        } else {
            Err(Failure::Silent(Exit::Refused))
        }
    }
}

/// Prints a problem; returns whether it is only a note.
fn show(found: Ailment, context: &Context) -> Result<bool, Failure> {
    if found.weight == Weight::Note {
        tell(&message!("note: {what}", what = found.what));
        tell(&message!("hint: {hint}", hint = found.hint));
        return Ok(true);
    }
    let warning = Diagnostic::warning(found.what).hint(found.hint);
    print(&warning.render(context.output_style()))?;
    Ok(false)
}
