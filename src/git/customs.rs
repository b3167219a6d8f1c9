//! What a repository asks of its commits, beyond what git's plumbing does.

use std::fs;
use std::io::ErrorKind;

use super::{GitError, Repo};

/// The hook that plumbing runs, too.
pub(super) const PRE_COMMIT: &str = "pre-commit";

/// Other hooks that `git commit` runs, or that can refuse what it does.
const HOOKS: [&str; 5] = [
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "reference-transaction",
    "post-index-change",
];

/// What `git commit` takes into account, and removes, after other commands of git.
const LEFT: [&str; 3] = ["MERGE_MSG", "SQUASH_MSG", "MERGE_MODE"];

/// Settings, in small letters, that leave the commit to `git commit` where they are on.
const ON: [&str; 4] = [
    "core.splitindex",
    "core.sparsecheckout",
    "index.sparse",
    "core.ignorecase",
];

/// Settings, in small letters, that leave the commit to `git commit` whatever their values.
const SET: [&str; 3] = ["core.hookspath", "extensions.partialclone", "hook."];

/// What plumbing has to do for a commit besides making it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Customs {
    /// Sign it.
    pub is_signed: bool,
    /// Run [`PRE_COMMIT`] before.
    pub has_hook: bool,
}

impl Repo {
    /// How git's plumbing makes a commit here that is as `git commit` would make it; `None` where
    /// it would not be: with hooks other than `own_hook`, or with an index that is more than a list
    /// of files.
    ///
    /// # Errors
    /// When git's configuration cannot be read.
    pub(super) fn customs(&self, own_hook: Option<&str>) -> Result<Option<Customs>, GitError> {
        let is_there = |name: &str| self.git_dir.join(name).exists();
        let hooks = self.common_dir.join("hooks");
        let has_hook = |name: &str| hooks.join(name).exists();
        if LEFT.iter().any(|name| is_there(name))
            || HOOKS.iter().any(|name| has_hook(name))
            || !self.shared_indexes().is_empty()
        {
            return Ok(None);
        }
        let hook = fs::read_to_string(hooks.join(PRE_COMMIT));
        if hook.as_ref().map_or_else(
            |error| error.kind() != ErrorKind::NotFound,
            |hook| Some(hook.as_str()) != own_hook,
        ) {
            return Ok(None);
        }
        let mut command = self.git_read();
        command.args(["config", "--list", "-z"]);
        let settings = Settings::parse(&self.run(command, &[])?);
        let customs = Customs {
            is_signed: settings.is_on("commit.gpgsign"),
            has_hook: hook.is_ok(),
        };
        Ok(Some(customs).filter(|_| !settings.wants_porcelain()))
    }
}

/// The settings of a repository, in the order in which they override each other.
struct Settings(Vec<(String, Option<String>)>);

impl Settings {
    /// Parses `KEY<line break>VALUE<NUL>`; a key without a value is on.
    fn parse(answer: &[u8]) -> Self {
        let text = String::from_utf8_lossy(answer);
        let setting = |line: &str| match line.split_once('\n') {
            Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
            None => (line.to_owned(), None),
        };
        Self(text.split_terminator('\0').map(setting).collect())
    }

    fn wants_porcelain(&self) -> bool {
        let is_set = |part: &str| self.0.iter().any(|(key, _)| key.starts_with(part));
        SET.iter().any(|part| is_set(part)) || ON.iter().any(|key| self.is_on(key))
    }

    fn is_on(&self, key: &str) -> bool {
        let value = self.0.iter().rfind(|(name, _)| name == key);
        value.is_some_and(|(_, value)| match value {
            Some(value) => !["", "0", "false", "no", "off"]
                .iter()
                .any(|off| value.eq_ignore_ascii_case(off)),
            None => true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_plumbing_would_pass_over_is_left_to_git_commit() {
        let of = |text: &str| Settings::parse(text.as_bytes());
        for passed_over in [
            "core.hookspath\n/etc/hooks\0",
            "hook.lint.command\nlint\0",
            "extensions.partialclone\norigin\0",
            "core.splitindex\0",
            "index.sparse\ntrue\0",
            "core.ignorecase\nYES\0",
        ] {
            assert!(of(passed_over).wants_porcelain(), "{passed_over}");
        }
        let usual = of("core.bare\nfalse\0core.splitindex\ntrue\0core.splitindex\nFalse\0");
        assert!(!usual.wants_porcelain());
        assert!(of("commit.gpgsign\nno\0commit.gpgsign\n1\0").is_on("commit.gpgsign"));
    }
}
