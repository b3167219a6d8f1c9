//! The next steps that `show` lists are what the judge accepts, and from whom; a refusal sends people
//! to somebody of whom the judge accepts it.

use std::collections::BTreeSet;

use crate::support::story::Story;
use crate::support::tries::{ANYBODY, STAFF, VERBS, event, id, now, tries, worked_on};
use complaint::domain::case::event::{Entry, Event, Reply, Respond};
use complaint::domain::case::{Case, Verb};
use complaint::domain::finding::{Code, Finding};
use complaint::domain::names::{Handle, StaffId};
use complaint::domain::policy::Policy;
use complaint::domain::rules::{self, Judged, NextStep, next_steps};
use complaint::domain::word::Word;
use complaint::render::Language;
use proptest::prelude::*;

/// Values that give every kind of event of a verb.
const VALUES: u8 = 24;

/// A case, as it stands now.
struct Stand<'a> {
    case: &'a Case,
    policy: &'a Policy,
    judged: Judged,
}

impl<'a> Stand<'a> {
    fn of(case: &'a Case, policy: &'a Policy) -> Self {
        let judged = rules::judge(case, policy, now());
        Self {
            case,
            policy,
            judged,
        }
    }

    /// Many different events of one verb.
    fn events(&self, verb: u8) -> Vec<Event> {
        let handle = Handle::new(0xF_FFFF);
        let mut events: Vec<Event> = Vec::new();
        for value in 0..VALUES {
            let state = &self.judged.state;
            let further = event(verb, value, state, self.case, handle.clone(), now());
            events.extend(further.filter(|it| !events.contains(it)));
        }
        events
    }

    /// What the judge has against an event of somebody now.
    fn refusals(&self, who: &StaffId, event: &Event) -> Vec<Finding> {
        let mut more = self.case.clone();
        let entry = Entry::new(now(), who.clone(), event.clone());
        more.entries.push(entry);
        let after = rules::judge(&more, self.policy, now());
        after.refusals(Some(&self.judged))
    }

    /// Those of whom the judge accepts some event of a verb.
    fn accepted(&self, verb: Verb) -> BTreeSet<StaffId> {
        // An interim answer, and the word how an answer was taken, wait for nothing, unlike the
        // answer that is the next step.
        let of_verb = |event: &Event| event.verb() == Some(verb) && !is_beside(event);
        let mut events: Vec<Event> = Vec::new();
        for event in (0..VERBS).flat_map(|number| self.events(number)) {
            if of_verb(&event) && !events.contains(&event) {
                events.push(event);
            }
        }
        let may = |who: &StaffId| events.iter().any(|it| self.refusals(who, it).is_empty());
        ANYBODY.map(id).into_iter().filter(may).collect()
    }
}

/// Whether an event responds without answering for good.
fn is_beside(event: &Event) -> bool {
    let Event::Respond(Respond { text, reply, .. }) = event else {
        return false;
    };
    text.is_none() || matches!(reply, Reply::Interim { .. })
}

/// Asserts that the next steps are those that the judge accepts.
fn assert_steps_are_accepted(stand: &Stand<'_>) {
    for NextStep {
        verb, who, lacks, ..
    } in next_steps(&stand.judged.state, stand.policy, now())
    {
        let by_steps: BTreeSet<StaffId> = match lacks.is_empty() {
            true => who.into_iter().collect(),
            false => BTreeSet::new(),
        };
        assert_eq!(
            by_steps,
            stand.accepted(verb),
            "{}: the next steps, lacking {lacks:?}, and the judge\n{:#?}",
            verb.word(),
            stand.case.in_order()
        );
    }
}

/// The people whom a hint names, if it sends there and advises nothing else.
fn asked(hint: &str) -> Vec<StaffId> {
    let Some(people) = hint.strip_prefix("ask ") else {
        return Vec::new();
    };
    let names = people.split([' ', ',']);
    let known = names.filter(|name| ANYBODY.contains(name)).map(id);
    match people.contains([':', ';']) {
        true => Vec::new(),
        false => known.collect(),
    }
}

/// Asserts that whomever a refusal names is not refused for the same reason; returns how many people
/// were named.
fn assert_asked_people_may(stand: &Stand<'_>, who: &StaffId) -> usize {
    let mut named = 0;
    for event in (0..VERBS).flat_map(|number| stand.events(number)) {
        for refusal in stand.refusals(who, &event) {
            let hint = Language::English.advice(&refusal).unwrap_or_default();
            for other in asked(&hint) {
                let still = stand.refusals(&other, &event);
                let is_same = |finding: &Finding| finding.code == refusal.code;
                assert!(
                    !still.iter().any(is_same),
                    "{event:?} of {who}: {hint}\nbut of {other}: {still:#?}\n{:#?}",
                    stand.case.in_order()
                );
                named += 1;
            }
        }
    }
    named
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::support::scaled(12)))]

    #[test]
    fn next_steps_are_what_the_judge_accepts(tries in tries(40)) {
        let story = Story::under(STAFF);
        let case = worked_on(&story.case(), story.policy(), &ANYBODY, &tries, 1);
        assert_steps_are_accepted(&Stand::of(&case, story.policy()));
    }

    #[test]
    fn a_refusal_sends_to_people_who_may(tries in tries(40), who in 0..ANYBODY.len()) {
        let story = Story::under(STAFF);
        let case = worked_on(&story.case(), story.policy(), &ANYBODY, &tries, 1);
        assert_asked_people_may(&Stand::of(&case, story.policy()), &id(ANYBODY[who]));
    }
}

#[test]
fn nobody_of_the_highest_role_is_sent_to_the_highest_role() {
    let directors: String = ["fay", "gil", "hal", "ida"]
        .iter()
        .map(|who| format!("[staff.{who}]\nrole = \"director\"\n"))
        .collect();
    let terms = "proposal: AAAA\nremedy: refund\namount: 6000";
    let story = Story::under(&format!("{STAFF}{directors}"))
        .act("dan", "propose", terms)
        .act("eve", "approve", terms)
        .act(
            "bob",
            "respond",
            "text: the money comes back\nresult: solved",
        )
        .retract("dan", "respond");
    let judged = story.judged();
    let refused = judged
        .findings
        .iter()
        .filter(|it| it.code == Code::Authority);
    let hints: Vec<String> = refused
        .filter_map(|finding| Language::English.advice(finding))
        .collect();
    assert_eq!(
        hints,
        ["ask somebody who proposed none of it and could approve the whole"]
    );
}
