//! The verbs: each records what somebody did with a case.

pub(super) mod acknowledge;
pub(super) mod amend;
pub(super) mod appeal;
pub(super) mod assign;
pub(super) mod attach;
pub(super) mod close;
pub(super) mod consult;
pub(super) mod dispute;
pub(super) mod escalate;
pub(super) mod extend;
mod facts;
pub(super) mod follow_up;
pub(super) mod inspect;
pub(super) mod investigate;
pub(super) mod link;
pub(super) mod new;
pub(super) mod note;
pub(super) mod pause;
pub(super) mod plan;
pub(super) mod propose;
pub(super) mod respond;
pub(super) mod retract;
pub(super) mod withdraw;
