--
-- PostgreSQL database dump
--

-- Dumped from database version 9.6.24
-- Dumped by pg_dump version 9.6.24

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = false;
SET client_min_messages = warning;

SET search_path = public, pg_catalog;

/* nested /* comments; COPY x FROM stdin; */ still */
CREATE TABLE people (
    id integer NOT NULL, -- the key; really
    name text DEFAULT 'a; b',
    "Note" text
);

CREATE SEQUENCE people_id_seq;

create table Folded (A int, b text)
;

COPY people (id, name, "Note") FROM stdin;
1	CANARY400001	\x41\101\8
2	\N	two\
lines
3		\\N
4	\\.	x\\.y
\.

copy /* odd */ Folded -- spread
  ( a , B )
  from
  stdin ; select 42;
1	CANARY400002
\.
SELECT 'a'
'b', E'it\'s \\ ; \' x', B'01', X'ff', N'n', U&'\0041', U&"\0041"
 FROM (SELECT 1 AS "A") x;

INSERT INTO people VALUES (5, 'CANARY400003'::text, E'esc\'aped'), (-6, $$dollar ; quoted$$, $é$ ; $é$);
insert into Folded (b,a) values('no space',7),('x' , - 8);

CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $function$
COPY people FROM stdin;
1
\.
SELECT 1 $function$;
CREATE RULE r AS ON INSERT TO people DO ALSO (SELECT 1; SELECT ')');

SELECT pg_catalog.setval('people_id_seq', 3, true);

--
-- PostgreSQL database dump complete
--

