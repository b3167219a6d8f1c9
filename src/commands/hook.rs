//! `hook`: what git runs before it takes something in.

use std::io::Read;
use std::path::Path;

use clap::{Args, Subcommand};

use super::Context;
use super::audit::said;
use crate::domain::audit::{self, Audit, Beginning, Fault, Terms};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::policy::{self, Policy};
use crate::failure::{Exit, Failure, say};
use crate::git::{Range, Repo};
use crate::render::Diagnostic;
use crate::store::repository::POLICY;
use crate::store::{StoreError, clone, history, signatures};

/// Judge what git is about to take in, or have git ask for it
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint hook install\n  complaint -C /srv/complaints.git hook install\n  complaint hook pre-commit"
)]
pub struct Hook {
    #[command(subcommand)]
    hook: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// On a server: refuse a push that breaks the policy; reads what is pushed from stdin, as git gives it
    PreReceive,
    /// In a clone: refuse a commit whose staged cases break the policy
    PreCommit,
    /// Have git run the hook here: pre-receive in a bare repository, else pre-commit
    Install,
}

/// One branch or tag that is pushed.
struct Update<'a> {
    before: &'a str,
    after: &'a str,
    name: &'a str,
}

impl Hook {
    /// Judges, or installs the hook.
    ///
    /// # Errors
    /// What is taken in breaks the policy, or git fails.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        match self.hook {
            Which::PreReceive => pre_receive(context),
            Which::PreCommit => pre_commit(context),
            Which::Install => install(context),
        }
    }
}

fn pre_receive(context: &Context) -> Result<(), Failure> {
    let git = server(&context.folder())?;
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    read.map_err(|error| {
        Failure::Repository(vec![Diagnostic::error(format!("what is pushed cannot be read: {error}"))])
    })?;
    let main = git.head_branch().map_err(StoreError::from)?;
    for line in text.lines() {
        let fields: Vec<&str> = line.splitn(3, ' ').collect();
        let [before, after, name] = fields[..] else {
            return Err(Failure::usage(format!("git gives a hook lines of OLD NEW REF, not '{line}'")));
        };
        let update = Update { before, after, name };
        let faults = judged(&git, &update, main.as_deref() == Some(name), context)?;
        say(&said(&faults.faults, context.style()));
        if !faults.is_clean() {
            say(&format!("{name} is not taken: mend the commits named above, then push again\n"));
            return Err(Failure::Silent(Exit::Refused));
        }
    }
    Ok(())
}

/// What a push brings to a branch, judged. Whatever nobody pushed before counts; the people are those of the branch that
/// HEAD names, as it will be then.
fn judged(git: &Repo, update: &Update<'_>, is_main: bool, context: &Context) -> Result<Audit, Failure> {
    let is_none = |id: &str| id.bytes().all(|digit| digit == b'0');
    let rewrites = |message: String| {
        let finding =
            Finding::error(Code::Rewritten, Spot::default(), message).hint("fetch, merge, and push what comes of it");
        let id = if is_none(update.after) { update.before } else { update.after };
        Fault { commit: id.to_owned(), path: String::new(), who: String::new(), finding }
    };
    let alone = |fault| Audit { faults: vec![fault], ..Audit::default() };
    if is_none(update.after) {
        let fault = rewrites(format!("{} would be taken away with its history", update.name));
        return Ok(if is_main { alone(fault) } else { Audit { faults: Vec::new(), ..alone(fault) } });
    }
    if !is_none(update.before) && !git.is_ancestor(update.before, update.after).map_err(StoreError::from)? {
        return Ok(alone(rewrites(format!("{} would lose commits that it has", update.name))));
    }
    let tip = if is_main { update.after } else { "HEAD" };
    let Some(policy) = policy_at(git, tip)?.map_or_else(|| policy_at(git, update.after), |policy| Ok(Some(policy)))?
    else {
        let message = format!("{} has no {POLICY} at its top that can be read", update.name);
        return Ok(alone(rewrites(message)));
    };
    let has_history = git.commit_id("HEAD").map_err(StoreError::from)?.is_some();
    let mut history = history::read(git, Range::New(update.after)).map_err(StoreError::from)?;
    signatures::verify(git, &mut history, &policy).map_err(StoreError::from)?;
    let begins = if has_history { Beginning::Given } else { Beginning::Root };
    let now = context.now(&policy)?;
    Ok(audit::audit(&history, Terms { tip: &policy, begins, now }))
}

fn policy_at(git: &Repo, revision: &str) -> Result<Option<Policy>, Failure> {
    let Some(bytes) = git.blob(revision, Path::new(POLICY)).map_err(StoreError::from)? else { return Ok(None) };
    Ok(policy::parse(&String::from_utf8_lossy(&bytes)).0)
}

fn pre_commit(context: &Context) -> Result<(), Failure> {
    let repository = context.repository()?;
    let git = repository.git().ok_or_else(|| Failure::usage("there is no git repository here"))?;
    let policy = repository.policy();
    let author = git.identity().map_err(StoreError::from)?.unwrap_or_default();
    let committer = git.committer().map_err(StoreError::from)?.unwrap_or_default();
    let now = context.now(policy)?;
    let history = history::staged(git, &author, &committer, now).map_err(StoreError::from)?;
    let found = audit::audit(&history, Terms { tip: policy, begins: Beginning::Given, now });
    // Before the first commit there is nothing that vouches for it.
    let faults: Vec<Fault> = found.faults.into_iter().filter(|fault| fault.finding.code != Code::SecondRoot).collect();
    say(&said(&faults, context.style()));
    let is_clean = Audit { faults, ..found }.is_clean();
    if is_clean { Ok(()) } else { Err(Failure::Silent(Exit::Refused)) }
}

fn install(context: &Context) -> Result<(), Failure> {
    let folder = context.folder();
    let (git, name) = match Repo::bare(&folder).map_err(StoreError::from)? {
        Some(git) => (git, "pre-receive"),
        None => match Repo::discover(&folder).map_err(StoreError::from)? {
            Some(git) => (git, "pre-commit"),
            None => return Err(Failure::usage("there is no git repository here")),
        },
    };
    let file = clone::install_hook(&git, name)?;
    say(&format!("{}: git runs `complaint hook {name}` from now on\n", file.display()));
    Ok(())
}

/// The bare repository that the hook runs in, or the git directory of another.
fn server(folder: &Path) -> Result<Repo, Failure> {
    let bare = Repo::bare(folder).map_err(StoreError::from)?;
    bare.ok_or_else(|| {
        let message = format!("{} is no bare git repository", folder.display());
        Failure::Usage(
            Diagnostic::error(message).hint("git runs this hook on the server; in a clone: complaint hook pre-commit"),
        )
    })
}
