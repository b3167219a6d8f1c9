//! Each key of a policy changes what `policy diff` says.

use super::*;

/// Another value of a key that is required, or whose example equals the missing key.
const OTHERWISE: &[(&str, &str, &str)] = &[
    ("", "format", "1"),
    ("", "channels", r#"["phone", "email"]"#),
    ("[organisation]", "currency", r#""EUR""#),
    ("[[level]]", "name", r#""general""#),
    ("a dated role", "role", r#""clerk""#),
    ("[[required]]", "facts", r#"["order"]"#),
    ("[[evidence]]", "any", r#"["photo"]"#),
    ("[[window]]", "name", r#""other""#),
    ("[[window]]", "start", r#""shipped""#),
    ("[[window]]", "within", r#""7d""#),
    ("[[deadline]]", "name", r#""other""#),
    ("[[deadline]]", "stop", r#""close""#),
    ("[[deadline]]", "within", r#""7d""#),
    ("[[approval]]", "approvers", r#"["director"]"#),
    ("[together]", "within", r#""7d""#),
    ("[[responsibility]]", "for", r#"["respond"]"#),
    ("[[alert]]", "roles", r#"["director"]"#),
    ("[[priority]]", "name", r#""other""#),
    ("[[closing.gate]]", "need", r#"["verdict"]"#),
    ("[[sanction]]", "offence", r#""other""#),
    ("[[sanction]]", "penalty", r#""other""#),
    ("[[liability]]", "shares", "{ carrier = 70, sales = 30 }"),
    ("[appeal]", "within", r#""7d""#),
    ("[figures]", "satisfied", "3"),
    ("[figures]", "first_response", r#""7h""#),
    ("[figures]", "solved", r#""7bd""#),
    ("[[target]]", "figure", r#""resolution-rate""#),
    ("[[target]]", "at_least", r#""70%""#),
    ("[[target]]", "at_most", r#""7h""#),
];

/// A replacement in the sample for keys that have no effect by themselves.
const CONTEXTS: &[(&str, &str, &str, &str)] = &[
    (
        "[calendar]",
        "roll",
        "roll = true\n",
        "roll = true\n[[level]]\nname = \"general\"\nwithin = \"1d\"\n",
    ),
    (
        "[calendar]",
        "roll",
        "roll = true\n",
        "roll = true\n[appeal]\nwithin = \"15d\"\n",
    ),
    (
        "[calendar]",
        "roll",
        "roll = true\n",
        "roll = true\n[[deadline]]\nname = \"a\"\nstop = \"close\"\nwithin = \"1d\"\n",
    ),
    (
        "[calendar]",
        "roll",
        "roll = true\n",
        "roll = true\n[[window]]\nname = \"a\"\nstart = \"delivered\"\nwithin = \"1d\"\n",
    ),
    (
        "[[approval]]",
        "mode",
        "[\"supervisor\"]",
        "[\"supervisor\", \"director\"]",
    ),
];

/// The samples of a key, one per context.
fn samples_of(table: &Table, key: &Key) -> Vec<String> {
    let plain = sample(table, key);
    let contexts = CONTEXTS
        .iter()
        .filter(|(label, name, ..)| (*label, *name) == (table.label, key.name));
    let in_context: Vec<String> = contexts
        .map(|(_, _, from, to)| plain.replacen(from, to, 1))
        .collect();
    if in_context.is_empty() {
        vec![plain]
    } else {
        in_context
    }
}

/// The policy of a sample without the key or, if that is the same, with another value.
fn changed(text: &str, table: &Table, key: &Key) -> Result<Policy, String> {
    let other = OTHERWISE
        .iter()
        .find(|(label, name, _)| (*label, *name) == (table.label, key.name));
    let told = |policy: &Policy| without_spots(&format!("{policy:?}"));
    let old = parse(text).0.map(|policy| told(&policy));
    let left_out = parse(&without(text, key)).0;
    let left_out = left_out.filter(|policy| old.as_ref() != Some(&told(policy)));
    match (left_out, other) {
        (Some(policy), None) => Ok(policy),
        (Some(_), Some(_)) => Err("it needs no other value".to_owned()),
        (None, None) => Err("it needs another value".to_owned()),
        (None, Some((_, _, value))) => {
            let other = Key {
                example: value,
                ..*key
            };
            let text = text.replacen(line(key).trim_end(), line(&other).trim_end(), 1);
            let (policy, findings) = parse(&text);
            policy.ok_or_else(|| format!("{findings:#?}"))
        }
    }
}

#[test]
fn every_key_of_a_policy_changes_what_diff_says() {
    let mut problems: Vec<String> = Vec::new();
    for (table, key) in described() {
        for text in samples_of(table, key) {
            let old = parse(&text).0.expect("a policy");
            let problem = match changed(&text, table, key) {
                Ok(new) if diff(&old, &new).is_empty() => "diff says nothing".to_owned(),
                Ok(_) => continue,
                Err(problem) => problem,
            };
            problems.push(format!("{} {}: {problem}\n{text}", table.label, key.name));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
