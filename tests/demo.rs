//! The project's own cases: they cover every status and flag, and the crontab of docs/cron.md runs
//! on them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// The clock of the commands in README and guide.
const NOW: &str = "2026-11-20T10:00:00+08:00";

#[test]
fn the_cases_show_every_status_flag_and_state_and_nothing_after_the_clock() {
    let output = Command::new(env!("CARGO_BIN_EXE_complaint"))
        .args(["-C", ROOT, "list", "--all", "--format", "json"])
        .env("COMPLAINT_NOW", NOW)
        .output()
        .unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    for status in [
        "open",
        "assigned",
        "investigated",
        "proposed",
        "responded",
        "resolved",
        "closed",
        "withdrawn",
        "invalid",
    ] {
        assert!(
            listed.contains(&format!("\"status\":\"{status}\"")),
            "{status}"
        );
    }
    for word in [
        "paused",
        "escalated",
        "reopened",
        "awaiting_approval",
        "soon",
        "overdue",
        "met",
        "missed",
        "cancelled",
    ] {
        assert!(listed.contains(&format!("\"{word}\"")), "{word}");
    }
    for file in walkdir::WalkDir::new(Path::new(ROOT).join("cases"))
        .into_iter()
        .filter_map(Result::ok)
    {
        let text = std::fs::read_to_string(file.path()).unwrap_or_default();
        let times = text.lines().filter_map(|line| line.strip_prefix("- at: "));
        assert!(
            times.into_iter().all(|time| time <= NOW),
            "{}",
            file.path().display()
        );
    }
}

/// A line of the crontab, with the variables set above it.
struct Job {
    settings: BTreeMap<String, String>,
    command: String,
}

fn jobs() -> Vec<Job> {
    let guide = std::fs::read_to_string(Path::new(ROOT).join("docs/cron.md")).unwrap();
    let (_, rest) = guide
        .split_once("```crontab\n")
        .expect("the guide shows a crontab");
    let (lines, _) = rest.split_once("```").unwrap();
    let mut settings = BTreeMap::new();
    let mut jobs = Vec::new();
    for line in lines.lines() {
        match line
            .split_once('=')
            .filter(|(name, _)| name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
        {
            Some((name, value)) => {
                drop(settings.insert(name.to_owned(), value.trim_matches('"').to_owned()))
            }
            None => jobs.push(Job {
                settings: settings.clone(),
                command: command(line),
            }),
        }
    }
    jobs
}

/// The command after the five time fields.
fn command(line: &str) -> String {
    assert!(
        !line.contains('%'),
        "cron takes % for the end of the line: {line}"
    );
    line.split_whitespace()
        .skip(5)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs a job at an instant, with the few variables that cron sets.
fn run(job: &Job, now: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_complaint")).parent().unwrap();
    Command::new("/bin/sh")
        .args(["-c", &job.command.replace("/srv/complaints", ROOT)])
        .current_dir("/")
        .env_clear()
        .envs([
            ("SHELL", "/bin/sh"),
            ("HOME", "/"),
            ("LOGNAME", "cron"),
            ("COMPLAINT_NOW", now),
        ])
        .env(
            "PATH",
            format!("{}:{}", program.display(), job.settings["PATH"]),
        )
        .output()
        .unwrap()
}

#[test]
fn each_cron_line_mails_late_cases_to_its_recipient() {
    let jobs = jobs();
    assert!(jobs.len() >= 3);
    for job in &jobs {
        let output = run(job, "2026-11-20T08:00:00+08:00");
        let (said, errors) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        assert!(
            output.status.success() && errors.is_empty(),
            "{}: {errors}",
            job.command
        );
        assert!(said.contains("late"), "{}: {said}", job.command);
        if let Some((_, handler)) = job.command.split_once("--handler ") {
            assert_eq!(job.settings["MAILTO"], format!("{handler}@example.com"));
        }
    }
}

#[test]
fn cron_lines_print_nothing_while_nothing_is_late() {
    for job in jobs() {
        // A minute after the first case came in.
        let output = run(&job, "2026-09-14T09:41:00+08:00");
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            "",
            "{}",
            job.command
        );
        assert!(
            output.stderr.is_empty() && output.status.success(),
            "{}",
            job.command
        );
    }
}
