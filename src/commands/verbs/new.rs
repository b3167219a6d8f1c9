//! `new`.

use std::path::Path;

use clap::Args;
use rust_decimal::Decimal;

use super::facts::Further;
use crate::cli::Context;
use crate::cli::arguments::{self, Text, text};
use crate::cli::failure::{Failure, print};
use crate::commands::templates::Shelf;
use crate::domain::case::document;
use crate::domain::case::facts::Prefilled;
use crate::domain::case::fields::Value;
use crate::domain::case::{FactField, Facts};
use crate::domain::names::CaseId;
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::render::Diagnostic;
use crate::store::random;
use crate::store::repository::{POLICY, Repository};

/// Take in a complaint; prints its id, and nothing else on stdout
///
/// Whoever takes it in holds it until it is assigned. `--received` may lie any time back; registered is always now.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  complaint new --channel phone --category product-quality --customer 王芳 --amount 1280.00 --summary \"dead pixels\"\n  complaint new --template late-parcel --customer 王芳 --order SO-4711"
)]
pub struct New {
    /// By which channel it came, of the policy's list
    #[arg(
        long,
        value_name = "CHANNEL",
        required_unless_present = "template",
        allow_hyphen_values = true
    )]
    channel: Option<Text>,
    /// What it is about, of the policy's categories
    #[arg(
        long,
        value_name = "CATEGORY",
        required_unless_present = "template",
        allow_hyphen_values = true
    )]
    category: Option<Text>,
    /// Who complains; "anonymous" is a name too
    #[arg(
        long,
        value_name = "NAME",
        required_unless_present = "template",
        allow_hyphen_values = true
    )]
    customer: Option<Text>,
    /// How to reach them
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    contact: Option<Text>,
    /// How important the customer is, of the policy's grades
    #[arg(long, value_name = "GRADE", allow_hyphen_values = true)]
    grade: Option<Text>,
    /// How bad the matter is, of the policy's severities
    #[arg(long, value_name = "SEVERITY", allow_hyphen_values = true)]
    severity: Option<Text>,
    /// Who must deal with it [default: the first level]
    #[arg(long, value_name = "LEVEL", allow_hyphen_values = true)]
    level: Option<Text>,
    /// Which product
    #[arg(long, value_name = "PRODUCT", allow_hyphen_values = true)]
    product: Option<Text>,
    /// Which order
    #[arg(long, value_name = "ORDER", allow_hyphen_values = true)]
    order: Option<Text>,
    /// The amount in dispute, in the policy's currency
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true, value_parser = arguments::amount)]
    amount: Option<Decimal>,
    /// When it reached us, if not now
    #[arg(long, value_name = "TIME")]
    received: Option<String>,
    /// What the complainant asks for
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    request: Option<Text>,
    /// The matter in one line
    #[arg(
        long,
        value_name = "TEXT",
        required_unless_present = "template",
        allow_hyphen_values = true
    )]
    summary: Option<Text>,
    /// The matter at length; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    description: Option<Text>,
    #[command(flatten)]
    further: Further,
    /// A routine complaint of templates/cases/NAME.yaml, filled in beforehand; what is given here goes before
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
}

/// Where the templates lie.
const ROUTINE: Shelf = Shelf {
    folder: "templates/cases",
    extension: ".yaml",
    what: "template",
};

impl New {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        if context.at().is_some() {
            let hint = "say when it reached us with --received; registered is always now";
            return Err(Failure::Usage(
                Diagnostic::error("--at is not for new").hint(hint),
            ));
        }
        let repository = context.repository()?;
        let received = match &self.received {
            Some(typed) => context.instant(&repository, typed)?,
            None => context.now(repository.policy())?,
        };
        let prefilled = self
            .template
            .as_deref()
            .map(|name| prefilled(&repository, name))
            .transpose()?
            .unwrap_or_default();
        let facts = self.facts(repository.policy(), received, prefilled)?;
        let recorded = context.recorder(&repository)?.register(facts)?;
        context.warn(&repository, &recorded);
        context.alert(&repository, &recorded)?;
        print(&format!("{}\n", recorded.id))
    }
}

impl New {
    fn facts(
        self,
        policy: &Policy,
        received: Instant,
        prefilled: Prefilled,
    ) -> Result<Facts, Failure> {
        let first_level = || {
            policy
                .levels
                .first()
                .map(|level| level.name.clone())
                .unwrap_or_default()
        };
        let mut facts = Facts::blank(
            CaseId::new(policy.calendar.date(received), random::bits()?),
            received,
        );
        facts.level = text(self.level)
            .or(prefilled.level)
            .unwrap_or_else(first_level);
        for (field, value) in prefilled.values {
            facts.put(field, value);
        }
        let description = self.description.map(Text::or_stdin).transpose()?;
        let texts = [
            (FactField::Channel, text(self.channel)),
            (FactField::Category, text(self.category)),
            (FactField::Name, text(self.customer)),
            (FactField::Summary, text(self.summary)),
            (FactField::Severity, text(self.severity)),
            (FactField::Contact, text(self.contact)),
            (FactField::Grade, text(self.grade)),
            (FactField::Product, text(self.product)),
            (FactField::Order, text(self.order)),
            (FactField::Request, text(self.request)),
            (FactField::Description, description),
        ];
        let texts = texts
            .into_iter()
            .filter_map(|(field, text)| Some((field, Value::Text(text?))));
        let amount = self
            .amount
            .map(|amount| (FactField::Amount, Value::Decimal(amount)));
        for (field, value) in texts.chain(amount).chain(self.further.values(policy)?) {
            facts.put(field, value);
        }
        let flags = [
            (FactField::Channel, "--channel"),
            (FactField::Category, "--category"),
            (FactField::Name, "--customer"),
            (FactField::Summary, "--summary"),
        ];
        let is_lacking = |(field, _): &&(FactField, &str)| {
            facts.text(*field).is_none_or(|text| text.trim().is_empty())
        };
        match flags.iter().find(is_lacking) {
            Some((_, flag)) => Err(Failure::usage(format!(
                "{flag} is given neither here nor by the template"
            ))),
            None => Ok(facts),
        }
    }
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
