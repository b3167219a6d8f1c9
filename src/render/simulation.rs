//! The results of a simulation, for people and for programs.

mod parts;

use parts::{Part, parts};

use super::say;
use crate::domain::message::{Message, day_and_time, listed, message, plural};
use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::markdown::plain;
use super::style::{Tone, on_one_line};
use super::table::Sheet;
use crate::domain::case::event::Terms;
use crate::domain::policy::Policy;
use crate::domain::simulation::{Approvers, ClockView, Simulation, StaffOf};
use crate::domain::time::{Instant, format_instant};
use crate::domain::word::Word;

/// The level of detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    Totals,
    /// Each case as well.
    Cases,
}

/// The context of a simulation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    /// The name of the simulated policy.
    pub name: &'a str,
    /// The policy in force.
    pub policy: &'a Policy,
    pub now: Instant,
    /// The level of detail.
    pub detail: Detail,
}

pub(crate) fn table(simulation: &Simulation, frame: &Frame<'_>, sheet: Sheet) -> String {
    let heading = |text: &str| format!("{}\n", sheet.style.paint(Tone::Strong, &on_one_line(text)));
    let mut text = heading(&say(&title(simulation, frame)));
    for note in notes(simulation, frame) {
        let _ = writeln!(text, "{}", on_one_line(&say(&note)));
    }
    for Part { title, grids } in parts(simulation, frame) {
        let _ = write!(text, "\n{}", heading(&say(&title)));
        text.extend(grids.iter().map(|grid| grid.on_terminal(sheet)));
    }
    text
}

pub(crate) fn markdown(simulation: &Simulation, frame: &Frame<'_>) -> String {
    let mut text = format!("# {}\n", plain(&say(&title(simulation, frame))));
    for note in notes(simulation, frame) {
        let _ = write!(text, "\n{}\n", plain(&say(&note)));
    }
    for Part { title, grids } in parts(simulation, frame) {
        let _ = write!(text, "\n## {}\n", plain(&say(&title)));
        for grid in &grids {
            let _ = write!(text, "\n{}", grid.markdown());
        }
    }
    text
}

/// JSON output: always with every case.
pub(crate) fn json(simulation: &Simulation, frame: &Frame<'_>) -> String {
    let instant = |instant: Instant| format_instant(instant, frame.policy.calendar.zone());
    let clock =
        |view: &ClockView| json!({ "due": view.due.map(instant), "state": view.state.word() });
    let clocks = |clocks: &crate::domain::simulation::Clocks| {
        let change = |change: &crate::domain::simulation::ClockChange| {
            let (now, then) = (
                change.now.as_ref().map(clock),
                change.then.as_ref().map(clock),
            );
            json!({ "id": change.case, "round": change.round, "now": now, "then": then })
        };
        json!({
            "name": clocks.name,
            "now": { "clocks": clocks.now.all, "late": clocks.now.late },
            "then": { "clocks": clocks.then.all, "late": clocks.then.late },
            "newly_late": clocks.newly_late(),
            "no_longer_late": clocks.no_longer_late(),
            "changed": clocks.changed.iter().map(change).collect::<Vec<Json>>(),
        })
    };
    let approvers =
        |needed: &Approvers| json!({ "roles": needed.roles, "mode": needed.mode.word() });
    let proposals = simulation.proposals.changed.iter().map(|change| {
        let Terms { proposal, amount, .. } = &change.terms;
        let amount = amount.map(|amount| amount.to_string());
        json!({
            "id": change.case, "proposal": proposal.as_str(), "subject": change.terms.subject().word(),
            "remedy": change.terms.remedy(), "amount": amount,
            "now": approvers(&change.now), "then": approvers(&change.then),
        })
    });
    let closings = |list: &[(String, Message)]| -> Vec<Json> {
        list.iter()
            .map(|(case, why)| json!({ "id": case, "why": say(why) }))
            .collect()
    };
    let objections = simulation
        .objections
        .iter()
        .map(|(code, cases)| json!({ "code": code.name(), "ids": cases }));
    let (first, last) = simulation.received.unzip();
    let document = json!({
        "policy": frame.name,
        "as_of": instant(frame.now),
        "cases": simulation.cases,
        "received": { "first": first.map(|day| day.to_string()), "last": last.map(|day| day.to_string()) },
        "as_if_always": simulation.dated,
        "dated_staff": simulation.dated_staff,
        "warnings_not_counted": simulation.warnings,
        "lent_staff": simulation.staff == StaffOf::PolicyInForce,
        "deadlines": simulation.clocks.iter().map(clocks).collect::<Vec<Json>>(),
        "proposals": { "all": simulation.proposals.all, "changed": proposals.collect::<Vec<Json>>() },
        "closings": {
            "all": simulation.closings.all,
            "refused": closings(&simulation.closings.refused),
            "allowed": closings(&simulation.closings.allowed),
        },
        "objections": objections.collect::<Vec<Json>>(),
    });
    super::json::document(&document)
}

fn title(simulation: &Simulation, frame: &Frame<'_>) -> Message {
    let cases = plural!(count = simulation.cases, "{count} case", "{count} cases");
    let (name, at) = (
        frame.name,
        day_and_time(frame.now, frame.policy.calendar.zone()),
    );
    match simulation.received {
        None => message!(
            "Simulation of {name} on {cases}, as of {at}",
            name,
            cases,
            at
        ),
        Some((first, last)) => message!(
            "Simulation of {name} on {cases}, received {first} to {last}, as of {at}",
            name,
            cases,
            first,
            last,
            at
        ),
    }
}

fn notes(simulation: &Simulation, frame: &Frame<'_>) -> Vec<Message> {
    let mut notes = Vec::new();
    if !simulation.dated.is_empty() {
        notes.push(message!(
            "Treated as always in force, regardless of their dates: {names}",
            names = listed(&simulation.dated)
        ));
    }
    if !simulation.dated_staff.is_empty() {
        notes.push(message!(
            "Judged by their dates: the roles of {names}",
            names = listed(&simulation.dated_staff)
        ));
    }
    if !simulation.warnings.is_empty() {
        notes.push(message!(
            "Not counted, since they only warn: {names}",
            names = listed(&simulation.warnings)
        ));
    }
    if simulation.staff == StaffOf::PolicyInForce && !frame.policy.staff.is_empty() {
        notes.push(message!(
            "{name} has no staff list; the simulation uses the staff of the policy in force",
            name = frame.name
        ));
    }
    notes
}
