//! Hostile and broken input, seen from outside: bounded time and memory, a finding with its place,
//! other cases unaffected, nothing written, no control characters on the terminal.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::repository::Repository;

const NOW: &str = "2026-11-21T09:00";
const FOLDER: &str = "cases/2026/11";

/// The limits for any of these commands: the time guards against hanging, the memory is a promised
/// bound.
const PATIENCE: Duration = Duration::from_secs(60);
const MEMORY: u64 = 256 << 10;

/// The result of a command.
struct Left {
    code: i32,
    out: String,
    err: String,
}

/// Runs the program as the director, within the limits.
fn run(repository: &Repository, arguments: &[&str]) -> Left {
    let mut command = repository.command("dan", NOW, env!("CARGO_BIN_EXE_complaint"));
    let piped = command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().expect("it runs");
    let out = reader(child.stdout.take().expect("a pipe"));
    let err = reader(child.stderr.take().expect("a pipe"));
    let begun = Instant::now();
    let mut peak = 0;
    let status = loop {
        peak = peak.max(high_water(child.id()));
        if let Some(status) = child.try_wait().expect("it can be asked") {
            break status;
        }
        if begun.elapsed() > PATIENCE {
            child.kill().expect("it can be killed");
            panic!("{arguments:?} hangs");
        }
        thread::sleep(Duration::from_millis(2));
    };
    assert!(peak <= MEMORY, "{arguments:?} took {peak} KiB");
    let left = Left {
        code: status.code().unwrap_or(-1),
        out: out.join().expect("read"),
        err: err.join().expect("read"),
    };
    assert!(
        (0..=3).contains(&left.code),
        "{arguments:?}: {} {}",
        left.code,
        left.err
    );
    let drives = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
            || ('\u{202a}'..='\u{202e}').contains(&c)
    };
    assert!(
        !left.out.chars().chain(left.err.chars()).any(drives),
        "{arguments:?}: {:?} {:?}",
        left.out,
        left.err
    );
    left
}

fn reader(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut text = Vec::new();
        pipe.read_to_end(&mut text).expect("it can be read");
        String::from_utf8_lossy(&text).into_owned()
    })
}

/// Peak memory of a process in KiB, if the system reports it.
fn high_water(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

/// A repository with a valid case, and the case's id.
fn with_a_case() -> (Repository, String) {
    let repository = Repository::new();
    let id = repository.new_case("dan", NOW);
    (repository, id)
}

/// A case file with that id.
fn case(id: &str) -> String {
    format!(
        "id: {id}\nreceived: 2026-11-02T09:00:00+08:00\nchannel: phone\ncategory: delivery\nlevel: general\ncomplainant:\n  \
         name: Wang\nsummary: late\nevents:\n- at: 2026-11-02T09:00:00+08:00\n  by: dan\n  do: register\n"
    )
}

#[test]
fn broken_case_files_are_named_with_their_place_and_hide_no_other() {
    let (repository, good) = with_a_case();
    let with = |from: &'static str, to: &'static str| {
        move |text: String| text.replace(from, to).into_bytes()
    };
    let after = |lines: String| {
        move |text: String| {
            text.replace("events:", &format!("{lines}\nevents:"))
                .into_bytes()
        }
    };
    type Spoil = Box<dyn Fn(String) -> Vec<u8>>;
    let bomb: String = (1..9)
        .map(|n| {
            format!(
                "k{n}: &b{n} [{}]\n",
                vec![format!("*b{}", n - 1); 9].join(",")
            )
        })
        .collect();
    let spoilt: Vec<(&str, &str, Spoil)> = vec![
        (
            "syntax",
            "",
            Box::new(after(format!("k0: &b0 [x, x]\n{bomb}"))),
        ),
        (
            "syntax",
            "",
            Box::new(after(format!(
                "a: &a {}\nx: [{}]",
                "x".repeat(1000),
                ["*a"; 50_000].join(",")
            ))),
        ),
        (
            "too-large",
            "9:68",
            Box::new(after(format!("x: {}", "[".repeat(300_000)))),
        ),
        (
            "too-large",
            "9:260",
            Box::new(after(format!("x: {}", "{a: ".repeat(200_000)))),
        ),
        (
            "too-large",
            "10:131",
            Box::new(after(format!("x:\n{}1", "- ".repeat(400_000)))),
        ),
        (
            "too-large",
            "10:131",
            Box::new(after(format!("x:\n{}1", "? ".repeat(400_000)))),
        ),
        (
            "too-large",
            "",
            Box::new(|text| (text + &"-\n".repeat(480_000)).into_bytes()),
        ),
        (
            "too-large",
            "1:1",
            Box::new(|text| (text + &"#".repeat(64 << 20)).into_bytes()),
        ),
        (
            "syntax",
            "",
            Box::new(|text| (text + &"---\na: b\n".repeat(20_000)).into_bytes()),
        ),
        (
            "bad-value",
            "8:10",
            Box::new(with("late", "!!binary aGVsbG8=")),
        ),
        (
            "bad-value",
            "8:1",
            Box::new(with("late", "!!python/object:os.system {a: b}")),
        ),
        (
            "unknown-key",
            "9:1",
            Box::new(after("<<: {channel: email}".to_owned())),
        ),
        ("syntax", "8:12", Box::new(with("late", "la\0te"))),
        ("syntax", "8:12", Box::new(with("late", "la\u{1b}[31mte"))),
        (
            "syntax",
            "8:13",
            Box::new(|text| [text.split("late").next().unwrap().as_bytes(), b"caf\xe9\n"].concat()),
        ),
        (
            "syntax",
            "1:1",
            Box::new(|text| {
                [0xfe, 0xff]
                    .into_iter()
                    .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
                    .collect()
            }),
        ),
        ("layout", "1:20", Box::new(with("\n", "\r"))),
        (
            "duplicate-key",
            "9:1",
            Box::new(after("channel: email".to_owned())),
        ),
        (
            "syntax",
            "7:1",
            Box::new(with("  name: Wang", "\tname: Wang")),
        ),
        ("syntax", "1:1", Box::new(|_| Vec::new())),
        ("syntax", "1:1", Box::new(|_| b"- a\n- b\n".to_vec())),
        (
            "bad-value",
            "9:1",
            Box::new(after(format!("amount: {}", "9".repeat(900_000)))),
        ),
        (
            "bad-value",
            "9:1",
            Box::new(after("amount: 1e999999999".to_owned())),
        ),
        (
            "bad-value",
            "2:1",
            Box::new(with(
                "2026-11-02T09:00:00+08:00",
                "+262142-12-31T23:59:59+00:00",
            )),
        ),
        (
            "future",
            "2:1",
            Box::new(with("received: 2026", "received: 9999")),
        ),
        ("missing-key", "8:1", Box::new(with("late", "~"))),
        ("syntax", "8:10", Box::new(with("late", "*nobody"))),
    ];
    let mut files = Vec::new();
    for (number, (code, place, spoil)) in spoilt.iter().enumerate() {
        let id = format!("20261102-{number:06}");
        let file = format!("{FOLDER}/{id}-delivery.yaml");
        let bytes = spoil(case(&id));
        fs::write(repository.root().join(&file), &bytes).expect("it can be written");
        files.push((id, file, bytes, code, place));
    }
    let check = run(&repository, &["check"]);
    assert_eq!(check.code, 1);
    for (_, file, _, code, place) in &files {
        let named = format!(" --> {file}:{place}");
        let lines: Vec<&str> = check.out.lines().collect();
        let found = lines.windows(2).any(|pair| {
            pair[0].starts_with(&format!("error[{code}]")) && pair[1].starts_with(&named)
        });
        let of_file = || {
            lines
                .windows(2)
                .filter(|pair| pair[1].contains(file.as_str()))
                .map(|pair| pair.join(" "))
        };
        let shown: Vec<String> = of_file()
            .map(|line| line.chars().take(200).collect())
            .collect();
        assert!(found, "{code} {named}: {shown:#?}");
    }
    for command in ["list", "overdue", "report"] {
        assert_eq!(run(&repository, &[command]).code, 3, "{command}");
    }
    assert!(run(&repository, &["list"]).out.contains(&good));
    assert_eq!(run(&repository, &["show", &good]).code, 0);
    for (id, file, bytes, ..) in &files {
        assert_eq!(
            run(&repository, &["note", id, "--text", "x"]).code,
            3,
            "{file}"
        );
        assert!(
            fs::read(repository.root().join(file)).expect("it is there") == *bytes,
            "{file} was written"
        );
    }
}

#[test]
fn a_case_with_endless_clock_changes_is_judged() {
    let (repository, _) = with_a_case();
    let verbs = [
        ("PAVSED", ["pause", "resume"]),
        ("C0SED1", ["close", "reopen"]),
        ("RETRAC", ["note", "retract"]),
    ];
    for (suffix, pair) in verbs {
        let id = format!("20261102-{}", suffix.replace('V', "Y"));
        let mut text = case(&id);
        for number in 0..3000 {
            let (hour, minute, second) = (10 + number / 3600, number / 60 % 60, number % 60);
            let at = format!("2026-11-02T{hour}:{minute:02}:{second:02}+08:00");
            let more = if number % 2 == 1 {
                "  event: \"0123456789abcdef\"\n"
            } else {
                "  text: x\n"
            };
            let more = if pair[1] == "retract" { more } else { "" };
            text += &format!(
                "- at: {at}\n  by: dan\n  do: {}\n{more}  reason: x\n",
                pair[number % 2]
            );
        }
        fs::write(
            repository
                .root()
                .join(format!("{FOLDER}/{id}-delivery.yaml")),
            text,
        )
        .expect("it can be written");
    }
    let check = run(&repository, &["check"]);
    assert_eq!(check.code, 1);
    let said =
        "error[too-large]: 'dan' has already moved the clocks of the case 50 times with 'pause'";
    assert!(check.out.contains(said), "{}", check.err);
}

#[test]
fn only_plain_files_are_opened() {
    let (repository, good) = with_a_case();
    let folder = repository.root().join(FOLDER);
    let at = |suffix: &str| folder.join(format!("20261102-{suffix}-delivery.yaml"));
    let made = Command::new("mkfifo")
        .arg(at("FF0FF0"))
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    for (suffix, target) in [
        ("A1A1A1", "/etc/passwd"),
        ("B2B2B2", "/dev/zero"),
        ("C3C3C3", "nowhere"),
        ("D4D4D4", "."),
        ("E5E5E5", "/dev/stdin"),
    ] {
        symlink(target, at(suffix)).expect("a link");
    }
    symlink(&folder, folder.join("again")).expect("a link");
    fs::create_dir(at("G6G6G6")).expect("a folder");
    let _socket = UnixListener::bind(at("H7H7H7"));
    fs::write(
        folder.join(OsStr::from_bytes(b"20261102-J8J8J8-del\xff.yaml")),
        "x: 1",
    )
    .expect("a file");
    fs::write(
        folder.join("20261102-K9K9K9-a\u{1b}[31m\nerror: forged\u{202e}.yaml"),
        "x: 1",
    )
    .expect("a file");
    let attributes = repository.root().join("evidence/fifo");
    fs::create_dir_all(attributes.parent().expect("a folder")).expect("a folder");
    assert!(
        Command::new("mkfifo")
            .arg(&attributes)
            .status()
            .expect("mkfifo runs")
            .success()
    );
    let check = run(&repository, &["check"]);
    assert_eq!(check.code, 1);
    for suffix in ["FF0FF0", "A1A1A1", "B2B2B2", "C3C3C3", "D4D4D4", "E5E5E5"] {
        assert!(
            check
                .out
                .contains(&format!(" --> {FOLDER}/20261102-{suffix}-delivery.yaml\n")),
            "{suffix}: {}",
            check.out
        );
        assert_eq!(run(&repository, &["note", suffix, "--text", "x"]).code, 3);
    }
    assert!(
        !check
            .out
            .lines()
            .any(|line| line.starts_with("error: forged")),
        "{}",
        check.out
    );
    let list = run(&repository, &["list"]);
    assert!(list.code == 3 && list.out.contains(&good), "{}", list.err);
    assert!(
        !list
            .err
            .lines()
            .any(|line| line.starts_with("error: forged")),
        "{}",
        list.err
    );
}

#[test]
fn a_hostile_policy_is_refused_at_its_place() {
    let (repository, _) = with_a_case();
    let policy = repository.read("policy.toml");
    let lines = policy.lines().count();
    let many = |text: &str, count: usize| {
        (0..count)
            .map(|n| text.replace('N', &n.to_string()))
            .collect::<String>()
    };
    let chain = many("[categories.cN]\nparent = \"cNx\"\n", 20_000);
    for (code, line, text) in [
        ("syntax", lines + 2, format!("{policy}\nx = {}", "[".repeat(100_000)).into_bytes()),
        ("syntax", lines + 2, format!("{policy}\nx = {}", "{a=".repeat(50_000)).into_bytes()),
        ("syntax", 0, format!("{policy}\n[{}]", ["a"; 300_000].join(".")).into_bytes()),
        ("syntax", lines + 1, [policy.as_bytes(), b"# \xff\n"].concat()),
        ("syntax", lines + 1, format!("{policy}#\0\n").into_bytes()),
        ("too-large", 0, format!("{policy}{}", "#".repeat(64 << 20)).into_bytes()),
        ("too-large", 0, format!("{policy}\n{chain}").into_bytes()),
        (
            "too-large",
            0,
            format!(
                "{policy}\n{}",
                many("[[deadline]]\nname = \"dN\"\nstart = \"received\"\nstop = \"respond\"\nwithin = \"3bd\"\n", 5000)
            )
            .into_bytes(),
        ),
        ("bad-value", lines + 1, format!("{policy}[staff.\"-x\\u001b[31m\"]\nrole = \"clerk\"\n").into_bytes()),
    ] {
        fs::write(repository.root().join("policy.toml"), text).expect("it can be written");
        let check = run(&repository, &["check"]);
        let place = if line == 0 { " --> policy.toml".to_owned() } else { format!(" --> policy.toml:{line}:") };
        let said: String = check.out.chars().take(300).collect();
        assert!(
            check.code == 1 && check.out.contains(&format!("error[{code}]")) && check.out.contains(&place),
            "{place}: {said} {}",
            check.err
        );
        assert_eq!(run(&repository, &["list"]).code, 3);
    }
    let file = repository.root().join("policy.toml");
    for target in ["/etc/passwd", "/dev/zero", "policy.toml"] {
        fs::remove_file(&file).expect("it is there");
        symlink(target, &file).expect("a link");
        assert_eq!(run(&repository, &["check"]).code, 3, "{target}");
    }
    fs::remove_file(&file).expect("it is there");
    assert!(
        Command::new("mkfifo")
            .arg(&file)
            .status()
            .expect("mkfifo runs")
            .success()
    );
    assert_eq!(run(&repository, &["list"]).code, 3);
}

#[test]
fn letter_templates_read_nothing_and_have_bounded_output() {
    let (repository, id) = with_a_case();
    fs::create_dir_all(repository.root().join("templates/letters")).expect("a folder");
    let loops = "{% for a in name %}".repeat(40) + &"{% endfor %}".repeat(40);
    let nested = "{% if name %}".repeat(20_000);
    for text in [
        "{% include '/etc/passwd' %}",
        "{% import 'policy.toml' as p %}",
        "{{ 'x' * 1000000000 }}",
        "{% set a = name ~ name %}",
        "{% raw %}{{ \" {% endraw %}{{ name ~ name }}",
        "{{ range(1000000000) }}",
        "{{ name | indent(1000000000) }}",
        "{{ name.__class__ }}",
        "{{ lipsum }}",
        loops.as_str(),
        nested.as_str(),
        "{{ ",
    ] {
        repository.write("templates/letters/a.txt", text);
        let letter = run(&repository, &["letter", &id, "a"]);
        let shown: String = text.chars().take(60).collect();
        assert!(
            (letter.code == 1 || letter.out.trim().is_empty()) && !letter.out.contains("root:"),
            "{shown}: {}",
            letter.out
        );
    }
    let template = repository.root().join("templates/letters/a.txt");
    fs::remove_file(&template).expect("it is there");
    symlink("/etc/passwd", &template).expect("a link");
    assert_ne!(run(&repository, &["letter", &id, "a"]).code, 0);
}

#[test]
fn text_that_looks_like_a_path_or_an_option_stays_text() {
    let (repository, id) = with_a_case();
    let before = repository.git("dan", NOW, &["rev-parse", "HEAD"]);
    let ids = [
        "../../etc/passwd",
        "/etc/passwd",
        "CON",
        "２０２６",
        // No id has a U.
        "-u",
        "--as",
        "",
        " ",
        "*",
        "%2e%2e",
        "\u{202e}",
        "..",
        ".",
    ];
    for part in ids {
        assert_eq!(
            run(&repository, &["note", "--text", "x", "--", part]).code,
            2,
            "{part:?}"
        );
    }
    let outside = run(&repository, &["check", "../../etc/passwd"]);
    assert!(
        outside.code != 0
            && outside
                .out
                .contains("there is no such file in this repository"),
        "{}",
        outside.out
    );
    assert_eq!(repository.git("dan", NOW, &["rev-parse", "HEAD"]), before);
    for who in ["-x", "--as", "../x", "a b", "\n"] {
        assert_ne!(
            run(&repository, &["--as", who, "note", &id, "--text", "x"]).code,
            0,
            "{who:?}"
        );
    }
    for text in [
        "-x",
        "--as",
        "- a",
        "#",
        "\u{1b}[31m\u{202e}red\u{7}",
        "$(id)",
        "'; rm -rf /",
        "%s%n",
    ] {
        assert_eq!(
            run(&repository, &["note", &id, "--text", text]).code,
            0,
            "{text:?}"
        );
    }
    for command in ["show", "log"] {
        assert_eq!(run(&repository, &[command, &id]).code, 0);
    }
    assert_eq!(run(&repository, &["audit"]).code, 0);
}

#[test]
fn escapes_in_any_fact_reach_no_terminal() {
    let (repository, _) = with_a_case();
    let id = "20261102-ESCAPE".replace("ESCAPE", "E5CAPE");
    let text = case(&id);
    let evil = "\"a\\e]0;owned\\a\\e[31m\\u202eb\\u0000\\r\\nerror: forged\"";
    let text = text
        .replace("late", evil)
        .replace("Wang", evil)
        .replace("events:", &format!("order: {evil}\nevents:"));
    repository.write(&format!("{FOLDER}/{id}-delivery.yaml"), &text);
    for arguments in [
        ["list"].as_slice(),
        &["show", &id],
        &["log", &id],
        &["check"],
        &["overdue"],
        &["explain", &id],
        &["report"],
    ] {
        run(&repository, arguments);
    }
    assert!(run(&repository, &["list"]).out.contains(&id));
}

#[test]
fn a_hostile_mapping_or_ledger_imports_nothing() {
    let (repository, _) = with_a_case();
    let before = repository.git("dan", NOW, &["rev-parse", "HEAD"]);
    repository.write("ledger.csv", "a,b\n1,2\n");
    let maps: [Vec<u8>; 5] = [
        format!("x = {}", "[".repeat(100_000)).into_bytes(),
        format!("[{}]", ["a"; 300_000].join(".")).into_bytes(),
        b"# \xff\n".to_vec(),
        vec![b'#'; 64 << 20],
        b"x = \"\\u001b[31m\"\n".to_vec(),
    ];
    for map in maps {
        fs::write(repository.root().join("map.toml"), &map).expect("it can be written");
        let left = run(&repository, &["import", "--map", "map.toml", "ledger.csv"]);
        assert!(
            left.code != 0 && left.err.len() < 10_000,
            "{:.300}",
            left.err
        );
    }
    for map in ["nowhere", "."] {
        assert_ne!(
            run(&repository, &["import", "--map", map, "ledger.csv"]).code,
            0,
            "{map}"
        );
    }
    assert_eq!(repository.git("dan", NOW, &["rev-parse", "HEAD"]), before);
}

#[test]
fn evidence_paths_outside_the_repository_are_not_opened() {
    let (repository, _) = with_a_case();
    let id = "20261102-EV1DNC";
    let stem = format!("evidence/{id}-delivery");
    fs::create_dir_all(repository.root().join(&stem)).expect("a folder");
    let own = |name: &str| repository.root().join(&stem).join(name);
    assert!(
        Command::new("mkfifo")
            .arg(own("00000000-fifo"))
            .status()
            .expect("mkfifo runs")
            .success()
    );
    symlink("/etc/passwd", own("00000000-link")).expect("a link");
    symlink("/dev/zero", own("00000000-zero")).expect("a link");
    let below = |name: &str| format!("{id}-delivery/{name}");
    let files = [
        "../../etc/passwd".to_owned(),
        "/etc/passwd".to_owned(),
        "/dev/zero".to_owned(),
        below("../../policy.toml"),
        below("00000000-fifo"),
        below("00000000-link"),
        below("00000000-zero"),
    ];
    for name in files {
        let event = format!(
            "- at: 2026-11-02T09:10:00+08:00\n  by: dan\n  do: attach\n  file: \"{name}\"\n  sha256: {}\n",
            "0".repeat(64)
        );
        repository.write(
            &format!("{FOLDER}/{id}-delivery.yaml"),
            &(case(id) + &event),
        );
        let check = run(&repository, &["check"]);
        assert_eq!(check.code, 1, "{name}: {}", check.out);
        assert!(
            check.out.contains("/20261102-EV1DNC-delivery.yaml:"),
            "{name}: {}",
            check.out
        );
        run(&repository, &["show", id]);
    }
}

#[test]
fn an_unreadable_side_is_not_merged_and_stays_unchanged() {
    let (repository, id) = with_a_case();
    let file = repository.case_file(&id);
    let honest = repository.read(&file);
    let hostile: [Vec<u8>; 6] = [
        [honest.as_bytes(), b"a: \xff\xfe\n"].concat(),
        format!("{honest}x: {}", "[".repeat(300_000)).into_bytes(),
        format!(
            "{honest}a: &a {}\nx: [{}]",
            "x".repeat(1000),
            ["*a"; 50_000].join(",")
        )
        .into_bytes(),
        (honest.clone() + &"#".repeat(64 << 20)).into_bytes(),
        honest
            .replace("late", "!!python/object:os.system {a: b}")
            .into_bytes(),
        b"- a\n".to_vec(),
    ];
    let folder = repository.home().join("sides");
    fs::create_dir(&folder).expect("a folder");
    let side = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (base, ours, theirs) = (side("base"), side("ours"), side("theirs"));
    for text in &hostile {
        for (mine, other) in [
            (honest.as_bytes(), text.as_slice()),
            (text, honest.as_bytes()),
        ] {
            fs::write(&base, "").expect("it can be written");
            fs::write(&ours, mine).expect("it can be written");
            fs::write(&theirs, other).expect("it can be written");
            let merged = run(&repository, &["merge-driver", &base, &ours, &theirs, &file]);
            assert_ne!(merged.code, 0, "{}", merged.err);
            assert!(
                merged.err.len() < 10_000 && merged.err.contains(&file),
                "{:.300}",
                merged.err
            );
            let left = fs::read(&ours).expect("it is there");
            let lines: HashSet<&[u8]> = left.split(|byte| *byte == b'\n').collect();
            for side in [mine, other] {
                let kept = side
                    .split(|byte| *byte == b'\n')
                    .all(|line| line.is_empty() || lines.contains(line));
                assert!(
                    kept,
                    "a side is lost: {}",
                    String::from_utf8_lossy(&left[..left.len().min(300)])
                );
            }
        }
    }
}
