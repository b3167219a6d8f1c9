//! Tries the command of a merge driver as git runs it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::Repo;

/// The longest time that a driver may take for a small file.
const LIMIT: Duration = Duration::from_secs(10);

/// The pause between two looks at a running driver.
const PAUSE: Duration = Duration::from_millis(20);

/// The files of a merge.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sides<'a> {
    pub base: &'a Path,
    /// The result is written here.
    pub ours: &'a Path,
    pub theirs: &'a Path,
    /// The path in the repository.
    pub path: &'a str,
}

impl Repo {
    /// Runs a merge driver's command on three files, with the places replaced as git replaces them.
    /// Returns whether it reports success in time.
    pub(crate) fn try_driver(&self, driver: &str, sides: Sides<'_>) -> bool {
        let mut command = Command::new("sh");
        command
            .args(["-c", &filled_in(driver, sides)])
            .current_dir(&self.work_tree)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let Ok(mut child) = command.spawn() else {
            return false;
        };
        let start = Instant::now();
        while start.elapsed() < LIMIT {
            match child.try_wait() {
                Ok(None) => thread::sleep(PAUSE),
                Ok(Some(status)) => return status.success(),
                Err(_) => return false,
            }
        }
        let _ = child.kill();
        let _ = child.wait();
        false
    }
}

/// The command with git's places (`%O`, `%A`, `%B`, `%P` and others) replaced.
fn filled_in(driver: &str, sides: Sides<'_>) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let file = |path: &Path| quoted(&path.to_string_lossy());
    let mut command = String::new();
    let mut rest = driver.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            command.push(c);
            continue;
        }
        match rest.next() {
            Some('O') => command += &file(sides.base),
            Some('A') => command += &file(sides.ours),
            Some('B') => command += &file(sides.theirs),
            Some('P') => command += &quoted(sides.path),
            Some('L') => command.push('7'),
            Some('S' | 'X' | 'Y') => command += "'a side'",
            Some('%') => command.push('%'),
            Some(other) => command.extend(['%', other]),
            None => command.push('%'),
        }
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_replaced_as_git_does() {
        let sides = Sides {
            base: Path::new("/t/o"),
            ours: Path::new("/t/it's"),
            theirs: Path::new("/t/b"),
            path: "cases/x y.yaml",
        };
        for (driver, command) in [
            (
                "run %O %A %B %P",
                r"run '/t/o' '/t/it'\''s' '/t/b' 'cases/x y.yaml'",
            ),
            ("date +%%s %L %q %", "date +%s 7 %q %"),
        ] {
            assert_eq!(filled_in(driver, sides), command);
        }
    }
}
