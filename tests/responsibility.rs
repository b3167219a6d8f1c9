//! Who must hold a case, lead its investigation, answer it (B5, B9).

use crate::support::story::{Story, instant};
use complaint::domain::assignment::{self, Load};
use complaint::domain::case::Verb;
use complaint::domain::finding::Code;
use complaint::domain::policy::describe;
use complaint::domain::rules::{next_steps, responsibility};
use complaint::render::Language;

const RULES: &str = r#"
[staff.amy]
role = "clerk"
department = "service"
[staff.tom]
role = "supervisor"
department = "service"
skills = ["hazards"]
[[responsibility]]
for = "hold"
role = "supervisor"
when = { level = ["regional", "head-office"] }
[[responsibility]]
for = "hold"
department = "service"
skill = "hazards"
when = { symptom = "defective" }
[[responsibility]]
for = ["respond", "follow-up"]
department = "service"
when = { channel = "phone" }
[[responsibility]]
for = "lead"
role = "supervisor"
when = { severity = "critical" }
"#;

fn story() -> Story {
    Story::under(RULES)
}

fn regional() -> Story {
    story().act(
        "ann",
        "escalate",
        "from: general\nto: regional\nreason: hard",
    )
}

#[test]
fn the_holder_must_fit_every_rule() {
    let defective = |story: Story| story.fact("symptom: defective");
    let table = [
        (story(), "bob", None),
        (
            regional(),
            "bob",
            Some("'bob' is a clerk; holding this case requires a supervisor"),
        ),
        (regional(), "sue", None),
        (regional(), "dan", None),
        (
            defective(story()),
            "amy",
            Some(
                "'amy' is a clerk of service; holding this case requires somebody of service who knows hazards",
            ),
        ),
        (
            defective(regional()),
            "dan",
            Some(
                "'dan' is a director; holding this case requires somebody of service who knows hazards",
            ),
        ),
        (defective(regional()), "tom", None),
    ];
    for (story, who, message) in table {
        let judged = story.act("ann", "assign", &format!("to: {who}")).judged();
        let said: Vec<_> = judged
            .findings
            .iter()
            .map(|finding| {
                let said = Language::English.message(&finding.message);
                (finding.code, said)
            })
            .collect();
        assert_eq!(
            said,
            message
                .map(|message| (Code::Responsibility, message.to_owned()))
                .into_iter()
                .collect::<Vec<_>>(),
            "{who}"
        );
    }
}

#[test]
fn the_acting_person_must_fit_when_acting() {
    let table = [
        (
            "ann",
            "respond",
            "text: ok\nresult: solved",
            vec![Code::Responsibility],
        ),
        (
            "ann",
            "respond",
            "text: soon\ninterim: true",
            vec![Code::Responsibility],
        ),
        ("amy", "respond", "text: ok\nresult: solved", vec![]),
        ("ann", "note", "text: x", vec![]),
        (
            "sue",
            "respond",
            "text: ok\nresult: solved\nrecorded: 2026-11-20T00:00:00+08:00\nsource: l.csv#1",
            vec![],
        ),
    ];
    for (who, verb, rest, codes) in table {
        assert_eq!(story().act(who, verb, rest).codes(), codes, "{who} {rest}");
    }
    let moved = RULES.replace(
        "[staff.amy]\nrole = \"clerk\"",
        "[staff.amy]\nrole = [{ role = \"clerk\" }, { role = \"supervisor\", since = 2026-11-10 }]",
    );
    let lead = |at| {
        let story = Story::under(&moved).fact("severity: critical");
        story
            .act_at(at, "ann", "investigate", "verdict: partly\nlead: amy")
            .codes()
    };
    assert_eq!(lead("2026-11-09T23:59:59+08:00"), [Code::Responsibility]);
    assert_eq!(lead("2026-11-10T00:00:00+08:00"), []);
}

#[test]
fn an_investigation_names_its_lead_where_one_is_asked_for() {
    let critical = || story().fact("severity: critical");
    let table = [
        (story(), "verdict: partly", vec![]),
        (story(), "verdict: partly\nlead: bob", vec![]),
        (critical(), "verdict: partly", vec![Code::Responsibility]),
        (
            critical(),
            "verdict: partly\nlead: bob",
            vec![Code::Responsibility],
        ),
        (critical(), "verdict: partly\nlead: sue", vec![]),
        (
            critical(),
            "verdict: partly\nlead: old",
            vec![Code::StaffEnded],
        ),
        (
            critical(),
            "verdict: partly\nlead: eve",
            vec![Code::UnknownStaff],
        ),
    ];
    for (story, rest, codes) in table {
        assert_eq!(
            story.act("ann", "investigate", rest).codes(),
            codes,
            "{rest}"
        );
    }
}

#[test]
fn a_holder_who_no_longer_fits_is_reported_until_the_case_ends() {
    let now = instant("2026-11-03T09:00:00+08:00");
    let asked = |story: &Story| {
        let state = story.judged().state;
        responsibility::misfit(&state, story.policy(), now)
            .map(|rule| Language::English.message(&describe::who_fits(rule)))
    };
    assert_eq!(asked(&story()), None);
    assert_eq!(asked(&regional()).as_deref(), Some("a supervisor"));
    assert_eq!(asked(&regional().act("ann", "assign", "to: sue")), None);
    assert_eq!(
        asked(&regional().act("ann", "withdraw", "reason: settled")),
        None
    );
}

#[test]
fn unfit_staff_are_not_suggested() {
    let now = instant("2026-11-03T09:00:00+08:00");
    let state = regional().judged().state;
    let chosen =
        assignment::choose(&state, None, &Load::new(), regional().policy(), now).expect("somebody");
    assert_eq!(chosen.who.as_str(), "dan");
    let state = story().judged().state;
    let steps = next_steps(&state, story().policy(), now);
    let respond = steps
        .iter()
        .find(|step| step.verb == Verb::Respond)
        .expect("it may be answered");
    assert_eq!(
        respond
            .who
            .iter()
            .map(|who| who.as_str())
            .collect::<Vec<_>>(),
        ["amy", "tom"]
    );
}
