//! Rows that are not taken, each with its reason.

use super::*;

#[test]
fn a_zero_byte_is_no_character_of_a_name() {
    let reasons = refused("17,03.02.2026,,Tel,,A\0nn,Lee,late,,New,,,\n");
    assert_eq!(
        reasons,
        ["2: it has a zero byte: the file is damaged; export it again"]
    );
}

#[test]
fn a_delimiter_at_the_end_of_the_header_alone_lacks_nothing() {
    let (policy, _) = policy::parse(policy::preset("standard").expect("the preset"));
    let (policy, mapping) = (policy.expect("a policy"), mapping(&[]));
    let by = "li.wei".parse().expect("a staff id");
    let import = Import {
        name: "l",
        by: &by,
        now: parse_rfc3339("2026-11-21T09:00:00+08:00").expect("an instant"),
        known: &[],
    };
    let row = "17,03.02.2026,,Tel,,Ann,Lee,late,,New,,";
    let text = format!("{},\n{row},\n{row}\n", HEADER.trim_end());
    let ledger = mapping.ledger(&text).expect("rows");
    let id = |date: NaiveDate| CaseId::new(date, 0);
    let intake = take_in(&mapping, &ledger, &policy, &import, id).expect("an intake");
    let lines: Vec<_> = intake.refused.iter().map(|row| row.line).collect();
    assert_eq!((intake.drafts.len(), lines), (1, vec![3]));
}

#[test]
fn rows_that_cannot_be_taken_are_listed_with_line_and_reason() {
    for (row, reason) in [
        (
            ",03.02.2026,,Tel,,A,,What,,New,,,",
            "it has no key: the column that makes rows unique is empty",
        ),
        ("1,,,Tel,,A,,What,,New,,,", "it has no date of receipt"),
        (
            "1,2026-02-03,,Tel,,A,,What,,New,,,",
            "received: '2026-02-03' is not a date like %d.%m.%Y %H:%M or %d.%m.%Y",
        ),
        (
            "1,03.02.2026,03/02/2026,Tel,,A,,What,,New,,,",
            "received: '03.02.2026' and '03/02/2026' are not the same date",
        ),
        (
            "1,03.02.2027,,Tel,,A,,What,,New,,,",
            "it was received in the future, on 2027-02-03",
        ),
        (
            "1,03.02.2026,,Tell,,A,,What,,New,,,",
            "the mapping does not list the channel 'Tell'; did you mean 'tel'?",
        ),
        (
            "1,03.02.2026,,Tel,othr,A,,What,,New,,,",
            "'othr' is not a category of the policy; did you mean 'other'?",
        ),
        (
            "1,03.02.2026,,Tel,,A,,,,New,,,",
            "its summary is empty; the mapping can set a default",
        ),
        (
            "1,03.02.2026,,Tel,,A,,What,12 or so,New,,,",
            "'12 or so' is not an amount",
        ),
        (
            "1,03.02.2026,,Tel,,A,,What,,Don,,,",
            "the mapping does not list the status 'Don'; did you mean 'done'?",
        ),
        (
            "1,03.02.2026,,Tel,,A,,What,,Done,,,",
            "its status says 'respond', but the date of 'respond' is empty",
        ),
        (
            "1,03.02.2026,,Tel,,A,,What,,Done,,02.02.2026,",
            "'respond' is dated 2026-02-02, before the receipt on 2026-02-03; early = \"receipt\" under [dates] moves it there",
        ),
        (
            "1,03.02.2026,,Tel,,A,,What,,Done,,02.02.2027,",
            "'respond' is in the future, on 2027-02-02",
        ),
        (
            "1,03.02.2026,,Tel",
            "it has 4 cells but the header has 13: check quotes and delimiters",
        ),
    ] {
        assert_eq!(refused(&format!("{row}\n")), [format!("2: {reason}")]);
    }
}

#[test]
fn one_bad_row_never_hides_another() {
    let good = "03.02.2026,,Tel,,A,,What,,New,,,";
    let intake = taken(
        &format!("1,{good}\n2,x,,Tel,,A,,What,,New,,,\n3,{good}\n"),
        &[],
        &[],
    );
    assert_eq!((intake.drafts.len(), intake.refused.len()), (2, 1));
}

#[test]
fn columns_that_are_not_there_are_told_by_their_place() {
    let ledger = Ledger::read("No,Inn\n1,2\n", &FileForm::default()).expect("rows");
    let mapping = mapping(&[]);
    let findings = Binding::new(&mapping, &ledger.columns).expect_err("columns are missing");
    assert_eq!(
        findings[0].message.in_english(),
        "the ledger has no column 'In'"
    );
    assert_eq!(
        (findings[0].spot.line, findings[0].advice_in_english()),
        (7, "did you mean 'Inn'?".to_owned())
    );
}

#[test]
fn a_row_with_quotes_that_do_not_fit_is_listed_and_never_skipped() {
    let skip = ("key = \"No\"", "key = \"No\"\nskip = { State = [\"\"] }");
    let rows = "1,03.02.2026,,Tel,\"x,A,,What,,New,,,\n2,03.02.2026,,Tel,,A,,What,,New,,,\n";
    let intake = taken(rows, &[skip], &[]);
    let listed: Vec<_> = intake
        .refused
        .iter()
        .map(|remark| (remark.line, remark.key.as_str(), remark.reason.in_english()))
        .collect();
    let reason = "it has a quote that is never closed".to_owned();
    assert_eq!(listed, [(2, "1", reason)]);
    assert_eq!((intake.drafts.len(), intake.skipped), (1, 0));
}
