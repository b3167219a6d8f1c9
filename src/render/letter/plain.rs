//! Restricts letter templates: they fill in, omit and repeat text, but compute nothing, so a short
//! template cannot expand into a huge letter. Braces that are none of a placeholder are refused,
//! so that no letter goes out with a placeholder in it.

use super::Unfit;
use super::pieces::{Kind, Opening, Piece, pieces, unfit, unquoted};
use super::spelling::Names;
use crate::domain::message::{Message, message, text};

/// The statements allowed after `{%`.
const STATEMENTS: [&str; 6] = ["if", "elif", "else", "endif", "for", "endfor"];

/// Refuses statements other than conditions and loops, operators that concatenate or multiply, and
/// braces that are wrong.
pub(super) fn check(template: &str, names: &Names) -> Result<(), Unfit> {
    let mut braces = Braces { names, depth: 0 };
    for Piece { at, kind } in pieces(template) {
        let fault = match kind {
            Kind::Text(text) => braces.fault(text).map(|(offset, it)| (at + offset, it)),
            Kind::Comment(comment) => {
                (!comment.ends_with("#}") || comment.len() < 4).then(|| (at, unclosed("{#", "#}")))
            }
            Kind::Code {
                opening,
                inside,
                is_closed,
            } => fault(opening, inside, is_closed).map(|it| (at, it)),
        };
        if let Some((at, message)) = fault {
            return Err(unfit(template, at, message));
        }
    }
    Ok(())
}

/// What is wrong with code, if anything.
fn fault(opening: Opening, code: &str, is_closed: bool) -> Option<Message> {
    let (begin, end) = opening.delimiters();
    if !is_closed || unquoted(code).any(|(_, c)| matches!(c, '{' | '}')) {
        return Some(unclosed(begin, end));
    }
    let bare = code.trim_start_matches(['-', '+']);
    let word = bare.split_whitespace().next().unwrap_or_default();
    if opening == Opening::Value && bare.trim_end_matches(['-', '+']).trim().is_empty() {
        return Some(text!("a placeholder without a name"));
    }
    if opening == Opening::Statement && !STATEMENTS.contains(&word) {
        return Some(message!(
            "'{{% {word} %}}' is not allowed in letters, only {{% if … %}} and {{% for … %}}",
            word
        ));
    }
    let code = code.trim_matches(['-', '+']);
    let mut signs = unquoted(code).map(|(_, c)| c);
    if let Some(sign) = signs.find(|c| matches!(c, '~' | '*' | '+')) {
        return Some(message!(
            "'{sign}' is not allowed in letters: templates fill in values and compute nothing",
            sign
        ));
    }
    let is_recursive = code.split_whitespace().any(|word| word == "recursive");
    (opening == Opening::Statement && is_recursive)
        .then(|| text!("'recursive' is not allowed in letters"))
}

fn unclosed(begin: &str, end: &str) -> Message {
    message!("'{begin}' is not closed: end it with '{end}'", begin, end)
}

fn unopened(end: &str, begin: &str) -> Message {
    message!("'{end}' closes nothing: begin with '{begin}'", end, begin)
}

/// The braces of the text between code. Single ones are text, as in the styles of a page.
struct Braces<'a> {
    names: &'a Names,
    /// How many of them are open.
    depth: usize,
}

impl Braces<'_> {
    /// The first wrong brace of a text, with its offset.
    fn fault(&mut self, text: &str) -> Option<(usize, Message)> {
        text.char_indices()
            .find_map(|(at, c)| Some((at, self.wrong(c, &text[at..])?)))
    }

    fn wrong(&mut self, brace: char, rest: &str) -> Option<Message> {
        match brace {
            '{' | '｛' => {
                self.depth += usize::from(brace == '{');
                self.single(rest)
            }
            '}' if rest.starts_with("}}") && self.depth < 2 => Some(unopened("}}", "{{")),
            '}' => {
                self.depth = self.depth.saturating_sub(1);
                None
            }
            '%' if rest.starts_with("%}") => Some(unopened("%}", "{%")),
            _ => None,
        }
    }

    /// A name in single or full-width braces.
    fn single(&self, rest: &str) -> Option<Message> {
        let inside = rest.trim_start_matches(['{', '｛', ' ']);
        let end = inside.find(['}', '｝', '\n', '|'])?;
        let name = inside[..end].trim();
        self.names.has(name).then(|| {
            message!(
                "'{name}' stands in other braces than a placeholder: write {{{{ {name} }}}}",
                name
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(template: &str) -> Result<(), (u32, u32)> {
        let names = Names::of_test(&["name", "order"], &["follow-up"]);
        super::check(template, &names).map_err(|unfit| (unfit.spot.line, unfit.spot.column))
    }

    #[test]
    fn letters_fill_in_and_compute_nothing() {
        for template in [
            "{{ name }}",
            "{%- if order -%} {{ order | default(\"a * b ~ c %} }}\") }} {%- endif -%}",
            "{# {% set a = a ~ a %} #} a ~ b * c",
            "{% for c in name %}{{ c }}{% endfor %}",
            "",
        ] {
            assert_eq!(check(template), Ok(()), "{template}");
        }
        for (template, line) in [
            ("\n{% set a = name %}", 2),
            ("{{ name ~ name }}", 1),
            ("{{ 'a\\'' * 9 }}", 1),
            ("{{ 'a' }}\n\n{{ [name] + [name] }}", 3),
            ("{% raw %}{{ \" {% endraw %}{{ a ~ a }}", 1),
            ("{% for a in b recursive %}{{ loop(b) }}{% endfor %}", 1),
            ("{% filter upper %}a{% endfilter %}", 1),
        ] {
            let found = check(template).map_err(|(line, _)| line);
            assert_eq!(found, Err(line), "{template}");
        }
    }

    #[test]
    fn wrong_braces_are_found_where_they_stand() {
        for template in [
            "p { color: red }",
            "@media print { p { color: {{ name }} }}",
            "a :-} and { other }",
            "100 %",
        ] {
            assert_eq!(check(template), Ok(()), "{template}");
        }
        for (template, place) in [
            ("Dear { name },", (1, 6)),
            ("Dear {name},", (1, 6)),
            ("Dear\n王 {{ name }", (2, 3)),
            ("{{ name }\n{{ order }}", (1, 1)),
            ("Dear {name}}", (1, 6)),
            ("Dear name }},", (1, 11)),
            ("Dear ｛｛ name ｝｝", (1, 6)),
            ("Dear { { name } }", (1, 6)),
            ("by { due.follow-up }", (1, 4)),
            ("{% if order }x{% endif %}", (1, 1)),
            ("{ if order %}x", (1, 12)),
            ("{# a remark", (1, 1)),
            ("{{ }}", (1, 1)),
            ("{{", (1, 1)),
        ] {
            assert_eq!(check(template), Err(place), "{template}");
        }
    }
}
