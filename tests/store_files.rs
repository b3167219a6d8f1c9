//! Atomic file writes, and one writer at a time.

use std::fs;
use std::path::Path;
use std::time::Duration;

use complaint::store::lock::{self, LockError};
use complaint::store::{Lock, WriteError, write};
use tempfile::TempDir;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn replaces_a_file_and_leaves_nothing_else() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("a.yaml"), "old").unwrap();
    write::replace(dir.path(), Path::new("a.yaml"), b"new").unwrap();
    assert_eq!(fs::read(dir.path().join("a.yaml")).unwrap(), b"new");
    assert_eq!(names(dir.path()), ["a.yaml"]);
    let absent = write::replace(dir.path(), Path::new("b.yaml"), b"new");
    assert!(matches!(absent, Err(WriteError::Vanished(_))), "{absent:?}");
    fs::create_dir(dir.path().join("folder")).unwrap();
    let folder = write::replace(dir.path(), Path::new("folder"), b"new");
    assert!(matches!(folder, Err(WriteError::NotAFile(_))), "{folder:?}");
}

#[test]
fn creates_a_file_and_its_folders_once_and_removes_them() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("cases")).unwrap();
    let name = Path::new("cases/2026/11/a.yaml");
    let created = write::create_new(dir.path(), name, b"one").unwrap();
    let again = write::create_new(dir.path(), name, b"two");
    assert!(matches!(again, Err(WriteError::Exists(_))), "{again:?}");
    assert_eq!(fs::read(dir.path().join(name)).unwrap(), b"one");
    assert_eq!(names(&dir.path().join("cases/2026/11")), ["a.yaml"]);
    created.undo().unwrap();
    assert!(names(&dir.path().join("cases")).is_empty());
}

#[test]
fn never_writes_outside_the_root() {
    let dir = TempDir::new().unwrap();
    for name in ["../a", "/a", "a/../../b", ""] {
        let result = write::create_new(dir.path(), Path::new(name), b"x");
        assert!(
            matches!(result, Err(WriteError::Outside(_))),
            "{name}: {result:?}"
        );
    }
}

#[test]
#[cfg(unix)]
fn symbolic_links_are_not_followed() {
    let dir = TempDir::new().unwrap();
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("target"), "kept").unwrap();
    std::os::unix::fs::symlink(outside.path().join("target"), dir.path().join("link")).unwrap();
    std::os::unix::fs::symlink(outside.path(), dir.path().join("folder")).unwrap();
    let root = dir.path();
    let refused = [
        write::replace(root, Path::new("link"), b"x"),
        write::replace(root, Path::new("folder/target"), b"x"),
        write::create_new(root, Path::new("link"), b"x").map(drop),
        write::create_new(root, Path::new("folder/new"), b"x").map(drop),
    ];
    for result in refused {
        assert!(
            matches!(result, Err(WriteError::SymbolicLink(_))),
            "{result:?}"
        );
    }
    assert_eq!(fs::read(outside.path().join("target")).unwrap(), b"kept");
    assert_eq!(names(outside.path()), ["target"]);
    let locked = Lock::acquire(&root.join("link"), Duration::ZERO);
    assert!(
        matches!(locked, Err(LockError::SymbolicLink(_))),
        "{locked:?}"
    );
}

#[test]
#[cfg(unix)]
fn permissions_are_kept_and_respected() {
    use std::os::unix::fs::PermissionsExt;
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a.yaml");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let allow = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    fs::write(&path, "old").unwrap();
    allow(&path, 0o640).unwrap();
    write::replace(dir.path(), Path::new("a.yaml"), b"new").unwrap();
    assert_eq!(mode(&path), 0o640);
    let _created = write::create_new(dir.path(), Path::new("b.yaml"), b"new").unwrap();
    fs::write(dir.path().join("c.yaml"), "plain").unwrap();
    assert_eq!(
        mode(&dir.path().join("b.yaml")),
        mode(&dir.path().join("c.yaml"))
    );

    allow(&path, 0o440).unwrap();
    let result = write::replace(dir.path(), Path::new("a.yaml"), b"newer");
    assert!(matches!(result, Err(WriteError::ReadOnly(_))), "{result:?}");

    allow(&path, 0o640).unwrap();
    allow(dir.path(), 0o555).unwrap();
    if fs::write(dir.path().join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write into read-only folders");
        return;
    }
    let result = write::replace(dir.path(), Path::new("a.yaml"), b"newer");
    allow(dir.path(), 0o755).unwrap();
    assert!(matches!(result, Err(WriteError::ReadOnly(_))), "{result:?}");
    assert_eq!(fs::read(&path).unwrap(), b"new");
}

#[test]
fn one_writer_at_a_time() {
    let dir = TempDir::new().unwrap();
    let path = lock::place(dir.path(), None);
    let first = Lock::acquire(&path, Duration::ZERO).unwrap();
    let error = Lock::acquire(&path, Duration::from_millis(60)).unwrap_err();
    let own = format!("process {}, since 20", std::process::id());
    assert!(
        matches!(&error, LockError::Held { holder } if holder.starts_with(&own)),
        "{error:?}"
    );
    drop(first);
    fs::write(&path, "process 1, since long ago\n").unwrap();
    Lock::acquire(&path, Duration::ZERO).unwrap();
}

#[test]
fn writer_waits_for_the_one_before() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("complaint.lock");
    let first = Lock::acquire(&path, Duration::ZERO).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| Lock::acquire(&path, Duration::from_secs(10)).unwrap());
        std::thread::sleep(Duration::from_millis(80));
        drop(first);
    });
}

#[test]
#[cfg(unix)]
fn a_folder_that_cannot_be_read_is_reported_and_hides_no_other() {
    use std::os::unix::fs::PermissionsExt;
    const CASE: &str = "received: 2026-11-21T09:12:00+08:00\nchannel: phone\ncategory: other\nlevel: general\ncomplainant:\n  \
                        name: A\nsummary: B\nevents:\n- at: 2026-11-21T09:20:00+08:00\n  by: a\n  do: register\n";
    let dir = TempDir::new().unwrap();
    fs::write(
        dir.path().join("policy.toml"),
        complaint::domain::policy::preset("standard").unwrap(),
    )
    .unwrap();
    for (folder, id) in [
        ("cases/2026/10", "20261021-AAAAAA"),
        ("cases/2026/11", "20261121-AAAAAA"),
    ] {
        fs::create_dir_all(dir.path().join(folder)).unwrap();
        fs::write(
            dir.path().join(folder).join(format!("{id}-other.yaml")),
            format!("id: {id}\n{CASE}"),
        )
        .unwrap();
    }
    let closed = dir.path().join("cases/2026/10");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let binds = fs::read_dir(&closed).is_err();
    let files = complaint::store::Repository::find(dir.path())
        .unwrap()
        .cases();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    if !binds {
        eprintln!("skipped: permissions do not bind this user");
        return;
    }
    let paths: Vec<_> = files
        .iter()
        .map(|file| file.path.to_str().unwrap())
        .collect();
    assert_eq!(
        paths,
        ["cases/2026/10", "cases/2026/11/20261121-AAAAAA-other.yaml"]
    );
    assert!(files[0].case().is_none() && files[1].case().is_some());
    assert_eq!(
        files[0].document.findings[0].code,
        complaint::domain::finding::Code::Unreadable
    );
}
