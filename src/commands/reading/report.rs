//! `report`.

mod by;

use std::fmt::Write as _;

use clap::{Args, ValueEnum};

use crate::cli::Context;
use crate::cli::failure::Failure;
use crate::cli::globals::Format;
use crate::commands::listing::broken;
use crate::commands::output::Output;
use crate::domain::attribute::{Attribute, Use};
use crate::domain::message::{listed, message, text};
use crate::domain::metrics::{self, Account, DrillDown, Frame, Whose};
use crate::domain::period::Period;
use crate::domain::policy::FigureKind;
use crate::domain::redaction;
use crate::domain::snapshot::Snapshot;
use crate::domain::word::Word;
use crate::render::Diagnostic;
use crate::render::report::{self, ReportPage};

use by::{By, axes};

/// Report on a period: the ledger, counts by one or two axes, key figures
///
/// A case belongs to the period in which it was received; for handling times, to the one in which
/// it was closed. All registered complaints count as received, including withdrawn and invalid
/// ones; only duplicates and mistaken entries are left out, and the report says how many.
#[derive(Debug, Args)]
#[command(after_help = after_help())]
pub(crate) struct Report {
    /// The kind of report
    #[arg(value_enum, default_value_t = Kind::Summary)]
    kind: Kind,
    /// 2026-11, 2026-Q4, 2026-W47, 2026, 2026-11-21 or FROM..TO, both days included [default: all
    /// time]
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Count by one axis, or cross-tabulate two [default: category]
    #[arg(long, value_name = "AXIS[,AXIS]", value_delimiter = ',', num_args = 1.., value_parser = by::parse)]
    by: Vec<By>,
    /// List the cases behind a key figure (resolution-rate) or a count
    /// (category=delivery,status=open)
    #[arg(long, value_name = "FIGURE")]
    cases: Option<String>,
    /// Omit complainants and staff from the ledger
    #[arg(long)]
    redact: bool,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// All cases in order of time, numbered
    Ledger,
    /// Counts that add up
    Summary,
    /// Key figures with numerator, denominator, target (--by outlet: those of each outlet)
    Kpi,
    /// Results by person, department (--by department) or outlet (--by outlet)
    Handlers,
    /// What each person settled alone or on approval, and approved for others (--by role: what each
    /// role did)
    Authority,
    /// What upheld complaints may cost whom
    Sanctions,
    /// What complainants said in the follow-up
    FollowUp,
    /// Lessons learnt, by category, for everybody to read
    Lessons,
    /// Hot-spot projects (`new --kind project`; `link PROJECT CASE --kind member`): the number of
    /// similar complaints, month by month
    Projects,
    /// Who is liable for what, to the cent
    Liability,
}

impl Report {
    /// Computes the report and prints it, or writes it to the file.
    ///
    /// # Errors
    /// A period, axis or figure that does not exist; a case file that cannot be read (after the
    /// report on the others); an output file that cannot be written.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let destination = self.output.destination(context)?;
        let repository = context.readable()?;
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
        let survey = match frame.period.filter(|_| self.kind.is_by_period()) {
            Some(period) => context.cases_of(&repository, period, frame.now),
            None => context.all_cases(&repository, frame.now),
        };
        let mut page = self.page(&survey.snapshots, &frame)?;
        if self.cases.is_some() || self.kind.leaves_out() {
            page = page.leaving_out(frame.mistaken(&survey.snapshots));
        }
        destination.write(context, &repository, |format, sheet| match format {
            Format::Table => page.on_terminal(sheet),
            Format::Json => page.json(),
            Format::Csv => page.csv(),
            Format::Md => page.markdown(),
        })?;
        broken(&survey.broken)
    }

    fn page(&self, snapshots: &[Snapshot], frame: &Frame<'_>) -> Result<ReportPage, Failure> {
        let counted = frame.counted(snapshots);
        if self.redact && (self.cases.is_some() || !matches!(self.kind, Kind::Ledger)) {
            return Err(Failure::usage(text!("--redact is only for the ledger")));
        }
        if let Some(wanted) = &self.cases {
            return cases(wanted, snapshots, &counted, frame);
        }
        if !self.kind.takes_axes() && !axes(&self.by)?.is_empty() {
            return Err(Failure::usage(text!(
                "--by is only for summary, kpi, handlers and authority"
            )));
        }
        match self.kind {
            Kind::Ledger if self.redact => Ok(redacted(&frame.registered(snapshots), frame)),
            Kind::Ledger => Ok(report::ledger(&frame.registered(snapshots), frame)),
            Kind::Summary => summary(&axes(&self.by)?, &counted, frame),
            Kind::Kpi => kpi(&axes(&self.by)?, snapshots, frame),
            Kind::Handlers => handlers(&axes(&self.by)?, snapshots, frame),
            Kind::Authority => authority(&self.by, snapshots, frame),
            Kind::Sanctions => Ok(report::sanctions(&counted, frame)),
            Kind::FollowUp => Ok(report::survey(&metrics::survey(&counted), frame)),
            Kind::Lessons => Ok(report::lessons(snapshots, frame)),
            Kind::Projects => {
                let projects = metrics::projects(snapshots, frame);
                Ok(report::projects(&projects, frame))
            }
            Kind::Liability => Ok(report::liability(&counted, frame)),
        }
    }
}

impl Kind {
    /// Whether only cases that count stand in it.
    fn leaves_out(self) -> bool {
        match self {
            Self::Ledger | Self::Lessons => false,
            Self::Summary
            | Self::Kpi
            | Self::Handlers
            | Self::Authority
            | Self::Sanctions
            | Self::FollowUp
            | Self::Projects
            | Self::Liability => true,
        }
    }

    /// Whether it is about cases that were received or ended in its period, and no others.
    fn is_by_period(self) -> bool {
        match self {
            Self::Ledger
            | Self::Summary
            | Self::Kpi
            | Self::Sanctions
            | Self::FollowUp
            | Self::Liability => true,
            Self::Handlers | Self::Authority | Self::Lessons | Self::Projects => false,
        }
    }

    fn takes_axes(self) -> bool {
        match self {
            Self::Summary | Self::Kpi | Self::Handlers | Self::Authority => true,
            Self::Ledger
            | Self::Sanctions
            | Self::FollowUp
            | Self::Lessons
            | Self::Projects
            | Self::Liability => false,
        }
    }
}

/// The ledger without complainants and staff.
fn redacted(received: &[&Snapshot], frame: &Frame<'_>) -> ReportPage {
    let clean: Vec<Snapshot> = received
        .iter()
        .map(|snapshot| redaction::redacted(snapshot, frame.policy))
        .collect();
    report::ledger(&clean.iter().collect::<Vec<_>>(), frame)
}

/// Counts by the given axes, by default by category.
fn summary(
    by: &[Attribute],
    counted: &[&Snapshot],
    frame: &Frame<'_>,
) -> Result<ReportPage, Failure> {
    let policy = frame.policy;
    let axis = match by {
        [] => Attribute::Category,
        [axis] => *axis,
        [down, across] => {
            let cross = metrics::cross(counted, *down, *across, policy);
            return Ok(report::crossed(&cross, frame));
        }
        [_, _, ..] => return Err(Failure::usage(text!("--by takes one axis or two"))),
    };
    Ok(report::summary(
        &metrics::tally(counted, axis, policy),
        frame,
    ))
}

/// The key figures, of all cases or of each value of an axis.
fn kpi(by: &[Attribute], snapshots: &[Snapshot], frame: &Frame<'_>) -> Result<ReportPage, Failure> {
    match by {
        [] => Ok(report::kpi(&metrics::figures(snapshots, frame), frame)),
        [axis] => {
            let groups = metrics::figures_by(snapshots, *axis, frame);
            Ok(report::kpi_by(&groups, *axis, frame))
        }
        [_, _, ..] => Err(Failure::usage(text!("key figures take one axis in --by"))),
    }
}

fn authority(by: &[By], snapshots: &[Snapshot], frame: &Frame<'_>) -> Result<ReportPage, Failure> {
    let whose = match by {
        [] | [By::Axis(Attribute::Handler)] => Whose::Person,
        [By::Role] => Whose::Role,
        [By::Axis(_)] | [_, _, ..] => {
            return Err(Failure::usage(text!(
                "authority is reported by handler or role"
            )));
        }
    };
    let uses = metrics::authority(snapshots, whose, frame);
    Ok(report::authority(uses, whose, frame))
}

/// The accounts of handlers, departments or outlets, by default of handlers.
fn handlers(
    by: &[Attribute],
    snapshots: &[Snapshot],
    frame: &Frame<'_>,
) -> Result<ReportPage, Failure> {
    let account: Result<Account, ()> = match by {
        [] => Ok(Account::Handler),
        [axis] => axis.word().parse(),
        _ => Err(()),
    };
    let account = account.map_err(|()| {
        Failure::usage(text!(
            "handlers are reported by handler, department or outlet"
        ))
    })?;
    Ok(report::handlers(
        metrics::handlers(snapshots, account, frame),
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
) -> Result<ReportPage, Failure> {
    let figures = metrics::figures(snapshots, frame);
    let named = figures.iter().find(|figure| figure.full_name() == wanted);
    if let Some(figure) = named.or_else(|| {
        figures
            .iter()
            .find(|figure| figure.name.to_string() == wanted)
    }) {
        return Ok(report::of_figure(figure, frame));
    }
    if let Ok(selection) = wanted.parse::<DrillDown>() {
        let selected: Vec<&Snapshot> = counted
            .iter()
            .copied()
            .filter(|snapshot| selection.holds(snapshot, frame.policy))
            .collect();
        return Ok(report::of_selection(wanted, &selected, frame));
    }
    let diagnostic = Diagnostic::error(message!(
        "there is no key figure or count '{wanted}'",
        wanted
    ));
    let names = listed(figures.iter().map(metrics::Figure::full_name));
    Err(Failure::Usage(diagnostic.hint(message!(
        "use one of {names}, or AXIS=VALUE like category=delivery",
        names
    ))))
}

fn after_help() -> String {
    let mut help = "\
Examples:
  complaint report kpi --period 2026-11
  complaint report kpi --period 2026-11 --cases solved-in-time
  complaint report summary --period 2026-Q4 --by category,channel
  complaint report ledger --period 2026-11 --output ledger.csv

Key figures, numerator / denominator; [[target]] in policy.toml sets their targets.
Figures on deadlines also exist for each deadline by name, like stage-timeliness:respond.
"
    .to_owned();
    for kind in FigureKind::ALL {
        let _ = writeln!(help, "  {:<27}{}", kind.word(), kind.definition());
    }
    let axes: Vec<&str> = Attribute::offered_for(Use::Axis)
        .map(Attribute::word)
        .collect();
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
        let words = (Attribute::offered_for(Use::Axis).map(Attribute::word))
            .chain(FigureKind::ALL.iter().map(|kind| kind.word()));
        for word in words {
            assert!(help.contains(&word), "{word}");
        }
    }
}
