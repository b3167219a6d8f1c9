//! The place of a case's file, fixed at birth: `cases/2026/11/20261121-K7QM2X-product-quality.yaml`.

use chrono::Datelike;

use crate::domain::names::CaseId;

/// The folder that all case files are below.
pub(crate) const ROOT: &str = "cases";

/// How many bytes of a name come from the category; file names end at 255.
const LONGEST_SLUG: usize = 120;

/// The path of a new case's file in the repository, with `/` between its parts.
pub(crate) fn of_case(id: &CaseId, category: &str) -> String {
    format!("{}/{}.yaml", folder(id), stem(id, category))
}

/// The folder of a case: the month in its id.
pub(crate) fn folder(id: &CaseId) -> String {
    let date = id.date();
    format!("{ROOT}/{:04}/{:02}", date.year(), date.month())
}

/// The name of a case's file without its ending, which its evidence folder has too.
pub(crate) fn stem(id: &CaseId, category: &str) -> String {
    match slug(category) {
        slug if slug.is_empty() => id.to_string(),
        slug => format!("{id}-{slug}"),
    }
}

/// The id in the name of a case's file; none for a file that is no case's.
pub(crate) fn id_of_path(path: &str) -> Option<CaseId> {
    let name = path.rsplit(['/', '\\']).next()?.strip_suffix(".yaml")?;
    let (id, rest) = name.split_at_checked(15)?;
    if rest.is_empty() || rest.starts_with('-') {
        id.parse().ok()
    } else {
        None
    }
}

/// Letters and digits of any script; one `-` for all between them.
fn slug(category: &str) -> String {
    let mut slug = String::new();
    for c in category.chars() {
        let fits = slug.len() + c.len_utf8() <= LONGEST_SLUG;
        match c.is_alphanumeric() {
            true if fits => slug.push(c),
            false if !slug.is_empty() && !slug.ends_with('-') && fits => slug.push('-'),
            true | false => {}
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> CaseId {
        "20261121-K7QM2X".parse().unwrap()
    }

    #[test]
    fn the_name_is_made_of_id_and_category() {
        for (category, name) in [
            ("product-quality", "20261121-K7QM2X-product-quality"),
            ("产品 质量", "20261121-K7QM2X-产品-质量"),
            ("../../etc/passwd", "20261121-K7QM2X-etc-passwd"),
            ("a//b\\c.", "20261121-K7QM2X-a-b-c"),
            ("..", "20261121-K7QM2X"),
        ] {
            assert_eq!(
                of_case(&id(), category),
                format!("cases/2026/11/{name}.yaml")
            );
            assert_eq!(id_of_path(&of_case(&id(), category)), Some(id()));
        }
        assert!(stem(&id(), &"质".repeat(300)).len() < 200);
    }

    #[test]
    fn other_files_are_no_cases() {
        for path in [
            "",
            "cases/x.yaml",
            "cases/20261121-K7QM2X.yml",
            "20261121-K7QM2Xx.yaml",
            "20261121-K7QM2质.yaml",
        ] {
            assert_eq!(id_of_path(path), None, "{path}");
        }
    }
}
