//! What names say.

use super::words::words;
use super::{Confidence, Kind, Place, Shape};
use Confidence::{High, Low, Medium};
use phrases::PHRASES;

mod phrases;

/// What a place's name says it holds, how surely, and why.
pub(super) fn of(place: Place<'_>, shape: Shape) -> Option<(Kind, Confidence, String)> {
    let own = words(place.keys.last().map_or(place.column, String::as_str));
    if own.is_empty() {
        return None;
    }
    let context = Context::of(place);
    let (kind, confidence) = by_words(&own, &context, shape)?;
    fits(kind, shape).then(|| {
        let what = if place.keys.is_empty() { "name" } else { "key" };
        (kind, confidence, format!("the {what} says {}", said(kind)))
    })
}

/// What stands around a name: whose it is.
struct Context {
    /// The table and the keys above are about people.
    people: bool,
    /// They are about companies.
    companies: bool,
    /// They are about what people write.
    writing: bool,
    /// They are about an address.
    address: bool,
    /// A table of countries, cities, currencies and the like.
    reference: bool,
    in_json: bool,
}

impl Context {
    fn of(place: Place<'_>) -> Self {
        let mut around: Vec<String> = Vec::new();
        // The nearest first: of `customer.company.name` the company counts.
        for key in place.keys.iter().rev().skip(1) {
            around.extend(words(key));
        }
        let table = words(place.table);
        let nearest: Vec<String> = if around.is_empty() {
            table.clone()
        } else {
            around
        };
        // `users`, `user_profiles`: what the table is of comes last, or first where the last is
        // only a kind of record.
        let any = |list: &str| nearest.iter().any(|word| is_one(word, list));
        let last = |list: &str| {
            let word = nearest
                .iter()
                .rev()
                .find(|word| !is_one(word, RECORDS))
                .or(nearest.last());
            word.is_some_and(|word| is_one(word, list))
        };
        Self {
            people: last(PEOPLE),
            companies: last(COMPANIES),
            writing: last(WRITING),
            address: any("address location contact building branch site"),
            reference: place.keys.is_empty()
                && table.last().is_some_and(|word| {
                    is_one(word, "country city county state currency region language")
                }),
            in_json: !place.keys.is_empty(),
        }
    }
}

/// The word, or its singular, is in the list.
fn is_one(word: &str, list: &str) -> bool {
    let lists = |stem: &str, end: &str| {
        list.split_whitespace()
            .any(|known| known.strip_suffix(end) == Some(stem))
    };
    lists(word, "")
        || word
            .strip_suffix("ies")
            .is_some_and(|stem| lists(stem, "y"))
        || word.strip_suffix("es").is_some_and(|stem| lists(stem, ""))
        || word.strip_suffix('s').is_some_and(|stem| lists(stem, ""))
}

const PEOPLE: &str = "\
    user person people customer client contact employee staff member patient student teacher \
    author actor owner guest driver candidate applicant guardian parent child children spouse \
    subscriber visitor buyer seller tenant lead manager agent participant attendee recipient \
    sender beneficiary signer countersigner signatory witness director trustee officer admin \
    administrator doctor nurse volunteer donor player artist passenger resident citizen voter \
    borrower holder referee individual profile party approver reviewer creator respondent \
    invitee uploader editor nok kin maker customeraccount";
const COMPANIES: &str = "\
    company organisation supplier vendor merchant employer business partner reseller \
    manufacturer publisher agency provider shipper store branch school charity landlord";
const WRITING: &str = "\
    project ticket task issue case post message comment note meeting event brief review \
    report complaint enquiry inquiry request document thread topic conversation email letter \
    feedback survey search history log";
/// Words of table names that say only what kind of record it is.
const RECORDS: &str = "\
    detail information info data record table tbl list main master account archive old new \
    tmp";
/// Names of these are nobody's.
const THINGS: &str = "\
    file table host service product lot framework class event field column template app \
    application role group permission tag category type index schema database queue job task \
    feature model domain server device item option menu theme plan package course country \
    language currency step status code key method action module view section page document \
    image brand zone region unit department attribute property setting game movie film song \
    album room common short slug branch node channel variable function process bucket report \
    bean day month cache locale";

/// The words stand beside each other, in this order. Ends in `$`: at the end. Begins with `^`: at the
/// start.
fn says(own: &[String], phrase: &str) -> bool {
    let at_end = phrase.ends_with('$');
    let at_start = phrase.starts_with('^');
    let phrase = phrase.trim_matches(['$', '^']);
    let wanted: Vec<&str> = phrase.split(' ').collect();
    own.windows(wanted.len()).enumerate().any(|(at, window)| {
        (!at_end || at + wanted.len() == own.len())
            && (!at_start || at == 0)
            && window
                .iter()
                .zip(&wanted)
                .all(|(word, wanted)| is_one(word, wanted))
    })
}

fn by_words(own: &[String], context: &Context, shape: Shape) -> Option<(Kind, Confidence)> {
    // What a word is about rather than holds: `email_template`, `phone_type`, `address_id`.
    let last = own.last().map(String::as_str).unwrap_or_default();
    let about = is_one(
        last,
        "type kind status format template count enabled verified version confirmed provider language locale order subject flag category mode weight score priority limit size attempt unit length percentage",
    );
    if about && own.len() > 1 {
        return (shape == Shape::Text && says(own, "email subject"))
            .then_some((Kind::FreeText, Medium));
    }
    if is_one(last, "id uuid guid pk fk") && own.len() > 1 {
        let of = |words: &str| own.iter().any(|word| is_one(word, words));
        // `email_id` is an address, `national_id` a number, `session_id` a secret.
        return match shape {
            _ if of("national government tax passport licence") => {
                Some((Kind::OfficialNumber, Medium))
            }
            Shape::Text if of("session cookie") => Some((Kind::Secret, Medium)),
            Shape::Text if of("email") => Some((Kind::Email, Medium)),
            Shape::Text if of("device push advertising") => Some((Kind::Secret, Low)),
            _ => None,
        };
    }
    for (kind, confidence, phrases) in PHRASES {
        if phrases.split(", ").any(|phrase| says(own, phrase)) && fits(*kind, shape) {
            let named = own.iter().any(|word| is_one(word, THINGS));
            // `service_email` is an address all the same, `service_description` only text.
            let confidence = match kind {
                Kind::Country if context.reference => return None,
                Kind::City | Kind::County if context.reference => Low,
                _ if named && *confidence == Medium => Low,
                _ => *confidence,
            };
            return Some((*kind, confidence));
        }
    }
    name(own, context).or_else(|| around(own, context, shape))
}

/// `name`, and `…_name`.
fn name(own: &[String], context: &Context) -> Option<(Kind, Confidence)> {
    let at = own.iter().rposition(|word| word == "name")?;
    let before = own.get(..at).unwrap_or_default();
    let whose = before
        .iter()
        .rev()
        .find(|word| !is_one(word, "full display legal registered trading given real"));
    match whose.map(String::as_str) {
        Some(word) if is_one(word, COMPANIES) => Some((Kind::Company, High)),
        Some(word) if is_one(word, PEOPLE) => Some((Kind::FullName, High)),
        Some(word) if is_one(word, THINGS) => None,
        Some(word) if is_one(word, WRITING) => Some((Kind::FreeText, Low)),
        Some("account") => Some((Kind::FullName, Medium)),
        Some("bank") => None,
        _ if own.iter().any(|word| is_one(word, PEOPLE)) => Some((Kind::FullName, High)),
        _ if own.iter().any(|word| is_one(word, COMPANIES)) => Some((Kind::Company, High)),
        Some(_) if !context.people && !context.companies => None,
        _ if before
            .iter()
            .any(|word| word == "registered" || word == "trading" || word == "legal") =>
        {
            Some((Kind::Company, Medium))
        }
        _ if context.people => Some((Kind::FullName, High)),
        _ if context.companies => Some((Kind::Company, High)),
        _ if before
            .iter()
            .any(|word| word == "full" || word == "display" || word == "real") =>
        {
            Some((Kind::FullName, Medium))
        }
        _ if context.writing => Some((Kind::FreeText, Medium)),
        None if context.in_json && own.len() == 1 => Some((Kind::FullName, Low)),
        _ => None,
    }
}

/// What is said by the name together with the table's.
fn around(own: &[String], context: &Context, shape: Shape) -> Option<(Kind, Confidence)> {
    let is = |words: &str| own.len() == 1 && own.iter().all(|word| is_one(word, words));
    let ends = |words: &str| own.last().is_some_and(|word| is_one(word, words));
    if shape == Shape::Text {
        if context.address && is("building premises unit flat line") {
            return Some((Kind::Street, Medium));
        }
        if ends("title") {
            return if context.people && own.len() == 1 {
                Some((Kind::PersonTitle, Medium))
            } else if context.writing || context.in_json {
                Some((Kind::FreeText, Medium))
            } else {
                None
            };
        }
        if context.writing && is("subject label heading term query") {
            return Some((Kind::FreeText, Medium));
        }
        // `user`, `acknowledged_by`, `assigned_to`: who it was, in whatever form.
        let who = own.last().is_some_and(|word| word == "by" || word == "to") && own.len() > 1;
        if who || (own.len() <= 2 && ends(PEOPLE) && !ends("profile party lead")) {
            return Some((Kind::Username, Medium));
        }
        if ends(COMPANIES) && own.len() <= 2 {
            return Some((Kind::Company, Medium));
        }
    }
    None
}

/// A value of this shape can be of the kind.
fn fits(kind: Kind, shape: Shape) -> bool {
    match shape {
        Shape::Text => kind != Kind::Location,
        Shape::Number => matches!(
            kind,
            Kind::Phone
                | Kind::Postcode
                | Kind::Latitude
                | Kind::Longitude
                | Kind::Duns
                | Kind::CompanyNumber
                | Kind::Vat
                | Kind::Ssn
                | Kind::OfficialNumber
                | Kind::Card
                | Kind::Account
                | Kind::SortCode
                | Kind::Money
                | Kind::Age
                | Kind::Building
                | Kind::Secret
        ),
        Shape::Date => kind == Kind::BirthDate,
        Shape::Flag | Shape::Labels => kind == Kind::Sensitive,
        Shape::Geometry => kind == Kind::Location,
        Shape::Other => false,
    }
}

/// A kind in words.
fn said(kind: Kind) -> &'static str {
    match kind {
        Kind::Email => "an e-mail address",
        Kind::Username => "who somebody is",
        Kind::FullName => "a person's name",
        Kind::FirstName => "a first name",
        Kind::LastName => "a last name",
        Kind::PersonTitle => "how somebody is addressed",
        Kind::JobTitle => "somebody's job",
        Kind::BirthDate => "a date of birth",
        Kind::Age => "an age",
        Kind::Sensitive => "something sensitive about a person",
        Kind::Phone => "a phone number",
        Kind::Address => "an address",
        Kind::Street => "a street",
        Kind::Building => "a house number",
        Kind::Secondary => "a part of an address",
        Kind::City => "a town",
        Kind::County => "a county or state",
        Kind::Postcode => "a postcode",
        Kind::Country => "a country",
        Kind::Latitude | Kind::Longitude | Kind::Location => "where something is",
        Kind::Ip => "a network address",
        Kind::Mac => "a hardware address",
        Kind::UserAgent => "a browser",
        Kind::Url => "a URL",
        Kind::Company => "a company's name",
        Kind::CompanyNumber => "a company number",
        Kind::Duns => "a D-U-N-S number",
        Kind::Vat => "a VAT number",
        Kind::Nino => "a National Insurance number",
        Kind::Ssn => "a social security number",
        Kind::OfficialNumber => "a number that identifies somebody",
        Kind::Card => "a card number",
        Kind::Iban => "an IBAN",
        Kind::Bic => "a bank",
        Kind::Account => "a bank account",
        Kind::SortCode => "a sort code",
        Kind::Money => "an amount of money",
        Kind::Password => "a password",
        Kind::Secret => "a secret",
        Kind::Document => "a private document",
        Kind::FreeText | Kind::Mixed | Kind::Opaque => "text that somebody typed",
        Kind::Binary => "a file",
    }
}
