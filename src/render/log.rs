//! The events of a case with their commits.

use chrono::{DateTime, FixedOffset};

use super::event::headline;
use super::page::Page;
use super::style::{Style, Tone};
use crate::domain::case::Entry;
use crate::domain::policy::Policy;
use crate::domain::time::format_short;
use crate::git::CommitInfo;

/// One event with the commit that added it.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its number, as `retract --event` takes it.
    pub number: usize,
    /// The event.
    pub entry: &'a Entry,
    /// The commit; none where it is not committed, or there is no git.
    pub commit: Option<&'a CommitInfo>,
}

/// Whether there is a history to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// The case lies in a git repository.
    Git,
    /// It does not.
    None,
}

/// The events, each with its commit below it.
pub fn page(lines: &[Line<'_>], history: History, policy: &Policy, style: Style) -> String {
    let zone = policy.calendar.zone();
    let entries: Vec<&Entry> = lines.iter().map(|line| line.entry).collect();
    let mut page = Page::new(style);
    for Line {
        number,
        entry,
        commit,
    } in lines
    {
        let what = headline(&entry.event, &entries, zone);
        page.line(
            0,
            None,
            &format!(
                "{number:>3}  {}  {}  {what}",
                format_short(entry.at, zone),
                entry.by
            ),
        );
        let below = match (commit, history) {
            (Some(commit), _) => said(commit, policy),
            (None, History::Git) => "not committed".to_owned(),
            (None, History::None) => continue,
        };
        page.line(5, Some(Tone::Faint), &below);
    }
    page.into_text()
}

/// `1a2b3c4d5e  Li Wei <li.wei@example.com>, committed by cron <…>`.
fn said(commit: &CommitInfo, policy: &Policy) -> String {
    let id: String = commit.id.chars().take(10).collect();
    let date = |date: DateTime<FixedOffset>| format_short(date.to_utc(), policy.calendar.zone());
    let at = commit.authored.map_or_else(|| "no date".to_owned(), date);
    let author = format!("{} <{}>", commit.author, commit.author_email);
    let committer = format!("{} <{}>", commit.committer, commit.committer_email);
    let by = if author == committer {
        author
    } else {
        format!("{author}, committed by {committer}")
    };
    format!("commit {id}  {at}  {by}")
}
