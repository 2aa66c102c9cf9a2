//! Forms that whole values have.

/// Serialised PHP, or a YAML document of Ruby.
pub(super) fn is_serialised(text: &[u8]) -> bool {
    match text {
        [b'-', b'-', b'-', b'\n' | b' ', ..] => true,
        [b'a' | b'O' | b's', b':', digit, ..] => digit.is_ascii_digit(),
        _ => false,
    }
}

/// As password databases write it.
pub(super) fn is_password_hash(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "$2a$",
        "$2b$",
        "$2y$",
        "$1$",
        "$5$",
        "$6$",
        "$argon2",
        "$scrypt$",
        "$pbkdf2",
        "pbkdf2_",
        "pbkdf2:",
        "scrypt:",
        "bcrypt$",
        "argon2$",
        "{SSHA",
        "{SHA",
        "{bcrypt}",
        "SCRAM-SHA-",
        "sha1$",
        "md5$",
    ];
    text.len() >= 20 && STARTS.iter().any(|start| text.starts_with(start))
}

/// `00:1b:44:11:3a:b7`
pub(super) fn is_mac(text: &str) -> bool {
    let pairs: Vec<&str> = text.split([':', '-']).collect();
    pairs.len() == 6
        && pairs
            .iter()
            .all(|pair| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// `123-45-6789`
pub(super) fn is_ssn(text: &[u8]) -> bool {
    text.len() == 11
        && text.iter().enumerate().all(|(at, byte)| match at {
            3 | 6 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// In the usual form.
pub(super) fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `2024-03-12`, with or without a time; `12/03/2024`.
pub(super) fn is_date(text: &[u8]) -> bool {
    let digits = |from: usize, to: usize| {
        text.get(from..to)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let iso =
        digits(0, 4) && text.get(4) == Some(&b'-') && digits(5, 7) && text.get(7) == Some(&b'-');
    let numbers = text.len() == 10 && digits(0, 2) && digits(3, 5) && digits(6, 10);
    (iso && text.len() <= 35) || numbers
}

pub(super) fn is_company(text: &str) -> bool {
    const ENDS: &[&str] = &[
        "ltd",
        "ltd.",
        "limited",
        "llp",
        "plc",
        "inc",
        "inc.",
        "llc",
        "gmbh",
        "ag",
        "kg",
        "sarl",
        "sas",
        "s.a.",
        "corp",
        "corp.",
        "corporation",
        "b.v.",
        "bv",
        "s.l.",
        "oy",
        "pty",
    ];
    let mut words = text.split_whitespace();
    let last = words.next_back().map(str::to_lowercase);
    text.len() <= 120
        && words.next().is_some()
        && last.is_some_and(|last| ENDS.contains(&last.as_str()))
}

/// `12 Abbott Road`, `Hauptstraße 5`.
pub(super) fn is_street(text: &str) -> bool {
    const WAYS: &[&str] = &[
        "street",
        "road",
        "avenue",
        "lane",
        "drive",
        "close",
        "court",
        "crescent",
        "gardens",
        "grove",
        "terrace",
        "way",
        "place",
        "square",
        "st",
        "rd",
        "ave",
        "boulevard",
        "rue",
        "via",
        "calle",
        "platz",
        "weg",
    ];
    if text.len() > 120 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let mut number = false;
    let mut way = false;
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        let lower = word.trim_end_matches('.').to_lowercase();
        number |= word.bytes().any(|byte| byte.is_ascii_digit()) && word.len() <= 5;
        way |= WAYS.contains(&lower.as_str())
            || lower.ends_with("straße")
            || lower.ends_with("strasse");
    }
    number && way
}
