//! What is said when a document can't be treated: places and numbers only.

use crate::transform::Failure;

/// Adds a place as the rules write it.
pub(super) fn at_place(place: &str, failure: Failure) -> Failure {
    Failure::new(format!("at `{place}`: {}", failure.0))
}

/// From a byte of the value on, counted from 0.
pub(super) fn not_json(at: usize, length: usize) -> Failure {
    Failure::new(format!(
        "the value is not JSON from byte {at} of its {length} on (`invalid: null` makes such values \
         NULL)"
    ))
}

/// Names no key: only those in the rules may be.
pub(super) fn not_named(at: usize) -> Failure {
    Failure::new(format!(
        "no path names the value at byte {at} of the document, and `others` is fail"
    ))
}

/// The index promised more than the text holds; can't happen.
pub(super) fn defect() -> Failure {
    Failure::new("the document could not be walked to its end")
}
