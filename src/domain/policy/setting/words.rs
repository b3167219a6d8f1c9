//! Values that are words defined by the program.

use super::{Item, Names, Reader, Said, Setting};
use crate::domain::finding::Code;
use crate::domain::keys::{Takes, Words};
use crate::domain::message::Message;
use crate::domain::table::At;
use crate::domain::word::Word;

/// A [`Word`] with a noun for error messages: `a day of the week`.
pub(crate) trait Noun: Word {
    const NOUN: Message;
}

/// The words of a type.
fn words_of<W: Noun>() -> Vec<&'static str> {
    W::ALL.iter().map(|value| value.word()).collect()
}

fn worded<W: Noun>(reader: &Reader, text: &At<String>) -> Option<W> {
    let words: Vec<_> = W::ALL.iter().map(|value| (*value, value.word())).collect();
    reader.word(Code::BadValue, W::NOUN, text, &words)
}

impl<W: Noun> Setting for W {
    const TAKES: Takes = Takes::Word(Words(words_of::<W>));

    fn read(item: &Item, _names: &Names) -> Option<Self> {
        worded(item.reader, &item.text()?)
    }

    fn said(value: &Self) -> Option<Said> {
        Some(Said::data(value.word()))
    }
}

/// One or more words; invalid ones are reported and dropped.
impl<W: Noun> Setting for Vec<W> {
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
        Some(Said::values(value.iter().map(|value| value.word())))
    }
}
