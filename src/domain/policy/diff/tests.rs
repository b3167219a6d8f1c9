//! Differences of the standard policy from itself with something replaced.

use super::*;
use crate::domain::policy::{PRESETS, parse, preset};

fn read(text: &str) -> Policy {
    let (policy, findings) = parse(text);
    policy.unwrap_or_else(|| panic!("{findings:#?}"))
}

fn english(sentence: &Option<Message>) -> String {
    sentence.as_ref().expect("a sentence").in_english()
}

/// The differences if `from` is replaced by `to`: kind, name, and the aspects or the sentence.
fn said(from: &str, to: &str) -> Vec<String> {
    let old = preset("standard").expect("the preset");
    let new = old.replacen(from, to, 1);
    assert_ne!(old, new, "{from}");
    let line = |difference: Difference| {
        let what = match &difference.kind {
            DifferenceKind::Changed(aspects) => aspects.iter().map(Message::in_english).collect(),
            DifferenceKind::Added | DifferenceKind::Moved => vec![english(&difference.after)],
            DifferenceKind::Removed => vec![english(&difference.before)],
        };
        let (kind, name) = (difference.kind.word(), difference.name.in_english());
        format!("{kind} {name}: {}", what.join("; "))
    };
    diff(&read(old), &read(&new))
        .into_iter()
        .map(line)
        .collect()
}

#[test]
fn each_difference_is_said_once() {
    let tier = "[[approval]]\nup_to     = 5000\napprovers = [\"supervisor\"]\n";
    let between = format!("[[approval]]\nup_to = 1000\napprovers = [\"clerk\"]\n\n{tier}");
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "\"24h\"",
            "\"1h\"",
            &["changed acknowledge: within 24 hours → within 1 hour"],
        ),
        (
            "stop   = \"acknowledged\"",
            "stop = [\"assign\", \"interim\"]",
            &[
                "changed acknowledge: an acknowledgement or the final answer → \
               assignment or a reply with progress, whichever comes first",
            ],
        ),
        (
            "\"24h\"",
            "\"24h\"\nwhen = { grade = \"vip\" }",
            &["changed acknowledge: now where grade is vip"],
        ),
        (
            "times = 1, ",
            "",
            &[
                "changed respond: may be extended once by a supervisor or above, to 7 business days from its \
           start at most → may be extended by a supervisor or above, to 7 business days from its start at most",
            ],
        ),
        ("\"phone\", ", "", &["changed channels: dropped phone"]),
        (
            "\"minor\", \"major\"",
            "\"major\", \"minor\"",
            &["changed severities: now in the order major, minor, critical"],
        ),
        (
            "# holidays ",
            "holidays ",
            &["changed own days off: added 2026-12-31"],
        ),
        (
            "use  = \"cn\"",
            "",
            &["changed public holidays: those of the calendar 'cn', 2018 to 2026 → none"],
        ),
        (
            tier,
            &between,
            &[
                "changed any remedy: above 500 and up to 5000 CNY → above 1000 and up to 5000 CNY",
                "added any remedy: above 500 and up to 1000 CNY by a clerk or above",
            ],
        ),
        (
            "reopen      = \"supervisor\"\n",
            "",
            &[
                "changed open to all staff: added reopen",
                "removed reopen: a supervisor or above",
            ],
        ),
        (
            "\"complained-about\"]",
            "\"proposer-alone\"]",
            &[
                "added proposer-alone: somebody else approves even what the proposer's own role covers",
                "removed complained-about: the person complained about has no part in the case",
            ],
        ),
        (
            "\"resolved\", \"follow-up\"]",
            "\"resolved\"]",
            &["removed follow-up: the follow-up was done, or waived with a reason"],
        ),
        (
            "# max = \"30d\"",
            "max = \"30d\"",
            &["changed one wait stops the clocks: for as long as it takes → for 30 days at most"],
        ),
        (
            "name = \"regional\"\n",
            "name = \"district\"\n",
            &[
                "changed order: added district; dropped regional",
                "added district: a supervisor or above",
                "removed regional: a supervisor or above",
            ],
        ),
    ];
    for (from, to, expected) in cases {
        let mut said = said(from, to);
        let mut expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        said.sort();
        expected.sort();
        assert_eq!(said, expected, "{from} → {to}");
    }
}

#[test]
fn the_order_matters_where_the_first_that_fits_counts() {
    let rule = |severity| {
        format!(
            "[[deadline]]\nname = \"a\"\nstop = \"close\"\nwithin = \"1d\"\nwhen = {{ severity = \"{severity}\" }}\n"
        )
    };
    let standard = preset("standard").expect("the preset");
    let policy = |first, second| read(&format!("{standard}\n{}{}", rule(first), rule(second)));
    let found = diff(&policy("minor", "major"), &policy("major", "minor"));
    let found: Vec<_> = found
        .iter()
        .map(|it| (it.kind.word(), english(&it.after)))
        .collect();
    assert_eq!(
        found,
        [(
            "moved",
            "closing within 1 day of receipt; where severity is major".to_owned()
        )]
    );
}

#[test]
fn a_policy_differs_from_itself_in_nothing_and_from_another_both_ways() {
    let policies: Vec<Policy> = PRESETS.iter().map(|preset| read(preset.text)).collect();
    for (index, one) in policies.iter().enumerate() {
        assert_eq!(diff(one, one), [], "{}", PRESETS[index].name);
        for other in &policies {
            let (there, back) = (diff(one, other), diff(other, one));
            let count =
                |list: &[Difference], word| list.iter().filter(|it| it.kind.word() == word).count();
            assert_eq!(
                count(&there, "added"),
                count(&back, "removed"),
                "{}",
                PRESETS[index].name
            );
        }
    }
}
