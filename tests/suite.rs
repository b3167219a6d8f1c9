//! All tests that see the program from outside, in one binary: linking one for each file took longer
//! than running them.

mod action_clocks;
mod alerts;
mod any_text;
mod appeals;
mod append;
mod approvals;
mod assignment;
mod audit;
mod authority_use;
mod cli;
mod clock_behind;
mod clock_laws;
mod clock_minutes;
mod clock_oracle;
mod commit_messages;
mod conditions;
mod console;
mod contradictions;
mod coverage;
#[cfg(unix)]
mod crash;
mod deadline_changes;
mod deadlines;
mod demo;
#[cfg(target_os = "linux")]
mod disk;
mod disputes;
mod doctor;
mod errors;
mod escalation;
#[cfg(unix)]
mod failures;
mod figures;
mod fold_laws;
mod follow_ups;
mod gate;
#[cfg(unix)]
mod git_index;
mod git_layer;
mod handlers;
#[cfg(unix)]
mod hints;
mod hostile;
mod import_command;
mod import_ledgers;
mod index;
mod intake;
mod language;
mod layers;
mod liability;
#[cfg(unix)]
mod locks;
mod merging;
mod next_steps;
mod organisations;
#[cfg(target_os = "linux")]
mod power_cuts;
mod presets;
mod quality;
mod questions;
mod read_back;
mod record;
mod repeats;
mod report_oracle;
mod responsibility;
mod revisions;
mod rules;
mod schemas;
mod several;
mod signatures;
mod simulation;
mod stdin;
mod steps;
mod store_files;
mod subjects;
mod support;
#[cfg(unix)]
mod year;
