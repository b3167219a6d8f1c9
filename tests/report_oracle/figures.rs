//! Recomputes the key figures from the files, as simply as possible: days are counted one by one.

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone, Weekday};
use serde_json::Value;
use serde_yaml::Value as Yaml;

use crate::world;

type Time = DateTime<FixedOffset>;

/// A case parsed from its file.
pub struct Case {
    pub id: String,
    pub received: Time,
    pub rounds: Vec<Round>,
    was_right: Option<bool>,
    assignments: u64,
    now: Time,
}

/// A round: from receipt or reopening to the end.
#[derive(Default)]
pub struct Round {
    begins: Option<Time>,
    acknowledged: Option<Time>,
    responded: Option<Time>,
    pub resolved: Option<Time>,
    followed_up: Option<Time>,
    pub score: Option<u64>,
    pub end: Option<Time>,
    closed: bool,
    invalid: bool,
}

/// A clock that was not cancelled, with its lateness in milliseconds.
struct Clock {
    name: &'static str,
    late: i64,
    timely: Timely,
}

/// Whether something was done in time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Timely {
    Yes,
    No,
    /// It still may.
    MayBe,
}

/// The expected value of a figure.
pub struct Expected {
    pub name: String,
    pub population: u64,
    pub denominator: u64,
    pub not_yet_due: u64,
    pub sum: Sum,
}

/// The numerator.
pub enum Sum {
    Cases(u64),
    Total(i64),
    Rank(i64),
}

impl Case {
    /// Parses a file.
    pub fn read(text: &str, now: Time) -> Self {
        let file: Yaml = serde_yaml::from_str(text).expect("YAML");
        let received = world::instant(file["received"].as_str().expect("received"));
        let mut rounds = vec![Round {
            begins: Some(received),
            ..Round::default()
        }];
        let (mut pending, mut was_right, mut assignments) = (false, None, 0);
        for event in file["events"].as_sequence().expect("events") {
            let at = world::instant(event["at"].as_str().expect("at"));
            let round = rounds.last_mut().expect("a round");
            match event["do"].as_str().expect("do") {
                "acknowledge" => round.acknowledged = round.acknowledged.or(Some(at)),
                "assign" => assignments += 1,
                "send-back" => panic!("the stories send nothing back"),
                "propose" => pending = true,
                "respond" if event["interim"].as_bool() == Some(true) => {}
                "respond" => {
                    round.acknowledged = round.acknowledged.or(Some(at));
                    round.responded = round.responded.or(Some(at));
                    if event["result"] != "refused" && !pending {
                        round.resolved = round.resolved.or(Some(at));
                    }
                }
                "resolve" => {
                    pending = false;
                    round.resolved = round.resolved.or(Some(at));
                }
                "follow-up" => {
                    round.followed_up = round.followed_up.or(Some(at));
                    round.score = event["score"].as_u64();
                }
                verb @ ("close" | "withdraw" | "invalidate") => {
                    round.end = Some(at);
                    (round.closed, round.invalid) = (verb == "close", verb == "invalidate");
                }
                "inspect" => was_right = Some(event["result"] == "right"),
                "reopen" => rounds.push(Round {
                    begins: Some(at),
                    ..Round::default()
                }),
                _ => {}
            }
        }
        Self {
            id: file["id"].as_str().expect("id").to_owned(),
            received,
            rounds,
            was_right,
            assignments,
            now,
        }
    }

    fn last(&self) -> &Round {
        self.rounds.last().expect("a round")
    }

    /// The last score in any round.
    pub fn score(&self) -> Option<u64> {
        self.rounds.iter().rev().find_map(|round| round.score)
    }

    /// The clocks that were not cancelled.
    fn clocks(&self) -> Vec<Clock> {
        self.rounds
            .iter()
            .flat_map(|round| self.clocks_of(round))
            .collect()
    }

    fn clocks_of(&self, round: &Round) -> Vec<Clock> {
        let begins = round.begins.expect("a beginning");
        let mut clocks: Vec<Clock> = Vec::new();
        let mut add =
            |name, due: Time, stop: Option<Time>, lateness: &dyn Fn(Time, Time) -> i64| {
                let over = stop.or(round.end);
                let until = over.unwrap_or(self.now);
                let (late, timely) = match (until > due, stop, over) {
                    (true, _, _) => (lateness(due, until), Timely::No),
                    (false, Some(_), _) => (0, Timely::Yes),
                    (false, None, None) => (0, Timely::MayBe),
                    (false, None, Some(_)) => return,
                };
                clocks.push(Clock { name, late, timely });
            };
        add(
            "acknowledge",
            begins + Duration::hours(24),
            round.acknowledged,
            &elapsed,
        );
        add(
            "respond",
            business_days(begins, 3),
            round.responded,
            &working,
        );
        add(
            "resolve",
            business_days(begins, 5),
            round.resolved,
            &working,
        );
        if let Some(resolved) = round.resolved {
            add(
                "follow-up",
                midnight(resolved.date_naive() + Duration::days(8)),
                round.followed_up,
                &elapsed,
            );
        }
        clocks
    }

    /// Whether it was solved in time; `None` if the last round ended before.
    fn solved_in_time(&self) -> Option<Timely> {
        let of_round = |round: &Round| {
            let mut clocks = self.clocks_of(round).into_iter();
            clocks.find(|clock| clock.name == "resolve")
        };
        let mut rounds = self.rounds.iter().filter_map(of_round);
        match rounds.any(|clock| clock.timely == Timely::No) {
            true => Some(Timely::No),
            false => of_round(self.last()).map(|clock| clock.timely),
        }
    }
}

impl Case {
    /// Whether it was closed by the limit of its last round; nothing else is promised in the
    /// stories. `None` if it ended otherwise.
    fn closed_as_promised(&self) -> Option<Timely> {
        let last = self.last();
        let due = business_days(last.begins.expect("a beginning"), 5);
        match last.end {
            Some(_) if !last.closed => None,
            Some(end) if end <= due => Some(Timely::Yes),
            None if self.now <= due => Some(Timely::MayBe),
            _ => Some(Timely::No),
        }
    }
}

/// Every figure, in the order of the report.
pub fn recompute(all: &[Case], is_in: impl Fn(Time) -> bool) -> Vec<Expected> {
    let received: Vec<&Case> = all.iter().filter(|case| is_in(case.received)).collect();
    let population = received.len() as u64;
    let count =
        |holds: &dyn Fn(&Case) -> bool| received.iter().filter(|case| holds(case)).count() as u64;
    let rate = |name: &str, numerator, not_yet_due, denominator| Expected {
        name: name.to_owned(),
        population,
        denominator,
        not_yet_due,
        sum: Sum::Cases(numerator),
    };
    let share = |name: &str, numerator, denominator| rate(name, numerator, 0, denominator);
    let first_answer = |case: &Case| {
        case.rounds
            .iter()
            .filter_map(|round| round.acknowledged)
            .min()
    };
    let answered = |case: &Case| {
        first_answer(case).is_some_and(|at| at <= case.received + Duration::hours(24))
    };
    let solved = |case: &Case| {
        case.last()
            .resolved
            .is_some_and(|at| at <= business_days(case.received, 3))
    };
    let satisfied = |case: &Case| case.score().is_some_and(|score| score >= 4);
    let may_answer =
        |case: &Case| !answered(case) && case.now <= case.received + Duration::hours(24);
    let may_solve = |case: &Case| !solved(case) && case.now <= business_days(case.received, 3);
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
    let clocks: Vec<Clock> = received.iter().flat_map(|case| case.clocks()).collect();
    figures.extend(by_stage(
        "stage-timeliness",
        &clocks,
        population,
        &|clocks| {
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
    figures.extend(handling(all, &is_in));
    figures.extend(by_stage("mean-delay", &clocks, population, &|clocks| {
        let late = clocks.iter().filter(|clock| clock.timely == Timely::No);
        let count = late.clone().count() as u64;
        (count, 0, Sum::Total(late.map(|clock| clock.late).sum()))
    }));
    let right = count(&|case| case.was_right == Some(true));
    figures.push(share(
        "work-order-quality",
        right,
        count(&|case| case.was_right.is_some()),
    ));
    let answer = |case: &&Case| case.rounds.iter().filter_map(|round| round.responded).min();
    let answers: Vec<i64> = received
        .iter()
        .filter_map(|case| Some(elapsed(case.received, answer(case)?)))
        .collect();
    figures.push(Expected {
        name: "mean-answer-time".to_owned(),
        population,
        denominator: answers.len() as u64,
        not_yet_due: 0,
        sum: Sum::Total(answers.iter().sum()),
    });
    let first_contact = |case: &Case| {
        case.last().resolved.is_some()
            && case.assignments == 0
            && case.rounds.len() == 1
            && case.solved_in_time() != Some(Timely::No)
    };
    figures.push(share(
        "first-contact-completion",
        count(&first_contact),
        population,
    ));
    let assignments = received.iter().map(|case| case.assignments).sum();
    figures.push(share("dispatch-accuracy", assignments, assignments));
    figures.push(share("malicious-rate", 0, population));
    figures.push(share(
        "invalid-rate",
        count(&|case| case.last().invalid),
        population,
    ));
    figures.push(share("rework-rate", 0, population));
    let promised = |wanted: Timely| count(&|case: &Case| case.closed_as_promised() == Some(wanted));
    let (yes, no) = (promised(Timely::Yes), promised(Timely::No));
    let may_be = promised(Timely::MayBe);
    figures.push(rate("closed-as-promised", yes, may_be, yes + no));
    figures
}

fn by_stage(
    name: &str,
    all: &[Clock],
    population: u64,
    of: &dyn Fn(&[&Clock]) -> (u64, u64, Sum),
) -> Vec<Expected> {
    let figure = |name: String, clocks: &[&Clock]| {
        let (denominator, not_yet_due, sum) = of(clocks);
        Expected {
            name,
            population,
            denominator,
            not_yet_due,
            sum,
        }
    };
    let mut figures = vec![figure(name.to_owned(), &all.iter().collect::<Vec<_>>())];
    for stage in ["acknowledge", "respond", "resolve", "follow-up"] {
        let clocks: Vec<&Clock> = all.iter().filter(|clock| clock.name == stage).collect();
        figures.push(figure(format!("{name}:{stage}"), &clocks));
    }
    figures
}

fn handling(all: &[Case], is_in: &impl Fn(Time) -> bool) -> Vec<Expected> {
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

/// 24:00 on the nth working day after the day of `from`.
fn business_days(from: Time, n: u32) -> Time {
    let mut day = from.date_naive();
    let mut left = n;
    while left > 0 {
        day += Duration::days(1);
        left -= u32::from(works(day));
    }
    midnight(day + Duration::days(1))
}

fn elapsed(from: Time, to: Time) -> i64 {
    (to - from).num_milliseconds()
}

/// The elapsed time on working days.
fn working(from: Time, to: Time) -> i64 {
    let mut total = 0;
    let mut day = from.date_naive();
    while day <= to.date_naive() {
        if works(day) {
            let (begin, end) = (
                midnight(day).max(from),
                midnight(day + Duration::days(1)).min(to),
            );
            total += elapsed(begin, end).max(0);
        }
        day += Duration::days(1);
    }
    total
}

fn works(day: NaiveDate) -> bool {
    match (day.month(), day.day()) {
        (5, 1 | 4 | 5) | (6, 19) => false,
        (5, 9 | 10) => true,
        _ => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
    }
}

/// 00:00 in Shanghai, which has had one offset since 1992.
fn midnight(day: NaiveDate) -> Time {
    let offset = FixedOffset::east_opt(8 * 3600).expect("an offset");
    offset
        .from_local_datetime(&day.and_time(NaiveTime::MIN))
        .single()
        .expect("an instant")
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
