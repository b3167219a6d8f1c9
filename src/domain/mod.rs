//! The pure layer: cases, policy, deadlines, rules, figures. No I/O, no clock, no environment.

pub mod calendar;
pub mod time;
