//! Approval rules and separation of duties.

use complaint_derive::Keys;
use rust_decimal::Decimal;

use super::condition::Condition;
use super::limit::Limit;
use super::setting::{Any, Category, Item, Names, Noun, Remedy, Role, Said, Setting};
use crate::domain::case::event::Subject;
use crate::domain::finding::Spot;
use crate::domain::keys::Takes;
use crate::domain::message::{Message, all_of, any_of, in_turn, message, one, text};
use crate::domain::word::Word;

/// The first matching rule in the file applies. It is matched by the proposal's amount plus what
/// the case has been paid already, or by the amount in `of`; a missing amount counts as 0. If no
/// rule matches, the highest role approves. If `approvers` names one role, a higher role can
/// approve instead (unless `exact` forbids it); if it names several, only those roles can approve,
/// each a different person.
/// Nobody approves their own proposal, but a proposer whose own role covers it needs no approval
/// (unless `proposer-alone` forbids it). An approval is only valid for the proposal, remedy and
/// amount that it names.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[[approval]]")]
pub struct ApprovalRule {
    /// What is approved: a `remedy`, or another subject, which needs no approval if no rule for it
    /// matches. `answer`: the final `respond` uses the approved text (`propose --subject answer
    /// --text DRAFT`). `decision`: `decide` as approved. `validity`: `invalidate`. `loss`: `amend
    /// amount=` to a higher amount, as approved. `liability`: the case is not closed until the
    /// shares last stated are approved.
    #[key(default = r#""remedy""#, example = r#""answer""#, rule = "D5, B8, B17")]
    pub subject: Subject,
    /// Applies to these remedies.
    #[key(as = Any<Remedy>, name = "remedy", example = r#""return""#, rule = "D2")]
    pub remedies: Vec<String>,
    /// Applies to these categories and their subcategories.
    #[key(as = Any<Category>, name = "category", example = r#""delivery""#, rule = "D4")]
    pub categories: Vec<String>,
    /// The cases that the rule applies to, by the facts at the time of the proposal. It can give a
    /// role a higher limit for some customers.
    #[key(example = r#"{ tenure = "over-5y", value = "high" }"#, rule = "D4")]
    pub when: Vec<Condition>,
    /// The upper limit of the amount.
    #[key(flatten)]
    pub limit: Limit,
    /// The roles that must approve; `[]`: no approval is needed.
    #[key(as = Approvers, example = r#"["supervisor"]"#, rule = "D1, D2, D5")]
    #[key(missing = r#"add who approves: approvers = ["supervisor"], or [] for no approval"#)]
    pub approvers: Vec<String>,
    /// The department that the approvers belong to.
    #[key(absent = "any", example = r#""quality""#, rule = "D5")]
    pub department: Option<String>,
    /// Whether the one role in `approvers` is meant exactly: no higher role approves in its place,
    /// and a proposer of a higher role needs the approval, too.
    #[key(default = "false", example = "true", rule = "D5, B17")]
    pub exact: bool,
    /// The amount that `below` and `up_to` apply to. `proposal`: the amount proposed plus what the
    /// case has been paid before. `goods`: the sales price of the goods (quantity × price, else the
    /// amount in dispute). `dispute`: the amount in dispute. Facts are taken as of the proposal; if
    /// they are missing, the proposal's amount is used.
    #[key(
        name = "of",
        default = r#""proposal""#,
        example = r#""goods""#,
        rule = "D2, D5"
    )]
    pub measure: JudgedAmount,
    /// How several approvers combine. `all`: all of them, in any order. `any`: one of them.
    /// `sequence`: all of them in the order of the list; an approval out of order is refused.
    #[key(
        name = "mode",
        default = r#""all""#,
        example = r#""sequence""#,
        rule = "D5"
    )]
    pub mode: ApprovalMode,
    /// When an emergency (`propose --emergency`) must be approved. `before`: before anything is
    /// carried out, as usual. `after`: the case can be answered and the remedy carried out at once,
    /// and approvals follow. `oral`: as `after`, but the approvers must first agree by telephone
    /// and are named (`--agreed`); their own approvals follow. The case is not closed before all
    /// approvals are recorded. A `[[deadline]]` with `start = "emergency"` and `stop = "approved"`
    /// sets a limit for them.
    #[key(
        name = "emergency",
        default = r#""before""#,
        example = r#""after""#,
        rule = "D3"
    )]
    pub papers: EmergencyApproval,
    /// Its place in the file.
    #[key(spot)]
    pub spot: Spot,
}

/// An amount that approval limits apply to (D5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum JudgedAmount {
    /// The amount proposed plus what the case has been paid before.
    Proposal,
    /// The sales price of the goods: quantity × price.
    Goods,
    /// The amount in dispute.
    Dispute,
}

/// The amount of a proposal by each measure, in the policy's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exposure {
    /// The amount proposed plus what the case has been paid before.
    pub proposal: Decimal,
    /// The sales price of the goods; if the facts lack it, the amount in dispute.
    pub goods: Option<Decimal>,
    /// The amount in dispute.
    pub dispute: Option<Decimal>,
    /// What other cases were granted, where the policy counts it: it adds to each measure.
    pub elsewhere: Decimal,
}

/// How several approvers combine (D5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum ApprovalMode {
    /// All of them, each a different person, in any order.
    All,
    /// One of them.
    Any,
    /// All of them, each a different person, in the order of the list.
    Sequence,
}

/// When an emergency must be approved (D3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum EmergencyApproval {
    /// Before anything is carried out, as usual.
    Before,
    /// The proposal is carried out at once; closing waits for the approvals.
    After,
    /// The proposal is carried out once its approvers, each named, agreed by telephone; closing
    /// waits for their recorded approvals.
    Oral,
}

/// Two steps of one case that the same person may not take (D6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Separation {
    /// The proposer does not approve. Always in force for required approvals.
    ApproverProposer,
    /// The proposer's own role does not suffice; somebody else approves.
    ProposerAlone,
    /// The holder at resolution does not follow up.
    FollowUpHandler,
    /// The holder at resolution does not close.
    CloseHandler,
    /// The holder at resolution does not decide the appeal.
    DecideHandler,
    /// Staff who took in, dispatched or held the case do not inspect it.
    InspectHandler,
    /// Staff who hold the case, or were assigned it in this round, do not approve.
    ApproverHandler,
    /// Staff who recorded or led the last investigation do not approve.
    ApproverInvestigator,
    /// The person complained about takes no part in the case.
    ComplainedAbout,
}

#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[separation]")]
pub(crate) struct SeparationRules {
    /// `approver-proposer`: the proposer does not approve; always in force. `proposer-alone`:
    /// somebody else approves even what the proposer's own role covers. `follow-up-handler`,
    /// `close-handler`: staff to whom the case was assigned in this round, or who investigated,
    /// proposed, answered or resolved in it, do not follow it up, or close it.
    /// `decide-handler`: those who handled the round that an appeal is about do not decide
    /// it. `inspect-handler`: staff who took in, dispatched or held the case do not
    /// `inspect` it. `approver-handler`: staff who hold the case, or were assigned it in this
    /// round, do not approve. `approver-investigator`: staff who recorded or led the last
    /// investigation do not approve. `complained-about`: the person complained about (the fact
    /// `person`, a staff handle or a name) neither holds, investigates, amends, approves, answers
    /// nor ends the case.
    #[key(default = r#"["approver-proposer"]"#, rule = "D6, B12, B13")]
    #[key(example = r#"["approver-proposer", "follow-up-handler"]"#)]
    pub forbid: Vec<Separation>,
}

impl Exposure {
    /// The amount by one measure, but at least the amount proposed, so that a missing or
    /// understated fact cannot lower the required authority.
    pub(crate) fn by(self, measure: JudgedAmount) -> Decimal {
        let here = match measure {
            JudgedAmount::Proposal => self.proposal,
            JudgedAmount::Goods => self
                .goods
                .map_or(self.proposal, |goods| goods.max(self.proposal)),
            JudgedAmount::Dispute => self
                .dispute
                .map_or(self.proposal, |dispute| dispute.max(self.proposal)),
        };
        here.saturating_add(self.elsewhere)
    }
}

impl ApprovalRule {
    /// Some of its approvers in words: `a clerk and an auditor of finance`.
    pub(crate) fn needs(&self, roles: &[&str]) -> Message {
        self.of_department(self.mode.approvers(roles))
    }

    /// The approvers with their department, if the rule names one.
    pub(crate) fn of_department(&self, who: Message) -> Message {
        match &self.department {
            Some(department) => message!("{who} of {department}", who, department),
            None => who,
        }
    }
}

impl ApprovalMode {
    /// The combined roles in words: `a clerk and an auditor`, `a clerk or an auditor`, `a clerk,
    /// then an auditor`.
    pub(crate) fn approvers(self, roles: &[&str]) -> Message {
        let each = roles.iter().map(|role| one(role));
        match self {
            Self::All => message!("{roles}", roles = all_of(each)),
            Self::Any => message!("{roles}", roles = any_of(each)),
            Self::Sequence => message!("{roles}", roles = in_turn(each)),
        }
    }
}

/// A list of roles. A role can appear several times: each time a different person approves.
enum Approvers {}

impl Setting<Vec<String>> for Approvers {
    const TAKES: Takes = Takes::Texts;

    fn read(item: &Item, names: &Names) -> Option<Vec<String>> {
        item.one_or_more(|item| Some(Role::read(item, names)))
            .map(|roles| roles.into_iter().flatten().collect())
    }

    fn said(value: &Vec<String>) -> Option<Said> {
        Some(Said::values(value))
    }
}

impl Noun for Subject {
    const NOUN: Message = text!("a subject of approval");
}

impl Noun for JudgedAmount {
    const NOUN: Message = text!("an amount that approval limits apply to");
}

impl Noun for ApprovalMode {
    const NOUN: Message = text!("an approval mode");
}

impl Noun for EmergencyApproval {
    const NOUN: Message = text!("a time for emergency approvals");
}

impl Noun for Separation {
    const NOUN: Message = text!("a separation of duties");
}
