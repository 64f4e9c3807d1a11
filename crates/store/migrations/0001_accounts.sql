-- Accounts. `number` is never given twice, so an account that was deleted and imported again is another one.
-- `version`, `name` and `owner_email` follow the events and change in the transaction that appends them.
CREATE TABLE accounts (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    owner_email TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    created_at  INTEGER NOT NULL -- milliseconds since 1970, as every time here
) STRICT;

-- What happened. The key is the guard against two writers that both append after the same version.
CREATE TABLE events (
    account INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    record  TEXT    NOT NULL, -- the whole record as JSON
    PRIMARY KEY (account, version)
) STRICT;

-- The newest stored state of an account: what the events up to `version` add up to. Can be deleted at any time.
CREATE TABLE snapshots (
    account INTEGER PRIMARY KEY REFERENCES accounts (number) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    state   TEXT    NOT NULL
) STRICT;

-- Browser sessions. Whoever reads this table can't take one over: it holds the token's SHA-256 only.
CREATE TABLE sessions (
    token_hash BLOB    PRIMARY KEY,
    account    INTEGER NOT NULL REFERENCES accounts (number) ON DELETE CASCADE,
    persona    TEXT    NOT NULL, -- the identity as JSON
    shell      TEXT,             -- the shell's own text
    started_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_use ON sessions (used_at);
