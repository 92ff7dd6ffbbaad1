-- Why: own codes need no row (they are encrypted batch and serial); imported ones are kept as keyed hashes only.
set local lock_timeout = '5s';

create table code_batch (
  batch_id integer generated always as identity,
  source text not null,
  quantity bigint not null,
  code_length integer,
  key_version integer not null,
  note text not null,
  created_at timestamptz not null,
  constraint code_batch__batch_id primary key (batch_id),
  constraint code_batch__source check (source in ('own', 'imported')),
  constraint code_batch__quantity check (quantity >= 0),
  constraint code_batch__own_length check ((source = 'own') = (code_length is not null)),
  constraint code_batch__length check (code_length in (12, 14, 16, 18, 20)),
  constraint code_batch__key_version foreign key (key_version) references key_version (key_version)
);

-- The life of codes goes by ranges of serials. A batch starts as one range; the database forbids two
-- ranges to share a serial.
create table code_range (
  batch_id integer not null,
  first_serial bigint not null,
  last_serial bigint not null,
  product_id bigint not null,
  state text not null,
  activated_at timestamptz,
  constraint code_range__batch_first primary key (batch_id, first_serial),
  constraint code_range__batch foreign key (batch_id) references code_batch (batch_id),
  constraint code_range__order check (first_serial >= 0 and last_serial >= first_serial),
  constraint code_range__state check (state in ('importing', 'minted', 'activated', 'frozen', 'void')),
  constraint code_range__disjoint exclude using gist
    (batch_id with =, int8range(first_serial, last_serial, '[]') with &&)
);
create index code_range__product_id on code_range (product_id);

-- HMAC-SHA-256 of the printed text, cut to 128 bits. The serial is the line number in the file, from 0.
create table imported_code (
  code_hash uuid not null,
  batch_id integer not null,
  serial bigint not null,
  constraint imported_code__code_hash primary key (code_hash)
);

create table code_import (
  import_id bigint generated always as identity,
  batch_id integer not null,
  product_id bigint not null,
  -- what the uploader called it; on our disk it is imports/<import_id>
  file_name text not null,
  state text not null,
  file_bytes bigint not null default 0,
  bytes_done bigint not null default 0,
  lines_read bigint not null default 0,
  accepted bigint not null default 0,
  duplicate_in_file bigint not null default 0,
  duplicate_in_database bigint not null default 0,
  malformed bigint not null default 0,
  cancel_requested boolean not null default false,
  failure text,
  started_at timestamptz not null,
  finished_at timestamptz,
  constraint code_import__import_id primary key (import_id),
  constraint code_import__batch foreign key (batch_id) references code_batch (batch_id),
  constraint code_import__batch_id unique (batch_id),
  constraint code_import__state check
    (state in ('receiving', 'waiting', 'running', 'done', 'cancelled', 'failed'))
);

-- Line numbers and reasons, never the text: a refused line may still be somebody's code.
create table code_import_rejection (
  import_id bigint not null,
  line_number bigint not null,
  reason text not null,
  constraint code_import_rejection__import_line primary key (import_id, line_number),
  constraint code_import_rejection__import foreign key (import_id) references code_import (import_id)
);
