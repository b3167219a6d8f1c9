//! `derive(Keys)`: the description of a table, its reader, and what its kind of file needs beside them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{DeriveInput, Ident, Result, Type};

use crate::attributes::{Key, Owner, Role, documentation, fields};

/// A field with what its attributes say.
struct Member<'a> {
    ident: &'a Ident,
    ty: &'a Type,
    role: Role,
    /// The constant that describes its key.
    constant: Ident,
}

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let owner = Owner::read(input)?;
    let mut members = Vec::new();
    for (index, field) in fields(input)?.into_iter().enumerate() {
        members.extend(field.ident.as_ref().map(|ident| {
            Role::read(field, &owner).map(|role| Member {
                ident,
                ty: &field.ty,
                role,
                constant: format_ident!("KEY_{index}"),
            })
        }));
    }
    let members = members.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(match &owner {
        Owner::Verb { order } => verb(input, &members, order),
        Owner::Table { label } => table(input, &members, label),
    })
}

/// A table of the policy.
fn table(input: &DeriveInput, members: &[Member], label: &str) -> TokenStream {
    let name = &input.ident;
    let file = quote!(crate::domain::policy::PolicyFile);
    let keys = keys(input, members, &file, label, &[]);
    let aspects = members.iter().map(Member::aspect);
    quote! {
        const _: () = {
            use crate::domain::policy::setting as policy;
            #keys
            impl policy::Rule for #name {
                fn aspects(&self) -> Vec<policy::KeyAspect> {
                    let mut aspects = Vec::new();
                    #(#aspects)*
                    aspects
                }
            }
        };
    }
}

/// What a verb records.
fn verb(input: &DeriveInput, members: &[Member], order: &[String]) -> TokenStream {
    let name = &input.ident;
    let file = quote!(crate::domain::case::CaseFile);
    let keys = keys(input, members, &file, "", order);
    let write = members.iter().map(Member::write);
    let tell = members.iter().map(Member::tell);
    let said = members.iter().filter_map(|member| {
        let ident = member.ident;
        member
            .key()?
            .is_said
            .then(|| quote!(.or_else(|| record::text(&self.#ident))))
    });
    let decided = members.iter().filter_map(Member::assert_decided);
    let idents: Vec<&Ident> = members.iter().map(|member| member.ident).collect();
    let strategies = members.iter().map(Member::strategy);
    quote! {
        const _: () = {
            use crate::domain::case::record;
            #keys
            #(#decided)*
            impl record::Record for #name {
                fn write(&self, pairs: &mut Vec<record::Pair>) {
                    #(#write)*
                }

                fn tell(&self, phrases: &mut record::Phrases) {
                    #(#tell)*
                }

                fn said(&self) -> Option<&str> {
                    None #(#said)*
                }

                #[cfg(test)]
                fn any() -> ::proptest::strategy::BoxedStrategy<Self> {
                    use ::proptest::strategy::Strategy;
                    (::proptest::strategy::Just(()), #(#strategies,)*)
                        .prop_map(|(_, #(#idents,)*)| Self { #(#idents,)* })
                        .boxed()
                }
            }
        };
    }
}

/// The keys with their descriptions, and their reader.
fn keys(
    input: &DeriveInput,
    members: &[Member],
    file: &TokenStream,
    label: &str,
    order: &[String],
) -> TokenStream {
    let name = &input.ident;
    let text = documentation(&input.attrs);
    let constants = members.iter().filter_map(|member| member.describe(file));
    let parts = members.iter().filter_map(|member| member.part(file));
    let reads = members.iter().map(|member| member.read(file));
    let fields = members.iter().map(Member::take);
    let choices = members.iter().filter_map(|member| member.choice(file));
    quote! {
        use crate::domain::keys::{Absent, Key, Table};
        use crate::domain::keyed::{self, KeyType, Keys};
        #(#constants)*
        const PARTS: &[&[Key]] = &[#(#parts),*];
        const KEYS: [Key; keyed::count(PARTS)] = keyed::arranged(keyed::joined(PARTS), &[#(#order),*]);
        impl Keys<#file> for #name {
            const TABLE: Table = Table { label: #label, text: #text, keys: &KEYS, choice: keyed::choice(&[#(#choices),*]) };

            fn read(source: &mut <#file as keyed::KeyedFile>::Source<'_>) -> Option<Self> {
                #(#reads)*
                Some(Self { #(#fields,)* })
            }
        }
    }
}

impl Member<'_> {
    fn key(&self) -> Option<&Key> {
        match &self.role {
            Role::Key(key) => Some(key),
            Role::Flatten | Role::Spot | Role::Given => None,
        }
    }

    fn describe(&self, file: &TokenStream) -> Option<TokenStream> {
        let (ty, constant) = (self.ty, &self.constant);
        let Key {
            name,
            kind,
            text,
            example,
            rules,
            missing,
            absent,
            ..
        } = self.key()?;
        Some(quote! {
            const #constant: Key = Key {
                name: #name,
                takes: <#kind as KeyType<#file, #ty>>::TAKES,
                absent: keyed::absent(<#kind as KeyType<#file, #ty>>::OMISSION, #absent),
                example: #example,
                text: #text,
                rules: #rules,
                missing: #missing,
            };
        })
    }

    fn part(&self, file: &TokenStream) -> Option<TokenStream> {
        let (ty, constant) = (self.ty, &self.constant);
        match self.role {
            Role::Key(_) => Some(quote!(&[#constant])),
            Role::Flatten => Some(quote!(<#ty as Keys<#file>>::TABLE.keys)),
            Role::Spot | Role::Given => None,
        }
    }

    fn read(&self, file: &TokenStream) -> TokenStream {
        let (ident, ty, constant) = (self.ident, self.ty, &self.constant);
        match &self.role {
            Role::Key(key) => {
                let kind = &key.kind;
                quote!(let #ident = <#kind as KeyType<#file, #ty>>::read(source, &#constant);)
            }
            Role::Flatten => quote!(let #ident = <#ty as Keys<#file>>::read(source);),
            Role::Spot => quote!(let #ident = source.spot();),
            Role::Given => quote!(let #ident = policy::Given::given(source);),
        }
    }

    fn take(&self) -> TokenStream {
        let ident = self.ident;
        match self.role {
            Role::Key(_) | Role::Flatten => quote!(#ident: #ident?),
            Role::Spot | Role::Given => quote!(#ident),
        }
    }

    /// The choice among the keys of a flattened table.
    fn choice(&self, file: &TokenStream) -> Option<TokenStream> {
        let ty = self.ty;
        matches!(self.role, Role::Flatten).then(|| quote!(<#ty as Keys<#file>>::TABLE.choice))
    }

    /// What a key of the policy says.
    fn aspect(&self) -> TokenStream {
        let (ident, ty, constant) = (self.ident, self.ty, &self.constant);
        match &self.role {
            Role::Key(key) => {
                let (kind, moves_limits) = (&key.kind, key.moves_limits);
                quote!(aspects.push(policy::KeyAspect {
                    key: #constant,
                    said: <#kind as policy::Setting<#ty>>::said(&self.#ident),
                    moves_limits: #moves_limits,
                });)
            }
            Role::Flatten => quote!(aspects.extend(policy::Rule::aspects(&self.#ident));),
            Role::Spot | Role::Given => quote!(),
        }
    }

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
        match &self.role {
            Role::Key(key) => key.shown.as_ref().map_or_else(TokenStream::new, |shown| {
                let (kind, method) = (&key.kind, &shown.method);
                let (before, after) = (&shown.before, &shown.after);
                quote!(phrases.#method(#before, <#kind as record::Recorded<#ty>>::told(&self.#ident, phrases), #after);)
            }),
            Role::Flatten => quote!(record::Record::tell(&self.#ident, phrases);),
            Role::Spot | Role::Given => quote!(),
        }
    }

    /// That it is no text, where nothing says where it may be shown.
    fn assert_decided(&self) -> Option<TokenStream> {
        let (ident, ty) = (self.ident, self.ty);
        let key = self.key()?;
        let kind = &key.kind;
        let message =
            format!("'{ident}' is text: say #[key(headline)], #[key(line)] or #[key(said)]");
        (key.shown.is_none() && !key.is_said).then(|| {
            quote!(
                const _: () = assert!(!<#kind as record::Recorded<#ty>>::IS_TEXT, #message);
            )
        })
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
