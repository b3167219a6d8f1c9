//! Which verbs contradict each other when two clones record them and neither has the other's.

use crate::domain::case::Verb;
use crate::domain::word::Word;

/// How two concurrent events relate, by their verbs alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Both stand, whichever comes first.
    Independent,
    /// One takes the place of the other, or would be refused after it. They are a question, in
    /// either order, if they are about the same matter and say different things.
    Contradictory,
    /// A question only if the judge objects to the later one: an approval can be given after the
    /// end if the remedy is owed, an extension may not move what was answered, and a retraction may
    /// leave others without their base.
    AsJudged,
}

/// Each verb with its relation to the verbs up to itself, in their order: `.` independent,
/// `x` contradictory, `?` as judged. A verb without a row, and a pair without a decision, does not
/// compile.
const TABLE: [(Verb, &[u8]); Verb::ALL.len()] = [
    (Verb::Register, b"."),
    (Verb::Acknowledge, b".."),
    (Verb::Assign, b"..x"),
    (Verb::SendBack, b"..xx"),
    (Verb::Consult, b"....."),
    (Verb::Note, b"......"),
    (Verb::Attach, b"......."),
    (Verb::Link, b"........"),
    (Verb::Amend, b"........x"),
    (Verb::Investigate, b".........x"),
    (Verb::Propose, b"..........x"),
    (Verb::Approve, b"..........x."),
    (Verb::Refuse, b"..........?x."),
    (Verb::Respond, b"..........x.xx"),
    (Verb::Resolve, b"..........x.x.x"),
    (Verb::FollowUp, b"...............x"),
    (Verb::Escalate, b"................x"),
    (Verb::Appeal, b".................x"),
    (Verb::Decide, b"..................x"),
    (Verb::Dispute, b"...................x"),
    (Verb::Settle, b"...................xx"),
    (Verb::Resume, b"......................"),
    (Verb::Pause, b".....................x."),
    (Verb::Extend, b".............??........x"),
    (Verb::Chase, b"........................."),
    (Verb::Invalidate, b"..xx.....xx?xxxxx.x..xxx.x"),
    (Verb::Withdraw, b"..xx.....xx?xxxxxxx..xxx.xx"),
    (Verb::Plan, b"...........................x"),
    (Verb::Done, b"............................."),
    (Verb::Verify, b".............................x"),
    (Verb::Inspect, b"..............................."),
    (Verb::Close, b"..xx.....xx?xxx.x?x..xxx.xx....x"),
    (Verb::Reopen, b"...............x.........xx....xx"),
    (Verb::Retract, b".?????????????????????????????????"),
];

const _: () = assert!(is_complete(), "a pair of verbs has no decision");

impl Relation {
    /// The relation of two verbs, in either order.
    #[must_use]
    pub const fn of(one: Verb, other: Verb) -> Self {
        let (one, other) = (one as usize, other as usize);
        let (row, column) = if one < other {
            (other, one)
        } else {
            (one, other)
        };
        match TABLE[row].1[column] {
            b'x' => Self::Contradictory,
            b'?' => Self::AsJudged,
            _ => Self::Independent,
        }
    }
}

const fn is_complete() -> bool {
    let mut row = 0;
    while row < TABLE.len() {
        let (verb, relations) = TABLE[row];
        if verb as usize != row || relations.len() != row + 1 {
            return false;
        }
        let mut column = 0;
        while column <= row {
            if !matches!(relations[column], b'.' | b'x' | b'?') {
                return false;
            }
            column += 1;
        }
        row += 1;
    }
    true
}
