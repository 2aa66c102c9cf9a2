--
-- PostgreSQL database dump
--


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

ALTER TABLE IF EXISTS ONLY public.users DROP CONSTRAINT IF EXISTS users_supplier_id_fkey;
ALTER TABLE IF EXISTS ONLY public.supplier_frameworks DROP CONSTRAINT IF EXISTS supplier_frameworks_supplier_id_fkey;
ALTER TABLE IF EXISTS ONLY public.supplier_frameworks DROP CONSTRAINT IF EXISTS supplier_frameworks_framework_id_fkey;
ALTER TABLE IF EXISTS ONLY public.services DROP CONSTRAINT IF EXISTS services_supplier_id_fkey;
ALTER TABLE IF EXISTS ONLY public.services DROP CONSTRAINT IF EXISTS services_lot_id_fkey;
ALTER TABLE IF EXISTS ONLY public.services DROP CONSTRAINT IF EXISTS services_framework_id_fkey1;
ALTER TABLE IF EXISTS ONLY public.services DROP CONSTRAINT IF EXISTS services_framework_id_fkey;
ALTER TABLE IF EXISTS ONLY public.outcomes DROP CONSTRAINT IF EXISTS outcomes_direct_award_search_id_fkey;
ALTER TABLE IF EXISTS ONLY public.outcomes DROP CONSTRAINT IF EXISTS outcomes_direct_award_project_id_fkey;
ALTER TABLE IF EXISTS ONLY public.outcomes DROP CONSTRAINT IF EXISTS outcomes_direct_award_archived_service_id_fkey;
ALTER TABLE IF EXISTS ONLY public.outcomes DROP CONSTRAINT IF EXISTS outcomes_brief_response_id_fkey;
ALTER TABLE IF EXISTS ONLY public.outcomes DROP CONSTRAINT IF EXISTS outcomes_brief_id_fkey;
ALTER TABLE IF EXISTS ONLY public.framework_lots DROP CONSTRAINT IF EXISTS framework_lots_lot_id_fkey;
ALTER TABLE IF EXISTS ONLY public.framework_lots DROP CONSTRAINT IF EXISTS framework_lots_framework_id_fkey;
ALTER TABLE IF EXISTS ONLY public.framework_agreements DROP CONSTRAINT IF EXISTS framework_agreements_supplier_id_fkey;
ALTER TABLE IF EXISTS ONLY public.supplier_frameworks DROP CONSTRAINT IF EXISTS fk_supplier_frameworks_supplier_id_supplier_frameworks;
ALTER TABLE IF EXISTS ONLY public.supplier_frameworks DROP CONSTRAINT IF EXISTS fk_supplier_frameworks_prefill_declaration_from_framework_id;
ALTER TABLE IF EXISTS ONLY public.outcomes DROP CONSTRAINT IF EXISTS fk_outcomes_da_service_id_da_search_id;
ALTER TABLE IF EXISTS ONLY public.outcomes DROP CONSTRAINT IF EXISTS fk_outcomes_da_search_id_da_project_id;
ALTER TABLE IF EXISTS ONLY public.outcomes DROP CONSTRAINT IF EXISTS fk_outcomes_brief_response_id_brief_id;
ALTER TABLE IF EXISTS ONLY public.draft_services DROP CONSTRAINT IF EXISTS fk_draft_services_lot_id_one_service_limit;
ALTER TABLE IF EXISTS ONLY public.draft_services DROP CONSTRAINT IF EXISTS draft_services_supplier_id_fkey;
ALTER TABLE IF EXISTS ONLY public.draft_services DROP CONSTRAINT IF EXISTS draft_services_lot_id_fkey;
ALTER TABLE IF EXISTS ONLY public.draft_services DROP CONSTRAINT IF EXISTS draft_services_framework_id_fkey1;
ALTER TABLE IF EXISTS ONLY public.draft_services DROP CONSTRAINT IF EXISTS draft_services_framework_id_fkey;
ALTER TABLE IF EXISTS ONLY public.direct_award_searches DROP CONSTRAINT IF EXISTS direct_award_searches_project_id_fkey;
ALTER TABLE IF EXISTS ONLY public.direct_award_searches DROP CONSTRAINT IF EXISTS direct_award_searches_created_by_fkey;
ALTER TABLE IF EXISTS ONLY public.direct_award_search_result_entries DROP CONSTRAINT IF EXISTS direct_award_search_result_entries_search_id_fkey;
ALTER TABLE IF EXISTS ONLY public.direct_award_search_result_entries DROP CONSTRAINT IF EXISTS direct_award_search_result_entries_archived_service_id_fkey;
ALTER TABLE IF EXISTS ONLY public.direct_award_project_users DROP CONSTRAINT IF EXISTS direct_award_project_users_user_id_fkey;
ALTER TABLE IF EXISTS ONLY public.direct_award_project_users DROP CONSTRAINT IF EXISTS direct_award_project_users_project_id_fkey;
ALTER TABLE IF EXISTS ONLY public.contact_information DROP CONSTRAINT IF EXISTS contact_information_supplier_id_fkey;
ALTER TABLE IF EXISTS ONLY public.briefs DROP CONSTRAINT IF EXISTS briefs_lot_id_fkey;
ALTER TABLE IF EXISTS ONLY public.briefs DROP CONSTRAINT IF EXISTS briefs_framework_id_fkey1;
ALTER TABLE IF EXISTS ONLY public.briefs DROP CONSTRAINT IF EXISTS briefs_framework_id_fkey;
ALTER TABLE IF EXISTS ONLY public.brief_users DROP CONSTRAINT IF EXISTS brief_users_user_id_fkey;
ALTER TABLE IF EXISTS ONLY public.brief_users DROP CONSTRAINT IF EXISTS brief_users_brief_id_fkey;
ALTER TABLE IF EXISTS ONLY public.brief_responses DROP CONSTRAINT IF EXISTS brief_responses_supplier_id_fkey;
ALTER TABLE IF EXISTS ONLY public.brief_responses DROP CONSTRAINT IF EXISTS brief_responses_brief_id_fkey;
ALTER TABLE IF EXISTS ONLY public.brief_clarification_questions DROP CONSTRAINT IF EXISTS brief_clarification_questions_brief_id_fkey;
ALTER TABLE IF EXISTS ONLY public.archived_services DROP CONSTRAINT IF EXISTS archived_services_supplier_id_fkey;
ALTER TABLE IF EXISTS ONLY public.archived_services DROP CONSTRAINT IF EXISTS archived_services_lot_id_fkey;
ALTER TABLE IF EXISTS ONLY public.archived_services DROP CONSTRAINT IF EXISTS archived_services_framework_id_fkey1;
ALTER TABLE IF EXISTS ONLY public.archived_services DROP CONSTRAINT IF EXISTS archived_services_framework_id_fkey;
DROP INDEX IF EXISTS public.ix_users_supplier_id;
DROP INDEX IF EXISTS public.ix_suppliers_supplier_id;
DROP INDEX IF EXISTS public.ix_services_supplier_id;
DROP INDEX IF EXISTS public.ix_services_lot_id;
DROP INDEX IF EXISTS public.ix_services_framework_id;
DROP INDEX IF EXISTS public.ix_service_ordering;
DROP INDEX IF EXISTS public.ix_lots_slug;
DROP INDEX IF EXISTS public.ix_frameworks_status;
DROP INDEX IF EXISTS public.ix_frameworks_slug;
DROP INDEX IF EXISTS public.ix_frameworks_framework;
DROP INDEX IF EXISTS public.ix_draft_services_supplier_id;
DROP INDEX IF EXISTS public.ix_draft_services_service_id;
DROP INDEX IF EXISTS public.ix_draft_services_lot_id;
DROP INDEX IF EXISTS public.ix_draft_services_framework_id;
DROP INDEX IF EXISTS public.ix_direct_award_searches_project_id;
DROP INDEX IF EXISTS public.ix_direct_award_searches_active;
DROP INDEX IF EXISTS public.ix_direct_award_search_result_entries_search_id;
DROP INDEX IF EXISTS public.ix_direct_award_search_result_entries_archived_service_id;
DROP INDEX IF EXISTS public.ix_direct_award_project_users_user_id;
DROP INDEX IF EXISTS public.ix_direct_award_project_users_project_id;
DROP INDEX IF EXISTS public.ix_briefs_withdrawn_at;
DROP INDEX IF EXISTS public.ix_briefs_updated_at;
DROP INDEX IF EXISTS public.ix_briefs_unsuccessful_at;
DROP INDEX IF EXISTS public.ix_briefs_published_at;
DROP INDEX IF EXISTS public.ix_briefs_created_at;
DROP INDEX IF EXISTS public.ix_briefs_cancelled_at;
DROP INDEX IF EXISTS public.ix_brief_responses_created_at;
DROP INDEX IF EXISTS public.ix_brief_clarification_questions_published_at;
DROP INDEX IF EXISTS public.ix_audit_events_type;
DROP INDEX IF EXISTS public.ix_audit_events_created_at;
DROP INDEX IF EXISTS public.ix_audit_events_acknowledged;
DROP INDEX IF EXISTS public.ix_archived_services_supplier_id;
DROP INDEX IF EXISTS public.ix_archived_services_service_id;
DROP INDEX IF EXISTS public.ix_archived_services_lot_id;
DROP INDEX IF EXISTS public.ix_archived_services_framework_id;
DROP INDEX IF EXISTS public.idx_project_id_active;
DROP INDEX IF EXISTS public.idx_outcomes_completed_direct_award_project_unique;
DROP INDEX IF EXISTS public.idx_outcomes_completed_brief_unique;
DROP INDEX IF EXISTS public.idx_draft_services_enforce_one_service_limit;
DROP INDEX IF EXISTS public.idx_brief_responses_unique_awarded_at_per_brief_id;
DROP INDEX IF EXISTS public.idx_audit_events_type_acknowledged;
DROP INDEX IF EXISTS public.idx_audit_events_object_and_type;
DROP INDEX IF EXISTS public.idx_audit_events_data_supplier_id;
DROP INDEX IF EXISTS public.idx_audit_events_data_draft_id;
DROP INDEX IF EXISTS public.idx_audit_events_created_at_per_obj_partial;
ALTER TABLE IF EXISTS ONLY public.users DROP CONSTRAINT IF EXISTS users_pkey;
ALTER TABLE IF EXISTS ONLY public.users DROP CONSTRAINT IF EXISTS uq_users_email_address;
ALTER TABLE IF EXISTS ONLY public.suppliers DROP CONSTRAINT IF EXISTS uq_suppliers_duns_number;
ALTER TABLE IF EXISTS ONLY public.services DROP CONSTRAINT IF EXISTS uq_services_service_id;
ALTER TABLE IF EXISTS ONLY public.outcomes DROP CONSTRAINT IF EXISTS uq_outcomes_external_id;
ALTER TABLE IF EXISTS ONLY public.lots DROP CONSTRAINT IF EXISTS uq_lots_id_one_service_limit;
ALTER TABLE IF EXISTS ONLY public.direct_award_searches DROP CONSTRAINT IF EXISTS uq_direct_award_searches_id_project_id;
ALTER TABLE IF EXISTS ONLY public.direct_award_search_result_entries DROP CONSTRAINT IF EXISTS uq_direct_award_search_result_entries_archived_service_id_searc;
ALTER TABLE IF EXISTS ONLY public.direct_award_projects DROP CONSTRAINT IF EXISTS uq_direct_award_projects_external_id;
ALTER TABLE IF EXISTS ONLY public.buyer_email_domains DROP CONSTRAINT IF EXISTS uq_buyer_email_domains_domain_name;
ALTER TABLE IF EXISTS ONLY public.brief_responses DROP CONSTRAINT IF EXISTS uq_brief_responses_id_brief_id;
ALTER TABLE IF EXISTS ONLY public.suppliers DROP CONSTRAINT IF EXISTS suppliers_pkey;
ALTER TABLE IF EXISTS ONLY public.supplier_frameworks DROP CONSTRAINT IF EXISTS supplier_frameworks_pkey;
ALTER TABLE IF EXISTS ONLY public.services DROP CONSTRAINT IF EXISTS services_pkey;
ALTER TABLE IF EXISTS ONLY public.outcomes DROP CONSTRAINT IF EXISTS outcomes_pkey;
ALTER TABLE IF EXISTS ONLY public.lots DROP CONSTRAINT IF EXISTS lots_pkey;
ALTER TABLE IF EXISTS ONLY public.frameworks DROP CONSTRAINT IF EXISTS frameworks_pkey;
ALTER TABLE IF EXISTS ONLY public.framework_lots DROP CONSTRAINT IF EXISTS framework_lots_pkey;
ALTER TABLE IF EXISTS ONLY public.framework_agreements DROP CONSTRAINT IF EXISTS framework_agreements_pkey;
ALTER TABLE IF EXISTS ONLY public.draft_services DROP CONSTRAINT IF EXISTS draft_services_pkey;
ALTER TABLE IF EXISTS ONLY public.direct_award_searches DROP CONSTRAINT IF EXISTS direct_award_searches_pkey;
ALTER TABLE IF EXISTS ONLY public.direct_award_search_result_entries DROP CONSTRAINT IF EXISTS direct_award_search_result_entries_pkey;
ALTER TABLE IF EXISTS ONLY public.direct_award_projects DROP CONSTRAINT IF EXISTS direct_award_projects_pkey;
ALTER TABLE IF EXISTS ONLY public.direct_award_project_users DROP CONSTRAINT IF EXISTS direct_award_project_users_pkey;
ALTER TABLE IF EXISTS ONLY public.contact_information DROP CONSTRAINT IF EXISTS contact_information_pkey;
ALTER TABLE IF EXISTS ONLY public.buyer_email_domains DROP CONSTRAINT IF EXISTS buyer_email_domains_pkey;
ALTER TABLE IF EXISTS ONLY public.briefs DROP CONSTRAINT IF EXISTS briefs_pkey;
ALTER TABLE IF EXISTS ONLY public.brief_users DROP CONSTRAINT IF EXISTS brief_users_pkey;
ALTER TABLE IF EXISTS ONLY public.brief_responses DROP CONSTRAINT IF EXISTS brief_responses_pkey;
ALTER TABLE IF EXISTS ONLY public.brief_clarification_questions DROP CONSTRAINT IF EXISTS brief_clarification_questions_pkey;
ALTER TABLE IF EXISTS ONLY public.audit_events DROP CONSTRAINT IF EXISTS audit_events_pkey;
ALTER TABLE IF EXISTS ONLY public.archived_services DROP CONSTRAINT IF EXISTS archived_services_pkey;
ALTER TABLE IF EXISTS ONLY public.alembic_version DROP CONSTRAINT IF EXISTS alembic_version_pkc;
ALTER TABLE IF EXISTS public.users ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.suppliers ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.services ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.outcomes ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.lots ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.frameworks ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.framework_agreements ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.draft_services ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.direct_award_searches ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.direct_award_search_result_entries ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.direct_award_projects ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.direct_award_project_users ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.contact_information ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.buyer_email_domains ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.briefs ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.brief_responses ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.brief_clarification_questions ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.audit_events ALTER COLUMN id DROP DEFAULT;
ALTER TABLE IF EXISTS public.archived_services ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE IF EXISTS public.users_id_seq;
DROP TABLE IF EXISTS public.users;
DROP SEQUENCE IF EXISTS public.suppliers_id_seq;
DROP TABLE IF EXISTS public.suppliers;
DROP SEQUENCE IF EXISTS public.suppliers_supplier_id_seq;
DROP TABLE IF EXISTS public.supplier_frameworks;
DROP SEQUENCE IF EXISTS public.services_id_seq;
DROP TABLE IF EXISTS public.services;
DROP SEQUENCE IF EXISTS public.outcomes_id_seq;
DROP TABLE IF EXISTS public.outcomes;
DROP SEQUENCE IF EXISTS public.lots_id_seq;
DROP TABLE IF EXISTS public.lots;
DROP SEQUENCE IF EXISTS public.frameworks_id_seq;
DROP TABLE IF EXISTS public.frameworks;
DROP TABLE IF EXISTS public.framework_lots;
DROP SEQUENCE IF EXISTS public.framework_agreements_id_seq;
DROP TABLE IF EXISTS public.framework_agreements;
DROP SEQUENCE IF EXISTS public.draft_services_id_seq;
DROP TABLE IF EXISTS public.draft_services;
DROP SEQUENCE IF EXISTS public.direct_award_searches_id_seq;
DROP TABLE IF EXISTS public.direct_award_searches;
DROP SEQUENCE IF EXISTS public.direct_award_search_result_entries_id_seq;
DROP TABLE IF EXISTS public.direct_award_search_result_entries;
DROP SEQUENCE IF EXISTS public.direct_award_projects_id_seq;
DROP TABLE IF EXISTS public.direct_award_projects;
DROP SEQUENCE IF EXISTS public.direct_award_project_users_id_seq;
DROP TABLE IF EXISTS public.direct_award_project_users;
DROP SEQUENCE IF EXISTS public.contact_information_id_seq;
DROP TABLE IF EXISTS public.contact_information;
DROP SEQUENCE IF EXISTS public.buyer_email_domains_id_seq;
DROP TABLE IF EXISTS public.buyer_email_domains;
DROP SEQUENCE IF EXISTS public.briefs_id_seq;
DROP TABLE IF EXISTS public.briefs;
DROP TABLE IF EXISTS public.brief_users;
DROP SEQUENCE IF EXISTS public.brief_responses_id_seq;
DROP TABLE IF EXISTS public.brief_responses;
DROP SEQUENCE IF EXISTS public.brief_clarification_questions_id_seq;
DROP TABLE IF EXISTS public.brief_clarification_questions;
DROP SEQUENCE IF EXISTS public.audit_events_id_seq;
DROP TABLE IF EXISTS public.audit_events;
DROP SEQUENCE IF EXISTS public.archived_services_id_seq;
DROP TABLE IF EXISTS public.archived_services;
DROP TABLE IF EXISTS public.alembic_version;
DROP TYPE IF EXISTS public.user_roles_enum;
--
-- Name: user_roles_enum; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.user_roles_enum AS ENUM (
    'buyer',
    'supplier',
    'admin',
    'admin-ccs',
    'admin-ccs-category',
    'admin-ccs-sourcing',
    'admin-manager',
    'admin-framework-manager',
    'admin-ccs-data-controller'
);


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: archived_services; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.archived_services (
    id integer NOT NULL,
    service_id character varying(255) NOT NULL,
    supplier_id bigint NOT NULL,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL,
    data json NOT NULL,
    status character varying NOT NULL,
    framework_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    copied_to_following_framework boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_archived_services_status CHECK (((status)::text = ANY (ARRAY['disabled'::text, 'enabled'::text, 'published'::text, 'deleted'::text])))
);


--
-- Name: archived_services_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.archived_services_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: archived_services_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.archived_services_id_seq OWNED BY public.archived_services.id;


--
-- Name: audit_events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_events (
    id integer NOT NULL,
    type character varying NOT NULL,
    created_at timestamp without time zone NOT NULL,
    "user" character varying,
    data jsonb NOT NULL,
    object_type character varying,
    object_id bigint,
    acknowledged boolean NOT NULL,
    acknowledged_by character varying,
    acknowledged_at timestamp without time zone
);


--
-- Name: audit_events_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.audit_events_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: audit_events_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.audit_events_id_seq OWNED BY public.audit_events.id;


--
-- Name: brief_clarification_questions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.brief_clarification_questions (
    id integer NOT NULL,
    brief_id integer NOT NULL,
    question character varying NOT NULL,
    answer character varying NOT NULL,
    published_at timestamp without time zone NOT NULL
);


--
-- Name: brief_clarification_questions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.brief_clarification_questions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: brief_clarification_questions_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.brief_clarification_questions_id_seq OWNED BY public.brief_clarification_questions.id;


--
-- Name: brief_responses; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.brief_responses (
    id integer NOT NULL,
    data json NOT NULL,
    brief_id integer NOT NULL,
    supplier_id integer NOT NULL,
    created_at timestamp without time zone NOT NULL,
    submitted_at timestamp without time zone,
    award_details json DEFAULT '{}'::json,
    awarded_at timestamp without time zone
);


--
-- Name: brief_responses_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.brief_responses_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: brief_responses_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.brief_responses_id_seq OWNED BY public.brief_responses.id;


--
-- Name: brief_users; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.brief_users (
    brief_id integer NOT NULL,
    user_id integer NOT NULL
);


--
-- Name: briefs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.briefs (
    id integer NOT NULL,
    data json NOT NULL,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL,
    framework_id integer NOT NULL,
    lot_id integer NOT NULL,
    published_at timestamp without time zone,
    withdrawn_at timestamp without time zone,
    is_a_copy boolean DEFAULT false NOT NULL,
    cancelled_at timestamp without time zone,
    unsuccessful_at timestamp without time zone
);


--
-- Name: briefs_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.briefs_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: briefs_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.briefs_id_seq OWNED BY public.briefs.id;


--
-- Name: buyer_email_domains; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.buyer_email_domains (
    id integer NOT NULL,
    domain_name character varying NOT NULL
);


--
-- Name: buyer_email_domains_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.buyer_email_domains_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: buyer_email_domains_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.buyer_email_domains_id_seq OWNED BY public.buyer_email_domains.id;


--
-- Name: contact_information; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.contact_information (
    id integer NOT NULL,
    supplier_id integer,
    contact_name character varying NOT NULL,
    phone_number character varying,
    email character varying NOT NULL,
    address1 character varying,
    city character varying,
    postcode character varying,
    personal_data_removed boolean DEFAULT false NOT NULL
);


--
-- Name: contact_information_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.contact_information_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: contact_information_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.contact_information_id_seq OWNED BY public.contact_information.id;


--
-- Name: direct_award_project_users; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.direct_award_project_users (
    id integer NOT NULL,
    project_id integer NOT NULL,
    user_id integer NOT NULL
);


--
-- Name: direct_award_project_users_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.direct_award_project_users_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: direct_award_project_users_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.direct_award_project_users_id_seq OWNED BY public.direct_award_project_users.id;


--
-- Name: direct_award_projects; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.direct_award_projects (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    created_at timestamp without time zone NOT NULL,
    locked_at timestamp without time zone,
    active boolean NOT NULL,
    downloaded_at timestamp without time zone,
    external_id bigint NOT NULL,
    still_assessing_at timestamp without time zone,
    ready_to_assess_at timestamp without time zone
);


--
-- Name: direct_award_projects_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.direct_award_projects_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: direct_award_projects_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.direct_award_projects_id_seq OWNED BY public.direct_award_projects.id;


--
-- Name: direct_award_search_result_entries; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.direct_award_search_result_entries (
    id integer NOT NULL,
    search_id integer NOT NULL,
    archived_service_id integer NOT NULL
);


--
-- Name: direct_award_search_result_entries_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.direct_award_search_result_entries_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: direct_award_search_result_entries_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.direct_award_search_result_entries_id_seq OWNED BY public.direct_award_search_result_entries.id;


--
-- Name: direct_award_searches; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.direct_award_searches (
    id integer NOT NULL,
    created_by integer NOT NULL,
    project_id integer NOT NULL,
    created_at timestamp without time zone NOT NULL,
    searched_at timestamp without time zone,
    search_url text NOT NULL,
    active boolean NOT NULL
);


--
-- Name: direct_award_searches_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.direct_award_searches_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: direct_award_searches_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.direct_award_searches_id_seq OWNED BY public.direct_award_searches.id;


--
-- Name: draft_services; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.draft_services (
    id integer NOT NULL,
    service_id character varying,
    supplier_id bigint NOT NULL,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL,
    data json NOT NULL,
    framework_id bigint NOT NULL,
    status character varying NOT NULL,
    lot_id bigint NOT NULL,
    copied_to_following_framework boolean DEFAULT false NOT NULL,
    lot_one_service_limit boolean NOT NULL
);


--
-- Name: draft_services_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.draft_services_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: draft_services_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.draft_services_id_seq OWNED BY public.draft_services.id;


--
-- Name: framework_agreements; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.framework_agreements (
    id integer NOT NULL,
    supplier_id integer NOT NULL,
    framework_id integer NOT NULL,
    signed_agreement_returned_at timestamp without time zone,
    signed_agreement_details json,
    signed_agreement_path character varying,
    countersigned_agreement_details json,
    countersigned_agreement_path character varying,
    countersigned_agreement_returned_at timestamp without time zone,
    signed_agreement_put_on_hold_at timestamp without time zone
);


--
-- Name: framework_agreements_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.framework_agreements_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: framework_agreements_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.framework_agreements_id_seq OWNED BY public.framework_agreements.id;


--
-- Name: framework_lots; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.framework_lots (
    framework_id integer NOT NULL,
    lot_id integer NOT NULL
);


--
-- Name: frameworks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.frameworks (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    framework character varying NOT NULL,
    status character varying NOT NULL,
    slug character varying NOT NULL,
    clarification_questions_open boolean NOT NULL,
    framework_agreement_details json,
    allow_declaration_reuse boolean DEFAULT false NOT NULL,
    applications_close_at_utc timestamp without time zone NOT NULL,
    clarifications_close_at_utc timestamp without time zone NOT NULL,
    clarifications_publish_at_utc timestamp without time zone NOT NULL,
    framework_expires_at_utc timestamp without time zone NOT NULL,
    framework_live_at_utc timestamp without time zone NOT NULL,
    intention_to_award_at_utc timestamp without time zone NOT NULL,
    has_direct_award boolean NOT NULL,
    has_further_competition boolean NOT NULL,
    CONSTRAINT ck_framework_has_direct_award_or_further_competition CHECK (((has_direct_award IS TRUE) OR (has_further_competition IS TRUE)))
);


--
-- Name: frameworks_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.frameworks_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: frameworks_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.frameworks_id_seq OWNED BY public.frameworks.id;


--
-- Name: lots; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.lots (
    id integer NOT NULL,
    slug character varying NOT NULL,
    name character varying NOT NULL,
    one_service_limit boolean NOT NULL,
    data json
);


--
-- Name: lots_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.lots_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: lots_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.lots_id_seq OWNED BY public.lots.id;


--
-- Name: outcomes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outcomes (
    id integer NOT NULL,
    external_id bigint NOT NULL,
    completed_at timestamp without time zone,
    start_date date,
    end_date date,
    awarding_organisation_name character varying,
    award_value numeric(11,2),
    result character varying NOT NULL,
    direct_award_project_id integer,
    direct_award_search_id integer,
    direct_award_archived_service_id integer,
    brief_id integer,
    brief_response_id integer,
    CONSTRAINT ck_outcomes_brief_keys_nullable CHECK (
CASE
    WHEN ((result)::text = 'awarded'::text) THEN ((brief_response_id IS NULL) = (brief_id IS NULL))
    ELSE (brief_response_id IS NULL)
END),
    CONSTRAINT ck_outcomes_direct_award_keys_nullable CHECK (
CASE
    WHEN ((result)::text = 'awarded'::text) THEN (((direct_award_project_id IS NULL) = (direct_award_search_id IS NULL)) AND ((direct_award_project_id IS NULL) = (direct_award_archived_service_id IS NULL)))
    ELSE ((direct_award_search_id IS NULL) AND (direct_award_archived_service_id IS NULL))
END),
    CONSTRAINT ck_outcomes_either_brief_xor_direct_award CHECK (((direct_award_project_id IS NULL) <> (brief_id IS NULL)))
);


--
-- Name: outcomes_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.outcomes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: outcomes_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.outcomes_id_seq OWNED BY public.outcomes.id;


--
-- Name: services; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.services (
    id integer NOT NULL,
    data json NOT NULL,
    service_id character varying(255) NOT NULL,
    created_at timestamp without time zone NOT NULL,
    supplier_id bigint NOT NULL,
    updated_at timestamp without time zone NOT NULL,
    status character varying NOT NULL,
    framework_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    copied_to_following_framework boolean DEFAULT false NOT NULL,
    CONSTRAINT ck_services_status CHECK (((status)::text = ANY (ARRAY['disabled'::text, 'enabled'::text, 'published'::text, 'deleted'::text])))
);


--
-- Name: services_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.services_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: services_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.services_id_seq OWNED BY public.services.id;


--
-- Name: supplier_frameworks; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.supplier_frameworks (
    supplier_id integer NOT NULL,
    framework_id integer NOT NULL,
    declaration json,
    on_framework boolean,
    agreed_variations json,
    prefill_declaration_from_framework_id integer,
    application_company_details_confirmed boolean,
    allow_declaration_reuse boolean DEFAULT true NOT NULL
);


--
-- Name: suppliers_supplier_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.suppliers_supplier_id_seq
    START WITH 700000
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: suppliers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.suppliers (
    id integer NOT NULL,
    supplier_id bigint DEFAULT nextval('public.suppliers_supplier_id_seq'::regclass) NOT NULL,
    name character varying(255) NOT NULL,
    duns_number character varying,
    description character varying,
    companies_house_number character varying,
    registered_name character varying,
    registration_country character varying,
    other_company_registration_number character varying,
    vat_number character varying,
    organisation_size character varying,
    trading_status character varying,
    company_details_confirmed boolean DEFAULT false NOT NULL,
    active boolean DEFAULT true NOT NULL
);


--
-- Name: suppliers_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.suppliers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: suppliers_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.suppliers_id_seq OWNED BY public.suppliers.id;


--
-- Name: users; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.users (
    id integer NOT NULL,
    name character varying NOT NULL,
    email_address character varying NOT NULL,
    password character varying NOT NULL,
    active boolean NOT NULL,
    created_at timestamp without time zone NOT NULL,
    updated_at timestamp without time zone NOT NULL,
    password_changed_at timestamp without time zone NOT NULL,
    role public.user_roles_enum NOT NULL,
    supplier_id bigint,
    failed_login_count integer NOT NULL,
    logged_in_at timestamp without time zone,
    phone_number character varying,
    user_research_opted_in boolean DEFAULT false NOT NULL,
    personal_data_removed boolean DEFAULT false NOT NULL
);


--
-- Name: users_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.users_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: users_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;


--
-- Name: archived_services id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.archived_services ALTER COLUMN id SET DEFAULT nextval('public.archived_services_id_seq'::regclass);


--
-- Name: audit_events id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_events ALTER COLUMN id SET DEFAULT nextval('public.audit_events_id_seq'::regclass);


--
-- Name: brief_clarification_questions id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.brief_clarification_questions ALTER COLUMN id SET DEFAULT nextval('public.brief_clarification_questions_id_seq'::regclass);


--
-- Name: brief_responses id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.brief_responses ALTER COLUMN id SET DEFAULT nextval('public.brief_responses_id_seq'::regclass);


--
-- Name: briefs id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.briefs ALTER COLUMN id SET DEFAULT nextval('public.briefs_id_seq'::regclass);


--
-- Name: buyer_email_domains id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.buyer_email_domains ALTER COLUMN id SET DEFAULT nextval('public.buyer_email_domains_id_seq'::regclass);


--
-- Name: contact_information id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contact_information ALTER COLUMN id SET DEFAULT nextval('public.contact_information_id_seq'::regclass);


--
-- Name: direct_award_project_users id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_project_users ALTER COLUMN id SET DEFAULT nextval('public.direct_award_project_users_id_seq'::regclass);


--
-- Name: direct_award_projects id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_projects ALTER COLUMN id SET DEFAULT nextval('public.direct_award_projects_id_seq'::regclass);


--
-- Name: direct_award_search_result_entries id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_search_result_entries ALTER COLUMN id SET DEFAULT nextval('public.direct_award_search_result_entries_id_seq'::regclass);


--
-- Name: direct_award_searches id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_searches ALTER COLUMN id SET DEFAULT nextval('public.direct_award_searches_id_seq'::regclass);


--
-- Name: draft_services id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.draft_services ALTER COLUMN id SET DEFAULT nextval('public.draft_services_id_seq'::regclass);


--
-- Name: framework_agreements id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.framework_agreements ALTER COLUMN id SET DEFAULT nextval('public.framework_agreements_id_seq'::regclass);


--
-- Name: frameworks id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.frameworks ALTER COLUMN id SET DEFAULT nextval('public.frameworks_id_seq'::regclass);


--
-- Name: lots id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lots ALTER COLUMN id SET DEFAULT nextval('public.lots_id_seq'::regclass);


--
-- Name: outcomes id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes ALTER COLUMN id SET DEFAULT nextval('public.outcomes_id_seq'::regclass);


--
-- Name: services id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.services ALTER COLUMN id SET DEFAULT nextval('public.services_id_seq'::regclass);


--
-- Name: suppliers id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.suppliers ALTER COLUMN id SET DEFAULT nextval('public.suppliers_id_seq'::regclass);


--
-- Name: users id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.alembic_version (version_num) FROM stdin;
1460
\.


--
-- Data for Name: archived_services; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.archived_services (id, service_id, supplier_id, created_at, updated_at, data, status, framework_id, lot_id, copied_to_following_framework) FROM stdin;
1	123456000000001	700007	2018-04-12 23:11:47.123456	2020-10-28 00:57:46	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Call 01632 123493 between 9 and 5.", "A well supported service."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "65 Imaginary Lane", "labAddressTown": "Little Fiction", "labAddressPostcode": "ZZ31 9ZZ", "serviceDescription": "A well supported service."}	enabled	5	6	f
2	123456000000001	700007	2018-04-04 02:15:32.123456	2015-06-19 05:42:15.123456	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious292@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious293@made-up-firm.example for a demonstration.", "A well supported service. Call 01632 123447 between 9 and 5."], "supportLevels": "A well supported service. Call 01632 123485 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "15 Sample Square", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ97 9ZZ", "serviceDescription": "A well supported service. Call 01632 123449 between 9 and 5."}	enabled	5	6	f
3	123456000000002	700014	2022-03-23 08:57:03.123456	2017-08-17 09:11:36	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious297@made-up-firm.example for a demonstration.", "A well supported service."], "supportLevels": "A well supported service. Call 01632 123415 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "65 Pretend Street", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ10 9ZZ", "serviceDescription": "A well supported service."}	disabled	5	7	f
4	123456000000002	700014	2015-01-02 21:06:14.123456	2015-07-04 05:24:32.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious298@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Call 01632 123483 between 9 and 5.", "A well supported service. Write to keziah.fictitious299@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service. Write to keziah.fictitious300@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "76 Pretend Street", "labAddressTown": "Little Fiction", "labAddressPostcode": "ZZ28 9ZZ", "serviceDescription": "A well supported service. Call 01632 123493 between 9 and 5."}	disabled	5	7	f
5	123456000000002	700014	2020-03-16 19:09:42.123456	2021-11-03 18:29:05.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious301@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Call 01632 123498 between 9 and 5.", "A well supported service. Call 01632 123453 between 9 and 5."], "supportLevels": "A well supported service. Write to keziah.fictitious302@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "72 Sample Square", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ24 9ZZ", "serviceDescription": "A well supported service."}	disabled	5	7	t
6	123456000000003	700021	2019-05-25 20:44:34	2021-12-18 00:56:23	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Call 01632 123481 between 9 and 5.", "A well supported service. Write to keziah.fictitious308@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Call 01632 123480 between 9 and 5.", "assurance": "Service provider assertion"}, "updated_by": "keziah.fictitious309@made-up-firm.example"}	deleted	2	9	f
7	123456000000004	700028	2017-01-05 21:55:41.123456	2017-03-21 19:44:20.123456	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious315@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious316@made-up-firm.example for a demonstration.", "A well supported service."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Call 01632 123434 between 9 and 5.", "assurance": "Service provider assertion"}, "updated_by": "keziah.fictitious317@made-up-firm.example"}	published	1	10	f
8	123456000000004	700028	2020-05-05 23:21:47.123456	2017-01-03 04:58:47.123456	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious318@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Call 01632 123417 between 9 and 5.", "A well supported service."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service.", "assurance": "Service provider assertion"}, "updated_by": "keziah.fictitious319@made-up-firm.example"}	published	1	10	f
9	123456000000005	700035	2016-09-20 23:52:18	2020-01-25 13:18:40.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious322@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious323@made-up-firm.example for a demonstration.", "A well supported service. Call 01632 123463 between 9 and 5."], "supportLevels": "A well supported service. Call 01632 123421 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "47 Imaginary Lane", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ97 9ZZ", "serviceDescription": "A well supported service. Write to keziah.fictitious324@made-up-firm.example for a demonstration."}	enabled	3	7	f
10	123456000000005	700035	2022-08-11 10:30:13.123456	2017-01-16 01:48:03.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious325@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious326@made-up-firm.example for a demonstration.", "A well supported service. Call 01632 123474 between 9 and 5."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "68 Imaginary Lane", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ53 9ZZ", "serviceDescription": "A well supported service."}	enabled	3	7	t
11	123456000000005	700035	2021-04-09 02:41:31.123456	2022-09-28 08:23:16	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123404 between 9 and 5.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious327@made-up-firm.example for a demonstration.", "A well supported service. Write to keziah.fictitious328@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "97 Imaginary Lane", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ84 9ZZ", "serviceDescription": "A well supported service. Call 01632 123474 between 9 and 5."}	enabled	3	7	f
12	123456000000006	700042	2022-07-16 21:25:13.123456	2021-07-26 17:39:49.123456	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123471 between 9 and 5.", "serviceFeatures": ["A well supported service.", "A well supported service. Write to keziah.fictitious330@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service. Write to keziah.fictitious331@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "standardsISOIEC27001Who": "A well supported service. Write to keziah.fictitious332@made-up-firm.example for a demonstration."}	disabled	4	9	f
13	123456000000007	700049	2015-11-26 19:22:20.123456	2022-11-15 10:46:29.123456	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Call 01632 123427 between 9 and 5.", "A well supported service. Write to keziah.fictitious337@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service. Write to keziah.fictitious338@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Call 01632 123416 between 9 and 5.", "assurance": "Service provider assertion"}, "updated_by": "keziah.fictitious339@made-up-firm.example"}	deleted	2	10	f
14	123456000000007	700049	2016-04-22 08:55:01	2020-01-05 21:24:10	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123451 between 9 and 5.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious340@made-up-firm.example for a demonstration.", "A well supported service. Write to keziah.fictitious341@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service.", "assurance": "Service provider assertion"}, "updated_by": "keziah.fictitious342@made-up-firm.example"}	deleted	2	10	f
15	123456000000008	700056	2022-01-01 07:33:19.123456	2015-03-11 20:02:52	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service.", "A well supported service. Write to keziah.fictitious344@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service. Write to keziah.fictitious345@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "25 Sample Square", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ32 9ZZ", "serviceDescription": "A well supported service. Call 01632 123422 between 9 and 5."}	published	3	7	t
16	123456000000008	700056	2021-02-22 16:16:35	2021-08-22 08:07:02.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service.", "A well supported service. Write to keziah.fictitious346@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service. Call 01632 123418 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "33 Sample Square", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ74 9ZZ", "serviceDescription": "A well supported service. Call 01632 123472 between 9 and 5."}	published	3	7	f
17	123456000000008	700056	2016-10-03 23:14:03.123456	2019-12-21 15:50:27	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service.", "A well supported service."], "supportLevels": "A well supported service. Call 01632 123465 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "12 Imaginary Lane", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ85 9ZZ", "serviceDescription": "A well supported service. Call 01632 123439 between 9 and 5."}	published	3	7	f
18	123456000000009	700063	2015-02-24 22:32:35.123456	2018-08-21 19:06:35.123456	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123425 between 9 and 5.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious348@made-up-firm.example for a demonstration.", "A well supported service. Write to keziah.fictitious349@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service. Write to keziah.fictitious350@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "standardsISOIEC27001Who": "A well supported service. Call 01632 123452 between 9 and 5."}	enabled	4	9	f
19	123456000000010	700000	2020-11-06 05:43:18	2015-09-24 17:34:51.123456	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service.", "A well supported service. Write to keziah.fictitious353@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service. Call 01632 123441 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "standardsISOIEC27001Who": "A well supported service. Write to keziah.fictitious354@made-up-firm.example for a demonstration."}	disabled	4	10	f
20	123456000000010	700000	2017-09-24 18:58:20.123456	2018-07-06 08:41:58.123456	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious355@made-up-firm.example for a demonstration.", "A well supported service. Write to keziah.fictitious356@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "standardsISOIEC27001Who": "A well supported service. Write to keziah.fictitious357@made-up-firm.example for a demonstration."}	disabled	4	10	t
21	123456999999999	700091	2018-10-21 11:45:31.123456	2021-08-05 21:05:52.123456	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123406 between 9 and 5.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious360@made-up-firm.example for a demonstration.", "A well supported service. Call 01632 123452 between 9 and 5."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "standardsISOIEC27001Who": "A well supported service. Call 01632 123462 between 9 and 5."}	deleted	4	9	f
\.


--
-- Data for Name: audit_events; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.audit_events (id, type, created_at, "user", data, object_type, object_id, acknowledged, acknowledged_by, acknowledged_at) FROM stdin;
1	user_auth_failed	2015-11-22 05:39:40	clementine.stand-in479@made-up-firm.example	{"request_id": "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "email_address": "clementine.stand-in476@made-up-firm.example"}	User	2	f	\N	\N
2	update_user	2016-05-12 00:05:50.123456	clementine.stand-in480@made-up-firm.example	{"user": "clementine.stand-in477@made-up-firm.example", "update": {"name": "Keziah Fictitious", "password": "updated", "phoneNumber": "01632 123480", "emailAddress": "bertie.pretend469@made-up-firm.example"}}	User	3	f	\N	\N
3	create_user	2022-01-10 13:05:27.123456	clementine.stand-in481@made-up-firm.example	{"supplierId": "700007", "qualifyingBuyerEmailDomain": "gov.uk"}	User	4	t	clementine.stand-in482@made-up-firm.example	2021-03-23 01:18:40
4	supplier_update	2017-04-17 21:22:38	\N	{"update": {"name": "Specimen Teapots Ltd", "dunsNumber": "990000471", "description": "Please ask Bertie Dummy on 01632 123404 about the Kites.", "contactInformation": [{"email": "jago.placeholder470@made-up-firm.example", "address1": "51 Sample Square", "postcode": "ZZ34 9ZZ", "contactName": "Jago Placeholder", "phoneNumber": "01632 123498"}]}, "supplierId": "700007"}	Supplier	5	f	\N	\N
5	contact_update	2022-09-15 16:59:41.123456	\N	{"update": {"email": "jago.placeholder470@made-up-firm.example", "address1": "51 Sample Square", "postcode": "ZZ34 9ZZ", "contactName": "Jago Placeholder", "phoneNumber": "01632 123498"}, "supplierId": "700007"}	Supplier	6	f	\N	\N
6	create_supplier	2019-10-27 06:18:07	clementine.stand-in483@made-up-firm.example	{"update": {"name": "Specimen Teapots Ltd", "dunsNumber": "990000471", "description": "Please ask Bertie Dummy on 01632 123404 about the Kites.", "contactInformation": [{"email": "jago.placeholder470@made-up-firm.example", "address1": "51 Sample Square", "postcode": "ZZ34 9ZZ", "contactName": "Jago Placeholder", "phoneNumber": "01632 123498"}]}, "supplierId": "700007"}	Supplier	7	t	clementine.stand-in484@made-up-firm.example	2015-03-28 20:24:06
7	answer_selection_questions	2018-04-05 17:14:35.123456	clementine.stand-in485@made-up-firm.example	{"update": {"primaryContact": "Imogen Dummy", "mitigatingFactors": "Please ask Gwen Madeup on 01632 123489 about the Pigeons.", "primaryContactEmail": "imogen.dummy472@made-up-firm.example"}, "supplierId": "700007"}	SupplierFramework	8	f	\N	\N
8	create_brief	2022-12-19 04:42:21.123456	clementine.stand-in486@made-up-firm.example	{"briefJson": {"title": "Please ask Keziah Invention on 01632 123445 about the Pigeons.", "summary": "Please ask Fergus Invention on 01632 123434 about the Kites."}, "supplierId": "700007"}	Brief	9	f	\N	\N
9	update_brief	2015-09-08 09:41:56	clementine.stand-in487@made-up-firm.example	{"briefJson": {"title": "Please ask Keziah Invention on 01632 123445 about the Pigeons.", "summary": "Please ask Fergus Invention on 01632 123434 about the Kites."}, "supplierId": "700007"}	Brief	1	t	clementine.stand-in488@made-up-firm.example	2022-07-25 02:57:06.123456
10	create_brief_response	2022-07-14 03:18:49.123456	clementine.stand-in489@made-up-firm.example	{"supplierId": "700007", "briefResponseJson": {"dayRate": "990000474", "respondToEmailAddress": "fergus.invention473@made-up-firm.example"}}	BriefResponse	2	f	\N	\N
11	update_brief_response	2020-04-17 07:02:22	clementine.stand-in490@made-up-firm.example	{"supplierId": "700007", "briefResponseData": {"dayRate": "990000474", "respondToEmailAddress": "fergus.invention473@made-up-firm.example"}}	BriefResponse	3	f	\N	\N
12	create_agreement	2016-07-21 00:08:12	clementine.stand-in491@made-up-firm.example	{"update": {"signerName": "Clementine Stand-In", "signerRole": "Bid Manager"}, "supplierId": "700007"}	FrameworkAgreement	4	t	clementine.stand-in492@made-up-firm.example	2018-01-20 10:03:04
13	sign_agreement	2020-06-08 19:24:58.123456	clementine.stand-in493@made-up-firm.example	{"update": {"signerName": "Clementine Stand-In", "signerRole": "Bid Manager"}, "supplierId": "700007"}	FrameworkAgreement	5	f	\N	\N
14	notify_callback	2021-04-11 08:44:40	clementine.stand-in494@made-up-firm.example	{"supplierId": "700007", "notify_callback_data": {"to": "clementine.stand-in475@made-up-firm.example", "status": "permanent-failure", "reference": "Teapots"}}	\N	\N	f	\N	\N
15	invite_user	2015-01-23 01:25:45	clementine.stand-in495@made-up-firm.example	{"supplier_id": "700007", "invitedEmail": "clementine.stand-in478@made-up-firm.example"}	\N	\N	t	clementine.stand-in496@made-up-firm.example	2015-05-02 21:28:51
16	update_service	2019-03-16 16:05:22.123456	clementine.stand-in497@made-up-firm.example	{"draftId": 7, "supplierId": "700007"}	Service	8	f	\N	\N
\.


--
-- Data for Name: brief_clarification_questions; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.brief_clarification_questions (id, brief_id, question, answer, published_at) FROM stdin;
1	4	Please ask Dorian Mockup on 01632 123449 about the Lanterns.	Please ask Dorian Example on 01632 123401 about the Teapots.\n\nPlease ask Gwen Madeup on 01632 123419 about the Marmalade.	2015-05-25 03:59:09.123456
2	7	Please ask Gwen Fictitious on 01632 123432 about the Kites.	Please ask Keziah Fictitious on 01632 123482 about the Kites.\n\nPlease ask Clementine Placeholder on 01632 123474 about the Kites.	2020-01-22 06:39:42.123456
3	10	Please ask Effie Invention on 01632 123458 about the Kites.	Please ask Ada Placeholder on 01632 123483 about the Lanterns.\n\nPlease ask Fergus Invention on 01632 123480 about the Marmalade.	2019-11-01 03:50:00.123456
4	3	Please ask Effie Example on 01632 123404 about the Marmalade.	Please ask Horatio Specimen on 01632 123415 about the Lanterns.\n\nPlease ask Imogen Madeup on 01632 123467 about the Pigeons.	2015-08-17 04:06:09
5	6	Please ask Effie Invention on 01632 123469 about the Lanterns.	Please ask Ada O'Nobody on 01632 123427 about the Marmalade.\n\nPlease ask Lorcan Placeholder on 01632 123401 about the Umbrellas.	2018-07-25 14:43:36.123456
6	9	Please ask Imogen Example on 01632 123438 about the Umbrellas.	Please ask Fergus Sample on 01632 123465 about the Teapots.\n\nPlease ask Ada Stand-In on 01632 123498 about the Pigeons.	2016-04-03 21:50:39
7	2	Please ask Jago Specimen on 01632 123417 about the Umbrellas.	Please ask Lorcan Placeholder on 01632 123451 about the Lanterns.\n\nPlease ask Clementine Madeup on 01632 123467 about the Pigeons.	2015-03-17 17:05:36
8	5	Please ask Jago Placeholder on 01632 123403 about the Marmalade.	Please ask Clementine Sample on 01632 123492 about the Pigeons.\n\nPlease ask Horatio Placeholder on 01632 123412 about the Kites.	2017-02-05 03:45:02.123456
9	8	Please ask Ada Invention on 01632 123483 about the Umbrellas.	Please ask Effie Stand-In on 01632 123402 about the Teapots.\n\nPlease ask Jago Madeup on 01632 123474 about the Kites.	2019-02-18 19:03:36.123456
10	1	Please ask Gwen Invention on 01632 123421 about the Teapots.	Please ask Bertie Example on 01632 123475 about the Teapots.\n\nPlease ask Keziah O'Nobody on 01632 123479 about the Pigeons.	2019-09-16 06:43:28
\.


--
-- Data for Name: brief_responses; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.brief_responses (id, data, brief_id, supplier_id, created_at, submitted_at, award_details, awarded_at) FROM stdin;
1	{"availability": "Please ask Keziah O'Nobody on 01632 123457 about the Teapots.", "dayRate": "990000393", "essentialRequirements": [{"evidence": "Please ask Effie Placeholder on 01632 123457 about the Kites."}, {"evidence": "Please ask Effie Pretend on 01632 123468 about the Marmalade."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Fergus Example on 01632 123439 about the Marmalade."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "keziah.onobody394@made-up-firm.example", "respondToEmailAddress": "keziah.onobody395@made-up-firm.example"}	1	700007	2017-02-18 16:01:25	2017-05-22 05:06:56.123456	{}	\N
2	{"availability": "Please ask Keziah Placeholder on 01632 123461 about the Kites.", "dayRate": "990000396", "essentialRequirements": [{"evidence": "Please ask Bertie Sample on 01632 123472 about the Pigeons."}, {"evidence": "Please ask Imogen Example on 01632 123409 about the Umbrellas."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Jago Dummy on 01632 123418 about the Marmalade."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "keziah.placeholder397@made-up-firm.example", "respondToEmailAddress": "keziah.placeholder398@made-up-firm.example"}	1	700014	2015-07-11 05:38:41	2022-12-23 23:08:28	{}	\N
3	{"availability": "Please ask Keziah Example on 01632 123434 about the Teapots.", "dayRate": "990000399", "essentialRequirements": [{"evidence": "Please ask Imogen Invention on 01632 123432 about the Marmalade."}, {"evidence": "Please ask Horatio Sample on 01632 123492 about the Kites."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Lorcan Example on 01632 123401 about the Teapots."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "keziah.example400@made-up-firm.example", "respondToEmailAddress": "keziah.example401@made-up-firm.example"}	1	700021	2020-04-01 15:22:45	2016-11-13 18:27:03.123456	{}	\N
4	{"respondToEmailAddress": "clementine.invention403@made-up-firm.example", "availability": "Please ask Clementine Invention on 01632 123406 about the Lanterns.", "dayRate": "990000402", "essentialRequirements": [{"evidence": "Please ask Fergus Madeup on 01632 123498 about the Kites."}, {"evidence": "Please ask Ada Stand-In on 01632 123491 about the Teapots."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Imogen Example on 01632 123438 about the Pigeons."}, {"yesNo": false}], "essentialRequirementsMet": true}	2	700014	2017-09-24 04:30:11.123456	2015-05-03 19:47:42.123456	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000404"}	2022-12-10 05:18:35.123456
5	{"respondToEmailAddress": "imogen.madeup406@made-up-firm.example", "availability": "Please ask Imogen Madeup on 01632 123409 about the Teapots.", "dayRate": "990000405", "essentialRequirements": [{"evidence": "Please ask Effie Invention on 01632 123494 about the Umbrellas."}, {"evidence": "Please ask Horatio Placeholder on 01632 123446 about the Lanterns."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Clementine Sample on 01632 123477 about the Umbrellas."}, {"yesNo": false}], "essentialRequirementsMet": true}	2	700021	2018-06-09 14:40:02	2021-09-26 19:44:54.123456	{}	\N
6	{"respondToEmailAddress": "dorian.dummy408@made-up-firm.example", "availability": "Please ask Dorian Dummy on 01632 123477 about the Umbrellas.", "dayRate": "990000407", "essentialRequirements": ["Please ask Clementine Sample on 01632 123426 about the Lanterns.", "Please ask Dorian Fictitious on 01632 123409 about the Teapots."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true}	3	700021	2019-01-17 15:19:30.123456	2017-08-27 09:07:54.123456	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000409"}	2017-12-28 12:04:02
7	{"respondToEmailAddress": "dorian.stand-in411@made-up-firm.example", "availability": "Please ask Dorian Stand-In on 01632 123415 about the Marmalade.", "dayRate": "990000410", "essentialRequirements": ["Please ask Ada Pretend on 01632 123474 about the Lanterns.", "Please ask Jago Stand-In on 01632 123493 about the Kites."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true}	3	700028	2021-04-28 19:19:29	2021-06-25 05:40:31.123456	{}	\N
8	{"respondToEmailAddress": "effie.sample413@made-up-firm.example", "availability": "Please ask Effie Sample on 01632 123417 about the Lanterns.", "dayRate": "990000412", "essentialRequirements": ["Please ask Effie Mockup on 01632 123457 about the Kites.", "Please ask Ada Stand-In on 01632 123493 about the Teapots."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true}	3	700035	2016-05-27 17:32:29.123456	\N	{}	\N
9	{"availability": "Please ask Lorcan Invention on 01632 123457 about the Teapots.", "dayRate": "990000414", "essentialRequirements": [{"evidence": "Please ask Bertie Mockup on 01632 123481 about the Kites."}, {"evidence": "Please ask Jago Placeholder on 01632 123417 about the Umbrellas."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Ada Example on 01632 123472 about the Umbrellas."}, {"yesNo": false}], "essentialRequirementsMet": true}	4	700028	2017-12-23 18:24:43	\N	{}	\N
10	{"availability": "Please ask Gwen Dummy on 01632 123457 about the Kites.", "dayRate": "990000415", "essentialRequirements": [{"evidence": "Please ask Fergus Fictitious on 01632 123473 about the Teapots."}, {"evidence": "Please ask Effie Example on 01632 123487 about the Kites."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Jago Fictitious on 01632 123450 about the Kites."}, {"yesNo": false}], "essentialRequirementsMet": true}	4	700035	2015-02-17 21:03:29.123456	\N	{}	\N
11	{"availability": "Please ask Bertie Specimen on 01632 123457 about the Teapots.", "dayRate": "990000416", "essentialRequirements": [{"evidence": "Please ask Lorcan Placeholder on 01632 123429 about the Teapots."}, {"evidence": "Please ask Jago O'Nobody on 01632 123490 about the Marmalade."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Lorcan Dummy on 01632 123458 about the Pigeons."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "bertie.specimen417@made-up-firm.example", "respondToEmailAddress": "bertie.specimen418@made-up-firm.example"}	5	700035	2015-09-22 22:25:39.123456	\N	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000419"}	2021-12-04 21:08:50
12	{"availability": "Please ask Fergus Fictitious on 01632 123447 about the Lanterns.", "dayRate": "990000420", "essentialRequirements": [{"evidence": "Please ask Keziah O'Nobody on 01632 123404 about the Kites."}, {"evidence": "Please ask Dorian Invention on 01632 123433 about the Kites."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Clementine Dummy on 01632 123415 about the Kites."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "fergus.fictitious421@made-up-firm.example", "respondToEmailAddress": "fergus.fictitious422@made-up-firm.example"}	5	700042	2018-11-01 06:44:14	2018-07-13 06:05:26	{}	\N
13	{"availability": "Please ask Dorian Example on 01632 123464 about the Umbrellas.", "dayRate": "990000423", "essentialRequirements": [{"evidence": "Please ask Bertie Specimen on 01632 123481 about the Marmalade."}, {"evidence": "Please ask Clementine Sample on 01632 123435 about the Marmalade."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Gwen Pretend on 01632 123467 about the Lanterns."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "dorian.example424@made-up-firm.example", "respondToEmailAddress": "dorian.example425@made-up-firm.example"}	5	700049	2022-08-07 17:12:50.123456	2016-03-16 04:14:19	{}	\N
14	{"respondToEmailAddress": "horatio.mockup427@made-up-firm.example", "availability": "Please ask Horatio Mockup on 01632 123408 about the Lanterns.", "dayRate": "990000426", "essentialRequirements": ["Please ask Ada Placeholder on 01632 123453 about the Marmalade.", "Please ask Bertie Specimen on 01632 123419 about the Umbrellas."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true}	6	700042	2019-06-03 03:18:26	2018-09-23 04:32:13.123456	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000428"}	2016-02-21 17:49:17.123456
15	{"respondToEmailAddress": "lorcan.dummy430@made-up-firm.example", "availability": "Please ask Lorcan Dummy on 01632 123453 about the Lanterns.", "dayRate": "990000429", "essentialRequirements": ["Please ask Ada Sample on 01632 123433 about the Pigeons.", "Please ask Jago Stand-In on 01632 123470 about the Teapots."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true}	6	700049	2019-10-12 07:24:19	2016-08-24 16:58:38.123456	{}	\N
16	{"respondToEmailAddress": "bertie.dummy432@made-up-firm.example", "availability": "Please ask Bertie Dummy on 01632 123475 about the Marmalade.", "dayRate": "990000431", "essentialRequirements": [{"evidence": "Please ask Imogen Specimen on 01632 123472 about the Marmalade."}, {"evidence": "Please ask Effie Sample on 01632 123450 about the Lanterns."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Jago Fictitious on 01632 123413 about the Marmalade."}, {"yesNo": false}], "essentialRequirementsMet": true}	7	700049	2020-01-12 05:43:04.123456	2017-11-04 03:55:09	{}	\N
17	{"respondToEmailAddress": "clementine.dummy434@made-up-firm.example", "availability": "Please ask Clementine Dummy on 01632 123490 about the Marmalade.", "dayRate": "990000433", "essentialRequirements": [{"evidence": "Please ask Horatio Invention on 01632 123468 about the Marmalade."}, {"evidence": "Please ask Imogen Sample on 01632 123408 about the Teapots."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Ada Madeup on 01632 123442 about the Umbrellas."}, {"yesNo": false}], "essentialRequirementsMet": true}	7	700056	2021-08-16 01:18:08.123456	\N	{}	\N
18	{"respondToEmailAddress": "dorian.mockup436@made-up-firm.example", "availability": "Please ask Dorian Mockup on 01632 123436 about the Teapots.", "dayRate": "990000435", "essentialRequirements": [{"evidence": "Please ask Gwen O'Nobody on 01632 123437 about the Kites."}, {"evidence": "Please ask Effie Pretend on 01632 123454 about the Lanterns."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Jago Invention on 01632 123473 about the Pigeons."}, {"yesNo": false}], "essentialRequirementsMet": true}	7	700063	2022-03-06 16:37:52.123456	\N	{}	\N
19	{"availability": "Please ask Horatio Placeholder on 01632 123478 about the Teapots.", "dayRate": "990000437", "essentialRequirements": [{"evidence": "Please ask Horatio Mockup on 01632 123467 about the Umbrellas."}, {"evidence": "Please ask Effie Placeholder on 01632 123450 about the Pigeons."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Bertie Madeup on 01632 123444 about the Marmalade."}, {"yesNo": false}], "essentialRequirementsMet": true}	8	700056	2019-03-01 06:38:40.123456	2020-07-08 20:03:12.123456	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000438"}	2020-06-08 18:40:18.123456
20	{"availability": "Please ask Ada Sample on 01632 123417 about the Umbrellas.", "dayRate": "990000439", "essentialRequirements": [{"evidence": "Please ask Ada Pretend on 01632 123488 about the Kites."}, {"evidence": "Please ask Gwen Placeholder on 01632 123455 about the Umbrellas."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Effie Pretend on 01632 123409 about the Pigeons."}, {"yesNo": false}], "essentialRequirementsMet": true}	8	700063	2016-01-25 06:00:54	2015-04-23 12:55:31	{}	\N
21	{"availability": "Please ask Fergus Pretend on 01632 123498 about the Marmalade.", "dayRate": "990000440", "essentialRequirements": ["Please ask Jago Fictitious on 01632 123413 about the Umbrellas.", "Please ask Ada Example on 01632 123467 about the Teapots."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true, "respondToEmailAddress": "fergus.pretend441@made-up-firm.example", "respondToEmailAddress": "fergus.pretend442@made-up-firm.example"}	9	700063	2021-09-06 18:00:24	2021-11-03 06:21:10.123456	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000443"}	2018-12-05 20:33:40
22	{"availability": "Please ask Gwen O'Nobody on 01632 123408 about the Pigeons.", "dayRate": "990000444", "essentialRequirements": ["Please ask Gwen Placeholder on 01632 123499 about the Marmalade.", "Please ask Gwen Stand-In on 01632 123442 about the Teapots."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true, "respondToEmailAddress": "gwen.onobody445@made-up-firm.example", "respondToEmailAddress": "gwen.onobody446@made-up-firm.example"}	9	700000	2018-08-01 14:45:41	\N	{}	\N
23	{"availability": "Please ask Jago Fictitious on 01632 123412 about the Umbrellas.", "dayRate": "990000447", "essentialRequirements": ["Please ask Ada O'Nobody on 01632 123423 about the Pigeons.", "Please ask Ada Madeup on 01632 123461 about the Marmalade."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true, "respondToEmailAddress": "jago.fictitious448@made-up-firm.example", "respondToEmailAddress": "jago.fictitious449@made-up-firm.example"}	9	700007	2019-01-28 07:25:00	2021-03-04 02:42:00	{}	\N
24	{"respondToEmailAddress": "gwen.onobody451@made-up-firm.example", "availability": "Please ask Gwen O'Nobody on 01632 123442 about the Lanterns.", "dayRate": "990000450", "essentialRequirements": [{"evidence": "Please ask Clementine Specimen on 01632 123422 about the Kites."}, {"evidence": "Please ask Effie Mockup on 01632 123464 about the Umbrellas."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Gwen Dummy on 01632 123436 about the Pigeons."}, {"yesNo": false}], "essentialRequirementsMet": true}	10	700000	2020-01-17 23:37:44	2022-04-10 21:01:45	{}	\N
25	{"respondToEmailAddress": "fergus.dummy453@made-up-firm.example", "availability": "Please ask Fergus Dummy on 01632 123452 about the Umbrellas.", "dayRate": "990000452", "essentialRequirements": [{"evidence": "Please ask Ada Invention on 01632 123434 about the Marmalade."}, {"evidence": "Please ask Dorian Mockup on 01632 123405 about the Teapots."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Effie Mockup on 01632 123453 about the Marmalade."}, {"yesNo": false}], "essentialRequirementsMet": true}	10	700007	2015-05-04 20:42:29	2017-09-09 05:09:16	{}	\N
26	{"availability": "Please ask Imogen Placeholder on 01632 123494 about the Kites.", "dayRate": "990000454", "essentialRequirements": [{"evidence": "Please ask Dorian Dummy on 01632 123474 about the Teapots."}, {"evidence": "Please ask Imogen O'Nobody on 01632 123460 about the Marmalade."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Gwen Pretend on 01632 123471 about the Teapots."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "imogen.placeholder455@made-up-firm.example", "respondToEmailAddress": "imogen.placeholder456@made-up-firm.example"}	1	700091	2019-04-28 05:52:29.123456	2020-08-03 20:28:35	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000457"}	2016-04-10 05:36:36.123456
\.


--
-- Data for Name: brief_users; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.brief_users (brief_id, user_id) FROM stdin;
1	2
2	6
3	7
4	11
5	12
6	1
7	2
8	6
9	7
10	11
1	19
\.


--
-- Data for Name: briefs; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.briefs (id, data, created_at, updated_at, framework_id, lot_id, published_at, withdrawn_at, is_a_copy, cancelled_at, unsuccessful_at) FROM stdin;
1	{"title": "Please ask Clementine Placeholder on 01632 123469 about the Kites.", "lot": "digital-specialists", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Fergus Stand-In on 01632 123488 about the Kites.", "backgroundInformation": "Please ask Ada Placeholder on 01632 123467 about the Pigeons.", "existingTeam": "Please ask Fergus Example on 01632 123497 about the Umbrellas.", "specialistWork": "Please ask Dorian Pretend on 01632 123487 about the Umbrellas.", "endUsers": "Please ask Lorcan Dummy on 01632 123457 about the Umbrellas.", "workplaceAddress": "51 Imaginary Lane, Madeupham", "researchAddress": "79 Pretend Street, Nowhere-on-Sea", "questionAndAnswerSessionDetails": "Please ask Clementine Placeholder on 01632 123434 about the Umbrellas.", "additionalTerms": "Please ask Imogen Stand-In on 01632 123473 about the Pigeons.", "workingArrangements": "Please ask Keziah Pretend on 01632 123409 about the Kites.", "budgetRange": "No more than \\u00a3990000383", "essentialRequirements": ["Please ask Effie O'Nobody on 01632 123412 about the Lanterns.", "Please ask Dorian Fictitious on 01632 123403 about the Kites."], "niceToHaveRequirements": ["Please ask Keziah Madeup on 01632 123437 about the Pigeons."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Imogen Specimen on 01632 123433 about the Lanterns."}	2016-11-08 03:19:31	2018-01-12 22:06:49.123456	5	6	2016-04-04 17:20:26	\N	f	\N	\N
2	{"title": "Please ask Dorian Sample on 01632 123479 about the Lanterns.", "lot": "user-research-studios", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Imogen Sample on 01632 123442 about the Kites.", "backgroundInformation": "Please ask Horatio Mockup on 01632 123443 about the Lanterns.", "existingTeam": "Please ask Dorian Stand-In on 01632 123461 about the Kites.", "specialistWork": "Please ask Imogen Example on 01632 123463 about the Marmalade.", "endUsers": "Please ask Clementine Example on 01632 123472 about the Lanterns.", "workplaceAddress": "75 Pretend Street, Nowhere-on-Sea", "researchAddress": "15 Pretend Street, Nowhere-on-Sea", "questionAndAnswerSessionDetails": "Please ask Ada Dummy on 01632 123417 about the Pigeons.", "additionalTerms": "Please ask Dorian Example on 01632 123444 about the Kites.", "workingArrangements": "Please ask Fergus Stand-In on 01632 123479 about the Marmalade.", "budgetRange": "No more than \\u00a3990000384", "essentialRequirements": ["Please ask Ada O'Nobody on 01632 123486 about the Pigeons.", "Please ask Horatio Placeholder on 01632 123461 about the Pigeons."], "niceToHaveRequirements": ["Please ask Clementine Madeup on 01632 123449 about the Lanterns."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Keziah Stand-In on 01632 123484 about the Umbrellas."}	2020-06-27 21:48:04.123456	2015-11-27 02:31:08	5	7	2015-03-14 09:57:19.123456	\N	f	\N	\N
3	{"title": "Please ask Bertie O'Nobody on 01632 123418 about the Pigeons.", "lot": "digital-outcomes", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Clementine Sample on 01632 123482 about the Pigeons.", "backgroundInformation": "Please ask Jago Pretend on 01632 123411 about the Pigeons.", "existingTeam": "Please ask Keziah O'Nobody on 01632 123453 about the Marmalade.", "specialistWork": "Please ask Gwen Example on 01632 123465 about the Lanterns.", "endUsers": "Please ask Fergus Sample on 01632 123411 about the Umbrellas.", "workplaceAddress": "8 Pretend Street, Nowhere-on-Sea", "researchAddress": "4 Sample Square, Madeupham", "questionAndAnswerSessionDetails": "Please ask Keziah Stand-In on 01632 123467 about the Teapots.", "additionalTerms": "Please ask Gwen Dummy on 01632 123472 about the Pigeons.", "workingArrangements": "Please ask Fergus Fictitious on 01632 123428 about the Lanterns.", "budgetRange": "No more than \\u00a3990000385", "essentialRequirements": ["Please ask Ada Madeup on 01632 123460 about the Lanterns.", "Please ask Imogen O'Nobody on 01632 123401 about the Umbrellas."], "niceToHaveRequirements": ["Please ask Jago Placeholder on 01632 123491 about the Umbrellas."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Gwen Stand-In on 01632 123467 about the Kites."}	2020-01-01 14:56:30	2020-01-12 22:32:00	3	5	2020-02-02 20:10:01.123456	\N	f	\N	\N
4	{"title": "Please ask Lorcan Dummy on 01632 123400 about the Kites.", "lot": "digital-specialists", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Bertie Fictitious on 01632 123479 about the Kites.", "backgroundInformation": "Please ask Bertie Specimen on 01632 123408 about the Lanterns.", "existingTeam": "Please ask Jago Madeup on 01632 123495 about the Teapots.", "specialistWork": "Please ask Jago Pretend on 01632 123495 about the Teapots.", "endUsers": "Please ask Horatio O'Nobody on 01632 123455 about the Teapots.", "workplaceAddress": "60 Pretend Street, Little Fiction", "researchAddress": "67 Imaginary Lane, Nowhere-on-Sea", "questionAndAnswerSessionDetails": "Please ask Keziah Example on 01632 123487 about the Teapots.", "additionalTerms": "Please ask Fergus Specimen on 01632 123489 about the Kites.", "workingArrangements": "Please ask Lorcan Stand-In on 01632 123422 about the Teapots.", "budgetRange": "No more than \\u00a3990000386", "essentialRequirements": ["Please ask Keziah Pretend on 01632 123416 about the Pigeons.", "Please ask Imogen Stand-In on 01632 123424 about the Umbrellas."], "niceToHaveRequirements": ["Please ask Dorian Dummy on 01632 123453 about the Teapots."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Clementine Dummy on 01632 123489 about the Teapots."}	2018-07-09 11:04:04.123456	2015-08-04 06:03:07	5	6	2021-07-05 15:22:51.123456	\N	f	\N	\N
5	{"title": "Please ask Bertie Placeholder on 01632 123468 about the Umbrellas.", "lot": "user-research-studios", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Bertie Fictitious on 01632 123430 about the Teapots.", "backgroundInformation": "Please ask Effie Pretend on 01632 123446 about the Umbrellas.", "existingTeam": "Please ask Clementine Specimen on 01632 123498 about the Teapots.", "specialistWork": "Please ask Bertie Invention on 01632 123473 about the Umbrellas.", "endUsers": "Please ask Horatio Invention on 01632 123421 about the Teapots.", "workplaceAddress": "62 Sample Square, Nowhere-on-Sea", "researchAddress": "22 Imaginary Lane, Much Invented", "questionAndAnswerSessionDetails": "Please ask Effie Fictitious on 01632 123434 about the Marmalade.", "additionalTerms": "Please ask Horatio Dummy on 01632 123488 about the Pigeons.", "workingArrangements": "Please ask Lorcan Placeholder on 01632 123487 about the Kites.", "budgetRange": "No more than \\u00a3990000387", "essentialRequirements": ["Please ask Keziah Dummy on 01632 123464 about the Kites.", "Please ask Fergus Example on 01632 123439 about the Teapots."], "niceToHaveRequirements": ["Please ask Dorian O'Nobody on 01632 123451 about the Marmalade."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Horatio Madeup on 01632 123432 about the Pigeons."}	2022-11-07 18:03:31	2017-05-21 00:20:12.123456	5	7	\N	\N	f	\N	\N
6	{"title": "Please ask Imogen Example on 01632 123407 about the Umbrellas.", "lot": "digital-outcomes", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Horatio O'Nobody on 01632 123477 about the Lanterns.", "backgroundInformation": "Please ask Horatio Example on 01632 123434 about the Umbrellas.", "existingTeam": "Please ask Bertie Dummy on 01632 123444 about the Kites.", "specialistWork": "Please ask Jago Stand-In on 01632 123408 about the Umbrellas.", "endUsers": "Please ask Horatio Stand-In on 01632 123455 about the Lanterns.", "workplaceAddress": "57 Pretend Street, Nowhere-on-Sea", "researchAddress": "46 Pretend Street, Little Fiction", "questionAndAnswerSessionDetails": "Please ask Gwen Mockup on 01632 123445 about the Marmalade.", "additionalTerms": "Please ask Keziah Example on 01632 123450 about the Pigeons.", "workingArrangements": "Please ask Imogen Mockup on 01632 123459 about the Umbrellas.", "budgetRange": "No more than \\u00a3990000388", "essentialRequirements": ["Please ask Jago Madeup on 01632 123471 about the Teapots.", "Please ask Jago O'Nobody on 01632 123428 about the Teapots."], "niceToHaveRequirements": ["Please ask Lorcan Example on 01632 123498 about the Lanterns."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Bertie O'Nobody on 01632 123454 about the Teapots."}	2016-07-08 23:40:53.123456	2018-12-08 00:00:25	3	5	2020-09-18 21:17:00	\N	f	\N	\N
7	{"title": "Please ask Gwen Pretend on 01632 123489 about the Teapots.", "lot": "digital-specialists", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Ada Pretend on 01632 123444 about the Kites.", "backgroundInformation": "Please ask Clementine Example on 01632 123466 about the Lanterns.", "existingTeam": "Please ask Lorcan Sample on 01632 123402 about the Pigeons.", "specialistWork": "Please ask Bertie O'Nobody on 01632 123499 about the Lanterns.", "endUsers": "Please ask Bertie Specimen on 01632 123413 about the Lanterns.", "workplaceAddress": "83 Imaginary Lane, Little Fiction", "researchAddress": "52 Sample Square, Madeupham", "questionAndAnswerSessionDetails": "Please ask Fergus Stand-In on 01632 123447 about the Pigeons.", "additionalTerms": "Please ask Jago Stand-In on 01632 123447 about the Teapots.", "workingArrangements": "Please ask Clementine Invention on 01632 123423 about the Marmalade.", "budgetRange": "No more than \\u00a3990000389", "essentialRequirements": ["Please ask Imogen O'Nobody on 01632 123474 about the Marmalade.", "Please ask Lorcan Mockup on 01632 123492 about the Marmalade."], "niceToHaveRequirements": ["Please ask Bertie Specimen on 01632 123469 about the Marmalade."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Dorian Sample on 01632 123418 about the Teapots."}	2018-08-07 02:48:19.123456	2021-05-19 23:30:11	5	6	2020-11-27 11:10:17	\N	t	\N	\N
8	{"title": "Please ask Bertie Dummy on 01632 123465 about the Lanterns.", "lot": "user-research-studios", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Horatio Example on 01632 123457 about the Lanterns.", "backgroundInformation": "Please ask Imogen Madeup on 01632 123442 about the Pigeons.", "existingTeam": "Please ask Gwen Invention on 01632 123460 about the Lanterns.", "specialistWork": "Please ask Lorcan Mockup on 01632 123421 about the Lanterns.", "endUsers": "Please ask Dorian O'Nobody on 01632 123430 about the Kites.", "workplaceAddress": "74 Imaginary Lane, Madeupham", "researchAddress": "30 Sample Square, Much Invented", "questionAndAnswerSessionDetails": "Please ask Jago Invention on 01632 123495 about the Umbrellas.", "additionalTerms": "Please ask Gwen Specimen on 01632 123494 about the Pigeons.", "workingArrangements": "Please ask Fergus Sample on 01632 123405 about the Umbrellas.", "budgetRange": "No more than \\u00a3990000390", "essentialRequirements": ["Please ask Jago Placeholder on 01632 123484 about the Teapots.", "Please ask Ada Stand-In on 01632 123412 about the Teapots."], "niceToHaveRequirements": ["Please ask Fergus Pretend on 01632 123423 about the Umbrellas."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Ada Invention on 01632 123437 about the Teapots."}	2017-01-20 08:06:20	2021-03-05 16:35:45	5	7	2021-06-08 21:55:44.123456	\N	f	\N	\N
9	{"title": "Please ask Fergus Pretend on 01632 123465 about the Lanterns.", "lot": "digital-outcomes", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Jago Sample on 01632 123435 about the Marmalade.", "backgroundInformation": "Please ask Ada Madeup on 01632 123455 about the Kites.", "existingTeam": "Please ask Bertie Fictitious on 01632 123427 about the Lanterns.", "specialistWork": "Please ask Ada Mockup on 01632 123447 about the Lanterns.", "endUsers": "Please ask Jago Pretend on 01632 123443 about the Marmalade.", "workplaceAddress": "15 Sample Square, Little Fiction", "researchAddress": "94 Sample Square, Madeupham", "questionAndAnswerSessionDetails": "Please ask Ada Sample on 01632 123403 about the Umbrellas.", "additionalTerms": "Please ask Lorcan Mockup on 01632 123421 about the Marmalade.", "workingArrangements": "Please ask Imogen O'Nobody on 01632 123485 about the Kites.", "budgetRange": "No more than \\u00a3990000391", "essentialRequirements": ["Please ask Clementine Fictitious on 01632 123452 about the Lanterns.", "Please ask Imogen Fictitious on 01632 123496 about the Lanterns."], "niceToHaveRequirements": ["Please ask Gwen Invention on 01632 123431 about the Kites."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Clementine Sample on 01632 123477 about the Pigeons."}	2019-08-01 21:23:49.123456	2022-09-23 10:25:43.123456	3	5	2020-02-16 18:57:01.123456	\N	f	\N	\N
10	{"title": "Please ask Effie Fictitious on 01632 123440 about the Umbrellas.", "lot": "digital-specialists", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Gwen Stand-In on 01632 123430 about the Teapots.", "backgroundInformation": "Please ask Gwen Fictitious on 01632 123484 about the Pigeons.", "existingTeam": "Please ask Gwen Sample on 01632 123433 about the Umbrellas.", "specialistWork": "Please ask Bertie Specimen on 01632 123457 about the Teapots.", "endUsers": "Please ask Jago Invention on 01632 123417 about the Pigeons.", "workplaceAddress": "85 Pretend Street, Nowhere-on-Sea", "researchAddress": "29 Pretend Street, Much Invented", "questionAndAnswerSessionDetails": "Please ask Ada Stand-In on 01632 123462 about the Lanterns.", "additionalTerms": "Please ask Imogen Stand-In on 01632 123429 about the Kites.", "workingArrangements": "Please ask Jago Invention on 01632 123498 about the Umbrellas.", "budgetRange": "No more than \\u00a3990000392", "essentialRequirements": ["Please ask Clementine Mockup on 01632 123417 about the Teapots.", "Please ask Horatio Example on 01632 123423 about the Marmalade."], "niceToHaveRequirements": ["Please ask Lorcan Pretend on 01632 123481 about the Lanterns."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Horatio Mockup on 01632 123475 about the Umbrellas."}	2021-10-03 19:17:46	2020-01-08 12:44:44	5	6	\N	\N	f	\N	\N
\.


--
-- Data for Name: buyer_email_domains; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.buyer_email_domains (id, domain_name) FROM stdin;
1	gov.uk
2	nhs.net
3	council.example
\.


--
-- Data for Name: contact_information; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.contact_information (id, supplier_id, contact_name, phone_number, email, address1, city, postcode, personal_data_removed) FROM stdin;
1	700000	Clementine Pretend	01632 123464	clementine.pretend36@made-up-firm.example	78 Sample Square	Madeupham	ZZ37 9ZZ	f
2	700007	Lorcan Madeup	01632 123426	lorcan.madeup37@made-up-firm.example	94 Sample Square	Little Fiction	ZZ33 9ZZ	f
3	700014	<removed>	<removed>	<removed>@3f2504e0-4f89-41d3-9a0c-000000000003.com	<removed>	<removed>	<removed>	t
4	700021	Horatio Madeup	01632 123474	horatio.madeup38@made-up-firm.example	12 Pretend Street	Much Invented	ZZ32 9ZZ	f
5	700028	Fergus Example	01632 123429	fergus.example39@made-up-firm.example	75 Sample Square	Madeupham	ZZ16 9ZZ	f
6	700035	Imogen Mockup	01632 123410	imogen.mockup40@made-up-firm.example	98 Pretend Street	Little Fiction	ZZ72 9ZZ	f
7	700042	Lorcan Placeholder	01632 123478	lorcan.placeholder41@made-up-firm.example	20 Sample Square	\N	ZZ19 9ZZ	f
8	700049	Gwen Invention	01632 123462	gwen.invention42@made-up-firm.example	54 Pretend Street	Madeupham	ZZ39 9ZZ	f
9	700056	Clementine Fictitious	01632 123406	clementine.fictitious43@made-up-firm.example	20 Imaginary Lane	Madeupham	ZZ24 9ZZ	f
10	700063	Effie Mockup	01632 123430	effie.mockup44@made-up-firm.example	11 Sample Square	Much Invented	ZZ13 9ZZ	f
11	700070	Gwen Example	01632 123412	gwen.example45@made-up-firm.example	98 Pretend Street	Nowhere-on-Sea	ZZ27 9ZZ	f
12	700077	Lorcan Sample	01632 123466	lorcan.sample46@made-up-firm.example	84 Sample Square	Nowhere-on-Sea	ZZ55 9ZZ	f
13	700084	<removed>	<removed>	<removed>@3f2504e0-4f89-41d3-9a0c-000000000013.com	<removed>	<removed>	<removed>	t
14	700091	Gwen Sample	01632 123453	gwen.sample47@made-up-firm.example	93 Imaginary Lane	Nowhere-on-Sea	\N	f
15	\N	Lorcan Invention	01632 123443	lorcan.invention48@made-up-firm.example	46 Pretend Street	Madeupham	ZZ79 9ZZ	f
16	\N	Horatio O'Nobody	\N	horatio.onobody49@made-up-firm.example	49 Pretend Street	Little Fiction	ZZ98 9ZZ	f
\.


--
-- Data for Name: direct_award_project_users; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.direct_award_project_users (id, project_id, user_id) FROM stdin;
1	1	2
2	2	6
3	3	7
4	4	11
5	5	12
6	6	1
7	7	2
8	8	6
9	9	19
\.


--
-- Data for Name: direct_award_projects; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.direct_award_projects (id, name, created_at, locked_at, active, downloaded_at, external_id, still_assessing_at, ready_to_assess_at) FROM stdin;
1	Please ask Keziah Placeholder on 01632 123462 about the Pigeons.	2019-09-11 13:06:59	2019-12-19 02:36:36.123456	t	2017-05-02 09:32:27.123456	100000000000001	\N	\N
2	Please ask Clementine Dummy on 01632 123411 about the Marmalade.	2016-04-15 04:30:24	2022-01-11 03:07:44.123456	t	2015-05-08 13:38:59	100000000000002	\N	\N
3	Please ask Ada Madeup on 01632 123419 about the Kites.	2015-04-13 11:03:29	\N	t	2016-03-08 19:54:40.123456	100000000000003	\N	\N
4	Please ask Jago O'Nobody on 01632 123422 about the Umbrellas.	2020-12-06 10:22:45.123456	2017-06-02 13:34:18.123456	t	2021-03-19 14:13:43.123456	100000000000004	\N	\N
5	Please ask Keziah Sample on 01632 123454 about the Pigeons.	2021-12-25 05:58:14.123456	2015-04-01 14:04:36.123456	t	2019-08-21 03:25:09.123456	100000000000005	\N	\N
6	Please ask Imogen Sample on 01632 123490 about the Lanterns.	2019-01-14 15:14:06	2018-07-21 05:15:36.123456	t	\N	100000000000006	\N	\N
7	Please ask Horatio Placeholder on 01632 123426 about the Teapots.	2015-12-12 21:44:22.123456	2021-10-05 09:11:52	t	2018-05-03 22:01:12.123456	100000000000007	\N	\N
8	Please ask Effie Stand-In on 01632 123445 about the Marmalade.	2017-10-23 18:41:02.123456	2016-10-24 20:46:23	t	\N	100000000000008	\N	\N
9	Please ask Bertie Pretend on 01632 123436 about the Marmalade.	2017-03-04 14:26:59	\N	t	2017-07-26 22:29:52	100000000000009	\N	\N
\.


--
-- Data for Name: direct_award_search_result_entries; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.direct_award_search_result_entries (id, search_id, archived_service_id) FROM stdin;
1	1	2
2	2	3
3	3	4
4	4	5
5	5	6
6	6	7
7	7	8
8	8	9
9	9	1
10	2	21
\.


--
-- Data for Name: direct_award_searches; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.direct_award_searches (id, created_by, project_id, created_at, searched_at, search_url, active) FROM stdin;
1	2	1	2022-11-22 14:08:01	\N	https://search.example/g-cloud-12/services/search?q=Kites&filter_lot=cloud-hosting	t
2	6	2	2019-06-24 15:22:10.123456	2015-09-19 17:12:04	https://search.example/g-cloud-12/services/search?q=Teapots&filter_lot=cloud-hosting	t
3	7	3	2021-04-03 02:29:29.123456	2018-04-12 20:14:20.123456	https://search.example/g-cloud-12/services/search?q=Lanterns&filter_lot=cloud-hosting	t
4	11	4	2019-10-12 00:30:00.123456	\N	https://search.example/g-cloud-12/services/search?q=Marmalade&filter_lot=cloud-hosting	t
5	12	5	2016-01-12 07:18:14	2022-11-14 22:39:23.123456	https://search.example/g-cloud-12/services/search?q=Marmalade&filter_lot=cloud-hosting	t
6	1	6	2017-10-05 23:19:42.123456	\N	https://search.example/g-cloud-12/services/search?q=Umbrellas&filter_lot=cloud-hosting	t
7	2	7	2022-04-16 13:16:31	2020-08-02 17:16:33.123456	https://search.example/g-cloud-12/services/search?q=Kites&filter_lot=cloud-hosting	t
8	6	8	2019-10-10 02:30:49.123456	2022-07-19 11:56:22	https://search.example/g-cloud-12/services/search?q=Teapots&filter_lot=cloud-hosting	t
9	19	9	2020-11-12 23:14:57.123456	2016-02-10 08:04:48.123456	https://search.example/g-cloud-12/services/search?q=Umbrellas&filter_lot=cloud-hosting	t
\.


--
-- Data for Name: draft_services; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.draft_services (id, service_id, supplier_id, created_at, updated_at, data, framework_id, status, lot_id, copied_to_following_framework, lot_one_service_limit) FROM stdin;
1	\N	700000	2019-11-26 10:23:48	2020-01-24 21:35:39.123456	{"lot": "digital-outcomes", "serviceName": "Teapots", "serviceSummary": "Please ask Keziah Dummy on 01632 123413 about the Kites.", "serviceFeatures": ["Please ask Imogen Madeup on 01632 123495 about the Lanterns.", "Please ask Lorcan Fictitious on 01632 123413 about the Teapots."], "labAddressBuilding": "90 Pretend Street", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ14 9ZZ", "priceMin": "990000361", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "lorcan.fictitious362@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Clementine Stand-In on 01632 123497 about the Teapots."}	3	submitted	5	f	t
2	\N	700000	2016-11-17 04:16:04	2021-11-03 07:05:18	{"lot": "digital-specialists", "serviceName": "Teapots", "serviceSummary": "Please ask Bertie Placeholder on 01632 123438 about the Kites.", "serviceFeatures": ["Please ask Clementine Sample on 01632 123410 about the Teapots.", "Please ask Dorian Stand-In on 01632 123410 about the Marmalade."], "labAddressBuilding": "7 Pretend Street", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ46 9ZZ", "priceMin": "990000363", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "dorian.stand-in364@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Clementine Fictitious on 01632 123488 about the Teapots."}	3	failed	6	f	t
3	123456000000003	700000	2017-07-04 08:20:35	2022-07-02 03:31:25.123456	{"lot": "user-research-studios", "serviceName": "Pigeons", "serviceSummary": "Please ask Bertie Mockup on 01632 123407 about the Pigeons.", "serviceFeatures": ["Please ask Imogen Dummy on 01632 123427 about the Teapots.", "Please ask Keziah Mockup on 01632 123423 about the Pigeons."], "labAddressBuilding": "62 Sample Square", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ56 9ZZ", "priceMin": "990000365", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "keziah.mockup366@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Imogen Madeup on 01632 123454 about the Lanterns."}	3	not-submitted	7	f	f
4	\N	700000	2019-01-12 00:21:51	2021-01-04 16:21:56	{"lot": "cloud-hosting", "serviceName": "Teapots", "serviceSummary": "Please ask Imogen Fictitious on 01632 123463 about the Lanterns.", "serviceFeatures": ["Please ask Lorcan Invention on 01632 123476 about the Teapots.", "Please ask Gwen Example on 01632 123474 about the Marmalade."], "labAddressBuilding": "10 Imaginary Lane", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ27 9ZZ", "priceMin": "990000367", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "gwen.example368@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Clementine Specimen on 01632 123417 about the Umbrellas."}	4	submitted	9	f	f
5	\N	700000	2019-05-19 04:13:11	2019-04-02 01:02:28.123456	{"lot": "cloud-software", "serviceName": "Umbrellas", "serviceSummary": "Please ask Ada Invention on 01632 123418 about the Marmalade.", "serviceFeatures": ["Please ask Jago Stand-In on 01632 123497 about the Kites.", "Please ask Horatio Pretend on 01632 123479 about the Umbrellas."], "labAddressBuilding": "10 Pretend Street", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ56 9ZZ", "priceMin": "990000369", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "horatio.pretend370@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Bertie Invention on 01632 123433 about the Kites."}	4	failed	10	f	f
6	123456000000006	700000	2019-11-04 21:49:56.123456	2019-03-07 00:06:25	{"lot": "saas", "serviceName": "Teapots", "serviceSummary": "Please ask Fergus Pretend on 01632 123427 about the Kites.", "serviceFeatures": ["Please ask Gwen Madeup on 01632 123443 about the Umbrellas.", "Please ask Dorian Mockup on 01632 123420 about the Lanterns."], "labAddressBuilding": "86 Pretend Street", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ54 9ZZ", "priceMin": "990000371", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "dorian.mockup372@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Imogen Pretend on 01632 123495 about the Teapots."}	4	not-submitted	1	f	f
7	\N	700000	2022-03-15 19:19:02	2022-12-18 16:03:48	{"lot": "cloud-hosting", "serviceName": "Pigeons", "serviceSummary": "Please ask Bertie Pretend on 01632 123459 about the Kites.", "serviceFeatures": ["Please ask Gwen Sample on 01632 123444 about the Umbrellas.", "Please ask Jago Invention on 01632 123449 about the Marmalade."], "labAddressBuilding": "70 Pretend Street", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ91 9ZZ", "priceMin": "990000373", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "jago.invention374@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Imogen Specimen on 01632 123414 about the Umbrellas."}	6	submitted	9	f	f
8	\N	700000	2021-08-28 11:30:39.123456	2021-08-08 08:50:17.123456	{"lot": "cloud-software", "serviceName": "Teapots", "serviceSummary": "Please ask Fergus Invention on 01632 123498 about the Pigeons.", "serviceFeatures": ["Please ask Imogen Fictitious on 01632 123419 about the Lanterns.", "Please ask Jago O'Nobody on 01632 123493 about the Umbrellas."], "labAddressBuilding": "78 Pretend Street", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ45 9ZZ", "priceMin": "990000375", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "jago.onobody376@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Bertie Mockup on 01632 123423 about the Lanterns."}	6	failed	10	f	f
9	123456000000009	700000	2019-04-02 23:09:00	2019-09-26 11:32:03.123456	{"lot": "saas", "serviceName": "Pigeons", "serviceSummary": "Please ask Gwen Pretend on 01632 123438 about the Kites.", "serviceFeatures": ["Please ask Fergus Placeholder on 01632 123449 about the Umbrellas.", "Please ask Keziah Madeup on 01632 123402 about the Marmalade."], "labAddressBuilding": "31 Imaginary Lane", "labAddressTown": "Little Fiction", "labAddressPostcode": "ZZ83 9ZZ", "priceMin": "990000377", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "keziah.madeup378@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Dorian Dummy on 01632 123489 about the Marmalade."}	6	not-submitted	1	f	f
10	\N	700000	2015-05-21 10:36:39	2016-01-24 12:44:31.123456	{"lot": "digital-outcomes", "serviceName": "Marmalade", "serviceSummary": "Please ask Ada O'Nobody on 01632 123466 about the Pigeons.", "serviceFeatures": ["Please ask Bertie Example on 01632 123411 about the Pigeons.", "Please ask Lorcan Specimen on 01632 123438 about the Teapots."], "labAddressBuilding": "26 Pretend Street", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ31 9ZZ", "priceMin": "990000379", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "lorcan.specimen380@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Horatio O'Nobody on 01632 123456 about the Kites."}	7	submitted	5	f	t
11	\N	700091	2022-03-08 13:33:55.123456	2015-06-21 06:00:14	{"lot": "cloud-hosting", "serviceName": "Teapots", "serviceSummary": "Please ask Bertie Fictitious on 01632 123428 about the Pigeons.", "serviceFeatures": ["Please ask Lorcan Stand-In on 01632 123440 about the Lanterns.", "Please ask Gwen Mockup on 01632 123437 about the Teapots."], "labAddressBuilding": "98 Imaginary Lane", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ18 9ZZ", "priceMin": "990000381", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "gwen.mockup382@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Keziah Dummy on 01632 123479 about the Marmalade."}	4	failed	9	f	f
\.


--
-- Data for Name: framework_agreements; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.framework_agreements (id, supplier_id, framework_id, signed_agreement_returned_at, signed_agreement_details, signed_agreement_path, countersigned_agreement_details, countersigned_agreement_path, countersigned_agreement_returned_at, signed_agreement_put_on_hold_at) FROM stdin;
1	700000	3	2019-01-27 15:17:55	{"frameworkAgreementVersion": "v1.0", "signerName": "Horatio O'Nobody", "signerRole": "Founder", "uploaderUserId": 2, "note": "Please ask Jago Specimen on 01632 123436 about the Pigeons."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	{"countersignerName": "Bertie Dummy", "countersignerRole": "Founder", "approvedByUserId": 2}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2016-11-10 22:11:05.123456	\N
2	700000	6	2022-01-09 08:14:27	{"frameworkAgreementVersion": "v1.0", "signerName": "Fergus Mockup", "signerRole": "Director", "uploaderUserId": 3, "note": "Please ask Effie Placeholder on 01632 123412 about the Teapots."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2018-08-07 19:05:06	\N
3	700007	2	2016-12-28 20:52:51	{"frameworkAgreementVersion": "v1.0", "signerName": "Dorian Placeholder", "signerRole": "Director", "uploaderUserId": 4, "note": "Please ask Jago Specimen on 01632 123465 about the Umbrellas."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2022-11-16 09:59:29	\N
4	700007	5	\N	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	{"countersignerName": "Horatio Mockup", "countersignerRole": "Founder", "approvedByUserId": 5}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2022-05-10 14:14:52	\N
5	700014	2	\N	{"frameworkAgreementVersion": "v1.0", "signerName": "Ada Stand-In", "signerRole": "Founder", "uploaderUserId": 6, "note": "Please ask Gwen O'Nobody on 01632 123419 about the Pigeons."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N	\N	\N
6	700014	5	2015-02-08 12:06:58.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Bertie Invention", "signerRole": "Director", "uploaderUserId": 7, "note": "Please ask Dorian Example on 01632 123486 about the Marmalade."}	\N	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
7	700021	3	2021-04-06 09:16:09	{"frameworkAgreementVersion": "v1.0", "signerName": "Keziah Madeup", "signerRole": "Founder", "uploaderUserId": 8, "note": "Please ask Dorian Placeholder on 01632 123410 about the Marmalade."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	{"countersignerName": "Imogen Example", "countersignerRole": "Director", "approvedByUserId": 8}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2020-10-06 09:13:14	\N
8	700021	6	2019-11-10 21:56:12.123456	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2020-07-28 05:21:32	\N
9	700028	2	2022-05-10 01:33:59.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Lorcan Placeholder", "signerRole": "Founder", "uploaderUserId": 10, "note": "Please ask Lorcan Fictitious on 01632 123429 about the Umbrellas."}	\N	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2016-09-10 06:39:31	\N
10	700028	5	2020-05-05 13:28:27.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Imogen Placeholder", "signerRole": "Founder", "uploaderUserId": 11, "note": "Please ask Clementine Mockup on 01632 123492 about the Marmalade."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	{"countersignerName": "Keziah O'Nobody", "countersignerRole": "Founder", "approvedByUserId": 11}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2022-10-09 05:40:24	\N
11	700035	2	2015-02-21 17:53:46.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Dorian Pretend", "signerRole": "Founder", "uploaderUserId": 12, "note": "Please ask Effie Fictitious on 01632 123400 about the Pigeons."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2020-07-09 22:24:48.123456	\N
12	700035	5	2022-06-10 02:49:19.123456	\N	\N	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2021-03-04 23:26:01	\N
13	700042	3	2018-08-12 05:21:02.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Ada Madeup", "signerRole": "Bid Manager", "uploaderUserId": 14, "note": "Please ask Ada Specimen on 01632 123432 about the Umbrellas."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	{"countersignerName": "Jago Madeup", "countersignerRole": "Bid Manager", "approvedByUserId": 14}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2016-12-10 03:45:00	\N
14	700042	6	2019-05-17 22:49:23.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Jago Sample", "signerRole": "Director", "uploaderUserId": 15, "note": "Please ask Effie O'Nobody on 01632 123455 about the Kites."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2021-11-04 08:07:50.123456	\N
15	700049	2	\N	{"frameworkAgreementVersion": "v1.0", "signerName": "Ada Example", "signerRole": "Founder", "uploaderUserId": 1, "note": "Please ask Horatio Dummy on 01632 123461 about the Umbrellas."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2021-01-23 06:09:49	\N
16	700049	5	2016-01-25 04:54:04	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	{"countersignerName": "Lorcan Madeup", "countersignerRole": "Founder", "approvedByUserId": 2}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
17	700056	2	2018-12-16 03:07:03	{"frameworkAgreementVersion": "v1.0", "signerName": "Keziah Madeup", "signerRole": "Founder", "uploaderUserId": 3, "note": "Please ask Horatio Sample on 01632 123406 about the Teapots."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
18	700056	5	\N	{"frameworkAgreementVersion": "v1.0", "signerName": "Bertie Mockup", "signerRole": "Director", "uploaderUserId": 4, "note": "Please ask Ada Sample on 01632 123446 about the Pigeons."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
19	700063	3	2021-05-13 14:01:11	{"frameworkAgreementVersion": "v1.0", "signerName": "Bertie Specimen", "signerRole": "Bid Manager", "uploaderUserId": 5, "note": "Please ask Clementine Mockup on 01632 123490 about the Lanterns."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	{"countersignerName": "Dorian Sample", "countersignerRole": "Founder", "approvedByUserId": 5}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2019-06-19 14:43:00.123456	\N
20	700063	6	2021-03-13 02:21:57.123456	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2019-07-28 09:24:14.123456	\N
21	700077	6	2020-07-25 02:06:24	{"frameworkAgreementVersion": "v1.0", "signerName": "Keziah Example", "signerRole": "Founder", "uploaderUserId": 7, "note": "Please ask Keziah Fictitious on 01632 123408 about the Pigeons."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2019-06-04 01:20:54	\N
\.


--
-- Data for Name: framework_lots; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.framework_lots (framework_id, lot_id) FROM stdin;
1	9
1	10
1	1
2	9
2	10
2	1
3	5
3	6
3	7
4	9
4	10
4	1
5	5
5	6
5	7
6	9
6	10
6	1
7	5
7	6
7	7
8	9
8	10
8	1
\.


--
-- Data for Name: frameworks; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.frameworks (id, name, framework, status, slug, clarification_questions_open, framework_agreement_details, allow_declaration_reuse, applications_close_at_utc, clarifications_close_at_utc, clarifications_publish_at_utc, framework_expires_at_utc, framework_live_at_utc, intention_to_award_at_utc, has_direct_award, has_further_competition) FROM stdin;
1	g cloud 6	g-cloud	expired	g-cloud-6	f	{"contractNoticeNumber": "2020/S 1-234567", "countersignerName": "Fergus Pretend", "countersignerRole": "Director", "frameworkAgreementVersion": "v1.0", "lotOrder": ["cloud-hosting", "cloud-software"], "pageTotal": 54, "variations": {"1": {"createdAt": "2020-01-01"}}}	f	2016-09-22 21:00:10	2021-09-07 16:59:15	2021-01-15 12:45:56	2022-02-08 07:14:16	2020-09-16 20:53:21.123456	2019-03-24 19:38:01.123456	t	f
2	g cloud 7	g-cloud	expired	g-cloud-7	f	{"contractNoticeNumber": "2020/S 1-234567", "countersignerName": "Effie Specimen", "countersignerRole": "Founder", "frameworkAgreementVersion": "v1.0", "lotOrder": ["cloud-hosting", "cloud-software"], "pageTotal": 54, "variations": {"1": {"createdAt": "2020-01-01"}}}	f	2017-01-10 16:48:11	2022-09-27 02:00:59	2018-07-13 03:23:25.123456	2016-04-02 03:38:55	2021-02-10 09:57:39	2016-06-02 22:24:00.123456	t	f
3	digital outcomes and specialists	digital-outcomes-and-specialists	expired	digital-outcomes-and-specialists	f	{"contractNoticeNumber": "2020/S 1-234567", "countersignerName": "Imogen Specimen", "countersignerRole": "Director", "frameworkAgreementVersion": "v1.0", "lotOrder": ["cloud-hosting", "cloud-software"], "pageTotal": 54, "variations": {"1": {"createdAt": "2020-01-01"}}}	f	2021-09-02 08:30:53	2018-12-27 13:39:39	2019-08-03 14:30:18.123456	2017-12-13 10:15:38	2022-09-25 11:21:32.123456	2015-02-27 16:32:57	f	t
4	g cloud 12	g-cloud	live	g-cloud-12	f	{"contractNoticeNumber": "2020/S 1-234567", "countersignerName": "Keziah Specimen", "countersignerRole": "Director", "frameworkAgreementVersion": "v1.0", "lotOrder": ["cloud-hosting", "cloud-software"], "pageTotal": 54, "variations": {"1": {"createdAt": "2020-01-01"}}}	t	2017-11-08 03:37:53.123456	2020-12-09 06:07:05.123456	2019-09-07 05:53:52.123456	2015-01-12 07:26:27.123456	2018-06-22 09:04:54	2021-04-08 03:14:32	t	f
5	digital outcomes and specialists 5	digital-outcomes-and-specialists	live	digital-outcomes-and-specialists-5	f	{"contractNoticeNumber": "2020/S 1-234567", "countersignerName": "Lorcan Placeholder", "countersignerRole": "Founder", "frameworkAgreementVersion": "v1.0", "lotOrder": ["cloud-hosting", "cloud-software"], "pageTotal": 54, "variations": {"1": {"createdAt": "2020-01-01"}}}	t	2020-07-06 07:41:00.123456	2015-11-27 16:20:01.123456	2017-10-15 16:59:17	2022-12-14 04:17:03	2020-05-14 04:23:09	2016-11-26 07:11:43	f	t
6	g cloud 13	g-cloud	open	g-cloud-13	t	{"contractNoticeNumber": "2020/S 1-234567", "countersignerName": "Bertie Placeholder", "countersignerRole": "Founder", "frameworkAgreementVersion": "v1.0", "lotOrder": ["cloud-hosting", "cloud-software"], "pageTotal": 54, "variations": {"1": {"createdAt": "2020-01-01"}}}	t	2016-08-11 00:08:24	2021-09-27 06:20:16	2016-12-04 04:18:58	2018-02-04 13:46:38.123456	2016-12-13 06:00:28	2022-11-10 18:25:29	t	f
7	digital outcomes and specialists 6	digital-outcomes-and-specialists	standstill	digital-outcomes-and-specialists-6	f	{"contractNoticeNumber": "2020/S 1-234567", "countersignerName": "Jago Madeup", "countersignerRole": "Founder", "frameworkAgreementVersion": "v1.0", "lotOrder": ["cloud-hosting", "cloud-software"], "pageTotal": 54, "variations": {"1": {"createdAt": "2020-01-01"}}}	t	2016-10-19 01:04:27.123456	2017-01-15 14:32:16	2021-05-11 12:40:35.123456	2015-08-18 23:41:08	2019-11-06 00:58:31	2017-12-18 15:26:24	f	t
8	g cloud 14	g-cloud	coming	g-cloud-14	f	\N	t	2019-11-20 13:07:15.123456	2020-09-27 18:34:06	2021-06-11 01:26:13.123456	2016-01-27 16:17:46.123456	2016-08-08 02:57:30	2015-04-05 17:25:53	t	f
\.


--
-- Data for Name: lots; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.lots (id, slug, name, one_service_limit, data) FROM stdin;
1	saas	Software as a Service	f	\N
5	digital-outcomes	Digital outcomes	t	{"unitSingular": "service", "unitPlural": "services"}
6	digital-specialists	Digital specialists	t	{"unitSingular": "service", "unitPlural": "services"}
7	user-research-studios	User research studios	f	\N
9	cloud-hosting	Cloud hosting	f	\N
10	cloud-software	Cloud software	f	\N
\.


--
-- Data for Name: outcomes; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.outcomes (id, external_id, completed_at, start_date, end_date, awarding_organisation_name, award_value, result, direct_award_project_id, direct_award_search_id, direct_award_archived_service_id, brief_id, brief_response_id) FROM stdin;
1	200000000000001	2019-06-24 02:28:11	2021-05-06	2022-05-05	Specimen Marmalade Ltd	990000458.99	awarded	1	1	2	\N	\N
2	200000000000002	2015-10-07 15:43:27.123456	\N	\N	\N	\N	none-suitable	3	\N	\N	\N	\N
3	200000000000003	2019-08-27 14:26:15.123456	2021-05-06	2022-05-05	Invention Marmalade Ltd	990000459.99	awarded	5	5	6	\N	\N
4	200000000000004	2022-10-24 04:22:50	\N	\N	\N	\N	none-suitable	7	\N	\N	\N	\N
5	200000000000005	2016-09-16 02:21:20.123456	2021-05-06	2022-05-05	Stand-In Kites Ltd	990000460.99	awarded	\N	\N	\N	2	4
6	200000000000006	2020-02-13 17:40:25.123456	2021-05-06	2022-05-05	Specimen Teapots Ltd	990000461.99	awarded	\N	\N	\N	3	6
7	200000000000007	2018-08-03 04:18:27	2021-05-06	2022-05-05	Dummy Kites Ltd	990000462.99	awarded	\N	\N	\N	5	11
8	200000000000008	2019-03-11 02:36:56.123456	2021-05-06	2022-05-05	Stand-In Lanterns Ltd	990000463.99	awarded	\N	\N	\N	6	14
9	200000000000009	2019-11-27 14:35:11	2021-05-06	2022-05-05	Fictitious Teapots Ltd	990000464.99	awarded	\N	\N	\N	8	19
10	200000000000010	2022-02-13 17:59:20.123456	2021-05-06	2022-05-05	Sample Kites Ltd	990000465.99	awarded	\N	\N	\N	9	21
11	200000000000011	2022-01-05 21:20:43	2021-05-06	2022-05-05	Stand-In Kites Ltd	990000466.99	awarded	9	9	1	\N	\N
12	200000000000012	2022-01-05 04:09:09	2021-05-06	2022-05-05	O'Nobody Teapots Ltd	990000467.99	awarded	2	2	21	\N	\N
13	200000000000013	2019-03-24 15:31:13.123456	2021-05-06	2022-05-05	Example Pigeons Ltd	990000468.99	awarded	\N	\N	\N	1	26
14	200000000000014	2020-11-04 07:44:03.123456	\N	\N	\N	\N	none-suitable	\N	\N	\N	10	\N
\.


--
-- Data for Name: services; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.services (id, data, service_id, created_at, supplier_id, updated_at, status, framework_id, lot_id, copied_to_following_framework) FROM stdin;
1	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious290@made-up-firm.example for a demonstration.", "A well supported service. Call 01632 123453 between 9 and 5."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "24 Sample Square", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ22 9ZZ", "serviceDescription": "A well supported service. Write to keziah.fictitious291@made-up-firm.example for a demonstration."}	123456000000001	2016-05-26 06:25:54.123456	700007	2022-08-22 08:31:08.123456	enabled	5	6	f
2	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious294@made-up-firm.example for a demonstration.", "A well supported service. Call 01632 123444 between 9 and 5."], "supportLevels": "A well supported service. Write to keziah.fictitious295@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "32 Sample Square", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ74 9ZZ", "serviceDescription": "A well supported service. Write to keziah.fictitious296@made-up-firm.example for a demonstration."}	123456000000002	2016-04-26 23:06:04.123456	700014	2017-05-20 20:28:38.123456	disabled	5	7	f
3	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious303@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious304@made-up-firm.example for a demonstration.", "A well supported service. Write to keziah.fictitious305@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Write to keziah.fictitious306@made-up-firm.example for a demonstration.", "assurance": "Service provider assertion"}, "updated_by": "keziah.fictitious307@made-up-firm.example"}	123456000000003	2017-06-09 06:12:13.123456	700021	2018-09-20 19:58:55.123456	deleted	2	9	f
4	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious310@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious311@made-up-firm.example for a demonstration.", "A well supported service. Call 01632 123457 between 9 and 5."], "supportLevels": "A well supported service. Write to keziah.fictitious312@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Write to keziah.fictitious313@made-up-firm.example for a demonstration.", "assurance": "Service provider assertion"}, "updated_by": "keziah.fictitious314@made-up-firm.example"}	123456000000004	2022-04-19 05:00:02	700028	2021-07-27 20:19:19.123456	published	1	10	f
5	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious320@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service.", "A well supported service. Write to keziah.fictitious321@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service. Call 01632 123422 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "43 Sample Square", "labAddressTown": "Little Fiction", "labAddressPostcode": "ZZ43 9ZZ", "serviceDescription": "A well supported service."}	123456000000005	2018-09-03 01:54:35	700035	2018-02-23 03:25:56.123456	enabled	3	7	t
6	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Call 01632 123443 between 9 and 5.", "A well supported service. Call 01632 123490 between 9 and 5."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "standardsISOIEC27001Who": "A well supported service. Write to keziah.fictitious329@made-up-firm.example for a demonstration."}	123456000000006	2017-04-11 23:10:40	700042	2016-08-07 07:39:13	disabled	4	9	f
7	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious333@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Write to keziah.fictitious334@made-up-firm.example for a demonstration.", "A well supported service. Call 01632 123417 between 9 and 5."], "supportLevels": "A well supported service. Call 01632 123454 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Write to keziah.fictitious335@made-up-firm.example for a demonstration.", "assurance": "Service provider assertion"}, "updated_by": "keziah.fictitious336@made-up-firm.example"}	123456000000007	2015-08-21 07:23:36.123456	700049	2022-08-14 14:43:05	deleted	2	10	f
8	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123456 between 9 and 5.", "serviceFeatures": ["A well supported service. Call 01632 123462 between 9 and 5.", "A well supported service."], "supportLevels": "A well supported service. Call 01632 123434 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "32 Imaginary Lane", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ51 9ZZ", "serviceDescription": "A well supported service. Write to keziah.fictitious343@made-up-firm.example for a demonstration."}	123456000000008	2016-09-03 05:27:06.123456	700056	2019-12-21 22:53:47	published	3	7	f
9	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to keziah.fictitious347@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service.", "A well supported service. Call 01632 123440 between 9 and 5."], "supportLevels": "A well supported service. Call 01632 123463 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "standardsISOIEC27001Who": "A well supported service."}	123456000000009	2015-06-26 18:37:07.123456	700063	2018-11-01 01:36:51	enabled	4	9	f
10	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123461 between 9 and 5.", "serviceFeatures": ["A well supported service. Call 01632 123422 between 9 and 5.", "A well supported service. Call 01632 123498 between 9 and 5."], "supportLevels": "A well supported service. Write to keziah.fictitious351@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "standardsISOIEC27001Who": "A well supported service. Write to keziah.fictitious352@made-up-firm.example for a demonstration."}	123456000000010	2015-01-25 07:24:00.123456	700000	2021-09-10 08:17:32	disabled	4	10	t
11	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service.", "A well supported service. Call 01632 123475 between 9 and 5."], "supportLevels": "A well supported service. Write to keziah.fictitious358@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "standardsISOIEC27001Who": "A well supported service. Write to keziah.fictitious359@made-up-firm.example for a demonstration."}	123456999999998	2016-12-11 14:53:30	700084	2020-04-20 13:55:44.123456	published	4	9	f
\.


--
-- Data for Name: supplier_frameworks; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.supplier_frameworks (supplier_id, framework_id, declaration, on_framework, agreed_variations, prefill_declaration_from_framework_id, application_company_details_confirmed, allow_declaration_reuse) FROM stdin;
700000	3	{"status": "complete", "primaryContact": "Effie Placeholder", "primaryContactEmail": "effie.placeholder67@made-up-firm.example", "contactNameContractNotice": "Clementine Pretend", "contactEmailContractNotice": "clementine.pretend68@made-up-firm.example", "nameOfOrganisation": "Specimen Kites Ltd", "tradingNames": "Stand-In Umbrellas Ltd", "registeredAddressBuilding": "35 Sample Square", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ77 9ZZ", "companyRegistrationNumber": "19000069", "registeredVATNumber": "990000070", "dunsNumber": "990000071", "appropriateTradeRegistersNumber": "Teapots", "licenceOrMemberRequiredDetails": "Please ask Imogen Example on 01632 123421 about the Pigeons.", "currentRegisteredCountry": "Teapots", "firstRegistered": "Teapots", "tradingStatusOther": "Pigeons", "supplierTradingName": "Dummy Teapots Ltd", "supplierRegisteredName": "O'Nobody Pigeons Ltd", "supplierCompanyRegistrationNumber": "19000072", "supplierDunsNumber": "990000073", "supplierRegisteredBuilding": "24 Imaginary Lane", "supplierRegisteredTown": "Little Fiction", "supplierRegisteredPostcode": "ZZ15 9ZZ", "supplierRegisteredCountry": "Kites", "supplierVatNumber": "990000074", "mitigatingFactors": "Please ask Lorcan Example on 01632 123410 about the Marmalade.", "mitigatingFactors2": "Please ask Keziah Placeholder on 01632 123412 about the Marmalade.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Imogen Dummy on 01632 123450 about the Marmalade.", "registeredAddress": "65 Imaginary Lane"}	t	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 7, "agreedUserName": "Dorian Mockup", "agreedUserEmail": "dorian.mockup75@made-up-firm.example"}}	\N	\N	f
700000	4	{"status": "complete", "primaryContact": "Dorian Fictitious", "primaryContactEmail": "dorian.fictitious76@made-up-firm.example", "contactNameContractNotice": "Gwen Fictitious", "contactEmailContractNotice": "gwen.fictitious77@made-up-firm.example", "nameOfOrganisation": "Placeholder Umbrellas Ltd", "tradingNames": "Stand-In Pigeons Ltd", "registeredAddressBuilding": "36 Pretend Street", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ64 9ZZ", "companyRegistrationNumber": "19000078", "registeredVATNumber": "990000079", "dunsNumber": "990000080", "appropriateTradeRegistersNumber": "Umbrellas", "licenceOrMemberRequiredDetails": "Please ask Keziah Placeholder on 01632 123435 about the Umbrellas.", "currentRegisteredCountry": "Teapots", "firstRegistered": "Kites", "tradingStatusOther": "Umbrellas", "supplierTradingName": "Invention Lanterns Ltd", "supplierRegisteredName": "Madeup Lanterns Ltd", "supplierCompanyRegistrationNumber": "19000081", "supplierDunsNumber": "990000082", "supplierRegisteredBuilding": "88 Sample Square", "supplierRegisteredTown": "Nowhere-on-Sea", "supplierRegisteredPostcode": "ZZ56 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000083", "mitigatingFactors": "Please ask Keziah Madeup on 01632 123496 about the Pigeons.", "mitigatingFactors2": "Please ask Keziah Placeholder on 01632 123487 about the Kites.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Keziah O'Nobody on 01632 123497 about the Pigeons.", "registeredAddress": "18 Sample Square"}	t	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 11, "agreedUserName": "Dorian Sample", "agreedUserEmail": "dorian.sample84@made-up-firm.example"}}	3	\N	f
700000	6	{"status": "complete", "primaryContact": "Clementine Stand-In", "primaryContactEmail": "clementine.stand-in85@made-up-firm.example", "contactNameContractNotice": "Ada Sample", "contactEmailContractNotice": "ada.sample86@made-up-firm.example", "nameOfOrganisation": "Pretend Umbrellas Ltd", "tradingNames": "O'Nobody Umbrellas Ltd", "registeredAddressBuilding": "24 Sample Square", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ51 9ZZ", "companyRegistrationNumber": "19000087", "registeredVATNumber": "990000088", "dunsNumber": "990000089", "appropriateTradeRegistersNumber": "Teapots", "licenceOrMemberRequiredDetails": "Please ask Effie Stand-In on 01632 123419 about the Umbrellas.", "currentRegisteredCountry": "Marmalade", "firstRegistered": "Umbrellas", "tradingStatusOther": "Lanterns", "supplierTradingName": "O'Nobody Teapots Ltd", "supplierRegisteredName": "Pretend Kites Ltd", "supplierCompanyRegistrationNumber": "19000090", "supplierDunsNumber": "990000091", "supplierRegisteredBuilding": "23 Imaginary Lane", "supplierRegisteredTown": "Little Fiction", "supplierRegisteredPostcode": "ZZ98 9ZZ", "supplierRegisteredCountry": "Umbrellas", "supplierVatNumber": "990000092", "mitigatingFactors": "Please ask Bertie Stand-In on 01632 123454 about the Marmalade.", "mitigatingFactors2": "Please ask Effie Stand-In on 01632 123484 about the Umbrellas.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Lorcan O'Nobody on 01632 123404 about the Marmalade.", "registeredAddress": "60 Sample Square"}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 4, "agreedUserName": "Lorcan Dummy", "agreedUserEmail": "lorcan.dummy93@made-up-firm.example"}}	4	\N	f
700000	7	{"status": "complete", "primaryContact": "Ada O'Nobody", "primaryContactEmail": "ada.onobody94@made-up-firm.example", "contactNameContractNotice": "Lorcan O'Nobody", "contactEmailContractNotice": "lorcan.onobody95@made-up-firm.example", "nameOfOrganisation": "Dummy Lanterns Ltd", "tradingNames": "Stand-In Teapots Ltd", "registeredAddressBuilding": "3 Pretend Street", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ37 9ZZ", "companyRegistrationNumber": "19000096", "registeredVATNumber": "990000097", "dunsNumber": "990000098", "appropriateTradeRegistersNumber": "Lanterns", "licenceOrMemberRequiredDetails": "Please ask Bertie Sample on 01632 123490 about the Marmalade.", "currentRegisteredCountry": "Kites", "firstRegistered": "Pigeons", "tradingStatusOther": "Umbrellas", "supplierTradingName": "Specimen Marmalade Ltd", "supplierRegisteredName": "O'Nobody Umbrellas Ltd", "supplierCompanyRegistrationNumber": "19000099", "supplierDunsNumber": "990000100", "supplierRegisteredBuilding": "76 Imaginary Lane", "supplierRegisteredTown": "Madeupham", "supplierRegisteredPostcode": "ZZ97 9ZZ", "supplierRegisteredCountry": "Kites", "supplierVatNumber": "990000101", "mitigatingFactors": "Please ask Lorcan O'Nobody on 01632 123466 about the Kites.", "mitigatingFactors2": "Please ask Lorcan Madeup on 01632 123485 about the Lanterns.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Lorcan Sample on 01632 123469 about the Umbrellas.", "registeredAddress": "76 Imaginary Lane"}	\N	\N	6	\N	f
700049	3	null	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 13, "agreedUserName": "Fergus O'Nobody", "agreedUserEmail": "fergus.onobody244@made-up-firm.example"}}	2	t	t
700049	5	null	f	\N	3	t	t
700007	2	{"status": "complete", "SQ1-1a": "Dummy Pigeons Ltd", "SQ1-1b": "51 Pretend Street, Madeupham", "SQ1-1e": "19000102", "SQ1-1f": "Pigeons", "SQ1-1g": "990000103", "SQ1-1h": "990000104", "SQ1-1k": "Specimen Lanterns Ltd", "SQ1-1n": "Effie Mockup", "SQ1-1o": "effie.mockup105@made-up-firm.example", "SQ1-1p-i": "Placeholder Pigeons Ltd", "SQ1-1p-ii": "37 Pretend Street", "SQ1-1q-i": "Fictitious Teapots Ltd", "SQ1-2a": "Clementine Dummy", "SQ1-2b": "clementine.dummy106@made-up-firm.example", "SQ2-1abcd": false, "SQ3-1k": "Please ask Horatio Fictitious on 01632 123431 about the Marmalade.", "SQ4-1c": "Please ask Gwen Pretend on 01632 123435 about the Pigeons.", "PR1": true}	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 9, "agreedUserName": "Clementine Example", "agreedUserEmail": "clementine.example107@made-up-firm.example"}}	\N	t	t
700007	3	{"status": "started", "primaryContact": "Lorcan Madeup", "primaryContactEmail": "lorcan.madeup108@made-up-firm.example", "contactNameContractNotice": "Horatio O'Nobody", "contactEmailContractNotice": "horatio.onobody109@made-up-firm.example", "nameOfOrganisation": "O'Nobody Umbrellas Ltd", "tradingNames": "Placeholder Umbrellas Ltd", "registeredAddressBuilding": "80 Sample Square", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ22 9ZZ", "companyRegistrationNumber": "19000110", "registeredVATNumber": "990000111", "dunsNumber": "990000112", "appropriateTradeRegistersNumber": "Marmalade", "licenceOrMemberRequiredDetails": "Please ask Fergus Sample on 01632 123424 about the Kites.", "currentRegisteredCountry": "Umbrellas", "firstRegistered": "Umbrellas", "tradingStatusOther": "Teapots", "supplierTradingName": "Placeholder Umbrellas Ltd", "supplierRegisteredName": "Sample Teapots Ltd", "supplierCompanyRegistrationNumber": "19000113", "supplierDunsNumber": "990000114", "supplierRegisteredBuilding": "6 Imaginary Lane", "supplierRegisteredTown": "Nowhere-on-Sea", "supplierRegisteredPostcode": "ZZ39 9ZZ", "supplierRegisteredCountry": "Kites", "supplierVatNumber": "990000115", "mitigatingFactors": "Please ask Clementine Invention on 01632 123483 about the Marmalade.", "mitigatingFactors2": "Please ask Jago Invention on 01632 123408 about the Kites.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Clementine Invention on 01632 123463 about the Umbrellas.", "registeredAddress": "51 Imaginary Lane", "primaryContactEmail": "clementine.invention116@made-up-firm.example", "primaryContact": ["Fergus Mockup"]}	f	\N	2	t	t
700007	5	{"status": "started", "primaryContact": "Dorian Invention", "primaryContactEmail": "dorian.invention117@made-up-firm.example", "contactNameContractNotice": "Keziah Specimen", "contactEmailContractNotice": "keziah.specimen118@made-up-firm.example", "nameOfOrganisation": "Invention Pigeons Ltd", "tradingNames": "Sample Lanterns Ltd", "registeredAddressBuilding": "94 Pretend Street", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ82 9ZZ", "companyRegistrationNumber": "19000119", "registeredVATNumber": "990000120", "dunsNumber": "990000121", "appropriateTradeRegistersNumber": "Pigeons", "licenceOrMemberRequiredDetails": "Please ask Clementine Madeup on 01632 123453 about the Marmalade.", "currentRegisteredCountry": "Lanterns", "firstRegistered": "Marmalade", "tradingStatusOther": "Teapots", "supplierTradingName": "Fictitious Umbrellas Ltd", "supplierRegisteredName": "Stand-In Marmalade Ltd", "supplierCompanyRegistrationNumber": "19000122", "supplierDunsNumber": "990000123", "supplierRegisteredBuilding": "44 Sample Square", "supplierRegisteredTown": "Nowhere-on-Sea", "supplierRegisteredPostcode": "ZZ52 9ZZ", "supplierRegisteredCountry": "Umbrellas", "supplierVatNumber": "990000124", "mitigatingFactors": "Please ask Lorcan Dummy on 01632 123436 about the Pigeons.", "mitigatingFactors2": "Please ask Effie Placeholder on 01632 123431 about the Kites.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Effie Invention on 01632 123425 about the Umbrellas.", "registeredAddress": "94 Sample Square", "primaryContactEmail": "effie.invention125@made-up-firm.example", "primaryContact": ["Horatio Invention"]}	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 1, "agreedUserName": "Horatio Sample", "agreedUserEmail": "horatio.sample126@made-up-firm.example"}}	3	t	t
700007	6	{"status": "started", "primaryContact": "Jago Pretend", "primaryContactEmail": "jago.pretend127@made-up-firm.example", "contactNameContractNotice": "Fergus Mockup", "contactEmailContractNotice": "fergus.mockup128@made-up-firm.example", "nameOfOrganisation": "Sample Teapots Ltd", "tradingNames": "Madeup Kites Ltd", "registeredAddressBuilding": "24 Sample Square", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ62 9ZZ", "companyRegistrationNumber": "19000129", "registeredVATNumber": "990000130", "dunsNumber": "990000131", "appropriateTradeRegistersNumber": "Pigeons", "licenceOrMemberRequiredDetails": "Please ask Effie Sample on 01632 123457 about the Umbrellas.", "currentRegisteredCountry": "Pigeons", "firstRegistered": "Pigeons", "tradingStatusOther": "Umbrellas", "supplierTradingName": "Pretend Marmalade Ltd", "supplierRegisteredName": "Invention Teapots Ltd", "supplierCompanyRegistrationNumber": "19000132", "supplierDunsNumber": "990000133", "supplierRegisteredBuilding": "32 Pretend Street", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ16 9ZZ", "supplierRegisteredCountry": "Pigeons", "supplierVatNumber": "990000134", "mitigatingFactors": "Please ask Bertie O'Nobody on 01632 123474 about the Kites.", "mitigatingFactors2": "Please ask Dorian Pretend on 01632 123492 about the Marmalade.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Imogen Dummy on 01632 123449 about the Marmalade.", "registeredAddress": "32 Pretend Street", "primaryContactEmail": "imogen.dummy135@made-up-firm.example", "primaryContact": ["Clementine Stand-In"]}	\N	\N	5	t	t
700014	2	{"status": "complete", "SQ1-1a": "Mockup Pigeons Ltd", "SQ1-1b": "16 Sample Square, Much Invented", "SQ1-1e": "19000136", "SQ1-1f": "Pigeons", "SQ1-1g": "990000137", "SQ1-1h": "990000138", "SQ1-1k": "Fictitious Marmalade Ltd", "SQ1-1n": "Imogen Invention", "SQ1-1o": "imogen.invention139@made-up-firm.example", "SQ1-1p-i": "Stand-In Umbrellas Ltd", "SQ1-1p-ii": "19 Imaginary Lane", "SQ1-1q-i": "Placeholder Lanterns Ltd", "SQ1-2a": "Ada Sample", "SQ1-2b": "ada.sample140@made-up-firm.example", "SQ2-1abcd": false, "SQ3-1k": "Please ask Dorian Dummy on 01632 123412 about the Lanterns.", "SQ4-1c": "Please ask Keziah Sample on 01632 123478 about the Teapots.", "PR1": true}	t	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 1, "agreedUserName": "Gwen Stand-In", "agreedUserEmail": "gwen.stand-in141@made-up-firm.example"}}	\N	t	t
700049	6	null	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 9, "agreedUserName": "Clementine Mockup", "agreedUserEmail": "clementine.mockup245@made-up-firm.example"}}	5	t	t
700056	2	{}	t	\N	\N	t	f
700056	4	{}	t	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 7, "agreedUserName": "Effie Stand-In", "agreedUserEmail": "effie.stand-in246@made-up-firm.example"}}	2	t	f
700056	5	{}	t	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 13, "agreedUserName": "Imogen Example", "agreedUserEmail": "imogen.example247@made-up-firm.example"}}	4	t	f
700056	7	{}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 12, "agreedUserName": "Horatio Mockup", "agreedUserEmail": "horatio.mockup248@made-up-firm.example"}}	5	t	f
700014	4	{"status": "complete", "primaryContact": "Gwen Sample", "primaryContactEmail": "gwen.sample142@made-up-firm.example", "contactNameContractNotice": "Clementine Example", "contactEmailContractNotice": "clementine.example143@made-up-firm.example", "nameOfOrganisation": "Dummy Kites Ltd", "tradingNames": "Stand-In Kites Ltd", "registeredAddressBuilding": "47 Sample Square", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ93 9ZZ", "companyRegistrationNumber": "19000144", "registeredVATNumber": "990000145", "dunsNumber": "990000146", "appropriateTradeRegistersNumber": "Umbrellas", "licenceOrMemberRequiredDetails": "Please ask Clementine Fictitious on 01632 123473 about the Umbrellas.", "currentRegisteredCountry": "Teapots", "firstRegistered": "Kites", "tradingStatusOther": "Teapots", "supplierTradingName": "Stand-In Marmalade Ltd", "supplierRegisteredName": "O'Nobody Marmalade Ltd", "supplierCompanyRegistrationNumber": "19000147", "supplierDunsNumber": "990000148", "supplierRegisteredBuilding": "31 Imaginary Lane", "supplierRegisteredTown": "Madeupham", "supplierRegisteredPostcode": "ZZ13 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000149", "mitigatingFactors": "Please ask Ada Dummy on 01632 123435 about the Pigeons.", "mitigatingFactors2": "Please ask Bertie Placeholder on 01632 123445 about the Pigeons.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Lorcan Sample on 01632 123407 about the Pigeons.", "registeredAddress": {"Building": "44 Imaginary Lane", "Town": "Madeupham", "Postcode": "ZZ47 9ZZ"}, "mitigatingFactors3": "Please ask Keziah Stand-In on 01632 123457 about the Pigeons."}	t	\N	2	t	t
700014	5	{"status": "complete", "primaryContact": "Gwen Dummy", "primaryContactEmail": "gwen.dummy150@made-up-firm.example", "contactNameContractNotice": "Horatio Fictitious", "contactEmailContractNotice": "horatio.fictitious151@made-up-firm.example", "nameOfOrganisation": "Placeholder Pigeons Ltd", "tradingNames": "Invention Lanterns Ltd", "registeredAddressBuilding": "54 Imaginary Lane", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ38 9ZZ", "companyRegistrationNumber": "19000152", "registeredVATNumber": "990000153", "dunsNumber": "990000154", "appropriateTradeRegistersNumber": "Lanterns", "licenceOrMemberRequiredDetails": "Please ask Clementine Example on 01632 123452 about the Lanterns.", "currentRegisteredCountry": "Marmalade", "firstRegistered": "Pigeons", "tradingStatusOther": "Marmalade", "supplierTradingName": "Example Marmalade Ltd", "supplierRegisteredName": "Specimen Marmalade Ltd", "supplierCompanyRegistrationNumber": "19000155", "supplierDunsNumber": "990000156", "supplierRegisteredBuilding": "48 Pretend Street", "supplierRegisteredTown": "Nowhere-on-Sea", "supplierRegisteredPostcode": "ZZ72 9ZZ", "supplierRegisteredCountry": "Kites", "supplierVatNumber": "990000157", "mitigatingFactors": "Please ask Ada Fictitious on 01632 123442 about the Umbrellas.", "mitigatingFactors2": "Please ask Gwen Madeup on 01632 123432 about the Teapots.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Bertie Stand-In on 01632 123413 about the Umbrellas.", "registeredAddress": {"Building": "32 Sample Square", "Town": "Little Fiction", "Postcode": "ZZ17 9ZZ"}, "mitigatingFactors3": "Please ask Bertie Example on 01632 123482 about the Pigeons."}	t	\N	4	t	t
700014	7	{"status": "complete", "primaryContact": "Imogen O'Nobody", "primaryContactEmail": "imogen.onobody158@made-up-firm.example", "contactNameContractNotice": "Jago Pretend", "contactEmailContractNotice": "jago.pretend159@made-up-firm.example", "nameOfOrganisation": "O'Nobody Marmalade Ltd", "tradingNames": "O'Nobody Kites Ltd", "registeredAddressBuilding": "96 Imaginary Lane", "registeredAddressTown": "Little Fiction", "registeredAddressPostcode": "ZZ74 9ZZ", "companyRegistrationNumber": "19000160", "registeredVATNumber": "990000161", "dunsNumber": "990000162", "appropriateTradeRegistersNumber": "Marmalade", "licenceOrMemberRequiredDetails": "Please ask Dorian Stand-In on 01632 123467 about the Umbrellas.", "currentRegisteredCountry": "Marmalade", "firstRegistered": "Teapots", "tradingStatusOther": "Teapots", "supplierTradingName": "Madeup Umbrellas Ltd", "supplierRegisteredName": "Placeholder Marmalade Ltd", "supplierCompanyRegistrationNumber": "19000163", "supplierDunsNumber": "990000164", "supplierRegisteredBuilding": "92 Imaginary Lane", "supplierRegisteredTown": "Little Fiction", "supplierRegisteredPostcode": "ZZ52 9ZZ", "supplierRegisteredCountry": "Kites", "supplierVatNumber": "990000165", "mitigatingFactors": "Please ask Lorcan Pretend on 01632 123411 about the Umbrellas.", "mitigatingFactors2": "Please ask Effie Dummy on 01632 123415 about the Teapots.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Dorian Dummy on 01632 123413 about the Umbrellas.", "registeredAddress": {"Building": "16 Sample Square", "Town": "Little Fiction", "Postcode": "ZZ51 9ZZ"}, "mitigatingFactors3": "Please ask Fergus Specimen on 01632 123464 about the Lanterns."}	\N	\N	5	t	t
700021	3	{"status": "started", "primaryContact": "Lorcan Madeup", "primaryContactEmail": "lorcan.madeup166@made-up-firm.example", "contactNameContractNotice": "Effie O'Nobody", "contactEmailContractNotice": "effie.onobody167@made-up-firm.example", "nameOfOrganisation": "Dummy Umbrellas Ltd", "tradingNames": "Dummy Lanterns Ltd", "registeredAddressBuilding": "31 Imaginary Lane", "registeredAddressTown": "Little Fiction", "registeredAddressPostcode": "ZZ86 9ZZ", "companyRegistrationNumber": "19000168", "registeredVATNumber": "990000169", "dunsNumber": "990000170", "appropriateTradeRegistersNumber": "Kites", "licenceOrMemberRequiredDetails": "Please ask Effie O'Nobody on 01632 123411 about the Marmalade.", "currentRegisteredCountry": "Pigeons", "firstRegistered": "Lanterns", "tradingStatusOther": "Teapots", "supplierTradingName": "Stand-In Teapots Ltd", "supplierRegisteredName": "Mockup Umbrellas Ltd", "supplierCompanyRegistrationNumber": "19000171", "supplierDunsNumber": "990000172", "supplierRegisteredBuilding": "23 Imaginary Lane", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ96 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000173", "mitigatingFactors": "Please ask Fergus Sample on 01632 123402 about the Teapots.", "mitigatingFactors2": "Please ask Effie Fictitious on 01632 123412 about the Umbrellas.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Imogen Fictitious on 01632 123411 about the Lanterns.", "registeredAddress": "89 Sample Square"}	f	\N	\N	\N	t
700021	4	{"status": "started", "primaryContact": "Jago Example", "primaryContactEmail": "jago.example174@made-up-firm.example", "contactNameContractNotice": "Keziah Fictitious", "contactEmailContractNotice": "keziah.fictitious175@made-up-firm.example", "nameOfOrganisation": "Specimen Lanterns Ltd", "tradingNames": "Placeholder Marmalade Ltd", "registeredAddressBuilding": "18 Sample Square", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ26 9ZZ", "companyRegistrationNumber": "19000176", "registeredVATNumber": "990000177", "dunsNumber": "990000178", "appropriateTradeRegistersNumber": "Lanterns", "licenceOrMemberRequiredDetails": "Please ask Dorian Fictitious on 01632 123484 about the Marmalade.", "currentRegisteredCountry": "Pigeons", "firstRegistered": "Umbrellas", "tradingStatusOther": "Lanterns", "supplierTradingName": "Placeholder Lanterns Ltd", "supplierRegisteredName": "Pretend Marmalade Ltd", "supplierCompanyRegistrationNumber": "19000179", "supplierDunsNumber": "990000180", "supplierRegisteredBuilding": "90 Pretend Street", "supplierRegisteredTown": "Little Fiction", "supplierRegisteredPostcode": "ZZ12 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000181", "mitigatingFactors": "Please ask Jago Placeholder on 01632 123429 about the Kites.", "mitigatingFactors2": "Please ask Keziah Stand-In on 01632 123436 about the Pigeons.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Lorcan Invention on 01632 123447 about the Teapots.", "registeredAddress": "53 Pretend Street"}	f	\N	3	\N	t
700021	6	{"status": "started", "primaryContact": "Horatio Specimen", "primaryContactEmail": "horatio.specimen182@made-up-firm.example", "contactNameContractNotice": "Lorcan Mockup", "contactEmailContractNotice": "lorcan.mockup183@made-up-firm.example", "nameOfOrganisation": "Pretend Teapots Ltd", "tradingNames": "Madeup Teapots Ltd", "registeredAddressBuilding": "16 Pretend Street", "registeredAddressTown": "Much Invented", "registeredAddressPostcode": "ZZ76 9ZZ", "companyRegistrationNumber": "19000184", "registeredVATNumber": "990000185", "dunsNumber": "990000186", "appropriateTradeRegistersNumber": "Umbrellas", "licenceOrMemberRequiredDetails": "Please ask Fergus Example on 01632 123402 about the Lanterns.", "currentRegisteredCountry": "Lanterns", "firstRegistered": "Pigeons", "tradingStatusOther": "Kites", "supplierTradingName": "Invention Lanterns Ltd", "supplierRegisteredName": "Placeholder Kites Ltd", "supplierCompanyRegistrationNumber": "19000187", "supplierDunsNumber": "990000188", "supplierRegisteredBuilding": "5 Pretend Street", "supplierRegisteredTown": "Madeupham", "supplierRegisteredPostcode": "ZZ19 9ZZ", "supplierRegisteredCountry": "Pigeons", "supplierVatNumber": "990000189", "mitigatingFactors": "Please ask Imogen Sample on 01632 123480 about the Lanterns.", "mitigatingFactors2": "Please ask Horatio Dummy on 01632 123491 about the Umbrellas.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Horatio Mockup on 01632 123491 about the Teapots.", "registeredAddress": "97 Sample Square"}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 9, "agreedUserName": "Gwen Example", "agreedUserEmail": "gwen.example190@made-up-firm.example"}}	4	\N	t
700021	7	{"status": "started", "primaryContact": "Effie Example", "primaryContactEmail": "effie.example191@made-up-firm.example", "contactNameContractNotice": "Jago Mockup", "contactEmailContractNotice": "jago.mockup192@made-up-firm.example", "nameOfOrganisation": "Invention Teapots Ltd", "tradingNames": "Fictitious Umbrellas Ltd", "registeredAddressBuilding": "90 Pretend Street", "registeredAddressTown": "Much Invented", "registeredAddressPostcode": "ZZ24 9ZZ", "companyRegistrationNumber": "19000193", "registeredVATNumber": "990000194", "dunsNumber": "990000195", "appropriateTradeRegistersNumber": "Teapots", "licenceOrMemberRequiredDetails": "Please ask Effie Pretend on 01632 123445 about the Kites.", "currentRegisteredCountry": "Umbrellas", "firstRegistered": "Pigeons", "tradingStatusOther": "Lanterns", "supplierTradingName": "Sample Umbrellas Ltd", "supplierRegisteredName": "Mockup Lanterns Ltd", "supplierCompanyRegistrationNumber": "19000196", "supplierDunsNumber": "990000197", "supplierRegisteredBuilding": "28 Pretend Street", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ23 9ZZ", "supplierRegisteredCountry": "Pigeons", "supplierVatNumber": "990000198", "mitigatingFactors": "Please ask Ada Fictitious on 01632 123439 about the Kites.", "mitigatingFactors2": "Please ask Effie Pretend on 01632 123467 about the Umbrellas.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Gwen Stand-In on 01632 123499 about the Marmalade.", "registeredAddress": "7 Sample Square"}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 8, "agreedUserName": "Bertie Dummy", "agreedUserEmail": "bertie.dummy199@made-up-firm.example"}}	6	\N	t
700028	2	{"status": "complete", "SQ1-1a": "Fictitious Teapots Ltd", "SQ1-1b": "1 Imaginary Lane, Little Fiction", "SQ1-1e": "19000200", "SQ1-1f": "Kites", "SQ1-1g": "990000201", "SQ1-1h": "990000202", "SQ1-1k": "Stand-In Kites Ltd", "SQ1-1n": "Dorian Pretend", "SQ1-1o": "dorian.pretend203@made-up-firm.example", "SQ1-1p-i": "Sample Pigeons Ltd", "SQ1-1p-ii": "93 Sample Square", "SQ1-1q-i": "Specimen Lanterns Ltd", "SQ1-2a": "Jago O'Nobody", "SQ1-2b": "jago.onobody204@made-up-firm.example", "SQ2-1abcd": false, "SQ3-1k": "Please ask Imogen Example on 01632 123422 about the Lanterns.", "SQ4-1c": "Please ask Horatio O'Nobody on 01632 123432 about the Pigeons.", "PR1": true}	t	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 1, "agreedUserName": "Keziah Sample", "agreedUserEmail": "keziah.sample205@made-up-firm.example"}}	\N	t	f
700028	3	{"status": "complete", "primaryContact": "Bertie Fictitious", "primaryContactEmail": "bertie.fictitious206@made-up-firm.example", "contactNameContractNotice": "Dorian Mockup", "contactEmailContractNotice": "dorian.mockup207@made-up-firm.example", "nameOfOrganisation": "Madeup Teapots Ltd", "tradingNames": "Placeholder Teapots Ltd", "registeredAddressBuilding": "92 Imaginary Lane", "registeredAddressTown": "Much Invented", "registeredAddressPostcode": "ZZ21 9ZZ", "companyRegistrationNumber": "19000208", "registeredVATNumber": "990000209", "dunsNumber": "990000210", "appropriateTradeRegistersNumber": "Marmalade", "licenceOrMemberRequiredDetails": "Please ask Ada Mockup on 01632 123449 about the Pigeons.", "currentRegisteredCountry": "Umbrellas", "firstRegistered": "Pigeons", "tradingStatusOther": "Marmalade", "supplierTradingName": "Sample Kites Ltd", "supplierRegisteredName": "Dummy Umbrellas Ltd", "supplierCompanyRegistrationNumber": "19000211", "supplierDunsNumber": "990000212", "supplierRegisteredBuilding": "15 Pretend Street", "supplierRegisteredTown": "Madeupham", "supplierRegisteredPostcode": "ZZ20 9ZZ", "supplierRegisteredCountry": "Lanterns", "supplierVatNumber": "990000213", "mitigatingFactors": "Please ask Horatio Example on 01632 123429 about the Kites.", "mitigatingFactors2": "Please ask Keziah Mockup on 01632 123414 about the Teapots.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Jago Specimen on 01632 123411 about the Lanterns.", "registeredAddress": "4 Sample Square"}	t	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 11, "agreedUserName": "Imogen O'Nobody", "agreedUserEmail": "imogen.onobody214@made-up-firm.example"}}	2	t	f
700028	5	{"status": "complete", "primaryContact": "Dorian Placeholder", "primaryContactEmail": "dorian.placeholder215@made-up-firm.example", "contactNameContractNotice": "Fergus Dummy", "contactEmailContractNotice": "fergus.dummy216@made-up-firm.example", "nameOfOrganisation": "Madeup Teapots Ltd", "tradingNames": "Fictitious Lanterns Ltd", "registeredAddressBuilding": "38 Pretend Street", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ42 9ZZ", "companyRegistrationNumber": "19000217", "registeredVATNumber": "990000218", "dunsNumber": "990000219", "appropriateTradeRegistersNumber": "Marmalade", "licenceOrMemberRequiredDetails": "Please ask Imogen O'Nobody on 01632 123469 about the Lanterns.", "currentRegisteredCountry": "Umbrellas", "firstRegistered": "Lanterns", "tradingStatusOther": "Umbrellas", "supplierTradingName": "Mockup Kites Ltd", "supplierRegisteredName": "Placeholder Teapots Ltd", "supplierCompanyRegistrationNumber": "19000220", "supplierDunsNumber": "990000221", "supplierRegisteredBuilding": "61 Pretend Street", "supplierRegisteredTown": "Nowhere-on-Sea", "supplierRegisteredPostcode": "ZZ43 9ZZ", "supplierRegisteredCountry": "Kites", "supplierVatNumber": "990000222", "mitigatingFactors": "Please ask Imogen Example on 01632 123470 about the Umbrellas.", "mitigatingFactors2": "Please ask Horatio Mockup on 01632 123411 about the Kites.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Ada Dummy on 01632 123448 about the Lanterns.", "registeredAddress": "44 Sample Square"}	t	\N	3	t	f
700028	6	{"status": "complete", "primaryContact": "Bertie Example", "primaryContactEmail": "bertie.example223@made-up-firm.example", "contactNameContractNotice": "Dorian Mockup", "contactEmailContractNotice": "dorian.mockup224@made-up-firm.example", "nameOfOrganisation": "Invention Teapots Ltd", "tradingNames": "Placeholder Pigeons Ltd", "registeredAddressBuilding": "11 Pretend Street", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ48 9ZZ", "companyRegistrationNumber": "19000225", "registeredVATNumber": "990000226", "dunsNumber": "990000227", "appropriateTradeRegistersNumber": "Teapots", "licenceOrMemberRequiredDetails": "Please ask Bertie Invention on 01632 123487 about the Pigeons.", "currentRegisteredCountry": "Pigeons", "firstRegistered": "Pigeons", "tradingStatusOther": "Pigeons", "supplierTradingName": "Stand-In Umbrellas Ltd", "supplierRegisteredName": "Fictitious Teapots Ltd", "supplierCompanyRegistrationNumber": "19000228", "supplierDunsNumber": "990000229", "supplierRegisteredBuilding": "31 Sample Square", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ85 9ZZ", "supplierRegisteredCountry": "Marmalade", "supplierVatNumber": "990000230", "mitigatingFactors": "Please ask Bertie Stand-In on 01632 123460 about the Umbrellas.", "mitigatingFactors2": "Please ask Effie Dummy on 01632 123407 about the Lanterns.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Horatio Mockup on 01632 123442 about the Umbrellas.", "registeredAddress": "87 Pretend Street"}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 7, "agreedUserName": "Ada Stand-In", "agreedUserEmail": "ada.stand-in231@made-up-firm.example"}}	5	t	f
700035	2	{"status": "complete", "SQ1-1a": "Sample Kites Ltd", "SQ1-1b": "68 Imaginary Lane, Much Invented", "SQ1-1e": "19000232", "SQ1-1f": "Umbrellas", "SQ1-1g": "990000233", "SQ1-1h": "990000234", "SQ1-1k": "O'Nobody Marmalade Ltd", "SQ1-1n": "Effie Sample", "SQ1-1o": "effie.sample235@made-up-firm.example", "SQ1-1p-i": "Placeholder Marmalade Ltd", "SQ1-1p-ii": "87 Sample Square", "SQ1-1q-i": "Example Kites Ltd", "SQ1-2a": "Horatio Dummy", "SQ1-2b": "horatio.dummy236@made-up-firm.example", "SQ2-1abcd": false, "SQ3-1k": "Please ask Bertie Example on 01632 123449 about the Lanterns.", "SQ4-1c": "Please ask Horatio Pretend on 01632 123407 about the Marmalade.", "PR1": true}	f	\N	\N	t	t
700035	4	["Horatio Fictitious"]	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 2, "agreedUserName": "Keziah Dummy", "agreedUserEmail": "keziah.dummy237@made-up-firm.example"}}	2	t	t
700035	5	{"primaryContact": "Effie Placeholder"}	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 8, "agreedUserName": "Imogen Stand-In", "agreedUserEmail": "imogen.stand-in238@made-up-firm.example"}}	4	t	t
700035	7	{"primaryContact": "Gwen Invention"}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 7, "agreedUserName": "Bertie Pretend", "agreedUserEmail": "bertie.pretend239@made-up-firm.example"}}	5	t	t
700042	3	\N	t	\N	\N	\N	t
700042	4	\N	t	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 10, "agreedUserName": "Imogen Sample", "agreedUserEmail": "imogen.sample240@made-up-firm.example"}}	3	\N	t
700042	6	\N	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 4, "agreedUserName": "Effie Pretend", "agreedUserEmail": "effie.pretend241@made-up-firm.example"}}	4	\N	t
700042	7	\N	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 2, "agreedUserName": "Dorian Dummy", "agreedUserEmail": "dorian.dummy242@made-up-firm.example"}}	6	\N	t
700049	2	null	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 2, "agreedUserName": "Effie Stand-In", "agreedUserEmail": "effie.stand-in243@made-up-firm.example"}}	\N	t	t
700063	3	{"status": "started", "primaryContact": "Effie Pretend", "primaryContactEmail": "effie.pretend249@made-up-firm.example", "contactNameContractNotice": "Lorcan Pretend", "contactEmailContractNotice": "lorcan.pretend250@made-up-firm.example", "nameOfOrganisation": "Invention Lanterns Ltd", "tradingNames": "Invention Teapots Ltd", "registeredAddressBuilding": "78 Imaginary Lane", "registeredAddressTown": "Little Fiction", "registeredAddressPostcode": "ZZ88 9ZZ", "companyRegistrationNumber": "19000251", "registeredVATNumber": "990000252", "dunsNumber": "990000253", "appropriateTradeRegistersNumber": "Pigeons", "licenceOrMemberRequiredDetails": "Please ask Gwen Madeup on 01632 123423 about the Umbrellas.", "currentRegisteredCountry": "Umbrellas", "firstRegistered": "Teapots", "tradingStatusOther": "Kites", "supplierTradingName": "Madeup Marmalade Ltd", "supplierRegisteredName": "Stand-In Lanterns Ltd", "supplierCompanyRegistrationNumber": "19000254", "supplierDunsNumber": "990000255", "supplierRegisteredBuilding": "32 Pretend Street", "supplierRegisteredTown": "Little Fiction", "supplierRegisteredPostcode": "ZZ20 9ZZ", "supplierRegisteredCountry": "Pigeons", "supplierVatNumber": "990000256", "mitigatingFactors": "Please ask Lorcan Placeholder on 01632 123486 about the Pigeons.", "mitigatingFactors2": "Please ask Gwen Madeup on 01632 123422 about the Marmalade.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Horatio Placeholder on 01632 123430 about the Teapots.", "registeredAddress": "46 Pretend Street"}	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 11, "agreedUserName": "Keziah Fictitious", "agreedUserEmail": "keziah.fictitious257@made-up-firm.example"}}	\N	\N	t
700063	4	{"status": "started", "primaryContact": "Ada Stand-In", "primaryContactEmail": "ada.stand-in258@made-up-firm.example", "contactNameContractNotice": "Jago Madeup", "contactEmailContractNotice": "jago.madeup259@made-up-firm.example", "nameOfOrganisation": "Sample Pigeons Ltd", "tradingNames": "Invention Umbrellas Ltd", "registeredAddressBuilding": "18 Sample Square", "registeredAddressTown": "Much Invented", "registeredAddressPostcode": "ZZ75 9ZZ", "companyRegistrationNumber": "19000260", "registeredVATNumber": "990000261", "dunsNumber": "990000262", "appropriateTradeRegistersNumber": "Teapots", "licenceOrMemberRequiredDetails": "Please ask Dorian Stand-In on 01632 123479 about the Lanterns.", "currentRegisteredCountry": "Teapots", "firstRegistered": "Lanterns", "tradingStatusOther": "Lanterns", "supplierTradingName": "Specimen Pigeons Ltd", "supplierRegisteredName": "Madeup Umbrellas Ltd", "supplierCompanyRegistrationNumber": "19000263", "supplierDunsNumber": "990000264", "supplierRegisteredBuilding": "1 Imaginary Lane", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ23 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000265", "mitigatingFactors": "Please ask Clementine O'Nobody on 01632 123422 about the Pigeons.", "mitigatingFactors2": "Please ask Horatio Sample on 01632 123464 about the Kites.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Horatio Fictitious on 01632 123455 about the Kites.", "registeredAddress": "81 Imaginary Lane"}	f	\N	3	\N	t
700063	6	{"status": "started", "primaryContact": "Clementine Stand-In", "primaryContactEmail": "clementine.stand-in266@made-up-firm.example", "contactNameContractNotice": "Keziah Sample", "contactEmailContractNotice": "keziah.sample267@made-up-firm.example", "nameOfOrganisation": "Fictitious Marmalade Ltd", "tradingNames": "Specimen Pigeons Ltd", "registeredAddressBuilding": "6 Imaginary Lane", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ60 9ZZ", "companyRegistrationNumber": "19000268", "registeredVATNumber": "990000269", "dunsNumber": "990000270", "appropriateTradeRegistersNumber": "Kites", "licenceOrMemberRequiredDetails": "Please ask Dorian Dummy on 01632 123407 about the Teapots.", "currentRegisteredCountry": "Kites", "firstRegistered": "Umbrellas", "tradingStatusOther": "Teapots", "supplierTradingName": "Pretend Teapots Ltd", "supplierRegisteredName": "Placeholder Pigeons Ltd", "supplierCompanyRegistrationNumber": "19000271", "supplierDunsNumber": "990000272", "supplierRegisteredBuilding": "40 Imaginary Lane", "supplierRegisteredTown": "Little Fiction", "supplierRegisteredPostcode": "ZZ27 9ZZ", "supplierRegisteredCountry": "Pigeons", "supplierVatNumber": "990000273", "mitigatingFactors": "Please ask Effie Stand-In on 01632 123495 about the Pigeons.", "mitigatingFactors2": "Please ask Imogen Example on 01632 123445 about the Kites.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Horatio Fictitious on 01632 123430 about the Kites.", "registeredAddress": "11 Imaginary Lane"}	\N	\N	4	\N	t
700063	7	{"status": "started", "primaryContact": "Bertie Example", "primaryContactEmail": "bertie.example274@made-up-firm.example", "contactNameContractNotice": "Lorcan Pretend", "contactEmailContractNotice": "lorcan.pretend275@made-up-firm.example", "nameOfOrganisation": "Example Lanterns Ltd", "tradingNames": "Placeholder Umbrellas Ltd", "registeredAddressBuilding": "50 Pretend Street", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ53 9ZZ", "companyRegistrationNumber": "19000276", "registeredVATNumber": "990000277", "dunsNumber": "990000278", "appropriateTradeRegistersNumber": "Umbrellas", "licenceOrMemberRequiredDetails": "Please ask Ada Dummy on 01632 123480 about the Pigeons.", "currentRegisteredCountry": "Umbrellas", "firstRegistered": "Lanterns", "tradingStatusOther": "Umbrellas", "supplierTradingName": "O'Nobody Umbrellas Ltd", "supplierRegisteredName": "Dummy Lanterns Ltd", "supplierCompanyRegistrationNumber": "19000279", "supplierDunsNumber": "990000280", "supplierRegisteredBuilding": "91 Pretend Street", "supplierRegisteredTown": "Madeupham", "supplierRegisteredPostcode": "ZZ47 9ZZ", "supplierRegisteredCountry": "Lanterns", "supplierVatNumber": "990000281", "mitigatingFactors": "Please ask Jago Sample on 01632 123495 about the Lanterns.", "mitigatingFactors2": "Please ask Clementine O'Nobody on 01632 123424 about the Umbrellas.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Clementine Placeholder on 01632 123480 about the Teapots.", "registeredAddress": "71 Imaginary Lane"}	\N	\N	6	\N	t
700077	6	{"status": "complete", "primaryContact": "Clementine Sample", "primaryContactEmail": "clementine.sample282@made-up-firm.example", "contactNameContractNotice": "Fergus Dummy", "contactEmailContractNotice": "fergus.dummy283@made-up-firm.example", "nameOfOrganisation": "Madeup Lanterns Ltd", "tradingNames": "Pretend Teapots Ltd", "registeredAddressBuilding": "37 Sample Square", "registeredAddressTown": "Little Fiction", "registeredAddressPostcode": "ZZ15 9ZZ", "companyRegistrationNumber": "19000284", "registeredVATNumber": "990000285", "dunsNumber": "990000286", "appropriateTradeRegistersNumber": "Pigeons", "licenceOrMemberRequiredDetails": "Please ask Jago Placeholder on 01632 123414 about the Pigeons.", "currentRegisteredCountry": "Teapots", "firstRegistered": "Lanterns", "tradingStatusOther": "Pigeons", "supplierTradingName": "Dummy Umbrellas Ltd", "supplierRegisteredName": "Placeholder Teapots Ltd", "supplierCompanyRegistrationNumber": "19000287", "supplierDunsNumber": "990000288", "supplierRegisteredBuilding": "67 Sample Square", "supplierRegisteredTown": "Little Fiction", "supplierRegisteredPostcode": "ZZ51 9ZZ", "supplierRegisteredCountry": "Umbrellas", "supplierVatNumber": "990000289", "mitigatingFactors": "Please ask Bertie Placeholder on 01632 123402 about the Kites.", "mitigatingFactors2": "Please ask Keziah Mockup on 01632 123498 about the Marmalade.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Dorian Invention on 01632 123408 about the Umbrellas.", "registeredAddress": "29 Sample Square"}	\N	\N	\N	\N	t
\.


--
-- Data for Name: suppliers; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.suppliers (id, supplier_id, name, duns_number, description, companies_house_number, registered_name, registration_country, other_company_registration_number, vat_number, organisation_size, trading_status, company_details_confirmed, active) FROM stdin;
1	700000	Example Umbrellas Ltd	990000001	Please ask Keziah Mockup on 01632 123440 about the Pigeons.	19000002	Sample Umbrellas Ltd	country:GB	Teapots	990000003	small	limited company (LTD)	f	t
2	700007	Sample Teapots Ltd	990000004	Please ask Fergus Specimen on 01632 123418 about the Marmalade.	19000005	Fictitious Teapots Ltd	country:GB	Marmalade	990000006	medium	limited company (LTD)	t	t
3	700014	Pretend Lanterns Ltd	990000007	Please ask Imogen Specimen on 01632 123489 about the Marmalade.	\N	Pretend Pigeons Ltd	country:GB	Teapots	990000008	large	\N	f	t
4	700021	Placeholder Teapots Ltd	990000009	Please ask Fergus Madeup on 01632 123486 about the Lanterns.	19000010	Mockup Lanterns Ltd	country:GB	Umbrellas	990000011	micro	limited company (LTD)	t	t
5	700028	Dummy Umbrellas Ltd	990000012	\N	\N	Mockup Lanterns Ltd	country:GB	Kites	990000013	small	limited company (LTD)	f	t
6	700035	Dummy Pigeons Ltd	990000014	\N	\N	Placeholder Marmalade Ltd	country:GB	Marmalade	990000015	medium	\N	t	t
7	700042	Sample Lanterns Ltd	990000016	Please ask Keziah Madeup on 01632 123458 about the Marmalade.	19000017	Madeup Kites Ltd	country:GB	Umbrellas	990000018	large	\N	f	t
8	700049	O'Nobody Umbrellas Ltd	990000019	\N	19000020	Stand-In Kites Ltd	country:GB	Pigeons	\N	micro	limited company (LTD)	t	t
9	700056	O'Nobody Kites Ltd	990000021	Please ask Bertie Dummy on 01632 123456 about the Umbrellas.	19000022	O'Nobody Umbrellas Ltd	country:GB	Teapots	990000023	small	limited company (LTD)	f	f
10	700063	Mockup Kites Ltd	990000024	Please ask Fergus Placeholder on 01632 123448 about the Lanterns.	19000025	Invention Lanterns Ltd	country:GB	Marmalade	990000026	medium	\N	t	t
11	700070	Specimen Marmalade Ltd	990000027	Please ask Ada Sample on 01632 123467 about the Marmalade.	19000028	\N	country:GB	Umbrellas	990000029	large	\N	f	t
12	700077	Fictitious Umbrellas Ltd	\N	Please ask Gwen Mockup on 01632 123412 about the Umbrellas.	19000030	Pretend Kites Ltd	country:GB	Marmalade	990000031	micro	limited company (LTD)	t	t
13	700084	Placeholder Umbrellas Ltd	\N	\N	19000032	Specimen Marmalade Ltd	country:GB	Teapots	990000033	small	limited company (LTD)	f	t
14	700091	Madeup Pigeons Ltd	990000034	Please ask Clementine Madeup on 01632 123494 about the Umbrellas.	19000035	Dummy Marmalade Ltd	country:GB	Pigeons	\N	medium	limited company (LTD)	t	t
\.


--
-- Data for Name: users; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.users (id, name, email_address, password, active, created_at, updated_at, password_changed_at, role, supplier_id, failed_login_count, logged_in_at, phone_number, user_research_opted_in, personal_data_removed) FROM stdin;
1	Jago Stand-In	jago.stand-in50@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2021-07-02 05:58:42.123456	2020-11-26 19:44:07.123456	2020-10-03 14:23:09	buyer	\N	0	\N	01632 123452	t	f
2	Effie Pretend	effie.pretend51@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2018-08-01 10:00:42	2016-08-24 21:50:18.123456	2019-07-13 22:13:05	buyer	\N	4	2018-04-15 17:42:33.123456	01632 123434	t	f
3	Keziah Placeholder	keziah.placeholder52@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2018-04-10 23:27:33	2018-01-23 03:16:32	2022-02-03 01:43:55	supplier	700063	5	\N	\N	t	f
4	<removed>	<removed>@3f2504e0-4f89-41d3-9a0c-000000000004.com	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	f	2020-05-25 21:48:05	2016-09-03 10:08:01	2022-02-22 04:00:13	supplier	700014	2	\N	<removed>	f	t
5	Keziah Specimen	keziah.specimen53@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2021-04-18 22:34:35	2021-04-15 20:14:09.123456	2018-12-05 16:00:08	admin-ccs	\N	0	2016-05-17 15:22:05	01632 123435	f	f
6	Lorcan Sample	lorcan.sample54@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2015-02-04 19:34:21	2015-11-28 00:55:12.123456	2018-08-11 18:26:15	buyer	\N	2	\N	01632 123404	t	f
7	Fergus Madeup	fergus.madeup55@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2018-01-01 19:08:18.123456	2021-10-08 04:41:54.123456	2021-04-17 12:03:25.123456	buyer	\N	4	2020-01-15 23:31:20	01632 123470	f	f
8	Dorian Specimen	dorian.specimen56@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2019-01-27 02:24:27	2015-01-25 21:08:26	2017-02-05 06:05:34	supplier	700028	3	2017-11-09 14:33:13.123456	01632 123415	f	f
9	Effie Stand-In	effie.stand-in57@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2016-05-19 21:52:15.123456	2015-09-05 13:36:09	2019-09-18 08:56:05.123456	supplier	700049	5	\N	01632 123407	t	f
10	Keziah Pretend	keziah.pretend58@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2021-08-01 01:02:35.123456	2022-03-28 06:54:11.123456	2021-03-04 14:24:11.123456	admin-ccs-category	\N	3	2015-08-27 23:55:05	01632 123489	f	f
11	Imogen Fictitious	imogen.fictitious59@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2022-10-21 17:13:32	2020-11-26 03:02:33	2022-10-20 20:10:43.123456	buyer	\N	2	\N	01632 123495	t	f
12	Horatio O'Nobody	horatio.onobody60@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2015-05-19 22:13:42.123456	2020-02-09 11:16:28	2019-03-23 11:07:14.123456	buyer	\N	0	2017-06-03 18:20:54.123456	\N	f	f
13	Ada Stand-In	ada.stand-in61@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2019-07-24 11:36:50	2022-10-09 01:49:22.123456	2021-01-25 16:42:46.123456	supplier	700063	5	2016-08-09 05:18:21.123456	01632 123499	t	f
14	Keziah Specimen	keziah.specimen62@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2019-03-04 03:18:22	2018-04-04 12:42:33	2018-10-02 12:58:33	supplier	700014	2	\N	\N	t	f
15	Ada O'Nobody	ada.onobody63@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2019-03-17 19:24:14.123456	2016-03-28 00:22:35	2021-10-02 12:59:26	admin-ccs-sourcing	\N	1	2021-02-18 04:32:25.123456	01632 123400	t	f
16	Keziah Fictitious	keziah.fictitious64@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2015-09-06 09:02:33	2022-05-01 15:58:13	2020-05-04 04:57:54	supplier	700070	0	\N	01632 123465	t	f
17	Horatio Example	horatio.example65@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2022-06-09 19:42:07.123456	2018-06-09 05:36:23.123456	2019-02-15 15:46:29.123456	supplier	700077	1	2020-08-18 19:08:22	01632 123453	f	f
18	Dorian Stand-In	dorian.stand-in66@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2015-05-14 05:45:15.123456	2020-12-08 10:58:52.123456	2021-03-20 12:33:34.123456	supplier	700084	3	\N	01632 123482	f	f
19	<removed>	<removed>@3f2504e0-4f89-41d3-9a0c-000000000019.com	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	f	2016-10-13 17:16:06.123456	2018-03-05 22:55:00	2016-07-18 22:40:20.123456	supplier	700091	5	2016-08-06 11:35:25	<removed>	f	t
\.


--
-- Name: archived_services_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.archived_services_id_seq', 21, true);


--
-- Name: audit_events_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.audit_events_id_seq', 16, true);


--
-- Name: brief_clarification_questions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.brief_clarification_questions_id_seq', 10, true);


--
-- Name: brief_responses_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.brief_responses_id_seq', 26, true);


--
-- Name: briefs_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.briefs_id_seq', 10, true);


--
-- Name: buyer_email_domains_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.buyer_email_domains_id_seq', 3, true);


--
-- Name: contact_information_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.contact_information_id_seq', 16, true);


--
-- Name: direct_award_project_users_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.direct_award_project_users_id_seq', 9, true);


--
-- Name: direct_award_projects_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.direct_award_projects_id_seq', 9, true);


--
-- Name: direct_award_search_result_entries_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.direct_award_search_result_entries_id_seq', 10, true);


--
-- Name: direct_award_searches_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.direct_award_searches_id_seq', 9, true);


--
-- Name: draft_services_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.draft_services_id_seq', 11, true);


--
-- Name: framework_agreements_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.framework_agreements_id_seq', 21, true);


--
-- Name: frameworks_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.frameworks_id_seq', 8, true);


--
-- Name: lots_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.lots_id_seq', 6, true);


--
-- Name: outcomes_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.outcomes_id_seq', 14, true);


--
-- Name: services_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.services_id_seq', 11, true);


--
-- Name: suppliers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.suppliers_id_seq', 14, true);


--
-- Name: suppliers_supplier_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.suppliers_supplier_id_seq', 700091, true);


--
-- Name: users_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.users_id_seq', 19, true);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: archived_services archived_services_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.archived_services
    ADD CONSTRAINT archived_services_pkey PRIMARY KEY (id);


--
-- Name: audit_events audit_events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT audit_events_pkey PRIMARY KEY (id);


--
-- Name: brief_clarification_questions brief_clarification_questions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.brief_clarification_questions
    ADD CONSTRAINT brief_clarification_questions_pkey PRIMARY KEY (id);


--
-- Name: brief_responses brief_responses_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.brief_responses
    ADD CONSTRAINT brief_responses_pkey PRIMARY KEY (id);


--
-- Name: brief_users brief_users_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.brief_users
    ADD CONSTRAINT brief_users_pkey PRIMARY KEY (brief_id, user_id);


--
-- Name: briefs briefs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.briefs
    ADD CONSTRAINT briefs_pkey PRIMARY KEY (id);


--
-- Name: buyer_email_domains buyer_email_domains_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.buyer_email_domains
    ADD CONSTRAINT buyer_email_domains_pkey PRIMARY KEY (id);


--
-- Name: contact_information contact_information_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contact_information
    ADD CONSTRAINT contact_information_pkey PRIMARY KEY (id);


--
-- Name: direct_award_project_users direct_award_project_users_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_project_users
    ADD CONSTRAINT direct_award_project_users_pkey PRIMARY KEY (id);


--
-- Name: direct_award_projects direct_award_projects_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_projects
    ADD CONSTRAINT direct_award_projects_pkey PRIMARY KEY (id);


--
-- Name: direct_award_search_result_entries direct_award_search_result_entries_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_search_result_entries
    ADD CONSTRAINT direct_award_search_result_entries_pkey PRIMARY KEY (id);


--
-- Name: direct_award_searches direct_award_searches_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_searches
    ADD CONSTRAINT direct_award_searches_pkey PRIMARY KEY (id);


--
-- Name: draft_services draft_services_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.draft_services
    ADD CONSTRAINT draft_services_pkey PRIMARY KEY (id);


--
-- Name: framework_agreements framework_agreements_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.framework_agreements
    ADD CONSTRAINT framework_agreements_pkey PRIMARY KEY (id);


--
-- Name: framework_lots framework_lots_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.framework_lots
    ADD CONSTRAINT framework_lots_pkey PRIMARY KEY (framework_id, lot_id);


--
-- Name: frameworks frameworks_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.frameworks
    ADD CONSTRAINT frameworks_pkey PRIMARY KEY (id);


--
-- Name: lots lots_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lots
    ADD CONSTRAINT lots_pkey PRIMARY KEY (id);


--
-- Name: outcomes outcomes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT outcomes_pkey PRIMARY KEY (id);


--
-- Name: services services_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_pkey PRIMARY KEY (id);


--
-- Name: supplier_frameworks supplier_frameworks_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.supplier_frameworks
    ADD CONSTRAINT supplier_frameworks_pkey PRIMARY KEY (supplier_id, framework_id);


--
-- Name: suppliers suppliers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.suppliers
    ADD CONSTRAINT suppliers_pkey PRIMARY KEY (id);


--
-- Name: brief_responses uq_brief_responses_id_brief_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.brief_responses
    ADD CONSTRAINT uq_brief_responses_id_brief_id UNIQUE (id, brief_id);


--
-- Name: buyer_email_domains uq_buyer_email_domains_domain_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.buyer_email_domains
    ADD CONSTRAINT uq_buyer_email_domains_domain_name UNIQUE (domain_name);


--
-- Name: direct_award_projects uq_direct_award_projects_external_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_projects
    ADD CONSTRAINT uq_direct_award_projects_external_id UNIQUE (external_id);


--
-- Name: direct_award_search_result_entries uq_direct_award_search_result_entries_archived_service_id_searc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_search_result_entries
    ADD CONSTRAINT uq_direct_award_search_result_entries_archived_service_id_searc UNIQUE (archived_service_id, search_id);


--
-- Name: direct_award_searches uq_direct_award_searches_id_project_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_searches
    ADD CONSTRAINT uq_direct_award_searches_id_project_id UNIQUE (id, project_id);


--
-- Name: lots uq_lots_id_one_service_limit; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lots
    ADD CONSTRAINT uq_lots_id_one_service_limit UNIQUE (id, one_service_limit);


--
-- Name: outcomes uq_outcomes_external_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT uq_outcomes_external_id UNIQUE (external_id);


--
-- Name: services uq_services_service_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.services
    ADD CONSTRAINT uq_services_service_id UNIQUE (service_id);


--
-- Name: suppliers uq_suppliers_duns_number; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.suppliers
    ADD CONSTRAINT uq_suppliers_duns_number UNIQUE (duns_number);


--
-- Name: users uq_users_email_address; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT uq_users_email_address UNIQUE (email_address);


--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);


--
-- Name: idx_audit_events_created_at_per_obj_partial; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_audit_events_created_at_per_obj_partial ON public.audit_events USING btree (object_type, object_id, created_at, id) WHERE ((acknowledged = false) AND ((type)::text = 'update_service'::text));


--
-- Name: idx_audit_events_data_draft_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_audit_events_data_draft_id ON public.audit_events USING btree (((data ->> 'draftId'::text))) WHERE ((data ->> 'draftId'::text) IS NOT NULL);


--
-- Name: idx_audit_events_data_supplier_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_audit_events_data_supplier_id ON public.audit_events USING btree (COALESCE((data ->> 'supplierId'::text), (data ->> 'supplier_id'::text))) WHERE (COALESCE((data ->> 'supplierId'::text), (data ->> 'supplier_id'::text)) IS NOT NULL);


--
-- Name: idx_audit_events_object_and_type; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_audit_events_object_and_type ON public.audit_events USING btree (object_type, object_id, type, created_at);


--
-- Name: idx_audit_events_type_acknowledged; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX idx_audit_events_type_acknowledged ON public.audit_events USING btree (type, acknowledged);


--
-- Name: idx_brief_responses_unique_awarded_at_per_brief_id; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX idx_brief_responses_unique_awarded_at_per_brief_id ON public.brief_responses USING btree (brief_id) WHERE (awarded_at IS NOT NULL);


--
-- Name: idx_draft_services_enforce_one_service_limit; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX idx_draft_services_enforce_one_service_limit ON public.draft_services USING btree (supplier_id, lot_id, framework_id) WHERE lot_one_service_limit;


--
-- Name: idx_outcomes_completed_brief_unique; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX idx_outcomes_completed_brief_unique ON public.outcomes USING btree (brief_id) WHERE (completed_at IS NOT NULL);


--
-- Name: idx_outcomes_completed_direct_award_project_unique; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX idx_outcomes_completed_direct_award_project_unique ON public.outcomes USING btree (direct_award_project_id) WHERE (completed_at IS NOT NULL);


--
-- Name: idx_project_id_active; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX idx_project_id_active ON public.direct_award_searches USING btree (project_id, active) WHERE active;


--
-- Name: ix_archived_services_framework_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_archived_services_framework_id ON public.archived_services USING btree (framework_id);


--
-- Name: ix_archived_services_lot_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_archived_services_lot_id ON public.archived_services USING btree (lot_id);


--
-- Name: ix_archived_services_service_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_archived_services_service_id ON public.archived_services USING btree (service_id);


--
-- Name: ix_archived_services_supplier_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_archived_services_supplier_id ON public.archived_services USING btree (supplier_id);


--
-- Name: ix_audit_events_acknowledged; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_events_acknowledged ON public.audit_events USING btree (acknowledged);


--
-- Name: ix_audit_events_created_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_events_created_at ON public.audit_events USING btree (created_at);


--
-- Name: ix_audit_events_type; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_events_type ON public.audit_events USING btree (type);


--
-- Name: ix_brief_clarification_questions_published_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_brief_clarification_questions_published_at ON public.brief_clarification_questions USING btree (published_at);


--
-- Name: ix_brief_responses_created_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_brief_responses_created_at ON public.brief_responses USING btree (created_at);


--
-- Name: ix_briefs_cancelled_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_briefs_cancelled_at ON public.briefs USING btree (cancelled_at);


--
-- Name: ix_briefs_created_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_briefs_created_at ON public.briefs USING btree (created_at);


--
-- Name: ix_briefs_published_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_briefs_published_at ON public.briefs USING btree (published_at);


--
-- Name: ix_briefs_unsuccessful_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_briefs_unsuccessful_at ON public.briefs USING btree (unsuccessful_at);


--
-- Name: ix_briefs_updated_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_briefs_updated_at ON public.briefs USING btree (updated_at);


--
-- Name: ix_briefs_withdrawn_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_briefs_withdrawn_at ON public.briefs USING btree (withdrawn_at);


--
-- Name: ix_direct_award_project_users_project_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_direct_award_project_users_project_id ON public.direct_award_project_users USING btree (project_id);


--
-- Name: ix_direct_award_project_users_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_direct_award_project_users_user_id ON public.direct_award_project_users USING btree (user_id);


--
-- Name: ix_direct_award_search_result_entries_archived_service_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_direct_award_search_result_entries_archived_service_id ON public.direct_award_search_result_entries USING btree (archived_service_id);


--
-- Name: ix_direct_award_search_result_entries_search_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_direct_award_search_result_entries_search_id ON public.direct_award_search_result_entries USING btree (search_id);


--
-- Name: ix_direct_award_searches_active; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_direct_award_searches_active ON public.direct_award_searches USING btree (active);


--
-- Name: ix_direct_award_searches_project_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_direct_award_searches_project_id ON public.direct_award_searches USING btree (project_id);


--
-- Name: ix_draft_services_framework_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_draft_services_framework_id ON public.draft_services USING btree (framework_id);


--
-- Name: ix_draft_services_lot_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_draft_services_lot_id ON public.draft_services USING btree (lot_id);


--
-- Name: ix_draft_services_service_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_draft_services_service_id ON public.draft_services USING btree (service_id);


--
-- Name: ix_draft_services_supplier_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_draft_services_supplier_id ON public.draft_services USING btree (supplier_id);


--
-- Name: ix_frameworks_framework; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_frameworks_framework ON public.frameworks USING btree (framework);


--
-- Name: ix_frameworks_slug; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ix_frameworks_slug ON public.frameworks USING btree (slug);


--
-- Name: ix_frameworks_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_frameworks_status ON public.frameworks USING btree (status);


--
-- Name: ix_lots_slug; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_lots_slug ON public.lots USING btree (slug);


--
-- Name: ix_service_ordering; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_service_ordering ON public.services USING btree (framework_id, ((data ->> 'lot'::text)), ((data ->> 'serviceName'::text)));


--
-- Name: ix_services_framework_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_services_framework_id ON public.services USING btree (framework_id);


--
-- Name: ix_services_lot_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_services_lot_id ON public.services USING btree (lot_id);


--
-- Name: ix_services_supplier_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_services_supplier_id ON public.services USING btree (supplier_id);


--
-- Name: ix_suppliers_supplier_id; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX ix_suppliers_supplier_id ON public.suppliers USING btree (supplier_id);


--
-- Name: ix_users_supplier_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_users_supplier_id ON public.users USING btree (supplier_id);


--
-- Name: archived_services archived_services_framework_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.archived_services
    ADD CONSTRAINT archived_services_framework_id_fkey FOREIGN KEY (framework_id) REFERENCES public.frameworks(id);


--
-- Name: archived_services archived_services_framework_id_fkey1; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.archived_services
    ADD CONSTRAINT archived_services_framework_id_fkey1 FOREIGN KEY (framework_id, lot_id) REFERENCES public.framework_lots(framework_id, lot_id);


--
-- Name: archived_services archived_services_lot_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.archived_services
    ADD CONSTRAINT archived_services_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES public.lots(id);


--
-- Name: archived_services archived_services_supplier_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.archived_services
    ADD CONSTRAINT archived_services_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(supplier_id);


--
-- Name: brief_clarification_questions brief_clarification_questions_brief_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.brief_clarification_questions
    ADD CONSTRAINT brief_clarification_questions_brief_id_fkey FOREIGN KEY (brief_id) REFERENCES public.briefs(id);


--
-- Name: brief_responses brief_responses_brief_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.brief_responses
    ADD CONSTRAINT brief_responses_brief_id_fkey FOREIGN KEY (brief_id) REFERENCES public.briefs(id);


--
-- Name: brief_responses brief_responses_supplier_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.brief_responses
    ADD CONSTRAINT brief_responses_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(supplier_id);


--
-- Name: brief_users brief_users_brief_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.brief_users
    ADD CONSTRAINT brief_users_brief_id_fkey FOREIGN KEY (brief_id) REFERENCES public.briefs(id);


--
-- Name: brief_users brief_users_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.brief_users
    ADD CONSTRAINT brief_users_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);


--
-- Name: briefs briefs_framework_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.briefs
    ADD CONSTRAINT briefs_framework_id_fkey FOREIGN KEY (framework_id) REFERENCES public.frameworks(id);


--
-- Name: briefs briefs_framework_id_fkey1; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.briefs
    ADD CONSTRAINT briefs_framework_id_fkey1 FOREIGN KEY (framework_id, lot_id) REFERENCES public.framework_lots(framework_id, lot_id);


--
-- Name: briefs briefs_lot_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.briefs
    ADD CONSTRAINT briefs_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES public.lots(id);


--
-- Name: contact_information contact_information_supplier_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contact_information
    ADD CONSTRAINT contact_information_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(supplier_id);


--
-- Name: direct_award_project_users direct_award_project_users_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_project_users
    ADD CONSTRAINT direct_award_project_users_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.direct_award_projects(id);


--
-- Name: direct_award_project_users direct_award_project_users_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_project_users
    ADD CONSTRAINT direct_award_project_users_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);


--
-- Name: direct_award_search_result_entries direct_award_search_result_entries_archived_service_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_search_result_entries
    ADD CONSTRAINT direct_award_search_result_entries_archived_service_id_fkey FOREIGN KEY (archived_service_id) REFERENCES public.archived_services(id);


--
-- Name: direct_award_search_result_entries direct_award_search_result_entries_search_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_search_result_entries
    ADD CONSTRAINT direct_award_search_result_entries_search_id_fkey FOREIGN KEY (search_id) REFERENCES public.direct_award_searches(id);


--
-- Name: direct_award_searches direct_award_searches_created_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_searches
    ADD CONSTRAINT direct_award_searches_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id);


--
-- Name: direct_award_searches direct_award_searches_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.direct_award_searches
    ADD CONSTRAINT direct_award_searches_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.direct_award_projects(id);


--
-- Name: draft_services draft_services_framework_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.draft_services
    ADD CONSTRAINT draft_services_framework_id_fkey FOREIGN KEY (framework_id) REFERENCES public.frameworks(id);


--
-- Name: draft_services draft_services_framework_id_fkey1; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.draft_services
    ADD CONSTRAINT draft_services_framework_id_fkey1 FOREIGN KEY (framework_id, lot_id) REFERENCES public.framework_lots(framework_id, lot_id);


--
-- Name: draft_services draft_services_lot_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.draft_services
    ADD CONSTRAINT draft_services_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES public.lots(id);


--
-- Name: draft_services draft_services_supplier_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.draft_services
    ADD CONSTRAINT draft_services_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(supplier_id);


--
-- Name: draft_services fk_draft_services_lot_id_one_service_limit; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.draft_services
    ADD CONSTRAINT fk_draft_services_lot_id_one_service_limit FOREIGN KEY (lot_id, lot_one_service_limit) REFERENCES public.lots(id, one_service_limit);


--
-- Name: outcomes fk_outcomes_brief_response_id_brief_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT fk_outcomes_brief_response_id_brief_id FOREIGN KEY (brief_response_id, brief_id) REFERENCES public.brief_responses(id, brief_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: outcomes fk_outcomes_da_search_id_da_project_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT fk_outcomes_da_search_id_da_project_id FOREIGN KEY (direct_award_search_id, direct_award_project_id) REFERENCES public.direct_award_searches(id, project_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: outcomes fk_outcomes_da_service_id_da_search_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT fk_outcomes_da_service_id_da_search_id FOREIGN KEY (direct_award_archived_service_id, direct_award_search_id) REFERENCES public.direct_award_search_result_entries(archived_service_id, search_id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: supplier_frameworks fk_supplier_frameworks_prefill_declaration_from_framework_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.supplier_frameworks
    ADD CONSTRAINT fk_supplier_frameworks_prefill_declaration_from_framework_id FOREIGN KEY (prefill_declaration_from_framework_id) REFERENCES public.frameworks(id);


--
-- Name: supplier_frameworks fk_supplier_frameworks_supplier_id_supplier_frameworks; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.supplier_frameworks
    ADD CONSTRAINT fk_supplier_frameworks_supplier_id_supplier_frameworks FOREIGN KEY (supplier_id, prefill_declaration_from_framework_id) REFERENCES public.supplier_frameworks(supplier_id, framework_id);


--
-- Name: framework_agreements framework_agreements_supplier_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.framework_agreements
    ADD CONSTRAINT framework_agreements_supplier_id_fkey FOREIGN KEY (supplier_id, framework_id) REFERENCES public.supplier_frameworks(supplier_id, framework_id);


--
-- Name: framework_lots framework_lots_framework_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.framework_lots
    ADD CONSTRAINT framework_lots_framework_id_fkey FOREIGN KEY (framework_id) REFERENCES public.frameworks(id);


--
-- Name: framework_lots framework_lots_lot_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.framework_lots
    ADD CONSTRAINT framework_lots_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES public.lots(id);


--
-- Name: outcomes outcomes_brief_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT outcomes_brief_id_fkey FOREIGN KEY (brief_id) REFERENCES public.briefs(id);


--
-- Name: outcomes outcomes_brief_response_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT outcomes_brief_response_id_fkey FOREIGN KEY (brief_response_id) REFERENCES public.brief_responses(id);


--
-- Name: outcomes outcomes_direct_award_archived_service_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT outcomes_direct_award_archived_service_id_fkey FOREIGN KEY (direct_award_archived_service_id) REFERENCES public.archived_services(id);


--
-- Name: outcomes outcomes_direct_award_project_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT outcomes_direct_award_project_id_fkey FOREIGN KEY (direct_award_project_id) REFERENCES public.direct_award_projects(id);


--
-- Name: outcomes outcomes_direct_award_search_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT outcomes_direct_award_search_id_fkey FOREIGN KEY (direct_award_search_id) REFERENCES public.direct_award_searches(id);


--
-- Name: services services_framework_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_framework_id_fkey FOREIGN KEY (framework_id) REFERENCES public.frameworks(id);


--
-- Name: services services_framework_id_fkey1; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_framework_id_fkey1 FOREIGN KEY (framework_id, lot_id) REFERENCES public.framework_lots(framework_id, lot_id);


--
-- Name: services services_lot_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES public.lots(id);


--
-- Name: services services_supplier_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(supplier_id);


--
-- Name: supplier_frameworks supplier_frameworks_framework_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.supplier_frameworks
    ADD CONSTRAINT supplier_frameworks_framework_id_fkey FOREIGN KEY (framework_id) REFERENCES public.frameworks(id);


--
-- Name: supplier_frameworks supplier_frameworks_supplier_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.supplier_frameworks
    ADD CONSTRAINT supplier_frameworks_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(supplier_id);


--
-- Name: users users_supplier_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(supplier_id);


--
-- PostgreSQL database dump complete
--


