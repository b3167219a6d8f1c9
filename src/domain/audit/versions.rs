//! The versions of one file: each is read once, and judged once under each policy.

use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use super::Contents;
use crate::domain::case::Case;
use crate::domain::case::bounds;
use crate::domain::case::document::{self, Layout};
use crate::domain::finding::{Code, Finding, Severity};
use crate::domain::law::{Law, Laws};
use crate::domain::names::Digest;
use crate::domain::policy::Policy;
use crate::domain::rules::{self, Judged};
use crate::domain::time::Instant;

/// The number of versions in the cache.
const KEPT: usize = 4;

/// Reads the versions of one file and caches the last few: the next commit usually starts from one
/// of them.
pub(super) struct VersionReader<'a> {
    contents: &'a Contents,
    /// The laws of the events read so far.
    laws: Arc<Laws>,
    kept: VecDeque<(&'a str, Rc<CaseVersion<'a>>)>,
}

/// A version of a case; if it cannot be read, the first error.
pub(super) type CaseVersion<'a> = Result<Readable<'a>, Option<Finding>>;

/// A case with its judgements.
pub(super) struct Readable<'a> {
    pub case: Case,
    pub digests: BTreeSet<Digest>,
    /// Errors in the file, although it can be read as a case.
    pub errors: Vec<Finding>,
    bytes: &'a [u8],
    /// The layout for appending events; `None` if the file has findings.
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
            laws: Arc::default(),
            kept: VecDeque::new(),
        }
    }

    pub(crate) fn version(&mut self, id: &'a str) -> Rc<CaseVersion<'a>> {
        if let Some((_, version)) = self.kept.iter().find(|(known, _)| *known == id) {
            return Rc::clone(version);
        }
        let bytes = self.contents.get(id).map(Vec::as_slice).unwrap_or_default();
        let version = Rc::new(self.read_appended(bytes).map_or_else(|| read(bytes), Ok));
        self.kept.push_front((id, Rc::clone(&version)));
        self.kept.truncate(KEPT);
        version
    }

    /// The laws of the events read so far.
    pub(crate) fn laws(&self) -> Arc<Laws> {
        Arc::clone(&self.laws)
    }

    /// Notes by what laws a commit brings its new events on record.
    pub(crate) fn bring(&mut self, added: &[Digest], laws: &[Law]) {
        if added.iter().any(|event| self.laws.has(*event)) {
            // Brought again: versions judged without this law have to be judged again.
            self.kept.clear();
        }
        let known = Arc::make_mut(&mut self.laws);
        for event in added {
            for law in laws {
                known.add(*event, law.clone());
            }
        }
    }

    /// Takes over the laws of the events that the record has.
    pub(crate) fn adopt(&mut self, laws: Laws) {
        self.kept.clear();
        Arc::make_mut(&mut self.laws).adopt(laws);
    }

    /// Lets the events of a version count that came on record before the history at hand.
    pub(crate) fn grant(&mut self, version: &CaseVersion<'_>) {
        let Ok(version) = version else { return };
        let new = |event: &&Digest| !self.laws.has(**event);
        let new: Vec<Digest> = version.digests.iter().filter(new).copied().collect();
        if !new.is_empty() {
            let known = Arc::make_mut(&mut self.laws);
            new.into_iter().for_each(|event| known.grant(event));
        }
    }

    /// Reads the version as the previous one plus appended events, if it is just that.
    fn read_appended(&self, bytes: &'a [u8]) -> Option<Readable<'a>> {
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

    /// The first of the added events that the file has no room for.
    pub(crate) fn overrun(&self, added: &[Digest]) -> Option<Finding> {
        bounds::overrun(self.bytes, &self.case, |event| added.contains(&event))
    }

    /// Judges the case, or returns a cached judgement: the laws of its events do not change while a
    /// version is kept. `policy` judges the events without a law.
    pub(crate) fn judged(&self, laws: &Arc<Laws>, policy: &'a Policy, now: Instant) -> Rc<Judged> {
        let mut judgements = self.judgements.borrow_mut();
        let mut known = judgements
            .iter()
            .filter(|known| std::ptr::eq(known.policy, policy));
        if let Some(known) = known.find(|known| known.is_valid_at(now)) {
            return Rc::clone(&known.judged);
        }
        let judged = Rc::new(rules::judge_by(laws, &self.case, policy, now));
        judgements.push(Judgement {
            policy,
            now,
            judged: Rc::clone(&judged),
        });
        judged
    }
}

impl Judgement<'_> {
    /// Whether judging at `now` has the same result. Findings depend on the time only through
    /// events in the future, and an event in the past stays in the past.
    fn is_valid_at(&self, now: Instant) -> bool {
        let has_future_event = || {
            self.judged
                .findings
                .iter()
                .any(|finding| finding.code == Code::Future)
        };
        self.now == now || (self.now < now && !has_future_event())
    }
}
