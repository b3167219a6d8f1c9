//! `audit`.

use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::faults::{self, short};
use super::{proof, tally};
use crate::cli::Context;
use crate::cli::arguments::Unfit;
use crate::cli::failure::{Exit, Failure, print, say};
use crate::cli::globals::Format;
use crate::commands::listing::require_format;
use crate::domain::audit::{self, Beginning, Checkpoint, Fault, Terms};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, Message, message, plural, text};
use crate::domain::policy::{self, Policy};
use crate::git::{Range, Repo};
use crate::render::json::{self, FindingRow};
use crate::render::table::flat;
use crate::render::{self, Diagnostic};
use crate::store::paths::{FROM_SETTING, POLICY};
use crate::store::{StoreError, history, signatures};

/// Judge the whole history: each event by the policy of the commit that brought it on record
///
/// For a history that follows the rules, it prints what is proven and what is not.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint audit\n  complaint audit --range v1..HEAD\n  complaint audit --checkpoint >>/safe/place/checkpoints\n  complaint audit --since \"$(tail -n 1 /safe/place/checkpoints)\""
)]
pub(crate) struct Audit {
    /// Judge only these commits: A..B, as in git
    #[arg(long, value_name = "A..B", conflicts_with_all = ["checkpoint", "since"])]
    range: Option<String>,
    /// Judge only the commits after this one: a commit, branch or tag; else after that of
    /// `git config complaint.from`
    #[arg(long, value_name = "REV", conflicts_with = "range")]
    from: Option<String>,
    /// Print one line to keep elsewhere: the head, the number of commits and events, and a hash of
    /// the events
    #[arg(long)]
    checkpoint: bool,
    /// Prove that the history of this checkpoint is still there, unchanged
    #[arg(long, value_name = "CHECKPOINT", value_parser = checkpoint)]
    since: Option<Checkpoint>,
}

/// One fault, for programs.
#[derive(Debug, Serialize)]
struct FaultRow {
    commit: String,
    who: String,
    #[serde(flatten)]
    finding: FindingRow,
}

impl Audit {
    /// Judges the history.
    ///
    /// # Errors
    /// The history has faults, there is no history, or git fails.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json, Format::Csv])?;
        let repository = context.readable()?;
        let git = repository.git().ok_or_else(no_history)?;
        // Judge by the committed policy, not by the working copy.
        let committed = policy_at(git, self.tip().unwrap_or(git.end()))?;
        let policy = committed.as_ref().unwrap_or(repository.policy());
        let full_range = self.up_to(git, git.end())?;
        let range = self.range.as_deref().unwrap_or(&full_range);
        let begins = if range.contains("..") {
            Beginning::Given
        } else {
            Beginning::Root
        };
        if begins == Beginning::Root && git.is_shallow() {
            return Err(shallow());
        }
        let terms = Terms {
            tip: policy,
            begins,
            now: context.now(policy)?,
        };
        let mut history = history::read(git, Range::Of(range)).map_err(StoreError::from)?;
        signatures::verify(git, &mut history, policy).map_err(StoreError::from)?;
        let mut judged = history::judge(git, &history, terms).map_err(StoreError::from)?;
        if let Some(since) = &self.since {
            judged.faults.extend(self.compare(since, git, terms)?);
        }
        if self.checkpoint && judged.is_clean() {
            return print_checkpoint(git, &judged);
        }
        let granted = (begins == Beginning::Given).then_some(range);
        print(&rendered(&judged, granted, self.since.as_ref(), context))?;
        if judged.is_clean() {
            return Ok(());
        }
        if begins == Beginning::Root {
            leave_out(git, policy, &judged, context);
        }
        Err(Failure::Silent(Exit::Refused))
    }

    /// The range of commits up to a revision, from where the audit begins.
    fn up_to(&self, git: &Repo, revision: &str) -> Result<String, Failure> {
        let configured = git.setting(FROM_SETTING).map_err(StoreError::from)?;
        let Some(from) = self.from.clone().or(configured) else {
            return Ok(revision.to_owned());
        };
        if git.is_ancestor(&from, revision).map_err(StoreError::from)? {
            return Ok(format!("{from}..{revision}"));
        }
        let message = message!("the commit {from} is not part of the history", from);
        let hint = message!(
            "name an ancestor of the audited commits with --from, or with {config}",
            config = Command::git("config complaint.from REV")
        );
        Err(Failure::Refused(vec![
            Diagnostic::error(message).hint(hint),
        ]))
    }

    /// The fault if the history does not match a checkpoint.
    fn compare(
        &self,
        since: &Checkpoint,
        git: &Repo,
        terms: Terms<'_>,
    ) -> Result<Option<Fault>, Failure> {
        let head = &since.head;
        if !git.is_ancestor(head, git.end()).map_err(StoreError::from)? {
            return Ok(Some(rewritten(
                since,
                message!(
                    "{commit} is no longer part of the history: something before it was rewritten",
                    commit = short(head)
                ),
            )));
        }
        let range = self.up_to(git, head)?;
        let history = history::read(git, Range::Of(&range)).map_err(StoreError::from)?;
        let then = history::judge(git, &history, terms).map_err(StoreError::from)?;
        let matches = Checkpoint::new(head, then.commits, &then.events) == *since;
        Ok((!matches).then(|| {
            rewritten(
                since,
                message!(
                    "{commit} does not match the checkpoint: something before it was rewritten",
                    commit = short(head)
                ),
            )
        }))
    }

    /// The end of the range, if given.
    fn tip(&self) -> Option<&str> {
        let tip = self.range.as_deref()?.rsplit("..").next();
        tip.filter(|tip| !tip.is_empty())
    }
}

fn checkpoint(text: &str) -> Result<Checkpoint, Unfit> {
    text.parse().map_err(|_| {
        text!("a checkpoint is a line that `complaint audit --checkpoint` printed").into()
    })
}

fn no_history() -> Failure {
    let message = text!("there is no git repository here, so no history");
    Failure::Repository(vec![Diagnostic::error(message).hint(Command::git("init"))])
}

fn shallow() -> Failure {
    let message =
        text!("this clone lacks the older part of the history, so nothing can be proven about it");
    let hint = message!(
        "{fetch}, or audit only newer commits: --range A..B",
        fetch = Command::git("fetch --unshallow")
    );
    Failure::Repository(vec![Diagnostic::error(message).hint(hint)])
}

fn print_checkpoint(git: &Repo, judged: &audit::Audit) -> Result<(), Failure> {
    let head = git.commit_id(git.end()).map_err(StoreError::from)?;
    let checkpoint = Checkpoint::new(&head.unwrap_or_default(), judged.commits, &judged.events);
    print(&format!("{checkpoint}\n"))
}

/// The policy of a revision, if it has a valid one.
pub(super) fn policy_at(git: &Repo, revision: &str) -> Result<Option<Policy>, Failure> {
    let Some(bytes) = git
        .blob(revision, Path::new(POLICY))
        .map_err(StoreError::from)?
    else {
        return Ok(None);
    };
    Ok(policy::parse(&String::from_utf8_lossy(&bytes)).0)
}

/// Says how to leave out the faults of commits that the policy says are older than the cases.
fn leave_out(git: &Repo, policy: &Policy, judged: &audit::Audit, context: &Context) {
    let Some(from) = &policy.audit.from else {
        return;
    };
    let older = git.ids(Range::Of(from)).unwrap_or_default();
    let errors = judged.faults.iter().filter(|fault| fault.is_error());
    let count = errors.filter(|fault| older.contains(&fault.commit)).count();
    if count > 0 {
        let message = plural!(
            count,
            "{count} error is in a commit that the policy says is older than the cases",
            "{count} errors are in commits that the policy says are older than the cases"
        );
        let audit = Command::new("audit").flag("--from", from);
        let warning = Diagnostic::warning(message).hint(audit);
        say(&warning.render(context.style()));
    }
}

fn rewritten(since: &Checkpoint, message: Message) -> Fault {
    let finding = Finding::error(Code::Rewritten, Spot::default(), message);
    Fault {
        commit: since.head.clone(),
        path: String::new(),
        who: String::new(),
        finding: finding.hint(text!("compare with a clone that still has that commit")),
    }
}

fn rendered(
    judged: &audit::Audit,
    granted: Option<&str>,
    since: Option<&Checkpoint>,
    context: &Context,
) -> String {
    match context.format() {
        Format::Json => json::array(&rows(judged)),
        Format::Csv => flat(&rows(judged)).csv(),
        Format::Table | Format::Md => {
            let mut text = faults::render(&judged.faults, context.output_style());
            let severities = judged.faults.iter().map(|fault| fault.finding.severity);
            text.extend(tally::line(severities).map(|count| render::say(&count) + "\n"));
            if judged.is_clean() {
                for sentence in proof::sentences(judged, granted, since) {
                    text += &(render::say(&sentence) + "\n");
                }
            }
            text
        }
    }
}

fn rows(judged: &audit::Audit) -> Vec<FaultRow> {
    let rows = judged.faults.iter().map(|fault| FaultRow {
        commit: fault.commit.clone(),
        who: fault.who.clone(),
        finding: FindingRow::new(&fault.finding, &fault.path),
    });
    rows.collect()
}
