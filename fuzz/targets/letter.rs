//! Fills in any bytes as a template of a letter, with a case.
#![no_main]

use complaint_fuzz::laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::of_a_letter(bytes));
