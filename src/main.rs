//! The `complaint` program.

fn main() {}
