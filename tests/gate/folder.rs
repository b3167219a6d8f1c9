//! Complaints in a folder of a repository with other content.

use std::fs;

use crate::support::repository::{REAL, Repository};

/// A repository with a program in it and the complaints in `care`; a server with the hook; the id
/// of a case.
fn beside_other_things() -> (Repository, Repository, String) {
    let own = Repository::new();
    let work = own.beside("work");
    fs::create_dir_all(work.root()).expect("a folder");
    work.git("eve", "2026-10-01T09:00", &["init", "-q"]);
    work.write("main.c", "int main() {}\n");
    work.commit("eve", "2026-10-01T09:00", "Write a program");
    fs::create_dir(work.root().join("care")).expect("a folder");
    let care = own.beside("work/care");
    care.ok("dan", "2026-11-02T08:00", &["init", "."]);
    care.write("policy.toml", &own.read("policy.toml"));
    care.commit("dan", "2026-11-02T08:00", "Enter the staff");
    let id = care.new_case("ann", "2026-11-02T09:00");
    work.with_origin();
    (work, care, id)
}

#[test]
fn the_folder_of_complaints_can_be_anywhere() {
    let (work, care, id) = beside_other_things();
    let server = care.beside("origin");
    server.open_gate();
    care.ok(
        "ann",
        "2026-11-02T10:00",
        &["note", &id, "--text", "honest"],
    );
    work.write("main.c", "int main() { return 1; }\n");
    work.commit("eve", "2026-11-02T10:10", "Go on with the program");
    work.push(&["origin", "main"]).expect("an honest history");
    assert_eq!(care.audited(&[]), Vec::<String>::new());
    work.write("photo.txt", "a photo");
    care.ok("ann", "2026-11-02T10:12", &["attach", &id, "../photo.txt"]);
    work.push(&["origin", "main"]).expect("evidence");
    let text = care.read(&care.case_file(&id));
    work.git("ann", REAL, &["checkout", "-qb", "copied"]);
    care.write(&care.case_file(&id).replace("delivery", "billing"), &text);
    work.commit("ann", "2026-11-02T10:15", "Copy");
    let said = work
        .push(&["origin", "copied:main"])
        .expect_err("a second file of the case");
    assert!(said.contains("[duplicate-id]"), "{said}");
    work.git("ann", REAL, &["checkout", "-q", "main"]);
    care.write(
        &care.case_file(&id),
        &text.replace("summary: late", "summary: nothing"),
    );
    work.commit("eve", "2026-11-02T10:20", "Tidy up");
    assert_eq!(care.audited(&[]), ["altered"]);
    let said = work
        .push(&["origin", "main"])
        .expect_err("a fact was altered");
    assert!(said.contains("[altered]"), "{said}");
}

#[test]
fn moving_the_policy_is_refused() {
    let (work, care, _) = beside_other_things();
    let server = care.beside("origin");
    server.open_gate();
    work.write(
        "policy.toml",
        &care
            .read("policy.toml")
            .replace("role = \"clerk\"", "role = \"director\""),
    );
    work.commit("bob", "2026-11-02T10:00", "A policy of my own");
    for branch in ["main", "side"] {
        let said = work
            .push(&["origin", &format!("main:{branch}")])
            .expect_err("another policy");
        assert!(
            said.contains("[policy-changed]") && said.contains("the top instead of care"),
            "{said}"
        );
    }
    server.git("dan", REAL, &["config", "complaint.folder", "care/"]);
    work.push(&["origin", "main"])
        .expect("the server says which folder it is");
    let text = care.read("policy.toml");
    care.write(
        "policy.toml",
        &text.replace("up_to     = 500\n", "up_to     = 50000\n"),
    );
    work.commit("bob", "2026-11-02T10:10", "Ease the limits");
    let said = work
        .push(&["origin", "main"])
        .expect_err("the policy in its folder");
    assert!(said.contains("[policy-changed]"), "{said}");
}

#[test]
fn a_commit_is_judged_before_it_is_made_in_a_folder_and_elsewhere() {
    let (work, care, id) = beside_other_things();
    care.ok("ann", "2026-11-02T10:00", &["hook", "install"]);
    care.ok(
        "ann",
        "2026-11-02T10:00",
        &["note", &id, "--text", "honest"],
    );
    work.write("main.c", "int main() { return 2; }\n");
    work.commit("eve", "2026-11-02T10:10", "Go on with the program");
    let text = care.read(&care.case_file(&id));
    let forged =
        format!("{text}- at: 2026-11-02T10:20:00+08:00\n  by: bob\n  do: note\n  text: not me\n");
    care.write(&care.case_file(&id), &forged);
    for place in [&work, &care] {
        let output = place.try_git("ann", "2026-11-02T10:20", &["commit", "-qam", "Tamper"]);
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("[foreign-author]"),
            "{output:?}"
        );
    }
    care.write(&care.case_file(&id), &text);
    // A branch without complaints: there is nothing to check.
    work.git(
        "eve",
        "2026-11-02T10:30",
        &["checkout", "-q", "--orphan", "pages"],
    );
    work.git(
        "eve",
        "2026-11-02T10:30",
        &["rm", "-rfq", "--cached", "care"],
    );
    fs::rename(care.root(), work.home().join("put-away")).expect("it can be moved");
    work.git("eve", "2026-11-02T10:30", &["commit", "-qm", "Pages"]);
}

#[test]
fn attributes_above_the_folder_cannot_reach_into_it() {
    let (work, care, _) = beside_other_things();
    let server = care.beside("origin");
    server.ok("dan", REAL, &["hook", "install"]);
    for lines in [
        "[attr]text merge=union\n",
        "[attr]mine filter=lfs\n",
        "*.yaml working-tree-encoding=UTF-16LE\n",
        "care/evidence/** filter=lfs -text\n",
        "*.toml ident\n",
    ] {
        work.write(".gitattributes", lines);
        work.git("bob", "2026-11-02T10:00", &["add", ".gitattributes"]);
        work.git("bob", "2026-11-02T10:00", &["commit", "-qm", "Attributes"]);
        let said = work.push(&["origin", "main"]).expect_err(lines);
        assert!(
            said.contains("[attributes-altered]") && said.contains("../.gitattributes"),
            "{lines}: {said}"
        );
        assert_eq!(care.audited(&[]), ["attributes-altered"], "{lines}");
        work.git("bob", REAL, &["update-ref", "HEAD", "origin/main"]);
        fs::remove_file(work.root().join(".gitattributes")).expect("it is there");
        work.git("bob", REAL, &["reset", "-q"]);
    }
    work.write(
        ".gitattributes",
        "*.png binary\ndocs/** filter=lfs\n* text=auto\n[attr]generated -diff\n",
    );
    work.commit("bob", "2026-11-02T10:10", "Attributes of the program");
    work.push(&["origin", "main"])
        .expect("nothing about the complaints");
}
