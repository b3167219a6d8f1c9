//! What is recorded while a case is handled.

use complaint_derive::Keys;

use super::verb::{Fault, Quality, Verdict};
use crate::domain::case::record::{CaseReference, Dependent, DigestOfFile};
use crate::domain::names::StaffId;
use crate::domain::share::Share;
use crate::domain::time::Instant;

/// An expert was asked.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an expert being asked", grants = no, imports = no)]
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

/// A remark, or a step of the organisation's own process; one of both at least.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a remark", grants = no, imports = yes, lacks)]
pub struct Note {
    /// What was said.
    #[key(example = "the carrier has called", said, imports = "from the ledger")]
    pub text: Option<String>,
    /// The step that was taken.
    #[key(example = "papers", rule = "B19", headline = "step {}", list = Steps, imports)]
    pub step: Option<String>,
}

impl Dependent for Note {
    /// A note has text unless it has a step.
    fn lacks(&self) -> Option<&'static str> {
        let has_text = self.text.as_ref().is_some_and(|it| !it.trim().is_empty());
        (self.step.is_none() && !has_text).then_some("text")
    }
}

/// Evidence.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "evidence", grants = no, imports = no)]
pub struct Attach {
    /// The file below `evidence/`.
    // Its name begins with 8 digits of the digest.
    #[key(example = "3f2a91c0-photo.jpg", rule = "A9", line)]
    pub file: String,
    /// Its SHA-256.
    #[key(
        as = DigestOfFile,
        example = "3f2a91c0e8d7b6a5948372615049382716a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1",
        rule = "A9",
        headline
    )]
    pub sha256: String,
    /// What it is, of the policy's `documents`.
    #[key(example = "photo", rule = "A9", line = "({})")]
    pub kind: Option<String>,
}

/// A related case.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a link to another case", grants = no, imports = no)]
pub struct Link {
    /// The other case.
    #[key(as = CaseReference, example = "20261120-9TBV4D", rule = "A10", headline = "to {}")]
    pub case: String,
    /// How it is related.
    #[key(example = "repeat", rule = "A10", line = "({})")]
    pub kind: String,
}

/// What was found out.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the investigation", grants = no, imports = yes)]
pub struct Investigate {
    /// Whether the complaint is justified.
    #[key(example = "substantiated", rule = "B6", headline, imports)]
    pub verdict: Verdict,
    /// Why it came about.
    #[key(example = "product", rule = "B6", line = ", cause {}", imports)]
    pub cause: Option<String>,
    /// What was found.
    #[key(example = "a fault of the panel", rule = "B6", said, imports)]
    pub finding: Option<String>,
    /// Who is responsible: shares in per cent, or as fractions (`1/3`), that add up to the whole.
    #[key(example = "{carrier: 40, sales: 60}", rule = "B17", line = ", {}")]
    pub liable: Vec<(String, Share)>,
    /// Who led the investigation.
    #[key(example = "zhang.min", rule = "B5", line = ", led by {}")]
    pub lead: Option<StaffId>,
}

/// A reminder to the holder.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a reminder", grants = no, imports = yes)]
pub struct Chase {
    /// What the holder was told.
    #[key(
        example = "the customer asked again",
        rule = "C3",
        said,
        imports = "from the ledger"
    )]
    pub text: String,
    /// The deadline that it is about; `chase --due` writes it.
    #[key(example = "respond", rule = "C3", headline = "about {}", names = Deadlines)]
    pub deadline: Option<String>,
}

/// The case moves from level to level. Where it has left the one and reached or passed the other
/// already, as after a merge, that changes nothing.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "escalation", grants = no, imports = yes)]
pub struct Escalate {
    /// The level it leaves.
    #[key(example = "general", rule = "C4", headline = "from {}", names = Levels, imports)]
    pub from: String,
    /// The level it reaches.
    #[key(example = "regional", rule = "C4", headline = "to {}", names = Levels, imports)]
    pub to: String,
    /// Why.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
}

/// Waiting is over.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the end of waiting", grants = no, imports = yes)]
pub struct Resume {
    /// Why.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
}

/// Waiting for the complainant.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the beginning of waiting", grants = yes, imports = yes)]
pub struct Pause {
    /// Why.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
}

/// A later date for one deadline.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an extension", grants = yes, imports = no)]
pub struct Extend {
    /// Its name.
    #[key(example = "respond", rule = "C5", headline, names = Deadlines)]
    pub deadline: String,
    /// The new due instant.
    #[key(example = "2026-11-27T18:00:00+08:00", rule = "C5", line = "until {}")]
    pub until: Instant,
    /// Why.
    #[key(example = "waiting for the carrier", said)]
    pub reason: String,
}

/// A spot check of how the case was put on record and dispatched.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a spot check", grants = no, imports = no)]
pub struct Inspect {
    /// What was found.
    #[key(example = "wrong", rule = "E7", headline)]
    pub result: Quality,
    /// What was wrong: `filled` in wrongly or not in full, `routed` to the wrong place.
    #[key(name = "fault", example = "[routed]", rule = "E7", line = ": {}")]
    pub faults: Vec<Fault>,
    /// Remarks.
    #[key(example = "belongs to logistics", rule = "E7", said)]
    pub text: Option<String>,
}
