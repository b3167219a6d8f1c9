//! The states that a power cut can leave: when it comes, and what becomes of the changes that are
//! not on disk.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::disk::{Disk, Fate, Tree};

/// A power cut.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    /// By the clock of the disk.
    pub at: usize,
    pub damage: Damage,
}

/// Which of the changes that are not on disk are lost.
#[derive(Debug, Clone, Copy)]
pub enum Damage {
    None,
    All,
    /// Names stay, content does not: a file system that writes content late.
    Content(Fate),
    /// This one alone.
    One(usize, Fate),
    /// All but this one.
    AllBut(usize),
    /// This one and all later ones: a file system with a log.
    From(usize),
}

impl Cut {
    /// All cuts at one point of the clock.
    pub fn all(disk: &Disk, at: usize) -> Vec<Cut> {
        let damage = |damage| Cut { at, damage };
        let mut cuts = vec![damage(Damage::None), damage(Damage::All)];
        cuts.extend([Fate::Lost, Fate::Torn].map(|fate| damage(Damage::Content(fate))));
        for change in disk.unsynced(at) {
            cuts.push(damage(Damage::One(change, Fate::Lost)));
            if disk.is_content(change) {
                cuts.push(damage(Damage::One(change, Fate::Torn)));
            }
            cuts.extend([Damage::AllBut(change), Damage::From(change)].map(damage));
        }
        cuts
    }

    /// The files after the cut.
    pub fn tree(self, disk: &Disk) -> Tree {
        let unsynced = disk.unsynced(self.at);
        disk.tree(self.at, |change| {
            if unsynced.binary_search(&change).is_err() {
                return Fate::Kept;
            }
            let lost_if = |is_lost| if is_lost { Fate::Lost } else { Fate::Kept };
            match self.damage {
                Damage::None => Fate::Kept,
                Damage::All => Fate::Lost,
                Damage::Content(fate) if disk.is_content(change) => fate,
                Damage::Content(_) => Fate::Kept,
                Damage::One(one, fate) if one == change => fate,
                Damage::One(..) => Fate::Kept,
                Damage::AllBut(one) => lost_if(one != change),
                Damage::From(first) => lost_if(change >= first),
            }
        })
    }

    pub fn describe(self, disk: &Disk) -> String {
        let what = match self.damage {
            Damage::None | Damage::All | Damage::Content(_) => String::new(),
            Damage::One(change, _) | Damage::AllBut(change) | Damage::From(change) => {
                disk.describe(change)
            }
        };
        format!("at {}: {:?} {what}", self.at, self.damage)
    }
}

/// A number for the files of a state, to judge equal states once.
pub fn fingerprint(tree: &Tree) -> u64 {
    let mut hasher = DefaultHasher::new();
    tree.hash(&mut hasher);
    hasher.finish()
}

/// Writes the files of a state into an empty folder. They are as old as before the start of the
/// system.
pub fn write(tree: &Tree, root: &Path) {
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for (path, bytes) in tree {
        let path = root.join(path);
        match bytes {
            None => fs::create_dir_all(&path).expect("a folder"),
            Some(bytes) => {
                fs::write(&path, bytes).expect("a file");
                let file = fs::File::options().write(true).open(&path).expect("a file");
                file.set_modified(old).expect("its time");
                if path
                    .parent()
                    .is_some_and(|folder| folder.ends_with("hooks"))
                {
                    make_executable(&path);
                }
            }
        }
    }
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("its mode");
}

/// Some of the cuts at these points of the clock, by a seed; all if there are not many more.
pub fn drawn(disk: &Disk, between: RangeInclusive<usize>, count: usize, seed: u64) -> Vec<Cut> {
    let points = between.end() - between.start() + 1;
    if count > points {
        return between.flat_map(|at| Cut::all(disk, at)).collect();
    }
    let mut dice = seed;
    let mut below = |limit: usize| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % limit
    };
    let draw = |_| {
        let mut cuts = Cut::all(disk, between.start() + below(points));
        cuts.swap_remove(below(cuts.len()))
    };
    (0..count).map(draw).collect()
}
