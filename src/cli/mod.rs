//! What commands stand on: the flags that all of them have, values as they are typed, the clock and the environment, and how a
//! command fails.

pub mod arguments;
pub mod context;
pub mod failure;
pub mod globals;
pub mod usage;
mod values;

pub use context::Context;
