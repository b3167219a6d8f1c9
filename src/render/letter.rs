//! Letters to complainants: a template of the organisation, filled in with data of a case (A6).
//!
//! A template cannot read files or call programs. A name without a value in the case is an error,
//! not blank text; a condition (`{% if contact %}`) can test for it.

mod pieces;
mod placeholders;
mod plain;
mod spelling;

use std::io::{self, Write};

use chrono::NaiveDate;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value, filters};

use crate::domain::finding::Spot;
use crate::domain::message::{Argument, Message, ToArgument, message, text};
use crate::domain::policy::Policy;
use crate::domain::snapshot::Snapshot;
use crate::domain::time::Instant;
use pieces::{Kind, pieces, spot, unfit};
use spelling::Names;

/// The maximum number of template steps.
const STEPS: u64 = 10_000;

/// The maximum size of a letter in bytes: 1 MiB.
const SIZE: usize = 1 << 20;

/// A template that cannot be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    pub spot: Spot,
    pub message: Message,
}

/// The form of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Text,
    /// Values are escaped.
    Html,
}

/// The letter for a case, ending in a line break.
///
/// # Errors
/// The template is invalid, or uses a name without a value in the case.
pub fn letter(
    template: &str,
    form: Form,
    snapshot: &Snapshot,
    policy: &Policy,
    now: Instant,
) -> Result<String, Unfit> {
    let names = placeholders::names(snapshot, policy);
    plain::check(template, &names)?;
    let filling = Filling {
        template,
        names,
        environment: environment(form),
        values: placeholders::values(snapshot, policy, now),
    };
    let page = filling.page().map_err(|error| filling.unfit(&error))?;
    Ok(format!("{}\n", String::from_utf8_lossy(&page.0).trim_end()))
}

/// A template with the values to fill in.
struct Filling<'a> {
    template: &'a str,
    names: Names,
    environment: Environment<'a>,
    values: Value,
}

impl Filling<'_> {
    fn page(&self) -> Result<Page, Error> {
        let quoted = self.names.quoted(self.template);
        let template = self
            .environment
            .template_from_named_str("letter", &quoted)?;
        let mut page = Page(Vec::new());
        template.render_captured_to(self.values.clone(), &mut page)?;
        Ok(page)
    }

    fn unfit(&self, error: &Error) -> Unfit {
        let line = error.line().unwrap_or(1);
        let on_line = pieces(self.template)
            .into_iter()
            .filter(|piece| spot(self.template, piece.at).line as usize == line);
        let code: Vec<(usize, &str)> = on_line
            .filter_map(|piece| match piece.kind {
                Kind::Code { inside, .. } => Some((piece.at, inside)),
                Kind::Text(_) | Kind::Comment(_) => None,
            })
            .collect();
        let missing = code.iter().find_map(|(at, inside)| {
            let name = self.missing(inside)?;
            Some(unfit(self.template, *at, self.no_value(name)))
        });
        let missing = missing.filter(|_| error.kind() == ErrorKind::UndefinedError);
        let at = code.first().map_or(0, |(at, _)| *at);
        missing.unwrap_or_else(|| unfit(self.template, at, said(error)))
    }

    /// The name in a placeholder, if it has no value.
    fn missing<'c>(&self, inside: &'c str) -> Option<&'c str> {
        let name = inside.split('|').next()?.trim_matches(['-', '+']).trim();
        let quoted = self.names.quoted_code(name);
        let expression = self.environment.compile_expression(&quoted).ok()?;
        let value = expression.eval(self.values.clone());
        value
            .is_ok_and(|value| value.is_undefined())
            .then_some(name)
    }

    fn no_value(&self, name: &str) -> Message {
        if self.names.has(name) {
            return message!("the case has no '{name}'", name);
        }
        match self.names.nearest(name) {
            Some(near) => message!(
                "there is no placeholder '{name}': did you mean '{near}'?",
                name,
                near
            ),
            None => message!("there is no placeholder '{name}'", name),
        }
    }
}

/// The template environment: only filters that do not enlarge text, and no functions.
fn environment<'t>(form: Form) -> Environment<'t> {
    let mut environment = Environment::empty();
    environment.set_auto_escape_callback(move |_| match form {
        Form::Text => AutoEscape::None,
        Form::Html => AutoEscape::Html,
    });
    environment.add_filter("date", date);
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_fuel(Some(STEPS));
    environment.add_filter("default", filters::default);
    environment.add_filter("upper", filters::upper);
    environment.add_filter("lower", filters::lower);
    environment.add_filter("capitalize", filters::capitalize);
    environment.add_filter("title", filters::title);
    environment.add_filter("trim", filters::trim);
    environment.add_filter("first", filters::first);
    environment.add_filter("last", filters::last);
    environment.add_filter("length", filters::length);
    environment
}

/// An output buffer of bounded size.
struct Page(Vec<u8>);

impl Write for Page {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if self.0.len() + text.len() > SIZE {
            return Err(io::Error::other("the letter is larger than 1 MiB"));
        }
        self.0.extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The date of a time: `2026-11-24` of `2026-11-24 17:00`.
fn date(time: &str) -> Result<String, Error> {
    let date = time
        .get(..10)
        .filter(|date| date.parse::<NaiveDate>().is_ok());
    date.map(str::to_owned).ok_or_else(|| {
        let detail = format!("'{time}' has no date");
        Error::new(ErrorKind::InvalidOperation, detail)
    })
}

/// An error of the template language.
fn said(error: &Error) -> Message {
    let kind = kind(error.kind());
    match error.detail() {
        Some(detail) => message!("{kind}: {detail}", kind, detail),
        None => message!("{kind}", kind),
    }
}

/// The kinds of error possible in a template without includes, blocks and functions.
fn kind(kind: ErrorKind) -> Argument {
    let message = match kind {
        ErrorKind::NonPrimitive => text!("not a primitive"),
        ErrorKind::NonKey => text!("not a key type"),
        ErrorKind::InvalidOperation => text!("invalid operation"),
        ErrorKind::SyntaxError => text!("syntax error"),
        ErrorKind::TooManyArguments => text!("too many arguments"),
        ErrorKind::MissingArgument => text!("missing argument"),
        ErrorKind::UnknownFilter => text!("unknown filter"),
        ErrorKind::UnknownTest => text!("unknown test"),
        ErrorKind::UnknownFunction => text!("unknown function"),
        ErrorKind::UnknownMethod => text!("unknown method"),
        ErrorKind::BadEscape => text!("bad string escape"),
        ErrorKind::UndefinedError => text!("undefined value"),
        ErrorKind::CannotUnpack => text!("cannot unpack"),
        ErrorKind::WriteFailure => text!("failed to write output"),
        ErrorKind::OutOfFuel => text!("engine ran out of fuel"),
        ErrorKind::TemplateNotFound
        | ErrorKind::BadSerialization
        | ErrorKind::BadInclude
        | ErrorKind::EvalBlock
        | ErrorKind::InvalidDelimiter
        | _ => return kind.to_string().to_argument(),
    };
    message.to_argument()
}
