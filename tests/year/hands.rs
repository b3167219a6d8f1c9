//! Edits by hand, committed with git: an honest person's, and the forger's.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::people::FORGER;
use super::world::{DAY, World, said, stamp};

/// Forges something in the forger's clone; `None` if there is nothing yet to forge.
type Forgery = fn(&mut World, &Path) -> Option<()>;

/// The forgeries, by name.
const FORGERIES: [(&str, Forgery); 10] = [
    ("an event of another", |world, root| {
        add(world, root, "sue", 0, "do: note\n  text: ")
    }),
    (
        "a step that his role has no permission for",
        |world, root| add(world, root, FORGER, 0, "do: invalidate\n  reason: "),
    ),
    ("an event dated back", |world, root| {
        add(world, root, FORGER, 60 * DAY, "do: note\n  text: ")
    }),
    ("an event dated ahead", |world, root| {
        add(world, root, FORGER, -DAY, "do: note\n  text: ")
    }),
    ("another instant of an old event", |world, root| {
        alter(world, root, |text| {
            let (before, after) = text.split_once("\n- at: 20")?;
            Some(format!("{before}\n- at: 20{}{}", "19", after.get(2..)?))
        })
    }),
    ("an event less", |world, root| {
        alter(world, root, |text| {
            Some(text[..text.rfind("\n- at: ")? + 1].to_owned())
        })
    }),
    ("another fact", |world, root| {
        alter(world, root, |text| {
            Some(text.replacen("\nsummary: matter", "\nsummary: no matter", 1))
        })
    }),
    ("another limit in the policy", |_, root| {
        let file = root.join("policy.toml");
        let text = fs::read_to_string(&file).expect("the policy");
        fs::write(
            file,
            text.replacen("up_to     = 5000", "up_to     = 6000", 1),
        )
        .ok()
    }),
    ("a merge that leaves out an event", |world, root| {
        let earlier = ["checkout", "-qb", "aside", "HEAD~1"];
        world
            .try_git(FORGER, &earlier)
            .status
            .success()
            .then_some(())?;
        world.git(FORGER, &["commit", "-q", "--allow-empty", "-m", "Aside"]);
        world.git(FORGER, &["merge", "-q", "--no-commit", "main"]);
        alter(world, root, |text| {
            Some(text[..text.rfind("\n- at: ")? + 1].to_owned())
        })
    }),
    ("other evidence", |world, root| {
        let files = files(&root.join("evidence"));
        let file = (!files.is_empty()).then(|| world.dice.pick(&files).clone())?;
        fs::write(file, "what is worth more").ok()
    }),
];

/// The forger tries something: the server refuses it, his own audit finds it, and he gives up.
pub fn forge(world: &mut World) {
    let desk = world.person(FORGER).clone;
    world.sync(desk);
    let (name, forgery) = *world.dice.pick(&FORGERIES);
    let root = world.desk(FORGER).root();
    if forgery(world, &root).is_none() {
        return give_up(world);
    }
    world.tally.forgeries += 1;
    world.journal.push(format!("  forged: {name}"));
    world.git(FORGER, &["add", "--all"]);
    world.git(FORGER, &["commit", "-qm", "Nothing to see here"]);
    let refs = *world
        .dice
        .pick(&["HEAD:main", "HEAD:main", "HEAD:refs/heads/aside"]);
    let output = world.push(FORGER, refs);
    assert!(!output.status.success(), "the server took {name}");
    let refusal = said(&output);
    assert!(
        refusal.contains("error["),
        "{name}: refused by the gate, not {refusal}"
    );
    let output = world.complaint(FORGER, &["audit"]);
    assert_eq!(
        output.status.code(),
        Some(1),
        "an audit of {name}: {}",
        said(&output)
    );
    give_up(world);
}

/// The forger's clone is as the server is.
fn give_up(world: &mut World) {
    world.git(FORGER, &["checkout", "-qf", "-B", "main", "origin/main"]);
    world.git(FORGER, &["clean", "-qfd"]);
    world.try_git(FORGER, &["branch", "-qD", "aside"]);
}

/// Somebody types a note into a case file.
pub fn type_in(world: &mut World) {
    let who = world.somebody(|_| true).expect("somebody works");
    let files = files(&world.desk(who).root().join("cases"));
    if files.is_empty() {
        return;
    }
    let file = world.dice.pick(&files).clone();
    let text = fs::read_to_string(&file).expect("a case");
    let number = world.tally.commands;
    let at = stamp(world.clock(who));
    let event =
        format!("- do: note   # typed\n  text: 'by hand, {number}'\n  by: {who}\n  at: {at}\n");
    fs::write(&file, text + &event).expect("it can be written");
    let refusal = world.complaint(who, &["check"]);
    if refusal.status.code() == Some(1) {
        // Before the receipt by this machine's clock, say.
        world.git(who, &["checkout", "-q", "--", "cases"]);
        return;
    }
    world.git(who, &["commit", "-qam", "By hand"]);
    world.tally.hand_edits += 1;
    let name = file.file_name().expect("a name").to_string_lossy();
    world.acknowledge(who, &name[..15]);
}

/// Adds an event `ago` seconds old to some case; `rest` ends where its mark goes.
fn add(world: &mut World, root: &Path, by: &str, ago: i64, rest: &str) -> Option<()> {
    let mark = format!("forged {}", world.tally.commands);
    let at = stamp(world.clock(FORGER) - ago);
    let event = format!("- at: {at}\n  by: {by}\n  {rest}{mark}\n");
    world.forged.push(mark);
    alter(world, root, |text| Some(format!("{text}{event}")))
}

/// Changes some case.
fn alter(world: &mut World, root: &Path, change: impl Fn(&str) -> Option<String>) -> Option<()> {
    let files = files(&root.join("cases"));
    let file = (!files.is_empty()).then(|| world.dice.pick(&files).clone())?;
    let text = fs::read_to_string(&file).expect("a case");
    let changed = change(&text).filter(|changed| *changed != text)?;
    fs::write(file, changed).ok()
}

/// The files below a folder, in order, but hidden ones.
fn files(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let files = walk.filter_map(Result::ok).filter(|entry| {
        entry.file_type().is_file() && !entry.file_name().to_string_lossy().starts_with('.')
    });
    files.map(walkdir::DirEntry::into_path).collect()
}
