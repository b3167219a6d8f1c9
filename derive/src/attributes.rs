//! Parses the attributes and doc comments of a struct and its fields.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::parse::Parse;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprLit, Field, Fields, Ident, Lit, LitStr, Meta,
    Result, Token, Type,
};

/// The kind of file that a table belongs to.
pub(crate) enum Owner {
    Verb(Verb),
    Table { label: String },
}

/// The arguments of `#[verb]` or `#[record]`.
#[derive(Default)]
pub(crate) struct Verb {
    /// The order of the keys in the reference, if it differs from the file.
    pub order: Vec<String>,
    /// Whether keys depend on each other.
    pub lacks: bool,
    /// The facts about a verb; `None` for a shared part of its keys.
    pub facts: Option<VerbFacts>,
}

/// What a verb means to the rest of the program.
pub(crate) struct VerbFacts {
    pub noun: String,
    /// Variants of `VerbTrait`.
    pub traits: Vec<Ident>,
}

/// The role of a field.
pub(crate) enum Role {
    Key(Box<Key>),
    Flatten,
    Spot,
    Given,
}

/// A field that is one key.
pub(crate) struct Key {
    pub name: String,
    /// The kind of value.
    pub kind: Type,
    pub text: String,
    pub example: String,
    pub rules: String,
    pub missing: String,
    /// An `Option<Absent>`: what applies if the key is left out, if declared.
    pub absent: TokenStream,
    pub shown: Option<Shown>,
    pub is_said: bool,
    /// Whether it affects when cases are due.
    pub moves_limits: bool,
    /// A `NameSource`: commits contain only names that the policy defines there.
    pub source: Option<TokenStream>,
    /// Whether it is shown after all others.
    pub is_last: bool,
    /// An `Imported`.
    pub imported: TokenStream,
}

/// Where and how a value is shown.
pub(crate) struct Shown {
    /// The method of `Phrases`.
    pub method: Ident,
    /// A variant of `Gap`: the separator before it.
    pub gap: Ident,
    /// The text of a message, with the placeholder `value` or none.
    pub text: String,
}

/// The paragraphs of a doc comment, each joined into one line.
pub(crate) fn documentation(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes.iter().filter_map(doc_line).collect();
    lines
        .split(String::is_empty)
        .map(|paragraph| paragraph.join(" "))
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else {
        return None;
    };
    match &meta.value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) if meta.path.is_ident("doc") => Some(text.value().trim().to_owned()),
        _ => None,
    }
}

/// The named fields of a struct.
pub(crate) fn fields(input: &DeriveInput) -> Result<Vec<&Field>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(fields.named.iter().collect()),
            Fields::Unit => Ok(Vec::new()),
            Fields::Unnamed(_) => Err(Error::new_spanned(
                &data.fields,
                "a table of keys needs named fields",
            )),
        },
        Data::Enum(_) | Data::Union(_) => Err(Error::new_spanned(
            input,
            "a table of keys must be a struct",
        )),
    }
}

impl Owner {
    pub(crate) fn read(input: &DeriveInput) -> Result<Self> {
        for attribute in &input.attrs {
            if attribute.path().is_ident("table") {
                let label: LitStr = attribute.parse_args()?;
                return Ok(Self::Table {
                    label: label.value(),
                });
            }
            if attribute.path().is_ident("record") {
                return Verb::read_part(attribute).map(Self::Verb);
            }
            if attribute.path().is_ident("verb") {
                return Verb::read(attribute).map(Self::Verb);
            }
        }
        Err(Error::new_spanned(
            &input.ident,
            "add #[verb], #[record] or #[table(\"[[label]]\")]",
        ))
    }

    /// The default key of a field.
    fn key_name(&self, field: &Ident) -> String {
        let name = field.unraw().to_string();
        match self {
            Self::Verb(_) => name.replace('_', "-"),
            Self::Table { .. } => name,
        }
    }
}

impl Verb {
    /// Parses `#[record]`, for a shared part of the keys of verbs.
    fn read_part(attribute: &Attribute) -> Result<Self> {
        let mut part = Self::default();
        if let Meta::List(_) = attribute.meta {
            attribute.parse_nested_meta(|meta| part.set(&meta))?;
        }
        Ok(part)
    }

    fn read(attribute: &Attribute) -> Result<Self> {
        let mut verb = Self::default();
        let (mut noun, mut traits) = (None, None);
        attribute.parse_nested_meta(|meta| {
            match name(&meta).as_str() {
                "noun" => noun = Some(text(&meta)?),
                "is" => traits = Some(variants(&meta)?),
                _ => verb.set(&meta)?,
            }
            Ok(())
        })?;
        let missing = |name| Error::new_spanned(attribute, format!("add {name}"));
        verb.facts = Some(VerbFacts {
            noun: noun.ok_or_else(|| missing("noun = \"assignment\""))?,
            traits: traits.ok_or_else(|| missing("is(...), with variants of VerbTrait or none"))?,
        });
        Ok(verb)
    }

    fn set(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        match name(meta).as_str() {
            "order" => self.order = text(meta)?.split(", ").map(str::to_owned).collect(),
            "lacks" => self.lacks = true,
            other => return Err(meta.error(format!("unknown argument '{other}' of a verb"))),
        }
        Ok(())
    }
}

/// The names in parentheses.
fn variants(meta: &ParseNestedMeta<'_>) -> Result<Vec<Ident>> {
    let names;
    syn::parenthesized!(names in meta.input);
    let names = names.parse_terminated(Ident::parse, Token![,])?;
    Ok(names.into_iter().collect())
}

impl Role {
    pub(crate) fn read(field: &Field, owner: &Owner) -> Result<Self> {
        let key_name = field
            .ident
            .as_ref()
            .map(|ident| owner.key_name(ident))
            .unwrap_or_default();
        let mut key = Key {
            name: key_name,
            kind: field.ty.clone(),
            text: documentation(&field.attrs),
            example: String::new(),
            rules: String::new(),
            missing: String::new(),
            absent: quote!(None),
            shown: None,
            is_said: false,
            moves_limits: false,
            source: None,
            is_last: false,
            imported: quote!(Imported::No),
        };
        let mut role = None;
        for attribute in field.attrs.iter().filter(|it| it.path().is_ident("key")) {
            attribute.parse_nested_meta(|meta| match name(&meta).as_str() {
                "flatten" => {
                    role = Some(Self::Flatten);
                    Ok(())
                }
                "spot" => {
                    role = Some(Self::Spot);
                    Ok(())
                }
                "given" => {
                    role = Some(Self::Given);
                    Ok(())
                }
                _ => key.set(&meta),
            })?;
        }
        Ok(role.unwrap_or_else(|| Self::Key(Box::new(key))))
    }
}

impl Key {
    fn set(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        match name(meta).as_str() {
            "name" => self.name = text(meta)?,
            "as" => self.kind = meta.value()?.parse()?,
            "example" => self.example = text(meta)?,
            "rule" => self.rules = text(meta)?,
            "missing" => self.missing = text(meta)?,
            "absent" => {
                let meaning = text(meta)?;
                self.absent = quote!(Some(Absent::Means(#meaning)));
            }
            "default" => {
                let value = text(meta)?;
                self.absent = quote!(Some(Absent::Value(#value)));
            }
            "headline" | "line" => self.shown = Some(Shown::read(meta)?),
            "said" => self.is_said = true,
            "moves_limits" => self.moves_limits = true,
            "list" => {
                let list: Ident = meta.value()?.parse()?;
                self.source = Some(quote!(record::NameSource::List(record::List::#list)));
            }
            "names" => {
                let source: Ident = meta.value()?.parse()?;
                self.source = Some(quote!(record::NameSource::#source));
            }
            "last" => self.is_last = true,
            "imports" if meta.input.peek(Token![=]) => {
                let value = text(meta)?;
                self.imported = quote!(Imported::Else(#value));
            }
            "imports" => self.imported = quote!(Imported::IfGiven),
            other => return Err(meta.error(format!("unknown argument '{other}' of a key"))),
        }
        Ok(())
    }
}

impl Shown {
    fn read(meta: &ParseNestedMeta<'_>) -> Result<Self> {
        let method = meta.path.require_ident()?.clone();
        let template = match meta.input.peek(Token![=]) {
            true => text(meta)?,
            false => "{}".to_owned(),
        };
        let gaps = [(", ", "Comma"), (": ", "Colon"), ("", "Blank")];
        let (gap, text) = gaps
            .iter()
            .find_map(|(start, gap)| Some((gap, template.strip_prefix(start)?)))
            .unwrap_or((&"Blank", &template));
        Ok(Self {
            method,
            gap: Ident::new(gap, meta.path.span()),
            text: text.replace("{}", "{value}"),
        })
    }
}

fn name(meta: &ParseNestedMeta<'_>) -> String {
    meta.path
        .get_ident()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}
