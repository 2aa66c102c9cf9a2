//! What values show: counted one by one, never kept.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use forms::{
    is_company, is_date, is_mac, is_password_hash, is_serialised, is_ssn, is_street, is_uuid,
};

use super::dictionary::{self, Name};
use super::{Confidence, Finding, Kind, Shape};
use crate::transform::text::find::{Finder, What};

mod forms;

/// How many different values are told apart.
const MAX_DISTINCT: usize = 256;
/// So much of a long text is looked at.
const MAX_TEXT: usize = 4096;

static FINDER: LazyLock<Finder> = LazyLock::new(|| {
    let kinds = What::ALL.into_iter().map(|(_, what)| what);
    Finder::new(kinds.filter(|what| *what != What::Dictionary), None)
});

/// What was seen of the values of one place: counts, and hashes of the first few hundred values.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Values that are not NULL and not empty.
    seen: u64,
    /// In JSON: numbers, and true and false.
    numbers: u64,
    flags: u64,
    /// Values that are wholly of a kind, and those in which one stands among other text.
    whole: [u64; KINDS],
    within: [u64; KINDS],
    /// Values of four words and more.
    prose: u64,
    /// Values that begin as serialised PHP or Ruby, or look like JSON.
    serialised: u64,
    objects: u64,
    /// Numbers as text, dates, UUIDs.
    digits: u64,
    dates: u64,
    uuids: u64,
    distinct: HashSet<u64>,
}

/// What is counted: the finders' kinds, then those that only whole values are.
const KINDS: usize = 18;
const MAC: usize = 10;
const FIRST_NAME: usize = 11;
const LAST_NAME: usize = 12;
const FULL_NAME: usize = 13;
const COMPANY: usize = 14;
const STREET: usize = 15;
const SSN: usize = 16;
const HASH: usize = 17;

impl Evidence {
    /// Takes note of a value: UTF-8, decoded. NULLs are not told.
    pub fn observe(&mut self, value: &[u8]) {
        let value = value.trim_ascii();
        if value.is_empty() {
            return;
        }
        self.seen += 1;
        if self.distinct.len() < MAX_DISTINCT {
            let mut hasher = DefaultHasher::new();
            value.hash(&mut hasher);
            self.distinct.insert(hasher.finish());
        }
        let head = value.get(..MAX_TEXT).unwrap_or(value);
        if is_serialised(head) {
            self.serialised += 1;
        }
        if matches!(head.first(), Some(b'{' | b'[')) && matches!(value.last(), Some(b'}' | b']')) {
            self.objects += 1;
        }
        let mut finds = Vec::new();
        FINDER.find(head, &mut finds);
        let text = String::from_utf8_lossy(head);
        let uuid = is_uuid(head);
        if uuid {
            self.uuids += 1;
        } else if let Some(kind) = whole(&text) {
            add(&mut self.whole, kind);
        } else {
            let mut noted = 0_u32;
            for find in &finds {
                let kind = find.what as usize;
                if noted & 1 << kind != 0 {
                    continue;
                }
                noted |= 1 << kind;
                let is_whole = find.start == 0 && find.end == head.len();
                add(
                    if is_whole {
                        &mut self.whole
                    } else {
                        &mut self.within
                    },
                    kind,
                );
            }
        }
        if head.iter().all(u8::is_ascii_digit) {
            self.digits += 1;
        } else if is_date(head) {
            self.dates += 1;
        }
        if text.split_whitespace().nth(3).is_some() {
            self.prose += 1;
        }
    }

    /// Takes note of a number inside JSON.
    pub fn observe_number(&mut self, number: &str) {
        self.numbers += 1;
        self.observe(number.as_bytes());
    }

    /// Takes note of a string inside JSON, which counts though it is empty.
    pub fn observe_string(&mut self, text: &str) {
        let before = self.seen;
        self.observe(text.as_bytes());
        if self.seen == before {
            self.seen += 1;
        }
    }

    /// Takes note of true or false inside JSON.
    pub fn observe_flag(&mut self) {
        self.flags += 1;
        self.seen += 1;
    }

    /// As if it had seen the other's values too.
    pub fn merge(&mut self, other: &Self) {
        self.seen += other.seen;
        self.numbers += other.numbers;
        self.flags += other.flags;
        for kind in 0..KINDS {
            if let (Some(sum), Some(more)) = (self.whole.get_mut(kind), other.whole.get(kind)) {
                *sum += more;
            }
            if let (Some(sum), Some(more)) = (self.within.get_mut(kind), other.within.get(kind)) {
                *sum += more;
            }
        }
        self.prose += other.prose;
        self.serialised += other.serialised;
        self.objects += other.objects;
        self.digits += other.digits;
        self.dates += other.dates;
        self.uuids += other.uuids;
        for hash in &other.distinct {
            if self.distinct.len() < MAX_DISTINCT {
                self.distinct.insert(*hash);
            }
        }
    }

    /// How many values were seen.
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// Inside JSON: what most values are.
    pub fn shape(&self) -> Shape {
        if self.flags * 2 > self.seen {
            Shape::Flag
        } else if self.numbers * 2 > self.seen {
            Shape::Number
        } else {
            Shape::Text
        }
    }

    /// Inside JSON: values are not all of one type.
    pub fn is_mixed(&self) -> bool {
        let strings = self.seen - self.numbers - self.flags;
        [strings, self.numbers, self.flags]
            .iter()
            .filter(|count| **count > 0)
            .count()
            > 1
    }

    /// Text that is JSON itself.
    pub fn is_json(&self) -> bool {
        self.seen > 0 && self.objects * 10 >= self.seen * 9
    }

    /// Some values are serialised in a way that must not be edited.
    pub fn is_serialised(&self) -> bool {
        self.serialised > 0
    }

    /// Few values that come again and again: a choice, a state.
    pub fn is_enumeration(&self) -> bool {
        let distinct = self.distinct.len() as u64;
        distinct <= 12 && self.seen >= 3 * distinct && self.prose * 4 < self.seen
    }

    /// Numbers written as text.
    pub fn is_digits(&self) -> bool {
        self.seen > 0 && self.digits == self.seen
    }

    /// UUIDs written as text.
    pub fn is_uuids(&self) -> bool {
        self.seen > 0 && self.uuids == self.seen
    }

    /// Texts of four words and more, for the most part.
    pub fn is_prose(&self) -> bool {
        self.prose * 2 >= self.seen
    }

    /// A value was something that identifies or reaches somebody.
    pub(super) fn shows_somebody(&self) -> bool {
        let kinds = (0..KINDS).filter(|kind| !matches!(*kind, FIRST_NAME | LAST_NAME | COMPANY));
        kinds
            .map(|kind| count(&self.whole, kind) + count(&self.within, kind))
            .any(|number| number > 0)
            || self.uuids > 0
    }

    /// What the values show by themselves.
    pub fn finding(&self, shape: Shape) -> Option<Finding> {
        if self.seen == 0 {
            return None;
        }
        match shape {
            Shape::Text => self.of_text(),
            Shape::Number => self.of_numbers(),
            _ => None,
        }
    }

    fn of_text(&self) -> Option<Finding> {
        use Confidence::{High, Medium};
        // Percent of the values that must be of the kind, and how many at least.
        let whole = [
            (
                What::Email as usize,
                30,
                1,
                Kind::Email,
                High,
                "e-mail addresses",
            ),
            (What::Iban as usize, 30, 1, Kind::Iban, High, "IBANs"),
            (
                What::Nino as usize,
                30,
                1,
                Kind::Nino,
                High,
                "National Insurance numbers",
            ),
            (What::Card as usize, 60, 1, Kind::Card, High, "card numbers"),
            (
                What::Ip as usize,
                50,
                1,
                Kind::Ip,
                High,
                "network addresses",
            ),
            (MAC, 50, 1, Kind::Mac, High, "hardware addresses"),
            (SSN, 60, 1, Kind::Ssn, High, "social security numbers"),
            (HASH, 50, 1, Kind::Password, High, "password hashes"),
            (
                What::Phone as usize,
                50,
                1,
                Kind::Phone,
                High,
                "phone numbers",
            ),
            (
                What::Postcode as usize,
                50,
                1,
                Kind::Postcode,
                High,
                "postcodes",
            ),
            (FULL_NAME, 25, 1, Kind::FullName, High, "names of people"),
            (FIRST_NAME, 40, 3, Kind::FirstName, Medium, "first names"),
            (LAST_NAME, 40, 3, Kind::LastName, Medium, "last names"),
            (STREET, 30, 1, Kind::Address, Medium, "addresses"),
            (COMPANY, 30, 1, Kind::Company, Medium, "companies' names"),
            (What::Url as usize, 50, 1, Kind::Url, Medium, "URLs"),
            (
                What::Token as usize,
                60,
                1,
                Kind::Secret,
                Medium,
                "random tokens",
            ),
        ];
        let names = count(&self.whole, FIRST_NAME) + count(&self.whole, LAST_NAME);
        for (at, percent, least, kind, confidence, what) in whole {
            let number = match at {
                FIRST_NAME | LAST_NAME if self.distinct.len() < 3 => 0,
                // Many names are in both lists.
                FIRST_NAME | LAST_NAME if count(&self.whole, at) * 2 >= names => names,
                _ => count(&self.whole, at),
            };
            if number >= least && number * 100 >= self.seen * percent {
                return Some(self.found(kind, confidence, number, what));
            }
        }
        self.among_other_text()
    }

    /// Ways to reach somebody, within texts or now and then.
    fn among_other_text(&self) -> Option<Finding> {
        use Confidence::{High, Medium};
        let sure = [What::Email, What::Iban, What::Nino, What::Card].map(|what| what as usize);
        let likely = [
            What::Phone,
            What::Ip,
            What::Postcode,
            What::Url,
            What::Token,
        ]
        .map(|what| what as usize);
        let all = |kinds: &[usize]| -> u64 {
            let counts = kinds
                .iter()
                .map(|kind| count(&self.whole, *kind) + count(&self.within, *kind));
            counts.sum()
        };
        let rare = [SSN, HASH, MAC, FULL_NAME, STREET];
        let sure = all(&sure);
        let likely = all(&likely)
            + rare
                .iter()
                .map(|kind| count(&self.whole, *kind))
                .sum::<u64>();
        // Long numbers pass for cards and phones by chance.
        let numbers = self.digits * 10 >= self.seen * 9;
        if numbers && count(&self.whole, What::Email as usize) == 0 {
            return None;
        }
        let kind = if self.is_prose() || self.is_serialised() {
            Kind::FreeText
        } else {
            Kind::Mixed
        };
        if sure > 0 {
            return Some(self.found(kind, High, sure, "texts with ways to reach somebody"));
        }
        if likely * 20 >= self.seen {
            return Some(self.found(
                kind,
                Medium,
                likely,
                "texts with what may identify somebody",
            ));
        }
        if self.is_prose() && !self.is_enumeration() {
            return Some(self.found(Kind::FreeText, Medium, self.prose, "texts of several words"));
        }
        None
    }

    fn of_numbers(&self) -> Option<Finding> {
        let many = |kind: What| {
            let number = count(&self.whole, kind as usize);
            (number >= 5 && number * 10 >= self.seen * 9).then_some(number)
        };
        if let Some(number) = many(What::Card) {
            return Some(self.found(Kind::Card, Confidence::High, number, "card numbers"));
        }
        None
    }

    fn found(&self, kind: Kind, confidence: Confidence, number: u64, what: &str) -> Finding {
        Finding {
            kind,
            confidence,
            reason: format!(
                "{} of the sampled values are {what}",
                share(number, self.seen)
            ),
            by_values: true,
        }
    }
}

/// A share in words: exact counts would say more about the data than they have to.
fn share(number: u64, of: u64) -> &'static str {
    match (number.min(of) * 100) / of.max(1) {
        100 => "all",
        90.. => "nearly all",
        50.. => "most",
        10.. => "many",
        _ => "some",
    }
}

fn add(counts: &mut [u64; KINDS], kind: usize) {
    if let Some(count) = counts.get_mut(kind) {
        *count += 1;
    }
}

fn count(counts: &[u64; KINDS], kind: usize) -> u64 {
    counts.get(kind).copied().unwrap_or_default()
}

/// What a whole value is, besides what the finders tell.
fn whole(text: &str) -> Option<usize> {
    if is_password_hash(text) {
        return Some(HASH);
    }
    if is_mac(text) {
        return Some(MAC);
    }
    if is_ssn(text.as_bytes()) {
        return Some(SSN);
    }
    if is_street(text) {
        return Some(STREET);
    }
    if is_company(text) {
        return Some(COMPANY);
    }
    Some(match dictionary::name(text)? {
        Name::First => FIRST_NAME,
        Name::Last => LAST_NAME,
        Name::Full => FULL_NAME,
    })
}
