//! Takes any bytes as a template of routine complaints.
#![no_main]

use complaint_fuzz::laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::of_a_case_template(bytes));
