//! Templates: files of the team's that commands fill in.

use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::render::Diagnostic;
use crate::store::repository::{Repository, bytes_of};
use crate::store::{StoreError, write};

/// A folder of templates of one kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shelf {
    /// Relative to the repository.
    pub folder: &'static str,
    /// With its dot.
    pub extension: &'static str,
    /// What one of them is called, with its article.
    pub what: &'static str,
}

impl Shelf {
    /// The file of that name, relative to the repository, with its text; without a name the only one there is.
    ///
    /// # Errors
    /// There is none of that name, several or none, or it cannot be read.
    pub fn take(
        self,
        repository: &Repository,
        name: Option<&str>,
    ) -> Result<(PathBuf, String), Failure> {
        let file = self.find(repository.root(), name)?;
        write::below(repository.root(), &file).map_err(StoreError::from)?;
        let bytes = bytes_of(repository.root(), &file);
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other));
        let text = text.map_err(|source| StoreError::Read {
            path: file.clone(),
            source,
        })?;
        Ok((file, text))
    }

    fn find(self, root: &Path, name: Option<&str>) -> Result<PathBuf, Failure> {
        let names = self.names(&root.join(self.folder));
        let file = |name: &str| Path::new(self.folder).join(format!("{name}{}", self.extension));
        let all = if names.is_empty() {
            format!("put one into {}/NAME{}", self.folder, self.extension)
        } else {
            format!("there are: {}", names.join(", "))
        };
        let wrong = |message: String| Err(Failure::Usage(Diagnostic::error(message).hint(all)));
        match (name, names.as_slice()) {
            (Some(name), names) if names.iter().any(|known| known == name) => Ok(file(name)),
            (Some(name), _) => wrong(format!("there is no {} '{name}'", self.what)),
            (None, [single]) => Ok(file(single)),
            (None, []) => wrong(format!("there is no {}", self.what)),
            (None, _) => wrong(format!("there are several {}s: say which", self.what)),
        }
    }

    fn names(self, folder: &Path) -> Vec<String> {
        let files = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(Result::ok);
        let name = |file: std::fs::DirEntry| {
            let name = file
                .file_name()
                .to_string_lossy()
                .strip_suffix(self.extension)
                .map(str::to_owned);
            name.filter(|name| !name.starts_with('.'))
        };
        let mut names: Vec<String> = files.filter_map(name).collect();
        names.sort();
        names
    }
}
