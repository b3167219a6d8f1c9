//! A case that a team brought honestly to its answer, to be forged in one way or another.

use std::fs;
use std::ops::Deref;
use std::path::Path;

use super::kept::Recorded;
use super::repository::{Repository, event};

/// A repository with one case in it.
pub struct Team {
    repository: Repository,
    /// The case.
    pub id: String,
}

impl Deref for Team {
    type Target = Repository;

    fn deref(&self) -> &Repository {
        &self.repository
    }
}

/// A way to get round the rules: its name, the code of what is found, and how it is done.
pub type Forgery = (&'static str, &'static str, fn(&Team));

impl Team {
    /// A case from `new` to the answer, with an approval by the supervisor and evidence, all of it honest.
    pub fn honest() -> Self {
        static FIRST: Recorded = Recorded::new();
        FIRST.team(Self::recorded)
    }

    /// One whose home `fill` makes, with the case `id`.
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

    /// The case's file, relative to the repository.
    pub fn file(&self) -> String {
        self.case_file(&self.id)
    }

    /// The file of its evidence.
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

    /// Changes the case's file by hand and commits that.
    pub fn tamper(&self, who: &str, now: &str, change: impl Fn(&str) -> String) {
        let (file, before) = (self.file(), self.read(&self.file()));
        let after = change(&before);
        assert_ne!(before, after, "the change changes something");
        self.write(&file, &after);
        self.commit(who, now, "Tamper");
    }

    /// Adds an event by hand, at the instant at which it is committed; `rest` is its further lines.
    pub fn add(&self, who: &str, now: &str, rest: &str) {
        self.slip_in(who, now, &event(now, who, rest));
    }

    /// Adds an event's text by hand, whosever it says it is.
    pub fn slip_in(&self, who: &str, now: &str, event: &str) {
        self.tamper(who, now, |text| format!("{text}{event}"));
    }

    /// Changes the policy by hand and commits that.
    pub fn change_policy(&self, who: &str, now: &str, from: &str, to: &str) {
        let policy = self.read("policy.toml");
        assert!(policy.contains(from), "the change changes something");
        self.write("policy.toml", &policy.replace(from, to));
        self.commit(who, now, "Change the policy");
    }

    /// Both `main` and `side` go on with the case.
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

/// The block of the event that holds `mark`.
pub fn block_with(text: &str, mark: &str) -> String {
    let at = text.find(mark).expect("the mark");
    let start = text[..at].rfind("\n- at:").expect("an event") + 1;
    let end = text[at..]
        .find("\n- at:")
        .map_or(text.len(), |end| at + end + 1);
    text[start..end].to_owned()
}

/// Each forgery is found by an audit, with its code; `begin` makes the team that is forged.
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

/// Each forgery is refused by a server that has the history from before it.
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
