//! Evidence: files copied into the repository, in a folder per case, with a part of their hash in
//! the name.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::write::{self, Created, WriteError};

pub(crate) use super::paths::EVIDENCE;

/// The largest file that can be evidence, in bytes; many git servers have this limit.
pub(crate) const MAX_SIZE: u64 = 100 << 20;

/// Maximum length of the original file name that is kept, in characters.
const MAX_NAME: usize = 80;

/// A file to be added to the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// The target path, relative to the repository.
    pub path: PathBuf,
    /// The SHA-256 of the content, in hexadecimal.
    pub sha256: String,
}

/// The folder of a case's evidence, relative to the repository; `case` is the case's file.
pub(crate) fn folder(case: &Path) -> PathBuf {
    Path::new(EVIDENCE).join(case.file_stem().unwrap_or_default())
}

impl Attachment {
    /// An attachment with this file name and content, for the case whose file is `case`:
    /// `evidence/<case>/<8 digits>-<name>`.
    pub(crate) fn new(case: &Path, name: &str, bytes: &[u8]) -> Self {
        let sha256 = hexadecimal(&Sha256::digest(bytes));
        let file = format!("{}-{}", &sha256[..8], safe_name(name));
        Self {
            path: folder(case).join(file),
            sha256,
        }
    }

    /// The file name as used in events: relative to `evidence/`, with `/`.
    pub(crate) fn name(&self) -> String {
        let parts: Vec<_> = self
            .path
            .iter()
            .skip(1)
            .map(|part| part.to_string_lossy())
            .collect();
        parts.join("/")
    }

    /// Copies the file into the repository, unless it is there already.
    pub(crate) fn copy_in(&self, root: &Path, bytes: &[u8]) -> Result<Provisional, WriteError> {
        let place = write::below(root, &self.path)?;
        let is_file = fs::symlink_metadata(&place).is_ok_and(|there| there.is_file());
        if is_file && fs::read(place).is_ok_and(|there| there == bytes) {
            return Ok(Provisional::default());
        }
        write::create_new(root, &self.path, bytes).map(|created| Provisional::new(vec![created]))
    }
}

/// Files created for a commit; removed on drop unless kept.
#[derive(Debug, Default)]
#[must_use]
pub(crate) struct Provisional(Vec<Created>);

impl Provisional {
    /// Takes the files in the order of their creation.
    pub(crate) fn new(created: Vec<Created>) -> Self {
        Self(created)
    }

    pub(crate) fn keep(mut self) {
        self.0.clear();
    }

    /// Removes the files in reverse order.
    ///
    /// # Errors
    /// When one cannot be removed.
    pub(crate) fn undo(mut self) -> Result<(), WriteError> {
        self.remove()
    }

    fn remove(&mut self) -> Result<(), WriteError> {
        let created = std::mem::take(&mut self.0);
        created.into_iter().rev().try_for_each(Created::undo)
    }
}

impl Drop for Provisional {
    fn drop(&mut self) {
        // The error that caused the drop is the one to report.
        let _ = self.remove();
    }
}

/// The SHA-256 of evidence from its content in git, in hexadecimal. Evidence is bytes in the
/// repository: a pointer of Git LFS is just a text.
///
/// # Errors
/// When the content cannot be read.
pub(crate) fn fingerprint(content: &mut dyn Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    io::copy(content, &mut hasher)?;
    Ok(hexadecimal(&hasher.finalize()))
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name with every character replaced that has a special meaning in paths, shells or other
/// systems.
fn safe_name(name: &str) -> String {
    let harmless = |c: char| {
        if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') {
            c
        } else {
            '-'
        }
    };
    let name: String = name.chars().map(harmless).collect();
    let count = name.chars().count();
    // Keep the end: the extension tells the file type.
    let name: String = name.chars().skip(count.saturating_sub(MAX_NAME)).collect();
    // Windows has no names that end with a dot.
    let name = name.trim_end_matches('.').to_owned();
    if name.is_empty() {
        "file".to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_the_hash_of_the_bytes() {
        let of = |mut bytes: &[u8]| fingerprint(&mut bytes).unwrap();
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(of(b"abc"), abc);
        let pointer =
            format!("version https://git-lfs.github.com/spec/v1\noid sha256:{abc}\nsize 3\n");
        assert_ne!(of(pointer.as_bytes()), abc);
    }

    #[test]
    fn evidence_is_named_by_its_hash_and_never_leaves_its_folder() {
        let case = Path::new("cases/2026/11/20261121-K7QM2X-product-quality.yaml");
        for (name, kept) in [
            ("photo.jpg", "photo.jpg"),
            ("../../a b.jpg", "..-..-a-b.jpg"),
            ("发票.pdf", "发票.pdf"),
            ("", "file"),
            ("notes.", "notes"),
        ] {
            let attachment = Attachment::new(case, name, b"abc");
            assert_eq!(
                attachment.name(),
                format!("20261121-K7QM2X-product-quality/ba7816bf-{kept}")
            );
        }
    }
}
