//! Possible next steps, and who may take them.

use super::Shown;
use crate::domain::case::Verb;
use crate::domain::message::{Argument, Message, ToArgument, all_of, listed, message, text};
use crate::domain::policy::Policy;
use crate::domain::rules::{NextStep, next_steps};
use crate::render::page::Page;
use crate::render::say;

impl Shown<'_> {
    pub(super) fn next(&self, page: &mut Page) {
        // A redacted case has neither events nor staff.
        if self.snapshot.case.entries.is_empty() {
            return;
        }
        let steps = next_steps(self.snapshot.state(), self.policy, self.now);
        if steps.is_empty() {
            return;
        }
        page.heading(&say(&text!("Next steps")));
        let (ready, lacking): (Vec<_>, Vec<_>) =
            steps.iter().partition(|step| step.lacks.is_empty());
        for (who, verbs) in self.by_people(&ready) {
            let verbs = listed(verbs);
            page.line(2, None, &say(&message!("{verbs}: {who}", verbs, who)));
        }
        for step in lacking {
            let line = message!(
                "{verb}: not yet, {reasons} ({who})",
                verb = step.verb,
                reasons = all_of(&step.lacks),
                who = self.who(step)
            );
            page.line(2, None, &say(&line));
        }
    }

    /// The verbs grouped by the people who may use them, in the order of first appearance.
    fn by_people(&self, steps: &[&NextStep]) -> Vec<(Argument, Vec<Verb>)> {
        let mut groups: Vec<(Argument, Vec<Verb>)> = Vec::new();
        for step in steps {
            let who = self.who(step);
            match groups.iter_mut().find(|(people, _)| *people == who) {
                Some((_, verbs)) => verbs.push(step.verb),
                None => groups.push((who, vec![step.verb])),
            }
        }
        groups
    }

    /// The people who may take a step, by name if there are few.
    fn who(&self, step: &NextStep) -> Argument {
        let many = step.who.len();
        let people: Message = match (many, &step.role) {
            _ if self.policy.staff.is_empty() => text!("anybody"),
            _ if many > 1 && many == self.at_work() => text!("anybody on the staff"),
            (0, _) => text!("nobody on the staff list"),
            (1..=5, _) => return listed(&step.who),
            (_, Some(role)) => message!("{many} people with the role {role} or higher", many, role),
            (_, None) => message!("any of {many} people", many),
        };
        people.to_argument()
    }

    /// The number of active staff.
    fn at_work(&self) -> usize {
        let Policy {
            staff, calendar, ..
        } = self.policy;
        staff
            .values()
            .filter(|staff| staff.is_active(self.now, calendar))
            .count()
    }
}
