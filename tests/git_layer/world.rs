//! Repositories for the tests of the git layer.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use complaint::git::{CommitRequest, Environment, GitError, Repo};
use tempfile::TempDir;

/// A repository in a temporary directory, with a git that ignores the user's configuration.
pub struct World {
    pub dir: TempDir,
    pub environment: Environment,
    pub repo: Repo,
}

impl World {
    pub fn new() -> World {
        let dir = TempDir::new().unwrap();
        let config = dir.path().join("gitconfig");
        fs::write(
            &config,
            "[user]\nname = Li Wei\nemail = li.wei@example.com\n[init]\ndefaultBranch = main\n",
        )
        .unwrap();
        let environment = Environment::default()
            .set("HOME", dir.path())
            .set("XDG_CONFIG_HOME", dir.path())
            .set("GIT_CONFIG_GLOBAL", &config)
            .set("GIT_CONFIG_NOSYSTEM", "1")
            .set("GIT_CEILING_DIRECTORIES", dir.path())
            .unset("GIT_AUTHOR_NAME")
            .unset("GIT_AUTHOR_EMAIL")
            .unset("GIT_AUTHOR_DATE")
            .unset("GIT_COMMITTER_NAME")
            .unset("GIT_COMMITTER_EMAIL")
            .unset("GIT_COMMITTER_DATE")
            .unset("EMAIL");
        let root = dir.path().join("repo");
        fs::create_dir(&root).unwrap();
        let repo = Repo::init_with(&root, environment.clone()).unwrap();
        World {
            dir,
            environment,
            repo,
        }
    }

    /// Like [`World::new`], with a first commit of `old.yaml` and `other.txt`.
    pub fn with_history() -> World {
        let world = World::new();
        world.write("old.yaml", "id: 1\n");
        world.write("other.txt", "one\n");
        world.git(&["add", "."]);
        world.git(&["commit", "-q", "-m", "Begin"]);
        world
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.repo.base().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn hook(&self, name: &str, script: &str) {
        let path = self.repo.common_dir().join("hooks").join(name);
        executable(&path, script);
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        let output = self.git_at(self.repo.base(), arguments);
        assert!(output.status.success(), "git {arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn git_at(&self, dir: &Path, arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new("git");
        for name in [
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_PREFIX",
            "EMAIL",
        ] {
            command.env_remove(name);
        }
        command
            .env("HOME", self.dir.path())
            .env("GIT_CONFIG_GLOBAL", self.dir.path().join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_EDITOR", "true")
            .args(["-c", "core.quotePath=false"])
            .current_dir(dir)
            .args(arguments)
            .output()
            .unwrap()
    }

    pub fn status(&self) -> String {
        self.git(&["status", "--porcelain", "--untracked-files=all"])
    }

    pub fn discover(&self, dir: &Path) -> Option<Repo> {
        Repo::discover_with(dir, self.environment.clone()).unwrap()
    }

    pub fn commit(&self, changed: &[&str], created: &[&str]) -> Result<String, GitError> {
        commit(&self.repo, changed, created)
    }
}

pub fn commit(repo: &Repo, changed: &[&str], created: &[&str]) -> Result<String, GitError> {
    let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
    repo.commit(&CommitRequest {
        changed: &paths(changed),
        created: &paths(created),
        message: "note 20261121-K7QM2X\n\nVerb: note\n",
        ..CommitRequest::default()
    })
}

pub fn executable(path: &Path, script: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
}
