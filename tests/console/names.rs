//! Maps the random names of a run to those in the document.

/// Pairs of names: in the document, in the run.
#[derive(Default)]
pub struct Names {
    pairs: Vec<(String, String)>,
}

impl Names {
    /// A command of the document with the names of this run; also replaces the random part of an
    /// id, in either letter case.
    pub fn in_command(&self, command: &str) -> String {
        self.pairs
            .iter()
            .fold(command.to_owned(), |command, (shown, made)| {
                let (short, made_short) = (
                    shown.rsplit('-').next().unwrap(),
                    made.rsplit('-').next().unwrap(),
                );
                let whole = command.replace(shown, made).replace(short, made_short);
                whole.replace(&short.to_lowercase(), &made_short.to_lowercase())
            })
    }

    /// A command's output with the names of the document; new names are paired in order.
    pub fn in_output(&mut self, printed: &str, shown: &str) -> String {
        let made = new(printed, |name| {
            self.pairs.iter().any(|(_, made)| made == name)
        });
        let shown = new(shown, |name| {
            self.pairs.iter().any(|(shown, _)| shown == name)
        });
        for made in made {
            let fits = |shown: &&String| {
                shown.len() == made.len() && !self.pairs.iter().any(|(old, _)| old == *shown)
            };
            if let Some(shown) = shown.iter().find(fits) {
                self.pairs.push((shown.clone(), made));
            }
        }
        self.pairs
            .iter()
            .fold(printed.to_owned(), |text, (shown, made)| {
                text.replace(made, shown)
            })
    }
}

/// The new names in a text, in order.
fn new(text: &str, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, _) in text.char_indices() {
        if let Some(name) = name_at(text, at)
            && !is_known(name)
            && !found.iter().any(|old| old == name)
        {
            found.push(name.to_owned());
        }
    }
    found
}

/// The case id that starts at `at`, or the handle in `(7Q2M)` or `proposal: 7Q2M`.
fn name_at(text: &str, at: usize) -> Option<&str> {
    let (before, rest) = text.split_at(at);
    if before.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let named = |length: usize, fits: &dyn Fn(&str) -> bool| {
        let name = rest.get(..length).filter(|name| fits(name))?;
        (!rest[length..].starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(name)
    };
    let is_handle = |name: &str| name.bytes().all(|b| CROCKFORD.contains(&b));
    let is_id = |name: &str| {
        let (date, random) = name.split_at_checked(8).unwrap_or_default();
        date.bytes().all(|b| b.is_ascii_digit()) && random.strip_prefix('-').is_some_and(is_handle)
    };
    // Not an amount in parentheses, `(1200.00)`.
    let is_bracketed =
        before.ends_with('(') && rest.get(4..).is_some_and(|rest| rest.starts_with(')'));
    let is_named = is_bracketed || before.ends_with("proposal: ");
    named(15, &is_id).or_else(|| named(4, &is_handle).filter(|_| is_named))
}

const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
