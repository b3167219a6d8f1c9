//! Signatures prove who committed, if the policy requires them: each forgery is found and refused
//! by a server, and its honest counterpart is accepted. The keys are real; if a program is missing,
//! its part is skipped with a note.

mod openpgp;
mod people;
mod readme;
mod setup;
mod ssh;
mod twice;

use crate::support::team::Team;
use rayon::prelude::*;

/// A forgery, or its honest counterpart.
pub type Deed = fn(&Team);

/// A forgery of signatures: its name, the code of the expected finding, the forgery, and the honest
/// counterpart.
pub type Twins = (&'static str, &'static str, Deed, Deed);

/// Asserts that an audit finds each forgery and a server refuses it, and that the server accepts
/// each honest counterpart.
pub fn assert_distinguished<T: AsRef<Team>>(twins: &[Twins], begin: fn() -> T) {
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
