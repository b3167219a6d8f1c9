//! A case opened for writing: the file, the case and its judgement.

use std::path::Path;

use rust_decimal::Decimal;

use super::recorder::Recorder;
use super::working_copy::{WorkingCopy, take_up};
use crate::domain::case::Case;
use crate::domain::case::event::Terms;
use crate::domain::deadline::{self, Deadline};
use crate::domain::names::{CaseId, StaffId};
use crate::domain::policy::{Policy, TogetherRule};
use crate::domain::rules::Judged;
use crate::domain::rules::together::{self, Counted, Elsewhere};
use crate::domain::snapshot::Snapshot;
use crate::domain::state::State;
use crate::domain::time::Instant;
use crate::store::paths::slashed;
use crate::store::{Located, Repository, StoreError};

/// A locked case, open for writing.
#[derive(Debug)]
pub(crate) struct Session<'r> {
    pub(super) recorder: Recorder<'r>,
    pub(super) located: Located,
    pub(super) copy: WorkingCopy,
    pub(super) judged: Judged,
}

impl<'r> Recorder<'r> {
    /// Locks the repository and opens the only case that matches `part`, until the session ends.
    ///
    /// # Errors
    /// When no case or several match, or the file cannot be read or appended to, or has changes not
    /// made by this program.
    pub(crate) fn take(self, part: &str) -> Result<Session<'r>, StoreError> {
        let recorder = self.locked()?;
        let located = recorder.repository.locate(part)?;
        recorder.clear_beside(&located.path);
        let copy = take_up(&recorder, &located)?;
        let clock = recorder.actor.clock;
        let judged = recorder
            .repository
            .judge(&located.path, &copy.case, clock)?;
        Ok(Session {
            recorder,
            located,
            copy,
            judged,
        })
    }
}

impl<'r> Session<'r> {
    pub(crate) fn id(&self) -> &CaseId {
        &self.located.id
    }

    /// The case file, relative to the repository.
    pub(crate) fn path(&self) -> &Path {
        &self.located.path
    }

    /// The current case.
    pub(crate) fn case(&self) -> &Case {
        &self.copy.case
    }

    /// The case with its clocks at `now`.
    pub(crate) fn snapshot(&self, now: Instant) -> Snapshot {
        let (path, case) = (slashed(self.path()), self.case().clone());
        Snapshot::of(path, case, self.judged.clone(), self.policy(), now)
    }

    /// The current state of the case.
    pub(crate) fn state(&self) -> &State {
        &self.judged.state
    }

    /// The person who records the event.
    pub(crate) fn by(&self) -> &StaffId {
        self.recorder.by()
    }

    /// The policy for judging the case.
    pub(crate) fn policy(&self) -> &'r Policy {
        self.recorder.policy()
    }

    /// The repository of the case.
    pub(crate) fn repository(&self) -> &'r Repository {
        self.recorder.repository
    }

    /// The time of the act.
    pub(crate) fn clock(&self) -> Instant {
        self.recorder.actor.clock
    }

    /// What other cases of the order or complainant were granted, for some remedies of this case.
    /// Reads them only if the policy counts them together.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn elsewhere(&self, of: &[Counted]) -> Result<Vec<Elsewhere>, StoreError> {
        let policy = self.policy();
        let (Some(rule), Some(_)) = (&policy.together, of.first()) else {
            return Ok(vec![Elsewhere::default(); of.len()]);
        };
        let related = self.related(rule)?;
        let sum = |counted: &Counted| {
            Elsewhere::of(related.iter(), |other, granted| {
                counted.counts((other, granted), self.id(), rule, policy)
            })
        };
        Ok(of.iter().map(sum).collect())
    }

    /// The other cases of the order or complainant.
    fn related(&self, rule: &TogetherRule) -> Result<Vec<State>, StoreError> {
        let parties = together::parties(&self.state().facts, rule);
        if parties.is_empty() {
            return Ok(Vec::new());
        }
        let is_wanted = |text: &[u8]| together::may_name(text, &parties);
        let mut others = self.repository().cases_with(is_wanted);
        others.retain(|file| file.path != self.path());
        let states = others.into_iter().filter_map(|file| {
            let case = file.document.case?;
            let judge = || self.repository().judge(&file.path, &case, self.clock());
            together::may_share(&case, &parties, rule).then(judge)
        });
        let mut states: Vec<State> = states
            .map(|judged| judged.map(|judged| judged.state))
            .collect::<Result<_, _>>()?;
        states.retain(|state| together::shares(&state.facts, &parties, rule));
        Ok(states)
    }

    /// What a proposal or an approval records of other cases: their grants, if it is about a remedy
    /// with an amount and the policy makes them binding.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn binding_elsewhere(&self, terms: &Terms) -> Result<Option<Decimal>, StoreError> {
        let is_binding = self.policy().together.as_ref().is_some_and(|it| it.binding);
        if !is_binding || terms.remedy().is_none() || terms.amount.is_none() {
            return Ok(None);
        }
        let actor = &self.recorder.actor;
        let at = actor.happened.unwrap_or(actor.clock);
        let counted = Counted::for_remedy(&terms.proposal, self.state(), at);
        let sum = self.elsewhere(&[counted])?.first().map(Elsewhere::sum);
        Ok(sum.filter(|sum| !sum.is_zero()))
    }

    /// The due time of the newest deadline with that name.
    pub(crate) fn due(&self, deadline: &str) -> Option<Instant> {
        deadline::newest(&self.clocks(), self.state())
            .into_iter()
            .find(|clock| clock.name == deadline)?
            .due
    }

    /// All deadlines of all rounds, at the time of the event.
    pub(crate) fn clocks(&self) -> Vec<Deadline> {
        let actor = &self.recorder.actor;
        deadline::deadlines(
            self.state(),
            self.policy(),
            actor.happened.unwrap_or(actor.clock),
        )
    }
}
