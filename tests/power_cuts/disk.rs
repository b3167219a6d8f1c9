//! A model of a disk: what of a list of operations is on it for sure, and what may be.
//!
//! Content of a file is on disk once the file was synced; a name in a folder once the folder was
//! synced. Everything else may be on disk or not, each by itself: no real file system loses more.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::trace::Op;

/// The number of a file or folder.
type Node = usize;

/// A change, of the content of one file or of the names in one or two folders.
#[derive(Debug, Clone)]
pub enum Change {
    Write {
        file: Node,
        at: Option<u64>,
        bytes: Vec<u8>,
    },
    Resize {
        file: Node,
        size: u64,
    },
    /// Gives a name to a file, to none, or takes it from another name.
    Name {
        folder: Node,
        name: OsString,
        node: Option<Node>,
        from: Option<(Node, OsString)>,
    },
}

/// What becomes of a change that is not on disk for sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    Kept,
    Lost,
    /// The file has its new length, but zeros in place of the bytes.
    Torn,
}

/// A file or folder.
#[derive(Debug, Clone)]
enum Content {
    File(Vec<u8>),
    Folder(BTreeMap<OsString, Node>),
}

/// The files below a folder: paths with their bytes, or `None` for folders.
pub type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// A disk, from a state in which everything is on it.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    /// By number; the first is the root.
    before: Vec<Content>,
    /// The same with all changes.
    now: Vec<Content>,
    changes: Vec<Dated>,
    /// The number of changes and syncs so far.
    clock: usize,
}

/// A change with its time, and that of the sync after which it is on disk for sure.
#[derive(Debug, Clone)]
struct Dated {
    change: Change,
    made: usize,
    synced: Option<usize>,
}

impl Disk {
    /// The disk with what is below a folder now.
    pub fn of(root: &Path) -> Self {
        let mut nodes = vec![Content::Folder(BTreeMap::new())];
        fill(&mut nodes, 0, root);
        Self {
            root: root.to_path_buf(),
            now: nodes.clone(),
            before: nodes,
            changes: Vec::new(),
            clock: 0,
        }
    }

    /// Carries out an operation; those outside of the folder are left out.
    pub fn carry_out(&mut self, op: &Op) {
        match op {
            Op::Open { file, cut } => match self.find(file) {
                None => self.create(file, Content::File(Vec::new())),
                Some(node) if *cut => self.change(Change::Resize {
                    file: node,
                    size: 0,
                }),
                Some(_) => {}
            },
            Op::Write { file, at, bytes } => {
                if let Some(file) = self.find(file) {
                    let (at, bytes) = (*at, bytes.clone());
                    self.change(Change::Write { file, at, bytes });
                }
            }
            Op::Copy { from, to } => {
                let bytes = self.find(from).map(|from| match &self.now[from] {
                    Content::File(bytes) => bytes.clone(),
                    Content::Folder(_) => Vec::new(),
                });
                if let (Some(bytes), Some(file)) = (bytes, self.find(to)) {
                    self.change(Change::Resize { file, size: 0 });
                    let at = Some(0);
                    self.change(Change::Write { file, at, bytes });
                }
            }
            Op::Resize { file, size } => {
                if let Some(file) = self.find(file) {
                    self.change(Change::Resize { file, size: *size });
                }
            }
            Op::Rename { from, to } => {
                let place = self.place(from);
                self.name(to, self.find(from), place);
            }
            Op::Link { file, to } => self.name(to, self.find(file), None),
            Op::Remove { path } if self.find(path).is_some() => self.name(path, None, None),
            Op::Folder { path } => self.create(path, Content::Folder(BTreeMap::new())),
            Op::Sync { path } => self.sync(path),
            Op::Remove { .. } => {}
        }
    }

    /// The number of changes and syncs so far, which dates a power cut.
    pub fn clock(&self) -> usize {
        self.clock
    }

    /// The changes before a power cut that are not on disk for sure.
    pub fn unsynced(&self, cut: usize) -> Vec<usize> {
        let made = self.changes.iter().take_while(|it| it.made < cut);
        let open = made
            .enumerate()
            .filter(|(_, it)| it.synced.is_none_or(|synced| synced >= cut));
        open.map(|(place, _)| place).collect()
    }

    /// Whether a change is one of content, which may be torn.
    pub fn is_content(&self, change: usize) -> bool {
        matches!(self.changes[change].change, Change::Write { .. })
    }

    /// The files after a power cut, with the fate of each change before it.
    pub fn tree(&self, cut: usize, fate: impl Fn(usize) -> Fate) -> Tree {
        let mut nodes = self.before.clone();
        let made = self.changes.iter().take_while(|it| it.made < cut);
        for (place, dated) in made.enumerate() {
            apply(&mut nodes, &dated.change, fate(place));
        }
        let mut tree = Tree::new();
        walk(&nodes, 0, Path::new(""), &mut tree);
        tree
    }

    /// What a change does, for messages.
    pub fn describe(&self, change: usize) -> String {
        let path = |node: Node| {
            let mut tree = Vec::new();
            names(&self.now, 0, Path::new(""), &mut tree);
            let found = tree.into_iter().find(|(_, it)| *it == node);
            found.map_or_else(
                || format!("node {node}"),
                |(path, _)| path.display().to_string(),
            )
        };
        match &self.changes[change].change {
            Change::Write { file, bytes, .. } => {
                format!("{} bytes to {}", bytes.len(), path(*file))
            }
            Change::Resize { file, size } => format!("{} to {size} bytes", path(*file)),
            Change::Name {
                folder, name, node, ..
            } => {
                let verb = if node.is_some() { "name" } else { "removal of" };
                format!("{verb} {}/{}", path(*folder), name.to_string_lossy())
            }
        }
    }

    fn inside<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        path.strip_prefix(&self.root).ok()
    }

    fn find(&self, path: &Path) -> Option<Node> {
        let mut node = 0;
        for part in self.inside(path)?.components() {
            let (Component::Normal(name), Content::Folder(entries)) = (part, &self.now[node])
            else {
                return None;
            };
            node = *entries.get(name)?;
        }
        Some(node)
    }

    /// The folder and the name of a path.
    fn place(&self, path: &Path) -> Option<(Node, OsString)> {
        Some((self.find(path.parent()?)?, path.file_name()?.to_owned()))
    }

    fn create(&mut self, path: &Path, content: Content) {
        if self.inside(path).is_some() && self.place(path).is_some() {
            self.now.push(content);
            let node = self.now.len() - 1;
            // Nameless before: nobody sees it.
            self.before.push(self.now[node].clone());
            self.name(path, Some(node), None);
        }
    }

    fn name(&mut self, path: &Path, node: Option<Node>, from: Option<(Node, OsString)>) {
        if let Some((folder, name)) = self.place(path) {
            self.change(Change::Name {
                folder,
                name,
                node,
                from,
            });
        }
    }

    fn change(&mut self, change: Change) {
        apply(&mut self.now, &change, Fate::Kept);
        self.changes.push(Dated {
            change,
            made: self.clock,
            synced: None,
        });
        self.clock += 1;
    }

    fn sync(&mut self, path: &Path) {
        let Some(node) = self.find(path) else {
            return;
        };
        let here = self.clock;
        self.clock += 1;
        for Dated { change, synced, .. } in &mut self.changes {
            let is_covered = match change {
                Change::Write { file, .. } | Change::Resize { file, .. } => *file == node,
                Change::Name { folder, .. } => *folder == node,
            };
            if is_covered && synced.is_none() {
                *synced = Some(here);
            }
        }
    }
}

fn apply(nodes: &mut [Content], change: &Change, fate: Fate) {
    if fate == Fate::Lost {
        return;
    }
    match change {
        Change::Write { file, at, bytes } => {
            if let Content::File(content) = &mut nodes[*file] {
                let at = at.map_or(content.len(), |at| at as usize);
                let end = at + bytes.len();
                content.resize(content.len().max(end), 0);
                match fate {
                    Fate::Torn => content[at..end].fill(0),
                    Fate::Kept | Fate::Lost => content[at..end].copy_from_slice(bytes),
                }
            }
        }
        Change::Resize { file, size } => {
            if let Content::File(content) = &mut nodes[*file] {
                content.resize(*size as usize, 0);
            }
        }
        Change::Name {
            folder,
            name,
            node,
            from,
        } => {
            if let Some((folder, name)) = from
                && let Content::Folder(entries) = &mut nodes[*folder]
            {
                entries.remove(name);
            }
            if let Content::Folder(entries) = &mut nodes[*folder] {
                match node {
                    Some(node) => entries.insert(name.clone(), *node),
                    None => entries.remove(name),
                };
            }
        }
    }
}

fn fill(nodes: &mut Vec<Content>, node: Node, path: &Path) {
    for entry in fs::read_dir(path).expect("a folder").flatten() {
        let content = match entry.file_type().expect("its kind").is_dir() {
            true => Content::Folder(BTreeMap::new()),
            false => Content::File(fs::read(entry.path()).expect("a file")),
        };
        let is_folder = matches!(content, Content::Folder(_));
        nodes.push(content);
        let child = nodes.len() - 1;
        if let Content::Folder(entries) = &mut nodes[node] {
            entries.insert(entry.file_name(), child);
        }
        if is_folder {
            fill(nodes, child, &entry.path());
        }
    }
}

fn names(nodes: &[Content], node: Node, path: &Path, found: &mut Vec<(PathBuf, Node)>) {
    found.push((path.to_path_buf(), node));
    if let Content::Folder(entries) = &nodes[node] {
        for (name, child) in entries {
            names(nodes, *child, &path.join(name), found);
        }
    }
}

fn walk(nodes: &[Content], node: Node, path: &Path, tree: &mut Tree) {
    let mut found = Vec::new();
    names(nodes, node, path, &mut found);
    for (path, node) in found {
        let bytes = match &nodes[node] {
            Content::File(bytes) => Some(bytes.clone()),
            Content::Folder(_) => None,
        };
        tree.insert(path, bytes);
    }
}
