//! JSON values under rules, as they stand in a dump.

use std::sync::LazyLock;

use dmscrub::dump::copy_text::{decode, encode_into};
use serde_json::Value;

use super::support::{SECRET, Setup, assert_tells_nothing, choice};

/// A path that no document has: everything is looked at, nothing changes.
const UNTOUCHED: usize = 0;
/// What is not named goes, and what is named is replaced.
const NOTHING_STAYS: usize = 1;

static SETUPS: LazyLock<Vec<Setup>> =
    LazyLock::new(|| {
        [
        "{json: {no_document_has_this_key: hash}, others: keep}",
        "{json: {a: internet.email, \"b.*.c\": person.name, \"l[*].x\": hash}, others: remove}",
        "{json: {\"**.a\": hash, \"l[0]\": keep, d: {use: keep, deep: true}}, others: redact, \
         add: {z: internet.email}, invalid: \"null\", ignore_case: true}",
        "{json: {\"*\": {json: {a: lorem.words, \"$\": keep}, others: fail}, \"[*].a\": \"null\"}, \
         others: fail}",
        "{json: {\"$\": hash, a: [{when: \"this->>'b' = '1'\", use: keep}, {use: phone.number}]}, \
         others: text.redact, key: hash}",
        "{json: {'\"a\\\\u0062\"': {use: person.name, seed_from: a.b}}, others: number.round}",
    ]
    .iter()
    .map(|rule| Setup::new(&format!("tables: {{t: {{columns: {{id: keep, j: {rule}}}}}}}")))
    .collect()
    });

pub fn run(data: &[u8]) {
    let (choice, value) = choice(data);
    if value.contains(&0) {
        return;
    }
    let number = choice % SETUPS.len();
    let ty = ["json", "jsonb", "text"][choice / 8 % 3];
    let head = format!(
        "--\n-- PostgreSQL database dump\n--\n\nCREATE TABLE public.t (id integer, j {ty});\n\n\
         COPY public.t (id, j) FROM stdin;\n1\t"
    );
    let tail = b"\n\\.\n\n--\n-- PostgreSQL database dump complete\n--\n\n";
    let mut dump = head.clone().into_bytes();
    encode_into(value, &mut dump);
    dump.extend_from_slice(tail);
    let (out, result) = SETUPS[number].clean(&dump, dump.len(), false);
    match result {
        Err(error) => assert_tells_nothing(&error),
        Ok(()) => {
            let field = out.strip_prefix(head.as_bytes()).expect("the head passes");
            let field = field.strip_suffix(tail).expect("the tail passes");
            let written = decode(field);
            if number == UNTOUCHED {
                assert_eq!(&*written, value, "what no rule touches changed");
            }
            let is_json = |text: &[u8]| serde_json::from_slice::<Value>(text).is_ok();
            if field != b"\\N" && is_json(value) {
                assert!(is_json(&written), "JSON became something else");
            }
        }
    }
    if number == NOTHING_STAYS {
        let text = String::from_utf8_lossy(&out);
        assert!(!text.contains(SECRET), "a value stayed");
    }
}
