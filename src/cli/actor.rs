//! The acting person: `--as`, git's e-mail address, or the system user.

use crate::cli::Context;
use crate::cli::failure::Failure;
use crate::domain::message::{message, text};
use crate::domain::names::StaffId;
use crate::render::Diagnostic;
use crate::store::{Repository, StoreError};

impl Context {
    /// The person given by `--as` or `COMPLAINT_USER`.
    ///
    /// # Errors
    /// It is not a staff id.
    pub(crate) fn acting_staff(&self) -> Result<Option<StaffId>, Failure> {
        let typed = self.acting_as().map(str::parse::<StaffId>);
        typed.transpose().map_err(|error| {
            let flag = self.acting_by();
            Failure::usage(message!("{flag}: {error}", flag, error = error.message()))
        })
    }

    /// The acting person: `--as`, else the staff member with git's e-mail address. If the policy
    /// has no staff, the local part of that address or the system user.
    ///
    /// # Errors
    /// `--as` is not a staff id, or nobody matches.
    pub(crate) fn actor(&self, repository: &Repository) -> Result<StaffId, Failure> {
        if let Some(acting) = self.acting_staff()? {
            return Ok(acting);
        }
        let identity = match repository.git() {
            Some(git) => git.identity().map_err(StoreError::from)?,
            None => None,
        };
        let email = identity
            .map(|identity| identity.email)
            .filter(|email| !email.is_empty());
        let staff = &repository.policy().staff;
        if staff.is_empty() {
            let local_part = email.as_deref().and_then(staff_id_of);
            return local_part
                .or_else(|| self.login()?.parse().ok())
                .ok_or_else(|| unknown(None));
        }
        let email = email.ok_or_else(|| unknown(None))?;
        let now = self.now(repository.policy())?;
        let found = repository.policy().staff_by_email(&email, now);
        found
            .map(|(id, _)| id.clone())
            .ok_or_else(|| unknown(Some(&email)))
    }
}

/// The local part of an e-mail address as a staff id.
pub(crate) fn staff_id_of(email: &str) -> Option<StaffId> {
    email.split('@').next()?.parse().ok()
}

fn unknown(email: Option<&str>) -> Failure {
    let message = match email {
        Some(email) => message!(
            "no staff member has git's e-mail address {email}, so nobody knows who acts",
            email
        ),
        None => text!("nobody knows who acts: git has no user.email here"),
    };
    Failure::Usage(Diagnostic::error(message).hint(text!(
        "say who with --as STAFF or COMPLAINT_USER, or set user.email in git to the address in \
         policy.toml"
    )))
}
