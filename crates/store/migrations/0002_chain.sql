-- Each event's hash covers the event and the hash before it; `head` is that of the newest. An event that was altered,
-- removed or moved doesn't fit any more. Empty: written before there was a chain; the program fills it in.
ALTER TABLE events ADD COLUMN hash BLOB NOT NULL DEFAULT x'';
ALTER TABLE accounts ADD COLUMN head BLOB NOT NULL DEFAULT x'';
