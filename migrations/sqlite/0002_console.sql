-- +goose Up

-- Organisers, what they may do, and what they did. Nothing here opens a door:
-- links, codes and secrets are computed from the installation's key, and the
-- tokens of browsers are kept as hashes.

CREATE TABLE users (
    id              integer PRIMARY KEY AUTOINCREMENT,
    email           text NOT NULL,
    email_normal    text NOT NULL UNIQUE,
    name            text NOT NULL,
    language        text NOT NULL CHECK (language IN ('sv', 'en')),
    scheme          text NOT NULL CHECK (scheme IN ('', 'light', 'dark')),
    is_operator     boolean NOT NULL,
    password_hash   text NOT NULL,
    created_at      datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    signed_in_at    datetime CHECK (signed_in_at LIKE '%+00:00')
);

-- A role in a whole organisation, or for one of its events.
CREATE TABLE members (
    id              integer PRIMARY KEY AUTOINCREMENT,
    user_id         integer NOT NULL REFERENCES users (id),
    organisation_id integer NOT NULL REFERENCES organisations (id),
    event_id        integer REFERENCES events (id) ON DELETE CASCADE,
    role            text NOT NULL CHECK (role IN ('administrator', 'organiser', 'reader', 'door')),
    created_at      datetime NOT NULL CHECK (created_at LIKE '%+00:00')
);
CREATE UNIQUE INDEX members_once ON members (user_id, organisation_id, coalesce(event_id, 0));
CREATE INDEX members_by_organisation ON members (organisation_id);

-- One browser that is signed in.
CREATE TABLE signins (
    id         integer PRIMARY KEY AUTOINCREMENT,
    token_hash text NOT NULL UNIQUE,
    user_id    integer NOT NULL REFERENCES users (id),
    agent      text NOT NULL,
    method     text NOT NULL,
    created_at datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    seen_at    datetime NOT NULL CHECK (seen_at LIKE '%+00:00')
);
CREATE INDEX signins_by_user ON signins (user_id);

-- What can be done once and not for long: the first start, a sign-in by mail, an
-- invitation, half a sign-in.
CREATE TABLE tickets (
    id              integer PRIMARY KEY AUTOINCREMENT,
    kind            text NOT NULL,
    user_id         integer REFERENCES users (id),
    organisation_id integer REFERENCES organisations (id),
    event_id        integer REFERENCES events (id) ON DELETE CASCADE,
    email           text NOT NULL,
    role            text NOT NULL,
    data            text NOT NULL,
    created_at      datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    expires_at      datetime NOT NULL CHECK (expires_at LIKE '%+00:00'),
    used_at         datetime CHECK (used_at LIKE '%+00:00')
);
CREATE INDEX tickets_by_age ON tickets (expires_at);
CREATE INDEX tickets_by_organisation ON tickets (organisation_id);

-- Failed and asked-for sign-ins, to slow down whoever guesses, on every process.
CREATE TABLE attempts (
    id   integer PRIMARY KEY AUTOINCREMENT,
    kind text NOT NULL,
    who  text NOT NULL,
    at   datetime NOT NULL CHECK (at LIKE '%+00:00')
);
CREATE INDEX attempts_by_who ON attempts (kind, who, at);
CREATE INDEX attempts_by_age ON attempts (at);

-- Each entry seals the one before it. Nobody changes or removes one.
CREATE TABLE audit_entries (
    id              integer PRIMARY KEY AUTOINCREMENT,
    organisation_id integer NOT NULL REFERENCES organisations (id),
    number          integer NOT NULL,
    at              datetime NOT NULL CHECK (at LIKE '%+00:00'),
    user_id         integer,
    who             text NOT NULL,
    verb            text NOT NULL,
    event_id        integer,
    registration_id integer,
    detail          text NOT NULL,
    seal            text NOT NULL,
    UNIQUE (organisation_id, number)
);
CREATE INDEX audit_entries_by_event ON audit_entries (event_id, id);
CREATE INDEX audit_entries_by_registration ON audit_entries (registration_id, id);
-- +goose StatementBegin
CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- +goose StatementEnd

-- What an event was after each save, as an event file.
CREATE TABLE event_versions (
    id         integer PRIMARY KEY AUTOINCREMENT,
    event_id   integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    version    integer NOT NULL,
    text       text NOT NULL,
    user_id    integer,
    who        text NOT NULL,
    created_at datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    UNIQUE (event_id, version)
);

ALTER TABLE events ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE events ADD COLUMN preview integer NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN publish_at datetime CHECK (publish_at LIKE '%+00:00');
ALTER TABLE events ADD COLUMN archived_at datetime CHECK (archived_at LIKE '%+00:00');
ALTER TABLE events ADD COLUMN privacy_text text NOT NULL DEFAULT '';
CREATE INDEX events_to_publish ON events (publish_at) WHERE publish_at IS NOT NULL;

ALTER TABLE organisations ADD COLUMN logo text NOT NULL DEFAULT '';
ALTER TABLE organisations ADD COLUMN logo_dark text NOT NULL DEFAULT '';

ALTER TABLE registrations ADD COLUMN arrived_at datetime CHECK (arrived_at LIKE '%+00:00');
