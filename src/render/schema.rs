//! JSON Schemas (2020-12) of `policy.toml` and of case files, for completion and checks in editors.
#![cfg_attr(
    not(test),
    expect(
        clippy::wildcard_enum_match_arm,
        reason = "JSON values are not our enum"
    )
)]

use serde_json::{Map, Value as Json, json};

use crate::domain::case::keys::{CASE, COMMON, EventKeys, events};
use crate::domain::keys::{self, Absent, Choice, Form, Key, Table, Takes};
use crate::domain::policy::keys::POLICY;
use crate::domain::word::Word as _;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of `policy.toml` as JSON, with dates as strings.
pub fn policy() -> Json {
    let mut schema = head("policy.toml of complaint");
    extend(&mut schema, table(&POLICY, Notation::Toml));
    Json::Object(schema)
}

/// The schema of a case file.
pub fn case() -> Json {
    let mut schema = head("A case file of the program complaint");
    let mut facts = table(&CASE, Notation::Yaml);
    let events = json!({
        "description": "The events, an append-only list.",
        "type": "array",
        "minItems": 1,
        "items": { "$ref": "#/$defs/event" },
    });
    if let Some(Json::Object(properties)) = facts.get_mut("properties") {
        properties.insert("events".to_owned(), events);
    }
    if let Some(Json::Array(required)) = facts.get_mut("required") {
        required.push("events".into());
    }
    extend(&mut schema, facts);
    schema.insert("$defs".to_owned(), json!({ "event": event() }));
    Json::Object(schema)
}

/// The notation of texts: TOML quotes every text, YAML also takes plain numbers as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notation {
    Toml,
    Yaml,
}

fn head(title: &str) -> Map<String, Json> {
    let mut head = Map::new();
    head.insert("$schema".to_owned(), DIALECT.into());
    head.insert("title".to_owned(), title.into());
    head
}

/// One event; the verb determines its keys.
fn event() -> Json {
    let of_verb = |event: EventKeys| {
        let keys: Vec<&Key> = COMMON.iter().chain(event.keys).collect();
        let mut then = keyed(&keys, Notation::Yaml);
        extend(&mut then, choice(event.choice));
        then.insert("description".to_owned(), event.text.into());
        json!({ "if": { "properties": { "do": { "const": event.verb.word() } }, "required": ["do"] }, "then": then })
    };
    let mut event = keyed(&COMMON.iter().collect::<Vec<_>>(), Notation::Yaml);
    event.remove("additionalProperties");
    event.insert("allOf".to_owned(), events().map(of_verb).collect());
    Json::Object(event)
}

fn table(table: &Table, notation: Notation) -> Map<String, Json> {
    let mut schema = Map::new();
    if !table.text.is_empty() {
        schema.insert("description".to_owned(), table.text.into());
    }
    extend(
        &mut schema,
        keyed(&table.keys.iter().collect::<Vec<_>>(), notation),
    );
    extend(&mut schema, choice(table.choice));
    schema
}

/// What a choice demands of a table.
fn choice(of_table: Choice) -> Map<String, Json> {
    let schema = match of_table {
        Choice::Free => json!({}),
        Choice::AtMostOne(keys) => json!({ "not": { "required": keys } }),
        Choice::One(keys) => {
            let each: Vec<_> = keys
                .iter()
                .map(|key| json!({ "required": [key] }))
                .collect();
            json!({ "oneOf": each })
        }
        Choice::Forms(forms) => json!({ "anyOf": forms.iter().map(form).collect::<Vec<_>>() }),
        Choice::All(choices) => {
            let all: Vec<_> = choices.iter().map(|one| choice(*one)).collect();
            json!({ "allOf": all })
        }
    };
    into_map(schema)
}

fn form(form: &Form) -> Json {
    let has = form.has.iter().map(|(key, words)| {
        let value = match words {
            [] => json!({ "not": { "type": "null" }, "pattern": NOT_BLANK }),
            words => json!({ "enum": words }),
        };
        ((*key).to_owned(), value)
    });
    let lacks = form.lacks.iter();
    let lacks = lacks.map(|key| ((*key).to_owned(), json!({ "type": "null" })));
    let required: Vec<_> = form.has.iter().map(|(key, _)| *key).collect();
    json!({ "required": required, "properties": Map::from_iter(has.chain(lacks)) })
}

fn into_map(schema: Json) -> Map<String, Json> {
    match schema {
        Json::Object(schema) => schema,
        _ => Map::new(),
    }
}

fn keyed(keys: &[&Key], notation: Notation) -> Map<String, Json> {
    let properties: Map<String, Json> = keys
        .iter()
        .map(|key| (key.name.to_owned(), property(key, notation)))
        .collect();
    let required: Vec<&str> = keys
        .iter()
        .filter(|key| key.is_required())
        .map(|key| key.name)
        .collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties.into());
    if !required.is_empty() {
        schema.insert("required".to_owned(), required.into());
    }
    schema.insert("additionalProperties".to_owned(), false.into());
    schema
}

fn property(key: &Key, notation: Notation) -> Json {
    let mut schema = Map::new();
    schema.insert("description".to_owned(), described(key).into());
    extend(&mut schema, value(key.takes, notation));
    if let Absent::Value(default) = key.absent
        && let Ok(default) = serde_json::from_str::<Json>(default)
    {
        schema.insert("default".to_owned(), default);
    }
    if !key.rules.is_empty() {
        schema.insert("$comment".to_owned(), key.rules.into());
    }
    match notation {
        Notation::Yaml if !key.is_required() => nullable(&mut schema),
        Notation::Yaml => drop(schema.entry("pattern").or_insert(NOT_BLANK.into())),
        Notation::Toml => {}
    }
    Json::Object(schema)
}

/// The text of the reference, and the default.
fn described(key: &Key) -> String {
    match key.absent {
        Absent::Refused => key.text.to_owned(),
        Absent::Value(value) => format!("{} Default: {value}.", key.text),
        Absent::Means("nothing") => key.text.to_owned(),
        Absent::Means(meaning) => format!("{} If omitted: {meaning}.", key.text),
    }
}

/// In YAML, a key without a value counts as absent.
fn nullable(schema: &mut Map<String, Json>) {
    match schema.get_mut("type") {
        Some(Json::String(kind)) => {
            let kinds = json!([kind, "null"]);
            schema.insert("type".to_owned(), kinds);
        }
        Some(Json::Array(kinds)) => kinds.push("null".into()),
        Some(_) | None => {}
    }
    if let Some(Json::Array(words)) = schema.get_mut("enum") {
        words.push(Json::Null);
    }
    if let Some(Json::Array(kinds)) = schema.get_mut("anyOf") {
        kinds.push(json!({ "type": "null" }));
    }
}

const SPAN: &str = "^([1-9][0-9]{0,5}|1000000)(min|h|bh|d|bd|mo)$";
const NOT_BLANK: &str = "\\S";
const DATE: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
const INSTANT: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$";
const WINDOW: &str = "^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$";
const AMOUNT: &str = "^[0-9]+(\\.[0-9]+)?$";

fn value(takes: Takes, notation: Notation) -> Map<String, Json> {
    let plain = |kind: &str| json!({ "type": kind });
    let text = || match notation {
        Notation::Toml => json!({ "type": "string", "pattern": NOT_BLANK }),
        Notation::Yaml => json!({ "type": ["string", "number", "boolean"] }),
    };
    let form = |pattern: &str| match notation {
        Notation::Toml => json!({ "type": "string", "pattern": pattern }),
        Notation::Yaml => json!({ "type": ["string", "number"], "pattern": pattern }),
    };
    let one_of = |words: keys::Words| json!({ "type": "string", "enum": words.all() });
    let list = |items: Json| json!({ "type": "array", "items": items });
    let or_list = |items: Json| json!({ "anyOf": [items, list(items.clone())] });
    let amount = || json!({ "type": ["number", "string"], "minimum": 0, "pattern": AMOUNT });
    let schema = match takes {
        Takes::Text => text(),
        Takes::Texts => or_list(text()),
        Takes::List => match notation {
            Notation::Toml => json!({ "type": "array", "items": text(), "uniqueItems": true }),
            Notation::Yaml => {
                json!({ "type": ["array", "string", "number", "boolean"], "items": text() })
            }
        },
        Takes::Offered(words) => json!({ "anyOf": [one_of(words), plain("string")] }),
        Takes::Word(words) => one_of(words),
        Takes::Words(words) => or_list(one_of(words)),
        Takes::WordsOr(words, other) => {
            let prefix = other.split_once(':').map_or(other, |(prefix, _)| prefix);
            or_list(json!({ "anyOf": [one_of(words), form(&format!("^{prefix}:."))] }))
        }
        Takes::WordList(words) => match notation {
            Notation::Toml => list(one_of(words)),
            Notation::Yaml => or_list(one_of(words)),
        },
        Takes::Flag => plain("boolean"),
        Takes::True => json!({ "type": "boolean", "enum": [true] }),
        Takes::Whole(least, most) => whole(least, most, notation),
        Takes::Years => list(json!({ "type": "integer", "minimum": 1000, "maximum": 9999 })),
        Takes::Amount => amount(),
        Takes::Share => form("^[0-9]+(\\.[0-9]+)? *%$"),
        Takes::Span => form(SPAN),
        Takes::Date => json!({ "type": "string", "format": "date", "pattern": DATE }),
        Takes::Instant => json!({ "type": "string", "pattern": INSTANT }),
        Takes::Dates => json!({ "anyOf": [
            list(json!({ "type": "string", "format": "date", "pattern": DATE })),
            { "type": "object", "propertyNames": { "pattern": DATE }, "additionalProperties": text() },
        ] }),
        Takes::Hours(days) => {
            let windows = json!({ "anyOf": [form(WINDOW), list(form(WINDOW))] });
            json!({ "anyOf": [
                form(WINDOW),
                list(form(WINDOW)),
                { "type": "object", "propertyNames": one_of(days), "required": ["default"], "additionalProperties": windows },
            ] })
        }
        Takes::Form(pattern) => form(pattern),
        Takes::Shares => {
            json!({ "type": "object", "additionalProperties": { "anyOf": [amount(), form("^[0-9]+/[0-9]+$")] } })
        }
        Takes::Table(below) => Json::Object(table(below, notation)),
        Takes::Tables(below) => list(Json::Object(table(below, notation))),
        Takes::Named(below) => {
            json!({ "type": "object", "additionalProperties": table(below, notation) })
        }
        Takes::TextOr(below) => {
            json!({ "anyOf": [text(), list(Json::Object(table(below, notation)))] })
        }
        Takes::Roles(words) => {
            json!({ "type": "object", "propertyNames": { "enum": words.all() }, "additionalProperties": or_list(text()) })
        }
    };
    into_map(schema)
}

/// A whole number; in a case file also in quotes.
fn whole(least: u32, most: u32, notation: Notation) -> Json {
    let number = json!({ "type": "integer", "minimum": least, "maximum": most });
    match notation {
        Notation::Toml => number,
        Notation::Yaml => {
            let quoted: Vec<_> = (least..=most).map(|mark| mark.to_string()).collect();
            json!({ "anyOf": [number, { "type": "string", "enum": quoted }] })
        }
    }
}

fn extend(schema: &mut Map<String, Json>, more: Map<String, Json>) {
    for (key, value) in more {
        // The description of the key takes precedence over that of its table.
        schema.entry(key).or_insert(value);
    }
}
