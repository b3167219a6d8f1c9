//! One person's repository by the machine's own clock: what was acknowledged in it, and what is there.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use complaint::domain::case::event::Note;
use complaint::domain::case::{Event, document};

use super::repository::{REAL, Repository};

/// A repository with one person on its staff, whose git it is.
pub struct Office(pub Repository);

impl Office {
    /// A fresh one.
    pub fn new() -> Self {
        Self(Repository::begun(
            "ann",
            REAL,
            "\n[staff.ann]\nemail = \"ann@example.com\"\nrole = \"director\"\n",
        ))
    }

    /// A program that is yet to run.
    pub fn command(&self, program: &str) -> Command {
        self.0.command("ann", REAL, program)
    }

    /// Runs this program.
    pub fn complaint(&self, arguments: &[&str]) -> Output {
        self.0.run("ann", REAL, arguments)
    }

    /// Runs this program, which has to succeed; gives its results.
    pub fn ok(&self, arguments: &[&str]) -> String {
        self.0.ok("ann", REAL, arguments)
    }

    /// Runs git, which has to succeed; gives its results.
    pub fn git(&self, arguments: &[&str]) -> String {
        self.0.git("ann", REAL, arguments)
    }

    /// Records a case; its id.
    pub fn new_case(&self) -> String {
        self.0.new_case("ann", REAL)
    }

    /// The texts of all notes: of the files as they are, or as HEAD has them.
    pub fn notes(&self, read: impl Fn(&str) -> Vec<u8>) -> BTreeSet<String> {
        let listed = self.git(&["ls-files", "cases"]);
        let mut notes = BTreeSet::new();
        for file in listed.lines().filter(|file| file.ends_with(".yaml")) {
            let bytes = read(file);
            let case = document::parse(&bytes)
                .case
                .unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&bytes)));
            notes.extend(
                case.entries
                    .into_iter()
                    .filter_map(|entry| match entry.event {
                        Event::Note(Note { text, .. }) => text,
                        _ => None,
                    }),
            );
        }
        notes
    }

    /// Everything acknowledged is there, in file and commit, and nothing else is wrong.
    pub fn holds(&self, acknowledged: &BTreeSet<String>) {
        let in_files = self.notes(|file| fs::read(self.0.root().join(file)).expect("a case file"));
        let in_head = self.notes(|file| self.git(&["show", &format!("HEAD:{file}")]).into_bytes());
        let lost: Vec<_> = acknowledged
            .iter()
            .filter(|text| !in_files.contains(*text))
            .collect();
        assert!(lost.is_empty(), "not in the files: {lost:?}");
        let lost: Vec<_> = acknowledged
            .iter()
            .filter(|text| !in_head.contains(*text))
            .collect();
        assert!(lost.is_empty(), "not in HEAD: {lost:?}");
        assert_eq!(self.git(&["status", "--porcelain", "cases"]), "");
        assert_eq!(self.ok(&["check"]), "");
        self.ok(&["audit"]);
    }
}
