//! Evidence: files copied into the repository beside their case, named by what they hold.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Where evidence lies.
pub const EVIDENCE: &str = "evidence";

/// The longest name that is kept of a file, in characters.
const NAME: usize = 80;

/// A file on its way into the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exhibit {
    /// Where it goes, relative to the repository.
    pub path: PathBuf,
    /// Its SHA-256 in hexadecimal digits.
    pub sha256: String,
}

impl Exhibit {
    /// The evidence that a file of that name and content becomes for the case whose file is `case`:
    /// `evidence/<case>/<8 digits>-<name>`.
    pub fn new(case: &Path, name: &str, bytes: &[u8]) -> Self {
        let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let stem = case.file_stem().unwrap_or_default();
        let file = format!("{}-{}", &sha256[..8], safe(name));
        Self { path: Path::new(EVIDENCE).join(stem).join(file), sha256 }
    }

    /// The file as its event names it: below `evidence/`, with `/`.
    pub fn name(&self) -> String {
        let parts: Vec<_> = self.path.iter().skip(1).map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }
}

/// The name without what folders, shells or other systems take for more than a name.
fn safe(name: &str) -> String {
    let harmless = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' };
    let name: String = name.chars().map(harmless).collect();
    let count = name.chars().count();
    // The end is kept: it says what kind of file it is.
    let name: String = name.chars().skip(count.saturating_sub(NAME)).collect();
    if name.is_empty() { "file".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_named_by_its_hash_and_never_leaves_its_folder() {
        let case = Path::new("cases/2026/11/20261121-K7QM2X-product-quality.yaml");
        for (name, kept) in
            [("photo.jpg", "photo.jpg"), ("../../a b.jpg", "..-..-a-b.jpg"), ("发票.pdf", "发票.pdf"), ("", "file")]
        {
            let exhibit = Exhibit::new(case, name, b"abc");
            assert_eq!(exhibit.name(), format!("20261121-K7QM2X-product-quality/ba7816bf-{kept}"));
        }
    }
}
