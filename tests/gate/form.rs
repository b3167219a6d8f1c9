//! The gate takes nothing that `check`, the next command or a fresh clone cannot live with: the form
//! of case files, names and modes in trees, attributes, evidence.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use complaint::domain::finding::Code;

use crate::support::repository::{REAL, Repository, event};
use crate::support::team::Team;

const NOW: &str = "2026-11-02T12:00";

/// A change of a case file by hand.
type Change = fn(&str) -> String;

/// A note by bob with these lines.
fn noted(lines: &str) -> String {
    event(NOW, "bob", &format!("  do: note\n{lines}"))
}

/// A broken form of a case file for each code that is about the form of case files. A code that is
/// not listed is about something else: the compiler asks for the decision on a new one.
fn broken(code: Code) -> &'static [Change] {
    match code {
        Code::Syntax => &[
            |text| format!("{text}  \"never closed\n"),
            |text| format!("{text}{}", noted("  text: a: b: c\n")),
            |text| text.replace("- at:", "\t- at:"),
            |text| format!("{text}---\nid: x\n"),
            |text| format!("{text}{}", noted("  text: \"\u{7}\"\n")),
            |_| String::new(),
            |_| "- a list\n".to_owned(),
        ],
        Code::TooLarge => &[
            |text| format!("{text}{}", format!("# {}\n", "x".repeat(70)).repeat(30_000)),
            |text| format!("{text}{}", noted(&format!("  x: {}\n", "[".repeat(70)))),
        ],
        Code::DuplicateKey => &[
            |text| format!("channel: phone\n{text}"),
            |text| format!("{text}{}", noted("  text: x\n  text: y\n")),
        ],
        Code::MissingKey => &[
            |text| text.replace("summary: late\n", ""),
            |text| format!("{text}{}", noted("")),
        ],
        Code::BadValue => &[
            |text| format!("{text}{}", noted("  text: &x y\n")),
            |text| {
                format!(
                    "{text}{}",
                    noted("  text: x\n  see: *x\n").replace("note", "&x note")
                )
            },
            |text| text.replace("T09:00:00+08:00", "T09:00:00"),
            |text| format!("{text}{}", noted("  text: [a, b]\n")),
        ],
        Code::UnknownKey => &[
            |text| format!("flavour: sweet\n{text}"),
            |text| format!("{text}{}", noted("  text: x\n  flavour: sweet\n")),
        ],
        Code::UnknownVerb => &[|text| format!("{text}{}", event(NOW, "bob", "  do: dance\n"))],
        Code::Layout => &[
            |text| format!("{text}...\n"),
            |text| {
                let (facts, _) = text.split_once("events:").expect("events");
                let at = "2026-11-02T09:00:00+08:00";
                format!("{facts}events: [{{at: {at}, by: ann, do: register}}]\n")
            },
            |text| text.replace("summary: late\n", "") + "summary: late\n",
            |text| {
                let note = noted("  text: hidden\n").replace('\n', "\u{2028}");
                format!("{text}# x\u{2028}{note}\n")
            },
            |text| format!("{text}{}", noted("  text: \"x\u{2029}y\"\n")),
            |text| format!("{text}{}", noted("  text: \"x\u{85}y\"\n")),
            |text| format!("{text}{}", noted("  text: \"x\ry\"\n")),
            |text| text.lines().map(|line| format!("  {line}\n")).collect(),
        ],
        Code::ConflictMarker => &[|text| {
            let (ours, theirs) = (noted("  text: x\n"), noted("  text: y\n"));
            format!("{text}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> side\n")
        }],
        Code::TruncatedEvent => &[
            |text| format!("{text}- at: {NOW}:00+08:00\n  by: bob\n"),
            |text| format!("{text}- note\n"),
        ],
        Code::IdPath => &[|text| text.replacen("id: 20261102-", "id: 20261101-", 1)],
        Code::LinkTarget => &[|text| {
            let link = "  do: link\n  case: 20260101-AAAAAA\n  kind: related\n";
            format!("{text}{}", event(NOW, "bob", link))
        }],
        // Of several files, or of the repository: below, and in the other tests of the gate.
        Code::DuplicateId
        | Code::Unreadable
        | Code::EvidenceMissing
        | Code::EvidenceAltered
        | Code::Altered
        | Code::CaseRemoved
        | Code::AttributesAltered => &[],
        // Of the policy, of people and steps, of commits, or warnings.
        Code::DuplicateSource
        | Code::UnlistedValue
        | Code::BeforeReceipt
        | Code::Future
        | Code::Backdated
        | Code::Transition
        | Code::Unusual
        | Code::Questionable
        | Code::UnknownStaff
        | Code::StaffEnded
        | Code::Permission
        | Code::Responsibility
        | Code::Separation
        | Code::Authority
        | Code::Approver
        | Code::ApprovalMismatch
        | Code::AmountRequired
        | Code::Together
        | Code::Recusal
        | Code::DeadEnd
        | Code::Implausible
        | Code::HandleReused
        | Code::AppealLate
        | Code::NothingToResolve
        | Code::ExtensionLate
        | Code::ExtensionLimit
        | Code::ExtensionNotLater
        | Code::PromisePast
        | Code::ClosingGate
        | Code::FactRequired
        | Code::ClaimWindow
        | Code::EvidenceRequired
        | Code::AmendValue
        | Code::RetractTarget
        | Code::RetractBuiltOn
        | Code::PolicyConflict
        | Code::PolicyReference
        | Code::UndatedChange
        | Code::UnknownYear
        | Code::ForeignAuthor
        | Code::Lapsed
        | Code::LateArrival
        | Code::MergeNotUnion
        | Code::PolicyEdited
        | Code::PolicyChanged
        | Code::SecondRoot
        | Code::CommitDate
        | Code::Unsigned
        | Code::Rewritten => &[],
    }
}

/// Takes back what was committed after the record of the server.
fn take_back(team: &Team) {
    team.git("bob", NOW, &["reset", "-q", "--hard", "origin/main"]);
}

/// The codes of what `check` finds.
fn checked(team: &Team) -> String {
    let output = team.run("dan", "2026-12-31T12:00", &["check", "--format", "json"]);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn what_check_finds_wrong_with_a_file_the_gate_and_the_audit_refuse() {
    let team = Team::honest();
    team.with_server();
    let mut failures = Vec::new();
    for code in Code::ALL {
        for (number, change) in broken(*code).iter().enumerate() {
            let before = team.read(&team.file());
            team.write(&team.file(), &change(&before));
            let is_checked = checked(&team).contains(&format!("\"{code}\""));
            team.commit("bob", NOW, "Tamper");
            let is_audited = team.audited(&[]).iter().any(|found| *found == code.name());
            let pushed = team.push(&["origin", "main"]);
            let is_refused = pushed.is_err_and(|said| said.contains(&format!("[{code}]")));
            if !(is_checked && is_audited && is_refused) {
                failures.push(format!(
                    "{code} {number}: check {is_checked}, audit {is_audited}, gate {is_refused}"
                ));
            }
            take_back(&team);
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn odd_but_sound_forms_are_taken() {
    let sound: [Change; 7] = [
        |text| format!("\u{feff}{text}"),
        |text| text.replace('\n', "\r\n"),
        |text| format!("{text}# a remark at the end\n"),
        |text| text.replace("summary: late", "summary: \"late\" # as they said"),
        |text| {
            format!(
                "{text}{}",
                noted("  text: |\n    ---\n    ...\n    <<<<<<< x\n")
            )
        },
        |text| format!("{text}{}", noted("  text: \"x\\L- at: y\"\n")),
        |text| format!("{text}{}", noted("  text: last")),
    ];
    for (number, change) in sound.iter().enumerate() {
        let team = Team::honest();
        let server = team.with_server();
        let before = team.read(&team.file());
        team.write(&team.file(), &change(&before));
        team.git("bob", NOW, &["commit", "-qam", "Odd", "--allow-empty"]);
        let pushed = team.push(&["origin", "main"]);
        assert_eq!(pushed, Ok(()), "{number}");
        let clone = server.another("clone");
        clone.ok(
            "ann",
            "2026-11-02T12:10",
            &["note", &team.id, "--text", "y"],
        );
        clone.push(&["origin", "main"]).expect("work goes on");
    }
}

#[test]
fn line_endings_that_git_would_convert_are_refused() {
    let team = Team::honest();
    team.with_server();
    let text = team.read(&team.file()).replace('\n', "\r\n");
    let blob = write_object(&team, "blob", text.as_bytes());
    let entry = format!("100644,{blob},{}", team.file());
    team.git("bob", NOW, &["update-index", "--cacheinfo", &entry]);
    team.git("bob", NOW, &["commit", "-qm", "As on Windows"]);
    let said = team
        .push(&["origin", "main"])
        .expect_err("modified in each clone");
    assert!(said.contains("[layout]"), "{said}");
}

/// Writes a raw object.
fn write_object(team: &Repository, kind: &str, content: &[u8]) -> String {
    let arguments = ["hash-object", "-t", kind, "-w", "--literally", "--stdin"];
    fed(team, &arguments, content)
}

/// Runs git with this input and returns its output.
fn fed(team: &Repository, arguments: &[&str], input: &[u8]) -> String {
    let mut command = team.command("dan", NOW, "git");
    let command = command.args(arguments);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = piped.spawn().expect("git runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    pipe.write_all(input).expect("it is read");
    drop(pipe);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).expect("an id");
    said.trim().to_owned()
}

/// Commits the tree of `main` with these entries besides in a folder: each at its place, or all in
/// this order at the place of the first if that is not git's.
fn commit_with(team: &Team, folder: &str, entries: &[(&str, &[u8])]) {
    let blob = write_object(team, "blob", b"../policy.toml");
    let empty = write_object(team, "tree", b"");
    let head = team.git("dan", NOW, &["rev-parse", "HEAD"]);
    let id_of = |mode: &str| match mode.trim_start_matches('0') {
        "40000" => empty.clone(),
        "160000" => head.clone(),
        _ => blob.clone(),
    };
    let mut all = entries_of(team, folder);
    let place = |all: &[(String, Vec<u8>, String)], name: &[u8]| {
        let behind = all.iter().position(|(_, own, _)| own.as_slice() > name);
        behind.unwrap_or(all.len())
    };
    let first = place(&all, entries[0].1);
    for (index, (mode, name)) in entries.iter().enumerate() {
        let at = match entries.is_sorted_by_key(|(_, name)| name) {
            true => place(&all, name),
            false => first + index,
        };
        all.insert(at, ((*mode).to_owned(), name.to_vec(), id_of(mode)));
    }
    let mut tree = write_tree(team, &all);
    // The folders up to the top.
    let mut path = folder;
    while !path.is_empty() {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut all = entries_of(team, above);
        let own = all.iter_mut().find(|(_, own, _)| own == name.as_bytes());
        own.expect("the folder").2 = tree;
        tree = write_tree(team, &all);
        path = above;
    }
    let commit = team.git(
        "bob",
        NOW,
        &["commit-tree", "-p", "HEAD", "-m", "Odd", &tree],
    );
    team.git("bob", NOW, &["update-ref", "refs/heads/main", &commit]);
}

/// The entries of a folder in HEAD.
fn entries_of(team: &Team, folder: &str) -> Vec<(String, Vec<u8>, String)> {
    let folder = format!("HEAD:{folder}");
    let list = ["-c", "core.quotePath=false", "ls-tree", &folder];
    let listed = team.git("dan", NOW, &list);
    listed.lines().map(parse_entry).collect()
}

/// Parses `100644 blob ID<tab>NAME`.
fn parse_entry(line: &str) -> (String, Vec<u8>, String) {
    let (meta, name) = line.split_once('\t').expect("an entry");
    let mut fields = meta.split(' ');
    let mode = fields.next().expect("a mode").trim_start_matches('0');
    let id = fields.next_back().expect("an id");
    (mode.to_owned(), name.as_bytes().to_vec(), id.to_owned())
}

fn write_tree(team: &Team, entries: &[(String, Vec<u8>, String)]) -> String {
    let digits = |id: &str| -> Vec<u8> {
        let pairs = (0..id.len()).step_by(2);
        pairs
            .map(|at| u8::from_str_radix(&id[at..at + 2], 16).expect("digits"))
            .collect()
    };
    let entry = |(mode, name, id): &(String, Vec<u8>, String)| {
        [mode.as_bytes(), b" ", name, b"\0", &digits(id)].concat()
    };
    let bytes: Vec<u8> = entries.iter().flat_map(entry).collect();
    write_object(team, "tree", &bytes)
}

/// Mode and name of an entry of a tree.
type Named = (&'static str, &'static [u8]);

/// Entries of trees that some clone cannot check out: the folder, the entries, the code.
const ENTRIES: &[(&str, &[Named], &str)] = &[
    ("", &[("100644", b"policy.toml/")], "id-path"),
    ("", &[("100644", b"/policy.toml")], "id-path"),
    ("", &[("100644", b"x//y")], "id-path"),
    ("", &[("100644", b"docs/x")], "id-path"),
    ("", &[("100644", b"..")], "id-path"),
    ("", &[("40000", b".git")], "id-path"),
    ("", &[("40000", b".GIT ")], "id-path"),
    ("", &[("40000", b"git~1")], "id-path"),
    ("", &[("40000", b".git::$INDEX_ALLOCATION")], "id-path"),
    ("", &[("40000", ".g\u{200c}it".as_bytes())], "id-path"),
    ("", &[("120000", b".gitmodules")], "id-path"),
    ("", &[("100644", b"a"), ("100644", b"a")], "unreadable"),
    (
        "",
        &[("100644", b"a"), ("100644", b"a-b"), ("40000", b"a")],
        "unreadable",
    ),
    ("", &[("100644", b"b"), ("100644", b"a")], "unreadable"),
    ("", &[("100600", b"a")], "unreadable"),
    ("", &[("0", b"a")], "unreadable"),
    ("", &[("100644", &[b'x'; 300])], "id-path"),
    ("", &[("100644", b"aux")], "id-path"),
    ("", &[("100644", b"a:b")], "id-path"),
    ("", &[("100644", b"Evidence")], "id-path"),
    ("", &[("100644", b".GITATTRIBUTES")], "id-path"),
    ("cases/2026/11", &[("100644", b"con.txt")], "id-path"),
    ("cases/2026/11", &[("100644", b"x\\y")], "id-path"),
    ("cases/2026/11", &[("100644", b"x.")], "id-path"),
    (
        "cases/2026/11",
        &[("100644", b"A"), ("100644", b"a")],
        "id-path",
    ),
    ("cases/2026", &[("120000", b"10")], "unreadable"),
    ("cases/2026", &[("160000", b"10")], "unreadable"),
    ("cases", &[("100644", b".git")], "id-path"),
    ("evidence", &[("100644", b"nul")], "id-path"),
    ("evidence", &[("160000", b"x")], "evidence-altered"),
    (
        "evidence",
        &[
            ("100644", "e\u{301}".as_bytes()),
            ("100644", "é".as_bytes()),
        ],
        "id-path",
    ),
];

#[test]
fn trees_that_a_clone_cannot_check_out_are_refused() {
    let team = Team::honest();
    team.with_server();
    let mut failures = Vec::new();
    for (folder, entries, code) in ENTRIES {
        commit_with(&team, folder, entries);
        let said = team.push(&["origin", "main"]).err().unwrap_or_default();
        if !said.contains(&format!("[{code}]")) {
            failures.push(format!("{folder}: {entries:?}: {code}, not {said}"));
        }
        team.git(
            "bob",
            NOW,
            &["update-ref", "refs/heads/main", "origin/main"],
        );
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn unusual_trees_that_every_clone_can_check_out_are_taken() {
    let team = Team::honest();
    let server = team.with_server();
    for (folder, entries) in [
        (
            "",
            &[
                ("100755", &b"a.sh"[..]),
                ("120000", b"link"),
                ("160000", b"module"),
            ][..],
        ),
        (
            "",
            &[("100644", b".gitmodules"), ("100644", b"auxiliary.txt")],
        ),
        ("", &[("100644", "发票 1.pdf".as_bytes())]),
        (
            "evidence",
            &[("100644", b"git~2"), ("100644", b"x-aux.txt")],
        ),
        ("cases/2026/11", &[("100644", b".gitkeep")]),
    ] {
        commit_with(&team, folder, entries);
        let pushed = team.push(&["origin", "main"]);
        assert_eq!(pushed, Ok(()), "{folder}: {entries:?}");
    }
    server.another("clone").ok("ann", NOW, &["check"]);
}

#[test]
fn what_the_record_has_already_is_not_found_again() {
    let team = Team::honest();
    commit_with(&team, "evidence", &[("100644", b"A"), ("100644", b"a")]);
    team.with_server();
    team.git("bob", NOW, &["reset", "-q", "--hard"]);
    team.git(
        "bob",
        NOW,
        &["sparse-checkout", "set", "--no-cone", "/*", "!/evidence/A"],
    );
    team.write("photo.txt", "another photo");
    team.ok(
        "bob",
        "2026-11-02T12:10",
        &["attach", &team.id, "photo.txt"],
    );
    team.push(&["origin", "main"])
        .expect("an honest attachment");
}

/// Lines of `.gitattributes` by which git would lose, change or not merge what is recorded.
const ATTRIBUTES: &[&str] = &[
    "*.yaml working-tree-encoding=UTF-16LE",
    "*.YAML -merge",
    "cases/2026/11/* ident",
    "policy.toml working-tree-encoding=UTF-16",
    "*.toml filter=hide",
    "evidence/** filter=lfs diff=lfs merge=lfs -text",
    "*.jpg filter=lfs",
    "evidence/** text",
    "[attr]eol merge=ours",
    "\"cases/**\" merge=union",
    "* -merge",
];

#[test]
fn attributes_that_change_what_is_recorded_are_refused() {
    let team = Team::honest();
    team.with_server();
    let before = team.read(".gitattributes");
    let mut failures = Vec::new();
    for line in ATTRIBUTES {
        let blob = write_object(&team, "blob", format!("{before}{line}\n").as_bytes());
        let entry = format!("100644,{blob},.gitattributes");
        team.git("bob", NOW, &["update-index", "--cacheinfo", &entry]);
        team.git("bob", NOW, &["commit", "-qm", "Attributes"]);
        let said = team.push(&["origin", "main"]).err().unwrap_or_default();
        if !said.contains("[attributes-altered]") {
            failures.push(format!("{line}: {said}"));
        }
        team.git("bob", NOW, &["reset", "-q", "origin/main"]);
    }
    assert!(failures.is_empty(), "{failures:#?}");
    let honest = "*.png binary\ndocs/** filter=lfs\n[attr]generated -diff\n*.yaml diff=yaml\n";
    team.write(".gitattributes", &format!("{before}{honest}"));
    team.commit("bob", NOW, "Attributes of other files");
    team.push(&["origin", "main"]).expect("nothing about cases");
}

#[test]
fn a_policy_that_is_not_a_text_or_too_large_is_refused() {
    let team = Team::honest();
    team.with_server();
    let policy = team.read("policy.toml");
    for (bytes, code) in [
        ([policy.as_bytes(), b"# \xff\n"].concat(), "syntax"),
        (
            [policy.as_bytes(), &b"# \n".repeat(1 << 20)].concat(),
            "too-large",
        ),
    ] {
        fs::write(team.root().join("policy.toml"), bytes).expect("it can be written");
        team.commit("dan", NOW, "Change the policy");
        let said = team
            .push(&["origin", "main"])
            .expect_err("no clone reads it");
        assert!(said.contains(&format!("[{code}]")), "{said}");
        take_back(&team);
    }
}

#[test]
fn evidence_is_bytes_in_the_repository() {
    let team = Team::honest();
    team.with_server();
    let elsewhere = "e3df7911aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned();
    let pointer =
        format!("version https://git-lfs.github.com/spec/v1\noid sha256:{elsewhere}\nsize 23\n");
    let folder = team.evidence();
    let (folder, _) = folder.rsplit_once('/').expect("a folder");
    team.write(&format!("{folder}/e3df7911-photo.jpg"), &pointer);
    let name = folder.trim_start_matches("evidence/");
    let lines =
        format!("  do: attach\n  file: {name}/e3df7911-photo.jpg\n  sha256: \"{elsewhere}\"\n");
    team.slip_in("bob", NOW, &event(NOW, "bob", &lines));
    assert!(checked(&team).contains("\"evidence-altered\""));
    let said = team
        .push(&["origin", "main"])
        .expect_err("bytes that nobody has");
    assert!(said.contains("[evidence-altered]"), "{said}");
    take_back(&team);
    // The same text, attached as what it is.
    team.write("pointer.txt", &pointer);
    team.ok(
        "bob",
        "2026-11-02T12:10",
        &["attach", &team.id, "pointer.txt"],
    );
    team.push(&["origin", "main"])
        .expect("a text like any other");
    team.ok("dan", "2026-12-31T12:00", &["check"]);
}

/// Makes `main` a merge of this many branches beside it, every other one with another policy.
fn octopus(team: &Team, arms: usize) {
    let base = team.git("dan", NOW, &["rev-parse", "HEAD"]);
    let policy = team.read("policy.toml") + "# another\n";
    let who = "bob <bob@example.com> 1793592000 +0800";
    let mut script = format!("blob\nmark :1\ndata {}\n{policy}\n", policy.len());
    for arm in 0..arms {
        let mark = arm + 2;
        script += &format!("commit refs/heads/arm\nmark :{mark}\ncommitter {who}\n");
        script += &format!("data {}\n{arm}\nfrom {base}\n", arm.to_string().len());
        if arm % 2 == 0 {
            script += "M 100644 :1 policy.toml\n";
        }
    }
    script += &format!("commit refs/heads/octopus\ncommitter {who}\ndata 1\nx\nfrom {base}\n");
    (2..arms + 2).for_each(|mark| script += &format!("merge :{mark}\n"));
    fed(
        team,
        &["fast-import", "--quiet", "--force"],
        script.as_bytes(),
    );
    team.git("bob", NOW, &["reset", "-q", "--hard", "octopus"]);
}

#[test]
fn a_merge_of_very_many_branches_is_refused_at_once() {
    let team = Team::honest();
    team.with_server();
    octopus(&team, 100);
    let said = team.push(&["origin", "main"]).expect_err("another policy");
    assert!(said.contains("[policy-changed]"), "{said}");
    take_back(&team);
    octopus(&team, 3200);
    let said = team.push(&["origin", "main"]).expect_err("too many");
    assert!(said.contains("[too-large]"), "{said}");
}

#[test]
fn a_merge_of_some_branches_is_taken() {
    let team = Team::honest();
    team.with_server();
    for arm in ["a", "b", "c"] {
        team.git("ann", NOW, &["checkout", "-qb", arm, "origin/main"]);
        team.ok(
            "ann",
            "2026-11-02T12:10",
            &["note", &team.id, "--text", arm],
        );
    }
    team.git("ann", NOW, &["checkout", "-q", "main"]);
    for arm in ["a", "b", "c"] {
        team.git(
            "ann",
            "2026-11-02T12:20",
            &["merge", "-q", "-m", "Merge", arm],
        );
    }
    team.git("dan", REAL, &["checkout", "-q", "main"]);
    team.push(&["origin", "main"]).expect("an honest union");
}
