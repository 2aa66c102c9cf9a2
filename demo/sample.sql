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
1	123456000000001	700007	2022-10-02 09:33:13	2019-01-01 18:04:58.123456	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example265@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service.", "A well supported service."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "57 Imaginary Lane", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ19 9ZZ", "serviceDescription": "A well supported service. Call 01632 123469 between 9 and 5."}	enabled	5	6	f
2	123456000000001	700007	2020-09-08 13:08:35	2016-04-13 06:32:36.123456	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example266@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Write to clementine.example267@made-up-firm.example for a demonstration.", "A well supported service."], "supportLevels": "A well supported service. Write to clementine.example268@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "54 Pretend Street", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ28 9ZZ", "serviceDescription": "A well supported service. Write to clementine.example269@made-up-firm.example for a demonstration."}	enabled	5	6	f
3	123456000000002	700014	2020-05-25 15:43:05.123456	2019-09-11 12:27:44.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Call 01632 123405 between 9 and 5.", "A well supported service. Call 01632 123464 between 9 and 5."], "supportLevels": "A well supported service. Call 01632 123428 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "49 Pretend Street", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ95 9ZZ", "serviceDescription": "A well supported service. Write to clementine.example271@made-up-firm.example for a demonstration."}	disabled	5	7	f
4	123456000000002	700014	2021-01-01 00:44:05.123456	2022-06-10 02:49:19.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example272@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Call 01632 123497 between 9 and 5.", "A well supported service."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "12 Pretend Street", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ56 9ZZ", "serviceDescription": "A well supported service. Call 01632 123458 between 9 and 5."}	disabled	5	7	f
5	123456000000002	700014	2019-10-18 17:28:40.123456	2022-07-04 07:27:41	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Call 01632 123430 between 9 and 5.", "A well supported service."], "supportLevels": "A well supported service. Call 01632 123499 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "66 Pretend Street", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ63 9ZZ", "serviceDescription": "A well supported service. Call 01632 123472 between 9 and 5."}	disabled	5	7	t
6	123456000000003	700021	2021-08-25 19:50:24.123456	2019-08-20 01:15:49.123456	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example275@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Call 01632 123480 between 9 and 5.", "A well supported service. Call 01632 123469 between 9 and 5."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Call 01632 123412 between 9 and 5.", "assurance": "Service provider assertion"}, "updated_by": "clementine.example276@made-up-firm.example"}	deleted	2	9	f
7	123456000000004	700028	2018-03-15 17:59:35.123456	2018-08-28 03:49:09	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123406 between 9 and 5.", "serviceFeatures": ["A well supported service. Call 01632 123477 between 9 and 5.", "A well supported service."], "supportLevels": "A well supported service. Call 01632 123408 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service.", "assurance": "Service provider assertion"}, "updated_by": "clementine.example280@made-up-firm.example"}	published	2	10	f
8	123456000000004	700028	2022-04-02 18:19:02	2017-03-04 12:32:48	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example281@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Write to clementine.example282@made-up-firm.example for a demonstration.", "A well supported service. Write to clementine.example283@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Call 01632 123496 between 9 and 5.", "assurance": "Service provider assertion"}, "updated_by": "clementine.example284@made-up-firm.example"}	published	2	10	f
9	123456000000005	700035	2017-03-04 22:40:08.123456	2019-01-28 09:09:06.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example286@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Write to clementine.example287@made-up-firm.example for a demonstration.", "A well supported service."], "supportLevels": "A well supported service. Write to clementine.example288@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "69 Imaginary Lane", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ97 9ZZ", "serviceDescription": "A well supported service. Write to clementine.example289@made-up-firm.example for a demonstration."}	enabled	3	7	f
10	123456000000005	700035	2021-02-03 03:19:53.123456	2017-06-12 18:27:36.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example290@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service.", "A well supported service. Write to clementine.example291@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service. Write to clementine.example292@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "35 Imaginary Lane", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ63 9ZZ", "serviceDescription": "A well supported service. Call 01632 123429 between 9 and 5."}	enabled	3	7	t
11	123456000000005	700035	2019-06-12 05:38:14	2021-03-10 08:18:55.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123444 between 9 and 5.", "serviceFeatures": ["A well supported service. Write to clementine.example293@made-up-firm.example for a demonstration.", "A well supported service. Write to clementine.example294@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service. Call 01632 123414 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "73 Imaginary Lane", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ11 9ZZ", "serviceDescription": "A well supported service."}	enabled	3	7	f
12	123456000000006	700042	2022-09-09 00:17:18.123456	2021-04-22 11:15:04	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example297@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Call 01632 123449 between 9 and 5.", "A well supported service. Call 01632 123431 between 9 and 5."], "supportLevels": "A well supported service. Write to clementine.example298@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service.", "assurance": "Service provider assertion"}, "updated_by": "clementine.example299@made-up-firm.example"}	disabled	2	9	f
13	123456000000007	700049	2017-08-17 09:11:36	2022-04-02 12:27:55	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123481 between 9 and 5.", "serviceFeatures": ["A well supported service. Call 01632 123410 between 9 and 5.", "A well supported service."], "supportLevels": "A well supported service. Call 01632 123455 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "15 Pretend Street", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ37 9ZZ", "serviceDescription": "A well supported service. Write to clementine.example301@made-up-firm.example for a demonstration."}	deleted	5	6	f
14	123456000000007	700049	2021-09-19 15:53:24.123456	2016-05-07 01:33:15.123456	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example302@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Write to clementine.example303@made-up-firm.example for a demonstration.", "A well supported service. Call 01632 123493 between 9 and 5."], "supportLevels": "A well supported service. Write to clementine.example304@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "55 Imaginary Lane", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ79 9ZZ", "serviceDescription": "A well supported service. Write to clementine.example305@made-up-firm.example for a demonstration."}	deleted	5	6	f
15	123456000000008	700056	2018-11-28 17:58:01	2020-08-25 01:44:16.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example307@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Call 01632 123425 between 9 and 5.", "A well supported service."], "supportLevels": "A well supported service. Write to clementine.example308@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "94 Pretend Street", "labAddressTown": "Little Fiction", "labAddressPostcode": "ZZ43 9ZZ", "serviceDescription": "A well supported service."}	published	5	7	t
16	123456000000008	700056	2016-10-13 01:17:12	2022-08-28 06:17:00.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example309@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service.", "A well supported service."], "supportLevels": "A well supported service. Call 01632 123483 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "14 Sample Square", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ46 9ZZ", "serviceDescription": "A well supported service."}	published	5	7	f
17	123456000000008	700056	2020-06-27 14:06:58.123456	2019-10-08 05:42:18.123456	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Write to clementine.example310@made-up-firm.example for a demonstration.", "A well supported service."], "supportLevels": "A well supported service. Write to clementine.example311@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "15 Sample Square", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ89 9ZZ", "serviceDescription": "A well supported service. Write to clementine.example312@made-up-firm.example for a demonstration."}	published	5	7	f
18	123456000000009	700063	2017-10-06 22:03:26.123456	2018-09-03 01:54:35	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123438 between 9 and 5.", "serviceFeatures": ["A well supported service.", "A well supported service. Call 01632 123429 between 9 and 5."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Write to clementine.example315@made-up-firm.example for a demonstration.", "assurance": "Service provider assertion"}, "updated_by": "clementine.example316@made-up-firm.example"}	enabled	2	9	f
19	123456000000010	700000	2020-06-03 15:31:22.123456	2017-02-05 10:36:03.123456	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example319@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service.", "A well supported service. Call 01632 123418 between 9 and 5."], "supportLevels": "A well supported service. Call 01632 123455 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "58 Pretend Street", "labAddressTown": "Little Fiction", "labAddressPostcode": "ZZ87 9ZZ", "serviceDescription": "A well supported service. Call 01632 123442 between 9 and 5."}	disabled	5	6	f
20	123456000000010	700000	2020-11-19 06:51:24.123456	2016-08-16 07:56:59.123456	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123448 between 9 and 5.", "serviceFeatures": ["A well supported service. Write to clementine.example320@made-up-firm.example for a demonstration.", "A well supported service. Call 01632 123404 between 9 and 5."], "supportLevels": "A well supported service. Write to clementine.example321@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "28 Sample Square", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ40 9ZZ", "serviceDescription": "A well supported service. Write to clementine.example322@made-up-firm.example for a demonstration."}	disabled	5	6	t
\.


--
-- Data for Name: audit_events; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.audit_events (id, type, created_at, "user", data, object_type, object_id, acknowledged, acknowledged_by, acknowledged_at) FROM stdin;
1	user_auth_failed	2020-09-10 18:43:40.123456	clementine.specimen430@made-up-firm.example	{"request_id": "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "email_address": "clementine.specimen427@made-up-firm.example"}	User	2	f	\N	\N
2	update_user	2018-06-09 17:32:59	clementine.specimen431@made-up-firm.example	{"user": "clementine.specimen428@made-up-firm.example", "update": {"name": "Dorian Mockup", "password": "updated", "phoneNumber": "01632 123405", "emailAddress": "gwen.madeup420@made-up-firm.example"}}	User	3	f	\N	\N
3	create_user	2017-09-17 23:32:33	clementine.specimen432@made-up-firm.example	{"supplierId": "700007", "qualifyingBuyerEmailDomain": "gov.uk"}	User	4	t	clementine.specimen433@made-up-firm.example	2020-01-21 10:25:22
4	supplier_update	2016-05-09 10:49:06.123456	clementine.specimen434@made-up-firm.example	{"update": {"name": "Sample Pigeons Ltd", "dunsNumber": "990000422", "description": "Please ask Lorcan Invention on 01632 123482 about the Marmalade.", "contactInformation": [{"email": "ada.madeup421@made-up-firm.example", "address1": "69 Imaginary Lane", "postcode": "ZZ77 9ZZ", "contactName": "Ada Madeup", "phoneNumber": "01632 123419"}]}, "supplierId": "700007"}	Supplier	5	f	\N	\N
5	contact_update	2021-09-24 02:14:36.123456	clementine.specimen435@made-up-firm.example	{"update": {"email": "ada.madeup421@made-up-firm.example", "address1": "69 Imaginary Lane", "postcode": "ZZ77 9ZZ", "contactName": "Ada Madeup", "phoneNumber": "01632 123419"}, "supplierId": "700007"}	Supplier	6	f	\N	\N
6	create_supplier	2019-11-05 13:45:32.123456	clementine.specimen436@made-up-firm.example	{"update": {"name": "Sample Pigeons Ltd", "dunsNumber": "990000422", "description": "Please ask Lorcan Invention on 01632 123482 about the Marmalade.", "contactInformation": [{"email": "ada.madeup421@made-up-firm.example", "address1": "69 Imaginary Lane", "postcode": "ZZ77 9ZZ", "contactName": "Ada Madeup", "phoneNumber": "01632 123419"}]}, "supplierId": "700007"}	Supplier	7	t	clementine.specimen437@made-up-firm.example	2022-04-27 13:50:08
7	answer_selection_questions	2017-03-12 23:05:35	clementine.specimen438@made-up-firm.example	{"update": {"primaryContact": "Imogen Dummy", "mitigatingFactors": "Please ask Clementine Invention on 01632 123464 about the Marmalade.", "primaryContactEmail": "imogen.dummy423@made-up-firm.example"}, "supplierId": "700007"}	SupplierFramework	8	f	\N	\N
8	create_brief	2021-05-15 00:43:50	clementine.specimen439@made-up-firm.example	{"briefJson": {"title": "Please ask Jago Fictitious on 01632 123434 about the Kites.", "summary": "Please ask Horatio Specimen on 01632 123475 about the Umbrellas."}, "supplierId": "700007"}	Brief	9	f	\N	\N
9	update_brief	2017-04-24 08:41:19.123456	\N	{"briefJson": {"title": "Please ask Jago Fictitious on 01632 123434 about the Kites.", "summary": "Please ask Horatio Specimen on 01632 123475 about the Umbrellas."}, "supplierId": "700007"}	Brief	1	t	clementine.specimen440@made-up-firm.example	2018-02-07 11:06:30.123456
10	create_brief_response	2016-04-04 10:10:34.123456	clementine.specimen441@made-up-firm.example	{"supplierId": "700007", "briefResponseJson": {"dayRate": "990000425", "respondToEmailAddress": "horatio.specimen424@made-up-firm.example"}}	BriefResponse	2	f	\N	\N
11	update_brief_response	2019-11-14 00:04:24.123456	clementine.specimen442@made-up-firm.example	{"supplierId": "700007", "briefResponseData": {"dayRate": "990000425", "respondToEmailAddress": "horatio.specimen424@made-up-firm.example"}}	BriefResponse	3	f	\N	\N
12	create_agreement	2022-12-21 03:32:59	clementine.specimen443@made-up-firm.example	{"update": {"signerName": "Clementine Specimen", "signerRole": "Founder"}, "supplierId": "700007"}	FrameworkAgreement	4	t	clementine.specimen444@made-up-firm.example	2016-03-07 17:14:51
13	sign_agreement	2017-05-15 20:22:15	clementine.specimen445@made-up-firm.example	{"update": {"signerName": "Clementine Specimen", "signerRole": "Founder"}, "supplierId": "700007"}	FrameworkAgreement	5	f	\N	\N
14	notify_callback	2020-06-16 14:23:15.123456	clementine.specimen446@made-up-firm.example	{"supplierId": "700007", "notify_callback_data": {"to": "clementine.specimen426@made-up-firm.example", "status": "permanent-failure", "reference": "Marmalade"}}	\N	\N	f	\N	\N
15	invite_user	2021-09-26 11:02:57.123456	clementine.specimen447@made-up-firm.example	{"supplier_id": "700007", "invitedEmail": "clementine.specimen429@made-up-firm.example"}	\N	\N	t	clementine.specimen448@made-up-firm.example	2018-06-11 22:45:14
16	update_service	2017-06-02 13:34:18.123456	clementine.specimen449@made-up-firm.example	{"draftId": 7, "supplierId": "700007"}	Service	8	f	\N	\N
\.


--
-- Data for Name: brief_clarification_questions; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.brief_clarification_questions (id, brief_id, question, answer, published_at) FROM stdin;
1	3	Please ask Imogen Sample on 01632 123488 about the Lanterns.	Please ask Dorian Mockup on 01632 123487 about the Marmalade.\n\nPlease ask Bertie Invention on 01632 123423 about the Lanterns.	2016-02-12 12:31:57.123456
2	7	Please ask Imogen Mockup on 01632 123487 about the Pigeons.	Please ask Horatio Example on 01632 123413 about the Pigeons.\n\nPlease ask Bertie Specimen on 01632 123433 about the Pigeons.	2016-02-14 10:26:30.123456
3	1	Please ask Imogen Mockup on 01632 123459 about the Umbrellas.	Please ask Jago Madeup on 01632 123471 about the Teapots.\n\nPlease ask Jago O'Nobody on 01632 123428 about the Teapots.	2021-03-19 13:11:54
4	5	Please ask Dorian Madeup on 01632 123436 about the Marmalade.	Please ask Jago Madeup on 01632 123460 about the Teapots.\n\nPlease ask Bertie Specimen on 01632 123403 about the Marmalade.	2020-02-16 11:23:36.123456
5	1	Please ask Bertie Specimen on 01632 123487 about the Marmalade.	Please ask Gwen Sample on 01632 123459 about the Pigeons.\n\nPlease ask Bertie Example on 01632 123454 about the Lanterns.	2018-01-07 16:01:47.123456
6	10	Please ask Imogen Placeholder on 01632 123406 about the Umbrellas.	Please ask Clementine Pretend on 01632 123481 about the Teapots.\n\nPlease ask Dorian Madeup on 01632 123435 about the Marmalade.	2018-05-22 10:27:36.123456
7	9	Please ask Imogen Dummy on 01632 123415 about the Lanterns.	Please ask Lorcan Example on 01632 123437 about the Marmalade.\n\nPlease ask Jago Invention on 01632 123439 about the Kites.	2020-12-08 12:38:42.123456
8	6	Please ask Jago Stand-In on 01632 123434 about the Marmalade.	Please ask Keziah Madeup on 01632 123482 about the Marmalade.\n\nPlease ask Horatio Example on 01632 123474 about the Teapots.	2016-03-13 02:23:30
9	2	Please ask Bertie Dummy on 01632 123465 about the Lanterns.	Please ask Horatio Example on 01632 123457 about the Lanterns.\n\nPlease ask Imogen Madeup on 01632 123442 about the Pigeons.	2015-01-23 23:33:01.123456
10	1	Please ask Dorian O'Nobody on 01632 123430 about the Kites.	Please ask Horatio Mockup on 01632 123483 about the Lanterns.\n\nPlease ask Lorcan Fictitious on 01632 123421 about the Lanterns.	2016-07-19 02:04:17
\.


--
-- Data for Name: brief_responses; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.brief_responses (id, data, brief_id, supplier_id, created_at, submitted_at, award_details, awarded_at) FROM stdin;
1	{"availability": "Please ask Horatio Dummy on 01632 123433 about the Teapots.", "dayRate": "990000353", "essentialRequirements": [{"evidence": "Please ask Bertie Sample on 01632 123438 about the Teapots."}, {"evidence": "Please ask Keziah Sample on 01632 123444 about the Marmalade."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Ada Madeup on 01632 123441 about the Umbrellas."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "horatio.dummy354@made-up-firm.example", "respondToEmailAddress": "horatio.dummy355@made-up-firm.example"}	1	700007	2020-01-11 22:17:19.123456	\N	{}	\N
2	{"availability": "Please ask Imogen Fictitious on 01632 123475 about the Umbrellas.", "dayRate": "990000356", "essentialRequirements": [{"evidence": "Please ask Ada Dummy on 01632 123460 about the Teapots."}, {"evidence": "Please ask Imogen Placeholder on 01632 123430 about the Lanterns."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Horatio Invention on 01632 123441 about the Lanterns."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "imogen.fictitious357@made-up-firm.example", "respondToEmailAddress": "imogen.fictitious358@made-up-firm.example"}	1	700014	2018-02-09 09:24:35	2020-08-04 01:16:27.123456	{}	\N
3	{"availability": "Please ask Gwen Invention on 01632 123455 about the Teapots.", "dayRate": "990000359", "essentialRequirements": [{"evidence": "Please ask Clementine Mockup on 01632 123423 about the Marmalade."}, {"evidence": "Please ask Lorcan O'Nobody on 01632 123491 about the Teapots."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Imogen Sample on 01632 123421 about the Kites."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "gwen.invention360@made-up-firm.example", "respondToEmailAddress": "gwen.invention361@made-up-firm.example"}	1	700021	2018-10-16 21:41:29.123456	2020-02-15 04:12:14	{}	\N
4	{"respondToEmailAddress": "keziah.placeholder363@made-up-firm.example", "availability": "Please ask Keziah Placeholder on 01632 123473 about the Kites.", "dayRate": "990000362", "essentialRequirements": [{"evidence": "Please ask Gwen Invention on 01632 123431 about the Kites."}, {"evidence": "Please ask Clementine Sample on 01632 123477 about the Pigeons."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Imogen Fictitious on 01632 123496 about the Lanterns."}, {"yesNo": false}], "essentialRequirementsMet": true}	2	700014	2020-02-01 12:07:00.123456	\N	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000364"}	2016-09-12 08:02:34
5	{"respondToEmailAddress": "imogen.fictitious366@made-up-firm.example", "availability": "Please ask Imogen Fictitious on 01632 123498 about the Teapots.", "dayRate": "990000365", "essentialRequirements": [{"evidence": "Please ask Ada Mockup on 01632 123494 about the Pigeons."}, {"evidence": "Please ask Clementine Sample on 01632 123418 about the Pigeons."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Bertie Pretend on 01632 123496 about the Pigeons."}, {"yesNo": false}], "essentialRequirementsMet": true}	2	700021	2020-02-19 21:30:09	2019-01-26 17:25:40	{}	\N
6	{"respondToEmailAddress": "bertie.mockup368@made-up-firm.example", "availability": "Please ask Bertie Mockup on 01632 123412 about the Teapots.", "dayRate": "990000367", "essentialRequirements": ["Please ask Effie Sample on 01632 123442 about the Teapots.", "Please ask Imogen Invention on 01632 123414 about the Umbrellas."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true}	3	700021	2017-10-06 12:55:38	2018-08-02 08:07:45	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000369"}	2020-06-27 09:14:43
7	{"respondToEmailAddress": "imogen.dummy371@made-up-firm.example", "availability": "Please ask Imogen Dummy on 01632 123417 about the Marmalade.", "dayRate": "990000370", "essentialRequirements": ["Please ask Fergus Stand-In on 01632 123475 about the Kites.", "Please ask Ada Dummy on 01632 123420 about the Lanterns."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true}	3	700028	2022-03-18 00:06:05.123456	\N	{}	\N
8	{"respondToEmailAddress": "gwen.fictitious373@made-up-firm.example", "availability": "Please ask Gwen Fictitious on 01632 123432 about the Kites.", "dayRate": "990000372", "essentialRequirements": ["Please ask Fergus Invention on 01632 123448 about the Pigeons.", "Please ask Ada Dummy on 01632 123459 about the Umbrellas."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true}	3	700035	2015-11-04 14:49:34.123456	2020-01-22 06:39:42.123456	{}	\N
9	{"availability": "Please ask Effie Fictitious on 01632 123418 about the Teapots.", "dayRate": "990000374", "essentialRequirements": [{"evidence": "Please ask Ada Placeholder on 01632 123483 about the Lanterns."}, {"evidence": "Please ask Fergus Invention on 01632 123480 about the Marmalade."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Effie Invention on 01632 123458 about the Kites."}, {"yesNo": false}], "essentialRequirementsMet": true}	4	700028	2021-01-09 02:24:47	2018-09-01 17:07:22.123456	{}	\N
10	{"availability": "Please ask Lorcan Pretend on 01632 123447 about the Marmalade.", "dayRate": "990000375", "essentialRequirements": [{"evidence": "Please ask Effie Specimen on 01632 123429 about the Pigeons."}, {"evidence": "Please ask Imogen Placeholder on 01632 123474 about the Teapots."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Lorcan Sample on 01632 123447 about the Pigeons."}, {"yesNo": false}], "essentialRequirementsMet": true}	4	700035	2020-04-09 11:06:08	2019-09-19 18:33:17	{}	\N
11	{"availability": "Please ask Clementine Dummy on 01632 123441 about the Teapots.", "dayRate": "990000376", "essentialRequirements": [{"evidence": "Please ask Keziah Specimen on 01632 123446 about the Marmalade."}, {"evidence": "Please ask Fergus Dummy on 01632 123406 about the Umbrellas."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Ada Mockup on 01632 123448 about the Teapots."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "clementine.dummy377@made-up-firm.example", "respondToEmailAddress": "clementine.dummy378@made-up-firm.example"}	5	700035	2020-12-06 11:44:26	2021-12-09 14:08:05	{}	\N
12	{"availability": "Please ask Imogen Pretend on 01632 123486 about the Lanterns.", "dayRate": "990000379", "essentialRequirements": [{"evidence": "Please ask Horatio Madeup on 01632 123498 about the Teapots."}, {"evidence": "Please ask Effie Fictitious on 01632 123427 about the Kites."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Fergus Sample on 01632 123413 about the Kites."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "imogen.pretend380@made-up-firm.example", "respondToEmailAddress": "imogen.pretend381@made-up-firm.example"}	5	700042	2015-04-26 02:00:56	\N	{}	\N
13	{"availability": "Please ask Fergus Pretend on 01632 123443 about the Teapots.", "dayRate": "990000382", "essentialRequirements": [{"evidence": "Please ask Ada Mockup on 01632 123401 about the Lanterns."}, {"evidence": "Please ask Horatio Sample on 01632 123444 about the Kites."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Dorian Fictitious on 01632 123466 about the Pigeons."}, {"yesNo": false}], "essentialRequirementsMet": true, "respondToEmailAddress": "fergus.pretend383@made-up-firm.example", "respondToEmailAddress": "fergus.pretend384@made-up-firm.example"}	5	700049	2015-10-15 01:50:55.123456	\N	{}	\N
14	{"respondToEmailAddress": "gwen.pretend386@made-up-firm.example", "availability": "Please ask Gwen Pretend on 01632 123448 about the Marmalade.", "dayRate": "990000385", "essentialRequirements": ["Please ask Keziah O'Nobody on 01632 123479 about the Pigeons.", "Please ask Jago Invention on 01632 123476 about the Umbrellas."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true}	6	700042	2018-06-05 13:17:43.123456	2019-12-27 11:37:36	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000387"}	2017-02-18 16:01:25
15	{"respondToEmailAddress": "jago.dummy389@made-up-firm.example", "availability": "Please ask Jago Dummy on 01632 123418 about the Marmalade.", "dayRate": "990000388", "essentialRequirements": ["Please ask Imogen Sample on 01632 123454 about the Pigeons.", "Please ask Bertie Madeup on 01632 123406 about the Lanterns."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true}	6	700049	2019-01-21 20:14:29	\N	{}	\N
16	{"respondToEmailAddress": "lorcan.dummy391@made-up-firm.example", "availability": "Please ask Lorcan Dummy on 01632 123439 about the Teapots.", "dayRate": "990000390", "essentialRequirements": [{"evidence": "Please ask Fergus Invention on 01632 123426 about the Lanterns."}, {"evidence": "Please ask Fergus Example on 01632 123421 about the Pigeons."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Keziah Placeholder on 01632 123461 about the Kites."}, {"yesNo": false}], "essentialRequirementsMet": true}	7	700049	2019-05-20 02:21:18	2015-12-28 00:32:07.123456	{}	\N
17	{"respondToEmailAddress": "gwen.madeup393@made-up-firm.example", "availability": "Please ask Gwen Madeup on 01632 123494 about the Pigeons.", "dayRate": "990000392", "essentialRequirements": [{"evidence": "Please ask Lorcan Madeup on 01632 123403 about the Pigeons."}, {"evidence": "Please ask Dorian Stand-In on 01632 123465 about the Kites."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Keziah Example on 01632 123434 about the Teapots."}, {"yesNo": false}], "essentialRequirementsMet": true}	7	700056	2022-04-13 02:58:34.123456	2021-02-01 22:11:12	{}	\N
18	{"respondToEmailAddress": "ada.sample395@made-up-firm.example", "availability": "Please ask Ada Sample on 01632 123424 about the Pigeons.", "dayRate": "990000394", "essentialRequirements": [{"evidence": "Please ask Clementine Stand-In on 01632 123492 about the Umbrellas."}, {"evidence": "Please ask Effie Specimen on 01632 123451 about the Kites."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Clementine Invention on 01632 123406 about the Lanterns."}, {"yesNo": false}], "essentialRequirementsMet": true}	7	700063	2022-07-05 15:47:57	2018-03-05 17:15:16.123456	{}	\N
19	{"availability": "Please ask Lorcan Madeup on 01632 123428 about the Lanterns.", "dayRate": "990000396", "essentialRequirements": [{"evidence": "Please ask Bertie Stand-In on 01632 123464 about the Lanterns."}, {"evidence": "Please ask Fergus Madeup on 01632 123486 about the Kites."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Imogen Specimen on 01632 123435 about the Kites."}, {"yesNo": false}], "essentialRequirementsMet": true}	8	700056	2021-08-05 22:20:37.123456	2021-03-17 14:38:03.123456	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000397"}	2016-01-20 15:57:57.123456
20	{"availability": "Please ask Jago Pretend on 01632 123494 about the Umbrellas.", "dayRate": "990000398", "essentialRequirements": [{"evidence": "Please ask Dorian Pretend on 01632 123450 about the Kites."}, {"evidence": "Please ask Keziah Stand-In on 01632 123487 about the Pigeons."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Clementine Fictitious on 01632 123468 about the Teapots."}, {"yesNo": false}], "essentialRequirementsMet": true}	8	700063	2018-12-09 16:02:00.123456	2021-10-19 13:19:15.123456	{}	\N
21	{"availability": "Please ask Horatio Madeup on 01632 123487 about the Pigeons.", "dayRate": "990000399", "essentialRequirements": ["Please ask Keziah Pretend on 01632 123471 about the Umbrellas.", "Please ask Keziah Dummy on 01632 123471 about the Kites."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true, "respondToEmailAddress": "horatio.madeup400@made-up-firm.example", "respondToEmailAddress": "horatio.madeup401@made-up-firm.example"}	9	700063	2020-05-14 04:31:04.123456	\N	{"pending": false, "awardedContractStartDate": "2021-05-06", "awardedContractValue": "990000402"}	2018-01-27 05:00:16
22	{"availability": "Please ask Imogen Madeup on 01632 123495 about the Teapots.", "dayRate": "990000403", "essentialRequirements": ["Please ask Ada Madeup on 01632 123446 about the Teapots.", "Please ask Jago Fictitious on 01632 123406 about the Marmalade."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true, "respondToEmailAddress": "imogen.madeup404@made-up-firm.example", "respondToEmailAddress": "imogen.madeup405@made-up-firm.example"}	9	700000	2019-04-22 09:41:19.123456	\N	{}	\N
23	{"availability": "Please ask Clementine O'Nobody on 01632 123430 about the Teapots.", "dayRate": "990000406", "essentialRequirements": ["Please ask Bertie Mockup on 01632 123477 about the Marmalade.", "Please ask Imogen Madeup on 01632 123448 about the Kites."], "niceToHaveRequirements": [true, false], "essentialRequirementsMet": true, "respondToEmailAddress": "clementine.onobody407@made-up-firm.example", "respondToEmailAddress": "clementine.onobody408@made-up-firm.example"}	9	700007	2022-04-14 16:50:07.123456	2020-07-21 14:47:25.123456	{}	\N
24	{"respondToEmailAddress": "lorcan.dummy410@made-up-firm.example", "availability": "Please ask Lorcan Dummy on 01632 123458 about the Pigeons.", "dayRate": "990000409", "essentialRequirements": [{"evidence": "Please ask Ada Sample on 01632 123473 about the Teapots."}, {"evidence": "Please ask Jago Dummy on 01632 123449 about the Umbrellas."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Gwen Dummy on 01632 123457 about the Kites."}, {"yesNo": false}], "essentialRequirementsMet": true}	10	700000	2016-10-07 21:59:50	2021-10-09 10:52:32	{}	\N
25	{"respondToEmailAddress": "clementine.dummy412@made-up-firm.example", "availability": "Please ask Clementine Dummy on 01632 123415 about the Kites.", "dayRate": "990000411", "essentialRequirements": [{"evidence": "Please ask Ada Mockup on 01632 123470 about the Marmalade."}, {"evidence": "Please ask Horatio Mockup on 01632 123428 about the Lanterns."}], "niceToHaveRequirements": [{"yesNo": true, "evidence": "Please ask Bertie Stand-In on 01632 123405 about the Umbrellas."}, {"yesNo": false}], "essentialRequirementsMet": true}	10	700007	2022-05-10 03:08:33.123456	2015-12-27 13:15:58	{}	\N
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
\.


--
-- Data for Name: briefs; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.briefs (id, data, created_at, updated_at, framework_id, lot_id, published_at, withdrawn_at, is_a_copy, cancelled_at, unsuccessful_at) FROM stdin;
1	{"title": "Please ask Clementine Pretend on 01632 123460 about the Umbrellas.", "lot": "digital-specialists", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Fergus Fictitious on 01632 123496 about the Pigeons.", "backgroundInformation": "Please ask Dorian Mockup on 01632 123411 about the Lanterns.", "existingTeam": "Please ask Fergus Dummy on 01632 123418 about the Marmalade.", "specialistWork": "Please ask Effie Mockup on 01632 123410 about the Lanterns.", "endUsers": "Please ask Horatio Dummy on 01632 123464 about the Lanterns.", "workplaceAddress": "89 Sample Square, Little Fiction", "researchAddress": "8 Sample Square, Little Fiction", "questionAndAnswerSessionDetails": "Please ask Bertie Stand-In on 01632 123463 about the Teapots.", "additionalTerms": "Please ask Effie Placeholder on 01632 123472 about the Marmalade.", "workingArrangements": "Please ask Jago O'Nobody on 01632 123439 about the Teapots.", "budgetRange": "No more than \\u00a3990000343", "essentialRequirements": ["Please ask Bertie Placeholder on 01632 123438 about the Kites.", "Please ask Clementine Sample on 01632 123410 about the Teapots."], "niceToHaveRequirements": ["Please ask Dorian Stand-In on 01632 123410 about the Marmalade."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Gwen Pretend on 01632 123459 about the Teapots."}	2019-05-01 19:10:58.123456	2022-06-11 04:49:33.123456	5	6	2015-05-13 01:13:22.123456	\N	f	\N	\N
2	{"title": "Please ask Dorian Stand-In on 01632 123412 about the Umbrellas.", "lot": "user-research-studios", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Lorcan Specimen on 01632 123474 about the Umbrellas.", "backgroundInformation": "Please ask Lorcan Stand-In on 01632 123460 about the Marmalade.", "existingTeam": "Please ask Jago Fictitious on 01632 123460 about the Marmalade.", "specialistWork": "Please ask Clementine Example on 01632 123495 about the Lanterns.", "endUsers": "Please ask Gwen O'Nobody on 01632 123488 about the Lanterns.", "workplaceAddress": "48 Pretend Street, Madeupham", "researchAddress": "82 Imaginary Lane, Madeupham", "questionAndAnswerSessionDetails": "Please ask Horatio Placeholder on 01632 123430 about the Lanterns.", "additionalTerms": "Please ask Effie Pretend on 01632 123464 about the Marmalade.", "workingArrangements": "Please ask Imogen Invention on 01632 123434 about the Teapots.", "budgetRange": "No more than \\u00a3990000344", "essentialRequirements": ["Please ask Clementine Specimen on 01632 123465 about the Umbrellas.", "Please ask Ada Fictitious on 01632 123477 about the Lanterns."], "niceToHaveRequirements": ["Please ask Gwen Placeholder on 01632 123449 about the Marmalade."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Imogen Sample on 01632 123491 about the Teapots."}	2019-10-21 08:38:41	2017-02-04 07:19:59	5	7	2018-08-03 12:23:16	\N	f	\N	\N
3	{"title": "Please ask Dorian Dummy on 01632 123421 about the Umbrellas.", "lot": "digital-outcomes", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Effie Placeholder on 01632 123480 about the Umbrellas.", "backgroundInformation": "Please ask Horatio O'Nobody on 01632 123408 about the Pigeons.", "existingTeam": "Please ask Gwen Fictitious on 01632 123413 about the Marmalade.", "specialistWork": "Please ask Imogen Fictitious on 01632 123415 about the Kites.", "endUsers": "Please ask Bertie Example on 01632 123428 about the Teapots.", "workplaceAddress": "69 Pretend Street, Madeupham", "researchAddress": "17 Imaginary Lane, Nowhere-on-Sea", "questionAndAnswerSessionDetails": "Please ask Horatio Mockup on 01632 123431 about the Umbrellas.", "additionalTerms": "Please ask Ada Example on 01632 123466 about the Pigeons.", "workingArrangements": "Please ask Effie Example on 01632 123408 about the Kites.", "budgetRange": "No more than \\u00a3990000345", "essentialRequirements": ["Please ask Horatio Specimen on 01632 123404 about the Teapots.", "Please ask Keziah Dummy on 01632 123497 about the Kites."], "niceToHaveRequirements": ["Please ask Imogen O'Nobody on 01632 123464 about the Lanterns."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Keziah Sample on 01632 123426 about the Kites."}	2022-10-13 05:47:09.123456	2020-10-17 18:54:03.123456	3	5	2020-08-28 13:06:00.123456	\N	f	\N	\N
4	{"title": "Please ask Dorian Pretend on 01632 123474 about the Teapots.", "lot": "digital-specialists", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Horatio Pretend on 01632 123402 about the Umbrellas.", "backgroundInformation": "Please ask Horatio O'Nobody on 01632 123429 about the Pigeons.", "existingTeam": "Please ask Dorian Sample on 01632 123458 about the Marmalade.", "specialistWork": "Please ask Imogen Specimen on 01632 123446 about the Lanterns.", "endUsers": "Please ask Effie Pretend on 01632 123450 about the Umbrellas.", "workplaceAddress": "51 Sample Square, Madeupham", "researchAddress": "78 Pretend Street, Much Invented", "questionAndAnswerSessionDetails": "Please ask Lorcan Placeholder on 01632 123457 about the Kites.", "additionalTerms": "Please ask Imogen Invention on 01632 123442 about the Kites.", "workingArrangements": "Please ask Horatio O'Nobody on 01632 123410 about the Umbrellas.", "budgetRange": "No more than \\u00a3990000346", "essentialRequirements": ["Please ask Clementine Example on 01632 123423 about the Kites.", "Please ask Imogen Example on 01632 123437 about the Pigeons."], "niceToHaveRequirements": ["Please ask Gwen Pretend on 01632 123438 about the Kites."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Fergus Placeholder on 01632 123449 about the Umbrellas."}	2022-04-26 11:51:08	2020-12-18 12:08:24	5	6	2016-11-02 15:42:30.123456	\N	f	\N	\N
5	{"title": "Please ask Imogen Madeup on 01632 123491 about the Lanterns.", "lot": "user-research-studios", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Dorian O'Nobody on 01632 123440 about the Marmalade.", "backgroundInformation": "Please ask Gwen Stand-In on 01632 123445 about the Lanterns.", "existingTeam": "Please ask Horatio Stand-In on 01632 123471 about the Teapots.", "specialistWork": "Please ask Clementine Specimen on 01632 123489 about the Pigeons.", "endUsers": "Please ask Bertie Dummy on 01632 123403 about the Marmalade.", "workplaceAddress": "58 Pretend Street, Nowhere-on-Sea", "researchAddress": "23 Pretend Street, Much Invented", "questionAndAnswerSessionDetails": "Please ask Keziah Sample on 01632 123439 about the Lanterns.", "additionalTerms": "Please ask Fergus Sample on 01632 123403 about the Teapots.", "workingArrangements": "Please ask Imogen Pretend on 01632 123446 about the Kites.", "budgetRange": "No more than \\u00a3990000347", "essentialRequirements": ["Please ask Effie Sample on 01632 123408 about the Marmalade.", "Please ask Keziah Fictitious on 01632 123422 about the Teapots."], "niceToHaveRequirements": ["Please ask Jago Mockup on 01632 123472 about the Kites."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Dorian Placeholder on 01632 123438 about the Pigeons."}	2022-12-21 23:26:03	2020-08-06 08:29:40	5	7	\N	\N	f	\N	\N
6	{"title": "Please ask Gwen Sample on 01632 123494 about the Lanterns.", "lot": "digital-outcomes", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Bertie Madeup on 01632 123463 about the Marmalade.", "backgroundInformation": "Please ask Keziah Invention on 01632 123409 about the Teapots.", "existingTeam": "Please ask Bertie Dummy on 01632 123488 about the Marmalade.", "specialistWork": "Please ask Clementine Placeholder on 01632 123431 about the Umbrellas.", "endUsers": "Please ask Horatio Dummy on 01632 123463 about the Marmalade.", "workplaceAddress": "67 Sample Square, Madeupham", "researchAddress": "51 Imaginary Lane, Madeupham", "questionAndAnswerSessionDetails": "Please ask Jago Pretend on 01632 123473 about the Lanterns.", "additionalTerms": "Please ask Bertie Stand-In on 01632 123455 about the Lanterns.", "workingArrangements": "Please ask Keziah Madeup on 01632 123408 about the Pigeons.", "budgetRange": "No more than \\u00a3990000348", "essentialRequirements": ["Please ask Horatio Mockup on 01632 123439 about the Pigeons.", "Please ask Lorcan Invention on 01632 123468 about the Umbrellas."], "niceToHaveRequirements": ["Please ask Effie Dummy on 01632 123435 about the Pigeons."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Fergus Mockup on 01632 123444 about the Lanterns."}	2019-03-22 01:34:31	2018-08-07 19:24:19	3	5	2020-09-06 09:51:39.123456	\N	f	\N	\N
7	{"title": "Please ask Keziah Specimen on 01632 123489 about the Umbrellas.", "lot": "digital-specialists", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Ada Dummy on 01632 123432 about the Lanterns.", "backgroundInformation": "Please ask Ada Example on 01632 123469 about the Kites.", "existingTeam": "Please ask Jago Pretend on 01632 123406 about the Umbrellas.", "specialistWork": "Please ask Keziah Madeup on 01632 123447 about the Lanterns.", "endUsers": "Please ask Clementine Pretend on 01632 123419 about the Lanterns.", "workplaceAddress": "63 Pretend Street, Little Fiction", "researchAddress": "75 Pretend Street, Nowhere-on-Sea", "questionAndAnswerSessionDetails": "Please ask Imogen Fictitious on 01632 123445 about the Teapots.", "additionalTerms": "Please ask Dorian Placeholder on 01632 123432 about the Umbrellas.", "workingArrangements": "Please ask Clementine Sample on 01632 123419 about the Marmalade.", "budgetRange": "No more than \\u00a3990000349", "essentialRequirements": ["Please ask Keziah Pretend on 01632 123421 about the Teapots.", "Please ask Lorcan Specimen on 01632 123412 about the Kites."], "niceToHaveRequirements": ["Please ask Bertie Mockup on 01632 123474 about the Lanterns."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Fergus Mockup on 01632 123434 about the Pigeons."}	2020-08-23 21:29:54	2019-05-16 08:22:38	5	6	2015-10-13 16:50:25.123456	\N	t	\N	\N
8	{"title": "Please ask Clementine Pretend on 01632 123428 about the Kites.", "lot": "user-research-studios", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Lorcan Stand-In on 01632 123468 about the Lanterns.", "backgroundInformation": "Please ask Ada Example on 01632 123472 about the Umbrellas.", "existingTeam": "Please ask Horatio O'Nobody on 01632 123470 about the Pigeons.", "specialistWork": "Please ask Lorcan Placeholder on 01632 123441 about the Teapots.", "endUsers": "Please ask Clementine Placeholder on 01632 123476 about the Marmalade.", "workplaceAddress": "4 Pretend Street, Nowhere-on-Sea", "researchAddress": "8 Pretend Street, Nowhere-on-Sea", "questionAndAnswerSessionDetails": "Please ask Dorian O'Nobody on 01632 123411 about the Pigeons.", "additionalTerms": "Please ask Keziah Dummy on 01632 123470 about the Teapots.", "workingArrangements": "Please ask Dorian Invention on 01632 123476 about the Marmalade.", "budgetRange": "No more than \\u00a3990000350", "essentialRequirements": ["Please ask Effie Invention on 01632 123432 about the Teapots.", "Please ask Fergus Fictitious on 01632 123446 about the Lanterns."], "niceToHaveRequirements": ["Please ask Lorcan Placeholder on 01632 123439 about the Umbrellas."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Bertie O'Nobody on 01632 123419 about the Teapots."}	2021-02-14 05:24:28.123456	2019-07-18 05:48:43.123456	5	7	2018-02-13 21:37:33.123456	\N	f	\N	\N
9	{"title": "Please ask Keziah Invention on 01632 123460 about the Marmalade.", "lot": "digital-outcomes", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Dorian Sample on 01632 123405 about the Kites.", "backgroundInformation": "Please ask Effie Dummy on 01632 123437 about the Kites.", "existingTeam": "Please ask Gwen Invention on 01632 123468 about the Umbrellas.", "specialistWork": "Please ask Fergus Dummy on 01632 123492 about the Umbrellas.", "endUsers": "Please ask Horatio O'Nobody on 01632 123474 about the Kites.", "workplaceAddress": "30 Pretend Street, Much Invented", "researchAddress": "60 Pretend Street, Little Fiction", "questionAndAnswerSessionDetails": "Please ask Dorian Sample on 01632 123445 about the Pigeons.", "additionalTerms": "Please ask Clementine O'Nobody on 01632 123474 about the Marmalade.", "workingArrangements": "Please ask Gwen Madeup on 01632 123475 about the Marmalade.", "budgetRange": "No more than \\u00a3990000351", "essentialRequirements": ["Please ask Keziah Stand-In on 01632 123456 about the Pigeons.", "Please ask Horatio Sample on 01632 123494 about the Lanterns."], "niceToHaveRequirements": ["Please ask Keziah Invention on 01632 123409 about the Umbrellas."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Dorian Placeholder on 01632 123424 about the Lanterns."}	2021-04-23 19:18:08	2015-05-14 08:31:03	3	5	2016-07-27 22:54:48	\N	f	\N	\N
10	{"title": "Please ask Gwen Dummy on 01632 123467 about the Kites.", "lot": "digital-specialists", "organisation": "Ministry of Samples", "location": "Wales", "summary": "Please ask Bertie Invention on 01632 123443 about the Kites.", "backgroundInformation": "Please ask Effie Example on 01632 123488 about the Pigeons.", "existingTeam": "Please ask Horatio Stand-In on 01632 123429 about the Lanterns.", "specialistWork": "Please ask Gwen Example on 01632 123438 about the Kites.", "endUsers": "Please ask Imogen Madeup on 01632 123451 about the Kites.", "workplaceAddress": "60 Sample Square, Much Invented", "researchAddress": "62 Sample Square, Nowhere-on-Sea", "questionAndAnswerSessionDetails": "Please ask Jago Sample on 01632 123468 about the Pigeons.", "additionalTerms": "Please ask Effie Specimen on 01632 123443 about the Kites.", "workingArrangements": "Please ask Dorian Sample on 01632 123486 about the Marmalade.", "budgetRange": "No more than \\u00a3990000352", "essentialRequirements": ["Please ask Bertie Pretend on 01632 123423 about the Pigeons.", "Please ask Dorian Fictitious on 01632 123479 about the Marmalade."], "niceToHaveRequirements": ["Please ask Clementine O'Nobody on 01632 123452 about the Umbrellas."], "numberOfSuppliers": 3, "requirementsLength": "2 weeks", "answerOfNextYear": "Please ask Lorcan Pretend on 01632 123449 about the Kites."}	2015-11-14 15:58:26	2018-08-03 10:52:20.123456	5	6	\N	\N	f	\N	\N
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
1	700000	Gwen Madeup	01632 123466	gwen.madeup27@made-up-firm.example	\N	Madeupham	ZZ88 9ZZ	f
2	700007	Effie Madeup	01632 123447	effie.madeup28@made-up-firm.example	\N	Madeupham	\N	f
3	700014	<removed>	01632 123414	effie.madeup29@made-up-firm.example	86 Imaginary Lane	Nowhere-on-Sea	ZZ95 9ZZ	t
4	700021	Lorcan O'Nobody	01632 123491	lorcan.onobody30@made-up-firm.example	49 Imaginary Lane	\N	ZZ80 9ZZ	f
5	700028	Gwen O'Nobody	01632 123442	gwen.onobody31@made-up-firm.example	56 Sample Square	Little Fiction	ZZ72 9ZZ	f
6	700035	Fergus Specimen	01632 123453	fergus.specimen32@made-up-firm.example	52 Sample Square	Much Invented	\N	f
7	700042	Fergus Example	01632 123426	fergus.example33@made-up-firm.example	\N	Madeupham	ZZ33 9ZZ	f
8	700049	Horatio Mockup	01632 123431	horatio.mockup34@made-up-firm.example	77 Sample Square	Little Fiction	ZZ49 9ZZ	f
9	700056	Keziah O'Nobody	01632 123487	keziah.onobody35@made-up-firm.example	60 Imaginary Lane	Much Invented	ZZ11 9ZZ	f
10	700063	Effie Fictitious	01632 123449	effie.fictitious36@made-up-firm.example	47 Sample Square	Little Fiction	\N	f
11	\N	Effie Pretend	01632 123456	effie.pretend37@made-up-firm.example	82 Pretend Street	Madeupham	\N	f
12	\N	Keziah Mockup	01632 123483	keziah.mockup38@made-up-firm.example	\N	Nowhere-on-Sea	ZZ38 9ZZ	f
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
\.


--
-- Data for Name: direct_award_projects; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.direct_award_projects (id, name, created_at, locked_at, active, downloaded_at, external_id, still_assessing_at, ready_to_assess_at) FROM stdin;
1	Please ask Effie Specimen on 01632 123444 about the Lanterns.	2018-04-19 20:42:05.123456	2018-12-19 13:06:41.123456	t	2019-08-18 03:26:04.123456	100000000000001	\N	\N
2	Please ask Ada Placeholder on 01632 123453 about the Marmalade.	2021-04-16 19:21:28	2019-06-03 03:18:26	t	2018-09-23 04:32:13.123456	100000000000002	\N	\N
3	Please ask Bertie Fictitious on 01632 123405 about the Pigeons.	2021-12-28 05:26:23.123456	\N	t	\N	100000000000003	\N	\N
4	Please ask Imogen Specimen on 01632 123472 about the Marmalade.	2019-07-17 13:03:35.123456	2020-01-12 05:43:04.123456	t	2017-11-04 03:55:09	100000000000004	\N	\N
5	Please ask Ada Example on 01632 123455 about the Kites.	2017-09-06 21:08:33	2018-06-02 04:07:14.123456	t	2016-01-23 18:07:14	100000000000005	\N	\N
6	Please ask Effie Pretend on 01632 123453 about the Teapots.	2015-05-03 16:54:38.123456	2019-06-11 11:20:03.123456	t	\N	100000000000006	\N	\N
7	Please ask Bertie Pretend on 01632 123453 about the Teapots.	2020-10-22 17:36:00.123456	\N	t	\N	100000000000007	\N	\N
8	Please ask Gwen Madeup on 01632 123463 about the Lanterns.	2020-03-01 21:54:00	\N	t	2021-11-03 06:21:10.123456	100000000000008	\N	\N
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
\.


--
-- Data for Name: direct_award_searches; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.direct_award_searches (id, created_by, project_id, created_at, searched_at, search_url, active) FROM stdin;
1	2	1	2022-08-07 17:12:50.123456	2016-03-16 04:14:19	https://search.example/g-cloud-12/services/search?q=Umbrellas&filter_lot=cloud-hosting	t
2	6	2	2020-09-22 13:17:36	\N	https://search.example/g-cloud-12/services/search?q=Lanterns&filter_lot=cloud-hosting	t
3	7	3	2015-08-19 16:37:31	2021-03-18 16:53:59.123456	https://search.example/g-cloud-12/services/search?q=Marmalade&filter_lot=cloud-hosting	t
4	11	4	2017-10-12 08:28:23	2019-01-11 15:50:11.123456	https://search.example/g-cloud-12/services/search?q=Teapots&filter_lot=cloud-hosting	t
5	12	5	2020-05-11 13:53:44.123456	2016-08-28 04:37:50	https://search.example/g-cloud-12/services/search?q=Umbrellas&filter_lot=cloud-hosting	t
6	1	6	2020-04-19 04:18:52	2015-01-16 08:55:06	https://search.example/g-cloud-12/services/search?q=Teapots&filter_lot=cloud-hosting	t
7	2	7	2016-01-12 02:48:55	2019-10-24 12:26:07	https://search.example/g-cloud-12/services/search?q=Teapots&filter_lot=cloud-hosting	t
8	6	8	2018-05-09 09:40:18	2018-07-11 06:18:18	https://search.example/g-cloud-12/services/search?q=Marmalade&filter_lot=cloud-hosting	t
\.


--
-- Data for Name: draft_services; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.draft_services (id, service_id, supplier_id, created_at, updated_at, data, framework_id, status, lot_id, copied_to_following_framework, lot_one_service_limit) FROM stdin;
1	\N	700000	2022-04-22 19:31:41.123456	2022-01-05 07:30:51.123456	{"lot": "digital-outcomes", "serviceName": "Lanterns", "serviceSummary": "Please ask Lorcan Fictitious on 01632 123473 about the Lanterns.", "serviceFeatures": ["Please ask Effie Dummy on 01632 123420 about the Teapots.", "Please ask Clementine Specimen on 01632 123473 about the Lanterns."], "labAddressBuilding": "31 Pretend Street", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ20 9ZZ", "priceMin": "990000323", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "clementine.specimen324@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Effie Placeholder on 01632 123493 about the Kites."}	3	submitted	5	f	t
2	\N	700000	2022-12-01 05:35:19.123456	2021-08-26 20:19:47	{"lot": "digital-specialists", "serviceName": "Umbrellas", "serviceSummary": "Please ask Bertie Placeholder on 01632 123432 about the Teapots.", "serviceFeatures": ["Please ask Gwen Placeholder on 01632 123417 about the Umbrellas.", "Please ask Bertie Pretend on 01632 123455 about the Teapots."], "labAddressBuilding": "47 Imaginary Lane", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ94 9ZZ", "priceMin": "990000325", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "bertie.pretend326@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Jago Stand-In on 01632 123484 about the Kites."}	3	failed	6	f	t
3	123456000000003	700000	2016-12-08 17:39:33.123456	2018-02-18 13:00:24.123456	{"lot": "user-research-studios", "serviceName": "Umbrellas", "serviceSummary": "Please ask Gwen Fictitious on 01632 123416 about the Pigeons.", "serviceFeatures": ["Please ask Ada Stand-In on 01632 123429 about the Kites.", "Please ask Keziah Invention on 01632 123458 about the Marmalade."], "labAddressBuilding": "98 Sample Square", "labAddressTown": "Little Fiction", "labAddressPostcode": "ZZ56 9ZZ", "priceMin": "990000327", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "keziah.invention328@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Fergus Fictitious on 01632 123451 about the Teapots."}	3	not-submitted	7	f	f
4	\N	700000	2021-10-13 23:44:58	2022-03-14 00:00:12	{"lot": "cloud-hosting", "serviceName": "Umbrellas", "serviceSummary": "Please ask Ada Stand-In on 01632 123457 about the Pigeons.", "serviceFeatures": ["Please ask Effie Pretend on 01632 123462 about the Marmalade.", "Please ask Horatio Specimen on 01632 123497 about the Umbrellas."], "labAddressBuilding": "99 Sample Square", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ78 9ZZ", "priceMin": "990000329", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "horatio.specimen330@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Jago Invention on 01632 123458 about the Marmalade."}	4	submitted	9	f	f
5	\N	700000	2021-03-14 20:12:04.123456	2019-08-15 01:45:16.123456	{"lot": "cloud-software", "serviceName": "Lanterns", "serviceSummary": "Please ask Lorcan Stand-In on 01632 123415 about the Lanterns.", "serviceFeatures": ["Please ask Gwen O'Nobody on 01632 123440 about the Pigeons.", "Please ask Horatio Mockup on 01632 123419 about the Kites."], "labAddressBuilding": "66 Sample Square", "labAddressTown": "Little Fiction", "labAddressPostcode": "ZZ84 9ZZ", "priceMin": "990000331", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "horatio.mockup332@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Clementine Fictitious on 01632 123458 about the Marmalade."}	4	failed	10	f	f
6	123456000000006	700000	2020-11-28 14:03:31	2022-09-16 14:27:08.123456	{"lot": "saas", "serviceName": "Pigeons", "serviceSummary": "Please ask Lorcan Invention on 01632 123442 about the Kites.", "serviceFeatures": ["Please ask Bertie Invention on 01632 123427 about the Lanterns.", "Please ask Clementine O'Nobody on 01632 123493 about the Kites."], "labAddressBuilding": "75 Sample Square", "labAddressTown": "Nowhere-on-Sea", "labAddressPostcode": "ZZ44 9ZZ", "priceMin": "990000333", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "clementine.onobody334@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Jago Pretend on 01632 123439 about the Teapots."}	4	not-submitted	1	f	f
7	\N	700000	2016-07-05 15:22:12	2015-02-24 22:32:35.123456	{"lot": "cloud-hosting", "serviceName": "Umbrellas", "serviceSummary": "Please ask Clementine Stand-In on 01632 123440 about the Pigeons.", "serviceFeatures": ["Please ask Lorcan O'Nobody on 01632 123446 about the Teapots.", "Please ask Fergus Placeholder on 01632 123410 about the Kites."], "labAddressBuilding": "89 Sample Square", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ80 9ZZ", "priceMin": "990000335", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "fergus.placeholder336@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Effie Placeholder on 01632 123456 about the Umbrellas."}	6	submitted	9	f	f
8	\N	700000	2019-08-27 08:17:20.123456	2019-12-05 15:16:21	{"lot": "cloud-software", "serviceName": "Pigeons", "serviceSummary": "Please ask Lorcan Pretend on 01632 123428 about the Kites.", "serviceFeatures": ["Please ask Gwen O'Nobody on 01632 123463 about the Kites.", "Please ask Jago Fictitious on 01632 123422 about the Kites."], "labAddressBuilding": "4 Imaginary Lane", "labAddressTown": "Little Fiction", "labAddressPostcode": "ZZ18 9ZZ", "priceMin": "990000337", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "jago.fictitious338@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Effie Sample on 01632 123448 about the Kites."}	6	failed	10	f	f
9	123456000000009	700000	2015-04-07 10:20:42.123456	2017-02-05 17:58:20	{"lot": "saas", "serviceName": "Umbrellas", "serviceSummary": "Please ask Dorian Placeholder on 01632 123426 about the Kites.", "serviceFeatures": ["Please ask Fergus Pretend on 01632 123418 about the Teapots.", "Please ask Effie Invention on 01632 123431 about the Marmalade."], "labAddressBuilding": "89 Imaginary Lane", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ22 9ZZ", "priceMin": "990000339", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "effie.invention340@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Gwen Madeup on 01632 123435 about the Lanterns."}	6	not-submitted	1	f	f
10	\N	700000	2018-05-12 01:02:00.123456	2016-09-24 21:31:00	{"lot": "digital-outcomes", "serviceName": "Marmalade", "serviceSummary": "Please ask Keziah O'Nobody on 01632 123466 about the Umbrellas.", "serviceFeatures": ["Please ask Bertie Mockup on 01632 123415 about the Pigeons.", "Please ask Clementine Madeup on 01632 123450 about the Lanterns."], "labAddressBuilding": "56 Imaginary Lane", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ83 9ZZ", "priceMin": "990000341", "pricingDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "termsAndConditionsDocumentURL": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "updated_by": "clementine.madeup342@made-up-firm.example", "freeVersionTrialOption": false, "answerOfNextYear": "Please ask Horatio Invention on 01632 123434 about the Lanterns."}	7	submitted	5	f	t
\.


--
-- Data for Name: framework_agreements; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.framework_agreements (id, supplier_id, framework_id, signed_agreement_returned_at, signed_agreement_details, signed_agreement_path, countersigned_agreement_details, countersigned_agreement_path, countersigned_agreement_returned_at, signed_agreement_put_on_hold_at) FROM stdin;
1	700000	3	\N	{"frameworkAgreementVersion": "v1.0", "signerName": "Gwen Invention", "signerRole": "Director", "uploaderUserId": 2, "note": "Please ask Ada Placeholder on 01632 123403 about the Umbrellas."}	\N	{"countersignerName": "Keziah Sample", "countersignerRole": "Founder", "approvedByUserId": 2}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2017-02-08 03:48:46	\N
2	700000	6	2022-05-02 04:58:12	{"frameworkAgreementVersion": "v1.0", "signerName": "Effie Stand-In", "signerRole": "Bid Manager", "uploaderUserId": 3, "note": "Please ask Gwen Madeup on 01632 123423 about the Umbrellas."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
3	700007	2	2015-09-01 23:27:06.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Imogen Example", "signerRole": "Director", "uploaderUserId": 4, "note": "Please ask Lorcan Pretend on 01632 123421 about the Pigeons."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
4	700007	5	\N	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	{"countersignerName": "Effie Specimen", "countersignerRole": "Founder", "approvedByUserId": 5}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
5	700014	2	2020-07-11 18:17:22	{"frameworkAgreementVersion": "v1.0", "signerName": "Horatio Madeup", "signerRole": "Founder", "uploaderUserId": 6, "note": "Please ask Keziah Invention on 01632 123497 about the Pigeons."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N	2020-03-23 18:04:24	\N
6	700014	5	2021-12-17 11:54:03	{"frameworkAgreementVersion": "v1.0", "signerName": "Keziah Stand-In", "signerRole": "Bid Manager", "uploaderUserId": 7, "note": "Please ask Ada Stand-In on 01632 123417 about the Marmalade."}	\N	\N	\N	2021-07-27 08:30:40	\N
7	700021	3	\N	{"frameworkAgreementVersion": "v1.0", "signerName": "Fergus Mockup", "signerRole": "Director", "uploaderUserId": 8, "note": "Please ask Jago Sample on 01632 123403 about the Teapots."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	{"countersignerName": "Clementine O'Nobody", "countersignerRole": "Founder", "approvedByUserId": 8}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
8	700021	6	2022-03-19 15:50:34	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2019-06-11 10:08:06.123456	\N
9	700028	2	\N	{"frameworkAgreementVersion": "v1.0", "signerName": "Horatio Example", "signerRole": "Bid Manager", "uploaderUserId": 10, "note": "Please ask Dorian Dummy on 01632 123407 about the Teapots."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2020-05-24 06:18:17.123456	\N
10	700028	5	2022-06-18 14:35:43	{"frameworkAgreementVersion": "v1.0", "signerName": "Keziah Fictitious", "signerRole": "Bid Manager", "uploaderUserId": 11, "note": "Please ask Horatio Fictitious on 01632 123408 about the Lanterns."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	{"countersignerName": "Fergus Pretend", "countersignerRole": "Bid Manager", "approvedByUserId": 11}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2016-10-05 13:57:13.123456	\N
11	700035	2	\N	{"frameworkAgreementVersion": "v1.0", "signerName": "Jago Sample", "signerRole": "Director", "uploaderUserId": 12, "note": "Please ask Effie Stand-In on 01632 123479 about the Lanterns."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
12	700035	5	2022-03-18 12:15:02	\N	\N	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2019-04-11 13:40:48	\N
13	700042	3	2018-11-26 01:34:46.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Effie Mockup", "signerRole": "Founder", "uploaderUserId": 14, "note": "Please ask Clementine Sample on 01632 123433 about the Umbrellas."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	{"countersignerName": "Fergus Invention", "countersignerRole": "Bid Manager", "approvedByUserId": 14}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
14	700042	6	2016-02-03 13:58:33	{"frameworkAgreementVersion": "v1.0", "signerName": "Clementine Stand-In", "signerRole": "Director", "uploaderUserId": 15, "note": "Please ask Jago Placeholder on 01632 123446 about the Teapots."}	\N	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2022-09-09 21:49:20	\N
15	700049	2	2019-09-12 04:36:06.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Horatio O'Nobody", "signerRole": "Founder", "uploaderUserId": 1, "note": "Please ask Jago Specimen on 01632 123436 about the Pigeons."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
16	700049	5	2021-12-22 05:45:06	\N	\N	{"countersignerName": "Fergus Pretend", "countersignerRole": "Bid Manager", "approvedByUserId": 2}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2015-07-06 22:50:49	\N
17	700056	2	2018-06-23 03:13:42.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Dorian Sample", "signerRole": "Bid Manager", "uploaderUserId": 3, "note": "Please ask Imogen Example on 01632 123447 about the Lanterns."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
18	700056	5	2015-04-18 13:51:46.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Gwen Placeholder", "signerRole": "Director", "uploaderUserId": 4, "note": "Please ask Jago Specimen on 01632 123401 about the Marmalade."}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	2022-06-12 09:29:11	\N
19	700063	3	2018-12-07 06:44:09.123456	{"frameworkAgreementVersion": "v1.0", "signerName": "Keziah Specimen", "signerRole": "Bid Manager", "uploaderUserId": 5, "note": "Please ask Lorcan O'Nobody on 01632 123496 about the Marmalade."}	\N	{"countersignerName": "Clementine Example", "countersignerRole": "Bid Manager", "approvedByUserId": 5}	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N
20	700063	6	\N	\N	g-cloud-12/agreements/7/made-up-firm-signed.pdf	\N	\N	\N	\N
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
1	200000000000001	2018-12-08 20:14:45.123456	2021-05-06	2022-05-05	O'Nobody Teapots Ltd	990000413.99	awarded	1	1	2	\N	\N
2	200000000000002	2017-01-20 07:28:00	\N	\N	\N	\N	none-suitable	3	\N	\N	\N	\N
3	200000000000003	2020-05-05 15:21:48	2021-05-06	2022-05-05	Madeup Kites Ltd	990000414.99	awarded	5	5	6	\N	\N
4	200000000000004	2018-08-18 00:23:37.123456	\N	\N	\N	\N	none-suitable	7	\N	\N	\N	\N
5	200000000000005	2017-07-09 06:03:36	2021-05-06	2022-05-05	Stand-In Lanterns Ltd	990000415.99	awarded	\N	\N	\N	2	4
6	200000000000006	2021-02-09 09:44:33.123456	2021-05-06	2022-05-05	Stand-In Lanterns Ltd	990000416.99	awarded	\N	\N	\N	3	6
7	200000000000007	2019-10-02 12:32:47.123456	2021-05-06	2022-05-05	Specimen Marmalade Ltd	990000417.99	awarded	\N	\N	\N	6	14
8	200000000000008	2016-12-24 13:57:01	2021-05-06	2022-05-05	Placeholder Lanterns Ltd	990000418.99	awarded	\N	\N	\N	8	19
9	200000000000009	2016-12-01 20:14:17	2021-05-06	2022-05-05	Mockup Pigeons Ltd	990000419.99	awarded	\N	\N	\N	9	21
\.


--
-- Data for Name: services; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.services (id, data, service_id, created_at, supplier_id, updated_at, status, framework_id, lot_id, copied_to_following_framework) FROM stdin;
1	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service.", "A well supported service."], "supportLevels": "A well supported service. Write to clementine.example263@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "50 Pretend Street", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ59 9ZZ", "serviceDescription": "A well supported service. Write to clementine.example264@made-up-firm.example for a demonstration."}	123456000000001	2017-11-07 10:17:11.123456	700007	2016-03-02 08:26:30	enabled	5	6	f
2	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123433 between 9 and 5.", "serviceFeatures": ["A well supported service. Call 01632 123433 between 9 and 5.", "A well supported service."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "7 Pretend Street", "labAddressTown": "Much Invented", "labAddressPostcode": "ZZ31 9ZZ", "serviceDescription": "A well supported service. Write to clementine.example270@made-up-firm.example for a demonstration."}	123456000000002	2018-09-14 11:14:45	700014	2020-11-24 14:13:12.123456	disabled	5	7	f
3	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Call 01632 123401 between 9 and 5.", "A well supported service. Write to clementine.example273@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service.", "assurance": "Service provider assertion"}, "updated_by": "clementine.example274@made-up-firm.example"}	123456000000003	2016-01-02 12:09:28	700021	2022-02-20 20:04:36	deleted	2	9	f
4	{"lot": "cloud-software", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example277@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Call 01632 123473 between 9 and 5.", "A well supported service. Call 01632 123468 between 9 and 5."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Write to clementine.example278@made-up-firm.example for a demonstration.", "assurance": "Service provider assertion"}, "updated_by": "clementine.example279@made-up-firm.example"}	123456000000004	2020-12-06 23:42:54	700028	2018-06-09 12:16:54.123456	published	2	10	f
5	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Write to clementine.example285@made-up-firm.example for a demonstration.", "A well supported service."], "supportLevels": "A well supported service. Call 01632 123468 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "39 Pretend Street", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ77 9ZZ", "serviceDescription": "A well supported service."}	123456000000005	2016-11-03 07:00:54.123456	700035	2016-07-03 02:36:38.123456	enabled	3	7	t
6	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123403 between 9 and 5.", "serviceFeatures": ["A well supported service.", "A well supported service."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Write to clementine.example295@made-up-firm.example for a demonstration.", "assurance": "Service provider assertion"}, "updated_by": "clementine.example296@made-up-firm.example"}	123456000000006	2022-01-14 10:30:24	700042	2018-02-02 11:05:28	disabled	2	9	f
7	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example300@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Call 01632 123446 between 9 and 5.", "A well supported service."], "supportLevels": "A well supported service. Call 01632 123435 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "64 Imaginary Lane", "labAddressTown": "Madeupham", "labAddressPostcode": "ZZ93 9ZZ", "serviceDescription": "A well supported service."}	123456000000007	2015-09-23 16:51:20.123456	700049	2021-06-01 23:04:15.123456	deleted	5	6	f
8	{"lot": "user-research-studios", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service.", "serviceFeatures": ["A well supported service. Write to clementine.example306@made-up-firm.example for a demonstration.", "A well supported service."], "supportLevels": "A well supported service.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "8 Sample Square", "labAddressTown": "Little Fiction", "labAddressPostcode": "ZZ13 9ZZ", "serviceDescription": "A well supported service. Call 01632 123469 between 9 and 5."}	123456000000008	2017-07-07 14:30:29.123456	700056	2021-10-02 06:17:24	published	5	7	f
9	{"lot": "cloud-hosting", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Call 01632 123455 between 9 and 5.", "serviceFeatures": ["A well supported service.", "A well supported service."], "supportLevels": "A well supported service. Write to clementine.example313@made-up-firm.example for a demonstration.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "incidentEscalation": {"value": true, "assurance": "Independent validation of assertion"}, "standardsISOIEC27001Who": {"value": "A well supported service. Call 01632 123417 between 9 and 5.", "assurance": "Service provider assertion"}, "updated_by": "clementine.example314@made-up-firm.example"}	123456000000009	2019-06-17 05:40:48.123456	700063	2016-12-03 02:48:46	enabled	2	9	f
10	{"lot": "digital-specialists", "serviceName": "Hosting of \\"all\\" kinds", "serviceDescription": "A well supported service. Write to clementine.example317@made-up-firm.example for a demonstration.", "serviceFeatures": ["A well supported service. Call 01632 123494 between 9 and 5.", "A well supported service. Write to clementine.example318@made-up-firm.example for a demonstration."], "supportLevels": "A well supported service. Call 01632 123456 between 9 and 5.", "freeVersionTrialOption": true, "webChatSupport": "no", "cloudDeploymentModel": ["Private cloud", "Hybrid cloud"], "priceMin": "10.50", "priceUnit": "User", "serviceAvailabilityPercentage": 99.950, "pricingDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "serviceDefinitionDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "sfiaRateDocumentURL": null, "termsAndConditionsDocumentURL": "https://assets.example/g-cloud-12/agreements/7/made-up-firm-signed.pdf", "labAddressBuilding": "70 Imaginary Lane", "labAddressTown": "Little Fiction", "labAddressPostcode": "ZZ93 9ZZ", "serviceDescription": "A well supported service. Call 01632 123421 between 9 and 5."}	123456000000010	2015-06-12 18:39:25	700000	2018-12-21 18:24:33.123456	disabled	5	6	t
\.


--
-- Data for Name: supplier_frameworks; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.supplier_frameworks (supplier_id, framework_id, declaration, on_framework, agreed_variations, prefill_declaration_from_framework_id, application_company_details_confirmed, allow_declaration_reuse) FROM stdin;
700000	3	{"status": "complete", "primaryContact": "Keziah Sample", "primaryContactEmail": "keziah.sample54@made-up-firm.example", "contactNameContractNotice": "Keziah Sample", "contactEmailContractNotice": "keziah.sample55@made-up-firm.example", "nameOfOrganisation": "Invention Pigeons Ltd", "tradingNames": "Specimen Pigeons Ltd", "registeredAddressBuilding": "53 Imaginary Lane", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ35 9ZZ", "companyRegistrationNumber": "19000056", "registeredVATNumber": "990000057", "dunsNumber": "990000058", "appropriateTradeRegistersNumber": "Teapots", "licenceOrMemberRequiredDetails": "Please ask Fergus Specimen on 01632 123481 about the Teapots.", "currentRegisteredCountry": "Pigeons", "firstRegistered": "Umbrellas", "tradingStatusOther": "Kites", "supplierTradingName": "O'Nobody Pigeons Ltd", "supplierRegisteredName": "Pretend Teapots Ltd", "supplierCompanyRegistrationNumber": "19000059", "supplierDunsNumber": "990000060", "supplierRegisteredBuilding": "60 Imaginary Lane", "supplierRegisteredTown": "Madeupham", "supplierRegisteredPostcode": "ZZ58 9ZZ", "supplierRegisteredCountry": "Pigeons", "supplierVatNumber": "990000061", "mitigatingFactors": "Please ask Jago O'Nobody on 01632 123451 about the Kites.", "mitigatingFactors2": "Please ask Ada Specimen on 01632 123413 about the Marmalade.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Dorian Mockup on 01632 123493 about the Teapots.", "registeredAddress": "20 Imaginary Lane"}	t	\N	\N	\N	f
700000	4	{"status": "complete", "primaryContact": "Keziah Specimen", "primaryContactEmail": "keziah.specimen62@made-up-firm.example", "contactNameContractNotice": "Ada Invention", "contactEmailContractNotice": "ada.invention63@made-up-firm.example", "nameOfOrganisation": "Invention Lanterns Ltd", "tradingNames": "Invention Lanterns Ltd", "registeredAddressBuilding": "70 Pretend Street", "registeredAddressTown": "Much Invented", "registeredAddressPostcode": "ZZ84 9ZZ", "companyRegistrationNumber": "19000064", "registeredVATNumber": "990000065", "dunsNumber": "990000066", "appropriateTradeRegistersNumber": "Marmalade", "licenceOrMemberRequiredDetails": "Please ask Bertie Example on 01632 123463 about the Teapots.", "currentRegisteredCountry": "Pigeons", "firstRegistered": "Marmalade", "tradingStatusOther": "Kites", "supplierTradingName": "Specimen Umbrellas Ltd", "supplierRegisteredName": "Placeholder Teapots Ltd", "supplierCompanyRegistrationNumber": "19000067", "supplierDunsNumber": "990000068", "supplierRegisteredBuilding": "9 Sample Square", "supplierRegisteredTown": "Little Fiction", "supplierRegisteredPostcode": "ZZ28 9ZZ", "supplierRegisteredCountry": "Pigeons", "supplierVatNumber": "990000069", "mitigatingFactors": "Please ask Bertie Mockup on 01632 123440 about the Lanterns.", "mitigatingFactors2": "Please ask Bertie Sample on 01632 123467 about the Umbrellas.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Ada Pretend on 01632 123438 about the Kites.", "registeredAddress": "12 Sample Square"}	t	\N	3	\N	f
700000	6	{"status": "complete", "primaryContact": "Jago Example", "primaryContactEmail": "jago.example70@made-up-firm.example", "contactNameContractNotice": "Jago Mockup", "contactEmailContractNotice": "jago.mockup71@made-up-firm.example", "nameOfOrganisation": "Dummy Pigeons Ltd", "tradingNames": "Fictitious Umbrellas Ltd", "registeredAddressBuilding": "23 Pretend Street", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ39 9ZZ", "companyRegistrationNumber": "19000072", "registeredVATNumber": "990000073", "dunsNumber": "990000074", "appropriateTradeRegistersNumber": "Pigeons", "licenceOrMemberRequiredDetails": "Please ask Horatio Fictitious on 01632 123477 about the Teapots.", "currentRegisteredCountry": "Teapots", "firstRegistered": "Pigeons", "tradingStatusOther": "Pigeons", "supplierTradingName": "Example Umbrellas Ltd", "supplierRegisteredName": "Sample Teapots Ltd", "supplierCompanyRegistrationNumber": "19000075", "supplierDunsNumber": "990000076", "supplierRegisteredBuilding": "45 Sample Square", "supplierRegisteredTown": "Nowhere-on-Sea", "supplierRegisteredPostcode": "ZZ70 9ZZ", "supplierRegisteredCountry": "Kites", "supplierVatNumber": "990000077", "mitigatingFactors": "Please ask Gwen Pretend on 01632 123484 about the Marmalade.", "mitigatingFactors2": "Please ask Fergus Invention on 01632 123477 about the Teapots.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Lorcan Specimen on 01632 123464 about the Kites.", "registeredAddress": "68 Imaginary Lane"}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 15, "agreedUserName": "Lorcan Dummy", "agreedUserEmail": "lorcan.dummy78@made-up-firm.example"}}	4	\N	f
700000	7	{"status": "complete", "primaryContact": "Jago Pretend", "primaryContactEmail": "jago.pretend79@made-up-firm.example", "contactNameContractNotice": "Jago Pretend", "contactEmailContractNotice": "jago.pretend80@made-up-firm.example", "nameOfOrganisation": "Invention Pigeons Ltd", "tradingNames": "Pretend Lanterns Ltd", "registeredAddressBuilding": "57 Sample Square", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ61 9ZZ", "companyRegistrationNumber": "19000081", "registeredVATNumber": "990000082", "dunsNumber": "990000083", "appropriateTradeRegistersNumber": "Pigeons", "licenceOrMemberRequiredDetails": "Please ask Effie Fictitious on 01632 123485 about the Marmalade.", "currentRegisteredCountry": "Umbrellas", "firstRegistered": "Umbrellas", "tradingStatusOther": "Teapots", "supplierTradingName": "Madeup Marmalade Ltd", "supplierRegisteredName": "Dummy Pigeons Ltd", "supplierCompanyRegistrationNumber": "19000084", "supplierDunsNumber": "990000085", "supplierRegisteredBuilding": "59 Pretend Street", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ42 9ZZ", "supplierRegisteredCountry": "Lanterns", "supplierVatNumber": "990000086", "mitigatingFactors": "Please ask Lorcan Sample on 01632 123473 about the Pigeons.", "mitigatingFactors2": "Please ask Jago Dummy on 01632 123434 about the Pigeons.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Clementine Mockup on 01632 123467 about the Pigeons.", "registeredAddress": "15 Imaginary Lane"}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 15, "agreedUserName": "Effie Specimen", "agreedUserEmail": "effie.specimen87@made-up-firm.example"}}	6	\N	f
700007	2	{"status": "complete", "SQ1-1a": "Dummy Kites Ltd", "SQ1-1b": "60 Pretend Street, Little Fiction", "SQ1-1e": "19000088", "SQ1-1f": "Kites", "SQ1-1g": "990000089", "SQ1-1h": "990000090", "SQ1-1k": "Sample Lanterns Ltd", "SQ1-1n": "Fergus Specimen", "SQ1-1o": "fergus.specimen91@made-up-firm.example", "SQ1-1p-i": "Mockup Pigeons Ltd", "SQ1-1p-ii": "53 Sample Square", "SQ1-1q-i": "O'Nobody Umbrellas Ltd", "SQ1-2a": "Jago Pretend", "SQ1-2b": "jago.pretend92@made-up-firm.example", "SQ2-1abcd": false, "SQ3-1k": "Please ask Bertie O'Nobody on 01632 123415 about the Kites.", "SQ4-1c": "Please ask Fergus Mockup on 01632 123480 about the Kites.", "PR1": true}	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 8, "agreedUserName": "Gwen Pretend", "agreedUserEmail": "gwen.pretend93@made-up-firm.example"}}	\N	t	t
700007	3	{"status": "started", "primaryContact": "Keziah Mockup", "primaryContactEmail": "keziah.mockup94@made-up-firm.example", "contactNameContractNotice": "Bertie Invention", "contactEmailContractNotice": "bertie.invention95@made-up-firm.example", "nameOfOrganisation": "Placeholder Kites Ltd", "tradingNames": "Specimen Lanterns Ltd", "registeredAddressBuilding": "75 Imaginary Lane", "registeredAddressTown": "Little Fiction", "registeredAddressPostcode": "ZZ94 9ZZ", "companyRegistrationNumber": "19000096", "registeredVATNumber": "990000097", "dunsNumber": "990000098", "appropriateTradeRegistersNumber": "Teapots", "licenceOrMemberRequiredDetails": "Please ask Keziah Dummy on 01632 123458 about the Marmalade.", "currentRegisteredCountry": "Pigeons", "firstRegistered": "Marmalade", "tradingStatusOther": "Teapots", "supplierTradingName": "Specimen Marmalade Ltd", "supplierRegisteredName": "Pretend Marmalade Ltd", "supplierCompanyRegistrationNumber": "19000099", "supplierDunsNumber": "990000100", "supplierRegisteredBuilding": "99 Pretend Street", "supplierRegisteredTown": "Madeupham", "supplierRegisteredPostcode": "ZZ62 9ZZ", "supplierRegisteredCountry": "Kites", "supplierVatNumber": "990000101", "mitigatingFactors": "Please ask Imogen Madeup on 01632 123428 about the Umbrellas.", "mitigatingFactors2": "Please ask Keziah Madeup on 01632 123472 about the Teapots.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Ada Sample on 01632 123415 about the Umbrellas.", "registeredAddress": "46 Pretend Street", "primaryContactEmail": "ada.sample102@made-up-firm.example", "primaryContact": ["Gwen Fictitious"]}	f	\N	2	t	t
700007	5	{"status": "started", "primaryContact": "Jago Stand-In", "primaryContactEmail": "jago.stand-in103@made-up-firm.example", "contactNameContractNotice": "Effie Madeup", "contactEmailContractNotice": "effie.madeup104@made-up-firm.example", "nameOfOrganisation": "Placeholder Umbrellas Ltd", "tradingNames": "Specimen Umbrellas Ltd", "registeredAddressBuilding": "65 Pretend Street", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ49 9ZZ", "companyRegistrationNumber": "19000105", "registeredVATNumber": "990000106", "dunsNumber": "990000107", "appropriateTradeRegistersNumber": "Teapots", "licenceOrMemberRequiredDetails": "Please ask Horatio Dummy on 01632 123492 about the Lanterns.", "currentRegisteredCountry": "Marmalade", "firstRegistered": "Lanterns", "tradingStatusOther": "Teapots", "supplierTradingName": "O'Nobody Kites Ltd", "supplierRegisteredName": "Stand-In Teapots Ltd", "supplierCompanyRegistrationNumber": "19000108", "supplierDunsNumber": "990000109", "supplierRegisteredBuilding": "26 Sample Square", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ20 9ZZ", "supplierRegisteredCountry": "Pigeons", "supplierVatNumber": "990000110", "mitigatingFactors": "Please ask Bertie O'Nobody on 01632 123427 about the Pigeons.", "mitigatingFactors2": "Please ask Lorcan Madeup on 01632 123462 about the Lanterns.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Lorcan Specimen on 01632 123485 about the Umbrellas.", "registeredAddress": "88 Sample Square", "primaryContactEmail": "lorcan.specimen111@made-up-firm.example", "primaryContact": ["Keziah Sample"]}	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 11, "agreedUserName": "Jago O'Nobody", "agreedUserEmail": "jago.onobody112@made-up-firm.example"}}	3	t	t
700007	6	{"status": "started", "primaryContact": "Jago Invention", "primaryContactEmail": "jago.invention113@made-up-firm.example", "contactNameContractNotice": "Clementine Madeup", "contactEmailContractNotice": "clementine.madeup114@made-up-firm.example", "nameOfOrganisation": "Madeup Teapots Ltd", "tradingNames": "Fictitious Pigeons Ltd", "registeredAddressBuilding": "52 Imaginary Lane", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ55 9ZZ", "companyRegistrationNumber": "19000115", "registeredVATNumber": "990000116", "dunsNumber": "990000117", "appropriateTradeRegistersNumber": "Lanterns", "licenceOrMemberRequiredDetails": "Please ask Lorcan Specimen on 01632 123467 about the Kites.", "currentRegisteredCountry": "Kites", "firstRegistered": "Umbrellas", "tradingStatusOther": "Lanterns", "supplierTradingName": "Stand-In Umbrellas Ltd", "supplierRegisteredName": "Placeholder Pigeons Ltd", "supplierCompanyRegistrationNumber": "19000118", "supplierDunsNumber": "990000119", "supplierRegisteredBuilding": "6 Sample Square", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ80 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000120", "mitigatingFactors": "Please ask Jago O'Nobody on 01632 123451 about the Pigeons.", "mitigatingFactors2": "Please ask Fergus Example on 01632 123459 about the Pigeons.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Dorian O'Nobody on 01632 123407 about the Teapots.", "registeredAddress": "87 Sample Square", "primaryContactEmail": "dorian.onobody121@made-up-firm.example", "primaryContact": ["Lorcan Dummy"]}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 2, "agreedUserName": "Ada Example", "agreedUserEmail": "ada.example122@made-up-firm.example"}}	5	t	t
700014	2	{"status": "complete", "SQ1-1a": "Stand-In Marmalade Ltd", "SQ1-1b": "55 Sample Square, Nowhere-on-Sea", "SQ1-1e": "19000123", "SQ1-1f": "Teapots", "SQ1-1g": "990000124", "SQ1-1h": "990000125", "SQ1-1k": "Specimen Marmalade Ltd", "SQ1-1n": "Horatio Fictitious", "SQ1-1o": "horatio.fictitious126@made-up-firm.example", "SQ1-1p-i": "Dummy Teapots Ltd", "SQ1-1p-ii": "63 Sample Square", "SQ1-1q-i": "Dummy Umbrellas Ltd", "SQ1-2a": "Dorian O'Nobody", "SQ1-2b": "dorian.onobody127@made-up-firm.example", "SQ2-1abcd": false, "SQ3-1k": "Please ask Dorian Placeholder on 01632 123439 about the Marmalade.", "SQ4-1c": "Please ask Clementine Pretend on 01632 123479 about the Marmalade.", "PR1": true}	t	\N	\N	t	t
700014	4	{"status": "complete", "primaryContact": "Clementine O'Nobody", "primaryContactEmail": "clementine.onobody128@made-up-firm.example", "contactNameContractNotice": "Ada Placeholder", "contactEmailContractNotice": "ada.placeholder129@made-up-firm.example", "nameOfOrganisation": "Dummy Umbrellas Ltd", "tradingNames": "Sample Kites Ltd", "registeredAddressBuilding": "91 Pretend Street", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ92 9ZZ", "companyRegistrationNumber": "19000130", "registeredVATNumber": "990000131", "dunsNumber": "990000132", "appropriateTradeRegistersNumber": "Umbrellas", "licenceOrMemberRequiredDetails": "Please ask Keziah Specimen on 01632 123450 about the Pigeons.", "currentRegisteredCountry": "Umbrellas", "firstRegistered": "Kites", "tradingStatusOther": "Pigeons", "supplierTradingName": "Mockup Pigeons Ltd", "supplierRegisteredName": "Fictitious Teapots Ltd", "supplierCompanyRegistrationNumber": "19000133", "supplierDunsNumber": "990000134", "supplierRegisteredBuilding": "6 Imaginary Lane", "supplierRegisteredTown": "Madeupham", "supplierRegisteredPostcode": "ZZ98 9ZZ", "supplierRegisteredCountry": "Umbrellas", "supplierVatNumber": "990000135", "mitigatingFactors": "Please ask Fergus Specimen on 01632 123487 about the Kites.", "mitigatingFactors2": "Please ask Keziah Invention on 01632 123483 about the Lanterns.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Clementine O'Nobody on 01632 123469 about the Kites.", "registeredAddress": {"Building": "15 Sample Square", "Town": "Madeupham", "Postcode": "ZZ11 9ZZ"}, "mitigatingFactors3": "Please ask Dorian Fictitious on 01632 123483 about the Umbrellas."}	t	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 15, "agreedUserName": "Fergus Sample", "agreedUserEmail": "fergus.sample136@made-up-firm.example"}}	2	t	t
700014	5	{"status": "complete", "primaryContact": "Imogen Placeholder", "primaryContactEmail": "imogen.placeholder137@made-up-firm.example", "contactNameContractNotice": "Jago Mockup", "contactEmailContractNotice": "jago.mockup138@made-up-firm.example", "nameOfOrganisation": "Specimen Kites Ltd", "tradingNames": "Mockup Teapots Ltd", "registeredAddressBuilding": "55 Sample Square", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ17 9ZZ", "companyRegistrationNumber": "19000139", "registeredVATNumber": "990000140", "dunsNumber": "990000141", "appropriateTradeRegistersNumber": "Marmalade", "licenceOrMemberRequiredDetails": "Please ask Horatio Example on 01632 123412 about the Umbrellas.", "currentRegisteredCountry": "Marmalade", "firstRegistered": "Umbrellas", "tradingStatusOther": "Lanterns", "supplierTradingName": "Fictitious Kites Ltd", "supplierRegisteredName": "Example Lanterns Ltd", "supplierCompanyRegistrationNumber": "19000142", "supplierDunsNumber": "990000143", "supplierRegisteredBuilding": "99 Imaginary Lane", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ43 9ZZ", "supplierRegisteredCountry": "Marmalade", "supplierVatNumber": "990000144", "mitigatingFactors": "Please ask Jago Dummy on 01632 123431 about the Lanterns.", "mitigatingFactors2": "Please ask Keziah Specimen on 01632 123488 about the Pigeons.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Ada Invention on 01632 123472 about the Pigeons.", "registeredAddress": {"Building": "94 Imaginary Lane", "Town": "Much Invented", "Postcode": "ZZ30 9ZZ"}, "mitigatingFactors3": "Please ask Fergus Mockup on 01632 123473 about the Lanterns."}	t	\N	4	t	t
700014	7	{"status": "complete", "primaryContact": "Gwen Fictitious", "primaryContactEmail": "gwen.fictitious145@made-up-firm.example", "contactNameContractNotice": "Dorian Stand-In", "contactEmailContractNotice": "dorian.stand-in146@made-up-firm.example", "nameOfOrganisation": "O'Nobody Kites Ltd", "tradingNames": "Madeup Marmalade Ltd", "registeredAddressBuilding": "25 Imaginary Lane", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ55 9ZZ", "companyRegistrationNumber": "19000147", "registeredVATNumber": "990000148", "dunsNumber": "990000149", "appropriateTradeRegistersNumber": "Pigeons", "licenceOrMemberRequiredDetails": "Please ask Keziah Fictitious on 01632 123457 about the Marmalade.", "currentRegisteredCountry": "Kites", "firstRegistered": "Pigeons", "tradingStatusOther": "Lanterns", "supplierTradingName": "Placeholder Umbrellas Ltd", "supplierRegisteredName": "Sample Marmalade Ltd", "supplierCompanyRegistrationNumber": "19000150", "supplierDunsNumber": "990000151", "supplierRegisteredBuilding": "8 Sample Square", "supplierRegisteredTown": "Little Fiction", "supplierRegisteredPostcode": "ZZ40 9ZZ", "supplierRegisteredCountry": "Kites", "supplierVatNumber": "990000152", "mitigatingFactors": "Please ask Ada Mockup on 01632 123483 about the Marmalade.", "mitigatingFactors2": "Please ask Jago Sample on 01632 123496 about the Marmalade.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Bertie O'Nobody on 01632 123415 about the Kites.", "registeredAddress": {"Building": "89 Pretend Street", "Town": "Much Invented", "Postcode": "ZZ28 9ZZ"}, "mitigatingFactors3": "Please ask Bertie Dummy on 01632 123492 about the Pigeons."}	\N	\N	5	t	t
700021	3	{"status": "started", "primaryContact": "Horatio O'Nobody", "primaryContactEmail": "horatio.onobody153@made-up-firm.example", "contactNameContractNotice": "Imogen Sample", "contactEmailContractNotice": "imogen.sample154@made-up-firm.example", "nameOfOrganisation": "Pretend Kites Ltd", "tradingNames": "Sample Teapots Ltd", "registeredAddressBuilding": "65 Pretend Street", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ64 9ZZ", "companyRegistrationNumber": "19000155", "registeredVATNumber": "990000156", "dunsNumber": "990000157", "appropriateTradeRegistersNumber": "Kites", "licenceOrMemberRequiredDetails": "Please ask Dorian Pretend on 01632 123492 about the Marmalade.", "currentRegisteredCountry": "Lanterns", "firstRegistered": "Umbrellas", "tradingStatusOther": "Marmalade", "supplierTradingName": "Madeup Pigeons Ltd", "supplierRegisteredName": "Stand-In Lanterns Ltd", "supplierCompanyRegistrationNumber": "19000158", "supplierDunsNumber": "990000159", "supplierRegisteredBuilding": "80 Imaginary Lane", "supplierRegisteredTown": "Nowhere-on-Sea", "supplierRegisteredPostcode": "ZZ14 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000160", "mitigatingFactors": "Please ask Clementine Fictitious on 01632 123484 about the Pigeons.", "mitigatingFactors2": "Please ask Lorcan Invention on 01632 123444 about the Pigeons.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Dorian Sample on 01632 123489 about the Kites.", "registeredAddress": "81 Imaginary Lane"}	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 1, "agreedUserName": "Dorian Sample", "agreedUserEmail": "dorian.sample161@made-up-firm.example"}}	\N	\N	t
700021	4	{"status": "started", "primaryContact": "Imogen Stand-In", "primaryContactEmail": "imogen.stand-in162@made-up-firm.example", "contactNameContractNotice": "Ada Specimen", "contactEmailContractNotice": "ada.specimen163@made-up-firm.example", "nameOfOrganisation": "Sample Lanterns Ltd", "tradingNames": "Specimen Teapots Ltd", "registeredAddressBuilding": "56 Imaginary Lane", "registeredAddressTown": "Much Invented", "registeredAddressPostcode": "ZZ42 9ZZ", "companyRegistrationNumber": "19000164", "registeredVATNumber": "990000165", "dunsNumber": "990000166", "appropriateTradeRegistersNumber": "Lanterns", "licenceOrMemberRequiredDetails": "Please ask Dorian Placeholder on 01632 123486 about the Kites.", "currentRegisteredCountry": "Kites", "firstRegistered": "Lanterns", "tradingStatusOther": "Marmalade", "supplierTradingName": "Madeup Umbrellas Ltd", "supplierRegisteredName": "Example Pigeons Ltd", "supplierCompanyRegistrationNumber": "19000167", "supplierDunsNumber": "990000168", "supplierRegisteredBuilding": "92 Imaginary Lane", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ17 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000169", "mitigatingFactors": "Please ask Keziah Madeup on 01632 123439 about the Marmalade.", "mitigatingFactors2": "Please ask Ada Dummy on 01632 123467 about the Umbrellas.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Ada Sample on 01632 123471 about the Kites.", "registeredAddress": "92 Pretend Street"}	f	\N	3	\N	t
700021	6	{"status": "started", "primaryContact": "Bertie Stand-In", "primaryContactEmail": "bertie.stand-in170@made-up-firm.example", "contactNameContractNotice": "Lorcan Sample", "contactEmailContractNotice": "lorcan.sample171@made-up-firm.example", "nameOfOrganisation": "Pretend Pigeons Ltd", "tradingNames": "Placeholder Teapots Ltd", "registeredAddressBuilding": "42 Pretend Street", "registeredAddressTown": "Little Fiction", "registeredAddressPostcode": "ZZ14 9ZZ", "companyRegistrationNumber": "19000172", "registeredVATNumber": "990000173", "dunsNumber": "990000174", "appropriateTradeRegistersNumber": "Marmalade", "licenceOrMemberRequiredDetails": "Please ask Keziah Placeholder on 01632 123410 about the Umbrellas.", "currentRegisteredCountry": "Kites", "firstRegistered": "Pigeons", "tradingStatusOther": "Kites", "supplierTradingName": "Stand-In Lanterns Ltd", "supplierRegisteredName": "Invention Marmalade Ltd", "supplierCompanyRegistrationNumber": "19000175", "supplierDunsNumber": "990000176", "supplierRegisteredBuilding": "73 Pretend Street", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ24 9ZZ", "supplierRegisteredCountry": "Lanterns", "supplierVatNumber": "990000177", "mitigatingFactors": "Please ask Clementine Sample on 01632 123430 about the Marmalade.", "mitigatingFactors2": "Please ask Keziah O'Nobody on 01632 123442 about the Marmalade.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Gwen O'Nobody on 01632 123465 about the Kites.", "registeredAddress": "11 Sample Square"}	\N	\N	4	\N	t
700021	7	{"status": "started", "primaryContact": "Ada Fictitious", "primaryContactEmail": "ada.fictitious178@made-up-firm.example", "contactNameContractNotice": "Keziah Dummy", "contactEmailContractNotice": "keziah.dummy179@made-up-firm.example", "nameOfOrganisation": "Specimen Marmalade Ltd", "tradingNames": "Sample Teapots Ltd", "registeredAddressBuilding": "41 Pretend Street", "registeredAddressTown": "Nowhere-on-Sea", "registeredAddressPostcode": "ZZ49 9ZZ", "companyRegistrationNumber": "19000180", "registeredVATNumber": "990000181", "dunsNumber": "990000182", "appropriateTradeRegistersNumber": "Kites", "licenceOrMemberRequiredDetails": "Please ask Fergus Example on 01632 123427 about the Kites.", "currentRegisteredCountry": "Lanterns", "firstRegistered": "Teapots", "tradingStatusOther": "Pigeons", "supplierTradingName": "Mockup Lanterns Ltd", "supplierRegisteredName": "O'Nobody Umbrellas Ltd", "supplierCompanyRegistrationNumber": "19000183", "supplierDunsNumber": "990000184", "supplierRegisteredBuilding": "59 Sample Square", "supplierRegisteredTown": "Madeupham", "supplierRegisteredPostcode": "ZZ87 9ZZ", "supplierRegisteredCountry": "Kites", "supplierVatNumber": "990000185", "mitigatingFactors": "Please ask Fergus Specimen on 01632 123462 about the Pigeons.", "mitigatingFactors2": "Please ask Lorcan Dummy on 01632 123418 about the Umbrellas.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Dorian O'Nobody on 01632 123472 about the Teapots.", "registeredAddress": "66 Imaginary Lane"}	\N	\N	6	\N	t
700028	2	{"status": "complete", "SQ1-1a": "O'Nobody Kites Ltd", "SQ1-1b": "43 Pretend Street, Little Fiction", "SQ1-1e": "19000186", "SQ1-1f": "Kites", "SQ1-1g": "990000187", "SQ1-1h": "990000188", "SQ1-1k": "O'Nobody Kites Ltd", "SQ1-1n": "Horatio Dummy", "SQ1-1o": "horatio.dummy189@made-up-firm.example", "SQ1-1p-i": "Fictitious Umbrellas Ltd", "SQ1-1p-ii": "20 Imaginary Lane", "SQ1-1q-i": "Dummy Umbrellas Ltd", "SQ1-2a": "Jago Mockup", "SQ1-2b": "jago.mockup190@made-up-firm.example", "SQ2-1abcd": false, "SQ3-1k": "Please ask Dorian Madeup on 01632 123482 about the Marmalade.", "SQ4-1c": "Please ask Fergus Specimen on 01632 123464 about the Lanterns.", "PR1": true}	t	\N	\N	t	f
700028	3	{"status": "complete", "primaryContact": "Lorcan Madeup", "primaryContactEmail": "lorcan.madeup191@made-up-firm.example", "contactNameContractNotice": "Effie O'Nobody", "contactEmailContractNotice": "effie.onobody192@made-up-firm.example", "nameOfOrganisation": "Dummy Umbrellas Ltd", "tradingNames": "Dummy Lanterns Ltd", "registeredAddressBuilding": "31 Imaginary Lane", "registeredAddressTown": "Little Fiction", "registeredAddressPostcode": "ZZ86 9ZZ", "companyRegistrationNumber": "19000193", "registeredVATNumber": "990000194", "dunsNumber": "990000195", "appropriateTradeRegistersNumber": "Kites", "licenceOrMemberRequiredDetails": "Please ask Effie O'Nobody on 01632 123411 about the Marmalade.", "currentRegisteredCountry": "Pigeons", "firstRegistered": "Lanterns", "tradingStatusOther": "Teapots", "supplierTradingName": "Stand-In Teapots Ltd", "supplierRegisteredName": "Mockup Umbrellas Ltd", "supplierCompanyRegistrationNumber": "19000196", "supplierDunsNumber": "990000197", "supplierRegisteredBuilding": "23 Imaginary Lane", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ96 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000198", "mitigatingFactors": "Please ask Fergus Sample on 01632 123402 about the Teapots.", "mitigatingFactors2": "Please ask Effie Fictitious on 01632 123412 about the Umbrellas.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Imogen Fictitious on 01632 123411 about the Lanterns.", "registeredAddress": "89 Sample Square"}	t	\N	2	t	f
700028	5	{"status": "complete", "primaryContact": "Jago Example", "primaryContactEmail": "jago.example199@made-up-firm.example", "contactNameContractNotice": "Keziah Fictitious", "contactEmailContractNotice": "keziah.fictitious200@made-up-firm.example", "nameOfOrganisation": "Specimen Lanterns Ltd", "tradingNames": "Placeholder Marmalade Ltd", "registeredAddressBuilding": "18 Sample Square", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ26 9ZZ", "companyRegistrationNumber": "19000201", "registeredVATNumber": "990000202", "dunsNumber": "990000203", "appropriateTradeRegistersNumber": "Lanterns", "licenceOrMemberRequiredDetails": "Please ask Dorian Fictitious on 01632 123484 about the Marmalade.", "currentRegisteredCountry": "Pigeons", "firstRegistered": "Umbrellas", "tradingStatusOther": "Lanterns", "supplierTradingName": "Placeholder Lanterns Ltd", "supplierRegisteredName": "Pretend Marmalade Ltd", "supplierCompanyRegistrationNumber": "19000204", "supplierDunsNumber": "990000205", "supplierRegisteredBuilding": "90 Pretend Street", "supplierRegisteredTown": "Little Fiction", "supplierRegisteredPostcode": "ZZ12 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000206", "mitigatingFactors": "Please ask Jago Placeholder on 01632 123429 about the Kites.", "mitigatingFactors2": "Please ask Keziah Stand-In on 01632 123436 about the Pigeons.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Lorcan Invention on 01632 123447 about the Teapots.", "registeredAddress": "53 Pretend Street"}	t	\N	3	t	f
700028	6	{"status": "complete", "primaryContact": "Horatio Specimen", "primaryContactEmail": "horatio.specimen207@made-up-firm.example", "contactNameContractNotice": "Lorcan Mockup", "contactEmailContractNotice": "lorcan.mockup208@made-up-firm.example", "nameOfOrganisation": "Pretend Teapots Ltd", "tradingNames": "Madeup Teapots Ltd", "registeredAddressBuilding": "16 Pretend Street", "registeredAddressTown": "Much Invented", "registeredAddressPostcode": "ZZ76 9ZZ", "companyRegistrationNumber": "19000209", "registeredVATNumber": "990000210", "dunsNumber": "990000211", "appropriateTradeRegistersNumber": "Umbrellas", "licenceOrMemberRequiredDetails": "Please ask Fergus Example on 01632 123402 about the Lanterns.", "currentRegisteredCountry": "Lanterns", "firstRegistered": "Pigeons", "tradingStatusOther": "Kites", "supplierTradingName": "Invention Lanterns Ltd", "supplierRegisteredName": "Placeholder Kites Ltd", "supplierCompanyRegistrationNumber": "19000212", "supplierDunsNumber": "990000213", "supplierRegisteredBuilding": "5 Pretend Street", "supplierRegisteredTown": "Madeupham", "supplierRegisteredPostcode": "ZZ19 9ZZ", "supplierRegisteredCountry": "Pigeons", "supplierVatNumber": "990000214", "mitigatingFactors": "Please ask Imogen Sample on 01632 123480 about the Lanterns.", "mitigatingFactors2": "Please ask Horatio Dummy on 01632 123491 about the Umbrellas.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Horatio Mockup on 01632 123491 about the Teapots.", "registeredAddress": "97 Sample Square"}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 9, "agreedUserName": "Gwen Example", "agreedUserEmail": "gwen.example215@made-up-firm.example"}}	5	t	f
700035	2	{"status": "complete", "SQ1-1a": "Fictitious Lanterns Ltd", "SQ1-1b": "31 Imaginary Lane, Much Invented", "SQ1-1e": "19000216", "SQ1-1f": "Teapots", "SQ1-1g": "990000217", "SQ1-1h": "990000218", "SQ1-1k": "Fictitious Umbrellas Ltd", "SQ1-1n": "Lorcan Stand-In", "SQ1-1o": "lorcan.stand-in219@made-up-firm.example", "SQ1-1p-i": "Sample Lanterns Ltd", "SQ1-1p-ii": "22 Pretend Street", "SQ1-1q-i": "Pretend Kites Ltd", "SQ1-2a": "Horatio Mockup", "SQ1-2b": "horatio.mockup220@made-up-firm.example", "SQ2-1abcd": false, "SQ3-1k": "Please ask Keziah Example on 01632 123496 about the Umbrellas.", "SQ4-1c": "Please ask Jago Invention on 01632 123417 about the Pigeons.", "PR1": true}	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 14, "agreedUserName": "Keziah Sample", "agreedUserEmail": "keziah.sample221@made-up-firm.example"}}	\N	t	t
700035	4	{"primaryContact": "Effie Dummy"}	f	\N	2	t	t
700035	5	{"primaryContact": "Effie Pretend"}	f	\N	4	t	t
700035	7	{"primaryContact": "Dorian Specimen"}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 10, "agreedUserName": "Fergus Sample", "agreedUserEmail": "fergus.sample222@made-up-firm.example"}}	5	t	t
700042	3	\N	t	\N	\N	\N	t
700042	4	\N	t	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 8, "agreedUserName": "Bertie Dummy", "agreedUserEmail": "bertie.dummy223@made-up-firm.example"}}	3	\N	t
700042	6	\N	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 13, "agreedUserName": "Jago Specimen", "agreedUserEmail": "jago.specimen224@made-up-firm.example"}}	4	\N	t
700042	7	\N	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 14, "agreedUserName": "Keziah Pretend", "agreedUserEmail": "keziah.pretend225@made-up-firm.example"}}	6	\N	t
700049	2	null	f	\N	\N	t	t
700049	3	null	f	\N	2	t	t
700049	5	null	f	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 8, "agreedUserName": "Imogen O'Nobody", "agreedUserEmail": "imogen.onobody226@made-up-firm.example"}}	3	t	t
700049	6	null	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 12, "agreedUserName": "Jago O'Nobody", "agreedUserEmail": "jago.onobody227@made-up-firm.example"}}	5	t	t
700056	2	{}	t	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 12, "agreedUserName": "Gwen Invention", "agreedUserEmail": "gwen.invention228@made-up-firm.example"}}	\N	t	f
700056	4	{}	t	\N	2	t	f
700056	5	{}	t	\N	4	t	f
700056	7	{}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 5, "agreedUserName": "Ada Specimen", "agreedUserEmail": "ada.specimen229@made-up-firm.example"}}	5	t	f
700063	3	{"status": "started", "primaryContact": "Keziah Sample", "primaryContactEmail": "keziah.sample230@made-up-firm.example", "contactNameContractNotice": "Bertie Fictitious", "contactEmailContractNotice": "bertie.fictitious231@made-up-firm.example", "nameOfOrganisation": "Dummy Umbrellas Ltd", "tradingNames": "Madeup Teapots Ltd", "registeredAddressBuilding": "44 Imaginary Lane", "registeredAddressTown": "Much Invented", "registeredAddressPostcode": "ZZ31 9ZZ", "companyRegistrationNumber": "19000232", "registeredVATNumber": "990000233", "dunsNumber": "990000234", "appropriateTradeRegistersNumber": "Lanterns", "licenceOrMemberRequiredDetails": "Please ask Lorcan O'Nobody on 01632 123400 about the Umbrellas.", "currentRegisteredCountry": "Kites", "firstRegistered": "Pigeons", "tradingStatusOther": "Umbrellas", "supplierTradingName": "Fictitious Marmalade Ltd", "supplierRegisteredName": "Sample Kites Ltd", "supplierCompanyRegistrationNumber": "19000235", "supplierDunsNumber": "990000236", "supplierRegisteredBuilding": "52 Imaginary Lane", "supplierRegisteredTown": "Much Invented", "supplierRegisteredPostcode": "ZZ92 9ZZ", "supplierRegisteredCountry": "Umbrellas", "supplierVatNumber": "990000237", "mitigatingFactors": "Please ask Keziah Example on 01632 123415 about the Lanterns.", "mitigatingFactors2": "Please ask Bertie Placeholder on 01632 123478 about the Umbrellas.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Gwen Specimen on 01632 123445 about the Teapots.", "registeredAddress": "67 Sample Square"}	f	\N	\N	\N	t
700063	4	{"status": "started", "primaryContact": "Fergus Specimen", "primaryContactEmail": "fergus.specimen238@made-up-firm.example", "contactNameContractNotice": "Effie Invention", "contactEmailContractNotice": "effie.invention239@made-up-firm.example", "nameOfOrganisation": "O'Nobody Umbrellas Ltd", "tradingNames": "Placeholder Marmalade Ltd", "registeredAddressBuilding": "34 Sample Square", "registeredAddressTown": "Little Fiction", "registeredAddressPostcode": "ZZ14 9ZZ", "companyRegistrationNumber": "19000240", "registeredVATNumber": "990000241", "dunsNumber": "990000242", "appropriateTradeRegistersNumber": "Lanterns", "licenceOrMemberRequiredDetails": "Please ask Bertie Placeholder on 01632 123437 about the Lanterns.", "currentRegisteredCountry": "Marmalade", "firstRegistered": "Lanterns", "tradingStatusOther": "Marmalade", "supplierTradingName": "Mockup Lanterns Ltd", "supplierRegisteredName": "Mockup Lanterns Ltd", "supplierCompanyRegistrationNumber": "19000243", "supplierDunsNumber": "990000244", "supplierRegisteredBuilding": "73 Imaginary Lane", "supplierRegisteredTown": "Madeupham", "supplierRegisteredPostcode": "ZZ23 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000245", "mitigatingFactors": "Please ask Ada Pretend on 01632 123433 about the Umbrellas.", "mitigatingFactors2": "Please ask Horatio Invention on 01632 123490 about the Pigeons.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Dorian Pretend on 01632 123429 about the Umbrellas.", "registeredAddress": "56 Imaginary Lane"}	f	\N	3	\N	t
700063	6	{"status": "started", "primaryContact": "Imogen Invention", "primaryContactEmail": "imogen.invention246@made-up-firm.example", "contactNameContractNotice": "Keziah Example", "contactEmailContractNotice": "keziah.example247@made-up-firm.example", "nameOfOrganisation": "O'Nobody Kites Ltd", "tradingNames": "Example Umbrellas Ltd", "registeredAddressBuilding": "31 Sample Square", "registeredAddressTown": "Much Invented", "registeredAddressPostcode": "ZZ29 9ZZ", "companyRegistrationNumber": "19000248", "registeredVATNumber": "990000249", "dunsNumber": "990000250", "appropriateTradeRegistersNumber": "Pigeons", "licenceOrMemberRequiredDetails": "Please ask Effie Fictitious on 01632 123425 about the Lanterns.", "currentRegisteredCountry": "Teapots", "firstRegistered": "Kites", "tradingStatusOther": "Lanterns", "supplierTradingName": "Dummy Pigeons Ltd", "supplierRegisteredName": "Stand-In Pigeons Ltd", "supplierCompanyRegistrationNumber": "19000251", "supplierDunsNumber": "990000252", "supplierRegisteredBuilding": "74 Pretend Street", "supplierRegisteredTown": "Nowhere-on-Sea", "supplierRegisteredPostcode": "ZZ32 9ZZ", "supplierRegisteredCountry": "Teapots", "supplierVatNumber": "990000253", "mitigatingFactors": "Please ask Ada Example on 01632 123408 about the Umbrellas.", "mitigatingFactors2": "Please ask Lorcan Placeholder on 01632 123442 about the Teapots.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Jago Fictitious on 01632 123435 about the Umbrellas.", "registeredAddress": "69 Pretend Street"}	\N	\N	4	\N	t
700063	7	{"status": "started", "primaryContact": "Keziah Dummy", "primaryContactEmail": "keziah.dummy254@made-up-firm.example", "contactNameContractNotice": "Fergus Pretend", "contactEmailContractNotice": "fergus.pretend255@made-up-firm.example", "nameOfOrganisation": "Specimen Umbrellas Ltd", "tradingNames": "Sample Pigeons Ltd", "registeredAddressBuilding": "79 Pretend Street", "registeredAddressTown": "Madeupham", "registeredAddressPostcode": "ZZ67 9ZZ", "companyRegistrationNumber": "19000256", "registeredVATNumber": "990000257", "dunsNumber": "990000258", "appropriateTradeRegistersNumber": "Lanterns", "licenceOrMemberRequiredDetails": "Please ask Jago O'Nobody on 01632 123417 about the Pigeons.", "currentRegisteredCountry": "Teapots", "firstRegistered": "Kites", "tradingStatusOther": "Marmalade", "supplierTradingName": "O'Nobody Lanterns Ltd", "supplierRegisteredName": "Example Kites Ltd", "supplierCompanyRegistrationNumber": "19000259", "supplierDunsNumber": "990000260", "supplierRegisteredBuilding": "98 Imaginary Lane", "supplierRegisteredTown": "Nowhere-on-Sea", "supplierRegisteredPostcode": "ZZ72 9ZZ", "supplierRegisteredCountry": "Kites", "supplierVatNumber": "990000261", "mitigatingFactors": "Please ask Imogen Pretend on 01632 123439 about the Umbrellas.", "mitigatingFactors2": "Please ask Lorcan Dummy on 01632 123403 about the Pigeons.", "mitigatingFactors3": null, "modernSlaveryStatement": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "modernSlaveryStatementOptional": "g-cloud-12/agreements/7/made-up-firm-signed.pdf", "bankrupt": false, "subcontractingInvoicesPaid": 97, "keyOfNextYear": "Please ask Effie Stand-In on 01632 123450 about the Umbrellas.", "registeredAddress": "23 Pretend Street"}	\N	{"1": {"agreedAt": "2021-02-03T04:05:06.000000Z", "agreedUserId": 8, "agreedUserName": "Imogen Stand-In", "agreedUserEmail": "imogen.stand-in262@made-up-firm.example"}}	6	\N	t
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
\.


--
-- Data for Name: users; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.users (id, name, email_address, password, active, created_at, updated_at, password_changed_at, role, supplier_id, failed_login_count, logged_in_at, phone_number, user_research_opted_in, personal_data_removed) FROM stdin;
1	Jago Stand-In	jago.stand-in39@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2019-06-21 01:39:30	2020-07-08 05:34:29.123456	2022-12-23 16:26:46	buyer	\N	1	2019-03-04 15:14:52	01632 123412	f	f
2	Fergus O'Nobody	fergus.onobody40@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2015-02-18 06:26:20.123456	2016-05-22 14:33:21.123456	2022-01-15 06:34:56	buyer	\N	0	2020-06-08 18:12:07.123456	01632 123459	f	f
3	Imogen Madeup	imogen.madeup41@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2022-09-02 23:38:06.123456	2022-12-03 15:43:23.123456	2020-04-14 09:14:27.123456	supplier	700063	1	2021-07-02 05:58:42.123456	01632 123445	t	f
4	<removed>	imogen.madeup42@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	f	2020-06-22 10:38:23	2018-10-11 23:32:24	2016-08-24 16:46:00.123456	supplier	700014	2	\N	<removed>	f	t
5	Fergus O'Nobody	fergus.onobody43@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2018-10-15 18:33:16	2019-11-22 17:44:24.123456	2018-07-14 18:33:16	admin-ccs	\N	5	2017-11-27 07:31:03	01632 123453	f	f
6	Keziah Invention	keziah.invention44@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2017-04-13 20:09:03.123456	2017-02-04 19:51:10	2015-06-05 17:45:04	buyer	\N	1	2015-06-08 09:56:58	01632 123403	f	f
7	Bertie Mockup	bertie.mockup45@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2019-01-14 15:08:13	2021-04-18 22:34:35	2021-04-15 20:14:09.123456	buyer	\N	0	2022-09-13 12:08:37	\N	f	f
8	Fergus Pretend	fergus.pretend46@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2020-11-15 12:35:24.123456	2018-09-06 15:43:34	2017-05-07 03:12:55	supplier	700028	0	\N	01632 123466	t	f
9	Effie Stand-In	effie.stand-in47@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2022-12-09 19:44:08	2021-12-13 20:55:08.123456	2017-03-10 19:04:41.123456	supplier	700049	0	\N	01632 123472	f	f
10	Jago Sample	jago.sample48@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2018-12-14 00:14:11	2019-06-22 01:30:28	2018-09-09 02:50:24	admin-ccs-category	\N	4	\N	\N	f	f
11	Bertie Fictitious	bertie.fictitious49@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2017-04-15 01:36:42.123456	2021-11-05 10:46:00	2016-02-12 18:06:15.123456	buyer	\N	4	\N	01632 123416	f	f
12	Lorcan Sample	lorcan.sample50@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2018-08-13 20:04:37.123456	2020-11-21 20:13:20.123456	2020-10-25 10:40:07.123456	buyer	\N	3	2019-11-04 20:25:02.123456	01632 123442	t	f
13	Dorian Madeup	dorian.madeup51@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2022-07-11 14:31:14.123456	2018-08-12 00:07:34.123456	2018-06-03 07:21:29	supplier	700063	0	\N	01632 123465	f	f
14	Gwen Mockup	gwen.mockup52@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2015-08-02 22:41:39	2016-03-28 09:51:44.123456	2022-10-09 04:41:55.123456	supplier	700014	0	2021-01-25 02:22:13.123456	01632 123473	f	f
15	Ada Pretend	ada.pretend53@made-up-firm.example	$2b$10$abcdefghijklmnopqrstuvwxyz...........................	t	2015-11-09 14:42:47.123456	2017-12-23 18:29:30	2019-07-12 11:08:48.123456	admin-ccs-sourcing	\N	1	2019-07-24 11:36:50	01632 123460	f	f
\.


--
-- Name: archived_services_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.archived_services_id_seq', 20, true);


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

SELECT pg_catalog.setval('public.brief_responses_id_seq', 25, true);


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

SELECT pg_catalog.setval('public.contact_information_id_seq', 12, true);


--
-- Name: direct_award_project_users_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.direct_award_project_users_id_seq', 8, true);


--
-- Name: direct_award_projects_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.direct_award_projects_id_seq', 8, true);


--
-- Name: direct_award_search_result_entries_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.direct_award_search_result_entries_id_seq', 8, true);


--
-- Name: direct_award_searches_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.direct_award_searches_id_seq', 8, true);


--
-- Name: draft_services_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.draft_services_id_seq', 10, true);


--
-- Name: framework_agreements_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.framework_agreements_id_seq', 20, true);


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

SELECT pg_catalog.setval('public.outcomes_id_seq', 9, true);


--
-- Name: services_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.services_id_seq', 10, true);


--
-- Name: suppliers_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.suppliers_id_seq', 10, true);


--
-- Name: suppliers_supplier_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.suppliers_supplier_id_seq', 700063, true);


--
-- Name: users_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.users_id_seq', 15, true);


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


