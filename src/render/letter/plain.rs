//! Restricts letter templates: they fill in, omit and repeat text, but compute nothing, so a short
//! template cannot expand into a huge letter.

use super::Unfit;
use crate::domain::finding::Spot;
use crate::domain::message::{Message, message, text};

/// The statements allowed after `{%`.
const STATEMENTS: [&str; 6] = ["if", "elif", "else", "endif", "for", "endfor"];

/// Refuses statements other than conditions and loops, and operators that concatenate or multiply.
pub(super) fn check(template: &str) -> Result<(), Unfit> {
    let mut rest = template;
    let (mut line, mut counted) = (1, 0);
    while let Some(at) = opening(rest) {
        let here = template.len() - rest.len() + at;
        line += template[counted..here].matches('\n').count();
        counted = here;
        let spot = Spot::line(u32::try_from(line).unwrap_or(u32::MAX));
        let (opening, inside) = rest[at..].split_at(2);
        if opening == "{#" {
            rest = inside.split_once("#}").map_or("", |(_, after)| after);
            continue;
        }
        let (code, after) = code(inside, if opening == "{{" { "}}" } else { "%}" });
        if let Some(message) = fault(opening, code) {
            return Err(Unfit { spot, message });
        }
        rest = after;
    }
    Ok(())
}

/// The forbidden construct in the code after an opening delimiter, if any.
fn fault(opening: &str, code: &str) -> Option<Message> {
    let is_statement = opening == "{%";
    let bare = code.trim_start_matches(['-', '+']);
    let word = bare.split_whitespace().next().unwrap_or_default();
    if is_statement && !STATEMENTS.contains(&word) {
        return Some(message!(
            "'{{% {word} %}}' is not allowed in letters, only {{% if … %}} and {{% for … %}}",
            word
        ));
    }
    let mut signs = unquoted(code.trim_matches(['-', '+']));
    if let Some(sign) = signs.find(|c| matches!(c, '~' | '*' | '+')) {
        return Some(message!(
            "'{sign}' is not allowed in letters: templates fill in values and compute nothing",
            sign
        ));
    }
    let is_recursive = code.split_whitespace().any(|word| word == "recursive");
    (is_statement && is_recursive).then(|| text!("'recursive' is not allowed in letters"))
}

/// The index of the next code or comment.
fn opening(text: &str) -> Option<usize> {
    let opens = |at: &usize| matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#'));
    text.match_indices('{').map(|(at, _)| at).find(opens)
}

/// Splits code at its closing delimiter, ignoring delimiters in quoted strings.
fn code<'t>(inside: &'t str, closing: &str) -> (&'t str, &'t str) {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if inside[at..].starts_with(closing) => {
                return (&inside[..at], &inside[at + closing.len()..]);
            }
            None => quote = Some(c).filter(|c| matches!(c, '"' | '\'')),
        }
    }
    (inside, "")
}

/// The characters outside quoted strings.
fn unquoted(code: &str) -> impl Iterator<Item = char> {
    let mut quote = None;
    let mut escaped = false;
    code.chars().filter(move |&c| {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None => {
                quote = Some(c).filter(|c| matches!(c, '"' | '\''));
                return quote.is_none();
            }
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fill_in_and_compute_nothing() {
        for template in [
            "{{ name }}",
            "{%- if order -%} {{ order | default(\"a * b ~ c %} }}\") }} {%- endif -%}",
            "{# {% set a = a ~ a %} #} a ~ b * c",
            "{% for c in name %}{{ c }}{% endfor %}",
            "",
            "{{",
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
            assert_eq!(
                check(template).map_err(|unfit| unfit.spot.line),
                Err(line),
                "{template}"
            );
        }
    }
}
