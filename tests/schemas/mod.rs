//! The handbooks match the code, and an independent validator accepts the files by the schemas.

mod agreement;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use complaint::domain::policy::PRESETS;
use complaint::render::{reference, schema};
use walkdir::WalkDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_handbooks_match_the_code() {
    for (file, text) in [
        ("docs/policy.md", reference::policy()),
        ("docs/case.md", reference::case()),
    ] {
        let path = root().join(file);
        if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
            fs::write(&path, &text).expect("the handbook can be written");
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            written == text,
            "{file} is not what the code says: run the tests with UPDATE_DOCUMENTS=1"
        );
    }
}

/// The validator's result for each file; `None` if it is not installed.
fn validated(schema: &serde_json::Value, files: &[PathBuf]) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("schema.json");
    fs::write(&path, schema.to_string()).expect("the schema can be written");
    let script = root().join("tests/schemas/validate.py");
    let run = Command::new("python3")
        .arg("-W")
        .arg("ignore")
        .arg(script)
        .arg(&path)
        .args(files)
        .output();
    let output = match run {
        Ok(output) if output.status.code() != Some(77) => output,
        Ok(output) => {
            eprintln!(
                "skipped, no validator of schemas: {}",
                String::from_utf8_lossy(&output.stdout)
            );
            return None;
        }
        Err(error) => {
            eprintln!("skipped, no python3: {error}");
            return None;
        }
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(str::to_owned)
            .collect(),
    )
}

fn files_below(folder: &str, extension: &str) -> Vec<PathBuf> {
    let walk = WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let paths = walk.map(|entry| entry.into_path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect()
}

#[test]
fn policies_and_cases_fit_their_schemas() {
    let presets: Vec<PathBuf> = files_below("templates/policies", "toml");
    assert_eq!(presets.len(), PRESETS.len());
    let policies = [
        presets,
        files_below("tests/cmd/fixtures", "toml"),
        vec![root().join("policy.toml")],
    ]
    .concat();
    for (schema, files) in [
        (schema::policy(), policies),
        (schema::case(), files_below("cases", "yaml")),
    ] {
        assert!(!files.is_empty());
        let Some(said) = validated(&schema, &files) else {
            return;
        };
        let wrong: Vec<_> = files
            .iter()
            .zip(&said)
            .filter(|(_, said)| *said != "ok")
            .collect();
        assert!(wrong.is_empty() && said.len() == files.len(), "{wrong:#?}");
    }
}

#[test]
fn the_schemas_refuse_what_the_parser_refuses() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy =
        fs::read_to_string(root().join("templates/policies/standard.toml")).expect("the preset");
    let case = fs::read_to_string(&files_below("cases", "yaml")[0]).expect("a case");
    let mut files = [Vec::new(), Vec::new()];
    for (from, to) in [
        ("format = 2", "format = 3"),
        ("\"24h\"", "24"),
        ("\"3bd\"", "\"3 days\""),
        ("stop   = \"respond\"", "stop   = \"answer\""),
        ("stop   = \"respond\"", ""),
        ("up_to     = 500\n", "upto = 500\n"),
        ("times = 1", "times = 0"),
        ("\"fri\"]", "\"friday\"]"),
        ("roll = false", "roll = \"no\""),
        ("register    = ", "regster = "),
        ("\"approver-proposer\"", "\"approver\""),
        ("[pause]\n", "[pause]\nmin = \"1d\"\n"),
        ("up_to     = 500\n", "up_to     = 500\nbelow = 500\n"),
    ] {
        let text = policy.replacen(from, to, 1);
        assert_ne!(text, policy, "{from}");
        let path = folder.path().join(format!("{}.toml", files[0].len()));
        fs::write(&path, text).expect("a file can be written");
        files[0].push(path);
    }
    for (from, to) in [
        ("received:", "recieved:"),
        ("+08:00", ""),
        ("  name:", "  nam:"),
        ("do: register", "do: register\n  to: li.wei"),
        ("  by:", "  who:"),
    ] {
        let text = case.replacen(from, to, 1);
        assert_ne!(text, case, "{from}");
        let path = folder.path().join(format!("{}.yaml", files[1].len()));
        fs::write(&path, text).expect("a file can be written");
        files[1].push(path);
    }
    for (schema, files) in [schema::policy(), schema::case()].iter().zip(&files) {
        let Some(said) = validated(schema, files) else {
            return;
        };
        assert!(
            said.len() == files.len() && said.iter().all(|said| said != "ok"),
            "{said:#?}"
        );
    }
}
