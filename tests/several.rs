//! Concurrent writers in one repository: acknowledged events are in file and commit.

use std::collections::BTreeSet;

use crate::support::office::Office;

#[test]
fn writers_at_once_lose_nothing() {
    let office = Office::new();
    let cases: Vec<String> = (0..4).map(|_| office.new_case()).collect();
    let commands = crate::support::scaled(10);
    let writer = |writer: u32| {
        let done = (0..commands).map(|number| {
            let text = format!("writer {writer}, number {number}");
            office.ok(&[
                "note",
                &cases[((writer + number) % 4) as usize],
                "--text",
                &text,
            ]);
            text
        });
        done.collect::<Vec<String>>()
    };
    let acknowledged: BTreeSet<String> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..16)
            .map(|number| scope.spawn(move || writer(number)))
            .collect();
        writers
            .into_iter()
            .flat_map(|writer| writer.join().expect("a writer"))
            .collect()
    });
    assert_eq!(acknowledged.len(), 16 * commands as usize);
    office.holds(&acknowledged);
    let commits = office.git(&["rev-list", "--count", "--grep", "^note ", "HEAD"]);
    assert_eq!(commits, (16 * commands).to_string(), "each is one commit");
    eprintln!("16 writers, {commands} commands each");
}
