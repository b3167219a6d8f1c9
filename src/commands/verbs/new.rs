//! `new`.

use clap::Args;

use super::facts::{FactArgs, flag};
use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::commands::templates::TemplateFolder;
use crate::domain::case::document;
use crate::domain::case::facts::Prefilled;
use crate::domain::case::{FactField, Facts};
use crate::domain::message::{message, text};
use crate::domain::names::CaseId;
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::render::Diagnostic;
use crate::store::random;
use crate::store::repository::Repository;
use crate::store::setup;

/// Register a complaint; prints only its id on stdout
///
/// The person who registers it holds it until it is assigned. `--received` can be any time in the
/// past; the time of registration is always now.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint new --channel phone --category product-quality --customer 王芳 \
                  --amount 1280.00 --summary \"dead pixels\"\n  complaint new --template late-parcel --customer 王芳 --order SO-4711"
)]
pub(crate) struct New {
    #[command(flatten)]
    facts: FactArgs,
    /// Fill in facts from templates/cases/NAME.yaml, for routine complaints; flags override them
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
}

/// The folder of the case templates.
const CASE_TEMPLATES: TemplateFolder = TemplateFolder {
    folder: setup::CASE_TEMPLATES,
    extensions: &[".yaml"],
    none: text!("there is no template"),
    several: text!("there are several templates; name one"),
    unknown: |name| message!("there is no template '{name}'", name),
};

impl New {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        if context.at().is_some() {
            let hint = text!(
                "use --received for the time of receipt; the time of registration is always now"
            );
            let diagnostic = Diagnostic::error(text!("--at cannot be used with new"));
            return Err(Failure::Usage(diagnostic.hint(hint)));
        }
        let repository = context.repository()?;
        let received = match &self.facts.received {
            Some(typed) => context.instant(&repository, "--received", typed)?,
            None => context.now(repository.policy())?,
        };
        let prefilled = self
            .template
            .as_deref()
            .map(|name| prefilled(&repository, name))
            .transpose()?
            .unwrap_or_default();
        let facts = facts(self.facts, repository.policy(), received, prefilled)?;
        let recorded = context.recorder(&repository)?.register(facts)?;
        context.warn(&repository, &recorded);
        context.alert(&repository, &recorded)?;
        print(&format!("{}\n", recorded.id))
    }
}

/// The facts of the command line and the template; the command line overrides the template.
fn facts(
    typed: FactArgs,
    policy: &Policy,
    received: Instant,
    prefilled: Prefilled,
) -> Result<Facts, Failure> {
    let id = CaseId::new(policy.calendar.date(received), random::bits()?);
    let mut facts = Facts::blank(id, received);
    let first_level = policy.levels.first().map(|level| level.name.clone());
    let level = typed.level.clone().or(prefilled.level).or(first_level);
    facts.level = level.unwrap_or_default();
    for (field, value) in prefilled.values {
        facts.put(field, value);
    }
    for (field, value) in typed.values(policy)? {
        facts.put(field, value);
    }
    let mut required = FactField::ALL.iter().filter(|field| field.is_required());
    match required.find(|field| is_lacking(&facts, **field)) {
        Some(field) => {
            let flag = flag(*field);
            let message = message!(
                "--{flag} is required, since the template does not set it",
                flag
            );
            Err(Failure::usage(message))
        }
        None => Ok(facts),
    }
}

fn is_lacking(facts: &Facts, field: FactField) -> bool {
    facts.get(field).is_none_or(|text| text.trim().is_empty())
}

/// The facts of a template.
fn prefilled(repository: &Repository, name: &str) -> Result<Prefilled, Failure> {
    let (file, text) = CASE_TEMPLATES.take(repository, Some(name))?;
    document::prefilled(text.as_bytes())
        .map_err(|findings| Failure::Refused(Diagnostic::findings(&findings, &file)))
}
