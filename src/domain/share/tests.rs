use proptest::prelude::*;

use super::*;

fn shares(text: &str) -> Vec<Share> {
    text.split(' ')
        .map(|share| share.parse().expect("a share"))
        .collect()
}

#[test]
fn shares_are_per_cents_and_fractions_and_add_up_exactly() {
    for (text, expected) in [
        ("40 60", "whole"),
        ("100", "whole"),
        ("33.3 33.3 33.4", "whole"),
        ("1/3 1/3 1/3", "whole"),
        ("2/6 2/3", "whole"),
        ("7/10 30", "whole"),
        ("50 1/4 25.00", "whole"),
        ("33.33 33.33 33.33", "99.99 %"),
        ("40 50", "90 %"),
        ("1/3 1/3", "2/3 of the whole"),
        ("70 1/3", "31/30 of the whole"),
        ("1/4294967291 1/4294967279 1/4294967231", "too fine"),
        ("0.0000000000000000000000000001 99", "too fine"),
    ] {
        let said = match sum(shares(text)) {
            Sum::Whole => "whole".to_owned(),
            Sum::Other(other) => message!("{other}", other).in_english(),
            Sum::TooFine => "too fine".to_owned(),
        };
        assert_eq!(said, expected, "{text}");
    }
    for wrong in [
        "",
        "/",
        "1/",
        "/3",
        "1/0",
        "-1",
        "+1/3",
        "1/3/3",
        "1 / 3",
        "1.5/3",
        "40%",
        "99999999999/3",
    ] {
        assert_eq!(wrong.parse::<Share>(), Err(()), "{wrong}");
    }
}

#[test]
fn equal_shares_have_one_form() {
    for (text, expected) in [
        ("4/5", "80"),
        ("80.00", "80"),
        ("1/8", "12.5"),
        ("1/3", "1/3"),
        ("0/3", "0"),
        ("100", "100"),
        ("1/4294967291", "1/4294967291"),
    ] {
        assert_eq!(shares(text)[0].plain().written(), expected, "{text}");
    }
}

#[test]
fn money_is_parted_to_the_cent() {
    for (amount, text, digits, expected) in [
        ("100.00", "40 60", 2, "40.00 60.00"),
        ("100.00", "70 30", 2, "70.00 30.00"),
        ("100.00", "1/3 1/3 1/3", 2, "33.34 33.33 33.33"),
        ("100.00", "33.33 33.33 33.34", 2, "33.33 33.33 33.34"),
        ("0.01", "40 60", 2, "0.00 0.01"),
        ("0.02", "1/3 1/3 1/3", 2, "0.01 0.01 0.00"),
        ("0", "1/2 1/2", 2, "0.00 0.00"),
        ("99.99", "7/10 3/10", 2, "69.99 30.00"),
        ("0.99", "10 90", 2, "0.10 0.89"),
        ("100", "1/3 2/3", 0, "33 67"),
        ("0.005", "50 50", 2, "0.003 0.002"),
    ] {
        let parts =
            apportion(amount.parse().expect("an amount"), &shares(text), digits).expect("parts");
        let said: Vec<String> = parts.iter().map(Decimal::to_string).collect();
        assert_eq!(said.join(" "), expected, "{amount} by {text}");
    }
    assert_eq!(apportion(Decimal::ONE_HUNDRED, &shares("40 50"), 2), None);
}

proptest! {
    #[test]
    fn parts_add_up_and_none_is_a_unit_off(cents in 0_i64..1_000_000_000_000, ratio in prop::collection::vec(0_u32..1000, 1..6)) {
        let whole: u32 = ratio.iter().sum();
        prop_assume!(whole > 0);
        let shares: Vec<Share> = ratio.iter().map(|part| Share::fraction(*part, whole).expect("a share")).collect();
        let amount = Decimal::new(cents, 2);
        let parts = apportion(amount, &shares, 2).expect("parts");
        prop_assert_eq!(parts.iter().sum::<Decimal>(), amount);
        for (part, of) in parts.iter().zip(&ratio) {
            let ideal = amount * Decimal::from(*of) / Decimal::from(whole);
            prop_assert!((part - ideal).abs() < Decimal::new(1, 2), "{} of {}", part, amount);
        }
    }
}
