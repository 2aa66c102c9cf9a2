-- A database with an object of every kind that pg_dump writes, and names and texts that look like
-- something else. Loaded with psql; every text that stands for a person's carries CANARY.
-- Roles are made by the test: everything_owner, everything_reader.

CREATE EXTENSION hstore;
CREATE EXTENSION citext;
CREATE EXTENSION lo;
CREATE EXTENSION postgres_fdw;
CREATE EXTENSION file_fdw;
COMMENT ON EXTENSION hstore IS 'ask CANARY100001 before use';

-- Names ------------------------------------------------------------------------------------------
CREATE SCHEMA "Odd; Schema" AUTHORIZATION everything_owner;
CREATE SCHEMA "two
lines";
CREATE TABLE "Odd; Schema"."Odd "" Table" ("Odd "" Column" text, "semi;colon" text, "select" int, "ünïcode" text);
INSERT INTO "Odd; Schema"."Odd "" Table" VALUES ('CANARY100002', E'\\.', 1, 'ü'), (NULL, '', NULL, E'tab\there');
CREATE TABLE "two
lines"."COPY public.users (id) FROM stdin;
1	CANARY100003
\.
" ("a
column" int, "INSERT INTO x VALUES ('" text, "-- comment" text, "/* open" text, "$$" text);
INSERT INTO "two
lines"."COPY public.users (id) FROM stdin;
1	CANARY100003
\.
" VALUES (1, 'CANARY100004', '*/', '--', '$$'), (2, NULL, '', 'COPY x FROM stdin;', '\.');
CREATE TABLE "table" ("column" int, "from" text, "stdin" text);
INSERT INTO "table" VALUES (1, 'COPY "table" FROM stdin;', 'CANARY100005');
CREATE TABLE "COPY" ("COPY" text);
INSERT INTO "COPY" VALUES (E'\\.'), (E'\\.\n'), (E'a\n\\.\nb'), (E'\\N'), (NULL), (''), ('\'), ('\\'), (E'\\t');
CREATE TABLE a$b$c (x$y text);
INSERT INTO a$b$c VALUES ('$b$'), ('a$b$c');

-- Types ------------------------------------------------------------------------------------------
CREATE TYPE mood AS ENUM ('sad', 'it''s; ok', 'CANARY100006 GmbH', 'happy "very"');
CREATE TYPE place AS (street text, "post code" varchar(12), mood mood);
CREATE TYPE nested AS (here place, others place[]);
CREATE TYPE float8range2 AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE shell_only;
CREATE DOMAIN email AS citext NOT NULL DEFAULT 'CANARY100007@real-company.example'
  CONSTRAINT has_at CHECK (VALUE ~ '@' AND VALUE <> 'CANARY100008@real-company.example');
CREATE DOMAIN short_text AS varchar(20) COLLATE "C";
COMMENT ON TYPE mood IS 'how CANARY100009 feels';
COMMENT ON DOMAIN email IS E'line one\nCOPY public.x (a) FROM stdin;\n\\.\nit''s over -- or not /*';
COMMENT ON COLUMN place.street IS 'street';

CREATE TABLE every_type (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 5) PRIMARY KEY,
  small smallint, whole int, big bigint, exact numeric, priced numeric(12,2), single real, double double precision,
  flag boolean, fixed char(8), limited varchar(30), long text, one "char", named name, folded citext,
  bytes bytea, day date, clock time, clock_tz timetz(3), moment timestamp, moment_tz timestamptz, span interval,
  uid uuid, doc json, docb jsonb, mark xml, address inet, net cidr, mac macaddr, mac8 macaddr8,
  bits bit(5), vbits bit varying(9), cash money, vector tsvector, query tsquery,
  dot point, seg lseg, shape polygon, circle circle, box box, path path, line line,
  ints int[], words text[], grid int[][], docs jsonb[], places place[], home place, deep nested,
  r4 int4range, rn numrange, rd daterange, rts tstzrange, rm int4multirange, r2 float8range2,
  feeling mood, feelings mood[], mail email, short short_text, pairs hstore, pic lo, ref oid, cls regclass, lsn pg_lsn,
  twice bigint GENERATED ALWAYS AS (whole::bigint * 2) STORED,
  label text GENERATED ALWAYS AS (limited || ' <' || long || '>') STORED
);
INSERT INTO every_type (small, whole, big, exact, priced, single, double, flag, fixed, limited, long, one, named, folded,
  bytes, day, clock, clock_tz, moment, moment_tz, span, uid, doc, docb, mark, address, net, mac, mac8, bits, vbits, cash, vector, query,
  dot, seg, shape, circle, box, path, line, ints, words, grid, docs, places, home, deep,
  r4, rn, rd, rts, rm, r2, feeling, feelings, mail, short, pairs, pic, ref, cls, lsn) VALUES
 (-32768, 2147483647, -9223372036854775808, 1e-30, -1234.50, 3.14, 0.1::float8 + 0.2, true, 'ab', 'CANARY100010', E'tab\tnl\ncr\rbs\\ \\N \\. é 李 🦀 \u0001\u007f', 'x', 'nm', 'CaNaRy100011',
  '\x00ff5c0a', '2024-02-29', '12:34:56.789', '23:59:59.5+05:30', '0044-03-15 BC', 'infinity', '1 year -2 mons 3 days -04:05:06.7', '00000000-0000-0000-0000-000000000001',
  E'{"a" :1, "a":2,\n "k\\u0065y": "CANARY100012\\n\\\\"}', '{"name": "CANARY100013", "n": 1.10}', '<a b="c">CANARY100014 &amp; <![CDATA[\.]]></a>', '192.0.2.1/24', '2001:db8::/32', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05',
  B'10101', B'1', '$1,234.56', 'canary100015:1A fat:2', 'fat & (rat | ''it''''s'')',
  '(1,2)', '[(0,0),(1,1)]', '((0,0),(1,1),(1,0))', '<(0,0),1>', '(1,1),(0,0)', '[(0,0),(1,1)]', '{1,-1,0}',
  '{1,NULL,3}', ARRAY['a,b','{c}','"d"','e\f',NULL,'NULL','',E'CANARY100016\n'], '[2:3][0:1]={{1,2},{3,4}}', ARRAY['{"a":"CANARY100017"}'::jsonb], ARRAY[ROW('1 "High" St','AB\1','sad')::place, NULL], ROW(E'CANARY100018,\n(x)', '', NULL), ROW(ROW('a','b','sad'), ARRAY[ROW('c','d',NULL)::place]),
  '[1,5)', '(,9.5]', 'empty', '[2024-01-01,)', '{[1,2),[5,8)}', '[0.5,1.5]', 'it''s; ok', '{sad,"it''s; ok",NULL}', 'CANARY100019@real-company.example', 'short', '"a"=>"CANARY100020", "b\\"=>NULL', 700001, 700002, 'every_type', '16/B374D848');
INSERT INTO every_type (double, exact, single, day, moment, clock, mail) VALUES ('NaN', 'NaN', '-Infinity', '-infinity', '294276-12-31 23:59:59', '24:00', 'b@c'), ('Infinity', 'Infinity', 'NaN', 'infinity', '-infinity', '00:00', 'd@e');

CREATE TABLE texts (id int, value text, CONSTRAINT not_the_boss CHECK (value <> 'CANARY100021'));
INSERT INTO texts SELECT n, chr(n) || 'x' || chr(n) FROM generate_series(1, 300) n;
INSERT INTO texts VALUES (1000, E'\\.'), (1001, E'x\n\\.\nCOPY public.texts (id, value) FROM stdin;\n1\tCANARY100022\n\\.\n'),
  (1002, E'''; INSERT INTO texts VALUES (1, ''CANARY100023''); --'), (1003, '$$ $_$ $body$'), (1004, E'\\\\\\'), (1005, repeat(E'CANARY100024 \\ \t long ', 3000)),
  (1006, E'\\connect evil\n\\! rm -rf /\n\\restrict x'), (1007, E'ends in a backslash\\'), (1008, E'-- PostgreSQL database dump complete\n--\n');

CREATE TABLE wide AS SELECT * FROM (SELECT 1 AS a) x;
DO $do$ BEGIN FOR i IN 1..150 LOOP EXECUTE format('ALTER TABLE wide ADD COLUMN c%s text DEFAULT %L', i, 'CANARY100025 ' || i); END LOOP; END $do$;

CREATE TABLE zero_columns ();
INSERT INTO zero_columns SELECT FROM generate_series(1, 3);
CREATE TABLE all_generated (x int GENERATED ALWAYS AS (1) STORED);
INSERT INTO all_generated DEFAULT VALUES;
CREATE TABLE dropped_columns (a int, gone text, b text);
INSERT INTO dropped_columns VALUES (1, 'CANARY100026', 'x');
ALTER TABLE dropped_columns DROP COLUMN gone;
CREATE TABLE no_rows (a int, b text);
CREATE UNLOGGED TABLE unlogged (a text);
INSERT INTO unlogged VALUES ('CANARY100027');
CREATE TABLE by_default (id int GENERATED BY DEFAULT AS IDENTITY, v text);
INSERT INTO by_default (v) VALUES ('a'), ('b');

-- Partitions and inheritance -----------------------------------------------------------------------
CREATE TABLE by_list (k text, v text, n int) PARTITION BY LIST (k);
CREATE TABLE by_list_a PARTITION OF by_list FOR VALUES IN ('a', 'CANARY100028@real-company.example', 'it''s');
CREATE TABLE by_list_rest (n int, v text, k text);
ALTER TABLE by_list ATTACH PARTITION by_list_rest DEFAULT;
INSERT INTO by_list VALUES ('a', 'CANARY100029', 1), ('z', E'\t', 2);
CREATE TABLE by_range (at date, v text) PARTITION BY RANGE (at);
CREATE TABLE by_range_2023 PARTITION OF by_range FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE by_range_2024 PARTITION OF by_range FOR VALUES FROM ('2024-01-01') TO (MAXVALUE) PARTITION BY HASH (v);
CREATE TABLE by_range_2024_0 PARTITION OF by_range_2024 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE by_range_2024_1 PARTITION OF by_range_2024 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO by_range SELECT date '2023-06-01' + 40 * n, 'CANARY100030 ' || n FROM generate_series(1, 12) n;
CREATE TABLE by_hash (feeling mood, v text) PARTITION BY HASH (feeling);
CREATE TABLE by_hash_0 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE by_hash_1 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO by_hash VALUES ('sad', 'CANARY100031'), ('it''s; ok', 'b'), ('happy "very"', 'c');
CREATE TABLE parent (id int, name text);
CREATE TABLE child (extra text) INHERITS (parent);
INSERT INTO parent VALUES (1, 'CANARY100032');
INSERT INTO child VALUES (2, 'CANARY100033', 'extra');

-- Code -----------------------------------------------------------------------------------------
CREATE FUNCTION plain_body(a int, b text DEFAULT 'CANARY100034; '';') RETURNS text LANGUAGE sql IMMUTABLE AS
'SELECT ''COPY public.x (a) FROM stdin;
1
\.
''::text';
CREATE FUNCTION dollar_body() RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'public', 'two
lines' AS $body$
BEGIN
  -- it's $$ a comment; /* unbalanced
  EXECUTE $q$COPY public.users (id, name) FROM stdin;
1	CANARY100035
\.
$q$;
  RETURN 'INSERT INTO public.users VALUES (1);' || $_$ $_X$ $_$;
END $body$;
CREATE FUNCTION atomic_body(x int) RETURNS int LANGUAGE sql BEGIN ATOMIC
  SELECT 1;
  SELECT CASE WHEN x > 0 THEN CASE x WHEN 1 THEN 2 ELSE 3 END END;
  SELECT length('; END; CANARY100036');
END;
CREATE PROCEDURE atomic_procedure() LANGUAGE sql BEGIN ATOMIC
  INSERT INTO no_rows VALUES (1, 'CANARY100037');
  DELETE FROM no_rows;
END;
CREATE FUNCTION expression_body(x int) RETURNS int LANGUAGE sql RETURN CASE WHEN x > 0 THEN x ELSE 0 END;
CREATE AGGREGATE joined(text) (SFUNC = textcat, STYPE = text, INITCOND = 'CANARY100038 ');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq, COMMUTATOR = ===);
CREATE FUNCTION mood_number(mood) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE CAST (mood AS int) WITH FUNCTION mood_number(mood) AS ASSIGNMENT;
CREATE OPERATOR FAMILY odd_family USING btree;
CREATE OPERATOR CLASS odd_class FOR TYPE int USING btree FAMILY odd_family AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 btint4cmp(int, int);
CREATE COLLATION odd_collation (provider = icu, locale = 'en-u-ks-level2', deterministic = false);
CREATE CONVERSION odd_conversion FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
CREATE TEXT SEARCH DICTIONARY odd_dictionary (TEMPLATE = simple, STOPWORDS = 'english');
CREATE TEXT SEARCH CONFIGURATION odd_configuration (COPY = english);
CREATE TEXT SEARCH TEMPLATE odd_template (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH PARSER odd_parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE ACCESS METHOD odd_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE in_odd_heap (a text) USING odd_heap;
INSERT INTO in_odd_heap VALUES ('CANARY100039');
CREATE STATISTICS odd_statistics (ndistinct, mcv) ON id, (length(value)) FROM texts;

CREATE SEQUENCE "Seq ""q""; x" AS smallint START 5 CYCLE;
SELECT setval('"Seq ""q""; x"', 42);

-- Views, rules, policies, triggers ---------------------------------------------------------------
CREATE VIEW plain_view WITH (security_barrier, security_invoker) AS SELECT id, value || ' -- CANARY100040; ' AS v FROM texts WHERE value <> E'COPY x FROM stdin;\n\\.\n';
CREATE VIEW circle_view AS SELECT id, value, count(*) AS n FROM (SELECT 1 AS id, 'a' AS value) t GROUP BY id, value;
CREATE MATERIALIZED VIEW counted AS SELECT k, count(*) FROM by_list WHERE v <> 'CANARY100041' GROUP BY k;
CREATE MATERIALIZED VIEW never_filled AS SELECT 1 AS x WITH NO DATA;
CREATE INDEX ON counted (k);
CREATE TABLE keyed (id int PRIMARY KEY, name text UNIQUE, during tstzrange, parent int REFERENCES keyed, EXCLUDE USING gist (during WITH &&));
INSERT INTO keyed VALUES (1, 'CANARY100042', '[2024-01-01,2024-02-01)', NULL), (2, 'b', '[2024-03-01,2024-04-01)', 1);
CREATE VIEW keyed_view AS SELECT id, name, max(parent) AS p FROM keyed GROUP BY id;
CREATE UNIQUE INDEX lower_name ON keyed (lower(name)) WHERE name <> 'CANARY100043; DROP';
CREATE RULE quiet AS ON INSERT TO no_rows WHERE NEW.b = 'CANARY100044' DO INSTEAD (INSERT INTO unlogged VALUES ('x;'); DELETE FROM unlogged WHERE a = ';');
ALTER TABLE keyed ENABLE ROW LEVEL SECURITY;
CREATE POLICY owners ON keyed FOR SELECT TO everything_reader USING (name = 'CANARY100045');
CREATE TRIGGER touched BEFORE INSERT ON keyed FOR EACH ROW WHEN (NEW.name <> 'CANARY100046;') EXECUTE FUNCTION touch('key ''CANARY100047''');
ALTER TABLE keyed DISABLE TRIGGER touched;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON keyed DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch();
CREATE EVENT TRIGGER odd_event ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION on_ddl();
ALTER EVENT TRIGGER odd_event DISABLE;
ALTER TABLE texts ALTER COLUMN value SET STATISTICS 500, ALTER COLUMN value SET STORAGE EXTERNAL, REPLICA IDENTITY FULL, SET (fillfactor = 70);
ALTER TABLE keyed CLUSTER ON keyed_pkey;

-- The world outside --------------------------------------------------------------------------------
CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'db.production.example', dbname 'CANARY100048');
CREATE USER MAPPING FOR everything_reader SERVER far OPTIONS (user 'u', password E'um-CANARY100049\\et''q');
CREATE FOREIGN TABLE far_table (id int OPTIONS (column_name 'x;y'), name text) SERVER far OPTIONS (schema_name 'it''s', table_name 'CANARY100050');
CREATE FOREIGN DATA WRAPPER odd_fdw OPTIONS (secret 'CANARY100051');
CREATE PUBLICATION odd_publication FOR TABLE texts (id, value) WHERE (value <> 'CANARY100052');
CREATE PUBLICATION everything_publication FOR ALL TABLES;
CREATE PUBLICATION schema_publication FOR TABLES IN SCHEMA "Odd; Schema";
CREATE SUBSCRIPTION odd_subscription CONNECTION 'host=db.production.example password=CANARY100053' PUBLICATION odd_publication WITH (connect = false, slot_name = NONE);

-- Large objects ------------------------------------------------------------------------------------
SELECT lo_from_bytea(700001, convert_to(repeat('CANARY100054 ', 4000), 'UTF8'));
SELECT lo_from_bytea(700002, '');
SELECT lo_from_bytea(4294967295, '\x00ff275c0a');
COMMENT ON LARGE OBJECT 700001 IS 'a scan of CANARY100055';
GRANT SELECT ON LARGE OBJECT 700001 TO everything_reader;
ALTER LARGE OBJECT 700002 OWNER TO everything_owner;

-- Owners, rights, comments -------------------------------------------------------------------------
ALTER TABLE texts OWNER TO everything_owner;
ALTER TABLE by_list OWNER TO everything_owner;
GRANT SELECT (id), INSERT ON texts TO everything_reader WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION dollar_body() FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE everything_owner IN SCHEMA public GRANT SELECT ON TABLES TO everything_reader;
COMMENT ON TABLE texts IS E'ends in ''quotes'' and \\ backslash\\';
COMMENT ON COLUMN texts.value IS 'ask CANARY100056@real-company.example';
COMMENT ON CONSTRAINT not_the_boss ON texts IS $$dollars $_$ $$;
COMMENT ON TABLE "two
lines"."COPY public.users (id) FROM stdin;
1	CANARY100003
\.
" IS E'\\connect nowhere\n';
COMMENT ON FUNCTION dollar_body() IS '/* not a comment';
COMMENT ON TRIGGER touched ON keyed IS '*/';
COMMENT ON SCHEMA public IS 'it''s public; -- really';
