//! Builds the rows of a case.

use crate::render::say;
use serde_json::{Map, Value as Json};

use super::{
    ActionRow, AlertRow, AppealDetail, CaseDetail, ComplainantDetail, DisputeRow, EvidenceRow,
    InspectionDetail, LiabilityDetail, LinkRow, NextRow, ProposalDetail, RoundRow, SanctionRow,
    ShareRow, StepRow, SurveyDetail,
};
use crate::domain::case::event::{
    Asked, Attach, Attitude, Efficacy, FollowUp, Grievance, Link, Marks, Matter,
};
use crate::domain::case::fields::Value;
use crate::domain::case::{Entry, Event, FactField};
use crate::domain::finding::Finding;
use crate::domain::liability::{self, Grounds, Liability};
use crate::domain::names::StaffId;
use crate::domain::outline::Outline;
use crate::domain::policy::{Policy, Sanction, describe};
use crate::domain::rules::{alerts, approval, next_steps, responsibility, sanctions};
use crate::domain::share::Share;
use crate::domain::snapshot::Snapshot;
use crate::domain::state::{Action, Dispute, Proposal, Step};
use crate::domain::time::{Instant, format_instant};
use crate::domain::word::Word;
use crate::render::json::{CaseRow, DeadlineRow, FindingRow};

impl CaseDetail {
    /// The full case; `findings` are those of its file and of the judge.
    pub fn new(snapshot: &Snapshot, findings: &[Finding], policy: &Policy, now: Instant) -> Self {
        let state = snapshot.state();
        let facts = &state.facts;
        let text = |field| facts.text(field).map(str::to_owned);
        let round = |deadline| RoundRow {
            round: 0,
            deadline: DeadlineRow::new(deadline, policy.calendar.zone()),
        };
        let rounds = snapshot.deadlines.iter().map(|deadline| RoundRow {
            round: deadline.round + 1,
            ..round(deadline)
        });
        Self {
            row: CaseRow::new(Outline::new(snapshot, policy, now), policy),
            complainant: ComplainantDetail {
                name: facts.name.clone(),
                contact: text(FactField::Contact),
                grade: text(FactField::Grade),
            },
            facts: all_facts(snapshot, policy),
            description: text(FactField::Description),
            request: text(FactField::Request),
            misfit: responsibility::misfit(state, policy, now)
                .map(|rule| say(&describe::who_fits(rule))),
            co_handlers: state.co_handlers.clone(),
            amended: amended(snapshot),
            rounds: rounds.collect(),
            proposal: state.proposal.as_ref().map(|one| proposal(one, policy)),
            drafts: state
                .drafts
                .iter()
                .map(|one| proposal(one, policy))
                .collect(),
            attitude: state.attitude.map(Attitude::word),
            survey: survey(snapshot),
            reworks: state.reworks,
            appeal: appeal(snapshot, policy),
            liability: liability(snapshot, policy),
            disputes: disputes(snapshot, policy),
            inspection: inspection(snapshot, policy),
            actions: actions(snapshot, policy),
            sanctions: sanctions::sanctions(state, policy)
                .into_iter()
                .map(SanctionRow::new)
                .collect(),
            alert: alert(snapshot, policy, now),
            steps: steps(snapshot, policy),
            next: next(snapshot, policy, now),
            links: links(snapshot),
            evidence: evidence(snapshot),
            events: events(snapshot, policy),
            findings: findings
                .iter()
                .map(|finding| FindingRow::new(finding, &snapshot.path))
                .collect(),
        }
    }
}

impl SanctionRow {
    fn new(rule: &Sanction) -> Self {
        Self {
            offence: rule.offence.clone(),
            penalty: rule.penalty.clone(),
            decided_by: rule.decided_by.clone(),
        }
    }
}

fn all_facts(snapshot: &Snapshot, policy: &Policy) -> Map<String, Json> {
    let facts = &snapshot.state().facts;
    FactField::ALL
        .iter()
        .filter_map(|field| {
            let value = json(&facts.value(*field)?, policy);
            Some((field.name().to_owned(), value))
        })
        .collect()
}

fn amended(snapshot: &Snapshot) -> Map<String, Json> {
    let state = snapshot.state();
    let changed = FactField::ALL
        .iter()
        .copied()
        .filter(|field| state.taken_in.get(*field) != state.facts.get(*field));
    changed
        .map(|field| {
            (
                field.name().to_owned(),
                Json::from(state.taken_in.get(field)),
            )
        })
        .collect()
}

fn proposal(proposal: &Proposal, policy: &Policy) -> ProposalDetail {
    let instant = |instant: Instant| format_instant(instant, policy.calendar.zone());
    let is_open = proposal.is_pending() || proposal.owed.is_some();
    let lacks = if is_open || approval::goes_ahead(proposal, policy) {
        approval::missing(proposal, policy)
    } else {
        Vec::new()
    };
    ProposalDetail {
        subject: proposal.terms.subject().word(),
        text: proposal.text.clone(),
        proposal: proposal.terms.proposal.to_string(),
        remedy: proposal.terms.remedy().map(str::to_owned),
        amount: proposal.terms.amount.map(|amount| amount.to_string()),
        by: proposal.by.to_string(),
        at: instant(proposal.at),
        paid_before: proposal.owed_besides.to_string(),
        emergency: proposal.emergency,
        agreed: proposal.agreed.iter().map(ToString::to_string).collect(),
        approved_by: proposal
            .approvals
            .iter()
            .filter(|approval| !approval.with_later)
            .map(|approval| approval.by.to_string())
            .collect(),
        refused_by: proposal.refused.as_ref().map(|(who, _)| who.to_string()),
        carried_out: proposal.carried_out.map(instant),
        lacks: lacks.into_iter().map(str::to_owned).collect(),
    }
}

fn survey(snapshot: &Snapshot) -> Option<SurveyDetail> {
    let Some(FollowUp::Asked(Asked {
        score,
        marks,
        via,
        because,
        comment,
    })) = &snapshot.state().followed_up
    else {
        return None;
    };
    let Marks {
        process,
        outcome,
        staff,
    } = *marks;
    let (via, because, comment) = (via.clone(), because.map(Grievance::word), comment.clone());
    Some(SurveyDetail {
        score: *score,
        process,
        outcome,
        staff,
        via,
        because,
        comment,
    })
}

fn appeal(snapshot: &Snapshot, policy: &Policy) -> Option<AppealDetail> {
    let appeal = snapshot.state().appeal.as_ref()?;
    let instant = |instant: Instant| format_instant(instant, policy.calendar.zone());
    Some(AppealDetail {
        at: instant(appeal.at),
        regulator: appeal.regulator.clone(),
        reference: appeal.reference.clone(),
        decided: appeal.decided.map(|(at, _)| instant(at)),
        outcome: appeal.decided.map(|(_, outcome)| outcome.word()),
    })
}

fn actions(snapshot: &Snapshot, policy: &Policy) -> Vec<ActionRow> {
    let instant = |instant: Instant| format_instant(instant, policy.calendar.zone());
    let row = |action: &Action| ActionRow {
        plan: action.plan.to_string(),
        action: action.action.clone(),
        owner: action.owner.to_string(),
        until: action.until.map(instant),
        done: action.done.map(instant),
        verified: action.verified.map(Efficacy::word),
    };
    snapshot.state().actions.iter().map(row).collect()
}

fn alert(snapshot: &Snapshot, policy: &Policy, now: Instant) -> Vec<AlertRow> {
    let row = |addressee: alerts::Addressee| AlertRow {
        role: addressee.role,
        who: addressee.who.iter().map(StaffId::to_string).collect(),
    };
    alerts::addressees(snapshot.state(), policy, now)
        .into_iter()
        .map(row)
        .collect()
}

fn steps(snapshot: &Snapshot, policy: &Policy) -> Vec<StepRow> {
    let row = |step: &Step| StepRow {
        step: step.name.clone(),
        by: step.by.to_string(),
        at: format_instant(step.at, policy.calendar.zone()),
    };
    snapshot.state().steps.iter().map(row).collect()
}

fn next(snapshot: &Snapshot, policy: &Policy, now: Instant) -> Vec<NextRow> {
    let steps = next_steps(snapshot.state(), policy, now).into_iter();
    steps
        .map(|step| NextRow {
            verb: step.verb.word(),
            who: step.who.iter().map(StaffId::to_string).collect(),
            lacks: step.lacks.iter().map(say).collect(),
        })
        .collect()
}

fn liability(snapshot: &Snapshot, policy: &Policy) -> Option<LiabilityDetail> {
    let state = snapshot.state();
    let Liability { shares, grounds } = liability::standing(state, &snapshot.deadlines, policy)?;
    let burden = liability::burden(state, policy);
    let parts = burden.and_then(|(amount, _)| liability::parts(amount, shares, policy));
    let row = |(index, (party, share)): (usize, &(String, Share))| ShareRow {
        party: party.clone(),
        share: share.written(),
        part: parts.as_ref().map(|parts| parts[index].to_string()),
    };
    Some(LiabilityDetail {
        amount: burden.map(|(amount, _)| amount.to_string()),
        of: burden.map(|(_, burden)| burden.word()),
        missed: match grounds {
            Grounds::Stated => None,
            Grounds::Missed(deadline) => Some(deadline.to_owned()),
        },
        shares: shares.iter().enumerate().map(row).collect(),
    })
}

fn inspection(snapshot: &Snapshot, policy: &Policy) -> Option<InspectionDetail> {
    let inspection = snapshot.state().inspected.as_ref()?;
    Some(InspectionDetail {
        at: format_instant(inspection.at, policy.calendar.zone()),
        by: inspection.by.to_string(),
        result: inspection.result.word(),
        faults: inspection.faults.iter().map(|fault| fault.word()).collect(),
    })
}

fn disputes(snapshot: &Snapshot, policy: &Policy) -> Vec<DisputeRow> {
    let instant = |at: Instant| format_instant(at, policy.calendar.zone());
    let row = |dispute: &Dispute| DisputeRow {
        at: instant(dispute.at),
        between: dispute.between.clone(),
        and: dispute.and.clone(),
        about: dispute.about.map(Matter::word),
        mediation_failed: dispute.mediated.map(instant),
        settled: dispute.settled.map(|(at, _)| instant(at)),
        means: dispute.settled.map(|(_, means)| means.word()),
    };
    snapshot.state().disputes.iter().map(row).collect()
}

fn links(snapshot: &Snapshot) -> Vec<LinkRow> {
    let mut rows = Vec::new();
    for entry in snapshot.standing() {
        if let Event::Link(Link { case, kind }) = &entry.event {
            rows.push(LinkRow {
                case: case.clone(),
                kind: kind.clone(),
            });
        }
    }
    rows
}

fn evidence(snapshot: &Snapshot) -> Vec<EvidenceRow> {
    let mut rows = Vec::new();
    for entry in snapshot.standing() {
        if let Event::Attach(Attach { file, sha256, kind }) = &entry.event {
            rows.push(EvidenceRow {
                file: file.clone(),
                sha256: sha256.clone(),
                kind: kind.clone(),
            });
        }
    }
    rows
}

fn events(snapshot: &Snapshot, policy: &Policy) -> Vec<Map<String, Json>> {
    let entries = snapshot.case.in_order();
    entries
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            let mut event = event(entry, policy);
            event.insert("number".to_owned(), Json::from(index + 1));
            event.insert("digest".to_owned(), Json::from(entry.digest.to_string()));
            let retracted = snapshot.judged.retracted.contains(&entry.digest);
            event.insert("retracted".to_owned(), Json::from(retracted));
            event
        })
        .collect()
}

/// Keys and values as in the file, with instants in the policy's time zone.
pub(in crate::render::json) fn event(entry: &Entry, policy: &Policy) -> Map<String, Json> {
    entry
        .fields()
        .iter()
        .map(|(key, value)| ((*key).to_owned(), json(value, policy)))
        .collect()
}

fn json(value: &Value, policy: &Policy) -> Json {
    match value {
        Value::Instant(instant) => Json::from(format_instant(*instant, policy.calendar.zone())),
        Value::Decimal(decimal) => Json::from(decimal.to_string()),
        Value::Text(_)
        | Value::Whole(_)
        | Value::True
        | Value::List(_)
        | Value::Shares(_)
        | Value::Unknown(_) => value.to_json(),
    }
}
