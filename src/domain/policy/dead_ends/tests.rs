//! Dead ends of small policies.

use super::*;
use crate::domain::policy::parse;

const TOP: &str = "format = 1\nchannels = [\"phone\"]\nkinds = [\"complaint\", \"enquiry\"]\nsteps = [\"papers\"]\n\
     documents = [\"photo\"]\nretired = [\"telex\", \"slide\"]\nremedies = [\"refund\", \"return\"]\n\
     roles = [\"clerk\", \"chief\", \"boss\"]\n[categories.goods]\n[categories.shoes]\nparent = \"goods\"\n[categories.service]\n";

const STAFF: &str = "[staff.ann]\nrole = \"clerk\"\ndepartment = \"sales\"\n[staff.bob]\nrole = \"boss\"\ndepartment = \"quality\"\n\
     [staff.old]\nrole = \"chief\"\nuntil = 2026-10-31\n[staff.new]\nrole = [{ role = \"clerk\" }, { role = \"chief\", since = 2027-01-01 }]\n";

/// The dead ends of a policy with these rules, in November 2026.
fn found(staff: &str, rules: &str) -> Vec<String> {
    let (policy, findings) = parse(&format!("{TOP}{staff}{rules}"));
    let policy = policy.unwrap_or_else(|| panic!("{findings:#?}"));
    let now = "2026-11-21T09:00:00Z".parse().expect("an instant");
    let ends = dead_ends(&policy, now);
    let said = |end: &DeadEnd| format!("{}: {}", end.what.in_english(), end.why.in_english());
    ends.of_people
        .iter()
        .chain(&ends.of_rules)
        .map(said)
        .collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (rules, expected) in cases {
        assert_eq!(found(STAFF, rules), *expected, "{rules}");
    }
}

#[test]
fn approvals_that_nobody_can_give() {
    check(&[
        ("[[approval]]\napprovers = [\"chief\"]\n", &[]),
        (
            "[[approval]]\napprovers = [\"chief\"]\nexact = true\n",
            &["the approval of any remedy: nobody is a chief"],
        ),
        (
            "[[approval]]\nremedy = \"return\"\napprovers = [\"chief\", \"boss\"]\n",
            &["the approval of return: nobody is a chief"],
        ),
        (
            "[[approval]]\napprovers = [\"chief\", \"boss\"]\nmode = \"any\"\n",
            &[],
        ),
        (
            "[[approval]]\napprovers = [\"boss\", \"boss\"]\n",
            &["the approval of any remedy: nobody is a boss and a boss"],
        ),
        (
            "[[approval]]\napprovers = [\"boss\"]\ndepartment = \"sales\"\n",
            &["the approval of any remedy: nobody is a boss of sales"],
        ),
        (
            "[[approval]]\napprovers = [\"clerk\", \"clerk\", \"boss\"]\n",
            &[
                "the approval of any remedy: nobody is left to propose it, as all who could would have to approve it",
            ],
        ),
        (
            "[[approval]]\napprovers = [\"clerk\", \"boss\"]\n[permissions]\napprove = \"boss\"\n",
            &["the approval of any remedy: nobody is a clerk"],
        ),
    ]);
}

#[test]
fn duties_gates_and_clocks_that_nobody_can_meet() {
    check(&[
        ("[permissions]\nwaive = \"chief\"\nclose = \"boss\"\n", &[]),
        (
            "[permissions]\nchase = \"system\"\n",
            &["the permission 'chase': nobody is a system"],
        ),
        (
            "[[responsibility]]\nfor = \"lead\"\nrole = \"chief\"\nexact = true\n",
            &["the responsibility for lead: nobody qualifies (a chief)"],
        ),
        (
            "[[responsibility]]\nfor = \"respond\"\ndepartment = \"sales\"\n[permissions]\nrespond = \"boss\"\n\
             [closing]\nrequire = [\"response\"]\n",
            &[
                "the responsibility for respond: nobody qualifies (somebody of sales)",
                "the gate 'response' of closing: nobody may respond",
            ],
        ),
        (
            "[[deadline]]\nname = \"a\"\nstop = \"investigate\"\nwithin = \"1d\"\n\
             [[responsibility]]\nfor = \"investigate\"\nskill = \"gas\"\n",
            &[
                "the stop of the deadline 'a': nobody may investigate",
                "the responsibility for investigate: nobody qualifies (somebody who knows gas)",
            ],
        ),
        (
            "[[alert]]\nroles = [\"chief\"]\n",
            &["an alert: nobody is a chief"],
        ),
    ]);
    let alone = "[staff.ann]\nrole = \"boss\"\n";
    assert_eq!(
        found(alone, "[separation]\nforbid = [\"decide-handler\"]\n"),
        ["`decide` by somebody who did not handle the case: only one person works here"]
    );
    assert_eq!(
        found("", "[[approval]]\napprovers = [\"boss\", \"boss\"]\n"),
        <[&str; 0]>::default(),
        "without staff, anybody can do anything"
    );
}

#[test]
fn rules_that_can_never_be_met() {
    let deadline = |more: &str| {
        format!("[[deadline]]\nname = \"a\"\nstop = \"respond\"\nwithin = \"3bd\"\n{more}\n")
    };
    check(&[
        (&deadline("extend = { ceiling = \"10d\" }"), &[]),
        (
            &deadline("extend = { ceiling = \"48h\" }"),
            &[
                "the extension of the deadline 'a': its ceiling 48 hours is never later than 3 business days",
            ],
        ),
        (
            &deadline("start = \"appeal\"\nwhen = { appeal = \"none\" }"),
            &["the deadline 'a': 'appeal' can never start it"],
        ),
        (
            "[[deadline]]\nname = \"a\"\nstop = \"evidence\"\nwithin = \"3d\"\nwhen = { category = \"service\" }\n\
             [[evidence]]\nany = \"photo\"\nwhen = { category = \"goods\" }\n",
            &["the deadline 'a': 'evidence' can never stop it"],
        ),
        (
            "[[deadline]]\nname = \"a\"\nstop = \"evidence\"\nwithin = \"3d\"\nwhen = { category = \"shoes\" }\n\
             [[evidence]]\nany = \"photo\"\nwhen = { category = \"goods\" }\n",
            &[],
        ),
        (
            "[[evidence]]\nany = \"slide\"\n[closing]\nrequire = [\"step:telex\"]\n",
            &[
                "an evidence rule: each kind that it accepts is retired",
                "the gate 'step:telex' of closing: the step 'telex' is retired",
            ],
        ),
        (
            "[[approval]]\nremedy = \"refund\"\nwhen = { remedy = \"return\" }\napprovers = []\n",
            &["the rule for any remedy: its 'when' contradicts its 'remedy' or 'category'"],
        ),
        (
            "[figures]\nkinds = [\"complaint\"]\n[[target]]\nfigure = \"resolution-rate\"\nat_least = \"90%\"\n\
             when = { kind = \"enquiry\" }\n",
            &["the target of 'resolution-rate': `[figures] kinds` counts no such case"],
        ),
        (
            "[calendar]\nweek = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\n\
             [[deadline]]\nname = \"a\"\nstop = \"respond\"\nwithin = \"3d\"\nwhen = { received_on = \"day-off\" }\n",
            &["the deadline 'a': the calendar has no such day"],
        ),
    ]);
}
