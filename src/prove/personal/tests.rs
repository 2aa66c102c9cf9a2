use super::*;

fn by_name(table: &str, column: &str, ty: &PgType) -> Option<Kind> {
    let place = Place {
        table,
        column,
        keys: &[],
    };
    column_kind(place, ty, None)
}

fn column_kind(place: Place<'_>, ty: &PgType, evidence: Option<&Evidence>) -> Option<Kind> {
    column(place, ty, evidence)
        .filter(|finding| finding.confidence > Confidence::Low)
        .map(|finding| finding.kind)
}

fn by_values(values: &[&str]) -> Option<Kind> {
    let mut evidence = Evidence::default();
    for value in values {
        evidence.observe(value.as_bytes());
    }
    let place = Place {
        table: "t",
        column: "c",
        keys: &[],
    };
    column_kind(place, &PgType::Text, Some(&evidence))
}

#[test]
fn names_of_columns_say_what_they_hold() {
    let text = PgType::Text;
    for (table, column, expected) in [
        ("users", "email_address", Some(Kind::Email)),
        ("users", "name", Some(Kind::FullName)),
        ("users", "firstName", Some(Kind::FirstName)),
        ("auth_user", "last_name", Some(Kind::LastName)),
        ("kunden", "Nachname", Some(Kind::LastName)),
        ("clientes", "correo_electronico", Some(Kind::Email)),
        ("clients", "téléphone", Some(Kind::Phone)),
        ("users", "password", Some(Kind::Password)),
        ("users", "password_digest", Some(Kind::Password)),
        ("users", "reset_password_token", Some(Kind::Password)),
        ("suppliers", "name", Some(Kind::Company)),
        ("suppliers", "registered_name", Some(Kind::Company)),
        ("suppliers", "vat_number", Some(Kind::Vat)),
        ("suppliers", "description", Some(Kind::FreeText)),
        ("orders", "ship_address", Some(Kind::Address)),
        ("contacts", "zip", Some(Kind::Postcode)),
        ("audit_events", "user", Some(Kind::Username)),
        ("audit_events", "acknowledged_by", Some(Kind::Username)),
        ("staff", "passport_no", Some(Kind::OfficialNumber)),
        ("direct_award_projects", "name", Some(Kind::FreeText)),
        ("sessions", "session_key", Some(Kind::Secret)),
        ("visits", "user_agent", Some(Kind::UserAgent)),
        ("frameworks", "name", None),
        ("lots", "slug", None),
        ("products", "name", None),
        ("services", "status", None),
        ("frameworks", "framework", None),
        ("phones", "phone_type", None),
        ("film", "rating", None),
    ] {
        assert_eq!(by_name(table, column, &text), expected, "{table}.{column}");
    }
}

#[test]
fn types_count() {
    assert_eq!(by_name("users", "email_verified", &PgType::Bool), None);
    assert_eq!(
        by_name("users", "password_changed_at", &PgType::Timestamp),
        None
    );
    assert_eq!(
        by_name("users", "birth_date", &PgType::Date),
        Some(Kind::BirthDate)
    );
    assert_eq!(by_name("t", "x", &PgType::Inet), Some(Kind::Ip));
    assert_eq!(by_name("t", "x", &PgType::Bytea), Some(Kind::Binary));
    assert_eq!(by_name("users", "email_id", &PgType::Int4), None);
    assert_eq!(
        by_name("t", "salary", &PgType::Numeric(None)),
        Some(Kind::Money)
    );
    assert_eq!(by_name("users", "address_id", &PgType::Int4), None);
}

#[test]
fn values_show_what_they_are() {
    for (values, expected) in [
        (
            &["jane@example.org", "jo@example.net"][..],
            Some(Kind::Email),
        ),
        (&["GB82 WEST 1234 5698 7654 32"], Some(Kind::Iban)),
        (&["4111111111111111", "5500005555555559"], Some(Kind::Card)),
        (&["+44 20 7946 0958", "020 7946 0123"], Some(Kind::Phone)),
        (&["SW1A 1AA", "LS6 2AB"], Some(Kind::Postcode)),
        (
            &["Alice Smith", "Bob Jones", "Carol White"],
            Some(Kind::FullName),
        ),
        (&["Alice", "Bob", "Carol"], Some(Kind::FirstName)),
        (&["AB123456C"], Some(Kind::Nino)),
        (&["192.168.1.17"], Some(Kind::Ip)),
        (&["00:1b:44:11:3a:b7"], Some(Kind::Mac)),
        (&["12 Abbott Road, Leeds"], Some(Kind::Address)),
        (&["Acme Widgets Ltd"], Some(Kind::Company)),
        (
            &["$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"],
            Some(Kind::Password),
        ),
        (
            &["call jane@example.org about it please"],
            Some(Kind::FreeText),
        ),
        (
            &[
                "published",
                "draft",
                "published",
                "draft",
                "draft",
                "published",
            ],
            None,
        ),
        (&["1", "2", "3"], None),
        (&["2024-01-02", "2024-01-03"], None),
        (&["red", "green", "blue"], None),
        (&[], None),
    ] {
        assert_eq!(by_values(values), expected, "{values:?}");
    }
}

#[test]
fn reasons_hold_no_value() {
    let mut evidence = Evidence::default();
    evidence.observe(b"jane.secret@example.org");
    let place = Place {
        table: "t",
        column: "c",
        keys: &[],
    };
    let finding = column(place, &PgType::Text, Some(&evidence)).expect("an address");
    assert!(!finding.reason.contains("jane"), "{}", finding.reason);
    assert_eq!(
        finding.reason,
        "all of the sampled values are e-mail addresses"
    );
}

#[test]
fn json_is_known_by_its_paths() {
    let mut documents = Documents::default();
    for text in [
        r#"{"user": "jo@example.org", "tags": ["a", "b"], "n": 1, "odd key": true, "none": null, "empty": []}"#,
        r#"{"user": "al@example.org", "deep": {"list": [{"x": "1"}]}, "map": {"jo@example.org": 1}}"#,
    ] {
        documents.observe(text.as_bytes());
    }
    documents.observe(b"no JSON");
    let paths: Vec<String> = documents
        .leaves()
        .into_iter()
        .map(|leaf| leaf.path)
        .collect();
    assert_eq!(
        paths,
        [
            "deep.list[*].x",
            "empty[*]",
            "map.*",
            "n",
            "none",
            "\"odd key\"",
            "tags[*]",
            "user"
        ]
    );
    assert_eq!((documents.read, documents.unread), (2, 1));
}

#[test]
fn rules_are_written_as_yaml() {
    let rule = Rule::with("internet.email", &[("unique", "true")]);
    assert_eq!(rule.to_string(), "{use: internet.email, unique: true}");
    assert_eq!(Rule::keep().to_string(), "keep");
    let rule = Rule::Json(
        vec![("\"odd key\"".to_owned(), Rule::keep(), String::new())],
        vec![("others".to_owned(), "remove".to_owned())],
    );
    assert_eq!(
        rule.to_string(),
        "{json: {'\"odd key\"': keep}, others: remove}"
    );
    assert_eq!(suggest::yaml("it's"), "'it''s'");
    assert_eq!(suggest::yaml("no"), "'no'");
}
