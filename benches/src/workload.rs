//! Dumps with the rules they are cleaned by.

use std::sync::Arc;

use bytes::Bytes;
use dmscrub::error::Result;
use dmscrub::rules::load::{self, Outside};
use dmscrub::scrub::Sink;
use dmscrub::scrub::scrubber::{Options, Scrubber};
use dmscrub::transform::bind::Run;
use dmscrub::transform::seed::SecretKey;

use crate::data::{self, Table};

/// The seed of all data.
const SEED: u64 = 20261127;

/// The size of the chunks that the scrubber is given: the pipe's.
const CHUNK: usize = 256 << 10;

/// A dump, and the rules it is cleaned by.
pub struct Workload {
    /// What it is called.
    pub name: &'static str,
    /// The dump.
    pub dump: Bytes,
    rules: String,
}

/// What a workload needs that is made once.
pub struct Ready {
    run: Arc<Run>,
    rules: Arc<dmscrub::rules::model::RuleSet>,
    dump: Bytes,
}

/// What a rule set may ask of the world: here, nothing.
struct Nothing;

impl Outside for Nothing {
    fn read(&self, _: &str, _: &str) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }

    fn env(&self, _: &str) -> Option<String> {
        None
    }
}

/// Counts what is written and lets it go.
struct Counter(u64);

impl Sink for Counter {
    fn pass(&mut self, bytes: Bytes) -> Result<()> {
        self.write(&bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.0 += std::hint::black_box(bytes).len() as u64;
        Ok(())
    }
}

impl Workload {
    fn new(name: &'static str, dump: Vec<u8>, tables: &str) -> Self {
        Self {
            name,
            dump: Bytes::from(dump),
            rules: format!("tables:\n{tables}"),
        }
    }

    /// Loads the rules.
    ///
    /// # Errors
    /// The rules are wrong.
    pub fn ready(&self) -> Result<Ready> {
        let file = (Arc::from("benches"), self.rules.clone().into_bytes());
        let rules = Arc::new(load::load(&[file], &Nothing)?);
        let key = SecretKey::new(b"a key for benchmarks").ok_or_else(|| {
            dmscrub::error::Error::unexpected("the key of the benchmarks is too short")
        })?;
        let now = jiff::Timestamp::UNIX_EPOCH;
        Ok(Ready {
            run: Arc::new(Run::new(&rules, key, now)?),
            rules,
            dump: self.dump.clone(),
        })
    }
}

impl Ready {
    /// Cleans the dump; the size of the result.
    ///
    /// # Errors
    /// Those of the scrubber.
    pub fn clean(&self) -> Result<u64> {
        let (rules, run) = (Arc::clone(&self.rules), Arc::clone(&self.run));
        let mut scrubber = Scrubber::new(rules, run, Options::default());
        let mut sink = Counter(0);
        let mut rest = self.dump.clone();
        while !rest.is_empty() {
            let chunk = rest.split_to(rest.len().min(CHUNK));
            scrubber.push(chunk, &mut sink)?;
        }
        scrubber.finish(&mut sink)?;
        Ok(sink.0)
    }
}

/// The table that each group of transformers works on, with these columns replaced.
fn group(name: &'static str, rows: u64, columns: &str) -> Workload {
    let others = Table::People.columns().iter().map(|(column, _)| *column);
    let replaced: Vec<&str> = columns
        .lines()
        .filter_map(|line| line.trim().split_once(':').map(|(column, _)| column))
        .collect();
    let kept: String = others
        .filter(|column| !replaced.contains(column))
        .map(|column| format!("      {column}: keep\n"))
        .collect();
    let rules = format!("  people:\n    columns:\n{columns}\n{kept}");
    Workload::new(name, data::dump(&[(Table::People, rows)], SEED), &rules)
}

const KEEP_SERVICES: &str =
    "id: keep, service_id: keep, supplier_id: keep, status: keep, created_at: keep";
const KEEP_AUDIT: &str =
    "id: keep, type: keep, created_at: keep, object_id: keep, acknowledged: keep";
const KEEP_BRIEFS: &str = "  briefs: {columns: {id: keep, framework_id: keep, notes: keep, attachment: keep, created_at: keep}}\n";

/// Rules that replace three of the eleven columns of users.
pub const USERS: &str = "  users:\n    columns: {id: keep, name: person.name, \
    email_address: {use: internet.email, unique: true}, phone_number: phone.number, \
    password: keep, active: keep, created_at: keep, updated_at: keep, role: keep, \
    logged_in_at: keep, failed_login_count: keep}\n";

fn services() -> String {
    format!(
        "  services:\n    columns: {{{KEEP_SERVICES}, data: {{json: {{contact.email: internet.email}}, others: keep}}}}\n"
    )
}

fn audit() -> String {
    format!(
        "  audit_events:\n    columns: {{{KEEP_AUDIT}, user: keep, \
         data: {{json: {{user: internet.email, emailAddress: internet.email}}, others: keep}}}}\n"
    )
}

/// All workloads; `size` 1 makes the gate's, each a few hundred rows.
#[allow(clippy::too_many_lines)]
pub fn all(size: u64) -> Vec<Workload> {
    let users = |rows| data::dump(&[(Table::Users, rows * size)], SEED);
    vec![
        Workload::new(
            "kept",
            data::dump(&[(Table::Briefs, 4000 * size)], SEED),
            KEEP_BRIEFS,
        ),
        Workload::new("users, 3 of 11 columns", users(2000), USERS),
        Workload::new(
            "users, the last column",
            users(2000),
            &USERS
                .replace("person.name", "keep")
                .replace("{use: internet.email, unique: true}", "keep")
                .replace("phone.number", "keep")
                .replace("failed_login_count: keep", "failed_login_count: {set: 0}"),
        ),
        Workload::new("users as INSERT", data::inserts(1500 * size, SEED), USERS),
        Workload::new(
            "users, an expression",
            users(2000),
            &USERS.replace(
                "  users:\n",
                "  users:\n    purge: \"role = 'admin' AND logged_in_at < timestamp '2020-01-01' \
                 OR lower(email_address) LIKE '%+tag@example.com' OR failed_login_count + 1 > 3\"\n",
            ),
        ),
        Workload::new(
            "services, e-mail in jsonb",
            data::dump(&[(Table::Services, 800 * size)], SEED),
            &services(),
        ),
        Workload::new(
            "services, others redacted",
            data::dump(&[(Table::Services, 200 * size)], SEED),
            &services().replace("others: keep", "others: redact"),
        ),
        Workload::new(
            "audit_events, e-mail in jsonb",
            data::dump(&[(Table::AuditEvents, 1500 * size)], SEED),
            &audit(),
        ),
        group(
            "plain",
            400 * size,
            "      name: {template: '{{ postcode }} {{ company }} {{ hash(value) }}'}\n      \
             phone: {choice: [{set: \"020 7946 0000\"}, {value: null, weight: 3}]}\n      \
             postcode: {use: map, values: {\"SW1A 1AA\": \"N1 1AA\"}, other: {set: \"N1\"}}\n      \
             note: {set: removed}\n",
        ),
        group(
            "pseudonyms",
            1000 * size,
            "      id: {use: id.integer, unique: true}\n      ref: {use: id.uuid, unique: true}\n      \
             name: hash\n      card: {use: shape, checksum: luhn}\n      phone: {use: id.digits}\n      \
             company: {use: truncate, length: 3}\n      email: {use: mask, kind: email}\n      \
             postcode: {use: regex, pattern: '\\d+', replacement: \"0\", no_match: redact}\n",
        ),
        group(
            "person and contact",
            1000 * size,
            "      name: person.name\n      email: internet.email\n      phone: phone.number\n      \
             address: address.full\n      postcode: address.postcode\n      ip: internet.ip\n      \
             born: person.date_of_birth\n",
        ),
        group(
            "organisation and money",
            1000 * size,
            "      company: company.name\n      card: finance.card\n      name: finance.iban\n      \
             amount: {use: finance.amount, min: 1, max: 5000}\n      phone: {use: gb.duns}\n",
        ),
        group(
            "numbers and dates",
            1000 * size,
            "      id: {use: number.between, min: 1, max: 500000}\n      \
             amount: {use: number.noise, ratio: 0.2}\n      born: {use: date.shift, max_days: 30}\n      \
             seen: {use: date.truncate, to: month}\n",
        ),
        group(
            "text and what is inside values",
            300 * size,
            "      note: text.redact\n      emails: {elements: internet.email}\n      \
             list: {split: {by: \",\", use: internet.email}}\n      \
             company: {use: lorem.sentence, same_length: true}\n",
        ),
        Workload::new(
            "a marketplace",
            data::dump(
                &[
                    (Table::AuditEvents, 600 * size),
                    (Table::Briefs, 300 * size),
                    (Table::Services, 150 * size),
                    (Table::Users, 600 * size),
                ],
                SEED,
            ),
            &format!("{USERS}{}{KEEP_BRIEFS}  audit_events: {{purge: all}}\n", services()),
        ),
    ]
}
