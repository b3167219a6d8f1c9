//! Known cases to which a ledger adds events.

use std::path::PathBuf;

use super::ImportBatch;
use crate::domain::finding::Finding;
use crate::domain::import::{Addition, Intake};
use crate::domain::message::{Message, ToArgument, message};
use crate::store::StoreError;
use crate::store::writer::working_copy::{Appended, WorkingCopy, take_up};

/// A file to which events of a ledger are appended.
#[derive(Debug)]
pub(crate) struct Extended {
    pub(super) path: PathBuf,
    pub(super) copy: WorkingCopy,
    pub(super) appended: Appended,
}

impl ImportBatch<'_> {
    /// The files of the cases to which the ledger adds events. What it would add to a file that
    /// cannot be appended to is withheld from the intake, and stops nothing else.
    ///
    /// # Errors
    /// Files or git cannot be read at all.
    pub(crate) fn extended(&self, intake: &mut Intake) -> Result<Vec<Extended>, StoreError> {
        let (mut kept, mut extended) = (Vec::new(), Vec::new());
        for addition in std::mem::take(&mut intake.additions) {
            match self.extend(&addition) {
                Ok(file) => {
                    extended.push(file);
                    kept.push(addition);
                }
                Err(error) => {
                    let reason = unfit(&addition, &error).ok_or(error)?;
                    intake.withhold(&addition, &reason);
                }
            }
        }
        intake.additions = kept;
        Ok(extended)
    }

    fn extend(&self, addition: &Addition) -> Result<Extended, StoreError> {
        let zone = self.recorder.policy().organisation.time_zone;
        let located = self.recorder.repository.locate(addition.id.as_str())?;
        self.recorder.clear_beside(&located.path);
        let copy = take_up(&self.recorder, &located)?;
        let entries = [copy.missing.as_slice(), &addition.entries].concat();
        let appended = copy.append(&located.path, &entries, zone)?;
        Ok(Extended {
            path: located.path,
            copy,
            appended,
        })
    }
}

/// Why nothing can be appended to the file of a case; `None` if it is no fault of the file.
fn unfit(addition: &Addition, error: &StoreError) -> Option<Message> {
    let id = &addition.id;
    let because = |reason: &dyn ToArgument| {
        let reason = reason.to_argument();
        message!(
            "{id} cannot be extended: {reason}; see `complaint check`",
            id,
            reason
        )
    };
    let first = |findings: &[Finding]| findings.first().map(|it| because(&it.message));
    if let StoreError::Unfit { findings, .. } | StoreError::Refused { findings, .. } = error {
        first(findings)
    } else if let StoreError::Uncommitted { what, .. } = error {
        Some(because(what))
    } else {
        None
    }
}
