//! `log`.

use std::collections::{BTreeSet, HashMap};

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Failure, print, say};
use crate::cli::globals::Format;
use crate::commands::listing::{Opened, open, require_format};
use crate::domain::message::{Command, text};
use crate::domain::names::Digest;
use crate::domain::provenance;
use crate::git::{CommitInfo, FileVersion, Repo};
use crate::render::json::{self, LogRow};
use crate::render::log::{self, Commit, History, Line, Origin, Person};
use crate::render::{self, Diagnostic};
use crate::store::StoreError;
use crate::store::paths::CASES;

/// List the events of a case, each with its commit, author and committer
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint log K7QM2X")]
pub(crate) struct Log {
    /// The case: any unambiguous part of its id
    #[arg(value_name = "ID")]
    id: String,
}

impl Log {
    /// Lists the events.
    ///
    /// # Errors
    /// No case or several cases match, it cannot be read, or git fails.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json])?;
        let repository = context.readable()?;
        let Opened { snapshot, .. } = open(context, &repository, &self.id)?;
        let versions = match repository.git() {
            Some(git) => git
                .history_of_name(CASES, snapshot.id())
                .map_err(StoreError::from)?,
            None => Vec::new(),
        };
        let history = if repository.git().is_some() {
            History::Git
        } else {
            History::None
        };
        let first = first_versions(&versions);
        let oldest = repository.git().map(Repo::oldest_of_shallow);
        let oldest = oldest.unwrap_or_default();
        let entries = snapshot.case.in_order();
        let lines: Vec<Line<'_>> = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| Line {
                number: index + 1,
                entry,
                origin: match first.get(&entry.digest) {
                    Some(version) => origin(&versions[*version].commit, &oldest),
                    None => Origin::Uncommitted,
                },
            })
            .collect();
        if lines.iter().any(|line| line.origin.is_older()) {
            say(&older_than_clone().render(context.style()));
        }
        if history == History::None {
            let none = text!("there is no git repository here, so there are no commits to show");
            say(&format!("{}\n", render::say(&none)));
        }
        let policy = repository.policy();
        match context.format() {
            Format::Json => print(&json::array(
                &lines
                    .iter()
                    .map(|line| LogRow::new(line, policy))
                    .collect::<Vec<_>>(),
            )),
            Format::Table | Format::Csv | Format::Md => {
                print(&log::page(&lines, history, policy, context.output_style()))
            }
        }
    }
}

/// Where an event came from; `oldest` has the commits at which a shallow clone ends.
fn origin<'c>(commit: &'c CommitInfo, oldest: &BTreeSet<String>) -> Origin<'c> {
    let commit_of_log = log_commit(commit);
    if oldest.contains(&commit.id) {
        Origin::Older(commit_of_log)
    } else {
        Origin::Commit(commit_of_log)
    }
}

fn older_than_clone() -> Diagnostic {
    Diagnostic::warning(text!(
        "this clone lacks the older part of the history, so it does not show who brought the \
         events that are older than it"
    ))
    .hint(Command::git("fetch --unshallow"))
}

fn log_commit(commit: &CommitInfo) -> Commit<'_> {
    Commit {
        id: &commit.id,
        author: Person {
            name: &commit.author,
            email: &commit.author_email,
            at: commit.authored,
        },
        committer: Person {
            name: &commit.committer,
            email: &commit.committer_email,
            at: commit.committed,
        },
        subject: &commit.subject,
    }
}

fn first_versions(versions: &[FileVersion]) -> HashMap<Digest, usize> {
    let contents: Vec<Option<&[u8]>> = versions
        .iter()
        .map(|version| version.content.as_deref())
        .collect();
    provenance::first_versions(&contents)
}
