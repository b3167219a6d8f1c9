//! Colours, and sanitized text for terminals.

use std::io::IsTerminal;

/// Whether a text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// No escape sequences at all.
    Plain,
    /// Colours from the terminal's palette.
    Coloured,
}

/// The meaning of a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Blocking or late.
    Bad,
    /// Doubtful, or late soon.
    Warning,
    /// Done or in time.
    Good,
    /// A heading, or emphasis.
    Strong,
    Faint,
}

impl Style {
    /// Coloured if the terminal supports colours and `NO_COLOR` is not set; `is_set` queries the
    /// environment.
    pub(crate) fn of(stream: &impl IsTerminal, is_set: &dyn Fn(&str) -> bool) -> Self {
        let coloured = stream.is_terminal() && !is_set("NO_COLOR") && is_set("TERM");
        if coloured {
            Self::Coloured
        } else {
            Self::Plain
        }
    }

    /// Paints a text in a tone.
    pub(crate) fn paint(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Bad => "1;31",
            Tone::Warning => "33",
            Tone::Good => "32",
            Tone::Strong => "1",
            Tone::Faint => "2",
        };
        match self {
            Self::Plain => text.to_owned(),
            Self::Coloured => format!("\x1b[{code}m{text}\x1b[0m"),
        }
    }
}

/// Puts a text on one line, without characters that could move the cursor, forge lines or change
/// the reading order.
pub(crate) fn on_one_line(text: &str) -> String {
    let shown = text.chars().filter(|c| !turns_order(*c));
    shown
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Removes control characters except line breaks and tabs.
pub(crate) fn cleaned(text: &str) -> String {
    text.chars()
        .filter(|c| !turns_order(*c) && (!c.is_control() || matches!(c, '\n' | '\t')))
        .collect()
}

/// Whether a character changes the reading order: marks, embeddings, overrides and isolates.
fn turns_order(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
