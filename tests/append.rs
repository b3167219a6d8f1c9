//! What commands write: a single additive hunk, in order, that every YAML parser reads as the same
//! values.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::support::repository::{REAL, Repository};
use complaint::domain::case::event::Note;
use complaint::domain::case::{Entry, document};

/// A case with thirty events, a comment and odd spacing added by hand, under git.
fn written_by_hand(repository: &Repository) -> (String, PathBuf) {
    let id = repository.new_case("ann", "2026-11-02T09:00");
    for number in 1..30 {
        repository.ok(
            "ann",
            "2026-11-02T10:00",
            &["note", &id, "--text", &format!("remark {number}")],
        );
    }
    let path = repository.root().join(repository.case_file(&id));
    let text = fs::read_to_string(&path).expect("the case");
    let text = text
        .replacen("summary: ", "# seen by the lawyer\n\nsummary:   ", 1)
        .replacen("  do: note\n", "  do:   note # by telephone\n\n", 1);
    fs::write(&path, text).expect("an edit by hand");
    repository.git("ann", REAL, &["commit", "-qam", "Comment by hand"]);
    (id, path)
}

#[test]
fn each_command_adds_one_hunk_and_removes_nothing() {
    let repository = Repository::new();
    let (id, path) = written_by_hand(&repository);
    let day = "2026-11-02T11:00";
    let letter = repository.root().join("letter.txt");
    fs::write(&letter, "Dear all").expect("a letter");
    let other = repository.new_case("ann", "2026-11-02T09:00");
    let letter = letter.to_str().expect("a path").to_owned();
    let commands: Vec<Vec<&str>> = vec![
        vec!["acknowledge", &id, "--via", "phone"],
        vec![
            "assign",
            &id,
            "bob",
            "--department",
            "quality",
            "--co-handler",
            "logistics",
            "--co-handler",
            "legal",
        ],
        vec!["send-back", &id, "--reason", "- not ours"],
        vec!["attach", &id, &letter],
        vec!["link", &id, &other, "--kind", "repeated"],
        vec!["amend", &id, "amount=12.50", "--reason", "he said: \"no\""],
        vec![
            "investigate",
            &id,
            "--verdict",
            "partly",
            "--cause",
            "delivery",
            "--liable",
            "carrier=60",
            "--liable",
            "us=40",
        ],
        vec!["propose", &id, "--remedy", "refund", "--amount", "400"],
        vec!["refuse", &id, "--reason", "too much\n\nfar too much"],
        vec!["escalate", &id, "--reason", "no"],
        vec!["pause", &id, "--reason", "# waiting"],
        vec!["resume", &id, "--reason", "2026-11-21"],
        vec![
            "extend",
            &id,
            "--deadline",
            "respond",
            "--for",
            "1bd",
            "--reason",
            "1e3",
        ],
        vec!["chase", &id, "--text", "请尽快处理:好吗"],
        vec![
            "respond",
            &id,
            "--interim",
            "--promise",
            "2026-11-05",
            "--text",
            "soon",
        ],
        vec!["respond", &id, "--text", "  leading blanks\nand lines \n"],
        vec!["respond", &id, "--result", "solved"],
        vec!["follow-up", &id, "--score", "5", "--comment", "~"],
        vec!["retract", &id, "--event", "31", "--reason", "null"],
        vec!["close", &id],
        vec!["reopen", &id, "--reason", "0x1F"],
        vec!["withdraw", &id, "--reason", "settled: yes"],
    ];
    for command in commands {
        let before = fs::read(&path).expect("the case");
        repository.ok("dan", day, &command);
        let after = fs::read(&path).expect("the case");
        assert!(
            after.len() > before.len() && after.starts_with(&before),
            "{command:?} wrote anew what was there"
        );
        let numstat = repository.git(
            "ann",
            REAL,
            &["show", "--numstat", "--format=", "HEAD", "--", "cases"],
        );
        let removed: Vec<&str> = numstat
            .lines()
            .filter_map(|line| line.split('\t').nth(1))
            .collect();
        assert_eq!(removed, ["0"], "{command:?}: {numstat}");
        let hunks = repository.git(
            "ann",
            REAL,
            &["show", "-U0", "--format=", "HEAD", "--", "cases"],
        );
        assert_eq!(
            hunks.lines().filter(|line| line.starts_with("@@")).count(),
            1,
            "{command:?}: {hunks}"
        );
    }
    assert_eq!(
        repository.git("ann", REAL, &["status", "--porcelain", "cases"]),
        ""
    );
    same_in_python(&[path]);
}

#[test]
fn twenty_commands_within_a_second_keep_their_order() {
    let repository = Repository::new();
    let id = repository.new_case("ann", "2026-11-02T09:00");
    let texts: Vec<String> = (0..20)
        .map(|number| format!("remark {:02}", 19 - number))
        .collect();
    for text in &texts {
        repository.ok("ann", "2026-11-02T10:00", &["note", &id, "--text", text]);
    }
    let case = repository.case(&id);
    let in_order: Vec<String> = case
        .in_order()
        .iter()
        .filter_map(|entry| text_of(entry))
        .collect();
    assert_eq!(in_order, texts);
}

fn text_of(entry: &Entry) -> Option<String> {
    match &entry.event {
        complaint::domain::case::Event::Note(Note { text, .. }) => text.clone(),
        _ => None,
    }
}

/// PyYAML, if installed, reads the same keys, texts and instants as this program.
fn same_in_python(files: &[PathBuf]) {
    let script = r#"
import sys, json, datetime, yaml
def plain(v):
    if isinstance(v, datetime.datetime): return v.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(v, dict): return {k: plain(x) for k, x in v.items()}
    if isinstance(v, list): return [plain(x) for x in v]
    return v
for f in sys.argv[1:]:
    print(json.dumps([[e["do"], plain(e)] for e in yaml.safe_load(open(f, encoding="utf-8"))["events"]], ensure_ascii=False))
"#;
    let Ok(output) = Command::new("python3")
        .arg("-c")
        .arg(script)
        .args(files)
        .output()
    else {
        eprintln!("skipped: python3 is not installed");
        return;
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("No module named 'yaml'"), "{said}");
        eprintln!("skipped: PyYAML is not installed");
        return;
    }
    for (line, file) in String::from_utf8_lossy(&output.stdout).lines().zip(files) {
        let read: serde_json::Value = serde_json::from_str(line).expect("json");
        let case = document::parse(&fs::read(file).expect("the case"))
            .case
            .expect("it is readable");
        assert_eq!(read.as_array().map(Vec::len), Some(case.entries.len()));
        for (theirs, ours) in read.as_array().into_iter().flatten().zip(&case.entries) {
            assert_eq!(theirs[0], ours.event.name());
            for (key, value) in ours.fields() {
                same_value(&theirs[1][key], &value, key);
            }
        }
    }
}

fn same_value(
    theirs: &serde_json::Value,
    ours: &complaint::domain::case::fields::Value,
    key: &str,
) {
    use complaint::domain::case::fields::Value;
    match ours {
        Value::Text(text) => assert_eq!(theirs.as_str(), Some(text.as_str()), "{key}"),
        Value::Instant(instant) => {
            let theirs = theirs
                .as_str()
                .and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok());
            assert_eq!(
                theirs.map(|theirs| theirs.to_utc()),
                Some(*instant),
                "{key}"
            );
        }
        Value::Decimal(amount) => {
            assert_eq!(
                theirs.as_f64().map(|number| number.to_string()),
                Some(amount.normalize().to_string()),
                "{key}"
            );
        }
        Value::Whole(number) => assert_eq!(theirs.as_u64(), Some(*number), "{key}"),
        Value::True => assert_eq!(theirs.as_bool(), Some(true), "{key}"),
        Value::List(items) => assert_eq!(theirs, &serde_json::json!(items), "{key}"),
        Value::Shares(shares) => {
            let theirs: Vec<&str> = theirs
                .as_object()
                .map(|shares| shares.keys().map(String::as_str).collect())
                .unwrap_or_default();
            let ours: Vec<&str> = shares.iter().map(|(party, _)| party.as_str()).collect();
            assert_eq!(theirs, ours, "{key}");
        }
        Value::Unknown(_) => panic!("nothing unknown was written"),
    }
}

#[test]
fn uncommitted_events_are_committed_one_by_one() {
    let repository = Repository::new();
    let day = "2026-11-02T10:00";
    let new = [
        "new",
        "--no-commit",
        "--channel",
        "phone",
        "--category",
        "delivery",
        "--customer",
        "Li",
        "--summary",
        "late",
    ];
    let id = repository.ok("ann", day, &new);
    repository.ok("bob", day, &["note", &id, "--text", "one", "--no-commit"]);
    repository.ok("sue", day, &["note", &id, "--text", "two", "--no-commit"]);
    repository.ok("ann", day, &["acknowledge", &id]);
    let log = repository.git("ann", REAL, &["log", "--reverse", "--format=%an %s"]);
    let subjects: Vec<String> = log
        .lines()
        .skip(2)
        .map(|line| line.replace(&id, "ID"))
        .collect();
    assert_eq!(subjects.len(), 4, "{log}");
    for (subject, begins) in subjects.iter().zip([
        "ann register ID",
        "bob note ID",
        "sue note ID",
        "ann acknowledge ID",
    ]) {
        assert!(subject.starts_with(begins), "{log}");
    }
    for commit in ["HEAD", "HEAD~1", "HEAD~2"] {
        let added = repository.git("ann", REAL, &["show", "-U0", "--format=", commit]);
        assert_eq!(
            added
                .lines()
                .filter(|line| line.starts_with("+- at:"))
                .count(),
            1,
            "{added}"
        );
    }
    assert_eq!(repository.git("ann", REAL, &["status", "--porcelain"]), "");
}

#[test]
fn a_clock_without_offset_is_in_the_zone_of_the_policy() {
    let repository = Repository::new();
    let id = repository.new_case("ann", "2026-11-02T09:00");
    for now in [
        "2026-11-02T10:30",
        "2026-11-02 10:30",
        "2026-11-02T10:30+08:00",
        "2026-11-02T02:30:00Z",
    ] {
        repository.ok("ann", now, &["note", &id, "--text", "x"]);
    }
    let written = repository.read(&repository.case_file(&id));
    assert_eq!(
        written.matches("- at: 2026-11-02T10:30:00").count(),
        4,
        "{written}"
    );
    assert_eq!(
        repository.git("ann", REAL, &["log", "-1", "--format=%aI"]),
        "2026-11-02T10:30:00+08:00"
    );
}

#[test]
fn the_acting_person_is_the_author_with_or_without_an_address() {
    let repository = Repository::new();
    let policy = repository.root().join("policy.toml");
    let text = fs::read_to_string(&policy).expect("the policy");
    fs::write(
        &policy,
        text.replace("email = \"bob@example.com\"", "name = \"Bob\""),
    )
    .expect("the policy");
    repository.git("ann", REAL, &["commit", "-qam", "Bob has no address"]);
    let id = repository.new_case("ann", "2026-11-02T09:00");
    repository.ok(
        "ann",
        "2026-11-02T10:00",
        &["--as", "bob", "note", &id, "--text", "x"],
    );
    assert_eq!(
        repository.git("ann", REAL, &["log", "-1", "--format=%an <%ae>, %cn"]),
        "Bob <>, ann"
    );
}

#[test]
fn a_millisecond_too_late_is_too_late() {
    let repository = Repository::new();
    let id = repository.new_case("ann", "2026-11-02T09:00");
    repository.ok(
        "ann",
        "2026-11-06T00:00:00.001+08:00",
        &["respond", &id, "--text", "x"],
    );
    let listed = repository.ok(
        "ann",
        "2026-11-07T00:00",
        &["list", "--missed", "respond", "--format", "json"],
    );
    assert!(listed.contains(&id), "{listed}");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_for_the_cases_folder_is_not_followed() {
    let repository = Repository::new();
    repository.new_case("ann", "2026-11-02T09:00");
    let (cases, elsewhere) = (
        repository.root().join("cases"),
        repository.root().join("elsewhere"),
    );
    fs::rename(&cases, &elsewhere).expect("a move");
    std::os::unix::fs::symlink(&elsewhere, &cases).expect("a link");
    for (command, code) in [("list", 3), ("overdue", 3), ("check", 1)] {
        let output = repository.run("ann", "2026-11-20T10:00", &[command]);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{command}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn an_init_that_fails_leaves_nothing_behind() {
    let repository = Repository::new();
    let empty = repository.root().join("../empty");
    fs::create_dir(&empty).expect("a folder");
    fs::write(empty.join("cases"), "in the way").expect("a file");
    let output = repository.run("ann", "2026-11-20T10:00", &["init", "../empty"]);
    assert_eq!(
        output.status.code(),
        Some(3),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let left: Vec<_> = fs::read_dir(&empty)
        .expect("the folder")
        .filter_map(Result::ok)
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(left, ["cases"]);
}
