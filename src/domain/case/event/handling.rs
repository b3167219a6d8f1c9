//! Events while a case is handled.

use complaint_derive::Keys;

use super::verb::{Fault, Quality, Verdict};
use crate::domain::case::record::{CaseReference, Dependent, DigestOfFile};
use crate::domain::keys::{Choice, Form};
use crate::domain::names::StaffId;
use crate::domain::share::Share;
use crate::domain::time::Instant;

/// An expert was consulted.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an expert being asked", is())]
pub struct Consult {
    /// The expert: a staff member or an external person.
    #[key(example = "Prof. Zhou", rule = "B4", line)]
    pub expert: String,
    /// The question and the answer.
    #[key(
        example = "the panel's fault shows on cold days only",
        rule = "B4",
        said
    )]
    pub text: String,
}

/// A remark, a step of the organisation's own process, or both.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a remark", is(Remark), lacks)]
pub struct Note {
    /// The remark.
    #[key(example = "the carrier has called", said, imports = "from the ledger")]
    pub text: Option<String>,
    /// The completed step.
    #[key(example = "papers", rule = "B19", headline = "step {}", list = Steps, imports)]
    pub step: Option<String>,
}

impl Dependent for Note {
    const CHOICE: Choice = Choice::Forms(&[
        Form {
            has: &[("text", &[])],
            lacks: &[],
        },
        Form {
            has: &[("step", &[])],
            lacks: &[],
        },
    ]);

    /// `text` is required without `step`.
    fn lacks(&self) -> Option<&'static str> {
        let has_text = self.text.as_ref().is_some_and(|it| !it.trim().is_empty());
        (self.step.is_none() && !has_text).then_some("text")
    }
}

/// Adds evidence.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "evidence", is(Remark))]
pub struct Attach {
    /// The name of the file in `evidence/`.
    // It begins with 8 digits of the digest.
    #[key(example = "3f2a91c0-photo.jpg", rule = "A9", line)]
    pub file: String,
    /// The SHA-256 of the file.
    #[key(
        as = DigestOfFile,
        example = "3f2a91c0e8d7b6a5948372615049382716a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1",
        rule = "A9",
        headline
    )]
    pub sha256: String,
    /// The kind of evidence, one of the policy's `documents`.
    #[key(example = "photo", rule = "A9", line = "({})")]
    pub kind: Option<String>,
}

/// Links a related case.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a link to another case", is(Remark))]
pub struct Link {
    /// The id of the other case.
    #[key(as = CaseReference, example = "20261120-9TBV4D", rule = "A10", headline = "to {}")]
    pub case: String,
    /// The relation: `related`, `repeated`, `duplicate` or `member` (of a project).
    #[key(example = "repeated", rule = "A10", line = "({})")]
    pub kind: String,
}

/// The result of the investigation.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the investigation", is(Judgment, Handling))]
pub struct Investigate {
    /// Whether the complaint is justified.
    #[key(example = "substantiated", rule = "B6", headline, imports)]
    pub verdict: Verdict,
    /// The cause.
    #[key(example = "product", rule = "B6", line = ", cause {}", imports)]
    pub cause: Option<String>,
    /// The finding.
    #[key(example = "a fault of the panel", rule = "B6", said, imports)]
    pub finding: Option<String>,
    /// The liable parties with their shares, in per cent or as fractions (`1/3`), which add up to
    /// the whole.
    #[key(example = "{carrier: 40, sales: 60}", rule = "B17", line = ", {}")]
    pub liable: Vec<(String, Share)>,
    /// The lead of the investigation.
    #[key(example = "zhang.min", rule = "B5", line = ", led by {}")]
    pub lead: Option<StaffId>,
}

/// A reminder to the holder.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a reminder", is())]
pub struct Chase {
    /// The text of the reminder.
    #[key(
        example = "the customer asked again",
        rule = "C3",
        said,
        imports = "from the ledger"
    )]
    pub text: String,
    /// The deadline of the reminder; set by `chase --due`.
    #[key(example = "respond", rule = "C3", headline = "about {}", names = Deadlines)]
    pub deadline: Option<String>,
}

/// The case moves to another level. Has no effect if it has already left `from` and reached or
/// passed `to`, for example after a merge.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "escalation", is())]
pub struct Escalate {
    /// The old level.
    #[key(example = "general", rule = "C4", headline = "from {}", names = Levels, imports)]
    pub from: String,
    /// The new level.
    #[key(example = "regional", rule = "C4", headline = "to {}", names = Levels, imports)]
    pub to: String,
    /// The reason.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
}

/// Ends the wait for the complainant.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the end of waiting", is())]
pub struct Resume {
    /// The reason.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
}

/// Starts waiting for the complainant.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "the beginning of waiting", is(Grant, Judgment))]
pub struct Pause {
    /// The reason.
    #[key(example = "waiting for the carrier", said, imports = "from the ledger")]
    pub reason: String,
}

/// Extends one deadline.
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "an extension", is(Grant, Judgment))]
pub struct Extend {
    /// The name of the deadline.
    #[key(example = "respond", rule = "C5", headline, names = Deadlines)]
    pub deadline: String,
    /// The new due date.
    #[key(example = "2026-11-27T18:00:00+08:00", rule = "C5", line = "until {}")]
    pub until: Instant,
    /// The reason.
    #[key(example = "waiting for the carrier", said)]
    pub reason: String,
}

/// A spot check: was the case recorded and routed correctly?
#[derive(Debug, Clone, PartialEq, Keys)]
#[verb(noun = "a spot check", is(Judgment, Binding))]
pub struct Inspect {
    /// The result.
    #[key(example = "wrong", rule = "E7", headline)]
    pub result: Quality,
    /// The faults: `filled` (wrong or incomplete entries), `routed` (sent to the wrong place).
    #[key(name = "fault", example = "[routed]", rule = "E7", line = ": {}")]
    pub faults: Vec<Fault>,
    /// Remarks.
    #[key(example = "belongs to logistics", rule = "E7", said)]
    pub text: Option<String>,
}
