//! Conflict markers of a text merge.

use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, message, text};

/// A conflict marker at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Marker {
    kind: Kind,
    line: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Ours,
    Base,
    Middle,
    Theirs,
}

/// The markers of a text. Block scalars are indented, so a marker cannot be part of one.
pub(crate) fn markers(text: &str) -> Vec<Marker> {
    text.lines()
        .zip(1..)
        .filter_map(|(text, line)| kind(text).map(|kind| Marker { kind, line }))
        .collect()
}

/// Whether the markers start and end a conflict, so that they cannot be anything else.
pub(crate) fn is_certain(markers: &[Marker]) -> bool {
    let has = |kind| markers.iter().any(|marker| marker.kind == kind);
    has(Kind::Ours) && has(Kind::Theirs)
}

/// One finding per conflict, at its first marker.
pub(crate) fn findings(markers: &[Marker]) -> Vec<Finding> {
    let begins = |(index, marker): &(usize, &Marker)| *index == 0 || marker.kind == Kind::Ours;
    markers
        .iter()
        .enumerate()
        .filter(begins)
        .map(|(_, marker)| finding(marker.line))
        .collect()
}

fn finding(line: u32) -> Finding {
    Finding::error(
        Code::ConflictMarker,
        Spot::line(line),
        text!("a merge left a conflict marker here"),
    )
    .hint(message!(
        "merge both sides: {command}",
        command = Command::new("resolve-conflict").with("FILE")
    ))
}

fn kind(line: &str) -> Option<Kind> {
    let kinds = [
        ("<<<<<<<", Kind::Ours),
        ("|||||||", Kind::Base),
        ("=======", Kind::Middle),
        (">>>>>>>", Kind::Theirs),
    ];
    let (marker, kind) = kinds
        .into_iter()
        .find(|(marker, _)| line.starts_with(marker))?;
    let rest = &line[marker.len()..];
    (rest.is_empty() || rest.starts_with(' ')).then_some(kind)
}
