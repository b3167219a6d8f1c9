//! Compares `complaint audit` with `git log --raw` on a synthetic history: a year of overlapping
//! cases with one commit per event, and a growing staff. Prints medians, their ratio, and peak
//! memory.
//!
//! Usage: `cargo bench --bench audit [-- CASES EVENTS [FOLDER]]`. The default is 1,000 cases of 20
//! events. With FOLDER, the history is kept there and used again by the next run.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, TimeDelta};

const ROUNDS: usize = 5;
const STAFF: &str = "\n[staff.ann]\nemail = \"ann@example.com\"\nrole = \"clerk\"\n[staff.bob]\nemail = \"bob@example.com\"\nrole = \"clerk\"\n\
                     [staff.sue]\nemail = \"sue@example.com\"\nrole = \"supervisor\"\n[staff.dan]\nemail = \"dan@example.com\"\nrole = \"director\"\n";

/// Number of new staff members in the course of the history.
const HIRES: usize = 4;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let number = |place: usize, otherwise: usize| {
        arguments
            .get(place)
            .map_or(otherwise, |number| number.parse().expect("a number"))
    };
    let (cases, events) = (number(0, 1000), number(1, 20));
    let root = arguments
        .get(2)
        .map_or_else(|| folder.path().join("team"), PathBuf::from);
    if !root.join(".git").exists() {
        make(&root, cases, events);
    }
    let audit = [env!("CARGO_BIN_EXE_complaint"), "audit"];
    let log = ["git", "log", "--raw"];
    let mut taken = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        taken[0].push(run(&root, &audit));
        taken[1].push(run(&root, &log));
    }
    let [ours, theirs] = taken.map(median);
    println!("{cases} cases of {events} events:");
    for (name, (time, memory)) in [("complaint audit", ours), ("git log --raw", theirs)] {
        println!(
            "{name:20} {:8.0} ms {memory:8} KiB",
            time.as_secs_f64() * 1000.0
        );
    }
    println!("ratio {:.2}", ours.0.as_secs_f64() / theirs.0.as_secs_f64());
}

/// Run time and peak memory in KiB; 0 KiB on systems without `/proc`.
fn run(root: &Path, command: &[&str]) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = hermetic(root, command[0])
        .args(&command[1..])
        .env("COMPLAINT_NOW", "2027-12-31T12:00:00+08:00")
        .stdout(Stdio::null())
        .spawn()
        .expect("it runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line
            .and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
            .unwrap_or(0);
        peak = peak.max(now);
        if let Some(status) = child.try_wait().expect("it ends") {
            assert!(status.success(), "{command:?}");
            return (start.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn median(mut taken: Vec<(Duration, u64)>) -> (Duration, u64) {
    taken.sort();
    taken[taken.len() / 2]
}

fn hermetic(root: &Path, program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(root)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    command
}

/// Creates the history with one `git fast-import`, and packs it, as `git gc --auto` would.
fn make(root: &Path, cases: usize, events: usize) {
    fs::create_dir_all(root).expect("a folder");
    let git = |arguments: &[&str]| {
        assert!(
            hermetic(root, "git")
                .args(arguments)
                .status()
                .expect("git runs")
                .success(),
            "{arguments:?}"
        );
    };
    git(&["init", "-q", "-b", "main"]);
    let mut import = hermetic(root, "git")
        .args(["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("git runs");
    let written = import
        .stdin
        .take()
        .expect("a pipe")
        .write_all(stream(cases, events).as_bytes());
    assert!(written.is_ok() && import.wait().expect("it ends").success());
    git(&["reset", "-q", "--hard"]);
    git(&["gc", "-q"]);
}

/// One event, and its commit.
struct Step {
    at: DateTime<FixedOffset>,
    case: usize,
    number: usize,
}

fn stream(cases: usize, events: usize) -> String {
    let first: DateTime<FixedOffset> = "2026-01-01T09:00:00+08:00".parse().expect("an instant");
    let received = |case: usize| first + TimeDelta::minutes((case * 340 * 24 * 60 / cases) as i64);
    let step = |case: usize, number: usize| Step {
        at: received(case) + TimeDelta::minutes((number * 10 * 24 * 60 / events) as i64),
        case,
        number,
    };
    let mut steps: Vec<Step> = (0..cases)
        .flat_map(|case| (0..events).map(move |number| step(case, number)))
        .collect();
    steps.sort_by_key(|step| (step.at, step.case));
    let policy = complaint::domain::policy::preset("standard")
        .expect("it is shipped")
        .to_owned()
        + STAFF;
    let mut stream = String::new();
    let attributes = "cases/**/*.yaml merge=complaint text eol=lf\nevidence/** -text\n";
    let begun = [
        ("policy.toml", policy.as_str()),
        (".gitattributes", attributes),
    ];
    commit(&mut stream, "dan", first - TimeDelta::days(1), &begun);
    let mut texts = vec![String::new(); cases];
    let mut policy = policy;
    for (place, step) in steps.iter().enumerate() {
        if place % (steps.len() / HIRES + 1) == steps.len() / HIRES / 2 {
            let hire = place * HIRES / steps.len();
            let _ = write!(
                policy,
                "[staff.new{hire}]\nemail = \"new{hire}@example.com\"\nrole = \"clerk\"\n"
            );
            commit(
                &mut stream,
                "dan",
                step.at,
                &[("policy.toml", policy.as_str())],
            );
        }
        let id = id(received(step.case), step.case);
        let text = &mut texts[step.case];
        if step.number == 0 {
            *text = facts(&id, step.at);
        }
        let (by, rest) = event(step.number, events);
        let _ = write!(
            text,
            "- at: {}\n  by: {by}\n  do: {rest}\n",
            step.at.to_rfc3339()
        );
        let file = format!("cases/{}/{}/{id}-delivery.yaml", &id[..4], &id[4..6]);
        commit(&mut stream, by, step.at, &[(&file, text)]);
    }
    stream
}

fn id(received: DateTime<FixedOffset>, case: usize) -> String {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let scattered = (case as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let digits = (0..6).map(|place| char::from(DIGITS[(scattered >> (5 * place)) as usize % 32]));
    format!(
        "{}-{}",
        received.format("%Y%m%d"),
        digits.collect::<String>()
    )
}

fn facts(id: &str, received: DateTime<FixedOffset>) -> String {
    format!(
        "id: {id}\nreceived: {}\nchannel: phone\ncategory: delivery\nlevel: general\nseverity: minor\ncomplainant:\n  name: 王芳\n  \
         contact: 138 0000 0000\nproduct: PX-200\norder: SO-4711\namount: 1280.00\nsummary: 屏幕出现坏点\ndescription: |\n  \
         收货第二天发现屏幕左上角有三个坏点。\n  客服电话两次都没有打通。\nrequest: refund\nevents:\n",
        received.to_rfc3339()
    )
}

/// The author and the YAML lines of a case's event, by its number.
fn event(number: usize, events: usize) -> (&'static str, String) {
    const REFUND: &str = "proposal: K7QM2X\n  remedy: refund\n  amount: 800";
    match number {
        0 => ("ann", "register".to_owned()),
        1 => ("ann", "assign\n  to: bob\n  department: service".to_owned()),
        2 => ("bob", "acknowledge\n  via: phone".to_owned()),
        4 => (
            "bob",
            "investigate\n  verdict: substantiated\n  finding: the parcel was left in the rain"
                .to_owned(),
        ),
        6 => ("bob", format!("propose\n  {REFUND}")),
        7 => ("sue", format!("approve\n  {REFUND}")),
        8 => (
            "bob",
            "respond\n  text: 800 come back within three days\n  result: solved".to_owned(),
        ),
        9 => ("bob", "resolve".to_owned()),
        11 => (
            "ann",
            "follow-up\n  score: 4\n  comment: content".to_owned(),
        ),
        _ if number + 1 == events => ("ann", "close\n  outcome: solved".to_owned()),
        _ => (
            "bob",
            format!(
                "note\n  text: remark {number} on how it went on, in a sentence of some length"
            ),
        ),
    }
}

fn commit(stream: &mut String, who: &str, at: DateTime<FixedOffset>, files: &[(&str, &str)]) {
    let signed = format!("{who} <{who}@example.com> {} +0800", at.timestamp());
    let message = "record";
    let _ = write!(
        stream,
        "commit refs/heads/main\nauthor {signed}\ncommitter {signed}\ndata {}\n{message}\n",
        message.len()
    );
    for (path, text) in files {
        let _ = write!(
            stream,
            "M 100644 inline {path}\ndata {}\n{text}\n",
            text.len()
        );
    }
}
