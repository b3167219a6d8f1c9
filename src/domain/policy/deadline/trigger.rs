//! Triggers: events that start and stop a clock.

use crate::domain::case::facts::FactKind;
use crate::domain::case::{FactField, Verb};
use crate::domain::finding::{Code, Finding};
use crate::domain::keys::{Takes, Words};
use crate::domain::list::List;
use crate::domain::message::{Argument, Message, ToArgument, message, text};
use crate::domain::policy::setting::{Item, Names, Said, Setting};
use crate::domain::table::At;
use crate::domain::word::Word;

/// An event that starts or stops a clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// The receipt; as a start only.
    Received,
    /// A date among the facts, such as `delivered`; as a start only (C7).
    Date(FactField),
    /// An event of this verb; `respond` means the final response.
    Verb(Verb),
    Interim,
    /// `acknowledged`: an acknowledgement or a final response.
    Acknowledged,
    /// `resolved`: the matter is settled.
    Resolved,
    /// `approved`: a proposal has all the approvals it needs; as a stop or a start.
    Approved,
    /// `evidence`: the case has all the evidence it needs; as a stop or a start (A9).
    Evidence,
    /// `emergency`: an emergency proposal; as a start only (D3).
    Emergency,
    /// `step:NAME`: a step of the organisation, recorded by `note --step` (B19). Holds the whole
    /// word with the prefix.
    Step(String),
}

/// The prefix of a step.
const STEP: &str = "step:";

impl Trigger {
    /// Every trigger except steps, verbs last.
    pub fn all() -> impl Iterator<Item = Self> {
        let dates = FactField::ALL
            .iter()
            .copied()
            .filter(|field| field.kind() == FactKind::Instant && *field != FactField::Received)
            .map(Self::Date);
        let own = [
            Self::Received,
            Self::Interim,
            Self::Acknowledged,
            Self::Resolved,
            Self::Approved,
            Self::Evidence,
            Self::Emergency,
        ];
        own.into_iter()
            .chain(dates)
            .chain(Verb::ALL.iter().copied().map(Self::Verb))
    }

    /// The trigger of a step, by the name of the step.
    pub(crate) fn step(name: &str) -> Self {
        Self::Step(format!("{STEP}{name}"))
    }

    /// The word in the policy: `respond`, `step:papers`.
    pub(crate) fn word(&self) -> &str {
        match self {
            Self::Step(word) => word,
            Self::Received
            | Self::Date(_)
            | Self::Verb(_)
            | Self::Interim
            | Self::Acknowledged
            | Self::Resolved
            | Self::Approved
            | Self::Evidence
            | Self::Emergency => self.own_word().unwrap_or_default(),
        }
    }

    /// The built-in word; `None` for a step.
    pub fn own_word(&self) -> Option<&'static str> {
        Some(match self {
            Self::Received => "received",
            Self::Interim => "interim",
            Self::Acknowledged => "acknowledged",
            Self::Resolved => "resolved",
            Self::Approved => "approved",
            Self::Evidence => "evidence",
            Self::Emergency => "emergency",
            Self::Date(field) => field.name(),
            Self::Verb(verb) => verb.word(),
            Self::Step(_) => return None,
        })
    }
}

impl ToArgument for Trigger {
    fn to_argument(&self) -> Argument {
        match self.own_word() {
            Some(word) => Argument::Word {
                of: "Trigger",
                word,
            },
            None => Argument::Text(self.word().to_owned()),
        }
    }
}

/// The name in `step:NAME`.
pub(crate) fn step_name(word: &str) -> Option<&str> {
    word.strip_prefix(STEP)
}

/// The name in `step:NAME`. The outer `Option` is `None` if the text is not a step, the inner one
/// if the policy does not have the step.
pub(crate) fn step(item: &Item, text: &At<String>, names: &Names) -> Option<Option<String>> {
    let name = At {
        value: step_name(&text.value)?.to_owned(),
        spot: text.spot,
    };
    Some(names.value(item.reader, text!("step"), name, &names.lists[List::Steps]))
}

/// An end of a clock.
#[derive(Debug, Clone, Copy)]
enum End {
    Start,
    Stop,
}

impl End {
    /// Whether a trigger cannot be at this end. The receipt and the dates in the facts precede any
    /// stop, and a reopening or an appeal begins a new round.
    fn excludes(self, trigger: &Trigger) -> bool {
        let is_retraction = *trigger == Trigger::Verb(Verb::Retract);
        match self {
            Self::Start => is_retraction,
            Self::Stop => {
                is_retraction
                    || matches!(
                        trigger,
                        Trigger::Received
                            | Trigger::Date(_)
                            | Trigger::Verb(Verb::Reopen | Verb::Appeal)
                            | Trigger::Emergency
                    )
            }
        }
    }

    fn noun(self) -> Message {
        match self {
            Self::Start => text!("something that can start a deadline"),
            Self::Stop => text!("something that can stop a deadline"),
        }
    }

    fn excluded(self, trigger: &At<String>) -> Finding {
        let word = &trigger.value;
        let (message, hint) = match self {
            Self::Start => (
                message!("'{word}' cannot start a deadline", word),
                text!("start it with a verb, like 'respond', or 'resolved'"),
            ),
            Self::Stop => (
                message!("'{word}' cannot stop a deadline", word),
                text!("stop it with a verb, like 'respond', or 'resolved'"),
            ),
        };
        Finding::error(Code::PolicyConflict, trigger.spot, message).hint(hint)
    }
}

/// The triggers that start a clock; the first event counts.
pub(crate) enum Starts {}

/// The triggers that stop a clock; the first event counts.
pub(crate) enum Stops {}

const TAKES: Takes = Takes::WordsOr(Words(words), "step:NAME");

fn words() -> Vec<&'static str> {
    Trigger::all()
        .filter_map(|trigger| trigger.own_word())
        .collect()
}

impl Setting<Vec<Trigger>> for Starts {
    const TAKES: Takes = TAKES;

    fn read(item: &Item, names: &Names) -> Option<Vec<Trigger>> {
        triggers(item, End::Start, names)
    }

    fn said(value: &Vec<Trigger>) -> Option<Said> {
        Some(Said::values(value))
    }
}

impl Setting<Vec<Trigger>> for Stops {
    const TAKES: Takes = TAKES;

    fn read(item: &Item, names: &Names) -> Option<Vec<Trigger>> {
        triggers(item, End::Stop, names)
    }

    fn said(value: &Vec<Trigger>) -> Option<Said> {
        Some(Said::values(value))
    }
}

fn triggers(item: &Item, end: End, names: &Names) -> Option<Vec<Trigger>> {
    let words: Vec<_> = Trigger::all()
        .filter_map(|trigger| Some((trigger.clone(), trigger.own_word()?)))
        .collect();
    let mut triggers = Vec::new();
    for text in item.texts()? {
        let trigger = match step(item, &text, names) {
            Some(step) => step.map(|name| Trigger::step(&name)),
            None => item
                .reader
                .word(Code::PolicyReference, end.noun(), &text, &words),
        };
        let Some(trigger) = trigger else { continue };
        if end.excludes(&trigger) {
            item.reader.report(end.excluded(&text));
            continue;
        }
        triggers.push(trigger);
    }
    if triggers.is_empty() && item.items_are_none() {
        return item.bad(message!("'{key}' names nothing", key = item.key));
    }
    Some(triggers)
}
