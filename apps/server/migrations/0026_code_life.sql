-- Why: codes are ordered with or without a product, live by ranges of serials, and nothing of their life is forgotten.
set local lock_timeout = '5s';

alter table code_batch
  -- what its ranges cover: the quantity of own codes, the lines of the file of imported ones
  add column serials bigint,
  -- what is printed: mixed (https://HOST/C/…), upper (HTTPS://HOST/C/…) or gs1 (https://host/01/GTIN/21/…)
  add column url_form text not null default 'mixed',
  add column has_check_symbol boolean not null default false,
  -- copy marks are the serials from the quantity on, beyond every range; see code_mark
  add column marks_issued bigint not null default 0,
  add column created_by bigint,
  -- an order sent again, since no answer came, is one batch
  add column attempt_id uuid,
  add constraint code_batch__attempt unique (attempt_id);
update code_batch b set serials =
  (select coalesce(max(last_serial) + 1, 0) from code_range r where r.batch_id = b.batch_id);
alter table code_batch
  alter column serials set not null,
  add constraint code_batch__serials check (serials >= quantity),
  add constraint code_batch__url_form check (url_form in ('mixed', 'upper', 'gs1')),
  add constraint code_batch__marks check (marks_issued >= 0 and (source = 'own' or marks_issued = 0));

alter table code_range
  -- null: blank codes, whose product is told after printing and before activation
  alter column product_id drop not null,
  -- when a copy with these codes first left the house
  add column delivered_at timestamptz,
  -- an activation in the future is a plan: until then nothing is paid
  add constraint code_range__activated_at check (state <> 'activated' or activated_at is not null),
  add constraint code_range__product check (product_id is not null or activated_at is null);

-- Ranges never overlap (code_range__disjoint); together they hold every serial of their batch once.
-- Looked at when the transaction commits: a cut takes a range away before it gives back the parts.
create function code_range_refuse_holes() returns trigger language plpgsql as $$
declare
  asked integer := coalesce(new.batch_id, old.batch_id);
  wanted bigint;
  held numeric;
  lowest bigint;
begin
  select serials into wanted from code_batch where batch_id = asked;
  if not found then return null; end if;
  select coalesce(sum(last_serial - first_serial + 1), 0), coalesce(min(first_serial), 0)
    into held, lowest from code_range where batch_id = asked;
  if held <> wanted or lowest <> 0 then
    raise exception 'ranges of batch % hold % serials from % on, not % from 0 on',
      asked, held, lowest, wanted
      using errcode = 'check_violation', constraint = 'code_range__complete', table = 'code_range';
  end if;
  return null;
end $$;
-- A change of state moves no serial: ten thousand ranges frozen at once are not summed ten thousand times.
create constraint trigger code_range__complete
  after insert or delete or update of batch_id, first_serial, last_serial on code_range
  deferrable initially deferred for each row execute function code_range_refuse_holes();
create constraint trigger code_batch__complete
  after insert or update of serials on code_batch
  deferrable initially deferred for each row execute function code_range_refuse_holes();

-- Who did what to which serials, when and why. Only grows.
create table code_event (
  event_id bigint generated always as identity,
  batch_id integer not null,
  first_serial bigint not null,
  last_serial bigint not null,
  action text not null,
  details jsonb not null,
  reason text,
  -- null: done by the system, e.g. the end of an import
  staff_id bigint,
  created_at timestamptz not null,
  constraint code_event__event_id primary key (event_id),
  constraint code_event__batch foreign key (batch_id) references code_batch (batch_id)
);
create index code_event__batch_event on code_event (batch_id, event_id);
