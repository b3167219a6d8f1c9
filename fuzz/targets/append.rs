//! Appends to a case file.
#![no_main]

use complaint_fuzz::laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::of_appending(bytes));
