//! References: values that are names defined elsewhere in the policy.

use super::{Item, Names, Reader, Said, Setting};
use crate::domain::keyed::Omission;
use crate::domain::keys::Takes;
use crate::domain::list::List;
use crate::domain::message::text;
use crate::domain::table::At;

/// A name defined elsewhere in the policy.
pub(crate) trait Reference {
    /// The name, if it is defined; otherwise reported.
    fn refer(name: At<String>, reader: &Reader, names: &Names) -> Option<String>;
}

/// The name of a role.
pub(crate) enum Role {}

impl Reference for Role {
    fn refer(name: At<String>, reader: &Reader, names: &Names) -> Option<String> {
        names.role(reader, name)
    }
}

/// A category, current or retired.
pub(crate) enum Category {}

impl Reference for Category {
    fn refer(name: At<String>, reader: &Reader, names: &Names) -> Option<String> {
        names.named(reader, text!("category"), name, &names.categories)
    }
}

/// A remedy from `remedies`.
pub(crate) enum Remedy {}

impl Reference for Remedy {
    fn refer(name: At<String>, reader: &Reader, names: &Names) -> Option<String> {
        names.value(reader, text!("remedy"), name, &names.lists[List::Remedies])
    }
}

/// A kind of evidence from `documents`.
pub(crate) enum Document {}

impl Reference for Document {
    fn refer(name: At<String>, reader: &Reader, names: &Names) -> Option<String> {
        let known = &names.lists[List::Documents];
        names.value(reader, text!("kind of evidence"), name, known)
    }
}

/// A ground from `grounds`.
pub(crate) enum Ground {}

impl Reference for Ground {
    fn refer(name: At<String>, reader: &Reader, names: &Names) -> Option<String> {
        let known = &names.lists[List::Grounds];
        names.value(reader, text!("ground of invalidity"), name, known)
    }
}

/// A kind of contact from `kinds`.
pub(crate) enum Kind {}

impl Reference for Kind {
    fn refer(name: At<String>, reader: &Reader, names: &Names) -> Option<String> {
        names.value(reader, text!("kind"), name, &names.lists[List::Kinds])
    }
}

impl<R: Reference> Setting<String> for R {
    const TAKES: Takes = Takes::Text;

    fn read(item: &Item, names: &Names) -> Option<String> {
        R::refer(item.text()?, item.reader, names)
    }

    fn said(value: &String) -> Option<Said> {
        Some(Said::data(value))
    }
}

/// One or more names; undefined names are reported and dropped.
impl<R: Reference> Setting<Vec<String>> for Vec<R> {
    const TAKES: Takes = Takes::Texts;

    fn read(item: &Item, names: &Names) -> Option<Vec<String>> {
        let texts = item.texts()?.into_iter();
        Some(
            texts
                .filter_map(|name| R::refer(name, item.reader, names))
                .collect(),
        )
    }

    fn said(value: &Vec<String>) -> Option<Said> {
        Some(Said::values(value))
    }
}

/// One or more names; any if the key is missing.
pub(crate) struct Any<R>(std::marker::PhantomData<R>);

impl<R: Reference> Setting<Vec<String>> for Any<R> {
    const TAKES: Takes = Takes::Texts;
    const OMISSION: Omission = Omission::Means("any");

    fn read(item: &Item, names: &Names) -> Option<Vec<String>> {
        Vec::<R>::read(item, names)
    }

    fn omitted(_names: &Names) -> Option<Vec<String>> {
        Some(Vec::new())
    }

    fn said(value: &Vec<String>) -> Option<Said> {
        (!value.is_empty()).then(|| Said::values(value))
    }
}
