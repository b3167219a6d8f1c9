//! Corrective actions.

use super::{LABEL, Shown};
use crate::domain::case::event::Efficacy;
use crate::domain::message::{Message, message, text};
use crate::domain::state::Action;
use crate::domain::time::Instant;
use crate::render::page::Page;
use crate::render::say;
use crate::render::style::Tone;

impl Shown<'_> {
    pub(super) fn actions(&self, page: &mut Page) {
        let actions = &self.snapshot.state().actions;
        if actions.is_empty() {
            return;
        }
        page.heading(&say(&text!("Actions")));
        for action in actions {
            let (tone, standing) = self.standing_of_action(action);
            let line = message!(
                "{standing}, {owner}: {action}",
                standing,
                owner = self.name(&action.owner),
                action = action.action
            );
            let label = format!("({})", action.plan);
            page.toned_pair(LABEL, &label, Some(tone), &say(&line));
        }
    }

    fn standing_of_action(&self, action: &Action) -> (Tone, Message) {
        match (action.done, action.verified) {
            (Some(_), Some(Efficacy::Effective)) => (Tone::Good, text!("effective")),
            (Some(at), _) => {
                let at = self.short(at);
                (Tone::Warning, message!("done {at}, to be verified", at))
            }
            (None, None) => self.to_do(action.until),
            (None, Some(_)) => self.to_do_again(action.until),
        }
    }

    /// The standing of an action that is not done.
    fn to_do(&self, until: Option<Instant>) -> (Tone, Message) {
        match until {
            Some(until) if self.now <= until => {
                let until = self.end(until);
                (Tone::Warning, message!("by {until}", until))
            }
            Some(_) | None => self.to_do_again(until),
        }
    }

    /// The standing of an action that was done and proved ineffective.
    fn to_do_again(&self, until: Option<Instant>) -> (Tone, Message) {
        let Some(until) = until else {
            return (Tone::Warning, text!("ineffective, without a new date"));
        };
        let is_late = self.now > until;
        let until = self.end(until);
        if is_late {
            (Tone::Bad, message!("overdue since {until}", until))
        } else {
            (
                Tone::Warning,
                message!("ineffective, again by {until}", until),
            )
        }
    }
}
