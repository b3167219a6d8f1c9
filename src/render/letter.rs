//! Letters to complainants: a template of the organisation, filled in with data of a case (A6).
//!
//! A template cannot read files or call programs. A name without a value in the case is an error,
//! not blank text; a condition (`{% if contact %}`) can test for it.

mod plain;

use std::io::{self, Write};

use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value, filters};

use super::say;
use super::span::to_the_minute;
use crate::domain::case::facts::FactKind;
use crate::domain::case::{Event, FactField};
use crate::domain::finding::Spot;
use crate::domain::message::{Argument, Message, ToArgument, message, text};
use crate::domain::policy::Policy;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;
use crate::domain::word::Word;

/// The maximum number of template steps.
const STEPS: u64 = 10_000;

/// The maximum size of a letter in bytes: 1 MiB.
const SIZE: usize = 1 << 20;

/// A template that cannot be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    pub spot: Spot,
    pub message: Message,
}

/// The letter for a case, ending in a line break.
///
/// # Errors
/// The template is invalid, or uses a name without a value in the case.
pub fn letter(
    template: &str,
    snapshot: &Snapshot,
    policy: &Policy,
    now: Instant,
) -> Result<String, Unfit> {
    plain::check(template)?;
    let environment = environment();
    let filled_in = environment
        .template_from_named_str("letter", template)
        .and_then(|template| {
            let mut page = Page(Vec::new());
            template.render_captured_to(variables(snapshot, policy, now), &mut page)?;
            Ok(page)
        });
    let page = filled_in.map_err(|error| unfit(&error))?;
    Ok(format!("{}\n", String::from_utf8_lossy(&page.0).trim_end()))
}

/// The template environment: only filters that do not enlarge text, and no functions.
fn environment<'t>() -> Environment<'t> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_fuel(Some(STEPS));
    environment.add_filter("default", filters::default);
    environment.add_filter("upper", filters::upper);
    environment.add_filter("lower", filters::lower);
    environment.add_filter("capitalize", filters::capitalize);
    environment.add_filter("title", filters::title);
    environment.add_filter("trim", filters::trim);
    environment.add_filter("first", filters::first);
    environment.add_filter("last", filters::last);
    environment.add_filter("length", filters::length);
    environment
}

/// An output buffer of bounded size.
struct Page(Vec<u8>);

impl Write for Page {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if self.0.len() + text.len() > SIZE {
            return Err(io::Error::other("the letter is larger than 1 MiB"));
        }
        self.0.extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn unfit(error: &minijinja::Error) -> Unfit {
    let line = error
        .line()
        .and_then(|line| u32::try_from(line).ok())
        .unwrap_or_default();
    let kind = kind(error.kind());
    Unfit {
        spot: Spot { line, column: 1 },
        message: match error.detail() {
            Some(detail) => message!("{kind}: {detail}", kind, detail),
            None => message!("{kind}", kind),
        },
    }
}

/// The kinds of error possible in a template without includes, blocks and functions.
fn kind(kind: ErrorKind) -> Argument {
    let message = match kind {
        ErrorKind::NonPrimitive => text!("not a primitive"),
        ErrorKind::NonKey => text!("not a key type"),
        ErrorKind::InvalidOperation => text!("invalid operation"),
        ErrorKind::SyntaxError => text!("syntax error"),
        ErrorKind::TooManyArguments => text!("too many arguments"),
        ErrorKind::MissingArgument => text!("missing argument"),
        ErrorKind::UnknownFilter => text!("unknown filter"),
        ErrorKind::UnknownTest => text!("unknown test"),
        ErrorKind::UnknownFunction => text!("unknown function"),
        ErrorKind::UnknownMethod => text!("unknown method"),
        ErrorKind::BadEscape => text!("bad string escape"),
        ErrorKind::UndefinedError => text!("undefined value"),
        ErrorKind::CannotUnpack => text!("cannot unpack"),
        ErrorKind::WriteFailure => text!("failed to write output"),
        ErrorKind::OutOfFuel => text!("engine ran out of fuel"),
        ErrorKind::TemplateNotFound
        | ErrorKind::BadSerialization
        | ErrorKind::BadInclude
        | ErrorKind::EvalBlock
        | ErrorKind::InvalidDelimiter
        | _ => return kind.to_string().to_argument(),
    };
    message.to_argument()
}

/// The variables of a template.
fn variables(snapshot: &Snapshot, policy: &Policy, now: Instant) -> Value {
    let state = snapshot.state();
    let short = |instant| to_the_minute(instant, policy.calendar.zone());
    let fact = |field: FactField| match (field.kind(), state.facts.instant(field)) {
        (FactKind::Instant, at) => at.map(short),
        (FactKind::Text | FactKind::Amount, _) => state.facts.get(field),
    };
    let facts = FactField::ALL
        .iter()
        .filter_map(|field| Some((field.name(), Value::from(fact(*field)?))));
    let category = policy
        .categories
        .get(&state.facts.category)
        .and_then(|category| category.name.clone());
    let text = |text: &str| Some(Value::from(text));
    let more = [
        ("id", text(snapshot.id())),
        ("category", category.map(Value::from)),
        ("today", text(&policy.calendar.date(now).to_string())),
        ("organisation", text(&policy.organisation.name)),
        ("currency", text(&policy.organisation.currency)),
        ("status", text(&say(&snapshot.status()))),
        ("department", state.department.clone().map(Value::from)),
        ("holder", holder(snapshot, policy)),
        ("answer", last(snapshot, answer)),
        ("interim", last(snapshot, interim)),
        ("finding", last(snapshot, finding)),
        ("ground", last(snapshot, ground)),
        ("explanation", last(snapshot, explanation)),
        ("ruling", last(snapshot, ruling)),
        ("decision", last(snapshot, decision)),
        ("remedy", state.latest_remedy().map(Value::from)),
        ("due", Some(due(snapshot, policy))),
    ];
    let appeal = state.appeal.as_ref();
    let of_appeal = [
        ("authority", appeal.and_then(|it| it.regulator.as_deref())),
        ("reference", appeal.and_then(|it| it.reference.as_deref())),
    ];
    let of_appeal = of_appeal.map(|(key, value)| (key, value.map(Value::from)));
    // The category's display name overrides its key.
    Value::from_pairs(
        facts.chain(
            more.into_iter()
                .chain(of_appeal)
                .filter_map(|(key, value)| Some((key, value?))),
        ),
    )
}

/// The due instant of each deadline in the newest round, by name.
fn due(snapshot: &Snapshot, policy: &Policy) -> Value {
    let zone = policy.calendar.zone();
    let clocks = snapshot.newest().into_iter();
    Value::from_pairs(
        clocks.filter_map(|clock| Some((clock.name.clone(), to_the_minute(clock.due?, zone)))),
    )
}

/// The holder with contact details.
fn holder(snapshot: &Snapshot, policy: &Policy) -> Option<Value> {
    let id = snapshot.state().holder.as_ref()?;
    let staff = policy.staff.get(id);
    let name = staff
        .and_then(|staff| staff.name.clone())
        .unwrap_or_else(|| id.to_string());
    let email = staff.and_then(|staff| staff.email.clone());
    let department = staff.and_then(|staff| staff.department.clone());
    let known = [
        ("name", Some(name)),
        ("email", email),
        ("department", department),
    ];
    Some(Value::from_pairs(
        known
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?))),
    ))
}

/// What the last event that says it says.
fn last(snapshot: &Snapshot, said: fn(&Event) -> Option<&str>) -> Option<Value> {
    let standing = snapshot.standing();
    let said = standing.iter().rev().find_map(|entry| said(&entry.event));
    said.map(Value::from)
}

/// The text of a final answer.
fn answer(event: &Event) -> Option<&str> {
    match event {
        Event::Respond(response) if response.is_final() => response.text.as_deref(),
        _ => None,
    }
}

/// The text of an interim answer.
fn interim(event: &Event) -> Option<&str> {
    match event {
        Event::Respond(response) if !response.is_final() => response.text.as_deref(),
        _ => None,
    }
}

/// Why the complaint is invalid, as the policy calls it.
fn ground(event: &Event) -> Option<&str> {
    match event {
        Event::Invalidate(invalid) => Some(&invalid.reason),
        _ => None,
    }
}

/// Why the complaint is invalid, in words.
fn explanation(event: &Event) -> Option<&str> {
    match event {
        Event::Invalidate(invalid) => invalid.text.as_deref(),
        _ => None,
    }
}

/// The outcome of a decision on an appeal.
fn ruling(event: &Event) -> Option<&str> {
    match event {
        Event::Decide(decision) => Some(decision.outcome.word()),
        _ => None,
    }
}

/// The text of a decision on an appeal.
fn decision(event: &Event) -> Option<&str> {
    match event {
        Event::Decide(decision) => decision.text.as_deref(),
        _ => None,
    }
}

/// The finding of an investigation.
fn finding(event: &Event) -> Option<&str> {
    match event {
        Event::Investigate(investigation) => investigation.finding.as_deref(),
        _ => None,
    }
}
