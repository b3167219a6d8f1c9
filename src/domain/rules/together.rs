//! What one order or complainant was granted in several cases (D1).
//!
//! A case is judged by itself. What other cases granted is data: it is looked up when an event is
//! recorded, and from all cases at hand by `check`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::approval;
use crate::domain::calendar::{Pauses, Roll};
use crate::domain::case::event::{Approve, Propose};
use crate::domain::case::{Case, Entry, Event, FactField, Facts};
use crate::domain::characters::is_invisible;
use crate::domain::finding::{Code, Finding, Spot};
use crate::domain::message::{Command, Message, all_of, message, text};
use crate::domain::names::CaseId;
use crate::domain::policy::{Bond, Policy, TogetherRule};
use crate::domain::spelling::folded;
use crate::domain::state::{Proposal, State};
use crate::domain::time::Instant;

/// Whose grants count together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Party {
    Order(String),
    /// A customer number.
    Customer(String),
    Person {
        name: String,
        contact: String,
    },
}

/// The parties of a case.
pub(crate) fn parties(facts: &Facts, rule: &TogetherRule) -> Vec<Party> {
    let fact = |field| facts.text(field).map(folded).filter(|it| !it.is_empty());
    let of_bond = |bond: &Bond| match bond {
        Bond::Order => [fact(FactField::Order).map(Party::Order), None],
        Bond::Complainant => {
            let person = fact(FactField::Name).zip(fact(FactField::Contact));
            let person = person.map(|(name, contact)| Party::Person {
                name,
                contact: without_groups(&contact),
            });
            [fact(FactField::Number).map(Party::Customer), person]
        }
    };
    rule.by.iter().flat_map(of_bond).flatten().collect()
}

/// A telephone number however it is grouped.
fn without_groups(contact: &str) -> String {
    let is_grouping = |c: char| c.is_whitespace() || c == '-';
    contact.chars().filter(|c| !is_grouping(*c)).collect()
}

/// Whether the text of a case file may name one of the parties and a remedy, so that it has to be
/// parsed. Looks for the longest word of the name that has one spelling only.
pub(crate) fn may_name(text: &[u8], parties: &[Party]) -> bool {
    const PROPOSE: &[u8] = b"propose";
    let has = |word: &[u8]| {
        let mut windows = text.windows(word.len());
        windows.any(|window| window.eq_ignore_ascii_case(word))
    };
    if !has(PROPOSE) {
        return false;
    }
    // Letters of another width, invisible characters and escapes spell a word differently.
    let is_free = |c: char| {
        matches!(c, '\\' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{212a}' | '\u{f900}'..='\u{faff}')
            || is_invisible(c)
    };
    let spells_freely = || String::from_utf8_lossy(text).chars().any(is_free);
    let is_named = |party: &Party| {
        let word = longest_word(party.name());
        word.is_empty() || has(word.as_bytes())
    };
    parties.iter().any(is_named) || spells_freely()
}

/// The longest run of characters without another spelling: ASCII letters, digits and ideographs.
fn longest_word(name: &str) -> &str {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\u{4e00}'..='\u{9fff}');
    let words = name.split(|c| !is_plain(c));
    words.max_by_key(|word| word.len()).unwrap_or_default()
}

impl Party {
    /// The name to look for.
    fn name(&self) -> &str {
        match self {
            Self::Order(name) | Self::Customer(name) | Self::Person { name, .. } => name,
        }
    }
}

/// Whether a case has one of the parties, or may have got one by an amendment.
pub(crate) fn may_share(case: &Case, parties: &[Party], rule: &TogetherRule) -> bool {
    let is_amendment = |entry: &Entry| matches!(entry.event, Event::Amend(_));
    shares(&case.facts, parties, rule) || case.entries.iter().any(is_amendment)
}

/// Whether a case has one of the parties.
pub(crate) fn shares(facts: &Facts, wanted: &[Party], rule: &TogetherRule) -> bool {
    parties(facts, rule)
        .iter()
        .any(|party| wanted.contains(party))
}

/// What other cases were granted, by case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Elsewhere(BTreeMap<CaseId, Decimal>);

impl Elsewhere {
    /// What some cases were granted; `counts` says at which instants.
    pub(crate) fn of<'a>(
        others: impl Iterator<Item = &'a State>,
        counts: impl Fn(&CaseId, Instant) -> bool,
    ) -> Self {
        let mut cases: BTreeMap<CaseId, Decimal> = BTreeMap::new();
        for state in others {
            let id = &state.facts.id;
            for (remedy, _) in grants(state).filter(|(_, granted)| counts(id, *granted)) {
                let sum = cases.entry(id.clone()).or_default();
                *sum = sum.saturating_add(remedy.terms.worth());
            }
        }
        Self(cases)
    }

    /// The sum of all cases.
    pub(crate) fn sum(&self) -> Decimal {
        let amounts = self.0.values();
        amounts.fold(Decimal::ZERO, |sum, amount| sum.saturating_add(*amount))
    }

    fn in_words(&self) -> Message {
        let cases = self.0.iter();
        let cases = cases.map(|(case, amount)| message!("{case} ({amount})", case, amount));
        message!("{cases}", cases = all_of(cases))
    }
}

/// The remedies with an amount that a case granted, with the instants.
pub(crate) fn grants(state: &State) -> impl Iterator<Item = (&Proposal, Instant)> {
    let priced = state.owed().filter(|remedy| costs(remedy));
    priced.filter_map(|remedy| Some((remedy, remedy.owed?)))
}

fn costs(remedy: &Proposal) -> bool {
    remedy.terms.remedy().is_some() && !remedy.terms.worth().is_zero()
}

/// Whether two instants are near enough for grants to count together, in either order: an act that
/// is recorded afterwards can be the earlier one.
pub(crate) fn is_near(one: Instant, other: Instant, rule: &TogetherRule, policy: &Policy) -> bool {
    let (first, last) = (one.min(other), one.max(other));
    let end = policy
        .calendar
        .add(first, rule.within, Roll::Keep, Pauses::NONE);
    end.is_none_or(|end| last <= end)
}

/// The remedies with an amount that an event proposes, approves or grants.
pub(crate) fn concerned<'a>(entry: &Entry, before: &State, after: &'a State) -> Vec<&'a Proposal> {
    let named = if let Event::Propose(Propose { terms, .. }) | Event::Approve(Approve { terms }) =
        &entry.event
    {
        Some(&terms.proposal)
    } else {
        None
    };
    let was_owed = |remedy: &Proposal| {
        let mut owed = before.owed();
        owed.any(|other| other.terms.proposal == remedy.terms.proposal)
    };
    let is_concerned = |remedy: &&Proposal| {
        let is_granted = remedy.owed.is_some() && !was_owed(remedy);
        costs(remedy) && (is_granted || named == Some(&remedy.terms.proposal))
    };
    after.remedies().filter(is_concerned).collect()
}

/// The finding for an event about a remedy whose sum with what other cases were granted needs an
/// approval that it lacks. Where the policy binds, `propose` records that sum, and the judge goes
/// by it; an act on an earlier proposal is refused.
pub(crate) fn objection(
    entry: &Entry,
    remedy: &Proposal,
    elsewhere: &Elsewhere,
    policy: &Policy,
) -> Option<Finding> {
    let rule = policy.together.as_ref()?;
    let is_proposed = matches!(entry.event, Event::Propose(_));
    let known = match is_proposed {
        true => Decimal::ZERO,
        false => remedy.elsewhere,
    };
    let sum = beyond(remedy, known, elsewhere, policy)?;
    let is_late = rule.binding && !is_proposed && !approval::goes_ahead(&sum.whole, policy);
    if !is_late {
        return Some(sum.warning(text!("look at the cases together before you go on")));
    }
    let propose = Command::new("propose").this();
    let propose = propose.flag("--remedy", remedy.terms.remedy()?);
    let propose = propose.flag("--amount", remedy.terms.worth().to_string());
    let message = message!(
        "cannot {verb}: {sum}",
        verb = entry.event.name(),
        sum = sum.message
    );
    let hint = message!("propose it again, with the sum: {propose}", propose);
    let finding = Finding::error(Code::Authority, Spot::default(), message).hint(hint);
    Some(finding.ruled_by(rule.spot))
}

/// The warning about a granted remedy whose sum with what other cases were granted before needs an
/// approval that it lacks: two clones can grant without knowing of each other.
pub(crate) fn question(
    remedy: &Proposal,
    elsewhere: &Elsewhere,
    policy: &Policy,
) -> Option<Finding> {
    let sum = beyond(remedy, remedy.elsewhere, elsewhere, policy)?;
    let hint = text!("look at the cases together: was each known when the other was granted?");
    Some(sum.warning(hint))
}

/// A sum that lacks an approval.
struct Sum {
    whole: Proposal,
    message: Message,
    rule: Spot,
}

impl Sum {
    fn warning(self, hint: Message) -> Finding {
        let finding = Finding::warning(Code::Together, Spot::default(), self.message);
        finding.hint(hint).ruled_by(self.rule)
    }
}

/// The sum, if it lacks an approval that the remedy with what was `known` does not lack.
fn beyond(
    remedy: &Proposal,
    known: Decimal,
    elsewhere: &Elsewhere,
    policy: &Policy,
) -> Option<Sum> {
    let rule = policy.together.as_ref()?;
    let with = |elsewhere: Decimal| Proposal {
        elsewhere,
        ..remedy.clone()
    };
    let (alone, whole) = (with(known), with(known.max(elsewhere.sum())));
    if approval::missing(&whole, policy) == approval::missing(&alone, policy) {
        return None;
    }
    let message = message!(
        "with {cases}, one order or complainant gets {sum} within {span}: together that lacks the \
         approval of {approvers}",
        cases = elsewhere.in_words(),
        sum = remedy.total().saturating_add(elsewhere.sum()),
        span = rule.within,
        approvers = approval::missing_in_words(&whole, policy)?
    );
    Some(Sum {
        whole,
        message,
        rule: rule.spot,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_may_name_a_party_is_parsed() {
        let order = [Party::Order(folded("SO-4711"))];
        let person = [Party::Person {
            name: folded("王芳"),
            contact: "13800000000".to_owned(),
        }];
        for (text, parties, is_parsed) in [
            ("order: so-4711\n- do: propose\n", &order, true),
            ("order: ＳＯ-４７１１\n- do: propose\n", &order, true),
            (
                "order: \"SO-4\\u0037\\u0031\\u0031\"\n- do: propose\n",
                &order,
                true,
            ),
            ("order: SO-471\u{200b}1\n- do: propose\n", &order, true),
            ("order: SO-4712\n- do: propose\n", &order, false),
            ("order: SO-4711\n- do: note\n", &order, false),
            ("name: 王芳\n- do: propose\n", &person, true),
            (
                "name: 李雷\nsummary: 坏了，要退\n- do: propose\n",
                &person,
                false,
            ),
            ("name: 李雷\n- do: propose\n", &person, false),
        ] {
            assert_eq!(may_name(text.as_bytes(), parties), is_parsed, "{text}");
        }
    }
}
