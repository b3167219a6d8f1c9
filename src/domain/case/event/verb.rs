//! The words of events: the verbs, and the values that are one of a few.

use super::Event;

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

/// How the complainant took it that they were answered so (B10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attitude {
    /// Content.
    Satisfied,
    /// Neither.
    Neutral,
    /// Not content.
    Dissatisfied,
}

/// What a complainant who was asked afterwards is dissatisfied with (B13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grievance {
    /// How the complaint was handled: it is to be done again.
    Handling,
    /// The matter itself, which handling cannot change.
    Matter,
}

/// How a corrective action proved (F1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Efficacy {
    /// It helped.
    Effective,
    /// It did not: done again.
    Ineffective,
}

/// How an appeal was decided (B12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ruling {
    /// The organisation is responsible.
    Upheld,
    /// The matter had been handled properly before.
    HandledBefore,
    /// It is not for us to decide: already before a court or an authority, or not the interested party.
    Dismissed,
    /// The complainant's own cause.
    OwnCause,
}

/// How a dispute is settled (B18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Means {
    /// Somebody brings the two together.
    Mediation,
    /// Somebody decides it, once mediation has failed.
    Arbitration,
}

/// What a dispute is about, where the policy has a rule for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Matter {
    /// Who is liable, and for how much (B17).
    Liability,
}

/// What a spot check of a work order found (E7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quality {
    /// Nothing is wrong with it.
    Right,
    /// Something is.
    Wrong,
}

/// What is wrong with a work order (E7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// It was filled in wrongly, or not in full.
    Filled,
    /// It went to the wrong department or holder.
    Routed,
}

/// What can be proposed for approval (D5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// What the complainant is to get.
    Remedy,
    /// The final answer.
    Answer,
    /// The decision of an appeal.
    Decision,
    /// Whether the complaint is a valid one.
    Validity,
    /// A higher amount in dispute.
    Loss,
    /// The shares of liability.
    Liability,
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

        crate::domain::message::words_in_messages!($name);

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
    Attitude { Satisfied = "satisfied", Neutral = "neutral", Dissatisfied = "dissatisfied" }
    Grievance { Handling = "handling", Matter = "matter" }
    Means { Mediation = "mediation", Arbitration = "arbitration" }
    Matter { Liability = "liability" }
    Quality { Right = "right", Wrong = "wrong" }
    Fault { Filled = "filled", Routed = "routed" }
    Efficacy { Effective = "effective", Ineffective = "ineffective" }
    Ruling {
        Upheld = "upheld", HandledBefore = "handled-before", Dismissed = "dismissed", OwnCause = "own-cause"
    }
    Subject {
        Remedy = "remedy", Answer = "answer", Decision = "decision", Validity = "validity", Loss = "loss",
        Liability = "liability"
    }
    Verb {
        Register = "register", Acknowledge = "acknowledge", Assign = "assign", SendBack = "send-back", Consult = "consult", Note = "note",
        Attach = "attach", Link = "link", Amend = "amend", Investigate = "investigate", Propose = "propose",
        Approve = "approve", Refuse = "refuse", Respond = "respond", Resolve = "resolve", FollowUp = "follow-up",
        Escalate = "escalate", Appeal = "appeal", Decide = "decide", Dispute = "dispute", Settle = "settle", Resume = "resume", Pause = "pause", Extend = "extend", Chase = "chase",
        Invalidate = "invalidate", Withdraw = "withdraw", Plan = "plan", Done = "done",
        Verify = "verify", Inspect = "inspect", Close = "close", Reopen = "reopen", Retract = "retract"
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
    Consult,
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
    Appeal,
    Decide,
    Dispute,
    Settle,
    Resume,
    Pause,
    Extend,
    Chase,
    Invalidate,
    Withdraw,
    Plan,
    Done,
    Verify,
    Inspect,
    Close,
    Reopen,
    Retract,
}

impl Subject {
    /// What is approved, in words.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Remedy => "any remedy",
            Self::Answer => "the final answer",
            Self::Decision => "the decision of an appeal",
            Self::Validity => "invalidity",
            Self::Loss => "a higher loss",
            Self::Liability => "the shares of liability",
        }
    }
}

impl Event {
    /// The verb; none for one that this program does not know.
    pub fn verb(&self) -> Option<Verb> {
        Some(match self {
            Self::Register => Verb::Register,
            Self::Acknowledge { .. } => Verb::Acknowledge,
            Self::Assign { .. } => Verb::Assign,
            Self::SendBack { .. } => Verb::SendBack,
            Self::Consult { .. } => Verb::Consult,
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
            Self::Appeal { .. } => Verb::Appeal,
            Self::Decide { .. } => Verb::Decide,
            Self::Dispute { .. } => Verb::Dispute,
            Self::Settle { .. } => Verb::Settle,
            Self::Resume { .. } => Verb::Resume,
            Self::Pause { .. } => Verb::Pause,
            Self::Extend { .. } => Verb::Extend,
            Self::Chase { .. } => Verb::Chase,
            Self::Invalidate { .. } => Verb::Invalidate,
            Self::Withdraw { .. } => Verb::Withdraw,
            Self::Plan { .. } => Verb::Plan,
            Self::Done { .. } => Verb::Done,
            Self::Verify { .. } => Verb::Verify,
            Self::Inspect { .. } => Verb::Inspect,
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
}
