//! Hooks through which git runs this program to check incoming changes.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::ailment::{Ailment, Remedy};
use crate::domain::finding::Hint;
use crate::domain::message::{Command, Message, message, text};
use crate::git::{GitError, Repo};
use crate::store::{StoreError, WriteError, write};

/// The hook in a clone.
pub(crate) const PRE_COMMIT: &str = "pre-commit";

/// The hook on a server.
pub(crate) const PRE_RECEIVE: &str = "pre-receive";

/// The state of one of this program's hooks in a clone.
#[derive(Debug, Clone, PartialEq, Eq)]
enum HookState {
    Active,
    /// The file exists, but git does not run it or it is outdated: it is not executable, or from an
    /// earlier version.
    Inactive(PathBuf),
    Absent,
    /// Another hook has the name, and does not call this one.
    Foreign(PathBuf),
    /// There is no hook, and git's hook folder is shared with other repositories or part of the
    /// work tree.
    SharedFolder(PathBuf),
}

/// The state of a hook.
fn state_of(git: &Repo, name: &str) -> Result<HookState, GitError> {
    let folder = git.hooks()?;
    let file = folder.join(name);
    Ok(match fs::read_to_string(&file) {
        Ok(text) if is_ours(&text, name) && (text != script(name) || !is_executable(&file)) => {
            HookState::Inactive(file)
        }
        Ok(text) if text.contains(&command(name)) && is_executable(&file) => HookState::Active,
        Ok(_) => HookState::Foreign(file),
        Err(_) if !folder.starts_with(git.common_dir()) => HookState::SharedFolder(folder),
        Err(_) => HookState::Absent,
    })
}

/// Installs a hook; another hook of that name is left unchanged.
///
/// # Errors
/// When there is another hook of that name, or the file cannot be written.
pub(crate) fn install(git: &Repo, name: &str) -> Result<PathBuf, StoreError> {
    let folder = git.hooks()?;
    let file = folder.join(name);
    match fs::read_to_string(&file) {
        Ok(there) if there == script(name) && is_executable(&file) => return Ok(file),
        Ok(there) if !is_ours(&there, name) => return Err(WriteError::Exists(file).into()),
        Ok(_) | Err(_) => {}
    }
    let failed = |source| WriteError::Io {
        path: file.clone(),
        source,
    };
    fs::create_dir_all(&folder).map_err(failed)?;
    let root = folder.canonicalize().map_err(failed)?;
    let text = script(name);
    if file.exists() {
        write::replace(&root, Path::new(name), text.as_bytes())?;
    } else {
        let _created = write::create_new(&root, Path::new(name), text.as_bytes())?;
    }
    make_executable(&file).map_err(failed)?;
    // The folder may be new.
    root.parent()
        .map_or(Ok(()), write::sync_folder)
        .map_err(failed)?;
    Ok(file)
}

/// The hint for another hook of that name.
pub(crate) fn in_the_way(name: &str) -> Message {
    message!("add this command to it: {command}", command = hook(name))
}

/// Checks the hook of a clone or of a server. In a clone a missing hook is only a note.
///
/// # Errors
/// When git fails.
pub(super) fn examine(git: &Repo, name: &'static str) -> Result<Option<Ailment>, GitError> {
    let is_gate = name == PRE_RECEIVE;
    let effect = if is_gate {
        text!("pushes are not checked")
    } else {
        text!("commits are not checked here before they are made")
    };
    let lacking = |what, hint: Hint| match is_gate {
        true => Ailment::fault(what, hint),
        false => Ailment::note(what, hint),
    };
    Ok(match state_of(git, name)? {
        HookState::Active => None,
        HookState::Inactive(file) => {
            let what = message!("git does not run {file}, so {effect}", file, effect);
            Some(Ailment::fault(what, Command::new("hook install")).remedy(Remedy::Hook(name)))
        }
        HookState::Absent => {
            let what = message!("no hook is installed, so {effect}", effect);
            Some(lacking(what, Command::new("hook install").into()).remedy(Remedy::Hook(name)))
        }
        HookState::Foreign(file) => {
            let what = message!("{file} is a different hook, so {effect}", file, effect);
            Some(lacking(what, in_the_way(name).into()))
        }
        HookState::SharedFolder(folder) => {
            let what = message!(
                "git looks for hooks in {folder}, which does not contain this hook, so {effect}",
                folder,
                effect
            );
            let hint = message!(
                "if only this repository uses that folder: {install}",
                install = Command::new("hook install")
            );
            Some(lacking(what, hint.into()))
        }
    })
}

fn hook(name: &str) -> Command {
    Command::new("hook").value(name)
}

fn command(name: &str) -> String {
    format!("complaint hook {name}")
}

/// The hook's script. Without the program on the path, the server's hook refuses every push, but a
/// clone's hook lets commits pass.
pub(crate) fn script(name: &str) -> String {
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

/// Whether the hook is exactly as this program, or an earlier version of it, writes it.
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
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))?;
    fs::File::open(file)?.sync_all()
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}
