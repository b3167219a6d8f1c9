//! What to do about a finding.

use crate::domain::message::{Argument, Command, Message, ToArgument, any_of, message};
use crate::domain::names::StaffId;

/// The remedy for a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// Advice. Commands in it are arguments of the message.
    Say(Message),
    /// A command that fixes the problem.
    Run(Box<Command>),
    /// Somebody else has to do it.
    Ask(Box<Ask>),
}

/// The people to ask, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub who: Able,
    /// The command to run, if it is not the one that was refused.
    pub command: Option<Command>,
}

/// Up to this many people are listed by name; otherwise only their roles are.
const NAMED: usize = 4;

/// The people who can do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Able {
    staff: Vec<StaffId>,
    roles: Argument,
}

impl Able {
    /// People, shown by role if the list is empty or long.
    pub(crate) fn new(staff: Vec<StaffId>, roles: impl ToArgument) -> Self {
        Self {
            staff,
            roles: roles.to_argument(),
        }
    }

    /// People known only by a role or a description.
    pub(crate) fn of_role(roles: impl ToArgument) -> Self {
        Self::new(Vec::new(), roles)
    }

    /// Those of them who meet a further condition; all of them if nobody does.
    pub(crate) fn only(self, fits: impl Fn(&StaffId) -> bool) -> Self {
        let staff: Vec<StaffId> = self.staff.iter().filter(|who| fits(who)).cloned().collect();
        match staff.is_empty() {
            true => self,
            false => Self { staff, ..self },
        }
    }

    /// The people to list by name; empty if only their roles are shown.
    pub(crate) fn named(&self) -> &[StaffId] {
        match self.staff.len() {
            1..=NAMED => &self.staff,
            _ => &[],
        }
    }
}

impl ToArgument for Able {
    fn to_argument(&self) -> Argument {
        match self.named() {
            [] => self.roles.clone(),
            named => any_of(named),
        }
    }
}

impl Hint {
    /// Ask somebody to run the refused command.
    pub(crate) fn ask(who: Able) -> Self {
        Self::Ask(Box::new(Ask { who, command: None }))
    }

    /// Ask somebody to run another command.
    pub(crate) fn ask_to_run(who: Able, command: Command) -> Self {
        let command = Some(command);
        Self::Ask(Box::new(Ask { who, command }))
    }

    pub(crate) fn to_message(&self) -> Message {
        match self {
            Self::Say(message) => message.clone(),
            Self::Run(command) => message!("{command}", command = **command),
            Self::Ask(ask) => {
                let who = &ask.who;
                match &ask.command {
                    None => message!("ask {who}", who),
                    Some(command) => message!("ask {who} to run: {command}", who, command),
                }
            }
        }
    }
}

impl ToArgument for Hint {
    fn to_argument(&self) -> Argument {
        match self {
            Self::Run(command) => command.to_argument(),
            Self::Say(_) | Self::Ask(_) => self.to_message().to_argument(),
        }
    }
}

impl From<Message> for Hint {
    fn from(message: Message) -> Self {
        Self::Say(message)
    }
}

impl From<Command> for Hint {
    fn from(command: Command) -> Self {
        Self::Run(Box::new(command))
    }
}
