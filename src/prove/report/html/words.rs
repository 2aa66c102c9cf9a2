//! Counts in words.

use super::super::model::{Column, Distinct, Values};

/// What was counted of a column's values, in a sentence.
pub fn counts(column: &Column) -> String {
    let Some(values) = &column.values else {
        return String::new();
    };
    let mut parts = vec![format!(
        "{} of {} replaced",
        number(values.replaced),
        number(values.seen + values.nulls)
    )];
    for (count, what) in [
        (values.nulls, "NULL"),
        (values.kept, "kept"),
        (values.unchanged, "the same by chance"),
    ] {
        if count > 0 {
            parts.push(format!("{} {what}", number(count)));
        }
    }
    let mut text = parts.join(", ");
    if values.seen > 0 {
        text += &format!(
            "; different: {} → {}",
            distinct(values.distinct_in),
            distinct(values.distinct_out)
        );
    }
    text
}

/// Finds in free text, in words.
pub fn found(values: &Values) -> String {
    let found = values.found.iter();
    let found = found.map(|(kind, count)| format!("{kind} {}", number(*count)));
    found.collect::<Vec<_>>().join(", ")
}

fn distinct(distinct: Distinct) -> String {
    match distinct.exact {
        true => number(distinct.count),
        false => format!("about {}", number(distinct.count)),
    }
}

/// How long something took, for people.
pub fn duration(milliseconds: u64) -> String {
    match milliseconds {
        0..10_000 => format!("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100),
        10_000..600_000 => format!("{} s", milliseconds / 1000),
        _ => format!("{} min", milliseconds / 60_000),
    }
}

/// A number whose thousands are told apart by thin blanks.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}
