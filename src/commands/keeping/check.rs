//! `check`.

use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use clap::Args;

use super::tally;
use crate::cli::failure::{Exit, Failure, print};
use crate::cli::globals::Format;
use crate::cli::{Context, tell_damage};
use crate::commands::listing::require_format;
use crate::domain::check::{self, Found};
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::message::text;
use crate::render::json::{self, FindingRow};
use crate::render::table::flat;
use crate::render::{Diagnostic, say};
use crate::store::check as repository_check;
use crate::store::paths::slashed;
use crate::store::source::{self, Opened, Source};

/// Find all errors in cases and policy, each with its place and a hint
///
/// Prints nothing if nothing is wrong. `complaint explain CODE` explains a code in brackets.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint check\n  complaint check --strict cases/2026/11\n  complaint check policy.toml --format json"
)]
pub(crate) struct Check {
    /// Check only these files or folders
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Exit with 1 for warnings, too
    #[arg(long)]
    strict: bool,
}

impl Check {
    /// Checks the files.
    ///
    /// # Errors
    /// There are findings, there is no repository, or git fails.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        require_format(context, &[Format::Table, Format::Json, Format::Csv])?;
        let opened = source::open(&context.folder(), context.revision())?;
        // A policy with errors has no time zone, so the simulated clock is parsed in UTC.
        let zone = context.readable().map_or(Tz::UTC, |repository| {
            tell_damage(repository.git());
            repository.policy().organisation.time_zone
        });
        let mut found = repository_check::inspect(&opened, context.now_in(zone)?)?;
        let wanted = self.wanted(context, &opened, &mut found);
        found.retain(|found| wanted.covers(&found.path));
        let found = check::sorted(found);
        show(context, &found)?;
        let is_refused = found
            .iter()
            .any(|found| self.strict || found.finding.severity == Severity::Error);
        if is_refused {
            Err(Failure::Silent(Exit::Refused))
        } else {
            Ok(())
        }
    }

    /// The given paths, relative to the repository. A missing file becomes a finding.
    fn wanted(&self, context: &Context, opened: &Opened, found: &mut Vec<Found>) -> Wanted {
        let Opened { root, source, .. } = opened;
        let mut paths = Vec::new();
        for file in &self.files {
            let places = [file.clone(), context.folder().join(file), root.join(file)];
            let inside = match source {
                Source::WorkingTree(_) => places.iter().find_map(|place| below(root, place)),
                Source::Revision(_) => source.has(file).then(|| slashed(file)),
            };
            match inside {
                Some(path) => paths.push(path),
                None => {
                    let message = text!("there is no such file in this repository");
                    let path = slashed(file);
                    found.push(Found::new(
                        &path,
                        Finding::error(Code::Unreadable, Spot::default(), message),
                    ));
                    paths.push(path);
                }
            }
        }
        Wanted(paths)
    }
}

/// The path of an existing file relative to `root`. Symbolic links in its folder are resolved, the
/// file itself may be one.
fn below(root: &Path, file: &Path) -> Option<String> {
    let place = match (file.parent(), file.file_name()) {
        (Some(parent), Some(name)) => Path::new(".").join(parent).canonicalize().ok()?.join(name),
        _ => file.canonicalize().ok()?,
    };
    place.symlink_metadata().ok()?;
    place.strip_prefix(root).ok().map(slashed)
}

/// The given paths; empty means all.
struct Wanted(Vec<String>);

impl Wanted {
    fn covers(&self, path: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|folder| is_below(path, folder))
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn show(context: &Context, found: &[Found]) -> Result<(), Failure> {
    match context.format() {
        Format::Json => print(&json::array(&rows(found))),
        Format::Csv => print(&flat(&rows(found)).csv()),
        Format::Table | Format::Md if found.is_empty() => Ok(()),
        Format::Table | Format::Md => {
            let lines = found.iter().map(|found| {
                Diagnostic::finding(&found.finding, Path::new(&found.path))
                    .render(context.output_style())
            });
            let count = tally::line(found.iter().map(|found| found.finding.severity));
            let count = count.map(|count| say(&count) + "\n");
            print(&(lines.collect::<String>() + &count.unwrap_or_default()))
        }
    }
}

fn rows(found: &[Found]) -> Vec<FindingRow> {
    found
        .iter()
        .map(|found| FindingRow::new(&found.finding, &found.path))
        .collect()
}
