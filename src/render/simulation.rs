//! The results of a simulation, for people and for programs.

use super::say;
use crate::domain::message::{
    Message, ToArgument, all_of, any_of, day_and_time, listed, message, plural, text,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::style::{Tone, on_one_line};
use super::table::{Cell, Sheet, Table, Width};
use crate::domain::case::event::Terms;
use crate::domain::policy::{ApprovalMode, Policy};
use crate::domain::simulation::{Approvers, ClockView, Simulation, StaffOf};
use crate::domain::time::{Instant, format_instant, format_short};
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
    let mut text = format!("# {}\n", on_one_line(&say(&title(simulation, frame))));
    for note in notes(simulation, frame) {
        let _ = write!(text, "\n{}\n", on_one_line(&say(&note)));
    }
    for Part { title, grids } in parts(simulation, frame) {
        let _ = write!(text, "\n## {}\n", on_one_line(&say(&title)));
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
    let proposals = simulation.proposals.changed.iter().map(|change| {
        let Terms { proposal, amount, .. } = &change.terms;
        let amount = amount.map(|amount| amount.to_string());
        json!({
            "id": change.case, "proposal": proposal.as_str(), "subject": change.terms.subject().word(),
            "remedy": change.terms.remedy(), "amount": amount,
            "now": change.now.roles, "then": change.then.roles,
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
    if simulation.staff == StaffOf::PolicyInForce && !frame.policy.staff.is_empty() {
        notes.push(message!(
            "{name} has no staff list; the simulation uses the staff of the policy in force",
            name = frame.name
        ));
    }
    notes
}

struct Part {
    title: Message,
    grids: Vec<Table>,
}

fn parts(simulation: &Simulation, frame: &Frame<'_>) -> Vec<Part> {
    let with_cases = frame.detail == Detail::Cases;
    let (mut deadlines, mut proposals, mut closings) = (
        deadlines(simulation),
        proposals(simulation),
        closings(simulation),
    );
    if with_cases {
        deadlines.grids.extend(clocks(simulation, frame));
        proposals.grids.extend(each_proposal(simulation));
        closings.grids.extend(each_closing(simulation));
    }
    let mut parts = vec![deadlines, proposals, closings];
    if !simulation.objections.is_empty() {
        parts.push(objections(simulation, frame.detail));
    }
    parts
}

fn deadlines(simulation: &Simulation) -> Part {
    let columns = [
        text!("deadline"),
        text!("clocks now"),
        text!("late now"),
        text!("clocks then"),
        text!("late then"),
        text!("newly late"),
        text!("no longer late"),
    ];
    let mut grid = Table::new(columns.map(|name| (name, Width::Fixed)));
    for clocks in &simulation.clocks {
        let numbers = [
            clocks.now.all,
            clocks.now.late,
            clocks.then.all,
            clocks.then.late,
            clocks.newly_late(),
            clocks.no_longer_late(),
        ];
        grid.push(
            std::iter::once(Cell::text(&clocks.name))
                .chain(numbers.map(Cell::number))
                .collect(),
        );
    }
    let (late, in_time) = simulation
        .clocks
        .iter()
        .fold((0, 0), |(late, in_time), clocks| {
            (
                late + clocks.newly_late(),
                in_time + clocks.no_longer_late(),
            )
        });
    let title = message!(
        "Deadlines: {late} newly late, {in_time} no longer late",
        late,
        in_time
    );
    Part {
        title,
        grids: vec![grid],
    }
}

fn clocks(simulation: &Simulation, frame: &Frame<'_>) -> Option<Table> {
    let columns = [
        text!("case"),
        text!("deadline"),
        text!("due now"),
        text!("state now"),
        text!("due then"),
        text!("state then"),
    ];
    let mut grid = Table::new(columns.map(|name| (name, Width::Fixed)));
    let due = |view: Option<ClockView>| {
        view.and_then(|view| view.due)
            .map(|due| format_short(due, frame.policy.calendar.zone()))
    };
    let state = |view: Option<ClockView>| {
        let state = view.map(|view| view.state.to_argument());
        say(&state.unwrap_or_else(|| text!("no such clock").to_argument()))
    };
    let mut any = false;
    for clocks in &simulation.clocks {
        for change in &clocks.changed {
            any = true;
            grid.push(vec![
                Cell::text(&change.case),
                Cell::text(&clocks.name),
                Cell::maybe(due(change.now)),
                Cell::text(state(change.now)),
                Cell::maybe(due(change.then)),
                Cell::text(state(change.then)),
            ]);
        }
    }
    any.then_some(grid)
}

fn proposals(simulation: &Simulation) -> Part {
    let mut groups: BTreeMap<(String, String), usize> = BTreeMap::new();
    for change in &simulation.proposals.changed {
        *groups
            .entry((who(&change.now), who(&change.then)))
            .or_default() += 1;
    }
    let mut grid = Table::new([
        (text!("needed"), Width::Flexible),
        (text!("would have needed"), Width::Flexible),
        (text!("proposals"), Width::Fixed),
    ]);
    for ((now, then), count) in groups {
        grid.push(vec![Cell::text(now), Cell::text(then), Cell::number(count)]);
    }
    let (changed, all) = (simulation.proposals.changed.len(), simulation.proposals.all);
    let title = message!(
        "Proposals: {changed} of {all} would have needed other approvers",
        changed,
        all
    );
    Part {
        title,
        grids: if changed == 0 { Vec::new() } else { vec![grid] },
    }
}

fn each_proposal(simulation: &Simulation) -> Option<Table> {
    let mut grid = Table::new(
        [
            text!("case"),
            text!("remedy"),
            text!("amount"),
            text!("needed"),
            text!("would have needed"),
        ]
        .map(|name| (name, Width::Fixed)),
    );
    for change in &simulation.proposals.changed {
        let amount = change
            .terms
            .amount
            .map_or(Cell::text(""), Cell::number)
            .right();
        let cells = [
            Cell::text(&change.case),
            Cell::text(say(&change.terms.subject)),
            amount,
        ];
        let roles = [&change.now, &change.then].map(|roles| Cell::text(who(roles)));
        grid.push(cells.into_iter().chain(roles).collect());
    }
    (!simulation.proposals.changed.is_empty()).then_some(grid)
}

fn who(approvers: &Approvers) -> String {
    if approvers.roles.is_empty() {
        return say(&text!("nobody"));
    }
    match approvers.mode {
        ApprovalMode::All => say(&all_of(&approvers.roles)),
        ApprovalMode::Any => say(&any_of(&approvers.roles)),
        ApprovalMode::Sequence => approvers.roles.join(&say(&text!(", then "))),
    }
}

fn closings(simulation: &Simulation) -> Part {
    let closings = &simulation.closings;
    let (refused, all) = (closings.refused.len(), closings.all);
    let title = match closings.allowed.len() {
        0 => message!(
            "Closings: {refused} of {all} would have been refused",
            refused,
            all
        ),
        allowed => message!(
            "Closings: {refused} of {all} would have been refused; {allowed} would have been allowed",
            refused,
            all,
            allowed
        ),
    };
    Part {
        title,
        grids: Vec::new(),
    }
}

fn each_closing(simulation: &Simulation) -> Option<Table> {
    let mut grid = Table::new([
        (text!("case"), Width::Fixed),
        (text!("closing"), Width::Fixed),
        (text!("reason"), Width::Flexible),
    ]);
    let closings = &simulation.closings;
    let refused = closings
        .refused
        .iter()
        .map(|closing| (closing, text!("would be refused")));
    let all: Vec<_> = refused
        .chain(
            closings
                .allowed
                .iter()
                .map(|closing| (closing, text!("would be allowed"))),
        )
        .collect();
    for ((case, why), what) in &all {
        grid.push(vec![
            Cell::text(case),
            Cell::text(say(what)),
            Cell::text(say(why)),
        ]);
    }
    (!all.is_empty()).then_some(grid)
}

fn objections(simulation: &Simulation, detail: Detail) -> Part {
    let columns = [
        (text!("code"), Width::Fixed),
        (text!("summary"), Width::Flexible),
        (text!("cases"), Width::Fixed),
    ];
    let named = (detail == Detail::Cases).then_some((text!("case ids"), Width::Flexible));
    let mut grid = Table::new(columns.into_iter().chain(named));
    for (code, cases) in &simulation.objections {
        let which =
            (detail == Detail::Cases).then(|| cases.iter().cloned().collect::<Vec<_>>().join(" "));
        let cells = [
            Cell::text(code.name()),
            Cell::text(say(&code.summary())),
            Cell::number(cases.len()),
        ];
        grid.push(cells.into_iter().chain(which.map(Cell::text)).collect());
    }
    Part {
        title: text!("Other findings"),
        grids: vec![grid],
    }
}
