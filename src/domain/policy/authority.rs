//! Who approves what, what one person may not do alone, and what closing asks for.

use complaint_derive::Keys;
use rust_decimal::Decimal;

use super::condition::Condition;
use super::limit::Limit;
use super::setting::{Any, Category, Item, Names, Noun, Remedy, Role, Said, Setting};
use crate::domain::case::event::Subject;
use crate::domain::finding::Spot;
use crate::domain::keys::Takes;
use crate::domain::message::{Message, all_of, any_of, message, one, text};
use crate::domain::word::Word;

/// The first rule in the file that fits counts, judged on the proposal's amount plus what the case
/// has been paid already (or on the amount that `of` names); no amount counts as 0. Where none
/// fits, the highest role approves. Where `approvers` names one role, a higher one may stand in;
/// where it names several, those roles alone approve, each by a person of its own. Nobody approves
/// their own proposal, but whose own role covers it needs nobody (unless `proposer-alone` forbids
/// it). An approval counts for the proposal, remedy and amount that it names.
#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[[approval]]")]
pub struct ApprovalRule {
    /// What is approved: a `remedy`, or something else, for which nothing is asked where no rule of
    /// its subject fits. `answer`: the final `respond` says what was approved (`propose --subject
    /// answer --text DRAFT`). `decision`: `decide` as approved. `validity`: `invalidate`. `loss`:
    /// `amend amount=` to a higher amount, as approved. `liability`: the case is not closed before
    /// somebody approved the shares as they were last stated.
    #[key(default = r#""remedy""#, example = r#""answer""#, rule = "D5, B8, B17")]
    pub subject: Subject,
    /// For these remedies.
    #[key(as = Any<Remedy>, name = "remedy", example = r#""return""#, rule = "D2")]
    pub remedies: Vec<String>,
    /// For these categories, and what belongs to them.
    #[key(as = Any<Category>, name = "category", example = r#""delivery""#, rule = "D4")]
    pub categories: Vec<String>,
    /// For which cases, by the facts as they stood at the proposal: so that a post may settle more
    /// for some customers.
    #[key(example = r#"{ tenure = "over-5y", value = "high" }"#, rule = "D4")]
    pub when: Vec<Condition>,
    /// Up to which amount.
    #[key(flatten)]
    pub limit: Limit,
    /// Who has to approve; `[]`: on one's own.
    #[key(as = Approvers, example = r#"["supervisor"]"#, rule = "D1, D2, D5")]
    #[key(missing = r#"add who approves: approvers = ["supervisor"], or [] for on one's own"#)]
    pub approvers: Vec<String>,
    /// The amount that `below` and `up_to` are about: that of the `proposal`, with what the case
    /// has been paid before; what the `goods` were sold for (quantity × price, else the amount in
    /// dispute); the amount in `dispute`. The facts count as they stood at the proposal; where they
    /// do not say, the proposal's amount does.
    #[key(
        name = "of",
        default = r#""proposal""#,
        example = r#""goods""#,
        rule = "D2, D5"
    )]
    pub measure: JudgedAmount,
    /// How several approvers go together: `all` of them, in any order; `any` one of them; in
    /// `sequence`, all of them in the order of the list, so that an approval out of turn is
    /// refused.
    #[key(
        name = "mode",
        default = r#""all""#,
        example = r#""sequence""#,
        rule = "D5"
    )]
    pub mode: ApprovalMode,
    /// When the approvals of an emergency (`propose --emergency`) are given: `before` anything is
    /// carried out, as ever; `after`: it may be answered and carried out at once, and is approved
    /// later; `oral`: the same, once those who have to approve it agreed by telephone and are named
    /// (`--agreed`), whose own approvals follow. The case is not closed before that. A
    /// `[[deadline]]` with `start = "emergency"` and `stop = "approved"` says by when.
    #[key(
        name = "emergency",
        default = r#""before""#,
        example = r#""after""#,
        rule = "D3"
    )]
    pub papers: EmergencyApproval,
    /// Where it stands in the policy.
    #[key(spot)]
    pub spot: Spot,
}

/// An amount that authority is judged on (D5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum JudgedAmount {
    /// What is proposed, and what the case has been paid before.
    Proposal,
    /// What the goods were sold for: quantity times price.
    Goods,
    /// The amount in dispute.
    Dispute,
}

/// What a proposal comes to, by each measure; in the policy's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exposure {
    /// What is proposed, and what the case has been paid before.
    pub proposal: Decimal,
    /// What the goods were sold for; where the facts do not say, the amount in dispute.
    pub goods: Option<Decimal>,
    /// The amount in dispute.
    pub dispute: Option<Decimal>,
}

/// How several approvers go together (D5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum ApprovalMode {
    /// Every one of them, each by a person of its own, in any order.
    All,
    /// One of them.
    Any,
    /// Every one of them, each by a person of its own, in the order of the list.
    Sequence,
}

/// When the approvals of an emergency are on record (D3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum EmergencyApproval {
    /// Before anything is carried out, as ever.
    Before,
    /// What is proposed as an emergency goes ahead, and closing waits for them.
    After,
    /// What is proposed as an emergency goes ahead once those who have to approve it agreed by
    /// telephone, each named; their own approvals are the papers, and closing waits for them.
    Oral,
}

/// Two steps of one case that the same person may not take (D6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Word)]
pub enum Separation {
    /// Who proposed does not approve. Always in force for approvals that are needed.
    ApproverProposer,
    /// A proposer's own tier does not cover it; somebody else approves.
    ProposerAlone,
    /// Who held the case when it was resolved does not follow it up.
    FollowUpHandler,
    /// Who held the case when it was resolved does not close it.
    CloseHandler,
    /// Who held the case when it was resolved does not decide the appeal.
    DecideHandler,
    /// Who took the case in, dispatched or held it does not check it.
    InspectHandler,
}

#[derive(Debug, Clone, PartialEq, Eq, Keys)]
#[table("[separation]")]
pub(crate) struct SeparationRules {
    /// `approver-proposer`: who proposed does not approve, always in force. `proposer-alone`:
    /// somebody else approves even what the proposer's own role covers. `follow-up-handler`,
    /// `close-handler`: who held the case when it was resolved does not follow it up, or close it.
    /// `decide-handler`: who held it when it was resolved, or else when the appeal came in, does
    /// not decide the appeal. `inspect-handler`: who took the case in, dispatched or held it does
    /// not `inspect` it.
    #[key(default = r#"["approver-proposer"]"#, rule = "D6, B12, B13")]
    #[key(example = r#"["approver-proposer", "follow-up-handler"]"#)]
    pub forbid: Vec<Separation>,
}

impl Exposure {
    /// The amount by one measure, and never less than what is proposed: a fact that is left out, or
    /// put low, makes nothing cheaper.
    pub(crate) fn by(self, measure: JudgedAmount) -> Decimal {
        match measure {
            JudgedAmount::Proposal => self.proposal,
            JudgedAmount::Goods => self
                .goods
                .map_or(self.proposal, |goods| goods.max(self.proposal)),
            JudgedAmount::Dispute => self
                .dispute
                .map_or(self.proposal, |dispute| dispute.max(self.proposal)),
        }
    }
}

impl ApprovalMode {
    /// Some roles as they go together: `a clerk and an auditor`, `a clerk or an auditor`, `a clerk,
    /// then an auditor`.
    pub(crate) fn approvers(self, roles: &[&str]) -> Message {
        let each = roles.iter().map(|role| one(role));
        match self {
            Self::All => message!("{roles}", roles = all_of(each)),
            Self::Any => message!("{roles}", roles = any_of(each)),
            Self::Sequence => each
                .map(|role| message!("{role}", role))
                .reduce(|first, then| message!("{first}, then {then}", first, then))
                .unwrap_or(text!("nobody")),
        }
    }
}

/// Roles of which one may stand several times: each is approved by a person of its own.
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
    const NOUN: Message = text!("something that is approved");
}

impl Noun for JudgedAmount {
    const NOUN: Message = text!("an amount that authority is judged on");
}

impl Noun for ApprovalMode {
    const NOUN: Message = text!("a way in which approvers go together");
}

impl Noun for EmergencyApproval {
    const NOUN: Message = text!("a time for an emergency's approvals");
}

impl Noun for Separation {
    const NOUN: Message = text!("a separation of duties");
}
