//! Key figures: names, definitions and sources (E3).

use std::fmt;

use super::FigureRules;
use crate::domain::calendar::Span;
use crate::domain::word::Word;

/// A key figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Word)]
pub enum FigureKind {
    /// First acknowledgement or final response within `first_response` of receipt / received (S1),
    /// without cases that may still be answered in time. The first one of all rounds counts; pauses
    /// are not deducted.
    FirstResponseInTime,
    /// Resolved within `solved` of receipt / received (S1), without cases that may still be resolved
    /// in time. Pauses are not deducted.
    SolvedWithin,
    /// Resolved / received (S1).
    ResolutionRate,
    /// Resolved within the limit / due to be resolved (S4:577), by the deadlines that stop at
    /// `resolved` or `resolve`. A case is late if such a clock of any round is missed or overdue,
    /// and in time if those of the newest round are met. If they are running, the case is not yet
    /// due; if they were cancelled, it is left out.
    SolvedInTime,
    /// Clocks met / clocks met, missed or overdue (S4:461, 591), of every round; in total and per
    /// deadline name.
    StageTimeliness,
    /// Follow-ups with a score of at least `satisfied` / follow-ups with a score (S4:445).
    SatisfactionOfAsked,
    /// Follow-ups with a score of at least `satisfied` / received (S4:587).
    SatisfactionOfAll,
    /// Mean elapsed time from receipt to closing (S4:609), for cases closed in the period.
    MeanHandlingTime,
    /// Median elapsed time from receipt to closing, for cases closed in the period.
    MedianHandlingTime,
    /// 90th percentile of the elapsed time from receipt to closing, for cases closed in the period:
    /// the shortest time that nine in ten cases do not exceed.
    P90HandlingTime,
    /// Mean time past the limit of the clocks missed or overdue (S4:481). Per deadline name, it is
    /// business time if the limit is in `bh` or `bd`; in total, and where limits of one name differ,
    /// it is elapsed time.
    MeanDelay,
    /// Work orders found right by a spot check / checked (S4:475); the last check of each case
    /// counts.
    WorkOrderQuality,
    /// Mean elapsed time from receipt to the first final response of any round (S4:229).
    MeanAnswerTime,
    /// Resolved in the first round without an assignment, and not past the limit for resolving it /
    /// received (B16). A case that was taken up again was not completed at first contact.
    FirstContactCompletion,
    /// Correct assignments / assignments (S4:473). An assignment is correct if the assignee neither
    /// sent it back nor passed it to another department before doing anything else.
    DispatchAccuracy,
    /// Found invalid and malicious or false / received (A11).
    MaliciousRate,
    /// Found invalid / received (A8).
    InvalidRate,
    /// Reopened as rework / received (B13).
    ReworkRate,
    /// Closed by the promised time / received (S4:617). The last promise counts, else the limit for
    /// resolving the case; while a pause hides it, the case is not yet due. Cases without either,
    /// and cases withdrawn or found invalid, are left out.
    ClosedAsPromised,
}

/// The kind of number of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Statistic {
    /// A share in per cent.
    Share,
    /// A mean duration.
    Mean,
    Median,
    Ninetieth,
}

impl Statistic {
    /// Whether it is a share; otherwise it is a duration.
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
                "acknowledged or answered within `first_response` of receipt / those due"
            }
            Self::SolvedWithin => "resolved within `solved` of receipt / those due",
            Self::ResolutionRate => "resolved / received",
            Self::SolvedInTime => {
                "resolved within the limit that stops there / resolved or past it"
            }
            Self::StageTimeliness => "deadlines met / met, missed or overdue",
            Self::SatisfactionOfAsked => "score from `satisfied` on / asked",
            Self::SatisfactionOfAll => "score from `satisfied` on / received",
            Self::MeanHandlingTime => "time from receipt to closing / closed in the period",
            Self::MedianHandlingTime => "the median of these times",
            Self::P90HandlingTime => "the time that nine in ten do not exceed",
            Self::MeanDelay => "time past the limit / deadlines missed or overdue",
            Self::WorkOrderQuality => "work orders found right by a spot check / checked",
            Self::MeanAnswerTime => "time from receipt to the first final answer / answered",
            Self::FirstContactCompletion => {
                "resolved in time, neither assigned nor taken up again / received"
            }
            Self::DispatchAccuracy => {
                "assignments neither sent back nor handed on at once / assignments"
            }
            Self::MaliciousRate => "found malicious or false / received",
            Self::InvalidRate => "found invalid / received",
            Self::ReworkRate => "taken up again as rework / received",
            Self::ClosedAsPromised => {
                "closed by the promised time, else the limit for resolving it / those due"
            }
        }
    }

    /// The kind of number.
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
            | Self::ReworkRate
            | Self::ClosedAsPromised => Statistic::Share,
            Self::MeanHandlingTime | Self::MeanDelay | Self::MeanAnswerTime => Statistic::Mean,
            Self::MedianHandlingTime => Statistic::Median,
            Self::P90HandlingTime => Statistic::Ninetieth,
        }
    }

    /// Whether it is a rate with a limit: what may still be done in time is not yet due.
    pub(crate) fn has_limit(self) -> bool {
        match self {
            Self::FirstResponseInTime
            | Self::SolvedWithin
            | Self::SolvedInTime
            | Self::StageTimeliness
            | Self::ClosedAsPromised => true,
            Self::ResolutionRate
            | Self::SatisfactionOfAsked
            | Self::SatisfactionOfAll
            | Self::MeanHandlingTime
            | Self::MedianHandlingTime
            | Self::P90HandlingTime
            | Self::MeanDelay
            | Self::WorkOrderQuality
            | Self::MeanAnswerTime
            | Self::FirstContactCompletion
            | Self::DispatchAccuracy
            | Self::MaliciousRate
            | Self::InvalidRate
            | Self::ReworkRate => false,
        }
    }

    /// Whether it counts clocks, and so is also computed per deadline name.
    pub(crate) fn is_by_stage(self) -> bool {
        matches!(self, Self::StageTimeliness | Self::MeanDelay)
    }
}

/// A figure for all clocks or for one deadline name: `stage-timeliness`,
/// `stage-timeliness:respond`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureName {
    pub kind: FigureKind,
    /// Only clocks of this deadline.
    pub stage: Option<String>,
    /// The span in its name: `solved-in-3-business-days`.
    pub within: Option<Span>,
}

impl FigureName {
    /// A figure under the `[figures]` rules of the policy.
    pub(crate) fn of(kind: FigureKind, stage: Option<String>, rules: &FigureRules) -> Self {
        let within = (kind == FigureKind::SolvedWithin).then_some(rules.solved);
        Self {
            kind,
            stage,
            within,
        }
    }

    /// The figure and, if it counts clocks, one figure per deadline name.
    pub(crate) fn all_of(kind: FigureKind, stages: &[String], rules: &FigureRules) -> Vec<Self> {
        let stages = if kind.is_by_stage() { stages } else { &[] };
        let each = stages
            .iter()
            .map(|stage| Self::of(kind, Some(stage.clone()), rules));
        std::iter::once(Self::of(kind, None, rules))
            .chain(each)
            .collect()
    }

    /// Parses a name, either as displayed (`solved-in-3-business-days`) or general
    /// (`solved-within`).
    ///
    /// # Errors Unknown figure, or a span other than that of the policy.
    pub(crate) fn read(text: &str, rules: &FigureRules) -> Result<Self, UnknownFigure> {
        let (word, stage) = match text.split_once(':') {
            Some((word, stage)) => (word, Some(stage.to_owned())),
            None => (text, None),
        };
        let matches = |kind: &FigureKind| {
            kind.word() == word || Self::of(*kind, None, rules).to_string() == word
        };
        let kind = FigureKind::ALL
            .iter()
            .copied()
            .find(matches)
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

/// The name of no figure.
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
