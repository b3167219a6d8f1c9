//! The path of a case file, which never changes:
//! `cases/2026/11/20261121-K7QM2X-product-quality.yaml`.

use chrono::Datelike;

use crate::domain::names::CaseId;

/// The root folder of all case files.
pub(crate) const ROOT: &str = "cases";

/// Maximum length of the category in a file name, in bytes; file names have at most 255.
const LONGEST_SLUG: usize = 120;

/// The path of a new case file in the repository, separated by `/`.
pub(crate) fn of_case(id: &CaseId, category: &str) -> String {
    format!("{}/{}.yaml", folder(id), stem(id, category))
}

/// The folder of a case, from the month in its id.
pub(crate) fn folder(id: &CaseId) -> String {
    let date = id.date();
    format!("{ROOT}/{:04}/{:02}", date.year(), date.month())
}

/// The name of a case file without extension; also the name of its evidence folder.
pub(crate) fn stem(id: &CaseId, category: &str) -> String {
    match slug(category) {
        slug if slug.is_empty() => id.to_string(),
        slug => format!("{id}-{slug}"),
    }
}

/// The id in the name of a case file; `None` for any other file.
pub(crate) fn id_of_path(path: &str) -> Option<CaseId> {
    let name = path.rsplit(['/', '\\']).next()?.strip_suffix(".yaml")?;
    let (id, rest) = name.split_at_checked(15)?;
    if rest.is_empty() || rest.starts_with('-') {
        id.parse().ok()
    } else {
        None
    }
}

/// The letters and digits of any script; other characters between them become one `-`.
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
    fn file_names_contain_id_and_category() {
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
    fn other_files_have_no_id() {
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
