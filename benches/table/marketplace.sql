-- The synthetic marketplace that `make bench` measures: psql -v scale=1 -f marketplace.sql DB
-- (scale 1: a plain dump of about 1.3 GB; 0.01 for a quick look).
\if :{?scale}
\else
  \set scale 1
\endif
\set ON_ERROR_STOP 1
SET synchronous_commit = off;
BEGIN;
CREATE TYPE user_role AS ENUM ('buyer','supplier','admin','admin-ccs-category','admin-framework-manager');
CREATE TABLE suppliers (
  id bigserial, supplier_id bigint NOT NULL, name varchar(255) NOT NULL, description text,
  duns_number varchar, companies_house_number varchar(8), registration_country text,
  trading_status text, active boolean NOT NULL DEFAULT true);
CREATE TABLE contact_information (
  id serial, supplier_id bigint NOT NULL, contact_name varchar, phone_number varchar, email varchar,
  website varchar, address1 varchar, city varchar, postcode varchar, personal_data_removed boolean NOT NULL DEFAULT false);
CREATE TABLE users (
  id serial, name varchar NOT NULL, email_address varchar NOT NULL, phone_number varchar, password varchar NOT NULL,
  active boolean NOT NULL, created_at timestamp NOT NULL, updated_at timestamp NOT NULL, password_changed_at timestamp NOT NULL,
  role user_role NOT NULL, logged_in_at timestamp, failed_login_count int NOT NULL DEFAULT 0,
  supplier_id bigint, user_research_opted_in boolean NOT NULL DEFAULT false);
CREATE TABLE audit_events (
  id bigserial, type varchar NOT NULL, created_at timestamp NOT NULL, "user" varchar, data jsonb,
  object_type varchar, object_id bigint, acknowledged boolean NOT NULL DEFAULT false,
  acknowledged_by varchar, acknowledged_at timestamp);
CREATE TABLE services (
  id bigserial, service_id varchar NOT NULL, supplier_id bigint NOT NULL, framework_id int NOT NULL, lot_id int NOT NULL,
  status varchar NOT NULL, data jsonb, created_at timestamp NOT NULL, updated_at timestamp NOT NULL);
CREATE TABLE briefs (
  id serial, framework_id int NOT NULL, lot_id int NOT NULL, is_a_copy boolean NOT NULL DEFAULT false,
  data jsonb NOT NULL, notes text, attachment bytea, created_at timestamp NOT NULL, published_at timestamp, withdrawn_at timestamp);
CREATE TABLE brief_users (brief_id int NOT NULL, user_id int NOT NULL);
CREATE TABLE brief_responses (
  id serial, brief_id int NOT NULL, supplier_id bigint NOT NULL, data jsonb NOT NULL, skills text[],
  created_at timestamp NOT NULL, submitted_at timestamp, award_details jsonb);
-- wide-character, quote, backslash, tab and newline noise, by row number
CREATE FUNCTION pg_temp.nm(i bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
 SELECT (ARRAY['Aoife','José','Zoë','Søren','Łukasz','Мария','李','O''Brien','Anne-Marie','Tariq','Björk','Siân'])[1+i%12]
   ||' '||(ARRAY['Smith','Ní Bhriain','Müller','García','Иванова','王','de la Cruz','Jones','Okafor','D\Angelo'])[1+(i/12)%10]
   || CASE WHEN i%997=0 THEN E'\tTab' WHEN i%991=0 THEN E'\nNewline' WHEN i%983=0 THEN ' "quoted"' ELSE '' END $$;
INSERT INTO suppliers(supplier_id,name,description,duns_number,companies_house_number,registration_country,trading_status)
 SELECT 700000+i, pg_temp.nm(i)||' & Co '||i||' Ltd',
   CASE WHEN i%10=0 THEN NULL WHEN i%10=1 THEN ''
    ELSE E'We provide "cloud" services;\nsecond line\tafter a tab, C:\\temp\\'||i||E'\r\n— naïve café £'||i||' '||repeat('lorem ipsum dolor ',5+(i%8)::int) END,
   CASE WHEN i%7=0 THEN NULL ELSE lpad((100000000+i*7919%899999999)::text,9,'0') END,
   CASE WHEN i%3=0 THEN NULL ELSE lpad(i::text,8,'0') END,
   CASE WHEN i%5=0 THEN NULL ELSE 'country:GB' END,
   (ARRAY['limited company','sole trader',NULL,E'\\N'])[1+i%4]
 FROM generate_series(1,(100000*:scale)::bigint) i;
INSERT INTO contact_information(supplier_id,contact_name,phone_number,email,website,address1,city,postcode)
 SELECT 700000+i, pg_temp.nm(i*31), CASE WHEN i%6=0 THEN NULL ELSE '+44 20 '||lpad((i*7%10000000)::text,8,'0') END,
   'contact'||i||'@supplier'||i%5000||'.example.co.uk', CASE WHEN i%4=0 THEN NULL ELSE 'https://www.supplier'||i||'.example/?a=1&b='||i END,
   i||' High Street'||CASE WHEN i%50=0 THEN E'\nFlat '||i%9 ELSE '' END, (ARRAY['London','Llanfair­pwll','Derry','Köln',NULL])[1+i%5],
   'SW'||i%20||'A '||i%9||'AA'
 FROM generate_series(1,(100000*:scale)::bigint) i;
INSERT INTO users(name,email_address,phone_number,password,active,created_at,updated_at,password_changed_at,role,logged_in_at,failed_login_count,supplier_id)
 SELECT pg_temp.nm(i), 'user.'||i||CASE WHEN i%11=0 THEN '+tag' ELSE '' END||'@'||(ARRAY['digital.gov.example','Example.COM','council.example.org'])[1+i%3],
   CASE WHEN i%3=0 THEN NULL WHEN i%100=1 THEN '' ELSE '07'||lpad((i*7919%1000000000)::text,9,'0') END,
   '$2a$10$'||md5(i::text)||'abcdefghijklmnopqrstu', i%17<>0,
   timestamp '2015-01-01'+i*interval '3 min 7.123456 s', timestamp '2018-01-01'+i*interval '61 s', timestamp '2016-06-01'+i*interval '59 s',
   (ARRAY['buyer','supplier','supplier','buyer','admin']::user_role[])[1+i%5],
   CASE WHEN i%4=0 THEN NULL ELSE timestamp '2019-01-01'+i*interval '67 s' END, i%4,
   CASE WHEN i%5 IN (1,2) THEN 700000+1+i%(100000*:scale)::bigint END
 FROM generate_series(1,(1000000*:scale)::bigint) i;
INSERT INTO audit_events(type,created_at,"user",data,object_type,object_id,acknowledged,acknowledged_by,acknowledged_at)
 SELECT (ARRAY['update_service','user_auth_failed','update_user','create_brief','register_framework_interest'])[1+i%5],
   timestamp '2014-01-01'+i*interval '2 min',
   CASE WHEN i%9=0 THEN NULL ELSE 'user.'||1+i%(1000000*:scale)::bigint||'@digital.gov.example' END,
   jsonb_build_object('user','user.'||1+i%(1000000*:scale)::bigint||'@digital.gov.example','supplierId',700000+i%100000,'ip','10.'||i%250||'.1.'||i%200,
     'update',jsonb_build_object('serviceName',E'Cloud \\ "x" ☁ '||i,'note',E'line1\nline2\t'||repeat('detail ',4+(i%22)::int)),'emailAddress','Person'||i%5000||'@Example.com'),
   CASE WHEN i%8=0 THEN NULL ELSE (ARRAY['Service','User','Supplier','Brief'])[1+i%4] END, CASE WHEN i%8=0 THEN NULL ELSE i%100000 END,
   i%3=0, CASE WHEN i%3=0 THEN 'admin'||i%20||'@digital.gov.example' END, CASE WHEN i%3=0 THEN timestamp '2020-01-01'+i*interval '1 s' END
 FROM generate_series(1,(1500000*:scale)::bigint) i;
INSERT INTO services(service_id,supplier_id,framework_id,lot_id,status,data,created_at,updated_at)
 SELECT (1000000000+i*7)::text, 700001+i%(100000*:scale)::bigint, 1+i%12, 1+i%9, (ARRAY['published','enabled','disabled'])[1+i%3],
   jsonb_build_object('serviceName','Service №'||i,'lotName','Cloud Software','priceMin',(i%1000)/10.0,'priceInterval','Month',
    'serviceFeatures',jsonb_build_array('feature "one" '||i,E'back\\slash','emoji 🚀','tab\there'),
    'serviceSummary',repeat('A scalable platform for citizens’ services. ',8+(i%16)::int),
    'contact',jsonb_build_object('email','sales'||i||'@vendor.example','phone','0800 '||i,'name',pg_temp.nm(i)),
    'termsDocument','https://assets.example/'||md5(i::text)||'.pdf','assurance',jsonb_build_object('value',i%2=0,'by',NULL)),
   timestamp '2017-01-01'+i*interval '5 min', timestamp '2018-01-01'+i*interval '5 min'
 FROM generate_series(1,(200000*:scale)::bigint) i;
INSERT INTO briefs(framework_id,lot_id,is_a_copy,data,notes,attachment,created_at,published_at,withdrawn_at)
 SELECT 1+i%12,1+i%9,i%10=0,jsonb_build_object('title','Brief '||i,'email','buyer'||i||'@gov.example','summary',repeat('We need a team to build things. ',20+(i%10)::int),'questions',jsonb_build_array(E'a\nb','c')),
   CASE WHEN i%3=0 THEN NULL ELSE E'INSERT INTO x VALUES (\'a\');\n\\.\n--\nCOPY y FROM stdin;\n'||i END,
   CASE WHEN i%5=0 THEN decode(md5(i::text)||md5((i+1)::text),'hex') END,
   timestamp '2018-01-01'+i*interval '11 min',CASE WHEN i%2=0 THEN timestamp '2018-02-01'+i*interval '11 min' END,NULL
 FROM generate_series(1,(50000*:scale)::bigint) i;
INSERT INTO brief_users SELECT i,1+i*13%(1000000*:scale)::bigint FROM generate_series(1,(50000*:scale)::bigint) i;
INSERT INTO brief_responses(brief_id,supplier_id,data,skills,created_at,submitted_at,award_details)
 SELECT 1+i%(50000*:scale)::bigint,700001+i%(100000*:scale)::bigint,jsonb_build_object('respondToEmailAddress','resp'||i||'@vendor.example','availability','25/12/2018','answers',jsonb_build_array(repeat('We have done this before. ',10+(i%10)::int))),
   CASE WHEN i%6=0 THEN NULL ELSE ARRAY['a,b','"q"',NULL,E'x\\y'] END,timestamp '2018-03-01'+i*interval '3 min',CASE WHEN i%4=0 THEN NULL ELSE timestamp '2018-03-02'+i*interval '3 min' END,
   CASE WHEN i%50=0 THEN '{"awardedContractValue":"£1,000"}'::jsonb END
 FROM generate_series(1,(200000*:scale)::bigint) i;
ALTER TABLE suppliers ADD PRIMARY KEY(id), ADD UNIQUE(supplier_id);
ALTER TABLE contact_information ADD PRIMARY KEY(id), ADD FOREIGN KEY(supplier_id) REFERENCES suppliers(supplier_id);
ALTER TABLE users ADD PRIMARY KEY(id), ADD CONSTRAINT users_email_address_key UNIQUE(email_address), ADD FOREIGN KEY(supplier_id) REFERENCES suppliers(supplier_id);
CREATE INDEX ix_users_supplier_id ON users(supplier_id);
ALTER TABLE audit_events ADD PRIMARY KEY(id);
CREATE INDEX ix_audit_events_created_at ON audit_events(created_at);
CREATE INDEX ix_audit_events_object ON audit_events(object_type,object_id,type);
ALTER TABLE services ADD PRIMARY KEY(id), ADD UNIQUE(service_id), ADD FOREIGN KEY(supplier_id) REFERENCES suppliers(supplier_id);
ALTER TABLE briefs ADD PRIMARY KEY(id);
ALTER TABLE brief_users ADD PRIMARY KEY(brief_id,user_id), ADD FOREIGN KEY(brief_id) REFERENCES briefs(id), ADD FOREIGN KEY(user_id) REFERENCES users(id);
ALTER TABLE brief_responses ADD PRIMARY KEY(id), ADD FOREIGN KEY(brief_id) REFERENCES briefs(id), ADD FOREIGN KEY(supplier_id) REFERENCES suppliers(supplier_id);
CREATE VIEW active_buyers AS SELECT id,name,email_address FROM users WHERE active AND role='buyer';
COMMENT ON TABLE users IS E'People; with a semicolon\nand a new line';
COMMIT;
