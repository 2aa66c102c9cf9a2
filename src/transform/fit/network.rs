//! Network addresses.

use std::net::IpAddr;

/// An address with an optional prefix length.
pub(super) fn is_inet(text: &str) -> bool {
    parse(text).is_some()
}

/// A network: no bit set right of the prefix.
pub(super) fn is_cidr(text: &str) -> bool {
    let Some((address, prefix)) = parse(text) else {
        return false;
    };
    match address {
        IpAddr::V4(address) => u32::from(address).checked_shl(prefix).unwrap_or(0) == 0,
        IpAddr::V6(address) => u128::from(address).checked_shl(prefix).unwrap_or(0) == 0,
    }
}

/// `digits` hexadecimal digits with PostgreSQL's separators.
pub(super) fn is_mac(text: &str, digits: usize) -> bool {
    let hex = text.bytes().filter(u8::is_ascii_hexdigit).count();
    hex == digits
        && text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || b":-.".contains(&byte))
        && text.starts_with(|c: char| c.is_ascii_hexdigit())
        && text.ends_with(|c: char| c.is_ascii_hexdigit())
}

fn parse(text: &str) -> Option<(IpAddr, u32)> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let bits = if address.is_ipv4() { 32 } else { 128 };
    let prefix = match prefix {
        None => bits,
        Some(prefix) if prefix.bytes().all(|byte| byte.is_ascii_digit()) => prefix.parse().ok()?,
        Some(_) => return None,
    };
    (prefix <= bits).then_some((address, prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_networks() {
        for good in [
            "192.0.2.1",
            "192.0.2.1/24",
            "2001:db8::1",
            "::ffff:1.2.3.4/96",
        ] {
            assert!(is_inet(good), "{good}");
        }
        for bad in [
            "",
            "192.0.2",
            "192.0.2.1/33",
            "192.0.2.1/+8",
            "x",
            "2001:db8::1/129",
        ] {
            assert!(!is_inet(bad), "{bad}");
        }
        assert!(is_cidr("192.0.2.0/24") && is_cidr("2001:db8::/32") && is_cidr("0.0.0.0/0"));
        assert!(is_cidr("192.0.2.1"));
        assert!(!is_cidr("192.0.2.1/24") && !is_cidr("2001:db8::1/32"));
    }

    #[test]
    fn macs() {
        for good in [
            "08:00:2b:01:02:03",
            "08-00-2b-01-02-03",
            "08002b:010203",
            "0800.2b01.0203",
            "08002B010203",
        ] {
            assert!(is_mac(good, 12), "{good}");
        }
        for bad in ["", "08:00:2b:01:02", "08:00:2b:01:02:0g", ":08002b010203"] {
            assert!(!is_mac(bad, 12), "{bad}");
        }
        assert!(is_mac("08:00:2b:01:02:03:04:05", 16));
    }
}
