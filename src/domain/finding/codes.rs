//! The list of codes, each with its summary and explanation.

use std::fmt;
use std::str::FromStr;

macro_rules! codes {
    ($($(#[doc = $summary:literal])+ $variant:ident = $name:literal : $explanation:literal,)*) => {
        /// Every kind of finding. `explain CODE` prints the explanation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $summary])+ $variant,)*
        }

        impl Code {
            /// Every code, in the order of this list.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code as it is printed and asked for.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The kind of finding in one line.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($summary),+).trim_ascii(),)* }
            }

            /// Why this is a finding and what to do about it.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation,)* }
            }
        }
    };
}

codes! {
    /// The file is not YAML, or the policy not TOML, that can be read
    Syntax = "syntax": "The file could not be parsed, so nothing can be said about what is in it. Mend the line that the message names; `git diff` and `git log -p` show what it was before.",
    /// The file is larger or nested deeper than any complaint is
    TooLarge = "too-large": "Case files are read up to 1 MiB, 100,000 items and keys, and 64 levels of nesting; 250 events of a case may move its clocks or begin a round. Put long documents into evidence with `attach`, and take up what never ends in a case of its own. A policy is read up to 1 MiB, with 1,000 entries in a table.",
    /// A key stands twice in one mapping
    DuplicateKey = "duplicate-key": "YAML readers disagree about which of two equal keys counts, so neither is taken. Remove one.",
    /// A key that is needed is missing or empty
    MissingKey = "missing-key": "Every case needs id, received, channel, category, level, complainant.name and summary; every event needs at, by, do and what its verb records; a policy needs format, channels and categories.",
    /// A value is not of the kind that its key takes
    BadValue = "bad-value": "Instants carry an offset (2026-11-21T09:12:00+08:00), amounts are plain decimals (1280.00), lists are lists.",
    /// A key that nothing reads
    UnknownKey = "unknown-key": "A key that is not known is most often a slip of the pen: what it says would be ignored. Correct or remove it.",
    /// A verb that this program does not know
    UnknownVerb = "unknown-verb": "A newer program may have written it. It is kept and not judged, and this program does not write to the case. Update the program.",
    /// The events cannot be appended to safely
    Layout = "layout": "Commands append to the end of the file, so `events:` has to be its last key, a block list with its items at the margin (`- at: ...`). Move other keys above it.",
    /// A merge's conflict markers are in the file
    ConflictMarker = "conflict-marker": "A merge without the merge driver left its markers in the file. Keeping both sides by hand can tear events apart; `complaint resolve-conflict FILE` unites both sides.",
    /// An event is cut short
    TruncatedEvent = "truncated-event": "An event lacks `at`, `by` or `do`: most often the rest of it was lost in a merge by hand. Compare with `git log -p` of the file.",
    /// The id in the file and the name of the file differ
    IdPath = "id-path": "A case lies at cases/YEAR/MONTH/ID-name.yaml, by the date in its id. Both are fixed at birth; rename the file back.",
    /// Two files have one id
    DuplicateId = "duplicate-id": "Ids are random, so a second file with the same id is a copy. Keep the one that git's history knows, and unite their events if both were written to.",
    /// Two cases were imported from one row of a ledger
    DuplicateSource = "duplicate-source": "Two clones imported the same ledger before they were merged, so what came in stands twice. Go on with one of the two cases, and invalidate the other with a reason that names it; a link keeps them together.",
    /// A value that is not in the policy's list
    UnlistedValue = "unlisted-value": "Channels, categories, severities, grades, levels, remedies, causes and the names of deadlines are the policy's. A value that an earlier policy in git's history had is only a warning.",
    /// A date lies before the receipt
    BeforeReceipt = "before-receipt": "Nothing can be done about a complaint before it was received. Correct `--at`, or amend `received`.",
    /// An instant lies in the future
    Future = "future": "An event says what happened; it cannot lie later than now, but for `[audit] skew`. Check the clocks of the machines concerned.",
    /// Put on record later than the policy allows
    Backdated = "backdated": "What happened earlier may be recorded later, up to `[audit] backdate`. Record it at the instant of now and say in a note when it happened.",
    /// This step cannot be taken at this stage
    Transition = "transition": "Each verb has its stages; `show ID` lists what may be done next and by whom.",
    /// What two clones recorded does not go together
    Questionable = "questionable": "Each of two people worked on the case in a clone of their own, and what each recorded was right as far as they could see; together it cannot be. Both stand on record, nothing was lost, and nothing is granted that neither was allowed. Somebody has to say which of the two is to stand, and takes the other back as the hint says: `retract ID --event DIGEST --reason TEXT`. It is a warning: `check --strict` and the gates of an organisation may ask for more. Whoever does such a thing with both before their eyes is refused, and `audit` finds it as an error.",
    /// The person is not on the staff list
    UnknownStaff = "unknown-staff": "Where the policy has staff, who acts and who is assigned has to be on the list: `[staff.\"li.wei\"]` in policy.toml.",
    /// The person had left
    StaffEnded = "staff-ended": "The staff entry has an `until` before this instant. Staff are ended, never deleted, so that history keeps its names.",
    /// The person's role may not do this
    Permission = "permission": "`[permissions]` names the lowest role that may use a verb. Ask somebody of that role, or a manager to change the policy.",
    /// Not who has to deal with this
    Responsibility = "responsibility": "`[[responsibility]]` says who has to hold some cases, lead their investigation, or use a verb on them: from which role up, of which department, with which skill. `show ID` names the holder that does not fit; `assign --auto` finds one that does.",
    /// Two roles in one case have to be different people
    Separation = "separation": "`[separation]` says which two steps of one case the same person may not take: nobody approves their own proposal.",
    /// Acting on a proposal that lacks its approval
    Authority = "authority": "A final response, a resolution and a closing need the approvals that `[[approval]]` asks for, judged on the proposal plus what the case has paid already. `show ID` says whose approval is missing.",
    /// Not among those who may approve this
    Approver = "approver": "The `[[approval]]` rule for this remedy and amount names who may approve it. A higher role stands in where one role is named, not where several are.",
    /// The approval is for another proposal
    ApprovalMismatch = "approval-mismatch": "An approval or refusal repeats the handle, remedy and amount of the proposal it is for, and counts for that one only: not for one that replaced it, nor again after it was carried out.",
    /// A handle was used before
    HandleReused = "handle-reused": "Each proposal has a handle of its own, so that an approval cannot be moved to another one.",
    /// The complainant's time to appeal was over
    AppealLate = "appeal-late": "`[appeal] within` says how long a complainant may appeal against the final answer. A regulator's appeal is taken at any time (`--regulator`), and `reopen` takes up a matter that deserves it.",
    /// There is nothing left to carry out
    NothingToResolve = "nothing-to-resolve": "`resolve` records that a remedy was carried out. What was carried out once does not count again; propose anew.",
    /// The extension came after the due instant
    ExtensionLate = "extension-late": "Lateness cannot be undone: an extension counts only if it was put on record by the due instant as it then stood.",
    /// The extension goes further than the policy allows
    ExtensionLimit = "extension-limit": "The deadline's `extend` says how often and how far it may be extended, and by whom.",
    /// The new date is not later than the old one
    ExtensionNotLater = "extension-not-later": "An extension sets a later due instant; an earlier date is a promise (`respond --interim --promise`).",
    /// A promise that lies in the past
    PromisePast = "promise-past": "A promised time has to lie after the reply that promises it.",
    /// A requirement for closing is not met
    ClosingGate = "closing-gate": "`[closing] require` lists what must be done before a case is closed. `show ID` says what is missing.",
    /// A fact that the policy requires is missing
    FactRequired = "fact-required": "`[[required]]` of the policy says which facts a complaint has to have, by its category, channel or what is asked for. Give them with `new`, or add them: `amend ID FACT=VALUE --reason TEXT`.",
    /// The complaint came after the time for it
    ClaimWindow = "claim-window": "A `[[window]]` of the policy says how long after delivery and the like one may complain. It is a warning: whether the complaint is invalid for that, or taken all the same, is for people to say. `explain ID` counts the days.",
    /// Evidence that the case needs is not there
    EvidenceRequired = "evidence-required": "`[[evidence]]` of the policy says which evidence a complaint needs, by what is asked for or by the channel. Put it on record with its kind: `attach ID FILE --kind KIND`. It is a warning; closing waits for it where a gate asks for `evidence`.",
    /// The corrected fact does not fit
    AmendValue = "amend-value": "The corrected value has to be one that `new` would take, and `from` has to be the value that stood.",
    /// There is no such event to retract
    RetractTarget = "retract-target": "`retract` names an event of this case that was recorded before; a registration and a retraction stay.",
    /// Something was built on the event
    RetractBuiltOn = "retract-built-on": "An event can be taken back only while nothing later rests on it. Take back the later one first.",
    /// The linked case is not there
    LinkTarget = "link-target": "`link` names another case of this repository.",
    /// Evidence is missing
    EvidenceMissing = "evidence-missing": "A file that an event attached is not in the repository any more. Restore it from git.",
    /// Evidence was altered
    EvidenceAltered = "evidence-altered": "The SHA-256 of the file is not the one that was recorded when it was attached. Restore it from git, and attach the new version beside it.",
    /// Two entries of the policy contradict each other
    PolicyConflict = "policy-conflict": "Two entries of policy.toml contradict each other, or one hides the other so that it never counts; the message names both.",
    /// The policy names something that it does not define
    PolicyReference = "policy-reference": "Roles, levels, categories and listed values that a rule names have to be defined in the same policy, or be in `retired`; verbs and calendars are the program's.",
    /// A limit was changed without a date
    UndatedChange = "undated-change": "Changing a limit in place rewrites what was late in the past. Add a `[[deadline]]` of the same name with `since = DATE` instead.",
    /// Public holidays of that year are not known
    UnknownYear = "unknown-year": "The calendar has no reviewed holidays for a year that a running deadline reaches into; it counts by the days of the week alone until they are added.",
    /// A fact or an event that was on record was altered or removed
    Altered = "altered": "A case only grows: its facts stay as they were taken in, its events as they were put on record. `audit` finds the commit that changed or dropped one. Restore it from the commit before; corrections are made by `amend`, mistakes taken back by `retract`.",
    /// A case was taken away
    CaseRemoved = "case-removed": "No case is deleted or moved: what is over is closed, withdrawn or found invalid. Restore the file from the commit before.",
    /// The commit is somebody else's than the event
    ForeignAuthor = "foreign-author": "Who an event is by has to be author and committer of the commit that brought it, by the e-mail on the staff list. `[audit] recorders` may let a role record for others, but never an approval, a refusal or a decision.",
    /// Somebody granted what they may no longer grant, in a commit that comes in now
    Lapsed = "lapsed": "An approval, refusal, extension or the like came to the server after whoever made it had lost the role for it. However event and commit are dated, nobody can tell it from one made up afterwards: somebody who has the role now has to do it.",
    /// A merge brings an event that neither side has
    MergeNotUnion = "merge-not-union": "A merge unites what its sides have and adds nothing of its own, so that every event is judged in a commit of its own.",
    /// The policy was changed by somebody who may not
    PolicyChanged = "policy-changed": "`[permissions] policy` names the lowest role that may change policy.toml; where it is silent, the highest role. It is the policy before the change that counts, also for a merge that takes neither side's.",
    /// The rules by which git merges cases were altered
    AttributesAltered = "attributes-altered": "Without its line in .gitattributes git merges cases as text, and can lose parts of events.",
    /// A second history begins in the repository
    SecondRoot = "second-root": "A repository has one first commit. A second one brings in a history that nothing before it vouches for.",
    /// The commit is dated before its parent, or has no date
    CommitDate = "commit-date": "A commit cannot be older than what it builds on, but for `[audit] skew`: a clock was wrong, or a date was made up. Nor is anything a date that lies before 1970 or after 9999, has a zone that no clock has, or that git cannot read.",
    /// The commit lacks a signature that holds
    Unsigned = "unsigned": "With `[audit] signed = true` every commit has to be signed by its committer, with a key that is vouched for that e-mail: of SSH by git's list of signers (`gpg.ssh.allowedSignersFile`), of OpenPGP by a user id that the keyring trusts. List, keyring and git's configuration lie outside of what is being judged. The commit that switches it off has to be signed, too; those that led to its being switched on need not.",
    /// The history is not the one that the checkpoint is of
    Rewritten = "rewritten": "What the checkpoint vouches for is no longer part of the history, so something before it was rewritten. Compare with a clone that still has the commit.",
    /// A file could not be read
    Unreadable = "unreadable": "The file is not a plain file, or the rights to read it are missing. Symbolic links are not followed.",
}
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Code {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.name().eq_ignore_ascii_case(text))
            .ok_or(())
    }
}
