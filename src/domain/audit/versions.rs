//! The versions of one file: each is read once, and judged once under each policy.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use super::{Archive, Contents};
use crate::domain::case::Case;
use crate::domain::case::bounds;
use crate::domain::case::document::{self, Layout};
use crate::domain::check;
use crate::domain::finding::{Code, Finding, Severity, Spot};
use crate::domain::law::{Law, Laws};
use crate::domain::message::{Command, message, text};
use crate::domain::names::Digest;
use crate::domain::policy::Policy;
use crate::domain::rules::{self, Judged};
use crate::domain::time::Instant;

/// The number of versions in the cache.
const KEPT: usize = 4;

/// The most bytes of versions that are in memory at once, besides those that are being judged.
const WINDOW: u64 = 8 << 20;

/// The contents of a batch of versions. They are read in the order in which they are judged, some
/// megabytes at a time.
pub(super) struct Window<'a, A: Archive> {
    archive: &'a A,
    /// The versions in the order of their use; one can be used several times.
    uses: Vec<&'a str>,
    /// The place in `uses` up to which contents were loaded.
    next: usize,
    sizes: HashMap<String, u64>,
    loaded: Contents,
}

impl<'a, A: Archive> Window<'a, A> {
    pub(crate) fn new(archive: &'a A, uses: Vec<&'a str>) -> Result<Self, A::Error> {
        let mut known = HashSet::new();
        let distinct: Vec<&str> = uses
            .iter()
            .copied()
            .filter(|id| known.insert(*id))
            .collect();
        Ok(Self {
            sizes: archive.sizes(&distinct)?,
            archive,
            uses,
            next: 0,
            loaded: Contents::new(),
        })
    }

    /// The size of a version in bytes, as far as it is read.
    pub(crate) fn size(&self, id: &str) -> u64 {
        let size = self.sizes.get(id).copied().unwrap_or_default();
        size.min(bounds::MAX_SIZE as u64)
    }

    fn content(&mut self, id: &str) -> Result<Option<Vec<u8>>, A::Error> {
        if let Some(loaded) = self.loaded.get(id) {
            return Ok(Some(loaded.clone()));
        }
        match self.uses[self.next..].iter().position(|used| *used == id) {
            Some(ahead) => {
                self.load(self.next + ahead)?;
                Ok(self.loaded.get(id).cloned())
            }
            None => Ok(self.archive.contents(&[id])?.remove(id)),
        }
    }

    /// Loads the versions from a place of `uses` on.
    fn load(&mut self, start: usize) -> Result<(), A::Error> {
        let mut size = 0;
        let fits = |used: &&&str| {
            size += self.size(used);
            size <= WINDOW
        };
        let count = self.uses[start..].iter().take_while(fits).count().max(1);
        self.next = start + count;
        let mut known = HashSet::new();
        let wanted = self.uses[start..self.next].iter().copied();
        let wanted: Vec<&str> = wanted.filter(|id| known.insert(*id)).collect();
        self.loaded = self.archive.contents(&wanted)?;
        Ok(())
    }
}

/// Reads the versions of one file and caches the last few: the next commit usually starts from one
/// of them.
pub(super) struct VersionReader<'a, 'w, A: Archive> {
    path: &'a str,
    window: &'w mut Window<'a, A>,
    /// The laws of the events read so far.
    laws: Arc<Laws>,
    kept: VecDeque<(&'a str, Rc<CaseVersion<'a>>)>,
}

/// A version of a case; if it cannot be read, the first error.
pub(super) type CaseVersion<'a> = Result<Readable<'a>, Finding>;

/// A case with its judgements.
pub(super) struct Readable<'a> {
    pub case: Case,
    pub digests: BTreeSet<Digest>,
    /// Errors in the file, although it can be read as a case.
    pub errors: Vec<Finding>,
    bytes: Vec<u8>,
    /// The layout for appending events; `None` if the file has findings.
    layout: Option<Layout>,
    judgements: RefCell<Vec<Judgement<'a>>>,
}

struct Judgement<'a> {
    policy: &'a Policy,
    now: Instant,
    judged: Rc<Judged>,
}

impl<'a, 'w, A: Archive> VersionReader<'a, 'w, A> {
    pub(crate) fn new(path: &'a str, window: &'w mut Window<'a, A>) -> Self {
        Self {
            path,
            window,
            laws: Arc::default(),
            kept: VecDeque::new(),
        }
    }

    pub(crate) fn version(&mut self, id: &'a str) -> Result<Rc<CaseVersion<'a>>, A::Error> {
        if let Some((_, version)) = self.kept.iter().find(|(known, _)| *known == id) {
            return Ok(Rc::clone(version));
        }
        let version = match self.window.content(id)? {
            None => Err(lost()),
            Some(bytes) => match self.appended(&bytes) {
                Some((case, layout)) => Ok(Readable::new(case, bytes, Some(layout))),
                None => read(self.path, bytes),
            },
        };
        let version = Rc::new(version);
        self.kept.push_front((id, Rc::clone(&version)));
        self.kept.truncate(KEPT);
        Ok(version)
    }

    /// The size of a version in bytes, as far as it is read.
    pub(crate) fn size(&self, id: &str) -> u64 {
        self.window.size(id)
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

    /// The case of a version that is the previous one plus appended events.
    fn appended(&self, bytes: &[u8]) -> Option<(Case, Layout)> {
        let last = self.kept.front()?.1.as_ref().as_ref().ok()?;
        let layout = last.layout.as_ref()?;
        let added = bytes.strip_prefix(last.bytes.as_slice())?;
        if added.contains(&b'\r') {
            return None;
        }
        let case = document::grown(&last.bytes, &last.case, layout, bytes)?;
        Some((case, layout.clone()))
    }
}

/// The error for a version whose content git does not have, as after damage to its objects.
fn lost() -> Finding {
    let message = text!("git has lost the content of this version");
    Finding::error(Code::Unreadable, Spot::default(), message).hint(message!(
        "get it from a clone that still has it; {fsck} lists what is missing",
        fsck = Command::git("fsck")
    ))
}

/// Reads a version of the file at `path`, with all that is wrong with its form.
fn read<'a>(path: &str, bytes: Vec<u8>) -> CaseVersion<'a> {
    let read = document::parse(&bytes);
    let form = check::form(path, &read)
        .into_iter()
        .chain(carriage_return(&bytes));
    let errors: Vec<Finding> = form
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    let layout = (read.findings.is_empty() && errors.is_empty()).then_some(read.layout);
    match read.case {
        Some(case) => Ok(Readable {
            errors,
            ..Readable::new(case, bytes, layout)
        }),
        None => Err(errors.into_iter().next().unwrap_or_else(no_case)),
    }
}

/// Reports line endings that git has stored although the attributes of cases convert them: every
/// clone shows such a file as changed, and cannot merge it.
fn carriage_return(bytes: &[u8]) -> Option<Finding> {
    let at = bytes.windows(2).position(|pair| pair == b"\r\n")?;
    let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    let message = text!("lines end with a carriage return in git, which the attributes forbid");
    let spot = Spot::line(u32::try_from(line).unwrap_or(u32::MAX));
    let hint = message!(
        "let git convert them: {add}",
        add = Command::git("add --renormalize").with(".")
    );
    Some(
        Finding::error(Code::Layout, spot, message)
            .of_key("\r")
            .hint(hint),
    )
}

fn no_case() -> Finding {
    let message = text!("the file holds no case");
    Finding::error(Code::Syntax, Spot::default(), message)
}

impl<'a> Readable<'a> {
    fn new(case: Case, bytes: Vec<u8>, layout: Option<Layout>) -> Self {
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
        bounds::overrun(&self.bytes, &self.case, |event| added.contains(&event))
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
