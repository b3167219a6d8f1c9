//! Parses any bytes as a policy, and judges cases by it.
#![no_main]

use complaint_fuzz::laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::of_a_policy(bytes));
