//! Network addresses, all in ranges that belong to nobody.
//!
//! IPv4 addresses are those of RFC 5737 (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24), IPv6 ones
//! those of RFC 3849 (2001:db8::/32). MAC addresses are locally administered unicast ones (first
//! octet 02, IEEE 802): no maker has them. The range for documentation (00-00-5E-00-53-00 to -FF,
//! RFC 7042) is too small to tell devices apart.

use std::sync::Arc;

use crate::dump::types::PgType;
use crate::transform::bind::Binder;
use crate::transform::invent::fit::Fit;
use crate::transform::invent::number::push_digits;
use crate::transform::invent::{Draw, Stream};
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

const TYPES: &str = "inet, cidr; text types of at least 14 characters";

pub(super) const IP: Kind = Kind {
    name: "internet.ip",
    about: "an address of the original's family out of the networks for documentation; a network \
            mask stays where the reserved network holds it",
    params: &[],
    types: TYPES,
    example: "internet.ip",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| Ok(Arc::new(Family::Either)),
};

pub(super) const IPV4: Kind = Kind {
    name: "internet.ipv4",
    about: "an address of 192.0.2.0/24, 198.51.100.0/24 or 203.0.113.0/24",
    params: &[],
    types: TYPES,
    example: "internet.ipv4",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| Ok(Arc::new(Family::V4)),
};

pub(super) const IPV6: Kind = Kind {
    name: "internet.ipv6",
    about: "an address of 2001:db8::/32",
    params: &[],
    types: TYPES,
    example: "{use: internet.ipv6, unique: true}",
    role: Role::Keyed,
    partial: false,
    unique: true,
    load: |_, _| Ok(Arc::new(Family::V6)),
};

pub(super) const MAC: Kind = Kind {
    name: "internet.mac",
    about: "a locally administered hardware address: 02:1f:…",
    params: &[],
    types: "macaddr, macaddr8; text types of at least 17 characters",
    example: "internet.mac",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| Ok(Arc::new(Mac)),
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Either,
    V4,
    V6,
}

struct Ip {
    family: Family,
    unique: bool,
    /// `cidr`: no bits to the right of the mask.
    cidr: bool,
    /// `inet`, `cidr`, and text that holds a mask: masks are written.
    masks: bool,
    /// Random groups of 16 bits after 2001:db8.
    groups: usize,
}

/// Characters of the longest reserved IPv4 address.
const V4_CHARS: usize = "198.51.100.254".len();

/// Groups of 16 bits after 2001:db8 in a whole IPv6 address.
const V6_GROUPS: usize = 6;

/// Characters of an IPv6 address with so many random groups.
const fn v6_chars(groups: usize) -> usize {
    if groups == V6_GROUPS {
        "2001:db8".len() + 5 * groups
    } else {
        "2001:db8:".len() + 5 * groups
    }
}

impl Spec for Family {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let ty = &binder.target.ty;
        let network = matches!(ty, PgType::Inet | PgType::Cidr);
        let mut groups = V6_GROUPS;
        if !network {
            let kind = match self {
                Self::Either => IP.name,
                Self::V4 => IPV4.name,
                Self::V6 => IPV6.name,
            };
            // Five groups hold the 80 bits that `unique` needs.
            let v6_least = v6_chars(if binder.unique { 5 } else { 1 });
            let least = match self {
                Self::V4 => V4_CHARS,
                Self::V6 => v6_least,
                Self::Either => v6_least.max(V4_CHARS),
            };
            let fit = Fit::new(binder, kind, "an IP address", least)?;
            groups = (1..=V6_GROUPS)
                .rev()
                .find(|groups| v6_chars(*groups) <= fit.limit())
                .unwrap_or(1);
        }
        Ok(Box::new(Ip {
            family: *self,
            unique: binder.unique,
            cidr: *ty == PgType::Cidr,
            masks: network || ty.max_chars().is_none(),
            groups,
        }))
    }
}

impl Transform for Ip {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let six = match self.family {
            Family::V4 => false,
            Family::V6 => true,
            Family::Either => value.contains(&b':'),
        };
        let (bits, network) = if six { (128, 32) } else { (32, 24) };
        // A unique column gets host addresses: a mask would zero bits that tell values apart.
        let mask = mask(value)
            .filter(|_| self.masks && !self.unique)
            .map(|mask| mask.clamp(network, bits));
        let zeroed = if self.cidr {
            bits - mask.unwrap_or(bits)
        } else {
            0
        };
        let mut draw = Draw::new(&cx.seed, Stream::Ip);
        if six {
            let host = u128::from(draw.bits()) << 64 | u128::from(draw.bits());
            push_v6(zero_low(host, zeroed), self.groups, out);
        } else {
            let network = draw.pick(&[&b"192.0.2."[..], b"198.51.100.", b"203.0.113."]);
            out.extend_from_slice(network);
            // Neither the network's own address nor its broadcast address, but for networks.
            let host = 1 + u128::from(draw.below(254));
            push_digits(zero_low(host, zeroed) as u64, 1, out);
        }
        if let Some(mask) = mask {
            out.push(b'/');
            push_digits(u64::from(mask), 1, out);
        }
        Ok(Outcome::Value)
    }
}

/// The mask after the address.
fn mask(value: &[u8]) -> Option<u32> {
    let at = value.iter().rposition(|byte| *byte == b'/')?;
    let digits = value.get(at + 1..)?;
    (digits.len() <= 3 && digits.iter().all(u8::is_ascii_digit))
        .then(|| std::str::from_utf8(digits).ok()?.parse().ok())?
}

/// `number` with so many of its low bits zero.
fn zero_low(number: u128, bits: u32) -> u128 {
    number
        .checked_shr(bits)
        .and_then(|number| number.checked_shl(bits))
        .unwrap_or(0)
}

/// Appends 2001:db8 and the last `groups` groups of `host`, or fewer groups after `::`.
fn push_v6(host: u128, groups: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(b"2001:db8");
    if groups < V6_GROUPS {
        out.push(b':');
    }
    for group in (0..groups.min(V6_GROUPS)).rev() {
        out.push(b':');
        push_hex((host >> (16 * group)) as u16, out);
    }
}

/// Appends a number in hexadecimal without leading zeros, as PostgreSQL writes groups.
fn push_hex(number: u16, out: &mut Vec<u8>) {
    let mut begun = false;
    for shift in [12, 8, 4, 0] {
        let digit = number >> shift & 15;
        begun |= digit != 0 || shift == 0;
        if begun {
            out.push(HEX[usize::from(digit)]);
        }
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";

#[derive(Debug)]
struct Mac;

struct BoundMac {
    octets: usize,
}

impl Spec for Mac {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let octets = match binder.target.ty {
            PgType::MacAddr => 6,
            PgType::MacAddr8 => 8,
            _ => {
                Fit::new(binder, MAC.name, "a MAC address", 17)?;
                6
            }
        };
        Ok(Box::new(BoundMac { octets }))
    }
}

impl Transform for BoundMac {
    fn apply(&self, cx: &Cx<'_>, _: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let bits = Draw::new(&cx.seed, Stream::Mac).bits().to_le_bytes();
        out.extend_from_slice(b"02");
        for octet in bits.iter().take(self.octets - 1) {
            out.push(b':');
            out.push(HEX[usize::from(octet >> 4)]);
            out.push(HEX[usize::from(octet & 15)]);
        }
        Ok(Outcome::Value)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    use crate::dump::types::PgType;
    use crate::transform::testing::{check_unique, rule};

    fn split(text: &str) -> (IpAddr, Option<u32>) {
        let (address, mask) = match text.split_once('/') {
            Some((address, mask)) => (address, Some(mask.parse().expect("a mask"))),
            None => (text, None),
        };
        (address.parse().expect("an address"), mask)
    }

    fn reserved(address: IpAddr) -> bool {
        match address {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                [[192, 0, 2], [198, 51, 100], [203, 0, 113]].contains(&[a, b, c])
            }
            IpAddr::V6(v6) => v6.segments()[..2] == [0x2001, 0xdb8],
        }
    }

    #[test]
    fn family_and_mask_stay_within_the_reserved_networks() {
        let cases = [
            ("10.1.2.3", false, None),
            ("10.1.2.3/32", false, Some(32)),
            ("10.1.2.0/24", false, Some(24)),
            ("10.1.2.128/25", false, Some(25)),
            ("10.0.0.0/8", false, Some(24)),
            ("fe80::1", true, None),
            ("fe80::/10", true, Some(32)),
            ("2a00:1450::/48", true, Some(48)),
            ("::1/128", true, Some(128)),
        ];
        for ty in [PgType::Inet, PgType::Cidr, PgType::Text] {
            let bound = rule("internet.ip").bind(ty.clone()).expect("fits");
            for (original, six, mask) in cases {
                let text = bound.run(original);
                let (address, written) = split(&text);
                assert_eq!(address.is_ipv6(), six, "{original}: {text}");
                assert!(reserved(address), "{text}");
                assert_eq!(written, mask, "{original}: {text}");
                if ty == PgType::Cidr {
                    let bits = match address {
                        IpAddr::V4(v4) => u128::from(Ipv4Addr::to_bits(v4)) << 96,
                        IpAddr::V6(v6) => Ipv6Addr::to_bits(v6),
                    };
                    let mask = written.unwrap_or(if six { 128 } else { 32 });
                    assert_eq!(bits.checked_shl(mask).unwrap_or(0), 0, "{text}");
                }
            }
        }
    }

    #[test]
    fn text_of_any_length() {
        for limit in 13..50 {
            let bound = rule("internet.ip").varchar(limit);
            for original in ["10.1.2.3/8", "fe80::1"] {
                if let Ok(bound) = &bound {
                    let text = bound.run(original);
                    assert!(text.len() <= limit as usize, "{text}");
                    assert!(reserved(split(&text).0));
                }
            }
        }
        assert!(rule("internet.ipv4").varchar(13).is_err());
        assert!(rule("internet.ipv6").varchar(13).is_err());
        assert!(rule("internet.ipv6").unique().varchar(33).is_err());
        assert!(rule("internet.ip").bind(PgType::MacAddr).is_err());
    }

    #[test]
    fn ipv6_is_unique() {
        let values = || (0..20_000).map(|n| format!("fe80::{n:x}/64"));
        for ty in [PgType::Inet, PgType::Cidr, PgType::Varchar(Some(34))] {
            check_unique(rule("internet.ipv6"), ty, values());
        }
        assert!(rule("internet.ip").unique().bind(PgType::Inet).is_err());
    }

    #[test]
    fn macs_are_local() {
        for (ty, length) in [
            (PgType::MacAddr, 17),
            (PgType::MacAddr8, 23),
            (PgType::Text, 17),
        ] {
            let text = rule("internet.mac").bind(ty).expect("fits").run("x");
            assert_eq!(text.len(), length);
            assert!(text.starts_with("02:"));
        }
        assert!(rule("internet.mac").varchar(16).is_err());
    }
}
