//! What commits say: no personal fact and no text that somebody typed, whatever the verb. A case
//! can be erased, a commit message can't.

use std::collections::BTreeSet;

use complaint::domain::case::Verb;
use complaint::domain::word::Word;

use crate::support::repository::Repository;

const NOW: &str = "2026-11-02T09:00:00+08:00";

/// A name in every text.
const NAME: &str = "Mabel Quill";

const STAFF: &str = r#"
[staff.ann]
email = "ann@example.com"
role  = "director"
[staff.bob]
email = "bob@example.com"
role  = "clerk"
[staff.cid]
email = "cid@example.com"
role  = "director"
"#;

const NEW: &str = "new --channel phone --category delivery --customer % --contact % --behalf % \
                   --number % --order % --place % --person % --product PX-200 --request % \
                   --description % --condition % --summary %";

/// A story that comes through every verb; `%` is the name.
const STORY: &[(&str, &str)] = &[
    ("ann", "acknowledge ID --via phone"),
    ("ann", "assign ID bob"),
    ("bob", "send-back ID --reason %"),
    ("ann", "assign ID bob --co-handler %"),
    ("bob", "consult ID --expert % --text %"),
    ("bob", "note ID --text %"),
    ("bob", "attach ID FILE"),
    ("bob", "link ID OTHER --kind related"),
    ("bob", "amend ID name=% --reason %"),
    ("bob", "pause ID --reason %"),
    ("bob", "resume ID --reason %"),
    ("ann", "extend ID --deadline resolve --for 1bd --reason %"),
    ("ann", "chase ID --text %"),
    ("bob", "dispute ID --between % --and quality --text %"),
    ("ann", "settle ID --by mediation --text %"),
    (
        "bob",
        "investigate ID --verdict partly --finding % --liable %=100",
    ),
    ("bob", "escalate ID --reason %"),
    ("bob", "propose ID --remedy refund --amount 9000 --text %"),
    ("ann", "refuse ID --reason %"),
    ("bob", "propose ID --remedy refund --amount 9000 --text %"),
    ("ann", "approve ID"),
    ("bob", "respond ID --text % --interim --promise 2026-11-05"),
    ("bob", "respond ID --text % --result solved"),
    ("bob", "resolve ID --text %"),
    ("cid", "follow-up ID --score 2 --comment %"),
    ("bob", "plan ID --action % --owner bob --until 2026-11-12"),
    ("bob", "done ID --text %"),
    ("cid", "verify ID --result effective --text % "),
    ("cid", "inspect ID --result right --text %"),
    ("ann", "close ID"),
    ("ann", "appeal ID --reason % --regulator % --reference %"),
    ("ann", "decide ID --outcome dismissed --text %"),
    ("ann", "withdraw ID --reason %"),
    ("ann", "reopen ID --reason %"),
    ("ann", "invalidate ID --reason % --text %"),
    ("ann", "note ID --text %"),
    ("ann", "retract ID --event LAST --reason %"),
];

#[test]
fn no_commit_names_anybody_or_quotes_anything() {
    let office = Repository::begun("ann", NOW, STAFF);
    let run = |who: &str, command: &str, values: &[(&str, &str)]| {
        let word = |word: &str| {
            let value = values.iter().find(|(name, _)| *name == word);
            value.map_or(word, |(_, value)| value).replace('%', NAME)
        };
        let words: Vec<String> = command.split_whitespace().map(word).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        office.ok(who, NOW, &words).trim().to_owned()
    };
    let (id, other) = (run("ann", NEW, &[]), run("ann", NEW, &[]));
    let file = office.home().join(format!("{NAME}.txt"));
    std::fs::write(&file, NAME).expect("written");
    let mut told = BTreeSet::from([Verb::Register]);
    for (who, command) in STORY {
        let last = office.case(&id).entries.len().to_string();
        let values = [
            ("OTHER", other.as_str()),
            ("ID", id.as_str()),
            ("FILE", file.to_str().expect("a path")),
            ("LAST", last.as_str()),
        ];
        run(who, command, &values);
        let verb = command.split_whitespace().next().expect("a verb");
        told.insert(verb.parse().expect("a verb"));
    }
    let untold: Vec<_> = Verb::ALL
        .iter()
        .filter(|verb| !told.contains(verb))
        .collect();
    assert!(untold.is_empty(), "{untold:?}");
    let messages = office.git("ann", NOW, &["log", "--format=%B"]);
    assert!(!messages.contains("Quill"), "{messages}");
}
