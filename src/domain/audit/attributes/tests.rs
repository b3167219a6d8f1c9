use super::*;

const OURS: &str = "cases/**/*.yaml merge=complaint text eol=lf\nevidence/** -text\n";

#[test]
fn a_later_line_that_may_fit_a_case_undoes_the_driver() {
    for line in [
        "cases/**/*.yaml merge=union",
        "*.yaml -merge",
        "*.yaml binary",
        "2026* merge=ours",
        "* !merge",
        "*l merge=text",
        "c*/** merge=binary",
        "cases/2027/** -merge",
        "[attr]x merge=union",
        "\"cases/**\" merge=ours",
        "**/*.yaml filter=x",
    ] {
        assert!(!merges_cases(&format!("{OURS}{line}\n")), "{line}");
        assert_eq!(
            merges_cases(&format!("{line}\n{OURS}")),
            !is_macro(line),
            "the last line counts: {line}"
        );
    }
}

#[test]
fn what_git_does_not_read_as_it_looks_sets_nothing() {
    let long = format!("cases/**/*.yaml merge=complaint {}", "x".repeat(2048));
    for text in [
        "cases/**/*.yaml merge=complaint -merge",
        "cases/**/*.yaml merge=complaint binary",
        "[attr]text merge=union\ncases/**/*.yaml merge=complaint text eol=lf",
        &long,
        "cases/**/*.yaml\u{c}merge=complaint",
        "\u{3000}cases/**/*.yaml merge=complaint",
        "!cases/**/*.yaml merge=complaint",
    ] {
        assert!(!merges_cases(text), "{text}");
    }
    for text in [
        "evidence/** -text text",
        "[attr]binary text\nevidence/** binary",
        "evidence/** -text ident",
    ] {
        assert!(!keeps_evidence(text), "{text}");
    }
    assert!(merges_cases("\tcases/**/*.yaml binary merge=complaint\r\n"));
    assert!(keeps_evidence("evidence/** text -text\r\n"));
}

#[test]
fn a_line_about_other_files_does_no_harm() {
    for line in [
        "*.png binary",
        "docs/** merge=union",
        "README.md merge=ours",
        "# cases/** -merge",
        "*.yaml diff=yaml",
    ] {
        assert!(merges_cases(&format!("{OURS}{line}\n")), "{line}");
    }
    for line in [
        "*.png binary",
        "docs/** text",
        "cases/** eol=lf",
        "evidence/** -filter -ident",
        "docs/** filter=lfs -text",
    ] {
        assert!(keeps_evidence(&format!("{OURS}{line}\n")), "{line}");
    }
}

#[test]
fn a_later_line_that_may_convert_evidence_is_seen() {
    for line in [
        "evidence/** text",
        "*.txt text",
        "* text=auto",
        "evidence/** eol=crlf",
        "*.xml working-tree-encoding=UTF-16",
        "evidence/** filter=lfs -text",
        "*.PSD filter=lfs",
    ] {
        assert!(!keeps_evidence(&format!("{OURS}{line}\n")), "{line}");
    }
}

#[test]
fn lines_that_convert_cases_or_the_policy_are_seen() {
    for line in [
        "*.yaml working-tree-encoding=UTF-16LE",
        "*.YAML ident",
        "cases/** filter=x",
        "policy.toml filter=x",
        "*.toml working-tree-encoding=UTF-16",
        "* ident",
        "[attr]x ident",
        "*.yaml ident\0",
    ] {
        assert!(!keeps_texts(&format!("{OURS}{line}\n")), "{line}");
    }
    for line in [
        "*.md ident",
        "docs/* filter=x",
        "*.yaml -ident !filter",
        "*.toml text",
    ] {
        assert!(keeps_texts(&format!("{OURS}{line}\n")), "{line}");
    }
}

#[test]
fn lines_above_the_folder_that_reach_into_it_are_seen() {
    for line in [
        "[attr]text merge=union",
        "[attr]mine -merge",
        "[attr]lfs filter=lfs -text",
        "*.yaml working-tree-encoding=UTF-16",
        "care/evidence/** filter=lfs",
        "Care/** ident",
        "*.psd filter=lfs",
    ] {
        assert!(is_disturbing(line, "care"), "{line}");
    }
    for line in [
        "[attr]generated -diff linguist-generated",
        "*.png binary",
        "* text=auto",
        "*.yaml merge=union",
        "docs/** filter=lfs",
        "careful/*.psd filter=lfs",
        "docs/manual.pdf filter=lfs",
    ] {
        assert!(!is_disturbing(line, "care"), "{line}");
    }
}
