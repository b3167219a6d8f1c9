//! Templates: files of the team's that commands fill in.

use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::domain::message::{Message, listed, message};
use crate::render::Diagnostic;
use crate::store::repository::{Repository, bytes_of};
use crate::store::{StoreError, write};

/// A folder of templates of one kind.
#[derive(Debug)]
pub(super) struct Shelf {
    /// Relative to the repository.
    pub folder: &'static str,
    pub extension: &'static str,
    /// What is said where there is none.
    pub none: Message,
    /// What is said where there are several and none is named.
    pub several: Message,
    /// What is said where there is none of a name.
    pub unknown: fn(&str) -> Message,
}

impl Shelf {
    /// The file of that name, relative to the repository, with its text; without a name the only
    /// one there is.
    ///
    /// # Errors
    /// There is none of that name, several or none, or it cannot be read.
    pub(crate) fn take(
        &self,
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

    fn find(&self, root: &Path, name: Option<&str>) -> Result<PathBuf, Failure> {
        let names = self.names(&root.join(self.folder));
        let file = |name: &str| Path::new(self.folder).join(format!("{name}{}", self.extension));
        let refused = |message: Message| {
            let said = Diagnostic::error(message).hint(self.offer(&names));
            Err(Failure::Usage(said))
        };
        match (name, names.as_slice()) {
            (Some(name), names) if names.iter().any(|known| known == name) => Ok(file(name)),
            (Some(name), _) => refused((self.unknown)(name)),
            (None, [single]) => Ok(file(single)),
            (None, []) => refused(self.none.clone()),
            (None, _) => refused(self.several.clone()),
        }
    }

    /// What there is to choose from, or how to make one.
    fn offer(&self, names: &[String]) -> Message {
        if names.is_empty() {
            let (folder, extension) = (self.folder, self.extension);
            message!("put one into {folder}/NAME{extension}", folder, extension)
        } else {
            message!("there are: {names}", names = listed(names))
        }
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let files = std::fs::read_dir(folder).into_iter().flatten();
        let mut names: Vec<String> = files
            .filter_map(Result::ok)
            .filter_map(|file| {
                let file = file.file_name();
                Some(
                    file.to_string_lossy()
                        .strip_suffix(self.extension)?
                        .to_owned(),
                )
            })
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        names
    }
}
