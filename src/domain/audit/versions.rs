//! The versions of one file: each read once, and judged once by each policy.

use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use super::Contents;
use crate::domain::case::Case;
use crate::domain::case::document::{self, Layout};
use crate::domain::finding::{Code, Finding, Severity};
use crate::domain::names::Digest;
use crate::domain::policy::Policy;
use crate::domain::rules::{self, Judged};
use crate::domain::time::Instant;

/// How many versions of a file are kept.
const KEPT: usize = 4;

/// Reads the versions of one file; the last few are kept, for the next commit most often begins with one of them.
pub(super) struct VersionReader<'a> {
    contents: &'a Contents,
    kept: VecDeque<(&'a str, Rc<CaseVersion<'a>>)>,
}

/// A case as a version of its file has it; where there is none, the first error.
pub(super) type CaseVersion<'a> = Result<Readable<'a>, Option<Finding>>;

/// A case, and what came of judging it.
pub(super) struct Readable<'a> {
    pub case: Case,
    pub digests: BTreeSet<Digest>,
    /// What is wrong with the file, though it can be read as a case.
    pub errors: Vec<Finding>,
    bytes: &'a [u8],
    /// How events are added; none where something is wrong or doubtful in it.
    layout: Option<Layout>,
    judgements: RefCell<Vec<Judgement<'a>>>,
}

struct Judgement<'a> {
    policy: &'a Policy,
    now: Instant,
    judged: Rc<Judged>,
}

impl<'a> VersionReader<'a> {
    pub(crate) fn new(contents: &'a Contents) -> Self {
        Self {
            contents,
            kept: VecDeque::new(),
        }
    }

    pub(crate) fn version(&mut self, id: &'a str) -> Rc<CaseVersion<'a>> {
        if let Some((_, version)) = self.kept.iter().find(|(known, _)| *known == id) {
            return Rc::clone(version);
        }
        let bytes = self.contents.get(id).map(Vec::as_slice).unwrap_or_default();
        let version = Rc::new(self.grown(bytes).map_or_else(|| read(bytes), Ok));
        self.kept.push_front((id, Rc::clone(&version)));
        self.kept.truncate(KEPT);
        version
    }

    /// The version as the one before it with more events, where it is nothing else.
    fn grown(&self, bytes: &'a [u8]) -> Option<Readable<'a>> {
        let last = self.kept.front()?.1.as_ref().as_ref().ok()?;
        let layout = last.layout.as_ref()?;
        let case = document::grown(last.bytes, &last.case, layout, bytes)?;
        Some(Readable::new(case, bytes, Some(layout.clone())))
    }
}

fn read<'a>(bytes: &'a [u8]) -> CaseVersion<'a> {
    let read = document::parse(bytes);
    let layout = read.findings.is_empty().then_some(read.layout);
    let errors: Vec<Finding> = read
        .findings
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    match read.case {
        Some(case) => Ok(Readable {
            errors,
            ..Readable::new(case, bytes, layout)
        }),
        None => Err(errors.into_iter().next()),
    }
}

impl<'a> Readable<'a> {
    fn new(case: Case, bytes: &'a [u8], layout: Option<Layout>) -> Self {
        let digests = case.entries.iter().map(|entry| entry.digest).collect();
        Self {
            case,
            digests,
            errors: Vec::new(),
            bytes,
            layout,
            judgements: RefCell::default(),
        }
    }

    /// What the rules make of it.
    pub(crate) fn judged(&self, policy: &'a Policy, now: Instant) -> Rc<Judged> {
        let mut judgements = self.judgements.borrow_mut();
        let mut known = judgements
            .iter()
            .filter(|known| std::ptr::eq(known.policy, policy));
        if let Some(known) = known.find(|known| known.holds(now)) {
            return Rc::clone(&known.judged);
        }
        let judged = Rc::new(rules::judge(&self.case, policy, now));
        judgements.push(Judgement {
            policy,
            now,
            judged: Rc::clone(&judged),
        });
        judged
    }
}

impl Judgement<'_> {
    /// Whether judging at `now` comes to the same: what did not lie in the future then never will, and nothing else
    /// depends on the time.
    fn holds(&self, now: Instant) -> bool {
        let waits = || {
            self.judged
                .findings
                .iter()
                .any(|finding| finding.code == Code::Future)
        };
        self.now == now || (self.now < now && !waits())
    }
}
