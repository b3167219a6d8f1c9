//! Runs programs and takes their wall time, processor time and peak memory.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::office::NOW;

/// A repository, and the environment in which programs run.
pub struct World {
    pub root: PathBuf,
    now: &'static str,
}

/// A program to measure.
pub struct Program<'w> {
    world: &'w World,
    words: Vec<String>,
}

/// Medians of runs.
pub struct Figure {
    pub wall: Duration,
    pub processor: Duration,
    /// Peak memory in KiB.
    pub memory: u64,
}

impl World {
    pub fn new(root: &Path) -> Self {
        Self::at(root, NOW)
    }

    /// As [`World::new`], with another clock.
    pub fn at(root: &Path, now: &'static str) -> Self {
        let root = root.to_owned();
        Self { root, now }
    }

    pub fn complaint(&self, arguments: &[&str]) -> Program<'_> {
        let program = [
            env!("CARGO_BIN_EXE_complaint"),
            "--repo",
            &self.root.to_string_lossy(),
        ]
        .map(str::to_owned);
        Program {
            world: self,
            words: program
                .into_iter()
                .chain(arguments.iter().map(|it| (*it).to_owned()))
                .collect(),
        }
    }

    pub fn git(&self, arguments: &[&str]) -> Program<'_> {
        let words = ["git"]
            .iter()
            .chain(arguments)
            .map(|it| (*it).to_owned())
            .collect();
        Program { world: self, words }
    }

    pub fn shell(&self, line: &str) -> Program<'_> {
        let words = ["sh", "-c", line].map(str::to_owned).to_vec();
        Program { world: self, words }
    }

    fn prepared<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("COMPLAINT_NOW", self.now)
            .envs(["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].map(|name| (name, self.now)))
            .envs(
                ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"]
                    .map(|name| (name, "zhou.jie@example.com")),
            )
            .envs(["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map(|name| (name, "Zhou Jie")))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("TZ", "Asia/Shanghai")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
    }

    /// Runs a command that has to succeed.
    pub fn run(&self, command: &mut Command) {
        let status = self.prepared(command).status().expect("it runs");
        assert!(status.success(), "{command:?}");
    }

    /// The id of a case that is open.
    pub fn one_open_case(&self) -> String {
        let arguments = ["list", "--limit", "1", "--format", "csv"];
        let text = self.answer(env!("CARGO_BIN_EXE_complaint"), &arguments);
        let row = text.lines().nth(1).expect("an open case");
        row.split(',').next().expect("an id").to_owned()
    }

    /// What a program prints in the repository.
    pub fn answer(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.root);
        let output = self
            .prepared(&mut command)
            .stdout(Stdio::piped())
            .output()
            .expect("it runs");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }
}

/// Medians of two programs that run in turns, so that both see the same machine.
pub fn alternately(programs: [Program<'_>; 2], rounds: usize) -> [Figure; 2] {
    for program in &programs {
        let mut command = Command::new(&program.words[0]);
        program.world.run(
            command
                .args(&program.words[1..])
                .current_dir(&program.world.root),
        );
    }
    let memory = programs.each_ref().map(Program::peak);
    let mut taken = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        for (figures, program) in taken.iter_mut().zip(&programs) {
            figures.push(program.once());
        }
    }
    let [one, other] = taken.map(Figure::median);
    let with = |figure: Figure, memory| Figure { memory, ..figure };
    [with(one, memory[0]), with(other, memory[1])]
}

impl Program<'_> {
    /// One run, timed by bash, which counts the processor time of everything that it waited for.
    fn once(&self) -> Figure {
        let mut command = Command::new("bash");
        let line = "TIMEFORMAT='%3R %3U %3S'; time \"$@\" >/dev/null 2>&1";
        command.args(["-c", line, "bash"]).args(&self.words);
        let output = self
            .prepared(&mut command)
            .stderr(Stdio::piped())
            .output()
            .expect("it runs");
        let text = String::from_utf8_lossy(&output.stderr);
        let seconds: Vec<f64> = text
            .split_whitespace()
            .filter_map(|it| it.parse().ok())
            .collect();
        let [wall, user, system] = seconds[..] else {
            panic!("bash printed {text}");
        };
        Figure {
            wall: Duration::from_secs_f64(wall),
            processor: Duration::from_secs_f64(user + system),
            memory: 0,
        }
    }

    /// Peak memory of one run in KiB; 0 on systems without `/proc`.
    pub fn peak(&self) -> u64 {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]);
        let mut child = self.prepared(&mut command).spawn().expect("it runs");
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        while child.try_wait().expect("it ends").is_none() {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
            peak = peak.max(now.unwrap_or(0));
            std::thread::sleep(Duration::from_millis(1));
        }
        peak
    }

    fn prepared<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        self.world.prepared(command.current_dir(&self.world.root))
    }
}

impl Figure {
    /// Medians of a function of this process, after one run that warms the caches.
    pub fn of(rounds: usize, mut work: impl FnMut()) -> Self {
        work();
        let mut one = || {
            let start = Instant::now();
            work();
            Self {
                wall: start.elapsed(),
                processor: Duration::ZERO,
                memory: 0,
            }
        };
        Self::median((0..rounds).map(|_| one()).collect())
    }

    fn median(figures: Vec<Self>) -> Self {
        let middle = figures.len() / 2;
        let of = |value: fn(&Self) -> Duration| {
            let mut values: Vec<Duration> = figures.iter().map(value).collect();
            values.sort();
            values[middle]
        };
        Self {
            wall: of(|figure| figure.wall),
            processor: of(|figure| figure.processor),
            memory: 0,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:9.1} ms {:9.1} ms cpu {:7} KiB",
            self.wall.as_secs_f64() * 1e3,
            self.processor.as_secs_f64() * 1e3,
            self.memory
        )
    }
}

/// Prints a figure beside its peer.
pub fn compare(name: &str, ours: &Figure, peer: &str, theirs: &Figure) {
    let ratio =
        |ours: Duration, theirs: Duration| ours.as_secs_f64() / theirs.as_secs_f64().max(1e-6);
    println!(
        "{name:44} {ours}   {:6.2} wall {:6.2} cpu of {peer} ({:.1} ms)",
        ratio(ours.wall, theirs.wall),
        ratio(ours.processor, theirs.processor),
        theirs.wall.as_secs_f64() * 1e3
    );
}
