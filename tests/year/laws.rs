//! What has to hold at the end of a year.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use complaint::domain::case::Event;
use complaint::domain::case::event::{Entry, Propose};
use rust_decimal::Decimal;

use super::people::Rank;
use super::world::{self, SKEW, World, said, stamp};
use crate::support::repository::Repository;

/// The most that a clerk could approve at any time of the year; a supervisor can up to 5000.
const CLERKS: i64 = 800;

/// All laws, on a fresh clone of the server.
pub fn hold(world: &World) {
    let fresh = world.server.another("fresh");
    all_clones_are_equal(world, &fresh);
    nothing_acknowledged_is_lost(world, &fresh);
    nothing_forged_is_there(world, &fresh);
    nothing_unauthorised_takes_effect(world, &fresh);
    the_audit_is_clean(world, &fresh);
    another_fold_sees_the_same(world, &fresh);
}

fn all_clones_are_equal(world: &World, fresh: &Repository) {
    let head = |repository: &Repository| repository.git("dan", "", &["rev-parse", "HEAD"]);
    for desk in &world.desks {
        assert_eq!(head(&desk.repository), head(fresh), "a clone after syncing");
        let status = ["status", "--porcelain", "-uall"];
        assert_eq!(
            desk.repository.git("dan", "", &status),
            "",
            "left uncommitted"
        );
    }
}

fn nothing_acknowledged_is_lost(world: &World, fresh: &Repository) {
    let mut lost = Vec::new();
    for (id, digests) in &world.acknowledged {
        let case = world::read(&fresh.root(), id);
        let there: BTreeSet<String> = case
            .iter()
            .flat_map(|case| &case.entries)
            .map(|entry| entry.digest.to_string())
            .collect();
        lost.extend(
            digests
                .difference(&there)
                .map(|digest| format!("{id} {digest}")),
        );
    }
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
}

fn nothing_forged_is_there(world: &World, fresh: &Repository) {
    for id in ids(fresh) {
        let text = fresh.read(&fresh.case_file(&id));
        let there = world
            .forged
            .iter()
            .find(|mark| text.contains(&format!("{mark}\n")));
        assert!(there.is_none(), "{id} has {there:?}");
    }
}

/// Whoever approved, decided, extended or invalidated had the role for it, and no proposer approved.
fn nothing_unauthorised_takes_effect(world: &World, fresh: &Repository) {
    for id in ids(fresh) {
        let case = fresh.case(&id);
        for entry in &case.entries {
            let by = entry.by.to_string();
            let rank = rank(world, &by, entry);
            let rank =
                rank.unwrap_or_else(|| panic!("{id}: {by} did not work there at {}", entry.at));
            let needed = match &entry.event {
                Event::Approve(approve) => {
                    let amount = approve.terms.amount.unwrap_or_default();
                    let own = case.entries.iter().any(|other| {
                        matches!(&other.event, Event::Propose(Propose { terms, .. }) if terms.proposal == approve.terms.proposal)
                            && other.by == entry.by
                    });
                    assert!(!own, "{id}: {by} approved their own proposal");
                    match amount {
                        amount if amount <= Decimal::from(CLERKS) => Rank::Clerk,
                        amount if amount <= Decimal::from(5000) => Rank::Supervisor,
                        _ => Rank::Director,
                    }
                }
                Event::Decide(_) | Event::Invalidate(_) | Event::Extend(_) => Rank::Supervisor,
                _ => Rank::Clerk,
            };
            assert!(
                rank >= needed,
                "{id}: {by} did what only a {needed:?} may: {:?}",
                entry.event
            );
        }
    }
}

/// The lower of the ranks when it happened and when it was recorded, by a clock that may be wrong.
fn rank(world: &World, by: &str, entry: &Entry) -> Option<Rank> {
    let about = |at: i64| {
        let ranks = [at - SKEW, at + SKEW].map(|at| world.person(by).rank(at));
        ranks.into_iter().flatten().max()
    };
    let instants = [entry.at, entry.on_record()].map(|at| about(at.timestamp()));
    instants.into_iter().flatten().min()
}

fn the_audit_is_clean(world: &World, fresh: &Repository) {
    let now = stamp(world.now);
    let output = fresh.run("dan", &now, &["audit"]);
    assert!(output.status.success(), "the record: {}", said(&output));
}

/// `fold.py` computes statuses, deadlines and sums from the files alone.
fn another_fold_sees_the_same(world: &World, fresh: &Repository) {
    let now = stamp(world.now);
    let list = fresh.ok("dan", &now, &["list", "--all", "--format", "json"]);
    fs::write(fresh.home().join("list.json"), list).expect("it can be written");
    let shown: Vec<String> = ids(fresh)
        .iter()
        .map(|id| fresh.ok("dan", &now, &["show", id, "--format", "json"]))
        .collect();
    fs::write(
        fresh.home().join("shown.json"),
        format!("[{}]", shown.join(",")),
    )
    .expect("it can be written");
    let fold = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/year/fold.py");
    let output = Command::new("python3")
        .arg(fold)
        .arg(fresh.root())
        .arg(&now)
        .arg(fresh.home())
        .output();
    match output {
        Ok(output) if output.status.code() == Some(77) => {
            eprintln!("skipped: this Python is too old for the fold")
        }
        Ok(output) => assert!(
            output.status.success(),
            "the other fold: {}{}",
            String::from_utf8_lossy(&output.stdout),
            said(&output)
        ),
        Err(_) => eprintln!("skipped: there is no python3 for the fold"),
    }
}

/// The ids of all cases.
fn ids(repository: &Repository) -> Vec<String> {
    let listed = repository.git("dan", "", &["ls-files", "cases"]);
    let files = listed.lines().filter(|file| file.ends_with(".yaml"));
    files
        .filter_map(|file| file.rsplit('/').next())
        .map(|name| name[..15].to_owned())
        .collect()
}
