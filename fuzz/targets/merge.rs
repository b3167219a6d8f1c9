//! Merges three versions of a case file.
#![no_main]

use complaint_fuzz::laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [base, ours, theirs] = versions(bytes);
    laws::of_merging(&base, &ours, &theirs);
});

/// Splits an input into three versions. A leading digit from 1 to 7 is a bit mask of the versions
/// that have the line (1 base, 2 ours, 4 theirs): `6x` is the line `x` in ours and theirs. A line
/// without such a digit is in all three.
fn versions(bytes: &[u8]) -> [Vec<u8>; 3] {
    let mut versions = [const { Vec::new() }; 3];
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let (mask, line) = match line {
            [digit @ b'1'..=b'7', rest @ ..] => (digit - b'0', rest),
            line => (7, line),
        };
        for (version, bit) in versions.iter_mut().zip([1, 2, 4]) {
            if mask & bit != 0 {
                version.extend_from_slice(line);
            }
        }
    }
    versions
}
