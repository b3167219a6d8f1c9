//! The report on people, departments and outlets (E4).

mod support;

use complaint::domain::metrics::{Account, Frame, Work, handlers};
use complaint::domain::period::Period;
use complaint::domain::snapshot::Snapshot;
use support::story::{Story, instant};

const STAFF: &str = "[staff.amy]\nname = \"Amy Lin\"\nrole = \"clerk\"\ndepartment = \"service\"\n";

/// One line per account, by name: `open cases in-time satisfied upheld chased reworked`.
fn accounts(stories: &[Story], account: Account, period: Option<&str>) -> Vec<String> {
    let now = instant("2026-11-03T09:00:00+08:00");
    let policy = stories[0].policy();
    let snapshots: Vec<Snapshot> = stories
        .iter()
        .map(|story| Snapshot::new(String::new(), story.case(), policy, now))
        .collect();
    let period =
        period.map(|period| Period::parse(period, policy.calendar.zone()).expect("a period"));
    let said = |(name, work): (Option<String>, Work)| {
        let Work {
            open,
            cases,
            in_time,
            satisfied,
            upheld,
            chased,
            reworked,
        } = work;
        let (kept, asked) = (in_time.numerator, satisfied.denominator);
        let name = name.unwrap_or_else(|| "none".to_owned());
        format!(
            "{name} {open} {cases} {kept}/{} {}/{asked} {upheld} {chased} {reworked}",
            in_time.denominator, satisfied.numerator
        )
    };
    let frame = Frame {
        policy,
        period: period.as_ref(),
        now,
    };
    handlers(&snapshots, account, &frame)
        .into_iter()
        .map(said)
        .collect()
}

/// One case chased and reassigned, one reworked and reassigned, one about Amy, one about an unknown
/// person.
fn stories() -> Vec<Story> {
    let story = || Story::under(STAFF).fact("outlet: north");
    let answer = "text: ok\nresult: solved";
    let about = |person: &str| {
        let story = Story::under(STAFF).fact(&format!("person: {person}"));
        story.act("bob", "investigate", "verdict: partly\ncause: staff")
    };
    vec![
        story()
            .act("ann", "chase", "text: hurry")
            .act("ann", "assign", "to: bob\ndepartment: quality")
            .act("ann", "chase", "text: hurry")
            .act("ann", "chase", "text: hurry"),
        story()
            .act("ann", "assign", "to: bob\ndepartment: quality")
            .act("bob", "respond", answer)
            .act("ann", "follow-up", "score: 1\nbecause: handling")
            .act("sue", "reopen", "reason: x\nrework: true")
            .act("sue", "assign", "to: sue\ndepartment: service")
            .act("sue", "respond", answer)
            .act("ann", "follow-up", "score: 5")
            .act("ann", "close", ""),
        about("Amy Lin"),
        about("a stranger"),
    ]
}

#[test]
fn accounts_count_the_cases_of_each_holder() {
    assert_eq!(
        accounts(&stories(), Account::Handler, None),
        [
            "a stranger 0 0 0/0 0/0 1 0 0",
            "amy 0 0 0/0 0/0 1 0 0",
            "ann 2 2 0/0 0/0 0 1 0",
            "bob 1 1 0/0 0/0 0 2 1",
            "sue 0 1 8/8 1/1 0 0 0",
        ]
    );
}

#[test]
fn departments_and_outlets_have_accounts_too() {
    assert_eq!(
        accounts(&stories(), Account::Department, None),
        [
            "none 0 0 0/0 0/0 1 0 0",
            "logistics 2 2 0/0 0/0 0 1 0",
            "quality 1 1 0/0 0/0 0 2 1",
            "service 0 1 8/8 1/1 1 0 0",
        ]
    );
    assert_eq!(
        accounts(&stories(), Account::Outlet, None),
        ["none 2 2 0/0 0/0 2 0 0", "north 1 2 8/8 1/1 0 3 1"]
    );
}

#[test]
fn open_cases_count_for_any_period() {
    assert_eq!(
        accounts(&stories(), Account::Handler, Some("2026-12")),
        ["ann 2 0 0/0 0/0 0 0 0", "bob 1 0 0/0 0/0 0 0 0"]
    );
}
