//! Templates: files of the team that commands fill in.

use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::domain::message::{Message, listed, message};
use crate::render::Diagnostic;
use crate::store::repository::Repository;
use crate::store::source::Source;
use crate::store::{StoreError, write};

/// A folder of templates of one kind.
#[derive(Debug)]
pub(super) struct TemplateFolder {
    /// Relative to the repository.
    pub folder: &'static str,
    /// The endings of the files; of two templates of one name, the first one is taken.
    pub extensions: &'static [&'static str],
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
        let source = repository.source();
        let file = self.find(source, name)?;
        if source.is_working_tree() {
            write::below(repository.root(), &file).map_err(StoreError::from)?;
        }
        let bytes = source.bytes(&file);
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other));
        let text = text.map_err(|source| StoreError::Read {
            path: file.clone(),
            source,
        })?;
        Ok((file, text))
    }

    fn find(&self, source: &Source, name: Option<&str>) -> Result<PathBuf, Failure> {
        let templates = self.templates(source.names(Path::new(self.folder)));
        let file = |(name, extension): &Template| {
            Path::new(self.folder).join(format!("{name}{extension}"))
        };
        let refused = |message: Message| {
            let diagnostic = Diagnostic::error(message).hint(self.choices(&templates));
            Err(Failure::Usage(diagnostic))
        };
        match (name, templates.as_slice()) {
            (Some(name), templates) => match templates.iter().find(|it| is_called(it, name)) {
                Some(template) => Ok(file(template)),
                None => refused((self.unknown)(name)),
            },
            (None, [single]) => Ok(file(single)),
            (None, []) => refused(self.none.clone()),
            (None, _) => refused(self.several.clone()),
        }
    }

    /// The templates to choose from, or how to add one.
    fn choices(&self, templates: &[Template]) -> Message {
        if templates.is_empty() {
            let (folder, extension) = (self.folder, self.extensions[0]);
            message!("add one as {folder}/NAME{extension}", folder, extension)
        } else {
            let mut names: Vec<&String> = templates.iter().map(|(name, _)| name).collect();
            names.dedup();
            message!("the templates are {names}", names = listed(names))
        }
    }

    /// By name, then in the order of the extensions.
    fn templates(&self, files: Vec<String>) -> Vec<Template> {
        let mut templates: Vec<Template> = files
            .iter()
            .filter_map(|file| self.template(file))
            .collect();
        let rank = |extension| self.extensions.iter().position(|it| *it == extension);
        templates.sort_by_key(|(name, extension)| (name.clone(), rank(*extension)));
        templates
    }

    fn template(&self, file: &str) -> Option<Template> {
        let named = |extension: &&'static str| {
            let name = file.strip_suffix(*extension)?;
            (!name.starts_with('.')).then(|| (name.to_owned(), *extension))
        };
        self.extensions.iter().find_map(named)
    }
}

/// The name of a template, and its extension.
type Template = (String, &'static str);

/// Whether a template has this name, with or without its extension.
fn is_called((name, extension): &Template, wanted: &str) -> bool {
    name == wanted || wanted.strip_suffix(extension) == Some(name)
}
