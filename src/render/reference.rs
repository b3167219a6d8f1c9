//! The reference of `policy.toml` and of case files as Markdown, generated from the same
//! description as the schemas.

use std::fmt::Write as _;

use crate::domain::case::keys::{CASE, COMMON, COMPLAINANT, events};
use crate::domain::keys::{self, Absent, Choice, Form, Key, Table, Takes};
use crate::domain::policy::keys::{POLICY, tables};

const POLICY_OPENING: &str = "\
# The policy

`policy.toml` holds every decision that an organisation can make. It is a [TOML](https://toml.io) file; text after `#` is a
comment. Tables can appear in any order. `complaint check` reports errors with line and column, `complaint policy show`
explains the policy in plain words, `complaint policy diff` describes the effect of a change, and `complaint policy simulate`
applies another policy to the existing cases.

Editors with support for JSON Schema (2020-12) complete and check the file with the output of `complaint schema policy`. For
Even Better TOML and Taplo, write the schema to a file and name it in the first line of the policy:
`#:schema ./policy.schema.json`.

A key that is not listed here is an error. The last column gives the rule behind a key, by its id in the requirements
catalogue.

";

const CASE_OPENING: &str = "\
# The case file

A complaint is one YAML file: the facts as recorded at intake, then `events`, an append-only list. Commands append to it and
never rewrite existing content; comments and formatting are kept. Derived values (status, holder, due instants) are never
stored. Text needs quotes only where YAML requires them: `4711` is as valid a text as `SO-4711`.

Editors with support for JSON Schema (2020-12) complete and check the files with the output of `complaint schema case`. For
yaml-language-server, begin a file with `# yaml-language-server: $schema=case.schema.json`, or map the schema to `cases/**/*.yaml`.

";

/// The reference of the policy.
pub fn policy() -> String {
    let mut page = POLICY_OPENING.to_owned();
    for table in tables() {
        let heading = match table.label {
            "" => "Top of the file".to_owned(),
            label => heading(label),
        };
        section(
            &mut page,
            &heading,
            table.text,
            &table.keys.iter().collect::<Vec<_>>(),
            " = ",
        );
        if let Some(choice) = choice(table.choice) {
            let _ = write!(page, "{choice}\n\n");
        }
        let sample = sample(table);
        if !sample.is_empty() {
            let _ = write!(page, "```toml\n{sample}```\n\n");
        }
    }
    finished(page)
}

/// The reference of case files.
pub fn case() -> String {
    let mut page = CASE_OPENING.to_owned();
    section(
        &mut page,
        "Facts",
        "",
        &CASE.keys.iter().collect::<Vec<_>>(),
        ": ",
    );
    section(
        &mut page,
        "`complainant`",
        COMPLAINANT.text,
        &COMPLAINANT.keys.iter().collect::<Vec<_>>(),
        ": ",
    );
    section(
        &mut page,
        "Every event",
        "",
        &COMMON.iter().collect::<Vec<_>>(),
        ": ",
    );
    for event in events() {
        section(
            &mut page,
            &format!("`do: {}`", event.verb),
            event.text,
            &event.keys.iter().collect::<Vec<_>>(),
            ": ",
        );
        if let Some(choice) = choice(event.choice) {
            let _ = write!(page, "{choice}\n\n");
        }
    }
    finished(page)
}

fn section(page: &mut String, heading: &str, text: &str, keys: &[&Key], assigns: &str) {
    let _ = write!(page, "## {heading}\n\n");
    if !text.is_empty() {
        let _ = write!(page, "{text}\n\n");
    }
    if keys.is_empty() {
        return;
    }
    page.push_str(
        "| key | value | if omitted | example | description | rule |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for key in keys {
        let example = match key.example {
            "" => String::new(),
            example => format!("`{}{assigns}{example}`", key.name),
        };
        let cells = [
            format!("`{}`", key.name),
            takes(key.takes),
            absent(key.absent),
            example,
            key.text.to_owned(),
        ];
        let cells = cells.map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(page, "| {} | {} |", cells.join(" | "), key.rules);
    }
    page.push('\n');
}

/// A table with the examples of all keys that can be combined.
fn sample(table: &Table) -> String {
    let is_inline = !table.label.starts_with('[') || table.label == POLICY.label;
    if is_inline {
        return String::new();
    }
    let shown: Vec<&Key> = table
        .keys
        .iter()
        .filter(|key| !key.example.is_empty() && !is_alternative(key, table))
        .collect();
    let width = shown.iter().map(|key| key.name.len()).max().unwrap_or(0);
    let lines = shown
        .iter()
        .map(|key| format!("{:<width$} = {}\n", key.name, key.example));
    format!("{}\n{}", table.label, lines.collect::<String>())
}

/// Whether a key excludes one listed before it.
fn is_alternative(key: &Key, table: &Table) -> bool {
    table
        .choice
        .keys()
        .iter()
        .skip(1)
        .any(|name| *name == key.name)
}

/// Describes which keys exclude each other.
fn choice(of_table: Choice) -> Option<String> {
    let keys = of_table
        .keys()
        .iter()
        .map(|key| format!("`{key}`"))
        .collect::<Vec<_>>()
        .join(" and ");
    match of_table {
        Choice::Free => None,
        Choice::AtMostOne(_) => Some(format!("A table has at most one of {keys}.")),
        Choice::One(_) => Some(format!("Each table has exactly one of {keys}.")),
        Choice::Forms(forms) => {
            let forms: Vec<String> = forms.iter().map(form).collect();
            Some(format!(
                "The keys go together in one of these ways: {}.",
                forms.join("; ")
            ))
        }
        Choice::All(choices) => {
            let all: Vec<String> = choices.iter().filter_map(|one| choice(*one)).collect();
            Some(all.join(" "))
        }
    }
}

/// One way in which keys go together: "`interim`, without `result`".
fn form(form: &Form) -> String {
    let has = form.has.iter().map(|(key, words)| match words {
        [] => format!("`{key}`"),
        words => format!("`{key}: {}`", words.join("` or `")),
    });
    let has: Vec<String> = has.collect();
    let lacks: Vec<String> = form.lacks.iter().map(|key| format!("`{key}`")).collect();
    match (has.join(" and "), lacks.join(", ")) {
        (has, lacks) if lacks.is_empty() => has,
        (has, lacks) if has.is_empty() => format!("without {lacks}"),
        (has, lacks) => format!("{has}, without {lacks}"),
    }
}

fn absent(absent: Absent) -> String {
    match absent {
        Absent::Refused => "required".to_owned(),
        Absent::Value(value) => format!("`{value}`"),
        Absent::Means(meaning) => meaning.to_owned(),
    }
}

fn takes(takes: Takes) -> String {
    let words = |words: keys::Words| match words.all() {
        words if words.len() <= 8 => words
            .iter()
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
            .join(", "),
        words if words.contains(&"register") => "a verb or word".to_owned(),
        _ => "a word".to_owned(),
    };
    match takes {
        Takes::Text => "a text".to_owned(),
        Takes::Texts => "a text or a list of texts".to_owned(),
        Takes::List => "a list of texts".to_owned(),
        Takes::Offered(all) if all.all().contains(&"register") => "a verb".to_owned(),
        Takes::Offered(_) => "a name".to_owned(),
        Takes::Word(all) => format!("one of {}", words(all)),
        Takes::Words(all) => format!("one or a list of {}", words(all)),
        Takes::WordsOr(all, other) => format!("one or a list of {}, `{other}`", words(all)),
        Takes::WordList(all) => format!("a list of {}", words(all)),
        Takes::Flag => "`true` or `false`".to_owned(),
        Takes::True => "`true`".to_owned(),
        Takes::Whole(least, u32::MAX) => format!("a whole number from {least} on"),
        Takes::Whole(least, most) => format!("a whole number from {least} to {most}"),
        Takes::Years => "a list of years".to_owned(),
        Takes::Amount => "an amount".to_owned(),
        Takes::Share => "a share in per cent".to_owned(),
        Takes::Span => "a length of time (`min` `h` `bh` `d` `bd` `mo`)".to_owned(),
        Takes::Date => "a date".to_owned(),
        Takes::Instant => "an instant with its offset".to_owned(),
        Takes::Dates => "a list of dates, or dates with names".to_owned(),
        Takes::Hours(_) => "a list of windows, or a table of such lists by weekday".to_owned(),
        Takes::Form(_) => "a text of this form".to_owned(),
        Takes::Shares => "names with percentages or fractions".to_owned(),
        Takes::Table(below) => format!("a table, see {}", link(below)),
        Takes::Tables(below) => format!("tables, see {}", link(below)),
        Takes::Named(below) => format!("tables by name, see {}", link(below)),
        Takes::TextOr(below) => format!("a text, or a list of tables, see {}", link(below)),
        Takes::Roles(_) => "a role, or a role and `system`, for each verb; also for `import`, `waive`, `arbitrate` and `settle-liability`".to_owned(),
    }
}

/// A label, as code if it appears in a file.
fn heading(label: &str) -> String {
    match label
        .strip_prefix('\'')
        .and_then(|label| label.split_once('\''))
    {
        Some((key, rest)) => format!("`{key}`{rest}"),
        None => format!("`{label}`"),
    }
}

/// A link to the heading of a table, with GitHub's anchor.
fn link(table: &Table) -> String {
    let name = heading(table.label);
    let kept = name
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    let anchor: String = kept
        .map(|c| {
            if c == ' ' {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    format!("[{name}](#{anchor})")
}

fn finished(page: String) -> String {
    format!("{}\n", page.trim_end())
}
