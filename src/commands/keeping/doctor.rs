//! `doctor`.

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Exit, Failure, print, tell};
use crate::domain::message::message;
use crate::render::Diagnostic;
use crate::store::clone_setup::{self, Weight};

/// Check the set-up of this clone: merging, hooks, identity, signatures, leftovers of a killed
/// command
///
/// Prints nothing if all is well. Optional set-up is noted on stderr. In a bare repository, it
/// checks what a server needs to merge and to check pushes.
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
    /// A problem is left unfixed, or git fails.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let repository = context.readable()?;
        let now = context.now(repository.policy())?;
        let mut is_well = true;
        for found in clone_setup::examine(&repository, now)? {
            match found.remedy.as_ref().filter(|_| self.fix) {
                Some(remedy) => {
                    clone_setup::mend(remedy, &repository)?;
                    tell(&message!("fixed: {what}", what = found.what));
                }
                None if found.weight == Weight::Note => {
                    tell(&message!("note: {what}", what = found.what));
                    tell(&message!("hint: {hint}", hint = found.hint));
                }
                None => {
                    is_well = false;
                    print(
                        &Diagnostic::warning(found.what)
                            .hint(found.hint)
                            .render(context.output_style()),
                    )?;
                }
            }
        }
        if is_well {
            Ok(())
        } else {
            Err(Failure::Silent(Exit::Refused))
        }
    }
}
