//! Imports a ledger with a mapping.
#![no_main]

use complaint_fuzz::laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::of_an_import(bytes));
