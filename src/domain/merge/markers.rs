//! Conflict markers: writes them around the differences of two versions, and reads both versions
//! back.

/// The conflict markers of git.
const OURS: &str = "<<<<<<<";
const BASE: &str = "|||||||";
const MIDDLE: &str = "=======";
const THEIRS: &str = ">>>>>>>";

/// Combines two versions, with markers around the lines from the first to the last difference.
/// Accepts any bytes.
pub fn marked(ours: &[u8], theirs: &[u8]) -> Vec<u8> {
    let rows = |text| <[u8]>::split_inclusive(text, |byte: &u8| *byte == b'\n').collect::<Vec<_>>();
    let (mine, other): (Vec<&[u8]>, Vec<&[u8]>) = (rows(ours), rows(theirs));
    let before = mine.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let after = mine[before..]
        .iter()
        .rev()
        .zip(other[before..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let mut marked = mine[..before].concat();
    let mut write = |marker: &str, side: &str, lines: &[&[u8]]| {
        marked.extend_from_slice(format!("{marker}{side}\n").as_bytes());
        lines.iter().for_each(|line| marked.extend_from_slice(line));
        if !marked.ends_with(b"\n") {
            marked.push(b'\n');
        }
    };
    write(OURS, " ours", &mine[before..mine.len() - after]);
    write(MIDDLE, "", &other[before..other.len() - after]);
    write(THEIRS, " theirs", &[]);
    marked.extend(mine[mine.len() - after..].concat());
    marked
}

/// The versions in a text with conflict markers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// The common ancestor, if every conflict includes it.
    pub base: Option<String>,
    pub ours: String,
    pub theirs: String,
}

/// Reads both versions from a text with markers; `None` if it has no markers or they do not match.
pub fn sides(text: &str) -> Option<Sides> {
    let (mut base, mut ours, mut theirs) = (String::new(), String::new(), String::new());
    let (mut part, mut conflicts, mut with_base) = (Part::Shared, 0, 0);
    for line in lines(text) {
        part = match (marker(line), part) {
            (Some(OURS), Part::Shared) => {
                conflicts += 1;
                Part::Ours
            }
            (Some(BASE), Part::Ours) => {
                with_base += 1;
                Part::Base
            }
            (Some(MIDDLE), Part::Ours | Part::Base) => Part::Theirs,
            (Some(THEIRS), Part::Theirs) => Part::Shared,
            (Some(_), _) => return None,
            (None, part) => {
                let sides: &mut [&mut String] = match part {
                    Part::Shared => &mut [&mut base, &mut ours, &mut theirs],
                    Part::Ours => &mut [&mut ours],
                    Part::Base => &mut [&mut base],
                    Part::Theirs => &mut [&mut theirs],
                };
                sides.iter_mut().for_each(|side| side.push_str(line));
                part
            }
        };
    }
    let is_complete = part == Part::Shared && conflicts > 0;
    is_complete.then(|| Sides {
        base: (with_base == conflicts).then_some(base),
        ours,
        theirs,
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Shared,
    Ours,
    Base,
    Theirs,
}

fn marker(line: &str) -> Option<&'static str> {
    let marker = [OURS, BASE, MIDDLE, THEIRS]
        .into_iter()
        .find(|marker| line.starts_with(marker))?;
    let rest = line[marker.len()..].trim_end_matches(['\n', '\r']);
    (rest.is_empty() || rest.starts_with(' ')).then_some(marker)
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_reads_back() {
        for (ours, theirs) in [
            ("a\nb\n", "a\nc\n"),
            ("", "a\n"),
            ("a\n", ""),
            ("a\nb\nc\n", "a\nx\ny\nc\n"),
            ("a\na\n", "a\n"),
            ("a\nb", "a\nc"),
        ] {
            let marked =
                String::from_utf8(marked(ours.as_bytes(), theirs.as_bytes())).expect("text");
            let sides = sides(&marked).expect("markers");
            let ended = |text: &str| {
                if text.is_empty() || text.ends_with('\n') {
                    text.to_owned()
                } else {
                    format!("{text}\n")
                }
            };
            assert_eq!(
                (sides.ours, sides.theirs),
                (ended(ours), ended(theirs)),
                "{marked}"
            );
        }
    }

    #[test]
    fn mismatched_markers_are_rejected() {
        for text in [
            "a\n",
            "<<<<<<< x\na\n",
            ">>>>>>> x\n",
            "<<<<<<<\n=======\n=======\n>>>>>>>\n",
            "=======\n",
        ] {
            assert_eq!(sides(text), None, "{text:?}");
        }
        let with_base = "a\n<<<<<<< x\nb\n||||||| y\nc\n=======\nd\n>>>>>>> z\ne\n";
        let sides = sides(with_base).expect("markers");
        assert_eq!(
            (
                sides.base.as_deref(),
                sides.ours.as_str(),
                sides.theirs.as_str()
            ),
            (Some("a\nc\ne\n"), "a\nb\ne\n", "a\nd\ne\n")
        );
    }
}
