//! What a value is to an audit: its hash, how long it is, and how much it proves where it is found.

use super::columns::ColumnId;
use super::normal::{self, Keyed, MAX_RUNS, PREFIX_RUNS, Run, Sequence, Shape};
use super::numbers;
use super::runs::{Bytes, Record};

/// How a value came about, and what it proves; or-ed together over all its occurrences.
pub(super) mod flag {
    /// A rule replaced it.
    pub(in super::super) const REPLACED: u8 = 1;
    /// Its row left.
    pub(in super::super) const PURGED: u8 = 2;
    /// A rule keeps it: it is all of a kept column's value, or a part that a rule looked at and kept.
    pub(in super::super) const KEPT: u8 = 4;
    /// It is a part of a value that is kept whole: a leaf of JSON, an element of an array.
    pub(in super::super) const KEPT_INSIDE: u8 = 8;
    /// It reaches somebody by itself: an e-mail address, a long number.
    pub(in super::super) const REACHES: u8 = 16;
    /// It proves something within other text too. Other values (numbers, dates, single words in
    /// lower case such as `published`) prove something as a whole only.
    pub(in super::super) const TELLS: u8 = 32;
    /// A phone number, whatever its spelling.
    pub(in super::super) const PHONE: u8 = 64;
}

/// One value, as it is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    pub(super) hash: u128,
    /// Of its first runs, by which longer values are told before all of them are read.
    pub(super) prefix: u64,
    /// How many runs it has; 0 for a phone number.
    pub(super) runs: u8,
    /// Characters of its normal form, as far as one byte can say.
    pub(super) chars: u8,
    /// [`flag`]
    pub(super) flags: u8,
}

/// A value in a column of the dump before, and how often.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) value: Value,
    pub(super) column: ColumnId,
    pub(super) count: u32,
}

impl Record for Entry {
    type Key = (u128, ColumnId);
    const SIZE: usize = 35;

    fn key(&self) -> Self::Key {
        (self.value.hash, self.column)
    }

    fn merge(&mut self, other: &Self) {
        self.count = self.count.saturating_add(other.count);
        self.value.flags |= other.value.flags;
        self.value.chars = self.value.chars.max(other.value.chars);
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.value.hash.to_le_bytes());
        out.extend_from_slice(&self.value.prefix.to_le_bytes());
        out.extend_from_slice(&self.column.0.to_le_bytes());
        out.extend_from_slice(&self.count.to_le_bytes());
        out.extend_from_slice(&[self.value.runs, self.value.chars, self.value.flags]);
    }

    fn read(bytes: &mut Bytes<'_>) -> Self {
        let hash = u128::from_le_bytes(bytes.take());
        let prefix = u64::from_le_bytes(bytes.take());
        let column = ColumnId(u32::from_le_bytes(bytes.take()));
        let count = u32::from_le_bytes(bytes.take());
        let [runs, chars, flags] = bytes.take();
        Self {
            value: Value {
                hash,
                prefix,
                runs,
                chars,
                flags,
            },
            column,
            count,
        }
    }
}

/// Reads values. Its buffer is reused.
pub(super) struct Values {
    pub(super) keyed: Keyed,
    pub(super) runs: Vec<Run>,
}

impl Values {
    pub(super) fn new() -> Self {
        Self {
            keyed: Keyed::new(),
            runs: Vec::new(),
        }
    }

    /// The text as one value; `None` where it has no letter and no digit. Leaves its runs behind.
    pub(super) fn read(&mut self, text: &[u8], typed: bool) -> Option<Value> {
        self.keyed.runs(text, &mut self.runs);
        let value = of_runs(&self.runs)?;
        Some(Value {
            flags: if typed { 0 } else { proves(text, &self.runs) },
            ..value
        })
    }

    /// The phone number that the text, read last, is as a whole.
    pub(super) fn phone(&self, text: &[u8]) -> Option<Value> {
        let mut found = None;
        numbers::longest(text, &self.runs, &mut |number| {
            if number.first == 0 && number.end == self.runs.len() {
                found = number.phone;
            }
        });
        found.map(|phone| self.phone_value(&phone))
    }

    /// A phone number by its last digits.
    pub(super) fn phone_value(&self, digits: &[u8]) -> Value {
        let (high, low) = self.keyed.hash("phone", digits);
        Value {
            hash: u128::from(high) << 64 | u128::from(low),
            prefix: 0,
            runs: 0,
            chars: u8::try_from(digits.len()).unwrap_or(u8::MAX),
            flags: flag::PHONE | flag::REACHES | flag::TELLS,
        }
    }

    /// What within the text, read last, reaches somebody by itself: e-mail addresses, long numbers,
    /// phone numbers. Each with its own text.
    pub(super) fn within<'t>(&self, text: &'t [u8], take: &mut dyn FnMut(Value, &'t [u8])) {
        for (from, to) in addresses(text) {
            let first = self.runs.partition_point(|run| run.start < from);
            let end = self.runs.partition_point(|run| run.end <= to);
            self.stretch(text, first, end, take);
        }
        numbers::longest(text, &self.runs, &mut |number| {
            self.stretch(text, number.first, number.end, take);
            if let Some(phone) = number.phone {
                take(
                    self.phone_value(&phone),
                    self.text(text, number.first, number.end),
                );
            }
        });
    }

    /// These runs of the text read last, unless they are all of it.
    fn stretch<'t>(
        &self,
        text: &'t [u8],
        first: usize,
        end: usize,
        take: &mut dyn FnMut(Value, &'t [u8]),
    ) {
        if first >= end || (first == 0 && end == self.runs.len()) {
            return;
        }
        if let Some(value) = of_runs(&self.runs[first..end]) {
            let value = Value {
                flags: flag::REACHES | flag::TELLS,
                ..value
            };
            take(value, self.text(text, first, end));
        }
    }

    fn text<'t>(&self, text: &'t [u8], first: usize, end: usize) -> &'t [u8] {
        let part = |range| text.get(range).unwrap_or_default();
        match (self.runs.get(first), self.runs.get(end.wrapping_sub(1))) {
            (Some(first), Some(last)) => part(first.start..last.end),
            _ => part(0..0),
        }
    }
}

/// A value by its runs; `None` where there are none.
pub(super) fn of_runs(runs: &[Run]) -> Option<Value> {
    if runs.is_empty() {
        return None;
    }
    Some(Value {
        hash: Sequence::of(runs).number(),
        prefix: Sequence::of(&runs[..runs.len().min(PREFIX_RUNS)]).short(),
        runs: runs.len().min(MAX_RUNS) as u8,
        chars: u8::try_from(normal::length(runs)).unwrap_or(u8::MAX),
        flags: 0,
    })
}

fn proves(text: &[u8], runs: &[Run]) -> u8 {
    let text = text.trim_ascii();
    let digits: u32 = runs.iter().map(|run| run.chars).sum();
    if is_time(text) {
        0
    } else if addresses(text).next().is_some()
        || digits >= 9 && runs.iter().all(|run| run.shape == Shape::Digits)
    {
        flag::REACHES | flag::TELLS
    } else if text.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'_')) {
        0
    } else {
        flag::TELLS
    }
}

/// `2020-01-31`, `2020-01-31T10:00:00.5+01:00` and the like.
fn is_time(text: &[u8]) -> bool {
    let digits = |range: std::ops::Range<usize>| {
        text.get(range)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    text.len() <= 35
        && digits(0..4)
        && digits(5..7)
        && digits(8..10)
        && text[4] == b'-'
        && text[7] == b'-'
        && text[10..].iter().all(|byte| {
            byte.is_ascii_digit()
                || matches!(
                    byte,
                    b'T' | b't' | b' ' | b':' | b'.' | b'+' | b'-' | b'Z' | b'z'
                )
        })
}

/// Where e-mail addresses stand.
fn addresses(text: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    memchr::memchr_iter(b'@', text).filter_map(|at| {
        let local = |byte: &u8| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'' | 0x80..)
        };
        let host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | 0x80..);
        let before = text[..at]
            .iter()
            .rev()
            .take_while(|byte| local(byte))
            .count();
        let after = text[at + 1..].iter().take_while(|byte| host(byte)).count();
        let domain = &text[at + 1..at + 1 + after];
        let dotted = domain.trim_ascii().iter().position(|byte| *byte == b'.');
        (before > 0 && dotted.is_some_and(|dot| dot > 0 && dot + 1 < domain.len()))
            .then_some((at - before, at + 1 + after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(text: &str) -> u8 {
        Values::new().read(text.as_bytes(), false).unwrap().flags
    }

    #[test]
    fn what_a_value_proves() {
        let reaches = flag::REACHES | flag::TELLS;
        for (text, expected) in [
            ("jane@corp.example", reaches),
            ("Jane <jane@corp.example>", reaches),
            ("4111 1111 1111 1111", reaches),
            ("Jane Doe", flag::TELLS),
            ("Christopher", flag::TELLS),
            ("SW1A 1AA", flag::TELLS),
            ("published", 0),
            ("update_service", 0),
            ("2020-01-31", 0),
            ("2020-01-31T10:00:00.123Z", 0),
            ("at @ home", flag::TELLS),
        ] {
            assert_eq!(flags(text), expected, "{text}");
        }
        assert_eq!(Values::new().read(b"1980-01-31", true).unwrap().flags, 0);
        assert!(Values::new().read(b" - ", false).is_none());
    }

    #[test]
    fn what_reaches_somebody_is_found_within_text() {
        let mut values = Values::new();
        let wanted = [
            values.read(b"jane.doe@corp.example", false).unwrap().hash,
            values.read(b"02079460018", false).unwrap().hash,
            values.phone(b"02079460018").unwrap().hash,
        ];
        let text = b"ask Jane <jane.doe@corp.example>. or 02079460018.";
        values.read(text, false).unwrap();
        let mut found = Vec::new();
        values.within(text, &mut |value, _| found.push(value.hash));
        assert_eq!(found, wanted);
    }

    #[test]
    fn an_entry_comes_back_as_it_was_written() {
        let mut value = Values::new().read(b"Jane Doe", false).unwrap();
        value.flags |= flag::REPLACED;
        let entry = Entry {
            value,
            column: ColumnId(7),
            count: 3,
        };
        let mut bytes = Vec::new();
        entry.write(&mut bytes);
        assert_eq!(bytes.len(), Entry::SIZE);
        let read = Entry::read(&mut Bytes::of(&bytes));
        assert_eq!(format!("{read:?}"), format!("{entry:?}"));
    }
}
