//! What complainants said when they were asked afterwards (E6): of each case the last marks, of whichever round, and the
//! grievances of every round.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::case::event::{Asked, Attitude, FollowUp, Grievance};
use crate::domain::snapshot::Snapshot;
use crate::domain::word::Word;

/// What a mark is for: the flag of `follow-up`, in the order of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Criterion {
    /// The whole
    Score,
    /// How the complaint was dealt with
    Process,
    /// What came of the complaint
    Outcome,
    /// Those who dealt with the complaint
    Staff,
}

/// How often each mark was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marked {
    /// By the mark, less 1.
    counts: [u64; 5],
}

/// The follow-ups of some cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FollowUps {
    /// The marks on the whole, and for each part.
    pub score: Marked,
    /// The marks for how it went.
    pub process: Marked,
    /// The marks for what came of it.
    pub outcome: Marked,
    /// The marks for those who dealt with it.
    pub staff: Marked,
    /// Cases whose complainants were not asked in the newest round, for a reason.
    pub waived: u64,
    /// Cases whose newest round may be followed up and is not yet.
    pub waiting: u64,
    /// How often complainants were dissatisfied with the handling, in every round.
    pub handling: u64,
    /// How often with the matter itself.
    pub matter: u64,
    /// How often handling was done again.
    pub reworks: u64,
    /// Those asked, by channel; none: the channel was not put on record.
    pub channels: BTreeMap<Option<String>, u64>,
    /// Cases by how their final answer was taken, in the order of [`Attitude::ALL`].
    pub attitudes: Vec<(Attitude, u64)>,
}

impl Marked {
    fn add(&mut self, mark: Option<u8>) {
        let place = mark.and_then(|mark| usize::from(mark).checked_sub(1));
        if let Some(count) = place.and_then(|place| self.counts.get_mut(place)) {
            *count += 1;
        }
    }

    /// How often a mark from 1 to 5 was given.
    pub fn of(&self, mark: usize) -> u64 {
        mark.checked_sub(1)
            .and_then(|place| self.counts.get(place))
            .copied()
            .unwrap_or_default()
    }

    /// How many marks were given.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The mean to two places, rounded half up; none without marks.
    pub fn mean(&self) -> Option<Decimal> {
        let sum: u64 = self
            .counts
            .iter()
            .zip(1..)
            .map(|(count, mark)| count * mark)
            .sum();
        let mean = Decimal::from(sum).checked_div(Decimal::from(self.count()))?;
        let mut rounded = mean.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        rounded.rescale(2);
        Some(rounded)
    }
}

impl FollowUps {
    /// The marks by a criterion.
    pub(crate) fn marked(&self, criterion: Criterion) -> Marked {
        match criterion {
            Criterion::Score => self.score,
            Criterion::Process => self.process,
            Criterion::Outcome => self.outcome,
            Criterion::Staff => self.staff,
        }
    }
}

/// Sums up the follow-ups of some cases.
pub fn survey(snapshots: &[&Snapshot]) -> FollowUps {
    let mut survey = FollowUps::default();
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
            *survey.channels.entry(via.clone()).or_default() += 1;
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
