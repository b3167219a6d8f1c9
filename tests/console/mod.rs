//! Runs the `console` blocks of Markdown files with the built program, each document in its own
//! folder.
//!
//! A block holds commands and their output, stdout and stderr interleaved as on a terminal:
//!
//! ```text
//! $ complaint close K7QM2X
//! ? 1
//! error[closing-gate]: ...
//! ```
//!
//! `? N` is the exit code if it is not 0, `> ` continues a command, `[..]` matches anything within
//! a line, and a line `...` matches any lines. Case ids and proposal handles are random: the nth
//! new one in the output is matched with the nth new one in the document. `<!-- fixture: NAME -->`
//! starts from a copy of `tests/cmd/fixtures/NAME` as a repository. `<!-- clock: TIME -->` sets the
//! clock, `<!-- zone: NAME -->` the time zone, `<!-- back in time -->` lets the clock go back. After `<!-- demo -->` commands run in a copy of the
//! project's cases, where `cargo run` is this program; after `<!-- folder: NAME -->` in an empty
//! folder of that name. The block after `<!-- tests -->` is not run,
//! because it would run these tests.
//!
//! With `UPDATE_DOCUMENTS=1` the documents are rewritten with the actual output.

mod hints;
mod names;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use names::Names;

pub use hints::Followed;

/// When the fixtures were committed: before everything that documents tell.
const BEGUN: &str = "2025-09-01T09:00:00+08:00";

/// The clock, unless a command sets its own.
const NOW: &str = "2026-11-21T09:20:00+08:00";

/// Runs a document; the error lists every difference.
pub fn run(document: &Path) -> Result<(), String> {
    let text =
        fs::read_to_string(document).map_err(|error| format!("{}: {error}", document.display()))?;
    let mut place = Place::new(&text);
    let mut names = Names::default();
    let mut printed = String::new();
    let mut wrong = Vec::new();
    for part in parts(&text) {
        match part {
            Part::Text(line) => {
                place.set(line);
                printed += &format!("{line}\n");
            }
            Part::Step(step) => {
                let (code, output) = place.run(&names.in_command(&step.command));
                let output = names.in_output(&output, &step.output);
                if code != step.code || !matches(&step.output, &output) {
                    wrong.push(format!(
                        "{}:{}: {}",
                        document.display(),
                        step.line,
                        difference(&step, code, &output)
                    ));
                }
                printed += &step.printed(code, &output);
            }
        }
    }
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() && !wrong.is_empty() {
        fs::write(document, printed).map_err(|error| error.to_string())?;
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n"))
    }
}

/// Follows the hints of the refusals in a document.
pub fn follow(document: &Path) -> Followed {
    let text = fs::read_to_string(document).unwrap();
    let mut place = Place::new(&text);
    let mut names = Names::default();
    let mut followed = Followed::default();
    for part in parts(&text) {
        match part {
            Part::Text(line) => place.set(line),
            Part::Step(step) => {
                let command = names.in_command(&step.command);
                let (code, output) = place.run(&command);
                names.in_output(&output, &step.output);
                if code == 1 {
                    let mut of_step = hints::follow(&place, &command, &output);
                    for story in &mut of_step.failed {
                        *story = format!("{}:{}\n{story}", document.display(), step.line);
                    }
                    followed = followed.and(of_step);
                }
            }
        }
    }
    followed
}

enum Part<'t> {
    Text(&'t str),
    Step(Step),
}

/// One command with its expected output.
struct Step {
    line: usize,
    typed: String,
    command: String,
    code: i32,
    output: String,
}

impl Step {
    /// The step with its actual output; unchanged if it matches.
    fn printed(&self, code: i32, output: &str) -> String {
        let kept = if matches(&self.output, output) {
            &self.output
        } else {
            output
        };
        let code = if code == 0 {
            String::new()
        } else {
            format!("? {code}\n")
        };
        format!("{}{code}{kept}", self.typed)
    }
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    let (mut in_console, mut skipped) = (false, false);
    while let Some((number, line)) = lines.next() {
        if line.starts_with("```") {
            in_console = line == "```console" && !skipped;
        }
        skipped = line == "<!-- tests -->";
        let Some(command) = line.strip_prefix("$ ").filter(|_| in_console) else {
            parts.push(Part::Text(line));
            continue;
        };
        let (mut typed, mut command) = (format!("{line}\n"), command.to_owned());
        while let Some((_, more)) = lines.next_if(|(_, line)| line.starts_with("> ")) {
            typed += &format!("{more}\n");
            command += &format!("\n{}", &more[2..]);
        }
        let code = lines
            .next_if(|(_, line)| line.starts_with("? "))
            .map_or(0, |(_, line)| line[2..].parse().unwrap());
        let mut output = String::new();
        while let Some((_, line)) =
            lines.next_if(|(_, line)| !line.starts_with("$ ") && !line.starts_with("```"))
        {
            output += &format!("{line}\n");
        }
        parts.push(Part::Step(Step {
            line: number + 1,
            typed,
            command,
            code,
            output,
        }));
    }
    parts
}

/// The folder in which a document runs.
struct Place {
    folder: tempfile::TempDir,
    work: PathBuf,
    clock: String,
    zone: String,
    /// Whether commands may be recorded before the newest commit.
    goes_back: bool,
}

impl Place {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let work = folder.path().join("work");
        let mut place = Self {
            folder,
            work,
            clock: BEGUN.to_owned(),
            zone: "UTC".to_owned(),
            goes_back: false,
        };
        fs::create_dir_all(&place.work).unwrap();
        fs::create_dir_all(place.home()).unwrap();
        fs::write(place.home().join(".gitconfig"), CONFIG).unwrap();
        fs::create_dir_all(place.templates().join("hooks")).unwrap();
        let clock = format!("[complaint]\n\tnow = {}T23:59:00+08:00\n", &NOW[..10]);
        fs::write(place.templates().join("config"), clock).unwrap();
        let fixture = text
            .lines()
            .find_map(|line| line.strip_prefix("<!-- fixture: ")?.strip_suffix(" -->"));
        if let Some(fixture) = fixture {
            let from = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("tests/cmd/fixtures")
                .join(fixture);
            let begin = format!(
                "cp -R '{}/.' . && git init -q && git add . && git commit -qm Begin",
                from.display()
            );
            let (code, said) = place.run(&begin);
            assert_eq!(code, 0, "{said}");
        }
        NOW.clone_into(&mut place.clock);
        place
    }

    /// Applies a comment of the document to the steps that follow.
    fn set(&mut self, line: &str) {
        let Some(comment) = line
            .strip_prefix("<!-- ")
            .and_then(|line| line.strip_suffix(" -->"))
        else {
            return;
        };
        match comment.split_once(": ") {
            Some(("clock", time)) => time.clone_into(&mut self.clock),
            Some(("zone", name)) => name.clone_into(&mut self.zone),
            Some(("folder", name)) => self.enter(name),
            _ if comment == "demo" => self.enter_demo(),
            _ if comment == "back in time" => self.goes_back = true,
            _ => {}
        }
    }

    /// Enters an empty folder.
    fn enter(&mut self, name: &str) {
        self.work = self.folder.path().join(name);
        fs::create_dir_all(&self.work).unwrap();
    }

    /// Enters a copy of the project's own cases, with a `cargo` that runs the program.
    fn enter_demo(&mut self) {
        self.work = self.folder.path().join("demo");
        fs::create_dir_all(self.work.join("bin")).unwrap();
        let project = env!("CARGO_MANIFEST_DIR");
        let copy = format!(
            "cd '{project}' && cp -R policy.toml cases evidence '{}'",
            self.work.display()
        );
        let (code, said) = self.run(&copy);
        assert_eq!(code, 0, "{said}");
        let (code, said) = self.run(CARGO);
        assert_eq!(code, 0, "{said}");
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// What git copies into new repositories: the clock of a server's hook.
    fn templates(&self) -> PathBuf {
        self.folder.path().join("templates")
    }

    /// Runs a line of shell; returns exit code and output, stderr where it appeared.
    fn run(&self, command: &str) -> (i32, String) {
        let back_in_time = if self.goes_back { BACK_IN_TIME } else { "" };
        let program = Path::new(env!("CARGO_BIN_EXE_complaint")).parent().unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("sh")
            .args(["-c", &format!("exec 2>&1\n{back_in_time}\n{command}")])
            .current_dir(&self.work)
            .env_clear()
            .env(
                "PATH",
                format!(
                    "{}:{}:{path}",
                    self.work.join("bin").display(),
                    program.display()
                ),
            )
            .env("HOME", self.home())
            .env("GIT_CONFIG_GLOBAL", self.home().join(".gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_TEMPLATE_DIR", self.templates())
            .env("GIT_CEILING_DIRECTORIES", self.folder.path())
            .envs(
                ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE", "COMPLAINT_NOW"]
                    .map(|name| (name, &self.clock)),
            )
            .env("TZ", &self.zone)
            .envs([
                ("LC_ALL", "C.UTF-8"),
                ("USER", "li.wei"),
                ("COLUMNS", "100"),
            ])
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let text = text.replace(&*self.work.to_string_lossy(), "/work");
        let ended = if text.is_empty() || text.ends_with('\n') {
            text
        } else {
            text + "\n"
        };
        (output.status.code().unwrap_or(-1), ended)
    }
}

const CONFIG: &str = "\
[user]\nname = Li Wei\nemail = li.wei@example.com\n[init]\ndefaultBranch = main\n[commit]\ngpgSign = false\n\
[advice]\ndefaultBranchName = false\n";

/// A document that tells several stories may go back in time, which a repository may not: after
/// `<!-- back in time -->` a newest commit that is ahead of the clock gets its time before anything
/// is recorded.
const BACK_IN_TIME: &str = r#"complaint() {
    case "$1" in
    list|show|report|check|audit|explain|log|overdue|policy|schema|init|doctor|letter|hook) ;;
    *)  now=$COMPLAINT_NOW
        case "$now" in ????-??-??) now="${now}T00:00:00" ;; ????-??-??T??:??) now="$now:00" ;; esac
        zone=$(sed -n 's/^time_zone *= *"\([^"]*\)".*/\1/p' policy.toml 2>/dev/null)
        now=$(TZ=${zone:-$TZ} git rev-parse --since="$now" 2>/dev/null); now=${now#--max-age=}
        if [ "$(git log -1 --format=%ct 2>/dev/null || echo 0)" -gt "${now:-0}" ]; then
            id=$(git cat-file commit HEAD | sed "1,/^$/s/^\(committer .*> \)[0-9]*/\1$now/" |
                git hash-object -t commit -w --stdin) && git update-ref HEAD "$id"
        fi ;;
    esac
    command complaint "$@"
}"#;

/// A `cargo run --quiet -- ARGUMENTS` that does not build.
const CARGO: &str = r#"printf '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done; shift\nexec complaint "$@"\n' >bin/cargo
chmod +x bin/cargo"#;

/// Whether the output matches the document. Blank lines at the end are ignored.
fn matches(shown: &str, output: &str) -> bool {
    let shown: Vec<&str> = shown.trim_end_matches('\n').lines().collect();
    let output: Vec<&str> = output.trim_end_matches('\n').lines().collect();
    lines_match(&shown, &output)
}

fn lines_match(shown: &[&str], output: &[&str]) -> bool {
    match (shown.split_first(), output.split_first()) {
        (None, None) => true,
        (Some((&"...", rest)), _) => {
            (0..=output.len()).any(|skipped| lines_match(rest, &output[skipped..]))
        }
        (Some((line, shown)), Some((printed, output))) => {
            line_matches(line, printed) && lines_match(shown, output)
        }
        (None, Some(_)) | (Some(_), None) => false,
    }
}

fn line_matches(shown: &str, printed: &str) -> bool {
    match shown.split_once("[..]") {
        None => shown == printed,
        Some((before, after)) => printed.strip_prefix(before).is_some_and(|rest| {
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            ends.into_iter().any(|at| line_matches(after, &rest[at..]))
        }),
    }
}

fn difference(step: &Step, code: i32, output: &str) -> String {
    format!(
        "{}\n--- shown (exit {})\n{}--- printed (exit {code})\n{output}",
        step.command, step.code, step.output
    )
}
