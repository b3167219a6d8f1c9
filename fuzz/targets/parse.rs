//! Any bytes as a case file or a template: read, written, judged, shown.
#![no_main]

use complaint_fuzz::laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::of_a_case(bytes));
