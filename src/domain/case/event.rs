//! What people did: one variant a verb. The verb of the command line, `do:` in the file and the variant have one name.

use rust_decimal::Decimal;
use sha2::{Digest as _, Sha256};

use super::fields::{Fields, Value};
use crate::domain::finding::{Code, Finding};
use crate::domain::names::{Digest, Handle, StaffId};
use crate::domain::time::Instant;

/// An event with when, by whom and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When it happened.
    pub at: Instant,
    /// Who did it.
    pub by: StaffId,
    /// When it was put on record, where that was later.
    pub recorded: Option<Instant>,
    /// The row of a ledger that it was imported from.
    pub source: Option<String>,
    /// What was done.
    pub event: Event,
    /// The digest of the content: the event's identity.
    pub digest: Digest,
    /// The line of the file that it begins at; 0 for one that is not in a file yet.
    pub line: u32,
}

impl Entry {
    /// An event that is not in a file yet.
    pub fn new(at: Instant, by: StaffId, event: Event) -> Self {
        Self { at, by, recorded: None, source: None, event, digest: Digest(0), line: 0 }.sealed()
    }

    /// With the instant at which it was put on record.
    pub fn recorded(mut self, recorded: Option<Instant>) -> Self {
        self.recorded = recorded;
        self.sealed()
    }

    /// With the row that it was imported from.
    pub fn source(mut self, source: Option<String>) -> Self {
        self.source = source;
        self.sealed()
    }

    /// When it was put on record: `recorded`, else `at`.
    pub fn on_record(&self) -> Instant {
        self.recorded.unwrap_or(self.at)
    }

    /// Whether it came in with an import; rules of transition, closing and backdating do not apply to it.
    pub fn is_imported(&self) -> bool {
        self.source.is_some()
    }

    /// Reads one event; problems stay in `fields`.
    pub fn read(fields: &mut Fields, line: u32) -> Option<Self> {
        let lacks = |fields: &mut Fields, key: &str| {
            let finding = Finding::error(Code::TruncatedEvent, fields.spot_of(key), format!("the event lacks '{key}'"));
            fields.report(finding.hint("restore the event from git, or remove what is left of it"));
        };
        let at = fields.instant("at");
        let by = fields.parsed("by", "a staff id", |text| text.parse().ok());
        let verb = fields.text("do");
        for (key, absent) in [("at", at.is_none()), ("by", by.is_none()), ("do", verb.is_none())] {
            if absent && !fields.has_reported(key) {
                lacks(fields, key);
            }
        }
        let recorded = fields.instant("recorded");
        let source = fields.text("source");
        let event = Event::read(&verb?, fields)?;
        Some(Self { at: at?, by: by?, recorded, source, event, digest: Digest(0), line }.sealed())
    }

    /// Keys and values in the order of the file: `at`, `by`, `do`, then what the verb records.
    pub fn fields(&self) -> Vec<(&str, Value)> {
        let mut fields = vec![
            ("at", Value::Instant(self.at)),
            ("by", Value::Text(self.by.to_string())),
            ("do", Value::Text(self.event.name().to_owned())),
        ];
        fields.extend(self.event.fields());
        fields.extend(self.recorded.map(|recorded| ("recorded", Value::Instant(recorded))));
        fields.extend(self.source.clone().map(|source| ("source", Value::Text(source))));
        fields
    }

    /// The content as JSON: keys sorted, instants in UTC with milliseconds, amounts without trailing zeros, no spaces.
    pub fn content(&self) -> String {
        let mut fields = self.fields();
        fields.sort_by(|a, b| a.0.cmp(b.0));
        let object: serde_json::Map<String, serde_json::Value> =
            fields.into_iter().map(|(key, value)| (key.to_owned(), value.to_json())).collect();
        serde_json::Value::Object(object).to_string()
    }

    fn sealed(mut self) -> Self {
        let hash = Sha256::digest(self.content().as_bytes());
        self.digest = Digest(hash.iter().take(8).fold(0, |digest, byte| digest << 8 | u64::from(*byte)));
        self
    }
}

/// What an investigation found (B6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The complaint is justified.
    Substantiated,
    /// In part.
    Partly,
    /// It is not.
    Unsubstantiated,
}

/// How the complainant took the answer (B10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResultClass {
    /// The matter is solved.
    Solved,
    /// It was explained, and the explanation accepted.
    Explained,
    /// The complainant refused the answer; our position was stated.
    Refused,
}

macro_rules! words {
    ($($name:ident { $($variant:ident = $word:literal),* })*) => {$(
        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in the file and on the command line.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($word => Ok(Self::$variant),)* _ => Err(()) }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    )*};
}

words! {
    Verdict { Substantiated = "substantiated", Partly = "partly", Unsubstantiated = "unsubstantiated" }
    ResultClass { Solved = "solved", Explained = "explained", Refused = "refused" }
    Verb {
        Register = "register", Acknowledge = "acknowledge", Assign = "assign", SendBack = "send-back", Note = "note",
        Attach = "attach", Link = "link", Amend = "amend", Investigate = "investigate", Propose = "propose",
        Approve = "approve", Refuse = "refuse", Respond = "respond", Resolve = "resolve", FollowUp = "follow-up",
        Escalate = "escalate", Resume = "resume", Pause = "pause", Extend = "extend", Chase = "chase",
        Invalidate = "invalidate", Withdraw = "withdraw", Close = "close", Reopen = "reopen", Retract = "retract"
    }
}

/// The verbs, in the order that breaks ties of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is explained at its event")]
pub enum Verb {
    Register,
    Acknowledge,
    Assign,
    SendBack,
    Note,
    Attach,
    Link,
    Amend,
    Investigate,
    Propose,
    Approve,
    Refuse,
    Respond,
    Resolve,
    FollowUp,
    Escalate,
    Resume,
    Pause,
    Extend,
    Chase,
    Invalidate,
    Withdraw,
    Close,
    Reopen,
    Retract,
}

/// What a reply to the complainant was.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The answer, and how it was taken.
    Final(ResultClass),
    /// Progress, with a new promised time.
    Interim {
        /// By when the answer is promised.
        promise: Option<Instant>,
    },
}

/// What a follow-up brought.
#[derive(Debug, Clone, PartialEq)]
pub enum FollowUp {
    /// The complainant was asked.
    Asked {
        /// The mark, 1 to 5.
        score: u8,
        /// What they said.
        comment: Option<String>,
    },
    /// Nobody was asked, and why.
    Waived(String),
}

/// What a proposal, and each approval or refusal of it, says it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The proposal's handle.
    pub proposal: Handle,
    /// What the complainant is to get.
    pub remedy: String,
    /// How much; none counts as 0.
    pub amount: Option<Decimal>,
}

/// What was done, one variant a verb.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The case is on record. Once, first.
    Register,
    /// The complainant was told that the complaint was received (A6).
    Acknowledge {
        /// By which channel.
        via: Option<String>,
    },
    /// The case goes to a holder and department (B1).
    Assign {
        /// The new holder.
        to: StaffId,
        /// The department in charge.
        department: Option<String>,
        /// Departments that help.
        co_handlers: Vec<String>,
    },
    /// Wrongly dispatched: back to whoever assigned it (B3).
    SendBack {
        /// Why.
        reason: String,
    },
    /// A remark. Changes nothing.
    Note {
        /// The remark.
        text: String,
    },
    /// Evidence (A9).
    Attach {
        /// The file below `evidence/`, beginning with 8 digits of its hash.
        file: String,
        /// Its SHA-256.
        sha256: String,
    },
    /// A related case (A10).
    Link {
        /// The other case's id.
        case: String,
        /// How it is related.
        kind: String,
    },
    /// A corrected fact; the old value stays readable.
    Amend {
        /// Which fact.
        field: String,
        /// The value that stood.
        from: Option<String>,
        /// The value that is right.
        to: Option<String>,
        /// Why.
        reason: String,
    },
    /// What was found out (B6).
    Investigate {
        /// Whether the complaint is justified.
        verdict: Verdict,
        /// Why it came about.
        cause: Option<String>,
        /// What was found.
        finding: Option<String>,
        /// Who is responsible, in per cent.
        liable: Vec<(String, Decimal)>,
    },
    /// What the complainant is to get. Always legal; replaces the proposal before (B7).
    Propose {
        /// Handle, remedy and amount.
        terms: Terms,
        /// Remarks.
        text: Option<String>,
        /// An emergency (D3).
        emergency: bool,
    },
    /// One approval of the proposal it names (D1 to D5).
    Approve {
        /// What is approved.
        terms: Terms,
    },
    /// A refusal of the proposal it names.
    Refuse {
        /// What is refused.
        terms: Terms,
        /// Why.
        reason: String,
    },
    /// An answer to the complainant (B9, B10).
    Respond {
        /// What was said.
        text: String,
        /// Final or interim.
        reply: Reply,
    },
    /// The remedy has been carried out (B11).
    Resolve {
        /// Remarks.
        text: Option<String>,
    },
    /// The complainant was asked afterwards (B13).
    FollowUp(FollowUp),
    /// The case moves from level to level (C4).
    Escalate {
        /// The level it leaves.
        from: String,
        /// The level it reaches.
        to: String,
        /// Why.
        reason: String,
    },
    /// Waiting is over.
    Resume {
        /// Why.
        reason: String,
    },
    /// Waiting for the complainant.
    Pause {
        /// For what.
        reason: String,
    },
    /// A later date for one deadline (C5).
    Extend {
        /// Its name.
        deadline: String,
        /// The new due instant.
        until: Instant,
        /// Why.
        reason: String,
    },
    /// A reminder to the holder (C3).
    Chase {
        /// What was said.
        text: String,
    },
    /// Not a valid complaint (A8).
    Invalidate {
        /// Why.
        reason: String,
    },
    /// Taken back by the complainant.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// The file is closed (B14).
    Close {
        /// How it ended.
        outcome: Option<String>,
    },
    /// Taken up again.
    Reopen {
        /// Why.
        reason: String,
    },
    /// An event taken back.
    Retract {
        /// Which one.
        event: Digest,
        /// Why.
        reason: String,
    },
    /// What a newer program wrote: kept, not judged.
    Unknown {
        /// The verb.
        verb: String,
        /// Its keys.
        fields: Vec<(String, super::fields::Raw)>,
    },
}

impl Event {
    /// The verb; none for one that this program does not know.
    pub fn verb(&self) -> Option<Verb> {
        Some(match self {
            Self::Register => Verb::Register,
            Self::Acknowledge { .. } => Verb::Acknowledge,
            Self::Assign { .. } => Verb::Assign,
            Self::SendBack { .. } => Verb::SendBack,
            Self::Note { .. } => Verb::Note,
            Self::Attach { .. } => Verb::Attach,
            Self::Link { .. } => Verb::Link,
            Self::Amend { .. } => Verb::Amend,
            Self::Investigate { .. } => Verb::Investigate,
            Self::Propose { .. } => Verb::Propose,
            Self::Approve { .. } => Verb::Approve,
            Self::Refuse { .. } => Verb::Refuse,
            Self::Respond { .. } => Verb::Respond,
            Self::Resolve { .. } => Verb::Resolve,
            Self::FollowUp(_) => Verb::FollowUp,
            Self::Escalate { .. } => Verb::Escalate,
            Self::Resume { .. } => Verb::Resume,
            Self::Pause { .. } => Verb::Pause,
            Self::Extend { .. } => Verb::Extend,
            Self::Chase { .. } => Verb::Chase,
            Self::Invalidate { .. } => Verb::Invalidate,
            Self::Withdraw { .. } => Verb::Withdraw,
            Self::Close { .. } => Verb::Close,
            Self::Reopen { .. } => Verb::Reopen,
            Self::Retract { .. } => Verb::Retract,
            Self::Unknown { .. } => return None,
        })
    }

    /// The verb as it is written.
    pub fn name(&self) -> &str {
        match self {
            Self::Unknown { verb, .. } => verb,
            known => known.verb().map_or("", Verb::word),
        }
    }

    /// Its place in the table that breaks ties of time; an unknown verb comes last.
    pub fn rank(&self) -> usize {
        self.verb().map_or(usize::MAX, |verb| verb as usize)
    }

    fn read(verb: &str, fields: &mut Fields) -> Option<Self> {
        let Ok(known) = verb.parse() else {
            return Some(Self::Unknown { verb: verb.to_owned(), fields: fields.take_rest() });
        };
        Some(match known {
            Verb::Register => Self::Register,
            Verb::Acknowledge => Self::Acknowledge { via: fields.text("via") },
            Verb::Assign => {
                let to = fields.required_as("to", "a staff id", |text| text.parse().ok());
                let department = fields.text("department");
                let co_handlers = fields.list("co-handlers");
                Self::Assign { to: to?, department, co_handlers }
            }
            Verb::SendBack => Self::SendBack { reason: fields.required("reason")? },
            Verb::Note => Self::Note { text: fields.required("text")? },
            Verb::Attach => {
                let (file, sha256) =
                    (fields.required("file"), fields.required_as("sha256", "64 hexadecimal digits", parse_sha256));
                Self::Attach { file: file?, sha256: sha256? }
            }
            Verb::Link => {
                let (case, kind) = (fields.required("case"), fields.required("kind"));
                Self::Link { case: case?, kind: kind? }
            }
            Verb::Amend => {
                let (field, from, to, reason) =
                    (fields.required("field"), fields.text("from"), fields.text("to"), fields.required("reason"));
                Self::Amend { field: field?, from, to, reason: reason? }
            }
            Verb::Investigate => {
                let verdict =
                    fields.required_as("verdict", "substantiated, partly or unsubstantiated", |text| text.parse().ok());
                let (cause, finding, liable) = (fields.text("cause"), fields.text("finding"), fields.shares("liable"));
                Self::Investigate { verdict: verdict?, cause, finding, liable }
            }
            Verb::Propose => {
                let (terms, text) = (Terms::read(fields), fields.text("text"));
                let emergency = fields.parsed("emergency", "true", parse_flag).unwrap_or(false);
                Self::Propose { terms: terms?, text, emergency }
            }
            Verb::Approve => Self::Approve { terms: Terms::read(fields)? },
            Verb::Refuse => {
                let (terms, reason) = (Terms::read(fields), fields.required("reason"));
                Self::Refuse { terms: terms?, reason: reason? }
            }
            Verb::Respond => {
                let text = fields.required("text");
                let interim = fields.parsed("interim", "true", parse_flag).unwrap_or(false);
                let reply = if interim {
                    Some(Reply::Interim { promise: fields.instant("promise") })
                } else {
                    fields
                        .required_as("result", "solved, explained or refused", |text| text.parse().ok())
                        .map(Reply::Final)
                };
                Self::Respond { text: text?, reply: reply? }
            }
            Verb::Resolve => Self::Resolve { text: fields.text("text") },
            Verb::FollowUp => Self::FollowUp(FollowUp::read(fields)?),
            Verb::Escalate => {
                let (from, to, reason) = (fields.required("from"), fields.required("to"), fields.required("reason"));
                Self::Escalate { from: from?, to: to?, reason: reason? }
            }
            Verb::Resume => Self::Resume { reason: fields.required("reason")? },
            Verb::Pause => Self::Pause { reason: fields.required("reason")? },
            Verb::Extend => {
                let (deadline, until, reason) =
                    (fields.required("deadline"), fields.instant("until"), fields.required("reason"));
                if until.is_none() && !fields.has_reported("until") {
                    let spot = fields.spot_of("until");
                    fields.report(Finding::error(Code::MissingKey, spot, "'until' is missing or empty"));
                }
                Self::Extend { deadline: deadline?, until: until?, reason: reason? }
            }
            Verb::Chase => Self::Chase { text: fields.required("text")? },
            Verb::Invalidate => Self::Invalidate { reason: fields.required("reason")? },
            Verb::Withdraw => Self::Withdraw { reason: fields.required("reason")? },
            Verb::Close => Self::Close { outcome: fields.text("outcome") },
            Verb::Reopen => Self::Reopen { reason: fields.required("reason")? },
            Verb::Retract => {
                let event = fields.required_as("event", "the digest of an event", |text| text.parse().ok());
                let reason = fields.required("reason");
                Self::Retract { event: event?, reason: reason? }
            }
        })
    }

    fn fields(&self) -> Vec<(&str, Value)> {
        let text = |key: &'static str, text: &str| Some((key, Value::Text(text.to_owned())));
        let maybe = |key: &'static str, value: &Option<String>| value.as_deref().and_then(|value| text(key, value));
        let pairs: Vec<Option<(&str, Value)>> = match self {
            Self::Register => vec![],
            Self::Acknowledge { via } => vec![maybe("via", via)],
            Self::Assign { to, department, co_handlers } => vec![
                text("to", to.as_str()),
                maybe("department", department),
                (!co_handlers.is_empty()).then(|| ("co-handlers", Value::List(co_handlers.clone()))),
            ],
            Self::SendBack { reason }
            | Self::Resume { reason }
            | Self::Pause { reason }
            | Self::Invalidate { reason }
            | Self::Withdraw { reason }
            | Self::Reopen { reason } => vec![text("reason", reason)],
            Self::Note { text: said } | Self::Chase { text: said } => vec![text("text", said)],
            Self::Attach { file, sha256 } => vec![text("file", file), text("sha256", sha256)],
            Self::Link { case, kind } => vec![text("case", case), text("kind", kind)],
            Self::Amend { field, from, to, reason } => {
                vec![text("field", field), maybe("from", from), maybe("to", to), text("reason", reason)]
            }
            Self::Investigate { verdict, cause, finding, liable } => vec![
                text("verdict", verdict.word()),
                maybe("cause", cause),
                maybe("finding", finding),
                (!liable.is_empty()).then(|| ("liable", Value::Shares(liable.clone()))),
            ],
            Self::Propose { terms, text: said, emergency } => {
                let mut pairs = terms.fields();
                pairs.extend([maybe("text", said), emergency.then_some(("emergency", Value::True))]);
                pairs
            }
            Self::Approve { terms } => terms.fields(),
            Self::Refuse { terms, reason } => {
                let mut pairs = terms.fields();
                pairs.push(text("reason", reason));
                pairs
            }
            Self::Respond { text: said, reply } => match reply {
                Reply::Final(result) => vec![text("text", said), text("result", result.word())],
                Reply::Interim { promise } => vec![
                    text("text", said),
                    Some(("interim", Value::True)),
                    promise.map(|promise| ("promise", Value::Instant(promise))),
                ],
            },
            Self::Resolve { text: said } => vec![maybe("text", said)],
            Self::FollowUp(FollowUp::Asked { score, comment }) => {
                vec![Some(("score", Value::Whole(u64::from(*score)))), maybe("comment", comment)]
            }
            Self::FollowUp(FollowUp::Waived(reason)) => vec![text("waive", reason)],
            Self::Escalate { from, to, reason } => vec![text("from", from), text("to", to), text("reason", reason)],
            Self::Extend { deadline, until, reason } => {
                vec![text("deadline", deadline), Some(("until", Value::Instant(*until))), text("reason", reason)]
            }
            Self::Close { outcome } => vec![maybe("outcome", outcome)],
            Self::Retract { event, reason } => vec![text("event", &event.to_string()), text("reason", reason)],
            Self::Unknown { fields, .. } => {
                fields.iter().map(|(key, raw)| Some((key.as_str(), Value::Unknown(raw.clone())))).collect()
            }
        };
        pairs.into_iter().flatten().collect()
    }
}

impl Terms {
    /// The amount that authority is judged on: none counts as 0.
    pub fn worth(&self) -> Decimal {
        self.amount.unwrap_or_default()
    }

    fn read(fields: &mut Fields) -> Option<Self> {
        let proposal = fields.required_as("proposal", "a proposal's handle", |text| text.parse().ok());
        let (remedy, amount) = (fields.required("remedy"), fields.amount("amount"));
        Some(Self { proposal: proposal?, remedy: remedy?, amount })
    }

    fn fields(&self) -> Vec<Option<(&'static str, Value)>> {
        vec![
            Some(("proposal", Value::Text(self.proposal.to_string()))),
            Some(("remedy", Value::Text(self.remedy.clone()))),
            self.amount.map(|amount| ("amount", Value::Decimal(amount))),
        ]
    }
}

impl FollowUp {
    fn read(fields: &mut Fields) -> Option<Self> {
        if let Some(reason) = fields.text("waive") {
            return Some(Self::Waived(reason));
        }
        let score = fields.required_as("score", "a mark from 1 to 5", |text| {
            text.parse().ok().filter(|score| (1..=5).contains(score))
        });
        let comment = fields.text("comment");
        Some(Self::Asked { score: score?, comment })
    }
}

fn parse_flag(text: &str) -> Option<bool> {
    (text == "true").then_some(true)
}

fn parse_sha256(text: &str) -> Option<String> {
    (text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| text.to_ascii_lowercase())
}
