//! The hooks by which git has this program judge what it is about to take in.

use crate::domain::finding::Hint;
use crate::domain::message::{Command, text};
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::git::{GitError, Repo};
use crate::store::StoreError;
use crate::store::doctor::{Complaint, Remedy, Weight, told};
use crate::store::write::WriteError;

/// The hook of a clone.
pub const PRE_COMMIT: &str = "pre-commit";

/// The hook of a server.
pub const PRE_RECEIVE: &str = "pre-receive";

/// How git's folder of hooks stands to one hook of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Installed {
    /// git runs it.
    Runs,
    /// It is there, but git does not run it: it is not executable, or of an earlier make.
    Sleeps(PathBuf),
    /// There is none.
    Absent,
    /// There is another hook of that name, which does not run ours.
    InTheWay(PathBuf),
    /// There is none, in a folder that other repositories use, too, or that is part of what is committed.
    Elsewhere(PathBuf),
}

/// How a hook of this program is installed.
///
/// # Errors
/// When git fails.
pub fn installed(git: &Repo, name: &str) -> Result<Installed, GitError> {
    let folder = git.hooks()?;
    let file = folder.join(name);
    Ok(match fs::read_to_string(&file) {
        Ok(text) if is_ours(&text, name) && (text != script(name) || !is_executable(&file)) => {
            Installed::Sleeps(file)
        }
        Ok(text) if text.contains(&command(name)) && is_executable(&file) => Installed::Runs,
        Ok(_) => Installed::InTheWay(file),
        Err(_) if !folder.starts_with(git.common_dir()) => Installed::Elsewhere(folder),
        Err(_) => Installed::Absent,
    })
}

/// Has git run a hook of this program; another one that is there already stays as it is.
///
/// # Errors
/// There is another hook of that name, or it cannot be written.
pub fn install(git: &Repo, name: &str) -> Result<PathBuf, StoreError> {
    let folder = git.hooks()?;
    let file = folder.join(name);
    match fs::read_to_string(&file) {
        Ok(there) if there == script(name) && is_executable(&file) => return Ok(file),
        Ok(there) if !is_ours(&there, name) => return Err(WriteError::Exists(file).into()),
        Ok(_) | Err(_) => {}
    }
    let write = || -> io::Result<()> {
        fs::create_dir_all(&folder)?;
        fs::write(&file, script(name))?;
        make_executable(&file)
    };
    write().map_err(|source| WriteError::Io {
        path: file.clone(),
        source,
    })?;
    Ok(file)
}

/// What to do about another hook of that name.
pub fn in_the_way(name: &str) -> String {
    format!("have it run, too: {}", command(name))
}

/// What is not set up right about the hook of a clone. To have none is no fault, but worth a word.
///
/// # Errors
/// When git fails.
pub(in crate::store) fn examine(git: &Repo) -> Result<Option<Complaint>, StoreError> {
    let unjudged = "so nothing judges a commit here before it is made";
    let noted = |what: String, hint: Hint| Complaint {
        weight: Weight::Note,
        ..told(what, hint)
    };
    Ok(match installed(git, PRE_COMMIT)? {
        Installed::Runs => None,
        Installed::Sleeps(file) => Some(Complaint {
            remedy: Some(Remedy::Hook),
            ..told(
                format!("git does not run {}, {unjudged}", file.display()),
                "complaint hook install",
            )
        }),
        Installed::Absent => Some(Complaint {
            remedy: Some(Remedy::Hook),
            ..noted(
                format!("no hook is installed, {unjudged}"),
                Command::new("hook install").into(),
            )
        }),
        Installed::InTheWay(file) => Some(noted(
            format!("{} is another hook, {unjudged}", file.display()),
            in_the_way(PRE_COMMIT).into(),
        )),
        Installed::Elsewhere(folder) => {
            let what = format!(
                "git looks for hooks in {}, which has none of ours, {unjudged}",
                folder.display()
            );
            Some(noted(
                what,
                text!("if that is for this repository alone: complaint hook install").into(),
            ))
        }
    })
}

fn command(name: &str) -> String {
    format!("complaint hook {name}")
}

/// A server without the program takes nothing; a clone without it can still be worked in.
fn script(name: &str) -> String {
    let missing = "complaint is not on the path, so this commit is not judged";
    let spare =
        format!("command -v complaint >/dev/null 2>&1 || {{ echo '{missing}' >&2; exit 0; }}\n");
    let spare = if name == PRE_COMMIT {
        spare.as_str()
    } else {
        ""
    };
    format!("#!/bin/sh\n{spare}exec {}\n", command(name))
}

/// Whether nobody but this program had a hand in a hook.
fn is_ours(text: &str, name: &str) -> bool {
    text == script(name) || text == format!("#!/bin/sh\nexec {}\n", command(name))
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|metadata| metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> bool {
    true
}

#[cfg(unix)]
fn make_executable(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}
