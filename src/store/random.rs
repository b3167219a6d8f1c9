//! Random bits for ids and handles.

use super::StoreError;

/// 32 random bits from the system.
///
/// # Errors
/// [`StoreError::Random`].
pub(crate) fn bits() -> Result<u32, StoreError> {
    getrandom::u32().map_err(StoreError::Random)
}
