//! Full and read-only disks, on file systems mounted by the tests.

use std::collections::BTreeSet;
use std::process::{Output, Stdio};

use crate::support::office::Office;

/// Runs a script with the right to mount: as root, or in a user namespace; prints a note and
/// returns `None` if neither works. `$COMPLAINT` is the program, `$CASE` a case in the repository
/// `$TEAM`.
fn mounting(office: &Office, case: &str, script: &str) -> Option<Output> {
    let run = |flags: &str, script: &str| {
        let mut command = office.command("unshare");
        command
            .args([flags, "sh", "-c", script])
            .stdin(Stdio::null());
        command
            .env("COMPLAINT", env!("CARGO_BIN_EXE_complaint"))
            .env("CASE", case)
            .env("TEAM", office.0.root());
        command.output()
    };
    let may = |flags: &&str| {
        let probe = "mkdir -p ../probe && mount -t tmpfs none ../probe";
        run(flags, probe).is_ok_and(|output| output.status.success())
    };
    let Some(flags) = ["-m", "-rm"].into_iter().find(may) else {
        eprintln!("skipped: this user may not mount anything");
        return None;
    };
    Some(run(flags, script).expect("it runs"))
}

fn lines(output: &Output) -> Vec<String> {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_full_disk_leaves_nothing_half_done() {
    let office = Office::new();
    let case = office.new_case();
    // Writes with so many KiB left on the disk, then again with free space. Each line: KiB left,
    // exit code, notes in file and HEAD, second notes in HEAD, changed files, leftover files; then
    // the message.
    let script = r#"
        mkdir ../small && mount -t tmpfs -o size=8m none ../small && cp -R "$TEAM/." ../small/ && cd ../small || exit 1
        for left in 0 4 8 12 16 20 24 28 32 36 40 44 48 56 64 80; do
            avail=$(df -k --output=avail . | tail -1)
            head -c $(( (avail - left) * 1024 )) /dev/zero > filler
            said=$("$COMPLAINT" note "$CASE" --text "with $left left" 2>&1); code=$?
            rm filler
            file=$(grep -c "with $left left" cases/*/*/*.yaml)
            head=$(git show "HEAD:$(ls cases/*/*/*.yaml)" | grep -c "with $left left")
            again=$("$COMPLAINT" note "$CASE" --text "after $left" 2>&1) || echo "again: $again"
            later=$(git show "HEAD:$(ls cases/*/*/*.yaml)" | grep -c "with $left left")
            printf '%s %s %s %s %s %s %s\n' "$left" "$code" "$file" "$head" "$later" \
                "$(git status --porcelain | wc -l)" "$(find . -name '.complaint-*' -o -name 'complaint-index*' -o -name '*.lock' -size +0 -not -name complaint.lock | wc -l)"
            [ $code = 0 ] || echo "$said" | tr "\n" " " | sed "s/$/\n/"
        done
        "$COMPLAINT" check && "$COMPLAINT" audit >/dev/null || echo "not clean"
    "#;
    let Some(output) = mounting(&office, &case, script) else {
        return;
    };
    let lines = lines(&output);
    let mut codes = BTreeSet::new();
    for line in &lines {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            [_, "0", file, head, later, changed, left] => {
                codes.insert(0);
                assert_eq!(
                    [*file, *head, *later, *changed, *left],
                    ["1", "1", "1", "0", "0"],
                    "{lines:?}"
                );
            }
            [_, "3", file, head, later, changed, left] => {
                codes.insert(3);
                assert_eq!(
                    [*file, *head, *later, *changed, *left],
                    ["0", "0", "0", "0", "0"],
                    "{lines:?}"
                );
            }
            // git only says that it cannot write the branch's file.
            _ => assert!(
                line.contains("no space is left on the disk") || line.contains("couldn't write"),
                "{lines:?}"
            ),
        }
    }
    assert_eq!(codes, BTreeSet::from([0, 3]), "{lines:?}");
}

#[test]
fn a_full_disk_leaves_nothing_behind_in_the_index() {
    let office = Office::new();
    let case = office.new_case();
    let script = r#"
        mkdir ../small && mount -t tmpfs -o size=4m,nr_inodes=4000 none ../small || exit 1
        printf 'no,date,what\n1,2026-11-20,late\n2,2026-11-20,late\n' > ../ledger.csv
        printf '[rows]\nkey = "no"\n[dates]\nformats = ["%%Y-%%m-%%d"]\n[facts]\nreceived = "date"\nchannel = { text = "phone" }\ncategory = { text = "delivery" }\nname = { text = "anonymous" }\nsummary = "what"\n' > ../map.toml
        sed -i '1i format = 1' ../map.toml
        head -c 6000 /dev/zero > ../photo.jpg
        git init -q ../bare-team && (cd ../bare-team && echo target > .gitignore && git add . && git commit -qm Begin)
        home=$(cd .. && pwd)
        try() {
            what=$1 from=$2 left=$3; shift 3
            rm -rf $home/small/* $home/small/.[!.]*; cp -R "$from/." $home/small/ && cd $home/small || exit 1
            avail=$(df -k --output=avail . | tail -1)
            head -c $(( (avail - left) * 1024 )) /dev/zero > $home/small/filler
            "$COMPLAINT" "$@" >/dev/null 2>&1; code=$?
            rm -f filler
            echo "$code $(git status --porcelain -uall | tr '\n' ' ') $what with $left"
        }
        for left in 8 16 24 32 36 40 44 48 56 64; do
            try new "$TEAM" $left new --channel phone --category delivery --customer W --summary s
            try attach "$TEAM" $left attach "$CASE" $home/photo.jpg
            try import "$TEAM" $left import $home/ledger.csv --map $home/map.toml
            try init $home/bare-team $((left * 2)) init .
        done
    "#;
    let Some(output) = mounting(&office, &case, script) else {
        return;
    };
    let lines = lines(&output);
    for command in ["new", "attach", "import", "init"] {
        let of_command = || {
            lines
                .iter()
                .filter(|line| line.contains(&format!("  {command} with")))
        };
        assert!(of_command().any(|line| line.starts_with('3')), "{lines:#?}");
        assert!(
            of_command().all(|line| line.starts_with(['0', '3'])),
            "{lines:#?}"
        );
    }
    let outcomes = lines.iter().filter(|line| !line.starts_with(['0', '3']));
    assert_eq!(outcomes.count(), 0, "{lines:#?}");
}

#[test]
fn a_read_only_disk_is_read_and_not_written() {
    let office = Office::new();
    let case = office.new_case();
    let script = r#"
        read_only() { mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 1; cd "$TEAM"; }
        note() { said=$("$COMPLAINT" note "$CASE" --text "$1" 2>&1); echo "$? $(echo "$said" | head -1)"; }
        read_only "$TEAM/cases/"*/*; note "a folder"; umount "$TEAM/cases/"*/*
        read_only "$TEAM/.git"; note "a git directory"; umount "$TEAM/.git"
        read_only "$TEAM"
        note "all"
        for read in "list --all" "show $CASE" "check" "overdue" "audit" "log $CASE"; do
            "$COMPLAINT" $read >/dev/null 2>&1; echo "$? $read"
        done
        cd / && umount "$TEAM" && cd "$TEAM" && git status --porcelain
        note "again"
    "#;
    let Some(output) = mounting(&office, &case, script) else {
        return;
    };
    let lines = lines(&output);
    let expected = [
        ("3 ", "cannot be written"),
        ("3 ", "complaint.lock"),
        ("3 ", "complaint.lock"),
        ("0 ", "list"),
        ("0 ", "show"),
        ("0 ", "check"),
        ("0 ", "overdue"),
        ("0 ", "audit"),
        ("0 ", "log"),
        ("0 ", "note"),
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:?}");
    for (line, (code, word)) in lines.iter().zip(expected) {
        assert!(line.starts_with(code) && line.contains(word), "{lines:#?}");
    }
}
