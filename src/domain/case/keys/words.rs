//! The words that keys of a case take.

use crate::domain::case::event::{
    Attitude, Efficacy, Fault, Grievance, Matter, Means, Quality, ResultClass, Ruling, Subject,
    Verdict,
};
use crate::domain::case::{FactField, Verb};

pub(super) fn verbs() -> Vec<&'static str> {
    Verb::ALL.iter().map(|verb| verb.word()).collect()
}

pub(super) fn fields() -> Vec<&'static str> {
    FactField::ALL.iter().map(|field| field.name()).collect()
}

pub(super) fn verdicts() -> Vec<&'static str> {
    Verdict::ALL.iter().map(|verdict| verdict.word()).collect()
}

pub(super) fn attitudes() -> Vec<&'static str> {
    Attitude::ALL
        .iter()
        .map(|attitude| attitude.word())
        .collect()
}

pub(super) fn grievances() -> Vec<&'static str> {
    Grievance::ALL
        .iter()
        .map(|grievance| grievance.word())
        .collect()
}

pub(super) fn efficacies() -> Vec<&'static str> {
    Efficacy::ALL
        .iter()
        .map(|efficacy| efficacy.word())
        .collect()
}

pub(super) fn qualities() -> Vec<&'static str> {
    Quality::ALL.iter().map(|quality| quality.word()).collect()
}

pub(super) fn faults() -> Vec<&'static str> {
    Fault::ALL.iter().map(|fault| fault.word()).collect()
}

pub(super) fn means() -> Vec<&'static str> {
    Means::ALL.iter().map(|means| means.word()).collect()
}

pub(super) fn matters() -> Vec<&'static str> {
    Matter::ALL.iter().map(|matter| matter.word()).collect()
}

pub(super) fn subjects() -> Vec<&'static str> {
    let others = Subject::ALL
        .iter()
        .filter(|subject| **subject != Subject::Remedy);
    others.map(|subject| subject.word()).collect()
}

pub(super) fn rulings() -> Vec<&'static str> {
    Ruling::ALL.iter().map(|ruling| ruling.word()).collect()
}

pub(super) fn results() -> Vec<&'static str> {
    ResultClass::ALL
        .iter()
        .map(|result| result.word())
        .collect()
}
