//! One full case, for `show`: the rows. [`fill`] builds them.

mod fill;

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::{CaseRow, DeadlineRow, FindingRow};

pub(super) use fill::event;

/// A case with its facts, events and everything derived from them. The row of `list` comes first.
#[derive(Debug, Serialize)]
pub struct CaseDetail {
    #[serde(flatten)]
    row: CaseRow<'static>,
    complainant: ComplainantDetail,
    /// The recorded facts, by name.
    facts: Map<String, Json>,
    description: Option<String>,
    request: Option<String>,
    /// The holder that the policy requires, if the current holder does not qualify.
    misfit: Option<String>,
    co_handlers: Vec<String>,
    /// The corrected facts, with their values at intake.
    amended: Map<String, Json>,
    /// Every clock of every round.
    rounds: Vec<RoundRow>,
    proposal: Option<ProposalDetail>,
    /// The latest proposals of other subjects.
    drafts: Vec<ProposalDetail>,
    /// The complainant's attitude to the final answer of the newest round.
    attitude: Option<&'static str>,
    /// The follow-up of the newest round.
    survey: Option<SurveyDetail>,
    /// Number of reworks.
    reworks: u32,
    appeal: Option<AppealDetail>,
    liability: Option<LiabilityDetail>,
    disputes: Vec<DisputeRow>,
    inspection: Option<InspectionDetail>,
    actions: Vec<ActionRow>,
    sanctions: Vec<SanctionRow>,
    /// The people to notify at once, by role.
    alert: Vec<AlertRow>,
    steps: Vec<StepRow>,
    next: Vec<NextRow>,
    links: Vec<LinkRow>,
    evidence: Vec<EvidenceRow>,
    events: Vec<Map<String, Json>>,
    findings: Vec<FindingRow>,
}

/// The complainant.
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
    /// Those who agreed by telephone beforehand.
    agreed: Vec<String>,
    approved_by: Vec<String>,
    refused_by: Option<String>,
    carried_out: Option<String>,
    /// The roles whose approval is missing.
    lacks: Vec<String>,
}

/// The follow-up with the complainant: marks from 1 to 5.
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

/// The liability for the costs of the case.
#[derive(Debug, Serialize)]
struct LiabilityDetail {
    /// The amount divided; `None` if nothing was paid and no amount is in dispute.
    amount: Option<String>,
    of: Option<&'static str>,
    /// The missed deadline, if the shares are the policy's default for it.
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

/// A dispute between two parties.
#[derive(Debug, Serialize)]
struct DisputeRow {
    at: String,
    between: String,
    and: String,
    about: Option<&'static str>,
    /// When mediation failed.
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

/// A sanction of the policy for an upheld complaint.
#[derive(Debug, Serialize)]
struct SanctionRow {
    offence: String,
    penalty: String,
    decided_by: Option<String>,
}

/// A role to notify at once, with its members.
#[derive(Debug, Serialize)]
struct AlertRow {
    role: String,
    who: Vec<String>,
}

/// A completed step defined by the policy.
#[derive(Debug, Serialize)]
struct StepRow {
    step: String,
    by: String,
    at: String,
}

/// A possible next step.
#[derive(Debug, Serialize)]
struct NextRow {
    verb: &'static str,
    who: Vec<String>,
    /// The requirements that are not met yet.
    lacks: Vec<String>,
}

/// A related case.
#[derive(Debug, Serialize)]
struct LinkRow {
    case: String,
    kind: String,
}

/// An attached file.
#[derive(Debug, Serialize)]
struct EvidenceRow {
    file: String,
    sha256: String,
    kind: Option<String>,
}
