//! `derive(Word)`: keywords from the names of an enum's variants.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Ident, LitStr, Result, Variant};

use crate::attributes::documentation;

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(input, "keywords must be an enum"));
    };
    let mut words = Vec::new();
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new_spanned(
                variant,
                "the variant of a keyword cannot have fields",
            ));
        }
        words.push(word_of(variant)?);
    }
    let variants = data.variants.iter().map(|it| &it.ident).collect::<Vec<_>>();
    let meanings = data.variants.iter().map(|variant| {
        let meaning = documentation(&variant.attrs);
        quote!(#meaning)
    });
    Ok(implement(&input.ident, &variants, &words, meanings))
}

/// Implements the traits of a keyword type; `meanings` are expressions.
pub(crate) fn implement(
    name: &Ident,
    variants: &[&Ident],
    words: &[String],
    meanings: impl Iterator<Item = TokenStream>,
) -> TokenStream {
    let kind = name.to_string();
    quote! {
        impl crate::domain::word::Word for #name {
            const ALL: &'static [Self] = &[#(Self::#variants),*];

            fn word(self) -> &'static str {
                match self { #(Self::#variants => #words),* }
            }

            fn meaning(self) -> &'static str {
                match self { #(Self::#variants => #meanings),* }
            }
        }

        impl ::std::str::FromStr for #name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                match text { #(#words => Ok(Self::#variants),)* _ => Err(()) }
            }
        }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(crate::domain::word::Word::word(*self))
            }
        }

        impl crate::domain::message::ToArgument for #name {
            fn to_argument(&self) -> crate::domain::message::Argument {
                crate::domain::message::Argument::Word {
                    of: #kind,
                    word: crate::domain::word::Word::word(*self),
                }
            }
        }
    }
}

/// The keyword of a variant: `#[word("...")]`, else its name in kebab case.
pub(crate) fn word_of(variant: &Variant) -> Result<String> {
    for attribute in &variant.attrs {
        if attribute.path().is_ident("word") {
            return Ok(attribute.parse_args::<LitStr>()?.value());
        }
    }
    let mut word = String::new();
    for letter in variant.ident.to_string().chars() {
        if letter.is_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.extend(letter.to_lowercase());
    }
    Ok(word)
}
