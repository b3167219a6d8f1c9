//! The report on people, departments and outlets (E4).

use crate::support::story::{Story, instant};
use complaint::domain::metrics::{Account, Frame, Work, handlers};
use complaint::domain::period::Period;
use complaint::domain::snapshot::Snapshot;

const STAFF: &str = "[staff.amy]\nname = \"Amy Lin\"\nrole = \"clerk\"\ndepartment = \"service\"\n";

/// One line per account, by name: `open cases in-time satisfied upheld chased reworked`.
fn accounts(stories: &[Story], account: Account, period: Option<&str>) -> Vec<String> {
    accounts_at("2026-11-03T09:00:00+08:00", stories, account, period)
}

fn accounts_at(
    now: &str,
    stories: &[Story],
    account: Account,
    period: Option<&str>,
) -> Vec<String> {
    let now = instant(now);
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
            "bob 1 1 4/4 0/0 0 2 1",
            "sue 0 1 4/4 1/1 0 0 0",
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
            "quality 1 1 4/4 0/0 0 2 1",
            "service 0 1 4/4 1/1 1 0 0",
        ]
    );
    assert_eq!(
        accounts(&stories(), Account::Outlet, None),
        ["none 2 2 0/0 0/0 2 0 0", "north 1 2 8/8 1/1 0 3 1"]
    );
}

/// Ann lets the acknowledgement lapse; Bob answers in time; Sue, in another department, is asked to
/// follow up and to go on, and misses nothing.
#[test]
fn everything_counts_for_whoever_had_the_case_then() {
    let now = "2026-11-08T09:00:00+08:00";
    let story = Story::new()
        .act_at(
            "2026-11-04T09:00:00+08:00",
            "ann",
            "assign",
            "to: bob\ndepartment: quality",
        )
        .act_at(
            "2026-11-04T10:00:00+08:00",
            "bob",
            "respond",
            "text: x\nresult: solved",
        )
        .act_at(
            "2026-11-04T11:00:00+08:00",
            "bob",
            "assign",
            "to: sue\ndepartment: service",
        )
        .act_at("2026-11-05T09:00:00+08:00", "sue", "follow-up", "score: 5");
    let stories = [story];
    assert_eq!(
        accounts_at(now, &stories, Account::Handler, None),
        [
            "ann 0 0 0/1 0/0 0 0 0",
            "bob 0 1 2/2 1/1 0 0 0",
            "sue 1 0 1/1 0/0 0 0 0",
        ]
    );
    assert_eq!(
        accounts_at(now, &stories, Account::Department, None),
        [
            "logistics 0 0 0/1 0/0 0 0 0",
            "quality 0 1 2/2 1/1 0 0 0",
            "service 1 0 1/1 0/0 0 0 0",
        ]
    );
    // The complaint goes on with Sue. The mark is for what Bob had settled.
    let [story] = stories;
    let again = story
        .act_at(
            "2026-11-06T09:00:00+08:00",
            "sue",
            "reopen",
            "reason: x\nrework: true",
        )
        .act_at(
            "2026-11-06T10:00:00+08:00",
            "sue",
            "respond",
            "text: x\nresult: solved",
        );
    assert_eq!(
        accounts_at(now, &[again], Account::Handler, None),
        [
            "ann 0 0 0/1 0/0 0 0 0",
            "bob 0 0 2/2 1/1 0 0 1",
            "sue 1 1 4/4 0/0 0 0 0",
        ]
    );
}

#[test]
fn only_the_kinds_that_count_have_accounts() {
    let of = |kind: &str| {
        let story = Story::edited(|standard| {
            let kinds = "kinds = [\"complaint\", \"enquiry\"]\nchannels";
            let listed = standard.replacen("channels", kinds, 1);
            format!("{listed}\n[figures]\nkinds = \"complaint\"\n")
        });
        story
            .fact(&format!("kind: {kind}"))
            .act("ann", "chase", "text: x")
    };
    let stories = [of("complaint"), of("enquiry")];
    assert_eq!(
        accounts(&stories, Account::Handler, None),
        ["ann 1 1 0/0 0/0 0 1 0"]
    );
}

#[test]
fn one_outlet_is_one_account_however_it_is_spelt() {
    let at = |outlet: &str| Story::new().fact(&format!("outlet: {outlet}"));
    let stories = [at("Café"), at("cafe\u{301}"), at("ＣＡＦÉ")];
    assert_eq!(
        accounts(&stories, Account::Outlet, None),
        ["Café 3 3 0/0 0/0 0 0 0"]
    );
}

#[test]
fn open_cases_count_for_any_period() {
    assert_eq!(
        accounts(&stories(), Account::Handler, Some("2026-12")),
        ["ann 2 0 0/0 0/0 0 0 0", "bob 1 0 0/0 0/0 0 0 0"]
    );
}
