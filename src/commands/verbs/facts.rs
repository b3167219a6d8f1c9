//! The facts of `new` that only some complaints have.

use clap::Args;
use rust_decimal::Decimal;

use crate::cli::arguments::{self, Text};
use crate::cli::context;
use crate::cli::failure::Failure;
use crate::domain::case::FactField;
use crate::domain::case::fields::Value;
use crate::domain::policy::Policy;

/// Facts that only some complaints have.
#[derive(Debug, Args)]
#[command(next_help_heading = "Further facts")]
pub struct Further {
    /// The kind of contact, of the policy's kinds: complaint, enquiry, suggestion …
    #[arg(long, value_name = "KIND", allow_hyphen_values = true)]
    kind: Option<Text>,
    /// How the matter showed, of the policy's symptoms
    #[arg(long, value_name = "SYMPTOM", allow_hyphen_values = true)]
    symptom: Option<Text>,
    /// What the complainant is, of the policy's types: consumer, retailer …
    #[arg(long = "type", value_name = "TYPE", allow_hyphen_values = true)]
    complainant_type: Option<Text>,
    /// How long they have been a customer, of the policy's tenures
    #[arg(long, value_name = "TENURE", allow_hyphen_values = true)]
    tenure: Option<Text>,
    /// What the customer is worth, of the policy's values
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    value: Option<Text>,
    /// The customer's number
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    number: Option<Text>,
    /// On whose behalf, if not their own
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    behalf: Option<Text>,
    /// Which product line
    #[arg(long, value_name = "LINE", allow_hyphen_values = true)]
    line: Option<Text>,
    /// Which brand
    #[arg(long, value_name = "BRAND", allow_hyphen_values = true)]
    brand: Option<Text>,
    /// Which outlet
    #[arg(long, value_name = "OUTLET", allow_hyphen_values = true)]
    outlet: Option<Text>,
    /// When the goods were shipped
    #[arg(long, value_name = "TIME")]
    shipped: Option<String>,
    /// When the goods were delivered
    #[arg(long, value_name = "TIME")]
    delivered: Option<String>,
    /// How many are concerned
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true, value_parser = arguments::amount)]
    quantity: Option<Decimal>,
    /// The price of one
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true, value_parser = arguments::amount)]
    price: Option<Decimal>,
    /// The state of use of the goods, and whether they are paid
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    condition: Option<Text>,
    /// When it happened
    #[arg(long, value_name = "TIME")]
    occurred: Option<String>,
    /// Where it happened
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    place: Option<Text>,
    /// Whose conduct it is about
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    person: Option<Text>,
}

impl Further {
    /// The facts that were given.
    ///
    /// # Errors
    /// A date is not a time.
    pub fn values(self, policy: &Policy) -> Result<Vec<(FactField, Value)>, Failure> {
        let texts = [
            (FactField::Kind, self.kind),
            (FactField::Symptom, self.symptom),
            (FactField::Type, self.complainant_type),
            (FactField::Tenure, self.tenure),
            (FactField::Value, self.value),
            (FactField::Number, self.number),
            (FactField::Behalf, self.behalf),
            (FactField::Line, self.line),
            (FactField::Brand, self.brand),
            (FactField::Outlet, self.outlet),
            (FactField::Condition, self.condition),
            (FactField::Place, self.place),
            (FactField::Person, self.person),
        ];
        let amounts = [
            (FactField::Quantity, self.quantity),
            (FactField::Price, self.price),
        ];
        let dates = [
            (FactField::Shipped, self.shipped),
            (FactField::Delivered, self.delivered),
            (FactField::Occurred, self.occurred),
        ];
        let texts = texts
            .into_iter()
            .filter_map(|(field, text)| Some((field, Value::Text(text?.into_string()))));
        let amounts = amounts
            .into_iter()
            .filter_map(|(field, amount)| Some((field, Value::Decimal(amount?))));
        let mut values: Vec<(FactField, Value)> = texts.chain(amounts).collect();
        for (field, typed) in dates
            .into_iter()
            .filter_map(|(field, typed)| Some((field, typed?)))
        {
            values.push((field, Value::Instant(context::instant(policy, &typed)?)));
        }
        Ok(values)
    }
}
