//! What a commit contains, and what it leaves alone.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use complaint::git::{ChangeKind, CommitRequest, GitError, Identity};

use crate::git_layer::world::{World, commit};

#[test]
fn commits_just_its_files_whatever_else_is_going_on() {
    let world = World::with_history();
    world.write("other.txt", "staged\n");
    world.git(&["add", "other.txt"]);
    world.write("other.txt", "staged, then changed\n");
    world.write("staged.txt", "new\n");
    world.git(&["add", "staged.txt"]);
    world.write("loose.txt", "untracked\n");
    let before = world.status();

    world.write("old.yaml", "id: 1\nevents:\n");
    world.write("cases/2026/11/投 诉.yaml", "id: 2\n");
    world.write("evidence/3f-photo.jpg", "bytes");
    let id = world
        .commit(
            &["old.yaml"],
            &["cases/2026/11/投 诉.yaml", "evidence/3f-photo.jpg"],
        )
        .unwrap();

    assert_eq!(world.git(&["rev-parse", "HEAD"]).trim(), id);
    assert_eq!(
        world.git(&["show", "--name-status", "--format=", "HEAD"]),
        "A\tcases/2026/11/投 诉.yaml\nA\tevidence/3f-photo.jpg\nM\told.yaml\n"
    );
    assert_eq!(world.status(), before);
    assert_eq!(world.git(&["show", ":other.txt"]), "staged\n");
}

#[test]
fn first_commit_of_a_repository() {
    let world = World::new();
    assert_eq!(world.repo.head().unwrap(), None);
    assert_eq!(world.repo.head_blob(Path::new("a.yaml")).unwrap(), None);
    assert!(world.repo.log(&[]).unwrap().is_empty());
    world.write("a.yaml", "id: 1\n");
    world.write("staged.txt", "x\n");
    world.git(&["add", "staged.txt"]);
    let id = world.commit(&[], &["a.yaml"]).unwrap();
    assert_eq!(world.repo.head().unwrap(), Some(id));
    assert_eq!(
        world.repo.head_blob(Path::new("a.yaml")).unwrap().unwrap(),
        b"id: 1\n"
    );
    assert_eq!(world.status(), "A  staged.txt\n");
}

#[test]
fn author_dates_and_message() {
    let world = World::with_history();
    world.write("old.yaml", "id: 1\nmore\n");
    let author = Identity {
        name: "张敏".into(),
        email: "zhang.min@example.com".into(),
    };
    let message = "assign 20261121-K7QM2X to 张敏\n\n# not a comment\n\nCase: 20261121-K7QM2X\nVerb: assign\n";
    world.git(&["config", "commit.cleanup", "strip"]);
    world.git(&["config", "i18n.commitEncoding", "GBK"]);
    world
        .repo
        .commit(&CommitRequest {
            changed: &[world.path("old.yaml")],
            message,
            author: Some(&author),
            when: Some(DateTime::parse_from_rfc3339("2026-11-21T09:31:00+08:00").unwrap()),
            ..CommitRequest::default()
        })
        .unwrap();
    let log = world.repo.log(&[PathBuf::from("old.yaml")]).unwrap();
    let last = log.last().unwrap();
    assert_eq!(
        (log.len(), last.subject.as_str()),
        (2, "assign 20261121-K7QM2X to 张敏")
    );
    assert_eq!(
        (last.author.as_str(), last.committer.as_str()),
        ("张敏", "Li Wei")
    );
    assert_eq!(last.author_email, "zhang.min@example.com");
    assert_eq!(
        last.authored.map(|date| date.to_rfc3339()).as_deref(),
        Some("2026-11-21T09:31:00+08:00")
    );
    assert_eq!(last.committed, last.authored);
    assert!(last.body.starts_with("# not a comment"));
    assert_eq!(last.trailer("verb"), Some("assign"));
    assert_eq!(last.trailers.len(), 2);
}

#[test]
fn nothing_to_commit_is_reported() {
    let world = World::with_history();
    world.hook("pre-commit", "exit 0");
    let error = world.commit(&["old.yaml"], &[]).unwrap_err();
    assert!(matches!(error, GitError::NothingToCommit), "{error:?}");
}

#[test]
fn an_untracked_file_is_committed() {
    let world = World::with_history();
    world.write(".gitignore", "*.log\n");
    world.write("evidence/call.log", "x\n");
    world.commit(&["evidence/call.log"], &[]).unwrap();
    assert_eq!(world.git(&["show", "HEAD:evidence/call.log"]), "x\n");
    assert!(world.repo.is_ignored(Path::new("other.log")).unwrap());
    assert!(!world.repo.is_ignored(Path::new("other.txt")).unwrap());
    assert!(matches!(
        world.commit(&["absent.yaml"], &[]),
        Err(GitError::Unknown { .. })
    ));
}

#[test]
fn many_files_in_one_commit() {
    let world = World::with_history();
    world.write("other.txt", "staged\n");
    world.git(&["add", "other.txt"]);
    world.write("loose.txt", "untracked\n");
    let before = world.status();
    let created: Vec<String> = (0..300)
        .map(|n| format!("cases/2026/11/{n} 投诉.yaml"))
        .collect();
    for name in &created {
        world.write(name, name);
    }
    world.write("old.yaml", "changed\n");
    let names: Vec<&str> = created.iter().map(String::as_str).collect();

    let with_files = world.status();
    world.hook("pre-commit", "exit 1");
    let error = world.commit(&["old.yaml"], &names).unwrap_err();
    assert!(matches!(error, GitError::HookRefused { .. }), "{error:?}");
    assert_eq!(world.status(), with_files);
    fs::write(
        world.repo.git_dir().join("complaint-index.lock"),
        "left by an interruption",
    )
    .unwrap();

    world.hook(
        "pre-commit",
        "git diff --cached --name-only | grep -q other.txt && exit 1; exit 0",
    );
    let id = world.commit(&["old.yaml"], &names).unwrap();
    assert_eq!(world.git(&["rev-parse", "HEAD"]).trim(), id);
    assert_eq!(
        world
            .git(&["show", "--format=", "--name-only", "HEAD"])
            .lines()
            .count(),
        301
    );
    assert_eq!(world.status(), before);
    assert!(!world.repo.git_dir().join("index.lock").exists());
}

#[test]
fn many_files_in_the_first_commit() {
    let world = World::new();
    let created: Vec<String> = (0..250).map(|n| format!("cases/{n}.yaml")).collect();
    for name in &created {
        world.write(name, name);
    }
    let names: Vec<&str> = created.iter().map(String::as_str).collect();
    world.hook("pre-commit", "exit 1");
    assert!(world.commit(&[], &names).is_err());
    assert_eq!(
        world
            .status()
            .lines()
            .filter(|line| line.starts_with("??"))
            .count(),
        250
    );
    world.hook("pre-commit", "exit 0");
    world.commit(&[], &names).unwrap();
    assert_eq!(world.status(), "");
    let paths: Vec<PathBuf> = created.iter().map(PathBuf::from).collect();
    let blobs = world.repo.head_blobs(&paths).unwrap();
    assert!(
        blobs
            .iter()
            .zip(&created)
            .all(|(blob, name)| blob.as_deref() == Some(name.as_bytes()))
    );
}

#[test]
fn detached_head_linked_worktree_and_subfolder() {
    let world = World::with_history();
    let linked = world.dir.path().join("linked");
    world.git(&[
        "worktree",
        "add",
        "-q",
        "--detach",
        linked.to_str().unwrap(),
    ]);
    fs::create_dir_all(linked.join("shop/cases")).unwrap();
    fs::write(linked.join("shop/cases/a.yaml"), "id: 7\n").unwrap();
    fs::write(linked.join("shop/loose.txt"), "x").unwrap();

    let repo = world.discover(&linked.join("shop")).unwrap();
    assert_ne!(repo.git_dir(), repo.common_dir());
    assert_eq!(
        repo.common_dir(),
        world.repo.git_dir().canonicalize().unwrap()
    );
    assert_eq!(repo.work_tree(), linked.canonicalize().unwrap());
    assert_eq!(repo.head().unwrap(), world.repo.head().unwrap());

    let id = commit(&repo, &[], &["cases/a.yaml"]).unwrap();
    assert_eq!(repo.head().unwrap(), Some(id.clone()));
    assert_eq!(
        repo.head_blob(Path::new("cases/a.yaml")).unwrap().unwrap(),
        b"id: 7\n"
    );
    assert_eq!(
        repo.head_blob(&linked.join("shop/cases/b.yaml")).unwrap(),
        None
    );
    let changes = repo.changed_against_head(&[]).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(
        (changes[0].path.as_path(), changes[0].kind),
        (Path::new("loose.txt"), ChangeKind::Untracked)
    );
    let history = repo.history(Path::new("cases/a.yaml")).unwrap();
    assert_eq!(history[0].commit.id, id);

    fs::write(linked.join("shop/cases/b.yaml"), "id: 8\n").unwrap();
    let hook = "exit 1";
    world.hook("pre-commit", hook);
    assert!(commit(&repo, &[], &["cases/b.yaml"]).is_err());
    let changes = repo
        .changed_against_head(&[PathBuf::from("cases")])
        .unwrap();
    assert_eq!(changes[0].kind, ChangeKind::Untracked);
    assert_ne!(world.repo.head().unwrap(), repo.head().unwrap());
}

#[test]
#[cfg(unix)]
fn names_with_pattern_characters_are_literal() {
    let world = World::with_history();
    world.write("evidence/a.txt", "x\n");
    world.write("evidence/[a]*.txt", "x\n");
    world.write("-n.txt", "x\n");
    world.hook("pre-commit", "test -z \"$GIT_LITERAL_PATHSPECS\"");
    world.commit(&[], &["evidence/[a]*.txt", "-n.txt"]).unwrap();
    assert_eq!(world.status(), "?? evidence/a.txt\n");
    assert_eq!(
        world
            .repo
            .log(&[PathBuf::from("evidence/[a]*.txt")])
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn commits_content_that_differs_from_the_working_tree() {
    let world = World::with_history();
    world.write("sub/old.yaml", "id: 1\n");
    world.git(&["add", "."]);
    world.git(&["commit", "-q", "-m", "Go below"]);
    let sub = complaint::git::Repo::discover_with(&world.path("sub"), world.environment.clone())
        .unwrap()
        .unwrap();
    world.write("sub/old.yaml", "id: 1\nfirst\nsecond\n");
    world.write("other.txt", "staged\n");
    world.git(&["add", "other.txt"]);
    let request = CommitRequest {
        message: "First",
        ..CommitRequest::default()
    };
    sub.commit_content(Path::new("old.yaml"), b"id: 1\nfirst\n", &request)
        .unwrap();
    assert_eq!(world.git(&["show", "HEAD:sub/old.yaml"]), "id: 1\nfirst\n");
    assert_eq!(
        fs::read_to_string(world.path("sub/old.yaml")).unwrap(),
        "id: 1\nfirst\nsecond\n"
    );
    let changed = [PathBuf::from("old.yaml")];
    sub.commit(&CommitRequest {
        message: "Second",
        changed: &changed,
        ..CommitRequest::default()
    })
    .unwrap();
    assert_eq!(
        world
            .git(&["show", "--format=", "--name-only", "HEAD"])
            .trim(),
        "sub/old.yaml"
    );
    assert_eq!(world.git(&["status", "--porcelain"]), "M  other.txt\n");
}
