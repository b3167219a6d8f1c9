//! One person's repository, on the machine's own clock.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use complaint::domain::case::event::Note;
use complaint::domain::case::{Event, document};

use super::repository::{REAL, Repository};

/// A repository with one staff member.
pub struct Office(pub Repository);

impl Office {
    /// A new repository.
    pub fn new() -> Self {
        Self(Repository::begun(
            "ann",
            REAL,
            "\n[staff.ann]\nemail = \"ann@example.com\"\nrole = \"director\"\n",
        ))
    }

    /// A command for any program.
    pub fn command(&self, program: &str) -> Command {
        self.0.command("ann", REAL, program)
    }

    /// Runs `complaint`.
    pub fn complaint(&self, arguments: &[&str]) -> Output {
        self.0.run("ann", REAL, arguments)
    }

    /// Runs `complaint`, expects success, and returns stdout.
    pub fn ok(&self, arguments: &[&str]) -> String {
        self.0.ok("ann", REAL, arguments)
    }

    /// Runs git, expects success, and returns stdout.
    pub fn git(&self, arguments: &[&str]) -> String {
        self.0.git("ann", REAL, arguments)
    }

    /// Records a case and returns its id.
    pub fn new_case(&self) -> String {
        self.0.new_case("ann", REAL)
    }

    /// The texts of all notes, with `read` returning a file's content in the working tree or in
    /// HEAD.
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

    /// Asserts that every acknowledged note is in its file and in HEAD, and that all checks are
    /// clean.
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
