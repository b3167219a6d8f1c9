//! Commits that git's plumbing makes are those that `git commit` would make, and where they would
//! not be, `git commit` makes them.

use std::fs;
use std::path::PathBuf;

use chrono::DateTime;
use complaint::git::{CommitRequest, GitError, Identity, Repo};

use crate::git_layer::world::World;

/// A hook of the program itself: it only looks, but for the sake of the test.
const OWN_HOOK: &str = "#!/bin/sh\ngit diff --cached --name-only >>seen\necho $GIT_AUTHOR_NAME >>seen\npwd >>seen\n\
                        test ! -e forbidden || { echo 'not today' >&2; exit 1; }\n";

/// What surrounds a commit, and how a world gets it.
const CIRCUMSTANCES: [(&str, &[&[&str]]); 8] = [
    ("nothing", &[]),
    (
        "an index of version 4",
        &[&["update-index", "--index-version", "4"]],
    ),
    (
        "other staged files",
        &[&["rm", "-q", "--cached", "other.txt"]],
    ),
    ("a detached HEAD", &[&["checkout", "-q", "--detach"]]),
    ("packed objects", &[&["gc", "-q"]]),
    (
        "a file in the way of none",
        &[&["mv", "other.txt", "cases.txt"]],
    ),
    ("no names of branches", &[&["pack-refs", "--all"]]),
    (
        "no log of references",
        &[&["config", "core.logAllRefUpdates", "false"]],
    ),
];

fn world(commands: &[&[&str]]) -> World {
    let world = World::with_history();
    for name in [
        "cases-old.txt",
        "cases/2025/12/old.yaml",
        "cases/2026/11/old.yaml",
    ] {
        world.write(name, "id: 0\n");
    }
    world.git(&["add", "."]);
    let date = "2026-11-20T09:00:00+08:00";
    // The twins begin with the same commit.
    let author = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
    let begin = [
        "commit",
        "-q",
        "--amend",
        "--reset-author",
        "-m",
        "Begin",
        "--date",
        date,
    ];
    world.git(&[&author[..], &begin].concat());
    let tree = world.git(&["write-tree"]);
    let first = format!(
        "tree {tree}author A <a@example.com> 1763600400 +0800\ncommitter A <a@example.com> \
         1763600400 +0800\n\nBegin\n"
    );
    world.write("first", &first);
    let id = world.git(&["hash-object", "-t", "commit", "-w", "first"]);
    fs::remove_file(world.path("first")).unwrap();
    world.git(&["update-ref", "HEAD", id.trim()]);
    for command in commands {
        world.git(command);
    }
    world
}

/// Commits an event of an old case, a new case in a new folder, and evidence.
fn record(world: &World, repo: &Repo) -> String {
    world.write("cases/2026/11/old.yaml", "id: 0\nevents:\n");
    world.write("cases/2026/12/投 诉.yaml", "id: 2\n");
    world.write("evidence/photo.jpg", "bytes");
    let paths = [
        "cases/2026/11/old.yaml",
        "cases/2026/12/投 诉.yaml",
        "evidence/photo.jpg",
    ];
    let paths = paths.map(PathBuf::from);
    let author = Identity {
        name: "张敏".into(),
        email: String::new(),
    };
    let request = CommitRequest {
        changed: &paths[..1],
        created: &paths[1..],
        message: "assign 20261121-K7QM2X  \n\n\nCase: 20261121-K7QM2X\n",
        author: Some(&author),
        when: Some(DateTime::parse_from_rfc3339("2026-11-21T09:31:00+08:00").unwrap()),
        own_hook: Some(OWN_HOOK),
        ..CommitRequest::default()
    };
    repo.commit(&request).unwrap()
}

/// The repository, with a trace of git's commands, and the trace.
fn traced(world: &World) -> (Repo, PathBuf) {
    let trace = world.dir.path().join("trace");
    let environment = world.environment.clone().set("GIT_TRACE2", &trace);
    let repo = Repo::discover_with(world.repo.base(), environment).unwrap();
    (repo.expect("a repository"), trace)
}

fn runs(trace: &PathBuf, command: &str) -> bool {
    let trace = fs::read_to_string(trace).unwrap();
    trace.contains(&format!("cmd_name {command} "))
}

#[test]
fn they_are_those_that_git_commit_makes() {
    for (name, commands) in CIRCUMSTANCES {
        let [plumbed, made] = [(); 2].map(|()| world(commands));
        let (repo, trace) = traced(&plumbed);
        let id = record(&plumbed, &repo);
        assert!(!runs(&trace, "commit"), "{name}: by plumbing");
        made.hook("post-commit", "exit 0");
        let (repo, trace) = traced(&made);
        assert_eq!(id, record(&made, &repo), "{name}");
        assert!(runs(&trace, "commit"), "{name}: by git commit");
        let queries: [&[&str]; 5] = [
            &["status", "--porcelain"],
            &["ls-files", "--stage"],
            &["log", "-g", "--format=%gs", "HEAD"],
            &["for-each-ref"],
            &["diff-files"],
        ];
        for query in queries {
            assert_eq!(plumbed.git(query), made.git(query), "{name}: {query:?}");
        }
        plumbed.git(&["fsck", "--strict", "--no-dangling"]);
        let left = fs::read_dir(plumbed.repo.git_dir().join("complaint")).unwrap();
        assert_eq!(left.count(), 0, "{name}");
    }
}

#[test]
fn what_plumbing_would_pass_over_is_left_to_git_commit() {
    let settings = [
        ["core.hooksPath", "elsewhere"],
        ["core.splitIndex", "true"],
        ["core.sparseCheckout", "true"],
    ];
    for setting in settings {
        let world = world(&[&["config", setting[0], setting[1]]]);
        let (repo, trace) = traced(&world);
        record(&world, &repo);
        assert!(runs(&trace, "commit"), "{setting:?}");
    }
    for hook in [
        "pre-commit",
        "prepare-commit-msg",
        "commit-msg",
        "reference-transaction",
    ] {
        let world = world(&[]);
        world.hook(hook, "echo ran >>\"$(git rev-parse --git-dir)/ran\"");
        record(&world, &world.repo);
        assert!(world.repo.git_dir().join("ran").exists(), "{hook}");
    }
}

#[test]
fn they_are_signed_where_git_commit_would_sign_them() {
    let world = world(&[&["config", "commit.gpgSign", "true"]]);
    let signer = world.dir.path().join("signer");
    let script = "cat >/dev/null\necho '[GNUPG:] SIG_CREATED ' >&2\necho signature";
    crate::git_layer::world::executable(&signer, script);
    world.git(&["config", "gpg.program", signer.to_str().unwrap()]);
    let (repo, trace) = traced(&world);
    let id = record(&world, &repo);
    assert!(!runs(&trace, "commit"));
    let commit = world.git(&["cat-file", "commit", &id]);
    assert!(commit.contains("\ngpgsig signature\n"), "{commit}");
}

#[test]
fn a_refused_one_leaves_the_index_as_it_was() {
    let world = world(&[&["rm", "-q", "--cached", "other.txt"]]);
    let before = world.git(&["ls-files", "--stage"]);
    let (repo, _) = traced(&world);
    fs::write(world.repo.common_dir().join("refs/heads/main.lock"), "").unwrap();
    world.write("cases/2026/11/old.yaml", "id: 0\nevents:\n");
    let paths = [PathBuf::from("cases/2026/11/old.yaml")];
    let request = CommitRequest {
        changed: &paths,
        message: "note",
        ..CommitRequest::default()
    };
    repo.commit(&request).unwrap_err();
    assert_eq!(world.git(&["ls-files", "--stage"]), before);
}

#[test]
fn the_own_hook_sees_what_git_commit_would_show_it() {
    let seen = |commands, other_hook: Option<&str>| {
        let world = world(commands);
        world.hook("pre-commit", own_script());
        if let Some(hook) = other_hook {
            world.hook(hook, "exit 0");
        }
        let (repo, trace) = traced(&world);
        record(&world, &repo);
        let seen = fs::read_to_string(world.path("seen")).unwrap();
        let top = world.repo.base().to_string_lossy().into_owned();
        (seen.replace(&top, ""), runs(&trace, "commit"))
    };
    let (by_git, _) = seen(&[], Some("post-commit"));
    assert_eq!(seen(&[], None), (by_git.clone(), false));
    let staged: &[&[&str]] = &[&["rm", "-q", "--cached", "other.txt"]];
    assert_eq!(seen(staged, None), (by_git, true), "others staged more");
}

#[test]
fn the_own_hook_can_refuse() {
    let world = world(&[]);
    world.hook("pre-commit", own_script());
    world.write("forbidden", "");
    world.write("cases/2026/11/old.yaml", "id: 0\nevents:\n");
    let before = world.git(&["ls-files", "--stage"]);
    let paths = [PathBuf::from("cases/2026/11/old.yaml")];
    let request = CommitRequest {
        changed: &paths,
        message: "note",
        own_hook: Some(OWN_HOOK),
        ..CommitRequest::default()
    };
    let (repo, trace) = traced(&world);
    let refused = repo.commit(&request).unwrap_err();
    assert!(
        matches!(&refused, GitError::HookRefused { hooks, said }
            if hooks == &["pre-commit"] && said == "not today"),
        "{refused:?}"
    );
    assert!(!runs(&trace, "commit"));
    assert_eq!(world.git(&["ls-files", "--stage"]), before);
}

/// As [`World::hook`] takes it.
fn own_script() -> &'static str {
    let script = OWN_HOOK.strip_prefix("#!/bin/sh\n");
    script.and_then(|it| it.strip_suffix('\n')).unwrap()
}
