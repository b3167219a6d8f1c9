//! Random bits for ids and handles.

use std::sync::atomic::{AtomicU32, Ordering};

use sha2::{Digest, Sha256};

use super::StoreError;

/// Makes the bits of a process repeat, for tests and simulation only. Whoever sets it chooses ids
/// and handles, which they could type by hand just as well: nothing else depends on it.
const SEED: &str = "COMPLAINT_SEED";

/// 32 random bits: from the system, or, with `COMPLAINT_SEED`, from the seed and the number of the
/// draw.
///
/// # Errors
/// [`StoreError::Random`].
pub(crate) fn bits() -> Result<u32, StoreError> {
    static DRAWS: AtomicU32 = AtomicU32::new(0);
    match std::env::var(SEED) {
        Ok(seed) if !seed.is_empty() => Ok(seeded(&seed, DRAWS.fetch_add(1, Ordering::Relaxed))),
        _ => getrandom::u32().map_err(StoreError::Random),
    }
}

fn seeded(seed: &str, draw: u32) -> u32 {
    let hash = Sha256::digest(format!("{seed} {draw}"));
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}
