//! What names say, as phrases.

use super::Confidence::{self, High, Low, Medium};
use super::Kind;

/// Phrases of words (in the spelling of [`words`](super::super::words)), separated by commas; the first
/// entry of which a name says one decides. `^` is the begin of a name, `$` its end.
pub(super) const PHRASES: &[(Kind, Confidence, &str)] = &[
    (
        Kind::Password,
        High,
        "password, password hash, password digest, encrypted password",
    ),
    (
        Kind::Secret,
        High,
        "token, secret, api key, access key, private key, credential, otp, pin$, cvc, \
         salt, session key, session data, cookie, signature key, webhook key, \
         recovery code, reset code, verification code, backup code, invite code, ssh key, \
         security answer, secret answer, mfa, totp",
    ),
    (Kind::UserAgent, High, "user agent, browser$"),
    (
        Kind::Document,
        High,
        "agreement path, agreement url, document url, document path, contract path, \
         contract url, statement url, statement path, attachment path, attachment url, \
         invoice path, invoice url, photo url, avatar url, avatar, photo path, \
         picture url, cv url, resume url, cv path, slavery statement, scan path, \
         document link",
    ),
    (Kind::Url, Low, "email domain, domain name"),
    (Kind::Email, High, "email"),
    (
        Kind::Ip,
        High,
        "ip, ip address, remote address, client address, last sign in ip, host ip",
    ),
    (Kind::Mac, High, "mac address, hardware address, ^mac$"),
    (
        Kind::Phone,
        High,
        "phone, contact number, dial in, call back",
    ),
    (
        Kind::FirstName,
        High,
        "forename, first name, given name, middle name, christian name",
    ),
    (
        Kind::LastName,
        High,
        "surname, last name, family name, maiden name, birth name",
    ),
    (
        Kind::Username,
        High,
        "username, login$, login name, user login, screen name, nick name, handle, \
         user principal, skype, twitter, facebook, linkedin, instagram, slack, github, \
         jabber, kakao, wechat, telegram",
    ),
    (
        Kind::BirthDate,
        High,
        "birthdate, date of birth, birth date, born, born on, birth$, date de birth, \
         fecha birth",
    ),
    (
        Kind::Age,
        Medium,
        "^age$, age years, birth year, year of birth",
    ),
    (
        Kind::Sensitive,
        Medium,
        "gender, ethnicity, ethnic, race$, religion, religious, nationality, citizenship, \
         marital status, disability, disabled, health, diagnosis, medical, medication, \
         allergy, blood type, blood group, sexual orientation, political, union member, \
         criminal, conviction, bankruptcy, fraud, pregnant, hiv, symptom, treatment, \
         prescription, mitigating",
    ),
    (
        Kind::JobTitle,
        High,
        "job title, occupation, profession, job role, signer role, countersigner role, \
         contact role, position title, designation$",
    ),
    (
        Kind::PersonTitle,
        Medium,
        "salutation, name prefix, honorific, name title, title prefix",
    ),
    (
        Kind::Card,
        High,
        "card number, credit card, debit card, card no, pan$",
    ),
    (Kind::Iban, High, "iban"),
    (Kind::Bic, High, "bic$, swift"),
    (Kind::SortCode, High, "sort code, routing number"),
    (
        Kind::Account,
        High,
        "account number, bank account, account no",
    ),
    (Kind::Nino, High, "nino, national insurance, ni number"),
    (Kind::Ssn, High, "ssn, social security"),
    (Kind::Duns, High, "duns, d u n s"),
    (Kind::Vat, High, "vat number, vat$, vat registration"),
    (
        Kind::CompanyNumber,
        High,
        "house number company, companies house, company number, \
         company registration number, company house number, crn$",
    ),
    (
        Kind::OfficialNumber,
        High,
        "passport, driving licence, driver licence, licence number, licence plate, \
         number plate, tax number, tax code, tax reference, nhs number, national number, \
         identity number, identity card, id number, id card, registration number, \
         registers number, register number, charity number, medical record, \
         insurance number, policy number, student number, employee number, staff number, \
         customer number, member number, membership number, patient number, \
         personnel number, vin$, imei, imsi, voter, utr$, ein$, dni$, cpf$, cnpj$, siret, \
         siren, licence required, member required, licence or member",
    ),
    (Kind::Postcode, High, "postcode, postal"),
    (Kind::Latitude, High, "latitude"),
    (Kind::Longitude, High, "longitude"),
    (
        Kind::Location,
        Medium,
        "coordinates, geolocation, geo$, gps, home location, location$, position$, geom, \
         geog",
    ),
    (
        Kind::Secondary,
        Medium,
        "flat number, apartment, suite$, address 2",
    ),
    (
        Kind::Building,
        Medium,
        "house number, building number, street number",
    ),
    (
        Kind::Street,
        High,
        "street, address line, address building, registered building, house name, \
         address street, building name",
    ),
    (
        Kind::City,
        High,
        "city, address town, registered town, place of birth, birth place, birthplace",
    ),
    (
        Kind::County,
        Medium,
        "county, address state, address region, address county, state$",
    ),
    (Kind::Country, Medium, "country"),
    (Kind::Address, High, "address, residence"),
    (
        Kind::Money,
        Medium,
        "salary, wage, income, price, budget, day rate, rate$, award value, \
         contract value, awarded contract value, bid, balance, amount, revenue, turnover, \
         net worth, credit limit, bonus, commission, discount, invoice total, value$, fee, \
         payment, cost, compensation",
    ),
    (
        Kind::Company,
        High,
        "company$, trading names, trading name, company name, name of organisation, \
         organisation name, parent company, company details",
    ),
    (
        Kind::FreeText,
        High,
        "description, notes, comment, remark, message, biography, about$, about me, body$, \
         question, answer, feedback, free text, freetext, memo, summary, review$, \
         reason text, background, additional, circumstances, statement, explanation, \
         mitigating factor, motivation, instructions, arrangements, transcript, narrative, \
         complaint, observation, abstract, content$, text$, details of, session details, \
         cover letter, testimonial, greeting, caption, bio$, signature$, requirement$, \
         existing team, specialist work, end users, evidence, availability, outcome$, \
         plan$, other$",
    ),
    (
        Kind::Url,
        Medium,
        "search url, url$, website, homepage, web site, referrer, referer, callback url, \
         link$, href$, uri$",
    ),
    (Kind::Binary, Medium, "fingerprint, photo, image$, picture"),
];
