//! Phone numbers that the regulator keeps out of service for films and examples. Where a country has
//! none, the British ones are used, always with `+44`.
//!
//! - United Kingdom: Ofcom, "Telephone numbers for use in TV and radio drama programmes";
//! - United States: 555-0100 to 555-0199 in any area code (NANPA, numbers for fictional use);
//! - France: Arcep, décision 2018-0881, numbers for audiovisual works;
//! - Germany: Bundesnetzagentur, Mitteilung 148/2021, "Rufnummern für Medienproduktionen".

/// Reserved phone numbers of a country.
#[derive(Debug)]
pub(in crate::transform) struct Phones {
    /// Country calling code.
    pub(in crate::transform) calling_code: &'static str,
    /// Dialled before the area code inside the country only.
    pub(in crate::transform) trunk: &'static str,
    /// National numbers, `#` for a digit.
    pub(in crate::transform) national: &'static [&'static str],
    /// The numbers belong to another country: only the form with `+` makes sense.
    pub(in crate::transform) foreign: bool,
}

/// United Kingdom.
pub(super) static GB: Phones = Phones {
    calling_code: "44",
    trunk: "0",
    national: GB_NATIONAL,
    foreign: false,
};

/// The British ones, for countries that keep none free.
pub(super) static BORROWED: Phones = Phones {
    calling_code: "44",
    trunk: "0",
    national: GB_NATIONAL,
    foreign: true,
};

/// Ofcom's list without the premium-rate range. Mobile numbers stand several times: they are the
/// most common.
const GB_NATIONAL: &[&str] = &[
    "07700 900###",
    "07700 900###",
    "07700 900###",
    "07700 900###",
    "07700 900###",
    "07700 900###",
    "020 7946 0###",
    "0113 496 0###",
    "0114 496 0###",
    "0115 496 0###",
    "0116 496 0###",
    "0117 496 0###",
    "0118 496 0###",
    "0121 496 0###",
    "0131 496 0###",
    "0141 496 0###",
    "0151 496 0###",
    "0161 496 0###",
    "0191 498 0###",
    "028 9649 6###",
    "029 2018 0###",
    "01632 960###",
    "0808 157 0###",
    "03069 990###",
];

/// United States.
pub(super) static US: Phones = Phones {
    calling_code: "1",
    trunk: "",
    national: &[
        "202-555-01##",
        "205-555-01##",
        "206-555-01##",
        "208-555-01##",
        "212-555-01##",
        "213-555-01##",
        "214-555-01##",
        "215-555-01##",
        "216-555-01##",
        "303-555-01##",
        "304-555-01##",
        "305-555-01##",
        "307-555-01##",
        "312-555-01##",
        "313-555-01##",
        "314-555-01##",
        "317-555-01##",
        "401-555-01##",
        "402-555-01##",
        "404-555-01##",
        "405-555-01##",
        "406-555-01##",
        "410-555-01##",
        "412-555-01##",
        "414-555-01##",
        "415-555-01##",
        "501-555-01##",
        "502-555-01##",
        "503-555-01##",
        "504-555-01##",
        "505-555-01##",
        "515-555-01##",
        "602-555-01##",
        "603-555-01##",
        "605-555-01##",
        "612-555-01##",
        "614-555-01##",
        "615-555-01##",
        "617-555-01##",
        "701-555-01##",
        "702-555-01##",
        "713-555-01##",
        "801-555-01##",
        "802-555-01##",
        "803-555-01##",
        "804-555-01##",
        "808-555-01##",
        "816-555-01##",
        "860-555-01##",
        "901-555-01##",
        "907-555-01##",
        "919-555-01##",
    ],
    foreign: false,
};

/// France.
pub(super) static FR: Phones = Phones {
    calling_code: "33",
    trunk: "0",
    national: &[
        "01 99 00 ## ##",
        "02 61 91 ## ##",
        "03 53 01 ## ##",
        "04 65 71 ## ##",
        "05 36 49 ## ##",
        "06 39 98 ## ##",
    ],
    foreign: false,
};

/// Germany.
pub(super) static DE: Phones = Phones {
    calling_code: "49",
    trunk: "0",
    national: &[
        "030 23125###",
        "040 66969###",
        "069 90009###",
        "089 99998###",
        "0221 4710###",
    ],
    foreign: false,
};
