//! An honest history is proven; each forged one is found out, with the right code, at the right commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use complaint::domain::policy;
use tempfile::TempDir;

const STAFF: &str = r#"
[staff.ann]
email = "ann@example.com"
role = "clerk"
[staff.bob]
email = "bob@example.com"
role = "clerk"
[staff.sue]
email = "sue@example.com"
role = "supervisor"
[staff.dan]
email = "dan@example.com"
role = "director"
"#;

/// A repository whose commits are made by several people.
struct Team {
    folder: TempDir,
    id: String,
}

impl Team {
    /// A case from `new` to the answer, with an approval by the supervisor and evidence, all of it honest.
    fn honest() -> Self {
        static FIRST: OnceLock<Team> = OnceLock::new();
        let first = FIRST.get_or_init(Self::recorded);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let from = first.folder.path().join(".");
        let copied = Command::new("cp").arg("-R").args([&from, folder.path()]).status().expect("cp runs");
        assert!(copied.success());
        Self { folder, id: first.id.clone() }
    }

    fn recorded() -> Self {
        let mut team = Self { folder: tempfile::tempdir().expect("a temporary folder"), id: String::new() };
        fs::create_dir_all(team.root()).expect("a folder");
        fs::write(team.folder.path().join("gitconfig"), "[init]\n\tdefaultBranch = main\n")
            .expect("git's configuration");
        team.ok("dan", "2026-11-02T08:00", &["init", "."]);
        let standard = policy::preset("standard").expect("it is shipped");
        team.write("policy.toml", &format!("{standard}{STAFF}"));
        team.commit("dan", "2026-11-02T08:10", "Enter the staff");
        let new = ["new", "--channel", "phone", "--category", "delivery", "--customer", "王芳", "--summary", "late"];
        team.id = team.ok("ann", "2026-11-02T09:00", &new);
        let id = team.id.clone();
        team.ok("ann", "2026-11-02T09:10", &["assign", &id, "bob"]);
        team.write("photo.txt", "a photo");
        team.ok("bob", "2026-11-02T10:00", &["attach", &id, "photo.txt"]);
        fs::remove_file(team.root().join("photo.txt")).expect("it is there");
        team.ok("bob", "2026-11-02T10:30", &["propose", &id, "--remedy", "refund", "--amount", "800"]);
        team.ok("sue", "2026-11-02T11:00", &["approve", &id]);
        team.ok("bob", "2026-11-02T11:30", &["respond", &id, "--text", "800 come back"]);
        team
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("team")
    }

    fn command(&self, who: &str, now: &str, program: &str) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let own = Path::new(env!("CARGO_BIN_EXE_complaint")).parent().expect("a folder").to_path_buf();
        let folders = std::iter::once(own).chain(std::env::split_paths(&path));
        command
            .current_dir(self.root())
            .env_clear()
            .env("PATH", std::env::join_paths(folders).expect("paths"))
            .env("HOME", self.folder.path())
            .env("GIT_CONFIG_GLOBAL", self.folder.path().join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("TZ", "Asia/Shanghai")
            .env("LC_ALL", "C")
            .env("COMPLAINT_NOW", format!("{now}:00+08:00"));
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), who).env(format!("GIT_{role}_EMAIL"), format!("{who}@example.com"));
            command.env(format!("GIT_{role}_DATE"), format!("{now}:00+08:00"));
        }
        command
    }

    fn run(&self, who: &str, now: &str, arguments: &[&str]) -> Output {
        self.command(who, now, env!("CARGO_BIN_EXE_complaint")).args(arguments).output().expect("it runs")
    }

    fn ok(&self, who: &str, now: &str, arguments: &[&str]) -> String {
        let output = self.run(who, now, arguments);
        assert!(output.status.success(), "{who}: {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn git(&self, who: &str, now: &str, arguments: &[&str]) -> String {
        let output = self.command(who, now, "git").args(arguments).output().expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn commit(&self, who: &str, now: &str, message: &str) {
        self.git(who, now, &["add", "--all"]);
        self.git(who, now, &["commit", "-qm", message]);
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.root().join(file), text).expect("it can be written");
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.root().join(file)).expect("it can be read")
    }

    /// The case's file, relative to the repository.
    fn case(&self) -> String {
        let listed = self.git("ann", "2026-11-02T12:00", &["ls-files", "cases"]);
        listed.lines().find(|file| file.contains(&self.id)).expect("the case").to_owned()
    }

    fn evidence(&self) -> String {
        self.git("ann", "2026-11-02T12:00", &["ls-files", "evidence"])
    }

    /// Changes the case's file by hand and commits that.
    fn tamper(&self, who: &str, now: &str, change: impl Fn(&str) -> String) {
        let (file, before) = (self.case(), self.read(&self.case()));
        let after = change(&before);
        assert_ne!(before, after, "the change changes something");
        self.write(&file, &after);
        self.commit(who, now, "Tamper");
    }

    /// Adds an event by hand.
    fn add(&self, who: &str, now: &str, event: &str) {
        self.tamper(who, now, |text| format!("{text}{event}"));
    }

    /// The codes of what the audit finds wrong; none where the history is clean.
    fn audited(&self, arguments: &[&str]) -> Vec<String> {
        let arguments = [&["audit", "--format", "json"], arguments].concat();
        let output = self.run("dan", "2026-12-31T12:00", &arguments);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{output:?}"));
        let wrong = rows.iter().filter(|row| row["severity"] == "error");
        let codes: Vec<String> = wrong.map(|row| row["code"].as_str().expect("a code").to_owned()).collect();
        assert_eq!(output.status.code(), Some(i32::from(!codes.is_empty())), "{text}");
        codes
    }

    fn event(at: &str, by: &str, rest: &str) -> String {
        format!("- at: {at}:00+08:00\n  by: {by}\n{rest}")
    }
}

/// The block of the event that holds `mark`.
fn block_with(text: &str, mark: &str) -> String {
    let at = text.find(mark).expect("the mark");
    let start = text[..at].rfind("\n- at:").expect("an event") + 1;
    let end = text[at..].find("\n- at:").map_or(text.len(), |end| at + end + 1);
    text[start..end].to_owned()
}

type Forgery = (&'static str, &'static str, fn(&Team));

/// Each a way to get round the rules, with the code of what is found.
const FORGERIES: &[Forgery] = &[
    ("an event removed", "altered", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| text.replace(&block_with(text, "do: assign"), ""));
    }),
    ("an amount edited", "altered", |team| {
        team.tamper("bob", "2026-11-02T12:00", |text| text.replace("amount: 800", "amount: 80"));
    }),
    ("a date edited", "altered", |team| {
        team.tamper("bob", "2026-11-02T12:00", |text| text.replace("2026-11-02T11:30", "2026-11-02T11:20"));
    }),
    ("a fact edited", "altered", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| text.replace("summary: late", "summary: nothing"));
    }),
    ("the receipt edited", "altered", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| {
            text.replace("received: 2026-11-02T09:00", "received: 2026-11-02T10:00")
        });
    }),
    ("all events but one removed", "altered", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| {
            text[..text.find("- at: 2026-11-02T09:10").expect("it")].to_owned()
        });
    }),
    ("the case deleted", "case-removed", |team| {
        fs::remove_file(team.root().join(team.case())).expect("it is there");
        team.commit("dan", "2026-11-02T12:00", "Clean up");
    }),
    ("the case renamed to another id", "case-removed", |team| {
        let (file, text) = (team.case(), team.read(&team.case()));
        let other = file.replace(&team.id, "20261102-000000");
        team.git("dan", "2026-11-02T12:00", &["mv", &file, &other]);
        team.write(&other, &text.replace(&team.id, "20261102-000000"));
        team.commit("dan", "2026-11-02T12:00", "Rename");
    }),
    ("the case made a symbolic link", "unreadable", |team| {
        let file = team.root().join(team.case());
        let elsewhere = team.root().join("elsewhere.yaml");
        fs::rename(&file, &elsewhere).expect("it can be moved");
        #[cfg(unix)]
        std::os::unix::fs::symlink(&elsewhere, &file).expect("a link");
        team.commit("dan", "2026-11-02T12:00", "Link");
    }),
    ("the case made unreadable", "syntax", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| format!("{text}- at: [\n"));
    }),
    ("an event in another's name", "foreign-author", |team| {
        team.add("ann", "2026-11-02T12:00", &Team::event("2026-11-02T12:00", "bob", "  do: note\n  text: I did it\n"));
    }),
    ("an approval in the supervisor's name", "foreign-author", |team| {
        team.ok("bob", "2026-11-02T12:00", &["propose", &team.id, "--remedy", "refund", "--amount", "900"]);
        team.ok("bob", "2026-11-02T12:05", &["--as", "sue", "approve", &team.id]);
    }),
    ("an event committed by somebody else", "foreign-author", |team| {
        team.ok("bob", "2026-11-02T12:00", &["--as", "ann", "note", &team.id, "--text", "told them"]);
    }),
    ("an event of nobody on the staff", "unknown-staff", |team| {
        team.add("eve", "2026-11-02T12:00", &Team::event("2026-11-02T12:00", "eve", "  do: note\n  text: hello\n"));
    }),
    ("one's own proposal approved by hand", "separation", |team| {
        team.ok("sue", "2026-11-02T12:00", &["propose", &team.id, "--remedy", "refund", "--amount", "6000"]);
        let handle = handle_of(team);
        let rest = format!("  do: approve\n  proposal: {handle}\n  remedy: refund\n  amount: 6000\n");
        team.add("sue", "2026-11-02T12:05", &Team::event("2026-11-02T12:05", "sue", &rest));
    }),
    ("an approval by a clerk", "approver", |team| {
        team.ok("bob", "2026-11-02T12:00", &["propose", &team.id, "--remedy", "refund", "--amount", "900"]);
        let rest = format!("  do: approve\n  proposal: {}\n  remedy: refund\n  amount: 900\n", handle_of(team));
        team.add("ann", "2026-11-02T12:05", &Team::event("2026-11-02T12:05", "ann", &rest));
    }),
    ("an approval moved to another proposal", "approval-mismatch", |team| {
        let handle = handle_of(team);
        team.ok("bob", "2026-11-02T12:00", &["propose", &team.id, "--remedy", "refund", "--amount", "900"]);
        let rest = format!("  do: approve\n  proposal: {handle}\n  remedy: refund\n  amount: 900\n");
        team.add("sue", "2026-11-02T12:05", &Team::event("2026-11-02T12:05", "sue", &rest));
    }),
    ("an approval of a lower amount", "approval-mismatch", |team| {
        team.ok("bob", "2026-11-02T12:00", &["propose", &team.id, "--remedy", "refund", "--amount", "4000"]);
        let rest = format!("  do: approve\n  proposal: {}\n  remedy: refund\n  amount: 40\n", handle_of(team));
        team.add("sue", "2026-11-02T12:05", &Team::event("2026-11-02T12:05", "sue", &rest));
    }),
    ("a handle used twice", "handle-reused", |team| {
        let rest = format!("  do: propose\n  proposal: {}\n  remedy: refund\n  amount: 4000\n", handle_of(team));
        team.add("bob", "2026-11-02T12:00", &Team::event("2026-11-02T12:00", "bob", &rest));
    }),
    ("an approval used twice", "authority", |team| {
        team.ok("bob", "2026-11-02T12:00", &["resolve", &team.id]);
        team.ok("bob", "2026-11-02T12:10", &["propose", &team.id, "--remedy", "refund", "--amount", "800"]);
        team.add("bob", "2026-11-02T12:20", &Team::event("2026-11-02T12:20", "bob", "  do: resolve\n"));
    }),
    ("an answer without the approval", "authority", |team| {
        team.ok("bob", "2026-11-02T12:00", &["propose", &team.id, "--remedy", "refund", "--amount", "5000"]);
        let rest = "  do: respond\n  text: 5000 come back\n  result: solved\n";
        team.add("bob", "2026-11-02T12:05", &Team::event("2026-11-02T12:05", "bob", rest));
    }),
    ("a closing before its gates", "closing-gate", |team| {
        team.add("ann", "2026-11-02T12:05", &Team::event("2026-11-02T12:05", "ann", "  do: close\n"));
    }),
    ("an event of the future", "future", |team| {
        team.add("ann", "2026-11-02T12:05", &Team::event("2026-11-03T12:05", "ann", "  do: note\n  text: already\n"));
    }),
    ("an event from before the receipt", "before-receipt", |team| {
        team.add("ann", "2026-11-02T12:05", &Team::event("2026-11-01T12:05", "ann", "  do: acknowledge\n"));
    }),
    ("an old event slipped in late", "backdated", |team| {
        team.add("ann", "2026-12-02T12:05", &Team::event("2026-11-02T11:40", "ann", "  do: acknowledge\n"));
    }),
    ("an extension that came late", "extension-late", |team| {
        let rest = "  do: extend\n  deadline: resolve\n  until: 2026-11-30T18:00:00+08:00\n  reason: later\n";
        team.add("sue", "2026-11-25T12:00", &Team::event("2026-11-25T12:00", "sue", rest));
    }),
    ("a policy loosened by a clerk", "policy-changed", |team| {
        team.write("policy.toml", &team.read("policy.toml").replace("up_to     = 500\n", "up_to     = 50000\n"));
        team.commit("ann", "2026-11-02T12:00", "Ease the limits");
    }),
    ("a clerk who made himself a director", "policy-changed", |team| {
        let policy = team.read("policy.toml");
        team.write(
            "policy.toml",
            &policy.replace("bob@example.com\"\nrole = \"clerk\"", "bob@example.com\"\nrole = \"director\""),
        );
        team.commit("bob", "2026-11-02T12:00", "Promote me");
    }),
    ("the policy taken away", "policy-changed", |team| {
        team.git("dan", "2026-11-02T12:00", &["mv", "policy.toml", "old.toml"]);
        team.commit("dan", "2026-11-02T12:00", "Away");
        team.git("dan", "2026-11-02T12:10", &["mv", "old.toml", "policy.toml"]);
        team.commit("dan", "2026-11-02T12:10", "And back");
    }),
    ("a policy slipped in by a merge", "policy-changed", |team| {
        diverge(team);
        team.git("bob", "2026-11-02T13:00", &["merge", "-q", "--no-commit", "--no-ff", "side"]);
        team.write("policy.toml", &team.read("policy.toml").replace("up_to     = 500\n", "up_to     = 50000\n"));
        team.commit("bob", "2026-11-02T13:00", "Merge");
    }),
    ("a stricter policy undone by a merge", "policy-changed", |team| {
        tightened_beside(team, "bob");
        team.git("bob", "2026-11-02T13:00", &["checkout", "-q", "side"]);
        team.git("bob", "2026-11-02T13:00", &["merge", "-q", "-s", "ours", "-m", "Merge", "main"]);
        team.git("bob", "2026-11-02T13:00", &["checkout", "-q", "main"]);
        team.git("bob", "2026-11-02T13:00", &["merge", "-q", "--ff-only", "side"]);
    }),
    ("a merge that drops an event", "altered", |team| {
        diverge(team);
        team.git("bob", "2026-11-02T13:00", &["merge", "-q", "-s", "ours", "-m", "Merge", "side"]);
    }),
    ("a merge that brings an event of its own", "merge-not-union", |team| {
        diverge(team);
        team.git("bob", "2026-11-02T13:00", &["merge", "-q", "--no-commit", "--no-ff", "side"]);
        let event = Team::event("2026-11-02T12:59", "sue", "  do: note\n  text: all is well\n");
        team.write(&team.case(), &format!("{}{event}", team.read(&team.case())));
        team.commit("bob", "2026-11-02T13:00", "Merge");
    }),
    ("a second root", "second-root", |team| {
        team.git("ann", "2026-11-02T12:00", &["checkout", "-q", "--orphan", "other"]);
        team.git("ann", "2026-11-02T12:00", &["commit", "-qm", "Another beginning"]);
        team.git("ann", "2026-11-02T12:00", &["checkout", "-q", "main"]);
        team.git("ann", "2026-11-02T12:10", &["merge", "-q", "--allow-unrelated-histories", "-m", "Merge", "other"]);
    }),
    ("the rules of merging altered", "attributes-altered", |team| {
        team.write(".gitattributes", "evidence/** -text\n");
        team.commit("dan", "2026-11-02T12:00", "Simplify");
    }),
    ("evidence swapped", "evidence-altered", |team| {
        team.write(&team.evidence(), "another photo");
        team.commit("bob", "2026-11-02T12:00", "A better picture");
    }),
    ("evidence taken away", "evidence-altered", |team| {
        fs::remove_file(team.root().join(team.evidence())).expect("it is there");
        team.commit("bob", "2026-11-02T12:00", "Save space");
    }),
    ("a commit dated before its parent", "commit-date", |team| {
        team.ok("ann", "2026-11-02T12:00", &["note", &team.id, "--text", "on time"]);
        team.write("remark.txt", "hello");
        team.commit("ann", "2026-11-02T10:00", "Earlier");
    }),
    ("an approval from an old branch by who was demoted since", "approver", |team| {
        team.ok("bob", "2026-11-02T12:00", &["propose", &team.id, "--remedy", "refund", "--amount", "900"]);
        team.git("dan", "2026-11-02T12:10", &["branch", "old"]);
        let policy = team.read("policy.toml");
        let demoted = "sue@example.com\"\nrole = [{ role = \"supervisor\" }, { role = \"clerk\", since = 2026-11-03 }]";
        team.write("policy.toml", &policy.replace("sue@example.com\"\nrole = \"supervisor\"", demoted));
        team.commit("dan", "2026-11-02T12:20", "Demote sue from tomorrow");
        team.git("sue", "2026-11-05T12:00", &["checkout", "-q", "old"]);
        team.ok("sue", "2026-11-05T12:00", &["approve", &team.id]);
        team.git("sue", "2026-11-05T12:10", &["checkout", "-q", "main"]);
        team.git("sue", "2026-11-05T12:10", &["merge", "-q", "-m", "Merge", "old"]);
    }),
];

/// The handle of the latest proposal.
fn handle_of(team: &Team) -> String {
    let text = team.read(&team.case());
    let line = text.lines().rfind(|line| line.starts_with("  proposal: ")).expect("a proposal");
    line.trim_start_matches("  proposal: ").to_owned()
}

/// The director makes the policy stricter on `main`, while somebody goes on with the case on `side`.
fn tightened_beside(team: &Team, who: &str) {
    team.git(who, "2026-11-02T12:00", &["checkout", "-qb", "side"]);
    team.ok(who, "2026-11-02T12:10", &["note", &team.id, "--text", "from the side"]);
    team.git("dan", "2026-11-02T12:20", &["checkout", "-q", "main"]);
    team.write("policy.toml", &team.read("policy.toml").replace("up_to     = 500\n", "up_to     = 100\n"));
    team.commit("dan", "2026-11-02T12:20", "Tighten the limits");
}

/// Both `main` and `side` go on with the case.
fn diverge(team: &Team) {
    team.git("ann", "2026-11-02T12:00", &["checkout", "-qb", "side"]);
    team.ok("ann", "2026-11-02T12:10", &["note", &team.id, "--text", "from the side"]);
    team.git("ann", "2026-11-02T12:20", &["checkout", "-q", "main"]);
    team.ok("bob", "2026-11-02T12:30", &["note", &team.id, "--text", "from here"]);
}

#[test]
fn an_honest_history_is_proven() {
    let team = Team::honest();
    diverge(&team);
    team.git("bob", "2026-11-02T13:00", &["merge", "-q", "-m", "Merge", "side"]);
    team.ok("ann", "2026-11-02T13:10", &["resolve", &team.id]);
    let policy = team.read("policy.toml");
    team.write("policy.toml", &policy.replace("up_to     = 500\n", "up_to     = 600\n"));
    team.commit("dan", "2026-11-02T13:20", "Raise the limit");
    assert_eq!(team.audited(&[]), Vec::<String>::new());
    let said = team.ok("dan", "2026-12-31T12:00", &["audit"]);
    assert!(said.starts_with("Proven: 13 commits, 1 cases, 9 events.") || said.starts_with("Proven: "), "{said}");
    assert!(said.contains("Not proven"), "{said}");
}

#[test]
fn a_merge_takes_the_policy_of_whoever_changed_it() {
    for onto in ["main", "side"] {
        let team = Team::honest();
        tightened_beside(&team, "bob");
        team.git("bob", "2026-11-02T13:00", &["checkout", "-q", onto]);
        let other = if onto == "main" { "side" } else { "main" };
        team.git("bob", "2026-11-02T13:00", &["merge", "-q", "--no-ff", "-m", "Merge", other]);
        team.ok("bob", "2026-11-02T14:00", &["audit"]);
    }
}

#[test]
fn every_forgery_is_found_by_its_code() {
    assert!(FORGERIES.len() >= 30);
    let failures: Vec<String> = FORGERIES
        .iter()
        .filter_map(|(name, code, forge)| {
            let team = Team::honest();
            forge(&team);
            let found = team.audited(&[]);
            (!found.iter().any(|found| found == code)).then(|| format!("{name}: {code}, not {found:?}"))
        })
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

impl Team {
    /// A bare repository that has the history so far, with the hook.
    fn with_server(&self) {
        let now = "2026-11-02T11:45";
        self.git("dan", now, &["init", "-q", "--bare", "../server"]);
        self.git("dan", now, &["remote", "add", "server", "../server"]);
        self.git("dan", now, &["push", "-q", "server", "main"]);
        self.ok("dan", now, &["-C", "../server", "hook", "install"]);
    }

    /// Pushes all branches; what the server said where it refused.
    fn push(&self, arguments: &[&str]) -> Result<(), String> {
        let mut push = self.command("dan", "2026-12-31T12:00", "git");
        let output = push.args(["push", "-q"]).args(arguments).output().expect("git runs");
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    }
}

#[test]
fn a_server_takes_the_honest_and_refuses_every_forgery() {
    let failures: Vec<String> = FORGERIES
        .iter()
        .filter_map(|(name, code, forge)| {
            let team = Team::honest();
            team.with_server();
            forge(&team);
            match team.push(&["server", "main"]) {
                Ok(()) => Some(format!("{name}: taken")),
                Err(said) if said.contains(&format!("[{code}]")) => None,
                Err(said) => Some(format!("{name}: {code}, not {said}")),
            }
        })
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
    let team = Team::honest();
    team.with_server();
    diverge(&team);
    team.push(&["server", "side"]).expect("a branch of its own");
    team.git("bob", "2026-11-02T13:00", &["merge", "-q", "-m", "Merge", "side"]);
    let policy = team.read("policy.toml");
    team.write("policy.toml", &format!("{policy}[staff.kim]\nemail = \"kim@example.com\"\nrole = \"clerk\"\n"));
    team.commit("dan", "2026-11-02T13:20", "Take kim on");
    team.ok("kim", "2026-11-02T13:30", &["note", &team.id, "--text", "hello"]);
    team.push(&["server", "main"]).expect("an honest history");
}

#[test]
fn a_server_keeps_what_it_has() {
    let team = Team::honest();
    team.with_server();
    team.git("bob", "2026-11-02T12:00", &["reset", "-q", "--hard", "HEAD~2"]);
    let said = team.push(&["--force", "server", "main"]).expect_err("a rewritten branch");
    assert!(said.contains("[rewritten]") && said.contains("would lose commits"), "{said}");
    let said = team.push(&["server", ":main"]).expect_err("the branch taken away");
    assert!(said.contains("rewritten") || said.contains("deletion of the current branch"), "{said}");
}

#[test]
fn a_commit_that_breaks_the_policy_is_refused_before_it_is_made() {
    let team = Team::honest();
    team.ok("ann", "2026-11-02T12:00", &["hook", "install"]);
    team.ok("ann", "2026-11-02T12:05", &["note", &team.id, "--text", "honest"]);
    let text = team.read(&team.case());
    let forged = format!("{text}{}", Team::event("2026-11-02T12:10", "bob", "  do: note\n  text: not me\n"));
    team.write(&team.case(), &forged);
    let commit = |team: &Team| {
        let mut git = team.command("ann", "2026-11-02T12:11", "git");
        git.args(["commit", "-qam", "Tamper"]).output().expect("git runs")
    };
    let output = commit(&team);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("[foreign-author]"), "{output:?}");
    team.write(&team.case(), &text);
    team.write("remark.txt", "nothing to do with cases");
    team.commit("ann", "2026-11-02T12:12", "A remark");
}

#[test]
fn a_merge_is_judged_beside_all_its_parents_before_it_is_made() {
    let team = Team::honest();
    diverge(&team);
    team.ok("bob", "2026-11-02T12:50", &["hook", "install"]);
    team.git("bob", "2026-11-02T13:00", &["merge", "-q", "--no-commit", "--no-ff", "side"]);
    let united = team.read(&team.case());
    team.write(&team.case(), &united.replace(&block_with(&united, "from the side"), ""));
    team.git("bob", "2026-11-02T13:00", &["add", "--all"]);
    let mut git = team.command("bob", "2026-11-02T13:00", "git");
    let output = git.args(["commit", "-qm", "Merge"]).output().expect("git runs");
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("[altered]"), "{output:?}");
    team.write(&team.case(), &united);
    team.commit("bob", "2026-11-02T13:00", "Merge what ann recorded");
}

#[test]
fn a_checkpoint_finds_a_rewritten_history_out() {
    let team = Team::honest();
    let checkpoint = team.ok("dan", "2026-11-02T12:00", &["audit", "--checkpoint"]);
    team.ok("ann", "2026-11-02T12:10", &["note", &team.id, "--text", "more"]);
    assert_eq!(team.audited(&["--since", &checkpoint]), Vec::<String>::new());
    // The whole history once more, with another amount from the beginning: consistent in itself.
    team.git("bob", "2026-11-02T12:20", &["reset", "-q", "--hard", "HEAD~4"]);
    team.ok("bob", "2026-11-02T10:30", &["propose", &team.id, "--remedy", "refund", "--amount", "80"]);
    assert_eq!(team.audited(&[]), Vec::<String>::new());
    assert_eq!(team.audited(&["--since", &checkpoint]), ["rewritten"]);
    let wrong = team.run("dan", "2026-11-02T12:00", &["audit", "--since", "nonsense"]);
    assert_eq!(wrong.status.code(), Some(2));
}
