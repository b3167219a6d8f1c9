//! `new`.

use clap::Args;
use rust_decimal::Decimal;

use super::Context;
use super::further::Further;
use crate::cli::arguments::{self, Text, text};
use crate::domain::case::fields::Value;
use crate::domain::case::{FactField, Facts};
use crate::domain::names::CaseId;
use crate::domain::policy::Policy;
use crate::domain::time::Instant;
use crate::failure::{Failure, print};
use crate::render::Diagnostic;
use crate::store::random;

/// Take in a complaint; prints its id, and nothing else on stdout
///
/// Whoever takes it in holds it until it is assigned. `--received` may lie any time back; registered is always now.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  complaint new --channel phone --category product-quality --customer 王芳 --amount 1280.00 --summary \"dead pixels\""
)]
pub struct New {
    /// By which channel it came, of the policy's list
    #[arg(long, value_name = "CHANNEL", allow_hyphen_values = true)]
    channel: Text,
    /// What it is about, of the policy's categories
    #[arg(long, value_name = "CATEGORY", allow_hyphen_values = true)]
    category: Text,
    /// Who complains; "anonymous" is a name too
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    customer: Text,
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
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    summary: Text,
    /// The matter at length; `-` reads it from stdin
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    description: Option<Text>,
    #[command(flatten)]
    further: Further,
}

impl New {
    /// Records it.
    ///
    /// # Errors
    /// As [`Context::record`].
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        if context.at().is_some() {
            let hint = "say when it reached us with --received; registered is always now";
            return Err(Failure::Usage(Diagnostic::error("--at is not for new").hint(hint)));
        }
        let repository = context.repository()?;
        let received = match &self.received {
            Some(typed) => context.instant(&repository, typed)?,
            None => context.now(repository.policy())?,
        };
        let facts = self.facts(repository.policy(), received)?;
        let recorded = context.recorder(&repository)?.register(facts)?;
        context.warn(&recorded);
        context.alert(&repository, &recorded)?;
        print(&format!("{}\n", recorded.id))
    }
}

impl New {
    fn facts(self, policy: &Policy, received: Instant) -> Result<Facts, Failure> {
        let first_level = || policy.levels.first().map(|level| level.name.clone()).unwrap_or_default();
        let mut facts = Facts::blank(CaseId::new(policy.calendar.date(received), random::bits()?), received);
        facts.channel = self.channel.into_string();
        facts.category = self.category.into_string();
        facts.level = text(self.level).unwrap_or_else(first_level);
        facts.name = self.customer.into_string();
        facts.summary = self.summary.into_string();
        let description = self.description.map(Text::or_stdin).transpose()?;
        let texts = [
            (FactField::Severity, text(self.severity)),
            (FactField::Contact, text(self.contact)),
            (FactField::Grade, text(self.grade)),
            (FactField::Product, text(self.product)),
            (FactField::Order, text(self.order)),
            (FactField::Request, text(self.request)),
            (FactField::Description, description),
        ];
        let texts = texts.into_iter().filter_map(|(field, text)| Some((field, Value::Text(text?))));
        let amount = self.amount.map(|amount| (FactField::Amount, Value::Decimal(amount)));
        for (field, value) in texts.chain(amount).chain(self.further.values(policy)?) {
            facts.put(field, value);
        }
        Ok(facts)
    }
}
