//! `audit`.

use clap::Args;
use serde::Serialize;

use super::faults::{self, short};
use super::gate::{Arriving, policy_at};
use super::{proof, tally};
use crate::cli::Context;
use crate::cli::arguments::Unfit;
use crate::cli::failure::{Exit, Failure, print, say};
use crate::cli::globals::Format;
use crate::commands::listing::require_format;
use crate::domain::audit::{self, Beginning, Checkpoint, Fault, Terms};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, Message, message, plural, text};
use crate::domain::policy::Policy;
use crate::git::{Range, Repo};
use crate::render::json::{self, FindingRow};
use crate::render::table::flat;
use crate::render::{self, Diagnostic};
use crate::store::history::{self, Extent};
use crate::store::paths::{FROM_SETTING, POLICY};
use crate::store::{StoreError, signatures};

/// Judge the whole history: each event by the policy of the commit that brought it on record
///
/// For a history that follows the rules, it prints what is proven and what is not.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint audit\n  complaint audit --range v1..HEAD\n  complaint audit --arriving origin/main..HEAD\n  complaint audit --checkpoint >>/safe/place/checkpoints\n  complaint audit --since \"$(tail -n 1 /safe/place/checkpoints)\""
)]
pub(crate) struct Audit {
    /// Judge only these commits: A..B, as in git
    #[arg(long, value_name = "A..B", conflicts_with_all = ["checkpoint", "since"])]
    range: Option<String>,
    /// Judge commits that arrive at A as a server's hook does, by this machine's clock and A's
    /// staff: A..B, as in git
    #[arg(long, value_name = "A..B", conflicts_with_all = ["checkpoint", "since", "range", "from"])]
    arriving: Option<String>,
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
        if let Some(range) = &self.arriving {
            let judged = arriving(git, range)?;
            return self.report(&judged, Some(range), context);
        }
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
        let mut history =
            history::read(git, Range::Of(range), Extent::Whole).map_err(StoreError::from)?;
        signatures::verify(git, &mut history, policy).map_err(StoreError::from)?;
        let mut judged = history::judge(git, &history, terms).map_err(StoreError::from)?;
        if let Some(since) = &self.since {
            judged.faults.extend(self.compare(since, git, terms)?);
        }
        if self.checkpoint && judged.is_clean() {
            return print_checkpoint(git, &judged);
        }
        let granted = (begins == Beginning::Given).then_some(range);
        let reported = self.report(&judged, granted, context);
        if begins == Beginning::Root && !judged.is_clean() {
            leave_out(git, policy, &judged, context);
        }
        reported
    }

    /// Prints the result; a history with errors is refused.
    fn report(
        &self,
        judged: &audit::Audit,
        granted: Option<&str>,
        context: &Context,
    ) -> Result<(), Failure> {
        print(&rendered(judged, granted, self.since.as_ref(), context))?;
        if judged.is_clean() {
            Ok(())
        } else {
            Err(Failure::Silent(Exit::Refused))
        }
    }

    /// The range of commits up to a revision, from where the audit begins.
    fn up_to(&self, git: &Repo, revision: &str) -> Result<String, Failure> {
        let configured = git.own_setting(FROM_SETTING).map_err(StoreError::from)?;
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
        let history =
            history::read(git, Range::Of(&range), Extent::Whole).map_err(StoreError::from)?;
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

/// Judges commits that are to arrive at the record: `A..B`, where A is the record.
fn arriving(git: &Repo, range: &str) -> Result<audit::Audit, Failure> {
    let ends = range.split_once("..").filter(|(a, b)| {
        let is_name = |name: &str| !name.contains("..") && !name.starts_with('.');
        !a.is_empty() && is_name(a) && is_name(b)
    });
    let Some((a, b)) = ends else {
        let message = message!("--arriving takes A..B, not '{range}'", range);
        return Err(Failure::usage(message));
    };
    let record = commit_of(git, a)?;
    let after = commit_of(git, if b.is_empty() { "HEAD" } else { b })?;
    if !git.is_ancestor(&record, &after).map_err(StoreError::from)? {
        return Ok(outdated(a, &after));
    }
    let Some(before) = policy_at(git, &record)? else {
        let message = message!(
            "{record} has no readable {file} here",
            record = a,
            file = POLICY
        );
        let hint = text!("audit in the folder that has it");
        return Err(Failure::Refused(vec![
            Diagnostic::error(message).hint(hint),
        ]));
    };
    // A policy with errors cannot judge; that of the record does then, and finds the fault.
    let tip = policy_at(git, &after)?.unwrap_or(before);
    let range = format!("{record}..{after}");
    let arriving = Arriving {
        range: Range::Of(&range),
        extent: Extent::Push,
        new: git.ids(Range::Of(&range)).map_err(StoreError::from)?,
        record: Some(&record),
        tip: &tip,
        begins: Beginning::Record,
    };
    arriving.judge(git)
}

fn commit_of(git: &Repo, revision: &str) -> Result<String, Failure> {
    let commit = git.commit_id(revision).map_err(StoreError::from)?;
    commit.ok_or_else(|| Failure::usage(message!("there is no commit {revision}", revision)))
}

/// The fault of commits that do not build on what the record has.
fn outdated(record: &str, after: &str) -> audit::Audit {
    let message = message!("it lacks commits that {record} has", record);
    let finding = Finding::error(Code::Rewritten, Spot::default(), message);
    let hint = message!(
        "{merge}, and audit the result",
        merge = Command::git("merge").value(record)
    );
    audit::Audit {
        faults: vec![Fault {
            commit: after.to_owned(),
            path: String::new(),
            who: String::new(),
            finding: finding.hint(hint),
        }],
        ..audit::Audit::default()
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
