//! Other failures: git, hooks, editors, folders that vanish. Each gives one clear message, the
//! right exit code, and no partial change.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support::office::Office;
use crate::support::repository::REAL;

/// A repository with a case, and a wrapper around git.
struct Scene {
    office: Office,
    case: String,
}

/// Everything that a failed command must leave unchanged.
#[derive(Debug, PartialEq, Eq)]
struct Snapshot {
    text: String,
    head: String,
    index: String,
    status: String,
}

impl Scene {
    fn new() -> Self {
        let office = Office::new();
        let case = office.new_case();
        Self { office, case }
    }

    fn file(&self) -> PathBuf {
        self.office
            .0
            .root()
            .join(self.office.0.case_file(&self.case))
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            text: fs::read_to_string(self.file()).expect("the case's file"),
            head: self.office.git(&["rev-parse", "HEAD"]),
            index: self.office.git(&["ls-files", "--stage"]),
            status: self
                .office
                .git(&["status", "--porcelain", "--untracked-files=all"]),
        }
    }

    /// Writes an executable script into a folder of the home.
    fn script(&self, folder: &Path, name: &str, text: &str) {
        fs::create_dir_all(folder).expect("a folder");
        let file = folder.join(name);
        fs::write(&file, format!("#!/bin/sh\n{text}\n")).expect("a script");
        fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("it can be run");
    }

    fn hook(&self, name: &str, text: &str) {
        self.script(&self.office.0.root().join(".git/hooks"), name, text);
    }

    /// Runs `note` with a git that runs `script` first when called with `subcommand` (any: `""`).
    /// `$REAL` is the real git, `$CASE` the case's file, `once` succeeds only the first time.
    fn note_with(&self, subcommand: &str, script: &str) -> Output {
        let home = self.office.0.home();
        let folders =
            std::env::split_paths(&std::env::var_os("PATH").expect("a path")).collect::<Vec<_>>();
        let real = folders
            .iter()
            .map(|folder| folder.join("git"))
            .find(|git| git.is_file())
            .expect("git");
        let text = format!(
            "REAL='{}'; CASE='{}'\nonce() {{ mkdir \"$HOME/once\" 2>/dev/null; }}\n\
             case \" $* \" in *' {subcommand}'*)\n{script}\n;; esac\nexec \"$REAL\" \"$@\"",
            real.display(),
            self.file().display(),
        );
        let _ = fs::remove_dir(home.join("once"));
        self.script(&home.join("fake"), "git", &text);
        let path = std::iter::once(home.join("fake")).chain(folders);
        let mut command = self.note();
        command.env("PATH", std::env::join_paths(path).expect("paths"));
        command.output().expect("it runs")
    }

    fn note(&self) -> Command {
        let mut command = self.office.command(env!("CARGO_BIN_EXE_complaint"));
        command
            .args(["note", &self.case, "--text", "called back"])
            .stdin(Stdio::null());
        command
    }

    fn notes(&self, text: &str) -> usize {
        text.matches("text: called back").count()
    }

    /// Asserts that the note is there once, in file and commit, and nothing is left to do.
    fn acknowledged(&self, output: &Output) {
        assert!(output.status.success(), "{}", stderr(output));
        let now = self.snapshot();
        let committed = self.office.git(&[
            "show",
            &format!("HEAD:{}", self.office.0.case_file(&self.case)),
        ]);
        assert_eq!(
            (self.notes(&now.text), self.notes(&committed)),
            (1, 1),
            "{}",
            now.text
        );
        assert_eq!(now.status, "");
    }

    /// Asserts exit code 3 with that message, everything unchanged, and that the next command
    /// works.
    fn refused(&self, output: &Output, before: &Snapshot, message: &str) {
        let said = stderr(output);
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(
            said.contains(message) && said.matches("error").count() >= 1,
            "{said}"
        );
        assert!(!said.contains("panicked"), "{said}");
        assert_eq!(&self.snapshot(), before, "{said}");
        self.acknowledged(&self.note().output().expect("it runs"));
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_git_that_fails_leaves_all_as_before() {
    let cases = [
        ("update-ref ", "exit 1", "git failed without a message"),
        (
            "update-ref ",
            "echo 'fatal: bad weather' >&2; exit 128",
            "fatal: bad weather",
        ),
        (
            "update-ref ",
            "head -c 3000 /dev/urandom >&2; exit 3",
            "git failed",
        ),
        ("update-ref ", "kill -9 $$", "git was killed"),
        (
            "update-ref ",
            "exit 0",
            "git reported a commit, but made none",
        ),
        ("commit-tree ", "exit 0", "git's output cannot be parsed"),
        ("hash-object ", "exit 1", "git failed"),
        ("cat-file ", "exit 1", "git failed"),
        (
            "cat-file ",
            "echo garbage; exit 0",
            "git's output cannot be parsed",
        ),
        ("cat-file ", "kill -9 $$", "git was killed"),
        ("", "exit 128", "git failed"),
    ];
    for (subcommand, script, message) in cases {
        let scene = Scene::new();
        let before = scene.snapshot();
        let output = scene.note_with(subcommand, script);
        scene.refused(&output, &before, message);
    }
}

#[test]
fn a_new_case_whose_commit_fails_leaves_nothing() {
    let scene = Scene::new();
    let before = scene.snapshot();
    scene.hook("pre-commit", "exit 1");
    let new = [
        "new",
        "--channel",
        "phone",
        "--category",
        "delivery",
        "--customer",
        "A",
        "--summary",
        "B",
    ];
    let output = scene.office.complaint(&new);
    fs::remove_file(scene.office.0.root().join(".git/hooks/pre-commit")).expect("the hook");
    scene.refused(&output, &before, "a hook refused the commit");
}

#[test]
fn evidence_whose_event_cannot_be_noted_is_not_left_behind() {
    let scene = Scene::new();
    let root = scene.office.0.root();
    let photo = scene.office.0.home().join("photo.jpg");
    fs::write(&photo, "a photo").expect("a file");
    let journal = root.join(".git/complaint/journal");
    let _ = fs::remove_file(&journal);
    fs::create_dir_all(&journal).expect("a folder in the journal's place");
    let before = scene.snapshot();
    let attach = ["attach", &scene.case, photo.to_str().expect("a path")];
    let output = scene.office.complaint(&attach);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert_eq!(scene.snapshot(), before, "{}", stderr(&output));
    assert!(!root.join("evidence").exists());
}

#[test]
fn a_git_killed_when_the_commit_is_made_has_made_it() {
    let scene = Scene::new();
    let output = scene.note_with("update-ref ", "\"$REAL\" \"$@\"; kill -9 $$");
    scene.acknowledged(&output);
}

#[test]
fn a_missing_git_is_named() {
    let scene = Scene::new();
    let before = scene.snapshot();
    let output = scene
        .note()
        .env("PATH", "/nowhere")
        .output()
        .expect("it runs");
    scene.refused(&output, &before, "git is not installed");
}

#[test]
fn commands_never_prompt() {
    let scene = Scene::new();
    scene.office.git(&["config", "core.editor", "sleep 1000"]);
    scene.office.git(&["config", "commit.verbose", "true"]);
    scene.office.git(&["config", "core.askPass", "sleep 1000"]);
    let output = scene
        .note()
        .env("GIT_EDITOR", "sleep 1000")
        .env("EDITOR", "sleep 1000")
        .output();
    scene.acknowledged(&output.expect("it runs"));
}

#[test]
fn a_key_with_a_passphrase_fails_without_a_terminal() {
    let scene = Scene::new();
    let key = scene.office.0.home().join("key");
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "secret", "-f"])
        .arg(&key)
        .status();
    if !made.is_ok_and(|status| status.success()) {
        return eprintln!("skipped: there is no ssh-keygen");
    }
    let before = scene.snapshot();
    for (name, value) in [
        ("commit.gpgsign", "true"),
        ("gpg.format", "ssh"),
        ("user.signingkey", key.to_str().expect("a path")),
    ] {
        scene.office.git(&["config", name, value]);
    }
    // Without a terminal, as under cron.
    let mut command = scene.office.command("setsid");
    command
        .arg("--wait")
        .arg(env!("CARGO_BIN_EXE_complaint"))
        .args(["note", &scene.case, "--text", "called back"]);
    let output = command.stdin(Stdio::null()).output().expect("it runs");
    scene.office.git(&["config", "commit.gpgsign", "false"]);
    scene.refused(&output, &before, "the commit could not be signed");
}

#[test]
fn a_hooks_changes_to_the_file_are_not_ours() {
    // An unstaged change by the hook is not committed; a change by a hook that then refuses is
    // kept.
    let scene = Scene::new();
    let case = scene.office.0.case_file(&scene.case);
    scene.hook(
        "pre-commit",
        &format!("sed -i 's/summary: .*/summary: hooked/' {case}; exit 1"),
    );
    let head = scene.snapshot().head;
    let output = scene.note().output().expect("it runs");
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("a hook refused the commit"),
        "{}",
        stderr(&output)
    );
    let now = scene.snapshot();
    assert!(
        now.text.contains("summary: hooked") && scene.notes(&now.text) == 0,
        "{}",
        now.text
    );
    assert_eq!(now.head, head);

    let scene = Scene::new();
    let case = scene.office.0.case_file(&scene.case);
    scene.hook(
        "pre-commit",
        &format!("sed -i 's/summary: .*/summary: hooked/' {case}; git add {case}"),
    );
    let head = scene.snapshot().head;
    let output = scene.note().output().expect("it runs");
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("was changed by another program while it was being committed"),
        "{}",
        stderr(&output)
    );
    let now = scene.snapshot();
    assert!(
        now.text.contains("summary: hooked") && scene.notes(&now.text) == 0,
        "{}",
        now.text
    );
    assert_eq!(now.head, head);
    assert_eq!(now.status, format!("M {case}"), "in the work tree only");
}

#[test]
fn an_editor_between_reading_and_writing_is_noticed() {
    let scene = Scene::new();
    let output = scene.note_with("cat-file ", "once && echo '# mind the tone' >> \"$CASE\"");
    scene.acknowledged(&output);
    assert!(
        scene.snapshot().text.contains("# mind the tone\n- at: "),
        "{}",
        scene.snapshot().text
    );

    let scene = Scene::new();
    let output = scene.note_with(
        "cat-file ",
        "once && sed -i 's/summary: .*/summary: edited/' \"$CASE\"",
    );
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("'summary' was changed from "),
        "{}",
        stderr(&output)
    );
    let now = scene.snapshot();
    assert!(
        now.text.contains("summary: edited") && scene.notes(&now.text) == 0,
        "{}",
        now.text
    );
}

#[test]
fn an_editor_between_writing_and_committing_is_noticed() {
    let scene = Scene::new();
    let head = scene.snapshot().head;
    let output = scene.note_with(
        "update-index ",
        "once && sed -i 's/summary: .*/summary: edited/' \"$CASE\"",
    );
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("was changed by another program"),
        "{}",
        stderr(&output)
    );
    let now = scene.snapshot();
    assert!(
        now.text.contains("summary: edited") && scene.notes(&now.text) == 0,
        "{}",
        now.text
    );
    assert_eq!(now.head, head);
}

/// Commits the result of a command to another clone's branch `other`; this clone is unchanged.
fn elsewhere(scene: &Scene, arguments: &[&str]) {
    let head = scene.snapshot().head;
    scene.office.ok(arguments);
    scene.office.git(&["branch", "other"]);
    scene.office.git(&["reset", "-q", "--hard", &head]);
}

#[test]
fn concurrent_changes_are_merged_and_judged_again() {
    for subcommand in ["cat-file ", "update-ref "] {
        let scene = Scene::new();
        elsewhere(&scene, &["note", &scene.case, "--text", "from elsewhere"]);
        // Before git commits, the branch moves but not the working tree, as in an unfinished pull.
        let pull = match subcommand {
            "update-ref " => "once && \"$REAL\" update-ref HEAD other",
            _ => "once && \"$REAL\" merge -q --ff-only other",
        };
        let output = scene.note_with(subcommand, pull);
        assert!(output.status.success(), "{subcommand}: {}", stderr(&output));
        let committed = scene.office.git(&[
            "show",
            &format!("HEAD:{}", scene.office.0.case_file(&scene.case)),
        ]);
        for text in ["text: from elsewhere", "text: called back"] {
            assert_eq!(
                committed.matches(text).count(),
                1,
                "{subcommand}: {committed}"
            );
        }
        assert_eq!(scene.snapshot().status, "");
        scene.office.ok(&["audit"]);
    }
    let scene = Scene::new();
    elsewhere(
        &scene,
        &["withdraw", &scene.case, "--reason", "settled by phone"],
    );
    let output = scene.note_with("cat-file ", "once && \"$REAL\" merge -q --ff-only other");
    let note = stderr(&output);
    let close = scene.office.0.run("ann", REAL, &["close", &scene.case]);
    assert!(
        output.status.success() || output.status.code() == Some(1),
        "{note}"
    );
    assert_eq!(close.status.code(), Some(1), "{}", stderr(&close));
}

#[test]
fn files_that_vanish_during_a_write_are_reported() {
    let folder = "rm -r \"$(dirname \"$CASE\")\"";
    for (subcommand, script) in [
        ("cat-file ", folder.to_owned()),
        ("cat-file ", "rm -r \"$HOME/team/cases\"".to_owned()),
        ("cat-file ", "rm -rf \"$HOME/team\"".to_owned()),
        ("update-index ", "rm -rf \"$HOME/team\"; exit 1".to_owned()),
        ("update-index ", folder.to_owned()),
    ] {
        let scene = Scene::new();
        let output = scene.note_with(subcommand, &script);
        let said = stderr(&output);
        // Without its file, there is no such case.
        assert!(
            output.status.code() == Some(3)
                || (output.status.code() == Some(2) && said.contains("there is no case")),
            "{subcommand}{script}: {said}"
        );
        assert!(
            said.starts_with("error: ") && !said.contains("panicked"),
            "{subcommand}{script}: {said}"
        );
    }
}

#[test]
fn commands_work_without_a_home() {
    let scene = Scene::new();
    let mut note = scene.note();
    note.env_remove("HOME")
        .env_remove("GIT_CONFIG_GLOBAL")
        .env_remove("XDG_CONFIG_HOME");
    scene.acknowledged(&note.output().expect("it runs"));
}

#[test]
fn a_conflicted_index_is_left_alone() {
    let scene = Scene::new();
    let root = scene.office.0.root();
    fs::write(root.join("draft.txt"), "theirs").expect("a file");
    scene.office.git(&["add", "draft.txt"]);
    let output = scene.note().output().expect("it runs");
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(scene.snapshot().status, "A  draft.txt");

    // Index entries of a merge that is no longer in progress.
    let scene = Scene::new();
    let blob = scene.office.git(&["rev-parse", "HEAD:policy.toml"]);
    let entries: String = (1..=3)
        .map(|stage| format!("100644 {blob} {stage}\tcases/torn.yaml\n"))
        .collect();
    fs::write(scene.office.0.home().join("stages"), entries).expect("a file");
    let stages = "git update-index --index-info < \"$HOME/stages\"";
    assert!(
        scene
            .office
            .command("sh")
            .args(["-c", stages])
            .status()
            .expect("it runs")
            .success()
    );
    let unmerged = || scene.office.git(&["ls-files", "--unmerged"]);
    let before = unmerged();
    let output = scene.note().output().expect("it runs");
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!((unmerged(), before.lines().count()), (before, 3));
}

#[test]
fn a_stale_lock_of_gits_is_named_with_its_age_and_stays() {
    let scene = Scene::new();
    let lock = scene.office.0.root().join(".git/index.lock");
    let before = scene.snapshot();
    fs::write(&lock, "").expect("a file");
    let output = scene.note().output().expect("it runs");
    assert!(lock.exists());
    for read in [
        ["list", "--all"],
        ["show", &scene.case],
        ["check", "policy.toml"],
    ] {
        scene.office.ok(&read);
    }
    fs::remove_file(&lock).expect("the lock");
    scene.refused(&output, &before, "index.lock exists, for ");
}

#[test]
fn commands_work_in_a_linked_worktree() {
    let scene = Scene::new();
    scene.office.git(&["worktree", "add", "-q", "../linked"]);
    let linked = scene.office.0.beside("linked");
    linked.ok(
        "ann",
        REAL,
        &["note", &scene.case, "--text", "from the worktree"],
    );
    assert_eq!(linked.git("ann", REAL, &["status", "--porcelain"]), "");
    assert!(
        linked
            .git("ann", REAL, &["log", "-1", "--format=%s"])
            .starts_with("note ")
    );
    scene.acknowledged(&scene.note().output().expect("it runs"));
}
