//! An honest case, recorded by a team up to its answer, that the tests then forge.

use std::fs;
use std::ops::Deref;
use std::path::Path;

use super::kept::Recorded;
use super::repository::{Repository, event};

/// A repository with one case.
pub struct Team {
    repository: Repository,
    /// The id of the case.
    pub id: String,
}

impl Deref for Team {
    type Target = Repository;

    fn deref(&self) -> &Repository {
        &self.repository
    }
}

/// A forgery: its name, the code of the expected finding, and the function that commits it.
pub type Forgery = (&'static str, &'static str, fn(&Team));

impl Team {
    /// An honest case from `new` to the answer, with evidence and the supervisor's approval.
    pub fn honest() -> Self {
        static FIRST: Recorded = Recorded::new();
        FIRST.team(Self::recorded)
    }

    /// A team in a home filled by `fill`, with the case `id`.
    pub fn in_home(fill: impl FnOnce(&Path), id: &str) -> Self {
        Self {
            repository: Repository::in_home(fill),
            id: id.to_owned(),
        }
    }

    fn recorded() -> Self {
        let team = Repository::new();
        let id = team.new_case("ann", "2026-11-02T09:00");
        team.ok("ann", "2026-11-02T09:10", &["assign", &id, "bob"]);
        team.write("photo.txt", "a photo");
        team.ok("bob", "2026-11-02T10:00", &["attach", &id, "photo.txt"]);
        fs::remove_file(team.root().join("photo.txt")).expect("it is there");
        team.ok(
            "bob",
            "2026-11-02T10:30",
            &["propose", &id, "--remedy", "refund", "--amount", "800"],
        );
        team.ok("sue", "2026-11-02T11:00", &["approve", &id]);
        team.ok(
            "bob",
            "2026-11-02T11:30",
            &["respond", &id, "--text", "800 come back"],
        );
        Self {
            repository: team,
            id,
        }
    }

    /// The path of the case's file, relative to the repository.
    pub fn file(&self) -> String {
        self.case_file(&self.id)
    }

    /// The path of the case's evidence.
    pub fn evidence(&self) -> String {
        self.git("ann", "2026-11-02T12:00", &["ls-files", "evidence"])
    }

    /// The handle of the latest proposal.
    pub fn handle(&self) -> String {
        let text = self.read(&self.file());
        let line = text
            .lines()
            .rfind(|line| line.starts_with("  proposal: "))
            .expect("a proposal");
        line.trim_start_matches("  proposal: ").to_owned()
    }

    /// Edits the case's file by hand and commits it.
    pub fn tamper(&self, who: &str, now: &str, change: impl Fn(&str) -> String) {
        let (file, before) = (self.file(), self.read(&self.file()));
        let after = change(&before);
        assert_ne!(before, after, "the change changes something");
        self.write(&file, &after);
        self.commit(who, now, "Tamper");
    }

    /// Adds an event by hand, dated when it is committed; `rest` holds its other lines.
    pub fn add(&self, who: &str, now: &str, rest: &str) {
        self.slip_in(who, now, &event(now, who, rest));
    }

    /// Adds the text of an event by hand, whatever its `by` says.
    pub fn slip_in(&self, who: &str, now: &str, event: &str) {
        self.tamper(who, now, |text| format!("{text}{event}"));
    }

    /// Edits the policy by hand and commits it.
    pub fn change_policy(&self, who: &str, now: &str, from: &str, to: &str) {
        let policy = self.read("policy.toml");
        assert!(policy.contains(from), "the change changes something");
        self.write("policy.toml", &policy.replace(from, to));
        self.commit(who, now, "Change the policy");
    }

    /// Records an event on `main` and another on `side`.
    pub fn diverge(&self) {
        self.git("ann", "2026-11-02T12:00", &["checkout", "-qb", "side"]);
        self.ok(
            "ann",
            "2026-11-02T12:10",
            &["note", &self.id, "--text", "from the side"],
        );
        self.git("ann", "2026-11-02T12:20", &["checkout", "-q", "main"]);
        self.ok(
            "bob",
            "2026-11-02T12:30",
            &["note", &self.id, "--text", "from here"],
        );
    }
}

/// The lines of the event that contains `mark`.
pub fn block_with(text: &str, mark: &str) -> String {
    let at = text.find(mark).expect("the mark");
    let start = text[..at].rfind("\n- at:").expect("an event") + 1;
    let end = text[at..]
        .find("\n- at:")
        .map_or(text.len(), |end| at + end + 1);
    text[start..end].to_owned()
}

/// Asserts that an audit finds each forgery, with its code; `begin` makes the team to forge.
pub fn assert_found(forgeries: &[Forgery], begin: fn() -> Team) {
    let found = |&(name, code, forge): &Forgery| {
        let team = begin();
        forge(&team);
        let found = team.audited(&[]);
        (!found.iter().any(|found| found == code)).then(|| format!("{name}: {code}, not {found:?}"))
    };
    let failures: Vec<String> = forgeries.iter().filter_map(found).collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

/// Asserts that a server with the honest history refuses each forgery.
pub fn assert_refused(forgeries: &[Forgery], begin: fn() -> Team) {
    let taken = |&(name, code, forge): &Forgery| {
        let team = begin();
        team.with_server();
        forge(&team);
        match team.push(&["origin", "main"]) {
            Ok(()) => Some(format!("{name}: taken")),
            Err(said) if said.contains(&format!("[{code}]")) => None,
            Err(said) => Some(format!("{name}: {code}, not {said}")),
        }
    };
    let failures: Vec<String> = forgeries.iter().filter_map(taken).collect();
    assert!(failures.is_empty(), "{failures:#?}");
}
