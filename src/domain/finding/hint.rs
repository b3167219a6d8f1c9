//! What to do about a finding.

use crate::domain::message::{Argument, Command, Message, ToArgument, any_of, message};
use crate::domain::names::StaffId;

/// What to do instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// Advice; commands in it are arguments.
    Say(Message),
    /// The command that mends it.
    Run(Box<Command>),
    /// Somebody else has to do it.
    Ask(Box<Ask>),
}

/// Whom to ask, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub who: Able,
    /// What they run, where it is not the command that was refused.
    pub command: Option<Command>,
}

/// How many people are named; of more their roles are said.
const NAMED: usize = 4;

/// Those who may do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Able {
    staff: Vec<StaffId>,
    roles: Argument,
}

impl Able {
    /// These people, or their roles where they are none or many.
    pub(crate) fn new(staff: Vec<StaffId>, roles: impl ToArgument) -> Self {
        Self {
            staff,
            roles: roles.to_argument(),
        }
    }

    /// Somebody who is told by a role or the like alone.
    pub(crate) fn of_role(roles: impl ToArgument) -> Self {
        Self::new(Vec::new(), roles)
    }

    /// The people who are named; empty where their roles are said.
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
    /// To ask somebody to do what was refused.
    pub(crate) fn ask(who: Able) -> Self {
        Self::Ask(Box::new(Ask { who, command: None }))
    }

    /// To ask somebody to run a command.
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
