//! A small case file for tests.

pub(crate) const CASE: &str = "\
id: 20261121-K7QM2X
received: 2026-11-21T09:12:00+08:00
channel: phone
category: other
level: general
complainant:
  name: A
summary: B
events:
- at: 2026-11-21T09:20:00+08:00
  by: li.wei
  do: register
";
pub(crate) const NOTE: &str =
    "- at: 2026-11-21T09:30:00+08:00\n  by: li.wei\n  do: note\n  text: first\n";
pub(crate) const LATER: &str =
    "- at: 2026-11-21T09:40:00+08:00\n  by: li.wei\n  do: note\n  text: second\n";
