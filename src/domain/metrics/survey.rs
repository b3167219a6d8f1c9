//! Results of the follow-ups with complainants (E6): the last marks of each case, from any round,
//! and the grievances of all rounds.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::case::event::{Asked, Attitude, FollowUp, Grievance};
use crate::domain::snapshot::Snapshot;
use crate::domain::spelling::Spellings;
use crate::domain::word::Word;

/// The criterion of a mark: a flag of `follow-up`, in the order of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Criterion {
    /// The complaint as a whole
    Score,
    /// How the complaint was handled
    Process,
    /// The outcome of the complaint
    Outcome,
    /// The staff who handled the complaint
    Staff,
}

/// The distribution of marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marked {
    /// Indexed by mark minus 1.
    counts: [u64; 5],
}

/// The follow-ups of some cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FollowUps {
    /// The overall marks.
    pub score: Marked,
    /// The marks for the process.
    pub process: Marked,
    /// The marks for the outcome.
    pub outcome: Marked,
    /// The marks for the staff.
    pub staff: Marked,
    /// Cases whose follow-up in the newest round was waived, with a reason.
    pub waived: u64,
    /// Cases whose newest round can be followed up, but was not yet.
    pub waiting: u64,
    /// Follow-ups, in all rounds, where the complainant was dissatisfied with the handling.
    pub handling: u64,
    /// Follow-ups, in all rounds, where the complainant was dissatisfied with the matter itself.
    pub matter: u64,
    /// Number of reworks.
    pub reworks: u64,
    /// Complainants asked, by channel; `None` if the channel was not recorded.
    pub channels: BTreeMap<Option<String>, u64>,
    /// Cases by the attitude to the final answer, in the order of [`Attitude::ALL`].
    pub attitudes: Vec<(Attitude, u64)>,
}

impl Marked {
    fn add(&mut self, mark: Option<u8>) {
        let place = mark.and_then(|mark| usize::from(mark).checked_sub(1));
        if let Some(count) = place.and_then(|place| self.counts.get_mut(place)) {
            *count += 1;
        }
    }

    /// The number of times a mark from 1 to 5 was given.
    pub fn of(&self, mark: usize) -> u64 {
        mark.checked_sub(1)
            .and_then(|place| self.counts.get(place))
            .copied()
            .unwrap_or_default()
    }

    /// The number of marks.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The sum of the marks.
    pub(crate) fn sum(&self) -> u64 {
        let marks = self.counts.iter().zip(1..);
        marks.map(|(count, mark)| count * mark).sum()
    }

    /// The mean to two decimal places, rounded half up; `None` without marks.
    pub fn mean(&self) -> Option<Decimal> {
        let mean = Decimal::from(self.sum()).checked_div(Decimal::from(self.count()))?;
        let mut rounded = mean.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        rounded.rescale(2);
        Some(rounded)
    }
}

impl FollowUps {
    /// The marks for a criterion.
    pub(crate) fn marked(&self, criterion: Criterion) -> Marked {
        match criterion {
            Criterion::Score => self.score,
            Criterion::Process => self.process,
            Criterion::Outcome => self.outcome,
            Criterion::Staff => self.staff,
        }
    }
}

/// Summarizes the follow-ups of cases.
pub fn survey(snapshots: &[&Snapshot]) -> FollowUps {
    let mut survey = FollowUps::default();
    let mut spellings = Spellings::new([]);
    for snapshot in snapshots {
        let state = snapshot.state();
        survey.reworks += u64::from(state.reworks);
        if let Some(FollowUp::Asked(Asked {
            score, marks, via, ..
        })) = state.asked()
        {
            survey.score.add(Some(*score));
            survey.process.add(marks.process);
            survey.outcome.add(marks.outcome);
            survey.staff.add(marks.staff);
            let via = via.clone().map(|via| spellings.of(via.into()).into_owned());
            *survey.channels.entry(via).or_default() += 1;
        }
        let because = |grievance| {
            state
                .follow_ups()
                .filter(|follow_up| follow_up.grievance() == Some(grievance))
                .count()
        };
        survey.handling += because(Grievance::Handling) as u64;
        survey.matter += because(Grievance::Matter) as u64;
        match &state.followed_up {
            Some(FollowUp::Asked(_)) => {}
            Some(FollowUp::Waived(_)) => survey.waived += 1,
            None => survey.waiting += u64::from(state.can_be_followed_up()),
        }
    }
    let took = |attitude: Attitude| {
        snapshots
            .iter()
            .filter(|snapshot| snapshot.state().attitude == Some(attitude))
            .count()
    };
    survey.attitudes = Attitude::ALL
        .iter()
        .map(|attitude| (*attitude, took(*attitude) as u64))
        .collect();
    survey
}
