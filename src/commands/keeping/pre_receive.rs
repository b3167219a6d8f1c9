//! `hook pre-receive`: judges a push to a server, reference by reference.
//!
//! The branch that HEAD names is the record. It only grows, and every commit that is new to *it* is
//! judged by the policy that it has after the push, even if another branch had the commit before.
//! On other branches and tags only commits that are new to the server are judged, with the people
//! of the record's policy: this reports faults early, and the commits are judged again once they
//! reach the record.

mod update;

use std::cell::RefCell;
use std::io::Read;
use std::path::Path;

use super::faults;
use super::gate::{Arriving, policy_at};
use crate::cli::Context;
use crate::cli::failure::{Exit, Failure, say, tell};
use crate::domain::audit::{Audit, Beginning};
use crate::domain::message::{Command, Message, message};
use crate::git::{Range, Repo};
use crate::render::Diagnostic;
use crate::store::StoreError;
use crate::store::history::Extent;
use crate::store::paths::{FOLDER_SETTING, FROM_SETTING};
use crate::store::policy_folder::{self, PolicyFolder};
use update::Update;

/// What to do about a refused commit; no later commit repairs it, and a rebase would make new ones of
/// those that are right.
fn remedy() -> Message {
    message!(
        "keep the refused commits aside, go back to what the server has, and record anew what was \
         right:\n{aside} && {back}\nafter `git pull --rebase`: git reset --hard ORIG_HEAD, then git \
         pull --no-rebase",
        aside = Command::git("branch refused"),
        back = Command::git("reset --keep @{upstream}")
    )
}

/// The most references of a push whose commits are noted: git gets them as arguments.
const MAX_NOTED: usize = 200;

/// References that make git substitute other objects for existing ones (`git replace`).
const REPLACEMENTS: &str = "refs/replace/";

/// Judges the push that git describes on stdin.
///
/// # Errors
/// The push breaks the policy, the repository is not bare, or git fails.
pub(super) fn pre_receive(context: &Context) -> Result<(), Failure> {
    let server = Server::new(bare_repository(&context.folder_of_hook())?)?;
    let mut is_accepted = true;
    for line in updates()?.lines() {
        let update = Update::read(line)?;
        let found = server.judge(&update)?;
        say(&faults::render(&found.faults, context.style()));
        if found.is_clean() {
            server.note(&update)?;
        } else {
            is_accepted = false;
            tell(&message!(
                "{reference} is rejected",
                reference = update.name
            ));
            tell(&remedy());
        }
    }
    if is_accepted {
        Ok(())
    } else {
        Err(Failure::Silent(Exit::Refused))
    }
}

/// The bare repository of the hook, or the git directory of another repository.
fn bare_repository(folder: &Path) -> Result<Repo, Failure> {
    let bare = Repo::bare(folder).map_err(StoreError::from)?;
    bare.ok_or_else(|| {
        let message = message!("{folder} is not a bare git repository", folder);
        let hint = message!(
            "git runs this hook on the server; in a clone: {hook}",
            hook = Command::new("hook pre-commit")
        );
        Failure::Usage(Diagnostic::error(message).hint(hint))
    })
}

fn updates() -> Result<String, Failure> {
    let mut text = String::new();
    match std::io::stdin().read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(error) => Err(Failure::Repository(vec![Diagnostic::error(message!(
            "the pushed references cannot be read: {error}",
            error
        ))])),
    }
}

/// The folder of the policy after a push.
enum Folder {
    Stays(String),
    Moves { from: String, to: PolicyFolder },
}

/// The repository that is pushed to.
struct Server {
    git: Repo,
    /// The branch that HEAD names, if it has commits.
    main: Option<String>,
    /// The policy's folder, if the server's configuration sets it.
    folder: Option<String>,
    /// The commits of this push that other references were found clean with.
    judged: RefCell<Vec<String>>,
}

impl Server {
    fn new(git: Repo) -> Result<Self, Failure> {
        let head = git.head_branch().map_err(StoreError::from)?;
        let is_there = git.commit_id("HEAD").map_err(StoreError::from)?.is_some();
        let folder = git.own_setting(FOLDER_SETTING).map_err(StoreError::from)?;
        Ok(Self {
            main: head.filter(|_| is_there),
            git,
            folder: folder.map(|folder| folder.trim_matches('/').to_owned()),
            judged: RefCell::default(),
        })
    }

    /// Notes that the commits of a reference were found clean: another reference of the push does not
    /// have them judged again.
    fn note(&self, update: &Update<'_>) -> Result<(), Failure> {
        let Some(after) = update.after else {
            return Ok(());
        };
        let commit = self.git.commit_id(after).map_err(StoreError::from)?;
        let mut judged = self.judged.borrow_mut();
        if judged.len() < MAX_NOTED {
            judged.extend(commit);
        }
        Ok(())
    }

    /// Whether a reference is the record or a symbolic reference to it. While HEAD names no branch
    /// with commits, every branch counts as the record.
    fn is_record(&self, name: &str) -> Result<bool, Failure> {
        match &self.main {
            Some(main) if name == main => Ok(true),
            Some(main) => {
                let stands_for = self.git.stands_for(name).map_err(StoreError::from)?;
                Ok(stands_for.as_ref() == Some(main))
            }
            None => Ok(name.starts_with("refs/heads/")),
        }
    }

    fn judge(&self, update: &Update<'_>) -> Result<Audit, Failure> {
        let is_record = self.is_record(update.name)?;
        let Some(after) = update.after else {
            return Ok(if is_record {
                update.deletes_record()
            } else {
                Audit::default()
            });
        };
        if update.name.starts_with(REPLACEMENTS) {
            return Ok(update.replaces());
        }
        let commit = self.git.commit_id(after).map_err(StoreError::from)?;
        if commit.is_none() && !is_record {
            return Ok(Audit::default());
        }
        if let Some(before) = update.before
            && !self
                .git
                .is_ancestor(before, after)
                .map_err(StoreError::from)?
        {
            return Ok(update.loses_commits());
        }
        self.judge_new_commits(update, after, is_record)
    }

    fn judge_new_commits(
        &self,
        update: &Update<'_>,
        after: &str,
        is_record: bool,
    ) -> Result<Audit, Failure> {
        let base = self.main.as_deref().or(update.before);
        let folder = match self.policy_folder(base, after)? {
            Folder::Stays(folder) => folder,
            Folder::Moves { from, to } => return Ok(update.moves_policy(&from, &to)),
        };
        let git = self.git.clone().within(&folder);
        let before = match base {
            Some(base) => policy_at(&git, base)?,
            None => None,
        };
        let pushed = policy_at(&git, after)?;
        // A policy with errors cannot judge; the other one judges then, and finds the fault.
        let (better, other) = if is_record {
            (&pushed, &before)
        } else {
            (&before, &pushed)
        };
        let Some(tip) = better.as_ref().or(other.as_ref()) else {
            return Ok(update.lacks_policy(&folder));
        };
        let from = if is_record {
            let before = update.before.map(str::to_owned);
            match before {
                Some(before) => Some(before),
                None => git.own_setting(FROM_SETTING).map_err(StoreError::from)?,
            }
        } else {
            None
        };
        let of_record = match &from {
            Some(from) => format!("{from}..{after}"),
            None => after.to_owned(),
        };
        let besides = self.judged.borrow();
        let range = if is_record {
            Range::Of(&of_record)
        } else {
            Range::New {
                commit: after,
                besides: &besides,
            }
        };
        let begins = if from.is_some() || self.main.is_some() {
            Beginning::Record
        } else {
            Beginning::Root
        };
        let arriving = Range::New {
            commit: after,
            besides: &[],
        };
        let arriving = Arriving {
            range,
            extent: Extent::Push,
            new: git.ids(arriving).map_err(StoreError::from)?,
            record: base,
            tip,
            begins,
        };
        arriving.judge(&git)
    }

    /// The policy's folder: from the server's configuration, else as before the push, else as in
    /// the push.
    fn policy_folder(&self, base: Option<&str>, after: &str) -> Result<Folder, Failure> {
        if let Some(folder) = &self.folder {
            return Ok(Folder::Stays(folder.clone()));
        }
        let known = match base {
            Some(base) => policy_folder::of_policy(&self.git, base).map_err(StoreError::from)?,
            None => PolicyFolder::Nowhere,
        };
        let pushed = policy_folder::of_policy(&self.git, after).map_err(StoreError::from)?;
        match if known == PolicyFolder::Nowhere {
            &pushed
        } else {
            &known
        } {
            PolicyFolder::Nowhere => Ok(Folder::Stays(String::new())),
            PolicyFolder::At(folder) => Ok(match &pushed {
                PolicyFolder::Nowhere => Folder::Stays(folder.clone()),
                PolicyFolder::At(now) if now == folder => Folder::Stays(folder.clone()),
                PolicyFolder::At(_) | PolicyFolder::Several(_) => Folder::Moves {
                    from: folder.clone(),
                    to: pushed,
                },
            }),
            PolicyFolder::Several(folders) => Err(StoreError::Folders(folders.clone()).into()),
        }
    }
}
