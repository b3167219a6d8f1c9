//! Looking up programs in `PATH`.

use std::path::Path;

/// Whether a program is in `PATH`, or exists if given as a path.
pub(super) fn is_on_path(name: &str) -> bool {
    if Path::new(name).components().count() > 1 {
        return Path::new(name).is_file();
    }
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(&name).is_file()))
}
