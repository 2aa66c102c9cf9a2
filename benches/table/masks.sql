-- The masks of rules/masks.yaml as SQL, for the old way: restore, clean, dump again.
TRUNCATE audit_events;
UPDATE users SET
  name = 'Person ' || left(md5(name), 8),
  email_address = md5(email_address) || '@example.com',
  phone_number = CASE WHEN phone_number IS NOT NULL THEN '07000000000' END;
UPDATE contact_information SET
  contact_name = 'Person ' || left(md5(contact_name), 8),
  email = md5(email) || '@example.com',
  phone_number = CASE WHEN phone_number IS NOT NULL THEN '07000000000' END,
  address1 = '1 Street';
