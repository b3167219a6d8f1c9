use super::*;
use crate::domain::case::Verb;
use crate::domain::case::event::ProposalSubject;
use crate::domain::policy::{
    Exposure, Limit, Need, Permission, Policy, Requirement, Separation, Trigger,
};

fn read(text: &str) -> Policy {
    match parse(text) {
        (Some(policy), findings) if findings.is_empty() => policy,
        (_, findings) => panic!("{findings:#?}"),
    }
}

fn li_wei(name: &str) -> Option<Founder> {
    let email = "li.wei@example.com".to_owned();
    Some(Founder {
        id: "li.wei".parse().expect("an id"),
        name: name.to_owned(),
        email,
    })
}

#[test]
fn every_preset_reads_clean() {
    for preset in PRESETS {
        read(preset.text);
    }
    let summary =
        |preset: &Preset| !preset.summary().is_empty() && preset.text.starts_with("# For a ");
    assert!(
        PRESETS.iter().all(summary),
        "the first line says whom it is for"
    );
    assert_eq!(preset("standard"), Some(PRESETS[0].text));
    assert_eq!(preset("nonesuch"), None);
}

#[test]
fn standard_has_the_figures_of_a_small_team() {
    let policy = read(PRESETS[0].text);
    let deadlines: Vec<_> = policy
        .deadlines
        .iter()
        .map(|rule| {
            (
                rule.name.as_str(),
                rule.within.to_string(),
                rule.start.clone(),
                rule.stop.clone(),
            )
        })
        .collect();
    let (receipt, respond, follow_up) = (
        vec![Trigger::Received],
        vec![Trigger::Verb(Verb::Respond)],
        vec![Trigger::Verb(Verb::FollowUp)],
    );
    assert_eq!(
        deadlines,
        [
            (
                "acknowledge",
                "24h".to_owned(),
                receipt.clone(),
                vec![Trigger::Acknowledged]
            ),
            ("respond", "3bd".to_owned(), receipt.clone(), respond),
            (
                "resolve",
                "5bd".to_owned(),
                receipt,
                vec![Trigger::Resolved]
            ),
            (
                "follow-up",
                "7d".to_owned(),
                vec![Trigger::Resolved],
                follow_up
            ),
        ]
    );
    let approvers = |amount: &str| {
        let exposure = Exposure {
            proposal: amount.parse().expect("an amount"),
            goods: None,
            dispute: None,
            elsewhere: rust_decimal::Decimal::ZERO,
        };
        let rule = policy.approval_for(
            &ProposalSubject::Remedy("refund".to_owned()),
            "delivery",
            exposure,
            |when| when.is_empty(),
        );
        rule.map(|rule| rule.approvers.clone())
    };
    assert_eq!(approvers("500"), Some(vec![]));
    assert_eq!(approvers("500.01"), Some(vec!["supervisor".to_owned()]));
    assert_eq!(approvers("5000.01"), Some(vec!["director".to_owned()]));
    assert_eq!(policy.approvals[2].limit, Limit::None);
    let needs: Vec<Requirement> = policy
        .closing
        .iter()
        .map(|gate| gate.need.clone())
        .collect();
    assert_eq!(
        needs,
        [
            Need::Authority,
            Need::Response,
            Need::Resolved,
            Need::FollowUp
        ]
        .map(Requirement::Need)
    );
    assert_eq!(
        policy.separation,
        [Separation::ApproverProposer, Separation::ComplainedAbout]
    );
    assert!(policy.permits(Some("system"), Permission::Verb(Verb::Chase)));
    assert!(!policy.permits(Some("clerk"), Permission::Import));
    assert!(
        !policy
            .calendar
            .is_working("2026-10-01".parse().expect("a date"))
    );
}

#[test]
fn init_fills_in_the_team_and_keeps_the_remarks() {
    let init = Init {
        organisation: Some("王\"芳\" \\ Co".to_owned()),
        place: Place {
            time_zone: Some(Tz::Europe__London),
            currency: Some("GBP".to_owned()),
            calendar: Some(Kept::No),
        },
        staff: li_wei("Li \"W\" Wei"),
    };
    let text = instantiate(PRESETS[0].text, &init);
    let policy = read(&text);
    assert_eq!(policy.organisation.name, "王\"芳\" \\ Co");
    assert_eq!(policy.organisation.time_zone, Tz::Europe__London);
    assert_eq!(policy.organisation.currency, "GBP");
    assert!(
        policy
            .calendar
            .is_working("2026-10-01".parse().expect("a date"))
    );
    let (id, staff) = policy.staff.iter().next().expect("a member of staff");
    assert_eq!(
        (id.as_str(), staff.name.as_deref()),
        ("li.wei", Some("Li \"W\" Wei"))
    );
    assert_eq!(staff.roles, [(None, "director".to_owned())]);
    assert!(!text.contains("#:") && text.contains("# The staff. "));
}

#[test]
fn init_without_a_git_user_leaves_an_example_and_keeps_the_country_of_the_preset() {
    let init = Init {
        organisation: None,
        place: Place::default(),
        staff: None,
    };
    let text = instantiate(PRESETS[0].text, &init);
    let policy = read(&text);
    assert!(policy.staff.is_empty() && text.contains("# [staff.\"li.wei\"]"));
    assert!(
        !policy
            .calendar
            .is_working("2026-10-01".parse().expect("a date"))
    );
    let nameless = Init {
        staff: li_wei(" \n"),
        ..init
    };
    assert_eq!(
        read(&instantiate(PRESETS[0].text, &nameless)).staff.len(),
        1
    );
}
