//! `id.uuid`: UUIDs, permuted.

use std::sync::Arc;

use super::permutation::{Cipher, PermutationKey};
use super::{kept, not_seeded};
use crate::dump::types::PgType;
use crate::error::Result;
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::{Binder, Namespace};
use crate::transform::{Cx, Failure, Misfit, Outcome, Spec, Transform};

#[derive(Debug)]
struct UuidSpec;

pub(super) fn load(_params: &Params<'_>, _cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(UuidSpec))
}

impl Spec for UuidSpec {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        if binder.target.ty != PgType::Uuid && !binder.takes_text() {
            return Err(binder.wrong_type("id.uuid", "UUIDs"));
        }
        Ok(Box::new(Uuid {
            cipher: PermutationKey::of(&binder.namespace.key).binary(),
            namespace: Arc::clone(&binder.namespace),
        }))
    }
}

struct Uuid {
    cipher: Cipher,
    namespace: Arc<Namespace>,
}

/// Bits that a UUID of given version and variant is free to have: all but four and two.
const FREE_BITS: u32 = 122;

impl Transform for Uuid {
    fn apply(&self, _cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let failure = || Failure::new(format!("expected a UUID, got {} bytes", value.len()));
        let form = Form::of(value).ok_or_else(failure)?;
        let mut number = form.number;
        let start = out.len();
        for _ in 0..kept::MAX_STEPS {
            number = self.permute(number).ok_or_else(failure)?;
            out.truncate(start);
            form.write(value, number, out);
            if !kept::keeps(&self.namespace, &out[start..]) {
                return Ok(Outcome::Value);
            }
        }
        out.truncate(start);
        Err(kept::too_many())
    }

    fn seeded(&mut self, _unique: bool) -> Result<(), Misfit> {
        Err(not_seeded("id.uuid"))
    }
}

impl Uuid {
    fn permute(&self, number: u128) -> Option<u128> {
        let (free, fixed) = split(number);
        let mut tweak = *b"id.uuid  ";
        tweak[7..].copy_from_slice(&fixed);
        let strings = self.cipher.strings(FREE_BITS, &tweak)?;
        let free = self.cipher.encrypt_bits(&strings, free, FREE_BITS);
        Some(join(free, fixed))
    }
}

/// 48 bits, the version (4), 12 bits, the variant (2), 62 bits.
fn split(number: u128) -> (u128, [u8; 2]) {
    let version = ((number >> 76) & 0xf) as u8;
    let variant = ((number >> 62) & 0x3) as u8;
    let high = number >> 80;
    let middle = (number >> 64) & 0xfff;
    let low = number & ((1 << 62) - 1);
    ((high << 74) | (middle << 62) | low, [version, variant])
}

fn join(free: u128, [version, variant]: [u8; 2]) -> u128 {
    let high = free >> 74;
    let middle = (free >> 62) & 0xfff;
    let low = free & ((1 << 62) - 1);
    (high << 80) | (u128::from(version) << 76) | (middle << 64) | (u128::from(variant) << 62) | low
}

/// How a UUID is written.
struct Form {
    number: u128,
    upper: bool,
}

impl Form {
    /// The canonical form, or 32 hexadecimal digits without hyphens; braces or `urn:uuid:` around;
    /// all letters of one case (else two texts would be one UUID).
    fn of(value: &[u8]) -> Option<Self> {
        let inner = value
            .strip_prefix(b"{")
            .and_then(|rest| rest.strip_suffix(b"}"))
            .or_else(|| value.strip_prefix(b"urn:uuid:"))
            .unwrap_or(value);
        let hyphens: &[usize] = match inner.len() {
            32 => &[],
            36 => &[8, 13, 18, 23],
            _ => return None,
        };
        let (mut number, mut upper, mut lower) = (0u128, false, false);
        for (at, byte) in inner.iter().enumerate() {
            if hyphens.contains(&at) {
                if *byte != b'-' {
                    return None;
                }
                continue;
            }
            let digit = char::from(*byte).to_digit(16)?;
            upper |= byte.is_ascii_uppercase();
            lower |= byte.is_ascii_lowercase();
            number = (number << 4) | u128::from(digit);
        }
        (!(upper && lower)).then_some(Self { number, upper })
    }

    /// Writes `number` into the places of `value`'s hexadecimal digits.
    fn write(&self, value: &[u8], number: u128, out: &mut Vec<u8>) {
        let digits: &[u8; 16] = if self.upper {
            b"0123456789ABCDEF"
        } else {
            b"0123456789abcdef"
        };
        // `urn:uuid:` has a hexadecimal digit of its own.
        let prefix = if value.starts_with(b"urn:uuid:") {
            9
        } else {
            0
        };
        out.extend_from_slice(&value[..prefix]);
        let mut shift = 128u32;
        for byte in &value[prefix..] {
            if byte.is_ascii_hexdigit() {
                shift = shift.saturating_sub(4);
                out.push(digits[((number >> shift) & 0xf) as usize]);
            } else {
                out.push(*byte);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::transform::pseudonym::fixture::{Fixture, map};

    const ID: &str = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";

    #[test]
    fn version_variant_and_spelling_stay() {
        let fixture = Fixture::new();
        let rule = fixture.rule("id.uuid", map(&[])).unique();
        let uuid = fixture.bind(&rule, PgType::Uuid);
        let text = fixture.bind(&rule, PgType::Text);
        let image = fixture.value(&uuid, ID);
        assert_ne!(image, ID);
        assert_eq!(image.len(), 36);
        assert_eq!(&image[14..15], "4");
        assert!("89ab".contains(&image[19..20]));
        assert_eq!(fixture.value(&text, ID), image);
        assert_eq!(
            fixture.value(&text, &ID.replace('-', "")),
            image.replace('-', "")
        );
        assert_eq!(
            fixture.value(&text, &ID.to_uppercase()),
            image.to_uppercase()
        );
        assert_eq!(
            fixture.value(&text, &format!("{{{ID}}}")),
            format!("{{{image}}}")
        );
        assert_eq!(
            fixture.value(&text, &format!("urn:uuid:{ID}")),
            format!("urn:uuid:{image}")
        );
        assert_eq!(fixture.value(&fixture.bind_json(&rule), ID), image);
        let nil = fixture.value(&uuid, "00000000-0000-0000-0000-000000000000");
        assert_eq!(&nil[14..15], "0");
    }

    #[test]
    fn split_and_join_are_inverse() {
        for number in [0, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
            let (free, fixed) = split(number);
            assert!(free < 1 << FREE_BITS);
            assert_eq!(join(free, fixed), number);
        }
    }

    #[test]
    fn images_are_unique_on_a_sample() {
        let fixture = Fixture::new();
        let rule = fixture.rule("id.uuid", map(&[])).unique();
        let bound = fixture.bind(&rule, PgType::Uuid);
        let images: HashSet<_> = (0..5_000)
            .map(|n| {
                let id = format!("{n:08x}-0000-4000-8000-000000000000");
                fixture.apply(&bound, &id).expect("a UUID").1
            })
            .collect();
        assert_eq!(images.len(), 5_000);
    }

    #[test]
    fn other_text_fails_without_showing_it() {
        let fixture = Fixture::new();
        let bound = fixture.bind(&fixture.rule("id.uuid", map(&[])), PgType::Text);
        let mixed = ID.replacen('a', "A", 1);
        let odd = format!("{}g", &ID[..35]);
        let moved = "a0eebc9-99c0b-4ef8-bb6d-6bb9bd380a11";
        for bad in [
            "",
            "Jane",
            &mixed,
            &odd,
            moved,
            "ééééééééééééééééé",
            &ID[..35],
        ] {
            let failure = fixture.apply(&bound, bad).expect_err(bad);
            assert!(!failure.0.contains("Jane") && failure.0.contains("bytes"));
        }
        assert!(
            fixture
                .try_bind(&fixture.rule("id.uuid", map(&[])), PgType::Int4)
                .is_err()
        );
    }
}
