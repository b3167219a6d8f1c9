//! The git layer with the installed git, in temporary repositories with their own configuration.

mod commit;
mod journal;
mod plumbing;
mod reading;
mod refusal;
mod world;
