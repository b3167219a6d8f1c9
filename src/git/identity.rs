//! The user's identity in git.

use super::run::finish;
use super::{GitError, Repo};

/// A person as recorded by git.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The name; empty if only an e-mail address is set.
    pub name: String,
    /// The e-mail address; empty if only a name is set.
    pub email: String,
}

impl Repo {
    /// The author that git would record: `GIT_AUTHOR_NAME` and `GIT_AUTHOR_EMAIL`, else `author.*`,
    /// else `user.*`; for the e-mail address also `EMAIL`. `None` if nothing is set; never guessed
    /// from the machine.
    ///
    /// # Errors
    /// When git's configuration cannot be read.
    pub fn identity(&self) -> Result<Option<Identity>, GitError> {
        self.person("AUTHOR", "author")
    }

    /// The committer that git would record; looked up as in [`Repo::identity`].
    ///
    /// # Errors
    /// When git's configuration cannot be read.
    pub(crate) fn committer(&self) -> Result<Option<Identity>, GitError> {
        self.person("COMMITTER", "committer")
    }

    /// Whether git has a name and an address for commits. It may take the name from the machine's
    /// list of users.
    ///
    /// # Errors
    /// When git cannot be run.
    pub(crate) fn has_committer(&self) -> Result<bool, GitError> {
        let mut command = self.git_read();
        command.args(["var", "GIT_COMMITTER_IDENT"]);
        Ok(finish(command, &[])?.code == Some(0))
    }

    fn person(&self, variable: &str, key: &str) -> Result<Option<Identity>, GitError> {
        let mut name = self.variable(&format!("GIT_{variable}_NAME"));
        let mut email = self.variable(&format!("GIT_{variable}_EMAIL"));
        if name.is_none() || email.is_none() {
            let config = self.personal_config()?;
            let configured = |keys: [String; 2]| {
                keys.iter().find_map(|key| {
                    let set = config.iter().rev().find(|(name, _)| name == key);
                    set.map(|(_, value)| value.clone())
                        .filter(|value| !value.is_empty())
                })
            };
            name = name.or_else(|| configured([format!("{key}.name"), "user.name".to_owned()]));
            email = email
                .or_else(|| configured([format!("{key}.email"), "user.email".to_owned()]))
                .or_else(|| self.variable("EMAIL"));
        }
        if name.is_none() && email.is_none() {
            return Ok(None);
        }
        Ok(Some(Identity {
            name: name.unwrap_or_default(),
            email: email.unwrap_or_default(),
        }))
    }

    pub(super) fn variable(&self, name: &str) -> Option<String> {
        let value = self.environment.get(name)?.to_string_lossy().into_owned();
        (!value.is_empty()).then_some(value)
    }

    fn personal_config(&self) -> Result<Vec<(String, String)>, GitError> {
        let mut command = self.git_read();
        command.args([
            "config",
            "-z",
            "--get-regexp",
            r"^(user|author|committer)\.(name|email)$",
        ]);
        let finished = finish(command, &[])?;
        match finished.code {
            Some(0) => {}
            Some(1) => return Ok(Vec::new()),
            _ => return Err(GitError::recognise(&self.git_dir, &finished)),
        }
        let text = String::from_utf8_lossy(&finished.stdout);
        let entries = text.split('\0').filter(|entry| !entry.is_empty());
        Ok(entries
            .map(|entry| entry.split_once('\n').unwrap_or((entry, "")))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect())
    }
}
