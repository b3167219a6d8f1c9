//! Valid policies are read, and no text makes the reader panic.

use proptest::prelude::*;

use super::*;
use crate::domain::case::Verb;
use crate::domain::policy::{Limit, Need, Permission, Requirement, Trigger, preset};

#[test]
fn a_minimal_policy_has_a_default_for_all_else() {
    let policy = clean("format = 1\nchannels = [\"phone\"]\n[categories.goods]\n");
    assert_eq!(policy.organisation.currency, "CNY");
    assert_eq!(policy.organisation.time_zone, chrono_tz::Tz::UTC);
    assert_eq!(
        policy
            .levels
            .iter()
            .map(|level| level.name.as_str())
            .collect::<Vec<_>>(),
        ["general"]
    );
    assert!(policy.roles.is_empty() && policy.staff.is_empty() && policy.deadlines.is_empty());
    assert!(policy.permits(None, Permission::Import));
    assert_eq!(
        policy
            .closing
            .iter()
            .map(|gate| gate.need.clone())
            .collect::<Vec<_>>(),
        [Need::Authority].map(Requirement::Need)
    );
    assert_eq!(
        (
            policy.audit.skew.to_string().as_str(),
            policy.audit.backdate,
            policy.pause.max
        ),
        ("5min", None, None)
    );
}

#[test]
fn every_shape_is_read() {
    let policy = clean(&format!(
        "{BASE}parent = \"all\"\n\
         [[deadline]]\nname = \"a\"\nstart = [\"assign\", \"interim\"]\nstop = [\"resolved\", \"close\"]\nwithin = \"2mo\"\nroll = true\n\
         pausable = false\nsince = 2026-12-01\nwhen = {{ level = [\"l1\", \"l2\"], category = \"goods\", product = \"PX\" }}\n\
         extend = {{ role = \"chief\", times = 2, ceiling = \"4mo\" }}\n\
         [[approval]]\nremedy = [\"return\", \"refund\"]\nbelow = 2_000.50\napprovers = [\"chief\", \"chief\"]\n\
         [calendar]\nuse = \"cn\"\nholidays = {{ 2026-12-31 = \"Stocktaking\" }}\nworkdays = [\"2026-10-01\"]\nreviewed = [2030]\n\
         [staff.\"li.wei\"]\nrole = [{{ role = \"chief\", since = 2026-07-01 }}, {{ role = \"clerk\" }}]\nskills = \"shoes\"\n\
         [staff.cron]\nrole = \"system\"\n\
         [[closing.gate]]\nneed = \"cause\"\nwhen = {{ grade = \"vip\" }}\n\
         [[target]]\nfigure = \"stage-timeliness:a\"\nat_least = \"99.5%\"\n\
         [categories.all]\n[[level]]\nname = \"l1\"\nwithin = \"24h\"\n[[level]]\nname = \"l2\"\n"
    ));
    let rule = &policy.deadlines[0];
    assert_eq!(rule.start, [Trigger::Verb(Verb::Assign), Trigger::Interim]);
    assert_eq!(rule.when.len(), 3);
    assert_eq!(
        rule.extend.as_ref().and_then(|extend| extend.times),
        Some(2)
    );
    assert_eq!(
        policy.approvals[0].limit,
        Limit::Below("2000.50".parse().unwrap())
    );
    assert_eq!(policy.approvals[0].approvers, ["chief", "chief"]);
    assert_eq!(
        policy
            .closing
            .iter()
            .map(|gate| gate.need.clone())
            .collect::<Vec<_>>(),
        [Need::Authority, Need::Cause].map(Requirement::Need)
    );
    assert!(policy.calendar.is_working("2026-10-01".parse().unwrap()));
    assert!(!policy.calendar.is_working("2026-12-31".parse().unwrap()));
    assert!(policy.calendar.reviewed_years().contains(&2030));
    let li_wei = &policy.staff[&"li.wei".parse().unwrap()];
    let at = |text| crate::domain::time::parse_rfc3339(text).unwrap();
    assert_eq!(
        li_wei.role_at(at("2026-06-30T12:00:00Z"), &policy.calendar),
        Some("clerk")
    );
    assert_eq!(
        li_wei.role_at(at("2026-07-01T12:00:00Z"), &policy.calendar),
        Some("chief")
    );
    assert_eq!(
        policy.lineage("goods").collect::<Vec<_>>(),
        ["goods", "all"]
    );
}

#[test]
fn rules_go_on_naming_what_was_retired() {
    let rule = "[[deadline]]\nname = \"a\"\nstop = \"close\"\nwithin = \"1d\"\n";
    let when =
        "when = { channel = \"fax\", grade = \"gold\", level = \"top\", category = \"shoes\" }\n";
    let approval = "[[approval]]\nremedy = \"cheque\"\ncategory = \"shoes\"\napprovers = []\n";
    let retired = "retired = [\"fax\", \"gold\", \"top\", \"shoes\", \"cheque\"]\n";
    clean(&format!("{retired}{BASE}{rule}{when}{approval}"));
}

#[test]
fn a_table_is_as_good_at_the_end_as_in_the_middle() {
    let standard = preset("standard").expect("the preset");
    let table = "\n[[deadline]]\nname = \"respond\"\nstop = \"respond\"\nwithin = \"2bd\"\nsince = 2026-12-01\n";
    let (end, middle) = (
        format!("{standard}{table}"),
        standard.replacen("\n[[approval]]", &format!("{table}[[approval]]"), 1),
    );
    for text in [end, middle] {
        let policy = clean(&text);
        let within = |day: &str| {
            policy
                .candidates(
                    "respond",
                    crate::domain::policy::Per::Case,
                    day.parse().unwrap(),
                    |_| true,
                )
                .map(|rule| rule.within.n())
        };
        assert_eq!(
            (within("2026-11-30"), within("2026-12-01")),
            (Some(3), Some(2))
        );
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = parse(&text);
    }

    #[test]
    fn no_change_of_a_policy_makes_it_panic(at in any::<prop::sample::Index>(), cut in 0_usize..40, put in "[\\[\\]{}=\"\n a-z0-9.\u{e9}-]{0,12}") {
        let standard: Vec<char> = preset("standard").expect("the preset").chars().collect();
        let at = at.index(standard.len());
        let end = standard.len().min(at + cut);
        let text: String = standard[..at].iter().chain(put.chars().collect::<Vec<_>>().iter()).chain(&standard[end..]).collect();
        let (policy, findings) = parse(&text);
        prop_assert_eq!(policy.is_none(), findings.iter().any(|finding| finding.severity == Severity::Error));
    }
}
