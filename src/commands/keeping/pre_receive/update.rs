//! One reference of a push, and the faults of its update as a whole.

use std::path::Path;

use crate::cli::failure::Failure;
use crate::domain::audit::{Audit, Fault};
use crate::domain::finding::{Code, Finding, Hint, Spot};
use crate::domain::message::{Argument, Command, Message, ToArgument, all_of, message, text};
use crate::store::paths::POLICY;
use crate::store::policy_folder::PolicyFolder;

/// The update of one reference by a push.
pub(super) struct Update<'a> {
    /// The commit before; `None`: the reference is new.
    pub(super) before: Option<&'a str>,
    /// The commit after; `None`: the reference is deleted.
    pub(super) after: Option<&'a str>,
    pub(super) name: &'a str,
}

impl<'a> Update<'a> {
    pub(super) fn read(line: &'a str) -> Result<Self, Failure> {
        let fields: Vec<&str> = line.splitn(3, ' ').collect();
        let [before, after, name] = fields[..] else {
            return Err(Failure::usage(message!(
                "git gives a hook lines of OLD NEW REF, not '{line}'",
                line
            )));
        };
        Ok(Self {
            before: commit_of(before),
            after: commit_of(after),
            name,
        })
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

    pub(super) fn deletes_record(&self) -> Audit {
        let message = message!(
            "{reference} would be deleted with its history",
            reference = self.name
        );
        let hint = message!(
            "to delete it, first point HEAD of the server at another branch: {command}",
            command = Command::git("symbolic-ref HEAD refs/heads/NAME")
        );
        self.fault(Code::Rewritten, message, hint)
    }

    pub(super) fn replaces(&self) -> Audit {
        let message = message!(
            "{reference} would substitute other contents for existing ones",
            reference = self.name
        );
        let hint = text!("record the change in a new commit");
        self.fault(Code::Rewritten, message, hint)
    }

    pub(super) fn loses_commits(&self) -> Audit {
        let message = message!("{reference} would lose commits", reference = self.name);
        let hint = text!("fetch, merge, and push the result");
        self.fault(Code::Rewritten, message, hint)
    }

    pub(super) fn moves_policy(&self, from: &str, to: &PolicyFolder) -> Audit {
        let message = message!(
            "policy.toml would be read from {to} instead of {from}",
            to = name_of(to),
            from = name_of(&PolicyFolder::At(from.to_owned()))
        );
        let hint = text!("leave policy.toml where it is");
        self.fault(Code::PolicyChanged, message, hint)
    }

    pub(super) fn lacks_policy(&self, folder: &str) -> Audit {
        let message = message!(
            "{reference} has no readable {policy}",
            reference = self.name,
            policy = Path::new(folder).join(POLICY)
        );
        let hint = message!("{check} shows its errors", check = Command::new("check"));
        self.fault(Code::PolicyChanged, message, hint)
    }
}

/// The id of a commit; `None` if it is all zeros.
fn commit_of(id: &str) -> Option<&str> {
    id.bytes().any(|digit| digit != b'0').then_some(id)
}

/// The folder of a policy as an argument of messages.
fn name_of(place: &PolicyFolder) -> Argument {
    match place {
        PolicyFolder::At(folder) if folder.is_empty() => text!("the top").to_argument(),
        PolicyFolder::At(folder) => folder.to_argument(),
        PolicyFolder::Nowhere => text!("no folder").to_argument(),
        PolicyFolder::Several(folders) => all_of(folders),
    }
}
