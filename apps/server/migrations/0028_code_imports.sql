-- Why: a file of foreign codes is looked at, its columns named and its codes counted before one is stored;
-- what is stored goes in the order of the index.
set local lock_timeout = '5s';

alter table code_import
  alter column product_id drop not null,
  -- what the file is: kind, encoding, delimiter, columns (ImportSource of the contract); null until looked at
  add column source jsonb,
  -- which column, from which line, in which encoding (ImportMapping of the contract)
  add column mapping jsonb,
  -- only counted, or stored as well
  add column wanted text not null default 'import',
  -- of the sorted buckets of hashes: how many are compared (wanted = check) or stored
  add column buckets_done integer not null default 0,
  add column staff_id bigint,
  drop constraint code_import__state;
-- Imports of the old kind cannot be taken further; what they had accepted keeps its range void.
update code_range r set state = 'void'
  from code_import i
  where i.batch_id = r.batch_id and r.state = 'importing'
    and i.state in ('receiving', 'waiting', 'running');
update code_import set state = 'failed', failure = '升级后请重新上传 Upload again after the update'
  where state in ('receiving', 'waiting', 'running');
alter table code_import
  add constraint code_import__wanted check (wanted in ('check', 'import')),
  add constraint code_import__state check (state in
    ('receiving', 'received', 'waiting', 'reading', 'comparing', 'checked', 'storing',
     'done', 'cancelled', 'failed'));

-- Written by the import itself, many thousands at a time: asking for the import at each cost half of them.
alter table code_import_rejection drop constraint code_import_rejection__import;
