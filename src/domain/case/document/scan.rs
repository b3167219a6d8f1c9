//! A light scanner for YAML that finds the places of list items, keys and constructs that case
//! files must not contain.
//!
//! It does not validate the syntax. For valid YAML in block style, as commands write it, places are
//! exact; for any other text they are a best guess.

use crate::domain::finding::Spot;

/// Maximum nesting of brackets, and maximum number of items and keys on one line. The YAML parser
/// needs seconds for a file full of `[`, and hundreds of megabytes for one full of `- `.
pub(crate) const MAX_NESTING: usize = 64;

/// Maximum number of marks in a file. A file of maximum size with the shortest events has fewer.
pub(crate) const MAX_MARKS: usize = 100_000;

/// The result of a scan.
#[derive(Debug, Default)]
pub(crate) struct Scan<'t> {
    /// Items, keys, dividers and references, in the order of the text.
    pub marks: Vec<Mark<'t>>,
    /// An exceeded limit; the scan stopped there.
    pub excess: Option<Excess>,
}

/// An exceeded limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Excess {
    /// Nesting deeper than [`MAX_NESTING`] at this place.
    Nesting(Spot),
    /// More than [`MAX_MARKS`] items and keys before this place.
    Marks(Spot),
}

/// A construct with its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mark<'t> {
    pub what: What<'t>,
    pub spot: Spot,
    /// Number of bytes before it on its line.
    pub indent: usize,
}

/// The kind of a mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum What<'t> {
    /// The `-` of a list item.
    Item,
    /// A key of a block mapping, without quotes, and what follows it.
    Key(&'t str, Opening),
    /// `---` or `...` at the start of a line.
    Divider,
    /// An anchor, an alias or a tag.
    Reference,
}

/// The text after a key on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// Nothing but a comment.
    Nothing,
    Bracket,
    Value,
}

/// Scans a text that starts at line `first_line` of the file.
pub(crate) fn scan(text: &str, first_line: u32) -> Scan<'_> {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        line: first_line,
        line_start: 0,
        counted: (0, 1),
        parent: -1,
        found: Scan::default(),
    };
    while scanner.at < text.len() && scanner.found.excess.is_none() {
        scanner.block_line();
    }
    scanner.found
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    line: u32,
    line_start: usize,
    /// The last counted byte of this line and its column, so that each character is counted once.
    counted: (usize, u32),
    /// The indentation of the key or item whose value may continue on the next line; `-1` for the
    /// document itself.
    parent: isize,
    found: Scan<'t>,
}

impl<'t> Scanner<'t> {
    fn block_line(&mut self) {
        self.blanks();
        let at_margin = self.at == self.line_start;
        match self.peek() {
            None | Some(b'\n' | b'\r' | b'#') => return self.next_line(),
            Some(b'%') if at_margin => return self.next_line(),
            Some(_) => {}
        }
        if at_margin && self.is_divider() {
            self.mark(What::Divider, self.at);
            self.parent = -1;
            self.at += 3;
            self.blanks();
        }
        let mut nodes = 0;
        while self.node() {
            nodes += 1;
            if nodes > MAX_NESTING {
                self.found.excess = Some(Excess::Nesting(self.spot(self.at)));
                return;
            }
        }
        if self.found.marks.len() > MAX_MARKS {
            let spot = self.spot(self.at);
            self.found.excess.get_or_insert(Excess::Marks(spot));
        }
        self.next_line();
    }

    /// Skips one node; returns whether another may follow on the line.
    fn node(&mut self) -> bool {
        let begin = self.at;
        match self.peek() {
            None | Some(b'\n' | b'\r' | b'#') => false,
            Some(b'-' | b'?') if self.is_blank_at(begin + 1) => {
                if self.bytes[begin] == b'-' {
                    self.mark(What::Item, begin);
                }
                self.parent = self.indent_of(begin);
                self.at += 1;
                self.blanks();
                true
            }
            Some(b'&' | b'*' | b'!') => {
                self.mark(What::Reference, begin);
                self.word();
                self.blanks();
                true
            }
            Some(b'|' | b'>') => {
                self.block_scalar();
                false
            }
            Some(b'[' | b'{') => {
                self.flow();
                false
            }
            Some(quote @ (b'"' | b'\'')) => {
                self.quoted(quote);
                let end = self.at;
                self.blanks();
                let one_line = self.line_start <= begin;
                one_line && self.key(begin, begin + 1, end.saturating_sub(1))
            }
            Some(_) => self.plain(),
        }
    }

    /// Marks a key if a colon follows.
    fn key(&mut self, begin: usize, name_from: usize, name_to: usize) -> bool {
        if self.peek() != Some(b':') || !self.is_blank_at(self.at + 1) {
            return false;
        }
        self.at += 1;
        self.blanks();
        let opening = match self.peek() {
            None | Some(b'\n' | b'\r' | b'#') => Opening::Nothing,
            Some(b'[' | b'{') => Opening::Bracket,
            Some(_) => Opening::Value,
        };
        let name = self.text.get(name_from..name_to).unwrap_or_default();
        self.mark(What::Key(name, opening), begin);
        self.parent = self.indent_of(begin);
        true
    }

    fn plain(&mut self) -> bool {
        let begin = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' | b'\r' => break,
                b':' if self.is_blank_at(self.at + 1) => {
                    let name_to = begin + self.text[begin..self.at].trim_end().len();
                    return self.key(begin, begin, name_to);
                }
                b'#' if matches!(self.bytes[self.at - 1], b' ' | b'\t') => return false,
                _ => self.at += 1,
            }
        }
        self.deeper_lines();
        false
    }

    fn block_scalar(&mut self) {
        self.end_of_line();
        self.deeper_lines();
    }

    /// Skips following lines that are empty or indented deeper than the parent: they continue its
    /// value.
    fn deeper_lines(&mut self) {
        loop {
            let mut next = self.at;
            while !matches!(self.bytes.get(next), None | Some(b'\n')) {
                next += 1;
            }
            let start = next + 1;
            let mut end = start;
            while self.bytes.get(end) == Some(&b' ') {
                end += 1;
            }
            match self.bytes.get(end) {
                None => return,
                Some(b'\n' | b'\r') => {}
                Some(_)
                    if isize::try_from(end - start).is_ok_and(|indent| indent > self.parent) => {}
                Some(_) => return,
            }
            self.begin_line(start);
            self.at = end;
        }
    }

    /// Skips a quoted text, which may span lines.
    fn quoted(&mut self, quote: u8) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\n' => self.begin_line(self.at),
                b'\\' if quote == b'"' && self.peek().is_some_and(|next| next != b'\n') => {
                    self.at += 1
                }
                _ if byte == quote && quote == b'\'' && self.peek() == Some(quote) => self.at += 1,
                _ if byte == quote => return,
                _ => {}
            }
        }
    }

    /// Skips flow lists and mappings, which may span lines.
    fn flow(&mut self) {
        let mut depth = 0;
        let mut fresh = true;
        while let Some(byte) = self.peek() {
            let begin = self.at;
            match byte {
                b'"' | b'\'' if fresh => {
                    self.quoted(byte);
                    fresh = false;
                    continue;
                }
                b'&' | b'*' | b'!' if fresh => self.mark(What::Reference, begin),
                b'#' if begin > 0 && self.is_blank_at(begin - 1) => {
                    self.end_of_line();
                    continue;
                }
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth -= 1,
                _ => {}
            }
            if depth > MAX_NESTING {
                self.found.excess = Some(Excess::Nesting(self.spot(begin)));
                return;
            }
            self.at += 1;
            match byte {
                b'\n' => self.begin_line(self.at),
                b'[' | b'{' | b',' | b':' => fresh = true,
                b' ' | b'\t' | b'\r' => {}
                _ => fresh = false,
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn is_divider(&self) -> bool {
        let rest = &self.bytes[self.at..];
        (rest.starts_with(b"---") || rest.starts_with(b"...")) && self.is_blank_at(self.at + 3)
    }

    fn mark(&mut self, what: What<'t>, at: usize) {
        let spot = self.spot(at);
        self.found.marks.push(Mark {
            what,
            spot,
            indent: at - self.line_start,
        });
    }

    fn spot(&mut self, at: usize) -> Spot {
        let (from, column) = self.counted;
        let text = self.text.get(from..at).unwrap_or_default();
        let column = column.saturating_add(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
        self.counted = (at, column);
        Spot {
            line: self.line,
            column,
        }
    }

    fn indent_of(&self, at: usize) -> isize {
        isize::try_from(at - self.line_start).unwrap_or(isize::MAX)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn is_blank_at(&self, at: usize) -> bool {
        matches!(
            self.bytes.get(at),
            None | Some(b' ' | b'\t' | b'\n' | b'\r')
        )
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    fn word(&mut self) {
        while !self.is_blank_at(self.at) {
            self.at += 1;
        }
    }

    fn end_of_line(&mut self) {
        while !matches!(self.peek(), None | Some(b'\n')) {
            self.at += 1;
        }
    }

    fn next_line(&mut self) {
        self.end_of_line();
        self.begin_line((self.at + 1).min(self.bytes.len()));
    }

    fn begin_line(&mut self, at: usize) {
        self.at = at;
        self.line += 1;
        self.line_start = at;
        self.counted = (at, 1);
    }
}
