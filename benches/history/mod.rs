//! A synthetic history: a year of overlapping cases with one commit per event, and a growing staff.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::{DateTime, FixedOffset, TimeDelta};

/// The clock for all programs that read the history: after its end.
pub const NOW: &str = "2027-12-31T12:00:00+08:00";

const STAFF: &str = "\n[staff.ann]\nemail = \"ann@example.com\"\nrole = \"clerk\"\n[staff.bob]\nemail = \"bob@example.com\"\nrole = \"clerk\"\n\
                     [staff.sue]\nemail = \"sue@example.com\"\nrole = \"supervisor\"\n[staff.dan]\nemail = \"dan@example.com\"\nrole = \"director\"\n";

/// Number of new staff members in the course of the history.
const HIRES: usize = 4;

/// A program in a repository, with git's settings of that repository alone.
pub fn hermetic(root: &Path, program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(root)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    command
}

/// Creates the history with one `git fast-import`, and packs it, as `git gc --auto` would.
pub fn make(root: &Path, cases: usize, events: usize) {
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
    let mut commits = BufWriter::new(import.stdin.take().expect("a pipe"));
    write_commits(&mut commits, cases, events).expect("git reads on");
    commits.flush().expect("git reads on");
    drop(commits);
    assert!(import.wait().expect("it ends").success());
    git(&["reset", "-q", "--hard"]);
    git(&["gc", "-q"]);
}

/// One event, and its commit.
struct Step {
    at: DateTime<FixedOffset>,
    case: usize,
    number: usize,
}

fn write_commits(stream: &mut impl Write, cases: usize, events: usize) -> io::Result<()> {
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
    let attributes = "cases/**/*.yaml merge=complaint text eol=lf\nevidence/** -text\n";
    let begun = [
        ("policy.toml", policy.as_str()),
        (".gitattributes", attributes),
    ];
    commit(stream, "dan", first - TimeDelta::days(1), &begun)?;
    let mut texts = vec![String::new(); cases];
    let mut policy = policy;
    for (place, step) in steps.iter().enumerate() {
        if place % (steps.len() / HIRES + 1) == steps.len() / HIRES / 2 {
            let hire = place * HIRES / steps.len();
            let _ = write!(
                policy,
                "[staff.new{hire}]\nemail = \"new{hire}@example.com\"\nrole = \"clerk\"\n"
            );
            let hired = [("policy.toml", policy.as_str())];
            commit(stream, "dan", step.at, &hired)?;
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
        commit(stream, by, step.at, &[(&file, text)])?;
    }
    Ok(())
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

fn commit(
    stream: &mut impl Write,
    who: &str,
    at: DateTime<FixedOffset>,
    files: &[(&str, &str)],
) -> io::Result<()> {
    let signed = format!("{who} <{who}@example.com> {} +0800", at.timestamp());
    let message = "record";
    write!(
        stream,
        "commit refs/heads/main\nauthor {signed}\ncommitter {signed}\ndata {}\n{message}\n",
        message.len()
    )?;
    for (path, text) in files {
        write!(
            stream,
            "M 100644 inline {path}\ndata {}\n{text}\n",
            text.len()
        )?;
    }
    Ok(())
}
