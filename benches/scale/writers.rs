//! Commands that record an event, beside git's own porcelain with the same setting of fsync.

use std::process::Command;

use super::measure::{World, alternately, compare};

/// `git add` and `git commit` of one file, as safe as the program: all is on disk at the end.
const PLAIN: &str = "echo x >>cases/plain.txt; sync='-c core.fsync=all -c core.fsyncMethod=fsync'; \
                     git $sync add cases/plain.txt; git $sync commit -qm x -- cases/plain.txt";

/// Measures them, and takes back what they recorded.
pub fn measure(world: &World, rounds: usize) {
    let before = world.answer("git", &["rev-parse", "HEAD"]);
    let id = world.one_open_case();
    let new = "new --channel phone --category other --customer X --summary late";
    let assign = format!("assign {id} li.wei --department service");
    let note = format!("note {id} --text called");
    for (name, command) in [("new", new), ("assign", &assign), ("note", &note)] {
        let words: Vec<&str> = command.split(' ').collect();
        let ours = world.complaint(&words);
        let [ours, theirs] = alternately([ours, world.shell(PLAIN)], rounds);
        compare(name, &ours, "git add, git commit", &theirs);
    }
    let mut reset = Command::new("git");
    reset.current_dir(&world.root);
    world.run(reset.args(["reset", "-q", "--hard", &before]));
}
