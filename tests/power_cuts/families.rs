//! The commands that write, each family in its own way.

use std::fs;

use super::{Family, NEW, Step, judge, step};
use crate::support::office::Office;
use crate::support::repository::Repository;
use crate::support::scaled;

/// A repository with one case.
fn begun() -> (Repository, String) {
    let office = Office::new();
    let case = office.new_case();
    (office.0, case)
}

/// The arguments of `new` for a customer.
fn new(customer: &str) -> Vec<&str> {
    let arguments = NEW
        .iter()
        .map(|it| if *it == "next" { customer } else { it });
    arguments.collect()
}

fn notes(case: &str, texts: &[&str]) -> Vec<Step> {
    let note = |text: &&str| step(&["note", case, "--text", text], Some(text));
    texts.iter().map(note).collect()
}

#[test]
fn a_note() {
    let (office, case) = begun();
    judge(
        &office,
        &Family {
            name: "note",
            steps: notes(&case, &["the one before", "the other one"]),
            case: Some(&case),
            ..Family::default()
        },
    );
}

#[test]
fn an_event_left_to_the_next_command() {
    let (office, case) = begun();
    let left = step(
        &["note", &case, "--text", "left", "--no-commit"],
        Some("left"),
    );
    judge(
        &office,
        &Family {
            name: "note --no-commit",
            steps: [left]
                .into_iter()
                .chain(notes(&case, &["the other one"]))
                .collect(),
            case: Some(&case),
            ..Family::default()
        },
    );
}

#[test]
fn a_new_case() {
    let (office, case) = begun();
    let new = |customer| step(&new(customer), Some(customer));
    judge(
        &office,
        &Family {
            name: "new",
            steps: vec![new("the one before"), new("the other one")],
            case: Some(&case),
            ..Family::default()
        },
    );
}

#[test]
fn the_first_case() {
    judge(
        &Office::new().0,
        &Family {
            name: "new, the first",
            steps: vec![step(&new("the first one"), Some("the first one"))],
            ..Family::default()
        },
    );
}

#[test]
fn evidence() {
    let (office, case) = begun();
    let attach = |name: &str| {
        let text = format!("evidence {name}");
        fs::write(office.home().join(name), &text).expect("a file");
        step(&["attach", &case, &format!("../{name}")], Some(&text))
    };
    judge(
        &office,
        &Family {
            name: "attach",
            steps: vec![attach("one.txt"), attach("two.txt")],
            case: Some(&case),
            ..Family::default()
        },
    );
}

/// The mapping of [`import`].
const MAP: &str = "format = 1\n[rows]\nkey = \"no\"\n[dates]\nformats = [\"%Y-%m-%d\"]\n[facts]\n\
                   received = \"date\"\nchannel = { text = \"phone\" }\n\
                   category = { text = \"delivery\" }\nname = { text = \"anonymous\" }\n\
                   summary = \"what\"\n";

fn import(name: &str, rows: usize) {
    let (office, case) = begun();
    let row = |row| format!("{row},2026-11-20,row number {row}.\n");
    let ledger: String = (0..rows).map(row).collect();
    let files = [
        ("ledger.csv", format!("no,date,what\n{ledger}")),
        ("map.toml", MAP.to_owned()),
    ];
    for (name, text) in files {
        fs::write(office.home().join(name), text).expect("a file");
    }
    let arguments = ["import", "../ledger.csv", "--map", "../map.toml"];
    judge(
        &office,
        &Family {
            name,
            steps: vec![step(&arguments, Some(&format!("row number {}.", rows - 1)))],
            again: &[&arguments],
            case: Some(&case),
            ..Family::default()
        },
    );
}

#[test]
fn an_import() {
    import("import", 3);
}

#[test]
fn an_import_of_many_cases() {
    if scaled(1) > 1 {
        import("import of many", 205);
    } else {
        eprintln!("skipped: many cases take long; COMPLAINT_TEST_SCALE=2 includes them");
    }
}

#[test]
fn a_repository() {
    let home = Office::new().0;
    let outer = home.beside("outer");
    fs::create_dir(outer.root()).expect("a folder");
    judge(
        &outer,
        &Family {
            name: "init",
            steps: vec![step(&["init", "made", "--hooks"], Some("[organisation]"))],
            inside: "made",
            again: &[&["init", "made", "--hooks"]],
            already: "has a policy.toml already",
            files: &[
                "made/.git/config",
                "made/.git/HEAD",
                "made/.git/hooks/pre-commit",
            ],
            proof: &["doctor"],
            ..Family::default()
        },
    );
}

#[test]
fn a_repository_in_one_that_is_there() {
    let home = Office::new().0;
    let office = home.beside("other");
    fs::create_dir(office.root()).expect("a folder");
    office.git("ann", "", &["init", "-q"]);
    fs::write(office.root().join(".gitignore"), "target").expect("a file");
    office.commit("ann", "", "Begin");
    judge(
        &office,
        &Family {
            name: "init in a repository",
            steps: vec![step(&["init", "."], Some("[organisation]"))],
            again: &[&["init", "."]],
            already: "has a policy.toml already",
            files: &[".git/config"],
            proof: &["doctor"],
            ..Family::default()
        },
    );
}

#[test]
fn a_resolved_conflict() {
    let (office, case) = begun();
    let git = |arguments: &[&str]| office.git("ann", "", arguments);
    git(&["config", "--remove-section", "merge.complaint"]);
    git(&["switch", "-qc", "theirs"]);
    let note = |text| office.ok("ann", "", &["note", &case, "--text", text]);
    note("theirs");
    git(&["switch", "-q", "main"]);
    note("ours");
    let merged = office.try_git("ann", "", &["merge", "-q", "theirs"]);
    assert!(!merged.status.success(), "{merged:?}");
    let file = office.case_file(&case);
    judge(
        &office,
        &Family {
            name: "resolve-conflict",
            steps: vec![step(&["resolve-conflict", &file], Some("theirs"))],
            again: &[&["resolve-conflict", &file]],
            already: "no conflict to resolve",
            git: &[&["commit", "-qm", "Merge"]],
            files: &[&file],
            case: Some(&case),
            ..Family::default()
        },
    );
}

/// git calls the driver with three files of its own and reads the result from the second at once. So
/// the driver syncs nothing: after a cut git merges again what both sides have on record.
#[test]
fn a_merge_driven_by_git() {
    let (office, case) = begun();
    let git = |arguments: &[&str]| office.git("ann", "", arguments);
    let file = office.case_file(&case);
    let version = |name: &str| {
        let text = git(&["show", &format!("HEAD:{file}")]) + "\n";
        fs::write(office.root().join(name), text).expect("a version");
    };
    let note = |text| office.ok("ann", "", &["note", &case, "--text", text]);
    version("base");
    git(&["switch", "-qc", "theirs"]);
    note("theirs");
    version("theirs");
    git(&["switch", "-q", "main"]);
    note("ours");
    version("ours");
    let driver = ["merge-driver", "base", "ours", "theirs", &file];
    judge(
        &office,
        &Family {
            name: "merge-driver",
            steps: vec![step(&driver, Some("theirs"))],
            git: &[&["merge", "-q", "--no-edit", "theirs"]],
            case: Some(&case),
            ..Family::default()
        },
    );
}

#[test]
fn what_doctor_fixes() {
    let (office, case) = begun();
    office.git(
        "ann",
        "",
        &["config", "--remove-section", "merge.complaint"],
    );
    fs::write(office.root().join(".git/index"), "DIRC").expect("an index");
    judge(
        &office,
        &Family {
            name: "doctor --fix",
            steps: vec![step(&["doctor", "--fix"], None)],
            again: &[&["doctor", "--fix"]],
            files: &[".git/config", ".git/hooks/pre-commit"],
            proof: &["doctor"],
            case: Some(&case),
            ..Family::default()
        },
    );
}

#[test]
fn a_report_in_a_file() {
    let (office, case) = begun();
    let report = || step(&["report", "ledger", "--output", "report.csv"], None);
    judge(
        &office,
        &Family {
            name: "report --output",
            steps: vec![report(), report()],
            files: &["report.csv"],
            case: Some(&case),
            ..Family::default()
        },
    );
}
