//! `log`.

use std::collections::HashMap;
use std::path::Path;

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Failure, print, say};
use crate::cli::globals::Format;
use crate::commands::listing::{Opened, only, open};
use crate::domain::message::text;
use crate::domain::names::Digest;
use crate::domain::provenance;
use crate::git::{CommitInfo, FileVersion};
use crate::render::json::{self, LogRow};
use crate::render::log::{self, Commit, History, Line, Person};
use crate::render::say as said;
use crate::store::StoreError;

/// List the events of a case, each with the commit that brought it, its author and its committer
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  complaint log K7QM2X")]
pub(crate) struct Log {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
}

impl Log {
    /// Lists them.
    ///
    /// # Errors
    /// No case or several fit, it cannot be read, or git fails.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        only(context, &[Format::Table, Format::Json])?;
        let repository = context.repository()?;
        let Opened { snapshot, .. } = open(context, &repository, &self.id)?;
        let versions = match repository.git() {
            Some(git) => git
                .history(Path::new(&snapshot.path))
                .map_err(StoreError::from)?,
            None => Vec::new(),
        };
        let history = if repository.git().is_some() {
            History::Git
        } else {
            History::None
        };
        let first = first_versions(&versions);
        let entries = snapshot.case.in_order();
        let lines: Vec<Line<'_>> = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| Line {
                number: index + 1,
                entry,
                commit: first
                    .get(&entry.digest)
                    .map(|version| shown(&versions[*version].commit)),
            })
            .collect();
        if history == History::None {
            let none = text!("there is no git repository here, so there are no commits to show");
            say(&format!("{}\n", said(&none)));
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

fn shown(commit: &CommitInfo) -> Commit<'_> {
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
