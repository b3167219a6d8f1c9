//! What all commands share: global flags, value parsers, clock, environment, acting person,
//! failures and exit codes.

mod actor;
pub mod arguments;
mod clock;
pub mod context;
mod exit;
pub mod failure;
pub mod globals;
mod recording;
pub mod usage;
mod values;

pub(crate) use actor::staff_id_of;
pub(crate) use context::Context;
pub(crate) use recording::tell_damage;
