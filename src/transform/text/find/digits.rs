//! Card and phone numbers: groups of digits with blanks, dashes and the like between them.

use super::{Find, What, alnum_before, blank_len, dash_len};
use crate::dump::swar::{self, Eight};

/// A run of digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Group {
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }
}

/// Fills `groups` with all runs of digits.
pub(super) fn groups(text: &[u8], groups: &mut Vec<Group>) {
    groups.clear();
    let mut at = 0;
    loop {
        // Eight bytes at a time to the next digit.
        while let Some(eight) = Eight::at(text, at) {
            let digits = eight.below(b'9' + 1) & !eight.below(b'0');
            if digits != 0 {
                at += swar::first(digits);
                break;
            }
            at += 8;
        }
        let Some(offset) = text[at..].iter().position(u8::is_ascii_digit) else {
            return;
        };
        let start = at + offset;
        let digits = text[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit());
        at = start + digits.count();
        groups.push(Group { start, end: at });
    }
}

/// The fewest digits of a phone number; cards have more.
const LEAST: usize = 6;

pub(super) fn find(
    text: &[u8],
    groups: &[Group],
    cards: bool,
    phones: bool,
    finds: &mut Vec<Find>,
) {
    let joined = |a: &Group, b: &Group| a.end + separator_len(text, a.end) == b.start;
    for groups in groups.chunk_by(joined) {
        if groups.iter().map(|group| group.len()).sum::<usize>() < LEAST {
            continue;
        }
        let run = Run { text, groups };
        if cards {
            run.cards(finds);
        }
        if phones {
            run.phones(finds);
        }
    }
}

/// The length of what may stand between two groups of one number.
fn separator_len(text: &[u8], at: usize) -> usize {
    let mut end = at;
    for _ in 0..4 {
        let length = blank_len(text, end) + dash_len(text, end);
        let length = match text.get(end) {
            Some(b'.' | b'(' | b')' | b'/') => 1,
            _ => length,
        };
        if length == 0 {
            break;
        }
        end += length;
    }
    end - at
}

/// Groups with separators between them.
struct Run<'a> {
    text: &'a [u8],
    groups: &'a [Group],
}

impl Run<'_> {
    /// 13 to 19 digits with a right Luhn digit, and the same between all groups. Numbers that
    /// overlap are all taken: which one is meant can't be told.
    fn cards(&self, finds: &mut Vec<Find>) {
        for first in 0..self.groups.len() {
            let mut found = None;
            let mut digits = 0;
            for last in first..self.groups.len() {
                let length = self.groups[last].len();
                digits += length;
                let is_apart = last > first
                    && (length < 2
                        || !self.is_plain(last)
                        || self.gap_text(last) != self.gap_text(first + 1));
                if digits > 19 || is_apart {
                    break;
                }
                if digits >= 13 && self.luhn(first, last) {
                    found = Some(last);
                }
            }
            if let Some(last) = found {
                let (start, end) = (self.groups[first].start, self.groups[last].end);
                finds.push(Find::new(What::Card, start, end));
            }
        }
    }

    fn luhn(&self, first: usize, last: usize) -> bool {
        let bytes = &self.text[self.groups[first].start..self.groups[last].end];
        let digits = bytes.iter().rev().filter(|byte| byte.is_ascii_digit());
        let sum: u32 = digits
            .enumerate()
            .map(|(index, byte)| {
                let digit = u32::from(byte - b'0');
                match (index % 2, digit) {
                    (0, digit) => digit,
                    (_, digit @ 0..=4) => digit * 2,
                    (_, digit) => digit * 2 - 9,
                }
            })
            .sum();
        sum.is_multiple_of(10)
    }

    /// A single blank, dash or dot stands before the group.
    fn is_plain(&self, group: usize) -> bool {
        let (from, to) = self.gap(group);
        let length = blank_len(self.text, from) + dash_len(self.text, from);
        from + length == to || &self.text[from..to] == b"."
    }

    /// The range between a group and the one before it.
    fn gap(&self, group: usize) -> (usize, usize) {
        (self.groups[group - 1].end, self.groups[group].start)
    }

    fn gap_text(&self, group: usize) -> &[u8] {
        let (from, to) = self.gap(group);
        &self.text[from..to]
    }

    fn digits(&self, group: usize) -> &[u8] {
        &self.text[self.groups[group].start..self.groups[group].end]
    }

    fn phones(&self, finds: &mut Vec<Find>) {
        let mut first = 0;
        while first < self.groups.len() {
            if self.is_date(first) {
                first += 3;
                continue;
            }
            match self.strong(first) {
                Some((start, last)) => {
                    finds.push(Find::new(What::Phone, start, self.groups[last].end));
                    first = last + 1;
                }
                None => match self.weak(first) {
                    // A number that is known as one may begin within what only looks like one.
                    Some(last) if !(first + 1..=last).any(|group| self.strong(group).is_some()) => {
                        let start = self.groups[first].start;
                        finds.push(Find::new(What::Phone, start, self.groups[last].end));
                        first = last + 1;
                    }
                    _ => first += 1,
                },
            }
        }
    }

    /// A number that begins as phone numbers do: where it begins, and its last group.
    fn strong(&self, first: usize) -> Option<(usize, usize)> {
        let group = self.groups[first];
        let digits = self.digits(first);
        let before = &self.text[..group.start];
        let open = before.ends_with(b"(");
        let before = before.strip_suffix(b"(").unwrap_or(before);
        if let Some(before) = before
            .strip_suffix(b"+")
            .or_else(|| before.strip_suffix("＋".as_bytes()))
        {
            let wanted: &[usize] = match digits {
                [b'4', b'4', ..] => &[12, 11],
                [b'1', ..] => &[11],
                _ => &[],
            };
            let last = self.choose(first, wanted, 7, 15, true)?;
            return Some((before.len(), last));
        }
        let start = if open { group.start - 1 } else { group.start };
        if alnum_before(self.text, start) {
            return None;
        }
        let last = match digits {
            // The end of 1 000 000.
            [b'0', b'0', b'0', ..] if digits.iter().all(|digit| *digit == b'0') => return None,
            [b'0', b'0', rest @ ..] => {
                let wanted: &[usize] = match rest {
                    [b'4', b'4', ..] => &[14, 13],
                    [b'1', ..] => &[13],
                    _ => &[],
                };
                self.choose(first, wanted, 9, 17, false)
            }
            // 0.5 is no number of a phone.
            [b'0'] if self.text.get(group.end) == Some(&b'.') => None,
            [b'0', ..] => self.choose(first, &[11, 10], 9, 12, false),
            _ if open && self.text.get(group.end) == Some(&b')') => {
                self.choose(first, &[10, 11], 7, 12, false)
            }
            _ => self.north_american(first),
        };
        let last = last.or_else(|| {
            let solid = (digits.len() == 12 && digits.starts_with(b"44"))
                || (digits.len() == 11 && matches!(digits, [b'1', b'2'..=b'9', ..]))
                || (digits.len() == 10 && digits.starts_with(b"7"));
            if solid && self.ends_word(first) {
                return Some(first);
            }
            if is_labelled(self.text, start) {
                return self.choose(first, &[], 6, 15, true);
            }
            None
        })?;
        Some((start, last))
    }

    /// 555-123-4567, with or without a 1 in front.
    fn north_american(&self, first: usize) -> Option<usize> {
        let from = first + usize::from(self.digits(first) == b"1");
        let groups = self.groups.get(from..from + 3)?;
        let lengths = [groups[0].len(), groups[1].len(), groups[2].len()];
        (lengths == [3, 3, 4]).then_some(from + 2)
    }

    /// The last group of a number from `first` on: one that makes a wanted number of digits, else
    /// the one that makes most within the bounds.
    fn choose(
        &self,
        first: usize,
        wanted: &[usize],
        min: usize,
        max: usize,
        over_dates: bool,
    ) -> Option<usize> {
        let mut longest = None;
        let mut best: Option<(usize, usize)> = None;
        let mut digits = 0;
        // Zeros that are not dialled would let it go on for ever.
        for last in first..self.groups.len().min(first + 12) {
            if last > first && !over_dates && self.is_date(last) {
                break;
            }
            // The 0 of +44 (0)20 is not dialled.
            if !(last > first && self.is_trunk_zero(last)) {
                digits += self.groups[last].len();
            }
            if digits > max {
                break;
            }
            if digits < min || !(last > first || over_dates || self.ends_word(last)) {
                continue;
            }
            longest = Some(last);
            let rank = wanted.iter().position(|wanted| *wanted == digits);
            if let Some(rank) = rank.filter(|rank| best.is_none_or(|(best, _)| *rank < best)) {
                best = Some((rank, last));
            }
        }
        best.map(|(_, last)| last).or(longest)
    }

    fn is_trunk_zero(&self, group: usize) -> bool {
        let Group { start, end } = self.groups[group];
        self.digits(group) == b"0"
            && self.text[..start].ends_with(b"(")
            && self.text.get(end) == Some(&b')')
    }

    /// No letter follows, but for an extension's.
    fn ends_word(&self, group: usize) -> bool {
        match self.text.get(self.groups[group].end) {
            Some(b'x' | b'X') => true,
            Some(byte) => !byte.is_ascii_alphabetic(),
            None => true,
        }
    }

    /// Groups that look like a number without the begin of one.
    fn weak(&self, first: usize) -> Option<usize> {
        if alnum_before(self.text, self.groups[first].start) {
            return None;
        }
        let mut found = None;
        let mut digits = 0;
        let (mut years, mut zeros, mut shortest) = (true, true, usize::MAX);
        for last in first..self.groups.len() {
            let length = self.groups[last].len();
            let is_apart = last > first && (!self.is_plain(last) || self.is_date(last));
            digits += length;
            if is_apart || length < 2 || digits > 15 {
                break;
            }
            shortest = shortest.min(length);
            years &= matches!(self.digits(last), [b'1', b'9', _, _] | [b'2', b'0', _, _]);
            zeros &= (last == first && self.digits(first)[0] != b'0')
                || self.digits(last).iter().all(|digit| *digit == b'0');
            let fits = match last - first {
                0 => false,
                1 => shortest >= 4 && (10..=11).contains(&digits),
                _ => digits >= 9,
            };
            if fits && !years && !zeros && self.ends_word(last) {
                found = Some(last);
            }
        }
        found
    }

    /// Three groups that are a date with a year of four digits.
    fn is_date(&self, first: usize) -> bool {
        let Some(groups) = self.groups.get(first..first + 3) else {
            return false;
        };
        let gap = self.gap_text(first + 1);
        let joined = gap == self.gap_text(first + 2) && [&b"-"[..], b"/", b"."].contains(&gap);
        let lengths = [groups[0].len(), groups[1].len(), groups[2].len()];
        let small = |group: usize| {
            let number = self
                .digits(group)
                .iter()
                .fold(0_u32, |number, digit| number * 10 + u32::from(digit - b'0'));
            (1..=31).contains(&number)
        };
        joined
            && match lengths {
                [4, 1 | 2, 1 | 2] => small(first + 1) && small(first + 2),
                [1 | 2, 1 | 2, 4] => small(first) && small(first + 1),
                _ => false,
            }
    }
}

/// A word such as `tel` stands in front, with little between.
fn is_labelled(text: &[u8], start: usize) -> bool {
    const LABELS: [&[u8]; 16] = [
        b"tel",
        b"telephone",
        b"telefon",
        b"phone",
        b"ph",
        b"mob",
        b"mobile",
        b"cell",
        b"call",
        b"fax",
        b"ring",
        b"whatsapp",
        b"contact",
        b"dial",
        b"sms",
        b"handy",
    ];
    const BETWEEN: [&[u8]; 9] = [
        b"me", b"us", b"him", b"her", b"on", b"at", b"is", b"no", b"number",
    ];
    let mut end = start;
    for _ in 0..3 {
        let from = end;
        while end > 0 && from - end < 4 && b" :.-=#(\t".contains(&text[end - 1]) {
            end -= 1;
        }
        let letters = text[..end]
            .iter()
            .rev()
            .take(12)
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let word = &text[end - letters..end];
        let is_in = |words: &[&[u8]]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
        if is_in(&LABELS) {
            return true;
        }
        if !is_in(&BETWEEN) {
            return false;
        }
        end -= letters;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::{Finder, found};
    use super::*;

    fn cards(text: &str) -> Vec<String> {
        found(&Finder::new([What::Card], None), text)
    }

    fn phones(text: &str) -> Vec<String> {
        found(&Finder::new([What::Phone], None), text)
    }

    #[test]
    fn card_numbers_have_a_right_luhn_digit() {
        for (text, expected) in [
            ("card 4111111111111111.", "4111111111111111"),
            ("4111 1111 1111 1111 12/27", "4111 1111 1111 1111"),
            ("4111-1111-1111-1111", "4111-1111-1111-1111"),
            ("3782 822463 10005", "3782 822463 10005"),
            (
                "5500\u{a0}0000\u{a0}0000\u{a0}0004",
                "5500\u{a0}0000\u{a0}0000\u{a0}0004",
            ),
            ("no 17: 6011 1111 1111 1117", "6011 1111 1111 1117"),
            ("x4111111111111111x", "4111111111111111"),
        ] {
            assert_eq!(cards(text), [expected], "{text}");
        }
        for text in [
            "4111 1111 1111 1112",
            "411111111111",
            "12345678901234567890",
        ] {
            assert_eq!(cards(text), [""; 0]);
        }
    }

    #[test]
    fn phone_numbers_in_many_spellings() {
        for (text, expected) in [
            ("call 07700 900123.", "07700 900123"),
            ("07700900123", "07700900123"),
            ("07700 900 123, x", "07700 900 123"),
            ("(020) 7946 0123", "(020) 7946 0123"),
            ("020-7946-0123", "020-7946-0123"),
            ("020\u{a0}7946\u{2011}0123", "020\u{a0}7946\u{2011}0123"),
            ("+44 (0)20 7946 0123", "+44 (0)20 7946 0123"),
            ("+44(0)2079460123 or", "+44(0)2079460123"),
            ("+44 20 7946 0123 2 times", "+44 20 7946 0123"),
            ("+447700900123", "+447700900123"),
            ("00 44 7700 900123", "00 44 7700 900123"),
            ("0044 7700 900123 5", "0044 7700 900123"),
            ("447700900123", "447700900123"),
            ("7700900123", "7700900123"),
            ("+1 (555) 123-4567", "+1 (555) 123-4567"),
            ("(555) 123-4567", "(555) 123-4567"),
            ("555-123-4567", "555-123-4567"),
            ("1.555.123.4567", "1.555.123.4567"),
            ("06 12 34 56 78", "06 12 34 56 78"),
            ("+49 30 1234567", "+49 30 1234567"),
            ("030/1234567", "030/1234567"),
            ("tel: 794601", "794601"),
            ("Phone 7946 0123", "7946 0123"),
            ("call me on 5551234567", "5551234567"),
            ("Mobile number is: 794601", "794601"),
            ("15551234567", "15551234567"),
            ("(+44) 7700 900123", "+44) 7700 900123"),
            ("+44 (0) 20 7946 0123", "+44 (0) 20 7946 0123"),
            ("0 7 7 0 0 9 0 0 1 2 3", "0 7 7 0 0 9 0 0 1 2 3"),
            ("98765 43210", "98765 43210"),
            ("612 345 678", "612 345 678"),
            ("on 2024-01-02 07700 900123", "07700 900123"),
            ("10 07700 900123", "07700 900123"),
            ("07700 900123x12", "07700 900123"),
        ] {
            assert_eq!(phones(text), [expected], "{text}");
        }
        assert_eq!(
            phones("07700 900123 / 07700 900456"),
            ["07700 900123", "07700 900456"]
        );
    }

    #[test]
    fn what_is_no_phone_number() {
        for text in [
            "2024-01-02 10:30:45",
            "01/02/2024",
            "01.02.2024",
            "2019 2020 2021",
            "0.123456789",
            "51.50735091",
            "1 000 000 000",
            "100 000 000",
            "123456",
            "1234 5678",
            "item 12 of 34",
            "0123456789abcdef",
            "a0123456789",
            "10:15",
            "12-34",
            "+1",
            "(1)",
            "007",
        ] {
            assert_eq!(phones(text), [""; 0], "{text}");
        }
    }
}
