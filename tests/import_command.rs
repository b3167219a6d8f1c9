//! `import` through the built program: invented ledgers, and real ones if available.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const MANIFEST: &str = env!("CARGO_MANIFEST_DIR");

/// A repository with the standard policy.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: TempDir::new().expect("a folder"),
        };
        let home = desk.folder.path();
        fs::write(
            home.join("gitconfig"),
            "[user]\nname = Li Wei\nemail = li.wei@example.org\n",
        )
        .expect("a file");
        fs::create_dir(desk.repo()).expect("a folder");
        desk.done(&["init"]);
        desk
    }

    fn repo(&self) -> PathBuf {
        self.folder.path().join("repo")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.repo()).env_clear();
        for (name, value) in [
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("TZ", "Asia/Shanghai".to_owned()),
        ] {
            command.env(name, value);
        }
        command
            .env("HOME", self.folder.path())
            .env("GIT_CONFIG_GLOBAL", self.folder.path().join("gitconfig"));
        command
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("COMPLAINT_NOW", "2026-11-21T09:00:00+08:00");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_complaint"))
            .args(arguments)
            .output()
            .expect("the program runs")
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = self
            .command("git")
            .args(arguments)
            .output()
            .expect("git runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Imports, asserts the exit code, and returns stdout and stderr.
    fn import(&self, file: &Path, map: &Path, more: &[&str], code: i32) -> (String, String) {
        let (file, map) = (
            file.to_str().expect("a path"),
            map.to_str().expect("a path"),
        );
        let output = self.run(&[&["import", file, "--map", map], more].concat());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let (out, said) = (text(output.stdout), text(output.stderr));
        assert_eq!(output.status.code(), Some(code), "{out}{said}");
        (out, said)
    }

    fn cases(&self) -> Vec<String> {
        let files = self.git(&["ls-files", "-z", "cases/**/*.yaml"]);
        let read = |file: &str| fs::read_to_string(self.repo().join(file)).expect("a case");
        files.split_terminator('\0').map(read).collect()
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(MANIFEST)
        .join("tests/fixtures/ledgers")
        .join(name)
}

fn example(name: &str) -> PathBuf {
    Path::new(MANIFEST).join("docs/import").join(name)
}

/// A real ledger, if available.
fn real(name: &str) -> Option<PathBuf> {
    let path = Path::new(MANIFEST).join("../shared/data").join(name);
    if !path.exists() {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn rows_come_in_and_the_others_are_listed_with_line_and_reason() {
    let desk = Desk::new();
    let (file, map) = (fixture("comma.csv"), fixture("comma.toml"));
    let (out, said) = desk.import(&file, &map, &[], 1);
    assert_eq!(
        out,
        "2 cases imported from comma.csv\n1 row repeated an earlier row\n\
         1 row had the key of an earlier row, but differed from it\n1 row could not be imported\n\
         rows: 5 = 2 imported + 3 not imported; lines: 8 = 1 of the header + 7 of rows + 0 blank\n"
    );
    let said = said.replace(file.to_str().expect("a path"), "comma.csv");
    assert_eq!(
        said,
        "comma.csv:5: not imported: received: '2026-02-30 10:00' is not a date like %d.%m.%Y %H:%M or %d.%m.%Y\n\
         comma.csv:6: not imported: 00017 is already on line 2, identical in every cell\n\
         comma.csv:8: not imported: 00018 is already on line 4, with a different Via\n"
    );
    let cases = desk.cases();
    let pump = cases
        .iter()
        .find(|case| case.contains("Ann Lee"))
        .expect("the first row");
    assert!(
        pump.contains("summary: \"The pump, model \\\"B\\\", leaks\"\n"),
        "{pump}"
    );
    assert!(
        pump.contains("amount: 1280.50\n") && pump.contains("source: \"comma.csv#00017\"\n"),
        "{pump}"
    );
    assert!(
        pump.contains("- at: 2026-02-04T23:59:59.999+08:00\n  by: li.wei\n  do: respond\n"),
        "{pump}"
    );
    assert!(
        pump.contains(
            "- at: 2026-02-04T23:59:59.999+08:00\n  by: li.wei\n  do: close\n  recorded: 2026-11-21T09:00:00+08:00\n"
        ),
        "{pump}"
    );
    assert!(cases.iter().any(|case| {
        case.contains("summary: \"=HYPERLINK(\\\"http://example.org\\\";\\\"x\\\")\"\n")
    }));
}

#[test]
fn one_commit_brings_all_cases_in_and_importing_again_adds_nothing() {
    let desk = Desk::new();
    let (file, map) = (fixture("comma.csv"), fixture("comma.toml"));
    fs::write(desk.repo().join("draft.txt"), "not yet").expect("a file");
    desk.git(&["add", "draft.txt"]);

    desk.import(&file, &map, &["--dry-run"], 1);
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "1\n");
    assert!(desk.cases().is_empty());

    desk.import(&file, &map, &[], 1);
    assert_eq!(
        desk.git(&["log", "-1", "--format=%an%n%B"]).trim_end(),
        "Li Wei\nimport 2 cases from comma.csv\n\nBy Li Wei (li.wei), 2026-11-21 09:00.\n\n\
         Verb: import\nSource: comma.csv\nCases: 2"
    );
    assert_eq!(desk.git(&["status", "--porcelain"]), "A  draft.txt\n");

    let (out, _) = desk.import(&file, &map, &[], 1);
    assert!(
        out.starts_with("0 cases imported from comma.csv\n2 rows already imported\n"),
        "{out}"
    );
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "2\n");
}

#[test]
fn gb18030_with_semicolons_and_an_unnamed_column_comes_in_right() {
    let desk = Desk::new();
    let (out, said) = desk.import(
        &fixture("semicolon-gbk.csv"),
        &fixture("semicolon-gbk.toml"),
        &["--format", "json"],
        1,
    );
    let result: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(
        (&result["imported"], &result["ledger"]),
        (&2.into(), &"台账".into())
    );
    assert_eq!(result["refused"][0]["line"], 4);
    assert!(
        said.ends_with(
            ":4: not imported: it has no key: the column that makes rows unique is empty\n"
        ),
        "{said}"
    );
    let cases = desk.cases();
    assert!(cases[0].contains("name: 王芳\n") || cases[1].contains("name: 王芳\n"));
    assert!(
        cases.concat().contains("summary: 屏幕出现坏点；左上角\n")
            || cases
                .concat()
                .contains("summary: \"屏幕出现坏点；左上角\"\n")
    );
    assert!(cases.concat().contains("amount: 1280.00\n"));
}

#[test]
fn a_mapping_that_does_not_fit_is_refused_at_its_place() {
    let desk = Desk::new();
    let map = desk.folder.path().join("map.toml");
    let text = fs::read_to_string(fixture("comma.toml")).expect("the mapping");
    fs::write(&map, text.replace("\"Customer\"", "\"Custommer\"")).expect("a file");
    let (_, said) = desk.import(&fixture("comma.csv"), &map, &[], 1);
    assert!(
        said.contains("map.toml:10:12") && said.contains("did you mean 'Customer'?"),
        "{said}"
    );
}

#[test]
fn importing_needs_the_permission() {
    let desk = Desk::new();
    let policy = desk.repo().join("policy.toml");
    let text = fs::read_to_string(&policy).expect("the policy");
    let clerk = "\n[staff.\"bo\"]\nname = \"Bo\"\nemail = \"bo@example.org\"\nrole = \"clerk\"\n";
    fs::write(&policy, text + clerk).expect("a file");
    let (_, said) = desk.import(
        &fixture("comma.csv"),
        &fixture("comma.toml"),
        &["--as", "bo"],
        1,
    );
    assert!(
        said.contains("error[permission]") && said.contains("`import` requires a supervisor"),
        "{said}"
    );
    assert!(desk.cases().is_empty());
}

#[cfg(unix)]
#[test]
fn a_hook_that_refuses_leaves_nothing_behind() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let hook = desk.repo().join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().expect("a folder")).expect("a folder");
    fs::write(&hook, "#!/bin/sh\necho no >&2\nexit 1\n").expect("a hook");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).expect("permissions");
    let before = desk.git(&["status", "--porcelain", "--ignored"]);
    let (out, said) = desk.import(&fixture("comma.csv"), &fixture("comma.toml"), &[], 3);
    assert!(out.is_empty() && said.contains("no"), "{said}");
    assert_eq!(desk.git(&["status", "--porcelain", "--ignored"]), before);
    assert!(desk.cases().is_empty() && !desk.repo().join("cases/2026").exists());
}

/// A log with a row for each event, its mapping, and the same log two rows later.
fn log_and_later(desk: &Desk) -> (PathBuf, PathBuf, PathBuf) {
    let [log, later, map] =
        ["log.csv", "later.csv", "map.toml"].map(|it| desk.folder.path().join(it));
    let first = "No,When,Who,What\n17,2026-03-02 09:00,Ann,new\n";
    let more = "17,2026-03-03 09:00,,call\n18,2026-03-04 09:00,Bo,new\n";
    fs::write(&log, first).expect("a file");
    fs::write(&later, first.to_owned() + more).expect("a file");
    let mapping = "format = 1\nsource = \"log\"\n[rows]\nkey = \"No\"\nrepeats = \"join\"\n[facts]\n\
        received = \"When\"\nchannel = { text = \"phone\" }\ncategory = { text = \"other\" }\n\
        name = \"Who\"\nsummary = { text = \"late\" }\n[events.acknowledge]\nwhen = { What = \"call\" }\n";
    fs::write(&map, mapping).expect("a file");
    (log, later, map)
}

#[test]
fn events_for_known_cases_are_one_commit_with_the_new_ones() {
    let desk = Desk::new();
    let (log, later, map) = log_and_later(&desk);
    desk.import(&log, &map, &[], 0);
    desk.import(&later, &map, &[], 0);
    assert_eq!(desk.git(&["status", "--porcelain"]), "");
    assert_eq!(
        desk.git(&["log", "-1", "--format=%s"]),
        "import 1 case and 1 event from log\n"
    );
    assert_eq!(
        desk.git(&["diff", "HEAD~1", "--name-status"])
            .matches("M\t")
            .count(),
        1
    );
    let commits = desk.git(&["rev-list", "--count", "HEAD"]);
    desk.import(&later, &map, &[], 0);
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), commits);
    desk.done(&["check"]);
}

#[cfg(unix)]
#[test]
fn a_hook_that_refuses_leaves_known_cases_as_they_were() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let (log, later, map) = log_and_later(&desk);
    desk.import(&log, &map, &[], 0);
    let hook = desk.repo().join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().expect("a folder")).expect("a folder");
    fs::write(&hook, "#!/bin/sh\nexit 1\n").expect("a hook");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).expect("permissions");
    let before = desk.cases();
    desk.import(&later, &map, &[], 3);
    assert_eq!(desk.cases(), before);
    assert_eq!(desk.git(&["status", "--porcelain"]), "");
    fs::remove_file(&hook).expect("the hook");
    let (out, _) = desk.import(&later, &map, &[], 0);
    assert!(out.contains("1 event for 1 case imported before"), "{out}");
}

#[test]
fn what_was_changed_by_hand_in_a_case_stops_the_rows_of_that_case() {
    let desk = Desk::new();
    let (log, later, map) = log_and_later(&desk);
    desk.import(&log, &map, &[], 0);
    let file = desk.git(&["ls-files", "cases/*.yaml"]);
    let file = file.trim().to_owned();
    let path = desk.repo().join(&file);
    let text = fs::read_to_string(&path).expect("the case");
    fs::write(&path, text.replace("summary: late", "summary: lost")).expect("a file");
    let commits = desk.git(&["rev-list", "--count", "HEAD", "--", &file]);
    let (_, said) = desk.import(&later, &map, &[], 1);
    assert!(
        said.contains("cannot be extended: 'summary' was changed"),
        "{said}"
    );
    assert_eq!(desk.cases().len(), 2);
    assert_eq!(
        desk.git(&["rev-list", "--count", "HEAD", "--", &file]),
        commits
    );
}

#[test]
fn a_commit_counts_even_if_the_journal_cannot_be_cleared() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let (file, map) = (fixture("comma.csv"), fixture("comma.toml"));
    let git_dir = desk.repo().join(".git");
    let (hook, journal) = (
        git_dir.join("hooks/post-commit"),
        git_dir.join("complaint/journal"),
    );
    fs::create_dir_all(git_dir.join("hooks")).expect("a folder");
    let script = "#!/bin/sh\ncd .git/complaint && mv journal notes && mkdir journal\n";
    fs::write(&hook, script).expect("a hook");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).expect("permissions");

    desk.import(&file, &map, &[], 1);
    assert_eq!(desk.cases().len(), 2);
    assert_eq!(desk.git(&["status", "--porcelain"]), "");

    // The leftover notes do not disturb the next import.
    fs::remove_file(&hook).expect("the hook");
    fs::remove_dir(&journal).expect("the hook made a folder");
    fs::rename(git_dir.join("complaint/notes"), &journal).expect("the notes");
    desk.import(&file, &map, &[], 1);
    assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "2\n");
    assert_eq!(fs::read_to_string(&journal).expect("the journal"), "");
}

/// Runs an import with a git that makes the commit and is killed then.
#[cfg(unix)]
fn import_with_killed_git(desk: &Desk, file: &Path) -> Output {
    use std::os::unix::fs::PermissionsExt;
    let path = std::env::var("PATH").expect("a path");
    let real = std::env::split_paths(&path)
        .map(|folder| folder.join("git"))
        .find(|git| git.is_file())
        .expect("git");
    let (fake, real) = (desk.folder.path().join("fake"), real.display());
    fs::create_dir_all(&fake).expect("a folder");
    let script = format!(
        "#!/bin/sh\ncase \" $* \" in *' commit '*) '{real}' \"$@\"; kill -9 $$ ;; esac\nexec '{real}' \"$@\"\n"
    );
    fs::write(fake.join("git"), script).expect("a script");
    fs::set_permissions(fake.join("git"), fs::Permissions::from_mode(0o755)).expect("permissions");
    let (file, map) = (
        file.display().to_string(),
        fixture("comma.toml").display().to_string(),
    );
    let mut command = desk.command(env!("CARGO_BIN_EXE_complaint"));
    command.args(["import", &file, "--map", &map]);
    command.env("PATH", format!("{}:{path}", fake.display()));
    command.output().expect("the program runs")
}

#[cfg(unix)]
#[test]
fn a_git_killed_after_the_commit_has_imported_the_cases() {
    // Many files are committed in another way.
    for count in [3, 250] {
        let desk = Desk::new();
        let file = desk.folder.path().join("ledger.csv");
        let row = |nth| format!("{nth},03.02.2026,Tel,Ann,Broken,,open,\n");
        let rows: String = (1..=count).map(row).collect();
        let header = "No.,Received,Via,Customer,Matter,Amount,State,Done\n";
        fs::write(&file, header.to_owned() + &rows).expect("a file");

        let output = import_with_killed_git(&desk, &file);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "2\n");
        assert_eq!(desk.git(&["status", "--porcelain"]), "", "{count}");
        assert_eq!(desk.cases().len(), count);
        let (out, _) = desk.import(&file, &fixture("comma.toml"), &[], 0);
        assert!(out.starts_with("0 cases imported"), "{out}");
    }
}

#[test]
fn cases_left_uncommitted_are_committed_by_the_next_import() {
    let desk = Desk::new();
    let (file, map) = (fixture("comma.csv"), fixture("comma.toml"));
    desk.import(&file, &map, &["--no-commit"], 1);
    assert!(desk.git(&["status", "--porcelain"]).contains("cases/"));
    desk.import(&file, &map, &[], 1);
    assert_eq!(desk.git(&["status", "--porcelain"]), "");
    assert_eq!(
        desk.git(&["log", "-1", "--format=%s"]),
        "import 2 cases from comma.csv\n"
    );
}

/// A repository with a real ledger, if available; imported twice, the second time without effect.
fn with_real(name: &str, map: &str, cases: usize) -> Option<Desk> {
    let (file, desk) = (real(name)?, Desk::new());
    let (out, _) = desk.import(&file, &example(map), &[], 0);
    assert!(
        out.starts_with(&format!("{cases} cases imported from {name}\n")),
        "{out}"
    );
    let (out, _) = desk.import(&file, &example(map), &[], 0);
    assert!(
        out.starts_with(&format!(
            "0 cases imported from {name}\n{cases} rows already imported\n"
        )),
        "{out}"
    );
    assert_eq!(desk.git(&["status", "--porcelain"]), "");
    assert_eq!(listed(&desk, &[]), cases);
    Some(desk)
}

/// The number of cases that `list` prints.
fn listed(desk: &Desk, more: &[&str]) -> usize {
    let text = desk.done(&[&["list", "--all", "--format", "json"], more].concat());
    serde_json::from_str::<Vec<serde_json::Value>>(&text)
        .expect("an array")
        .len()
}

#[test]
fn statuses_of_the_telephone_company_are_those_of_its_ledger() {
    let Some(desk) = with_real("comcast.csv", "comcast.toml", 2224) else {
        return;
    };
    let text = desk.done(&["list", "--all", "--format", "json"]);
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).expect("an array");
    let count = |status: &str, flags: serde_json::Value| {
        cases
            .iter()
            .filter(|case| case["status"] == status && case["flags"] == flags)
            .count()
    };
    assert_eq!(count("resolved", serde_json::json!([])), 973);
    assert_eq!(count("closed", serde_json::json!([])), 734);
    assert_eq!(count("open", serde_json::json!([])), 363);
    assert_eq!(count("open", serde_json::json!(["paused"])), 154);
}

#[test]
fn what_the_city_promised_and_missed_is_listed() {
    let Some(desk) = with_real("stlouis-2010.csv", "stlouis.toml", 1486) else {
        return;
    };
    assert_eq!(listed(&desk, &["--missed", "promised"]), 590);
}

#[test]
fn chinese_cases_are_listed_with_straight_borders() {
    let Some(desk) = with_real("car-complaints-gbk.csv", "car-complaints.toml", 630) else {
        return;
    };
    let table = desk.done(&["list", "--all", "--limit", "20"]);
    assert!(table.contains('吉'), "{table}");
}
