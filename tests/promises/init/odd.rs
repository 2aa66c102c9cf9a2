//! Databases that nobody prepared: each is drafted from its schema alone and from its data; the dump
//! passes by both drafts, and loads.

use super::{draft, drafted_and_loaded};
use crate::env::corpus;
use crate::env::postgres::Postgres;

/// Drafts and loads both ways; the draft from data, all files in one.
#[track_caller]
fn both_ways(name: &str, schema: &str) -> String {
    let server = Postgres::shared();
    let db = server.fresh_db(name);
    let psql = server.psql_stdin(&db, schema.as_bytes(), &["-v", "ON_ERROR_STOP=1"]);
    assert_eq!(psql.code, 0, "{}", psql.stderr_text());
    of_database(server, &db)
}

#[track_caller]
fn of_database(server: &Postgres, db: &str) -> String {
    let dump = server.pg_dump(db, &[]);
    let counts = "SELECT string_agg(format('%s %s', relname, (xpath('/row/c/text()', query_to_xml(
        format('SELECT count(*) AS c FROM %s', c.oid::regclass), false, true, '')))[1]), ',' ORDER BY c.oid::regclass::text)
        FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p') AND NOT relispartition
        AND nspname !~ '^pg_' AND nspname <> 'information_schema'";
    for of in [dump.clone(), server.pg_dump(db, &["--schema-only"])] {
        let loaded = drafted_and_loaded(server, &of, &dump);
        assert_eq!(
            server.psql(&loaded, counts),
            server.psql(db, counts),
            "rows are lost"
        );
    }
    let archive = server.pg_dump(db, &["-Fc"]);
    let (_, files) = draft(&dump);
    assert_eq!(draft(&archive).1, files, "an archive says something else");
    assert_eq!(draft(&dump).1, files, "it is not the same twice");
    files.into_values().collect()
}

/// The draft says this of the column; blanks count as one.
#[track_caller]
fn says(draft: &str, line: &str) {
    assert!(
        draft
            .lines()
            .any(|written| written.trim_start().starts_with(line)),
        "`{line}` is not in:\n{draft}"
    );
}

#[test]
fn every_kind_of_object() {
    let server = Postgres::shared();
    of_database(server, corpus::everything_db());
}

#[test]
fn pgbench() {
    let server = Postgres::shared();
    let db = server.fresh_db("pgbench");
    let mut init = server.client("pgbench");
    init.args(["-i", "-q", "--foreign-keys", "--partitions=3", &db]);
    let output = crate::env::process::run(&mut init, b"");
    assert_eq!(output.code, 0, "{}", output.stderr_text());
    let draft = of_database(server, &db);
    says(&draft, "aid: {use: keep, reason: surrogate key}");
    says(&draft, "abalance: {use: keep, reason: review}");
    says(&draft, "- {columns: bid, table: pgbench_branches, to: bid}");
}

/// The shop that everybody knows: domains, enums, arrays, partitions, a full-text column.
#[test]
fn a_shop_of_films() {
    let draft = both_ways(
        "films",
        "CREATE TYPE mpaa_rating AS ENUM ('G', 'PG', 'R');
         CREATE DOMAIN year AS integer CHECK (VALUE >= 1901 AND VALUE <= 2155);
         CREATE DOMAIN email AS varchar(60) CHECK (VALUE ~ '@');
         CREATE TABLE country (country_id serial PRIMARY KEY, country text NOT NULL);
         CREATE TABLE city (city_id serial PRIMARY KEY, city text NOT NULL,
           country_id int NOT NULL REFERENCES country ON DELETE RESTRICT);
         CREATE TABLE address (address_id serial PRIMARY KEY, address text NOT NULL, address2 text, district text NOT NULL,
           city_id int NOT NULL REFERENCES city, postal_code varchar(10), phone varchar(20) NOT NULL,
           last_update timestamptz NOT NULL DEFAULT now());
         CREATE TABLE staff (staff_id serial PRIMARY KEY, first_name varchar(45) NOT NULL, last_name varchar(45) NOT NULL,
           address_id int NOT NULL REFERENCES address, email email, active bool NOT NULL DEFAULT true,
           username varchar(16) NOT NULL, password varchar(40), picture bytea);
         CREATE TABLE customer (customer_id serial PRIMARY KEY, first_name varchar(45) NOT NULL, last_name varchar(45) NOT NULL,
           email email UNIQUE, address_id int NOT NULL REFERENCES address, create_date date NOT NULL DEFAULT now());
         CREATE TABLE film (film_id serial PRIMARY KEY, title varchar(255) NOT NULL, description text, release_year year,
           rental_rate numeric(4,2) NOT NULL DEFAULT 4.99, rating mpaa_rating DEFAULT 'G', special_features text[],
           fulltext tsvector NOT NULL);
         CREATE TABLE payment (payment_id serial, customer_id int NOT NULL REFERENCES customer,
           amount numeric(5,2) NOT NULL, payment_date timestamptz NOT NULL, PRIMARY KEY (payment_date, payment_id))
           PARTITION BY RANGE (payment_date);
         CREATE TABLE payment_p1 PARTITION OF payment FOR VALUES FROM ('2022-01-01') TO ('2022-02-01');
         CREATE TABLE payment_p2 PARTITION OF payment FOR VALUES FROM ('2022-02-01') TO ('2022-03-01');
         INSERT INTO country (country) VALUES ('France'), ('Spain');
         INSERT INTO city (city, country_id) VALUES ('Lyon', 1), ('Madrid', 2);
         INSERT INTO address (address, district, city_id, postal_code, phone) VALUES
           ('47 MySakila Drive', 'Alberta', 1, '35200', '14033335568'), ('28 MySQL Boulevard', 'QLD', 2, '17886', '6172235589');
         INSERT INTO staff (first_name, last_name, address_id, email, username, password, picture) VALUES
           ('Mike', 'Hillyer', 1, 'Mike.Hillyer@sakila.example', 'Mike', '8cb2237d0679ca88db6464eac60da96345513964', '\\x89504e47');
         INSERT INTO customer (first_name, last_name, email, address_id) VALUES
           ('MARY', 'SMITH', 'MARY.SMITH@sakila.example', 1), ('PATRICIA', 'JOHNSON', NULL, 2);
         INSERT INTO film (title, description, release_year, rating, special_features, fulltext) VALUES
           ('ACADEMY DINOSAUR', 'A Epic Drama of a Feminist And a Mad Scientist', 2006, 'PG', '{Trailers,\"Deleted Scenes\"}',
            to_tsvector('academy dinosaur'));
         INSERT INTO payment (customer_id, amount, payment_date) VALUES (1, 5.99, '2022-01-25'), (2, 0.99, '2022-02-14');",
    );
    for line in [
        "first_name: {use: person.first_name",
        "last_name: {use: person.last_name",
        "email: {use: internet.email, unique: true",
        "phone: {use: phone.number",
        "address: {use: address.full",
        "postal_code: {use: address.postcode",
        "password: {set_from: DMSCRUB_PASSWORD_HASH",
        "picture: {use: bytes.empty",
        "fulltext: {use: empty",
        "rating: {use: keep, reason: review}",
        "country: {use: keep, reason: review}",
        "payment_date: {use: keep",
        "- {columns: address_id, table: address, to: address_id}",
    ] {
        says(&draft, line);
    }
    assert!(
        !draft.contains("payment_p1"),
        "a partition has its parent's rule:\n{draft}"
    );
    for value in ["Hillyer", "MySakila", "DINOSAUR", "5.99"] {
        assert!(
            !draft.contains(value),
            "a value stands in the draft: {value}"
        );
    }
}

/// Django, Rails and Prisma: their tables for users, sessions and migrations, names in camel case.
#[test]
fn names_of_frameworks() {
    let draft = both_ways(
        "frameworks",
        r#"CREATE TABLE auth_user (id serial PRIMARY KEY, password varchar(128) NOT NULL, last_login timestamptz,
             is_superuser bool NOT NULL, username varchar(150) NOT NULL UNIQUE, first_name varchar(150) NOT NULL,
             last_name varchar(150) NOT NULL, email varchar(254) NOT NULL, date_joined timestamptz NOT NULL DEFAULT now());
           CREATE INDEX auth_user_username_like ON auth_user (username varchar_pattern_ops);
           CREATE TABLE django_session (session_key varchar(40) PRIMARY KEY, session_data text NOT NULL, expire_date timestamptz NOT NULL);
           CREATE TABLE django_migrations (id serial PRIMARY KEY, app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied timestamptz NOT NULL);
           CREATE TABLE django_admin_log (id serial PRIMARY KEY, object_repr varchar(200) NOT NULL, change_message text NOT NULL,
             user_id int NOT NULL REFERENCES auth_user DEFERRABLE INITIALLY DEFERRED, action_flag smallint NOT NULL CHECK (action_flag >= 0));
           CREATE TABLE schema_migrations (version varchar NOT NULL PRIMARY KEY);
           CREATE TABLE accounts (id bigserial PRIMARY KEY, email varchar DEFAULT '' NOT NULL, encrypted_password varchar DEFAULT '' NOT NULL,
             reset_password_token varchar, current_sign_in_ip inet, last_sign_in_ip varchar, settings jsonb DEFAULT '{}' NOT NULL);
           CREATE UNIQUE INDEX index_accounts_on_email ON accounts (lower(email));
           CREATE UNIQUE INDEX index_accounts_on_token ON accounts (reset_password_token);
           CREATE TABLE "User" (id text PRIMARY KEY, "emailAddress" text NOT NULL UNIQUE, "firstName" text, "createdAt" timestamp(3) DEFAULT now() NOT NULL);
           CREATE TABLE "Post" (id serial PRIMARY KEY, "authorId" text NOT NULL REFERENCES "User"(id), title text NOT NULL, body text, "viewCount" int DEFAULT 0);
           CREATE TABLE "Odd ""Table""" ("e-mail: *" text, "null" int, "Straße" text);
           INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, email) VALUES
             ('pbkdf2_sha256$260000$abcdefgh$0123456789', true, 'jdoe', 'Jane', 'Doe', 'jane@real.example');
           INSERT INTO django_session VALUES ('abcdefghijklmnopqrstuvwxyz012345', 'data', now());
           INSERT INTO django_migrations (app, name, applied) VALUES ('auth', '0001_initial', now());
           INSERT INTO django_admin_log (object_repr, change_message, user_id, action_flag) VALUES ('jane', '[]', 1, 1);
           INSERT INTO schema_migrations VALUES ('20240101000000');
           INSERT INTO accounts (email, reset_password_token, current_sign_in_ip, last_sign_in_ip, settings) VALUES
             ('Jo@real.example', 'a1b2c3d4e5f6a7b8c9d0', '10.1.2.3', '10.1.2.3', '{"theme": "dark", "phone": "020 7946 0958"}'),
             ('al@real.example', NULL, NULL, NULL, '{"theme": "dark", "nested": {"fullName": "Al Smith"}}');
           INSERT INTO "User" VALUES ('ck1', 'jo@real.example', 'Jo'), ('ck2', 'al@real.example', 'Al');
           INSERT INTO "Post" ("authorId", title, body) VALUES ('ck1', 'Hello', 'Hello from Jo at my desk today');
           INSERT INTO "Odd ""Table""" VALUES ('jo@real.example', 1, 'Hauptstraße 5');"#,
    );
    for line in [
        "username: {use: internet.username, unique: true",
        "session_key: {use: hash, unique: true",
        "password: {set_from: DMSCRUB_PASSWORD_HASH",
        "name: {use: keep, reason: migrations read it}",
        "version: {use: keep, reason: migrations read it}",
        "current_sign_in_ip: {use: internet.ip",
        "last_sign_in_ip: {use: internet.ip",
        "phone: phone.number",
        "nested.fullName: person.name",
        "emailAddress: {use: internet.email, unique: true",
        "firstName: {use: person.first_name",
        "authorId: {use: keep, reason: foreign key}",
        "body: {use: lorem.paragraph, same_length: true",
        "'\"e-mail: *\"': {use: internet.email",
        "Straße: {use: address.street",
        "'\"User\"':",
    ] {
        says(&draft, line);
    }
}

/// Types, keys and checks that a first choice would break.
#[test]
fn what_is_hard_to_replace() {
    let draft = both_ways(
        "hard",
        r#"CREATE SCHEMA crm; CREATE SCHEMA "Odd Schema";
           CREATE EXTENSION citext; CREATE EXTENSION hstore;
           CREATE TYPE colour AS ENUM ('red', 'green');
           CREATE TYPE gender AS ENUM ('f', 'm', 'x');
           CREATE TYPE postal AS (street text, city varchar(20), country char(2), height int);
           CREATE DOMAIN phone AS text CHECK (VALUE ~ '^[0-9+ ]+$');
           CREATE TABLE crm.people (
             nino char(20) PRIMARY KEY, email citext NOT NULL, mobile phone, home postal, tags text[], attributes hstore,
             gender gender NOT NULL, title varchar(5) CHECK (title IN ('Mr', 'Ms', 'Dr')),
             born date NOT NULL CHECK (born > '1900-01-01'), surname text NOT NULL CHECK (surname <> ''),
             search text GENERATED ALWAYS AS (lower(surname)) STORED, colour colour, contacts jsonb[],
             UNIQUE (surname, born), notes text COLLATE "C", photo bytea NOT NULL, religion bool, salary numeric(8,2), range int4range,
             EXCLUDE USING btree (email WITH =));
           CREATE TABLE crm.cards (number varchar(19) NOT NULL, holder char(20) NOT NULL REFERENCES crm.people ON UPDATE CASCADE,
             UNIQUE (holder, number));
           CREATE TABLE "Odd Schema".events (id bigint, actor citext NOT NULL, payload text, at timestamptz NOT NULL) PARTITION BY LIST (id);
           CREATE TABLE "Odd Schema".events_rest PARTITION OF "Odd Schema".events DEFAULT;
           CREATE TABLE animals (name text, id int PRIMARY KEY);
           CREATE TABLE dogs (owner_name text, phone text UNIQUE) INHERITS (animals);
           CREATE TABLE c (a text, b text, c text, d text, e text, f bigint, g text, h text);
           INSERT INTO crm.people (nino, email, mobile, home, tags, attributes, gender, title, born, surname, contacts, notes, photo, religion, salary)
             VALUES ('AB123456C', 'Jo@real.example', '+44 20 7946 0958', '("1 Real Road","Leeds","GB",3)', '{"jo@real.example",x}',
               'email=>jo@real.example, theme=>dark', 'f', 'Ms', '1970-02-03', 'Smith', ARRAY['{"phone": "020 7946 0958"}'::jsonb],
               'call Jo Smith on 020 7946 0958', '\x00', true, 12345.67),
               ('AB123457C', 'al@real.example', NULL, NULL, NULL, NULL, 'm', NULL, '1980-02-03', 'Jones', NULL, NULL, '\x01', NULL, NULL);
           INSERT INTO crm.cards VALUES ('4111111111111111', 'AB123456C'), ('5500005555555559', 'AB123456C'), ('4111111111111111', 'AB123457C');
           INSERT INTO "Odd Schema".events VALUES (1, 'jo@real.example', '{"user": "jo@real.example"}', now());
           INSERT INTO animals VALUES ('Rex', 1);
           INSERT INTO dogs VALUES ('Fido', 2, 'Jo Smith', '020 7946 0958'), ('Spot', 3, 'Al Jones', NULL);
           INSERT INTO c SELECT 'user' || n || '@real.example', '020 7946 0' || 100 + n, 'SW1A ' || n % 10 || 'AA',
             (ARRAY['Alice Smith', 'Bob Jones', 'Carol White'])[1 + n % 3], 'AB1234' || lpad((n % 100)::text, 2, '0') || 'C',
             4111111111111111, 'on ' || n || ' we wrote to jo@real.example about all of this',
             (ARRAY['open', 'shut'])[1 + n % 2] FROM generate_series(1, 60) n;"#,
    );
    for line in [
        "nino: {use: ",
        "holder: {use: ",
        "email: {use: internet.email, unique: true",
        "mobile: {use: ",
        "home:",
        "street: address.street",
        "height: keep",
        "tags: {elements: ",
        "email: internet.email",
        "gender: {choice: [f, m, x]",
        "born: {use: person.date_of_birth",
        "colour: {use: keep, reason: review}",
        "contacts: {elements: {json: {phone: phone.number}, others: remove}",
        "notes: {use: lorem.paragraph, same_length: true",
        "photo: {use: bytes.empty",
        "religion: {use: bool",
        "salary: {use: number.noise",
        "a: {use: internet.email",
        "b: {use: phone.number",
        "c: {use: address.postcode",
        "d: {use: person.name",
        "e: {use: gb.nino",
        "f: {use: ",
        "g: {use: lorem.paragraph",
        "h: {use: keep, reason: review}",
    ] {
        says(&draft, line);
    }
    assert!(
        !draft.contains("search:"),
        "a generated column needs no rule:\n{draft}"
    );
    assert!(!draft.contains("purge: all"), "rows leave:\n{draft}");
}

/// A key too short for what takes its place can't be replaced, and must not stay.
#[test]
fn rows_leave_where_nothing_else_is_safe() {
    let server = Postgres::shared();
    let db = server.fresh_db("short");
    server.psql(
        &db,
        "CREATE TABLE people (nino char(9) PRIMARY KEY, shoe_size int);
         CREATE TABLE visits (id int PRIMARY KEY, nino char(9) NOT NULL REFERENCES people);
         CREATE TABLE rooms (id int PRIMARY KEY, city text) PARTITION BY LIST (id);
         CREATE TABLE rooms_1 PARTITION OF rooms FOR VALUES IN (1);
         INSERT INTO people VALUES ('AB123456C', 41); INSERT INTO visits VALUES (1, 'AB123456C');
         INSERT INTO rooms VALUES (1, 'Leeds');",
    );
    let dump = server.pg_dump(&db, &[]);
    let (_, files) = draft(&dump);
    let text: String = files.into_values().collect();
    says(&text, "purge: all");
    assert!(!text.contains("AB123456C"));
    let loaded = drafted_and_loaded(server, &dump, &dump);
    let counts = "SELECT count(*) FROM people UNION ALL SELECT count(*) FROM visits UNION ALL SELECT count(*) FROM rooms";
    assert_eq!(server.psql(&loaded, counts), "0\n0\n1");
}

/// What the dump has no rows of refers to nothing.
#[test]
fn tables_without_their_data() {
    let server = Postgres::shared();
    let db = server.fresh_db("without");
    server.psql(
        &db,
        "CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE);
         CREATE TABLE logs (id int, user_id int REFERENCES users);
         INSERT INTO users VALUES (1, 'jo@real.example'); INSERT INTO logs VALUES (1, NULL);",
    );
    let dump = server.pg_dump(&db, &["--exclude-table-data=users"]);
    let loaded = drafted_and_loaded(server, &dump, &dump);
    assert_eq!(server.psql(&loaded, "SELECT count(*) FROM logs"), "1");
}
