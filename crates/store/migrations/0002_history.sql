-- Each event's hash covers the event and the hash before it; `head` is that of the newest. An event that was altered,
-- removed or moved doesn't fit any more. Empty: written before there was a chain; the program fills it in.
ALTER TABLE events ADD COLUMN hash BLOB NOT NULL DEFAULT x'';
ALTER TABLE accounts ADD COLUMN head BLOB NOT NULL DEFAULT x'';

-- A fork is of the family of the account that it was forked from: the number of the first one. Null: of its own.
ALTER TABLE accounts ADD COLUMN family INTEGER;
CREATE INDEX accounts_by_family ON accounts (coalesce(family, number));
