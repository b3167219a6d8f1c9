//! `hook`: judges commits and pushes before git accepts them.

use std::path::Path;

use clap::{Args, Subcommand};

use super::{faults, pre_receive};
use crate::cli::Context;
use crate::cli::failure::{Exit, Failure, say, tell};
use crate::domain::audit::{Audit, Beginning, Fault, Terms};
use crate::domain::finding::Code;
use crate::domain::message::{Command, message, text};
use crate::git::Repo;
use crate::render::Diagnostic;
use crate::store::StoreError;
use crate::store::clone_setup::hooks;
use crate::store::history;
use crate::store::paths::FOLDER_SETTING;
use crate::store::policy_folder::{self, PolicyFolder};
use crate::store::repository::{Repository, root_of};
use crate::store::write::WriteError;

/// Judge a commit or push before git accepts it, or install the hook that does so
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint hook install\n  complaint -C /srv/complaints.git hook install\n  complaint hook pre-commit"
)]
pub(crate) struct Hook {
    #[command(subcommand)]
    hook: HookCommand,
}

#[derive(Debug, Subcommand)]
enum HookCommand {
    /// On a server: refuse a push that breaks the policy; reads the pushed references from stdin,
    /// in git's format
    PreReceive,
    /// In a clone: refuse a commit whose staged cases break the policy
    PreCommit,
    /// Install the hook here: pre-receive in a bare repository, else pre-commit
    Install,
}

impl Hook {
    /// Judges, or installs the hook.
    ///
    /// # Errors
    /// The commit or push breaks the policy, or git fails.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        match self.hook {
            HookCommand::PreReceive => pre_receive::pre_receive(context),
            HookCommand::PreCommit => pre_commit(context),
            HookCommand::Install => install(context),
        }
    }
}

fn pre_commit(context: &Context) -> Result<(), Failure> {
    let Some(repository) = repository_of_commit(&context.folder())? else {
        return Ok(());
    };
    let git = repository.git().ok_or_else(no_git)?;
    let policy = repository.policy();
    let author = git
        .identity()
        .map_err(StoreError::from)?
        .unwrap_or_default();
    let committer = git
        .committer()
        .map_err(StoreError::from)?
        .unwrap_or_default();
    let now = context.now(policy)?;
    let history = history::staged(git, &author, &committer, now).map_err(StoreError::from)?;
    let terms = Terms {
        tip: policy,
        begins: Beginning::Record,
        now,
    };
    let found = history::judge(git, &history, terms).map_err(StoreError::from)?;
    // The first commit of a repository is a root, which is no fault here.
    let faults: Vec<Fault> = found
        .faults
        .into_iter()
        .filter(|fault| fault.finding.code != Code::SecondRoot)
        .collect();
    say(&faults::render(&faults, context.style()));
    let is_clean = Audit { faults, ..found }.is_clean();
    if is_clean {
        Ok(())
    } else {
        Err(Failure::Silent(Exit::Refused))
    }
}

/// The repository of complaints that a commit belongs to: that of the folder, else one in another
/// folder of the work tree. `None` if the work tree has none, so that the commit has no complaints.
fn repository_of_commit(folder: &Path) -> Result<Option<Repository>, StoreError> {
    let Some(git) = Repo::discover(folder)? else {
        return Repository::find(folder).map(Some);
    };
    if root_of(folder).is_ok_and(|root| root.starts_with(git.work_tree())) {
        return Repository::find(folder).map(Some);
    }
    let place = match git.setting(FOLDER_SETTING)? {
        Some(folder) => PolicyFolder::At(folder.trim_matches('/').to_owned()),
        None => policy_folder::among(&git.prepared_files()?),
    };
    match place {
        PolicyFolder::At(inside) => Repository::find(&git.work_tree().join(inside)).map(Some),
        PolicyFolder::Nowhere => Ok(None),
        PolicyFolder::Several(folders) => Err(StoreError::Folders(folders)),
    }
}

fn install(context: &Context) -> Result<(), Failure> {
    let folder = context.folder();
    let (git, name) = match Repo::bare(&folder).map_err(StoreError::from)? {
        Some(git) => (git, hooks::PRE_RECEIVE),
        None => match Repo::discover(&folder).map_err(StoreError::from)? {
            Some(git) => (git, hooks::PRE_COMMIT),
            None => return Err(no_git()),
        },
    };
    let file = hooks::install(&git, name).map_err(|error| install_failure(error, name))?;
    tell(&message!(
        "{file}: git runs `{hook}` from now on",
        file,
        hook = Command::new("hook").value(name)
    ));
    Ok(())
}

fn no_git() -> Failure {
    Failure::usage(text!("there is no git repository here"))
}

/// The failure to install a hook, with a hint if another hook is installed.
fn install_failure(error: StoreError, name: &str) -> Failure {
    let StoreError::Write(WriteError::Exists(file)) = &error else {
        return error.into();
    };
    let another = Diagnostic::error(message!("{file} is another hook already", file));
    Failure::Repository(vec![another.hint(hooks::in_the_way(name))])
}
