//! Transformers: contact.

mod address;
mod email;
mod network;
mod phone;
mod web;

use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    email::EMAIL,
    email::USERNAME,
    web::DOMAIN,
    web::URL,
    network::IP,
    network::IPV4,
    network::IPV6,
    network::MAC,
    web::USER_AGENT,
    web::PASSWORD,
    phone::NUMBER,
    address::FULL,
    address::STREET,
    address::BUILDING,
    address::SECONDARY,
    address::CITY,
    address::COUNTY,
    address::POSTCODE,
    address::COUNTRY,
    address::LATITUDE,
    address::LONGITUDE,
];

#[cfg(test)]
mod tests {
    use super::super::invent::locale;
    use super::super::testing::{check_text_kind, rule};
    use super::*;

    #[test]
    fn texts_hold_what_all_texts_hold() {
        for kind in KINDS {
            check_text_kind(|| rule(kind.name));
        }
    }

    #[test]
    fn every_locale_works() {
        for locale in locale::all() {
            for kind in KINDS {
                let bound = rule(kind.name).locale(locale.name).text();
                for original in ["x", "+441632960001", "FR"] {
                    let text = bound.run(original);
                    assert!(!text.is_empty(), "{} {}", kind.name, locale.name);
                    assert!(!text.contains(['#', '{', '%']), "{text}");
                }
            }
        }
    }
}
