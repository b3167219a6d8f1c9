//! The record of a verb, or a part of it: writing, the line in lists, and test data.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Ident};

use crate::attributes::{Role, Shown, Verb, VerbFacts};
use crate::keys::{Member, keys};

pub(crate) fn record(input: &DeriveInput, members: &[Member], verb: &Verb) -> TokenStream {
    let name = &input.ident;
    let file = quote!(crate::domain::case::CaseFile);
    let keys = keys(input, members, &file, "", verb);
    let write = members.iter().map(Member::write);
    let is_last = |member: &&Member| member.key().is_some_and(|key| key.is_last);
    let tell = members
        .iter()
        .filter(|member| !is_last(member))
        .chain(members.iter().filter(is_last))
        .map(Member::tell);
    let said = said(members);
    let assertions = members.iter().map(Member::assert_display);
    let any = any(members, verb);
    let alternatives = alternatives(members);
    let facts = verb.facts.as_ref().map(|facts| facts.implement(name));
    quote! {
        const _: () = {
            use crate::domain::case::record;
            #keys
            #(#assertions)*
            impl record::Record for #name {
                fn write(&self, pairs: &mut Vec<record::Pair>) {
                    #(#write)*
                }

                fn tell(&self, phrases: &mut record::Phrases<'_>) {
                    #(#tell)*
                }

                fn said(&self) -> Option<&str> {
                    #said
                }

                #any
                #alternatives
            }
            #facts
        };
    }
}

/// The first free text, preferring those that cannot be shown on the line.
fn said(members: &[Member]) -> TokenStream {
    let can_be_on_line = |member: &&Member| member.key().is_some_and(|key| key.shown.is_some());
    let texts = members
        .iter()
        .filter(|member| !can_be_on_line(member))
        .chain(members.iter().filter(can_be_on_line))
        .filter(|member| member.key().is_some_and(|key| key.is_said))
        .map(|member| {
            let ident = member.ident;
            quote!(.or_else(|| record::text(&self.#ident)))
        });
    quote!(None #(#texts)*)
}

fn any(members: &[Member], verb: &Verb) -> TokenStream {
    let idents: Vec<&Ident> = members.iter().map(|member| member.ident).collect();
    let strategies = members.iter().map(Member::strategy);
    let complete = verb.lacks.then(
        || quote!(.prop_filter("complete", |record| record::Dependent::lacks(record).is_none())),
    );
    quote! {
        #[cfg(test)]
        fn any() -> ::proptest::strategy::BoxedStrategy<Self> {
            use ::proptest::strategy::Strategy;
            (::proptest::strategy::Just(()), #(#strategies,)*)
                .prop_map(|(_, #(#idents,)*)| Self { #(#idents,)* })
                #complete
                .boxed()
        }
    }
}

/// The alternatives of a flattened table.
fn alternatives(members: &[Member]) -> Option<TokenStream> {
    let part = members
        .iter()
        .find(|member| matches!(member.role, Role::Flatten))?;
    let ty = part.ty;
    Some(quote! {
        #[cfg(test)]
        fn alternatives() -> record::Alternatives {
            <#ty as record::Record>::alternatives()
        }
    })
}

impl VerbFacts {
    fn implement(&self, name: &Ident) -> TokenStream {
        let Self { noun, traits } = self;
        quote! {
            impl record::VerbRecord for #name {
                const NOUN: &'static str = #noun;
                const TRAITS: &'static [record::VerbTrait] = &[#(record::VerbTrait::#traits),*];
            }
        }
    }
}

impl Member<'_> {
    fn write(&self) -> TokenStream {
        let (ident, ty, constant) = (self.ident, self.ty, &self.constant);
        match &self.role {
            Role::Key(key) => {
                let kind = &key.kind;
                quote!(pairs.extend(
                    <#kind as record::Recorded<#ty>>::write(&self.#ident).map(|value| (#constant.name, value))
                );)
            }
            Role::Flatten => quote!(record::Record::write(&self.#ident, pairs);),
            Role::Spot | Role::Given => quote!(),
        }
    }

    fn tell(&self) -> TokenStream {
        let (ident, ty) = (self.ident, self.ty);
        let key = match &self.role {
            Role::Key(key) => key,
            Role::Flatten => return quote!(record::Record::tell(&self.#ident, phrases);),
            Role::Spot | Role::Given => return quote!(),
        };
        let Some(Shown { method, gap, text }) = &key.shown else {
            return quote!();
        };
        let kind = &key.kind;
        let message = match text.contains("{value}") {
            true => quote!(|value| crate::message!(#text, value)),
            false => quote!(|_| crate::text!(#text)),
        };
        let told =
            quote!(<#kind as record::Recorded<#ty>>::told(&self.#ident, phrases).map(#message));
        let told = match &key.source {
            Some(source) => quote! {
                phrases.listed(record::Gap::#gap, #source, record::text(&self.#ident), #told);
            },
            None => quote!(phrases.#method(record::Gap::#gap, #told);),
        };
        match key.is_said {
            true => quote! {
                if record::text(&self.#ident) != record::Record::said(self) {
                    #told
                }
            },
            false => told,
        }
    }

    /// Asserts that a key without a declared display is not text.
    fn assert_display(&self) -> Option<TokenStream> {
        let (ident, ty) = (self.ident, self.ty);
        let key = self.key()?;
        let kind = &key.kind;
        let is_headline = key.shown.as_ref().is_some_and(|it| it.method == "headline");
        let message = if is_headline && key.source.is_none() {
            format!("'{ident}' is text in a headline: add list = or names =")
        } else if key.shown.is_none() && !key.is_said {
            format!("'{ident}' is text: add #[key(headline)], #[key(line)] or #[key(said)]")
        } else {
            return None;
        };
        Some(quote!(
            const _: () = assert!(!<#kind as record::Recorded<#ty>>::IS_TEXT, #message);
        ))
    }

    fn strategy(&self) -> TokenStream {
        let ty = self.ty;
        match &self.role {
            Role::Key(key) => {
                let kind = &key.kind;
                quote!(<#kind as record::Recorded<#ty>>::any())
            }
            Role::Flatten => quote!(<#ty as record::Record>::any()),
            Role::Spot | Role::Given => quote!(::proptest::strategy::Just(Default::default())),
        }
    }
}
