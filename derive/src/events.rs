//! `derive(Events)`: the enum `Verb` and the methods of events.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Ident, Result, Type, Variant};

use crate::word;

/// The content of a variant.
enum Form<'a> {
    Record(&'a Type),
    Unknown,
}

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(input, "events must be an enum"));
    };
    let (mut verbs, mut types, mut words, mut others) = (vec![], vec![], vec![], vec![]);
    for variant in &data.variants {
        match Form::read(variant)? {
            Form::Record(ty) => {
                verbs.push(&variant.ident);
                types.push(ty);
                words.push(word::word_of(variant)?);
            }
            Form::Unknown => others.push(&variant.ident),
        }
    }
    let enumeration = enumeration(&verbs, &types, &words);
    let name = &input.ident;
    Ok(quote! {
        #enumeration

        impl #name {
            /// The verb; `None` if this program does not know it.
            pub fn verb(&self) -> Option<Verb> {
                match self {
                    #(Self::#verbs(_) => Some(Verb::#verbs),)*
                    #(Self::#others { .. } => None,)*
                }
            }

            /// Whether it is valid only if the policy grants it.
            pub fn is_grant(&self) -> bool {
                use crate::domain::case::record::VerbRecord;
                match self {
                    #(Self::#verbs(record) => record.is_grant(),)*
                    #(Self::#others { .. } => false,)*
                }
            }

            /// The record; `None` if this program does not know the verb.
            fn record(&self) -> Option<&dyn crate::domain::case::record::Record> {
                match self {
                    #(Self::#verbs(record) => Some(record),)*
                    #(Self::#others { .. } => None,)*
                }
            }

            /// Reads the event of a verb; problems are added to `fields`.
            fn read_verb(verb: Verb, fields: &mut crate::domain::case::fields::Fields) -> Option<Self> {
                use crate::domain::keyed::Keys;
                match verb {
                    #(Verb::#verbs => <#types as Keys<_>>::read(fields).map(Self::#verbs),)*
                }
            }

            /// A strategy per verb.
            #[cfg(test)]
            pub(crate) fn strategies() -> Vec<::proptest::strategy::BoxedStrategy<Self>> {
                use ::proptest::strategy::Strategy;
                use crate::domain::case::record::Record;
                vec![#(<#types as Record>::any().prop_map(Self::#verbs).boxed()),*]
            }
        }
    })
}

/// The enum of verbs, with data from the struct of each.
fn enumeration(verbs: &[&Ident], types: &[&Type], words: &[String]) -> TokenStream {
    let file = quote!(crate::domain::case::CaseFile);
    let meanings = types
        .iter()
        .map(|ty| quote!(<#ty as crate::domain::keyed::Keys<#file>>::TABLE.text));
    let verb = Ident::new("Verb", proc_macro2::Span::call_site());
    let word = word::implement(&verb, verbs, words, meanings);
    let docs = words.iter().map(|word| format!("`{word}`"));
    quote! {
        /// The verbs. Events of the same time sort in this order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Verb { #(#[doc = #docs] #verbs),* }

        #word

        impl Verb {
            /// The noun for the event, in messages.
            pub fn noun(self) -> &'static str {
                use crate::domain::case::record::VerbRecord;
                match self { #(Self::#verbs => <#types as VerbRecord>::NOUN),* }
            }

            /// Whether the verb has a trait.
            pub(crate) fn is(self, wanted: crate::domain::case::record::VerbTrait) -> bool {
                use crate::domain::case::record::VerbRecord;
                match self { #(Self::#verbs => <#types as VerbRecord>::TRAITS),* }.contains(&wanted)
            }

            /// The table of keys.
            pub fn table(self) -> crate::domain::keys::Table {
                use crate::domain::keyed::Keys;
                match self { #(Self::#verbs => <#types as Keys<#file>>::TABLE),* }
            }

            /// The mutually exclusive keys.
            #[cfg(test)]
            pub(crate) fn alternatives(self) -> crate::domain::case::record::Alternatives {
                use crate::domain::case::record::Record;
                match self { #(Self::#verbs => <#types as Record>::alternatives()),* }
            }
        }
    }
}

impl<'a> Form<'a> {
    fn read(variant: &'a Variant) -> Result<Self> {
        for attribute in &variant.attrs {
            if attribute.path().is_ident("event") {
                let word: Ident = attribute.parse_args()?;
                return match word.to_string().as_str() {
                    "unknown" => Ok(Self::Unknown),
                    other => Err(Error::new_spanned(
                        &word,
                        format!("unknown argument '{other}' of an event"),
                    )),
                };
            }
        }
        match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                Ok(Self::Record(&fields.unnamed[0].ty))
            }
            Fields::Named(_) | Fields::Unnamed(_) | Fields::Unit => Err(Error::new_spanned(
                variant,
                "the variant of an event must contain one struct",
            )),
        }
    }
}
