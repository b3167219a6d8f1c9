//! Forgeries of a history.

use std::fs;

use crate::support::repository::event;
use crate::support::team::{Forgery, Team, block_with};

/// All forgeries, with the code of the expected finding.
pub const FORGERIES: &[Forgery] = &[
    ("an event removed", "altered", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| {
            text.replace(&block_with(text, "do: assign"), "")
        });
    }),
    ("an amount edited", "altered", |team| {
        team.tamper("bob", "2026-11-02T12:00", |text| {
            text.replace("amount: 800", "amount: 80")
        });
    }),
    ("a date edited", "altered", |team| {
        team.tamper("bob", "2026-11-02T12:00", |text| {
            text.replace("2026-11-02T11:30", "2026-11-02T11:20")
        });
    }),
    ("a fact edited", "altered", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| {
            text.replace("summary: late", "summary: nothing")
        });
    }),
    ("the receipt edited", "altered", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| {
            text.replace("received: 2026-11-02T09:00", "received: 2026-11-02T10:00")
        });
    }),
    ("all events but one removed", "altered", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| {
            text[..text.find("- at: 2026-11-02T09:10").expect("it")].to_owned()
        });
    }),
    ("the case deleted", "case-removed", |team| {
        fs::remove_file(team.root().join(team.file())).expect("it is there");
        team.commit("dan", "2026-11-02T12:00", "Clean up");
    }),
    ("the case renamed to another id", "case-removed", |team| {
        let (file, text) = (team.file(), team.read(&team.file()));
        let other = file.replace(&team.id, "20261102-000000");
        team.git("dan", "2026-11-02T12:00", &["mv", &file, &other]);
        team.write(&other, &text.replace(&team.id, "20261102-000000"));
        team.commit("dan", "2026-11-02T12:00", "Rename");
    }),
    ("the case made a symbolic link", "unreadable", |team| {
        let file = team.root().join(team.file());
        let elsewhere = team.root().join("elsewhere.yaml");
        fs::rename(&file, &elsewhere).expect("it can be moved");
        #[cfg(unix)]
        std::os::unix::fs::symlink(&elsewhere, &file).expect("a link");
        team.commit("dan", "2026-11-02T12:00", "Link");
    }),
    ("the case made unreadable", "syntax", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| format!("{text}- at: [\n"));
    }),
    (
        "an old event with a key that nobody knows",
        "unknown-key",
        |team| {
            team.tamper("ann", "2026-11-02T12:00", |text| {
                text.replace("  do: assign\n", "  do: assign\n  bonus: 900\n")
            });
        },
    ),
    ("a fact that nobody knows", "unknown-key", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| {
            text.replace("summary:", "refund-promised: 5000\nsummary:")
        });
    }),
    ("a key below the events", "unknown-key", |team| {
        team.tamper("ann", "2026-11-02T12:00", |text| format!("{text}zzz: 1\n"));
    }),
    ("notes beyond their room in the file", "too-large", |team| {
        let page = "x".repeat(60 << 10);
        team.tamper("ann", "2026-11-02T12:00", |text| {
            let note = |minute: usize| {
                let note = format!("  do: note\n  text: {minute} {page}\n");
                event(&format!("2026-11-02T11:4{minute}"), "ann", &note)
            };
            let notes: String = (0..5).map(note).collect();
            format!("{text}{notes}")
        });
    }),
    ("facts that claim to be imported", "permission", |team| {
        let file = "cases/2026/11/20261102-ZZZZZ1-delivery.yaml";
        let text = team.read(&team.file()).replace(&team.id, "20261102-ZZZZZ1");
        let first = text.find("- at: 2026-11-02T09:10").expect("it");
        let claim = "source: ledger.csv#17\nevents:";
        team.write(file, &text[..first].replace("events:", claim));
        team.commit("ann", "2026-11-02T12:00", "Register by hand");
    }),
    ("a verb that nobody knows", "unknown-verb", |team| {
        team.add("ann", "2026-11-02T12:00", "  do: fly\n");
    }),
    ("an event in another's name", "foreign-author", |team| {
        team.slip_in(
            "ann",
            "2026-11-02T12:00",
            &event("2026-11-02T12:00", "bob", "  do: note\n  text: I did it\n"),
        );
    }),
    (
        "an approval in the supervisor's name",
        "foreign-author",
        |team| {
            team.ok(
                "bob",
                "2026-11-02T12:00",
                &["propose", &team.id, "--remedy", "refund", "--amount", "900"],
            );
            team.ok(
                "bob",
                "2026-11-02T12:05",
                &["--as", "sue", "approve", &team.id],
            );
        },
    ),
    (
        "an event committed by somebody else",
        "foreign-author",
        |team| {
            team.ok(
                "bob",
                "2026-11-02T12:00",
                &["--as", "ann", "note", &team.id, "--text", "told them"],
            );
        },
    ),
    ("an event of nobody on the staff", "unknown-staff", |team| {
        team.add("eve", "2026-11-02T12:00", "  do: note\n  text: hello\n");
    }),
    (
        "one's own proposal approved by hand",
        "separation",
        |team| {
            team.ok(
                "sue",
                "2026-11-02T12:00",
                &[
                    "propose", &team.id, "--remedy", "refund", "--amount", "6000",
                ],
            );
            let handle = team.handle();
            let rest =
                format!("  do: approve\n  proposal: {handle}\n  remedy: refund\n  amount: 6000\n");
            team.add("sue", "2026-11-02T12:05", &rest);
        },
    ),
    ("an approval by a clerk", "approver", |team| {
        team.ok(
            "bob",
            "2026-11-02T12:00",
            &["propose", &team.id, "--remedy", "refund", "--amount", "900"],
        );
        let rest = format!(
            "  do: approve\n  proposal: {}\n  remedy: refund\n  amount: 900\n",
            team.handle()
        );
        team.add("ann", "2026-11-02T12:05", &rest);
    }),
    (
        "an approval moved to another proposal",
        "approval-mismatch",
        |team| {
            let handle = team.handle();
            team.ok(
                "bob",
                "2026-11-02T12:00",
                &["propose", &team.id, "--remedy", "refund", "--amount", "900"],
            );
            let rest =
                format!("  do: approve\n  proposal: {handle}\n  remedy: refund\n  amount: 900\n");
            team.add("sue", "2026-11-02T12:05", &rest);
        },
    ),
    (
        "an approval of a lower amount",
        "approval-mismatch",
        |team| {
            team.ok(
                "bob",
                "2026-11-02T12:00",
                &[
                    "propose", &team.id, "--remedy", "refund", "--amount", "4000",
                ],
            );
            let rest = format!(
                "  do: approve\n  proposal: {}\n  remedy: refund\n  amount: 40\n",
                team.handle()
            );
            team.add("sue", "2026-11-02T12:05", &rest);
        },
    ),
    ("a handle used twice", "handle-reused", |team| {
        let rest = format!(
            "  do: propose\n  proposal: {}\n  remedy: refund\n  amount: 4000\n",
            team.handle()
        );
        team.add("bob", "2026-11-02T12:00", &rest);
    }),
    ("an approval used twice", "authority", |team| {
        team.ok("bob", "2026-11-02T12:00", &["resolve", &team.id]);
        team.ok(
            "bob",
            "2026-11-02T12:10",
            &["propose", &team.id, "--remedy", "refund", "--amount", "800"],
        );
        team.add("bob", "2026-11-02T12:20", "  do: resolve\n");
    }),
    ("an answer without the approval", "authority", |team| {
        team.ok(
            "bob",
            "2026-11-02T12:00",
            &[
                "propose", &team.id, "--remedy", "refund", "--amount", "5000",
            ],
        );
        let rest = "  do: respond\n  text: 5000 come back\n  result: solved\n";
        team.add("bob", "2026-11-02T12:05", rest);
    }),
    ("a closing before its gates", "closing-gate", |team| {
        team.add("ann", "2026-11-02T12:05", "  do: close\n");
    }),
    ("an event of the future", "future", |team| {
        team.slip_in(
            "ann",
            "2026-11-02T12:05",
            &event("2026-11-03T12:05", "ann", "  do: note\n  text: already\n"),
        );
    }),
    (
        "an event from before the receipt",
        "before-receipt",
        |team| {
            team.slip_in(
                "ann",
                "2026-11-02T12:05",
                &event("2026-11-01T12:05", "ann", "  do: acknowledge\n"),
            );
        },
    ),
    ("an old event slipped in late", "backdated", |team| {
        team.slip_in(
            "ann",
            "2026-12-02T12:05",
            &event("2026-11-02T11:40", "ann", "  do: acknowledge\n"),
        );
    }),
    ("an extension that came late", "extension-late", |team| {
        let rest = "  do: extend\n  deadline: resolve\n  until: 2026-11-30T18:00:00+08:00\n  reason: later\n";
        team.add("sue", "2026-11-25T12:00", rest);
    }),
    ("a policy loosened by a clerk", "policy-changed", |team| {
        team.change_policy(
            "ann",
            "2026-11-02T12:00",
            "up_to     = 500\n",
            "up_to     = 50000\n",
        );
    }),
    (
        "a clerk who made himself a director",
        "policy-changed",
        |team| {
            let policy = team.read("policy.toml");
            team.write(
                "policy.toml",
                &policy.replace(
                    "bob@example.com\"\nrole = \"clerk\"",
                    "bob@example.com\"\nrole = \"director\"",
                ),
            );
            team.commit("bob", "2026-11-02T12:00", "Promote me");
        },
    ),
    ("the policy taken away", "policy-changed", |team| {
        team.git(
            "dan",
            "2026-11-02T12:00",
            &["mv", "policy.toml", "old.toml"],
        );
        team.commit("dan", "2026-11-02T12:00", "Away");
        team.git(
            "dan",
            "2026-11-02T12:10",
            &["mv", "old.toml", "policy.toml"],
        );
        team.commit("dan", "2026-11-02T12:10", "And back");
    }),
    ("a policy slipped in by a merge", "policy-changed", |team| {
        team.diverge();
        team.git(
            "bob",
            "2026-11-02T13:00",
            &["merge", "-q", "--no-commit", "--no-ff", "side"],
        );
        team.write(
            "policy.toml",
            &team
                .read("policy.toml")
                .replace("up_to     = 500\n", "up_to     = 50000\n"),
        );
        team.commit("bob", "2026-11-02T13:00", "Merge");
    }),
    (
        "a stricter policy undone by a merge",
        "policy-changed",
        |team| {
            tightened_beside(team, "bob");
            team.git("bob", "2026-11-02T13:00", &["checkout", "-q", "side"]);
            team.git(
                "bob",
                "2026-11-02T13:00",
                &["merge", "-q", "-s", "ours", "-m", "Merge", "main"],
            );
            team.git("bob", "2026-11-02T13:00", &["checkout", "-q", "main"]);
            team.git(
                "bob",
                "2026-11-02T13:00",
                &["merge", "-q", "--ff-only", "side"],
            );
        },
    ),
    ("a merge that drops an event", "altered", |team| {
        team.diverge();
        team.git(
            "bob",
            "2026-11-02T13:00",
            &["merge", "-q", "-s", "ours", "-m", "Merge", "side"],
        );
    }),
    (
        "a merge that brings an event of its own",
        "merge-not-union",
        |team| {
            team.diverge();
            team.git(
                "bob",
                "2026-11-02T13:00",
                &["merge", "-q", "--no-commit", "--no-ff", "side"],
            );
            let event = event(
                "2026-11-02T12:59",
                "sue",
                "  do: note\n  text: all is well\n",
            );
            team.write(&team.file(), &format!("{}{event}", team.read(&team.file())));
            team.commit("bob", "2026-11-02T13:00", "Merge");
        },
    ),
    ("a second root", "second-root", |team| {
        team.git(
            "ann",
            "2026-11-02T12:00",
            &["checkout", "-q", "--orphan", "other"],
        );
        team.git(
            "ann",
            "2026-11-02T12:00",
            &["commit", "-qm", "Another beginning"],
        );
        team.git("ann", "2026-11-02T12:00", &["checkout", "-q", "main"]);
        team.git(
            "ann",
            "2026-11-02T12:10",
            &[
                "merge",
                "-q",
                "--allow-unrelated-histories",
                "-m",
                "Merge",
                "other",
            ],
        );
    }),
    (
        "the rules of merging altered",
        "attributes-altered",
        |team| {
            team.write(".gitattributes", "evidence/** -text\n");
            team.commit("dan", "2026-11-02T12:00", "Simplify");
        },
    ),
    (
        "the rules of merging overridden by a later line",
        "attributes-altered",
        |team| {
            let lines = team.read(".gitattributes");
            team.write(
                ".gitattributes",
                &format!("{lines}cases/2026/** merge=union\n"),
            );
            team.commit("dan", "2026-11-02T12:00", "Simplify");
        },
    ),
    (
        "the rules of merging overridden beside the cases",
        "attributes-altered",
        |team| {
            team.write("cases/.gitattributes", "*.yaml -merge\n");
            team.commit("dan", "2026-11-02T12:00", "Simplify");
        },
    ),
    ("evidence converted by git", "attributes-altered", |team| {
        let lines = team.read(".gitattributes");
        team.write(".gitattributes", &format!("{lines}*.txt text eol=crlf\n"));
        team.commit("dan", "2026-11-02T12:00", "Windows");
    }),
    (
        "evidence that was never there",
        "evidence-missing",
        |team| {
            let rest = format!(
                "  do: attach\n  file: {}/9fe36faa-b.txt\n  sha256: \"{:064}\"\n",
                team.id, 1
            );
            team.add("bob", "2026-11-02T12:00", &rest);
        },
    ),
    (
        "evidence that is not what its event says",
        "evidence-altered",
        |team| {
            let file = team.evidence().replace("photo", "other");
            team.write(&file, "another photo");
            let name = file.trim_start_matches("evidence/");
            team.add(
                "bob",
                "2026-11-02T12:00",
                &format!("  do: attach\n  file: {name}\n  sha256: \"{:064}\"\n", 1),
            );
        },
    ),
    (
        "a second file with the id of a case",
        "duplicate-id",
        |team| {
            team.write(
                &team.file().replace("delivery", "billing"),
                &team.read(&team.file()),
            );
            team.commit("ann", "2026-11-02T12:00", "Copy");
        },
    ),
    ("evidence swapped", "evidence-altered", |team| {
        team.write(&team.evidence(), "another photo");
        team.commit("bob", "2026-11-02T12:00", "A better picture");
    }),
    ("evidence taken away", "evidence-altered", |team| {
        fs::remove_file(team.root().join(team.evidence())).expect("it is there");
        team.commit("bob", "2026-11-02T12:00", "Save space");
    }),
    ("a commit dated before its parent", "commit-date", |team| {
        team.ok(
            "ann",
            "2026-11-02T12:00",
            &["note", &team.id, "--text", "on time"],
        );
        team.write("remark.txt", "hello");
        team.commit("ann", "2026-11-02T10:00", "Earlier");
    }),
    (
        "an approval from an old branch by who was demoted since",
        "approver",
        |team| {
            team.ok(
                "bob",
                "2026-11-02T12:00",
                &["propose", &team.id, "--remedy", "refund", "--amount", "900"],
            );
            team.git("dan", "2026-11-02T12:10", &["branch", "old"]);
            let policy = team.read("policy.toml");
            let demoted = "sue@example.com\"\nrole = [{ role = \"supervisor\" }, { role = \"clerk\", since = 2026-11-03 }]";
            team.write(
                "policy.toml",
                &policy.replace("sue@example.com\"\nrole = \"supervisor\"", demoted),
            );
            team.commit("dan", "2026-11-02T12:20", "Demote sue from tomorrow");
            team.git("sue", "2026-11-05T12:00", &["checkout", "-q", "old"]);
            team.ok("sue", "2026-11-05T12:00", &["approve", &team.id]);
            team.git("sue", "2026-11-05T12:10", &["checkout", "-q", "main"]);
            team.git(
                "sue",
                "2026-11-05T12:10",
                &["merge", "-q", "-m", "Merge", "old"],
            );
        },
    ),
];

/// The director makes the policy stricter on `main`, while `who` continues the case on `side`.
pub fn tightened_beside(team: &Team, who: &str) {
    team.git(who, "2026-11-02T12:00", &["checkout", "-qb", "side"]);
    team.ok(
        who,
        "2026-11-02T12:10",
        &["note", &team.id, "--text", "from the side"],
    );
    team.git("dan", "2026-11-02T12:20", &["checkout", "-q", "main"]);
    team.change_policy(
        "dan",
        "2026-11-02T12:20",
        "up_to     = 500\n",
        "up_to     = 100\n",
    );
}
