//! Files of a case repository: finding, reading, writing whole or not at all.
