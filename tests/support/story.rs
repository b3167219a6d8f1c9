//! Builds a case file event by event and judges it under a policy.

use complaint::domain::list::List;
use std::collections::BTreeMap;

use chrono::TimeDelta;
use complaint::domain::case::{Case, document};
use complaint::domain::deadline::{self, Deadline};
use complaint::domain::finding::Code;
use complaint::domain::policy::{self, Policy};
use complaint::domain::rules::{self, Judged};
use complaint::domain::time::{self, Instant};

/// The staff of the stories: clerks ann and bob, the supervisor sue, the director dan, and old, a
/// former employee.
const STAFF: &str = r#"
[staff.ann]
role = "clerk"
[staff.bob]
role = "clerk"
[staff.sue]
role = "supervisor"
[staff.dan]
role = "director"
[staff.old]
role = "director"
until = 2026-01-31
"#;

/// The lowest role that handles complaints: personnel, a bank's lowest, only arbitrates.
pub fn lowest(policy: &Policy) -> String {
    let mut roles = policy.roles.iter();
    let lowest = roles.find(|role| *role != "personnel-officer");
    lowest.expect("there are roles").clone()
}

/// A case file under construction.
#[derive(Clone)]
pub struct Story {
    policy: Policy,
    text: String,
    clock: Instant,
}

impl Story {
    /// A case received by ann on Monday, 2 November 2026, at 9:00 in Shanghai.
    pub fn new() -> Self {
        Self::under("")
    }

    /// Like [`Self::new`], with more tables in the policy.
    pub fn under(rules: &str) -> Self {
        Self::edited(|standard| format!("{standard}\n{rules}"))
    }

    /// Like [`Self::new`], with an edited policy.
    pub fn edited(edit: impl Fn(&str) -> String) -> Self {
        let standard = policy::preset("standard").expect("it is shipped");
        let (policy, findings) = policy::parse(&format!("{}\n{STAFF}", edit(standard)));
        let policy = policy.unwrap_or_else(|| panic!("{findings:#?}"));
        let facts = "id: 20261102-AAAAAA\nreceived: 2026-11-02T09:00:00+08:00\nchannel: phone\ncategory: delivery\nlevel: general\n\
                     complainant:\n  name: Wang\nsummary: late\nevents:\n";
        let story = Self {
            policy,
            text: facts.to_owned(),
            clock: instant("2026-11-02T09:00:00+08:00"),
        };
        story.act("ann", "register", "")
    }

    /// A case under a preset, with one person for each role, named after the role. Channel,
    /// category and level are the policy's first, unless `facts` sets them: `grade=vip
    /// channel=app`.
    pub fn of(preset: &str, received: &str, facts: &str) -> Self {
        let text = policy::preset(preset).expect("it is shipped");
        let roles = policy::parse(text).0.expect("it reads clean").roles;
        let staff: String = roles
            .iter()
            .map(|role| format!("[staff.{role}]\nrole = \"{role}\"\n"))
            .collect();
        let (policy, findings) = policy::parse(&format!("{text}\n{staff}"));
        let policy = policy.unwrap_or_else(|| panic!("{findings:#?}"));
        let mut case = format!(
            "id: {}-AAAAAA\nreceived: {received}\n",
            received[..10].replace('-', "")
        );
        let category = policy
            .categories
            .keys()
            .next()
            .expect("there are categories");
        let mut further = BTreeMap::from([
            ("channel", policy.lists[List::Channels][0].as_str()),
            ("category", category.as_str()),
            ("level", policy.levels[0].name.as_str()),
        ]);
        further.extend(
            facts
                .split_whitespace()
                .map(|fact| fact.split_once('=').expect("name=value")),
        );
        let complainant = ["grade", "type", "number", "tenure", "value"];
        let (person, case_facts): (Vec<_>, Vec<_>) = further
            .into_iter()
            .partition(|(name, _)| complainant.contains(name));
        case.extend(
            case_facts
                .iter()
                .map(|(name, value)| format!("{name}: {value}\n")),
        );
        case += "complainant:\n  name: Wang\n";
        case.extend(
            person
                .iter()
                .map(|(name, value)| format!("  {name}: {value}\n")),
        );
        case += "summary: late\nevents:\n";
        let lowest = lowest(&policy);
        Self {
            policy,
            text: case,
            clock: instant(received),
        }
        .act(&lowest, "register", "")
    }

    /// The same case, with all of its staff in a department.
    pub fn in_department(mut self, name: &str) -> Self {
        for staff in self.policy.staff.values_mut() {
            staff.department = Some(name.to_owned());
        }
        self
    }

    /// The same case, with one of its staff in a department.
    pub fn of_department(mut self, who: &str, name: &str) -> Self {
        let who = who.parse().expect("a staff id");
        let staff = self.policy.staff.get_mut(&who).expect("on the staff");
        staff.department = Some(name.to_owned());
        self
    }

    /// Adds a fact: `delivered: 2026-10-20T10:00:00+08:00`.
    pub fn fact(mut self, line: &str) -> Self {
        self.text = self
            .text
            .replacen("summary:", &format!("{line}\nsummary:"), 1);
        self
    }

    /// Adds lines about the complainant, with their indentation: `  grade: vip`.
    pub fn complainant(mut self, lines: &str) -> Self {
        self.text = self
            .text
            .replacen("  name: Wang", &format!("  name: Wang\n{lines}"), 1);
        self
    }

    /// Adds a fact about the complainant: `grade: vip`.
    pub fn fact_of_complainant(mut self, line: &str) -> Self {
        self.text = self
            .text
            .replacen("summary:", &format!("  {line}\nsummary:"), 1);
        self
    }

    /// Adds an event, a minute after the last.
    pub fn act(mut self, by: &str, verb: &str, rest: &str) -> Self {
        self.clock += TimeDelta::minutes(1);
        let at = time::format_instant(self.clock, self.policy.calendar.zone());
        self.act_at(&at, by, verb, rest)
    }

    /// Adds an event at an instant.
    pub fn act_at(mut self, at: &str, by: &str, verb: &str, rest: &str) -> Self {
        self.clock = instant(at);
        self.text
            .push_str(&format!("- at: {at}\n  by: {by}\n  do: {verb}\n"));
        for line in rest.lines() {
            self.text.push_str(&format!("  {line}\n"));
        }
        self
    }

    /// Retracts the last event of a verb.
    pub fn retract(self, by: &str, verb: &str) -> Self {
        let case = self.case();
        let target = case
            .entries
            .iter()
            .rev()
            .find(|entry| entry.event.name() == verb)
            .expect("there is one");
        let rest = format!("event: \"{}\"\nreason: a mistake", target.digest);
        self.act(by, "retract", &rest)
    }

    /// Parses the case.
    pub fn case(&self) -> Case {
        let document = document::parse(self.text.as_bytes());
        document
            .case
            .unwrap_or_else(|| panic!("{:#?}\n{}", document.findings, self.text))
    }

    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Judges the case on New Year's Eve.
    pub fn judged(&self) -> Judged {
        rules::judge(
            &self.case(),
            &self.policy,
            instant("2026-12-31T00:00:00+08:00"),
        )
    }

    pub fn codes(&self) -> Vec<Code> {
        self.judged()
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect()
    }

    /// The clocks of one name at an instant.
    pub fn clocks(&self, name: &str, now: &str) -> Vec<Deadline> {
        let judged = rules::judge(&self.case(), &self.policy, instant(now));
        let clocks = deadline::deadlines(&judged.state, &self.policy, instant(now));
        clocks
            .into_iter()
            .filter(|deadline| deadline.name == name)
            .collect()
    }
}

pub fn instant(text: &str) -> Instant {
    time::parse_rfc3339(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}
