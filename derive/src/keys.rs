//! `derive(Keys)`: the description of a table, its reader, and code for its kind of file.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{DeriveInput, Ident, Result, Type};

use crate::attributes::{Key, Owner, Role, Verb, documentation, fields};
use crate::record::record;

/// A field with its parsed attributes.
pub(crate) struct Member<'a> {
    pub ident: &'a Ident,
    pub ty: &'a Type,
    pub role: Role,
    /// The name of the constant that describes its key.
    pub constant: Ident,
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
        Owner::Verb(verb) => record(input, &members, verb),
        Owner::Table { label } => table(input, &members, label),
    })
}

/// A table of the policy.
fn table(input: &DeriveInput, members: &[Member], label: &str) -> TokenStream {
    let name = &input.ident;
    let file = quote!(crate::domain::policy::PolicyFile);
    let keys = keys(input, members, &file, label, &Verb::default());
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

/// The descriptions of the keys, and their reader.
pub(crate) fn keys(
    input: &DeriveInput,
    members: &[Member],
    file: &TokenStream,
    label: &str,
    verb: &Verb,
) -> TokenStream {
    let name = &input.ident;
    let text = documentation(&input.attrs);
    let constants = members.iter().filter_map(|member| member.describe(file));
    let parts = members.iter().filter_map(|member| member.part(file));
    let reads = members.iter().map(|member| member.read(file));
    let fields = members.iter().map(Member::take);
    let choices = members.iter().filter_map(|member| member.choice(file));
    let order = &verb.order;
    let value = quote!(Self { #(#fields,)* });
    let (value, choice) = match verb.lacks {
        true => (
            quote!(record::complete(#value, source)),
            quote!(<Self as record::Dependent>::CHOICE),
        ),
        false => (
            quote!(Some(#value)),
            quote!(keyed::choice(&[#(#choices),*])),
        ),
    };
    quote! {
        use crate::domain::keys::{Absent, Imported, Key, Table};
        use crate::domain::keyed::{self, KeyType, Keys};
        #(#constants)*
        const PARTS: &[&[Key]] = &[#(#parts),*];
        const KEYS: [Key; keyed::count(PARTS)] = keyed::arranged(keyed::joined(PARTS), &[#(#order),*]);
        impl Keys<#file> for #name {
            const TABLE: Table = Table { label: #label, text: #text, keys: &KEYS, choice: #choice };

            fn read(source: &mut <#file as keyed::KeyedFile>::Source<'_>) -> Option<Self> {
                #(#reads)*
                #value
            }
        }
    }
}

impl Member<'_> {
    pub(crate) fn key(&self) -> Option<&Key> {
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
            imported,
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
                imported: #imported,
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

    /// The choice of a flattened table.
    fn choice(&self, file: &TokenStream) -> Option<TokenStream> {
        let ty = self.ty;
        matches!(self.role, Role::Flatten).then(|| quote!(<#ty as Keys<#file>>::TABLE.choice))
    }

    /// The statement about a key of the policy.
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
}
