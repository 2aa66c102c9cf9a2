use super::*;

/// Runs `check` on the tokens of `text`.
pub(super) fn with_input<T>(text: &str, check: impl FnOnce(Input<'_>) -> T) -> T {
    let dialect = Dialect::default();
    let all: Vec<_> = tokens(text.as_bytes(), dialect).collect();
    check(Input {
        tokens: &all,
        text: text.as_bytes(),
        dialect,
    })
}
