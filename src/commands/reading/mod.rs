//! Commands that read cases and record nothing.

pub(super) mod explain;
pub(super) mod letter;
pub(super) mod list;
pub(super) mod log;
pub(super) mod overdue;
pub(super) mod report;
pub(super) mod show;
