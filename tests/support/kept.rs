//! Shares a recorded repository among tests. The copy is held in memory: a static is never dropped,
//! so a temporary folder in it would never be removed.

use std::fs::{self, Permissions};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::team::Team;

/// A team, recorded on first use.
pub struct Recorded(OnceLock<(Folder, String)>);

impl Recorded {
    /// Not yet recorded.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// A copy of the team in a new home, with everything else in the home that `record` made.
    pub fn team(&self, record: fn() -> Team) -> Team {
        let (home, id) = self.0.get_or_init(|| {
            let team = record();
            (Folder::read(team.home()), team.id.clone())
        });
        Team::in_home(|to| home.write(to), id)
    }
}

/// The contents of a folder, parents first.
struct Folder(Vec<Item>);

struct Item {
    /// Relative to the folder.
    path: PathBuf,
    permissions: Permissions,
    /// `None` for a folder.
    bytes: Option<Vec<u8>>,
}

impl Folder {
    fn read(root: &Path) -> Self {
        let (mut items, mut ahead) = (Vec::new(), vec![root.to_path_buf()]);
        while let Some(folder) = ahead.pop() {
            for entry in fs::read_dir(folder)
                .expect("a folder")
                .map(|entry| entry.expect("an entry"))
            {
                let (path, metadata) = (entry.path(), entry.metadata().expect("what it is"));
                assert!(
                    metadata.is_dir() || metadata.is_file(),
                    "{}: neither file nor folder",
                    path.display()
                );
                items.push(Item {
                    path: path.strip_prefix(root).expect("it is inside").to_path_buf(),
                    permissions: metadata.permissions(),
                    bytes: metadata
                        .is_file()
                        .then(|| fs::read(&path).expect("it can be read")),
                });
                if metadata.is_dir() {
                    ahead.push(path);
                }
            }
        }
        Self(items)
    }

    fn write(&self, to: &Path) {
        for Item {
            path,
            permissions,
            bytes,
        } in &self.0
        {
            let path = to.join(path);
            match bytes {
                Some(bytes) => fs::write(&path, bytes),
                None => fs::create_dir(&path),
            }
            .and_then(|()| fs::set_permissions(&path, permissions.clone()))
            .expect("a copy");
        }
    }
}
