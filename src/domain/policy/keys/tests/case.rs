//! The keys of case files are those that are read.

use super::*;

fn fields(pairs: &[(&str, &str)]) -> Fields {
    let field = |(key, value): &(&str, &str)| Field {
        key: (*key).to_owned(),
        value: Raw::Text((*value).to_owned()),
        spot: Spot::default(),
        inside: Vec::new(),
    };
    Fields::new(Spot::default(), pairs.iter().map(field).collect())
}

#[test]
fn the_facts_that_are_read_are_those_described() {
    let mut read = fields(&[]);
    Facts::read(&mut read);
    assert_eq!(read.taken(), names(CASE.keys));
    let absent: BTreeSet<String> = read
        .finish()
        .into_iter()
        .filter(|finding| finding.code == Code::MissingKey)
        .map(|it| it.message.in_english())
        .collect();
    let required = CASE.keys.iter().filter(|key| key.is_required());
    assert_eq!(
        absent,
        required
            .map(|key| format!("'{}' is missing or empty", key.name))
            .collect()
    );
}

#[test]
fn each_verb_reads_the_keys_that_are_described() {
    for EventKeys { verb, keys, .. } in events() {
        let mut taken = BTreeSet::new();
        // Some keys determine which others are read.
        for more in [
            None,
            Some(("interim", "true")),
            Some(("waive", "x")),
            Some(("subject", "decision")),
        ] {
            let mut read = fields(&[("at", "x"), ("by", "x"), ("do", verb.word())]);
            if let Some((key, value)) = more {
                read = fields(&[("at", "x"), ("by", "x"), ("do", verb.word()), (key, value)]);
            }
            Entry::read(&mut read, 1);
            taken.extend(read.taken());
        }
        let described: BTreeSet<&str> = names(COMMON).into_iter().chain(names(keys)).collect();
        assert_eq!(taken, described, "{verb}");
    }
}
