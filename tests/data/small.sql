--
-- PostgreSQL database dump
--

\restrict small

-- Dumped from database version 15.18
-- Dumped by pg_dump version 15.18

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

--
-- Name: f(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.f() RETURNS text
    LANGUAGE sql
    AS $_$SELECT 'COPY public.x (a) FROM stdin;
1
\.
'::text /* $$ ; */$_$;


--
-- Name: g(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.g() RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT CASE WHEN true THEN 1 ELSE 2 END;
END;


--
-- Name: people; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people (
    id integer NOT NULL,
    name text DEFAULT 'it''s; (''',
    "odd ; "" name" text
);


--
-- Name: 700; Type: BLOB; Schema: -; Owner: -
--

SELECT pg_catalog.lo_create('700');


--
-- Data for Name: people; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.people (id, name, "odd ; "" name") FROM stdin;
1	CANARY500001	a\\b\tc\n\\.
2	\N	\\N
3	CANARY500002 李	
\.


INSERT INTO public.people VALUES (4, 'CANARY500003; it''s (', '
\.
COPY x FROM stdin;');


--
-- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: -
--

BEGIN;

SELECT pg_catalog.lo_open('700', 131072);
SELECT pg_catalog.lowrite(0, '\x00ff5c');
SELECT pg_catalog.lo_close(0);

COMMIT;


--
-- Name: people people_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_pkey PRIMARY KEY (id);


--
-- PostgreSQL database dump complete
--

\unrestrict small

