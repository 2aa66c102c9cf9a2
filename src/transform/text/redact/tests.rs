//! Tests of `text.redact`.

use proptest::prelude::*;

use super::*;
use crate::transform::bind::{Columns, Namespace, Normalise};
use crate::transform::container::fixture::{
    self, Files, Replaced, apply, bind, list, rule, scalar, text,
};
use crate::transform::seed::Seed;

fn run(with: &str, ty: &PgType, value: &str) -> Result<Replaced, String> {
    let bound = bind(&rule(&KIND, &[("with", with)]), ty).expect("a fit");
    apply(&bound, value)
}

#[test]
fn finds_become_tags_and_the_rest_stays() {
    let tagged = |value| run("tag", &PgType::Text, value).map(text);
    assert_eq!(
        tagged("Zoë <zoe@example.com> from SW1A 1AA, +44 20 7946 0123 – bye\n"),
        Ok("Zoë <[email]> from [postcode], [phone] – bye\n".into())
    );
    assert_eq!(
        tagged("https://example.com/?u=jane%40example.com 10.0.0.1 4111 1111 1111 1111"),
        Ok("[url] [ip] [card]".into())
    );
    assert_eq!(
        tagged("GB29NWBK60161331926819 QQ123456C ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
        Ok("[iban] [nino] [token]".into())
    );
}

#[test]
fn finds_become_masks_of_their_length() {
    assert_eq!(
        run("mask", &PgType::Text, "é zoë@example.com é").map(text),
        Ok("é *************** é".into())
    );
}

#[test]
fn nothing_found_keeps_the_value() {
    for value in ["", "é \\N", "plain words", &"x".repeat(100_000)] {
        assert_eq!(run("tag", &PgType::Text, value), Ok(Replaced::Keep));
    }
    let rule = rule(&KIND, &[("with", "tag")]);
    assert_eq!(
        fixture::replace(&rule, &PgType::Text, None),
        Ok(Replaced::Keep)
    );
}

#[test]
fn serialised_text_fails() {
    let error = run("tag", &PgType::Text, "a:1:{s:5:\"canary@example.com\"").unwrap_err();
    assert!(error.contains("serialised") && !error.contains("canary"));
}

#[test]
fn kinds_are_chosen() {
    let params = [("kinds", list(&["ip", "email"])), ("with", scalar("tag"))];
    let rule = fixture::load(&KIND, &params).expect("right parameters");
    assert_eq!(
        fixture::replace(&rule, &PgType::Text, Some(b"a@b.example 10.0.0.1 SW1A 1AA")).map(text),
        Ok("[email] [ip] SW1A 1AA".into())
    );
}

#[test]
fn dictionaries_come_from_lists_and_files() {
    let files = Files(
        [(
            "names.txt".to_owned(),
            b"\xEF\xBB\xBFJane\r\n\r\nZo\xC3\xAB\n".to_vec(),
        )]
        .into(),
    );
    for words in [list(&["Jane", "Zoë"]), scalar("names.txt")] {
        let params = [("dictionary", words), ("with", scalar("tag"))];
        let rule = fixture::load_with(&KIND, &params, &files).expect("a dictionary");
        assert_eq!(
            fixture::replace(&rule, &PgType::Text, Some("JANE, zoë, Janet".as_bytes())).map(text),
            Ok("[dictionary], [dictionary], Janet".into())
        );
        assert!(!format!("{rule:?}").contains("Jane"));
    }
}

#[test]
fn parameters_and_columns_are_checked() {
    for params in [
        [("kinds", list(&["emial"]))],
        [("kinds", list(&[]))],
        [("kinds", list(&["dictionary"]))],
        [("dictionary", list(&[]))],
        [("dictionary", scalar("missing.txt"))],
        [("with", scalar("fakes"))],
    ] {
        assert!(fixture::load(&KIND, &params).is_err());
    }
    let rule = rule(&KIND, &[("with", "tag")]);
    assert!(bind(&rule, &PgType::Xml).is_ok());
    assert!(bind(&rule, &PgType::Unknown).is_ok());
    let misfit = bind(&rule, &PgType::Jsonb).err().expect("a misfit");
    assert!(misfit.hint.expect("a hint").contains("others: redact"));
}

#[test]
fn what_has_no_room_becomes_shorter() {
    let fit = |limit, value: &str| run("tag", &PgType::Varchar(Some(limit)), value).map(text);
    assert_eq!(fit(13, "x 10.0.0.1 yz"), Ok("x [ip] yz".into()));
    assert_eq!(fit(10, "a@b.ex abc"), Ok("****** abc".into()));
    // What one find leaves over, the next may use.
    assert_eq!(fit(19, "jane@example.c a@bc"), Ok("[email] [email]".into()));
}

/// A double for the kinds of other groups: the seed in letters.
fn doubles(name: &str) -> Option<&'static Kind> {
    static DOUBLE: Kind = Kind {
        name: "internet.email",
        role: Role::Keyed,
        load: |_, _| Ok(fixture::keyed().spec),
        ..KIND
    };
    without_hash(name).map(|kind| {
        if kind.name == NULL.name {
            kind
        } else {
            &DOUBLE
        }
    })
}

/// Always NULL, so that a tag stands in.
static NULL: Kind = Kind {
    name: "null",
    role: Role::Constant,
    load: |_, _| Ok(fixture::null().spec),
    ..KIND
};

/// The registered kinds, with NULL for tokens.
fn without_hash(name: &str) -> Option<&'static Kind> {
    if name == "hash" {
        return Some(&NULL);
    }
    crate::transform::kind(name)
}

fn faked(ty: &PgType, lookup: fn(&str) -> Option<&'static Kind>) -> BoundRule {
    /// Binds with the kinds of `lookup`.
    #[derive(Debug)]
    struct Looked(Redact, fn(&str) -> Option<&'static Kind>);
    impl Spec for Looked {
        fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
            self.0.bind_with(binder, self.1)
        }
    }
    let spec = Redact {
        position: fixture::position(),
        kinds: What::ALL.map(|(_, what)| what).to_vec(),
        dictionary: Dictionary::new(["Jane", "canaryname"]).map(Arc::new),
        with: With::Fake,
    };
    let rule = fixture::container(&KIND, Arc::new(Looked(spec, lookup)));
    bind(&rule, ty).expect("a fit")
}

#[test]
fn fakes_are_those_of_columns() {
    let bound = faked(&PgType::Text, doubles);
    let seed: Seed = fixture::run()
        .namespace("internet.email")
        .key
        .seed(b"zoe+x@example.com");
    let expected: String = seed.0[..10]
        .iter()
        .map(|byte| char::from(b'a' + byte % 26))
        .collect();
    for address in [
        "zoe+x@example.com",
        "ZOE+x@Example.com",
        "zoe%2Bx%40example.com",
        "zoe+x&#64;example.com",
        "zoe+x [at] example [dot] com",
    ] {
        assert_eq!(
            apply(&bound, &format!("to {address}!")).map(text),
            Ok(format!("to {expected}!"))
        );
    }
}

#[test]
fn fakes_give_way_to_tags() {
    let bound = faked(&PgType::Text, doubles);
    assert_eq!(
        apply(&bound, "550e8400-e29b-41d4-a716-446655440000").map(text),
        Ok("[token]".into())
    );
    let word = apply(&bound, "jane JANE x").map(text).expect("a text");
    let words: Vec<&str> = word.split(' ').collect();
    assert_eq!(words[0].to_uppercase(), words[1]);
    assert!(words[0].len() == 4 && words[2] == "x" && words[0] != "jane");
    let bound = faked(&PgType::Varchar(Some(7)), doubles);
    assert_eq!(apply(&bound, "a@b.ex").map(text), Ok("[email]".into()));
}

#[test]
fn namespaces_keep_values_in_text_too() {
    let mut run = fixture::run();
    let namespace = Namespace {
        name: "internet.email".into(),
        key: run.key.derive("internet.email"),
        normalise: Normalise::Lower,
        keep: vec!["*@staff.example".into()],
        keep_values: Default::default(),
    };
    run.namespaces
        .insert("internet.email".into(), Arc::new(namespace));
    let spec = Redact {
        position: fixture::position(),
        kinds: vec![What::Email],
        dictionary: None,
        with: With::Fake,
    };
    let target = fixture::target(&PgType::Text);
    let bound = fixture::with_binder(&run, target, &Columns::default(), |binder| {
        spec.bind_with(binder, doubles)
    })
    .expect("a fit");
    let row = crate::transform::row::RowBuf::default();
    let cx = Cx {
        row: row.row(b""),
        replaced: row.row(b""),
        this: None,
        seed: Seed([0; 32]),
    };
    let mut out = Vec::new();
    let outcome = bound.apply(&cx, b"a@STAFF.example b@x.example", &mut out);
    assert_eq!(outcome.expect("a value"), Outcome::Value);
    assert!(out.starts_with(b"a@STAFF.example ") && !out.ends_with(b"b@x.example"));
}

/// Planted values by kind; none of their parts may be left.
fn canaries() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "canary.one@example.com",
        "canary%2Btwo%40example.org",
        "canary.three [at] example [dot] net",
        "+44 20 7123 0958",
        "(020) 7123 0958",
        "07123 450958",
        "SW1A 2AA",
        "ec1a1bb",
        "https://canary.example.com/path?q=canary",
        "www.canary.example",
        "192.0.2.158",
        "2001:db8::cafe:958",
        "4111 1111 1111 1111",
        "378282246310005",
        "GB29 NWBK 6016 1331 9268 19",
        "DE89370400440532013000",
        "QQ 12 34 56 C",
        "AB123456D",
        "sk_live_canary51H8xYzAbCd",
        "eyJjYW5hcnkiOjF9.eyJjYW5hcnkiOjF9.c2lnbmF0dXJl",
        "9f86d081884c7d659a2feaa0c55ad015",
        "Canaryname",
    ])
}

proptest! {
    #[test]
    fn no_canary_is_left(
        parts in prop::collection::vec((
            prop::sample::select(vec![
                "", " ", "hello ", "é ", "“", "see: ", "\n", "(", "ok, ", "<b>", "\t", "— ", "1. ",
            ]),
            canaries(),
            prop::sample::select(vec![" ", ", ", ".\n", "; ", ") ", "</b> ", "” ", "! ", "\r\n"]),
        ), 1..8),
        with in prop::sample::select(vec!["tag", "mask", "fake"]),
    ) {
        let dictionary = [("dictionary", list(&["canaryname"])), ("with", scalar(with))];
        let rule = fixture::load(&KIND, &dictionary).expect("right parameters");
        let bound = match with {
            "fake" => faked(&PgType::Text, without_hash),
            _ => bind(&rule, &PgType::Text).expect("a fit"),
        };
        let value: String = parts
            .iter()
            .map(|(before, canary, after)| format!("{before}{canary}{after}"))
            .collect();
        let redacted = text(apply(&bound, &value).expect("a text"));
        for (_, canary, _) in &parts {
            for part in canary.split_inclusive(' ').filter(|part| part.len() > 4) {
                prop_assert!(!redacted.contains(part), "{canary} in {redacted}");
            }
            prop_assert!(!redacted.to_lowercase().contains("canary"), "{redacted}");
        }
    }

    #[test]
    fn results_fit_and_keep_what_stands_between(
        value in "(([a-z]{1,4}@b\\.ex|10\\.0\\.0\\.1|[é,]{1,3}|[g-z]{1,5}) ){0,8}", more in 0_u32..6
    ) {
        let chars = u32::try_from(value.chars().count()).expect("short");
        let ty = PgType::Varchar(Some(chars + more));
        for with in ["tag", "mask"] {
            match run(with, &ty, &value) {
                Ok(Replaced::Keep) => {}
                Ok(replaced) => {
                    let redacted = text(replaced);
                    let kept = |text: &str| text.chars().filter(|c| "é ,".contains(*c)).count();
                    prop_assert_eq!(kept(&redacted), kept(&value));
                }
                Err(error) => prop_assert!(false, "{}", error),
            }
        }
    }
}

/// What a column of this kind holds for the value.
fn column(kind: &str, value: &str) -> String {
    let kind = crate::transform::kind(kind).expect("a registered kind");
    text(
        apply(
            &bind(&rule(kind, &[]), &PgType::Text).expect("a fit"),
            value,
        )
        .expect("a value"),
    )
}

#[test]
fn finds_become_what_columns_of_their_kind_hold() {
    let bound = faked(&PgType::Text, without_hash);
    for (kind, value) in [
        ("internet.email", "Zoe+x@example.org"),
        ("phone.number", "+44 (0)20 7946 0123"),
        ("phone.number", "07700 900123"),
        ("address.postcode", "SW1A 2AA"),
        ("internet.url", "https://example.org/a?b=c"),
        ("internet.ip", "198.51.100.7"),
        ("internet.ip", "2001:db8::7"),
        ("finance.card", "4111 1111 1111 1111"),
        ("finance.iban", "GB29 NWBK 6016 1331 9268 19"),
        ("gb.nino", "QQ123456C"),
    ] {
        let expected = column(kind, value);
        let redacted = apply(&bound, &format!("é {value}, x")).map(text);
        assert_eq!(redacted, Ok(format!("é {expected}, x")), "{kind}");
        assert_ne!(expected, value);
    }
}
