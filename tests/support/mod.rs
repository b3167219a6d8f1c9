//! Support shared by several tests.

pub mod kept;
pub mod laws;
pub mod office;
pub mod repository;
pub mod story;
pub mod team;
pub mod tries;

/// A number of rounds, scaled by `COMPLAINT_TEST_SCALE` (default 1).
pub fn scaled(rounds: u32) -> u32 {
    let scale: f64 = std::env::var("COMPLAINT_TEST_SCALE")
        .ok()
        .and_then(|scale| scale.parse().ok())
        .unwrap_or(1.0);
    ((f64::from(rounds) * scale) as u32).max(1)
}
