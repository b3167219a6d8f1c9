//! How the complainant took the answer, and what they said when asked.

use super::State;
use crate::domain::case::event::{Asked, Attitude, FollowUp, Grievance, ResultClass};

impl State {
    /// Whether the complainant can be asked for feedback: they have a final answer, however they
    /// took it, or the case is resolved (B13).
    pub(crate) fn can_be_followed_up(&self) -> bool {
        self.resolved.is_some() || self.responded.is_some()
    }

    /// How the complainant took the last final answer of the newest round; `None` while nobody has
    /// said so.
    pub(crate) fn result(&self) -> Option<ResultClass> {
        self.responded.as_ref()?.result
    }

    /// Whether the complainant refused the last final answer of the newest round.
    pub(crate) fn is_answer_refused(&self) -> bool {
        self.result() == Some(ResultClass::Refused)
    }

    /// The follow-ups, in order.
    pub(crate) fn follow_ups(&self) -> impl DoubleEndedIterator<Item = &FollowUp> {
        self.followed_up_before.iter().chain(self.of_this_round())
    }

    fn of_this_round(&self) -> impl DoubleEndedIterator<Item = &FollowUp> {
        self.asked_before.iter().chain(&self.followed_up)
    }

    /// The latest follow-up with a score. A later follow-up that was waived does not erase it (E6).
    pub(crate) fn asked(&self) -> Option<&FollowUp> {
        self.follow_ups()
            .rev()
            .find(|follow_up| matches!(follow_up, FollowUp::Asked(_)))
    }

    /// Whether the complainant was dissatisfied with the handling when asked: the case is to be
    /// reworked (B13).
    pub(crate) fn wants_rework(&self) -> bool {
        self.of_this_round()
            .any(|follow_up| follow_up.grievance() == Some(Grievance::Handling))
    }

    /// Whether the complainant is dissatisfied (C4): they refused the final answer or reacted to it
    /// with dissatisfaction, gave 1 or 2 of 5 marks, appealed, or the case was reopened.
    pub fn is_dissatisfied(&self) -> bool {
        let low = matches!(
            self.followed_up,
            Some(FollowUp::Asked(Asked { score: ..=2, .. }))
        );
        let took_it_ill = self.attitude == Some(Attitude::Dissatisfied);
        self.is_answer_refused()
            || took_it_ill
            || low
            || self.appeal.is_some()
            || self.reopened.is_some()
    }
}
