//! `derive(Events)`: what follows from the list of events.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Ident, Result, Type, Variant};

use crate::attributes::documentation;

/// How the event of a variant is read and written.
enum Form<'a> {
    Record(&'a Type),
    ByHand,
    Unknown,
}

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(input, "events are an enum"));
    };
    let mut events = Vec::new();
    for variant in &data.variants {
        events.push((variant, Form::of(variant)?));
    }
    let known = || {
        events
            .iter()
            .filter(|(_, form)| !matches!(form, Form::Unknown))
    };
    let verbs = known().map(|(variant, _)| {
        let (verb, text) = (&variant.ident, documentation(&variant.attrs));
        quote!(#[doc = #text] #verb)
    });
    let to_verb = events
        .iter()
        .map(|(variant, form)| form.to_verb(&variant.ident));
    let to_record = events
        .iter()
        .map(|(variant, form)| form.to_record(&variant.ident));
    let read = known().map(|(variant, form)| form.read(&variant.ident));
    let described = known().map(|(variant, form)| form.describe(&variant.ident));
    let strategies = known().filter_map(|(variant, form)| form.strategy(&variant.ident));
    let name = &input.ident;
    Ok(quote! {
        /// The verbs, in the order that breaks ties of time.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(crate::domain::word::Word)]
        pub enum Verb { #(#verbs),* }

        impl #name {
            /// The verb; `None` for one that this program does not know.
            pub fn verb(&self) -> Option<Verb> {
                match self { #(#to_verb),* }
            }

            /// What was recorded, where the keys of the verb are a table.
            pub(crate) fn record(&self) -> Option<&dyn crate::domain::case::record::Record> {
                match self { #(#to_record),* }
            }

            /// The event of a verb; problems stay in `fields`.
            fn read_verb(verb: Verb, fields: &mut crate::domain::case::fields::Fields) -> Option<Self> {
                use crate::domain::keyed::Keys;
                match verb { #(#read),* }
            }

            /// The table of a verb's keys, where it is one.
            pub(crate) fn table(verb: Verb) -> Option<crate::domain::keys::Table> {
                use crate::domain::keyed::Keys;
                match verb { #(#described),* }
            }

            /// A strategy for each verb whose keys are a table.
            #[cfg(test)]
            pub(crate) fn strategies() -> Vec<::proptest::strategy::BoxedStrategy<Self>> {
                use ::proptest::strategy::Strategy;
                use crate::domain::case::record::Record;
                vec![#(#strategies),*]
            }
        }
    })
}

impl<'a> Form<'a> {
    fn of(variant: &'a Variant) -> Result<Self> {
        let mut form = None;
        for attribute in variant
            .attrs
            .iter()
            .filter(|it| it.path().is_ident("event"))
        {
            let word: Ident = attribute.parse_args()?;
            form = Some(match word.to_string().as_str() {
                "by_hand" => Self::ByHand,
                "unknown" => Self::Unknown,
                other => {
                    return Err(Error::new_spanned(
                        &word,
                        format!("an event is not '{other}'"),
                    ));
                }
            });
        }
        match (form, &variant.fields) {
            (Some(form), _) => Ok(form),
            (None, Fields::Unnamed(fields)) if fields.unnamed.len() == 1 => {
                Ok(Self::Record(&fields.unnamed[0].ty))
            }
            (None, _) => Err(Error::new_spanned(
                variant,
                "an event holds one struct, or says #[event(by_hand)]",
            )),
        }
    }

    fn to_verb(&self, variant: &Ident) -> TokenStream {
        match self {
            Self::Record(_) | Self::ByHand => quote!(Self::#variant { .. } => Some(Verb::#variant)),
            Self::Unknown => quote!(Self::#variant { .. } => None),
        }
    }

    fn to_record(&self, variant: &Ident) -> TokenStream {
        match self {
            Self::Record(_) => quote!(Self::#variant(record) => Some(record)),
            Self::ByHand | Self::Unknown => quote!(Self::#variant { .. } => None),
        }
    }

    fn read(&self, variant: &Ident) -> TokenStream {
        match self {
            Self::Record(ty) => {
                quote!(Verb::#variant => <#ty as Keys<_>>::read(fields).map(Self::#variant))
            }
            Self::ByHand | Self::Unknown => {
                quote!(Verb::#variant => Self::read_by_hand(verb, fields))
            }
        }
    }

    fn describe(&self, variant: &Ident) -> TokenStream {
        match self {
            Self::Record(ty) => quote!(
                Verb::#variant => Some(<#ty as Keys<crate::domain::case::CaseFile>>::TABLE)
            ),
            Self::ByHand | Self::Unknown => quote!(Verb::#variant => None),
        }
    }

    fn strategy(&self, variant: &Ident) -> Option<TokenStream> {
        match self {
            Self::Record(ty) => {
                Some(quote!(<#ty as Record>::any().prop_map(Self::#variant).boxed()))
            }
            Self::ByHand | Self::Unknown => None,
        }
    }
}
