//! The index: lists are the same with it, without it, and with one that is stale in any way.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, SystemTime};

use crate::support::repository::Repository;
use crate::support::scaled;

/// The files of the index, in the git directory.
const FILES: [&str; 2] = ["index", "index-recent"];

const LISTS: [&[&str]; 8] = [
    &["list", "--all", "--format", "json"],
    &["list", "--sort", "due"],
    &["list", "--closed", "--format", "csv"],
    &["list", "--next", "--limit", "3"],
    &["list", "--all", "--missed", "respond"],
    &["list", "--awaiting", "dan"],
    &["overdue", "--format", "json"],
    &["overdue", "--soon", "--handler", "bob"],
];

/// The hours of a year from the beginning of the repository at which something happens.
const HOURS: u64 = 24 * 300;

struct Office {
    team: Repository,
    ids: Vec<String>,
    /// Earlier contents of case files.
    backups: Vec<(PathBuf, Vec<u8>)>,
    random: u64,
    hour: u64,
}

impl Office {
    fn new(seed: u64) -> Self {
        let team = Repository::new();
        let ids = (0..8)
            .map(|number| team.new_case("ann", &format!("2026-11-02T09:{number:02}")))
            .collect();
        Self {
            team,
            ids,
            backups: Vec::new(),
            random: seed,
            hour: 2,
        }
    }

    /// A number below `most`, by splitmix64.
    fn below(&mut self, most: u64) -> u64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % most
    }

    fn now(&self) -> String {
        let start = chrono::DateTime::parse_from_rfc3339("2026-11-02T08:00:00+08:00");
        let hours = chrono::TimeDelta::hours(i64::try_from(self.hour).expect("a number"));
        (start.expect("an instant") + hours).to_rfc3339()
    }

    /// The path of some case file that is there.
    fn some_file(&mut self) -> PathBuf {
        let mut files = Vec::new();
        collect(&self.team.root().join("cases"), &mut files);
        files.sort();
        let at = self.below(files.len() as u64);
        files.swap_remove(usize::try_from(at).expect("a place"))
    }

    fn folder(&self) -> PathBuf {
        self.team.root().join(".git/complaint")
    }

    /// One change of the files, the index, the policy or the time.
    fn change(&mut self) -> String {
        let file = self.some_file();
        let content = fs::read(&file).expect("a file");
        let text = String::from_utf8_lossy(&content).into_owned();
        self.backups.push((file.clone(), content));
        let what = self.below(15);
        match what {
            0..=3 => self.act(),
            4 => write(&file, &text.replace("summary: late", "summary: lost")),
            5 => {
                let before = modified(&file);
                write(&file, &text.replace("channel: phone", "channel: email"));
                let opened = File::options().append(true).open(&file).expect("a file");
                opened.set_modified(before).expect("a time");
            }
            6 => {
                let event = format!("- at: {}\n  by: ann\n  do: note\n  text: x\n", self.now());
                write(&file, &format!("{text}{event}"));
            }
            7 => write(&file, &text.replace("do: register", "do: [register")),
            8 => {
                let moved = file.with_file_name(format!("moved-{}.yaml", self.below(9)));
                fs::rename(&file, moved).expect("a file");
            }
            9 => {
                let at = self.below(self.backups.len() as u64);
                let at = usize::try_from(at).expect("a place");
                let (path, content) = self.backups[at].clone();
                fs::write(path, content).expect("a file");
            }
            10 => self.damage(),
            11 => {
                let policy = self.team.read("policy.toml");
                let (one, other) = ("within = \"3bd\"", "within = \"5bd\"");
                let changed = match policy.contains(one) {
                    true => policy.replace(one, other),
                    false => policy.replace(other, one),
                };
                self.team.write("policy.toml", &changed);
            }
            12 => {
                let now = self.commit();
                self.team
                    .try_git("dan", &now, &["checkout", "-q", "HEAD~1"]);
            }
            13 => {
                let now = self.commit();
                self.team.git("dan", &now, &["checkout", "-q", "main"]);
            }
            _ => self.hour = self.below(HOURS),
        }
        format!("{what} {}", file.display())
    }

    /// Commits everything as it is, and returns the time.
    fn commit(&self) -> String {
        let now = self.now();
        self.team.git("dan", &now, &["add", "-A"]);
        let commit = ["commit", "-q", "--allow-empty", "-m", "As it is"];
        self.team.git("dan", &now, &commit);
        now
    }

    /// Some command that writes; it may be refused.
    fn act(&mut self) {
        self.hour += 1 + self.below(30);
        let at = usize::try_from(self.below(self.ids.len() as u64)).expect("a place");
        let (id, now) = (self.ids[at].clone(), self.now());
        let acts: [&[&str]; 8] = [
            &["acknowledge", &id],
            &["assign", &id, "bob"],
            &[
                "investigate",
                &id,
                "--verdict",
                "substantiated",
                "--cause",
                "other",
            ],
            &["propose", &id, "--remedy", "refund", "--amount", "9000"],
            &["respond", &id, "--text", "no", "--result", "refused"],
            &["pause", &id, "--reason", "x"],
            &["resume", &id, "--reason", "x"],
            &["withdraw", &id, "--reason", "gone"],
        ];
        let act = acts[usize::try_from(self.below(8)).expect("a place")];
        let _ = self.team.run_by_clock("sue", &now, act);
    }

    fn damage(&mut self) {
        let file = self.folder().join(FILES[usize::from(self.below(2) == 0)]);
        let Ok(mut bytes) = fs::read(&file) else {
            return;
        };
        let at = usize::try_from(self.below(bytes.len() as u64)).expect("a place");
        match self.below(3) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << self.below(8),
            _ => bytes = b"no index".to_vec(),
        }
        fs::write(file, bytes).expect("a file");
    }

    /// Compares the lists with the index as it is and without one.
    fn compare(&self, story: &[String]) {
        let now = self.now();
        for list in LISTS {
            let zone = if list.len() % 2 == 0 {
                "Asia/Shanghai"
            } else {
                "America/New_York"
            };
            let run = || {
                let mut command = self
                    .team
                    .command("sue", &now, env!("CARGO_BIN_EXE_complaint"));
                command
                    .args(list)
                    .env("TZ", zone)
                    .output()
                    .expect("it runs")
            };
            let with = run();
            let kept = FILES.map(|name| fs::read(self.folder().join(name)).ok());
            for name in FILES {
                let _ = fs::remove_file(self.folder().join(name));
            }
            let without = run();
            for (name, bytes) in FILES.into_iter().zip(kept) {
                let file = self.folder().join(name);
                match bytes {
                    Some(bytes) => fs::write(file, bytes).expect("a file"),
                    None => drop(fs::remove_file(file)),
                }
            }
            assert_eq!(
                shown(&with),
                shown(&without),
                "{list:?} at {now}\n{story:#?}"
            );
        }
    }
}

fn shown(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn write(file: &Path, text: &str) {
    fs::write(file, text).expect("a file");
}

fn modified(file: &Path) -> SystemTime {
    let metadata = fs::metadata(file).expect("a file");
    metadata.modified().expect("a time")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("a folder")
        .filter_map(Result::ok)
    {
        if entry.path().is_dir() {
            collect(&entry.path(), files);
        } else {
            files.push(entry.path());
        }
    }
}

#[test]
fn lists_are_the_same_with_any_index() {
    for seed in 0..u64::from(scaled(2)) {
        let mut office = Office::new(seed);
        let mut story = vec![format!("seed {seed}")];
        for _ in 0..20 {
            story.push(office.change());
            office.compare(&story);
        }
    }
}

/// The names of the files below `cases` that a command opens.
#[cfg(target_os = "linux")]
fn opened(team: &Repository, now: &str, list: &[&str]) -> Option<Vec<String>> {
    let log = team.home().join("trace");
    let mut command = team.command("sue", now, "strace");
    command
        .args(["-f", "-e", "trace=open,openat", "-o"])
        .arg(&log);
    let output = command
        .arg(env!("CARGO_BIN_EXE_complaint"))
        .args(list)
        .output()
        .ok()?;
    assert!(output.status.success(), "{output:?}");
    let trace = fs::read_to_string(log).expect("a trace");
    let case = |line: &str| Some(line.split('"').nth(1)?.to_owned());
    let files = trace.lines().filter_map(case);
    Some(files.filter(|path| path.ends_with(".yaml")).collect())
}

#[test]
#[cfg(target_os = "linux")]
fn a_warm_list_opens_no_case_file() {
    let team = Repository::new();
    let now = "2026-11-04T09:00";
    let id = team.new_case("ann", "2026-11-02T09:00");
    team.new_case("ann", "2026-11-02T10:00");
    // Until then a change would not show in the metadata.
    std::thread::sleep(Duration::from_millis(50));
    team.ok("sue", now, &["list"]);
    let Some(files) = opened(&team, now, &["list", "--all", "--format", "json"]) else {
        eprintln!("skipped: strace is not installed");
        return;
    };
    assert_eq!(files, [""; 0]);
    team.ok("sue", now, &["note", &id, "--text", "x"]);
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(
        opened(&team, now, &["overdue", "--soon"]).expect("a trace"),
        [""; 0]
    );
}

/// A folder that cannot be written, and an index that cannot be read, are no obstacles.
#[test]
fn an_index_that_cannot_be_written_is_no_obstacle() {
    let team = Repository::new();
    team.new_case("ann", "2026-11-02T09:00");
    let folder = team.root().join(".git/complaint");
    let before = team.ok("sue", "2026-11-02T10:00", &["list"]);
    for name in FILES {
        let _ = fs::remove_file(folder.join(name));
        fs::create_dir_all(folder.join(name)).expect("a folder");
    }
    assert_eq!(team.ok("sue", "2026-11-02T10:00", &["list"]), before);
}

#[test]
fn the_index_has_no_personal_facts() {
    let team = Repository::new();
    let new = [
        "new",
        "--channel",
        "phone",
        "--category",
        "delivery",
        "--customer",
        "Canary Name",
        "--contact",
        "canary@example.com",
        "--order",
        "SO-1",
        "--summary",
        "late",
        "--description",
        "canary description",
        "--request",
        "canary request",
    ];
    let id = team.ok("ann", "2026-11-02T09:00", &new);
    team.ok(
        "ann",
        "2026-11-02T09:10",
        &["note", id.trim(), "--text", "canary text"],
    );
    std::thread::sleep(Duration::from_millis(50));
    team.ok("sue", "2026-11-02T10:00", &["list"]);
    let index = fs::read(team.root().join(".git/complaint/index")).expect("the index");
    let index = String::from_utf8_lossy(&index).to_lowercase();
    assert!(
        index.contains("late") && !index.contains("canary"),
        "{index}"
    );
}

/// A revision is read whole, without the index.
#[test]
fn a_report_of_a_period_is_that_of_all_cases() {
    let team = Repository::new();
    let mut ids = Vec::new();
    for (number, month) in ["11", "11", "12", "12"].into_iter().enumerate() {
        let received = format!("2026-{month}-0{}T09:00", 3 + number);
        let id = team.new_case("ann", &received);
        let later = |hour: u32| format!("2026-{month}-0{}T{hour}:00", 3 + number);
        team.ok("ann", &later(10), &["acknowledge", &id]);
        team.ok("sue", &later(11), &["assign", &id, "bob"]);
        if number == 1 {
            let promise = ["respond", &id, "--text", "soon", "--interim", "--promise"];
            let promise = [&promise[..], &["2026-11-06T09:00"]].concat();
            team.ok("bob", &later(12), &promise);
        }
        ids.push(id);
    }
    let answer = ["respond", &ids[0], "--text", "done", "--result", "solved"];
    team.ok("bob", "2026-12-07T09:00", &answer);
    team.ok(
        "ann",
        "2026-12-07T10:00",
        &["follow-up", &ids[0], "--score", "5"],
    );
    team.ok(
        "sue",
        "2026-12-07T11:00",
        &["invalidate", &ids[3], "--reason", "mistake"],
    );
    team.ok("sue", "2026-12-07T12:00", &["close", &ids[0]]);
    let now = "2026-12-09T09:00";
    for kind in [
        "kpi",
        "summary",
        "ledger",
        "sanctions",
        "follow-up",
        "liability",
    ] {
        for period in ["2026-11", "2026-12", "2026-12-07", "2027-01"] {
            for format in ["json", "csv", "md"] {
                let report = ["report", kind, "--period", period, "--format", format];
                let of_revision = [&["--rev", "HEAD"][..], &report].concat();
                let [here, whole] = [&report[..], &of_revision]
                    .map(|arguments| shown(&team.run_by_clock("sue", now, arguments)));
                assert_eq!(here, whole, "{report:?}");
                assert_eq!(here.0, Some(0), "{here:?}");
            }
        }
    }
    // A case of November that was closed in December counts in both.
    let handled = ["report", "kpi", "--cases", "mean-handling-time", "--period"];
    let handled = [&handled[..], &["2026-12"]].concat();
    let handled = team.ok("sue", now, &handled);
    assert!(handled.contains(&ids[0]), "{handled}");
    let ledger = team.ok("sue", now, &["report", "ledger", "--period", "2026-11"]);
    assert!(ids[..2].iter().all(|id| ledger.contains(id)), "{ledger}");
    assert!(!ledger.contains(&ids[2]), "{ledger}");
}
