//! The parts of a simulation for people: a title with tables.

use std::collections::BTreeMap;

use super::{Detail, Frame};
use crate::domain::message::{Message, ToArgument, all_of, any_of, message, text};
use crate::domain::policy::ApprovalMode;
use crate::domain::simulation::{Approvers, ClockView, Simulation};
use crate::render::say;
use crate::render::span::end_to_the_minute;
use crate::render::table::{Cell, Table, Width};

pub(super) struct Part {
    pub title: Message,
    pub grids: Vec<Table>,
}

pub(super) fn parts(simulation: &Simulation, frame: &Frame<'_>) -> Vec<Part> {
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
            .map(|due| end_to_the_minute(due, frame.policy.calendar.zone()))
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
