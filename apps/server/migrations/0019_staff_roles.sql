-- Why: several people at head office, of whom not everyone may do everything.
set local lock_timeout = '5s';

-- Whoever was there before made the house: an administrator.
alter table staff add column role text not null default 'administrator';
alter table staff alter column role drop default;
alter table staff
  add column display_name text not null default '',
  -- an invited colleague chooses a password by a one-time link; until then there is none
  alter column password_hash drop not null,
  add column invitation_hash bytea,
  add column invitation_expires_at timestamptz,
  add column last_signed_in_at timestamptz,
  add constraint staff__role check (role in ('administrator', 'operator')),
  add constraint staff__invitation unique (invitation_hash);

create index audit_log__created_at on audit_log (created_at, audit_id);
create index audit_log__staff on audit_log (staff_id, created_at, audit_id);
