//! Locales: the word lists of the `fake` crate, and beside them what it lacks or has wrong (British
//! formats, towns with their postcodes, reserved phone numbers, bank account formats).
//!
//! `en_GB` takes the English lists with British titles, company forms, streets, counties, postcodes
//! and phones. Where a locale of the `fake` crate lacks a list, the English one stands in.

use std::sync::OnceLock;

use fake::locales::{
    AR_SA, CY_GB, DE_DE, Data, EN, FA_IR, FR_FR, IT_IT, JA_JP, NL_NL, PT_BR, PT_PT, TR_TR, ZH_CN,
    ZH_TW,
};

use super::person::Names;
use super::phones::{self, Phones};
use super::places::{self, Place};
use crate::rules::nearest::nearest;
use crate::transform::Misfit;
use crate::transform::bind::Binder;

/// Everything that depends on the locale.
#[derive(Debug)]
pub(in crate::transform) struct Locale {
    /// As rules write it.
    pub(in crate::transform) name: &'static str,
    /// ISO 3166-1 alpha-2 code of the country, for BICs.
    pub(in crate::transform) country: &'static str,
    /// Word lists and their templates.
    pub(in crate::transform) lists: Lists,
    /// How full names are written.
    pub(in crate::transform) name_order: NameOrder,
    /// The lists of names, made ready for drawing when they are first drawn from.
    pub(in crate::transform) names: OnceLock<Names>,
    /// Towns.
    pub(in crate::transform) places: &'static [Place],
    /// An address in one line: `{building}`, `{street}`, `{city}`, `{county}`, `{postcode}`.
    pub(in crate::transform) address_template: &'static str,
    /// Reserved phone numbers.
    pub(in crate::transform) phones: &'static Phones,
    /// Bank account format.
    pub(in crate::transform) iban: &'static Iban,
}

/// Word lists.
#[derive(Debug)]
pub(in crate::transform) struct Lists {
    pub(in crate::transform) first: &'static [&'static str],
    pub(in crate::transform) last: &'static [&'static str],
    pub(in crate::transform) titles: &'static [&'static str],
    pub(in crate::transform) job_seniority: &'static [&'static str],
    pub(in crate::transform) job_field: &'static [&'static str],
    pub(in crate::transform) job_position: &'static [&'static str],
    /// `{Seniority}`, `{Field}`, `{Position}`.
    pub(in crate::transform) job_template: &'static str,
    pub(in crate::transform) company_suffixes: &'static [&'static str],
    /// `{Name_1}`, `{Name_2}`, `{Suffix}`.
    pub(in crate::transform) company_templates: &'static [&'static str],
    pub(in crate::transform) phrase_heads: &'static [&'static str],
    pub(in crate::transform) phrase_middles: &'static [&'static str],
    pub(in crate::transform) phrase_tails: &'static [&'static str],
    /// `{Head}`, `{Middle}`, `{Tail}`.
    pub(in crate::transform) phrase_template: &'static str,
    pub(in crate::transform) industries: &'static [&'static str],
    pub(in crate::transform) countries: &'static [&'static str],
    pub(in crate::transform) street_suffixes: &'static [&'static str],
    /// `{StreetName}`, `{StreetSuffix}`.
    pub(in crate::transform) street_template: &'static str,
    pub(in crate::transform) secondary_types: &'static [&'static str],
    /// `{SecondaryAddrType}`, `{Number}`.
    pub(in crate::transform) secondary_template: &'static str,
}

/// How first and last name are put together.
#[derive(Clone, Copy, Debug)]
pub(in crate::transform) enum NameOrder {
    /// Jane Smith
    FirstLast,
    /// 佐藤 一郎
    LastFirst,
    /// 王小明
    LastFirstJoined,
}

/// A country's IBAN.
#[derive(Debug)]
pub(in crate::transform) struct Iban {
    /// Country code.
    pub(in crate::transform) country: &'static str,
    /// The account part, `#` for a digit: begins with a bank code that is assigned to nobody.
    pub(in crate::transform) account: &'static str,
    /// National check digits within the account part.
    pub(in crate::transform) check: IbanCheck,
}

/// National check digits.
#[derive(Clone, Copy, Debug)]
pub(in crate::transform) enum IbanCheck {
    /// None, or none that validators look at.
    None,
    /// Two digits at the end: 97 less the remainder (clé RIB).
    Rib,
    /// Two digits at the end: 98 less the remainder (ISO 7064 MOD 97-10: NIB).
    Nib,
    /// A letter at the start (CIN).
    Cin,
}

impl Locale {
    /// Fewest characters of a postcode worth having: the British outward code, else all of it.
    pub(in crate::transform) fn least_postcode(&self) -> usize {
        match self.country {
            "GB" => 4,
            _ => self
                .places
                .iter()
                .map(|place| place.postcode.bytes().filter(u8::is_ascii).count())
                .max()
                .unwrap_or(1),
        }
    }
}

/// The locale of the binder's rule.
pub(in crate::transform) fn of(binder: &Binder<'_>) -> Result<&'static Locale, Misfit> {
    find(binder.locale)
}

/// The locale of this name.
pub(in crate::transform) fn find(name: &str) -> Result<&'static Locale, Misfit> {
    // `en` is what the `fake` crate calls its American lists.
    let wanted = if name == "en" { "en_US" } else { name };
    if let Some(locale) = all().find(|locale| locale.name == wanted) {
        return Ok(locale);
    }
    let names: Vec<&str> = all().map(|locale| locale.name).collect();
    let misfit = Misfit::new(format!("there is no locale `{name}`"));
    Err(match nearest(name, names.iter().copied()) {
        Some(near) => misfit.hint(format!("did you mean `{near}`?")),
        None => misfit.hint(format!("locales are: {}", names.join(", "))),
    })
}

/// All locales.
pub(in crate::transform) fn all() -> impl Iterator<Item = &'static Locale> {
    LOCALES.iter()
}

/// The words of all lists of all locales.
pub(in crate::transform) fn words(take: &mut dyn FnMut(&str)) {
    for locale in all() {
        let lists = &locale.lists;
        for list in [
            lists.first,
            lists.last,
            lists.titles,
            lists.job_seniority,
            lists.job_field,
            lists.job_position,
            lists.company_suffixes,
            lists.phrase_heads,
            lists.phrase_middles,
            lists.phrase_tails,
            lists.industries,
            lists.countries,
            lists.street_suffixes,
            lists.secondary_types,
        ] {
            list.iter().for_each(|word| take(word));
        }
        for place in locale.places {
            take(place.city);
            take(place.county);
            take(place.postcode);
        }
    }
}

/// The lists of a locale of the `fake` crate, which falls back to English word by word.
const fn lists<L: Data>() -> Lists {
    Lists {
        first: L::NAME_FIRST_NAME,
        last: L::NAME_LAST_NAME,
        titles: L::NAME_TITLE,
        job_seniority: L::JOB_SENIORITY,
        job_field: L::JOB_FIELD,
        job_position: L::JOB_POSITION,
        job_template: L::JOB_TITLE_TPL,
        company_suffixes: L::COMPANY_SUFFIX,
        company_templates: L::COMPANY_NAME_TPLS,
        phrase_heads: L::COMPANY_BUZZWORD_HEAD,
        phrase_middles: L::COMPANY_BUZZWORD_MIDDLE,
        phrase_tails: L::COMPANY_BUZZWORD_TAIL,
        phrase_template: L::COMPANY_CATCH_PHASE_TPL,
        industries: L::COMPANY_INDUSTRY,
        countries: L::ADDRESS_COUNTRY,
        street_suffixes: L::ADDRESS_STREET_SUFFIX,
        street_template: L::ADDRESS_STREET_TPL,
        secondary_types: L::ADDRESS_SECONDARY_ADDR_TYPE,
        secondary_template: L::ADDRESS_SECONDARY_ADDR_TPL,
    }
}

const GB_COMPANIES: &[&str] = &["Ltd", "Limited", "LLP", "plc", "Group", "& Sons", "& Co."];
const GB_SECONDARY: &[&str] = &["Flat", "Unit", "Apartment", "Floor"];
const NUMBER_LAST: &str = "{street} {building}, {postcode} {city}";
const NUMBER_FIRST: &str = "{building} {street}, {postcode} {city}";

static LOCALES: [Locale; 15] = [
    Locale {
        name: "en_GB",
        country: "GB",
        lists: Lists {
            titles: &["Mr", "Mrs", "Miss", "Ms", "Mx", "Dr"],
            company_suffixes: GB_COMPANIES,
            street_suffixes: &[
                "Avenue", "Close", "Court", "Crescent", "Drive", "Gardens", "Green", "Grove",
                "Hill", "Lane", "Mews", "Park", "Place", "Rise", "Road", "Row", "Square", "Street",
                "Terrace", "View", "Walk", "Way",
            ],
            secondary_types: GB_SECONDARY,
            ..lists::<EN>()
        },
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::GB,
        address_template: "{building} {street}, {city}, {postcode}",
        phones: &phones::GB,
        iban: &GB_IBAN,
    },
    Locale {
        name: "en_US",
        country: "US",
        lists: Lists {
            secondary_types: &["Apt.", "Suite", "Unit"],
            ..lists::<EN>()
        },
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::US,
        address_template: "{building} {street}, {city}, {county} {postcode}",
        phones: &phones::US,
        iban: &GB_IBAN,
    },
    Locale {
        name: "fr_FR",
        country: "FR",
        lists: Lists {
            company_suffixes: &["SA", "SARL", "SAS", "EURL", "et Fils", "Groupe"],
            company_templates: &["{Name_1} {Suffix}", "{Name_1} et {Name_2}"],
            secondary_types: &["Appartement", "Bâtiment", "Étage"],
            ..lists::<FR_FR>()
        },
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::FR,
        address_template: NUMBER_FIRST,
        phones: &phones::FR,
        iban: &Iban {
            country: "FR",
            account: "00000################",
            check: IbanCheck::Rib,
        },
    },
    Locale {
        name: "de_DE",
        country: "DE",
        lists: Lists {
            company_templates: &["{Name_1} {Suffix}", "{Name_1} und {Name_2} {Suffix}"],
            street_template: "{StreetName}{StreetSuffix}",
            ..lists::<DE_DE>()
        },
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::DE,
        address_template: NUMBER_LAST,
        phones: &phones::DE,
        iban: &Iban {
            country: "DE",
            // Bankleitzahlen begin with 1 to 8.
            account: "0#################",
            check: IbanCheck::None,
        },
    },
    Locale {
        name: "it_IT",
        country: "IT",
        lists: lists::<IT_IT>(),
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::IT,
        address_template: NUMBER_LAST,
        phones: &phones::BORROWED,
        iban: &Iban {
            country: "IT",
            account: "00000#################",
            check: IbanCheck::Cin,
        },
    },
    Locale {
        name: "nl_NL",
        country: "NL",
        lists: Lists {
            company_templates: &["{Name_1} {Suffix}", "{Name_1} en {Name_2} {Suffix}"],
            street_template: "{StreetName}{StreetSuffix}",
            ..lists::<NL_NL>()
        },
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::NL,
        address_template: NUMBER_LAST,
        phones: &phones::BORROWED,
        iban: &Iban {
            country: "NL",
            account: "TEST##########",
            check: IbanCheck::None,
        },
    },
    Locale {
        name: "pt_BR",
        country: "BR",
        lists: Lists {
            company_templates: &["{Name_1} {Suffix}", "{Name_1} e {Name_2} {Suffix}"],
            secondary_types: &["Apto.", "Bloco", "Casa"],
            ..lists::<PT_BR>()
        },
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::BR,
        address_template: "{street}, {building}, {city} - {county}, {postcode}",
        phones: &phones::BORROWED,
        iban: &Iban {
            country: "BR",
            // 00000000 is a bank there.
            account: "99999999###############P1",
            check: IbanCheck::None,
        },
    },
    Locale {
        name: "pt_PT",
        country: "PT",
        lists: lists::<PT_PT>(),
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::PT,
        address_template: "{street}, {building}, {postcode} {city}",
        phones: &phones::BORROWED,
        iban: &Iban {
            country: "PT",
            account: "0000###############",
            check: IbanCheck::Nib,
        },
    },
    Locale {
        name: "ja_JP",
        country: "JP",
        lists: Lists {
            street_suffixes: &["町", "通り", "台", "丘", "本町"],
            street_template: "{StreetName}{StreetSuffix}",
            secondary_types: &["号室"],
            secondary_template: "{Number}{SecondaryAddrType}",
            ..lists::<JA_JP>()
        },
        name_order: NameOrder::LastFirst,
        names: OnceLock::new(),
        places: places::JP,
        address_template: "〒{postcode} {county}{city}{street}{building}番地",
        phones: &phones::BORROWED,
        iban: &GB_IBAN,
    },
    Locale {
        name: "zh_CN",
        country: "CN",
        lists: Lists {
            secondary_types: &["室", "单元", "号楼"],
            secondary_template: "{Number}{SecondaryAddrType}",
            ..lists::<ZH_CN>()
        },
        name_order: NameOrder::LastFirstJoined,
        names: OnceLock::new(),
        places: places::CN,
        address_template: "{county}{city}{street}{building}号 {postcode}",
        phones: &phones::BORROWED,
        iban: &GB_IBAN,
    },
    Locale {
        name: "zh_TW",
        country: "TW",
        lists: Lists {
            company_suffixes: &["有限公司", "股份有限公司", "企業社", "集團"],
            company_templates: &["{Name_1}{Suffix}", "{Name_1}{Name_2}{Suffix}"],
            street_suffixes: &["路", "街", "大道", "巷"],
            street_template: "{StreetName}{StreetSuffix}",
            secondary_types: &["室", "樓"],
            secondary_template: "{Number}{SecondaryAddrType}",
            ..lists::<ZH_TW>()
        },
        name_order: NameOrder::LastFirstJoined,
        names: OnceLock::new(),
        places: places::TW,
        address_template: "{postcode}{county}{city}{street}{building}號",
        phones: &phones::BORROWED,
        iban: &GB_IBAN,
    },
    Locale {
        name: "ar_SA",
        country: "SA",
        lists: Lists {
            titles: &["السيد", "السيدة", "الدكتور", "الدكتورة", "المهندس"],
            company_suffixes: &["المحدودة", "وأبناؤه", "للتجارة", "القابضة"],
            company_templates: &["{Name_1} {Suffix}", "شركة {Name_1} {Suffix}"],
            street_suffixes: &["شارع", "طريق", "حي"],
            street_template: "{StreetSuffix} {StreetName}",
            secondary_types: &["شقة", "مبنى", "طابق"],
            ..lists::<AR_SA>()
        },
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::SA,
        address_template: "{building} {street}، {city} {postcode}",
        phones: &phones::BORROWED,
        iban: &Iban {
            country: "SA",
            account: "00##################",
            check: IbanCheck::None,
        },
    },
    Locale {
        name: "cy_GB",
        country: "GB",
        lists: Lists {
            company_suffixes: &["Cyf", "Cyfyngedig", "CCC", "a'i Feibion", "Grŵp"],
            company_templates: &["{Name_1} {Suffix}", "{Name_1} a {Name_2} {Suffix}"],
            street_suffixes: &[
                "Heol", "Stryd", "Ffordd", "Lôn", "Rhodfa", "Cilgant", "Clôs", "Maes", "Teras",
            ],
            secondary_types: &["Fflat", "Uned"],
            ..lists::<CY_GB>()
        },
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::CYMRU,
        address_template: "{building} {street}, {city}, {postcode}",
        phones: &phones::GB,
        iban: &GB_IBAN,
    },
    Locale {
        name: "fa_IR",
        country: "IR",
        lists: Lists {
            company_templates: &["{Name_1} {Suffix}", "{Name_1} و {Name_2} {Suffix}"],
            ..lists::<FA_IR>()
        },
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::IR,
        address_template: "{city}، {street}، {building}، {postcode}",
        phones: &phones::BORROWED,
        iban: &GB_IBAN,
    },
    Locale {
        name: "tr_TR",
        country: "TR",
        lists: Lists {
            company_suffixes: &["A.Ş.", "Ltd. Şti.", "ve Oğulları", "Holding"],
            company_templates: &["{Name_1} {Suffix}", "{Name_1} ve {Name_2} {Suffix}"],
            secondary_types: &["Daire", "Kat", "Blok"],
            ..lists::<TR_TR>()
        },
        name_order: NameOrder::FirstLast,
        names: OnceLock::new(),
        places: places::TR,
        address_template: "{street} No: {building}, {postcode} {city}/{county}",
        phones: &phones::BORROWED,
        iban: &Iban {
            country: "TR",
            account: "000000################",
            check: IbanCheck::None,
        },
    },
];

/// Sort codes that begin with 00 are assigned to no bank.
static GB_IBAN: Iban = Iban {
    country: "GB",
    account: "TEST00############",
    check: IbanCheck::None,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::invent::ascii::push_folded;

    #[test]
    fn lists_are_full_and_clean() {
        for locale in all() {
            let lists = &locale.lists;
            for list in [
                lists.first,
                lists.last,
                lists.titles,
                lists.job_seniority,
                lists.job_field,
                lists.job_position,
                lists.company_suffixes,
                lists.company_templates,
                lists.phrase_heads,
                lists.phrase_middles,
                lists.phrase_tails,
                lists.industries,
                lists.countries,
                lists.street_suffixes,
                lists.secondary_types,
                locale.phones.national,
            ] {
                assert!(!list.is_empty(), "{}", locale.name);
                for word in list.iter().map(|word| word.trim()) {
                    assert!(!word.is_empty(), "{}", locale.name);
                    assert!(!word.chars().any(char::is_control), "{word:?}");
                }
            }
            assert!(locale.places.len() > 10);
        }
    }

    #[test]
    fn latin_names_fold_to_letters() {
        let other_scripts = ["ja_JP", "zh_CN", "zh_TW", "ar_SA", "fa_IR"];
        for locale in all().filter(|locale| !other_scripts.contains(&locale.name)) {
            for name in locale.lists.first.iter().chain(locale.lists.last) {
                assert!(push_folded(name, &mut Vec::new()), "{name}");
            }
        }
    }

    #[test]
    fn names_are_found_or_suggested() {
        assert_eq!(find("en_GB").map(|l| l.name).ok(), Some("en_GB"));
        assert_eq!(find("en").map(|l| l.name).ok(), Some("en_US"));
        let misfit = find("fr_FT").expect_err("unknown");
        assert_eq!(misfit.hint.as_deref(), Some("did you mean `fr_FR`?"));
        let misfit = find("klingon").expect_err("unknown");
        assert!(misfit.hint.expect("list").contains("en_GB"));
    }
}
