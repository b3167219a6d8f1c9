//! Any case can be judged.

use proptest::prelude::*;

use super::*;
use crate::domain::case::arbitrary::{entries, facts, instant};
use crate::domain::policy::{self, PRESETS};
use crate::domain::{check, deadline};

fn policies() -> Vec<Policy> {
    let read = |preset: &policy::Preset| {
        policy::parse(policy::preset(preset.name).expect("it is shipped")).0
    };
    PRESETS
        .iter()
        .map(|preset| read(preset).expect("it reads clean"))
        .collect()
}

proptest! {
    #[test]
    fn any_facts_and_events_come_to_something(
        facts in facts(), entries in entries(), now in instant(), policy in prop::sample::select(policies()),
    ) {
        let case = Case { facts, entries };
        let judged = judge(&case, &policy, now);
        let clocks = deadline::deadlines(&judged.state, &policy, now);
        let mut turned = case.clone();
        turned.entries.reverse();
        let again = judge(&turned, &policy, now);
        prop_assert_eq!(&judged.findings, &again.findings);
        prop_assert_eq!(&clocks, &deadline::deadlines(&again.state, &policy, now));
        prop_assert_eq!(&judged.state, &again.state);
        prop_assert!(judged.refusals(Some(&again)).is_empty(), "a case has new errors beside itself");
        let _ = (judged.flags(&policy), next_steps(&judged.state, &policy, now), check::name("x.yaml", Some(&case)));
    }
}
