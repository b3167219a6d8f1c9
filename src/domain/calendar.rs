//! Working days and hours, and the arithmetic of limits over them.
