//! Values that are words defined by the program.

use super::{Item, Names, Reader, Said, Setting};
use crate::domain::finding::Code;
use crate::domain::keys::{Takes, Words};
use crate::domain::message::Message;
use crate::domain::table::At;
use crate::domain::word::Word;

/// A value that is one of a set of words defined by the program.
pub(crate) trait Worded: Clone + 'static {
    /// A noun for error messages: `a day of the week`.
    const NOUN: Message;

    /// All values with their words.
    fn words() -> Vec<(Self, &'static str)>;

    /// The word of a value.
    fn written(&self) -> &'static str;
}

/// A [`Word`] with a noun for error messages: `a day of the week`.
pub(crate) trait Noun: Word {
    const NOUN: Message;
}

impl<W: Noun> Worded for W {
    const NOUN: Message = <W as Noun>::NOUN;

    fn words() -> Vec<(Self, &'static str)> {
        W::ALL.iter().map(|value| (*value, value.word())).collect()
    }

    fn written(&self) -> &'static str {
        self.word()
    }
}

/// The words of a type.
fn words_of<W: Worded>() -> Vec<&'static str> {
    W::words().into_iter().map(|(_, word)| word).collect()
}

fn worded<W: Worded>(reader: &Reader, text: &At<String>) -> Option<W> {
    reader.word(Code::BadValue, W::NOUN, text, &W::words())
}

impl<W: Worded> Setting for W {
    const TAKES: Takes = Takes::Word(Words(words_of::<W>));

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        worded(item.reader, &item.text()?)
    }

    fn said(value: &Self) -> Option<Said> {
        Some(Said::data(value.written()))
    }
}

/// One or more words; invalid ones are reported and dropped.
impl<W: Worded> Setting for Vec<W> {
    const TAKES: Takes = Takes::Words(Words(words_of::<W>));

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        let texts = item.texts()?;
        Some(
            texts
                .iter()
                .filter_map(|text| worded(item.reader, text))
                .collect(),
        )
    }

    fn said(value: &Self) -> Option<Said> {
        Some(Said::values(value.iter().map(W::written)))
    }
}
