//! `hook pre-receive`: what is pushed to a server, judged reference by reference.
//!
//! The branch that HEAD names is the record: it only grows, and every commit that is new to *it* is
//! judged by the policy that it will have then, whether it was on another branch before or not.
//! Other branches and tags are judged as far as nobody pushed it before, by the people of the
//! record; what is wrong there is told early, and judged once more when it comes in.

use std::io::Read;
use std::path::Path;

use super::audit::{policy_at, said};
use crate::cli::Context;
use crate::cli::failure::{Exit, Failure, say};
use crate::domain::audit::{Arrival, Audit, Beginning, Fault, Terms};
use crate::domain::finding::{Code, Finding, Hint, Spot};
use crate::domain::message::{Command, Message, all_of, message, text};
use crate::git::{Range, Repo};
use crate::render::{self, Diagnostic};
use crate::store::paths::POLICY;
use crate::store::policy_folder::{self, FOLDER_SETTING, PolicyFolder};
use crate::store::{StoreError, history, signatures};

/// References by which git would read other objects in the place of those that are there.
const REPLACEMENTS: &str = "refs/replace/";

/// Judges what git says on stdin that is pushed.
///
/// # Errors
/// Something of it breaks the policy, this is no server, or git fails.
pub(super) fn pre_receive(context: &Context) -> Result<(), Failure> {
    let gate = Gate::new(server(&context.folder())?, context)?;
    let mut is_taken = true;
    for line in pushed()?.lines() {
        let update = Update::read(line)?;
        let found = gate.judged(&update)?;
        say(&said(&found.faults, context.style()));
        if !found.is_clean() {
            is_taken = false;
            say(&format!("{}\n", render::say(&update.refusal())));
        }
    }
    if is_taken {
        Ok(())
    } else {
        Err(Failure::Silent(Exit::Refused))
    }
}

/// The bare repository that the hook runs in, or the git directory of another.
fn server(folder: &Path) -> Result<Repo, Failure> {
    let bare = Repo::bare(folder).map_err(StoreError::from)?;
    bare.ok_or_else(|| {
        let message = message!("{folder} is no bare git repository", folder);
        Failure::Usage(Diagnostic::error(message).hint(message!(
            "git runs this hook on the server; in a clone: {command}",
            command = Command::new("hook pre-commit")
        )))
    })
}

fn pushed() -> Result<String, Failure> {
    let mut text = String::new();
    let failed = |error: std::io::Error| {
        Failure::Repository(vec![Diagnostic::error(message!(
            "what is pushed cannot be read: {error}",
            error
        ))])
    };
    std::io::stdin().read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

/// One branch or tag that is pushed.
struct Update<'a> {
    /// What it was; none where it is new.
    before: Option<&'a str>,
    /// What it is to be; none where it is taken away.
    after: Option<&'a str>,
    name: &'a str,
}

impl<'a> Update<'a> {
    fn read(line: &'a str) -> Result<Self, Failure> {
        let fields: Vec<&str> = line.splitn(3, ' ').collect();
        let [before, after, name] = fields[..] else {
            return Err(Failure::usage(message!(
                "git gives a hook lines of OLD NEW REF, not '{line}'",
                line
            )));
        };
        let id = |id: &'a str| id.bytes().any(|digit| digit != b'0').then_some(id);
        Ok(Self {
            before: id(before),
            after: id(after),
            name,
        })
    }

    /// That it is refused, and what to do: no later commit mends a wrong one.
    fn refusal(&self) -> Message {
        message!(
            "{name} is not taken\n\
             a commit named above has to be made anew: {amend}, or {rebase};\n\
             after `{pull}`: {reset}, then {merge}",
            name = self.name,
            amend = Command::git("commit --amend"),
            rebase = Command::git("rebase -i"),
            pull = Command::git("pull --rebase"),
            reset = Command::git("reset --hard ORIG_HEAD"),
            merge = Command::git("pull --no-rebase")
        )
    }

    /// A fault of the update as a whole.
    fn fault(&self, code: Code, message: Message, hint: impl Into<Hint>) -> Audit {
        let finding = Finding::error(code, Spot::default(), message).hint(hint);
        let commit = self.after.or(self.before).unwrap_or_default().to_owned();
        let fault = Fault {
            commit,
            path: String::new(),
            who: String::new(),
            finding,
        };
        Audit {
            faults: vec![fault],
            ..Audit::default()
        }
    }
}

/// The server's side.
struct Gate<'a> {
    git: Repo,
    /// The branch that HEAD names, where it is there.
    main: Option<String>,
    /// Where the policy lies by the server's own setting.
    folder: Option<String>,
    context: &'a Context,
}

impl<'a> Gate<'a> {
    fn new(git: Repo, context: &'a Context) -> Result<Self, Failure> {
        let head = git.head_branch().map_err(StoreError::from)?;
        let is_there = git.commit_id("HEAD").map_err(StoreError::from)?.is_some();
        let folder = git.setting(FOLDER_SETTING).map_err(StoreError::from)?;
        let folder = folder.map(|folder| folder.trim_matches('/').to_owned());
        Ok(Self {
            main: head.filter(|_| is_there),
            git,
            folder,
            context,
        })
    }

    /// Whether a reference is the record, or stands for it. As long as HEAD names no branch that is
    /// there, each branch may be meant.
    fn is_record(&self, name: &str) -> Result<bool, Failure> {
        match &self.main {
            Some(main) if name == main => Ok(true),
            Some(main) => Ok(self
                .git
                .stands_for(name)
                .map_err(StoreError::from)?
                .as_ref()
                == Some(main)),
            None => Ok(name.starts_with("refs/heads/")),
        }
    }

    fn judged(&self, update: &Update<'_>) -> Result<Audit, Failure> {
        let is_record = self.is_record(update.name)?;
        let Some(after) = update.after else {
            let name = update.name;
            let message = message!("{name} would be taken away with its history", name);
            let hint = message!(
                "where HEAD of the server names another branch, this one may go: {command}",
                command = Command::git("symbolic-ref HEAD").with("refs/heads/NAME")
            );
            return Ok(if is_record {
                update.fault(Code::Rewritten, message, hint)
            } else {
                Audit::default()
            });
        };
        if update.name.starts_with(REPLACEMENTS) {
            let message = message!(
                "{name} would have other contents shown in the place of what is there",
                name = update.name
            );
            let hint = text!("record what has changed in a commit of its own");
            return Ok(update.fault(Code::Rewritten, message, hint));
        }
        let is_commit = self
            .git
            .commit_id(after)
            .map_err(StoreError::from)?
            .is_some();
        if !is_commit && !is_record {
            return Ok(Audit::default());
        }
        if let Some(before) = update.before
            && !self
                .git
                .is_ancestor(before, after)
                .map_err(StoreError::from)?
        {
            let name = update.name;
            let message = message!("{name} would lose commits that it has", name);
            let hint = text!("fetch, merge, and push what comes of it");
            return Ok(update.fault(Code::Rewritten, message, hint));
        }
        self.grown(update, after, is_record)
    }

    /// What is new, judged.
    fn grown(&self, update: &Update<'_>, after: &str, is_record: bool) -> Result<Audit, Failure> {
        let base = self.main.as_deref().or(update.before);
        let folder = match self.folder_of(base, after)? {
            Ok(folder) => folder,
            Err(message) => {
                let hint = text!("leave policy.toml where it is");
                return Ok(update.fault(Code::PolicyChanged, message, hint));
            }
        };
        let git = self.git.clone().within(&folder);
        let before = base
            .map(|base| policy_at(&git, base))
            .transpose()?
            .flatten();
        let pushed = policy_at(&git, after)?;
        // A policy that cannot be read is found by the judgement, which the one before is good for.
        let (first, second) = if is_record {
            (&pushed, &before)
        } else {
            (&before, &pushed)
        };
        let Some(tip) = first.as_ref().or(second.as_ref()) else {
            let message = message!(
                "{name} has no {path} that can be read",
                name = update.name,
                path = Path::new(&folder).join(POLICY)
            );
            let hint = message!(
                "{check} names what is wrong with it",
                check = Command::new("check")
            );
            return Ok(update.fault(Code::PolicyChanged, message, hint));
        };
        let from = tip
            .audit_from
            .as_ref()
            .filter(|_| update.before.is_none() && is_record);
        let from = from
            .or(update
                .before
                .map(str::to_owned)
                .as_ref()
                .filter(|_| is_record))
            .cloned();
        let range = from
            .as_ref()
            .map_or(after.to_owned(), |from| format!("{from}..{after}"));
        let range = if is_record {
            Range::Of(&range)
        } else {
            Range::New(after)
        };
        let begins = if from.is_some() || self.main.is_some() {
            Beginning::Given
        } else {
            Beginning::Root
        };
        let mut history = history::read(&git, range).map_err(StoreError::from)?;
        signatures::verify(&git, &mut history, tip).map_err(StoreError::from)?;
        let now = self.context.now(tip)?;
        let commits = git.ids(Range::New(after)).map_err(StoreError::from)?;
        history.arrival = Some(Arrival { at: now, commits });
        Ok(history::judge(&git, &history, Terms { tip, begins, now }).map_err(StoreError::from)?)
    }

    /// The folder of the policy: where the server says, or where it was; else that it would move.
    fn folder_of(
        &self,
        base: Option<&str>,
        after: &str,
    ) -> Result<Result<String, Message>, Failure> {
        if let Some(folder) = &self.folder {
            return Ok(Ok(folder.clone()));
        }
        let at = |revision: &str| {
            policy_folder::of_policy(&self.git, revision).map_err(StoreError::from)
        };
        let known = base
            .map(at)
            .transpose()?
            .filter(|place| *place != PolicyFolder::Nowhere);
        let pushed = at(after)?;
        match known.as_ref().unwrap_or(&pushed) {
            PolicyFolder::At(folder)
                if matches!(pushed, PolicyFolder::Nowhere)
                    || pushed == PolicyFolder::At(folder.clone()) =>
            {
                Ok(Ok(folder.clone()))
            }
            PolicyFolder::Nowhere => Ok(Ok(String::new())),
            PolicyFolder::At(_) => Ok(Err(message!(
                "{policy} would be looked for in {folder}, not in {before}",
                policy = POLICY,
                folder = named(&pushed),
                before = named(known.as_ref().unwrap_or(&pushed))
            ))),
            PolicyFolder::Several(folders) => Err(StoreError::Folders(folders.clone()).into()),
        }
    }
}

fn named(folder: &PolicyFolder) -> Message {
    match folder {
        PolicyFolder::At(folder) if folder.is_empty() => text!("the top"),
        PolicyFolder::At(folder) => message!("{folder}", folder),
        PolicyFolder::Nowhere => text!("no folder"),
        PolicyFolder::Several(folders) => message!("{folders}", folders = all_of(folders)),
    }
}
