//! Customer complaints as plain files in git.
//!
//! # One idea
//! A complaint is one YAML file: the facts as they were taken in, then events, a list that only grows. Everything else
//! (status, holder, deadlines, what is allowed next, every figure of a report) is a pure function of those files, the
//! policy and the time. So there is one vocabulary: the verb `assign` of the command line, `do: assign` in the file,
//! [`Event::Assign`](domain::case::Event::Assign) here, `assign 20261121-K7QM2X …` in git's history and
//! `[permissions] assign` in the policy.
//!
//! And there is one judge: [`domain::rules::judge`] looks at a case under a policy at an instant and returns findings. A
//! command is legal exactly when appending its event brings no new error. The same judge serves the command line, edits
//! by hand (`check`), imports and merged clones. No command has checks of its own.
//!
//! # Layers
//! A lower one never imports a higher one:
//! ```text
//! main → cli (flags) → commands (one file a verb or a family) → render (table, json, csv, md)
//!                         ↓
//!       store (files, lock, journal, recording) → git (commit, history, walk)
//!                         ↓
//!       domain: case · policy · calendar · state · deadline · rules · metrics · import · merge · audit · handbook
//! ```
//! A command has one rhythm: load → a pure function → write or render. `tests/layers.rs` holds the layers apart.
//!
//! # How a case becomes what it is
//! 1. [`domain::case::document`] reads the text of a file into a [`Case`](domain::case::Case), with a finding for
//!    everything that it cannot take, and knows how to append.
//! 2. [`domain::rules::judge`] takes the events in the order of time, holds each against the policy and folds it into a
//!    [`State`](domain::state::State).
//! 3. [`domain::deadline::deadlines`] turns the state's timeline into clocks, counting with
//!    [`domain::calendar::Calendar`].
//! 4. A [`Snapshot`](domain::snapshot::Snapshot) is all of this for one case, made once. Listing
//!    ([`domain::selection`]), explaining ([`domain::explain`]), checking ([`domain::check`]), reporting
//!    ([`domain::metrics`]) and trying another policy ([`domain::simulation`]) are functions of snapshots.
//!
//! [`domain::handbook`] describes every key of the policy and of case files once; the handbooks, the JSON Schemas and the
//! readers' hints are made from it, and tests hold it against what the readers ask for.
//!
//! Clones that worked on one case are brought together by [`domain::merge`], which git calls through `merge-driver`: the
//! union of their events. [`domain::audit`] holds a whole history against the policy of each commit, for `audit` and for the
//! hooks of a server or a clone.
//!
//! Writing goes the other way: a command states an event, [`store`] judges the case with and without it, appends bytes to
//! the file, and commits just that file.
//!
//! # Invariants
//! - **The domain is pure.** No files, environment, process, clock or printing; `now` is an argument. Clippy holds it to
//!   that (`.clippy.toml`).
//! - **The fold is total.** Any set of events yields a state: never an error, never a panic. The order of the file does
//!   not matter; the same content is the same event.
//! - **What software concludes is never stored.** No status, holder or due instant stands in a file.
//! - **A command appends bytes.** It never writes anew what is there.
//! - **A grant names what it grants.** An approval counts for one proposal, on its terms, once.
//! - **Lateness cannot be undone.** What is put on record after a due instant does not move it.
//! - **Time is counted in instants.** The policy's zone says where a day begins; the offset in a file fixes an instant
//!   and nothing else.
#![cfg_attr(
    not(test),
    warn(
        clippy::print_stderr,
        clippy::print_stdout,
        clippy::too_many_lines,
        clippy::unwrap_used,
        clippy::wildcard_enum_match_arm
    )
)]

pub mod cli;
pub mod commands;
pub mod domain;
pub mod git;
pub mod render;
pub mod store;
