//! The key figures by name, each with its definition and source (E3).

use std::fmt;

use super::FigureRules;
use crate::domain::calendar::Span;
use crate::domain::word::Word;

/// A key figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Word)]
pub enum FigureKind {
    /// First acknowledgement or final response within the policy's `first_response` of receipt /
    /// received (S1). Of all rounds the first counts; pauses do not.
    FirstResponseInTime,
    /// Resolved, and within the policy's `solved` of receipt / received (S1). Pauses do not count.
    SolvedWithin,
    /// Resolved / received (S1).
    ResolutionRate,
    /// Resolved within the limit / due to be resolved (S4:577), by the deadline named `resolve`:
    /// late if a clock of any round is missed or overdue; else in time if the newest is met; else,
    /// running or cancelled, not due and left out.
    SolvedInTime,
    /// Clocks met / clocks met, missed or overdue (S4:461, 591), of every round; in all and for
    /// each name.
    StageTimeliness,
    /// Follow-ups with a score from the policy's `satisfied` on / follow-ups with a score (S4:445).
    SatisfactionOfAsked,
    /// The same / received (S4:587).
    SatisfactionOfAll,
    /// The mean time from receipt to closing (S4:609), elapsed, of the cases closed in the period.
    MeanHandlingTime,
    /// The median of the same.
    MedianHandlingTime,
    /// The 90th percentile of the same: the shortest time that nine in ten do not exceed.
    P90HandlingTime,
    /// The mean time past the limit over the clocks missed or overdue (S4:481), on the clock of
    /// each limit's unit; in all and for each name.
    MeanDelay,
    /// Work orders that a spot check found right / checked (S4:475); the last check of each case
    /// counts.
    WorkOrderQuality,
    /// The mean time from receipt to the first final response of any round (S4:229), elapsed.
    MeanAnswerTime,
    /// Resolved without having been assigned to anybody, and not past the limit named `resolve` /
    /// received (B16).
    FirstContactCompletion,
    /// Assignments that were right / assignments (S4:473): not sent back, and not handed on to
    /// another department by whom they were given to before anything else was done.
    DispatchAccuracy,
    /// Found invalid and malicious or false / received (A11).
    MaliciousRate,
    /// Found invalid / received (A8).
    InvalidRate,
    /// Taken up again as rework / received (B13).
    ReworkRate,
}

/// What kind of number a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Statistic {
    /// A share, in per cent.
    Share,
    /// The mean of lengths of time.
    Mean,
    Median,
    Ninetieth,
}

impl Statistic {
    /// Whether it is a share; else it is a length of time.
    pub(crate) fn is_share(self) -> bool {
        match self {
            Self::Share => true,
            Self::Mean | Self::Median | Self::Ninetieth => false,
        }
    }
}

impl FigureKind {
    /// Its definition in one line: numerator / denominator.
    pub(crate) fn definition(self) -> &'static str {
        match self {
            Self::FirstResponseInTime => {
                "acknowledged or answered within `first_response` of receipt / received"
            }
            Self::SolvedWithin => "resolved within `solved` of receipt / received",
            Self::ResolutionRate => "resolved / received",
            Self::SolvedInTime => "resolved within the limit 'resolve' / resolved or past it",
            Self::StageTimeliness => "deadlines met / met, missed or overdue",
            Self::SatisfactionOfAsked => "score from `satisfied` on / asked",
            Self::SatisfactionOfAll => "score from `satisfied` on / received",
            Self::MeanHandlingTime => "time from receipt to closing / closed in the period",
            Self::MedianHandlingTime => "the middle one of these times",
            Self::P90HandlingTime => "the time that nine in ten do not exceed",
            Self::MeanDelay => "time past the limit / deadlines missed or overdue",
            Self::WorkOrderQuality => "work orders found right by a spot check / checked",
            Self::MeanAnswerTime => "time from receipt to the first final answer / answered",
            Self::FirstContactCompletion => "resolved in time without being assigned / received",
            Self::DispatchAccuracy => {
                "assignments neither sent back nor handed on at once / assignments"
            }
            Self::MaliciousRate => "found malicious or false / received",
            Self::InvalidRate => "found invalid / received",
            Self::ReworkRate => "taken up again as rework / received",
        }
    }

    /// What kind of number it is.
    pub(crate) fn measure(self) -> Statistic {
        match self {
            Self::FirstResponseInTime
            | Self::SolvedWithin
            | Self::ResolutionRate
            | Self::SolvedInTime
            | Self::StageTimeliness
            | Self::SatisfactionOfAsked
            | Self::SatisfactionOfAll
            | Self::WorkOrderQuality
            | Self::FirstContactCompletion
            | Self::DispatchAccuracy
            | Self::MaliciousRate
            | Self::InvalidRate
            | Self::ReworkRate => Statistic::Share,
            Self::MeanHandlingTime | Self::MeanDelay | Self::MeanAnswerTime => Statistic::Mean,
            Self::MedianHandlingTime => Statistic::Median,
            Self::P90HandlingTime => Statistic::Ninetieth,
        }
    }

    /// Whether it counts clocks, so that it is also worked out for each name of a deadline.
    pub(crate) fn is_by_stage(self) -> bool {
        matches!(self, Self::StageTimeliness | Self::MeanDelay)
    }
}

/// A figure, of all clocks or of those of one name: `stage-timeliness`, `stage-timeliness:respond`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureName {
    pub kind: FigureKind,
    /// Of the clocks of this name alone.
    pub stage: Option<String>,
    /// The length that its name says: `solved-in-3-business-days`.
    pub within: Option<Span>,
}

impl FigureName {
    /// A figure under what the policy has figures count by.
    pub(crate) fn of(kind: FigureKind, stage: Option<String>, rules: &FigureRules) -> Self {
        let within = (kind == FigureKind::SolvedWithin).then_some(rules.solved);
        Self {
            kind,
            stage,
            within,
        }
    }

    /// The figure, and where it counts clocks that of each name.
    pub(crate) fn all_of(kind: FigureKind, stages: &[String], rules: &FigureRules) -> Vec<Self> {
        let stages = if kind.is_by_stage() { stages } else { &[] };
        let each = stages
            .iter()
            .map(|stage| Self::of(kind, Some(stage.clone()), rules));
        std::iter::once(Self::of(kind, None, rules))
            .chain(each)
            .collect()
    }

    /// A figure by its name, as it is written or in general (`solved-within`).
    ///
    /// # Errors
    /// There is no such figure, or not of that length.
    pub(crate) fn read(text: &str, rules: &FigureRules) -> Result<Self, UnknownFigure> {
        let (word, stage) = match text.split_once(':') {
            Some((word, stage)) => (word, Some(stage.to_owned())),
            None => (text, None),
        };
        let is_meant = |kind: &FigureKind| {
            kind.word() == word || Self::of(*kind, None, rules).to_string() == word
        };
        let kind = FigureKind::ALL
            .iter()
            .copied()
            .find(is_meant)
            .ok_or(UnknownFigure)?;
        if stage.is_some() && !kind.is_by_stage() {
            return Err(UnknownFigure);
        }
        Ok(Self::of(kind, stage, rules))
    }
}

impl fmt::Display for FigureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.stage, self.within) {
            (Some(stage), _) => write!(f, "{}:{stage}", self.kind.word()),
            (None, Some(within)) => write!(f, "solved-in-{}", within.in_words().replace(' ', "-")),
            (None, None) => f.write_str(self.kind.word()),
        }
    }
}

/// Not the name of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownFigure;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::{parse, preset};

    #[test]
    fn names_are_read_as_they_are_written() {
        let mut rules = parse(preset("standard").unwrap()).0.unwrap().figures;
        let stages = ["respond".to_owned()];
        for name in FigureKind::ALL
            .iter()
            .flat_map(|kind| FigureName::all_of(*kind, &stages, &rules))
        {
            assert_eq!(FigureName::read(&name.to_string(), &rules), Ok(name));
        }
        for wrong in [
            "",
            "resolved",
            "resolution-rate:respond",
            "solved-in-5-business-days",
        ] {
            assert_eq!(
                FigureName::read(wrong, &rules),
                Err(UnknownFigure),
                "{wrong}"
            );
        }
        let general = |rules: &FigureRules| {
            FigureName::read("solved-within", rules)
                .unwrap()
                .to_string()
        };
        assert_eq!(general(&rules), "solved-in-3-business-days");
        rules.solved = "48h".parse().unwrap();
        assert_eq!(general(&rules), "solved-in-48-hours");
        assert_eq!(
            FigureName::read("solved-in-3-business-days", &rules),
            Err(UnknownFigure)
        );
    }
}
