//! The words that keys of the policy take.

use crate::domain::calendar::shipped;
use crate::domain::case::FactField;
use crate::domain::case::event::{ResultClass, Subject, Verdict};
use crate::domain::case::facts::FactKind;
use crate::domain::policy::FigureKind;
use crate::domain::policy::{
    Appellant, Assent, Duty, Measure, Need, Occasion, Papers, Permission, Separation, Trigger,
};
use crate::domain::word::Word;

pub(super) fn permissions() -> Vec<&'static str> {
    Permission::all().map(Permission::word).collect()
}

/// The facts that a complaint may be without.
pub(super) fn optional_facts() -> Vec<&'static str> {
    FactField::optional().map(FactField::name).collect()
}

/// The dates among the facts, but for the receipt.
pub(super) fn dates() -> Vec<&'static str> {
    let dates = FactField::ALL
        .iter()
        .filter(|field| field.kind() == FactKind::Instant);
    dates
        .filter(|field| **field != FactField::Received)
        .map(|field| field.name())
        .collect()
}

pub(super) fn triggers() -> Vec<&'static str> {
    Trigger::all()
        .filter_map(|trigger| trigger.own_word())
        .collect()
}

pub(super) fn duties() -> Vec<&'static str> {
    Duty::all().map(Duty::word).collect()
}

pub(super) fn assents() -> Vec<&'static str> {
    Assent::ALL.iter().map(|assent| assent.word()).collect()
}

pub(super) fn subjects() -> Vec<&'static str> {
    Subject::ALL.iter().map(|subject| subject.word()).collect()
}

pub(super) fn papers() -> Vec<&'static str> {
    Papers::ALL.iter().map(|papers| papers.word()).collect()
}

pub(super) fn measures() -> Vec<&'static str> {
    Measure::ALL.iter().map(|measure| measure.word()).collect()
}

pub(super) fn needs() -> Vec<&'static str> {
    Need::ALL.iter().map(|need| need.word()).collect()
}

pub(super) fn separations() -> Vec<&'static str> {
    Separation::ALL
        .iter()
        .map(|separation| separation.word())
        .collect()
}

pub(super) fn figures() -> Vec<&'static str> {
    FigureKind::ALL.iter().map(|kind| kind.word()).collect()
}

pub(super) fn calendars() -> Vec<&'static str> {
    shipped::NAMES.to_vec()
}

pub(super) fn weekdays() -> Vec<&'static str> {
    vec!["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
}

pub(super) fn occasions() -> Vec<&'static str> {
    Occasion::ALL
        .iter()
        .map(|occasion| occasion.word())
        .collect()
}

pub(super) fn appellants() -> Vec<&'static str> {
    Appellant::ALL
        .iter()
        .map(|appellant| appellant.word())
        .collect()
}

pub(super) fn verdicts() -> Vec<&'static str> {
    Verdict::ALL.iter().map(|verdict| verdict.word()).collect()
}

pub(super) fn results() -> Vec<&'static str> {
    ResultClass::ALL
        .iter()
        .map(|result| result.word())
        .collect()
}

pub(super) fn days_of_receipt() -> Vec<&'static str> {
    vec!["working-day", "day-off"]
}
