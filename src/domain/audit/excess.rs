//! What is too much to be judged at once: it is refused as a whole, and unread.

use super::Fault;
use super::history::Excess;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Message, message, text};

/// The fault of a range that is too much.
pub(super) fn fault(excess: &Excess) -> Fault {
    let (commit, message, hint): (&str, Message, Message) = match excess {
        Excess::Changes { most } => (
            "",
            message!(
                "the commits change files more than {most} times, which is too much to judge at once",
                most
            ),
            in_parts(),
        ),
        Excess::Parents { commit, most } => (
            commit,
            message!("the merge has more than {most} parents", most),
            text!("merge fewer branches at a time"),
        ),
        Excess::Settings { most } => (
            "",
            message!(
                "the versions of the policy and of attributes have more than {most} MiB together",
                most
            ),
            in_parts(),
        ),
        Excess::Evidence { most } => (
            "",
            message!("the new evidence has more than {most} MiB together", most),
            in_parts(),
        ),
    };
    Fault {
        commit: commit.to_owned(),
        path: String::new(),
        who: String::new(),
        finding: Finding::error(Code::TooLarge, Spot::default(), message).hint(hint),
    }
}

fn in_parts() -> Message {
    text!(
        "push fewer commits at a time: git push REMOTE COMMIT:BRANCH; audit in parts: --range A..B"
    )
}
