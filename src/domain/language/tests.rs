use super::*;
use crate::domain::finding::Able;
use crate::domain::message::{all_of, any_of, instant, one, one_of_each, plural, quoted};
use crate::domain::state::Status;
use crate::domain::time::parse_rfc3339;

fn both(message: &Message) -> (String, String) {
    let [english, pseudo] = [Language::English, Language::Pseudo].map(|it| it.message(message));
    (english, pseudo)
}

#[test]
fn arguments_replace_placeholders() {
    let (name, count) = ("respond", 1);
    let at = parse_rfc3339("2026-11-21T01:12:00Z").unwrap();
    for (message, english, pseudo) in [
        (text!("it is over"), "it is over", "⟦it is over⟧"),
        (
            message!("{{{name}}} is {status}", name, status = Status::Closed),
            "{respond} is closed",
            "⟦{⟪respond⟫} is ⟦closed⟧⟧",
        ),
        (
            message!("takes {who}", who = one_of_each(["clerk", "auditor"])),
            "takes a clerk and an auditor",
            "⟦takes ⟦a ⟪clerk⟫⟧⟦ and ⟧⟦an ⟪auditor⟫⟧⟧",
        ),
        (
            message!("due {at}", at = instant(at, chrono_tz::Asia::Shanghai)),
            "due 2026-11-21T09:12:00+08:00",
            "⟦due 2026-11-21T09:12:00+08:00⟧",
        ),
        (
            plural!(count, "'{name}' once", "'{name}' {count} times", name),
            "'respond' once",
            "⟦'⟪respond⟫' once⟧",
        ),
        (
            plural!(count = 3_u32, "once", "{count} times"),
            "3 times",
            "⟦3 times⟧",
        ),
    ] {
        assert_eq!(both(&message), (english.to_owned(), pseudo.to_owned()));
    }
}

#[test]
fn the_last_item_is_joined_by_a_word() {
    for (things, expected) in [
        (vec![], ""),
        (vec!["x"], "x"),
        (vec!["x", "y"], "x or y"),
        (vec!["x", "y", "z"], "x, y or z"),
    ] {
        let message = message!("{things}", things = any_of(things));
        assert_eq!(message.in_english(), expected);
    }
    let quoted = message!("{names}", names = all_of(["x", "y"].map(quoted)));
    assert_eq!(quoted.in_english(), "'x' and 'y'");
}

#[test]
fn hints_contain_the_case() {
    let (this, other): (CaseId, CaseId) = (
        "20261121-K7QM2X".parse().unwrap(),
        "20261121-AAAAAA".parse().unwrap(),
    );
    let reopen = Command::new("reopen").this().with("--reason TEXT");
    let said = |hint: Hint| Language::English.hint(&hint, Some(&this));
    assert_eq!(
        said(message!("an ID first: {command}", command = reopen).into()),
        "an ID first: complaint reopen 20261121-K7QM2X --reason TEXT"
    );
    assert_eq!(
        said(Command::new("show").case(&other).into()),
        "complaint show 20261121-AAAAAA"
    );
    let step = Command::new("note").this().flag("--step", "the ID's copy");
    assert_eq!(
        said(Hint::ask_to_run(Able::of_role(one("clerk")), step.clone())),
        r"ask a clerk to run: complaint note 20261121-K7QM2X --step 'the ID'\''s copy'"
    );
    assert!(Language::English.hint(&step.into(), None).contains(" ID "));
}

/// Entries as a `.po` file has them: context, `msgid`, `msgid_plural`, and each `msgstr`.
struct Entries(
    &'static [(
        &'static str,
        &'static str,
        &'static str,
        &'static [&'static str],
    )],
);

impl Catalogue for Entries {
    fn text(&self, context: Option<&str>, english: &str) -> Option<&str> {
        let context = context.unwrap_or_default();
        let mut entries = self.0.iter();
        let (.., texts) = entries.find(|entry| (entry.0, entry.1) == (context, english))?;
        texts.first().copied()
    }

    fn counted(&self, one: &str, other: &str, _: u64) -> Option<&str> {
        let mut entries = self.0.iter();
        let (.., texts) = entries.find(|entry| (entry.1, entry.2) == (one, other))?;
        texts.first().copied()
    }
}

#[test]
fn texts_without_a_translation_are_english() {
    let catalogue = Entries(&[
        (
            "",
            "{who} may not close {what}",
            "",
            &["{what}不能由{who}关闭"],
        ),
        ("", "a {noun}", "", &["一名{noun}"]),
        ("Status", "open", "", &["待受理"]),
        ("", "{count} case", "{count} cases", &["{count}件投诉"]),
        ("", " and ", "", &["和"]),
    ]);
    let writer = Writer {
        language: Language::English,
        catalogue: Some(&catalogue),
        case: None,
    };
    for (message, expected) in [
        (
            message!(
                "{who} may not close {what}",
                who = one("clerk"),
                what = Status::Open
            ),
            "待受理不能由一名clerk关闭",
        ),
        (
            plural!(count = 1, "{count} case", "{count} cases"),
            "1件投诉",
        ),
        (message!("{all}", all = all_of(["a", "b"])), "a和b"),
        (text!("it is over"), "it is over"),
    ] {
        assert_eq!(writer.message(&message), expected);
    }
}
