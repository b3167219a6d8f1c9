//! Power cuts: whatever a command had not synced may be lost, and nothing that was acknowledged may
//! be, nor may anything need a person.
//!
//! A command is traced, a model of the disk says which states a cut at any point can leave, and the
//! next commands run in each of them. By default a few states are drawn; `COMPLAINT_TEST_SCALE=20`
//! draws more, `=1000` judges all, which takes hours. `POWER_CUTS_SEED` draws others, and
//! `POWER_CUTS_KEEP` names a folder for those that are judged wrong.

mod disk;
mod families;
mod states;
mod trace;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::repository::{REAL, Repository};
use crate::support::scaled;
use disk::{Disk, Fate, Tree};
use states::{Cut, Damage};

/// States that are drawn of each family, besides the one at its end.
const STATES: u32 = 1;

/// A command, and what must be on record once it has ended.
struct Step {
    arguments: Vec<String>,
    /// A text that HEAD has then.
    acknowledged: Option<String>,
}

fn step(arguments: &[&str], acknowledged: Option<&str>) -> Step {
    Step {
        arguments: arguments.iter().map(|it| (*it).to_owned()).collect(),
        acknowledged: acknowledged.map(str::to_owned),
    }
}

/// Commands in a row, and how their states are judged.
#[derive(Default)]
struct Family<'a> {
    name: &'a str,
    steps: Vec<Step>,
    /// The repository, below the folder in which the commands run.
    inside: &'a str,
    /// Run again if the last command was not acknowledged. They may say that all is done `already`.
    again: &'a [&'a [&'a str]],
    already: &'a str,
    /// What git has to do then.
    git: &'a [&'a [&'a str]],
    /// Files that are as they should be, once all is acknowledged.
    files: &'a [&'a str],
    /// A command that succeeds once all is acknowledged.
    proof: &'a [&'a str],
    /// The case that the next event is for.
    case: Option<&'a str>,
}

/// Traces the commands, and judges states between the end of the first and the end of the last; of
/// one command, from its beginning on.
fn judge(office: &Repository, family: &Family<'_>) {
    if !trace::is_possible() {
        return eprintln!("skipped: there is no strace that works here");
    }
    let root = office.root();
    let mut disk = Disk::of(&root);
    // The end of each command.
    let mut ends = Vec::new();
    for step in &family.steps {
        let arguments: Vec<&str> = step.arguments.iter().map(String::as_str).collect();
        let strace = office.command("ann", REAL, "strace");
        let program = env!("CARGO_BIN_EXE_complaint");
        let traced = trace::traced(strace, program, &arguments, &office.home().join("trace"));
        let said = String::from_utf8_lossy(&traced.output.stderr);
        assert!(traced.output.status.success(), "{}: {said}", family.name);
        traced.ops.iter().for_each(|op| disk.carry_out(op));
        ends.push(disk.clock());
    }
    let whole = disk.tree(disk.clock(), |_| Fate::Kept);
    let real = Disk::of(&root).tree(0, |_| Fate::Kept);
    assert_same(&whole, &real, family.name);

    let seed = std::env::var("POWER_CUTS_SEED").ok();
    let seed = seed.and_then(|it| it.parse().ok()).unwrap_or(20_261_129);
    let first = if ends.len() > 1 { ends[0] } else { 0 };
    let count = scaled(STATES) as usize;
    let (mut seen, mut wrong) = (HashSet::new(), Vec::new());
    // A change before it is synced, and the end of the last command, when all is.
    let last = Cut {
        at: disk.clock(),
        damage: Damage::All,
    };
    for cut in states::drawn(&disk, first..=disk.clock(), count, seed)
        .into_iter()
        .chain([last])
    {
        let tree = cut.tree(&disk);
        // The same files are another state where more was acknowledged.
        let ended = ends.iter().filter(|end| **end <= cut.at).count();
        if seen.insert((states::fingerprint(&tree), ended))
            && let Err(why) = survives(office, family, (&tree, &whole), ended)
        {
            wrong.push(format!("{}\n{why}", cut.describe(&disk)));
            keep(&tree, wrong.len());
        }
    }
    let (name, judged, count) = (family.name, seen.len(), wrong.len());
    eprintln!(
        "{name}: {} changes and syncs, {judged} states, {count} wrong",
        disk.clock()
    );
    assert!(wrong.is_empty(), "{name}: {}", wrong.join("\n\n"));
}

/// Fails if the model and the folder differ: then a call has no model.
fn assert_same(model: &Tree, real: &Tree, name: &str) {
    let paths: HashSet<&PathBuf> = model.keys().chain(real.keys()).collect();
    let differing: Vec<_> = paths
        .into_iter()
        .filter(|path| model.get(*path) != real.get(*path))
        .collect();
    assert!(
        differing.is_empty(),
        "{name}: the model is wrong about {differing:?}"
    );
}

/// Runs the next commands in a state after `ended` commands. `whole` is the state after all.
fn survives(
    office: &Repository,
    family: &Family<'_>,
    (tree, whole): (&Tree, &Tree),
    ended: usize,
) -> Result<(), String> {
    let outside = office.beside("cut");
    let _ = fs::remove_dir_all(outside.root());
    states::write(tree, &outside.root());
    let is_done = ended == family.steps.len();
    let lost = family.files.iter().find(|file| {
        let file = Path::new(file);
        is_done && tree.get(file) != whole.get(file)
    });
    if let Some(file) = lost {
        return Err(format!("{file} is lost"));
    }
    for arguments in family.again.iter().filter(|_| !is_done) {
        match run(&outside, arguments) {
            Err(why) if !family.already.is_empty() && why.contains(family.already) => {}
            done => done?,
        }
    }
    let after = outside.beside(&format!("cut/{}", family.inside));
    for arguments in family.git {
        git(&after, arguments)?;
    }
    // A reader repairs nothing, but says how to.
    for reader in [&["check"][..], &["list", "--all"]] {
        match run(&after, reader) {
            Err(why) if why.contains("doctor --fix") => {}
            done => done?,
        }
    }
    match family.case {
        Some(case) => run(&after, &["note", case, "--text", "after the cut"])?,
        None => run(&after, NEW)?,
    };
    let next = family.case.map(|_| "after the cut");
    let acknowledged = family.steps[..ended]
        .iter()
        .filter_map(|it| it.acknowledged.as_deref());
    for text in acknowledged.chain(next) {
        git(&after, &["grep", "-q", "-F", text, "HEAD"])
            .map_err(|why| format!("lost: '{text}': {why}"))?;
    }
    run(&after, &["check"])?;
    run(&after, &["audit"])?;
    // A commit by hand must not take anything back.
    git(
        &after,
        &["diff", "--cached", "--exit-code", "--stat", "HEAD"],
    )?;
    git(&after, &["fsck", "--no-reflogs", "--no-progress"])?;
    git(
        &after,
        &["commit", "--quiet", "--allow-empty", "-m", "By hand"],
    )?;
    match family.proof {
        proof if is_done && !proof.is_empty() => run(&after, proof),
        _ => Ok(()),
    }
}

/// Keeps a state that was judged wrong, if `POWER_CUTS_KEEP` names a folder for it.
fn keep(tree: &Tree, number: usize) {
    if let Some(folder) = std::env::var_os("POWER_CUTS_KEEP") {
        states::write(tree, &Path::new(&folder).join(number.to_string()));
    }
}

fn run(after: &Repository, arguments: &[&str]) -> Result<(), String> {
    outcome(arguments, &after.run("ann", REAL, arguments))
}

fn git(after: &Repository, arguments: &[&str]) -> Result<(), String> {
    outcome(arguments, &after.try_git("ann", REAL, arguments))
}

fn outcome(arguments: &[&str], output: &Output) -> Result<(), String> {
    if output.status.success() {
        return Ok(());
    }
    let said = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it).into_owned());
    Err(format!(
        "{arguments:?} {}: {}",
        output.status,
        said.concat()
    ))
}

/// The arguments of `new`.
const NEW: &[&str] = &[
    "new",
    "--channel",
    "phone",
    "--category",
    "delivery",
    "--customer",
    "next",
    "--summary",
    "late",
];
