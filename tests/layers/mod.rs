//! The layers of the architecture: a module imports only lower ones, and imports form no cycle.
//!
//! The graph is read from the sources: `use` trees, paths in code, paths in the arguments of
//! macros. A re-export counts as an import of the module that defines the item; tests within the
//! sources do not count.

mod graph;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use graph::{Graph, Import, Source};
use walkdir::WalkDir;

/// The submodules of a module, lowest first: each can import those before it.
const LAYERS: [(&str, &[&str]); 2] = [
    ("", &["domain", "git", "store", "render", "cli", "commands"]),
    (
        "domain",
        &[
            "characters",
            "formulas",
            "amount",
            "spelling",
            "keys",
            "names",
            "time",
            "word",
            "message",
            "list",
            "keyed",
            "calendar",
            "finding",
            "language",
            "period",
            "share",
            "case",
            "table",
            "merge",
            "policy",
            "law",
            "anonymity",
            "provenance",
            "timeline",
            "state",
            "deadline",
            "rules",
            "liability",
            "snapshot",
            "attribute",
            "outline",
            "import",
            "assignment",
            "escalation",
            "explain",
            "metrics",
            "redaction",
            "reminder",
            "selection",
            "simulation",
            "check",
            "audit",
        ],
    ),
];

/// Layers that must not import each other although one is below the other.
const APART: [(&str, &str); 3] = [("git", "domain"), ("render", "store"), ("render", "git")];

/// The sources of the crate, parsed once.
fn sources() -> Vec<Source> {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        WalkDir::new(&src)
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok)
            .filter(|file| file.path().extension().is_some_and(|it| it == "rs"))
            .map(|file| {
                let relative = file.path().strip_prefix(&src).expect("below src");
                let text = fs::read_to_string(file.path()).expect("a source file");
                Source::new(relative, &text)
            })
            .collect()
    });
    SOURCES.clone()
}

/// The violations, one line each.
fn violations(graph: &Graph) -> Vec<String> {
    let upwards = LAYERS.iter().flat_map(|(parent, order)| {
        graph
            .between_children_of(parent)
            .filter_map(|(from, to, import)| {
                let place = |name: &str| order.iter().position(|it| *it == name);
                match (place(from), place(to)) {
                    (Some(from), Some(to)) if to < from => None,
                    _ => Some(violation("upwards", from, to, import)),
                }
            })
            .collect::<Vec<_>>()
    });
    let apart = graph
        .between_children_of("")
        .filter(|(from, to, _)| APART.contains(&(*from, *to)))
        .map(|(from, to, import)| violation("apart", from, to, import));
    let circles = graph
        .circles()
        .into_iter()
        .map(|circle| format!("circle: {}", circle.join(" → ")));
    upwards.chain(apart).chain(circles).collect()
}

fn violation(kind: &str, from: &str, to: &str, import: &Import) -> String {
    format!(
        "{kind}: {from} → {to} ({} names {})",
        import.file, import.path
    )
}

#[test]
fn a_module_imports_only_lower_modules() {
    let sources = sources();
    assert!(sources.len() > 100, "only {} sources", sources.len());
    let violations = violations(&Graph::of(&sources));
    assert!(
        violations.is_empty(),
        "{}",
        violations.join(
            "
"
        )
    );
}

#[test]
fn every_module_has_its_layer() {
    let graph = Graph::of(&sources());
    for (parent, order) in LAYERS {
        let mut modules = graph.children_of(parent);
        let mut listed = order.to_vec();
        modules.sort_unstable();
        listed.sort_unstable();
        assert_eq!(modules, listed, "the modules of '{parent}'");
    }
}

/// Forbidden imports, each planted in a file of the domain, with the expected violation.
#[test]
fn a_planted_import_is_found() {
    for (file, planted, violation) in [
        (
            "domain/time.rs",
            "use crate::{store::Repository};",
            "upwards: domain → store",
        ),
        (
            "domain/time.rs",
            "use crate::store as s;",
            "upwards: domain → store",
        ),
        (
            "domain/time.rs",
            "fn f() { crate::store::f(); }",
            "upwards: domain → store",
        ),
        (
            "domain/time.rs",
            "fn f() -> String { format!(\"{}\", crate::render::f()) }",
            "upwards: domain → render",
        ),
        (
            "domain/time.rs",
            "use super::{policy::{Policy}};",
            "upwards: time → policy",
        ),
        (
            "domain/policy/when.rs",
            "use super::super::rules;",
            "upwards: policy → rules",
        ),
        (
            "domain/case/event/verb.rs",
            "use crate::domain::state::State;",
            "upwards: case → state",
        ),
        (
            "git/run.rs",
            "use crate::domain::names::CaseId;",
            "apart: git → domain",
        ),
        (
            "render/csv.rs",
            "pub use crate::git::Repo;",
            "apart: render → git",
        ),
        (
            "git/error.rs",
            "use super::{run};",
            "circle: git::error → git::run",
        ),
    ] {
        let mut sources = sources();
        sources.push(Source::new(Path::new(file), planted));
        let found = violations(&Graph::of(&sources));
        assert!(
            found.iter().any(|it| it.starts_with(violation)),
            "{file}: {planted}: {found:#?}"
        );
    }
}

#[test]
fn what_only_tests_import_does_not_count() {
    let mut sources = sources();
    let test = "#[cfg(test)] mod tests { use crate::store::Repository; }";
    sources.push(Source::new(Path::new("domain/time.rs"), test));
    let found = violations(&Graph::of(&sources));
    assert!(
        !found.iter().any(|it| it.contains("Repository")),
        "{found:#?}"
    );
}
