//! Twelve people at six clones, and what they may do at which time.

/// Roles of the policy, lowest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rank {
    Clerk,
    Supervisor,
    Director,
}

impl Rank {
    pub fn word(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Supervisor => "supervisor",
            Self::Director => "director",
        }
    }
}

/// A member of the team. Times are seconds since 1970.
pub struct Person {
    pub name: &'static str,
    /// The number of the clone.
    pub clone: usize,
    /// Each rank with its beginning.
    pub ranks: Vec<(i64, Rank)>,
    /// The end of the employment.
    pub left: Option<i64>,
}

impl Person {
    /// The rank at an instant; `None` before the first day and after the last.
    pub fn rank(&self, at: i64) -> Option<Rank> {
        let holds = |&&(since, _): &&(i64, Rank)| since <= at;
        let rank = self.ranks.iter().rfind(holds)?.1;
        self.left.is_none_or(|left| at < left).then_some(rank)
    }
}

/// The one who forges.
pub const FORGER: &str = "mal";
/// The one who joins during the year.
pub const JOINER: &str = "gus";

/// The team on its first day; the joiner is not there yet.
pub fn team() -> Vec<Person> {
    use Rank::{Clerk, Director, Supervisor};
    let team = [
        ("dan", 0, Director),
        ("ann", 0, Clerk),
        ("eve", 1, Director),
        ("bob", 1, Clerk),
        ("sue", 2, Supervisor),
        ("cid", 2, Clerk),
        ("tom", 3, Supervisor),
        ("dee", 3, Clerk),
        ("uma", 4, Supervisor),
        ("fay", 4, Clerk),
        (FORGER, 5, Clerk),
        (JOINER, 5, Clerk),
    ];
    team.map(|(name, clone, rank)| Person {
        name,
        clone,
        ranks: match name {
            JOINER => Vec::new(),
            _ => vec![(0, rank)],
        },
        left: None,
    })
    .into()
}

/// The entry of a person on the staff list.
pub fn entry(name: &str, rank: Rank) -> String {
    let department = match name.as_bytes()[0] % 2 {
        0 => "logistics",
        _ => "quality",
    };
    format!(
        "\n[staff.{name}]\nemail = \"{name}@example.com\"\nrole = \"{}\"\ndepartment = \"{department}\"\n",
        rank.word()
    )
}
