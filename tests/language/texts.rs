//! The texts of all messages, as translators get them: read from the sources, where each is written
//! in place.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use walkdir::WalkDir;

/// The text of a message and its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    pub english: String,
    /// The plural, if the text depends on a count.
    pub plural: Option<String>,
    pub file: String,
    /// Prose in string literals among its arguments, which no catalogue could translate.
    pub prose: Vec<String>,
}

/// Every text of `message!`, `plural!` and `text!` below `src`, in alphabetical order, once per
/// file.
pub fn of_the_program() -> Vec<Text> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for file in WalkDir::new(&src).into_iter().filter_map(Result::ok) {
        let name = file.file_name().to_string_lossy();
        if !name.ends_with(".rs") || name == "tests.rs" {
            continue;
        }
        let relative = file.path().strip_prefix(&src).expect("below src");
        let relative = relative.to_string_lossy().replace('\\', "/");
        found.extend(of_source(
            &relative,
            &fs::read_to_string(file.path()).expect("a source"),
        ));
    }
    found.sort();
    found.dedup();
    found
}

/// The texts of one source file, without its tests.
pub fn of_source(file: &str, source: &str) -> Vec<Text> {
    let tokens: TokenStream = source.parse().expect("a source that compiles");
    let mut found = Vec::new();
    walk(tokens, file, &mut found);
    found
}

fn walk(tokens: TokenStream, file: &str, found: &mut Vec<Text>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if is_test(&tokens[at..]) {
            let ends = |token: &TokenTree| match token {
                TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                TokenTree::Punct(sign) => sign.as_char() == ';',
                TokenTree::Ident(_) | TokenTree::Literal(_) => false,
            };
            at += tokens[at..].iter().position(ends).unwrap_or(tokens.len());
        } else if let Some((_, group)) = message(&tokens[at..]) {
            found.extend(text(group, file));
            walk(group.stream(), file, found);
            at += 2;
        } else if let TokenTree::Group(group) = token {
            walk(group.stream(), file, found);
        }
        at += 1;
    }
}

/// Whether `#[cfg(test)]` starts here.
fn is_test(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Punct(sign), TokenTree::Group(group), ..] => {
            sign.as_char() == '#' && group.stream().to_string().replace(' ', "") == "cfg(test)"
        }
        _ => false,
    }
}

/// The message macro that starts here, with its arguments.
fn message(tokens: &[TokenTree]) -> Option<(String, &Group)> {
    match tokens {
        [
            TokenTree::Ident(name),
            TokenTree::Punct(sign),
            TokenTree::Group(group),
            ..,
        ] if sign.as_char() == '!' => {
            let name = name.to_string();
            let is_message = ["message", "plural", "text"].contains(&name.as_str());
            is_message.then_some((name, group))
        }
        _ => None,
    }
}

/// The text of a message; `None` within the macros themselves, whose text is a variable.
fn text(arguments: &Group, file: &str) -> Option<Text> {
    let tokens: Vec<TokenTree> = arguments.stream().into_iter().collect();
    let arguments = tokens.split(|token| token.to_string() == ",");
    let (mut texts, mut prose) = (Vec::new(), Vec::new());
    for argument in arguments {
        match (argument, texts.len()) {
            ([TokenTree::Literal(literal)], 0 | 1) => texts.extend(string(&literal.to_string())),
            _ => prose_of(argument, &mut prose),
        }
    }
    let mut texts = texts.into_iter();
    Some(Text {
        english: texts.next()?,
        plural: texts.next(),
        file: file.to_owned(),
        prose,
    })
}

/// Prose in string literals that are not in a message of their own.
fn prose_of(tokens: &[TokenTree], found: &mut Vec<String>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if message(&tokens[at..]).is_some() {
            at += 2;
        } else {
            match token {
                TokenTree::Literal(literal) => {
                    let text = string(&literal.to_string());
                    found.extend(text.filter(|text| is_prose(text)));
                }
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    prose_of(&inner, found);
                }
                // The words of a command are the same in every language.
                TokenTree::Ident(name) if *name == "Command" => return,
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
        at += 1;
    }
}

/// Whether a literal contains words that are not flags.
fn is_prose(text: &str) -> bool {
    text.contains(' ') && !text.starts_with('-') && text.chars().any(char::is_alphabetic)
}

fn string(literal: &str) -> Option<String> {
    let literal: syn::LitStr = syn::parse_str(literal).ok()?;
    Some(literal.value())
}

/// The separators of lists, with blanks.
const SEPARATORS: [&str; 6] = [" and ", ", and ", " or ", ", ", "; ", ", then "];

/// The explanations of codes are prose.
const EXPLANATIONS: &str = "domain/finding/codes.rs";

/// The title of a column of running numbers.
const NUMBER: &str = "no.";

/// Whether a text is prose, which ends with a full stop: several sentences, several lines, or a
/// full sentence for clap.
fn has_sentences(text: &str, file: &str) -> bool {
    file == EXPLANATIONS
        || text == NUMBER
        || text.contains(". ")
        || text.contains('\n')
        || text.starts_with(char::is_uppercase)
}

/// The faults of these texts, one line each.
pub fn faults(texts: &[Text]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut by_case: BTreeMap<String, &str> = BTreeMap::new();
    for text in texts {
        let forms = [Some(&text.english), text.plural.as_ref()];
        for form in forms.into_iter().flatten() {
            let told = |what: &str| format!("{}: {what}: {form:?}", text.file);
            if form.trim() != form && !SEPARATORS.contains(&form.as_str()) {
                faults.push(told("blanks around it"));
            }
            if form.ends_with('.') && !has_sentences(form, &text.file) {
                faults.push(told("a full stop at its end"));
            }
            if form.contains("  ") && !form.contains("\n  ") {
                faults.push(told("two blanks in a row"));
            }
            if text.file == EXPLANATIONS {
                continue;
            }
            let other = *by_case.entry(form.to_lowercase()).or_insert(form);
            if other != form {
                faults.push(told(&format!("differs from {other:?} in case only")));
            }
        }
        for prose in &text.prose {
            faults.push(format!("{}: prose in a place: {prose:?}", text.file));
        }
    }
    faults
}
