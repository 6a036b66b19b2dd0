-- +goose Up

-- What users sign in with beside their mailbox. The secret of an app is computed
-- from the installation's key, recovery codes are hashes, and passkeys are
-- public keys.

CREATE TABLE totps (
    user_id      integer PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    generation   integer NOT NULL,
    last_step    integer NOT NULL,
    confirmed_at datetime CHECK (confirmed_at LIKE '%+00:00')
);

CREATE TABLE recovery_codes (
    id      integer PRIMARY KEY AUTOINCREMENT,
    user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash    text NOT NULL,
    UNIQUE (user_id, hash)
);

CREATE TABLE passkeys (
    id            integer PRIMARY KEY AUTOINCREMENT,
    user_id       integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name          text NOT NULL,
    credential_id text NOT NULL UNIQUE,
    record        text NOT NULL,
    created_at    datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    used_at       datetime CHECK (used_at LIKE '%+00:00')
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);
