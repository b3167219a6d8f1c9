//! `policy simulate` on the demo cases, compared with judging each case separately under the other
//! policy.

use std::path::Path;

use complaint::domain::policy::{Policy, parse};
use complaint::domain::simulation::{ClockView, Clocks, Simulation, StaffOf, simulate};
use complaint::domain::snapshot::Snapshot;
use complaint::domain::time::{Instant, parse_rfc3339};
use complaint::store::Repository;

struct Demo {
    text: String,
    policy: Policy,
    snapshots: Vec<Snapshot>,
    now: Instant,
}

fn read(text: &str) -> Policy {
    let (policy, findings) = parse(text);
    policy.unwrap_or_else(|| panic!("{findings:#?}"))
}

impl Demo {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let now = parse_rfc3339("2026-11-21T12:00:00+08:00").expect("an instant");
        let text = std::fs::read_to_string(root.join("policy.toml")).expect("the policy");
        let repository = Repository::find(root).expect("the demo");
        let survey = repository.all_cases(now);
        assert!(survey.broken.is_empty() && survey.snapshots.len() > 20);
        Self {
            policy: read(&text),
            text,
            snapshots: survey.snapshots,
            now,
        }
    }

    /// The policy with one text replaced by another.
    fn with(&self, from: &str, to: &str) -> Policy {
        assert!(self.text.contains(from), "{from}");
        read(&self.text.replacen(from, to, 1))
    }

    fn simulate(&self, other: &Policy) -> Simulation {
        simulate(
            &self.snapshots.iter().collect::<Vec<_>>(),
            &self.policy,
            other,
            self.now,
        )
    }
}

fn is_silent(simulation: &Simulation) -> bool {
    simulation
        .clocks
        .iter()
        .all(|clocks| clocks.changed.is_empty())
        && simulation.proposals.changed.is_empty()
        && simulation.closings.refused.is_empty()
        && simulation.closings.allowed.is_empty()
        && simulation.objections.is_empty()
}

fn clocks<'a>(simulation: &'a Simulation, name: &str) -> &'a Clocks {
    simulation
        .clocks
        .iter()
        .find(|clocks| clocks.name == name)
        .expect("such a deadline")
}

#[test]
fn simulating_the_current_policy_changes_nothing() {
    let demo = Demo::new();
    assert!(is_silent(&demo.simulate(&demo.policy)));
}

#[test]
fn late_clocks_match_each_case_judged_separately() {
    let demo = Demo::new();
    for (from, to) in [
        ("\"3bd\"", "\"1bd\""),
        ("\"3bd\"", "\"20bd\""),
        ("stop   = \"respond\"", "stop   = \"assign\""),
        ("name   = \"respond\"", "name   = \"answer\""),
        (
            "role = \"clerk\"\n\n[[level]]",
            "role = \"clerk\"\nwithin = \"4h\"\n\n[[level]]",
        ),
    ] {
        let other = demo.with(from, to);
        let simulation = demo.simulate(&other);
        for clocks in &simulation.clocks {
            let of = |policy: &Policy| {
                let snapshots = demo.snapshots.iter();
                let judged = snapshots
                    .map(|it| Snapshot::new(it.path.clone(), it.case.clone(), policy, demo.now));
                let views = judged
                    .flat_map(|snapshot| snapshot.deadlines)
                    .filter(|it| it.name == clocks.name);
                let views: Vec<_> = views
                    .map(|it| ClockView {
                        due: it.due,
                        state: it.state,
                    })
                    .collect();
                (
                    views.len(),
                    views.iter().filter(|view| view.is_late()).count(),
                )
            };
            assert_eq!(
                (clocks.now.all, clocks.now.late),
                of(&demo.policy),
                "{from}: {}",
                clocks.name
            );
            assert_eq!(
                (clocks.then.all, clocks.then.late),
                of(&other),
                "{from}: {}",
                clocks.name
            );
            assert_eq!(
                clocks.then.late + clocks.no_longer_late(),
                clocks.now.late + clocks.newly_late(),
                "{from}: {}",
                clocks.name
            );
        }
        assert!(!is_silent(&simulation), "{from}");
    }
}

#[test]
fn there_and_back_is_the_reverse() {
    let demo = Demo::new();
    let other = demo.with("\"3bd\"", "\"1bd\"");
    let there = demo.simulate(&other);
    let judged: Vec<Snapshot> = demo
        .snapshots
        .iter()
        .map(|it| Snapshot::new(it.path.clone(), it.case.clone(), &other, demo.now))
        .collect();
    let back = simulate(
        &judged.iter().collect::<Vec<_>>(),
        &other,
        &demo.policy,
        demo.now,
    );
    let (there, back) = (clocks(&there, "respond"), clocks(&back, "respond"));
    assert_eq!(there.newly_late(), back.no_longer_late());
    assert_eq!((there.now, there.then), (back.then, back.now));
    assert!(there.newly_late() > 0);
}

#[test]
fn a_limit_of_the_future_is_tried_on_the_cases_of_the_past() {
    let demo = Demo::new();
    let dated = "\n[[deadline]]\nname = \"respond\"\nstop = \"respond\"\nwithin = \"1bd\"\nsince = 2027-01-01\n";
    let coming = demo.simulate(&read(&format!("{}{dated}", demo.text)));
    let extend =
        "within = \"3bd\"\nextend = { role = \"supervisor\", times = 1, ceiling = \"7bd\" }";
    let at_once = demo.simulate(&demo.with(extend, "within = \"1bd\""));
    assert_eq!(coming.dated, ["respond"]);
    assert_eq!(
        clocks(&coming, "respond").then,
        clocks(&at_once, "respond").then
    );
    assert_eq!(
        clocks(&coming, "respond").newly_late(),
        clocks(&at_once, "respond").newly_late()
    );
}

#[test]
fn proposals_and_closings_are_judged_by_the_other_policy() {
    let demo = Demo::new();
    let stricter = demo.simulate(&demo.with("up_to     = 500\n", "up_to     = 100\n"));
    assert!(
        !stricter.proposals.changed.is_empty()
            && stricter.proposals.changed.len() < stricter.proposals.all
    );
    for change in &stricter.proposals.changed {
        let amount = change.terms.worth();
        assert!(amount > 100.into() && amount <= 500.into(), "{change:?}");
        assert_eq!(
            (change.now.roles.len(), change.then.roles.as_slice()),
            (0, ["supervisor".to_owned()].as_slice())
        );
    }
    let gated = demo.simulate(&demo.with("\"follow-up\"]", "\"follow-up\", \"cause\"]"));
    assert!(
        !gated.closings.refused.is_empty() && gated.closings.refused.len() <= gated.closings.all
    );
    for (case, why) in &gated.closings.refused {
        let why = complaint::render::Language::English.message(why);
        assert!(why.contains("the cause is not recorded"), "{case}: {why}");
    }
}

#[test]
fn a_draft_without_staff_uses_the_current_staff() {
    let demo = Demo::new();
    let standard = read(complaint::domain::policy::preset("standard").expect("the preset"));
    let simulation = demo.simulate(&standard);
    assert_eq!(simulation.staff, StaffOf::PolicyInForce);
    assert!(
        simulation.proposals.changed.is_empty(),
        "{:#?}",
        simulation.proposals
    );
}
