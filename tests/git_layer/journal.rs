//! The journal of uncommitted changes.

use std::fs;
use std::path::Path;

use complaint::store::Journal;
use tempfile::TempDir;

#[test]
fn journal_forgets_and_survives_a_torn_line() {
    let dir = TempDir::new().unwrap();
    let journal = Journal::of(dir.path());
    let file = dir.path().join("complaint/journal");
    let one = ["00112233aabbccdd".to_owned()];
    let two = ["ffeeddccbbaa9988".to_owned()];
    let path = Path::new("cases/a b.yaml");
    let recorded = || {
        journal
            .recorded(path)
            .unwrap()
            .into_iter()
            .collect::<Vec<_>>()
    };
    assert!(recorded().is_empty());
    journal.forget(path, &one).unwrap();

    journal.record(path, &one).unwrap();
    let mut torn = fs::read(&file).unwrap();
    torn.extend(b"cases/a b.yaml\tffee");
    fs::write(&file, torn).unwrap();
    assert_eq!(recorded(), one);
    journal.record(path, &two).unwrap();
    assert_eq!(recorded(), [one.clone(), two.clone()].concat());
    assert!(
        journal
            .recorded(Path::new("cases/other.yaml"))
            .unwrap()
            .is_empty()
    );

    journal.forget(path, &one).unwrap();
    assert_eq!(recorded(), two);
    assert_eq!(journal.paths().unwrap().len(), 1);
    journal.forget(path, &two).unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"");
}
