//! Follows the hints of refusals: what is advised has to be accepted, or refused with a further
//! hint, a few steps long.

use std::path::Path;

use chrono::{Days, NaiveDate};

use super::Place;

/// The longest chain of hints.
const LONGEST: usize = 4;

/// A file to attach.
const FILE: &str = "hint.jpg";

/// Values for what a hint leaves open.
const OPEN: [(&str, &str); 12] = [
    ("TEXT", "'as agreed'"),
    ("DRAFT", "'as agreed'"),
    ("REASON", "'as agreed'"),
    ("FILE", FILE),
    ("STAFF", "li.wei"),
    ("AMOUNT", "100"),
    ("REMEDY", "refund"),
    ("OUTCOME", "upheld"),
    ("KIND", "photo"),
    ("VALUE", "x"),
    ("PARTY", "maker"),
    ("N", "2"),
];

/// What following the hints of refusals has shown.
#[derive(Debug, Default)]
pub struct Followed {
    /// Hints without a command: how to put a value, a file or a clock right, or whom to ask.
    pub advice: usize,
    /// Commands that were accepted, by the length of their chain from 1 on.
    pub accepted: [usize; LONGEST],
    /// Chains that did not end well, each with its outputs.
    pub failed: Vec<String>,
}

impl Followed {
    /// Without the failures that are known: document and beginning of the hint.
    pub fn except(mut self, known: &[(&str, &str)]) -> Self {
        let is_known = |story: &String| {
            known.iter().any(|(document, hint)| {
                let at = story.lines().next().is_some_and(|at| at.contains(document));
                at && story.contains(&format!("\nhint: {hint}"))
            })
        };
        self.failed.retain(|story| !is_known(story));
        self
    }

    /// Both together.
    pub fn and(mut self, other: Self) -> Self {
        self.advice += other.advice;
        for (sum, more) in self.accepted.iter_mut().zip(other.accepted) {
            *sum += more;
        }
        self.failed.extend(other.failed);
        self
    }
}

/// A command, who runs it, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Attempt {
    command: String,
    who: Option<String>,
    clock: String,
}

/// Follows every hint in the output of a refused command.
pub(super) fn follow(place: &Place, refused: &str, output: &str) -> Followed {
    let refused = Attempt::of(refused, &place.clock);
    let mut followed = Followed::default();
    for (hint, path) in hints(output) {
        match refused.advised(hint, path) {
            None => followed.advice += 1,
            Some(first) => match chain(place, &refused, first) {
                Ok(length) => followed.accepted[length - 1] += 1,
                Err(story) => {
                    let story = format!("$ {}\nhint: {hint}\n{story}", refused.command);
                    followed.failed.push(story);
                }
            },
        }
    }
    followed
}

/// The length of the chain of hints in a copy of the place, or what was printed in it. What a check
/// found is on record there.
fn chain(place: &Place, refused: &Attempt, first: Attempt) -> Result<usize, String> {
    let mut place = place.copy();
    if refused.is_check() && !first.command.starts_with(PUT_BACK) {
        place.run("git add -A && git commit -qm 'On record' --no-verify");
    }
    let (mut next, mut story) = (first, String::new());
    for length in 1..=LONGEST {
        place.clock.clone_from(&next.clock);
        let shell = next.shell();
        let (code, output) = place.run(&shell);
        if code == 0 {
            return Ok(length);
        }
        story += &format!("$ {shell}\n? {code}\n{output}");
        let further = hints(&output).find_map(|(hint, path)| next.advised(hint, path));
        next = further.ok_or_else(|| story.clone())?;
    }
    Err(story)
}

/// The hints of an output, each with the file that its finding is about.
fn hints(output: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut path = None;
    output.lines().filter_map(move |line| {
        let line = line.trim_start();
        if let Some(place) = line.strip_prefix("--> ") {
            path = path.or(place.split(':').next());
        } else if let Some(hint) = line.strip_prefix("hint: ") {
            return Some((hint, path.take()));
        }
        None
    })
}

/// Undoes what was changed by hand.
const PUT_BACK: &str = "git checkout -q -- cases; ";

impl Attempt {
    /// A command of a document, with the person and the clock that it sets.
    fn of(command: &str, clock: &str) -> Self {
        let value = |name: &str| {
            let (_, rest) = command.rsplit_once(name)?;
            Some(rest.split(char::is_whitespace).next()?.to_owned())
        };
        Self {
            command: command.to_owned(),
            who: value("--as ").or_else(|| value("COMPLAINT_USER=")),
            clock: value("COMPLAINT_NOW=").unwrap_or_else(|| clock.to_owned()),
        }
    }

    fn is_check(&self) -> bool {
        ["complaint check", "complaint audit"]
            .iter()
            .any(|reader| self.command.contains(reader))
    }

    /// What a hint advises to do instead; `None` if it names no command.
    fn advised(&self, hint: &str, path: Option<&str>) -> Option<Self> {
        let asked = hint.strip_prefix("ask ").and_then(first_person);
        let command = if let Some(command) = command_in(hint) {
            let begins = ["put back ", "remove '"]
                .iter()
                .any(|it| hint.starts_with(it));
            let first = if begins { PUT_BACK } else { "" };
            format!("{first}{}", self.filled(command, path))
        } else if let Some((flag, value)) = flag_in(hint) {
            format!("{} {flag} {value}", self.command)
        } else {
            // The same command, by whom it names.
            asked.as_ref().filter(|_| !self.is_check())?;
            without_person(&self.command)
        };
        Some(Self {
            command,
            who: asked.or_else(|| self.who.clone()),
            clock: self.clock.clone(),
        })
    }

    /// The command with a value for each place that it leaves open, and the first of each choice.
    fn filled(&self, command: &str, path: Option<&str>) -> String {
        let is_of_case = !command.contains("resolve-conflict");
        let fill = |value: &str| match (value, path) {
            ("TIME", _) => self.in_days(3),
            ("FILE", Some(path)) if !is_of_case => path.to_owned(),
            _ => OPEN.iter().find(|(open, _)| *open == value).map_or_else(
                || first_choice(value).to_owned(),
                |(_, value)| (*value).to_owned(),
            ),
        };
        let word = |word: &str| match word.split_once('=') {
            Some((name, value)) => format!("{name}={}", fill(value)),
            None => fill(word),
        };
        let words: Vec<String> = command.split(' ').map(word).collect();
        words.join(" ")
    }

    fn in_days(&self, days: u64) -> String {
        let today: NaiveDate = self.clock[..10].parse().unwrap();
        (today + Days::new(days)).to_string()
    }

    /// As a line of shell.
    fn shell(&self) -> String {
        match &self.who {
            Some(who) => format!(
                "export COMPLAINT_USER={who} GIT_AUTHOR_EMAIL={who}@example.com \
                 GIT_COMMITTER_EMAIL={who}@example.com; {}",
                self.command
            ),
            None => self.command.clone(),
        }
    }
}

/// The first person in `chen.jing or zhang.min to run: …`; `None` if it names a role.
fn first_person(people: &str) -> Option<String> {
    let name = people.split([' ', ',', ';']).next()?;
    let is_role = ["a", "an", "the", "one", "somebody"].contains(&name);
    (!is_role && !name.is_empty()).then(|| name.to_owned())
}

/// The first `complaint VERB …` of a hint, without the words around it. A verb alone in backticks is
/// only mentioned.
fn command_in(hint: &str) -> Option<&str> {
    let is_start = |at: &usize| {
        let before = &hint[..*at];
        before.is_empty() || before.ends_with([' ', '`'])
    };
    let mut starts = hint.match_indices("complaint ").map(|(at, _)| at);
    let start = starts.find(is_start)?;
    let is_quoted = hint[..start].ends_with('`');
    let command = &hint[start..];
    let ends: &[&str] = if is_quoted {
        &["`"]
    } else {
        &[", ", "; ", " shows", " lists", " removes", " (", " brings"]
    };
    let end = ends.iter().filter_map(|end| command.find(end)).min();
    let command = &command[..end.unwrap_or(command.len())];
    (!is_quoted || command.split(' ').count() > 2).then_some(command)
}

/// The flag and its first value in `name the lead with --lead: li.wei` or `--action: (B4KT) …`.
fn flag_in(hint: &str) -> Option<(&str, &str)> {
    let (_, rest) = hint.split_once("with --")?;
    let (flag, values) = rest.split_once(": ")?;
    let value = values.split([' ', ',']).next()?.trim_matches(['(', ')']);
    let start = hint.len() - rest.len() - "--".len();
    flag.bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        .then(|| (&hint[start..start + "--".len() + flag.len()], value))
}

/// `solved` of `solved|explained`, `1` of `1..5`.
fn first_choice(word: &str) -> &str {
    let first = word.split('|').next().unwrap_or(word);
    match first.split_once("..") {
        Some((low, _)) if low.parse::<u8>().is_ok() => low,
        Some(_) | None => first,
    }
}

/// The command without its `--as`, which goes before the environment.
fn without_person(command: &str) -> String {
    let mut words: Vec<&str> = command.split(' ').collect();
    while let Some(at) = words.iter().position(|word| *word == "--as") {
        words.drain(at..(at + 2).min(words.len()));
    }
    words.join(" ")
}

impl Place {
    /// A copy of everything, with a file to attach.
    fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let copied = std::process::Command::new("cp")
            .args(["-a", "--"])
            .arg(self.folder.path().join("."))
            .arg(folder.path())
            .status()
            .unwrap();
        assert!(copied.success());
        let within = self.work.strip_prefix(self.folder.path());
        let work = folder.path().join(within.unwrap_or(Path::new("work")));
        std::fs::write(work.join(FILE), "a photo").unwrap();
        Self {
            folder,
            work,
            clock: self.clock.clone(),
            zone: self.zone.clone(),
            goes_back: self.goes_back,
        }
    }
}
