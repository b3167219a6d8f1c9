//! The import graph of a crate, read from the syntax trees of its sources.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ItemMod, ItemUse, Macro, UseTree, Visibility};

/// Names of modules that are compiled only for tests.
const OF_TESTS: [&str; 4] = ["tests", "oracles", "arbitrary", "example"];

/// A module's path from the root of the crate: `["domain", "policy"]`.
type ModulePath = Vec<String>;

/// A source file and the paths that it names.
#[derive(Clone)]
pub struct Source {
    module: ModulePath,
    file: String,
    imports: Vec<ModulePath>,
    /// Re-exported names, each with the path it stands for.
    exports: Vec<(String, ModulePath)>,
}

/// One import: the importing file and the imported path.
pub struct Import {
    pub file: String,
    pub path: String,
}

/// An import with the innermost modules that contain its two ends.
struct Edge {
    from: ModulePath,
    to: ModulePath,
    import: Import,
}

/// The imports of a crate.
pub struct Graph {
    modules: BTreeSet<ModulePath>,
    edges: Vec<Edge>,
}

impl Source {
    /// Parses the text of a file; `relative` is its path relative to `src`.
    pub fn new(relative: &Path, text: &str) -> Self {
        let mut module: ModulePath = relative
            .with_extension("")
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect();
        if module
            .last()
            .is_some_and(|it| ["mod", "lib", "main"].contains(&it.as_str()))
        {
            module.pop();
        }
        let file = relative.display().to_string();
        let mut reader = PathReader {
            module: module.clone(),
            imports: Vec::new(),
            exports: Vec::new(),
        };
        if !module.iter().any(|it| OF_TESTS.contains(&it.as_str())) {
            let tree = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
            reader.visit_file(&tree);
        }
        let PathReader {
            imports, exports, ..
        } = reader;
        Self {
            module,
            file,
            imports,
            exports,
        }
    }
}

/// Collects the absolute paths that one file names.
struct PathReader {
    module: ModulePath,
    imports: Vec<ModulePath>,
    exports: Vec<(String, ModulePath)>,
}

impl PathReader {
    fn name(&mut self, segments: &[String]) {
        self.imports.extend(self.absolute(segments));
    }

    /// The path from the crate's root; `None` for a path that leaves the crate or might.
    fn absolute(&self, segments: &[String]) -> Option<ModulePath> {
        let mut segments = segments.to_vec();
        if segments.last().is_some_and(|it| it == "self") {
            segments.pop();
        }
        let ups = segments.iter().take_while(|it| *it == "super").count();
        let base = match segments.first()?.as_str() {
            "crate" => Vec::new(),
            "super" => self.module[..self.module.len().checked_sub(ups)?].to_vec(),
            // A module of this file, or another crate: no module has the name of a crate.
            _ => self.module.clone(),
        };
        let skipped = if segments[0] == "crate" || segments[0] == "self" {
            1
        } else {
            ups
        };
        Some([base, segments.split_off(skipped)].concat())
    }

    /// The paths of a `use` tree with the names they are bound to.
    fn leaves(tree: &UseTree, prefix: &[String], leaves: &mut Vec<(String, Vec<String>)>) {
        let with = |name: &syn::Ident| [prefix, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => Self::leaves(&path.tree, &with(&path.ident), leaves),
            UseTree::Name(name) => leaves.push((name.ident.to_string(), with(&name.ident))),
            UseTree::Rename(name) => leaves.push((name.rename.to_string(), with(&name.ident))),
            UseTree::Glob(_) => leaves.push((String::new(), prefix.to_vec())),
            UseTree::Group(group) => {
                group
                    .items
                    .iter()
                    .for_each(|tree| Self::leaves(tree, prefix, leaves));
            }
        }
    }

    /// Paths in the arguments of a macro, which have no syntax tree.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if colons == 2 => path.push(ident.to_string()),
                TokenTree::Ident(ident) => {
                    self.finish(&mut path);
                    path.push(ident.to_string());
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                TokenTree::Group(group) => {
                    self.finish(&mut path);
                    self.tokens(group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => self.finish(&mut path),
            }
            colons = 0;
        }
        self.finish(&mut path);
    }

    fn finish(&mut self, path: &mut Vec<String>) {
        let path = std::mem::take(path);
        if path.len() > 1 && ["crate", "super", "self"].contains(&path[0].as_str()) {
            self.name(&path);
        }
    }
}

impl<'ast> Visit<'ast> for PathReader {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if is_of_tests(&item.attrs) {
            return;
        }
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if is_of_tests(&item.attrs) {
            return;
        }
        let mut leaves = Vec::new();
        Self::leaves(&item.tree, &[], &mut leaves);
        for (name, path) in leaves {
            let is_export = !matches!(item.vis, Visibility::Inherited);
            match self.absolute(&path) {
                Some(path) if is_export => self.exports.push((name, path)),
                _ => self.name(&path),
            }
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if segments.len() > 1 {
            self.name(&segments);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}

fn is_of_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .meta
                .require_list()
                .is_ok_and(|list| list.tokens.to_string().starts_with("test"))
    })
}

impl Graph {
    /// The imports among these sources.
    pub fn of(sources: &[Source]) -> Self {
        let modules: BTreeSet<ModulePath> =
            sources.iter().map(|source| source.module.clone()).collect();
        let exports: HashMap<ModulePath, &ModulePath> = sources
            .iter()
            .flat_map(|source| {
                source.exports.iter().map(|(name, path)| {
                    ([source.module.clone(), vec![name.clone()]].concat(), path)
                })
            })
            .collect();
        let definition = |path: &ModulePath| {
            let path = followed(path, &exports);
            let depth = (0..=path.len())
                .rev()
                .find(|depth| modules.contains(&path[..*depth]));
            path[..depth.unwrap_or(0)].to_vec()
        };
        let mut edges = Vec::new();
        for source in sources {
            let exported = source.exports.iter().map(|(_, path)| path);
            // A module's own re-exports are no import, but another branch's are.
            let foreign = exported.filter(|path| !path.starts_with(&source.module));
            for path in source.imports.iter().chain(foreign) {
                let to = definition(path);
                let shared = source
                    .module
                    .iter()
                    .zip(&to)
                    .take_while(|(from, to)| from == to)
                    .count();
                if shared == source.module.len() || shared == to.len() {
                    continue;
                }
                edges.push(Edge {
                    from: source.module[..=shared].to_vec(),
                    to: to[..=shared].to_vec(),
                    import: Import {
                        file: source.file.clone(),
                        path: path.join("::"),
                    },
                });
            }
        }
        Self { modules, edges }
    }

    /// The imports between children of a module (`""`: the root).
    pub fn between_children_of(&self, parent: &str) -> impl Iterator<Item = (&str, &str, &Import)> {
        let parent = split(parent);
        let edges = self.edges.iter();
        edges.filter_map(move |edge| {
            let (from, above) = edge.from.split_last()?;
            let (to, _) = edge.to.split_last()?;
            (above == parent.as_slice()).then_some((from.as_str(), to.as_str(), &edge.import))
        })
    }

    /// The direct submodules of a module.
    pub fn children_of(&self, parent: &str) -> Vec<&str> {
        let parent = split(parent);
        let children = self.modules.iter().filter_map(|module| {
            let (name, above) = module.split_last()?;
            (above == parent.as_slice()).then_some(name.as_str())
        });
        children.collect()
    }

    /// The cycles among modules of one parent, each with its modules in the order of the imports.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let mut imported: BTreeMap<&ModulePath, BTreeSet<&ModulePath>> = BTreeMap::new();
        for edge in &self.edges {
            imported.entry(&edge.from).or_default().insert(&edge.to);
        }
        let mut on_a_circle: BTreeSet<&ModulePath> = BTreeSet::new();
        let mut circles = Vec::new();
        for start in imported.keys() {
            if on_a_circle.contains(start) {
                continue;
            }
            if let Some(circle) = path_back(start, &imported) {
                on_a_circle.extend(&circle);
                circles.push(circle.iter().map(|module| module.join("::")).collect());
            }
        }
        circles
    }
}

/// The shortest path from a module back to itself.
fn path_back<'a>(
    start: &'a ModulePath,
    imported: &BTreeMap<&'a ModulePath, BTreeSet<&'a ModulePath>>,
) -> Option<Vec<&'a ModulePath>> {
    let mut seen = BTreeSet::new();
    let mut ways = vec![vec![start]];
    while let Some(way) = ways.pop() {
        let last = way.last()?;
        for next in imported.get(last).into_iter().flatten() {
            if *next == start {
                return Some(way);
            }
            if seen.insert(*next) {
                ways.insert(0, [way.as_slice(), &[*next]].concat());
            }
        }
    }
    None
}

/// The path that a re-exported name stands for.
fn followed(path: &ModulePath, exports: &HashMap<ModulePath, &ModulePath>) -> ModulePath {
    let mut path = path.clone();
    // Chains of re-exports are short.
    for _ in 0..8 {
        let Some((depth, target)) = (1..=path.len())
            .rev()
            .find_map(|depth| Some((depth, *exports.get(&path[..depth])?)))
        else {
            break;
        };
        path = [target.as_slice(), &path[depth..]].concat();
    }
    path
}

fn split(module: &str) -> ModulePath {
    module
        .split("::")
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
