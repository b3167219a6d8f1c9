//! Customer complaints as plain files in git.
//!
//! # Bird's-eye view
//! A complaint is one YAML file: the facts as first recorded, then events, a list that only grows.
//! Everything else (status, holder, deadlines, next steps, every figure of a report) is a pure
//! function of those files, the policy and the time:
//! ```text
//! policy.toml ──► Policy ──────┐
//!                              ▼
//! case file ────► Case ──► judge, fold ──► State + findings ──► deadlines ──► Snapshot
//! ```
//! Commands list, show, check and report on snapshots.
//!
//! One vocabulary: the verb `assign` on the command line is `do: assign` in the file,
//! [`Event::Assign`](domain::case::Event::Assign) here, `assign 20261121-K7QM2X …` in git's history
//! and `[permissions] assign` in the policy.
//!
//! One judge: `domain::rules::judge` checks a case against a policy at an instant and returns
//! findings. A command is legal if and only if its event adds no error. Commands, hand edits
//! (`check`), imports, merges, audits and server hooks all use the same judge.
//!
//! Layers, from the top: `main`, [`commands`], [`cli`], [`render`], [`store`], then [`git`] and
//! [`domain`]. A layer imports only layers below it; `tests/layers` checks that. For the map of the
//! code, see ARCHITECTURE.md.
//!
//! # Invariants
//! - **The domain is pure.** No files, environment, processes, clock or printing; `now` is an
//!   argument. Clippy enforces it (`.clippy.toml`).
//! - **The fold is total.** Any set of events yields a state: no error, no panic. The order of
//!   events in the file does not matter; equal content is the same event.
//! - **Nothing derived is stored.** No status, holder or due time is in a file.
//! - **A command appends bytes.** It never rewrites existing content.
//! - **A grant names what it grants.** An approval counts for one proposal, on its terms, once.
//! - **Lateness cannot be undone.** What is recorded after a due time does not move it.
//! - **Time is counted in instants.** The policy's time zone defines the days; the offset in a file
//!   only fixes an instant.
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
