//! The entries of git's index, as far as a commit needs them.

/// The bytes of an entry before its id.
const STAT: usize = 40;

/// The flag of an entry whose file git must not look at.
const ASSUMED: u16 = 0x8000;

/// The flag of an entry with more flags.
const EXTENDED: u16 = 0x4000;

/// The bits of the stage: not 0 in a conflict.
const STAGE: u16 = 0x3000;

/// A file of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IndexEntry {
    /// `0o100644` for a plain file.
    pub mode: u32,
    pub id: Vec<u8>,
}

/// The entries of these paths, in their order. `None` if one has none or one with a special flag, or
/// if the index as a whole says more than its entries do: in a conflict, if it is split or sparse.
pub(super) fn entries_of(
    index: &[u8],
    id_length: usize,
    paths: &[Vec<u8>],
) -> Option<Vec<IndexEntry>> {
    let mut found = vec![None; paths.len()];
    let mut reader = Reader::new(index.get(..index.len().checked_sub(id_length)?)?, id_length)?;
    for _ in 0..reader.count {
        let (entry, flags) = reader.entry()?;
        if flags & STAGE != 0 {
            return None;
        }
        if let Some(place) = paths.iter().position(|path| *path == reader.name) {
            found[place] = Some(entry).filter(|_| flags & (ASSUMED | EXTENDED) == 0);
        }
    }
    reader.has_only_optional_extensions()?;
    found.into_iter().collect()
}

struct Reader<'a> {
    rest: &'a [u8],
    id_length: usize,
    version: u32,
    count: u32,
    /// The path of the last entry.
    name: Vec<u8>,
}

impl<'a> Reader<'a> {
    fn new(index: &'a [u8], id_length: usize) -> Option<Self> {
        let mut reader = Self {
            rest: index.strip_prefix(b"DIRC")?,
            id_length,
            version: 0,
            count: 0,
            name: Vec::new(),
        };
        reader.version = number(reader.take(4)?);
        reader.count = number(reader.take(4)?);
        (2..=4).contains(&reader.version).then_some(reader)
    }

    /// The next entry with its flags; its path is then in `name`.
    fn entry(&mut self) -> Option<(IndexEntry, u16)> {
        let before = self.rest.len();
        let stat = self.take(STAT)?;
        let entry = IndexEntry {
            mode: number(stat.get(24..28)?),
            id: self.take(self.id_length)?.to_vec(),
        };
        let flags = u16::from_be_bytes(self.take(2)?.try_into().ok()?);
        if flags & EXTENDED != 0 {
            self.take(2)?;
        }
        if self.version == 4 {
            let dropped = self.offset()?;
            let kept = self.name.len().checked_sub(dropped)?;
            self.name.truncate(kept);
        } else {
            self.name.clear();
        }
        let length = self.rest.iter().position(|byte| *byte == 0)?;
        let name = self.take(length)?;
        self.name.extend_from_slice(name);
        let used = before - self.rest.len();
        // Older versions pad each entry with 1 to 8 NULs.
        self.take(if self.version == 4 { 1 } else { 8 - used % 8 })?;
        Some((entry, flags))
    }

    /// A number of git's variable length.
    fn offset(&mut self) -> Option<usize> {
        let mut byte = self.take(1)?[0];
        let mut value = usize::from(byte & 127);
        while byte & 128 != 0 {
            byte = self.take(1)?[0];
            value = value.checked_add(1)?.checked_mul(128)? + usize::from(byte & 127);
        }
        Some(value)
    }

    /// Passes the extensions, as long as git may ignore them: their names begin with a capital.
    fn has_only_optional_extensions(&mut self) -> Option<()> {
        while !self.rest.is_empty() {
            let name = self.take(4)?;
            let size = usize::try_from(number(self.take(4)?)).ok()?;
            self.take(size)?;
            name[0].is_ascii_uppercase().then_some(())?;
        }
        Some(())
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    /// An index of git with three files, after some commands.
    fn index(version: &str, commands: &[&[&str]]) -> Vec<u8> {
        let folder = tempfile::tempdir().expect("a folder");
        let git = |arguments: &[&str]| {
            let mut command = Command::new("git");
            command.args(arguments).current_dir(folder.path());
            command.env("GIT_CONFIG_GLOBAL", "/dev/null");
            assert!(command.status().expect("git").success(), "{arguments:?}");
        };
        git(&["init", "-q"]);
        std::fs::create_dir_all(folder.path().join("cases/2026")).expect("a folder");
        for name in [
            "cases/2026/one.yaml",
            "cases/2026/other.yaml",
            "policy.toml",
        ] {
            std::fs::write(folder.path().join(name), name).expect("a file");
        }
        git(&["add", "."]);
        git(&["update-index", "--index-version", version]);
        commands.iter().for_each(|command| git(command));
        std::fs::read(folder.path().join(".git/index")).expect("an index")
    }

    /// `blob LENGTH NUL NAME`, as git hashes it.
    fn id(name: &str) -> Vec<u8> {
        use sha1::Digest as _;
        sha1::Sha1::digest(format!("blob {}\0{name}", name.len())).to_vec()
    }

    #[test]
    fn entries_are_read_in_each_version() {
        for version in ["2", "3", "4"] {
            let index = index(version, &[]);
            let names = ["policy.toml", "cases/2026/other.yaml"];
            let paths = names.map(|name| name.as_bytes().to_vec());
            let found = entries_of(&index, 20, &paths).expect("both are there");
            let ids: Vec<_> = found.iter().map(|entry| entry.id.clone()).collect();
            assert_eq!(ids, names.map(id), "version {version}");
            assert!(found.iter().all(|entry| entry.mode == 0o100_644));
            assert_eq!(entries_of(&index, 20, &[b"cases".to_vec()]), None);
            for end in 0..index.len() {
                // A torn index is no reason to panic.
                let _ = entries_of(&index[..end], 20, &paths);
            }
        }
    }

    #[test]
    fn an_index_that_says_more_is_left_to_git() {
        let commands: [&[&str]; 4] = [
            &["update-index", "--assume-unchanged", "policy.toml"],
            &["update-index", "--skip-worktree", "policy.toml"],
            &["update-index", "--split-index"],
            &[
                "-c",
                "core.safecrlf=false",
                "rm",
                "-q",
                "--cached",
                "policy.toml",
            ],
        ];
        for command in commands {
            let index = index("2", &[command]);
            let found = entries_of(&index, 20, &[b"policy.toml".to_vec()]);
            assert_eq!(found, None, "{command:?}");
        }
    }
}
