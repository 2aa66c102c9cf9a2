//! Buffers that are reused from value to value.

use std::cell::RefCell;

/// A buffer that grew past this (in bytes) is given back to the system.
const KEPT: usize = 1 << 20;

thread_local! {
    static POOL: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// Lends an empty buffer. Calls may nest: each gets its own.
pub(in crate::transform) fn with_scratch<T>(use_it: impl FnOnce(&mut Vec<u8>) -> T) -> T {
    let mut buffer = POOL.with_borrow_mut(Vec::pop).unwrap_or_default();
    let result = use_it(&mut buffer);
    if buffer.capacity() <= KEPT {
        buffer.clear();
        POOL.with_borrow_mut(|pool| pool.push(buffer));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_are_empty_and_apart() {
        for _ in 0..2 {
            with_scratch(|outer| {
                assert!(outer.is_empty());
                outer.extend_from_slice(b"outer");
                with_scratch(|inner| {
                    assert!(inner.is_empty());
                    inner.extend_from_slice(b"inner");
                });
                assert_eq!(outer, b"outer");
            });
        }
    }
}
