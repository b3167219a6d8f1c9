//! Recomputes the key figures from the files, as simply as possible.

use chrono::{Datelike, Duration};
use serde_json::Value;

use crate::report_oracle::case::Case;
use crate::report_oracle::clocks::{Clock, Rules, Timely};
use crate::report_oracle::working_days::{Time, business_days, elapsed};
use crate::report_oracle::world;

/// The expected value of a figure.
pub struct Expected {
    pub name: String,
    pub population: u64,
    pub denominator: u64,
    pub not_yet_due: u64,
    pub sum: Sum,
}

/// The time by which a clock is late.
type Lateness = fn(&Clock) -> i64;

/// The denominator, what is not yet due, and the sum.
type Measured = (u64, u64, Sum);

/// The numerator.
pub enum Sum {
    Cases(u64),
    Total(i64),
    Rank(i64),
}

/// A case with its clocks.
struct Counted<'c> {
    case: &'c Case,
    clocks: Vec<Clock>,
}

impl std::ops::Deref for Counted<'_> {
    type Target = Case;

    fn deref(&self) -> &Case {
        self.case
    }
}

impl Counted<'_> {
    fn limits(&self, of: impl Fn(&Clock) -> bool) -> impl DoubleEndedIterator<Item = &Clock> {
        let clocks = self.clocks.iter().filter(|clock| clock.resolves);
        clocks.filter(move |clock| of(clock))
    }

    /// Whether it was solved in time; `None` without such a limit, or if the last round ended
    /// before.
    fn solved_in_time(&self) -> Option<Timely> {
        if self
            .limits(|clock| clock.timely == Timely::No)
            .next()
            .is_some()
        {
            return Some(Timely::No);
        }
        let last = self
            .limits(|clock| clock.round + 1 == self.rounds.len())
            .next()?;
        (last.timely != Timely::Cancelled).then_some(last.timely)
    }

    /// Whether it was closed by the limit for resolving it in its last round; the stories promise
    /// nothing else. `None` without such a limit, or if it ended otherwise.
    fn closed_as_promised(&self) -> Option<Timely> {
        let due = self.limits(|_| true).next_back()?.due;
        let by_then = |at: Time| due.is_none_or(|due| at <= due);
        match self.last().end {
            Some(_) if !self.last().closed => None,
            Some(end) if by_then(end) => Some(Timely::Yes),
            None if by_then(self.now) => Some(Timely::MayBe),
            _ => Some(Timely::No),
        }
    }
}

/// Every figure, in the order of the report.
pub fn recompute(all: &[Case], rules: &Rules, is_in: impl Fn(Time) -> bool) -> Vec<Expected> {
    let counting = all.iter().filter(|case| rules.count(case));
    let counted: Vec<Counted> = counting
        .map(|case| Counted {
            case,
            clocks: rules.clocks(case),
        })
        .collect();
    let received = counted.iter().filter(|case| is_in(case.received));
    let received: Vec<&Counted> = received.collect();
    let population = received.len() as u64;
    let count = |holds: &dyn Fn(&Counted) -> bool| {
        received.iter().filter(|case| holds(case)).count() as u64
    };
    let rate = |name: &str, numerator, not_yet_due, denominator| Expected {
        name: name.to_owned(),
        population,
        denominator,
        not_yet_due,
        sum: Sum::Cases(numerator),
    };
    let share = |name: &str, numerator, denominator| rate(name, numerator, 0, denominator);
    let answered = |case: &Counted| {
        case.first("acknowledged")
            .is_some_and(|at| at <= case.received + Duration::hours(24))
    };
    let solved = |case: &Counted| {
        case.last()
            .resolved
            .is_some_and(|at| at <= business_days(case.received, 3))
    };
    let satisfied = |case: &Counted| case.score().is_some_and(|score| score >= 4);
    let may_answer =
        |case: &Counted| !answered(case) && case.now <= case.received + Duration::hours(24);
    let may_solve = |case: &Counted| !solved(case) && case.now <= business_days(case.received, 3);
    let by_limit = |name: &str, done: u64, may: u64| rate(name, done, may, population - may);
    let mut figures = vec![
        by_limit(
            "first-response-in-time",
            count(&answered),
            count(&may_answer),
        ),
        by_limit(
            "solved-in-3-business-days",
            count(&solved),
            count(&may_solve),
        ),
        share(
            "resolution-rate",
            count(&|case| case.last().resolved.is_some()),
            population,
        ),
        rate(
            "solved-in-time",
            count(&|case| case.solved_in_time() == Some(Timely::Yes)),
            count(&|case| case.solved_in_time() == Some(Timely::MayBe)),
            count(&|case| matches!(case.solved_in_time(), Some(Timely::Yes | Timely::No))),
        ),
    ];
    let clocks = received.iter().flat_map(|case| &case.clocks);
    let clocks: Vec<&Clock> = clocks.collect();
    let stages = rules.names();
    figures.extend(by_stage(
        "stage-timeliness",
        &stages,
        &clocks,
        population,
        &|clocks, _| {
            let are = |timely| clocks.iter().filter(|it| it.timely == timely).count() as u64;
            let (yes, no, may_be) = (are(Timely::Yes), are(Timely::No), are(Timely::MayBe));
            (yes + no, may_be, Sum::Cases(yes))
        },
    ));
    figures.push(share(
        "satisfaction-of-asked",
        count(&satisfied),
        count(&|case| case.score().is_some()),
    ));
    figures.push(share("satisfaction-of-all", count(&satisfied), population));
    figures.extend(handling(&counted, &is_in));
    figures.extend(by_stage(
        "mean-delay",
        &stages,
        &clocks,
        population,
        &|clocks, lateness| {
            let late = clocks.iter().filter(|clock| clock.timely == Timely::No);
            let count = late.clone().count() as u64;
            (
                count,
                0,
                Sum::Total(late.map(|clock| lateness(clock)).sum()),
            )
        },
    ));
    let right = count(&|case| case.was_right == Some(true));
    figures.push(share(
        "work-order-quality",
        right,
        count(&|case| case.was_right.is_some()),
    ));
    let answers: Vec<i64> = received
        .iter()
        .filter_map(|case| Some(elapsed(case.received, case.first("respond")?)))
        .collect();
    figures.push(Expected {
        name: "mean-answer-time".to_owned(),
        population,
        denominator: answers.len() as u64,
        not_yet_due: 0,
        sum: Sum::Total(answers.iter().sum()),
    });
    let first_contact = |case: &Counted| {
        case.last().resolved.is_some()
            && case.assignments.is_empty()
            && case.rounds.len() == 1
            && case.solved_in_time() != Some(Timely::No)
    };
    figures.push(share(
        "first-contact-completion",
        count(&first_contact),
        population,
    ));
    let assignments = received.iter().flat_map(|case| &case.assignments);
    let right = assignments.clone().filter(|right| **right).count();
    figures.push(share(
        "dispatch-accuracy",
        right as u64,
        assignments.count() as u64,
    ));
    figures.push(share(
        "malicious-rate",
        count(&|case| case.last().malicious),
        population,
    ));
    figures.push(share(
        "invalid-rate",
        count(&|case| case.last().invalid),
        population,
    ));
    figures.push(share(
        "rework-rate",
        count(&|case| case.reworked),
        population,
    ));
    let promised =
        |wanted: Timely| count(&|case: &Counted| case.closed_as_promised() == Some(wanted));
    let (yes, no) = (promised(Timely::Yes), promised(Timely::No));
    let may_be = promised(Timely::MayBe);
    figures.push(rate("closed-as-promised", yes, may_be, yes + no));
    figures
}

fn by_stage(
    name: &str,
    stages: &[(&str, bool)],
    all: &[&Clock],
    population: u64,
    of: &dyn Fn(&[&Clock], Lateness) -> Measured,
) -> Vec<Expected> {
    let figure = |name: String, clocks: &[&Clock], lateness: Lateness| {
        let (denominator, not_yet_due, sum) = of(clocks, lateness);
        Expected {
            name,
            population,
            denominator,
            not_yet_due,
            sum,
        }
    };
    let mut figures = vec![figure(name.to_owned(), all, |clock| clock.elapsed)];
    for (stage, _) in stages {
        let of_stage = all.iter().filter(|clock| clock.name == *stage);
        let clocks: Vec<&Clock> = of_stage.copied().collect();
        figures.push(figure(format!("{name}:{stage}"), &clocks, |clock| {
            clock.late
        }));
    }
    figures
}

fn handling(all: &[Counted], is_in: &impl Fn(Time) -> bool) -> Vec<Expected> {
    let closed = all.iter().filter(|case| case.last().closed);
    let in_period =
        closed.filter_map(|case| Some((case, case.last().end.filter(|end| is_in(*end))?)));
    let mut times: Vec<i64> = in_period
        .map(|(case, end)| elapsed(case.received, end))
        .collect();
    times.sort_unstable();
    let count = times.len();
    let (low, high) = (times[(count - 1) / 2], times[count / 2]);
    let ninetieth = times
        .iter()
        .find(|time| times.iter().filter(|other| other <= time).count() * 10 >= count * 9);
    let figure = |name: &str, sum| Expected {
        name: name.to_owned(),
        population: count as u64,
        denominator: count as u64,
        not_yet_due: 0,
        sum,
    };
    vec![
        figure("mean-handling-time", Sum::Total(times.iter().sum())),
        figure("median-handling-time", Sum::Rank((low + high + 1) / 2)),
        figure(
            "p90-handling-time",
            Sum::Rank(*ninetieth.expect("there are some")),
        ),
    ]
}

/// Whether an instant is in May 2026.
pub fn is_in_may(at: Time) -> bool {
    (at.year(), at.month()) == (2026, 5)
}

/// Whether a case in the output of `list` was received in May 2026.
pub fn was_received_in_may(listed: &Value) -> bool {
    is_in_may(instant(&listed["received"]))
}

/// An instant from JSON.
pub fn instant(json: &Value) -> Time {
    world::instant(json.as_str().expect("an instant"))
}

/// Seconds from JSON, in milliseconds.
pub fn millis(json: &Value) -> i64 {
    let text = json.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}{fraction:0<3}").parse().expect("seconds")
}
