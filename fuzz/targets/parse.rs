//! Any bytes as a case file or a template: read, written, judged, shown.
#![no_main]

#[path = "../../tests/support/laws.rs"]
#[allow(dead_code, reason = "each target holds to one law")]
mod laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::of_a_case(bytes));
