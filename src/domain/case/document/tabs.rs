//! Blocks of text whose first line begins with a tab, as pasted mail and code do. YAML allows them,
//! but the parser cannot tell their indentation unless it is written (`|2`).

/// The text with the indentation written at each block that begins with a tab; `None` if there is
/// none. Every line keeps its number, and its columns but for the end of the first of a block.
pub(super) fn with_indentation(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut written = String::with_capacity(text.len() + 8);
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let Some(header) = Header::of(line) else {
            written += line;
            continue;
        };
        let body = lines[at..].iter().take_while(|line| header.holds(line));
        let body: Vec<&str> = body.copied().collect();
        at += body.len();
        written += &header.written(line, &body);
        written.extend(body);
    }
    (written.len() > text.len()).then_some(written)
}

/// The line on which a block begins: `description: |`.
struct Header {
    /// The column of its key, from 0.
    column: usize,
    /// The place for the indentation, unless it is written.
    place: Option<usize>,
}

impl Header {
    fn of(line: &str) -> Option<Self> {
        let code = line.split(" #").next()?.trim_end();
        let mark = code.rfind(['|', '>'])?;
        let (before, style) = (&code[..mark], &code[mark + 1..]);
        let is_style = style.len() <= 2 && style.chars().all(|c| "+-123456789".contains(c));
        if !is_style || !(before.ends_with(": ") || before.ends_with("- ")) {
            return None;
        }
        let is_written = style.contains(|c: char| c.is_ascii_digit());
        let key = before.trim_start_matches(['-', ' ']);
        let column = match key.is_empty() {
            // A text that is the item of a list: its parent is the list.
            true => spaces(before),
            false => before.len() - key.len(),
        };
        Some(Self {
            column,
            place: (!is_written).then_some(mark + 1),
        })
    }

    /// Whether a line belongs to the block: blank, or farther in than its key.
    fn holds(&self, line: &str) -> bool {
        line.trim_matches([' ', '\r', '\n']).is_empty() || spaces(line) > self.column
    }

    /// The line, with the indentation if the block begins with a tab.
    fn written(&self, line: &str, body: &[&str]) -> String {
        let is_blank = |line: &&&str| line.trim_matches([' ', '\r', '\n']).is_empty();
        let first = body.iter().find(|line| !is_blank(line));
        let indent = first
            .filter(|first| first.trim_start_matches(' ').starts_with('\t'))
            .map(|first| spaces(first) - self.column)
            .filter(|indent| *indent < 10);
        match self.place.zip(indent) {
            Some((place, indent)) => format!("{}{indent}{}", &line[..place], &line[place..]),
            None => line.to_owned(),
        }
    }
}

fn spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_that_begins_with_a_tab_gets_its_indentation() {
        for (text, written) in [
            ("a: |\n  \tb\n  c\n", "a: |2\n  \tb\n  c\n"),
            ("a: >-\n\n    \tb\nc: d\n", "a: >4-\n\n    \tb\nc: d\n"),
            (
                "- at: x\n  text: |\r\n    \tb\r\n",
                "- at: x\n  text: |2\r\n    \tb\r\n",
            ),
            (
                "- text: | # as sent\n    \tb\n",
                "- text: |2 # as sent\n    \tb\n",
            ),
            ("a:\n  b: |\n    \tc\n", "a:\n  b: |2\n    \tc\n"),
        ] {
            assert_eq!(with_indentation(text).as_deref(), Some(written));
        }
    }

    #[test]
    fn what_the_parser_reads_stays_as_it_is() {
        for text in [
            "a: |\n  b\n  \tc\n",
            "a: |2\n  \tb\n",
            "a: |\n  b: |\n    \tthis is text\n",
            "a: b |\n",
            "a: |\nb: \tc\n",
            "a: x\n",
        ] {
            assert_eq!(with_indentation(text), None, "{text}");
        }
    }
}
