//! What the rows of a case are filled with.

use serde_json::{Map, Value as Json};

use super::{
    ActionRow, AlertRow, AppealDetail, CaseDetail, ComplainantDetail, DisputeRow, EvidenceRow,
    InspectionDetail, LiabilityDetail, LinkRow, NextRow, ProposalDetail, RoundRow, SanctionRow,
    ShareRow, StepRow, SurveyDetail,
};
use crate::domain::case::event::{Attitude, Efficacy, FollowUp, Grievance, Marks, Matter};
use crate::domain::case::fields::Value;
use crate::domain::case::{Entry, Event, FactField};
use crate::domain::dossier::Dossier;
use crate::domain::finding::Finding;
use crate::domain::liability::{self, Grounds, Liability};
use crate::domain::names::StaffId;
use crate::domain::policy::{Policy, Sanction, describe};
use crate::domain::rules::{authority, next_steps, responsibility, sanctions, urgency};
use crate::domain::share::Share;
use crate::domain::state::{Action, Dispute, Proposal, Step};
use crate::domain::time::{Instant, format_instant};
use crate::render::json::{CaseRow, DeadlineRow, FindingRow};

impl CaseDetail {
    /// The case in full; `findings` are those of its file and of the judge.
    pub fn new(dossier: &Dossier, findings: &[Finding], policy: &Policy, now: Instant) -> Self {
        let state = dossier.state();
        let facts = &state.facts;
        let text = |field| facts.text(field).map(str::to_owned);
        let round = |deadline| RoundRow {
            round: 0,
            deadline: DeadlineRow::new(deadline, policy),
        };
        let rounds = dossier.deadlines.iter().map(|deadline| RoundRow {
            round: deadline.round + 1,
            ..round(deadline)
        });
        Self {
            row: CaseRow::new(dossier, policy),
            complainant: ComplainantDetail {
                name: facts.name.clone(),
                contact: text(FactField::Contact),
                grade: text(FactField::Grade),
            },
            facts: all_facts(dossier, policy),
            description: text(FactField::Description),
            request: text(FactField::Request),
            misfit: responsibility::misfit(state, policy, now).map(describe::who_fits),
            co_handlers: state.co_handlers.clone(),
            amended: amended(dossier),
            rounds: rounds.collect(),
            proposal: state.proposal.as_ref().map(|one| proposal(one, policy)),
            drafts: state
                .drafts
                .iter()
                .map(|one| proposal(one, policy))
                .collect(),
            attitude: state.attitude.map(Attitude::word),
            survey: survey(dossier),
            reworks: state.reworks,
            appeal: appeal(dossier, policy),
            liability: liability(dossier, policy),
            disputes: disputes(dossier, policy),
            inspection: inspection(dossier, policy),
            actions: actions(dossier, policy),
            sanctions: sanctions::sanctions(state, policy)
                .into_iter()
                .map(SanctionRow::new)
                .collect(),
            alert: alert(dossier, policy, now),
            steps: steps(dossier, policy),
            next: next(dossier, policy, now),
            links: links(dossier),
            evidence: evidence(dossier),
            events: events(dossier, policy),
            findings: findings
                .iter()
                .map(|finding| FindingRow::new(finding, &dossier.path))
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

fn all_facts(dossier: &Dossier, policy: &Policy) -> Map<String, Json> {
    let facts = &dossier.state().facts;
    FactField::ALL
        .iter()
        .filter_map(|field| {
            let value = json(&facts.value(*field)?, policy);
            Some((field.name().to_owned(), value))
        })
        .collect()
}

fn amended(dossier: &Dossier) -> Map<String, Json> {
    let state = dossier.state();
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
    let lacks = if proposal.is_pending() || authority::goes_ahead(proposal, policy) {
        authority::missing(proposal, policy)
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
        paid_before: proposal.paid_before.to_string(),
        emergency: proposal.emergency,
        agreed: proposal.agreed.iter().map(ToString::to_string).collect(),
        approved_by: proposal
            .approvals
            .iter()
            .map(|(who, _)| who.to_string())
            .collect(),
        refused_by: proposal.refused.as_ref().map(|(who, _)| who.to_string()),
        carried_out: proposal.carried_out.map(instant),
        lacks: lacks.into_iter().map(str::to_owned).collect(),
    }
}

fn survey(dossier: &Dossier) -> Option<SurveyDetail> {
    let Some(FollowUp::Asked {
        score,
        marks,
        via,
        because,
        comment,
    }) = &dossier.state().followed_up
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

fn appeal(dossier: &Dossier, policy: &Policy) -> Option<AppealDetail> {
    let appeal = dossier.state().appeal.as_ref()?;
    let instant = |instant: Instant| format_instant(instant, policy.calendar.zone());
    Some(AppealDetail {
        at: instant(appeal.at),
        regulator: appeal.regulator.clone(),
        reference: appeal.reference.clone(),
        decided: appeal.decided.map(|(at, _)| instant(at)),
        outcome: appeal.decided.map(|(_, outcome)| outcome.word()),
    })
}

fn actions(dossier: &Dossier, policy: &Policy) -> Vec<ActionRow> {
    let instant = |instant: Instant| format_instant(instant, policy.calendar.zone());
    let row = |action: &Action| ActionRow {
        plan: action.plan.to_string(),
        action: action.action.clone(),
        owner: action.owner.to_string(),
        until: action.until.map(instant),
        done: action.done.map(instant),
        verified: action.verified.map(Efficacy::word),
    };
    dossier.state().actions.iter().map(row).collect()
}

fn alert(dossier: &Dossier, policy: &Policy, now: Instant) -> Vec<AlertRow> {
    let row = |addressee: urgency::Addressee| AlertRow {
        role: addressee.role,
        who: addressee.who.iter().map(StaffId::to_string).collect(),
    };
    urgency::addressees(dossier.state(), policy, now)
        .into_iter()
        .map(row)
        .collect()
}

fn steps(dossier: &Dossier, policy: &Policy) -> Vec<StepRow> {
    let row = |step: &Step| StepRow {
        step: step.name.clone(),
        by: step.by.to_string(),
        at: format_instant(step.at, policy.calendar.zone()),
    };
    dossier.state().steps.iter().map(row).collect()
}

fn next(dossier: &Dossier, policy: &Policy, now: Instant) -> Vec<NextRow> {
    let steps = next_steps(dossier.state(), policy, now).into_iter();
    steps
        .map(|step| NextRow {
            verb: step.verb.word(),
            who: step.who.iter().map(StaffId::to_string).collect(),
            lacks: step.lacks,
        })
        .collect()
}

fn liability(dossier: &Dossier, policy: &Policy) -> Option<LiabilityDetail> {
    let state = dossier.state();
    let Liability { shares, grounds } = liability::standing(state, &dossier.deadlines, policy)?;
    let burden = liability::burden(state);
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

fn inspection(dossier: &Dossier, policy: &Policy) -> Option<InspectionDetail> {
    let inspection = dossier.state().inspected.as_ref()?;
    Some(InspectionDetail {
        at: format_instant(inspection.at, policy.calendar.zone()),
        by: inspection.by.to_string(),
        result: inspection.result.word(),
        faults: inspection.faults.iter().map(|fault| fault.word()).collect(),
    })
}

fn disputes(dossier: &Dossier, policy: &Policy) -> Vec<DisputeRow> {
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
    dossier.state().disputes.iter().map(row).collect()
}

fn links(dossier: &Dossier) -> Vec<LinkRow> {
    let links = dossier
        .standing()
        .into_iter()
        .filter_map(|entry| match &entry.event {
            Event::Link { case, kind } => Some(LinkRow {
                case: case.clone(),
                kind: kind.clone(),
            }),
            _ => None,
        });
    links.collect()
}

fn evidence(dossier: &Dossier) -> Vec<EvidenceRow> {
    let files = dossier
        .standing()
        .into_iter()
        .filter_map(|entry| match &entry.event {
            Event::Attach { file, sha256, kind } => Some(EvidenceRow {
                file: file.clone(),
                sha256: sha256.clone(),
                kind: kind.clone(),
            }),
            _ => None,
        });
    files.collect()
}

fn events(dossier: &Dossier, policy: &Policy) -> Vec<Map<String, Json>> {
    let entries = dossier.case.in_order();
    entries
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            let mut event = event(entry, policy);
            event.insert("number".to_owned(), Json::from(index + 1));
            event.insert("digest".to_owned(), Json::from(entry.digest.to_string()));
            let retracted = dossier.judged.retracted.contains(&entry.digest);
            event.insert("retracted".to_owned(), Json::from(retracted));
            event
        })
        .collect()
}

/// Keys and values as in the file, instants in the policy's zone.
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
