//! The file operations of a command and of all processes that it starts, seen by `strace`.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The calls that change files, and those that say where a process is.
const CALLS: &str = "trace=open,openat,creat,write,pwrite64,copy_file_range,lseek,ftruncate,\
                     truncate,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,\
                     mkdirat,symlink,symlinkat,fsync,fdatasync,chdir,sync_file_range";

/// One operation; all paths are absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Opens a file for writing, which may be new.
    Open {
        file: PathBuf,
        cut: bool,
    },
    /// Writes at a place; `None`: at the end.
    Write {
        file: PathBuf,
        at: Option<u64>,
        bytes: Vec<u8>,
    },
    /// Copies a whole file.
    Copy {
        from: PathBuf,
        to: PathBuf,
    },
    /// Shortens or lengthens a file.
    Resize {
        file: PathBuf,
        size: u64,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    Link {
        file: PathBuf,
        to: PathBuf,
    },
    Remove {
        path: PathBuf,
    },
    Folder {
        path: PathBuf,
    },
    Sync {
        path: PathBuf,
    },
}

/// Whether there is an `strace` that works here.
pub fn is_possible() -> bool {
    let probe = Command::new("strace")
        .args(["-f", "-y", "-xx", "-o", "/dev/null", "true"])
        .output();
    probe.is_ok_and(|output| output.status.success())
}

/// Runs a command under `strace`, with its trace in `file`.
pub fn traced(mut command: Command, program: &str, arguments: &[&str], file: &Path) -> Traced {
    command
        .args(["-f", "-y", "-xx", "-s", "100000000", "-e", CALLS, "-o"])
        .arg(file)
        .arg(program)
        .args(arguments);
    let output = command.output().expect("strace runs");
    let text = fs::read_to_string(file).expect("a trace");
    let mut reader = Reader::default();
    let ops = whole_lines(&text)
        .iter()
        .filter_map(|(process, call)| reader.read(process, call))
        .collect();
    Traced { output, ops }
}

/// A traced command.
pub struct Traced {
    pub output: Output,
    pub ops: Vec<Op>,
}

/// The calls with their processes, in the order of their ends; one that another process interrupted
/// is on two lines.
fn whole_lines(text: &str) -> Vec<(String, String)> {
    let mut begun = HashMap::new();
    let mut calls = Vec::new();
    for line in text.lines() {
        let Some((process, call)) = line.split_once(' ') else {
            continue;
        };
        let call = call.trim_start();
        if let Some(begin) = call.strip_suffix(" <unfinished ...>") {
            begun.insert(process.to_owned(), begin.to_owned());
        } else if let Some((_, rest)) = call.split_once(" resumed>") {
            let begin = begun.remove(process).unwrap_or_default();
            calls.push((process.to_owned(), begin + rest));
        } else {
            calls.push((process.to_owned(), call.to_owned()));
        }
    }
    calls
}

/// What is known of the processes.
#[derive(Default)]
struct Reader {
    folders: HashMap<String, PathBuf>,
    /// The places of open files, by process and descriptor; `None`: at the end.
    places: HashMap<(String, String), Option<u64>>,
}

impl Reader {
    fn read(&mut self, process: &str, call: &str) -> Option<Op> {
        let (name, rest) = call.split_once('(')?;
        let (arguments, result) = rest.rsplit_once(") ").or_else(|| rest.rsplit_once(')'))?;
        let result = result.trim_start().trim_start_matches("= ");
        let arguments: Vec<&str> = arguments.split(", ").collect();
        if let Some(folder) = arguments.iter().find_map(|it| it.strip_prefix("AT_FDCWD")) {
            self.folders.insert(process.to_owned(), path_in(folder)?);
        }
        if result.starts_with('-') {
            return None;
        }
        let path = |place: usize| Some(self.absolute(process, path_of(arguments.get(place)?)?));
        // A path relative to an open folder.
        let path_at = |place: usize| {
            let folder = path_in(arguments.get(place)?)?;
            Some(folder.join(path_of(arguments.get(place + 1)?)?))
        };
        let open = || path_in(arguments.first()?);
        Some(match name {
            "open" | "openat" | "creat" => return self.open(process, name, &arguments, result),
            "write" | "pwrite64" => return self.write(process, name, &arguments),
            "lseek" => {
                let place = result.trim().parse().ok()?;
                let key = (process.to_owned(), descriptor(arguments[0]));
                if let Some(Some(known)) = self.places.get_mut(&key) {
                    *known = place;
                }
                return None;
            }
            "chdir" => {
                let folder = path(0)?;
                self.folders.insert(process.to_owned(), folder);
                return None;
            }
            "copy_file_range" => Op::Copy {
                from: open()?,
                to: path_in(arguments[2])?,
            },
            "ftruncate" => Op::Resize {
                file: open()?,
                size: arguments[1].parse().ok()?,
            },
            "truncate" => Op::Resize {
                file: path(0)?,
                size: arguments[1].parse().ok()?,
            },
            "rename" => Op::Rename {
                from: path(0)?,
                to: path(1)?,
            },
            "renameat" | "renameat2" => Op::Rename {
                from: path_at(0)?,
                to: path_at(2)?,
            },
            "link" => Op::Link {
                file: path(0)?,
                to: path(1)?,
            },
            "linkat" => Op::Link {
                file: path_at(0)?,
                to: path_at(2)?,
            },
            "unlink" | "rmdir" => Op::Remove { path: path(0)? },
            "unlinkat" => Op::Remove { path: path_at(0)? },
            // git tries whether there are symbolic links, and on Linux this does not sync: its
            // manual says so.
            "symlink" | "symlinkat" | "sync_file_range" => return None,
            "mkdir" => Op::Folder { path: path(0)? },
            "mkdirat" => Op::Folder { path: path_at(0)? },
            "fsync" | "fdatasync" => Op::Sync { path: open()? },
            _ => panic!("this call has no model: {call}"),
        })
    }

    fn open(&mut self, process: &str, name: &str, arguments: &[&str], result: &str) -> Option<Op> {
        let file = path_in(result)?;
        let flags = arguments[if name == "openat" { 2 } else { 1 }];
        let writes = name == "creat" || ["O_WRONLY", "O_RDWR"].iter().any(|it| flags.contains(it));
        // Files without a name are gone with the process.
        if !writes || flags.contains("O_TMPFILE") || result.contains("(deleted)") {
            return None;
        }
        let place = (!flags.contains("O_APPEND")).then_some(0);
        let key = (process.to_owned(), descriptor(result));
        self.places.insert(key, place);
        Some(Op::Open {
            file,
            cut: name == "creat" || flags.contains("O_TRUNC"),
        })
    }

    fn write(&mut self, process: &str, name: &str, arguments: &[&str]) -> Option<Op> {
        if arguments[0].contains("(deleted)") {
            return None;
        }
        let file = path_in(arguments[0])?;
        let bytes = decoded(arguments[1].trim_matches('"'));
        let key = (process.to_owned(), descriptor(arguments[0]));
        let at = match self.places.get_mut(&key) {
            _ if name == "pwrite64" => arguments[3].parse().ok(),
            Some(Some(place)) => {
                let at = *place;
                *place += bytes.len() as u64;
                Some(at)
            }
            Some(None) | None => None,
        };
        Some(Op::Write { file, at, bytes })
    }

    fn absolute(&self, process: &str, path: PathBuf) -> PathBuf {
        match self.folders.get(process) {
            Some(folder) => folder.join(path),
            None => path,
        }
    }
}

/// The number in `3<PATH>`.
fn descriptor(argument: &str) -> String {
    argument.split('<').next().unwrap_or_default().to_owned()
}

/// The path in `3<PATH>`.
fn path_in(argument: &str) -> Option<PathBuf> {
    let (_, path) = argument.split_once('<')?;
    let (path, _) = path.rsplit_once('>')?;
    path.starts_with("\\x2f").then(|| path_from(decoded(path)))
}

/// The path in quotes.
fn path_of(argument: &str) -> Option<PathBuf> {
    let path = argument.strip_prefix('"')?.strip_suffix('"')?;
    Some(path_from(decoded(path)))
}

fn path_from(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(OsString::from_vec(bytes))
}

/// Bytes written as `\x2f\x74`.
fn decoded(text: &str) -> Vec<u8> {
    text.split("\\x")
        .filter(|pair| !pair.is_empty())
        .map(|pair| u8::from_str_radix(pair, 16).expect("two hexadecimal digits"))
        .collect()
}
