//! Dumps to try things on.
