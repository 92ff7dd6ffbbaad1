-- Why: every print file leaves by a delivery that is known by name, and every copy can be told from the others.
set local lock_timeout = '5s';

create table code_delivery (
  delivery_id bigint generated always as identity,
  batch_id integer not null,
  first_serial bigint not null,
  last_serial bigint not null,
  -- only `print` is meant for the press: a scan of a mark of another copy is a leak
  purpose text not null,
  recipient text not null,
  note text not null,
  -- columns, encoding, images, sheets: PrintFormat of the contract
  format jsonb not null,
  -- sealed with a key outside the database; null: the file is not protected
  password_sealed bytea,
  -- SHA-256 of the link's token; null: fetched in the console only
  token_hash bytea,
  expires_at timestamptz not null,
  downloads_max integer not null,
  downloads_done integer not null default 0,
  revoked_at timestamptz,
  revoked_by bigint,
  revoke_reason text,
  first_fetched_at timestamptz,
  created_by bigint not null,
  created_at timestamptz not null,
  constraint code_delivery__delivery_id primary key (delivery_id),
  constraint code_delivery__batch foreign key (batch_id) references code_batch (batch_id),
  constraint code_delivery__token unique (token_hash),
  constraint code_delivery__purpose check (purpose in ('print', 'sample', 'archive')),
  constraint code_delivery__order check (first_serial >= 0 and last_serial >= first_serial),
  constraint code_delivery__downloads check (downloads_done between 0 and downloads_max)
);
create index code_delivery__batch on code_delivery (batch_id, delivery_id);

-- A serial that stands in one copy only, in the place of an ordinary one whose life it shares.
create table code_mark (
  batch_id integer not null,
  serial bigint not null,
  delivery_id bigint not null,
  stands_for bigint not null,
  constraint code_mark__batch_serial primary key (batch_id, serial),
  constraint code_mark__delivery foreign key (delivery_id) references code_delivery (delivery_id)
);
create index code_mark__delivery_place on code_mark (delivery_id, stands_for);

-- Every time a copy was taken, by whom and from where.
create table code_download (
  download_id bigint generated always as identity,
  delivery_id bigint not null,
  -- null: by the link, without an account
  staff_id bigint,
  address text not null,
  user_agent text not null,
  -- SHA-256 of the ticket under which it may be fetched again after a broken connection
  ticket_hash bytea,
  ticket_expires_at timestamptz,
  fetches integer not null default 0,
  bytes_sent bigint not null default 0,
  completed_at timestamptz,
  created_at timestamptz not null,
  constraint code_download__download_id primary key (download_id),
  constraint code_download__delivery foreign key (delivery_id) references code_delivery (delivery_id),
  constraint code_download__ticket unique (ticket_hash)
);
create index code_download__delivery_download on code_download (delivery_id, download_id);
