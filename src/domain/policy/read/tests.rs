//! Every problem with its code, place and hint. `‸` in a text marks the place of the finding and is
//! removed.

mod authority;
mod deadlines;
mod people;
mod shapes;
mod syntax;
mod values;

use super::*;

const BASE: &str = "format = 1\nchannels = [\"phone\"]\ngrades = [\"vip\"]\nremedies = [\"refund\", \"return\"]\n\
                    roles = [\"clerk\", \"chief\"]\n[categories.goods]\n";

fn clean(text: &str) -> Policy {
    match parse(text) {
        (Some(policy), findings) if findings.is_empty() => policy,
        (_, findings) => panic!("{text}\n{findings:#?}"),
    }
}

/// The only finding of a text, which must be at the mark; without a mark it is about the whole
/// file.
fn finding(marked: &str) -> Finding {
    let text = marked.replace('‸', "");
    let spot = marked
        .split_once('‸')
        .map_or(Spot::default(), |(before, _)| Spot {
            line: u32::try_from(before.split('\n').count()).expect("a line"),
            column: u32::try_from(
                before
                    .rsplit('\n')
                    .next()
                    .map_or(0, |line| line.chars().count())
                    + 1,
            )
            .expect("a column"),
        });
    let (policy, mut findings) = parse(&text);
    assert_eq!(findings.len(), 1, "{marked}\n{findings:#?}");
    let finding = findings.remove(0);
    assert_eq!(finding.spot, spot, "{marked}\n{finding:#?}");
    assert_eq!(
        policy.is_none(),
        finding.severity == Severity::Error,
        "{marked}"
    );
    finding
}

fn check(base: &str, cases: &[(&str, Code, &str, &str)]) {
    for (marked, code, message, hint) in cases {
        let finding = finding(&format!("{base}{marked}"));
        assert_eq!(finding.code, *code, "{marked}\n{finding:#?}");
        assert!(
            finding.message.in_english().contains(message),
            "{marked}\n{finding:#?}"
        );
        assert!(
            finding.advice_in_english().contains(hint),
            "{marked}\n{finding:#?}"
        );
    }
}
