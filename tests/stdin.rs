//! When texts are read from stdin: after the arguments are parsed, before a repository is looked for.

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Runs the program in an empty folder; stdin has a text, or stays open without one.
fn run(arguments: &str, typed: Option<&str>) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_complaint"))
        .args(arguments.split(' '))
        .current_dir(folder.path())
        .env("GIT_CEILING_DIRECTORIES", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    match typed {
        // The pipe stays open until the program ends: waiting for its end would never end.
        None => {
            let status = child.wait().expect("it ends");
            drop(stdin);
            let output = child.wait_with_output().expect("its output");
            Output { status, ..output }
        }
        Some(text) => {
            stdin.write_all(text.as_bytes()).expect("a text");
            drop(stdin);
            child.wait_with_output().expect("its output")
        }
    }
}

#[test]
fn wrong_usage_does_not_wait_for_stdin() {
    for line in [
        "note --text -",
        "note K7QM2X --text - --nonsense",
        "chase --due --text -",
        "respond K7QM2X --text - --result nonsense",
        "propose K7QM2X --remedy refund --outcome upheld --text -",
        "verify K7QM2X --until 2026-12-01 --result effective --text -",
        "new --description -",
    ] {
        let output = run(line, None);
        assert_eq!(output.status.code(), Some(2), "{line}: {output:?}");
    }
}

#[test]
fn an_empty_stdin_is_wrong_usage_in_every_verb() {
    for line in [
        "note K7QM2X --text -",
        "consult K7QM2X --expert x --text -",
        "respond K7QM2X --text -",
        "resolve K7QM2X --text -",
        "chase K7QM2X --text -",
        "propose K7QM2X --remedy refund --text -",
        "investigate K7QM2X --verdict partly --finding -",
        "decide K7QM2X --outcome upheld --text -",
        "dispute K7QM2X --between a --and b --text -",
        "settle K7QM2X --by mediation --text -",
        "done K7QM2X --text -",
        "verify K7QM2X --result effective --text -",
        "inspect K7QM2X --result right --text -",
    ] {
        let output = run(line, Some(" \n"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{line}: {said}");
        assert!(said.contains("there is no text on stdin"), "{line}: {said}");
    }
}
