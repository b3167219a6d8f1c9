//! The events of a case with their commits.

use chrono::{DateTime, FixedOffset};

use super::event::headline;
use super::page::Page;
use super::say;
use super::style::{Style, Tone};
use crate::domain::case::Entry;
use crate::domain::message::{message, text};
use crate::domain::policy::Policy;
use crate::domain::time::format_short;

/// One event with the commit that added it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// The number, as in `retract --event`.
    pub number: usize,
    pub entry: &'a Entry,
    pub origin: Origin<'a>,
}

/// The commit that added an event.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin<'a> {
    Commit(Commit<'a>),
    /// The oldest commit of a shallow clone, or an earlier one, which the clone lacks.
    Older(Commit<'a>),
    /// None: the event is not committed, or there is no git.
    Uncommitted,
}

impl Origin<'_> {
    pub(crate) fn is_older(self) -> bool {
        matches!(self, Self::Older(_))
    }
}

/// A commit in git.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Commit<'a> {
    pub id: &'a str,
    pub author: Person<'a>,
    /// The person whose git created the commit.
    pub committer: Person<'a>,
    /// The first paragraph of the message, on one line.
    pub subject: &'a str,
}

/// A person named in a commit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person<'a> {
    pub name: &'a str,
    pub email: &'a str,
    /// The date; `None` if it is invalid.
    pub at: Option<DateTime<FixedOffset>>,
}

/// Whether there is a git history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum History {
    /// The case is in a git repository.
    Git,
    None,
}

/// The events, each with its commit below it.
pub(crate) fn page(lines: &[Line<'_>], history: History, policy: &Policy, style: Style) -> String {
    let zone = policy.calendar.zone();
    let entries: Vec<&Entry> = lines.iter().map(|line| line.entry).collect();
    let mut page = Page::new(style);
    for Line {
        number,
        entry,
        origin,
    } in lines
    {
        let what = say(&headline(&entry.event, &entries, zone));
        page.line(
            0,
            None,
            &format!(
                "{number:>3}  {}  {}  {what}",
                format_short(entry.at, zone),
                entry.by
            ),
        );
        let below = match (origin, history) {
            (Origin::Commit(commit), _) => commit_line(commit, policy),
            (Origin::Older(commit), _) => older_line(commit),
            (Origin::Uncommitted, History::Git) => say(&text!("not committed")),
            (Origin::Uncommitted, History::None) => continue,
        };
        page.line(5, Some(Tone::Faint), &below);
    }
    page.into_text()
}

fn older_line(commit: &Commit<'_>) -> String {
    say(&message!(
        "older than this clone, or of its oldest commit {id}",
        id = short(commit)
    ))
}

fn short(commit: &Commit<'_>) -> String {
    commit.id.chars().take(10).collect()
}

/// `commit 1a2b3c4d5e  2026-11-21 09:20  Li Wei <li.wei@example.com>, committed by cron <…>`.
fn commit_line(commit: &Commit<'_>, policy: &Policy) -> String {
    let id = short(commit);
    let at = match commit.author.at {
        Some(date) => format_short(date.to_utc(), policy.calendar.zone()),
        None => say(&text!("no date")),
    };
    let (author, committer) = (address(&commit.author), address(&commit.committer));
    let by = if author == committer {
        author
    } else {
        say(&message!(
            "{author}, committed by {committer}",
            author,
            committer
        ))
    };
    format!("{}  {at}  {by}", say(&message!("commit {id}", id)))
}

fn address(person: &Person<'_>) -> String {
    format!("{} <{}>", person.name, person.email)
}
