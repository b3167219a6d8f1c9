//! A case repository in a temporary folder, with its own clock, identity, zone and git configuration.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use complaint::domain::policy;
use tempfile::TempDir;

/// The staff: clerks ann and bob, the supervisor sue, the director dan.
const STAFF: &str = r#"
[staff.ann]
email = "ann@example.com"
role = "clerk"
department = "service"
[staff.bob]
email = "bob@example.com"
role = "clerk"
department = "quality"
[staff.sue]
email = "sue@example.com"
role = "supervisor"
[staff.dan]
email = "dan@example.com"
role = "director"
"#;

/// A case repository under git, with the standard policy.
pub struct World {
    folder: TempDir,
}

impl World {
    /// A fresh one, everything in it committed.
    pub fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        fs::write(
            world.folder.path().join("gitconfig"),
            "[user]\n\tname = Ann\n\temail = ann@example.com\n[init]\n\tdefaultBranch = main\n",
        )
        .expect("git's configuration");
        let root = world.root();
        fs::create_dir_all(root.join("cases")).expect("a folder");
        let standard = policy::preset("standard").expect("it is shipped");
        fs::write(root.join("policy.toml"), format!("{standard}\n{STAFF}")).expect("a policy");
        world.git(&["init", "-q"]);
        world.git(&["add", "."]);
        world.git(&["commit", "-qm", "Set up"]);
        world
    }

    /// The folder of the repository.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("team")
    }

    /// Runs git; gives what it prints.
    pub fn git(&self, arguments: &[&str]) -> String {
        fs::create_dir_all(self.root()).expect("a folder");
        let output = self.hermetic("git").args(arguments).output().expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs the program at an instant.
    pub fn run(&self, who: &str, now: &str, arguments: &[&str]) -> Output {
        let mut command = self.hermetic(env!("CARGO_BIN_EXE_complaint"));
        command.env("COMPLAINT_NOW", now).env("COMPLAINT_USER", who).args(arguments).output().expect("it runs")
    }

    /// Runs the program as the clerk ann, which has to succeed; gives its results.
    pub fn ok(&self, now: &str, arguments: &[&str]) -> String {
        self.ok_as("ann", now, arguments)
    }

    /// Runs the program, which has to succeed; gives its results.
    pub fn ok_as(&self, who: &str, now: &str, arguments: &[&str]) -> String {
        let output = self.run(who, now, arguments);
        assert!(output.status.success(), "complaint {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// A case received and registered on Monday, 2 November 2026, at 9:00 in Shanghai; its id.
    pub fn new_case(&self) -> String {
        let arguments =
            ["new", "--channel", "phone", "--category", "delivery", "--customer", "王芳", "--summary", "late"];
        self.ok("2026-11-02T09:00:00+08:00", &arguments).trim().to_owned()
    }

    /// The file of a case.
    pub fn case_file(&self, id: &str) -> PathBuf {
        let folder = self.root().join("cases").join(&id[..4]).join(&id[4..6]);
        let mut files =
            fs::read_dir(folder).expect("the month's folder").filter_map(Result::ok).map(|entry| entry.path());
        let is_it = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(id));
        files.find(is_it).expect("the case's file")
    }

    fn hermetic(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let home: &Path = self.folder.path();
        command
            .current_dir(self.root())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home)
            .env("GIT_CONFIG_GLOBAL", home.join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("TZ", "UTC")
            .env("LC_ALL", "C");
        command
    }
}
