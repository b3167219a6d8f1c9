//! A case as its file has it: facts, and rounds of events with what they give.

use serde_yaml::Value as Yaml;

use crate::report_oracle::working_days::Time;
use crate::report_oracle::world;

/// A case parsed from its file.
pub struct Case {
    pub id: String,
    pub received: Time,
    pub rounds: Vec<Round>,
    pub kind: Option<String>,
    pub reworked: bool,
    pub was_right: Option<bool>,
    /// Whether each assignment was right.
    pub assignments: Vec<bool>,
    pub now: Time,
    facts: Yaml,
    /// The category after corrections.
    category: String,
}

/// A round: from receipt or reopening to the end.
#[derive(Default)]
pub struct Round {
    pub begins: Option<Time>,
    /// All events but the reopening, in order.
    pub events: Vec<Event>,
    pub resolved: Option<Time>,
    pub score: Option<u64>,
    pub end: Option<Time>,
    pub closed: bool,
    pub invalid: bool,
    /// A duplicate or mistaken entry: left out of all figures.
    pub mistaken: bool,
    pub malicious: bool,
}

/// An event, with the triggers that it gives.
pub struct Event {
    pub at: Time,
    pub verb: String,
    pub keys: Yaml,
    gives: Vec<&'static str>,
}

impl Case {
    /// Parses a file.
    pub fn read(text: &str, now: Time) -> Self {
        let file: Yaml = serde_yaml::from_str(text).expect("YAML");
        let text = |key: &str| file[key].as_str().map(str::to_owned);
        let received = world::instant(&text("received").expect("received"));
        let mut case = Self {
            id: text("id").expect("id"),
            received,
            rounds: vec![Round::from(received)],
            kind: text("kind"),
            reworked: false,
            was_right: None,
            assignments: right_assignments(&file["events"]),
            now,
            category: text("category").expect("category"),
            facts: file.clone(),
        };
        let mut pending = false;
        for event in file["events"].as_sequence().expect("events") {
            case.take(event, &mut pending);
        }
        case
    }

    /// Applies an event; a remedy is `pending` until it is carried out.
    fn take(&mut self, keys: &Yaml, pending: &mut bool) {
        let at = world::instant(keys["at"].as_str().expect("at"));
        let verb = keys["do"].as_str().expect("do");
        let is = |key: &str| keys[key].as_bool() == Some(true);
        let mut gives = Vec::new();
        match verb {
            "amend" => keys["to"]
                .as_str()
                .expect("to")
                .clone_into(&mut self.category),
            "acknowledge" => gives.push("acknowledged"),
            "propose" => *pending = true,
            "respond" if is("interim") => gives.push("interim"),
            "respond" => {
                // Without a text it says how the answer before it was taken.
                let answers = keys["text"].is_string();
                gives.extend(["acknowledged", "respond"].into_iter().filter(|_| answers));
                let accepted = matches!(keys["result"].as_str(), Some("solved" | "explained"));
                gives.extend((accepted && !*pending).then_some("resolved"));
            }
            "resolve" => {
                *pending = false;
                gives.push("resolved");
            }
            "attach" => gives.push("evidence"),
            "inspect" => self.was_right = Some(keys["result"] == "right"),
            "reopen" => {
                self.reworked |= is("rework");
                self.rounds.push(Round::from(at));
                return;
            }
            _ => {}
        }
        let round = self.rounds.last_mut().expect("a round");
        match verb {
            "follow-up" => round.score = keys["score"].as_u64(),
            "close" | "withdraw" | "invalidate" => {
                round.end = Some(at);
                (round.closed, round.invalid) = (verb == "close", verb == "invalidate");
                let reason = keys["reason"].as_str();
                round.mistaken =
                    round.invalid && matches!(reason, Some("duplicate" | "mistaken-entry"));
                round.malicious = is("malicious");
            }
            _ => {}
        }
        round.events.push(Event {
            at,
            verb: verb.to_owned(),
            keys: keys.clone(),
            gives,
        });
        round.resolved = round.first("resolved");
    }

    pub fn last(&self) -> &Round {
        self.rounds.last().expect("a round")
    }

    /// The value that a condition compares, `none` without one.
    pub fn fact(&self, name: &str) -> &str {
        match name {
            "category" => &self.category,
            // The stories neither escalate nor appeal.
            "appeal" => "none",
            _ => self.facts[name].as_str().unwrap_or("none"),
        }
    }

    /// Whether it was found to be a duplicate or a mistaken entry.
    pub fn is_mistaken(&self) -> bool {
        self.last().mistaken
    }

    /// The last score in any round.
    pub fn score(&self) -> Option<u64> {
        self.rounds.iter().rev().find_map(|round| round.score)
    }

    /// Whether evidence was attached in an earlier round; the stories have one kind.
    pub fn has_evidence_before(&self, number: usize) -> bool {
        let earlier = &self.rounds[..number];
        earlier
            .iter()
            .any(|round| round.first("evidence").is_some())
    }

    /// When something first happened in any round.
    pub fn first(&self, trigger: &str) -> Option<Time> {
        self.rounds.iter().find_map(|round| round.first(trigger))
    }
}

impl Round {
    fn from(begins: Time) -> Self {
        Self {
            begins: Some(begins),
            ..Self::default()
        }
    }

    /// When something first happened in the round.
    pub fn first(&self, trigger: &str) -> Option<Time> {
        let gives = |event: &&Event| event.gives(trigger);
        self.events.iter().find(gives).map(|event| event.at)
    }
}

impl Event {
    /// Whether it starts or stops a clock with this trigger; `respond` is the final answer.
    pub fn gives(&self, trigger: &str) -> bool {
        let verb = self.verb != "respond" && self.verb == trigger;
        verb || self.gives.contains(&trigger)
    }
}

/// An assignment is wrong if it was sent back, or if the next thing that its assignee did was to
/// hand the case to another department.
fn right_assignments(events: &Yaml) -> Vec<bool> {
    let events = events.as_sequence().expect("events");
    let is = |event: &Yaml, verb: &str| event["do"] == verb;
    let mut right = Vec::new();
    let mut undone = vec![false; events.len()];
    for (place, event) in events.iter().enumerate() {
        if is(event, "send-back") {
            let given = |place: &usize| is(&events[*place], "assign") && !undone[*place];
            let last = (0..place).rev().find(given);
            undone[last.expect("an assignment")] = true;
        }
    }
    for (place, event) in events.iter().enumerate().filter(|(_, it)| is(it, "assign")) {
        let asides = ["note", "attach", "link", "amend", "chase"];
        let mut own = events[place + 1..].iter().filter(|other| {
            let verb = other["do"].as_str().expect("do");
            other["by"] == event["to"] && !asides.contains(&verb)
        });
        let until = events[place + 1..].iter().find(|it| is(it, "assign"));
        let handed_on = own.next().is_some_and(|next| {
            until.is_some_and(|until| std::ptr::eq(until, next))
                && next["department"] != event["department"]
        });
        right.push(!undone[place] && !handed_on);
    }
    right
}
