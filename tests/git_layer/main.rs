//! The git layer against the installed git, in temporary repositories with a configuration of their own.

mod commit;
mod journal;
mod reading;
mod refusal;
mod world;
