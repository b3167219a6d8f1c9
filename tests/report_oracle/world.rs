//! A repository of generated cases, and the program running on it.

use std::fs;
use std::process::Command;

use chrono::{DateTime, Duration, FixedOffset};
use complaint::render::Language;
use complaint::store::Repository;
use serde_json::Value;
use tempfile::TempDir;
use toml::Table;

use crate::report_oracle::case::Case;
use crate::report_oracle::story::{self, Dice, Words};
use crate::report_oracle::working_days::CALENDAR;

/// The clock of all runs.
pub const NOW: &str = "2026-06-30T12:00:00+08:00";

/// No staff: anyone may do anything. Its own holidays, so that no built-in calendar is needed.
const POLICY: &str = r#"
format = 1
channels = ["phone", "email", "counter"]
severities = ["minor", "major", "critical"]
grades = ["ordinary", "vip"]
remedies = ["refund"]
causes = ["product"]
[organisation]
time_zone = "Asia/Shanghai"
[categories.product-quality]
[categories.delivery]
[categories.service]
[[level]]
name = "general"
[[deadline]]
name = "acknowledge"
stop = "acknowledged"
within = "24h"
[[deadline]]
name = "respond"
stop = "respond"
within = "3bd"
[[deadline]]
name = "resolve"
stop = "resolved"
within = "5bd"
extend = { times = 1, ceiling = "12bd" }
[[deadline]]
name = "follow-up"
start = "resolved"
stop = "follow-up"
within = "7d"
[closing]
require = ["response"]
"#;

/// Upheld complaints about people have one in every preset.
const SANCTION: &str = "\n[[sanction]]\noffence = \"rudeness\"\npenalty = \"a warning\"\n";

/// The repository, not in git.
pub struct World {
    folder: TempDir,
    /// The policy, as plain TOML.
    pub policy: Table,
}

impl World {
    /// Generates `cases` cases under a small policy, received from April to June.
    pub fn generate(cases: usize, seed: u64) -> Self {
        Self::under(&format!("{POLICY}{CALENDAR}"), cases, seed)
    }

    /// Generates cases under a preset, on the working days of the recomputation.
    pub fn of_preset(name: &str, cases: usize, seed: u64) -> Self {
        let preset = complaint::domain::policy::preset(name).expect("a preset");
        let (before, calendar) = preset.split_once("\n[calendar]").expect("a calendar");
        let (_, after) = calendar.split_once("\n[").expect("more tables");
        let policy = format!("{before}{CALENDAR}\n[{after}{SANCTION}");
        Self::under(&policy, cases, seed)
    }

    fn under(policy: &str, cases: usize, seed: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("policy.toml"), policy).expect("written");
        let policy: Table = policy.parse().expect("TOML");
        let words = Words::of(&policy);
        let mut earlier: Option<String> = None;
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for number in 0..cases {
            let received = instant("2026-04-10T00:00:00+08:00")
                + Duration::seconds(dice.below(81 * 86_400) as i64);
            let id = format!("{}-{number:06}", received.format("%Y%m%d"));
            let below = folder
                .path()
                .join(received.format("cases/%Y/%m").to_string());
            fs::create_dir_all(&below).expect("made");
            let text = story::case(
                &id,
                received,
                instant(NOW),
                &words,
                earlier.as_deref(),
                &mut dice,
            );
            earlier = Some(id.clone());
            fs::write(below.join(format!("{id}-case.yaml")), text).expect("written");
        }
        Self { folder, policy }
    }

    /// The errors that the judge finds in the cases.
    pub fn errors(&self) -> Vec<String> {
        let repository = Repository::find(self.folder.path()).expect("a repository");
        let survey = repository.all_cases(instant(NOW).to_utc());
        let broken = survey
            .broken
            .iter()
            .map(|file| format!("{}: {:?}", file.path.display(), file.document.findings));
        let judged = survey.snapshots.iter().flat_map(|snapshot| {
            snapshot.judged.errors().map(|finding| {
                format!(
                    "{} {} [{}]: {}",
                    snapshot.id(),
                    finding.spot.line,
                    finding.code,
                    Language::English.message(&finding.message)
                )
            })
        });
        broken.chain(judged).collect()
    }

    /// Every case from its file, checked against the output of `list`.
    pub fn cases(&self) -> Vec<Case> {
        let listed = self.list();
        let case = |listed: &Value| {
            let path = self
                .folder
                .path()
                .join(listed["path"].as_str().expect("a path"));
            let case = Case::read(&fs::read_to_string(path).expect("read"), instant(NOW));
            crate::report_oracle::check_against_list(&case, listed);
            case
        };
        listed.iter().map(case).collect()
    }

    /// Deletes some cases; returns how many.
    pub fn drop_cases(&self, is_dropped: impl Fn(&Case) -> bool) -> usize {
        let listed = self.list().into_iter().zip(self.cases());
        let dropped = listed.filter(|(_, case)| is_dropped(case));
        let path = |listed: &Value| {
            self.folder
                .path()
                .join(listed["path"].as_str().expect("a path"))
        };
        dropped
            .map(|(listed, _)| fs::remove_file(path(&listed)).expect("deleted"))
            .count()
    }

    /// `list --all --format json`.
    pub fn list(&self) -> Vec<Value> {
        let Value::Array(cases) = self.run(&["list", "--all"]) else {
            panic!("list prints an array")
        };
        cases
    }

    /// `report … --format json`.
    pub fn report(&self, arguments: &[&str], period: Option<&str>) -> Value {
        let period = period.map(|period| ["--period", period]);
        let all: Vec<&str> = ["report"]
            .iter()
            .chain(arguments)
            .chain(period.iter().flatten())
            .copied()
            .collect();
        self.run(&all)
    }

    fn run(&self, arguments: &[&str]) -> Value {
        let output = Command::new(env!("CARGO_BIN_EXE_complaint"))
            .arg("-C")
            .arg(self.folder.path())
            .args(arguments)
            .args(["--format", "json"])
            .env("COMPLAINT_NOW", NOW)
            .output()
            .expect("it runs");
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).expect("JSON")
    }
}

pub fn instant(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).expect(text)
}
