//! The facts by name: where each stands in the file, what kind of value it takes, and what it can tell of people.

use std::str::FromStr;

use crate::domain::amount::parse_amount;
use crate::domain::case::fields::{AN_AMOUNT, AN_INSTANT, Value};
use crate::domain::message::{Message, text};
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

impl FactKind {
    /// What the value should be, in messages.
    pub fn wanted(self) -> Message {
        match self {
            Self::Text => text!("a text"),
            Self::Amount => AN_AMOUNT,
            Self::Instant => AN_INSTANT,
        }
    }
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

/// What a fact can tell of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactClass {
    /// A value of a list of the policy.
    Listed,
    /// An instant, a number or an amount.
    Measured,
    /// The name of a thing, in anybody's words where the policy has no list of it.
    Named,
    /// Who complains, or what leads to them.
    Complainant,
    /// Who is complained about.
    Person,
    /// What somebody wrote.
    Text,
}

macro_rules! facts {
    ($(
        $(#[doc = $doc:literal])+
        $variant:ident = $name:literal : $home:ident $kind:ident $class:ident $($help:literal)?,
    )*) => {
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

            /// What the help of its flag says: the line above, where the table has no other.
            pub fn help(self) -> &'static str {
                match self {
                    $(Self::$variant => [$($help,)? concat!($($doc),+).trim_ascii()][0],)*
                }
            }

            /// What it takes.
            pub fn kind(self) -> FactKind {
                match self { $(Self::$variant => FactKind::$kind,)* }
            }

            /// What it can tell of people.
            pub fn class(self) -> FactClass {
                match self { $(Self::$variant => FactClass::$class,)* }
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
    Received = "received": Case Instant Measured "When it reached us, if not now",
    /// By which channel it came (A1)
    Channel = "channel": Case Text Listed "By which channel it came, of the policy's list",
    /// What it is about, of the policy's tree
    Category = "category": Case Text Listed "What it is about, of the policy's categories",
    /// How bad the matter is
    Severity = "severity": Case Text Listed "How bad the matter is, of the policy's severities",
    /// The kind of contact: a complaint, an enquiry, a suggestion … (A7)
    Kind = "kind": Case Text Listed
        "The kind of contact, of the policy's kinds: complaint, enquiry, suggestion …",
    /// How the matter showed (A7)
    Symptom = "symptom": Case Text Listed "How the matter showed, of the policy's symptoms",
    /// The complainant's name; "anonymous" is one
    Name = "name": Complainant Text Complainant "Who complains; \"anonymous\" is a name too",
    /// How to reach the complainant
    Contact = "contact": Complainant Text Complainant "How to reach them",
    /// How important the customer is
    Grade = "grade": Complainant Text Listed
        "How important the customer is, of the policy's grades",
    /// What the complainant is: a consumer, a retailer, a colleague … (A3)
    Type = "type": Complainant Text Listed
        "What the complainant is, of the policy's types: consumer, retailer …",
    /// How long they have been a customer, of the policy's classes (D4)
    Tenure = "tenure": Complainant Text Listed
        "How long they have been a customer, of the policy's tenures",
    /// How much they spend, of the policy's classes (D4)
    Value = "value": Complainant Text Listed "What the customer is worth, of the policy's values",
    /// The customer's number
    Number = "number": Complainant Text Complainant,
    /// On whose behalf, if not their own
    Behalf = "behalf": Complainant Text Complainant,
    /// Which product line
    Line = "line": Matter Text Named,
    /// Which product
    Product = "product": Matter Text Named,
    /// Which brand
    Brand = "brand": Matter Text Named,
    /// Which order
    Order = "order": Matter Text Complainant,
    /// Which outlet
    Outlet = "outlet": Matter Text Named,
    /// When the goods were shipped
    Shipped = "shipped": Matter Instant Measured,
    /// When the goods were delivered: claim windows begin here (A8)
    Delivered = "delivered": Matter Instant Measured "When the goods were delivered",
    /// How many are concerned
    Quantity = "quantity": Matter Amount Measured,
    /// The price of one, in the policy's currency
    Price = "price": Matter Amount Measured "The price of one",
    /// The amount in dispute, in the policy's currency
    Amount = "amount": Matter Amount Measured,
    /// The state of use of the goods, and whether they are paid
    Condition = "condition": Matter Text Text,
    /// When it happened
    Occurred = "occurred": Matter Instant Measured,
    /// Where it happened
    Place = "place": Matter Text Text,
    /// Whose conduct it is about
    Person = "person": Matter Text Person,
    /// The matter in one line
    Summary = "summary": Matter Text Text,
    /// The matter at length
    Description = "description": Matter Text Text "The matter at length; `-` reads it from stdin",
    /// What the complainant asks for
    Request = "request": Matter Text Text,
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
    pub fn parse(self, text: &str) -> Result<Value, Message> {
        let value = match self.kind() {
            FactKind::Text => Some(Value::Text(text.to_owned())),
            FactKind::Amount => parse_amount(text).map(Value::Decimal),
            FactKind::Instant => time::parse_rfc3339(text).ok().map(Value::Instant),
        };
        value.ok_or_else(|| self.kind().wanted())
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
