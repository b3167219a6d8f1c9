//! The list of codes, each with its summary and explanation.

use std::fmt;
use std::str::FromStr;

use crate::domain::message::{Message, text};

macro_rules! codes {
    ($($code:ident = $name:literal: text!($summary:literal), text!($explanation:literal);)*) => {
        /// Every kind of finding. `explain CODE` prints the explanation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $summary] $code,)*
        }

        impl Code {
            /// Every code, in the order of this list.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// The code as printed, and as an argument of `explain`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$code => $name,)* }
            }

            /// A one-line summary.
            pub fn summary(self) -> Message {
                match self { $(Self::$code => text!($summary),)* }
            }

            /// The reason for the finding, and the remedy.
            pub(crate) fn explanation(self) -> Message {
                match self { $(Self::$code => text!($explanation),)* }
            }
        }
    };
}

codes! {
    Syntax = "syntax":
        text!("The file is not YAML, or the policy not TOML, that can be read"),
        text!("The file could not be parsed, so nothing can be said about what is in it. Mend the \
             line that the message names; `git diff` and `git log -p` show what it was before.");
    TooLarge = "too-large":
        text!("The file is larger or nested deeper than any complaint is"),
        text!("Case files are read up to 1 MiB, 100,000 items and keys, and 64 levels of nesting; \
             250 events of a case may move its clocks or begin a round. Put long documents into \
             evidence with `attach`, and take up what never ends in a case of its own. A policy is \
             read up to 1 MiB, with 1,000 entries in a table.");
    DuplicateKey = "duplicate-key":
        text!("A key stands twice in one mapping"),
        text!("YAML readers disagree about which of two equal keys counts, so neither is taken. \
             Remove one.");
    MissingKey = "missing-key":
        text!("A key that is needed is missing or empty"),
        text!("Every case needs id, received, channel, category, level, complainant.name and \
             summary; every event needs at, by, do and what its verb records; a policy needs \
             format, channels and categories.");
    BadValue = "bad-value":
        text!("A value is not of the kind that its key takes"),
        text!("Instants carry an offset (2026-11-21T09:12:00+08:00), amounts are plain decimals \
             (1280.00), lists are lists.");
    UnknownKey = "unknown-key":
        text!("A key that nothing reads"),
        text!("A key that is not known is most often a slip of the pen: what it says would be \
             ignored. Correct or remove it.");
    UnknownVerb = "unknown-verb":
        text!("A verb that this program does not know"),
        text!("A newer program may have written it. It is kept and not judged, and this program \
             does not write to the case. Update the program.");
    Layout = "layout":
        text!("The events cannot be appended to safely"),
        text!("Commands append to the end of the file, so `events:` has to be its last key, a \
             block list with its items at the margin (`- at: ...`). Move other keys above it.");
    ConflictMarker = "conflict-marker":
        text!("A merge's conflict markers are in the file"),
        text!("A merge without the merge driver left its markers in the file. Keeping both sides \
             by hand can tear events apart; `complaint resolve-conflict FILE` unites both sides.");
    TruncatedEvent = "truncated-event":
        text!("An event is cut short"),
        text!("An event lacks `at`, `by` or `do`: most often the rest of it was lost in a merge by \
             hand. Compare with `git log -p` of the file.");
    IdPath = "id-path":
        text!("The id in the file and the name of the file differ"),
        text!("A case lies at cases/YEAR/MONTH/ID-name.yaml, by the date in its id. Both are fixed \
             at birth; rename the file back.");
    DuplicateId = "duplicate-id":
        text!("Two files have one id"),
        text!("Ids are random, so a second file with the same id is a copy. Keep the one that \
             git's history knows, and unite their events if both were written to.");
    DuplicateSource = "duplicate-source":
        text!("Two cases were imported from one row of a ledger"),
        text!("Two clones imported the same ledger before they were merged, so what came in stands \
             twice. Go on with one of the two cases, and invalidate the other with a reason that \
             names it; a link keeps them together.");
    UnlistedValue = "unlisted-value":
        text!("A value that is not in the policy's list"),
        text!("Channels, categories, severities, grades, levels, remedies, causes and the names of \
             deadlines are the policy's. A value that an earlier policy in git's history had is \
             only a warning.");
    BeforeReceipt = "before-receipt":
        text!("A date lies before the receipt"),
        text!("Nothing can be done about a complaint before it was received. Correct `--at`, or \
             amend `received`.");
    Future = "future":
        text!("An instant lies in the future"),
        text!("An event says what happened; it cannot lie later than now, but for `[audit] skew`. \
             Check the clocks of the machines concerned.");
    Backdated = "backdated":
        text!("Put on record later than the policy allows"),
        text!("What happened earlier may be recorded later, up to `[audit] backdate`. Record it at \
             the instant of now and say in a note when it happened.");
    Transition = "transition":
        text!("This step cannot be taken at this stage"),
        text!("Each verb has its stages; `show ID` lists what may be done next and by whom.");
    Questionable = "questionable":
        text!("What two clones recorded does not go together"),
        text!("Each of two people worked on the case in a clone of their own, and what each \
             recorded was right as far as they could see; together it cannot be. Both stand on \
             record, nothing was lost, and nothing is granted that neither was allowed. Somebody \
             has to say which of the two is to stand, and takes the other back as the hint says: \
             `retract ID --event DIGEST --reason TEXT`. It is a warning: `check --strict` and the \
             gates of an organisation may ask for more. Whoever does such a thing with both before \
             their eyes is refused, and `audit` finds it as an error.");
    UnknownStaff = "unknown-staff":
        text!("The person is not on the staff list"),
        text!("Where the policy has staff, who acts and who is assigned has to be on the list: \
             `[staff.\"li.wei\"]` in policy.toml.");
    StaffEnded = "staff-ended":
        text!("The person had left"),
        text!("The staff entry has an `until` before this instant. Staff are ended, never deleted, \
             so that history keeps its names.");
    Permission = "permission":
        text!("The person's role may not do this"),
        text!("`[permissions]` names the lowest role that may use a verb. Ask somebody of that \
             role, or a manager to change the policy.");
    Responsibility = "responsibility":
        text!("Not who has to deal with this"),
        text!("`[[responsibility]]` says who has to hold some cases, lead their investigation, or \
             use a verb on them: from which role up, of which department, with which skill. `show \
             ID` names a holder who does not qualify; `assign --auto` finds one that does.");
    Separation = "separation":
        text!("Two roles in one case have to be different people"),
        text!("`[separation]` says which two steps of one case the same person may not take: \
             nobody approves their own proposal.");
    Authority = "authority":
        text!("Acting on a proposal that lacks its approval"),
        text!("A final response, a resolution and a closing need the approvals that `[[approval]]` \
             asks for, judged on the proposal plus what the case has paid already. `show ID` says \
             whose approval is missing.");
    Approver = "approver":
        text!("Not among those who may approve this"),
        text!("The `[[approval]]` rule for this remedy and amount names who may approve it. A \
             higher role stands in where one role is named, not where several are.");
    ApprovalMismatch = "approval-mismatch":
        text!("The approval is for another proposal"),
        text!("An approval or refusal repeats the handle, remedy and amount of the proposal it is \
             for, and counts for that one only: not for one that replaced it, nor again after it \
             was carried out.");
    HandleReused = "handle-reused":
        text!("A handle was used before"),
        text!("Each proposal has a handle of its own, so that an approval cannot be moved to \
             another one.");
    AppealLate = "appeal-late":
        text!("The complainant's time to appeal was over"),
        text!("`[appeal] within` says how long a complainant may appeal against the final answer. \
             A regulator's appeal is taken at any time (`--regulator`), and `reopen` takes up a \
             matter that deserves it.");
    NothingToResolve = "nothing-to-resolve":
        text!("There is nothing left to carry out"),
        text!("`resolve` records that a remedy was carried out. What was carried out once does not \
             count again; propose anew.");
    ExtensionLate = "extension-late":
        text!("The extension came after the due instant"),
        text!("Lateness cannot be undone: an extension counts only if it was put on record by the \
             due instant as it then stood.");
    ExtensionLimit = "extension-limit":
        text!("The extension goes further than the policy allows"),
        text!("The deadline's `extend` says how often and how far it may be extended, and by \
             whom.");
    ExtensionNotLater = "extension-not-later":
        text!("The new date is not later than the old one"),
        text!("An extension sets a later due instant; an earlier date is a promise (`respond \
             --interim --promise`).");
    PromisePast = "promise-past":
        text!("A promise that lies in the past"),
        text!("A promised time has to lie after the reply that promises it.");
    ClosingGate = "closing-gate":
        text!("A requirement for closing is not met"),
        text!("`[closing] require` lists what must be done before a case is closed. `show ID` says \
             what is missing.");
    FactRequired = "fact-required":
        text!("A fact that the policy requires is missing"),
        text!("`[[required]]` of the policy says which facts a complaint has to have, by its \
             category, channel or what is asked for. Give them with `new`, or add them: `amend ID \
             FACT=VALUE --reason TEXT`.");
    ClaimWindow = "claim-window":
        text!("The complaint came after the time for it"),
        text!("A `[[window]]` of the policy says how long after delivery and the like one may \
             complain. It is a warning: whether the complaint is invalid for that, or taken all \
             the same, is for people to say. `explain ID` counts the days.");
    EvidenceRequired = "evidence-required":
        text!("Evidence that the case needs is not there"),
        text!("`[[evidence]]` of the policy says which evidence a complaint needs, by what is \
             asked for or by the channel. Put it on record with its kind: `attach ID FILE --kind \
             KIND`. It is a warning; closing waits for it where a gate asks for `evidence`.");
    AmendValue = "amend-value":
        text!("The corrected fact does not fit"),
        text!("The corrected value has to be one that `new` would take, and `from` has to be the \
             value that stood.");
    RetractTarget = "retract-target":
        text!("There is no such event to retract"),
        text!("`retract` names an event of this case that was recorded before; a registration and \
             a retraction stay.");
    RetractBuiltOn = "retract-built-on":
        text!("Something was built on the event"),
        text!("An event can be taken back only while nothing later rests on it. Take back the \
             later one first.");
    LinkTarget = "link-target":
        text!("The linked case is not there"),
        text!("`link` names another case of this repository.");
    EvidenceMissing = "evidence-missing":
        text!("Evidence is missing"),
        text!("A file that an event attached is not in the repository any more. Restore it from \
             git.");
    EvidenceAltered = "evidence-altered":
        text!("Evidence was altered"),
        text!("The SHA-256 of the file is not the one that was recorded when it was attached. \
             Restore it from git, and attach the new version beside it.");
    PolicyConflict = "policy-conflict":
        text!("Two entries of the policy contradict each other"),
        text!("Two entries of policy.toml contradict each other, or one hides the other so that it \
             never counts; the message names both.");
    PolicyReference = "policy-reference":
        text!("The policy names something that it does not define"),
        text!("Roles, levels, categories and listed values that a rule names have to be defined in \
             the same policy, or be in `retired`; verbs and calendars are the program's.");
    UndatedChange = "undated-change":
        text!("A limit was changed without a date"),
        text!("Changing a limit in place rewrites what was late in the past. Add a `[[deadline]]` \
             of the same name with `since = DATE` instead.");
    UnknownYear = "unknown-year":
        text!("Public holidays of that year are not known"),
        text!("The calendar has no reviewed holidays for a year that a running deadline reaches \
             into; it counts by the days of the week alone until they are added.");
    Altered = "altered":
        text!("A fact or an event that was on record was altered or removed"),
        text!("A case only grows: its facts stay as they were taken in, its events as they were \
             put on record. `audit` finds the commit that changed or dropped one. Restore it from \
             the commit before; corrections are made by `amend`, mistakes taken back by \
             `retract`.");
    CaseRemoved = "case-removed":
        text!("A case was taken away"),
        text!("No case is deleted or moved: what is over is closed, withdrawn or found invalid. \
             Restore the file from the commit before.");
    ForeignAuthor = "foreign-author":
        text!("The commit is somebody else's than the event"),
        text!("Who an event is by has to be author and committer of the commit that brought it, by \
             the e-mail on the staff list. `[audit] recorders` may let a role record for others, \
             but never an approval, a refusal or a decision.");
    Lapsed = "lapsed":
        text!("Somebody granted what they may no longer grant, in a commit that comes in now"),
        text!("An approval, refusal, extension or the like came to the server after whoever made \
             it had lost the role for it. However event and commit are dated, nobody can tell it \
             from one made up afterwards: somebody who has the role now has to do it.");
    MergeNotUnion = "merge-not-union":
        text!("A merge brings an event that neither side has"),
        text!("A merge unites what its sides have and adds nothing of its own, so that every event \
             is judged in a commit of its own.");
    PolicyChanged = "policy-changed":
        text!("The policy was changed by somebody who may not"),
        text!("`[permissions] policy` names the lowest role that may change policy.toml; where it \
             is silent, the highest role. It is the policy before the change that counts, also for \
             a merge that takes neither side's.");
    AttributesAltered = "attributes-altered":
        text!("The rules by which git merges cases were altered"),
        text!("Without its line in .gitattributes git merges cases as text, and can lose parts of \
             events.");
    SecondRoot = "second-root":
        text!("A second history begins in the repository"),
        text!("A repository has one first commit. A second one brings in a history that nothing \
             before it vouches for.");
    CommitDate = "commit-date":
        text!("The commit is dated before its parent, or has no date"),
        text!("A commit cannot be older than what it builds on, but for `[audit] skew`: a clock \
             was wrong, or a date was made up. Nor is anything a date that lies before 1970 or \
             after 9999, has a zone that no clock has, or that git cannot read.");
    Unsigned = "unsigned":
        text!("The commit lacks a signature that holds"),
        text!("With `[audit] signed = true` every commit has to be signed by its committer, with a \
             key that is vouched for that e-mail: of SSH by git's list of signers \
             (`gpg.ssh.allowedSignersFile`), of OpenPGP by a user id that the keyring trusts. \
             List, keyring and git's configuration lie outside of what is being judged. The commit \
             that switches it off has to be signed, too; those that led to its being switched on \
             need not.");
    Rewritten = "rewritten":
        text!("The history is not the one that the checkpoint is of"),
        text!("What the checkpoint vouches for is no longer part of the history, so something \
             before it was rewritten. Compare with a clone that still has the commit.");
    Unreadable = "unreadable":
        text!("A file could not be read"),
        text!("The file is not a plain file, or the rights to read it are missing. Symbolic links \
             are not followed.");
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
