//! Parses, writes, judges and shows any bytes as a case file or a template.
#![no_main]

use complaint_fuzz::laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::of_a_case(bytes));
