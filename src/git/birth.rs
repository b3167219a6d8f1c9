//! How far back the history of a file goes, so that a question about a young file does not walk the
//! years before.

use std::path::PathBuf;

use super::versions::MAX_NAMED;
use super::{GitError, Repo};

/// Numbers of commits, along the first parents, after which it is asked whether the files are there.
const BACK: [usize; 3] = [256, 4_096, 65_536];

impl Repo {
    /// For each tip, a commit behind it that has none of these files: no commit before it has touched
    /// them, because files of the record are never removed. Empty if there is no such commit nearby.
    ///
    /// # Errors
    /// When git cannot be run or fails.
    fn before_birth(&self, tips: &[&str], paths: &[PathBuf]) -> Result<Vec<String>, GitError> {
        let paths: Vec<String> = paths
            .iter()
            .map(|path| Ok(String::from_utf8_lossy(&self.tree_path(path)?).into_owned()))
            .collect::<Result<_, GitError>>()?;
        if paths.iter().any(|path| path.contains(['\n', '\u{FFFD}'])) {
            return Ok(Vec::new());
        }
        for back in BACK {
            let commits: Vec<String> = tips.iter().map(|tip| format!("{tip}~{back}")).collect();
            let found = self.existing(&commits)?;
            if found.iter().any(Option::is_none) {
                // The history is short.
                return Ok(Vec::new());
            }
            let files: Vec<String> = commits
                .iter()
                .flat_map(|commit| paths.iter().map(move |path| format!("{commit}:{path}")))
                .collect();
            if self.existing(&files)?.iter().all(Option::is_none) {
                return Ok(found.into_iter().flatten().collect());
            }
        }
        Ok(Vec::new())
    }

    /// Arguments that keep `git log` from walking back beyond the birth of a few files.
    pub(super) fn bounds(&self, tips: &[&str], paths: &[PathBuf]) -> Result<Vec<String>, GitError> {
        if paths.len() > MAX_NAMED {
            return Ok(Vec::new());
        }
        let before = self.before_birth(tips, paths)?.into_iter();
        Ok(before.map(|commit| format!("^{commit}")).collect())
    }

    /// The id of the object that each name stands for.
    fn existing(&self, names: &[String]) -> Result<Vec<Option<String>>, GitError> {
        let mut command = self.git_read();
        command.args(["cat-file", "--batch-check=%(objectname)"]);
        let answer = self.run(command, (names.join("\n") + "\n").as_bytes())?;
        let answer = String::from_utf8_lossy(&answer);
        let id = |line: &str| (!line.contains(' ')).then(|| line.to_owned());
        Ok(answer.lines().map(id).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use super::*;

    /// A history of many commits; the file `old` is in the first one, `young` in the last two.
    fn long_history(folder: &std::path::Path, commits: usize) -> Repo {
        let git = |arguments: &[&str]| {
            let mut command = Command::new("git");
            command.args(arguments).current_dir(folder);
            command.env("GIT_CONFIG_GLOBAL", "/dev/null");
            command
        };
        assert!(
            git(&["init", "-q", "-b", "main"])
                .status()
                .expect("git")
                .success()
        );
        let mut stream = String::new();
        for number in 0..commits {
            let _ = write!(
                stream,
                "commit refs/heads/main\ncommitter A <a@b> {number} +0000\ndata 1\nx\n"
            );
            let left = commits - number;
            let touched = match (number, left) {
                (0, _) => "cases/old.yaml",
                (_, 1 | 2) => "cases/young.yaml",
                _ => "other",
            };
            let _ = write!(stream, "M 100644 inline {touched}\ndata 6\n{number:06}\n");
        }
        let mut import = git(&["fast-import", "--quiet"]);
        let mut import = import.stdin(Stdio::piped()).spawn().expect("git");
        let mut pipe = import.stdin.take().expect("a pipe");
        pipe.write_all(stream.as_bytes()).expect("git reads on");
        drop(pipe);
        assert!(import.wait().expect("it ends").success());
        Repo::discover(folder)
            .expect("it is read")
            .expect("a repository")
    }

    #[test]
    fn a_young_file_is_not_looked_for_in_old_commits() {
        let folder = tempfile::tempdir().expect("a folder");
        let repo = long_history(folder.path(), BACK[0] + 20);
        let commits = |name: &str| {
            let found = repo.touching(&["HEAD"], &[PathBuf::from(name)]);
            found.expect("git answers").len()
        };
        let bounds = |name: &str| {
            let bounds = repo.bounds(&["HEAD"], &[PathBuf::from(name)]);
            bounds.expect("git answers").len()
        };
        assert_eq!(
            (bounds("cases/young.yaml"), commits("cases/young.yaml")),
            (1, 2)
        );
        assert_eq!(
            (bounds("cases/old.yaml"), commits("cases/old.yaml")),
            (0, 1)
        );
        let both = ["cases/young.yaml", "cases/old.yaml"].map(PathBuf::from);
        assert_eq!(repo.bounds(&["HEAD"], &both).expect("git answers").len(), 0);
        assert_eq!(
            repo.touching(&["HEAD"], &both).expect("git answers").len(),
            3
        );
    }
}
