//! The key figures by name, each with its definition and source (E3).

use std::fmt;
use std::str::FromStr;

/// A key figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureKind {
    /// First acknowledgement or final response within 24 h of receipt / received (S1). Of all rounds the first counts;
    /// pauses do not.
    FirstResponseInTime,
    /// Resolved, and within 3 business days of receipt / received (S1). Pauses do not count.
    SolvedIn3BusinessDays,
    /// Resolved / received (S1).
    ResolutionRate,
    /// Resolved within the limit / due to be resolved (S4:577), by the deadline named `resolve`: late if a clock of any
    /// round is missed or overdue; else in time if the newest is met; else, running or cancelled, not due and left out.
    SolvedInTime,
    /// Clocks met / clocks met, missed or overdue (S4:461, 591), of every round; in all and for each name.
    StageTimeliness,
    /// Follow-ups with a score of 4 or 5 / follow-ups with a score (S4:445).
    SatisfactionOfAsked,
    /// Follow-ups with a score of 4 or 5 / received (S4:587).
    SatisfactionOfAll,
    /// The mean time from receipt to closing (S4:609), elapsed, of the cases closed in the period.
    MeanHandlingTime,
    /// The median of the same.
    MedianHandlingTime,
    /// The 90th percentile of the same: the shortest time that nine in ten do not exceed.
    P90HandlingTime,
    /// The mean time past the limit over the clocks missed or overdue (S4:481), on the clock of each limit's unit; in
    /// all and for each name.
    MeanDelay,
    /// Work orders that a spot check found right / checked (S4:475); the last check of each case counts.
    WorkOrderQuality,
}

/// What kind of number a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A share, in per cent.
    Share,
    /// The mean of lengths of time.
    Mean,
    /// Their median.
    Median,
    /// Their 90th percentile.
    Ninetieth,
}

impl Measure {
    /// Whether it is a share; else it is a length of time.
    pub fn is_share(self) -> bool {
        match self {
            Self::Share => true,
            Self::Mean | Self::Median | Self::Ninetieth => false,
        }
    }
}

impl FigureKind {
    /// Every figure, in the order of reports.
    pub const ALL: [Self; 12] = [
        Self::FirstResponseInTime,
        Self::SolvedIn3BusinessDays,
        Self::ResolutionRate,
        Self::SolvedInTime,
        Self::StageTimeliness,
        Self::SatisfactionOfAsked,
        Self::SatisfactionOfAll,
        Self::MeanHandlingTime,
        Self::MedianHandlingTime,
        Self::P90HandlingTime,
        Self::MeanDelay,
        Self::WorkOrderQuality,
    ];

    /// Its name in policies, reports and `--cases`.
    pub fn word(self) -> &'static str {
        match self {
            Self::FirstResponseInTime => "first-response-in-time",
            Self::SolvedIn3BusinessDays => "solved-in-3-business-days",
            Self::ResolutionRate => "resolution-rate",
            Self::SolvedInTime => "solved-in-time",
            Self::StageTimeliness => "stage-timeliness",
            Self::SatisfactionOfAsked => "satisfaction-of-asked",
            Self::SatisfactionOfAll => "satisfaction-of-all",
            Self::MeanHandlingTime => "mean-handling-time",
            Self::MedianHandlingTime => "median-handling-time",
            Self::P90HandlingTime => "p90-handling-time",
            Self::MeanDelay => "mean-delay",
            Self::WorkOrderQuality => "work-order-quality",
        }
    }

    /// Its definition in one line: numerator / denominator.
    pub fn definition(self) -> &'static str {
        match self {
            Self::FirstResponseInTime => "acknowledged or answered within 24 h of receipt / received",
            Self::SolvedIn3BusinessDays => "resolved within 3 business days of receipt / received",
            Self::ResolutionRate => "resolved / received",
            Self::SolvedInTime => "resolved within the limit 'resolve' / resolved or past it",
            Self::StageTimeliness => "deadlines met / met, missed or overdue",
            Self::SatisfactionOfAsked => "score of 4 or 5 / asked",
            Self::SatisfactionOfAll => "score of 4 or 5 / received",
            Self::MeanHandlingTime => "time from receipt to closing / closed in the period",
            Self::MedianHandlingTime => "the middle one of these times",
            Self::P90HandlingTime => "the time that nine in ten do not exceed",
            Self::MeanDelay => "time past the limit / deadlines missed or overdue",
            Self::WorkOrderQuality => "work orders found right by a spot check / checked",
        }
    }

    /// What kind of number it is.
    pub fn measure(self) -> Measure {
        match self {
            Self::FirstResponseInTime
            | Self::SolvedIn3BusinessDays
            | Self::ResolutionRate
            | Self::SolvedInTime
            | Self::StageTimeliness
            | Self::SatisfactionOfAsked
            | Self::SatisfactionOfAll
            | Self::WorkOrderQuality => Measure::Share,
            Self::MeanHandlingTime | Self::MeanDelay => Measure::Mean,
            Self::MedianHandlingTime => Measure::Median,
            Self::P90HandlingTime => Measure::Ninetieth,
        }
    }

    /// Whether it counts clocks, so that it is also worked out for each name of a deadline.
    pub fn is_by_stage(self) -> bool {
        matches!(self, Self::StageTimeliness | Self::MeanDelay)
    }
}

impl fmt::Display for FigureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A figure, of all clocks or of those of one name: `stage-timeliness`, `stage-timeliness:respond`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureName {
    /// Which figure.
    pub kind: FigureKind,
    /// Of the clocks of this name alone.
    pub stage: Option<String>,
}

impl FigureName {
    /// The figure, and where it counts clocks that of each name.
    pub(super) fn all_of(kind: FigureKind, stages: &[String]) -> Vec<Self> {
        let stages = if kind.is_by_stage() { stages } else { &[] };
        let each = stages.iter().map(|stage| Self { kind, stage: Some(stage.clone()) });
        std::iter::once(Self { kind, stage: None }).chain(each).collect()
    }
}

impl fmt::Display for FigureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.stage {
            Some(stage) => write!(f, "{}:{stage}", self.kind.word()),
            None => f.write_str(self.kind.word()),
        }
    }
}

/// Not the name of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFigure;

impl FromStr for FigureName {
    type Err = UnknownFigure;

    fn from_str(text: &str) -> Result<Self, UnknownFigure> {
        let (word, stage) = match text.split_once(':') {
            Some((word, stage)) => (word, Some(stage.to_owned())),
            None => (text, None),
        };
        let kind = FigureKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or(UnknownFigure)?;
        if stage.is_some() && !kind.is_by_stage() {
            return Err(UnknownFigure);
        }
        Ok(Self { kind, stage })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        let stages = ["respond".to_owned()];
        for name in FigureKind::ALL.into_iter().flat_map(|kind| FigureName::all_of(kind, &stages)) {
            assert_eq!(name.to_string().parse(), Ok(name));
        }
        for wrong in ["", "resolved", "resolution-rate:respond"] {
            assert_eq!(wrong.parse::<FigureName>(), Err(UnknownFigure), "{wrong}");
        }
    }
}
