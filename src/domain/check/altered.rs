//! Facts and events of the committed version that a case file no longer has.

use std::str::FromStr as _;

use chrono_tz::Tz;

use crate::domain::case::fields::Value;
use crate::domain::case::{Case, Entry, FactField, Facts, emit};
use crate::domain::finding::{Code, Finding, Hint, Spot};
use crate::domain::message::{
    Argument, Command, Message, ToArgument as _, day_and_time, message, series, text,
};

/// The longest value shown, in characters.
const LONGEST: usize = 60;

/// A key whose value differs between two versions.
struct Change {
    key: String,
    from: Option<Value>,
    to: Option<Value>,
}

/// The facts and events that `ours` has in another form than `committed`. What was only added is
/// none of them; what is missing is [`gone`].
pub(crate) fn altered(committed: &Case, ours: &Case, zone: Tz) -> Vec<Finding> {
    let facts = changes(&fact_fields(&committed.facts), &fact_fields(&ours.facts));
    let facts = facts
        .iter()
        .map(|change| altered_fact(change, committed, zone));
    let events = replaced(committed, ours);
    facts
        .chain(
            events
                .iter()
                .map(|(before, after)| altered_event(before, after, committed, zone)),
        )
        .collect()
}

/// The events of `committed` that `ours` has in no form.
pub(crate) fn gone<'c>(committed: &'c Case, ours: &Case) -> Vec<&'c Entry> {
    let replaced = replaced(committed, ours);
    lacking(committed, ours)
        .filter(|entry| {
            replaced
                .iter()
                .all(|(before, _)| before.digest != entry.digest)
        })
        .collect()
}

/// An event that the file lacks.
pub(crate) fn lost_event(entry: &Entry, path: &str, zone: Tz) -> Finding {
    let message = message!(
        "the event '{event}' by {by} of {at} is gone, though git's HEAD has it",
        event = entry.event.name(),
        by = entry.by,
        at = day_and_time(entry.at, zone)
    );
    Finding::error(Code::Altered, Spot::default(), message)
        .about(entry.digest)
        .hint(message!(
            "{restore} brings it back, and so does the next command on the case",
            restore = Command::git("restore").value(path)
        ))
}

/// The events of `case` that `other` lacks.
fn lacking<'c>(case: &'c Case, other: &Case) -> impl Iterator<Item = &'c Entry> {
    case.entries
        .iter()
        .filter(|entry| other.entries.iter().all(|it| it.digest != entry.digest))
}

/// The events of `committed` that stand in `ours` with another content: at the same time, or at the
/// same place of the list.
fn replaced<'c>(committed: &'c Case, ours: &'c Case) -> Vec<(&'c Entry, &'c Entry)> {
    let mut added: Vec<&Entry> = lacking(ours, committed).collect();
    let place =
        |case: &Case, entry: &Entry| case.entries.iter().position(|it| it.digest == entry.digest);
    let mut pairs = Vec::new();
    for before in lacking(committed, ours) {
        let same_time = added.iter().position(|after| after.at == before.at);
        let same_place = || {
            added.iter().position(|after| {
                after.event.name() == before.event.name()
                    && place(ours, after) == place(committed, before)
            })
        };
        if let Some(index) = same_time.or_else(same_place) {
            pairs.push((before, added.remove(index)));
        }
    }
    pairs
}

fn altered_fact(change: &Change, case: &Case, zone: Tz) -> Finding {
    let key = &change.key;
    let what = message!("{change}, not by `amend`", change = said(change, zone));
    Finding::error(Code::Altered, Spot::default(), what)
        .of_key(key)
        .hint(restored_fact(change, case, zone))
}

/// How to put a fact back, and how to correct it.
fn restored_fact(change: &Change, case: &Case, zone: Tz) -> Hint {
    let back = put_back(change, zone);
    let id = &case.facts.id;
    let correct = match FactField::from_str(&change.key) {
        Ok(field) => {
            let value = change.to.as_ref().map(|to| plain(to, zone));
            let pair = format!("{}={}", field.name(), value.unwrap_or_default());
            Command::new("amend").case(id).value(pair)
        }
        Err(()) if change.key == "level" => Command::new("escalate").case(id),
        Err(()) => return message!("{back}; '{key}' never changes", back, key = change.key).into(),
    };
    let correct = correct.with("--reason TEXT");
    message!(
        "{back}, and record the correction: {correct}",
        back,
        correct
    )
    .into()
}

fn altered_event(before: &Entry, after: &Entry, case: &Case, zone: Tz) -> Finding {
    let changes = changes(&event_fields(before), &event_fields(after));
    let message = message!(
        "the event '{event}' by {by} of {at} was altered: {changes}",
        event = before.event.name(),
        by = before.by,
        at = day_and_time(before.at, zone),
        changes = series(changes.iter().map(|change| said(change, zone)))
    );
    let retract = Command::new("retract")
        .case(&case.facts.id)
        .with("--event N --reason TEXT");
    let hint = message!(
        "{back}; a mistake is taken back by {retract}",
        back = series(changes.iter().map(|change| put_back(change, zone))),
        retract
    );
    let finding = Finding::error(Code::Altered, Spot::line(after.line), message);
    let finding = match changes.first() {
        Some(change) => finding.of_key(&change.key),
        None => finding,
    };
    finding.hint(hint)
}

fn said(change: &Change, zone: Tz) -> Message {
    let Change { key, from, to } = change;
    match (from, to) {
        (Some(from), Some(to)) => message!(
            "'{key}' was changed from {from} to {to}",
            key,
            from = shown(from, zone),
            to = shown(to, zone)
        ),
        (Some(from), None) => {
            message!("'{key}: {from}' was removed", key, from = shown(from, zone))
        }
        (None, Some(to)) => message!("'{key}: {to}' was added", key, to = shown(to, zone)),
        (None, None) => text!("nothing was changed"),
    }
}

fn put_back(change: &Change, zone: Tz) -> Message {
    match &change.from {
        Some(from) => message!(
            "put back `{key}: {from}`",
            key = change.key,
            from = shown(from, zone)
        ),
        None => message!("remove '{key}'", key = change.key),
    }
}

/// The value as it stands in a file, on one line and not too long.
fn shown(value: &Value, zone: Tz) -> Argument {
    let text = emit::inline(value, zone);
    match text.char_indices().nth(LONGEST) {
        None => text.to_argument(),
        Some((end, _)) => format!("{}…", &text[..end]).to_argument(),
    }
}

/// The value as it is typed on the command line.
fn plain(value: &Value, zone: Tz) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Instant(_)
        | Value::Decimal(_)
        | Value::Whole(_)
        | Value::True
        | Value::List(_)
        | Value::Shares(_)
        | Value::Unknown(_) => emit::inline(value, zone),
    }
}

/// The keys with other values, those of `after` first.
fn changes(before: &[(String, Value)], after: &[(String, Value)]) -> Vec<Change> {
    let value = |fields: &[(String, Value)], key: &str| {
        let found = fields.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.clone())
    };
    let removed = before.iter().filter(|(key, _)| value(after, key).is_none());
    let keys = after.iter().chain(removed).map(|(key, _)| key);
    let change = |key: &String| Change {
        key: key.clone(),
        from: value(before, key),
        to: value(after, key),
    };
    let differs = |change: &Change| {
        let json = |value: &Option<Value>| value.as_ref().map(Value::to_json);
        json(&change.from) != json(&change.to)
    };
    keys.map(change).filter(differs).collect()
}

fn fact_fields(facts: &Facts) -> Vec<(String, Value)> {
    let fields = facts.fields();
    let fields = [fields.before, fields.complainant, fields.after].concat();
    named(fields.iter().map(|(key, value)| (*key, value.clone())))
}

fn event_fields(entry: &Entry) -> Vec<(String, Value)> {
    named(entry.fields().into_iter())
}

fn named<'k>(fields: impl Iterator<Item = (&'k str, Value)>) -> Vec<(String, Value)> {
    fields.map(|(key, value)| (key.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::document;
    use crate::domain::case::example::{CASE, LATER, NOTE};

    fn case(text: &str) -> Case {
        document::parse(text.as_bytes()).case.expect("a case")
    }

    /// Each finding with its hint.
    fn said(before: &str, after: &str) -> Vec<String> {
        altered(&case(before), &case(after), Tz::UTC)
            .into_iter()
            .map(|finding| {
                let hint = match finding.hint {
                    Some(Hint::Say(hint)) => hint.in_english(),
                    Some(Hint::Run(_) | Hint::Ask(_)) | None => String::new(),
                };
                format!("{} | {hint}", finding.message.in_english())
            })
            .collect()
    }

    #[test]
    fn what_was_altered_is_named_with_both_values() {
        let committed = [CASE, NOTE].concat();
        for (old, new, what) in [
            (
                "summary: B",
                "summary: \"C: D\"",
                "'summary' was changed from B to \"C: D\"",
            ),
            (
                "summary: B",
                "summary: B\nproduct: P",
                "'product: P' was added",
            ),
            (
                "text: first",
                "text: last",
                "'text' was changed from first to last",
            ),
            (
                "by: li.wei\n  do: note",
                "by: chen.jing\n  do: note",
                "'by' was changed from li.wei to chen.jing",
            ),
        ] {
            let ours = committed.replace(old, new);
            assert_ne!(ours, committed, "{old}");
            let found = said(&committed, &ours);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].contains(what), "{found:?}");
            let back = said(&ours, &committed);
            assert!(back[0].contains("put back"), "{back:?}");
        }
    }

    #[test]
    fn additions_comments_and_notation_are_no_alterations() {
        let committed = [CASE, NOTE].concat();
        for ours in [
            [CASE, NOTE, LATER].concat(),
            committed.replace("text: first", "text: \"first\" # as said"),
            format!("# mine\n{committed}"),
        ] {
            assert_eq!(said(&committed, &ours), Vec::<String>::new(), "{ours}");
            assert_eq!(gone(&case(&committed), &case(&ours)), [] as [&Entry; 0]);
        }
    }

    #[test]
    fn a_removed_event_is_gone_and_not_altered() {
        let (committed, ours) = ([CASE, NOTE, LATER].concat(), [CASE, NOTE].concat());
        assert_eq!(said(&committed, &ours), Vec::<String>::new());
        let committed = case(&committed);
        assert_eq!(gone(&committed, &case(&ours)), [&committed.entries[2]]);
    }
}
