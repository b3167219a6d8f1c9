//! Reading from a repository.

use std::fs;
use std::path::Path;

use complaint::git::{ChangeKind, GitError, Range, Repo, Walk};

use crate::git_layer::world::World;

#[test]
fn identity_has_gits_precedence() {
    let world = World::new();
    let identity = world.repo.identity().unwrap().unwrap();
    assert_eq!(
        (identity.name.as_str(), identity.email.as_str()),
        ("Li Wei", "li.wei@example.com")
    );
    world.git(&["config", "user.email", "local@example.com"]);
    let named = world.environment.clone().set("GIT_AUTHOR_NAME", "Zhang");
    let repo = Repo::discover_with(world.repo.base(), named)
        .unwrap()
        .unwrap();
    let identity = repo.identity().unwrap().unwrap();
    assert_eq!(
        (identity.name.as_str(), identity.email.as_str()),
        ("Zhang", "local@example.com")
    );
}

#[test]
fn outside_of_git_there_is_no_repository() {
    let world = World::new();
    let outside = world.dir.path().join("outside");
    fs::create_dir(&outside).unwrap();
    assert!(world.discover(&outside).is_none());
    assert!(Repo::discover(&outside.join("absent")).is_err());
    assert!(matches!(
        world.repo.relative(Path::new("../x")),
        Err(GitError::Outside(_))
    ));
    assert!(matches!(
        world.repo.relative(&outside),
        Err(GitError::Outside(_))
    ));
}

#[test]
fn a_missing_program_is_reported() {
    let world = World::with_history();
    let bare = world.environment.clone().set("PATH", world.dir.path());
    let repo = Repo::discover_with(world.repo.base(), bare)
        .unwrap()
        .unwrap();
    assert!(matches!(
        repo.head_blob(Path::new("old.yaml")),
        Err(GitError::NotInstalled)
    ));
}

#[test]
fn history_holds_the_file_at_each_commit() {
    let world = World::with_history();
    world.write("old.yaml", "id: 1\nevents:\n");
    world.commit(&["old.yaml"], &[]).unwrap();
    world.write("other.txt", "two\n");
    world.commit(&["other.txt"], &[]).unwrap();
    fs::remove_file(world.path("old.yaml")).unwrap();
    world.commit(&["old.yaml"], &[]).unwrap();
    let history = world.repo.history(Path::new("old.yaml")).unwrap();
    let contents: Vec<_> = history
        .iter()
        .map(|version| version.content.as_deref())
        .collect();
    assert_eq!(
        contents,
        [Some(&b"id: 1\n"[..]), Some(b"id: 1\nevents:\n"), None]
    );
    assert_eq!(world.repo.log(&[]).unwrap().len(), 4);
}

#[test]
fn packed_references_are_read() {
    let world = World::with_history();
    world.git(&["pack-refs", "--all"]);
    let head = world.git(&["rev-parse", "HEAD"]);
    assert_eq!(world.repo.head().unwrap().unwrap(), head.trim());
}

#[test]
fn kinds_of_changes_are_distinguished() {
    let world = World::with_history();
    world.write("old.yaml", "changed\n");
    world.write("new.yaml", "x\n");
    world.write("staged.yaml", "x\n");
    world.git(&["add", "staged.yaml"]);
    fs::remove_file(world.path("other.txt")).unwrap();
    let mut changes = world.repo.changed_against_head(&[]).unwrap();
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    let kinds: Vec<_> = changes
        .iter()
        .map(|c| (c.path.to_str().unwrap(), c.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("new.yaml", ChangeKind::Untracked),
            ("old.yaml", ChangeKind::Modified),
            ("other.txt", ChangeKind::Deleted),
            ("staged.yaml", ChangeKind::Added),
        ]
    );
}

#[test]
fn a_walk_ignores_the_users_log_settings() {
    let world = World::with_history();
    fs::create_dir(world.path("cases")).unwrap();
    world.write("cases/a.yaml", "one\ntwo\nthree\n");
    world.git(&["add", "."]);
    world.git(&["commit", "-qm", "Add"]);
    world.git(&["checkout", "-qb", "side"]);
    world.git(&["mv", "cases/a.yaml", "cases/b.yaml"]);
    world.git(&["commit", "-qm", "Rename"]);
    world.git(&["checkout", "-q", "-"]);
    world.write("cases/c.yaml", "another\n");
    world.git(&["add", "."]);
    world.git(&["commit", "-qm", "Add another"]);
    world.git(&["commit", "-qm", "Nothing", "--allow-empty"]);
    world.git(&["merge", "-q", "-m", "Merge", "side"]);
    let walk = |folder: &str| {
        let git = world.discover(&world.path(folder)).unwrap();
        match git.walk(Range::Of("HEAD"), 100).unwrap() {
            Walk::Whole(steps) => steps,
            Walk::TooManyChanges | Walk::TooManyParents(_) => panic!("a short history"),
        }
    };
    let (top, below) = (walk(""), walk("cases"));
    let parents: Vec<_> = below
        .iter()
        .map(|step| (step.parents.len(), step.changes.len()))
        .collect();
    assert_eq!(
        parents.iter().filter(|(parents, _)| *parents == 2).count(),
        1
    );
    assert!(
        parents
            .iter()
            .all(|(parents, changes)| changes == parents.max(&1)),
        "{parents:?}"
    );
    let paths = below
        .iter()
        .flat_map(|step| &step.changes)
        .flatten()
        .map(|change| change.path.as_str());
    assert_eq!(
        paths.collect::<std::collections::BTreeSet<_>>(),
        ["a.yaml", "b.yaml", "c.yaml"].into()
    );
    for (key, value) in [
        ("diff.relative", "true"),
        ("diff.renames", "copies"),
        ("diff.ignoreSubmodules", "all"),
        ("log.showRoot", "false"),
        ("log.showSignature", "true"),
        ("log.follow", "true"),
        ("log.diffMerges", "combined"),
        ("core.abbrev", "4"),
        ("format.pretty", "oneline"),
    ] {
        world.git(&["config", key, value]);
        assert_eq!(
            (walk(""), walk("cases")),
            (top.clone(), below.clone()),
            "{key}"
        );
    }
}
