//! What people type for a command that has another name here.

/// Words of other programs and of everyday speech, with the commands that do it.
pub(crate) const SYNONYMS: &[(&[&str], &[&str])] = &[
    (
        &["delete", "remove", "rm", "erase", "undo", "revert"],
        &["retract", "invalidate"],
    ),
    (
        &[
            "edit", "change", "correct", "update", "modify", "set", "fix",
        ],
        &["amend"],
    ),
    (
        &["search", "find", "grep", "filter", "ls", "query", "cases"],
        &["list"],
    ),
    (&["view", "get", "cat", "read", "info", "status"], &["show"]),
    (&["create", "add", "register", "file", "open"], &["new"]),
    (&["reply", "answer", "send"], &["respond"]),
    (&["print", "mail", "pdf", "document"], &["letter"]),
    (&["comment", "remark", "message"], &["note"]),
    (&["history", "blame", "timeline"], &["log", "show"]),
    (
        &["transfer", "reassign", "forward", "delegate", "dispatch"],
        &["assign", "send-back"],
    ),
    (&["reject", "deny", "decline"], &["refuse", "invalidate"]),
    (&["accept", "agree", "confirm"], &["approve"]),
    (&["cancel", "drop"], &["withdraw", "invalidate"]),
    (&["finish", "complete", "end"], &["resolve", "close"]),
    (&["remind", "nudge", "ping"], &["chase"]),
    (&["wait", "hold", "suspend", "stop"], &["pause"]),
    (&["continue", "unpause"], &["resume"]),
    (&["postpone", "delay", "prolong", "defer"], &["extend"]),
    (
        &[
            "due",
            "late",
            "deadlines",
            "agenda",
            "today",
            "inbox",
            "ics",
        ],
        &["overdue"],
    ),
    (
        &["stats", "statistics", "figures", "kpi", "ledger", "count"],
        &["report"],
    ),
    (&["export", "dump", "csv", "xlsx"], &["list", "report"]),
    (&["upload", "evidence"], &["attach"]),
    (&["survey", "rate", "score", "feedback"], &["follow-up"]),
    (&["validate", "lint", "test"], &["check"]),
    (&["setup", "start"], &["init"]),
    (
        &["config", "settings", "rules", "diff", "simulate"],
        &["policy"],
    ),
    (&["why"], &["explain"]),
    (&["whoami"], &["doctor"]),
];

/// The commands that do what a word of another program means; empty if there are none.
pub(super) fn of(word: &str) -> &'static [&'static str] {
    let word = word.to_lowercase();
    let known = SYNONYMS
        .iter()
        .find(|(words, _)| words.contains(&word.as_str()));
    known.map_or(&[], |(_, commands)| commands)
}
