//! All text for people goes through the message catalogue. In the pseudo-language `en-XA` every
//! message is in brackets, so anything outside of brackets must be data: flags, placeholders,
//! commands, ids, digits, punctuation.

mod texts;

use std::collections::BTreeSet;
use std::fs;
use std::process::Output;

use crate::support::office::Office;
use clap::CommandFactory;
use complaint::commands::Cli;
use complaint::domain::case::Verb;
use complaint::domain::finding::Code;
use complaint::domain::policy::PRESETS;
use complaint::domain::word::Word;

/// The words of an output outside of brackets that are not data, and the data in messages that is
/// prose: several words that no policy has.
fn untranslated(output: &str, data: &BTreeSet<String>) -> Vec<String> {
    let (mut depth, mut arguments) = (0_usize, Vec::<String>::new());
    let (mut outside, mut found) = (String::new(), Vec::new());
    for c in output.chars() {
        match (c, arguments.last_mut()) {
            ('⟪', _) => arguments.push(String::new()),
            ('⟫', _) => found.extend(arguments.pop().filter(|it| is_prose(it))),
            (c, Some(argument)) => argument.push(c),
            ('⟦', None) => depth += 1,
            ('⟧', None) => depth = depth.saturating_sub(1),
            (c, None) => outside.push(if depth == 0 { c } else { ' ' }),
        }
    }
    assert_eq!(depth, 0, "brackets that never close: {output}");
    let tokens = outside.split_whitespace();
    let is_word = |token: &&str| !is_data(token, data);
    found.extend(tokens.filter(is_word).map(str::to_owned));
    found
}

/// Whether data has several words, as English would, and is in no policy that could be quoted.
fn is_prose(argument: &str) -> bool {
    let words = argument.split_whitespace().filter(|word| {
        let letters = word.trim_matches(|c: char| !c.is_alphabetic());
        !letters.is_empty() && letters.chars().all(|c| c.is_ascii_lowercase())
    });
    // Text that was rendered before it was put into a message has its own brackets.
    let is_rendered = argument.contains('⟦');
    words.count() > 1
        && !is_rendered
        && !PRESETS.iter().any(|preset| preset.text.contains(argument))
}

/// Whether a token is a flag, a placeholder, a path, a choice between words to type, one of `data`,
/// or not a word.
fn is_data(token: &str, data: &BTreeSet<String>) -> bool {
    let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
    let has_word = bare.chars().any(char::is_lowercase);
    let is_flag = token
        .trim_start_matches(['[', '<', '(', '>', '|'])
        .starts_with('-');
    let is_file = [".toml", ".yaml", ".csv"]
        .iter()
        .any(|end| bare.ends_with(end));
    let is_action = bare.starts_with("action-");
    !has_word
        || is_flag
        || is_file
        || is_action
        || data.contains(bare)
        || bare.contains(['/', '|', '@', ':'])
}

/// Words that are the same in every language: commands, codes, and `more`.
fn data(more: &[&str]) -> BTreeSet<String> {
    fn commands(command: &clap::Command, names: &mut BTreeSet<String>) {
        names.insert(command.get_name().to_owned());
        let values = command
            .get_arguments()
            .flat_map(clap::Arg::get_possible_values);
        names.extend(values.map(|value| value.get_name().to_owned()));
        let defaults = command
            .get_arguments()
            .flat_map(clap::Arg::get_default_values);
        names.extend(defaults.map(|value| value.to_string_lossy().into_owned()));
        command
            .get_subcommands()
            .for_each(|command| commands(command, names));
    }
    let mut names: BTreeSet<String> = ["help", "git"].map(str::to_owned).into();
    commands(&Cli::command(), &mut names);
    names.extend(Code::ALL.iter().map(|code| code.name().to_owned()));
    names.extend(more.iter().map(|word| (*word).to_owned()));
    names
}

fn output_text(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

fn in_pseudo_language(office: &Office, arguments: &[&str]) -> String {
    let mut command = office.command(env!("CARGO_BIN_EXE_complaint"));
    command.args(arguments).env("COMPLAINT_LANGUAGE", "en-XA");
    output_text(&command.output().expect("it runs"))
}

/// Every command and subcommand, as typed.
fn every_command() -> Vec<Vec<String>> {
    fn below(command: &clap::Command, path: &[String], found: &mut Vec<Vec<String>>) {
        found.push(path.to_vec());
        for command in command.get_subcommands() {
            let path = [path, &[command.get_name().to_owned()]].concat();
            below(command, &path, found);
        }
    }
    let mut found = Vec::new();
    below(&Cli::command(), &[], &mut found);
    found
}

#[test]
fn all_help_is_in_the_language_of_the_process() {
    let (office, data) = (Office::new(), data(&[]));
    for path in every_command() {
        for flag in ["--help", "-h"] {
            let arguments: Vec<&str> = path.iter().map(String::as_str).chain([flag]).collect();
            let help = in_pseudo_language(&office, &arguments);
            assert!(help.contains('⟦'), "{path:?}: {help}");
            assert_eq!(untranslated(&help, &data), [""; 0], "{path:?}: {help}");
        }
    }
}

#[test]
fn refusals_are_in_the_language_of_the_process() {
    let office = Office::new();
    let id = office.new_case();
    for (arguments, begins) in [
        (
            vec!["close", &id],
            "⟦error⟧[closing-gate]: ⟦cannot close: ⟦the complainant",
        ),
        (
            vec!["reopen", &id, "--reason", "x"],
            "⟦error⟧[transition]: ⟦cannot ⟦reopen⟧: ⟦it is not over⟧⟧",
        ),
    ] {
        let refusal = in_pseudo_language(&office, &arguments);
        assert!(refusal.starts_with(begins), "{refusal}");
        assert_eq!(untranslated(&refusal, &data(&[])), [""; 0], "{refusal}");
    }
}

#[test]
fn the_language_is_a_flag_and_a_variable_and_a_known_one() {
    let office = Office::new();
    let run = |arguments: &[&str], variable: &str| {
        let mut command = office.command(env!("CARGO_BIN_EXE_complaint"));
        command.args(arguments).env("COMPLAINT_LANGUAGE", variable);
        let output = command.output().expect("it runs");
        (output.status.code(), output_text(&output))
    };
    let no_case = "error: there is no case 'zzzz'";
    assert!(run(&["show", "zzzz"], "").1.starts_with(no_case));
    assert!(run(&["show", "zzzz"], "en").1.starts_with(no_case));
    assert!(run(&["show", "zzzz"], "en-XA").1.starts_with("⟦error⟧: "));
    for flag in [&["--language", "en-XA"][..], &["--language=en-XA"]] {
        let (code, said) = run(&[&["show", "zzzz"], flag].concat(), "en");
        assert_eq!(code, Some(2));
        assert!(said.starts_with("⟦error⟧: "), "{said}");
    }
    for (arguments, variable) in [
        (&["list", "--language", "tlh"][..], ""),
        (&["list"][..], "tlh"),
    ] {
        let (code, said) = run(arguments, variable);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("there is no language 'tlh'"), "{said}");
    }
}

#[test]
fn a_walk_over_all_messages() {
    let texts = texts::of_the_program();
    let faults = texts::faults(&texts);
    assert_eq!(faults, [""; 0], "{}", faults.join("\n"));
    let distinct: BTreeSet<_> = texts.iter().map(|it| (&it.english, &it.plural)).collect();
    let counted = distinct
        .iter()
        .filter(|(_, plural)| plural.is_some())
        .count();
    println!("{} messages, {counted} of them counted", distinct.len());
    assert!(distinct.len() > 300, "only {} messages", distinct.len());
}

#[test]
fn english_that_is_given_as_data_is_found() {
    let data = data(&[]);
    for (output, wrong) in [
        (
            "⟦the file ⟪a.yaml⟫ cannot be read: ⟪not a plain file⟫⟧",
            &["not a plain file"][..],
        ),
        ("⟦there is no category '⟪nonsense⟫'⟧", &[]),
        ("⟦⟪王芳 Wang Fang⟫ is late⟧ by", &["by"]),
    ] {
        assert_eq!(untranslated(output, &data), wrong, "{output}");
    }
}

#[test]
fn the_walk_finds_untranslatable_texts() {
    for (source, expected) in [
        ("fn f() { text!(\"it is over\") }", &[][..]),
        ("fn f() { vec![text!(\"over \")] }", &["blanks around it"]),
        (
            "fn f() { message!(\"{who} went.\", who) }",
            &["a full stop at its end"],
        ),
        (
            "fn f() { message!(\"{why}\", why = \"as it is\") }",
            &["prose in a place"],
        ),
        (
            "fn f() { message!(\"{why}\", why = format!(\"as {x} is\")) }",
            &["prose in a place"],
        ),
        (
            "fn f() { message!(\"{why}\", why = text!(\"as it is\")) }",
            &[],
        ),
        (
            "fn f() { plural!(n = x.len(), \"a Case\", \"cases \"); text!(\"a case\") }",
            &["blanks around it", "differs from"],
        ),
        (
            "#[cfg(test)] mod tests { fn f() { text!(\"over \") } }",
            &[],
        ),
    ] {
        let faults = texts::faults(&texts::of_source("x.rs", source));
        assert_eq!(faults.len(), expected.len(), "{source}: {faults:?}");
        for (fault, expected) in faults.iter().zip(expected) {
            assert!(fault.contains(expected), "{source}: {fault}");
        }
    }
}

/// Errors in command lines, in clap's messages and ours.
#[test]
fn wrong_command_lines_are_in_the_language_of_the_process() {
    let office = Office::new();
    let id = office.new_case();
    let lines = [
        "nonsense",
        "lst",
        "policy",
        "list --nonsense",
        "list --mine --mine",
        "list --format xml",
        "list --at",
        "list ID",
        "new --channel phone",
        "new --at 2026-01-01 --template x",
        "new --template x",
        "show zzzz --deadline x",
        "letter ID",
        "letter ID x",
        "explain zzzz",
        "explain ID --deadline nonsense",
    ];
    assert_eq!(wrong(&office, &id, &lines), [""; 0]);
}

/// Letters are the team's own texts; errors in them are reported in the language of the process.
#[test]
fn faults_of_letters_are_in_the_language_of_the_process() {
    let office = Office::new();
    let id = office.new_case();
    let letters = office.0.root().join("templates/letters");
    fs::create_dir_all(&letters).expect("a folder");
    for (name, template) in [
        ("lacks", "{{ amount }}"),
        ("computes", "{{ name ~ name }}"),
        ("sets", "{% set a = name %}"),
    ] {
        fs::write(letters.join(format!("{name}.txt")), template).expect("a template");
        let said = in_pseudo_language(&office, &["letter", &id, name]);
        assert!(said.contains('⟦'), "{name}: {said}");
        assert_eq!(untranslated(&said, &data(&[])), [""; 0], "{name}: {said}");
    }
}

#[test]
fn checks_of_case_and_clone_are_in_the_language_of_the_process() {
    let office = Office::new();
    let id = office.new_case();
    assert_eq!(wrong(&office, &id, &["check", "doctor"]), [""; 0]);
}

/// The text of lists and reports; the listed values are data.
#[test]
fn lists_and_reports_are_in_the_language_of_the_process() {
    let office = Office::new();
    let id = office.new_case();
    let data = data(&[
        "phone",
        "ann",
        "team",
        "general",
        "delivery",
        "logistics",
        "late",
        "none",
        "status=open",
    ]);
    let mut wrong = Vec::new();
    for line in [
        "list --all",
        "list --category nonsense",
        "list --received nonsense",
        "overdue --at 2027-01-01",
        "report summary",
        "report summary --by channel,status",
        "report ledger",
        "report handlers",
        "report authority",
        "report sanctions",
        "report follow-up",
        "report lessons",
        "report projects",
        "report liability",
        "report --cases status=open",
        "report kpi --by role",
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = in_pseudo_language(&office, &arguments).replace(&id, "");
        let words = untranslated(&output, &data);
        if !words.is_empty() {
            wrong.push(format!("{line}: {}\n{output}", words.join(" ")));
        }
    }
    assert_eq!(wrong, [""; 0], "{}", wrong.join("\n"));
}

/// Pages, explanations, histories and refusals; commit subjects are English everywhere.
#[test]
fn all_output_is_in_the_language_of_the_process() {
    let office = Office::new();
    let id = office.new_case();
    let lines = [
        "show ID",
        "report trend",
        "audit",
        "explain ID",
        "explain closing-gate",
        "policy show",
        "policy diff shop",
        "log ID",
        "import nothing.csv --map nothing.toml",
        "show zzzz",
        "close ID --outcome nonsense",
        "list --status nonsense",
    ];
    let mut wrong = wrong(&office, &id, &lines);
    let id = busy_case(&office, &id);
    wrong.extend(self::wrong(
        &office,
        &id,
        &["show ID", "log ID", "explain ID"],
    ));
    assert_eq!(wrong, [""; 0], "{}", wrong.join("\n"));
}

/// A case with a full page; text written by people is in capitals.
fn busy_case(office: &Office, other: &str) -> String {
    let id = office.new_case();
    fs::write(office.0.root().join("PHOTO"), "photo").expect("a file");
    for line in [
        "acknowledge ID --via phone",
        "assign ID ann --co-handler LOGISTICS",
        "amend ID order=SO-1 --reason WHY",
        "amend ID amount=100 --reason WHY",
        "amend ID order= --reason WHY",
        "investigate ID --verdict partly --cause staff --finding F --lead ann --liable A=60 --liable B=40",
        "propose ID --remedy refund --amount 10 --text T",
        "note ID --text T",
        "retract ID --event 8 --reason WHY",
        "attach ID PHOTO",
        "link ID OTHER --kind related",
        "dispute ID --between A --and B --about liability --text T",
        "settle ID --by mediation --failed --text T",
        "respond ID --text T --result refused",
        "appeal ID --reason WHY --regulator R --reference N",
        "plan ID --action A --owner ann --until 2099-01-01",
        "inspect ID --result wrong --fault routed",
    ] {
        let line = line.replace("ID", &id).replace("OTHER", other);
        office.ok(&line.split(' ').collect::<Vec<_>>());
    }
    id
}

/// The command lines whose output has untranslated words, with these words.
fn wrong(office: &Office, id: &str, lines: &[&str]) -> Vec<String> {
    let mut data = data(&["phone", "ann", "team", "yaml", Verb::Register.word()]);
    data.extend(names_of(office));
    let policy = fs::read_to_string(office.0.root().join("policy.toml")).expect("the policy");
    let mut wrong = Vec::new();
    for line in lines {
        let line = line.replace("ID", id);
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = in_pseudo_language(office, &arguments);
        // Rules of the policy are quoted as written.
        let is_quoted = |line: &&str| policy.lines().any(|quoted| quoted.trim() == line.trim());
        let said = output.lines().filter(|line| !is_quoted(line));
        let words = untranslated(&said.collect::<Vec<_>>().join("\n"), &data);
        if !words.is_empty() {
            wrong.push(format!("{line}: {}\n{output}", words.join(" ")));
        }
    }
    wrong
}

/// The words of the case and of the policy, which belong to the team.
fn names_of(office: &Office) -> BTreeSet<String> {
    let policy = fs::read_to_string(office.0.root().join("policy.toml")).expect("a policy");
    let mut names: Vec<&str> = vec!["delivery", "late", "general", "logistics"];
    for line in policy.lines() {
        let code = line.split('#').next().unwrap_or_default();
        names.extend(
            code.split('"')
                .skip(1)
                .step_by(2)
                .flat_map(str::split_whitespace),
        );
        if let Some(header) = code.strip_prefix('[') {
            names.extend(header.split(['[', ']', '.', '"']));
        }
    }
    names.into_iter().map(str::to_owned).collect()
}

/// What is recorded is data of the team: the same in every clone, whatever its language.
#[test]
fn what_is_recorded_is_english() {
    let office = Office::new();
    let id = office.new_case();
    office.ok(&["assign", &id, "ann"]);
    for line in ["chase --due", "escalate --due"] {
        let mut command = office.command(env!("CARGO_BIN_EXE_complaint"));
        command
            .args(line.split(' '))
            .env("COMPLAINT_LANGUAGE", "en-XA")
            .env("COMPLAINT_NOW", "2099-01-01T09:00:00+08:00");
        let output = command.output().expect("it runs");
        assert!(output.status.success(), "{line}: {}", output_text(&output));
    }
    let record = office.git(&["log", "--patch", "--format=%B"]);
    assert!(record.contains("is due by"), "{record}");
    assert!(!record.contains(['⟦', '⟪']), "{record}");
}
