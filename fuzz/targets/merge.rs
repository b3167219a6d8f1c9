//! Three versions of a file made one.
#![no_main]

use complaint_fuzz::laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [base, ours, theirs] = versions(bytes);
    laws::of_merging(&base, &ours, &theirs);
});

/// Three versions out of one text. A line that begins with a figure from 1 to 7 belongs to the versions whose numbers
/// (base 1, ours 2, theirs 4) make it up, any other line to all of them.
fn versions(bytes: &[u8]) -> [Vec<u8>; 3] {
    let mut versions = [const { Vec::new() }; 3];
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let (mask, line) = match line {
            [figure @ b'1'..=b'7', rest @ ..] => (figure - b'0', rest),
            whole => (7, whole),
        };
        for (version, bit) in versions.iter_mut().zip([1, 2, 4]) {
            if mask & bit != 0 {
                version.extend_from_slice(line);
            }
        }
    }
    versions
}
