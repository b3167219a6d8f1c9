//! Approvals and targets.

use super::*;

#[test]
fn authority_and_targets_contradict_nothing() {
    let both = "[[approval]]\nbelow = 1\nup_to = ‸2\napprovers = []\n";
    let hidden = "[[approval]]\napprovers = []\n‸[[approval]]\nremedy = \"refund\"\nup_to = 500\napprovers = [\"chief\"]\n";
    check(
        BASE,
        &[
            (
                both,
                Code::PolicyConflict,
                "'below' and 'up_to'",
                "keep one",
            ),
            (
                hidden,
                Code::PolicyConflict,
                "the one in line 7 covers it",
                "first",
            ),
            (
                "‸[[approval]]\nup_to = 2\n",
                Code::MissingKey,
                "'approvers' is missing",
                "[] for no approval",
            ),
            (
                "[[approval]]\nbelow = ‸0\napprovers = []\n",
                Code::PolicyConflict,
                "no amount is below 0",
                "up_to = 0",
            ),
            (
                "[[approval]]\napprovers = [\"clerk\", \"chief\"]\nmode = ‸\"sequense\"\n",
                Code::BadValue,
                "an approval mode",
                "did you mean 'sequence'?",
            ),
            (
                "[[approval]]\nof = ‸\"good\"\nup_to = 1\napprovers = []\n",
                Code::BadValue,
                "an amount that approval limits apply to",
                "did you mean 'goods'?",
            ),
            (
                "[[approval]]\nemergency = ‸\"later\"\napprovers = []\n",
                Code::BadValue,
                "a time for emergency approvals",
                "after",
            ),
            (
                "[[approval]]\nup_to = ‸-1\napprovers = []\n",
                Code::BadValue,
                "takes an amount",
                "",
            ),
            (
                "[[approval]]\nup_to = ‸inf\napprovers = []\n",
                Code::BadValue,
                "takes an amount",
                "",
            ),
            (
                "[[approval]]\nup_to = ‸\"500 CNY\"\napprovers = []\n",
                Code::BadValue,
                "takes an amount",
                "",
            ),
            (
                "[[approval]]\nremedy = ‸\"refunds\"\napprovers = []\n",
                Code::PolicyReference,
                "no remedy",
                "'refund'",
            ),
            (
                "[[approval]]\ncategory = ‸\"x\"\napprovers = []\n",
                Code::PolicyReference,
                "no category",
                "one of: goods",
            ),
            (
                "[[approval]]\napprovers = [\"chief\", ‸\"cook\"]\n",
                Code::PolicyReference,
                "no role 'cook'",
                "clerk, chief",
            ),
            (
                "‸[[target]]\nfigure = \"resolution-rate\"\n",
                Code::MissingKey,
                "no bound",
                "at_least",
            ),
            (
                "[[target]]\nfigure = \"resolution-rate\"\nat_least = ‸\"101%\"\n",
                Code::BadValue,
                "a share like",
                "",
            ),
            (
                "[[target]]\nfigure = \"resolution-rate\"\nat_least = ‸90\n",
                Code::BadValue,
                "takes a text",
                "",
            ),
            (
                "[[target]]\nfigure = \"resolution-rate\"\nat_least = \"1%\"\nat_most = ‸\"1d\"\n",
                Code::PolicyConflict,
                "in one target",
                "",
            ),
            (
                "[[target]]\nfigure = ‸\"resolution-rat\"\nat_least = \"1%\"\n",
                Code::PolicyReference,
                "no key figure",
                "'resolution-rate'",
            ),
            (
                "[[target]]\nfigure = ‸\"mean-delay:respond\"\nat_most = \"1d\"\n",
                Code::PolicyReference,
                "no deadline 'respond'",
                "",
            ),
            (
                "[[target]]\nfigure = ‸\"resolution-rate\"\nat_most = \"1d\"\n",
                Code::PolicyReference,
                "is a share",
                "at_least",
            ),
            (
                "[[target]]\nfigure = ‸\"mean-delay\"\nat_least = \"1%\"\n",
                Code::PolicyReference,
                "length of time",
                "at_most",
            ),
            (
                "[[target]]\nfigure = ‸\"mean-delay\"\nat_most = \"1bd\"\n",
                Code::PolicyReference,
                "needs a fixed length",
                "bh",
            ),
        ],
    );
}
