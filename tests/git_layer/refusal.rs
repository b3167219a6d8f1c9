//! Commits that fail, and the state they leave.

use std::fs;
use std::path::{Path, PathBuf};

use complaint::git::{ChangeKind, GitError, Operation, Repo};
use complaint::render::Language;
use complaint::store::StoreError;

use crate::git_layer::world::{World, commit, executable};

fn hint(error: GitError) -> String {
    let hint = StoreError::from(error).hint().expect("a hint");
    Language::English.hint(&hint, None)
}

#[test]
fn a_refusing_hook_leaves_everything_unchanged() {
    let world = World::with_history();
    world.hook("pre-commit", "echo 'no complaints on Sundays' >&2\nexit 1");
    world.write("old.yaml", "staged\n");
    world.git(&["add", "old.yaml"]);
    world.write("old.yaml", "changed\n");
    world.write("new.yaml", "id: 3\n");
    let before = (world.status(), world.git(&["ls-files", "--stage"]));

    let error = world.commit(&["old.yaml"], &["new.yaml"]).unwrap_err();
    assert!(
        matches!(&error, GitError::HookRefused { hooks, said }
            if hooks == &["pre-commit"] && said == "no complaints on Sundays"),
        "{error:?}"
    );
    assert_eq!(
        (world.status(), world.git(&["ls-files", "--stage"])),
        before
    );
    assert_eq!(world.git(&["show", ":old.yaml"]), "staged\n");
    assert_eq!(world.git(&["rev-list", "--count", "HEAD"]), "1\n");
}

#[test]
fn new_file_that_was_staged_before_stays_staged_when_a_hook_refuses() {
    let world = World::with_history();
    world.hook("commit-msg", "exit 1");
    world.write("new.yaml", "staged\n");
    world.git(&["add", "new.yaml"]);
    world.write("new.yaml", "changed\n");
    let error = world.commit(&[], &["new.yaml"]).unwrap_err();
    assert!(matches!(error, GitError::HookRefused { .. }), "{error:?}");
    assert_eq!(world.status(), "AM new.yaml\n");
    assert_eq!(world.git(&["show", ":new.yaml"]), "staged\n");
}

#[test]
fn hook_edits_of_the_message_are_kept_and_no_editor_opens() {
    let world = World::with_history();
    world.git(&["config", "core.editor", "false"]);
    world.hook("commit-msg", "echo 'Reviewed-by: hook' >> \"$1\"");
    world.write("old.yaml", "changed\n");
    world.commit(&["old.yaml"], &[]).unwrap();
    let log = world.repo.log(&[]).unwrap();
    assert_eq!(log[1].trailer("Reviewed-by"), Some("hook"));
}

#[test]
fn a_failing_signature_is_reported() {
    let world = World::with_history();
    let signer = world.dir.path().join("signer");
    executable(&signer, "echo 'no secret key' >&2\nexit 2");
    world.git(&["config", "commit.gpgSign", "true"]);
    world.git(&["config", "gpg.program", signer.to_str().unwrap()]);
    world.write("new.yaml", "x\n");
    let error = world.commit(&[], &["new.yaml"]).unwrap_err();
    assert!(matches!(error, GitError::SigningFailed { .. }), "{error:?}");
    assert_eq!(world.status(), "?? new.yaml\n");
}

#[test]
fn a_missing_identity_is_reported() {
    let world = World::with_history();
    fs::write(
        world.dir.path().join("gitconfig"),
        "[user]\nuseConfigOnly = true\n",
    )
    .unwrap();
    world.write("old.yaml", "changed\n");
    assert_eq!(world.repo.identity().unwrap(), None);
    let error = world.commit(&["old.yaml"], &[]).unwrap_err();
    assert!(matches!(error, GitError::NoIdentity), "{error:?}");
    assert!(hint(error).contains("user.email"));
}

#[test]
fn an_index_lock_is_reported_with_its_age_and_stays() {
    let world = World::with_history();
    let lock = world.repo.git_dir().join("index.lock");
    fs::write(&lock, "").unwrap();
    world.write("old.yaml", "changed\n");
    let error = world.commit(&["old.yaml"], &[]).unwrap_err();
    assert!(
        matches!(&error, GitError::Locked { age: Some(_), .. }),
        "{error:?}"
    );
    assert!(lock.exists());
}

#[test]
fn index_lock_that_goes_away_is_waited_for() {
    let world = World::with_history();
    let lock = world.repo.git_dir().join("index.lock");
    fs::write(&lock, "").unwrap();
    world.write("old.yaml", "changed\n");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(std::time::Duration::from_millis(200));
            fs::remove_file(&lock).unwrap();
        });
        world.commit(&["old.yaml"], &[]).unwrap();
    });
}

#[test]
fn merge_in_progress_is_seen_and_refused() {
    let world = World::with_history();
    world.git(&["checkout", "-q", "-b", "side"]);
    world.write("other.txt", "side\n");
    world.git(&["commit", "-q", "-a", "-m", "Side"]);
    world.git(&["checkout", "-q", "main"]);
    world.write("other.txt", "main\n");
    world.git(&["commit", "-q", "-a", "-m", "Main"]);
    assert_eq!(world.repo.in_progress(), None);

    world.git_at(world.repo.base(), &["merge", "-q", "side"]);
    assert_eq!(world.repo.in_progress(), Some(Operation::Merge));
    world.write("old.yaml", "changed\n");
    let error = world.commit(&["old.yaml"], &[]).unwrap_err();
    assert!(matches!(error, GitError::InProgress(Operation::Merge)));
    assert!(hint(error).contains("git merge --abort"));
    let conflict = world
        .repo
        .changed_against_head(&[PathBuf::from("other.txt")])
        .unwrap();
    assert_eq!(conflict[0].kind, ChangeKind::Conflicted);
    world.git(&["checkout", "old.yaml"]);
    world.git(&["merge", "--abort"]);

    world.git_at(world.repo.base(), &["rebase", "side"]);
    assert_eq!(world.repo.in_progress(), Some(Operation::Rebase));
    world.git(&["rebase", "--abort"]);
    world.git_at(world.repo.base(), &["cherry-pick", "side"]);
    assert_eq!(world.repo.in_progress(), Some(Operation::CherryPick));
    world.git(&["cherry-pick", "--abort"]);
    world.git_at(world.repo.base(), &["revert", "--no-edit", "side"]);
    assert_eq!(world.repo.in_progress(), Some(Operation::Revert));
}

#[test]
fn hooks_of_another_folder_are_named_in_a_subfolder_too() {
    let world = World::with_history();
    world.git(&["config", "core.hooksPath", ".hooks"]);
    executable(&world.path(".hooks/reference-transaction"), "exit 1");
    world.write("shop/a.yaml", "id: 1\n");
    let repo = world.discover(&world.path("shop")).unwrap();
    let error = commit(&repo, &[], &["a.yaml"]).unwrap_err();
    assert!(
        matches!(&error, GitError::HookRefused { hooks, .. } if hooks == &["reference-transaction"]),
        "{error:?}"
    );
    assert_eq!(
        world.status(),
        "?? .hooks/reference-transaction\n?? shop/a.yaml\n"
    );
}

#[test]
fn a_repository_of_another_user_is_reported() {
    let world = World::with_history();
    let strange = world
        .environment
        .clone()
        .set("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    let repo = Repo::discover_with(world.repo.base(), strange)
        .unwrap()
        .unwrap();
    let error = repo.head_blob(Path::new("old.yaml")).unwrap_err();
    assert!(matches!(error, GitError::Untrusted { .. }), "{error:?}");
    let hint = hint(error);
    assert!(hint.ends_with("/repo"), "{hint}");
}
