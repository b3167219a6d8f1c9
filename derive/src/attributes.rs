//! What the attributes and doc comments of a struct and its fields say.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprLit, Field, Fields, Ident, Lit, LitStr, Meta,
    Result, Token, Type,
};

/// Which kind of file a struct is a table of.
pub(crate) enum Owner {
    Verb { order: Vec<String> },
    Table { label: String },
}

/// What a field of the struct is.
pub(crate) enum Role {
    Key(Box<Key>),
    Flatten,
    Spot,
    Given,
}

/// A field that is one key.
pub(crate) struct Key {
    pub name: String,
    /// What it takes.
    pub kind: Type,
    pub text: String,
    pub example: String,
    pub rules: String,
    pub missing: String,
    /// An `Option<Absent>`: what the field says about being left out.
    pub absent: TokenStream,
    pub shown: Option<Shown>,
    pub is_said: bool,
    /// Whether the due instants of cases depend on it.
    pub moves_limits: bool,
}

/// Where a value is shown, and the words around it.
pub(crate) struct Shown {
    /// The method of `Phrases`.
    pub method: Ident,
    pub before: String,
    pub after: String,
}

/// The paragraphs of a doc comment, each on one line.
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
            Fields::Unnamed(_) => Err(Error::new_spanned(&data.fields, "keys have names")),
        },
        Data::Enum(_) | Data::Union(_) => {
            Err(Error::new_spanned(input, "a table of keys is a struct"))
        }
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
            if attribute.path().is_ident("verb") {
                return Self::verb(attribute);
            }
        }
        Err(Error::new_spanned(
            &input.ident,
            "say #[verb] or #[table(\"[[label]]\")]",
        ))
    }

    fn verb(attribute: &Attribute) -> Result<Self> {
        let mut order = Vec::new();
        if let Meta::List(_) = attribute.meta {
            attribute.parse_nested_meta(|meta| {
                let keys = text(&meta)?;
                order = keys.split(", ").map(str::to_owned).collect();
                Ok(())
            })?;
        }
        Ok(Self::Verb { order })
    }

    /// The key of a field whose attributes give none.
    fn key_name(&self, field: &Ident) -> String {
        let name = field.unraw().to_string();
        match self {
            Self::Verb { .. } => name.replace('_', "-"),
            Self::Table { .. } => name,
        }
    }
}

impl Role {
    pub(crate) fn read(field: &Field, owner: &Owner) -> Result<Self> {
        let name = field
            .ident
            .as_ref()
            .map(|ident| owner.key_name(ident))
            .unwrap_or_default();
        let mut key = Key {
            name,
            kind: field.ty.clone(),
            text: documentation(&field.attrs),
            example: String::new(),
            rules: String::new(),
            missing: String::new(),
            absent: quote!(None),
            shown: None,
            is_said: false,
            moves_limits: false,
        };
        let mut role = None;
        for attribute in field.attrs.iter().filter(|it| it.path().is_ident("key")) {
            attribute.parse_nested_meta(|meta| match word(&meta).as_str() {
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
        match word(meta).as_str() {
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
            other => return Err(meta.error(format!("a key has no '{other}'"))),
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
        let (before, after) = template
            .split_once("{}")
            .ok_or_else(|| meta.error("the value stands at {}"))?;
        Ok(Self {
            method,
            before: before.to_owned(),
            after: after.to_owned(),
        })
    }
}

fn word(meta: &ParseNestedMeta<'_>) -> String {
    meta.path
        .get_ident()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}
