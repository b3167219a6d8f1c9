//! Where the policy asks for signatures, they prove who committed: each way to get round that is found out and refused by a
//! server, and its honest twin is taken. The keys are real ones; where a program is missing, its part is skipped aloud.

#[path = "../support/mod.rs"]
mod support;

mod openpgp;
mod people;
mod readme;
mod setup;
mod ssh;

use rayon::prelude::*;
use support::team::Team;

/// Somebody gets round the rules, or does the like honestly.
pub type Deed = fn(&Team);

/// A way to get round signatures: its name, the code of what is found, how it is done, and what is done honestly.
pub type Twins = (&'static str, &'static str, Deed, Deed);

/// Each forgery is found by an audit and refused by a server; of each honest twin all is taken.
pub fn assert_told_apart<T: AsRef<Team>>(twins: &[Twins], begin: fn() -> T) {
    let failures: Vec<String> = twins
        .par_iter()
        .flat_map_iter(|twins| [forged(twins, &begin()), honest(twins, &begin())])
        .flatten()
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn forged<T: AsRef<Team>>(&(name, code, forge, _): &Twins, team: &T) -> Option<String> {
    let team = team.as_ref();
    team.with_server();
    forge(team);
    let found = team.audited(&[]);
    if !found.iter().any(|found| found == code) {
        return Some(format!("{name}: {code}, not {found:?}"));
    }
    match team.push(&["origin", "main"]) {
        Ok(()) => Some(format!("{name}: taken")),
        Err(said) if said.contains(&format!("[{code}]")) => None,
        Err(said) => Some(format!("{name}: {code}, not {said}")),
    }
}

fn honest<T: AsRef<Team>>(&(name, _, _, act): &Twins, team: &T) -> Option<String> {
    let team = team.as_ref();
    team.with_server();
    act(team);
    let found = team.audited(&[]);
    if !found.is_empty() {
        return Some(format!("{name}, honestly: {found:?}"));
    }
    team.push(&["origin", "main"])
        .err()
        .map(|said| format!("{name}, honestly: {said}"))
}

impl AsRef<Team> for Team {
    fn as_ref(&self) -> &Team {
        self
    }
}
