//! Phone numbers in whatever spelling, and other long numbers within text.

use super::normal::{Run, Shape};

/// Digits of a phone number that tell it apart: country code, trunk zero and `00` come and go.
const KEPT: usize = 9;

/// What a long number within text has at least.
const LONG: usize = 9;

/// Groups that digits are written in, at most.
const MAX_GROUPS: usize = 8;

/// What stands between two groups is at most so long.
const MAX_GAP: usize = 3;

/// Groups of digits that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// The first group, by its place in the runs.
    pub(super) first: usize,
    /// The group after the last.
    pub(super) end: usize,
    /// The last digits, where it may be a phone number.
    pub(super) phone: Option<[u8; KEPT]>,
}

/// The numbers of a text, each as long as can be: what a value is taken apart into.
pub(super) fn longest(text: &[u8], runs: &[Run], take: &mut dyn FnMut(Number)) {
    let mut first = 0;
    while first < runs.len() {
        let end = chain(text, runs, first);
        if end == first {
            first += 1;
            continue;
        }
        let digits = digits(&runs[first..end]);
        if digits >= LONG && !is_date(text, &runs[first..end]) {
            take(Number {
                first,
                end,
                phone: phone(text, &runs[first..end]),
            });
        }
        first = end;
    }
}

/// Every stretch of groups that may be a phone number: what is looked up.
pub(super) fn phones(text: &[u8], runs: &[Run], take: &mut dyn FnMut(Number)) {
    let mut first = 0;
    while first < runs.len() {
        let limit = chain(text, runs, first);
        for start in first..limit {
            for end in start + 1..=limit.min(start + MAX_GROUPS) {
                if let Some(phone) = phone(text, &runs[start..end]) {
                    take(Number {
                        first: start,
                        end,
                        phone: Some(phone),
                    });
                }
            }
        }
        first = limit.max(first + 1);
    }
}

/// The end of the groups that follow each other from here.
fn chain(text: &[u8], runs: &[Run], first: usize) -> usize {
    let mut end = first;
    while let Some(run) = runs.get(end) {
        let joined = end == first
            || text
                .get(runs[end - 1].end..run.start)
                .is_some_and(|gap| gap.len() <= MAX_GAP && gap.iter().all(is_gap));
        if run.shape != Shape::Digits || !joined {
            break;
        }
        end += 1;
    }
    end
}

/// Blanks (a no-break space is `C2 A0`), brackets, dashes.
fn is_gap(byte: &u8) -> bool {
    matches!(
        byte,
        b' ' | b'-' | b'.' | b'/' | b'(' | b')' | b'+' | 0xC2 | 0xA0
    )
}

fn digits(runs: &[Run]) -> usize {
    runs.iter().map(|run| run.chars as usize).sum()
}

/// `2020-01-31`, `31/01/2020`, with or without what follows.
fn is_date(text: &[u8], runs: &[Run]) -> bool {
    let [one, two, three, ..] = runs else {
        return false;
    };
    let lengths = [one.chars, two.chars, three.chars];
    let between = |a: &Run, b: &Run| text.get(a.end..b.start);
    let gap = between(one, two);
    matches!(lengths, [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4])
        && gap == between(two, three)
        && matches!(gap, Some(b"-" | b"/" | b"."))
}

fn phone(text: &[u8], runs: &[Run]) -> Option<[u8; KEPT]> {
    let (first, last) = (runs.first()?, runs.last()?);
    if !(KEPT..=15).contains(&digits(runs)) || is_date(text, runs) {
        return None;
    }
    let before = first.start.checked_sub(1).and_then(|at| text.get(at));
    let head = text.get(first.start..first.end)?;
    let lengths = || runs.iter().map(|run| run.chars);
    let looks = before == Some(&b'+')
        || (head.starts_with(b"0") && head.len() >= 3)
        || head == b"0" && before == Some(&b'(')
        || (head.starts_with(b"44") && matches!(digits(runs), 12 | 13))
        || lengths().eq([3, 3, 4]);
    if !looks {
        return None;
    }
    let all = text.get(first.start..last.end)?;
    let mut phone = [0; KEPT];
    let mut kept = all.iter().rev().filter(|byte| byte.is_ascii_digit());
    for place in phone.iter_mut().rev() {
        *place = *kept.next()?;
    }
    Some(phone)
}

#[cfg(test)]
mod tests {
    use super::super::normal::Keyed;
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut runs = Vec::new();
        Keyed::new().runs(text.as_bytes(), &mut runs);
        let mut found = Vec::new();
        phones(text.as_bytes(), &runs, &mut |number| {
            found.extend(
                number
                    .phone
                    .map(|phone| String::from_utf8(phone.to_vec()).unwrap()),
            );
        });
        found
    }

    #[test]
    fn spellings_of_one_number_agree() {
        for text in [
            "020 7946 0018",
            "+44 20 7946 0018",
            "+44 (0)20 7946 0018",
            "0044 20 79460018",
            "02079460018",
            "442079460018",
            "call (020) 7946-0018 now",
            "12 boxes, 020\u{a0}7946\u{a0}0018",
        ] {
            assert!(found(text).contains(&"079460018".to_owned()), "{text}");
        }
    }

    #[test]
    fn dates_and_other_numbers_are_none() {
        for text in ["2020-01-31 10", "31/01/2020 123", "123456789012", "1.5 2.5"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn numbers_within_text_are_as_long_as_can_be() {
        let text = "card 4111 1111 1111 1111, on 2020-01-31 10:00, ref 123456789";
        let mut runs = Vec::new();
        Keyed::new().runs(text.as_bytes(), &mut runs);
        let mut numbers = Vec::new();
        longest(text.as_bytes(), &runs, &mut |number| {
            numbers.push(&text[runs[number.first].start..runs[number.end - 1].end]);
        });
        assert_eq!(numbers, ["4111 1111 1111 1111", "123456789"]);
    }
}
