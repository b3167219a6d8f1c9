//! `merge-driver`: git runs it if both sides changed a case file.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::Context;
use crate::cli::failure::{Exit, Failure, say};
use crate::domain::case::{Case, document};
use crate::domain::finding::Code;
use crate::domain::merge::{Conflict, Side, markers, merge};
use crate::domain::message::{Message, message, text};
use crate::domain::rules::{self, Judged, conflicts};
use crate::render::Diagnostic;
use crate::store::{Repository, files};

/// Merge two versions of a case file for git: every event of both, none twice
///
/// `complaint init` adds it to git's configuration; git then runs it in merges, pulls, rebases and
/// cherry-picks.
#[derive(Debug, Args)]
#[command(
    hide = true,
    after_help = "In git's configuration:\n  [merge \"complaint\"]\n  name = every event of both sides\n  driver = complaint merge-driver %O %A %B %P"
)]
pub(crate) struct MergeDriver {
    /// The common ancestor (%O); empty if there is none
    #[arg(value_name = "BASE")]
    base: PathBuf,
    /// This side (%A); the result is written here
    #[arg(value_name = "OURS")]
    ours: PathBuf,
    /// The other side (%B)
    #[arg(value_name = "THEIRS")]
    theirs: PathBuf,
    /// The path in the repository (%P), for messages
    #[arg(value_name = "PATH")]
    path: PathBuf,
}

impl MergeDriver {
    /// Merges the two sides.
    ///
    /// # Errors
    /// The sides conflict, and the result has conflict markers; or a file cannot be read or
    /// written.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let (base, ours, theirs) = (read(&self.base)?, read(&self.ours)?, read(&self.theirs)?);
        match merge(&base, &ours, &theirs) {
            Ok(merged) => {
                write(&self.ours, &merged)?;
                say_questions(context, &self.path, &merged, [&ours, &theirs]);
                Ok(())
            }
            Err(conflict) => {
                write(&self.ours, &markers::marked(&ours, &theirs))?;
                say(&diagnostic(&conflict, &self.path).render(context.style()));
                Err(Failure::Silent(Exit::Refused))
            }
        }
    }
}

/// The whole file, without a size limit: a part left out would be lost when markers are written.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    files::read(path).map_err(|error| failed(message!("cannot read {path}: {error}", path, error)))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    files::write(path, bytes)
        .map_err(|error| failed(message!("cannot write {path}: {error}", path, error)))
}

fn failed(message: Message) -> Failure {
    let hint = text!("git runs this in the folder of policy.toml and cases/");
    Failure::Repository(vec![Diagnostic::error(message).hint(hint)])
}

/// Prints warnings about events that the merge makes questionable. They never fail the merge, and
/// without a valid policy there are none.
pub(super) fn say_questions(context: &Context, path: &Path, union: &[u8], sides: [&[u8]; 2]) {
    let folder = context.folder().join(path);
    let found = Repository::find(folder.parent().unwrap_or(&folder));
    // git merges in a bare repository, too.
    let Ok(repository) = found.or_else(|_| Repository::read_at(&context.folder(), None)) else {
        return;
    };
    let policy = repository.policy();
    let read = |bytes: &[u8]| document::parse(bytes).case;
    let (Ok(now), Some(union)) = (context.now(policy), read(union)) else {
        return;
    };
    let folder = folder.canonicalize().unwrap_or(folder);
    let place = folder.strip_prefix(repository.root()).unwrap_or(path);
    let judge = |case: Case| {
        // Where git does not say by which policy an event came on record, today's judges it.
        let judged = repository.judge(place, &case, now);
        let judged = judged.unwrap_or_else(|_| rules::judge(&case, policy, now));
        (case, judged)
    };
    let (union, judged) = judge(union);
    let sides: Vec<(Case, Judged)> = sides.into_iter().filter_map(read).map(judge).collect();
    let sides: Vec<(&Case, &Judged)> = sides.iter().map(|(case, judged)| (case, judged)).collect();
    let raised = conflicts::raised((&union, &judged), &sides, policy, now);
    for finding in raised
        .into_iter()
        .filter(|finding| finding.code == Code::Questionable)
    {
        let warning = Diagnostic::warning(message!(
            "{id}: {question}",
            id = union.facts.id,
            question = finding.message
        ))
        .of_case(&union.facts.id);
        let warning = finding.hint.into_iter().fold(warning, Diagnostic::hint);
        say(&warning.render(context.style()));
    }
}

/// Why two versions of a file cannot be merged.
pub(super) fn diagnostic(conflict: &Conflict, file: &Path) -> Diagnostic {
    match conflict {
        Conflict::Unreadable(side, findings) => {
            let message = message!(
                "{file} cannot be merged: {side} is not a readable case file",
                file,
                side = name_of(*side)
            );
            let fix = text!(
                "fix that side, or keep only the other one: git checkout --ours FILE, or --theirs"
            );
            Diagnostic::error(message).hint(match findings.first() {
                Some(found) => message!(
                    "line {line}: {why}; {fix}",
                    line = found.spot.line,
                    why = found.message,
                    fix
                ),
                None => fix,
            })
        }
        Conflict::TwoBirths => Diagnostic::error(message!(
            "{file}: two complaints were registered under one id",
            file
        ))
        .hint(text!(
            "keep one here, and register the other again with `complaint new`, which gives it a \
             new id"
        )),
        Conflict::Facts => Diagnostic::error(message!(
            "{file}: both sides changed the facts by hand, in different ways",
            file
        ))
        .hint(text!(
            "take the facts of one side between the markers, keep every event, then: complaint \
             check; use `amend` for corrections"
        )),
        Conflict::Garbled => Diagnostic::error(message!(
            "{file} cannot be merged: the events would not read back unchanged",
            file
        ))
        .hint(text!(
            "write the events of both sides in the same way, each as `- at: ...` at the margin"
        )),
    }
}

fn name_of(side: Side) -> Message {
    match side {
        Side::Base => text!("the common ancestor"),
        Side::Ours => text!("this side"),
        Side::Theirs => text!("the other side"),
    }
}
