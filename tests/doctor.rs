//! `doctor`: each fault of a clone, reported and fixed.

use std::fs;
use std::process::Output;

use crate::support::repository::{REAL, Repository};
use crate::support::team::Team;

const NOW: &str = "2026-11-02T12:00";

/// The output of `doctor`, stdout and stderr, and its exit code.
fn output_and_code(output: &Output) -> (String, Option<i32>) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        text(&output.stdout) + &text(&output.stderr),
        output.status.code(),
    )
}

fn doctor(clone: &Repository) -> (String, Option<i32>) {
    output_and_code(&clone.run("ann", NOW, &["doctor"]))
}

/// A clone without faults.
fn healthy_clone() -> Team {
    let team = Team::honest();
    let (said, code) = output_and_code(&team.run("ann", NOW, &["doctor", "--fix"]));
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(doctor(&team), (String::new(), Some(0)));
    team
}

#[test]
fn fix_sets_up_a_fresh_clone() {
    let team = Team::honest();
    team.with_origin();
    let clone = team.another("desk");
    let (found, code) = doctor(&clone);
    assert!(
        found.contains("merge driver is not configured") && found.contains("no hook is installed"),
        "{found}"
    );
    assert_eq!(code, Some(1));
    let (fixed, code) = output_and_code(&clone.run("ann", NOW, &["doctor", "--fix"]));
    assert!(fixed.matches("fixed: ").count() == 2, "{fixed}");
    assert_eq!(code, Some(0));
    assert_eq!(doctor(&clone), (String::new(), Some(0)));
    // The setup works: the hook refuses a forged event, the driver merges both sides.
    let forged = clone.read(&team.file())
        + "- at: 2026-11-02T12:00:00+08:00\n  by: bob\n  do: note\n  text: not me\n";
    clone.write(&team.file(), &forged);
    let output = clone.try_git("ann", NOW, &["commit", "-qam", "Tamper"]);
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("[foreign-author]"),
        "{output:?}"
    );
    clone.git("ann", NOW, &["checkout", "-q", "."]);
    clone.ok("ann", NOW, &["note", &team.id, "--text", "from the desk"]);
    team.ok("bob", NOW, &["note", &team.id, "--text", "from here"]);
    team.git("bob", NOW, &["push", "-q"]);
    clone.git("ann", NOW, &["pull", "-q"]);
    assert!(
        clone.read(&team.file()).contains("from here")
            && clone.read(&team.file()).contains("from the desk")
    );
}

#[test]
fn wrong_settings_are_reported() {
    let wrong: [(&str, &[&str], &str); 9] = [
        (
            "line ends",
            &["core.autocrlf", "true"],
            "converts line endings",
        ),
        (
            "letter case",
            &["core.ignorecase", "true"],
            "ignores letter case",
        ),
        (
            "another driver",
            &["merge.complaint.driver", "cat"],
            "the merge driver configured here loses events of one side: cat",
        ),
        (
            "places swapped",
            &[
                "merge.complaint.driver",
                "complaint merge-driver %A %O %B %P",
            ],
            "loses events of one side",
        ),
        (
            "no such program",
            &[
                "merge.complaint.driver",
                "/nowhere/complaint merge-driver %O %A %B %P",
            ],
            "loses events of one side",
        ),
        (
            "a place left out",
            &["merge.complaint.driver", "complaint merge-driver %O %A %B"],
            "loses events of one side",
        ),
        (
            "signing without a key",
            &["commit.gpgSign", "yes"],
            "there is no secret key for",
        ),
        (
            "hooks elsewhere",
            &["core.hooksPath", "/nowhere/hooks"],
            "looks for hooks in /nowhere/hooks",
        ),
        (
            "nobody's address",
            &["author.email", "eve@example.com"],
            "no staff member of the policy has git's user.email, eve@example.com",
        ),
    ];
    for (name, setting, expected) in wrong {
        let team = healthy_clone();
        team.git("ann", REAL, &[&["config"], setting].concat());
        let mut command = team.command("ann", NOW, env!("CARGO_BIN_EXE_complaint"));
        // The identity comes from the configuration, as for users.
        command.env_remove("GIT_AUTHOR_EMAIL").arg("doctor");
        team.configure("[user]\n\temail = ann@example.com\n");
        let (found, code) = output_and_code(&command.output().expect("it runs"));
        assert!(
            found.contains(expected) && found.contains("hint: "),
            "{name}: {found}"
        );
        assert_eq!(
            code,
            Some(i32::from(name != "hooks elsewhere")),
            "{name}: {found}"
        );
    }
}

#[test]
fn a_driver_that_keeps_both_sides_is_left_alone_and_others_are_replaced() {
    let team = healthy_clone();
    let driver = || team.git("ann", REAL, &["config", "merge.complaint.driver"]);
    let ours = driver();
    let set = |line: &str| team.git("ann", REAL, &["config", "merge.complaint.driver", line]);
    set("complaint merge-driver %O %A %B %P");
    assert_eq!(doctor(&team), (String::new(), Some(0)));
    set("git merge-file %A %O %B");
    team.git(
        "ann",
        REAL,
        &["config", "--add", "merge.complaint.driver", "true"],
    );
    let (fixed, code) = output_and_code(&team.run("ann", NOW, &["doctor", "--fix"]));
    assert!(
        fixed.contains("fixed: the merge driver configured here") && code == Some(0),
        "{fixed}"
    );
    assert_eq!(driver(), ours);
}

#[test]
fn an_overridden_attribute_is_reported() {
    let team = healthy_clone();
    let attributes = team.read(".gitattributes");
    team.write(".gitattributes", &format!("{attributes}*.yaml -merge\n"));
    let (found, code) = doctor(&team);
    assert!(
        found.contains("their attribute `merge` is 'unset'") && code == Some(1),
        "{found}"
    );
}

#[test]
fn a_key_that_is_not_there_is_reported_before_the_first_commit_fails() {
    let team = healthy_clone();
    team.git("ann", REAL, &["config", "commit.gpgSign", "true"]);
    team.git("ann", REAL, &["config", "gpg.format", "ssh"]);
    let (found, code) = doctor(&team);
    assert!(
        found.contains("git has no signing key") && found.contains("ssh-keygen"),
        "{found}"
    );
    assert_eq!(code, Some(1));
}

#[test]
fn somebody_who_has_left_is_reported() {
    let team = healthy_clone();
    let policy = team.read("policy.toml");
    let ended = "[staff.ann]\nuntil = 2026-11-01\n";
    team.write("policy.toml", &policy.replace("[staff.ann]\n", ended));
    let (found, code) = doctor(&team);
    assert!(
        found.contains("the last working day of ann (ann@example.com) was 2026-11-01"),
        "{found}"
    );
    assert_eq!(code, Some(1));
}

#[test]
fn a_git_without_a_name_is_reported() {
    let team = healthy_clone();
    team.configure("[user]\n\temail = ann@example.com\n\tuseConfigOnly = true\n");
    let mut command = team.command("ann", NOW, env!("CARGO_BIN_EXE_complaint"));
    for variable in [
        "AUTHOR_NAME",
        "AUTHOR_EMAIL",
        "COMMITTER_NAME",
        "COMMITTER_EMAIL",
    ] {
        command.env_remove(format!("GIT_{variable}"));
    }
    let (found, code) = output_and_code(&command.arg("doctor").output().expect("it runs"));
    assert!(
        found.contains("git has no user.name") && code == Some(1),
        "{found}"
    );
}

#[test]
fn a_fact_changed_by_hand_is_reported_with_the_way_back() {
    let team = healthy_clone();
    let whole = team.read(&team.file());
    team.write(
        &team.file(),
        &whole.replace("channel: phone", "channel: email"),
    );
    let (found, code) = doctor(&team);
    assert!(
        found.contains(":3: 'channel' was changed from phone to email, not by `amend`")
            && found.contains("hint: put back `channel: phone`"),
        "{found}"
    );
    assert_eq!(code, Some(1));
    team.write(&team.file(), &format!("# a remark\n{whole}"));
    assert_eq!(doctor(&team), (String::new(), Some(0)));
}

#[test]
fn a_missing_identity_is_reported() {
    let team = healthy_clone();
    let mut command = team.command("ann", NOW, env!("CARGO_BIN_EXE_complaint"));
    command
        .env_remove("GIT_AUTHOR_EMAIL")
        .env_remove("GIT_AUTHOR_NAME")
        .arg("doctor");
    let (found, code) = output_and_code(&command.output().expect("it runs"));
    assert!(found.contains("git does not know who you are"), "{found}");
    assert_eq!(code, Some(1));
}

#[test]
fn a_program_missing_from_the_path_is_reported() {
    let team = healthy_clone();
    let folder = team.home().join("programs");
    fs::create_dir(&folder).expect("a folder");
    let path = std::env::var_os("PATH").expect("a path");
    let mut git = std::env::split_paths(&path).map(|folder| folder.join("git"));
    let git = git.find(|git| git.is_file()).expect("git is installed");
    #[cfg(unix)]
    std::os::unix::fs::symlink(git, folder.join("git")).expect("a link");
    let mut command = team.command("ann", NOW, env!("CARGO_BIN_EXE_complaint"));
    let (found, code) = output_and_code(
        &command
            .env("PATH", &folder)
            .arg("doctor")
            .output()
            .expect("it runs"),
    );
    assert!(
        found.contains("there is no program named 'complaint' on the PATH"),
        "{found}"
    );
    assert_eq!(code, Some(1));
}

#[test]
fn a_shared_address_is_reported() {
    let team = healthy_clone();
    let policy = team.read("policy.toml");
    team.write(
        "policy.toml",
        &format!("{policy}[staff.twin]\nemail = \"ANN@example.com\"\nrole = \"clerk\"\n"),
    );
    let (found, code) = doctor(&team);
    assert!(found.contains("ann and twin share the address"), "{found}");
    assert_eq!(code, Some(1));
}

#[test]
fn a_shallow_clone_is_reported_and_not_audited() {
    let team = Team::honest();
    let server = team.with_origin();
    let url = format!("file://{}", server.root().display());
    team.git(
        "ann",
        REAL,
        &["clone", "-q", "--depth", "2", &url, "../short"],
    );
    let short = team.beside("short");
    let (found, code) = doctor(&short);
    assert!(
        found.contains("lacks the older part of the history") && found.contains("--unshallow"),
        "{found}"
    );
    assert_eq!(code, Some(1));
    let (found, code) = output_and_code(&short.run("ann", NOW, &["audit"]));
    assert!(
        found.contains("lacks the older part of the history"),
        "{found}"
    );
    assert_eq!(code, Some(3));
    short.git("ann", REAL, &["fetch", "-q", "--unshallow"]);
    assert_eq!(short.audited(&[]), Vec::<String>::new());
}

#[test]
fn a_stale_lock_of_git_is_reported() {
    let team = healthy_clone();
    let lock = team.root().join(".git/index.lock");
    let file = fs::File::create(&lock).expect("a lock");
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(600);
    file.set_modified(old).expect("an old one");
    let (found, code) = doctor(&team);
    assert!(found.contains("index.lock is 10 minutes old"), "{found}");
    assert_eq!(code, Some(1));
}

#[test]
fn a_foreign_hook_is_kept_and_reported() {
    let team = Team::honest();
    let hook = team.root().join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().expect("a folder")).expect("a folder");
    fs::write(&hook, "#!/bin/sh\nexit 0\n").expect("a hook");
    let (found, code) = output_and_code(&team.run("ann", NOW, &["doctor", "--fix"]));
    assert!(
        found.contains("is a different hook")
            && found.contains("add this command to it: complaint hook pre-commit"),
        "{found}"
    );
    assert_eq!(code, Some(0));
    let (found, code) = output_and_code(&team.run("ann", NOW, &["hook", "install"]));
    assert!(found.contains("is another hook already"), "{found}");
    assert_eq!(code, Some(3));
    assert_eq!(
        fs::read_to_string(&hook).expect("it is there"),
        "#!/bin/sh\nexit 0\n"
    );
}

#[cfg(unix)]
#[test]
fn a_disabled_hook_is_reported_and_fixed() {
    use std::os::unix::fs::PermissionsExt;
    let team = healthy_clone();
    let hook = team.root().join(".git/hooks/pre-commit");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o644)).expect("it can be changed");
    let (found, code) = doctor(&team);
    assert!(
        found.contains("git does not run ") && code == Some(1),
        "{found}"
    );
    team.ok("ann", NOW, &["doctor", "--fix"]);
    assert_eq!(doctor(&team), (String::new(), Some(0)));
}

#[test]
fn init_installs_the_hook_on_request() {
    let team = Team::honest();
    for (name, hooks) in [("plain", &[][..]), ("hooked", &["--hooks"])] {
        fs::create_dir(team.home().join(name)).expect("a folder");
        let new = team.beside(name);
        new.ok("dan", NOW, &[&["init"], hooks].concat());
        assert_eq!(
            new.root().join(".git/hooks/pre-commit").exists(),
            !hooks.is_empty()
        );
        let (found, code) = output_and_code(&new.run("dan", NOW, &["doctor"]));
        assert_eq!(
            (found.is_empty(), code),
            (!hooks.is_empty(), Some(0)),
            "{found}"
        );
    }
}

#[test]
fn an_untrusted_repository_is_checked_without_its_history() {
    let team = Team::honest();
    let mut command = team.command("ann", NOW, env!("CARGO_BIN_EXE_complaint"));
    // git's own test switch: pretends that another user owns the repository.
    command
        .env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        .arg("check");
    let (found, code) = output_and_code(&command.output().expect("it runs"));
    assert!(
        found.contains("git does not trust") && found.contains("safe.directory"),
        "{found}"
    );
    assert_eq!(code, Some(0), "{found}");
}

#[test]
fn missing_working_files_are_reported() {
    let team = healthy_clone();
    let whole = team.read(&team.file());
    team.ok(
        "ann",
        NOW,
        &["note", &team.id, "--text", "not committed", "--no-commit"],
    );
    let added = team.read(&team.file());
    let (found, _) = doctor(&team);
    assert!(
        found.contains("has events that are not committed"),
        "{found}"
    );
    let cut = &whole[..whole.rfind("\n- at: ").expect("an event") + 1];
    team.write(&team.file(), cut);
    let (found, code) = doctor(&team);
    assert!(
        found.contains("is gone, though git's HEAD has it") && !found.contains("not committed"),
        "{found}"
    );
    assert!(
        found.contains("hint: git restore ") && code == Some(1),
        "{found}"
    );
    team.write(&team.file(), &added);
    fs::remove_file(team.root().join(team.file())).expect("it is there");
    let (found, _) = doctor(&team);
    assert!(
        found.contains("is gone, though git's HEAD has") && !found.contains("not committed"),
        "{found}"
    );
    fs::remove_dir_all(team.root().join("cases")).expect("it is there");
    for command in [&["list"][..], &["overdue"], &["report"]] {
        let (found, code) = output_and_code(&team.run("ann", NOW, command));
        assert!(
            found.contains("the folder is gone") && code == Some(3),
            "{command:?}: {found}"
        );
    }
}

#[test]
fn an_unfinished_git_operation_is_reported() {
    let team = healthy_clone();
    for lock in ["index.lock", "refs/heads/main.lock"] {
        let lock = team.root().join(".git").join(lock);
        fs::create_dir_all(lock.parent().expect("a folder")).expect("a folder");
        fs::write(&lock, "").expect("a lock");
        let (found, code) = doctor(&team);
        assert!(
            found.contains(".lock is ") && found.contains(" seconds old") && code == Some(1),
            "{found}"
        );
        fs::remove_file(&lock).expect("it is there");
    }
    let merge = team.root().join(".git/MERGE_HEAD");
    fs::write(&merge, team.git("ann", NOW, &["rev-parse", "HEAD"])).expect("a merge");
    let (found, code) = doctor(&team);
    assert!(
        found.contains("git merge is in progress") && code == Some(1),
        "{found}"
    );
}

#[test]
fn recording_on_a_detached_head_is_reported() {
    let team = healthy_clone();
    let on_branch =
        output_and_code(&team.run("ann", NOW, &["note", &team.id, "--text", "on a branch"])).0;
    assert!(!on_branch.contains("no branch"), "{on_branch}");
    team.git("ann", NOW, &["checkout", "-q", "--detach"]);
    let (found, code) =
        output_and_code(&team.run("ann", NOW, &["note", &team.id, "--text", "adrift"]));
    assert!(
        found.contains("HEAD is on no branch") && found.contains("git switch -c NAME"),
        "{found}"
    );
    assert_eq!(code, Some(0));
    let (found, code) = doctor(&team);
    assert!(
        found.contains("HEAD is on no branch") && code == Some(1),
        "{found}"
    );
}

#[cfg(unix)]
#[test]
fn attach_refuses_a_pipe() {
    let team = healthy_clone();
    let pipe = team.home().join("pipe");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("it runs");
    assert!(made.success());
    let (found, code) =
        output_and_code(&team.run("ann", NOW, &["attach", &team.id, &pipe.to_string_lossy()]));
    assert!(
        found.contains("is not a plain file") && code == Some(2),
        "{found}"
    );
}

#[test]
fn an_audit_without_git_cannot_read_the_repository() {
    let team = healthy_clone();
    fs::rename(team.root().join(".git"), team.home().join("away")).expect("it is there");
    let (found, code) = output_and_code(&team.run("ann", NOW, &["audit"]));
    assert!(
        found.contains("no git repository here") && code == Some(3),
        "{found}"
    );
}

/// Two clones that both recorded since they were made, with these settings for all of git.
fn diverged(settings: &str) -> Repository {
    let team = Repository::new();
    let id = team.new_case("ann", "2026-11-02T09:00");
    team.with_origin();
    let there = team.another("there");
    team.ok(
        "ann",
        "2026-11-02T09:10",
        &["note", &id, "--text", "called"],
    );
    team.git("ann", REAL, &["push", "-q"]);
    there.ok("ann", "2026-11-02T09:20", &["note", &id, "--text", "wrote"]);
    let user = format!("[init]\n\tdefaultBranch = main\n{settings}");
    fs::write(team.home().join("gitconfig"), user).expect("git's configuration");
    there
}

#[test]
fn a_pull_that_stops_or_rebases_is_reported_and_fixed() {
    for settings in ["", "[pull]\n\trebase = true\n", "[pull]\n\tff = only\n"] {
        let there = diverged(settings);
        let (said, code) = doctor(&there);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("`git pull` "), "{settings}: {said}");
        there.run("ann", NOW, &["doctor", "--fix"]);
        let (said, _) = doctor(&there);
        assert!(!said.contains("git pull"), "{said}");
        there.git("ann", NOW, &["pull", "-q", "--no-edit"]);
        let parents = there.git("ann", REAL, &["log", "-1", "--format=%P"]);
        assert_eq!(parents.split(' ').count(), 2, "{settings}");
    }
    let merging = diverged("[pull]\n\trebase = false\n");
    assert!(!doctor(&merging).0.contains("git pull"));
}

#[test]
fn branches_without_the_driver_are_named_and_get_it() {
    let team = Repository::new();
    let id = team.new_case("ann", "2026-11-02T09:00");
    let line = team.read(".gitattributes");
    team.git("ann", NOW, &["rm", "-q", ".gitattributes"]);
    team.git("ann", NOW, &["commit", "-qm", "No attributes"]);
    team.git("ann", REAL, &["branch", "old"]);
    team.with_origin();
    team.git("ann", REAL, &["push", "-q", "origin", "old:older"]);
    team.git("ann", REAL, &["fetch", "-q"]);
    team.write(".gitattributes", &line);
    team.commit("ann", NOW, "Attributes");
    team.git("ann", REAL, &["push", "-q"]);
    let (said, _) = doctor(&team);
    for branch in [" old", " origin/older"] {
        assert!(said.contains(branch), "{said}");
    }
    assert!(!said.contains("origin/main"), "{said}");
    team.ok("ann", "2026-11-02T12:10", &["note", &id, "--text", "here"]);
    team.git("ann", REAL, &["switch", "-q", "old"]);
    team.ok("ann", "2026-11-02T12:10", &["note", &id, "--text", "there"]);
    assert!(
        !team
            .try_git("ann", NOW, &["merge", "-q", "main"])
            .status
            .success()
    );
    team.git("ann", NOW, &["merge", "--abort"]);
    team.run("ann", NOW, &["doctor", "--fix"]);
    assert!(!doctor(&team).0.contains("origin/older"));
    team.git("ann", NOW, &["merge", "-q", "--no-edit", "main"]);
    assert_eq!(team.events(&id).len(), 3);
}

#[test]
fn a_server_is_checked_for_what_it_needs() {
    let team = Repository::new();
    let origin = team.with_origin();
    let (said, code) = doctor(&origin);
    assert_eq!(code, Some(1), "{said}");
    for what in ["merge driver is not configured", "pushes are not checked"] {
        assert!(said.contains(what), "{said}");
    }
    origin.ok("ann", NOW, &["doctor", "--fix"]);
    assert_eq!(doctor(&origin), (String::new(), Some(0)));
    team.git("ann", NOW, &["rm", "-q", ".gitattributes"]);
    team.git("ann", NOW, &["commit", "-qm", "No attributes"]);
    origin.git("ann", REAL, &["fetch", "-q", "../team", "main:main"]);
    let (said, code) = doctor(&origin);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(".gitattributes"), "{said}");
}

#[test]
fn a_long_history_gets_a_list_of_its_changes() {
    let team = healthy_clone();
    let parent = team.git("ann", NOW, &["rev-parse", "HEAD"]);
    let parent = parent.trim();
    let mut commits = format!("reset refs/heads/long\nfrom {parent}\n\n");
    for _ in 0..4_096 {
        commits += "commit refs/heads/long\ncommitter A <a@b> 1793500000 +0800\ndata 0\n\n";
    }
    let import = team.home().join("import");
    fs::write(&import, commits).expect("a file");
    let mut git = team.command("ann", NOW, "git");
    git.args(["fast-import", "--quiet"]);
    git.stdin(fs::File::open(&import).expect("a file"));
    assert!(git.status().expect("git runs").success());
    team.git("ann", NOW, &["reset", "-q", "--keep", "long"]);
    let (found, code) = doctor(&team);
    assert!(
        found.contains("the history has 4096 commits or more"),
        "{found}"
    );
    assert_eq!(code, Some(0), "it is a note: {found}");
    let (fixed, _) = output_and_code(&team.run("ann", NOW, &["doctor", "--fix"]));
    assert!(fixed.contains("fixed: the history has"), "{fixed}");
    assert_eq!(doctor(&team), (String::new(), Some(0)));
    team.git("ann", NOW, &["commit-graph", "verify"]);
}
