//! Dispatch accuracy: whether cases were assigned to the right department (S4:473).

use crate::domain::case::event::Assign;
use crate::domain::case::{Entry, Event};
use crate::domain::names::StaffId;
use crate::domain::snapshot::Snapshot;

/// Whether each assignment was right, in order. An assignment is wrong if it was sent back, or if
/// its holder reassigned the case to another department before doing anything else. Where a
/// department has no holder, that is anybody but the person who assigned the case to it. What others
/// do meanwhile says nothing about it.
pub(super) fn accuracy(snapshot: &Snapshot) -> Vec<bool> {
    let entries = snapshot.standing();
    let mut accurate: Vec<bool> = Vec::new();
    // The indices of the assignments in force; `send-back` undoes the last of them.
    let mut stack: Vec<usize> = Vec::new();
    let mut untouched: Option<Given> = None;
    for Entry { by, event, .. } in entries {
        if let Event::Assign(Assign { to, department, .. }) = event {
            let department = department.as_deref();
            let is_handed_on =
                untouched.is_some_and(|given| given.is_with(by) && given.department != department);
            if let Some(last) = stack.last().filter(|_| is_handed_on) {
                accurate[*last] = false;
            }
            stack.push(accurate.len());
            accurate.push(true);
            untouched = Some(Given {
                by,
                to: to.as_ref(),
                department,
            });
            continue;
        }
        if matches!(event, Event::SendBack(_)) {
            untouched = None;
            if let Some(last) = stack.pop() {
                accurate[last] = false;
            }
        }
        let is_of_holder = untouched.is_some_and(|given| given.is_with(by));
        if is_of_holder && !is_aside(event) {
            untouched = None;
        }
    }
    accurate
}

/// An assignment after which nobody has handled the case yet.
#[derive(Clone, Copy)]
struct Given<'a> {
    by: &'a StaffId,
    to: Option<&'a StaffId>,
    department: Option<&'a str>,
}

impl Given<'_> {
    fn is_with(self, who: &StaffId) -> bool {
        self.to.map_or(self.by != who, |holder| holder == who)
    }
}

/// Whether an event adds information without handling the case.
fn is_aside(event: &Event) -> bool {
    matches!(
        event,
        Event::Note(_) | Event::Attach(_) | Event::Link(_) | Event::Amend(_) | Event::Chase(_)
    )
}
