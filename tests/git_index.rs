//! Git's index: repaired where it is damaged, left alone where it is not, and as before wherever a
//! command fails.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Output;

use crate::support::office::Office;

const NEW: &[&str] = &[
    "new",
    "--channel",
    "phone",
    "--category",
    "delivery",
    "--customer",
    "王芳",
    "--summary",
    "late",
];

/// The mapping of a ledger with the columns `no`, `date` and `what`.
const MAP: &str = "format = 1\n[rows]\nkey = \"no\"\n[dates]\nformats = [\"%Y-%m-%d\"]\n[facts]\n\
                   received = \"date\"\nchannel = { text = \"phone\" }\n\
                   category = { text = \"delivery\" }\nname = { text = \"anonymous\" }\n\
                   summary = \"what\"\n";

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Kinds of damage, with what is said of it.
const DAMAGES: [(&str, &str); 4] = [
    ("empty", "is damaged, as after a power cut"),
    ("zeros", "is damaged, as after a power cut"),
    ("a gap", "is damaged, as after a power cut"),
    ("missing", "is missing"),
];

fn index(office: &Office) -> PathBuf {
    office.0.root().join(".git/index")
}

fn damage(office: &Office, kind: &str) {
    let file = index(office);
    let mut bytes = fs::read(&file).expect("an index");
    match kind {
        "missing" => return fs::remove_file(file).expect("it is there"),
        "empty" => bytes.clear(),
        "zeros" => bytes.fill(0),
        _ => {
            let middle = bytes.len() / 2;
            bytes[middle..middle + 8].fill(0);
        }
    }
    fs::write(file, bytes).expect("an index");
}

/// Asserts that a commit by hand would change nothing.
fn is_clean(office: &Office, what: &str) {
    let status = office.git(&["status", "--porcelain", "--untracked-files=all"]);
    assert_eq!(status, "", "{what}");
}

/// A ledger, its mapping, and a file to attach, in the home.
fn with_files(office: &Office, rows: usize) {
    let rows: String = (0..rows)
        .map(|row| format!("{row},2026-11-20,late\n"))
        .collect();
    for (name, text) in [
        ("ledger.csv", &*format!("no,date,what\n{rows}")),
        ("map.toml", MAP),
        ("photo.jpg", "photo"),
    ] {
        fs::write(office.0.home().join(name), text).expect("a file");
    }
}

#[test]
fn a_damaged_index_is_rebuilt_by_the_next_writer() {
    let office = Office::new();
    let case = office.new_case();
    with_files(&office, 2);
    let writers: [&[&str]; 4] = [
        &["note", &case, "--text", "x"],
        NEW,
        &["attach", &case, "../photo.jpg"],
        &["import", "../ledger.csv", "--map", "../map.toml"],
    ];
    for (writer, (kind, said)) in writers.into_iter().zip(DAMAGES) {
        damage(&office, kind);
        let output = office.complaint(writer);
        let words = stderr(&output);
        assert!(output.status.success(), "{kind}: {words}");
        let note = format!("note: git's index {said}; it was rebuilt from HEAD");
        assert!(words.contains(&note), "{kind}: {words}");
        is_clean(&office, kind);
    }
    let quiet = office.complaint(&["note", &case, "--text", "y"]);
    assert!(!stderr(&quiet).contains("index"), "{}", stderr(&quiet));
}

#[test]
fn readers_go_by_head_and_say_so() {
    let office = Office::new();
    let case = office.new_case();
    for (kind, said) in DAMAGES {
        damage(&office, kind);
        let before = fs::read(index(&office)).ok();
        for reader in [&["check"][..], &["list", "--all"], &["overdue"]] {
            let output = office.complaint(reader);
            assert!(
                output.status.success(),
                "{kind} {reader:?}: {}",
                stderr(&output)
            );
            let words = stderr(&output);
            assert!(
                words.contains(&format!("note: git's index {said}")),
                "{kind}: {words}"
            );
        }
        for reader in [&["show", &case][..], &["log", &case], &["audit"]] {
            let output = office.complaint(reader);
            assert!(
                output.status.success(),
                "{kind} {reader:?}: {}",
                stderr(&output)
            );
        }
        assert_eq!(
            fs::read(index(&office)).ok(),
            before,
            "readers write nothing"
        );

        let doctor = office.complaint(&["doctor"]);
        let words = String::from_utf8_lossy(&doctor.stdout).into_owned();
        assert_eq!(doctor.status.code(), Some(1), "{words}");
        assert!(
            words.contains(&format!("git's index {said}")),
            "{kind}: {words}"
        );
        let fixed = office.complaint(&["doctor", "--fix"]);
        assert!(fixed.status.success(), "{kind}: {}", stderr(&fixed));
        is_clean(&office, kind);
    }
    // What a reader needs of the index, it finds in HEAD.
    damage(&office, "empty");
    let file = office.0.root().join(office.0.case_file(&case));
    fs::remove_file(file).expect("the case");
    let output = office.complaint(&["check"]);
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        words.contains("lost-file") || words.contains("git restore"),
        "{words}"
    );
}

#[test]
fn what_others_staged_in_a_whole_index_stays() {
    let office = Office::new();
    let case = office.new_case();
    let other = office.new_case();
    office.0.write("staged.txt", "staged");
    office.git(&["add", "staged.txt"]);
    office.git(&["rm", "-q", "--cached", &office.0.case_file(&other)]);
    // A note left to the person, who stages it.
    office.ok(&["note", &case, "--text", "by hand", "--no-commit"]);
    office.git(&["add", &office.0.case_file(&case)]);
    let staged = office.git(&["diff", "--cached", "--name-status", "HEAD"]);
    office.ok(NEW);
    assert_eq!(
        office.git(&["diff", "--cached", "--name-status", "HEAD"]),
        staged
    );
    assert_eq!(staged.lines().count(), 3, "{staged}");
}

#[test]
fn split_and_unsigned_indexes_and_worktrees_are_understood() {
    let office = Office::new();
    let case = office.new_case();
    let note = |text| {
        let output = office.complaint(&["note", &case, "--text", text]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(!stderr(&output).contains("index"), "{}", stderr(&output));
        is_clean(&office, text);
    };
    office.git(&["update-index", "--split-index"]);
    note("split");
    let shared = fs::read_dir(office.0.root().join(".git"))
        .expect("a folder")
        .flatten();
    let shared = shared.map(|entry| entry.path()).find(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("sharedindex."))
    });
    fs::write(shared.expect("a shared index"), "").expect("it is torn");
    let output = office.complaint(&["note", &case, "--text", "torn"]);
    assert!(
        stderr(&output).contains("rebuilt from HEAD"),
        "{}",
        stderr(&output)
    );
    is_clean(&office, "torn");
    office.git(&["update-index", "--no-split-index"]);

    office.git(&["config", "index.skipHash", "true"]);
    office.git(&["update-index", "--force-write-index"]);
    note("unsigned");

    office.git(&["worktree", "add", "-q", "../tree"]);
    let tree = office.0.beside("tree");
    fs::write(office.0.root().join(".git/worktrees/tree/index"), "").expect("an index");
    let output = tree.run("ann", "", &["note", &case, "--text", "elsewhere"]);
    assert!(
        stderr(&output).contains("rebuilt from HEAD"),
        "{}",
        stderr(&output)
    );
    assert_eq!(tree.git("ann", "", &["status", "--porcelain"]), "");
    is_clean(&office, "the first work tree");
}

#[test]
fn in_a_merge_the_index_is_rebuilt_with_both_sides() {
    let office = Office::new();
    let case = office.new_case();
    office.git(&["config", "--remove-section", "merge.complaint"]);
    office.git(&["switch", "-qc", "theirs"]);
    office.ok(&["note", &case, "--text", "theirs"]);
    let other = office.new_case();
    office.git(&["switch", "-q", "main"]);
    office.ok(&["note", &case, "--text", "ours"]);
    let merge = office.0.try_git("ann", "", &["merge", "-q", "theirs"]);
    assert!(!merge.status.success(), "{}", stderr(&merge));
    damage(&office, "empty");
    let file = office.0.case_file(&case);
    let output = office.complaint(&["resolve-conflict", &file]);
    assert!(output.status.success(), "{}", stderr(&output));
    office.git(&["commit", "-qm", "Merge"]);
    is_clean(&office, "merged");
    let events = office.git(&["grep", "-c", "text: ", "HEAD", "--", &file]);
    assert!(events.ends_with(":2"), "{events}");
    assert!(
        office
            .git(&["ls-files"])
            .contains(&office.0.case_file(&other))
    );
}

#[test]
fn wherever_git_fails_a_command_leaves_nothing() {
    let office = Office::new();
    let case = office.new_case();
    let commands: [(usize, &[&str]); 4] = [
        (0, NEW),
        (0, &["attach", &case, "../photo.jpg"]),
        (2, &["import", "../ledger.csv", "--map", "../map.toml"]),
        (201, &["import", "../ledger.csv", "--map", "../map.toml"]),
    ];
    for (rows, command) in commands {
        with_files(&office, rows);
        let mut refused = 0;
        for failing in 1.. {
            let before = ["rev-parse HEAD", "ls-files --stage"]
                .map(|query| office.git(&query.split(' ').collect::<Vec<_>>()));
            let output = with_failing_git(&office, command, failing);
            if output.status.success() {
                break;
            }
            refused += 1;
            let what = format!("{command:?} at step {failing}: {}", stderr(&output));
            is_clean(&office, &what);
            let after = ["rev-parse HEAD", "ls-files --stage"]
                .map(|query| office.git(&query.split(' ').collect::<Vec<_>>()));
            assert_eq!(before, after, "{what}");
        }
        is_clean(&office, "in the end");
        assert!(refused > 2, "{command:?}");
    }
}

/// Runs a command with a git that fails from its call number `failing` on.
fn with_failing_git(office: &Office, command: &[&str], failing: u32) -> Output {
    let home = office.0.home();
    let path = std::env::var_os("PATH").expect("a path");
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let real = folders
        .iter()
        .map(|folder| folder.join("git"))
        .find(|git| git.is_file());
    let real = real.expect("git");
    let fake = home.join("failing");
    fs::create_dir_all(&fake).expect("a folder");
    let _ = fs::remove_file(home.join("calls"));
    let script = format!(
        "#!/bin/sh\necho >>'{calls}'\n[ \"$(wc -l <'{calls}')\" -lt {failing} ] || exit 128\n\
         exec '{real}' \"$@\"\n",
        calls = home.join("calls").display(),
        real = real.display()
    );
    fs::write(fake.join("git"), script).expect("a script");
    let mode = fs::Permissions::from_mode(0o755);
    fs::set_permissions(fake.join("git"), mode).expect("it can be run");
    let path = std::env::join_paths([fake].into_iter().chain(folders)).expect("paths");
    let mut run = office.command(env!("CARGO_BIN_EXE_complaint"));
    run.args(command)
        .env("PATH", path)
        .output()
        .expect("it runs")
}
