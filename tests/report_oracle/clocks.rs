//! The clocks of a case, run by the rules of the policy: one for each name and round, and one for
//! each stop of a clock that repeats.

use toml::{Table, Value};

use crate::report_oracle::case::{Case, Event, Round};
use crate::report_oracle::working_days::{Length, Pause, Time, elapsed, working, works};
use crate::report_oracle::world;

/// A clock that was not cancelled, with its lateness in milliseconds: on the clock of its limit,
/// and elapsed.
pub struct Clock {
    pub name: String,
    /// The index of its round.
    pub round: usize,
    /// Whether it is a limit for resolving the case.
    pub resolves: bool,
    pub late: i64,
    pub elapsed: i64,
    pub timely: Timely,
    /// `None` while a pause hides it.
    pub due: Option<Time>,
}

/// Whether something was done in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timely {
    Yes,
    No,
    /// It still may.
    MayBe,
    /// The case ended before.
    Cancelled,
}

/// A deadline of the policy, or the limit of a level.
struct Limit {
    name: String,
    starts: Vec<String>,
    stops: Vec<String>,
    within: Length,
    repeats: bool,
    pausable: bool,
    extend: Option<Extend>,
    /// Facts with the values that they may have.
    when: Vec<(String, Vec<String>)>,
    is_level: bool,
    /// Whether it runs for each co-handling department; the stories have none.
    is_per_co_handler: bool,
}

/// How often and how far a limit can be extended.
struct Extend {
    times: Option<usize>,
    ceiling: Option<Length>,
}

/// An extension that counts.
#[derive(Clone, Copy)]
struct Extended {
    until: Time,
    in_pause: bool,
}

/// What figures count by: the deadlines, and the kinds of cases that count.
pub struct Rules {
    limits: Vec<Limit>,
    parents: Vec<(String, String)>,
    kinds: Vec<String>,
}

impl Rules {
    /// Reads the tables that the stories put to the test.
    pub fn of(policy: &Table) -> Self {
        let of = |key: &str| policy.get(key).and_then(Value::as_array);
        let deadlines = of("deadline").into_iter().flatten().map(Limit::of_deadline);
        let levels = of("level").into_iter().flatten();
        let levels = levels.filter_map(Limit::of_level);
        let categories = policy["categories"].as_table().expect("categories").iter();
        let parents = categories.filter_map(|(name, table)| {
            let parent = table.get("parent")?.as_str()?;
            Some((name.clone(), parent.to_owned()))
        });
        let kinds = policy.get("figures").and_then(|table| table.get("kinds"));
        Self {
            limits: deadlines.chain(levels).collect(),
            parents: parents.collect(),
            kinds: texts(kinds),
        }
    }

    /// The names of clocks, and whether lateness is counted in time of working days.
    pub fn names(&self) -> Vec<(&str, bool)> {
        let mut names: Vec<(&str, bool)> = Vec::new();
        for limit in &self.limits {
            let is_working = limit.within.is_working();
            match names.iter_mut().find(|(name, _)| *name == limit.name) {
                Some((_, all)) => *all &= is_working,
                None => names.push((&limit.name, is_working)),
            }
        }
        names
    }

    /// Whether a case counts in figures.
    pub fn count(&self, case: &Case) -> bool {
        let kind = case.kind.as_ref();
        let counts = self.kinds.is_empty() || kind.is_none_or(|kind| self.kinds.contains(kind));
        counts && !case.last().mistaken
    }

    /// All clocks of a case.
    pub fn clocks(&self, case: &Case) -> Vec<Clock> {
        let mut clocks = Vec::new();
        for (name, is_working) in self.names() {
            for number in 0..case.rounds.len() {
                let fits =
                    |it: &&Limit| it.name == name && !it.is_per_co_handler && self.hold(it, case);
                let Some(limit) = self.limits.iter().find(fits) else {
                    continue;
                };
                limit.run(case, number, is_working, &mut clocks);
            }
        }
        clocks
    }

    fn hold(&self, limit: &Limit, case: &Case) -> bool {
        limit.when.iter().all(|(fact, values)| {
            let among = |value: &str| values.iter().any(|wanted| wanted == value);
            match fact.as_str() {
                "received_on" => among(match works(case.received.date_naive()) {
                    true => "working-day",
                    false => "day-off",
                }),
                "category" => self.lineage(case.fact("category")).into_iter().any(among),
                fact => among(case.fact(fact)),
            }
        })
    }

    fn lineage<'a>(&'a self, category: &'a str) -> Vec<&'a str> {
        let mut lineage = vec![category];
        while let Some((_, parent)) = self
            .parents
            .iter()
            .find(|(it, _)| it == lineage[lineage.len() - 1])
        {
            lineage.push(parent);
        }
        lineage
    }
}

impl Limit {
    fn of_deadline(rule: &Value) -> Self {
        assert!(rule.get("since").is_none());
        let extend = rule.get("extend").map(|extend| Extend {
            times: extend
                .get("times")
                .and_then(Value::as_integer)
                .map(|times| times as usize),
            ceiling: extend
                .get("ceiling")
                .and_then(Value::as_str)
                .map(Length::read),
        });
        let starts = texts(rule.get("start"));
        Self {
            starts: if starts.is_empty() {
                vec!["received".to_owned()]
            } else {
                starts
            },
            stops: texts(rule.get("stop")),
            is_per_co_handler: rule.get("per").is_some(),
            repeats: rule.get("repeat").and_then(Value::as_bool) == Some(true),
            pausable: rule.get("pausable").and_then(Value::as_bool) != Some(false),
            extend,
            is_level: false,
            ..Self::basis(rule)
        }
    }

    fn of_level(level: &Value) -> Option<Self> {
        level.get("within")?;
        Some(Self::basis(level))
    }

    /// What deadlines and levels have in common, with the rest as a level has it.
    fn basis(rule: &Value) -> Self {
        let when = rule.get("when").and_then(Value::as_table);
        let when = when.into_iter().flatten();
        Self {
            name: rule["name"].as_str().expect("a name").to_owned(),
            starts: vec!["received".to_owned()],
            stops: vec!["resolved".to_owned()],
            within: Length::read(rule["within"].as_str().expect("a length")),
            repeats: false,
            pausable: true,
            extend: None,
            when: when
                .map(|(fact, values)| (fact.clone(), texts(Some(values))))
                .collect(),
            is_level: true,
            is_per_co_handler: false,
        }
    }

    /// Adds the clocks of a round.
    fn run(&self, case: &Case, number: usize, is_working: bool, clocks: &mut Vec<Clock>) {
        let round = &case.rounds[number];
        let Some(first) = self.start(case, number) else {
            return;
        };
        let (mut start, mut after) = (first, 0);
        loop {
            let events = round.events.iter().enumerate().skip(after);
            let mut over = events.filter(|(_, event)| !self.repeats || event.at >= start);
            let stops = |event: &Event| self.stops.iter().any(|stop| event.gives(stop));
            let over = over.find(|(_, event)| {
                let resolved = self.repeats && event.gives("resolved");
                stops(event) || resolved || round.end == Some(event.at)
            });
            let (due, timely, until) = self.judge(case, round, start, over.map(|(_, it)| it));
            let lateness = if is_working { working } else { elapsed };
            let past = |count: fn(Time, Time) -> i64| {
                due.filter(|due| until > *due)
                    .map_or(0, |due| count(due, until))
            };
            clocks.push(Clock {
                name: self.name.clone(),
                round: number,
                resolves: !self.is_level && self.stops.iter().any(|stop| stop == "resolved"),
                late: past(lateness),
                elapsed: past(elapsed),
                timely,
                due,
            });
            let goes_on = |(_, event): &(usize, &Event)| stops(event) && !event.gives("resolved");
            match over.filter(goes_on) {
                Some((place, event)) if self.repeats => (start, after) = (event.at, place + 1),
                _ => return,
            }
        }
    }

    /// When the clock of a round starts.
    fn start(&self, case: &Case, number: usize) -> Option<Time> {
        let round = &case.rounds[number];
        let first = |start: &String| match start.as_str() {
            "received" if self.is_level => round.begins.filter(|_| case.fact("level") == self.name),
            // A case is registered once, and evidence that is there does not come again.
            "received" if number > 0 && self.stops == ["register"] => None,
            "received" if self.stops == ["evidence"] && case.has_evidence_before(number) => None,
            "received" => round.begins,
            trigger => round.first(trigger),
        };
        self.starts.iter().filter_map(first).min()
    }

    /// The due instant after everything that moves it, whether the clock was in time, and until
    /// when it ran.
    fn judge(
        &self,
        case: &Case,
        round: &Round,
        start: Time,
        over: Option<&Event>,
    ) -> (Option<Time>, Timely, Time) {
        let (mut pauses, mut extended): (Vec<Pause>, Option<Extended>) = (Vec::new(), None);
        let mut times = 0;
        for event in &round.events {
            if over.is_some_and(|over| event.at > over.at) {
                break;
            }
            let due = self.due(start, &pauses, extended);
            if event.at > start && due.is_some_and(|due| event.at > due) {
                continue;
            }
            let open = pauses.last_mut().filter(|(_, to)| to.is_none());
            match (event.verb.as_str(), open) {
                ("pause", None) if self.pausable => pauses.push((event.at, None)),
                ("resume", Some((_, to))) => *to = Some(event.at),
                ("extend", _) if event.at >= start => {
                    let Some(until) = self.extension(event, start, times, &pauses) else {
                        continue;
                    };
                    if due.is_none_or(|due| until > due) {
                        let in_pause = due.is_none();
                        extended = Some(Extended { until, in_pause });
                        times += 1;
                    }
                }
                _ => {}
            }
        }
        let until = over.map_or(case.now, |over| over.at);
        if let (Some(over), Some((_, to))) = (over, pauses.last_mut()) {
            to.get_or_insert(over.at);
        }
        let due = self.due(start, &pauses, extended);
        let is_late = due.is_some_and(|due| until > due);
        let stopped = over.is_some_and(|over| self.stops.iter().any(|stop| over.gives(stop)));
        let timely = match (is_late, over) {
            (true, _) => Timely::No,
            (false, None) => Timely::MayBe,
            (false, Some(_)) if stopped => Timely::Yes,
            (false, Some(_)) => Timely::Cancelled,
        };
        (due, timely, until)
    }

    fn due(&self, start: Time, pauses: &[Pause], extended: Option<Extended>) -> Option<Time> {
        let computed = self.within.end(start, pauses);
        match extended {
            Some(Extended { until, in_pause }) if in_pause => computed.map(|due| due.max(until)),
            Some(Extended { until, .. }) => Some(until),
            None => computed,
        }
    }

    /// The new date, if the policy allows it to this clock.
    fn extension(
        &self,
        event: &Event,
        start: Time,
        times: usize,
        pauses: &[Pause],
    ) -> Option<Time> {
        let extend = self.extend.as_ref()?;
        let until = world::instant(event.keys["until"].as_str()?);
        let ceiling = extend.ceiling.as_ref().and_then(|it| it.end(start, pauses));
        let counts = event.keys["deadline"] == self.name.as_str()
            && extend.times.is_none_or(|allowed| times < allowed)
            && ceiling.is_none_or(|ceiling| until <= ceiling);
        counts.then_some(until)
    }
}

/// One text, or several.
fn texts(value: Option<&Value>) -> Vec<String> {
    let one = value.and_then(Value::as_str);
    let several = value.and_then(Value::as_array);
    let several = several.into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(several).map(str::to_owned).collect()
}
