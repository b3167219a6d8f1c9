//! Recording a new case.

use std::path::{Path, PathBuf};

use super::confirm_commit::CommitAttempt;
use super::recorder::{ATTEMPTS, Recorded, Recorder, warnings};
use crate::domain::case::event::Register;
use crate::domain::case::{Case, Entry, Event, Facts, bounds, document, emit, path};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, message};
use crate::domain::policy::Policy;
use crate::domain::rules;
use crate::git::Repo;
use crate::store::evidence::Provisional;
use crate::store::{StoreError, law, message as commit_message, write};

impl Recorder<'_> {
    /// Records a new case.
    ///
    /// # Errors
    /// When the rules refuse it, or it cannot be written or committed; nothing is then left behind.
    pub(crate) fn register(self, facts: Facts) -> Result<Recorded, StoreError> {
        let recorder = self.locked()?;
        let file = PathBuf::from(path::of_case(&facts.id, &facts.category));
        let entry = recorder.registration();
        let case = Case {
            facts,
            entries: vec![entry.clone()],
        };
        let warnings = recorder.judge_new(&case)?;
        let text = recorder.text_of(&case, &file)?;

        recorder.clear_beside(&file);
        recorder.note(&file, &entry)?;
        let created = write::create_new(recorder.repository.root(), &file, text.as_bytes())?;
        let created = Provisional::new(vec![created]);
        if let Some(git) = recorder.committing_git() {
            if let Err(error) = recorder.commit_new(git, &file, &case, &entry) {
                if created.undo().is_ok() {
                    let _ = recorder.strike(&file, &entry);
                }
                return Err(error);
            }
            created.keep();
            recorder.sync(git)?;
            // The commit counts; a leftover note does no harm.
            let _ = recorder.strike(&file, &entry);
        } else {
            created.keep();
        }
        recorder
            .repository
            .remember(&file, recorder.actor.clock.max(entry.at));
        Ok(Recorded {
            subject: commit_message::subject(&case.facts.id, &entry, recorder.policy()),
            id: case.facts.id,
            path: file,
            warnings,
        })
    }

    fn registration(&self) -> Entry {
        Entry::new(
            self.actor.clock,
            self.actor.by.clone(),
            Event::Register(Register),
        )
    }

    /// Judges a case before it is written: by the policy, and if that is not committed, by HEAD's
    /// as well. Returns the warnings.
    fn judge_new(&self, case: &Case) -> Result<Vec<Finding>, StoreError> {
        let uncommitted = self.repository.uncommitted_laws()?;
        let edited = (!uncommitted.is_empty()).then(law::edited_policy);
        let judge = |policy: &Policy| rules::judge(case, policy, self.actor.clock);
        let today = judge(self.policy());
        let by_each = uncommitted
            .iter()
            .map(|policy| judge(policy).refusals(None));
        let mut refusals = by_each.chain([today.refusals(None)]);
        if let Some(mut objections) = refusals.find(|objections| !objections.is_empty()) {
            objections.extend(edited);
            return Err(refused(objections));
        }
        Ok(warnings(&today.findings)
            .into_iter()
            .chain(edited)
            .collect())
    }

    /// The text of the file, verified by parsing it.
    fn text_of(&self, case: &Case, file: &Path) -> Result<String, StoreError> {
        let zone = self.policy().organisation.time_zone;
        let text = emit::case(&case.facts, &case.entries, zone);
        let read = document::parse(text.as_bytes());
        let overrun = read
            .case
            .and_then(|case| bounds::overrun(text.as_bytes(), &case, |_| true));
        let mut findings = read.findings.into_iter().chain(overrun);
        if let Some(too_large) = findings.find(|finding| finding.code == Code::TooLarge) {
            let finding = Finding {
                spot: Spot::default(),
                ..too_large
            };
            return Err(refused(vec![finding.hint(message!(
                "leave the long text out, and attach it as evidence afterwards: {command}",
                command = Command::new("attach").this().with("FILE")
            ))]));
        }
        match emit::verify_appended(case, &[], text.as_bytes()) {
            Ok(_) => Ok(text),
            Err(_) => Err(StoreError::Unfaithful(file.to_path_buf())),
        }
    }

    /// Commits the case. Retries if HEAD moves: other commits do not affect a new case.
    fn commit_new(
        &self,
        git: &Repo,
        file: &Path,
        case: &Case,
        entry: &Entry,
    ) -> Result<(), StoreError> {
        let files = [file.to_path_buf()];
        let mut left = ATTEMPTS;
        loop {
            left -= 1;
            let head = git.head()?;
            let tried = self.commit(git, &case.facts.id, file, entry);
            let attempt = CommitAttempt {
                git,
                file,
                head: head.as_deref(),
                written: case,
                entry,
                files: &files,
            };
            match attempt.confirm(tried) {
                Err(error) if error.is_passing() && left > 0 => {}
                confirmed => return confirmed,
            }
        }
    }
}

/// The refusal of a case without a file.
fn refused(findings: Vec<Finding>) -> StoreError {
    StoreError::Refused {
        path: PathBuf::new(),
        findings,
    }
}
