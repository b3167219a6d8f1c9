//! Signs, words and codes of currencies.

/// The currencies that a sign or word can mean, as ISO 4217 codes; empty if it names none. Any three
/// capital letters are a code.
pub(crate) fn meanings(sign: &str) -> Vec<&str> {
    let listed = SIGNS.iter().find(|(signs, _)| signs.contains(&sign));
    match listed {
        Some((_, codes)) => codes.to_vec(),
        None if is_code(sign) => vec![sign],
        None => by_lower_case(sign),
    }
}

fn is_code(sign: &str) -> bool {
    sign.len() == 3 && sign.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Words and codes in other letter case: `Euro`, `usd`.
fn by_lower_case(sign: &str) -> Vec<&'static str> {
    let lower = sign.to_lowercase();
    let is_it = |code: &&&str| code.eq_ignore_ascii_case(&lower);
    let word = SIGNS
        .iter()
        .find(|(signs, _)| signs.contains(&lower.as_str()));
    let code = || {
        SIGNS
            .iter()
            .flat_map(|(_, codes)| *codes)
            .find(is_it)
            .copied()
    };
    word.map_or_else(|| code().into_iter().collect(), |(_, codes)| codes.to_vec())
}

const DOLLARS: &[&str] = &[
    "USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP",
    "BBD", "BMD", "BND", "BSD", "BZD", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD",
    "TTD", "XCD",
];

/// Signs and words, and what each can mean.
const SIGNS: &[(&[&str], &[&str])] = &[
    (&["¥"], &["CNY", "JPY"]),
    (
        &["RMB", "rmb", "CNH", "人民币", "人民幣", "yuan", "块"],
        &["CNY"],
    ),
    (&["元", "元整", "圆", "圆整", "圓"], &["CNY", "TWD", "HKD"]),
    (&["円", "日元", "日圆", "yen"], &["JPY"]),
    (&["$", "dollar", "dollars"], DOLLARS),
    (&["US$", "U$", "U$S", "美元", "美金"], &["USD"]),
    (&["HK$", "港币", "港幣", "港元"], &["HKD"]),
    (&["NT$", "新台币", "新台幣", "台币"], &["TWD"]),
    (&["A$", "AU$"], &["AUD"]),
    (&["C$", "CA$", "CAN$"], &["CAD"]),
    (&["NZ$"], &["NZD"]),
    (&["S$", "SG$"], &["SGD"]),
    (&["MX$", "Mex$"], &["MXN"]),
    (&["R$"], &["BRL"]),
    (&["MOP$"], &["MOP"]),
    (&["€", "euro", "euros", "欧元"], &["EUR"]),
    (
        &["£", "pound", "pounds"],
        &["GBP", "GIP", "FKP", "SHP", "EGP"],
    ),
    (&["英镑"], &["GBP"]),
    (&["₩", "원", "韩元"], &["KRW"]),
    (&["₹"], &["INR"]),
    (&["rs", "rs.", "re"], &["INR", "PKR", "LKR", "NPR", "MUR"]),
    (&["₽", "руб", "руб.", "р."], &["RUB", "BYN"]),
    (&["₴", "грн", "грн."], &["UAH"]),
    (&["₺", "tl"], &["TRY"]),
    (&["₪"], &["ILS"]),
    (&["₫", "đ"], &["VND"]),
    (&["฿"], &["THB"]),
    (&["₱"], &["PHP"]),
    (&["RM"], &["MYR"]),
    (&["rp", "rp."], &["IDR"]),
    (&["R"], &["ZAR"]),
    (&["kr", "kr."], &["SEK", "NOK", "DKK", "ISK"]),
    (&["zł"], &["PLN"]),
    (&["kč"], &["CZK"]),
    (&["ft"], &["HUF"]),
    (&["sfr", "sfr.", "fr", "fr."], &["CHF"]),
    (&["lei"], &["RON", "MDL"]),
];
