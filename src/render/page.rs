//! Pages for people: headings followed by lines.

use super::style::{Style, Tone, cleaned, on_one_line};
use super::width::padded;

/// A page under construction.
#[derive(Debug)]
pub(crate) struct Page {
    style: Style,
    text: String,
}

impl Page {
    pub(crate) fn new(style: Style) -> Self {
        Self {
            style,
            text: String::new(),
        }
    }

    /// A heading, with an empty line before it unless it is the first.
    pub(crate) fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line(0, Some(Tone::Strong), text);
    }

    /// A line indented by `indent` spaces.
    pub(crate) fn line(&mut self, indent: usize, tone: Option<Tone>, text: &str) {
        self.text.extend(std::iter::repeat_n(' ', indent));
        let text = on_one_line(text);
        let text = text.trim_end();
        match tone {
            Some(tone) => self.text.push_str(&self.style.paint(tone, text)),
            None => self.text.push_str(text),
        }
        self.text.push('\n');
    }

    /// A label, padded to `width`, and its value.
    pub(crate) fn pair(&mut self, width: usize, label: &str, value: &str) {
        self.toned_pair(width, label, None, value);
    }

    /// A label and a value in a tone.
    pub(crate) fn toned_pair(
        &mut self,
        width: usize,
        label: &str,
        tone: Option<Tone>,
        value: &str,
    ) {
        let value = on_one_line(value);
        let value = tone.map_or(value.clone(), |tone| self.style.paint(tone, &value));
        let line = format!("  {}  {value}", padded(&on_one_line(label), width));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A multi-line text, each line indented.
    pub(crate) fn prose(&mut self, indent: usize, text: &str) {
        for line in cleaned(text).lines() {
            let blanks = if line.is_empty() { 0 } else { indent };
            self.text.extend(std::iter::repeat_n(' ', blanks));
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// An already rendered text.
    pub(crate) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }
}
