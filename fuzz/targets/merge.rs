//! Three versions of a file made one.
#![no_main]

#[path = "../../tests/support/laws.rs"]
#[allow(dead_code, reason = "each target holds to one law")]
mod laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [base, ours, theirs] = laws::versions(bytes);
    laws::of_merging(&base, &ours, &theirs);
});
