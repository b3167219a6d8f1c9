//! One case in full, for `show`: what it has. [`fill`] fills it in.

mod fill;

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::{CaseRow, DeadlineRow, FindingRow};

pub(super) use fill::event;

/// A case with its facts, events, and all that follows from them. The row of `list` comes first.
#[derive(Debug, Serialize)]
pub struct CaseDetail {
    #[serde(flatten)]
    row: CaseRow,
    complainant: ComplainantDetail,
    /// Every fact that is there, by its name.
    facts: Map<String, Json>,
    description: Option<String>,
    request: Option<String>,
    /// Whom the policy wants to hold it, where the holder is not that.
    misfit: Option<String>,
    co_handlers: Vec<String>,
    /// The facts that were corrected, with the values that were taken in.
    amended: Map<String, Json>,
    /// Every clock of every round.
    rounds: Vec<RoundRow>,
    proposal: Option<ProposalDetail>,
    /// The latest proposals of other subjects.
    drafts: Vec<ProposalDetail>,
    /// How the final answer of the newest round was taken.
    attitude: Option<&'static str>,
    /// What the complainant said in the newest round, asked afterwards.
    survey: Option<SurveyDetail>,
    /// How often the handling was done again.
    reworks: u32,
    appeal: Option<AppealDetail>,
    liability: Option<LiabilityDetail>,
    disputes: Vec<DisputeRow>,
    inspection: Option<InspectionDetail>,
    actions: Vec<ActionRow>,
    sanctions: Vec<SanctionRow>,
    /// Who is told at once, by role.
    alert: Vec<AlertRow>,
    steps: Vec<StepRow>,
    next: Vec<NextRow>,
    links: Vec<LinkRow>,
    evidence: Vec<EvidenceRow>,
    events: Vec<Map<String, Json>>,
    findings: Vec<FindingRow>,
}

/// Who complains.
#[derive(Debug, Serialize)]
struct ComplainantDetail {
    name: String,
    contact: Option<String>,
    grade: Option<String>,
}

/// A clock with its round, from 1.
#[derive(Debug, Serialize)]
struct RoundRow {
    round: usize,
    #[serde(flatten)]
    deadline: DeadlineRow,
}

/// The latest proposal.
#[derive(Debug, Serialize)]
struct ProposalDetail {
    proposal: String,
    subject: &'static str,
    remedy: Option<String>,
    amount: Option<String>,
    by: String,
    at: String,
    text: Option<String>,
    paid_before: String,
    emergency: bool,
    /// Who agreed by telephone before.
    agreed: Vec<String>,
    approved_by: Vec<String>,
    refused_by: Option<String>,
    carried_out: Option<String>,
    /// The roles whose approval is missing.
    lacks: Vec<String>,
}

/// What the complainant said, asked afterwards: marks from 1 to 5.
#[derive(Debug, Serialize)]
struct SurveyDetail {
    score: u8,
    process: Option<u8>,
    outcome: Option<u8>,
    staff: Option<u8>,
    via: Option<String>,
    because: Option<&'static str>,
    comment: Option<String>,
}

/// The latest appeal of the newest round.
#[derive(Debug, Serialize)]
struct AppealDetail {
    at: String,
    regulator: Option<String>,
    reference: Option<String>,
    decided: Option<String>,
    outcome: Option<&'static str>,
}

/// Who bears what the case costs.
#[derive(Debug, Serialize)]
struct LiabilityDetail {
    /// What is parted; none where nothing was paid and no amount is in dispute.
    amount: Option<String>,
    of: Option<&'static str>,
    /// The deadline that was missed, where the shares are the policy's default for that.
    missed: Option<String>,
    shares: Vec<ShareRow>,
}

/// One party's share.
#[derive(Debug, Serialize)]
struct ShareRow {
    party: String,
    share: String,
    part: Option<String>,
}

/// The last spot check.
#[derive(Debug, Serialize)]
struct InspectionDetail {
    at: String,
    by: String,
    result: &'static str,
    faults: Vec<&'static str>,
}

/// A dispute between two.
#[derive(Debug, Serialize)]
struct DisputeRow {
    at: String,
    between: String,
    and: String,
    about: Option<&'static str>,
    /// When mediating it failed.
    mediation_failed: Option<String>,
    settled: Option<String>,
    means: Option<&'static str>,
}

/// A corrective action.
#[derive(Debug, Serialize)]
struct ActionRow {
    plan: String,
    action: String,
    owner: String,
    until: Option<String>,
    done: Option<String>,
    verified: Option<&'static str>,
}

/// What the policy attaches to an upheld complaint.
#[derive(Debug, Serialize)]
struct SanctionRow {
    offence: String,
    penalty: String,
    decided_by: Option<String>,
}

/// A role that is told at once, with who has it.
#[derive(Debug, Serialize)]
struct AlertRow {
    role: String,
    who: Vec<String>,
}

/// A step of the organisation's own that was taken.
#[derive(Debug, Serialize)]
struct StepRow {
    step: String,
    by: String,
    at: String,
}

/// A step that may come next.
#[derive(Debug, Serialize)]
struct NextRow {
    verb: &'static str,
    who: Vec<String>,
    /// What still stands in its way.
    lacks: Vec<String>,
}

/// A related case.
#[derive(Debug, Serialize)]
struct LinkRow {
    case: String,
    kind: String,
}

/// A file that was attached.
#[derive(Debug, Serialize)]
struct EvidenceRow {
    file: String,
    sha256: String,
    kind: Option<String>,
}
