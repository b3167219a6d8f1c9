//! Several things in one sentence.

/// `a`, `a or b`, `a, b or c`.
pub fn any_of<S: AsRef<str>>(things: &[S]) -> String {
    joined(things, "or")
}

/// `a`, `a and b`, `a, b and c`.
pub fn all_of<S: AsRef<str>>(things: &[S]) -> String {
    joined(things, "and")
}

/// A role or the like with its article: `a clerk`, `an auditor`.
pub fn one(noun: &str) -> String {
    let vowel = noun.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// One of each: `a clerk and a supervisor`.
pub fn one_of_each(nouns: &[&str]) -> String {
    all_of(&nouns.iter().map(|noun| one(noun)).collect::<Vec<_>>())
}

fn joined<S: AsRef<str>>(things: &[S], word: &str) -> String {
    let things: Vec<&str> = things.iter().map(AsRef::as_ref).collect();
    match things.as_slice() {
        [] => String::new(),
        [single] => (*single).to_owned(),
        [others @ .., last] => format!("{} {word} {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_thing_is_joined_by_a_word() {
        for (things, expected) in [
            (&[][..], ""),
            (&["x"], "x"),
            (&["x", "y"], "x or y"),
            (&["x", "y", "z"], "x, y or z"),
        ] {
            assert_eq!(any_of(things), expected);
        }
        assert_eq!(all_of(&["x", "y", "z"]), "x, y and z");
        assert_eq!(
            one_of_each(&["clerk", "auditor", "主管"]),
            "a clerk, an auditor and a 主管"
        );
    }
}
