//! The installed git, run as a process.
