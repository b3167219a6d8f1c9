//! `list`.

use clap::Args;

use crate::cli::Context;
use crate::cli::arguments::{Unfit, word};
use crate::cli::failure::Failure;
use crate::commands::listing::{acting_staff, given_filters, select, show};
use crate::commands::output::Output;
use crate::domain::attribute::{Attribute, Use};
use crate::domain::message::{listed, message};
use crate::domain::names::StaffId;
use crate::domain::period::Period;
use crate::domain::selection::{self, Direction, Extent, Order, Selection};
use crate::domain::state::{Flag, Status};
use crate::domain::word::Word;
use crate::render::{cases, say};
use crate::store::Repository;

/// List cases, by default those that are not over
///
/// A case must match every filter; a filter given twice matches either value.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint list --mine --sort due\n  complaint list --mine --next\n  complaint list --all --status closed --category delivery\n  complaint list --all --missed respond --output missed.csv"
)]
pub(crate) struct List {
    /// Cases that are not over; the default
    #[arg(long, group = "extent")]
    open: bool,
    /// Cases that are closed, withdrawn or invalid
    #[arg(long, group = "extent")]
    closed: bool,
    /// All cases
    #[arg(long, group = "extent")]
    all: bool,
    /// The next case to work on, or the next N with --limit: by priority, then by time of receipt;
    /// without settled cases and those that wait for the complainant
    #[arg(long, group = "extent", conflicts_with = "sort")]
    next: bool,
    #[arg(long, value_name = "STATUS", value_parser = word::<Status>, help = statuses())]
    status: Vec<Status>,
    /// Held by me
    #[arg(long, conflicts_with = "handler")]
    mine: bool,
    /// Held by this staff member
    #[arg(long, value_name = "STAFF")]
    handler: Vec<StaffId>,
    /// With a proposal that this staff member could approve
    #[arg(long, value_name = "STAFF")]
    awaiting: Option<StaffId>,
    /// With this deadline missed, in any round; `overdue` lists running ones
    #[arg(long, value_name = "DEADLINE")]
    missed: Option<String>,
    /// Of this category or one of its subcategories
    #[arg(long, value_name = "CATEGORY")]
    category: Vec<String>,
    /// Received by this channel
    #[arg(long, value_name = "CHANNEL")]
    channel: Vec<String>,
    /// At this level
    #[arg(long, value_name = "LEVEL")]
    level: Vec<String>,
    /// Of this severity
    #[arg(long, value_name = "SEVERITY")]
    severity: Vec<String>,
    /// From customers of this grade
    #[arg(long, value_name = "GRADE")]
    grade: Vec<String>,
    /// In the charge of this department
    #[arg(long, value_name = "DEPARTMENT")]
    department: Vec<String>,
    /// Received in this period: 2026-11, 2026-Q4, 2026-W47, 2026, 2026-11-21 or
    /// 2026-11-01..2026-11-15
    #[arg(long, value_name = "PERIOD")]
    received: Option<String>,
    /// About this product
    #[arg(long, value_name = "PRODUCT")]
    product: Vec<String>,
    #[arg(long, value_name = "FLAG", value_parser = flag, help = flags())]
    flag: Vec<Flag>,
    #[arg(long, value_name = "KEY", allow_hyphen_values = true, value_parser = order, help = sort_keys())]
    sort: Option<Order>,
    /// A random sample of N cases; the same seed draws the same cases for everybody
    #[arg(long, value_name = "N", requires = "seed", conflicts_with = "next")]
    sample: Option<usize>,
    /// The seed of the sample, like 2026-Q4
    #[arg(long, value_name = "SEED", requires = "sample")]
    seed: Option<String>,
    /// At most N cases
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    output: Output,
}

impl List {
    /// Lists the cases.
    ///
    /// # Errors
    /// No repository, an unknown value, or, once the rest is listed, files that cannot be read.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let repository = context.readable()?;
        let first = if self.next {
            Attribute::Priority
        } else {
            Attribute::Id
        };
        let sort = self.sort.unwrap_or(Order {
            key: first,
            direction: Direction::Up,
        });
        let limit = self.limit.or_else(|| self.next.then_some(1));
        let drawn = self.sample.zip(self.seed.clone());
        let (selection, output) = self.selection(context, &repository)?;
        let destination = output.destination(context)?;
        let policy = repository.policy();
        let now = context.now(policy)?;
        let outlines = context.outlines(&repository, now);
        let mut picked = select(&repository, &selection, &outlines, now)?;
        if let Some((size, seed)) = &drawn {
            picked = selection::sample(picked, *size, seed);
        }
        sort.sort(&mut picked, policy);
        picked.truncate(limit.unwrap_or(usize::MAX));
        show(
            context,
            &destination,
            &repository,
            &picked,
            cases::list(policy, now),
            &outlines.broken,
        )
    }

    fn selection(
        self,
        context: &Context,
        repository: &Repository,
    ) -> Result<(Selection, Output), Failure> {
        let extent = match (self.open, self.closed, self.all || !self.status.is_empty()) {
            _ if self.next => Extent::Waiting,
            (true, _, _) => Extent::Open,
            (_, true, _) => Extent::Closed,
            (_, _, true) => Extent::All,
            (false, false, false) => Extent::Open,
        };
        let values = [
            (Attribute::Category, self.category),
            (Attribute::Channel, self.channel),
            (Attribute::Level, self.level),
            (Attribute::Severity, self.severity),
            (Attribute::Grade, self.grade),
            (Attribute::Department, self.department),
            (Attribute::Product, self.product),
        ];
        let selection = Selection {
            extent,
            statuses: self.status,
            handlers: if self.mine {
                vec![acting_staff(context, repository)?]
            } else {
                self.handler
            },
            late: None,
            awaiting: self.awaiting,
            missed: self.missed,
            flags: self.flag,
            received: self
                .received
                .map(|typed| period(&typed, repository))
                .transpose()?,
            values: given_filters(values),
        };
        Ok((selection, self.output))
    }
}

fn period(typed: &str, repository: &Repository) -> Result<Period, Failure> {
    Period::parse(typed, repository.policy().calendar.zone())
        .map_err(|error| Failure::usage(error.message()))
}

fn statuses() -> String {
    say(&message!(
        "At this status, over or not: {words}",
        words = listed(Status::ALL)
    ))
}

fn flags() -> String {
    say(&message!(
        "With this flag: {words}",
        words = listed(Flag::ALL)
    ))
}

fn sort_keys() -> String {
    let words = listed(Attribute::offered_for(Use::SortKey));
    say(&message!("By {words}; -due reverses the order", words))
}

fn flag(text: &str) -> Result<Flag, Unfit> {
    word(&text.replace('-', "_"))
}

fn order(text: &str) -> Result<Order, String> {
    text.parse().map_err(|error| say(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_word_that_a_filter_takes() {
        let help = List::augment_args(clap::Command::new("list"))
            .render_long_help()
            .to_string();
        // The help may wrap between any two words.
        let help: Vec<&str> = help.split([' ', '\n', ',', ';']).collect();
        let words = (Flag::ALL.iter().map(|flag| flag.word()))
            .chain(Status::ALL.iter().map(|status| status.word()))
            .chain(Attribute::offered_for(Use::SortKey).map(Attribute::word));
        for word in words {
            assert!(help.contains(&word), "{word}");
        }
    }
}
