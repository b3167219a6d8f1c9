//! `new`.

use std::path::Path;

use clap::Args;

use super::facts::{Typed, flag};
use crate::cli::Context;
use crate::cli::failure::{Failure, print};
use crate::commands::templates::Shelf;
use crate::domain::case::document;
use crate::domain::case::facts::Prefilled;
use crate::domain::case::{FactField, Facts};
use crate::domain::message::{message, text};
use crate::domain::names::CaseId;
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::render::Diagnostic;
use crate::store::random;
use crate::store::repository::{POLICY, Repository};

/// Take in a complaint; prints its id, and nothing else on stdout
///
/// Whoever takes it in holds it until it is assigned. `--received` may lie any time back;
/// registered is always now.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint new --channel phone --category product-quality --customer 王芳 \
                  --amount 1280.00 --summary \"dead pixels\"\n  complaint new --template late-parcel --customer 王芳 --order SO-4711"
)]
pub(crate) struct New {
    #[command(flatten)]
    facts: Typed,
    /// A routine complaint of templates/cases/NAME.yaml, filled in beforehand; what is given here
    /// goes before
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
}

/// Where the templates lie.
const ROUTINE: Shelf = Shelf {
    folder: "templates/cases",
    extension: ".yaml",
    none: text!("there is no template"),
    several: text!("there are several templates: say which"),
    unknown: |name| message!("there is no template '{name}'", name),
};

impl New {
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        if context.at().is_some() {
            let hint = text!("say when it reached us with --received; registered is always now");
            let said = Diagnostic::error(text!("--at is not for new"));
            return Err(Failure::Usage(said.hint(hint)));
        }
        let repository = context.repository()?;
        let received = match &self.facts.received {
            Some(typed) => context.instant(&repository, typed)?,
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

/// The facts of the template with those that were typed, which go before.
fn facts(
    typed: Typed,
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
            let said = message!("--{flag} is given neither here nor by the template", flag);
            Err(Failure::usage(said))
        }
        None => Ok(facts),
    }
}

fn is_lacking(facts: &Facts, field: FactField) -> bool {
    facts.get(field).is_none_or(|text| text.trim().is_empty())
}

/// The facts of a template.
fn prefilled(repository: &Repository, name: &str) -> Result<Prefilled, Failure> {
    let (file, text) = ROUTINE.take(repository, Some(name))?;
    document::prefilled(text.as_bytes()).map_err(|findings| {
        let said = findings
            .iter()
            .map(|finding| Diagnostic::finding(finding, &file, Path::new(POLICY)));
        Failure::Refused(said.collect())
    })
}
