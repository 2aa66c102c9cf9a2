//! Names of columns, tables and JSON keys as lists of words: `emailAddress1`, `EMAIL_ADDR` and
//! `e-mail address` all are `email address`.

/// The words of a name, in lower case and in one spelling each; numbers are left out.
pub fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in parts(name) {
        if part.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        let plain = unaccented(&part);
        match segment(&plain) {
            Some(found) => words.extend(found.into_iter().map(canonical)),
            None => words.push(canonical(&plain)),
        }
    }
    // `e-mail`, `eMail`, `post code`, `first name` are two words or one.
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    for word in words.iter().flat_map(|word| word.split(' ')) {
        match (joined.last().map(String::as_str), word) {
            (Some("e"), "email" | "mails") => replace_last(&mut joined, "email"),
            (Some("post" | "zip" | "postal"), "code") => replace_last(&mut joined, "postcode"),
            (Some("user"), "name") => replace_last(&mut joined, "username"),
            (Some("birth" | "birthday"), "date" | "day") => replace_last(&mut joined, "birthdate"),
            (Some("date"), "birth") => replace_last(&mut joined, "birthdate"),
            (Some("pass"), "word" | "phrase") => replace_last(&mut joined, "password"),
            (Some("sur"), "name") => replace_last(&mut joined, "surname"),
            (Some("fore" | "given"), "name") => replace_last(&mut joined, "forename"),
            _ => joined.push(word.to_owned()),
        }
    }
    joined
}

fn replace_last(words: &mut [String], word: &str) {
    if let Some(last) = words.last_mut() {
        word.clone_into(last);
    }
}

/// Splits at what is no letter or digit, where a lower case letter meets an upper case one, and
/// where letters meet digits.
fn parts(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut parts = Vec::new();
    let mut part = String::new();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(at + 1).copied();
        let breaks = before.is_some_and(|before| {
            (before.is_lowercase() && c.is_uppercase())
                || (before.is_numeric() != c.is_numeric())
                // `registeredVATNumber`: the last capital of a run begins a word.
                || (before.is_uppercase()
                    && c.is_uppercase()
                    && after.is_some_and(char::is_lowercase)
                    && after != Some('s'))
        });
        if (breaks || !c.is_alphanumeric()) && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
        if c.is_alphanumeric() {
            part.extend(c.to_lowercase());
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

fn unaccented(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'ä' | 'á' | 'à' | 'â' | 'ã' | 'å' => plain.push('a'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'í' | 'ì' | 'î' | 'ï' => plain.push('i'),
            'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' => plain.push('o'),
            'ü' | 'ú' | 'ù' | 'û' => plain.push('u'),
            'ç' => plain.push('c'),
            'ñ' => plain.push('n'),
            'ß' => plain.push_str("ss"),
            other => plain.push(other),
        }
    }
    plain
}

/// Words written without anything between them: `phonenumber`, `homestreetaddress`. `None` where the
/// word is one itself, or is not made of known words wholly.
fn segment(word: &str) -> Option<Vec<&str>> {
    if word.len() < 6 || !word.is_ascii() || is_known(word) {
        return None;
    }
    // The fewest known words that make up the first n letters.
    let mut best: Vec<Option<Vec<&str>>> = vec![None; word.len() + 1];
    *best.first_mut()? = Some(Vec::new());
    for end in 3..=word.len() {
        for start in 0..=end.saturating_sub(2) {
            let Some(piece) = word.get(start..end) else {
                continue;
            };
            let Some(before) = best.get(start).cloned().flatten() else {
                continue;
            };
            if !is_known(piece) {
                continue;
            }
            let mut found = before;
            found.push(piece);
            let better = best
                .get(end)
                .and_then(Option::as_ref)
                .is_none_or(|known| found.len() < known.len());
            if better && let Some(place) = best.get_mut(end) {
                *place = Some(found);
            }
        }
    }
    best.pop().flatten().filter(|found| found.len() > 1)
}

fn is_known(word: &str) -> bool {
    PARTS.contains(&word) || SPELLINGS.iter().any(|(spelling, _)| *spelling == word)
}

/// One spelling for what is said in several, and in several languages.
fn canonical(word: &str) -> String {
    SPELLINGS
        .iter()
        .find(|(spelling, _)| *spelling == word)
        .map_or(word, |(_, word)| word)
        .to_owned()
}

/// Words that are written together with others.
const PARTS: &[&str] = &[
    "account",
    "address",
    "answer",
    "approved",
    "author",
    "bank",
    "billing",
    "birth",
    "by",
    "card",
    "city",
    "code",
    "company",
    "contact",
    "country",
    "created",
    "credit",
    "customer",
    "date",
    "display",
    "driver",
    "email",
    "employee",
    "employer",
    "family",
    "first",
    "forename",
    "full",
    "given",
    "hash",
    "home",
    "house",
    "id",
    "job",
    "key",
    "last",
    "legal",
    "licence",
    "line",
    "login",
    "maiden",
    "manager",
    "member",
    "middle",
    "modified",
    "mother",
    "name",
    "nick",
    "notes",
    "number",
    "of",
    "owner",
    "password",
    "patient",
    "person",
    "phone",
    "place",
    "recipient",
    "sender",
    "signer",
    "post",
    "postal",
    "postcode",
    "primary",
    "private",
    "secret",
    "shipping",
    "social",
    "security",
    "state",
    "street",
    "sur",
    "surname",
    "tax",
    "text",
    "title",
    "token",
    "town",
    "trading",
    "updated",
    "url",
    "user",
    "username",
    "work",
    "zip",
];

/// Spellings, abbreviations and other languages, and the words meant.
const SPELLINGS: &[(&str, &str)] = &[
    // Contact.
    ("mail", "email"),
    ("emails", "email"),
    ("mailbox", "email"),
    ("eml", "email"),
    ("courriel", "email"),
    ("correo", "email"),
    ("emailaddr", "email address"),
    ("tel", "phone"),
    ("telephone", "phone"),
    ("telefon", "phone"),
    ("telefono", "phone"),
    ("telefonnummer", "phone number"),
    ("rufnummer", "phone number"),
    ("telefoon", "phone"),
    ("phones", "phone"),
    ("ph", "phone"),
    ("phn", "phone"),
    ("mobile", "phone"),
    ("mobil", "phone"),
    ("mobilnummer", "phone number"),
    ("movil", "phone"),
    ("handy", "phone"),
    ("handynummer", "phone number"),
    ("portable", "phone"),
    ("cell", "phone"),
    ("cellphone", "phone"),
    ("cellular", "phone"),
    ("msisdn", "phone"),
    ("fax", "phone"),
    ("landline", "phone"),
    ("whatsapp", "phone"),
    // Persons.
    ("fname", "forename"),
    ("firstname", "forename"),
    ("forenames", "forename"),
    ("givenname", "forename"),
    ("vorname", "forename"),
    ("vornamen", "forename"),
    ("prenom", "forename"),
    ("prenoms", "forename"),
    ("voornaam", "forename"),
    ("lname", "surname"),
    ("lastname", "surname"),
    ("nachname", "surname"),
    ("familienname", "surname"),
    ("apellido", "surname"),
    ("apellidos", "surname"),
    ("achternaam", "surname"),
    ("cognome", "surname"),
    ("nom", "name"),
    ("nombre", "name"),
    ("naam", "name"),
    ("nome", "name"),
    ("nm", "name"),
    ("names", "name"),
    ("fullname", "full name"),
    ("nickname", "nick name"),
    ("uname", "username"),
    ("usr", "user"),
    ("benutzer", "user"),
    ("benutzername", "username"),
    ("usuario", "user"),
    ("utilisateur", "user"),
    ("kunde", "customer"),
    ("kunden", "customer"),
    ("cliente", "customer"),
    ("cust", "customer"),
    ("emp", "employee"),
    ("mitarbeiter", "employee"),
    ("ansprechpartner", "contact"),
    ("dob", "birthdate"),
    ("birthday", "birthdate"),
    ("birthdate", "birthdate"),
    ("geburtsdatum", "birthdate"),
    ("geburtstag", "birthdate"),
    ("gebdat", "birthdate"),
    ("naissance", "birth"),
    ("nacimiento", "birth"),
    ("anrede", "salutation"),
    ("geschlecht", "gender"),
    ("sexe", "gender"),
    ("sexo", "gender"),
    ("sex", "gender"),
    // Places.
    ("addr", "address"),
    ("adr", "address"),
    ("addresses", "address"),
    ("adresse", "address"),
    ("anschrift", "address"),
    ("direccion", "address"),
    ("adres", "address"),
    ("strasse", "street"),
    ("str", "street"),
    ("calle", "street"),
    ("rue", "street"),
    ("straat", "street"),
    ("hausnummer", "house number"),
    ("hausnr", "house number"),
    ("postcodes", "postcode"),
    ("zip", "postcode"),
    ("zipcode", "postcode"),
    ("plz", "postcode"),
    ("postleitzahl", "postcode"),
    ("cp", "postcode"),
    ("pincode", "postcode"),
    ("eircode", "postcode"),
    ("town", "city"),
    ("ort", "city"),
    ("wohnort", "city"),
    ("stadt", "city"),
    ("ville", "city"),
    ("ciudad", "city"),
    ("municipality", "city"),
    ("locality", "city"),
    ("land", "country"),
    ("pays", "country"),
    ("pais", "country"),
    ("province", "county"),
    ("provincia", "county"),
    ("bundesland", "county"),
    ("lat", "latitude"),
    ("lng", "longitude"),
    ("lon", "longitude"),
    ("long", "longitude"),
    ("coords", "coordinates"),
    ("coordinate", "coordinates"),
    ("latlng", "coordinates"),
    ("latlon", "coordinates"),
    // Organisations.
    ("organization", "organisation"),
    ("organizations", "organisation"),
    ("organisations", "organisation"),
    ("org", "organisation"),
    ("companies", "company"),
    ("firm", "company"),
    ("firma", "company"),
    ("empresa", "company"),
    ("entreprise", "company"),
    ("societe", "company"),
    ("employer", "company"),
    ("suppliers", "supplier"),
    ("vendors", "vendor"),
    // Numbers and secrets.
    ("no", "number"),
    ("num", "number"),
    ("nr", "number"),
    ("nbr", "number"),
    ("nummer", "number"),
    ("numero", "number"),
    ("numbers", "number"),
    ("acct", "account"),
    ("acc", "account"),
    ("konto", "account"),
    ("kontonummer", "account number"),
    ("ccnum", "card number"),
    ("cc", "card"),
    ("pan", "card number"),
    ("cvv", "cvc"),
    ("steuernummer", "tax number"),
    ("ust", "vat"),
    ("ustid", "vat"),
    ("tva", "vat"),
    ("iva", "vat"),
    ("nif", "tax number"),
    ("license", "licence"),
    ("pwd", "password"),
    ("passwd", "password"),
    ("pass", "password"),
    ("pw", "password"),
    ("kennwort", "password"),
    ("passwort", "password"),
    ("contrasena", "password"),
    ("mdp", "password"),
    ("passphrase", "password"),
    ("tokens", "token"),
    ("secrets", "secret"),
    ("apikey", "api key"),
    ("useragent", "user agent"),
    ("ua", "user agent"),
    ("ipaddr", "ip address"),
    ("ipv4", "ip"),
    ("ipv6", "ip"),
    // Text.
    ("desc", "description"),
    ("descr", "description"),
    ("beschreibung", "description"),
    ("descripcion", "description"),
    ("note", "notes"),
    ("notiz", "notes"),
    ("notizen", "notes"),
    ("notas", "notes"),
    ("comments", "comment"),
    ("kommentar", "comment"),
    ("commentaire", "comment"),
    ("comentario", "comment"),
    ("remarks", "remark"),
    ("bemerkung", "remark"),
    ("msg", "message"),
    ("messages", "message"),
    ("nachricht", "message"),
    ("bio", "biography"),
    ("titel", "title"),
    ("question", "question"),
    ("questions", "question"),
    ("answers", "answer"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_however_they_are_written() {
        for (name, expected) in [
            ("emailAddress1", "email address"),
            ("EMAIL_ADDR", "email address"),
            ("e-mail", "email"),
            ("eMail", "email"),
            ("registeredVATNumber", "registered vat number"),
            ("pricingDocumentURL", "pricing document url"),
            ("phonenumber", "phone number"),
            ("PhoneNo", "phone number"),
            ("firstname", "forename"),
            ("first_name", "first name"),
            ("userName", "username"),
            ("Geburtsdatum", "birthdate"),
            ("Straße", "street"),
            ("date_of_birth", "date of birth"),
            ("zip", "postcode"),
            ("post_code", "postcode"),
            ("companyname", "company name"),
            ("password", "password"),
            ("SQ1-1a", "sq a"),
            ("prénom", "forename"),
            ("", ""),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }
}
