//! The facts by name: where each stands in the file, and what kind of value it takes.

use std::str::FromStr;

use crate::domain::amount::parse_amount;
use crate::domain::case::fields::Value;
use crate::domain::time;

/// What a fact takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// A text, or a name of one of the policy's lists.
    Text,
    /// A plain decimal: money, or a quantity.
    Amount,
    /// An instant with its offset.
    Instant,
}

/// Where a fact stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactHome {
    /// At the top, before the complainant.
    Case,
    /// Below `complainant`.
    Complainant,
    /// After the complainant.
    Matter,
}

macro_rules! facts {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal : $home:ident $kind:ident,)*) => {
        /// A fact that `amend` can correct. The id is fixed at birth; the level moves by `escalate`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FactField {
            $($(#[doc = $doc])+ $variant,)*
        }

        impl FactField {
            /// Every fact, in the order of the file.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in the file, on the command line and in `field:`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it says, in one line.
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)* }
            }

            /// What it takes.
            pub fn kind(self) -> FactKind {
                match self { $(Self::$variant => FactKind::$kind,)* }
            }

            /// Where it stands in the file.
            pub fn home(self) -> FactHome {
                match self { $(Self::$variant => FactHome::$home,)* }
            }
        }
    };
}

facts! {
    /// When it reached the organisation (A5)
    Received = "received": Case Instant,
    /// By which channel it came (A1)
    Channel = "channel": Case Text,
    /// What it is about, of the policy's tree
    Category = "category": Case Text,
    /// How bad the matter is
    Severity = "severity": Case Text,
    /// The kind of contact: a complaint, an enquiry, a suggestion … (A7)
    Kind = "kind": Case Text,
    /// How the matter showed (A7)
    Symptom = "symptom": Case Text,
    /// The complainant's name; "anonymous" is one
    Name = "name": Complainant Text,
    /// How to reach the complainant
    Contact = "contact": Complainant Text,
    /// How important the customer is
    Grade = "grade": Complainant Text,
    /// What the complainant is: a consumer, a retailer, a colleague … (A3)
    Type = "type": Complainant Text,
    /// How long they have been a customer, of the policy's classes (D4)
    Tenure = "tenure": Complainant Text,
    /// How much they spend, of the policy's classes (D4)
    Value = "value": Complainant Text,
    /// The customer's number
    Number = "number": Complainant Text,
    /// On whose behalf, if not their own
    Behalf = "behalf": Complainant Text,
    /// Which product line
    Line = "line": Matter Text,
    /// Which product
    Product = "product": Matter Text,
    /// Which brand
    Brand = "brand": Matter Text,
    /// Which order
    Order = "order": Matter Text,
    /// Which outlet
    Outlet = "outlet": Matter Text,
    /// When the goods were shipped
    Shipped = "shipped": Matter Instant,
    /// When the goods were delivered: claim windows begin here (A8)
    Delivered = "delivered": Matter Instant,
    /// How many are concerned
    Quantity = "quantity": Matter Amount,
    /// The price of one, in the policy's currency
    Price = "price": Matter Amount,
    /// The amount in dispute, in the policy's currency
    Amount = "amount": Matter Amount,
    /// The state of use of the goods, and whether they are paid
    Condition = "condition": Matter Text,
    /// When it happened
    Occurred = "occurred": Matter Instant,
    /// Where it happened
    Place = "place": Matter Text,
    /// Whose conduct it is about
    Person = "person": Matter Text,
    /// The matter in one line
    Summary = "summary": Matter Text,
    /// The matter at length
    Description = "description": Matter Text,
    /// What the complainant asks for
    Request = "request": Matter Text,
}

impl FactField {
    /// The facts that a complaint may be without, in the order of the file.
    pub fn optional() -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(|field| !field.is_required())
    }

    /// Whether a complaint cannot be without this fact.
    pub fn is_required(self) -> bool {
        matches!(
            self,
            Self::Received | Self::Channel | Self::Category | Self::Name | Self::Summary
        )
    }

    /// Reads a value of the fact's kind. An `Err` says what it should have been.
    pub fn parse(self, text: &str) -> Result<Value, &'static str> {
        match self.kind() {
            FactKind::Text => Ok(Value::Text(text.to_owned())),
            FactKind::Amount => parse_amount(text)
                .map(Value::Decimal)
                .ok_or("an amount like 1280.00"),
            FactKind::Instant => time::parse_rfc3339(text)
                .map(Value::Instant)
                .map_err(|_| "an instant with its offset, like 2026-11-21T09:12:00+08:00"),
        }
    }
}

impl FromStr for FactField {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .copied()
            .find(|field| field.name() == text)
            .ok_or(())
    }
}
