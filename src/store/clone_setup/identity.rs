//! Checks who git says is at work here, and whether they may record anything.

use super::ailment::Ailment;
use crate::domain::message::{Command, message, text};
use crate::domain::names::StaffId;
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::git::{GitError, Repo};

/// Checks the user's name and address in git, and their place on the staff.
pub(super) fn examine(git: &Repo, policy: &Policy, now: Instant) -> Result<Vec<Ailment>, GitError> {
    let identity = git.identity()?.unwrap_or_default();
    if identity.email.is_empty() {
        let hint = Command::git("config user.email").with("NAME@EXAMPLE.COM");
        let what = text!("git does not know who you are");
        return Ok(vec![Ailment::fault(what, hint)]);
    }
    let nameless = (identity.name.is_empty() && !git.has_committer()?).then(nameless);
    let staff = staff(&identity.email, policy, now);
    Ok([nameless, staff].into_iter().flatten().collect())
}

fn nameless() -> Ailment {
    let what = text!("git has no user.name, so it makes no commits");
    Ailment::fault(what, Command::git("config user.name").with("\"YOUR NAME\""))
}

/// Checks that the address is that of a staff member who is still employed.
fn staff(email: &str, policy: &Policy, now: Instant) -> Option<Ailment> {
    if policy.staff.is_empty() {
        return None;
    }
    let Some((id, staff)) = policy.staff_by_email(email, now) else {
        return Some(unknown(email));
    };
    let until = staff
        .until
        .filter(|_| !staff.is_active(now, &policy.calendar))?;
    Some(left(id, email, until))
}

fn unknown(email: &str) -> Ailment {
    let what = message!(
        "no staff member of the policy has git's user.email, {email}",
        email
    );
    let hint = message!(
        "set it to the address in policy.toml: {command}; until then, use --as",
        command = Command::git("config user.email").with("ADDRESS")
    );
    Ailment::fault(what, hint)
}

fn left(id: &StaffId, email: &str, until: chrono::NaiveDate) -> Ailment {
    let what = message!(
        "the last working day of {id} ({email}) was {until}, so nothing can be recorded here",
        id,
        email,
        until
    );
    let hint = message!(
        "set git's address to that of who works here now: {command}",
        command = Command::git("config user.email").with("ADDRESS")
    );
    Ailment::fault(what, hint)
}
