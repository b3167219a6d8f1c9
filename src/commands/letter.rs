//! `letter`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Context;
use super::cases::{Opened, only, open};
use crate::cli::Format;
use crate::failure::{Failure, print};
use crate::render::{Diagnostic, letter};
use crate::store::{Repository, StoreError, write};

/// Where the templates lie, relative to the repository.
const LETTERS: &str = "templates/letters";

/// Print a letter to the complainant, from a template of the team's
///
/// A template is a text in templates/letters/NAME.txt with what is to be filled in between braces: {{ id }}, every fact by its
/// name ({{ name }}, {{ received }}, {{ summary }}, {{ order }} …), {{ today }}, {{ organisation }}, {{ currency }}, {{ status }},
/// {{ department }}, {{ holder.name }}, {{ holder.email }}, {{ due.respond }} for when a deadline ends, {{ answer }}, {{ remedy }}.
/// What stands between {% if order %} and {% endif %} is left out where the case has no order; without that, what the case lacks
/// is an error.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  complaint letter K7QM2X received\n  complaint letter K7QM2X > letter.txt")]
pub struct Letter {
    /// The case: any part of its id that fits no other
    #[arg(value_name = "ID")]
    id: String,
    /// Which template; may be left out where there is only one
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

impl Letter {
    /// Prints it.
    ///
    /// # Errors
    /// No case or several fit, there is no such template, or the case lacks what it names.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        only(context, &[Format::Table])?;
        let repository = context.repository()?;
        let file = self.template(&repository)?;
        let path = write::below(repository.root(), &file).map_err(StoreError::from)?;
        let text = std::fs::read_to_string(&path).map_err(|source| StoreError::Read { path, source })?;
        let Opened { dossier, .. } = open(context, &repository, &self.id)?;
        let policy = repository.policy();
        let letter = letter::letter(&text, &dossier, policy, context.now(policy)?);
        let unfit = |unfit: letter::Unfit| {
            let said =
                Diagnostic::error(format!("the letter cannot be written for {}: {}", dossier.id(), unfit.message));
            let hint =
                "`complaint letter --help` says what a template can name; {% if … %} leaves out what a case lacks";
            Failure::Refused(vec![said.at(&file, unfit.spot).hint(hint)])
        };
        print(&letter.map_err(unfit)?)
    }

    /// The template's file, relative to the repository.
    fn template(&self, repository: &Repository) -> Result<PathBuf, Failure> {
        let names = names(&repository.root().join(LETTERS));
        let file = |name: &str| Path::new(LETTERS).join(format!("{name}.txt"));
        let all = || {
            if names.is_empty() {
                format!("put one into {LETTERS}/NAME.txt")
            } else {
                format!("there are: {}", names.join(", "))
            }
        };
        match (&self.name, names.as_slice()) {
            (Some(name), names) if names.contains(name) => Ok(file(name)),
            (Some(name), _) => {
                Err(Failure::Usage(Diagnostic::error(format!("there is no letter '{name}'")).hint(all())))
            }
            (None, [single]) => Ok(file(single)),
            (None, []) => Err(Failure::Usage(Diagnostic::error("there is no letter").hint(all()))),
            (None, _) => Err(Failure::Usage(Diagnostic::error("there are several letters: say which").hint(all()))),
        }
    }
}

/// The names of the templates that there are.
fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let name = |file: std::fs::DirEntry| file.file_name().to_string_lossy().strip_suffix(".txt").map(str::to_owned);
    let mut names: Vec<String> = files.filter_map(name).collect();
    names.sort();
    names
}
