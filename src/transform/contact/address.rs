//! Postal addresses: all kinds draw the same record, so those with one seed describe one place.

use std::sync::Arc;

use fake::locales::{Data, EN};

use crate::error::Result;
use crate::transform::bind::Binder;
use crate::transform::invent::Stream;
use crate::transform::invent::address::Address;
use crate::transform::invent::locale::{self, Locale};
use crate::transform::invent::number::{self, Decimals};
use crate::transform::invent::text::{Inventor, TextKind, any, expand};
use crate::transform::{Cx, Failure, JsonKind, Kind, Misfit, Outcome, Role, Spec, Transform};

const TEXT: &str = "text, varchar, char, name, citext; JSON strings";
const NUMBERS: &str = "numeric, float4, float8; text types; JSON numbers";

/// A kind that makes text.
const fn text_kind(
    name: &'static str,
    about: &'static str,
    example: &'static str,
    unique: bool,
    load: crate::transform::Load,
) -> Kind {
    Kind {
        name,
        about,
        params: &[],
        types: TEXT,
        example,
        role: Role::Keyed,
        partial: false,
        unique,
        load,
    }
}

pub(super) const FULL: Kind = text_kind(
    "address.full",
    "a whole address in one line: 12 Abbott Road, Leeds, LS6 2AB",
    "address.full",
    true,
    |_, _| WHOLE.load(),
);

pub(super) const STREET: Kind = text_kind(
    "address.street",
    "a street",
    "{use: address.street, seed_from: id}",
    true,
    |_, _| STREET_TEXT.load(),
);

pub(super) const BUILDING: Kind = Kind {
    types: "text, varchar, char, name, citext; whole numbers; JSON strings and numbers",
    ..text_kind(
        "address.building",
        "a house number, 1 to 199",
        "address.building",
        false,
        |_, _| BUILDING_TEXT.load(),
    )
};

pub(super) const SECONDARY: Kind = text_kind(
    "address.secondary",
    "a flat or floor",
    "address.secondary",
    false,
    |_, _| SECONDARY_TEXT.load(),
);

pub(super) const CITY: Kind = text_kind(
    "address.city",
    "a town of the locale's country; with the same `seed_from`, the one of county and postcode",
    "{use: address.city, seed_from: id}",
    false,
    |_, _| CITY_TEXT.load(),
);

pub(super) const COUNTY: Kind = text_kind(
    "address.county",
    "a county, state, region or prefecture",
    "{use: address.county, seed_from: id}",
    false,
    |_, _| COUNTY_TEXT.load(),
);

pub(super) const POSTCODE: Kind = text_kind(
    "address.postcode",
    "a postcode of the town's area",
    "{use: address.postcode, seed_from: id}",
    false,
    |_, _| POSTCODE_TEXT.load(),
);

pub(super) const COUNTRY: Kind = text_kind(
    "address.country",
    "any country's name in the locale's language; its two-letter code where the original is two \
     letters long or the column takes no more",
    "address.country",
    false,
    |_, _| COUNTRY_TEXT.load(),
);

pub(super) const LATITUDE: Kind = Kind {
    name: "address.latitude",
    about: "degrees north, near the centre of the town",
    params: &[],
    types: NUMBERS,
    example: "{use: address.latitude, seed_from: id}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| load(Axis::Latitude),
};

pub(super) const LONGITUDE: Kind = Kind {
    name: "address.longitude",
    about: "degrees east, near the centre of the town",
    params: &[],
    types: NUMBERS,
    example: "{use: address.longitude, seed_from: id}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| load(Axis::Longitude),
};

static WHOLE: TextKind = TextKind {
    name: "address.full",
    wants: "an address",
    digits: None,
    least: any,
    write: |inventor, out| record(inventor).push_full(inventor.locale, out),
};

static STREET_TEXT: TextKind = TextKind {
    name: "address.street",
    wants: "a street",
    digits: None,
    least: any,
    write: |inventor, out| record(inventor).push_street(inventor.locale, out),
};

static BUILDING_TEXT: TextKind = TextKind {
    name: "address.building",
    wants: "a house number",
    digits: Some(3),
    least: |_| 3,
    write: |inventor, out| number::push_digits(record(inventor).building, 1, out),
};

static SECONDARY_TEXT: TextKind = TextKind {
    name: "address.secondary",
    wants: "a flat or floor",
    digits: None,
    least: |_| 2,
    write: |inventor, out| {
        let address = record(inventor);
        let start = out.len();
        expand(
            inventor.locale.lists.secondary_template,
            out,
            |part, out| match part {
                "Number" => number::push_digits(address.secondary, 1, out),
                _ => out.extend_from_slice(address.secondary_type.as_bytes()),
            },
        );
        if !inventor.fit.holds(out, start) {
            out.truncate(start);
            number::push_digits(address.secondary, 1, out);
        }
    },
};

static CITY_TEXT: TextKind = TextKind {
    name: "address.city",
    wants: "a town",
    digits: None,
    least: any,
    write: |inventor, out| out.extend_from_slice(record(inventor).place.city.as_bytes()),
};

static COUNTY_TEXT: TextKind = TextKind {
    name: "address.county",
    wants: "a county",
    digits: None,
    least: any,
    write: |inventor, out| out.extend_from_slice(record(inventor).place.county.as_bytes()),
};

static POSTCODE_TEXT: TextKind = TextKind {
    name: "address.postcode",
    wants: "a postcode",
    digits: None,
    least: Locale::least_postcode,
    write: |inventor, out| {
        let address = record(inventor);
        let postcode = address.postcode();
        match postcode.split_once(' ') {
            // Whole, without the blank, or the outward code.
            Some((outward, inward)) => {
                inventor.first_form(&[&[postcode], &[outward, inward], &[outward]], out);
            }
            None => out.extend_from_slice(postcode.as_bytes()),
        }
    },
};

static COUNTRY_TEXT: TextKind = TextKind {
    name: "address.country",
    wants: "a country",
    digits: None,
    least: |_| 2,
    write: write_country,
};

/// No country's name is shorter than this in any of the lists.
const SHORTEST_NAME: usize = 4;

fn write_country(inventor: &Inventor<'_>, out: &mut Vec<u8>) {
    let mut draw = inventor.draw(Stream::Country);
    let value = inventor.value;
    let is_code = value.len() == 2 && value.iter().all(u8::is_ascii_alphabetic);
    if !is_code && inventor.fit.room() >= SHORTEST_NAME {
        return inventor.word(&mut draw, inventor.locale.lists.countries, out);
    }
    let code = draw.word(EN::ADDRESS_COUNTRY_CODE);
    if is_code && value.iter().all(u8::is_ascii_lowercase) {
        out.extend(code.bytes().map(|byte| byte.to_ascii_lowercase()));
    } else {
        out.extend_from_slice(code.as_bytes());
    }
}

fn record(inventor: &Inventor<'_>) -> Address {
    Address::draw(inventor.seed, inventor.locale)
}

fn load(axis: Axis) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(axis))
}

#[derive(Clone, Copy, Debug)]
enum Axis {
    Latitude,
    Longitude,
}

/// Digits after the point: a metre.
const SCALE: u32 = 5;

struct Coordinate {
    axis: Axis,
    locale: &'static Locale,
    scale: u32,
}

impl Spec for Axis {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let (kind, degrees) = match self {
            Self::Latitude => (LATITUDE.name, 90),
            Self::Longitude => (LONGITUDE.name, 180),
        };
        if binder.target.ty.is_integer() {
            return Err(binder.wrong_type(kind, "degrees with a fraction"));
        }
        let fit = Decimals::new(binder, kind, "degrees", SCALE)?;
        if fit.largest / fit.unit() < degrees {
            return Err(Misfit::new(format!(
                "`{kind}` needs a column that takes ±{degrees}"
            )));
        }
        Ok(Box::new(Coordinate {
            axis: *self,
            locale: locale::of(binder)?,
            scale: fit.scale,
        }))
    }
}

impl Transform for Coordinate {
    fn apply(&self, cx: &Cx<'_>, _: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let address = Address::draw(&cx.seed, self.locale);
        let units = match self.axis {
            Axis::Latitude => address.latitude(),
            Axis::Longitude => address.longitude(),
        };
        let units = units / 10i64.pow(SCALE.saturating_sub(self.scale));
        number::push_decimal(units, self.scale, out);
        Ok(Outcome::Value)
    }

    fn json_kind(&self) -> JsonKind {
        JsonKind::Number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::testing::{check_unique, rule};

    #[test]
    fn kinds_of_one_seed_describe_one_place() {
        for locale in locale::all() {
            let bound = |kind| rule(kind).locale(locale.name).seed_from().text();
            let full = bound("address.full");
            let parts = ["address.city", "address.postcode", "address.street"].map(bound);
            let county = bound("address.county");
            for id in 0..100 {
                let id = id.to_string();
                let full = full.seeded(&id, "x");
                for part in &parts {
                    let part = part.seeded(&id, "y");
                    assert!(full.contains(&part), "{part} in {full}");
                }
                let (city, postcode) = (parts[0].seeded(&id, "a"), parts[1].seeded(&id, "b"));
                let county = county.seeded(&id, "c");
                assert!(
                    locale.places.iter().any(|place| place.city == city
                        && place.county == county
                        && postcode.starts_with(place.area())),
                    "{city}, {county}, {postcode}"
                );
            }
        }
    }

    #[test]
    fn postcodes_are_british_and_shorten() {
        let whole = rule("address.postcode").text();
        let compact = rule("address.postcode").varchar(7).expect("fits");
        let outward = rule("address.postcode").varchar(4).expect("fits");
        for n in 0..500 {
            let n = n.to_string();
            let text = whole.run(&n);
            let (out, inward) = text.split_once(' ').expect("a blank");
            assert!((2..=4).contains(&out.len()) && inward.len() == 3, "{text}");
            assert!(inward.as_bytes()[0].is_ascii_digit());
            assert!(!inward.contains(['C', 'I', 'K', 'M', 'O', 'V']), "{text}");
            let short = compact.run(&n);
            assert_eq!(short.replace(' ', ""), text.replace(' ', ""));
            assert_eq!(outward.run(&n), out);
        }
        assert!(rule("address.postcode").varchar(3).is_err());
        assert!(
            rule("address.postcode")
                .unique()
                .bind(PgType::Text)
                .is_err()
        );
    }

    #[test]
    fn countries_are_names_or_codes() {
        let bound = rule("address.country").text();
        assert!(bound.run("France").len() > 2);
        let code = bound.run("FR");
        assert!(code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
        assert!(
            bound
                .run("fr")
                .bytes()
                .all(|byte| byte.is_ascii_lowercase())
        );
        let short = rule("address.country").bind(PgType::Char(2)).expect("fits");
        assert_eq!(short.run("France").len(), 2);
        assert!(rule("address.country").varchar(1).is_err());
        for locale in locale::all() {
            let names = locale.lists.countries.iter();
            let shortest = names.map(|name| name.trim().chars().count()).min();
            assert!(shortest >= Some(2), "{}", locale.name);
        }
    }

    #[test]
    fn coordinates_fit_their_columns() {
        let types = [
            PgType::Float8,
            PgType::Float4,
            PgType::Numeric(None),
            PgType::Numeric(Some((9, 6))),
            PgType::Numeric(Some((5, 2))),
            PgType::Numeric(Some((3, 0))),
            PgType::Text,
            PgType::Varchar(Some(12)),
        ];
        for ty in types {
            for (kind, degrees) in [("address.latitude", 90.0), ("address.longitude", 180.0)] {
                let bound = rule(kind).locale("en_US").bind(ty.clone()).expect("fits");
                for n in 0..100 {
                    let text = bound.run(n.to_string());
                    let number: f64 = text.parse().expect("a number");
                    assert!(number.abs() <= degrees, "{text}");
                    if let PgType::Numeric(Some((_, scale))) = ty {
                        let fraction = text.split_once('.').map_or("", |(_, f)| f);
                        assert!(fraction.len() <= scale as usize);
                    }
                }
                assert_eq!(bound.rule.json_kind(), JsonKind::Number);
            }
        }
        let narrow = PgType::Numeric(Some((4, 2)));
        assert!(rule("address.latitude").bind(narrow.clone()).is_ok());
        assert!(rule("address.longitude").bind(narrow).is_err());
        assert!(rule("address.latitude").bind(PgType::Int4).is_err());
        assert!(rule("address.latitude").bind(PgType::Bool).is_err());
    }

    #[test]
    fn unique_over_many() {
        let values = || (0..20_000).map(|n| n.to_string());
        check_unique(rule("address.full"), PgType::Varchar(Some(30)), values());
        check_unique(rule("address.street"), PgType::Text, values());
    }
}
