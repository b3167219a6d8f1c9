use super::*;
use crate::domain::case::document;
use crate::domain::policy::{self, Condition, ConditionFact, when};
use crate::domain::state::Flag;
use crate::domain::time::parse_rfc3339;

const POLICY: &str = r#"
format = 1
channels = ["phone"]
severities = ["minor", "major"]
remedies = ["refund"]
causes = ["shipping"]
roles = ["clerk"]
[categories.goods]
[[level]]
name = "general"
[staff.li]
role = "clerk"
"#;

const CASE: &str = "\
id: 20261101-AAAAAA
received: 2026-11-01T08:00:00Z
channel: phone
category: goods
level: general
severity: major
complainant:
  name: x
summary: x
events:
- at: 2026-11-01T09:00:00Z
  by: li
  do: register
- at: 2026-11-02T09:00:00Z
  by: li
  do: investigate
  verdict: substantiated
  cause: shipping
  text: x
- at: 2026-11-03T09:00:00Z
  by: li
  do: propose
  proposal: AAAA
  remedy: refund
- at: 2026-11-04T09:00:00Z
  by: li
  do: respond
  text: x
  result: solved
";

/// A condition fact and an attribute with the same name have the same value.
#[test]
fn a_condition_holds_for_the_value_of_its_attribute() {
    let (policy, findings) = policy::parse(POLICY);
    let policy = policy.unwrap_or_else(|| panic!("{findings:#?}"));
    let document = document::parse(CASE.as_bytes());
    let case = document.case.expect("a case");
    let now = parse_rfc3339("2026-11-10T00:00:00Z").expect("an instant");
    let snapshot = Snapshot::new(String::new(), case, &policy, now);
    for (fact, attribute) in [
        (ConditionFact::Level, Attribute::Level),
        (ConditionFact::Verdict, Attribute::Verdict),
        (ConditionFact::Cause, Attribute::Cause),
        (ConditionFact::Remedy, Attribute::Remedy),
        (ConditionFact::Result, Attribute::Result),
        (
            ConditionFact::Fact(FactField::Severity),
            Attribute::Severity,
        ),
        (
            ConditionFact::Fact(FactField::Category),
            Attribute::Category,
        ),
    ] {
        assert_eq!(fact.to_string(), attribute.word());
        let value = attribute.value(&snapshot, &policy);
        let value = value
            .as_ref()
            .and_then(AttributeValue::name)
            .expect("a name");
        for (values, holds) in [(vec![value.to_owned()], true), (vec![], false)] {
            let condition = [Condition { fact, values }];
            assert_eq!(
                when::hold(&condition, snapshot.state(), &policy),
                holds,
                "{attribute}"
            );
        }
    }
}

/// What is kept of a case has keywords by their places in one list, which must have them all.
#[test]
fn every_keyword_of_an_attribute_can_be_kept() {
    let (policy, findings) = policy::parse(POLICY);
    let policy = policy.unwrap_or_else(|| panic!("{findings:#?}"));
    let of_attributes = Attribute::ALL.iter().flat_map(|attribute| {
        let known = attribute.known(&policy).into_iter().flatten();
        known.filter_map(|word| attribute.typed(word, &policy))
    });
    let flags = Flag::ALL.iter().filter_map(TypedWord::new);
    let words: Vec<TypedWord> = of_attributes.chain(flags).collect();
    assert!(words.len() > Flag::ALL.len());
    for word in words {
        let kept = postcard::to_allocvec(&word).unwrap_or_else(|_| panic!("{word:?}"));
        assert_eq!(postcard::from_bytes(&kept), Ok(word));
    }
}
