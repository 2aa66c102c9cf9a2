//! IP addresses of both families.

use std::net::Ipv6Addr;

use super::digits::Group;
use super::{Find, What, alnum_at, alnum_before};

/// Four numbers up to 255 with a dot between.
pub(super) fn v4(text: &[u8], groups: &[Group], finds: &mut Vec<Find>) {
    let dots = |a: &Group, b: &Group| text[a.end..b.start].iter().all(|byte| *byte == b'.');
    for groups in groups.chunk_by(dots) {
        let &[first, second, third, last] = groups else {
            continue;
        };
        let apart = [(first, second), (second, third), (third, last)];
        let octet = |group: &Group| {
            let digits = &text[group.start..group.end];
            let number = |number: u32, digit: &u8| number * 10 + u32::from(digit - b'0');
            digits.len() <= 3 && digits.iter().fold(0, number) <= 255
        };
        if apart.iter().all(|(a, b)| a.end + 1 == b.start)
            && groups.iter().all(octet)
            && !alnum_before(text, first.start)
            && !alnum_at(text, last.end)
        {
            finds.push(Find::new(What::Ip, first.start, last.end));
        }
    }
}

/// The longest an IPv6 address can be, with an IPv4 tail.
const MOST: usize = 45;

pub(super) fn v6(text: &[u8], finds: &mut Vec<Find>) {
    let part = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b':' || *byte == b'.';
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b':', &text[at..]) {
        let colon = at + offset;
        let before = text[at..colon]
            .iter()
            .rev()
            .take(MOST)
            .take_while(|byte| part(byte))
            .count();
        let after = text[colon..]
            .iter()
            .take(MOST + 2)
            .take_while(|byte| part(byte))
            .count();
        let run = colon - before..colon + after;
        at = run.end.max(colon + 1);
        finds.extend(v6_within(text, run.start, run.end));
    }
}

/// The address in a run of hex digits, colons and dots, without punctuation around it.
fn v6_within(text: &[u8], start: usize, end: usize) -> Option<Find> {
    let run = &text[start..end];
    // A colon in front ends a label, a colon or dot behind a clause.
    let front = usize::from(run.starts_with(b":") && !run.starts_with(b"::"));
    let mut start = start + front;
    let mut end = end;
    while end > start
        && (text[end - 1] == b'.' || (text[end - 1] == b':' && !text[..end].ends_with(b"::")))
    {
        end -= 1;
    }
    if alnum_at(text, end) {
        return None;
    }
    // `ip:2001:…`: the label may be of hex digits and the run longer than an address.
    loop {
        let candidate = std::str::from_utf8(&text[start..end]).ok()?;
        let is_address = candidate.len() <= MOST
            && candidate.bytes().any(|byte| byte.is_ascii_hexdigit())
            && candidate.parse::<Ipv6Addr>().is_ok();
        if is_address && !alnum_before(text, start) {
            return Some(Find::new(What::Ip, start, end));
        }
        let next = memchr::memchr(b':', &text[start..end])?;
        start += next + 1;
        // Within a `::`, and at most a few labels in front.
        if text.get(start) == Some(&b':') || end - start < 3 {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Finder, found};
    use super::*;

    fn ips(text: &str) -> Vec<String> {
        found(&Finder::new([What::Ip], None), text)
    }

    #[test]
    fn both_families() {
        for (text, expected) in [
            ("from 192.168.0.1.", "192.168.0.1"),
            ("[10.0.0.255]:8080", "10.0.0.255"),
            ("10.1.2.3/24", "10.1.2.3"),
            ("at 2001:db8::1, x", "2001:db8::1"),
            ("fe80::1%eth0", "fe80::1"),
            ("ip:2001:db8::1", "2001:db8::1"),
            ("[2001:db8::]:80", "2001:db8::"),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
            (
                "2001:0db8:0000:0000:0000:ff00:0042:8329",
                "2001:0db8:0000:0000:0000:ff00:0042:8329",
            ),
            ("see ::1.", "::1"),
        ] {
            assert_eq!(ips(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "1.2.3",
            "1.2.3.4.5",
            "256.1.1.1",
            "v1.2.3.4",
            "12:34:56",
            "12:34",
            "std::vector",
            "a::b::c",
            "::",
            ":",
            "1.2.3.4x",
            "1...2",
            "00:1A:2B:3C:4D:5E",
            "é::1é",
        ] {
            assert_eq!(ips(text), [""; 0], "{text}");
        }
    }
}
