//! A case repository in git in a temporary home with its own git configuration: several people, a
//! fixed clock, several clones, and a server with the hook.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use chrono::DateTime;
use complaint::domain::case::{Case, document};
use complaint::domain::policy;
use tempfile::TempDir;

/// The clerks ann and bob, the supervisor sue, the director dan.
pub const STAFF: &str = r#"
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

/// The machine's own clock, passed instead of an instant.
pub const REAL: &str = "";

/// A clone in a home. All its commands take `who`, a name with the e-mail `who@example.com` that
/// becomes author and committer, and `now`, an instant like `2026-11-02T09:00` in Shanghai, any RFC
/// 3339 time, or [`REAL`].
pub struct Repository {
    home: Arc<TempDir>,
    name: String,
}

impl Repository {
    /// A repository with the standard policy and [`STAFF`], begun by the director on Monday, 2
    /// November 2026, at 8:00 in Shanghai.
    pub fn new() -> Self {
        Self::begun("dan", "2026-11-02T08:00", STAFF)
    }

    /// A repository with the standard policy and the given staff, all committed.
    pub fn begun(by: &str, now: &str, staff: &str) -> Self {
        let repository = Self::in_home(|_| ());
        repository.configure("[init]\n\tdefaultBranch = main\n[pull]\n\trebase = false\n");
        fs::create_dir(repository.root()).expect("a folder");
        repository.ok(by, now, &["init", "."]);
        let standard = policy::preset("standard").expect("it is shipped");
        repository.write("policy.toml", &format!("{standard}{staff}"));
        repository.commit(by, now, "Enter the staff");
        repository
    }

    /// A repository in a new home, filled by `fill`.
    pub fn in_home(fill: impl FnOnce(&Path)) -> Self {
        let home = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        fill(home.path());
        Self {
            home,
            name: "team".to_owned(),
        }
    }

    /// Adds a bare repository as `origin`, with this one's `main`.
    pub fn with_origin(&self) -> Self {
        self.git("dan", REAL, &["init", "-q", "--bare", "../origin"]);
        self.git("dan", REAL, &["remote", "add", "origin", "../origin"]);
        self.git("dan", REAL, &["push", "-qu", "origin", "main"]);
        self.beside("origin")
    }

    /// Like [`Self::with_origin`], with the hook installed.
    pub fn with_server(&self) -> Self {
        let server = self.with_origin();
        server.open_gate();
        server
    }

    /// Installs the hook of a server. Its clock is fixed, and its git knows the home's keys.
    pub fn open_gate(&self) {
        self.ok("dan", REAL, &["hook", "install"]);
        self.set_clock("2026-11-08T12:00");
        let shared = self.home().join("gitconfig").display().to_string();
        self.git("dan", REAL, &["config", "include.path", &shared]);
        // `~` is the server's own folder there.
        #[cfg(unix)]
        std::os::unix::fs::symlink(self.home().join("signers"), self.root().join("signers"))
            .expect("a link");
    }

    /// Fixes the clock of a server.
    pub fn set_clock(&self, now: &str) {
        self.git("dan", REAL, &["config", "complaint.now", &instant(now)]);
    }

    /// Another clone of this one's `origin`, in the same home, without the merge driver.
    pub fn another(&self, name: &str) -> Self {
        self.git(
            "dan",
            REAL,
            &["clone", "-q", "../origin", &format!("../{name}")],
        );
        self.beside(name)
    }

    /// Copies the merge driver's configuration from `other`.
    pub fn with_driver_of(&self, other: &Self) {
        for key in ["merge.complaint.name", "merge.complaint.driver"] {
            self.git(
                "dan",
                REAL,
                &["config", key, &other.git("dan", REAL, &["config", key])],
            );
        }
    }

    /// Renames the folder of this repository.
    pub fn renamed(self, name: &str) -> Self {
        fs::rename(self.root(), self.home().join(name)).expect("it can be moved");
        self.beside(name)
    }

    /// The repository in another folder of the same home.
    pub fn beside(&self, name: &str) -> Self {
        Self {
            home: Arc::clone(&self.home),
            name: name.to_owned(),
        }
    }

    /// The folder with the clones, git's configuration (`gitconfig`), and keys.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The folder of this clone.
    pub fn root(&self) -> PathBuf {
        self.home().join(&self.name)
    }

    /// Adds to git's configuration for the whole home.
    pub fn configure(&self, text: &str) {
        let file = self.home().join("gitconfig");
        let before = fs::read_to_string(&file).unwrap_or_default();
        fs::write(file, before + text).expect("git's configuration");
    }

    /// A command for any program. If the home's folder `keys` has a key for `who`, git signs with
    /// it.
    pub fn command(&self, who: &str, now: &str, program: &str) -> Command {
        let mut command = Command::new(program);
        let own = Path::new(env!("CARGO_BIN_EXE_complaint"))
            .parent()
            .expect("a folder")
            .to_path_buf();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(own).chain(std::env::split_paths(&path));
        command
            .current_dir(self.root())
            .env_clear()
            .env("PATH", std::env::join_paths(folders).expect("paths"))
            .env("HOME", self.home())
            .env("GIT_CONFIG_GLOBAL", self.home().join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("TZ", "Asia/Shanghai")
            .env("LC_ALL", "C");
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), who)
                .env(format!("GIT_{role}_EMAIL"), format!("{who}@example.com"));
        }
        let key = self.home().join("keys").join(who);
        if key.is_file() {
            command
                .env("GIT_CONFIG_COUNT", "1")
                .env("GIT_CONFIG_KEY_0", "user.signingKey")
                .env("GIT_CONFIG_VALUE_0", key);
        }
        if now != REAL {
            let now = instant(now);
            command
                .env("COMPLAINT_NOW", &now)
                .env("GIT_AUTHOR_DATE", &now)
                .env("GIT_COMMITTER_DATE", now);
        }
        command
    }

    /// Runs `complaint`. A test may go back in time, for another case, which a repository may not: a
    /// newest commit that is ahead of the clock gets its time first.
    pub fn run(&self, who: &str, now: &str, arguments: &[&str]) -> Output {
        if now != REAL && !arguments.contains(&"--no-commit") {
            self.date_back(who, now);
        }
        self.run_by_clock(who, now, arguments)
    }

    /// Runs `complaint`, whatever the date of the newest commit.
    pub fn run_by_clock(&self, who: &str, now: &str, arguments: &[&str]) -> Output {
        self.command(who, now, env!("CARGO_BIN_EXE_complaint"))
            .args(arguments)
            .output()
            .expect("it runs")
    }

    /// Dates the newest commit back, if it is ahead of `now`.
    fn date_back(&self, who: &str, now: &str) {
        let head = self.try_git(who, now, &["cat-file", "commit", "HEAD"]);
        let commit = String::from_utf8_lossy(&head.stdout).into_owned();
        let Some((before, time, after)) = commit.lines().find_map(committed) else {
            return;
        };
        let now = DateTime::parse_from_rfc3339(&instant(now)).map(|now| now.timestamp());
        let Some(now) = now.ok().filter(|now| time > *now) else {
            return;
        };
        let dated = commit.replacen(
            &format!("{before}{time}{after}"),
            &format!("{before}{now}{after}"),
            1,
        );
        let file = self.home().join("dated");
        fs::write(&file, dated).expect("a commit");
        let file = file.to_string_lossy();
        let id = self.git(who, REAL, &["hash-object", "-t", "commit", "-w", &file]);
        self.git(who, REAL, &["update-ref", "HEAD", &id]);
    }

    /// Runs `complaint`, expects success, and returns stdout.
    pub fn ok(&self, who: &str, now: &str, arguments: &[&str]) -> String {
        results(
            &self.run(who, now, arguments),
            &format!("{who}: complaint {arguments:?}"),
        )
    }

    /// Runs git.
    pub fn try_git(&self, who: &str, now: &str, arguments: &[&str]) -> Output {
        self.command(who, now, "git")
            .args(arguments)
            .output()
            .expect("git runs")
    }

    /// Runs git, expects success, and returns stdout.
    pub fn git(&self, who: &str, now: &str, arguments: &[&str]) -> String {
        results(
            &self.try_git(who, now, arguments),
            &format!("{who}: git {arguments:?}"),
        )
    }

    /// Commits all changes.
    pub fn commit(&self, who: &str, now: &str, message: &str) {
        self.git(who, now, &["add", "--all"]);
        self.git(who, now, &["commit", "-qm", message]);
    }

    /// Pushes; a refusal is an error with git's stderr.
    pub fn push(&self, arguments: &[&str]) -> Result<(), String> {
        let output = self.try_git(
            "dan",
            "2026-12-31T12:00",
            &[&["push", "-q"], arguments].concat(),
        );
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }

    /// Writes a file in the working tree.
    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.root().join(file), text).expect("it can be written");
    }

    /// Reads a file in the working tree.
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.root().join(file)).expect("it can be read")
    }

    /// Records a case and returns its id.
    pub fn new_case(&self, who: &str, now: &str) -> String {
        let new = [
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
        self.ok(who, now, &new)
    }

    /// The path of a case's file, relative to the repository.
    pub fn case_file(&self, id: &str) -> String {
        let folder = format!("cases/{}/{}", &id[..4], &id[4..6]);
        let files = fs::read_dir(self.root().join(&folder))
            .expect("the month's folder")
            .filter_map(Result::ok);
        let mut names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
        format!(
            "{folder}/{}",
            names
                .find(|name| name.starts_with(id))
                .expect("the case's file")
        )
    }

    /// Parses a case's file.
    pub fn case(&self, id: &str) -> Case {
        let text = self.read(&self.case_file(id));
        document::parse(text.as_bytes())
            .case
            .unwrap_or_else(|| panic!("{text}"))
    }

    /// The digests of a case's events.
    pub fn events(&self, id: &str) -> BTreeSet<String> {
        self.case(id)
            .entries
            .iter()
            .map(|entry| entry.digest.to_string())
            .collect()
    }

    /// The codes of the errors in an audit at the end of the year.
    pub fn audited(&self, arguments: &[&str]) -> Vec<String> {
        let output = self.run(
            "dan",
            "2026-12-31T12:00",
            &[&["audit", "--format", "json"], arguments].concat(),
        );
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let rows: Vec<serde_json::Value> =
            serde_json::from_str(&text).unwrap_or_else(|_| panic!("{output:?}"));
        let wrong = rows.iter().filter(|row| row["severity"] == "error");
        let codes: Vec<String> = wrong
            .map(|row| row["code"].as_str().expect("a code").to_owned())
            .collect();
        assert_eq!(
            output.status.code(),
            Some(i32::from(!codes.is_empty())),
            "{text}"
        );
        codes
    }
}

/// The text of an event; `rest` holds its other lines.
pub fn event(at: &str, by: &str, rest: &str) -> String {
    format!("- at: {}\n  by: {by}\n{rest}", instant(at))
}

/// The line of the committer, split around the time.
fn committed(line: &str) -> Option<(&str, i64, &str)> {
    let (rest, _) = line
        .strip_prefix("committer ")
        .map(|_| line.rsplit_once(' '))??;
    let (before, time) = rest.rsplit_once(' ')?;
    let before = &line[..before.len() + 1];
    Some((before, time.parse().ok()?, &line[rest.len()..]))
}

fn instant(text: &str) -> String {
    if text.len() == "2026-11-02T09:00".len() {
        format!("{text}:00+08:00")
    } else {
        text.to_owned()
    }
}

fn results(output: &Output, what: &str) -> String {
    assert!(
        output.status.success(),
        "{what}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
