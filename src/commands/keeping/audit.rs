//! `audit`.

use crate::domain::message::message;
use std::path::Path;

use clap::Args;
use serde::Serialize;

use crate::cli::Context;
use crate::cli::failure::{Exit, Failure, print};
use crate::cli::globals::Format;
use crate::commands::listing::only;
use crate::domain::audit::{self, Beginning, Checkpoint, Fault, History, Terms};
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::policy::{self, Policy};
use crate::git::{Range, Repo};
use crate::render::json::{self, FindingRow};
use crate::render::table::flat;
use crate::render::{Diagnostic, Style};
use crate::store::repository::POLICY;
use crate::store::{StoreError, history, signatures};

/// How many digits of a commit's id are shown.
const SHORT: usize = 10;

/// Judge the whole history: each commit by the policy of its time, its people by the staff list of today
///
/// A history that keeps to the rules ends with what was proven and what was not.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint audit\n  complaint audit --range v1..HEAD\n  complaint audit --checkpoint >>/safe/place/checkpoints\n  complaint audit --since \"$(tail -n 1 /safe/place/checkpoints)\""
)]
pub struct Audit {
    /// These commits alone: A..B, as git has it
    #[arg(long, value_name = "A..B", conflicts_with_all = ["checkpoint", "since"])]
    range: Option<String>,
    /// Print one line to keep elsewhere: the head, how many commits and events, and a hash of the events
    #[arg(long)]
    checkpoint: bool,
    /// Prove that what this checkpoint vouches for is still part of the history
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
    /// Judges it.
    ///
    /// # Errors
    /// Something is wrong with the history, there is none, or git fails.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        only(context, &[Format::Table, Format::Json, Format::Csv])?;
        let repository = context.repository()?;
        let git = repository.git().ok_or_else(|| {
            Failure::Repository(vec![
                Diagnostic::error("there is no git repository here, so no history")
                    .hint("git init"),
            ])
        })?;
        // What is not committed is no part of what is judged, and does not judge it.
        let tip = self
            .range
            .as_deref()
            .and_then(|range| range.rsplit("..").next())
            .filter(|tip| !tip.is_empty());
        let committed = policy_at(git, tip.unwrap_or("HEAD"))?;
        let policy = committed.as_ref().unwrap_or(repository.policy());
        let read = |range: &str| history::read(git, Range::Of(range)).map_err(StoreError::from);
        let whole = up_to(git, policy, "HEAD")?;
        let range = self.range.as_deref().unwrap_or(&whole);
        let begins = if range.contains("..") {
            Beginning::Given
        } else {
            Beginning::Root
        };
        if begins == Beginning::Root && git.is_shallow() {
            let cut = Diagnostic::error(
                "this clone lacks the older part of the history, so nothing can be proven of it",
            );
            return Err(Failure::Repository(vec![cut.hint(
                "git fetch --unshallow, or audit what is new: --range A..B",
            )]));
        }
        let terms = Terms {
            tip: policy,
            begins,
            now: context.now(policy)?,
        };
        let mut history = read(range)?;
        signatures::verify(git, &mut history, policy).map_err(StoreError::from)?;
        let mut judged = history::judge(git, &history, terms).map_err(StoreError::from)?;
        if let Some(since) = &self.since {
            judged.faults.extend(rewritten(since, git, terms, &read)?);
        }
        if self.checkpoint && judged.is_clean() {
            let head = git
                .commit_id("HEAD")
                .map_err(StoreError::from)?
                .unwrap_or_default();
            return print(&format!(
                "{}\n",
                Checkpoint::new(&head, judged.commits, &judged.events)
            ));
        }
        let granted = (begins == Beginning::Given).then_some(range);
        print(&shown(&judged, granted, self.since.as_ref(), context))?;
        if judged.is_clean() {
            Ok(())
        } else {
            Err(Failure::Silent(Exit::Refused))
        }
    }
}

fn checkpoint(text: &str) -> Result<Checkpoint, &'static str> {
    text.parse()
        .map_err(|_| "a checkpoint is a line that `complaint audit --checkpoint` printed")
}

/// The policy that a revision has, where it can be read.
pub(super) fn policy_at(git: &Repo, revision: &str) -> Result<Option<Policy>, Failure> {
    let Some(bytes) = git
        .blob(revision, Path::new(POLICY))
        .map_err(StoreError::from)?
    else {
        return Ok(None);
    };
    Ok(policy::parse(&String::from_utf8_lossy(&bytes)).0)
}

/// The history that leads to a revision, from where the policy has an audit take it up.
fn up_to(git: &Repo, policy: &Policy, revision: &str) -> Result<String, Failure> {
    let Some(from) = &policy.audit_from else {
        return Ok(revision.to_owned());
    };
    if git.is_ancestor(from, revision).map_err(StoreError::from)? {
        return Ok(format!("{from}..{revision}"));
    }
    let said = Diagnostic::error(format!(
        "the commit {from} of `[audit] from` is not part of the history"
    ));
    Err(Failure::Refused(vec![said.hint(
        "name a commit that led to this one, or leave it out",
    )]))
}

/// The fault that the history of a checkpoint is no longer part of this one.
fn rewritten(
    since: &Checkpoint,
    git: &Repo,
    terms: Terms<'_>,
    read: &impl Fn(&str) -> Result<History, StoreError>,
) -> Result<Option<Fault>, Failure> {
    let is_part = git
        .is_ancestor(&since.head, "HEAD")
        .map_err(StoreError::from)?;
    let same = is_part && {
        let history = read(&up_to(git, terms.tip, &since.head)?)?;
        let then = history::judge(git, &history, terms).map_err(StoreError::from)?;
        Checkpoint::new(&since.head, then.commits, &then.events) == *since
    };
    let what = if is_part {
        "does not hold what the checkpoint says"
    } else {
        "is no longer part of the history"
    };
    let message = format!(
        "{} {what}: something before it was rewritten",
        &since.head[..SHORT]
    );
    let finding = Finding::error(Code::Rewritten, Spot::default(), message);
    let finding = finding.hint("compare with a clone that still has that commit");
    let fault = Fault {
        commit: since.head.clone(),
        path: String::new(),
        who: String::new(),
        finding,
    };
    Ok((!same).then_some(fault))
}

fn shown(
    judged: &audit::Audit,
    granted: Option<&str>,
    since: Option<&Checkpoint>,
    context: &Context,
) -> String {
    let row = |fault: &Fault| FaultRow {
        commit: fault.commit.clone(),
        who: fault.who.clone(),
        finding: FindingRow::new(&fault.finding, &fault.path),
    };
    let rows = || judged.faults.iter().map(row).collect::<Vec<_>>();
    match context.format() {
        Format::Json => json::array(&rows()),
        Format::Csv => flat(&rows()).csv(),
        Format::Table | Format::Md => {
            let faults = said(&judged.faults, context.output_style());
            let held = || {
                since.map_or_else(String::new, |since| {
                    format!(
                        "The checkpoint holds: nothing up to {} was rewritten.\n",
                        &since.head[..SHORT]
                    )
                })
            };
            let before = || {
                granted.map_or_else(String::new, |range| {
                    format!("Only {range} was judged; what came before is taken for granted.\n")
                })
            };
            if judged.is_clean() {
                faults + &proven(judged) + &held() + &before()
            } else {
                faults
            }
        }
    }
}

/// Faults as people read them, each with its commit and who made it.
pub(super) fn said(faults: &[Fault], style: Style) -> String {
    let said = |fault: &Fault| {
        let commit = &fault.commit[..fault.commit.len().min(SHORT)];
        let place = if commit.is_empty() {
            fault.path.clone()
        } else {
            format!("{commit}:{}", fault.path)
        };
        let is_said = fault.who.is_empty() || fault.finding.message.mentions(&fault.who);
        let message = &fault.finding.message;
        let finding = Finding {
            message: if is_said {
                message.clone()
            } else {
                message!("{fault} (by {who})", fault = message, who = fault.who)
            },
            ..fault.finding.clone()
        };
        Diagnostic::finding(
            &finding,
            Path::new(place.trim_end_matches(':')),
            Path::new(POLICY),
        )
        .render(style)
    };
    faults.iter().map(said).collect()
}

/// What a clean history proves, and what it does not.
fn proven(judged: &audit::Audit) -> String {
    let counted = |number: usize, what: &str| {
        format!("{number} {what}{}", if number == 1 { "" } else { "s" })
    };
    let (commits, cases, events) = (judged.commits, judged.cases, judged.events.len());
    let did = [
        counted(commits, "commit"),
        counted(cases, "case"),
        counted(events, "event"),
    ]
    .join(", ");
    let signed: usize = judged
        .signers
        .values()
        .flat_map(|people| people.values())
        .sum();
    let mut said = format!(
        "Proven: {did}. Cases only grew; every event was legal when it was made, by\n\
         author and committer; the policy was changed only by those who may.\n"
    );
    for (kind, people) in &judged.signers {
        let people: Vec<String> = people
            .iter()
            .map(|(email, commits)| format!("{email} ({commits})"))
            .collect();
        said += &format!(
            "Proven by signatures with keys of {kind}, as the keys here have it: {}.\n",
            people.join(", ")
        );
    }
    match commits - signed {
        0 if signed > 0 => {
            said += "Not proven: that nobody else had those keys, and when things happened but for their order.\n"
        }
        left if signed > 0 => {
            said += &format!(
                "Not proven: who people were in {}, from when no signature was asked for: there the history is\n\
                 consistent, and names are as good as the word of whoever had the clone.\n",
                counted(left, "commit")
            );
        }
        _ => {
            said += "Not proven: who people were. The commits are not signed, so the history is consistent, and names are as good as the\n\
                     word of whoever had the clone; `[audit] signed = true` asks for signatures.\n";
        }
    }
    said
}
