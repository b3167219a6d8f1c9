//! What is recorded while a case is handled.

use complaint_derive::Keys;

use super::verb::{Fault, Quality, Verdict};
use crate::domain::names::StaffId;
use crate::domain::share::Share;
use crate::domain::time::Instant;

/// An expert was asked.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb]
pub struct Consult {
    /// Who was asked: a staff member, or somebody from outside.
    #[key(example = "Prof. Zhou", rule = "B4", line)]
    pub expert: String,
    /// What was asked, and what they said.
    #[key(
        example = "the panel's fault shows on cold days only",
        rule = "B4",
        said
    )]
    pub text: String,
}

/// A remark, or a step of the organisation's own process (B19). Changes nothing but what the policy makes of the step.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The remark; there where there is no step.
    pub text: Option<String>,
    /// The step that was taken.
    pub step: Option<String>,
}

/// Evidence (A9).
#[derive(Debug, Clone, PartialEq)]
pub struct Attach {
    /// The file below `evidence/`, beginning with 8 digits of its hash.
    pub file: String,
    /// Its SHA-256.
    pub sha256: String,
    /// What it is, of the policy's `documents`.
    pub kind: Option<String>,
}

/// A related case (A10).
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The other case's id.
    pub case: String,
    /// How it is related.
    pub kind: String,
}

/// What was found out (B6).
#[derive(Debug, Clone, PartialEq)]
pub struct Investigate {
    /// Whether the complaint is justified.
    pub verdict: Verdict,
    /// Why it came about.
    pub cause: Option<String>,
    /// What was found.
    pub finding: Option<String>,
    /// Who is responsible, and for how much of it (B17).
    pub liable: Vec<(String, Share)>,
    /// Who led the investigation (B5).
    pub lead: Option<StaffId>,
}

/// The case moves from level to level (C4). Where it has left the one and reached or passed the other already, it
/// changes nothing, so that clones which moved it at once agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Escalate {
    /// The level it leaves.
    pub from: String,
    /// The level it reaches.
    pub to: String,
    /// Why.
    pub reason: String,
}

/// Waiting is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Resume {
    /// Why.
    pub reason: String,
}

/// Waiting for the complainant.
#[derive(Debug, Clone, PartialEq)]
pub struct Pause {
    /// For what.
    pub reason: String,
}

/// A later date for one deadline (C5).
#[derive(Debug, Clone, PartialEq)]
pub struct Extend {
    /// Its name.
    pub deadline: String,
    /// The new due instant.
    pub until: Instant,
    /// Why.
    pub reason: String,
}

/// A reminder to the holder (C3).
#[derive(Debug, Clone, PartialEq)]
pub struct Chase {
    /// What was said.
    pub text: String,
    /// The deadline that it is about, if it is about one.
    pub deadline: Option<String>,
}

/// A spot check of how the case was put on record and dispatched (E7).
#[derive(Debug, Clone, PartialEq)]
pub struct Inspect {
    /// Whether it was right.
    pub result: Quality,
    /// What was wrong.
    pub faults: Vec<Fault>,
    /// Remarks.
    pub text: Option<String>,
}
