//! Text as it is compared: without regard to case, width, composition, runs of blanks and what
//! nobody sees. What is stored and shown stays as typed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::characters::is_invisible;

/// The form in which texts are compared: `Ｃafe\u{301}  2` and `CAFÉ 2` have the same one.
///
/// Only letters of another width are replaced, not every compatibility character: `m²` is not `m2`.
pub(crate) fn folded(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        let mut words = text.to_ascii_lowercase();
        if words.starts_with(' ') || words.ends_with(' ') || words.contains("  ") {
            words = words.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        }
        return words;
    }
    let seen = text.chars().filter(|c| !is_invisible(*c));
    let narrow = seen.flat_map(|c| match c {
        '\u{3000}' | '\u{ff00}'..='\u{ffef}' => std::iter::once(c).nfkc().collect::<Vec<char>>(),
        _ => vec![c],
    });
    let lower = narrow.nfd().flat_map(char::to_lowercase);
    let composed: String = lower.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two texts are the same but for case, width, composition and runs of blanks.
pub(crate) fn same(a: &str, b: &str) -> bool {
    match a.is_ascii() && b.is_ascii() {
        true => lower_words(a).eq(lower_words(b)),
        false => a == b || folded(a) == folded(b),
    }
}

/// The words of an ASCII text, each with a blank behind it. Conditions are compared often, and
/// nearly always between such texts.
fn lower_words(text: &str) -> impl Iterator<Item = u8> {
    let words = text.split_ascii_whitespace();
    words.flat_map(|word| {
        let letters = word.bytes().map(|byte| byte.to_ascii_lowercase());
        letters.chain(std::iter::once(b' '))
    })
}

/// One spelling for each name: a name of the policy as the policy spells it, any other as it was
/// spelt first.
pub(crate) struct Spellings<'a> {
    /// The names of the policy, exactly.
    known: Vec<&'a str>,
    chosen: BTreeMap<String, Cow<'a, str>>,
}

impl<'a> Spellings<'a> {
    pub(crate) fn new(known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let mut chosen = BTreeMap::new();
        for name in &known {
            chosen.entry(folded(name)).or_insert(Cow::Borrowed(*name));
        }
        Self { known, chosen }
    }

    /// The spelling of a name, which is that of the first of its kind.
    pub(crate) fn of(&mut self, name: Cow<'a, str>) -> Cow<'a, str> {
        if self.known.contains(&name.as_ref()) {
            return name;
        }
        let spelling = self.chosen.entry(folded(&name)).or_insert(name);
        spelling.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_composition_and_blanks_do_not_matter() {
        for (a, b, expected) in [
            ("Café 2", "Cafe\u{301} 2", true),
            ("PX-200", "ｐｘ－２００", true),
            ("ガラス", "ｶﾞﾗｽ", true),
            ("Wang Fang", "WANG \u{3000} FANG ", true),
            ("ÅNGSTRÖM", "a\u{30a}ngstro\u{308}m", true),
            ("o\u{323}\u{302}", "o\u{302}\u{323}", true),
            ("Cafe", "Café", false),
            ("m²", "m2", false),
            ("WangFang", "Wang Fang", false),
            ("PX-200\u{200b}", "\u{feff}PX-200", true),
            ("", " ", true),
        ] {
            assert_eq!(same(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn the_policy_spells_first_and_then_the_first_case() {
        let mut spellings = Spellings::new(["Tiles", "tiles"]);
        let mut of = |name: &str| spellings.of(name.to_owned().into()).into_owned();
        for (name, expected) in [
            ("TILES", "Tiles"),
            ("tiles", "tiles"),
            ("Cafe\u{301}", "Cafe\u{301}"),
            ("CAFÉ", "Cafe\u{301}"),
        ] {
            assert_eq!(of(name), expected);
        }
    }
}
