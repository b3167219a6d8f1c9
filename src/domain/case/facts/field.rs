//! The facts by name: where each stands in the file, what kind of value it takes, and what it can
//! tell of people.

use std::str::FromStr;

use crate::domain::amount::parse_amount;
use crate::domain::case::fields::{AN_AMOUNT, AN_INSTANT, Value};
use crate::domain::keys::{Key, Takes, fact, required};
use crate::domain::list::List;
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
    pub(crate) fn wanted(self) -> Message {
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
    Text,
}

macro_rules! facts {
    ($(
        #[doc = $doc:literal]
        $variant:ident = $name:literal: $home:ident $kind:ident $class:ident $(list $list:ident)?,
            $example:literal $rules:literal $(help $help:literal)?;
    )*) => {
        /// A fact that `amend` can correct. The id is fixed at birth; the level moves by
        /// `escalate`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FactField {
            $(#[doc = $doc] $variant,)*
        }

        impl FactField {
            /// Every fact, in the order of the file.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in the file, on the command line and in `field:`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it says, as a sentence of the reference.
            pub(crate) const fn description(self) -> &'static str {
                match self { $(Self::$variant => $doc.trim_ascii(),)* }
            }

            /// What the help of its flag says: the description, where the table has no other.
            pub(crate) fn help(self) -> &'static str {
                let help = match self { $(Self::$variant => [$($help,)? $doc.trim_ascii()][0],)* };
                help.trim_end_matches('.')
            }

            pub const fn kind(self) -> FactKind {
                match self { $(Self::$variant => FactKind::$kind,)* }
            }

            /// What it can tell of people.
            pub fn class(self) -> FactClass {
                match self { $(Self::$variant => FactClass::$class,)* }
            }

            /// Where it stands in the file.
            pub(crate) const fn home(self) -> FactHome {
                match self { $(Self::$variant => FactHome::$home,)* }
            }

            /// The list of the policy that its values come from; `None`: they come from none.
            pub(crate) fn list(self) -> Option<List> {
                let lists: &[List] = match self { $(Self::$variant => &[$(List::$list)?],)* };
                lists.first().copied()
            }

            /// A value, and the rules that it serves, for the reference.
            const fn example(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($example, $rules),)* }
            }
        }
    };
}

facts! {
    /// When the complaint reached the organisation.
    Received = "received": Case Instant Measured, "2026-11-21T09:12:00+08:00" "A5"
        help "When it reached us, if not now";
    /// By which channel it came in.
    Channel = "channel": Case Text Listed list Channels, "phone" "A1"
        help "By which channel it came, of the policy's list";
    /// What it is about.
    Category = "category": Case Text Listed, "product-quality" "A7"
        help "What it is about, of the policy's categories";
    /// How bad the matter is.
    Severity = "severity": Case Text Listed list Severities, "major" "A7"
        help "How bad the matter is, of the policy's severities";
    /// The kind of contact: a complaint, an enquiry or a suggestion.
    Kind = "kind": Case Text Listed list Kinds, "complaint" "A7"
        help "The kind of contact, of the policy's kinds: complaint, enquiry, suggestion …";
    /// How the matter showed.
    Symptom = "symptom": Case Text Listed list Symptoms, "defective" "A7"
        help "How the matter showed, of the policy's symptoms";
    /// The name; `anonymous` is one.
    Name = "name": Complainant Text Complainant, "王芳" "A3"
        help "Who complains; \"anonymous\" is a name too";
    /// How to reach them.
    Contact = "contact": Complainant Text Complainant, "138 0000 0000" "A3";
    /// How important the customer is.
    Grade = "grade": Complainant Text Listed list Grades, "vip" "A3"
        help "How important the customer is, of the policy's grades";
    /// What the complainant is: a consumer, a retailer or a colleague.
    Type = "type": Complainant Text Listed list Types, "consumer" "A3"
        help "What the complainant is, of the policy's types: consumer, retailer …";
    /// How long they have been a customer, of the policy's classes.
    Tenure = "tenure": Complainant Text Listed list Tenures, "over-5y" "D4"
        help "How long they have been a customer, of the policy's tenures";
    /// What the customer is worth, of the policy's classes.
    Value = "value": Complainant Text Listed list Values, "high" "D4"
        help "What the customer is worth, of the policy's values";
    /// The customer's number.
    Number = "number": Complainant Text Complainant, "C-1001" "A3";
    /// On whose behalf, if not their own.
    Behalf = "behalf": Complainant Text Complainant, "her mother" "A3";
    /// Which product line.
    Line = "line": Matter Text Named list Lines, "tiles" "A3";
    /// What it concerns.
    Product = "product": Matter Text Named, "PX-200" "A3"
        help "Which product";
    /// Which brand.
    Brand = "brand": Matter Text Named, "Harbour" "A3";
    /// The customer's order.
    Order = "order": Matter Text Complainant, "SO-4711" "A3"
        help "Which order";
    /// Which outlet.
    Outlet = "outlet": Matter Text Named list Outlets, "north" "A3";
    /// When the goods were shipped.
    Shipped = "shipped": Matter Instant Measured, "2026-11-10T08:00:00+08:00" "A3";
    /// When the goods were delivered.
    // Claim windows begin here.
    Delivered = "delivered": Matter Instant Measured, "2026-11-12T15:30:00+08:00" "A8";
    /// How many are concerned.
    Quantity = "quantity": Matter Amount Measured, "12" "A3";
    /// The price of one, in the policy's currency.
    Price = "price": Matter Amount Measured, "106.50" "A3"
        help "The price of one";
    /// The amount in dispute, in the policy's currency.
    Amount = "amount": Matter Amount Measured, "1280.00" "A3";
    /// The state of use of the goods, and whether they are paid.
    Condition = "condition": Matter Text Text, "unused, paid" "A3";
    /// When it happened.
    Occurred = "occurred": Matter Instant Measured, "2026-11-20T18:00:00+08:00" "A3";
    /// Where it happened.
    Place = "place": Matter Text Text, "North counter" "A3";
    /// Whose conduct it is about.
    Person = "person": Matter Text Person, "the cashier" "A3";
    /// The matter in one line.
    Summary = "summary": Matter Text Text, "dead pixels" "A3";
    /// The matter at length.
    Description = "description": Matter Text Text, "Three dead pixels on the second day." "A3"
        help "The matter at length; `-` reads it from stdin";
    /// What the complainant asks for.
    Request = "request": Matter Text Text list Requests, "refund" "A3";
}

impl FactField {
    /// The facts that a complaint may be without, in the order of the file.
    pub(crate) fn optional() -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(|field| !field.is_required())
    }

    /// Whether a complaint cannot be without this fact.
    pub(crate) const fn is_required(self) -> bool {
        matches!(
            self,
            Self::Received | Self::Channel | Self::Category | Self::Name | Self::Summary
        )
    }

    /// What the reference and the schema say of it.
    pub(crate) const fn key(self) -> Key {
        let takes = match self.kind() {
            FactKind::Text => Takes::Text,
            FactKind::Amount => Takes::Amount,
            FactKind::Instant => Takes::Instant,
        };
        let (example, rules) = self.example();
        let (name, text) = (self.name(), self.description());
        match self.is_required() {
            true => required(name, takes, example, text, rules),
            false => fact(name, takes, example, text, rules),
        }
    }

    /// Reads a value of the fact's kind. An `Err` says what it should have been.
    pub(crate) fn parse(self, text: &str) -> Result<Value, Message> {
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
