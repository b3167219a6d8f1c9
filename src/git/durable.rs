//! Syncing what git leaves to the operating system: the folders into which it renames what it has
//! synced, and the files that it does not sync at all.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::SystemTime;

use walkdir::WalkDir;

use super::{GitError, Repo};

/// The number of files and folders synced at once: the file system writes them together.
const AT_ONCE: usize = 8;

impl Repo {
    /// Syncs the newest commit to disk: the folders of its objects and of its branch, and the
    /// index. git itself syncs objects and branches, but not their folders, and `git commit` does
    /// not sync the index.
    ///
    /// Folders of objects that have not changed since the last time are left out: `lock` is the
    /// program's lock, whose file is as old as the hold.
    ///
    /// # Errors
    /// When syncing fails.
    pub(crate) fn sync_commit(&self, lock: Option<&File>) -> Result<(), GitError> {
        let synced = self.last_sync();
        let mut places = self.object_folders(modified(&synced))?;
        places.extend(self.reference_folders()?);
        places.extend(self.index_files());
        sync_all(&places)?;
        if let Some(taken) = lock.and_then(|lock| lock.metadata().ok()?.modified().ok()) {
            // Without the date, the next command syncs more.
            let _ = File::create(&synced).and_then(|file| file.set_modified(taken));
        }
        Ok(())
    }

    /// The file that is as old as the lock under which the newest commit was synced.
    fn last_sync(&self) -> PathBuf {
        self.git_dir.join("complaint/synced")
    }

    /// Syncs the index and its folder.
    ///
    /// # Errors
    /// When syncing fails.
    pub(super) fn sync_index(&self) -> Result<(), GitError> {
        sync_all(&self.index_files())
    }

    /// Syncs everything that a new repository consists of.
    ///
    /// # Errors
    /// When syncing fails.
    pub(crate) fn sync_everything(&self) -> Result<(), GitError> {
        let entries = WalkDir::new(&self.common_dir)
            .into_iter()
            .filter_map(Result::ok);
        let whole = entries.filter(|entry| !entry.file_type().is_symlink());
        let mut places: Vec<PathBuf> = whole.map(walkdir::DirEntry::into_path).collect();
        places.push(self.work_tree.clone());
        sync_all(&places)
    }

    /// The folders of objects that have changed since then.
    fn object_folders(&self, since: Option<SystemTime>) -> Result<Vec<PathBuf>, GitError> {
        let objects = self.common_dir.join("objects");
        let entries = fs::read_dir(&objects).map_err(|e| GitError::io(&objects, e))?;
        let folders = entries.flatten().map(|entry| entry.path());
        Ok([objects.clone()]
            .into_iter()
            .chain(folders)
            .filter(|folder| folder.is_dir() && is_new(folder, since))
            .collect())
    }

    /// The folder of the branch's file, and those above it.
    fn reference_folders(&self) -> Result<Vec<PathBuf>, GitError> {
        let head = self.git_dir.join("HEAD");
        let text = fs::read_to_string(&head).map_err(|e| GitError::io(&head, e))?;
        let Some(name) = text.trim().strip_prefix("ref: ") else {
            return Ok(vec![self.git_dir.clone()]);
        };
        let file = self.common_dir.join(name);
        let above = file.ancestors().skip(1);
        let inside = above.take_while(|folder| **folder != *self.common_dir);
        Ok(inside
            .filter(|folder| folder.is_dir())
            .map(Path::to_path_buf)
            .collect())
    }

    fn index_files(&self) -> Vec<PathBuf> {
        let mut places = self.shared_indexes();
        places.extend([self.index(), self.git_dir.clone()]);
        places
    }
}

/// When a file was written, or a name in a folder; `None` if there is no such file.
fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|it| it.modified()).ok()
}

fn is_new(path: &Path, since: Option<SystemTime>) -> bool {
    since.is_none_or(|since| modified(path).is_some_and(|modified| modified >= since))
}

/// Syncs files and folders; those that are gone are left out.
fn sync_all(places: &[PathBuf]) -> Result<(), GitError> {
    let share = places.len().div_ceil(AT_ONCE).max(1);
    thread::scope(|scope| {
        let sync = |places: &[PathBuf]| places.iter().try_for_each(|place| sync(place));
        let at_once: Vec<_> = places
            .chunks(share)
            .map(|places| scope.spawn(move || sync(places)))
            .collect();
        at_once
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or(Ok(())))
    })
}

/// Syncs a file or folder, if it exists.
pub(super) fn sync(place: &Path) -> Result<(), GitError> {
    let synced = match fs::metadata(place) {
        // Folders cannot be opened everywhere.
        Ok(there) if there.is_dir() && !cfg!(unix) => Ok(()),
        // Elsewhere only who may write can sync.
        Ok(_) => File::options()
            .read(true)
            .write(!cfg!(unix))
            .open(place)
            .and_then(|file| file.sync_all()),
        Err(error) => Err(error),
    };
    match synced {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        // git's objects are read-only; git has synced them.
        Err(error) if error.kind() == ErrorKind::PermissionDenied && !cfg!(unix) => Ok(()),
        synced => synced.map_err(|e| GitError::io(place, e)),
    }
}
