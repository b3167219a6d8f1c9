//! What a clone needs beside the files of its repository, and what is not set up right in it.

pub mod doctor;
pub mod hooks;
pub(in crate::store) mod leftovers;
pub mod merge_driver;
pub(in crate::store) mod signing;
