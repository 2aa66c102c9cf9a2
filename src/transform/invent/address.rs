//! The record of an address.

use super::locale::Locale;
use super::places::Place;
use super::text::expand;
use super::{Draw, Stream, number};
use crate::transform::seed::Seed;

/// Longest postcode of any locale, in bytes.
const POSTCODE_BYTES: usize = 12;

/// A place with a postcode of its area, a street and a building; all draws of [`Stream::Address`] in
/// a fixed order.
#[derive(Clone, Copy, Debug)]
pub(in crate::transform) struct Address {
    /// City, county, area.
    pub(in crate::transform) place: &'static Place,
    postcode: [u8; POSTCODE_BYTES],
    postcode_bytes: usize,
    /// Building number.
    pub(in crate::transform) building: u64,
    /// The street's own name.
    pub(in crate::transform) street_name: &'static str,
    /// Road, Street, Lane …
    pub(in crate::transform) street_suffix: &'static str,
    /// Flat, Apt. …
    pub(in crate::transform) secondary_type: &'static str,
    /// The number after it.
    pub(in crate::transform) secondary: u64,
    /// Offset from the place's centre in units of 10^-5 degree.
    offset: (i64, i64),
}

impl Address {
    /// The address of a seed.
    pub(in crate::transform) fn draw(seed: &Seed, locale: &Locale) -> Self {
        let mut draw = Draw::new(seed, Stream::Address);
        let place = draw.below(locale.places.len() as u64) as usize;
        let place = locale.places.get(place).unwrap_or(&Place::NOWHERE);
        let mut postcode = Postcode::default();
        postcode.draw(&mut draw, place);
        Self {
            place,
            postcode: postcode.bytes,
            postcode_bytes: postcode.length,
            building: 1 + draw.below(199),
            street_name: draw.word(locale.lists.last),
            street_suffix: draw.word(locale.lists.street_suffixes),
            secondary_type: draw.word(locale.lists.secondary_types),
            secondary: 1 + draw.below(99),
            offset: (draw.between(-4000, 4000), draw.between(-4000, 4000)),
        }
    }

    /// The postcode; ASCII.
    pub(in crate::transform) fn postcode(&self) -> &str {
        let bytes = self.postcode.get(..self.postcode_bytes);
        std::str::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
    }

    /// Degrees north in units of 10^-5.
    pub(in crate::transform) fn latitude(&self) -> i64 {
        i64::from(self.place.latitude) * 1000 + self.offset.0
    }

    /// Degrees east in units of 10^-5.
    pub(in crate::transform) fn longitude(&self) -> i64 {
        i64::from(self.place.longitude) * 1000 + self.offset.1
    }

    /// Appends the street in the locale's order.
    pub(in crate::transform) fn push_street(&self, locale: &Locale, out: &mut Vec<u8>) {
        expand(locale.lists.street_template, out, |part, out| {
            out.extend_from_slice(
                match part {
                    "StreetName" => self.street_name,
                    _ => self.street_suffix,
                }
                .as_bytes(),
            );
        });
    }

    /// Appends the whole address in one line, as the locale writes it.
    pub(in crate::transform) fn push_full(&self, locale: &Locale, out: &mut Vec<u8>) {
        expand(locale.address_template, out, |part, out| match part {
            "building" => number::push_digits(self.building, 1, out),
            "street" => self.push_street(locale, out),
            "city" => out.extend_from_slice(self.place.city.as_bytes()),
            "county" => out.extend_from_slice(self.place.county.as_bytes()),
            _ => out.extend_from_slice(self.postcode().as_bytes()),
        });
    }
}

/// A postcode under construction; what would not fit is left out.
#[derive(Default)]
struct Postcode {
    bytes: [u8; POSTCODE_BYTES],
    length: usize,
}

impl Postcode {
    fn draw(&mut self, draw: &mut Draw, place: &Place) {
        for byte in place.postcode.bytes() {
            match byte {
                b'%' => {
                    let (low, high) = place.districts;
                    let district = draw.between(i64::from(low), i64::from(high));
                    if district >= 10 {
                        self.push(b'0' + (district / 10 % 10) as u8);
                    }
                    self.push(b'0' + (district % 10) as u8);
                }
                b'#' => self.push(draw.digit()),
                // British: no C, I, K, M, O, V in the last two letters.
                b'@' => self.push(draw.pick(b"ABDEFGHJLNPQRSTUWXYZ")),
                // Dutch: no F, I, O, Q, U, Y; S only at the end, so not at all here.
                b'$' => self.push(draw.pick(b"ABCDEGHJKLMNPRTVWXZ")),
                other => self.push(other),
            }
        }
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::locale;
    use super::*;

    #[test]
    fn postcodes_belong_to_their_places() {
        for locale in locale::all() {
            for n in 0..300u32 {
                let mut seed = Seed([3; 32]);
                seed.0[..4].copy_from_slice(&n.to_le_bytes());
                let address = Address::draw(&seed, locale);
                let postcode = address.postcode();
                let area = address.place.area();
                assert!(postcode.starts_with(area), "{postcode} in {area}");
                assert!(postcode.len() < POSTCODE_BYTES, "{postcode}");
                assert!(postcode.len() >= 3);
                assert!((-90_00000..=90_00000).contains(&address.latitude()));
                assert!((-180_00000..=180_00000).contains(&address.longitude()));
                let mut out = Vec::new();
                address.push_full(locale, &mut out);
                let text = String::from_utf8(out).expect("utf-8");
                assert!(text.contains(postcode) && text.contains(address.place.city));
                assert!(!text.contains('{'), "{text}");
            }
        }
    }
}
