//! People, roles and categories.

use super::*;

#[test]
fn people_and_roles_refer_to_what_there_is() {
    let shared = "[staff.a]\nemail = \"A@b.c\"\n[staff.b]\nemail = ‸\"a@b.c\"\n";
    let twice = "[[level]]\nname = \"a\"\n[[level]]\nname = ‸\"a\"\n";
    let since = "[staff.a]\nrole = [{ role = \"clerk\" }, ‸{ role = \"chief\" }]\n";
    check(
        BASE,
        &[
            (
                "parent = ‸\"good\"\n",
                Code::PolicyReference,
                "no category 'good'",
                "did you mean 'goods'?",
            ),
            (
                "parent = ‸\"goods\"\n",
                Code::PolicyConflict,
                "'goods' belongs to 'goods'",
                "remove one",
            ),
            (
                twice,
                Code::PolicyConflict,
                "is defined twice (also in line 7)",
                "rename",
            ),
            (
                "‸[[level]]\n",
                Code::MissingKey,
                "'name' is missing in [[level]]",
                "add: name",
            ),
            (
                "[[level]]\nname = \"a\"\nrole = ‸\"cheif\"\n",
                Code::PolicyReference,
                "no role 'cheif'",
                "'chief'",
            ),
            (
                "[staff.a]\nrole = ‸\"boss\"\n",
                Code::PolicyReference,
                "no role 'boss'",
                "one of: clerk, chief",
            ),
            (
                shared,
                Code::PolicyConflict,
                "'a' (line 7) has the same e-mail",
                "an address of their own",
            ),
            (
                since,
                Code::PolicyConflict,
                "two roles without 'since'",
                "since = 2026-07-01",
            ),
            (
                "[permissions]\n‸asign = \"clerk\"\n",
                Code::PolicyReference,
                "'asign' is not a verb",
                "did you mean 'assign'?",
            ),
            (
                "[permissions]\nassign = ‸\"clark\"\n",
                Code::PolicyReference,
                "no role 'clark'",
                "did you mean 'clerk'?",
            ),
            (
                "[permissions]\nassign = [\"clerk\", ‸\"chief\"]\n",
                Code::PolicyConflict,
                "takes one role",
                "'system'",
            ),
            (
                "[permissions]\nassign = ‸[]\n",
                Code::BadValue,
                "names no role",
                "",
            ),
        ],
    );
    let circle = "format = 1\nchannels = [\"a\", \"b\"]\n[categories.c]\nparent = ‸\"d\"\n[categories.d]\nparent = \"c\"\n";
    let system =
        "format = 1\nchannels = [\"a\", \"b\"]\nroles = [\"clerk\", ‸\"system\"]\n[categories.c]\n";
    check(
        "",
        &[
            (
                "format = 1\nretired = [‸\"a\"]\nchannels = [\"a\"]\n[categories.c]\n",
                Code::PolicyConflict,
                "in 'channels'",
                "one",
            ),
            (
                circle,
                Code::PolicyConflict,
                "'c' belongs to 'd' belongs to 'c'",
                "remove one",
            ),
            (system, Code::PolicyConflict, "built in", "remove it"),
            (
                "format = 1\nchannels = [\"a\", ‸\"a\"]\n[categories.c]\n",
                Code::PolicyConflict,
                "'a' appears twice",
                "",
            ),
        ],
    );
}
