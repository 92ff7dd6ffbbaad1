-- Ranges of serials of one batch must not overlap; the exclusion constraints that say so need
-- plain equality inside a GiST index.
create extension if not exists btree_gist;
