//! `report`.

use std::env;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::cli::globals::Format;
use crate::commands::listing::broken;
use crate::domain::message::message;
use crate::domain::metrics::{self, Account, Axis, Frame, Selection, Whose};
use crate::domain::period::Period;
use crate::domain::policy::FigureKind;
use crate::domain::redaction;
use crate::domain::snapshot::Snapshot;
use crate::render::report::{self, Page};
use crate::render::table::Sheet;
use crate::render::{Diagnostic, Style};
use crate::store::repository::{CASES, POLICY, Repository};
use crate::store::{StoreError, write};

/// Report on a period: the ledger, counts by one or two axes, key figures
///
/// A case belongs to the period in which it was received; to handling times, to the one in which it was closed. Every
/// registered complaint counts as received, those withdrawn or found invalid included.
#[derive(Debug, Args)]
#[command(after_help = after_help())]
pub struct Report {
    /// What to report
    #[arg(value_enum, default_value_t = Kind::Summary)]
    kind: Kind,
    /// 2026-11, 2026-Q4, 2026-W47, 2026, 2026-11-21 or FROM..TO, both days included [default: all that is on record]
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Count by one axis, or by two against each other [default: category]
    #[arg(long, value_name = "AXIS[,AXIS]", value_delimiter = ',', num_args = 1.., value_parser = by)]
    by: Vec<By>,
    /// The cases behind a key figure (resolution-rate) or a count (category=delivery,status=open)
    #[arg(long, value_name = "FIGURE")]
    cases: Option<String>,
    /// Leave out of the ledger who complains and who works on it
    #[arg(long)]
    redact: bool,
    /// Write it to a file; .csv, .json and .md say the format
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Every case in order of time, numbered
    Ledger,
    /// Counts that add up
    Summary,
    /// Key figures with numerator, denominator, target
    Kpi,
    /// How people, departments (--by department) or outlets (--by outlet) did
    Handlers,
    /// What each settled alone or on approval, and approved for others (--by role: each role)
    Authority,
    /// What upheld complaints may cost whom
    Sanctions,
    /// What complainants said when they were asked afterwards
    FollowUp,
    /// What complaints taught, by category, for everybody to read
    Lessons,
    /// Hot-spot projects (`new --kind project`; `link PROJECT CASE --kind member`): how many complaints like theirs came in,
    /// month by month
    Projects,
    /// Who is liable for what, to the cent
    Liability,
}

/// A table in a file: as wide as it is.
const ON_PAPER: Sheet = Sheet {
    style: Style::Plain,
    width: None,
};

impl Report {
    /// Works it out and prints it, or writes it to the file.
    ///
    /// # Errors
    /// A period, axis or figure that does not exist; a case file that cannot be read (the others are reported on first);
    /// a file that cannot be written.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let repository = context.repository()?;
        let policy = repository.policy();
        let period = self
            .period
            .as_deref()
            .map(|text| Period::parse(text, policy.calendar.zone()))
            .transpose();
        let period = period.map_err(|error| {
            Failure::usage(message!("--period: {error}", error = error.message()))
        })?;
        let frame = Frame {
            policy,
            period: period.as_ref(),
            now: context.now(policy)?,
        };
        let survey = repository.all_cases(context.now(policy)?);
        let page = self.page(&survey.snapshots, &frame)?;
        match &self.output {
            Some(file) => save(file, &repository, &on_paper(&page, form_of(file, context)))?,
            None => print(&text(&page, context.format(), context.sheet()))?,
        }
        broken(&survey.broken)
    }

    fn page(&self, snapshots: &[Snapshot], frame: &Frame<'_>) -> Result<Page, Failure> {
        let (received, counted) = (frame.received(snapshots), frame.counted(snapshots));
        if self.redact && (self.cases.is_some() || !matches!(self.kind, Kind::Ledger)) {
            return Err(Failure::usage("--redact is for the ledger"));
        }
        if let Some(wanted) = &self.cases {
            return cases(wanted, snapshots, &counted, frame);
        }
        let by = match (self.kind, self.by.as_slice()) {
            (Kind::Authority, [] | [By::Axis(Axis::Handler)]) => {
                return Ok(authority(Whose::Person, snapshots, frame));
            }
            (Kind::Authority, [By::Role]) => return Ok(authority(Whose::Role, snapshots, frame)),
            (Kind::Authority, _) => {
                return Err(Failure::usage("authority is reported by handler or role"));
            }
            (_, by) => axes(by)?,
        };
        Ok(match (self.kind, by.as_slice()) {
            (Kind::Ledger, []) if self.redact => {
                let clean: Vec<Snapshot> = received
                    .iter()
                    .map(|snapshot| redaction::redacted(snapshot, frame.policy))
                    .collect();
                report::ledger(&clean.iter().collect::<Vec<_>>(), frame)
            }
            (Kind::Ledger, []) => report::ledger(&received, frame),
            (Kind::Kpi, []) => report::kpi(&metrics::figures(snapshots, frame), frame),
            (Kind::FollowUp, []) => report::survey(&metrics::survey(&received), frame),
            (Kind::Handlers, by) => handlers(by, snapshots, frame)?,
            (Kind::Sanctions, []) => report::sanctions(&received, frame),
            (Kind::Lessons, []) => report::lessons(snapshots, frame),
            (Kind::Projects, []) => report::projects(&metrics::projects(snapshots, frame), frame),
            (Kind::Liability, []) => report::liability(&received, frame),
            (Kind::Summary, []) => report::summary(
                &metrics::tally(&counted, Axis::Category, frame.policy),
                frame,
            ),
            (Kind::Summary, [axis]) => {
                report::summary(&metrics::tally(&counted, *axis, frame.policy), frame)
            }
            (Kind::Summary, [down, across]) => report::crossed(
                &metrics::cross(&counted, *down, *across, frame.policy),
                frame,
            ),
            (Kind::Summary, _) => return Err(Failure::usage("--by takes one axis or two")),
            (Kind::Authority, []) => authority(Whose::Person, snapshots, frame),
            (_, [_, ..]) => return Err(Failure::usage("--by is for the summary")),
        })
    }
}

fn authority(whose: Whose, snapshots: &[Snapshot], frame: &Frame<'_>) -> Page {
    report::authority(&metrics::authority(snapshots, whose, frame), whose, frame)
}

/// What a report is by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// One of the axes of counts.
    Axis(Axis),
    /// What people are; for the use of authority.
    Role,
}

fn axes(by: &[By]) -> Result<Vec<Axis>, Failure> {
    let axis = |by: &By| match by {
        By::Axis(axis) => Ok(*axis),
        By::Role => Err(Failure::usage("--by role is for `report authority`")),
    };
    by.iter().map(axis).collect()
}

/// The accounts of people, unless others are asked for.
fn handlers(by: &[Axis], snapshots: &[Snapshot], frame: &Frame<'_>) -> Result<Page, Failure> {
    let account = match by {
        [] => Ok(Account::Handler),
        [axis] => Account::try_from(*axis),
        _ => Err(()),
    };
    let account = account
        .map_err(|()| Failure::usage("handlers are reported by handler, department or outlet"))?;
    Ok(report::handlers(
        &metrics::handlers(snapshots, account, frame),
        account,
        frame,
    ))
}

/// The cases behind a figure or a count.
fn cases(
    wanted: &str,
    snapshots: &[Snapshot],
    counted: &[&Snapshot],
    frame: &Frame<'_>,
) -> Result<Page, Failure> {
    let figures = metrics::figures(snapshots, frame);
    let named = figures.iter().find(|figure| figure.full_name() == wanted);
    if let Some(figure) = named.or_else(|| {
        figures
            .iter()
            .find(|figure| figure.name.to_string() == wanted)
    }) {
        return Ok(report::of_figure(figure, frame));
    }
    if let Ok(selection) = wanted.parse::<Selection>() {
        let selected: Vec<&Snapshot> = counted
            .iter()
            .copied()
            .filter(|snapshot| selection.holds(snapshot))
            .collect();
        return Ok(report::of_selection(wanted, &selected, frame));
    }
    let names: Vec<String> = figures.iter().map(metrics::Figure::full_name).collect();
    let said = Diagnostic::error(format!("there is no key figure or count '{wanted}'"));
    Err(Failure::Usage(said.hint(format!(
        "take one of {}, or AXIS=VALUE like category=delivery",
        names.join(", ")
    ))))
}

fn text(page: &Page, format: Format, sheet: Sheet) -> String {
    match format {
        Format::Table => page.table(sheet),
        Format::Json => page.json(),
        Format::Csv => page.csv(),
        Format::Md => page.markdown(),
    }
}

/// The text of a file. A CSV file begins with a byte-order mark: without one, Excel takes it for another encoding.
fn on_paper(page: &Page, format: Format) -> String {
    let mark = if format == Format::Csv {
        "\u{feff}"
    } else {
        ""
    };
    format!("{mark}{}", text(page, format, ON_PAPER))
}

/// The format of the flag, else the one that the file's name says.
fn form_of(file: &Path, context: &Context) -> Format {
    let extension = file
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase());
    match (context.format(), extension.as_deref()) {
        (Format::Table, Some("json")) => Format::Json,
        (Format::Table, Some("csv")) => Format::Csv,
        (Format::Table, Some("md" | "markdown")) => Format::Md,
        (format, _) => format,
    }
}

/// Writes a report whole or not at all; one that is there already is replaced, but nothing of the records.
fn save(file: &Path, repository: &Repository, text: &str) -> Result<(), Failure> {
    let unfit = || {
        Failure::usage(format!(
            "--output: {} is not a file in a folder that exists",
            file.display()
        ))
    };
    let absolute = env::current_dir()
        .map(|folder| folder.join(file))
        .map_err(|_| unfit())?;
    let name = absolute.file_name().ok_or_else(unfit)?;
    let folder = absolute
        .parent()
        .and_then(|folder| folder.canonicalize().ok())
        .ok_or_else(unfit)?;
    let path = folder.join(name);
    if is_record(&path, repository) {
        let said = Diagnostic::error(format!(
            "--output: {} belongs to the records",
            file.display()
        ));
        return Err(Failure::Usage(
            said.hint("write reports elsewhere, for example to reports/"),
        ));
    }
    let written = match path.exists() {
        true => write::replace(&folder, Path::new(name), text.as_bytes()),
        false => write::create_new(&folder, Path::new(name), text.as_bytes()).map(|_| ()),
    };
    written.map_err(|error| StoreError::from(error).into())
}

fn is_record(path: &Path, repository: &Repository) -> bool {
    let inside = path
        .strip_prefix(repository.root())
        .ok()
        .and_then(|inside| inside.iter().next());
    let kept = [
        CASES,
        "evidence",
        "templates",
        POLICY,
        ".git",
        ".gitattributes",
        ".gitignore",
    ];
    inside.is_some_and(|first| kept.iter().any(|kept| first.eq_ignore_ascii_case(kept)))
}

fn by(text: &str) -> Result<By, String> {
    if text == "role" {
        Ok(By::Role)
    } else {
        axis(text).map(By::Axis)
    }
}

fn axis(text: &str) -> Result<Axis, String> {
    let words: Vec<&str> = Axis::ALL.iter().map(|axis| axis.word()).collect();
    text.parse()
        .map_err(|()| format!("cases can be counted by {}", words.join(", ")))
}

fn after_help() -> String {
    let mut help = "\
Examples:
  complaint report kpi --period 2026-11
  complaint report kpi --period 2026-11 --cases solved-in-time
  complaint report summary --period 2026-Q4 --by category,channel
  complaint report ledger --period 2026-11 --output ledger.csv

Key figures, numerator / denominator; [[target]] in policy.toml sets what they are measured against.
Those of deadlines are also worked out for each name, like stage-timeliness:respond.
"
    .to_owned();
    for kind in FigureKind::ALL {
        let _ = writeln!(help, "  {:<27}{}", kind.word(), kind.definition());
    }
    let axes: Vec<&str> = Axis::ALL.iter().map(|axis| axis.word()).collect();
    let _ = write!(help, "\nAxes: {}", axes.join(", "));
    help
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_axis_and_figure() {
        let help = Report::augment_args(clap::Command::new("report"))
            .render_long_help()
            .to_string();
        let help: Vec<&str> = help.split([' ', '\n', ',', ';']).collect();
        let words = (Axis::ALL.iter().map(|axis| axis.word()))
            .chain(FigureKind::ALL.iter().map(|kind| kind.word()));
        for word in words {
            assert!(help.contains(&word), "{word}");
        }
    }
}
