//! Names of files that git, Windows or macOS cannot hold, or take for another name.

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::message::{Message, text};

pub(super) const ANOTHER_NAME: Message = text!("give it another name");

/// The devices of Windows: no file there has such a name, with any extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// What Windows allows in no name; a backslash separates folders there.
const FORBIDDEN: [char; 8] = ['<', '>', ':', '"', '|', '?', '*', '\\'];

/// Characters that macOS ignores in names.
const IGNORED: [char; 16] = [
    '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}',
    '\u{202e}', '\u{206a}', '\u{206b}', '\u{206c}', '\u{206d}', '\u{206e}', '\u{206f}', '\u{feff}',
];

/// Whether git checks out no file of this name: `.`, `..`, and what some file system takes for
/// `.git`.
pub(super) fn is_reserved_by_git(name: &[u8]) -> bool {
    [&b"."[..], b".."].contains(&name) || is_taken_for(name, ".git", &["git~1"])
}

/// Whether some file system takes the name for `.gitmodules`, which may not be a link.
pub(super) fn is_list_of_modules(name: &[u8]) -> bool {
    let short = ["gitmod~1", "gitmod~2", "gitmod~3", "gitmod~4"];
    is_taken_for(name, ".gitmodules", &short)
}

/// Whether macOS or Windows take a name for one of git's, or for its short form there.
fn is_taken_for(name: &[u8], own: &str, short: &[&str]) -> bool {
    // All but a few names begin with another letter.
    let begins = [own, "g", "G"].map(|text| text.as_bytes().first());
    let is_plain = name.is_ascii() && !name.contains(&b'\\');
    if is_plain && !begins.contains(&name.first()) {
        return false;
    }
    let Ok(name) = std::str::from_utf8(name) else {
        // Up to the first byte that is not UTF-8 it can still be `.git:`.
        return is_stream_of(&String::from_utf8_lossy(name), own, short);
    };
    let visible: String = name.chars().filter(|c| !IGNORED.contains(c)).collect();
    visible.to_lowercase() == own || is_stream_of(name, own, short)
}

/// Whether Windows opens the file `own` by this name: a backslash ends it, it may name a stream
/// (`.git::$INDEX_ALLOCATION`), and blanks and dots at the end do not count.
fn is_stream_of(name: &str, own: &str, short: &[&str]) -> bool {
    name.split('\\').any(|part| {
        let part = part.split(':').next().unwrap_or_default();
        let part = part.trim_end_matches([' ', '.']).to_ascii_lowercase();
        part == own || short.contains(&part.as_str())
    })
}

/// Whether Windows can create a file of this name.
pub(super) fn is_portable(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.trim_end_matches(' ').to_lowercase();
    !name.ends_with(['.', ' '])
        && !name.contains(|c: char| FORBIDDEN.contains(&c) || c.is_control())
        && !DEVICES.contains(&stem.as_str())
        && !is_port(&stem)
}

/// Whether it is a port of Windows, such as `com1`.
fn is_port(stem: &str) -> bool {
    let number = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    number.is_some_and(|number| {
        let mut digits = number.chars();
        let is_digit = |c: char| c.is_ascii_digit() || "¹²³".contains(c);
        digits.next().is_some_and(is_digit) && digits.next().is_none()
    })
}

/// The name where neither letter case nor the composition of accents count, nor what is ignored.
pub(super) fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let visible: String = name.chars().filter(|c| !IGNORED.contains(c)).collect();
    visible.nfd().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_some_file_system_takes_for_git_is_reserved() {
        for name in [
            ".",
            "..",
            ".git",
            ".GIT",
            ".Git",
            "git~1",
            "GIT~1",
            ".git.",
            ".git ",
            ".git . .",
            ".git::$INDEX_ALLOCATION",
            ".git:x",
            ".g\u{200c}it",
            "\u{feff}.git",
            "x\\.git",
            ".git\\config",
        ] {
            assert!(is_reserved_by_git(name.as_bytes()), "{name:?}");
        }
        for name in [
            ".gitignore",
            "git",
            "git~2",
            "a.git",
            ".gi",
            "...",
            "字.git",
        ] {
            assert!(!is_reserved_by_git(name.as_bytes()), "{name:?}");
        }
        assert!(is_list_of_modules(b".GITmodules"));
        assert!(!is_list_of_modules(b".gitignore"));
    }

    #[test]
    fn what_windows_cannot_create_is_not_portable() {
        for name in [
            "aux",
            "CON",
            "nul.txt",
            "com1",
            "LPT9.yaml",
            "com¹",
            "x.",
            "x ",
            "a:b",
            "a\\b",
            "a?",
            "a\u{1}",
            "con .txt",
        ] {
            assert!(!is_portable(name), "{name:?}");
        }
        for name in [
            "auxiliary.txt",
            "com",
            "com10",
            "a.b",
            "发票.pdf",
            ".gitkeep",
            "ba78-con.txt",
        ] {
            assert!(is_portable(name), "{name:?}");
        }
    }

    #[test]
    fn names_that_look_alike_are_folded_to_one() {
        assert_eq!(folded("Résumé"), folded("RE\u{301}SUME\u{301}"));
        assert_ne!(folded("a"), folded("b"));
    }
}
