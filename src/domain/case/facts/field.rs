//! The facts by name: their place in the file, the kind of their values, and the personal data they
//! may contain.

use std::str::FromStr;

use crate::domain::amount::parse_amount;
use crate::domain::case::fields::{AN_AMOUNT, AN_INSTANT, Value};
use crate::domain::keys::{Absent, Key, Takes, fact, required};
use crate::domain::list::List;
use crate::domain::message::{Message, text};
use crate::domain::time;

/// The kind of a fact's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// A text, or a value of a list of the policy.
    Text,
    /// A plain decimal: an amount of money or a quantity.
    Amount,
    /// An instant with its offset.
    Instant,
}

impl FactKind {
    /// The expected value, in messages.
    pub(crate) fn wanted(self) -> Message {
        match self {
            Self::Text => text!("a text"),
            Self::Amount => AN_AMOUNT,
            Self::Instant => AN_INSTANT,
        }
    }
}

/// The place of a fact in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactHome {
    /// Before `complainant`.
    Case,
    /// Inside `complainant`.
    Complainant,
    /// After `complainant`.
    Matter,
}

/// The personal data that a fact may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactClass {
    /// None: a value of a list of the policy.
    Listed,
    /// None: an instant, a number or an amount.
    Measured,
    /// The name of a thing; free text if the policy has no list of such things.
    Named,
    /// The complainant, or data that identifies them.
    Complainant,
    /// The person complained about.
    Person,
    /// Free text.
    Text,
}

macro_rules! facts {
    ($(
        #[doc = $doc:literal]
        $variant:ident = $name:literal: $home:ident $kind:ident $class:ident $(list $list:ident)?,
            $example:literal $rules:literal $(help $help:literal)?;
    )*) => {
        /// A fact that `amend` can correct. The id never changes; `escalate` changes the level.
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

            /// The description in the reference, a sentence.
            pub(crate) const fn description(self) -> &'static str {
                match self { $(Self::$variant => $doc.trim_ascii(),)* }
            }

            /// The help of its flag. Default: the description.
            pub(crate) fn help(self) -> &'static str {
                let help = match self { $(Self::$variant => [$($help,)? $doc.trim_ascii()][0],)* };
                help.trim_end_matches('.')
            }

            pub const fn kind(self) -> FactKind {
                match self { $(Self::$variant => FactKind::$kind,)* }
            }

            /// The personal data that it may contain.
            pub const fn class(self) -> FactClass {
                match self { $(Self::$variant => FactClass::$class,)* }
            }

            /// The place in the file.
            pub(crate) const fn home(self) -> FactHome {
                match self { $(Self::$variant => FactHome::$home,)* }
            }

            /// The list of the policy for its values, if any.
            pub(crate) const fn list(self) -> Option<List> {
                let lists: &[List] = match self { $(Self::$variant => &[$(List::$list)?],)* };
                lists.first().copied()
            }

            /// The example and the rules in the reference.
            const fn example(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($example, $rules),)* }
            }

            /// The example as the policy writes it.
            const fn quoted_example(self) -> &'static str {
                match self { $(Self::$variant => concat!("\"", $example, "\""),)* }
            }
        }
    };
}

facts! {
    /// When the complaint reached the organisation.
    Received = "received": Case Instant Measured, "2026-11-21T09:12:00+08:00" "A5"
        help "When the complaint was received. Default: now";
    /// The intake channel.
    Channel = "channel": Case Text Listed list Channels, "phone" "A1"
        help "The intake channel, one of the policy's channels";
    /// The category of the matter.
    Category = "category": Case Text Listed, "product-quality" "A7"
        help "The category of the matter, one of the policy's categories";
    /// The severity of the matter.
    Severity = "severity": Case Text Listed list Severities, "major" "A7"
        help "The severity of the matter, one of the policy's severities";
    /// The kind of contact: a complaint, an enquiry or a suggestion.
    Kind = "kind": Case Text Listed list Kinds, "complaint" "A7"
        help "The kind of contact, one of the policy's kinds: complaint, enquiry, suggestion …";
    /// The symptom of the problem.
    Symptom = "symptom": Case Text Listed list Symptoms, "defective" "A7"
        help "The symptom of the problem, one of the policy's symptoms";
    /// The complainant's name; `anonymous` is valid.
    Name = "name": Complainant Text Complainant, "王芳" "A3"
        help "The complainant's name; \"anonymous\" is valid";
    /// The contact details of the complainant.
    Contact = "contact": Complainant Text Complainant, "138 0000 0000" "A3";
    /// The grade (importance) of the customer.
    Grade = "grade": Complainant Text Listed list Grades, "vip" "A3"
        help "The grade (importance) of the customer, one of the policy's grades";
    /// The type of complainant: a consumer, a retailer or a colleague.
    Type = "type": Complainant Text Listed list Types, "consumer" "A3"
        help "The type of complainant, one of the policy's types: consumer, retailer …";
    /// How long the complainant has been a customer, as a class of the policy.
    Tenure = "tenure": Complainant Text Listed list Tenures, "over-5y" "D4"
        help "How long the complainant has been a customer, one of the policy's tenures";
    /// The value of the customer, as a class of the policy.
    Value = "value": Complainant Text Listed list Values, "high" "D4"
        help "The value of the customer, one of the policy's values";
    /// The customer number.
    Number = "number": Complainant Text Complainant, "C-1001" "A3";
    /// The person on whose behalf they complain, if not their own.
    Behalf = "behalf": Complainant Text Complainant, "her mother" "A3";
    /// The product line.
    Line = "line": Matter Text Named list Lines, "tiles" "A3";
    /// The product.
    Product = "product": Matter Text Named, "PX-200" "A3"
        help "The product";
    /// The brand.
    Brand = "brand": Matter Text Named, "Harbour" "A3";
    /// The order number.
    Order = "order": Matter Text Complainant, "SO-4711" "A3"
        help "The order number";
    /// The outlet.
    Outlet = "outlet": Matter Text Named list Outlets, "north" "A3";
    /// When the goods were shipped.
    Shipped = "shipped": Matter Instant Measured, "2026-11-10T08:00:00+08:00" "A3";
    /// When the goods were delivered.
    // Claim windows start at this date.
    Delivered = "delivered": Matter Instant Measured, "2026-11-12T15:30:00+08:00" "A8";
    /// The number of items concerned.
    Quantity = "quantity": Matter Amount Measured, "12" "A3";
    /// The unit price, in the policy's currency.
    Price = "price": Matter Amount Measured, "106.50" "A3"
        help "The unit price";
    /// The amount in dispute, in the policy's currency.
    Amount = "amount": Matter Amount Measured, "1280.00" "A3";
    /// The condition of the goods, such as used or unused.
    Condition = "condition": Matter Text Text list Conditions, "unused" "A3, A8"
        help "The condition of the goods, one of the policy's conditions if it lists any";
    /// Whether the goods are paid for.
    Payment = "payment": Matter Text Listed list Payments, "paid" "A3"
        help "Whether the goods are paid for, one of the policy's payments if it lists any";
    /// When it happened.
    Occurred = "occurred": Matter Instant Measured, "2026-11-20T18:00:00+08:00" "A3";
    /// Where it happened.
    Place = "place": Matter Text Text, "North counter" "A3";
    /// The person whose conduct is complained about.
    Person = "person": Matter Text Person, "the cashier" "A3";
    /// A summary of the matter in one line.
    Summary = "summary": Matter Text Text, "dead pixels" "A3";
    /// A full description of the matter.
    Description = "description": Matter Text Text, "Three dead pixels on the second day." "A3"
        help "A full description of the matter; `-` reads it from stdin";
    /// What the complainant asks for.
    Request = "request": Matter Text Text list Requests, "refund" "A3";
}

impl FactField {
    /// The optional facts, in the order of the file.
    pub(crate) fn optional() -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(|field| !field.is_required())
    }

    /// Whether its value says who is concerned: such words are not for everybody to read. Other
    /// free text does not consist of names; whole sentences of it are not looked for.
    pub(crate) fn identifies(self) -> bool {
        match self.class() {
            FactClass::Complainant | FactClass::Person => true,
            FactClass::Text => self == Self::Place,
            FactClass::Listed | FactClass::Measured | FactClass::Named => false,
        }
    }

    /// Whether every complaint has this fact.
    pub const fn is_required(self) -> bool {
        matches!(
            self,
            Self::Received | Self::Channel | Self::Category | Self::Name | Self::Summary
        )
    }

    /// The description for the reference and the schema.
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

    /// Whether it classifies cases, so that conditions can use it; text that describes one case does
    /// not.
    pub(crate) const fn classifies(self) -> bool {
        let is_of_a_list = self.list().is_some();
        let is_name = matches!(self.class(), FactClass::Listed | FactClass::Named);
        matches!(self.kind(), FactKind::Text)
            && (is_of_a_list || is_name || matches!(self, Self::Number))
    }

    /// The description as a key of `when`.
    pub(crate) const fn condition(self) -> Key {
        Key {
            example: self.quoted_example(),
            takes: Takes::Texts,
            absent: Absent::Means("any"),
            ..self.key()
        }
    }

    /// Parses a value of the fact's kind. `Err` is the expected kind of value.
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
