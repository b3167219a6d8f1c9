//! The list of codes, each with its summary and explanation.

use std::fmt;
use std::str::FromStr;

use crate::domain::message::{Message, text};

macro_rules! codes {
    ($($code:ident = $name:literal $($by_law:ident)?: text!($summary:literal), text!($explanation:literal);)*) => {
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

            /// Whether the finding depends on the policy, so that it is judged by the policy under
            /// which the event came on record.
            pub(crate) fn is_by_law(self) -> bool {
                match self { $(Self::$code => codes!(@ $($by_law)?),)* }
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
    (@ by_law) => { true };
    (@) => { false };
}

codes! {
    Syntax = "syntax":
        text!("The file is not valid YAML, or the policy is not valid TOML"),
        text!("The file could not be parsed, so its content was not checked. Fix the line that \
             the message names; `git diff` and `git log -p` show what it was before.");
    TooLarge = "too-large":
        text!("The file is larger or nested more deeply than the program accepts"),
        text!("Case files are read up to 2 MiB, 100,000 items and keys, and 64 levels of nesting. \
             Less may be added, so that room is left for what ends a case: notes, attachments and \
             links up to 256 KiB, answers, `resolve`, `close`, `retract` and `invalidate` up to \
             1 MiB, the rest up to 512 KiB; a text has at most 64 KiB; and one person moves the \
             clocks of a case at most 50 times with the same verb, everybody together 1,000 times. Put long documents into evidence \
             with `attach`, and continue an endless matter in a new case. A policy is read up to \
             1 MiB, with at most 1,000 entries in a table.");
    DuplicateKey = "duplicate-key":
        text!("A key occurs twice in one mapping"),
        text!("YAML readers disagree about which of two equal keys counts, so neither is used. \
             Remove one.");
    MissingKey = "missing-key":
        text!("A required key is missing or empty"),
        text!("Every case needs id, received, channel, category, level, complainant.name and \
             summary; every event needs at, by, do and the keys that its verb requires; a \
             policy needs format, channels and categories.");
    BadValue = "bad-value":
        text!("A value is not valid for its key"),
        text!("Instants carry an offset (2026-11-21T09:12:00+08:00), amounts are plain decimals \
             (1280.00), lists are lists.");
    UnknownKey = "unknown-key":
        text!("The program does not know the key"),
        text!("An unknown key is most often a typo, and its value would be ignored. Correct or \
             remove it.");
    UnknownVerb = "unknown-verb":
        text!("The program does not know the verb"),
        text!("A newer program may have written it. The event is kept but not judged, and this \
             program does not write to the case. Update the program.");
    Layout = "layout":
        text!("Events cannot be appended to the file safely"),
        text!("Commands append to the end of the file, so `events:` has to be its last key, with \
             a block list whose items are not indented (`- at: ...`). Move other keys above it.");
    ConflictMarker = "conflict-marker":
        text!("The file contains merge conflict markers"),
        text!("A merge without the merge driver left its markers in the file. Keeping both sides \
             by hand can damage events; `complaint resolve-conflict FILE` merges both sides.");
    TruncatedEvent = "truncated-event":
        text!("An event is incomplete"),
        text!("An event lacks `at`, `by` or `do`: most often the rest was lost in a manual merge. \
             Compare with `git log -p` of the file.");
    IdPath = "id-path":
        text!("The id in the file does not match the path of the file"),
        text!("A case is stored at cases/YEAR/MONTH/ID-name.yaml, by the date in its id. Both are \
             fixed when the case is created; rename the file back.");
    DuplicateId = "duplicate-id":
        text!("Two files have the same id"),
        text!("Ids are random, so a second file with the same id is a copy. Keep the one that \
             git's history knows, and merge their events if both were written to.");
    DuplicateSource = "duplicate-source":
        text!("Two cases were imported from the same row of a ledger"),
        text!("Two clones imported the same ledger before they were merged, so the complaint is \
             recorded twice. Continue with one of the two cases, and invalidate the other with \
             a reason that names it; a link connects them.");
    UnlistedValue = "unlisted-value" by_law:
        text!("A value that is not in the policy's list"),
        text!("The policy lists the channels, categories, severities, grades, levels, remedies, \
             causes and names of deadlines. A value that an earlier policy in git's history \
             listed is only a warning.");
    BeforeReceipt = "before-receipt" by_law:
        text!("A date is before the receipt"),
        text!("Nothing can be done about a complaint before it was received. Correct `--at`, or \
             amend `received`.");
    Future = "future":
        text!("A time is in the future"),
        text!("An event records what has happened, so it cannot be later than now, except within \
             `[audit] skew`. Check the clocks of the machines involved.");
    Backdated = "backdated" by_law:
        text!("Recorded later than the policy allows"),
        text!("An event may be recorded after it happened, but not later than `[audit] backdate`. \
             Record it at the current time, and say in a note when it happened.");
    Transition = "transition" by_law:
        text!("This step is not possible at this stage"),
        text!("Each verb can be used at certain stages; `show ID` lists the possible next steps \
             and who may take them.");
    Unusual = "unusual":
        text!("The step is possible, but most often a mistake"),
        text!("Nothing forbids the step, but it is rarely meant: a second final answer, the same \
             file attached again, a link of a case that is over, a case resolved while a \
             remedy promised before the last one is neither carried out nor taken back. If it was a mistake, take it \
             back with `retract`.");
    Questionable = "questionable":
        text!("Two clones recorded conflicting events"),
        text!("The case was worked on in two clones, and neither event's commit has the other's in \
             its ancestry. Each was valid as far as could be seen there, but together they \
             conflict. Both are kept, \
             nothing is lost, and nothing is granted that neither was allowed to grant. \
             Somebody has to decide which of the two holds, and retract the other as the hint \
             says: `retract ID --event DIGEST --reason TEXT`. It is a warning: `check --strict` \
             and the gates of an organisation may ask for more. Anyone who can see both events \
             is refused such a step, and `audit` reports it as an error.");
    UnknownStaff = "unknown-staff" by_law:
        text!("The person is not on the staff list"),
        text!("If the policy has staff, the people who act or are assigned have to be on the \
             list: `[staff.\"li.wei\"]` in policy.toml.");
    StaffEnded = "staff-ended" by_law:
        text!("The person was not on the staff at that time"),
        text!("The staff entry has an `until` before the event. Staff entries are ended, never \
             deleted, so that history keeps its names.");
    Permission = "permission" by_law:
        text!("The person's role does not permit this"),
        text!("`[permissions]` names the lowest role that may use a verb. Ask somebody with that \
             role, or ask a manager to change the policy.");
    Responsibility = "responsibility" by_law:
        text!("The person does not qualify for this duty"),
        text!("`[[responsibility]]` says who has to hold certain cases, lead their investigation, \
             or use a verb on them: the lowest role, the department, the skill. `show ID` names \
             a holder who does not qualify; `assign --auto` finds one who does.");
    Separation = "separation" by_law:
        text!("Two steps in one case require different people"),
        text!("`[separation]` says which two steps of one case the same person cannot take. \
             Nobody approves their own proposal.");
    Authority = "authority" by_law:
        text!("The proposal lacks its approval"),
        text!("A final response, a resolution and a closing need the approvals that \
             `[[approval]]` requires, judged on the proposal plus all that the case owes \
             besides. `show ID` says whose approval is missing. What the complainant was \
             granted is taken back by somebody who proposed none of it and could approve the \
             whole.");
    Approver = "approver" by_law:
        text!("The person cannot approve or refuse this"),
        text!("The `[[approval]]` rule for this remedy and amount names who may approve it. If it \
             names one role, a higher role may approve instead; if it names several, each has \
             to be exactly that role.");
    ApprovalMismatch = "approval-mismatch" by_law:
        text!("The approval is for another proposal"),
        text!("An approval or refusal repeats the handle, remedy and amount of its proposal, and \
             counts only for that proposal: not for one that replaced it, nor again after it \
             was carried out.");
    AmountRequired = "amount-required" by_law:
        text!("A remedy that costs money is proposed without its amount"),
        text!("`priced` in the policy lists the remedies that cost money. Who may approve one \
             depends on its amount, so `propose` names it; of other remedies, a missing amount \
             counts as 0.");
    Together = "together":
        text!("Several cases of one order or complainant exceed an authority together"),
        text!("`[together]` in the policy counts together what one order or complainant was \
             granted in several cases. Their sum needs an approval that the remedy by itself \
             does not. It is a warning, unless the policy makes it binding. What two clones \
             granted without knowing of each other is one after merging, until the period is \
             over or, if it is binding, the sum is approved.");
    Recusal = "recusal" by_law:
        text!("The person complained about holds the case"),
        text!("The fact `person` names somebody on the staff, by handle or by name, who now \
             holds the case. Assign it to somebody else. With `complained-about` in \
             `[separation] forbid` they can neither be assigned it nor act on it.");
    DeadEnd = "dead-end":
        text!("A rule of the policy can never be met"),
        text!("Nobody on the staff list can give an approval, pass a gate or do a duty that the \
             policy asks for, or the conditions of a rule contradict each other. Cases would \
             hang there. Add the people, with their roles, departments and skills, or change \
             the rule; `policy show dead-ends` lists them all.");
    Implausible = "implausible":
        text!("A fact is implausible"),
        text!("A date lies after the receipt or in the future, or far in the past; an amount is \
             larger or finer than money is. `[plausible]` in the policy says what is refused, \
             and what is only a warning. `amend` corrects a fact.");
    HandleReused = "handle-reused":
        text!("A handle was used before"),
        text!("Each proposal has its own handle, so that an approval cannot be moved to another \
             one.");
    AppealLate = "appeal-late" by_law:
        text!("The time to appeal is over"),
        text!("`[appeal] within` says how long a complainant may appeal against the final answer. \
             A regulator's appeal is accepted at any time (`--regulator`), and `reopen` takes \
             up a case that deserves it.");
    NothingToResolve = "nothing-to-resolve" by_law:
        text!("There is nothing left to carry out"),
        text!("`resolve` records that a remedy was carried out. A remedy that was carried out \
             once does not count again; make a new proposal.");
    ExtensionLate = "extension-late" by_law:
        text!("The extension came after the due instant"),
        text!("Lateness cannot be undone: an extension counts only if it was recorded by the due \
             instant that applied then.");
    ExtensionLimit = "extension-limit" by_law:
        text!("The extension exceeds what the policy allows"),
        text!("The deadline's `extend` says how often, how far and by whom it may be extended.");
    ExtensionNotLater = "extension-not-later" by_law:
        text!("The new date is not later than the old one"),
        text!("An extension sets a later due instant; an earlier date is a promise (`respond \
             --interim --promise`).");
    PromisePast = "promise-past":
        text!("A promised time is not after the reply"),
        text!("A promised time has to be after the reply that promises it.");
    ClosingGate = "closing-gate" by_law:
        text!("A requirement for closing is not met"),
        text!("`[closing] require` lists what must be done before a case is closed. `show ID` says \
             what is missing.");
    FactRequired = "fact-required" by_law:
        text!("A fact that the policy requires is missing"),
        text!("`[[required]]` in the policy says which facts a complaint needs, by its category, \
             its channel or what is asked for. Give them with `new`, or add them: `amend ID \
             FACT=VALUE --reason TEXT`.");
    ClaimWindow = "claim-window" by_law:
        text!("The complaint came after its claim window"),
        text!("A `[[window]]` in the policy says how long after an event such as the delivery a \
             complaint may be made. It is a warning: people decide whether the complaint is \
             therefore invalid or accepted anyway. `explain ID` counts the days.");
    EvidenceRequired = "evidence-required" by_law:
        text!("Required evidence is missing"),
        text!("`[[evidence]]` in the policy says which evidence a complaint needs, by what is \
             asked for or by the channel. Attach it with its kind: `attach ID FILE --kind \
             KIND`. It is a warning; closing requires the evidence if a gate asks for \
             `evidence`.");
    AmendValue = "amend-value" by_law:
        text!("The amendment is not valid"),
        text!("The corrected value has to be one that `new` would accept, and `from` has to be \
             the value before the correction.");
    RetractTarget = "retract-target" by_law:
        text!("There is no such event to retract"),
        text!("`retract` names an earlier event of this case; a registration or a retraction \
             cannot be retracted.");
    RetractBuiltOn = "retract-built-on" by_law:
        text!("Later events depend on the event"),
        text!("An event can be retracted only while no later event depends on it. Retract the \
             later one first.");
    LinkTarget = "link-target":
        text!("The linked case does not exist"),
        text!("`link` names another case of this repository.");
    EvidenceMissing = "evidence-missing":
        text!("A file of evidence is missing"),
        text!("A file that an event attached is no longer in the repository. Restore it from git.");
    EvidenceAltered = "evidence-altered":
        text!("A file of evidence was changed"),
        text!("The SHA-256 of the file differs from the one that was recorded when it was \
             attached. Restore it from git, and attach the new version as another file.");
    PolicyConflict = "policy-conflict":
        text!("Two entries of the policy contradict each other"),
        text!("Two entries of policy.toml contradict each other, or one hides the other so that \
             it never applies; the message names both.");
    PolicyReference = "policy-reference":
        text!("The policy names something that it does not define"),
        text!("The roles, levels, categories and listed values that a rule names have to be \
             defined in the same policy, or be listed in `retired`; verbs and calendars are \
             built in.");
    UndatedChange = "undated-change":
        text!("A limit was changed without a date"),
        text!("Changing a limit in place changes what was late in the past. Instead, add a \
             `[[deadline]]` with the same name and `since = DATE`.");
    UnknownYear = "unknown-year":
        text!("The public holidays of a year are not known"),
        text!("The calendar has no reviewed holidays for a year that a running deadline reaches \
             into; until they are added, only the days of the week count.");
    Altered = "altered":
        text!("A recorded fact or event was changed or removed"),
        text!("A case only grows: its facts stay as they were at intake, and its events as they \
             were recorded. `audit` finds the commit that changed or removed one. Restore it \
             from the commit before; correct facts with `amend`, and take back mistakes with \
             `retract`.");
    CaseRemoved = "case-removed":
        text!("A case was removed"),
        text!("Cases are never deleted or moved: a case that is over is closed, withdrawn or \
             invalid. Restore the file from the commit before.");
    ForeignAuthor = "foreign-author":
        text!("The author of the commit is not the author of the event"),
        text!("The person an event is by has to be the author and committer of the commit that \
             adds it, by the email address on the staff list. `[audit] recorders` may let a \
             role record for others, but never an approval, a refusal or a decision.");
    Lapsed = "lapsed":
        text!("A grant by somebody whose role has ended, in a commit that arrives now"),
        text!("An approval, refusal, extension or similar event reached the server after its \
             author had lost the role for it. Whatever dates the event and the commit have, it \
             cannot be told from one made up afterwards: somebody who has the role now has to \
             grant it.");
    LateArrival = "late-arrival":
        text!("An event that would meet or move a deadline arrives too long after it happened"),
        text!("An answer, a pause, an extension or a promise reached the server longer after it \
             happened than `[audit] backdate` allows, and a deadline has passed that it would \
             meet or move. Whatever dates the event and the commit have, it cannot be told from \
             one made up afterwards. Record it anew, and say in a note when it was really done. \
             Notes and other old work are accepted.");
    MergeNotUnion = "merge-not-union":
        text!("A merge adds an event that neither side has"),
        text!("A merge combines the events of its sides and adds none, so that every event is \
             judged in its own commit.");
    PolicyEdited = "policy-edited":
        text!("The policy was edited, but the change is not committed"),
        text!("A new event belongs to git's HEAD and is judged by the policy there; what you edited \
             is what you mean to be in force. Until the change is committed, an event has to be right \
             by both.");
    PolicyChanged = "policy-changed":
        text!("The policy was changed by somebody without permission"),
        text!("`[permissions] policy` names the lowest role that may change policy.toml; by \
             default, the highest role. The policy before the change applies, also to a merge \
             whose policy is that of neither side.");
    AttributesAltered = "attributes-altered":
        text!("The git attributes for merging cases were changed"),
        text!("Without its line in .gitattributes git merges cases as text, and can lose parts of \
             events.");
    SecondRoot = "second-root":
        text!("The repository has a second root commit"),
        text!("A repository has one root commit. A second one brings in a history that no \
             earlier commit vouches for.");
    CommitDate = "commit-date":
        text!("The commit is dated before its parent, or has no valid date"),
        text!("A commit cannot be older than its parent, except within `[audit] skew`: a clock \
             was wrong, or a date was made up. A date is not valid if it is before 1970 or \
             after 9999, if its time zone does not exist, or if git cannot read it.");
    Unsigned = "unsigned":
        text!("The commit has no valid signature"),
        text!("With `[audit] signed = true` every commit has to be signed by its committer, with \
             a key that is vouched for that email address: for SSH by git's list of signers \
             (`gpg.ssh.allowedSignersFile`), for OpenPGP by a user id that the keyring trusts. \
             The list, the keyring and git's configuration are not part of what is judged. The \
             commit that switches the setting off has to be signed, too; the commits before it \
             was switched on need no signature.");
    Rewritten = "rewritten":
        text!("The history does not match the checkpoint"),
        text!("What the checkpoint vouches for is no longer part of the history, so the history \
             before it was rewritten. Compare with a clone that still has the commit.");
    Unreadable = "unreadable":
        text!("A file could not be read"),
        text!("The file is not a regular file, or you have no permission to read it. Symbolic \
             links are not followed.");
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
