//! The pure layer: cases, policy, deadlines, rules, figures. No I/O, no clock, no environment.

#![deny(clippy::disallowed_methods, clippy::disallowed_macros)]

pub mod amount;
pub(crate) mod anonymity;
pub mod assignment;
pub mod attribute;
pub mod audit;
pub mod calendar;
pub mod case;
pub(crate) mod characters;
pub mod check;
pub mod deadline;
pub mod escalation;
pub mod explain;
pub mod finding;
pub(crate) mod formulas;
pub mod import;
pub mod keyed;
pub mod keys;
pub mod language;
pub mod law;
pub mod liability;
pub mod list;
pub mod merge;
pub mod message;
pub mod metrics;
pub mod names;
pub mod outline;
pub mod period;
pub mod policy;
pub mod provenance;
pub mod redaction;
pub mod reminder;
pub mod rules;
pub mod selection;
pub mod share;
pub mod simulation;
pub mod snapshot;
pub mod spelling;
pub mod state;
mod table;
pub mod time;
pub mod timeline;
pub mod word;
