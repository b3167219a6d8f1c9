//! What commands stand on: the flags that all of them have, values as they are typed, the clock and
//! the environment, who acts, and how a command fails.

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
