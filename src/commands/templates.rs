//! Templates: files of the team that commands fill in.

use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::domain::message::{Message, listed, message};
use crate::render::Diagnostic;
use crate::store::repository::{Repository, bytes_of};
use crate::store::{StoreError, write};

/// A folder of templates of one kind.
#[derive(Debug)]
pub(super) struct TemplateFolder {
    /// Relative to the repository.
    pub folder: &'static str,
    pub extension: &'static str,
    /// The error if the folder has none.
    pub none: Message,
    /// The error if there are several and no name is given.
    pub several: Message,
    /// The error if no template has the given name.
    pub unknown: fn(&str) -> Message,
}

impl TemplateFolder {
    /// The template with a name: its path relative to the repository, and its text. Without a name,
    /// the only template.
    ///
    /// # Errors
    /// No such template; without a name, none or several; or it cannot be read.
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
            let diagnostic = Diagnostic::error(message).hint(self.choices(&names));
            Err(Failure::Usage(diagnostic))
        };
        match (name, names.as_slice()) {
            (Some(name), names) if names.iter().any(|known| known == name) => Ok(file(name)),
            (Some(name), _) => refused((self.unknown)(name)),
            (None, [single]) => Ok(file(single)),
            (None, []) => refused(self.none.clone()),
            (None, _) => refused(self.several.clone()),
        }
    }

    /// The templates to choose from, or how to add one.
    fn choices(&self, names: &[String]) -> Message {
        if names.is_empty() {
            let (folder, extension) = (self.folder, self.extension);
            message!("add one as {folder}/NAME{extension}", folder, extension)
        } else {
            message!("the templates are {names}", names = listed(names))
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
