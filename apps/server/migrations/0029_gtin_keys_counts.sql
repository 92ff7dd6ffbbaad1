-- Why: a product is known to tills by its GTIN; keys of codes can be followed by newer ones; a batch tells how
-- often it was scanned.
set local lock_timeout = '5s';

-- GTIN-14, shorter ones with zeros in front; GS1 General Specifications §7.9.
alter table product add column gtin text,
  add constraint product__gtin_digits check (gtin ~ '^[0-9]{14}$');
create unique index product__gtin on product (gtin) where archived_at is null;

-- Codes of a retired version are read no more.
alter table key_version add column retired_at timestamptz;

-- Scans of a batch by outcome; kept by what writes the scan log, off the claim's way.
create table batch_scan_count (
  batch_id integer not null,
  outcome text not null,
  scans bigint not null,
  constraint batch_scan_count__batch_outcome primary key (batch_id, outcome)
);
