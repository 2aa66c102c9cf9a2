//! Transformers: organisation and money.

mod company;
mod finance;
mod official;
mod register;

use super::Kind;

pub(super) const KINDS: &[Kind] = &[
    company::NAME,
    company::CATCH_PHRASE,
    company::INDUSTRY,
    finance::CARD,
    finance::IBAN,
    finance::BIC,
    finance::ACCOUNT,
    finance::SORT_CODE,
    finance::CURRENCY,
    finance::AMOUNT,
    register::DUNS,
    register::COMPANY_NUMBER,
    official::VAT,
    official::NINO,
    official::SSN,
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
                let text = rule(kind.name).locale(locale.name).text().run("x");
                assert!(!text.is_empty(), "{} {}", kind.name, locale.name);
                assert!(!text.contains(['#', '{']), "{text}");
            }
        }
    }
}
