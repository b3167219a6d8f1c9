//! Laws of `questionable` findings, which only a merge causes: two clones that each follow the
//! rules never end up with an error that nobody can fix, and gain nothing that neither was allowed.

use std::collections::BTreeSet;

use crate::support::story::Story;
use crate::support::tries::{ANYBODY, STAFF, id, now, tries, worked_on};
use chrono::TimeDelta;
use complaint::domain::case::event::{Entry, Event, Retract};
use complaint::domain::case::{Case, Verb};
use complaint::domain::finding::{Code, Finding, Severity};
use complaint::domain::names::{Digest, Handle, StaffId};
use complaint::domain::policy::Policy;
use complaint::domain::rules::conflicts::{self, Seen};
use complaint::domain::rules::{self, Judged};
use complaint::domain::word::Word;
use complaint::render::Language;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

const HERE: [&str; 3] = ["ann", "sue", "dan"];
const THERE: [&str; 3] = ["bob", "tom", "eve"];

fn judge(case: &Case, policy: &Policy) -> Judged {
    rules::judge(case, policy, now())
}

fn findings_with_history(case: &Case, policy: &Policy, seen: &Seen) -> Vec<Finding> {
    let judged = judge(case, policy);
    conflicts::with_questions(
        &judged,
        &conflicts::questions(case, &judged, policy, now(), seen),
    )
}

fn questions_raised(union: &Case, sides: [&Case; 2], policy: &Policy) -> Vec<Finding> {
    let judged = sides.map(|side| (side, judge(side, policy)));
    let sides = judged.each_ref().map(|(side, judged)| (*side, judged));
    conflicts::raised((union, &judge(union, policy)), &sides, policy, now())
}

fn union(one: &Case, other: &Case) -> Case {
    let mut all = one.clone();
    let known: BTreeSet<Digest> = one.entries.iter().map(|entry| entry.digest).collect();
    all.entries.extend(
        other
            .entries
            .iter()
            .filter(|entry| !known.contains(&entry.digest))
            .cloned(),
    );
    all
}

/// The ways in a hint to settle a question, each a sequence of events to retract.
fn ways_in_hint(hint: &str) -> Vec<Vec<Digest>> {
    let digests = |way: &str| -> Vec<Digest> {
        way.split("--event ")
            .skip(1)
            .map(|rest| rest[..16].parse().expect("a digest"))
            .collect()
    };
    hint.split(", or --")
        .enumerate()
        .map(|(index, way)| {
            digests(&if index == 0 {
                way.to_owned()
            } else {
                format!("--{way}")
            })
        })
        .collect()
}

/// The case after the highest role has retracted these events.
fn after_retractions(case: &Case, policy: &Policy, way: &[Digest]) -> Case {
    let mut case = case.clone();
    for event in way {
        let before = judge(&case, policy);
        let last = case
            .entries
            .iter()
            .map(|entry| entry.at)
            .max()
            .expect("events");
        let retracted_by = |who: &StaffId| {
            let retraction = Event::Retract(Retract {
                event: *event,
                reason: "settled".into(),
            });
            let at = last + TimeDelta::milliseconds(1);
            let mut settled = case.clone();
            settled
                .entries
                .push(Entry::new(at, who.clone(), retraction));
            let refused = judge(&settled, policy).refusals(Some(&before));
            refused.is_empty().then_some(settled)
        };
        // The highest role; what it proposed itself, somebody else takes back.
        let mut staff = std::iter::once(id("dan")).chain(policy.staff.keys().cloned());
        let settled = staff.find_map(|who| retracted_by(&who));
        case = settled.unwrap_or_else(|| panic!("nobody settles it\n{}", listed(&case)));
    }
    case
}

fn listed(case: &Case) -> String {
    case.in_order()
        .iter()
        .map(|entry| {
            format!(
                "{} {} {} {:?}\n",
                entry.digest, entry.at, entry.by, entry.event
            )
        })
        .collect()
}

/// Asserts that everything wrong with the union alone is a question that can be settled.
fn assert_settleable(here: &Case, there: &Case, policy: &Policy, seen: &Seen) {
    let all = union(here, there);
    let of_sides: Vec<Finding> = [here, there]
        .iter()
        .flat_map(|side| judge(side, policy).findings)
        .collect();
    let is_old = |finding: &Finding| {
        of_sides
            .iter()
            .any(|old| (old.code, old.event) == (finding.code, finding.event))
    };
    for finding in findings_with_history(&all, policy, seen)
        .into_iter()
        .filter(|finding| finding.event.is_some() && !is_old(finding))
    {
        assert_eq!(
            finding.severity,
            Severity::Warning,
            "{finding:#?}\n{}",
            listed(&all)
        );
        if finding.code != Code::Questionable {
            continue;
        }
        let ways = ways_in_hint(&Language::English.advice(&finding).expect("a hint"));
        assert!(
            ways.iter().all(|way| !way.is_empty()),
            "{finding:#?}\n{}",
            listed(&all)
        );
        // A longer way is not offered beside a shorter one.
        assert!(
            ways.iter().all(|way| way.len() == ways[0].len()),
            "{finding:#?}"
        );
        for way in ways {
            let after = after_retractions(&all, policy, &way);
            let stays =
                |left: &Finding| (left.event, &left.message) == (finding.event, &finding.message);
            assert!(
                !findings_with_history(&after, policy, seen)
                    .iter()
                    .any(stays),
                "{finding:#?}\n{}",
                listed(&after)
            );
        }
    }
}

/// Asserts that settling one question after the other leaves none.
fn assert_settling_ends(case: &Case, policy: &Policy, seen: &Seen) {
    let mut case = case.clone();
    for _ in 0..60 {
        let told = findings_with_history(&case, policy, seen);
        let Some(next) = told
            .iter()
            .find(|finding| finding.code == Code::Questionable)
        else {
            return;
        };
        let ways = ways_in_hint(&Language::English.advice(next).expect("a hint"));
        case = after_retractions(&case, policy, &ways[0]);
    }
    panic!("there is always one more\n{}", listed(&case));
}

/// The common base of a merge and how each side grew.
fn grown(base: &Case, here: &Case, there: &Case) -> Vec<Case> {
    let versions = |side: &Case| {
        let mut version = base.clone();
        let added = side.entries[base.entries.len()..].iter();
        added
            .map(|entry| {
                version.entries.push(entry.clone());
                version.clone()
            })
            .collect::<Vec<_>>()
    };
    std::iter::once(base.clone())
        .chain(versions(here))
        .chain(versions(there))
        .collect()
}

/// The approvals that count in a case: approver and proposal.
fn approvals(case: &Case, policy: &Policy) -> BTreeSet<(String, String)> {
    let state = judge(case, policy).state;
    let all = state
        .proposal
        .iter()
        .chain(&state.earlier)
        .chain(&state.drafts);
    let of = |(who, handle): (&StaffId, &Handle)| (who.to_string(), handle.to_string());
    all.flat_map(|proposal| {
        proposal
            .approvals
            .iter()
            .filter(|approval| !approval.with_later)
            .map(move |approval| of((&approval.by, &proposal.terms.proposal)))
    })
    .collect()
}

/// Every interleaving of two lists that keeps each in order.
fn interleaved(here: usize, there: usize) -> Vec<Vec<bool>> {
    let masks = (0..1_u32 << (here + there)).filter(|mask| mask.count_ones() as usize == here);
    masks
        .map(|mask| {
            (0..here + there)
                .map(|place| mask >> place & 1 == 1)
                .collect()
        })
        .collect()
}

#[test]
fn two_payments_under_a_limit_do_not_add_up_to_one_above_it() {
    let story = Story::under(STAFF);
    let steps = |who: [&'static str; 2], handle: &str| {
        let terms = format!("proposal: {handle}\nremedy: refund\namount: 3000");
        let carried = format!("proposal: {handle}");
        let respond = format!("text: x\nresult: solved\n{carried}");
        [
            (who[0], "propose", terms.clone()),
            (who[1], "approve", terms),
            (who[0], "respond", respond),
            (who[0], "resolve", carried),
        ]
    };
    let (here, there) = (steps(["ann", "sue"], "7Q2M"), steps(["bob", "tom"], "ES8B"));
    for order in interleaved(4, 4) {
        let (mut mine, mut theirs) = (here.iter(), there.iter());
        let mut told_by = story.clone();
        for is_mine in &order {
            let (who, verb, rest) =
                if *is_mine { mine.next() } else { theirs.next() }.expect("a step");
            told_by = told_by.act(who, verb, rest);
        }
        let (case, policy) = (told_by.case(), told_by.policy());
        let judged = judge(&case, policy);
        let acts = case.entries.iter();
        let acts = acts.filter(|entry| ["respond", "resolve"].contains(&entry.event.name()));
        let granted: Vec<Digest> = acts.map(|entry| entry.digest).collect();
        let lacking: Vec<Option<Digest>> = judged.errors().map(|finding| finding.event).collect();
        assert!(!lacking.is_empty(), "{}", listed(&case));
        let told = findings_with_history(&case, policy, &Seen::default());
        assert!(
            told.iter()
                .all(|finding| finding.severity == Severity::Warning),
            "{told:#?}\n{}",
            listed(&case)
        );
        assert!(
            told.iter()
                .any(|finding| finding.event.is_some_and(|event| granted.contains(&event))),
            "{told:#?}\n{}",
            listed(&case)
        );
    }
}

#[test]
fn many_questions_take_bounded_time() {
    let plans = |who: &'static str, number: usize| {
        (0..number).fold(Story::under(STAFF), |story, action| {
            let handle = format!("{}{action:03}", &who[..1].to_uppercase());
            let rest = format!(
                "plan: {handle}\naction: {action}\nowner: {who}\nuntil: 2026-11-05T00:00:00+08:00"
            );
            story.act(who, "plan", &rest)
        })
    };
    let (here, there) = (plans("ann", 300), plans("bob", 300));
    let (mine, theirs) = (here.case(), there.case());
    let begin = std::time::Instant::now();
    let raised = questions_raised(&union(&mine, &theirs), [&mine, &theirs], here.policy());
    assert_eq!(raised.len(), 300);
    let said = |finding| Language::English.advice(finding);
    let (first, last) = (said(&raised[0]), said(&raised[299]));
    assert!(
        first
            .as_deref()
            .is_some_and(|hint| ways_in_hint(hint).len() == 2),
        "{first:?}"
    );
    assert!(
        last.as_deref()
            .is_some_and(|hint| hint.starts_with("dan or eve decides which holds")),
        "{last:?}"
    );
    // It would take about fifteen seconds to prove every hint.
    assert!(begin.elapsed().as_secs() < 8, "{:?}", begin.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::support::scaled(300)))]

    #[test]
    fn allowed_events_of_two_clones_raise_at_most_questions(base in tries(20), here in tries(14), there in tries(14)) {
        let story = Story::under(STAFF);
        let policy = story.policy();
        let base = worked_on(&story.case(), policy, &ANYBODY, &base, 0);
        let here = worked_on(&base, policy, &HERE, &here, 1);
        let there = worked_on(&base, policy, &THERE, &there, 2);
        assert_settleable(&here, &there, policy, &Seen::default());
        assert_settling_ends(&union(&here, &there), policy, &Seen::default());
    }

    #[test]
    fn allowed_events_with_history_raise_at_most_questions(base in tries(20), here in tries(14), there in tries(14)) {
        let story = Story::under(STAFF);
        let policy = story.policy();
        let base = worked_on(&story.case(), policy, &ANYBODY, &base, 0);
        let here = worked_on(&base, policy, &ANYBODY, &here, 1);
        let there = worked_on(&base, policy, &ANYBODY, &there, 2);
        let versions = grown(&base, &here, &there);
        let seen = Seen::in_versions(versions.iter());
        assert_settleable(&here, &there, policy, &seen);
        assert_settling_ends(&union(&here, &there), policy, &seen);
        let granted: BTreeSet<_> = versions.iter().flat_map(|version| approvals(version, policy)).collect();
        prop_assert!(approvals(&union(&here, &there), policy).is_subset(&granted));
        let raised = questions_raised(&union(&here, &there), [&here, &there], policy);
        prop_assert!(raised.iter().all(|finding| finding.severity == Severity::Warning), "{:#?}", raised);
    }

    #[test]
    fn allowed_events_of_one_clone_raise_no_question(base in tries(40)) {
        let story = Story::under(STAFF);
        let worked_on = worked_on(&story.case(), story.policy(), &ANYBODY, &base, 0);
        let versions = grown(&story.case(), &worked_on, &story.case());
        let told = findings_with_history(&worked_on, story.policy(), &Seen::in_versions(versions.iter()));
        prop_assert!(told.iter().all(|finding| finding.code != Code::Questionable), "{:#?}", told);
    }
}

#[test]
fn the_tries_take_every_verb() {
    let mut runner = TestRunner::deterministic();
    let story = Story::under(STAFF);
    let mut made: BTreeSet<Verb> = BTreeSet::new();
    for _ in 0..400 {
        let tries = tries(90).new_tree(&mut runner).expect("tries").current();
        let case = worked_on(&story.case(), story.policy(), &ANYBODY, &tries, 1);
        made.extend(case.entries.iter().filter_map(|entry| entry.event.verb()));
    }
    assert_eq!(made, Verb::ALL.iter().copied().collect());
}

#[test]
fn the_author_of_an_event_is_named_whatever_the_name() {
    let named = |name: &str| {
        let staff = format!("{STAFF}[staff.{name}]\nrole = \"supervisor\"\n");
        let base = Story::under(&staff).act("ann", "assign", &format!("to: {name}"));
        let here = base.clone().act(name, "withdraw", "reason: a").case();
        let there = base
            .clone()
            .act("ann", "note", "text: x")
            .act(name, "assign", "to: bob")
            .case();
        advice(&union(&here, &there), base.policy())
    };
    assert!(named("kim").starts_with("kim or "), "{}", named("kim"));
    assert!(named("or").starts_with("or or "), "{}", named("or"));
}

#[test]
fn nobody_is_asked_to_take_back_what_they_granted_themselves() {
    let refund = "proposal: 7Q2M\nremedy: refund\namount: 100";
    for (proposer, able) in [("dan", "eve decides: "), ("ann", "dan or eve decides: ")] {
        let base = Story::under(STAFF).act(proposer, "propose", refund);
        let here = base.clone().act("bob", "note", "text: x");
        let here = here.act("bob", "respond", "text: x\nproposal: 7Q2M");
        let there = base.clone().act("ann", "withdraw", "reason: a");
        let hint = advice(&union(&here.case(), &there.case()), base.policy());
        assert!(hint.starts_with(able), "{hint}");
    }
}

#[test]
fn a_question_stands_at_the_line_of_its_event() {
    let (base, union) = answered_and_withdrawn();
    let found = findings_with_history(&union, base.policy(), &Seen::default());
    let question = found.iter().find(|it| it.code == Code::Questionable);
    let question = question.expect("a question");
    let mut entries = union.entries.iter();
    let event = entries.find(|entry| Some(entry.digest) == question.event);
    assert_eq!(question.spot.line, event.expect("an event").line);
    assert!(question.spot.line > 0);
}

#[test]
fn without_staff_nobody_is_named() {
    let (base, union) = answered_and_withdrawn();
    let mut policy = base.policy().clone();
    policy.staff.clear();
    let hint = advice(&union, &policy);
    assert!(hint.contains("somebody who knows"), "{hint}");
}

/// A case that bob answered in one clone, and ann withdrew in another.
fn answered_and_withdrawn() -> (Story, Case) {
    let base = Story::under(STAFF);
    let here = base.clone().act("bob", "note", "text: x");
    let here = here.act("bob", "respond", "text: x");
    let there = base.clone().act("ann", "withdraw", "reason: a");
    let union = union(&here.case(), &there.case());
    (base, union)
}

/// The first hint on a union.
fn advice(union: &Case, policy: &Policy) -> String {
    let found = findings_with_history(union, policy, &Seen::default());
    let mut hints = found
        .iter()
        .filter_map(|finding| Language::English.advice(finding));
    hints.next().unwrap_or_else(|| panic!("{}", listed(union)))
}
