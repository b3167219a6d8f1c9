//! Recomputes the key figures from the files, as simply as possible: days are counted one by one.

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone, Weekday};
use serde_json::Value;
use serde_yaml::Value as Yaml;
use toml::Table;

use crate::report_oracle::world;

type Time = DateTime<FixedOffset>;

/// A case parsed from its file.
pub struct Case {
    pub id: String,
    pub received: Time,
    pub rounds: Vec<Round>,
    kind: Option<String>,
    reworked: bool,
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
    interim: Option<Time>,
    closed: bool,
    invalid: bool,
    /// A duplicate or mistaken entry: left out of all figures.
    mistaken: bool,
    malicious: bool,
}

/// A clock that was not cancelled, with its lateness in milliseconds: on the clock of its limit,
/// and elapsed.
struct Clock {
    name: String,
    /// Whether it is a limit for resolving the case.
    resolves: bool,
    late: i64,
    elapsed: i64,
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

/// A deadline of the policy: its trigger names, and its length with the unit.
pub struct Limit {
    name: String,
    start: String,
    stops: Vec<String>,
    length: i64,
    unit: String,
    /// The kinds of cases with it, `none` for those without a kind; empty for all.
    kinds: Vec<String>,
}

/// What figures count by: the deadlines, and the kinds of cases that count.
pub struct Rules {
    pub limits: Vec<Limit>,
    kinds: Vec<String>,
}

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
        let mut reworked = false;
        for event in file["events"].as_sequence().expect("events") {
            let at = world::instant(event["at"].as_str().expect("at"));
            let round = rounds.last_mut().expect("a round");
            match event["do"].as_str().expect("do") {
                "acknowledge" => round.acknowledged = round.acknowledged.or(Some(at)),
                "assign" => assignments += 1,
                "send-back" => panic!("the stories send nothing back"),
                "propose" => pending = true,
                "respond" if event["interim"].as_bool() == Some(true) => {
                    round.interim = round.interim.or(Some(at));
                }
                "respond" => {
                    round.acknowledged = round.acknowledged.or(Some(at));
                    round.responded = round.responded.or(Some(at));
                    let result = event["result"].as_str();
                    if matches!(result, Some("solved" | "explained")) && !pending {
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
                    let reason = event["reason"].as_str();
                    round.mistaken =
                        round.invalid && matches!(reason, Some("duplicate" | "mistaken-entry"));
                    round.malicious = event["malicious"].as_bool() == Some(true);
                }
                "inspect" => was_right = Some(event["result"] == "right"),
                "reopen" => {
                    reworked |= event["rework"].as_bool() == Some(true);
                    rounds.push(Round {
                        begins: Some(at),
                        ..Round::default()
                    });
                }
                _ => {}
            }
        }
        Self {
            id: file["id"].as_str().expect("id").to_owned(),
            received,
            rounds,
            kind: file["kind"].as_str().map(str::to_owned),
            reworked,
            was_right,
            assignments,
            now,
        }
    }

    fn last(&self) -> &Round {
        self.rounds.last().expect("a round")
    }

    /// Whether it was found to be a duplicate or a mistaken entry.
    pub fn is_mistaken(&self) -> bool {
        self.last().mistaken
    }

    /// The last score in any round.
    pub fn score(&self) -> Option<u64> {
        self.rounds.iter().rev().find_map(|round| round.score)
    }

    /// The clocks that were not cancelled.
    fn clocks(&self, limits: &[Limit]) -> Vec<Clock> {
        self.rounds
            .iter()
            .flat_map(|round| self.clocks_of(round, limits))
            .collect()
    }

    fn clocks_of(&self, round: &Round, limits: &[Limit]) -> Vec<Clock> {
        let kind = self.kind.as_deref().unwrap_or("none");
        let clock = |limit: &Limit| {
            if !limit.kinds.is_empty() && !limit.kinds.iter().any(|it| it == kind) {
                return None;
            }
            let start = round.first(&limit.start)?;
            let due = limit.due(start);
            let stops = limit.stops.iter().filter_map(|stop| round.first(stop));
            let stop = stops.filter(|stop| *stop >= start).min();
            let over = stop.or(round.end);
            let until = over.unwrap_or(self.now);
            let (late, timely) = match (until > due, stop, over) {
                (true, _, _) => (limit.lateness(due, until), Timely::No),
                (false, Some(_), _) => (0, Timely::Yes),
                (false, None, None) => (0, Timely::MayBe),
                (false, None, Some(_)) => return None,
            };
            Some(Clock {
                name: limit.name.clone(),
                resolves: limit.stops.iter().any(|stop| stop == "resolved"),
                late,
                elapsed: elapsed(due, until).max(0),
                timely,
            })
        };
        limits.iter().filter_map(clock).collect()
    }

    /// Whether it was solved in time; `None` if the last round ended before.
    fn solved_in_time(&self, limits: &[Limit]) -> Option<Timely> {
        let of_round = |round: &Round| {
            let mut clocks = self.clocks_of(round, limits).into_iter();
            clocks.find(|clock| clock.resolves)
        };
        let mut rounds = self.rounds.iter().filter_map(of_round);
        match rounds.any(|clock| clock.timely == Timely::No) {
            true => Some(Timely::No),
            false => of_round(self.last()).map(|clock| clock.timely),
        }
    }
}

impl Case {
    /// Whether it was closed by the limit for resolving it in its last round; the stories promise
    /// nothing else. `None` without such a limit, or if it ended otherwise.
    fn closed_as_promised(&self, limits: &[Limit]) -> Option<Timely> {
        let last = self.last();
        let kind = self.kind.as_deref().unwrap_or("none");
        let limit = limits.iter().find(|limit| {
            let resolves = limit.stops.iter().any(|stop| stop == "resolved");
            resolves && (limit.kinds.is_empty() || limit.kinds.iter().any(|it| it == kind))
        })?;
        let due = limit.due(last.begins?);
        match last.end {
            Some(_) if !last.closed => None,
            Some(end) if end <= due => Some(Timely::Yes),
            None if self.now <= due => Some(Timely::MayBe),
            _ => Some(Timely::No),
        }
    }
}

impl Round {
    /// When something first happened in the round.
    fn first(&self, trigger: &str) -> Option<Time> {
        match trigger {
            "received" => self.begins,
            "acknowledged" => self.acknowledged,
            "interim" => self.interim,
            "respond" => self.responded,
            "resolved" => self.resolved,
            "follow-up" => self.followed_up,
            _ => None,
        }
    }
}

impl Rules {
    /// Reads the tables that the stories put to the test.
    pub fn of(policy: &Table) -> Self {
        let texts = |value: Option<&toml::Value>| -> Vec<String> {
            let one = value.and_then(|value| value.as_str());
            let several = value.and_then(|value| value.as_array());
            let several = several.into_iter().flatten().filter_map(|it| it.as_str());
            one.into_iter().chain(several).map(str::to_owned).collect()
        };
        let limit = |rule: &toml::Value| {
            assert!(rule.get("since").is_none());
            let when = rule.get("when").and_then(toml::Value::as_table);
            assert!(when.is_none_or(|when| when.keys().eq(["kind"])));
            let within = rule["within"].as_str().expect("a length");
            let digits = within.trim_end_matches(char::is_alphabetic);
            Limit {
                name: rule["name"].as_str().expect("a name").to_owned(),
                start: texts(rule.get("start"))
                    .first()
                    .map_or("received", String::as_str)
                    .to_owned(),
                stops: texts(rule.get("stop")),
                length: digits.parse().expect("a number"),
                unit: within[digits.len()..].to_owned(),
                kinds: texts(when.map(|when| &when["kind"])),
            }
        };
        let deadlines = policy["deadline"].as_array().expect("deadlines");
        let kinds = policy.get("figures").and_then(|table| table.get("kinds"));
        Self {
            limits: deadlines.iter().map(limit).collect(),
            kinds: texts(kinds),
        }
    }

    fn count(&self, case: &Case) -> bool {
        let kind = case.kind.as_ref();
        let counts = self.kinds.is_empty() || kind.is_none_or(|kind| self.kinds.contains(kind));
        counts && !case.last().mistaken
    }
}

impl Limit {
    fn due(&self, start: Time) -> Time {
        match self.unit.as_str() {
            "h" => start + Duration::hours(self.length),
            "d" => midnight(start.date_naive() + Duration::days(self.length + 1)),
            "bd" => business_days(start, self.length.try_into().expect("few")),
            other => panic!("no story has {other}"),
        }
    }

    fn lateness(&self, due: Time, until: Time) -> i64 {
        match self.unit.as_str() {
            "bd" => working(due, until),
            _ => elapsed(due, until),
        }
    }
}

/// Every figure, in the order of the report.
pub fn recompute(all: &[Case], rules: &Rules, is_in: impl Fn(Time) -> bool) -> Vec<Expected> {
    let limits = &rules.limits;
    let counted: Vec<&Case> = all.iter().filter(|case| rules.count(case)).collect();
    let received = counted.iter().filter(|case| is_in(case.received));
    let received: Vec<&Case> = received.copied().collect();
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
            count(&|case| case.solved_in_time(limits) == Some(Timely::Yes)),
            count(&|case| case.solved_in_time(limits) == Some(Timely::MayBe)),
            count(&|case| matches!(case.solved_in_time(limits), Some(Timely::Yes | Timely::No))),
        ),
    ];
    let clocks: Vec<Clock> = received
        .iter()
        .flat_map(|case| case.clocks(limits))
        .collect();
    figures.extend(by_stage(
        "stage-timeliness",
        limits,
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
        limits,
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
            && case.solved_in_time(limits) != Some(Timely::No)
    };
    figures.push(share(
        "first-contact-completion",
        count(&first_contact),
        population,
    ));
    let assignments = received.iter().map(|case| case.assignments).sum();
    figures.push(share("dispatch-accuracy", assignments, assignments));
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
        |wanted: Timely| count(&|case: &Case| case.closed_as_promised(limits) == Some(wanted));
    let (yes, no) = (promised(Timely::Yes), promised(Timely::No));
    let may_be = promised(Timely::MayBe);
    figures.push(rate("closed-as-promised", yes, may_be, yes + no));
    figures
}

fn by_stage(
    name: &str,
    limits: &[Limit],
    all: &[Clock],
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
    let total = figure(name.to_owned(), &all.iter().collect::<Vec<_>>(), |clock| {
        clock.elapsed
    });
    let mut figures = vec![total];
    for Limit { name: stage, .. } in limits {
        let clocks: Vec<&Clock> = all.iter().filter(|clock| clock.name == *stage).collect();
        figures.push(figure(format!("{name}:{stage}"), &clocks, |clock| {
            clock.late
        }));
    }
    figures
}

fn handling(all: &[&Case], is_in: &impl Fn(Time) -> bool) -> Vec<Expected> {
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
