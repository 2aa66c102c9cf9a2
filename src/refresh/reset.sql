-- Empties the database, as the body of a DO block whose head says `everything`: whether what other
-- roles own goes too. Schema public stays, with its owner, comment and grants; so does what
-- belongs to an extension, which goes with it or not at all. Subscriptions stay: the server refuses
-- to drop them in a transaction.
  me constant pg_catalog.oid := (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user);
  super constant bool := (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user);
  settings constant text[] := ARRAY[pg_catalog.current_setting('search_path'),
    pg_catalog.current_setting('client_min_messages')];
  all_roles constant pg_catalog.oid[] := (SELECT pg_catalog.array_agg(oid) FROM pg_catalog.pg_roles);
  -- Whose objects the role may drop as their owner. A superuser could act for everybody, and is
  -- asked to empty what it owns itself.
  mine constant pg_catalog.oid[] := CASE
    WHEN super AND everything THEN all_roles
    WHEN super THEN ARRAY[me]
    ELSE (SELECT pg_catalog.array_agg(oid) FROM pg_catalog.pg_roles WHERE pg_catalog.pg_has_role(oid, 'USAGE'))
  END;
  -- Whose objects go that stand in a schema.
  inside constant pg_catalog.oid[] := CASE WHEN everything THEN all_roles ELSE mine END;
  -- What other roles have: it must be there afterwards too, though some of it may depend on what goes.
  count_others constant text := $q$
    WITH member AS (SELECT classid, objid FROM pg_depend WHERE deptype IN ('e', 'i') AND objsubid = 0),
    relation AS (SELECT oid FROM pg_class WHERE relowner <> ALL ($1) AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      AND relnamespace::regnamespace::text !~ '^pg_' AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_class'::regclass AND objid = oid))
    SELECT (SELECT count(*) FROM relation)
      + (SELECT count(*) FROM pg_attribute JOIN relation ON attrelid = oid WHERE NOT attisdropped)
      + (SELECT count(*) FROM pg_constraint JOIN relation ON conrelid = relation.oid)
      + (SELECT count(*) FROM pg_trigger JOIN relation ON tgrelid = relation.oid WHERE NOT tgisinternal)
      + (SELECT count(*) FROM pg_proc WHERE proowner <> ALL ($1)
          AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_proc'::regclass AND objid = oid))
      + (SELECT count(*) FROM pg_type WHERE typowner <> ALL ($1) AND typtype IN ('b', 'd', 'e', 'r') AND typelem = 0
          AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_type'::regclass AND objid = oid))
  $q$;
  others bigint;
  others_after bigint;
  query text;
  kind text;
  names text;
BEGIN
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog', true),
    pg_catalog.set_config('client_min_messages', 'error', true),
    -- Whoever holds what is to go must not keep the load waiting for ever. The dump has set it to 0,
    -- so what the connection asked for is in reset_val.
    pg_catalog.set_config('lock_timeout', CASE reset_val WHEN '0' THEN '30s' ELSE reset_val END, true)
    FROM pg_catalog.pg_settings WHERE name = 'lock_timeout';
  IF NOT everything THEN
    EXECUTE count_others INTO others USING mine;
  END IF;
  -- Kind, name, catalog, oid. One DROP takes all of a kind, so that circles among them do not matter.
  FOREACH query IN ARRAY ARRAY[
    $q$SELECT 'EVENT TRIGGER', format('%I', evtname), 'pg_event_trigger', oid FROM pg_event_trigger WHERE evtowner = ANY ($1)$q$,
    $q$SELECT 'PUBLICATION', format('%I', pubname), 'pg_publication', oid FROM pg_publication WHERE pubowner = ANY ($1)$q$,
    $q$SELECT CASE relkind WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, oid::regclass::text, 'pg_class', oid
       FROM pg_class WHERE relkind IN ('r', 'p', 'f') AND relowner = ANY ($2) AND relnamespace = ANY ($4)$q$,
    $q$SELECT CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, oid::regclass::text, 'pg_class', oid
       FROM pg_class WHERE relkind IN ('v', 'm') AND relowner = ANY ($2) AND relnamespace = ANY ($4)$q$,
    $q$SELECT 'SEQUENCE', oid::regclass::text, 'pg_class', oid FROM pg_class WHERE relkind = 'S' AND relowner = ANY ($2) AND relnamespace = ANY ($4)$q$,
    $q$SELECT 'ROUTINE', oid::regprocedure::text, 'pg_proc', oid FROM pg_proc WHERE proowner = ANY ($2) AND pronamespace = ANY ($4)$q$,
    $q$SELECT 'OPERATOR', oid::regoperator::text, 'pg_operator', oid FROM pg_operator WHERE oprowner = ANY ($2) AND oprnamespace = ANY ($4)$q$,
    $q$SELECT format('OPERATOR FAMILY %I.%I USING', opfnamespace::regnamespace::text, opfname), format('%I', amname), 'pg_opfamily', f.oid
       FROM pg_opfamily f JOIN pg_am a ON a.oid = opfmethod WHERE opfowner = ANY ($2) AND opfnamespace = ANY ($4)$q$,
    $q$SELECT 'TYPE', oid::regtype::text, 'pg_type', oid FROM pg_type t WHERE typowner = ANY ($2) AND typnamespace = ANY ($4)$q$,
    $q$SELECT 'COLLATION', oid::regcollation::text, 'pg_collation', oid FROM pg_collation WHERE collowner = ANY ($2) AND collnamespace = ANY ($4)$q$,
    $q$SELECT 'CONVERSION', format('%s.%I', connamespace::regnamespace, conname), 'pg_conversion', oid FROM pg_conversion WHERE conowner = ANY ($2) AND connamespace = ANY ($4)$q$,
    $q$SELECT 'STATISTICS', format('%s.%I', stxnamespace::regnamespace, stxname), 'pg_statistic_ext', oid FROM pg_statistic_ext WHERE stxowner = ANY ($2) AND stxnamespace = ANY ($4)$q$,
    $q$SELECT 'TEXT SEARCH CONFIGURATION', oid::regconfig::text, 'pg_ts_config', oid FROM pg_ts_config WHERE cfgowner = ANY ($2) AND cfgnamespace = ANY ($4)$q$,
    $q$SELECT 'TEXT SEARCH DICTIONARY', oid::regdictionary::text, 'pg_ts_dict', oid FROM pg_ts_dict WHERE dictowner = ANY ($2) AND dictnamespace = ANY ($4)$q$,
    -- These have no owner; only superusers make them.
    $q$SELECT 'TEXT SEARCH PARSER', format('%s.%I', prsnamespace::regnamespace, prsname), 'pg_ts_parser', oid FROM pg_ts_parser WHERE $3 AND prsnamespace = ANY ($4)$q$,
    $q$SELECT 'TEXT SEARCH TEMPLATE', format('%s.%I', tmplnamespace::regnamespace, tmplname), 'pg_ts_template', oid FROM pg_ts_template WHERE $3 AND tmplnamespace = ANY ($4)$q$,
    $q$SELECT format('CAST (%s AS %s)', format_type(castsource, NULL), format_type(casttarget, NULL)), '', 'pg_cast', oid FROM pg_cast WHERE $3 AND oid >= 16384$q$,
    $q$SELECT format('TRANSFORM FOR %s LANGUAGE %I', format_type(trftype, NULL), lanname), '', 'pg_transform', t.oid FROM pg_transform t JOIN pg_language l ON l.oid = trflang WHERE $3$q$,
    $q$SELECT 'SCHEMA', format('%I', nspname), 'pg_namespace', oid FROM pg_namespace WHERE nspowner = ANY ($2) AND oid = ANY ($4) AND nspname <> 'public'$q$,
    $q$SELECT 'EXTENSION', format('%I', extname), 'pg_extension', oid FROM pg_extension WHERE extowner = ANY ($1) AND extname <> 'plpgsql'$q$,
    $q$SELECT 'SERVER', format('%I', srvname), 'pg_foreign_server', oid FROM pg_foreign_server WHERE srvowner = ANY ($1)$q$,
    $q$SELECT 'FOREIGN DATA WRAPPER', format('%I', fdwname), 'pg_foreign_data_wrapper', oid FROM pg_foreign_data_wrapper WHERE fdwowner = ANY ($1)$q$,
    $q$SELECT 'LANGUAGE', format('%I', lanname), 'pg_language', oid FROM pg_language WHERE lanowner = ANY ($1) AND oid >= 16384$q$,
    $q$SELECT 'ACCESS METHOD', format('%I', amname), 'pg_am', oid FROM pg_am WHERE $3 AND oid >= 16384$q$
  ] LOOP
    FOR kind, names IN EXECUTE format(
      'SELECT kind, string_agg(name, '', '') FROM (%s) AS doomed(kind, name, catalog, id)
       WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = catalog::regclass AND objid = id AND objsubid = 0 AND deptype IN (''e'', ''i''))
       GROUP BY kind', query)
      USING mine, inside, super,
        (SELECT pg_catalog.array_agg(oid) FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')
    LOOP
      EXECUTE format('DROP %s %s CASCADE', kind, names);
    END LOOP;
  END LOOP;
  PERFORM lo_unlink(oid) FROM pg_largeobject_metadata WHERE lomowner = ANY (mine);
  IF NOT everything THEN
    EXECUTE count_others INTO others_after USING mine;
    IF others_after <> others THEN
      RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
        MESSAGE = 'objects of other roles depend on what is to be dropped';
    END IF;
  END IF;
  IF to_regnamespace('public') IS NULL THEN
    IF current_setting('server_version_num')::int >= 150000 THEN
      CREATE SCHEMA public AUTHORIZATION pg_database_owner;
      GRANT USAGE ON SCHEMA public TO PUBLIC;
    ELSE
      CREATE SCHEMA public;
      GRANT ALL ON SCHEMA public TO PUBLIC;
    END IF;
    COMMENT ON SCHEMA public IS 'standard public schema';
  END IF;
  PERFORM set_config('search_path', settings[1], true), set_config('client_min_messages', settings[2], true),
    set_config('lock_timeout', '0', true);
END
$dmscrub$;
