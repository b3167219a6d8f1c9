use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::case::Verb;
use crate::domain::case::{Case, Facts};
use crate::domain::import::{FileForm, Import, Intake, KnownRow, Ledger, Mapping, take_in};
use crate::domain::names::CaseId;
use crate::domain::policy;
use crate::domain::time::parse_rfc3339;

const HEADER: &str = "Branch,No,Date,Name,Text,Answered,What\n";

/// A repository into which ledgers are imported, one after the other.
struct Desk {
    mapping: Mapping,
    known: Vec<KnownRow>,
}

impl Desk {
    /// A desk whose mapping has these keys under `[rows]`.
    fn new(rows: &str) -> Self {
        let mapping = format!(
            "format = 1\nsource = \"l\"\n[rows]\n{rows}\n\
             [facts]\nreceived = \"Date\"\nchannel = {{ text = \"phone\" }}\n\
             category = {{ text = \"other\" }}\n\
             name = {{ column = \"Name\", default = \"anonymous\" }}\n\
             summary = {{ column = \"Text\", default = \"none\" }}\n\
             [events.respond]\nat = \"Answered\"\nresult = {{ text = \"solved\" }}\n\
             [events.acknowledge]\nwhen = {{ What = [\"letter\"] }}\n\
             [events.note]\nwhen = {{ What = [\"call\"] }}\ntext = \"Text\"\n"
        );
        Self {
            mapping: Mapping::parse(&mapping).unwrap_or_else(|findings| panic!("{findings:#?}")),
            known: Vec::new(),
        }
    }

    /// Cases that earlier versions imported: source, date of receipt, name and summary.
    fn with(mut self, old: &[(&str, &str, &str, &str)]) -> Self {
        let at = |date: &str| parse_rfc3339(&format!("{date}T00:00:00+08:00")).expect("an instant");
        for (source, date, name, summary) in old {
            let mut facts = Facts::blank(CaseId::new(NaiveDate::MIN, 0), at(date));
            (facts.name, facts.summary) = ((*name).to_owned(), (*summary).to_owned());
            self.known.push(KnownRow {
                source: (*source).to_owned(),
                case: Some(Arc::new(Case {
                    facts,
                    entries: Vec::new(),
                })),
            });
        }
        self
    }

    fn import(&mut self, rows: &[&str]) -> Intake {
        let (policy, findings) = policy::parse(policy::preset("standard").expect("the preset"));
        let policy = policy.unwrap_or_else(|| panic!("{findings:?}"));
        let text = format!("{HEADER}{}\n", rows.join("\n"));
        let ledger = Ledger::read(&text, &FileForm::default()).expect("rows");
        let by = "li.wei".parse().expect("a staff id");
        let import = Import {
            name: "l",
            by: &by,
            now: parse_rfc3339("2026-11-21T09:00:00+08:00").expect("an instant"),
            known: &self.known,
        };
        let id = |date: NaiveDate| CaseId::new(date, 0);
        let intake = take_in(&self.mapping, &ledger, &policy, &import, id)
            .unwrap_or_else(|error| panic!("{error:#?}"));
        for draft in &intake.drafts {
            let case = Arc::new(draft.case.clone());
            self.known.extend(KnownRow::all_of(&case));
        }
        intake
    }

    /// The names of the complainants that an import adds.
    fn adds(&mut self, rows: &[&str]) -> Vec<String> {
        let drafts = self.import(rows).drafts;
        drafts
            .into_iter()
            .map(|draft| draft.case.facts.name)
            .collect()
    }
}

const ANN: &str = ",B,2026-03-01,Ann,broken,,";
const BO: &str = ",B,2026-03-02,Bo,late,,";
const CY: &str = ",B,2026-04-01,Cy,wrong,,";
const DEE: &str = ",B,2026-04-02,Dee,wet,,";

#[test]
fn rows_of_one_key_are_found_again_by_their_content_in_any_order() {
    let exports: [&[&str]; 3] = [&[BO, ANN], &[CY, BO, ANN, ANN], &[DEE, CY]];
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let mut desk = Desk::new("key = \"No\"\nrepeats = \"take\"");
        let mut added: Vec<String> = order
            .iter()
            .flat_map(|nth| desk.adds(exports[*nth]))
            .collect();
        added.sort();
        assert_eq!(added, ["Ann", "Ann", "Bo", "Cy", "Dee"], "{order:?}");
        for export in exports {
            assert_eq!(desk.adds(export), [""; 0], "{order:?}");
        }
        let mut sources: Vec<_> = desk.known.iter().map(|row| &row.source).collect();
        sources.dedup();
        let count = sources.len();
        sources.sort();
        sources.dedup();
        assert_eq!((count, sources.len()), (5, 5));
    }
}

#[test]
fn a_row_that_has_progressed_is_not_imported_again() {
    let mut desk = Desk::new("key = \"No\"\nrepeats = \"take\"");
    desk.import(&[BO, ANN]);
    let answered = ",B,2026-03-02,Bo,late,2026-03-09,";
    assert_eq!(desk.adds(&[CY, answered, ANN]), ["Cy"]);
    assert_eq!(desk.adds(&[answered, CY, ANN]), [""; 0]);
}

#[test]
fn cases_of_earlier_versions_keep_their_rows() {
    let old = [
        ("l#B", "2026-03-02", "Bo", "late"),
        ("l#B~2", "2026-03-01", "Ann", "broken"),
        ("l#B~3", "2026-03-01", "Ann", "broken"),
    ];
    let mut desk = Desk::new("key = \"No\"\nrepeats = \"take\"").with(&old);
    assert_eq!(desk.adds(&[CY, ANN, BO, ANN]), ["Cy"]);

    let old = [
        ("l#NY-1-2", "2026-03-01", "Ann", "broken"),
        ("l#A", "2026-03-02", "Bo", "late"),
        ("l#X-9-1", "2026-03-02", "Eve", "as it was once"),
    ];
    let mut desk = Desk::new("key = [\"Branch\", \"No\"]").with(&old);
    let rows = [
        "NY,1-2,2026-03-05,Cy,wrong,,",
        "NY-1,2,2026-03-01,Ann,broken,,",
        "A,,2026-03-02,Bo,late,,",
        "X-9,1,2026-03-02,Eve,as it is now,,",
    ];
    assert_eq!(desk.adds(&rows), ["Cy"]);
    assert_eq!(desk.adds(&rows), [""; 0]);

    let old = [("l#\u{feff}2", "2026-03-02", "Bo", "late")];
    let mut desk = Desk::new("key = \"No\"").with(&old);
    assert_eq!(desk.adds(&[",2,2026-03-02,Bo,late,,"]), [""; 0]);
}

#[test]
fn a_key_that_looks_like_a_second_row_is_a_key_of_its_own() {
    let rows = [
        ",17,2026-03-01,Ann,broken,,",
        ",17,2026-03-02,Bo,late,,",
        ",17~2,2026-03-03,Cy,wrong,,",
    ];
    let mut desk = Desk::new("key = \"No\"\nrepeats = \"take\"");
    assert_eq!(desk.adds(&rows), ["Ann", "Bo", "Cy"]);
    assert_eq!(desk.adds(&rows), [""; 0]);

    let old = [
        ("l#17", "2026-03-01", "Ann", "broken"),
        ("l#17~2", "2026-03-02", "Bo", "late"),
    ];
    let mut desk = Desk::new("key = \"No\"\nrepeats = \"take\"").with(&old);
    assert_eq!(desk.adds(&rows), ["Cy"]);
}

#[test]
fn a_row_that_differs_in_a_column_of_the_key_is_no_repeat() {
    let mut desk = Desk::new("key = [\"Branch\", \"No\"]");
    let rows = [
        "NY-1,2,2026-03-01,Ann,broken,,",
        "NY,1-2,2026-03-02,Bo,late,,",
        "NY,,2026-03-03,Cy,wrong,,",
        ",NY,2026-03-04,Dee,wet,,",
        "N\\Y,1,2026-03-04,Eve,wet,,",
    ];
    assert_eq!(desk.adds(&rows), ["Ann", "Bo", "Cy", "Dee", "Eve"]);
    let again = desk.import(&rows);
    assert_eq!(
        (again.drafts.len(), again.known, again.duplicates.len()),
        (0, 5, 0)
    );
}

#[test]
fn rows_without_a_number_are_told_apart_by_their_content() {
    let mut desk = Desk::new("key = []\nrepeats = \"take\"");
    assert_eq!(desk.adds(&[ANN, BO, ANN]), ["Ann", "Bo", "Ann"]);
    assert_eq!(desk.adds(&[CY, BO, ANN, ANN]), ["Cy"]);
    let problem = Mapping::parse("format = 1\n[rows]\nkey = []\n[facts]\n").expect_err("no key");
    assert_eq!(
        problem[0].message.in_english(),
        "without a key, rows can be told apart by their content alone"
    );
}

#[test]
fn rows_of_one_key_can_be_the_events_of_one_case() {
    let rows = [
        ",1,2026-03-04,,said it is wet,,call",
        ",1,2026-03-01,Ann,broken,,",
        ",2,2026-03-05,Bo,late,,letter",
        ",1,2026-03-02,Ann,,2026-03-09,letter",
    ];
    let mut desk = Desk::new("key = \"No\"\nrepeats = \"join\"");
    let intake = desk.import(&rows);
    assert_eq!((intake.drafts.len(), intake.imported_rows()), (2, 4));
    let case = &intake.drafts[0].case;
    assert_eq!(
        (case.facts.name.as_str(), case.facts.summary.as_str()),
        ("Ann", "broken")
    );
    assert_eq!(case.facts.source.as_deref(), Some("l#1"));
    let verbs: Vec<_> = case
        .entries
        .iter()
        .map(|entry| entry.event.verb())
        .collect();
    let expected = [Verb::Register, Verb::Acknowledge, Verb::Note, Verb::Respond];
    assert_eq!(verbs, expected.map(Some));
    assert!(case.entries.is_sorted_by_key(|entry| entry.at));

    let again = desk.import(&rows);
    assert_eq!(
        (again.drafts.len(), again.known, again.refused.len()),
        (0, 4, 0)
    );

    let late = desk.import(&[&rows[..], &[",1,2026-04-01,,called again,,call", rows[1]]].concat());
    assert_eq!(
        (late.drafts.len(), late.known, late.duplicates.len()),
        (0, 4, 1)
    );
    let added = &late.additions[0];
    assert_eq!(
        (late.additions.len(), &added.lines, added.line),
        (1, &vec![6], 6)
    );
    assert_eq!(added.entries[0].event.verb(), Some(Verb::Note));
}

/// What the rows of a second export add to the case of the first: the verbs, and what is refused.
fn later(first: &[&str], second: &[&str]) -> (Vec<String>, Vec<(usize, String)>) {
    let mut desk = Desk::new("key = \"No\"\nrepeats = \"join\"");
    assert_eq!(desk.import(first).refused, []);
    let intake = desk.import(second);
    let entries = intake.additions.iter().flat_map(|it| &it.entries);
    let verbs = entries.map(|entry| entry.event.name().to_owned());
    let refused = intake.refused.iter();
    let refused = refused.map(|row| (row.line, row.reason.in_english()));
    (verbs.collect(), refused.collect())
}

#[test]
fn later_rows_add_their_events_each_on_its_own() {
    const FIRST: &str = ",1,2026-03-01,Ann,broken,,";
    const LETTER: &str = ",1,2026-03-04,,,,letter";
    for (first, second, verbs) in [
        // a ledger that goes on, and one that has the new rows alone
        (&[FIRST][..], &[FIRST, LETTER][..], &["acknowledge"][..]),
        (&[FIRST], &[LETTER], &["acknowledge"]),
        // several rows in their order
        (
            &[FIRST],
            &[",1,2026-03-05,,x,,call", LETTER, ",1,2026-03-06,,y,,call"],
            &["acknowledge", "note", "note"],
        ),
        // the same event on another row, and a row that brings none
        (
            &[FIRST, LETTER],
            &[FIRST, LETTER, ",1,2026-03-04,Ann,,,letter"],
            &[],
        ),
        (&[FIRST], &[FIRST, ",1,2026-03-04,Ann,,,visit"], &[]),
    ] {
        assert_eq!(
            later(first, second),
            (verbs.iter().map(ToString::to_string).collect(), vec![])
        );
    }
    let (verbs, refused) = later(
        &[FIRST, LETTER],
        &[
            FIRST,
            ",1,2026-03-04,,changed,,letter",
            ",1,2026-02-04,,early,,call",
            ",1,soon,,,,call",
            ",1,2026-03-09,,y,,call",
        ],
    );
    assert_eq!(verbs, ["note"]);
    let lines: Vec<usize> = refused.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [4, 5], "{refused:?}");
}

#[test]
fn a_case_of_several_rows_comes_in_whole_or_not_at_all() {
    let mut desk = Desk::new("key = \"No\"\nrepeats = \"join\"");
    let intake = desk.import(&[
        ",1,2026-03-01,Ann,broken,,",
        ",2,2026-03-05,Bo,late,,letter",
        ",1,soon,Ann,,,letter",
    ]);
    let refused: Vec<_> = intake
        .refused
        .iter()
        .map(|row| (row.line, row.reason.in_english()))
        .collect();
    assert_eq!(intake.drafts.len(), 1);
    assert_eq!(
        refused[0],
        (2, "line 4, of the same case, cannot be imported".to_owned())
    );
    assert_eq!(refused[1].0, 4);
}
