--
-- PostgreSQL database dump
--

\restrict jFdBz9QMPygTXhhUAYEGmzzHjrBngFnT4ab1sDJraftavc2Gt4sGapKgEEk7FwQ

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

DROP EVENT TRIGGER reassign_owned;
DROP SUBSCRIPTION sub;
DROP PUBLICATION pubsch;
DROP PUBLICATION puball;
DROP PUBLICATION pub;
DROP POLICY pol ON app.t1;
ALTER TABLE ONLY app.t3 DROP CONSTRAINT t3_a_b_fkey;
ALTER TABLE ONLY app.t2 DROP CONSTRAINT t2_t1id_fkey;
DROP TRIGGER trg2 ON app.t1;
DROP TRIGGER trg1 ON app.t1;
DROP RULE r2 ON app.t3;
DROP RULE r1 ON app.t3;
CREATE OR REPLACE VIEW app.vcirc AS
SELECT
    NULL::integer AS a,
    NULL::text AS b;
DROP STATISTICS app.st2;
DROP STATISTICS app.st1;
DROP INDEX app.uq_plain;
DROP INDEX app.uq_expr;
DROP INDEX app.t1_lower_expr_r_idx;
DROP INDEX app.mvi;
DROP INDEX app.gist1;
ALTER TABLE ONLY app.t1 DROP CONSTRAINT uq2;
ALTER TABLE ONLY app.typed DROP CONSTRAINT typed_pkey;
ALTER TABLE ONLY app.t2 DROP CONSTRAINT t2_pkey;
ALTER TABLE ONLY app.t2 DROP CONSTRAINT t2_a_int4range_excl;
ALTER TABLE ONLY app.t1 DROP CONSTRAINT t1_pkey;
ALTER TABLE ONLY app.t1 DROP CONSTRAINT t1_mail_key;
ALTER TABLE ONLY app.part_d DROP CONSTRAINT part_d_pkey;
ALTER TABLE ONLY app.part_a1 DROP CONSTRAINT part_a1_pkey;
ALTER TABLE ONLY app.part_a DROP CONSTRAINT part_a_pkey;
ALTER TABLE ONLY app.part DROP CONSTRAINT part_pkey;
ALTER TABLE app.t1 DROP CONSTRAINT later;
ALTER TABLE ONLY app.circ DROP CONSTRAINT circ_pkey;
SELECT pg_catalog.lo_unlink('70001');
SELECT pg_catalog.lo_unlink('4294967290');
SELECT pg_catalog.lo_unlink('17505');
ALTER TABLE app.v ALTER COLUMN name DROP DEFAULT;
ALTER TABLE app.t1 ALTER COLUMN s DROP DEFAULT;
ALTER TABLE app.child ALTER COLUMN b DROP DEFAULT;
DROP TABLE app."zero cols";
DROP VIEW app.vcirc;
DROP VIEW app.v;
DROP TABLE app.unl;
DROP TABLE app.typed;
DROP TABLE app.t3;
DROP SEQUENCE app.t1_s_seq;
DROP TABLE app.t1;
DROP SEQUENCE app.seq;
DROP VIEW app.rv;
DROP TABLE app.parte0;
DROP TABLE app.parte;
DROP TABLE app.part_d;
DROP TABLE app.part_a1;
DROP TABLE app.part_a;
DROP TABLE app.part;
DROP MATERIALIZED VIEW app.mv0;
DROP MATERIALIZED VIEW app.mv;
DROP TABLE app.t2;
DROP FOREIGN TABLE app.ft;
DROP TABLE app.circ;
DROP TABLE app.child;
DROP TABLE app.parent;
DROP TABLE "Odd; Schema"."T; Type: x";
DROP SERVER srv2;
DROP USER MAPPING FOR public SERVER srv;
DROP USER MAPPING FOR alice SERVER srv;
DROP SERVER srv;
DROP SERVER files;
DROP FOREIGN DATA WRAPPER fdw1;
DROP TEXT SEARCH CONFIGURATION app.c;
DROP TEXT SEARCH DICTIONARY app.d;
DROP TEXT SEARCH TEMPLATE app.t;
DROP TEXT SEARCH PARSER app.p;
DROP CONVERSION app.conv;
DROP OPERATOR CLASS app.oc USING btree;
DROP OPERATOR FAMILY app.of USING btree;
DROP OPERATOR app.@+@ (integer, integer);
DROP ACCESS METHOD am2;
DROP AGGREGATE app.mysum(integer);
DROP FUNCTION app.trg();
DROP PROCEDURE app.proc(INOUT a integer);
DROP FUNCTION app.inc(a integer, b integer);
DROP FUNCTION app.evt();
DROP FUNCTION app.cmp(integer, integer);
DROP FUNCTION app.atomic(a integer);
DROP CAST (app.mood AS integer);
DROP FUNCTION app.mood2int(app.mood);
DROP DOMAIN app.wemail;
DROP TYPE app.shell;
DROP TYPE app.mood;
DROP TYPE app.frange;
DROP DOMAIN app.email;
DROP TYPE app.addr;
DROP EXTENSION postgres_fdw;
DROP EXTENSION lo;
DROP EXTENSION hstore;
DROP EXTENSION file_fdw;
DROP EXTENSION citext;
DROP EXTENSION btree_gist;
DROP TRANSFORM FOR integer LANGUAGE sql;
DROP COLLATION app.nd;
DROP PROCEDURAL LANGUAGE lang2;
DROP SCHEMA ext;
DROP SCHEMA app;
DROP SCHEMA "Odd; Schema";
--
-- Name: Odd; Schema; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA "Odd; Schema";


ALTER SCHEMA "Odd; Schema" OWNER TO postgres;

--
-- Name: app; Type: SCHEMA; Schema: -; Owner: alice
--

CREATE SCHEMA app;


ALTER SCHEMA app OWNER TO alice;

--
-- Name: SCHEMA app; Type: COMMENT; Schema: -; Owner: alice
--

COMMENT ON SCHEMA app IS 'app schema';


--
-- Name: ext; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA ext;


ALTER SCHEMA ext OWNER TO postgres;

--
-- Name: lang2; Type: PROCEDURAL LANGUAGE; Schema: -; Owner: postgres
--

CREATE OR REPLACE PROCEDURAL LANGUAGE lang2;


ALTER PROCEDURAL LANGUAGE lang2 OWNER TO postgres;

--
-- Name: LANGUAGE lang2; Type: COMMENT; Schema: -; Owner: postgres
--

COMMENT ON LANGUAGE lang2 IS 'l';


--
-- Name: nd; Type: COLLATION; Schema: app; Owner: postgres
--

CREATE COLLATION app.nd (provider = icu, deterministic = false, locale = 'und-u-ks-level2');


ALTER COLLATION app.nd OWNER TO postgres;

--
-- Name: COLLATION nd; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON COLLATION app.nd IS 'c';


--
-- Name: TRANSFORM FOR integer LANGUAGE sql; Type: TRANSFORM; Schema: -; Owner: -
--

CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION pg_catalog.prsd_lextype(internal));


--
-- Name: TRANSFORM FOR integer LANGUAGE sql; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON TRANSFORM FOR integer LANGUAGE sql IS 't';


--
-- Name: btree_gist; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;


--
-- Name: EXTENSION btree_gist; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';


--
-- Name: citext; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA ext;


--
-- Name: EXTENSION citext; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION citext IS 'data type for case-insensitive character strings';


--
-- Name: file_fdw; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS file_fdw WITH SCHEMA public;


--
-- Name: EXTENSION file_fdw; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION file_fdw IS 'foreign-data wrapper for flat file access';


--
-- Name: hstore; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;


--
-- Name: EXTENSION hstore; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION hstore IS 'h';


--
-- Name: lo; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS lo WITH SCHEMA public;


--
-- Name: EXTENSION lo; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION lo IS 'Large Object maintenance';


--
-- Name: postgres_fdw; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS postgres_fdw WITH SCHEMA public;


--
-- Name: EXTENSION postgres_fdw; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION postgres_fdw IS 'foreign-data wrapper for remote PostgreSQL servers';


--
-- Name: addr; Type: TYPE; Schema: app; Owner: postgres
--

CREATE TYPE app.addr AS (
	street text,
	"Zip Code" character varying(10),
	geo point,
	lines text[]
);


ALTER TYPE app.addr OWNER TO postgres;

--
-- Name: COLUMN addr.street; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON COLUMN app.addr.street IS 'cs';


--
-- Name: email; Type: DOMAIN; Schema: app; Owner: postgres
--

CREATE DOMAIN app.email AS ext.citext
	CONSTRAINT email_check CHECK (((VALUE)::text ~ '@'::text));


ALTER DOMAIN app.email OWNER TO postgres;

--
-- Name: DOMAIN email; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON DOMAIN app.email IS 'mail';


--
-- Name: CONSTRAINT email_check ON DOMAIN email; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON CONSTRAINT email_check ON DOMAIN app.email IS 'domain check';


--
-- Name: frange; Type: TYPE; Schema: app; Owner: postgres
--

CREATE TYPE app.frange AS RANGE (
    subtype = double precision,
    multirange_type_name = app.fmultirange,
    subtype_diff = float8mi
);


ALTER TYPE app.frange OWNER TO postgres;

--
-- Name: mood; Type: TYPE; Schema: app; Owner: postgres
--

CREATE TYPE app.mood AS ENUM (
    'sad',
    'meh',
    'great',
    'it''s ok; really'
);


ALTER TYPE app.mood OWNER TO postgres;

--
-- Name: TYPE mood; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON TYPE app.mood IS 'ty';


--
-- Name: shell; Type: TYPE; Schema: app; Owner: postgres
--

CREATE TYPE app.shell;


ALTER TYPE app.shell OWNER TO postgres;

--
-- Name: wemail; Type: DOMAIN; Schema: app; Owner: postgres
--

CREATE DOMAIN app.wemail AS app.email NOT NULL DEFAULT 'x@y'::ext.citext
	CONSTRAINT short CHECK ((length((VALUE)::text) < 100));


ALTER DOMAIN app.wemail OWNER TO postgres;

--
-- Name: mood2int(app.mood); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.mood2int(app.mood) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$SELECT 1$$;


ALTER FUNCTION app.mood2int(app.mood) OWNER TO postgres;

--
-- Name: CAST (app.mood AS integer); Type: CAST; Schema: -; Owner: -
--

CREATE CAST (app.mood AS integer) WITH FUNCTION app.mood2int(app.mood);


--
-- Name: CAST (app.mood AS integer); Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON CAST (app.mood AS integer) IS 'cast';


--
-- Name: atomic(integer); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.atomic(a integer) RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT (a + 1);
 SELECT
         CASE
             WHEN (a > 1) THEN 2
             ELSE 3
         END AS "case";
END;


ALTER FUNCTION app.atomic(a integer) OWNER TO postgres;

--
-- Name: cmp(integer, integer); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.cmp(integer, integer) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $_$SELECT $1 - $2$_$;


ALTER FUNCTION app.cmp(integer, integer) OWNER TO postgres;

--
-- Name: evt(); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.evt() RETURNS event_trigger
    LANGUAGE plpgsql
    AS $$ BEGIN END $$;


ALTER FUNCTION app.evt() OWNER TO postgres;

--
-- Name: inc(integer, integer); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.inc(a integer, b integer DEFAULT 1) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT a + b; $$;


ALTER FUNCTION app.inc(a integer, b integer) OWNER TO postgres;

--
-- Name: FUNCTION inc(a integer, b integer); Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON FUNCTION app.inc(a integer, b integer) IS 'f';


--
-- Name: proc(integer); Type: PROCEDURE; Schema: app; Owner: postgres
--

CREATE PROCEDURE app.proc(INOUT a integer)
    LANGUAGE plpgsql
    AS $$ BEGIN a := a; END $$;


ALTER PROCEDURE app.proc(INOUT a integer) OWNER TO postgres;

--
-- Name: trg(); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.trg() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN NEW; END $$;


ALTER FUNCTION app.trg() OWNER TO postgres;

--
-- Name: mysum(integer); Type: AGGREGATE; Schema: app; Owner: postgres
--

CREATE AGGREGATE app.mysum(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    INITCOND = '0'
);


ALTER AGGREGATE app.mysum(integer) OWNER TO postgres;

--
-- Name: AGGREGATE mysum(integer); Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON AGGREGATE app.mysum(integer) IS 'agg';


--
-- Name: am2; Type: ACCESS METHOD; Schema: -; Owner: -
--

CREATE ACCESS METHOD am2 TYPE TABLE HANDLER heap_tableam_handler;


--
-- Name: @+@; Type: OPERATOR; Schema: app; Owner: postgres
--

CREATE OPERATOR app.@+@ (
    FUNCTION = app.inc,
    LEFTARG = integer,
    RIGHTARG = integer
);


ALTER OPERATOR app.@+@ (integer, integer) OWNER TO postgres;

--
-- Name: OPERATOR @+@ (integer, integer); Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON OPERATOR app.@+@ (integer, integer) IS 'op';


--
-- Name: of; Type: OPERATOR FAMILY; Schema: app; Owner: postgres
--

CREATE OPERATOR FAMILY app.of USING btree;


ALTER OPERATOR FAMILY app.of USING btree OWNER TO postgres;

--
-- Name: oc; Type: OPERATOR CLASS; Schema: app; Owner: postgres
--

CREATE OPERATOR CLASS app.oc
    FOR TYPE integer USING btree FAMILY app.of AS
    OPERATOR 1 <(integer,integer) ,
    OPERATOR 3 =(integer,integer) ,
    OPERATOR 5 >(integer,integer) ,
    FUNCTION 1 (integer, integer) app.cmp(integer,integer);


ALTER OPERATOR CLASS app.oc USING btree OWNER TO postgres;

--
-- Name: OPERATOR CLASS oc USING btree; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON OPERATOR CLASS app.oc USING btree IS 'oc';


--
-- Name: conv; Type: CONVERSION; Schema: app; Owner: postgres
--

CREATE CONVERSION app.conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;


ALTER CONVERSION app.conv OWNER TO postgres;

--
-- Name: p; Type: TEXT SEARCH PARSER; Schema: app; Owner: -
--

CREATE TEXT SEARCH PARSER app.p (
    START = prsd_start,
    GETTOKEN = prsd_nexttoken,
    END = prsd_end,
    LEXTYPES = prsd_lextype );


--
-- Name: t; Type: TEXT SEARCH TEMPLATE; Schema: app; Owner: -
--

CREATE TEXT SEARCH TEMPLATE app.t (
    INIT = dsimple_init,
    LEXIZE = dsimple_lexize );


--
-- Name: d; Type: TEXT SEARCH DICTIONARY; Schema: app; Owner: postgres
--

CREATE TEXT SEARCH DICTIONARY app.d (
    TEMPLATE = pg_catalog.simple );


ALTER TEXT SEARCH DICTIONARY app.d OWNER TO postgres;

--
-- Name: c; Type: TEXT SEARCH CONFIGURATION; Schema: app; Owner: postgres
--

CREATE TEXT SEARCH CONFIGURATION app.c (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR asciiword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR word WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR hword_part WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR hword_asciipart WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR asciihword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR hword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION app.c
    ADD MAPPING FOR uint WITH simple;


ALTER TEXT SEARCH CONFIGURATION app.c OWNER TO postgres;

--
-- Name: TEXT SEARCH CONFIGURATION c; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON TEXT SEARCH CONFIGURATION app.c IS 'tsc';


--
-- Name: fdw1; Type: FOREIGN DATA WRAPPER; Schema: -; Owner: postgres
--

CREATE FOREIGN DATA WRAPPER fdw1 OPTIONS (
    opt 'fdwsecret'
);


ALTER FOREIGN DATA WRAPPER fdw1 OWNER TO postgres;

--
-- Name: files; Type: SERVER; Schema: -; Owner: postgres
--

CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;


ALTER SERVER files OWNER TO postgres;

--
-- Name: srv; Type: SERVER; Schema: -; Owner: postgres
--

CREATE SERVER srv FOREIGN DATA WRAPPER postgres_fdw OPTIONS (
    dbname 'd',
    host 'h.example'
);


ALTER SERVER srv OWNER TO postgres;

--
-- Name: SERVER srv; Type: COMMENT; Schema: -; Owner: postgres
--

COMMENT ON SERVER srv IS 's';


--
-- Name: USER MAPPING alice SERVER srv; Type: USER MAPPING; Schema: -; Owner: postgres
--

CREATE USER MAPPING FOR alice SERVER srv OPTIONS (
    password E'um-s3cr\\et''q',
    "user" 'u'
);


--
-- Name: USER MAPPING public SERVER srv; Type: USER MAPPING; Schema: -; Owner: postgres
--

CREATE USER MAPPING FOR public SERVER srv;


--
-- Name: srv2; Type: SERVER; Schema: -; Owner: postgres
--

CREATE SERVER srv2 TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER fdw1;


ALTER SERVER srv2 OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: T; Type: x; Type: TABLE; Schema: Odd; Schema; Owner: postgres
--

CREATE TABLE "Odd; Schema"."T; Type: x" (
    "a""b" integer,
    "c
d" text
);


ALTER TABLE "Odd; Schema"."T; Type: x" OWNER TO postgres;

--
-- Name: parent; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.parent (
    a integer,
    b text DEFAULT 'p'::text,
    CONSTRAINT parent_a_check CHECK ((a > 0))
);


ALTER TABLE app.parent OWNER TO postgres;

--
-- Name: child; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.child (
    c integer NOT NULL
)
INHERITS (app.parent);


ALTER TABLE app.child OWNER TO postgres;

--
-- Name: circ; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.circ (
    a integer NOT NULL,
    b text
);


ALTER TABLE app.circ OWNER TO postgres;

--
-- Name: ft; Type: FOREIGN TABLE; Schema: app; Owner: postgres
--

CREATE FOREIGN TABLE app.ft (
    a integer NOT NULL,
    b text
)
SERVER srv
OPTIONS (
    schema_name 's',
    table_name 't'
);
ALTER FOREIGN TABLE app.ft ALTER COLUMN a OPTIONS (
    column_name 'aa'
);


ALTER FOREIGN TABLE app.ft OWNER TO postgres;

--
-- Name: FOREIGN TABLE ft; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON FOREIGN TABLE app.ft IS 'ft';


--
-- Name: t2; Type: TABLE; Schema: app; Owner: alice
--

CREATE TABLE app.t2 (
    id integer,
    t1id bigint,
    a integer NOT NULL,
    b integer NOT NULL
);


ALTER TABLE app.t2 OWNER TO alice;

--
-- Name: mv; Type: MATERIALIZED VIEW; Schema: app; Owner: postgres
--

CREATE MATERIALIZED VIEW app.mv AS
 SELECT count(*) AS n
   FROM app.t2
  WITH NO DATA;


ALTER TABLE app.mv OWNER TO postgres;

--
-- Name: MATERIALIZED VIEW mv; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON MATERIALIZED VIEW app.mv IS 'm';


--
-- Name: mv0; Type: MATERIALIZED VIEW; Schema: app; Owner: postgres
--

CREATE MATERIALIZED VIEW app.mv0 AS
 SELECT 1 AS x
  WITH NO DATA;


ALTER TABLE app.mv0 OWNER TO postgres;

--
-- Name: part; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.part (
    id integer NOT NULL,
    k text NOT NULL,
    d date
)
PARTITION BY LIST (k);


ALTER TABLE app.part OWNER TO postgres;

--
-- Name: part_a; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.part_a (
    id integer NOT NULL,
    k text NOT NULL,
    d date NOT NULL
)
PARTITION BY RANGE (id);


ALTER TABLE app.part_a OWNER TO postgres;

--
-- Name: part_a1; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.part_a1 (
    id integer NOT NULL,
    k text NOT NULL,
    d date NOT NULL
);


ALTER TABLE app.part_a1 OWNER TO postgres;

--
-- Name: part_d; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.part_d (
    id integer NOT NULL,
    k text NOT NULL,
    d date
);


ALTER TABLE app.part_d OWNER TO postgres;

--
-- Name: parte; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.parte (
    id integer,
    k text
)
PARTITION BY HASH (lower(k), id);


ALTER TABLE app.parte OWNER TO postgres;

--
-- Name: parte0; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.parte0 (
    id integer,
    k text
);


ALTER TABLE app.parte0 OWNER TO postgres;

--
-- Name: rv; Type: VIEW; Schema: app; Owner: postgres
--

CREATE VIEW app.rv AS
 WITH RECURSIVE rv(n) AS (
         VALUES (1)
        UNION ALL
         SELECT (rv_1.n + 1)
           FROM rv rv_1
          WHERE (rv_1.n < 5)
        )
 SELECT rv.n
   FROM rv;


ALTER TABLE app.rv OWNER TO postgres;

--
-- Name: seq; Type: SEQUENCE; Schema: app; Owner: postgres
--

CREATE SEQUENCE app.seq
    AS smallint
    START WITH -3
    INCREMENT BY 5
    MINVALUE -3
    NO MAXVALUE
    CACHE 1
    CYCLE;


ALTER TABLE app.seq OWNER TO postgres;

--
-- Name: t1; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.t1 (
    id bigint NOT NULL,
    n2 integer NOT NULL,
    s integer NOT NULL,
    name character varying(32) DEFAULT ('a,(b'::text || '
'::text) NOT NULL COLLATE pg_catalog."C",
    nd text COLLATE app.nd,
    m app.mood DEFAULT 'sad'::app.mood,
    addr app.addr,
    mail app.wemail,
    mails app.email[],
    ci ext.citext,
    hs public.hstore,
    l public.lo,
    ts timestamp(3) with time zone,
    t time(2) without time zone,
    ttz time with time zone,
    iv interval(3),
    ivy interval year to month,
    num numeric(11,2),
    numneg numeric(3,-2),
    nump numeric(5,0),
    b bit(3),
    bv bit varying(5),
    bvu bit varying,
    c1 "char",
    c2 character(4),
    dp double precision,
    r real,
    arr text[],
    arr2 integer[],
    vc character varying,
    j json,
    jb jsonb,
    x xml,
    tsv tsvector,
    u uuid,
    i inet,
    ci2 cidr,
    mac macaddr,
    mac8 macaddr8,
    by bytea,
    mo money,
    o oid,
    nm name,
    rng int4range,
    fr app.frange,
    p point,
    rc regclass,
    full_label text GENERATED ALWAYS AS (((((name)::text || ' <'::text) || lower(nd)) || '>'::text)) STORED,
    "Weird, Col(" text DEFAULT ')'::text,
    CONSTRAINT ck1 CHECK (((num > (0)::numeric) AND ((name)::text <> 'ceo@corp.example'::text))) NO INHERIT,
    CONSTRAINT "t1_Weird, Col(_check" CHECK (("Weird, Col(" <> ';'::text))
);
ALTER TABLE ONLY app.t1 ALTER COLUMN name SET STATISTICS 100;
ALTER TABLE ONLY app.t1 ALTER COLUMN r SET (n_distinct=5);
ALTER TABLE ONLY app.t1 ALTER COLUMN vc SET STORAGE EXTERNAL;
ALTER TABLE ONLY app.t1 ALTER COLUMN vc SET COMPRESSION pglz;

ALTER TABLE ONLY app.t1 FORCE ROW LEVEL SECURITY;


ALTER TABLE app.t1 OWNER TO postgres;

--
-- Name: TABLE t1; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON TABLE app.t1 IS 'it''s; t1';


--
-- Name: COLUMN t1."Weird, Col("; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON COLUMN app.t1."Weird, Col(" IS 'ask
jane';


--
-- Name: CONSTRAINT ck1 ON t1; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON CONSTRAINT ck1 ON app.t1 IS 'con';


--
-- Name: t1_id_seq; Type: SEQUENCE; Schema: app; Owner: postgres
--

ALTER TABLE app.t1 ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME app.t1_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: t1_n2_seq; Type: SEQUENCE; Schema: app; Owner: postgres
--

ALTER TABLE app.t1 ALTER COLUMN n2 ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME app.t1_n2_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: t1_s_seq; Type: SEQUENCE; Schema: app; Owner: postgres
--

CREATE SEQUENCE app.t1_s_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE app.t1_s_seq OWNER TO postgres;

--
-- Name: t1_s_seq; Type: SEQUENCE OWNED BY; Schema: app; Owner: postgres
--

ALTER SEQUENCE app.t1_s_seq OWNED BY app.t1.s;


--
-- Name: t3; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.t3 (
    a integer,
    b integer,
    c integer
)
WITH (fillfactor='70');


ALTER TABLE app.t3 OWNER TO postgres;

--
-- Name: typed; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.typed OF app.addr (
    street DEFAULT 'x'::text NOT NULL,
    "Zip Code" NOT NULL
);


ALTER TABLE app.typed OWNER TO postgres;

--
-- Name: unl; Type: TABLE; Schema: app; Owner: postgres
--

CREATE UNLOGGED TABLE app.unl (
    a integer
);


ALTER TABLE app.unl OWNER TO postgres;

--
-- Name: v; Type: VIEW; Schema: app; Owner: postgres
--

CREATE VIEW app.v WITH (security_barrier='true') AS
 SELECT t1.id,
    t1.name
   FROM app.t1
  WHERE ((t1.name)::text <> ';'::text)
  WITH LOCAL CHECK OPTION;


ALTER TABLE app.v OWNER TO postgres;

--
-- Name: vcirc; Type: VIEW; Schema: app; Owner: postgres
--

CREATE VIEW app.vcirc AS
SELECT
    NULL::integer AS a,
    NULL::text AS b;


ALTER TABLE app.vcirc OWNER TO postgres;

--
-- Name: zero cols; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app."zero cols" (
);


ALTER TABLE app."zero cols" OWNER TO postgres;

--
-- Name: part_a; Type: TABLE ATTACH; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.part ATTACH PARTITION app.part_a FOR VALUES IN ('a', 'jane@example.com');


--
-- Name: part_a1; Type: TABLE ATTACH; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.part_a ATTACH PARTITION app.part_a1 FOR VALUES FROM (MINVALUE) TO (10);


--
-- Name: part_d; Type: TABLE ATTACH; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.part ATTACH PARTITION app.part_d DEFAULT;


--
-- Name: parte0; Type: TABLE ATTACH; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.parte ATTACH PARTITION app.parte0 FOR VALUES WITH (modulus 2, remainder 0);


--
-- Name: child b; Type: DEFAULT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.child ALTER COLUMN b SET DEFAULT 'child'::text;


--
-- Name: t1 s; Type: DEFAULT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.t1 ALTER COLUMN s SET DEFAULT nextval('app.t1_s_seq'::regclass);


--
-- Name: v name; Type: DEFAULT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.v ALTER COLUMN name SET DEFAULT 'dv'::character varying;


--
-- Name: 17505; Type: BLOB; Schema: -; Owner: postgres
--

SELECT pg_catalog.lo_create('17505');


ALTER LARGE OBJECT 17505 OWNER TO postgres;

--
-- Name: 4294967290; Type: BLOB; Schema: -; Owner: postgres
--

SELECT pg_catalog.lo_create('4294967290');


ALTER LARGE OBJECT 4294967290 OWNER TO postgres;

--
-- Name: 70001; Type: BLOB; Schema: -; Owner: alice
--

SELECT pg_catalog.lo_create('70001');


ALTER LARGE OBJECT 70001 OWNER TO alice;

--
-- Name: LARGE OBJECT 70001; Type: COMMENT; Schema: -; Owner: alice
--

COMMENT ON LARGE OBJECT 70001 IS 'scan';


--
-- Data for Name: T; Type: x; Type: TABLE DATA; Schema: Odd; Schema; Owner: postgres
--

COPY "Odd; Schema"."T; Type: x" ("a""b", "c
d") FROM stdin;
1	x
\.


--
-- Data for Name: child; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app.child (a, b, c) FROM stdin;
\.


--
-- Data for Name: circ; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app.circ (a, b) FROM stdin;
\.


--
-- Data for Name: parent; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app.parent (a, b) FROM stdin;
\.


--
-- Data for Name: part_a1; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app.part_a1 (id, k, d) FROM stdin;
1	a	2020-01-01
\.


--
-- Data for Name: part_d; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app.part_d (id, k, d) FROM stdin;
100	zz	\N
\.


--
-- Data for Name: parte0; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app.parte0 (id, k) FROM stdin;
\.


--
-- Data for Name: t1; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app.t1 (id, n2, s, name, nd, m, addr, mail, mails, ci, hs, l, ts, t, ttz, iv, ivy, num, numneg, nump, b, bv, bvu, c1, c2, dp, r, arr, arr2, vc, j, jb, x, tsv, u, i, ci2, mac, mac8, by, mo, o, nm, rng, fr, p, rc, "Weird, Col(") FROM stdin;
3	3	3	n1	\N	sad	\N	a1@x	\N	\N	\N	\N	\N	\N	\N	\N	\N	1.00	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	)
4	4	4	n2	\N	sad	\N	a2@x	\N	\N	\N	\N	\N	\N	\N	\N	\N	2.00	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	)
5	5	5	n3	\N	sad	\N	a3@x	\N	\N	\N	\N	\N	\N	\N	\N	\N	3.00	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	)
\.


--
-- Data for Name: t2; Type: TABLE DATA; Schema: app; Owner: alice
--

COPY app.t2 (id, t1id, a, b) FROM stdin;
\.


--
-- Data for Name: t3; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app.t3 (a, b, c) FROM stdin;
\.


--
-- Data for Name: typed; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app.typed (street, "Zip Code", geo, lines) FROM stdin;
\.


--
-- Data for Name: unl; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app.unl (a) FROM stdin;
\.


--
-- Data for Name: zero cols; Type: TABLE DATA; Schema: app; Owner: postgres
--

COPY app."zero cols"  FROM stdin;

\.


--
-- Name: seq; Type: SEQUENCE SET; Schema: app; Owner: postgres
--

SELECT pg_catalog.setval('app.seq', -3, false);


--
-- Name: t1_id_seq; Type: SEQUENCE SET; Schema: app; Owner: postgres
--

SELECT pg_catalog.setval('app.t1_id_seq', 5, true);


--
-- Name: t1_n2_seq; Type: SEQUENCE SET; Schema: app; Owner: postgres
--

SELECT pg_catalog.setval('app.t1_n2_seq', 5, true);


--
-- Name: t1_s_seq; Type: SEQUENCE SET; Schema: app; Owner: postgres
--

SELECT pg_catalog.setval('app.t1_s_seq', 5, true);


--
-- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: -
--

BEGIN;

SELECT pg_catalog.lo_open('17505', 131072);
SELECT pg_catalog.lowrite(0, '\x41');
SELECT pg_catalog.lo_close(0);

SELECT pg_catalog.lo_open('70001', 131072);
SELECT pg_catalog.lowrite(0, '\x4a616e65');
SELECT pg_catalog.lo_close(0);

SELECT pg_catalog.lo_open('4294967290', 131072);
SELECT pg_catalog.lo_close(0);

COMMIT;

--
-- Name: circ circ_pkey; Type: CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.circ
    ADD CONSTRAINT circ_pkey PRIMARY KEY (a);


--
-- Name: t1 later; Type: CHECK CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE app.t1
    ADD CONSTRAINT later CHECK ((dp > (0)::double precision)) NOT VALID;


--
-- Name: part part_pkey; Type: CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.part
    ADD CONSTRAINT part_pkey PRIMARY KEY (id, k);


--
-- Name: part_a part_a_pkey; Type: CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.part_a
    ADD CONSTRAINT part_a_pkey PRIMARY KEY (id, k);


--
-- Name: part_a1 part_a1_pkey; Type: CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.part_a1
    ADD CONSTRAINT part_a1_pkey PRIMARY KEY (id, k);


--
-- Name: part_d part_d_pkey; Type: CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.part_d
    ADD CONSTRAINT part_d_pkey PRIMARY KEY (id, k);


--
-- Name: t1 t1_mail_key; Type: CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.t1
    ADD CONSTRAINT t1_mail_key UNIQUE (mail);


--
-- Name: t1 t1_pkey; Type: CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.t1
    ADD CONSTRAINT t1_pkey PRIMARY KEY (id);

ALTER TABLE app.t1 CLUSTER ON t1_pkey;

ALTER TABLE ONLY app.t1 REPLICA IDENTITY USING INDEX t1_pkey;


--
-- Name: t2 t2_a_int4range_excl; Type: CONSTRAINT; Schema: app; Owner: alice
--

ALTER TABLE ONLY app.t2
    ADD CONSTRAINT t2_a_int4range_excl EXCLUDE USING gist (a WITH =, int4range(id, b) WITH &&) WHERE ((id > 0));


--
-- Name: t2 t2_pkey; Type: CONSTRAINT; Schema: app; Owner: alice
--

ALTER TABLE ONLY app.t2
    ADD CONSTRAINT t2_pkey PRIMARY KEY (a, b);


--
-- Name: typed typed_pkey; Type: CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.typed
    ADD CONSTRAINT typed_pkey PRIMARY KEY ("Zip Code");


--
-- Name: t1 uq2; Type: CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.t1
    ADD CONSTRAINT uq2 UNIQUE NULLS NOT DISTINCT (num, nd) INCLUDE (r);


--
-- Name: gist1; Type: INDEX; Schema: app; Owner: postgres
--

CREATE INDEX gist1 ON app.t1 USING gist (p) WITH (fillfactor='50');


--
-- Name: mvi; Type: INDEX; Schema: app; Owner: postgres
--

CREATE UNIQUE INDEX mvi ON app.mv USING btree (n);


--
-- Name: t1_lower_expr_r_idx; Type: INDEX; Schema: app; Owner: postgres
--

CREATE INDEX t1_lower_expr_r_idx ON app.t1 USING btree (lower((name)::text), ((jb ->> 'k'::text)) DESC NULLS LAST, r) WHERE (nd = 'vip@example.com'::text);


--
-- Name: uq_expr; Type: INDEX; Schema: app; Owner: postgres
--

CREATE UNIQUE INDEX uq_expr ON app.t1 USING btree (lower((ci)::text) text_pattern_ops, num) INCLUDE (dp) WHERE ((r > (0)::double precision) AND ((name)::text <> 'x'::text));


--
-- Name: uq_plain; Type: INDEX; Schema: app; Owner: postgres
--

CREATE UNIQUE INDEX uq_plain ON app.t1 USING btree (u, "Weird, Col(");


--
-- Name: INDEX uq_plain; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON INDEX app.uq_plain IS 'i';


--
-- Name: part_a1_pkey; Type: INDEX ATTACH; Schema: app; Owner: postgres
--

ALTER INDEX app.part_a_pkey ATTACH PARTITION app.part_a1_pkey;


--
-- Name: part_a_pkey; Type: INDEX ATTACH; Schema: app; Owner: postgres
--

ALTER INDEX app.part_pkey ATTACH PARTITION app.part_a_pkey;


--
-- Name: part_d_pkey; Type: INDEX ATTACH; Schema: app; Owner: postgres
--

ALTER INDEX app.part_pkey ATTACH PARTITION app.part_d_pkey;


--
-- Name: st1; Type: STATISTICS; Schema: app; Owner: postgres
--

CREATE STATISTICS app.st1 (ndistinct) ON dp, r FROM app.t1;


ALTER STATISTICS app.st1 OWNER TO postgres;

--
-- Name: STATISTICS st1; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON STATISTICS app.st1 IS 'st';


--
-- Name: st2; Type: STATISTICS; Schema: app; Owner: postgres
--

CREATE STATISTICS app.st2 ON dp, lower(name::text) FROM app.t1;


ALTER STATISTICS app.st2 OWNER TO postgres;

--
-- Name: vcirc _RETURN; Type: RULE; Schema: app; Owner: postgres
--

CREATE OR REPLACE VIEW app.vcirc AS
 SELECT circ.a,
    circ.b
   FROM app.circ
  GROUP BY circ.a;


--
-- Name: t3 r1; Type: RULE; Schema: app; Owner: postgres
--

CREATE RULE r1 AS
    ON INSERT TO app.t3 DO
 NOTIFY foo;
ALTER TABLE app.t3 DISABLE RULE r1;


--
-- Name: RULE r1 ON t3; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON RULE r1 ON app.t3 IS 'r';


--
-- Name: t3 r2; Type: RULE; Schema: app; Owner: postgres
--

CREATE RULE r2 AS
    ON DELETE TO app.t3
   WHERE (old.a = 3) DO INSTEAD ( SELECT 1 AS "?column?";
 SELECT 2 AS "?column?";
);


--
-- Name: t1 trg1; Type: TRIGGER; Schema: app; Owner: postgres
--

CREATE TRIGGER trg1 BEFORE INSERT OR UPDATE OF name ON app.t1 FOR EACH ROW WHEN (((new.name)::text = 'x;y'::text)) EXECUTE FUNCTION app.trg('api;key');


--
-- Name: TRIGGER trg1 ON t1; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON TRIGGER trg1 ON app.t1 IS 'trg';


--
-- Name: t1 trg2; Type: TRIGGER; Schema: app; Owner: postgres
--

CREATE CONSTRAINT TRIGGER trg2 AFTER INSERT ON app.t1 DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION app.trg();

ALTER TABLE app.t1 DISABLE TRIGGER trg2;


--
-- Name: t2 t2_t1id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: alice
--

ALTER TABLE ONLY app.t2
    ADD CONSTRAINT t2_t1id_fkey FOREIGN KEY (t1id) REFERENCES app.t1(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;


--
-- Name: t3 t3_a_b_fkey; Type: FK CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.t3
    ADD CONSTRAINT t3_a_b_fkey FOREIGN KEY (a, b) REFERENCES app.t2(a, b) MATCH FULL ON UPDATE SET NULL;


--
-- Name: t1 pol; Type: POLICY; Schema: app; Owner: postgres
--

CREATE POLICY pol ON app.t1 AS RESTRICTIVE FOR SELECT TO alice, "Bob O'Neil" USING (((name)::text = 'jane'::text));


--
-- Name: POLICY pol ON t1; Type: COMMENT; Schema: app; Owner: postgres
--

COMMENT ON POLICY pol ON app.t1 IS 'p';


--
-- Name: t1; Type: ROW SECURITY; Schema: app; Owner: postgres
--

ALTER TABLE app.t1 ENABLE ROW LEVEL SECURITY;

--
-- Name: pub; Type: PUBLICATION; Schema: -; Owner: postgres
--

CREATE PUBLICATION pub WITH (publish = 'insert, update, delete, truncate');


ALTER PUBLICATION pub OWNER TO postgres;

--
-- Name: PUBLICATION pub; Type: COMMENT; Schema: -; Owner: postgres
--

COMMENT ON PUBLICATION pub IS 'p';


--
-- Name: puball; Type: PUBLICATION; Schema: -; Owner: postgres
--

CREATE PUBLICATION puball FOR ALL TABLES WITH (publish = 'insert, update, delete, truncate');


ALTER PUBLICATION puball OWNER TO postgres;

--
-- Name: pubsch; Type: PUBLICATION; Schema: -; Owner: postgres
--

CREATE PUBLICATION pubsch WITH (publish = 'insert, update, delete, truncate');


ALTER PUBLICATION pubsch OWNER TO postgres;

--
-- Name: pub t2; Type: PUBLICATION TABLE; Schema: app; Owner: postgres
--

ALTER PUBLICATION pub ADD TABLE ONLY app.t2 (id, a, b) WHERE ((id > 3));


--
-- Name: pubsch app; Type: PUBLICATION TABLES IN SCHEMA; Schema: app; Owner: postgres
--

ALTER PUBLICATION pubsch ADD TABLES IN SCHEMA app;


--
-- Name: sub; Type: SUBSCRIPTION; Schema: -; Owner: postgres
--

CREATE SUBSCRIPTION sub CONNECTION 'host=h password=pw' PUBLICATION pub WITH (connect = false, slot_name = NONE);


ALTER SUBSCRIPTION sub OWNER TO postgres;

--
-- Name: SUBSCRIPTION sub; Type: COMMENT; Schema: -; Owner: postgres
--

COMMENT ON SUBSCRIPTION sub IS 's';


--
-- Name: SCHEMA app; Type: ACL; Schema: -; Owner: alice
--

GRANT ALL ON SCHEMA app TO PUBLIC;


--
-- Name: TYPE mood; Type: ACL; Schema: app; Owner: postgres
--

GRANT ALL ON TYPE app.mood TO grp;


--
-- Name: FUNCTION inc(a integer, b integer); Type: ACL; Schema: app; Owner: postgres
--

GRANT ALL ON FUNCTION app.inc(a integer, b integer) TO grp;


--
-- Name: FUNCTION trg(); Type: ACL; Schema: app; Owner: postgres
--

REVOKE ALL ON FUNCTION app.trg() FROM PUBLIC;


--
-- Name: FOREIGN SERVER srv; Type: ACL; Schema: -; Owner: postgres
--

GRANT ALL ON FOREIGN SERVER srv TO alice;


--
-- Name: TABLE t1; Type: ACL; Schema: app; Owner: postgres
--

GRANT SELECT ON TABLE app.t1 TO alice;


--
-- Name: COLUMN t1.id; Type: ACL; Schema: app; Owner: postgres
--

GRANT SELECT(id) ON TABLE app.t1 TO grp;


--
-- Name: COLUMN t1.name; Type: ACL; Schema: app; Owner: postgres
--

GRANT UPDATE(name) ON TABLE app.t1 TO grp;


--
-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: app; Owner: alice
--

ALTER DEFAULT PRIVILEGES FOR ROLE alice IN SCHEMA app GRANT SELECT ON TABLES  TO grp;


--
-- Name: reassign_owned; Type: EVENT TRIGGER; Schema: -; Owner: postgres
--

CREATE EVENT TRIGGER reassign_owned ON ddl_command_end
         WHEN TAG IN ('CREATE TABLE')
   EXECUTE FUNCTION app.evt();

ALTER EVENT TRIGGER reassign_owned DISABLE;


ALTER EVENT TRIGGER reassign_owned OWNER TO postgres;

--
-- Name: EVENT TRIGGER reassign_owned; Type: COMMENT; Schema: -; Owner: postgres
--

COMMENT ON EVENT TRIGGER reassign_owned IS 'et';


--
-- Name: mv; Type: MATERIALIZED VIEW DATA; Schema: app; Owner: postgres
--

REFRESH MATERIALIZED VIEW app.mv;


--
-- PostgreSQL database dump complete
--

\unrestrict jFdBz9QMPygTXhhUAYEGmzzHjrBngFnT4ab1sDJraftavc2Gt4sGapKgEEk7FwQ

