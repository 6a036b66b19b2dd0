-- +goose Up

-- Gates, waiting and choices of an event. What is JSON is read and written whole.
ALTER TABLE events ADD COLUMN on_site_way text NOT NULL DEFAULT '{}';
ALTER TABLE events ADD COLUMN online_way text NOT NULL DEFAULT '{}';
ALTER TABLE events ADD COLUMN categories text;
ALTER TABLE events ADD COLUMN choices text;
ALTER TABLE events ADD COLUMN group_max integer NOT NULL DEFAULT 20 CHECK (group_max >= 0);
ALTER TABLE events ADD COLUMN needs_approval boolean NOT NULL DEFAULT false;
ALTER TABLE events ADD COLUMN verify_hours integer NOT NULL DEFAULT 0 CHECK (verify_hours >= 0);
ALTER TABLE events ADD COLUMN invite_only boolean NOT NULL DEFAULT false;
ALTER TABLE events ADD COLUMN unlisted boolean NOT NULL DEFAULT false;
ALTER TABLE events ADD COLUMN change_by datetime CHECK (change_by LIKE '%+00:00');
ALTER TABLE events ADD COLUMN cancel_by datetime CHECK (cancel_by LIKE '%+00:00');
ALTER TABLE events ADD COLUMN offer_hours integer NOT NULL DEFAULT 0 CHECK (offer_hours >= 0);

ALTER TABLE sessions ADD COLUMN session_key text NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN capacity integer NOT NULL DEFAULT 0 CHECK (capacity >= 0);
ALTER TABLE sessions ADD COLUMN choice text;

CREATE TABLE registration_groups (
    id         integer PRIMARY KEY AUTOINCREMENT,
    event_id   integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name       text NOT NULL,
    email      text NOT NULL,
    language   text NOT NULL,
    generation integer NOT NULL,
    together   boolean NOT NULL,
    created_at datetime NOT NULL CHECK (created_at LIKE '%+00:00')
);
CREATE INDEX registration_groups_by_event ON registration_groups (event_id);

CREATE TABLE invites (
    id          integer PRIMARY KEY AUTOINCREMENT,
    event_id    integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name        text NOT NULL,
    email       text NOT NULL,
    code        text NOT NULL,
    uses        integer NOT NULL CHECK (uses >= 0),
    expires_at  datetime CHECK (expires_at LIKE '%+00:00'),
    created_at  datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    sent_at     datetime CHECK (sent_at LIKE '%+00:00'),
    reminded_at datetime CHECK (reminded_at LIKE '%+00:00'),
    revoked_at  datetime CHECK (revoked_at LIKE '%+00:00'),
    UNIQUE (event_id, code)
);

-- Who applies has no place yet and does not wait for one: the organiser decides.
-- SQLite has no statement that changes a CHECK: this is the way its documentation
-- of ALTER TABLE gives for changes that do not touch what is stored.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'standing IN (''confirmed'', ''waiting'', ''withdrawn'')',
    'standing IN (''confirmed'', ''waiting'', ''applied'', ''withdrawn'')')
    WHERE type = 'table' AND name = 'registrations';
PRAGMA writable_schema = RESET;
ALTER TABLE registrations ADD COLUMN category text NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN invite_id integer REFERENCES invites (id);
ALTER TABLE registrations ADD COLUMN group_id integer REFERENCES registration_groups (id);
ALTER TABLE registrations ADD COLUMN together boolean NOT NULL DEFAULT false;
ALTER TABLE registrations ADD COLUMN verify_by datetime CHECK (verify_by LIKE '%+00:00');
ALTER TABLE registrations ADD COLUMN offer_until datetime CHECK (offer_until LIKE '%+00:00');
-- Places are counted here alone: by how people come and who they are.
CREATE INDEX registrations_places ON registrations (event_id, standing, attendance, category, together, offer_until);
CREATE INDEX registrations_by_group ON registrations (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX registrations_by_invite ON registrations (invite_id) WHERE invite_id IS NOT NULL;
CREATE INDEX registrations_unverified ON registrations (verify_by) WHERE verify_by IS NOT NULL;
CREATE INDEX registrations_offered ON registrations (offer_until) WHERE offer_until IS NOT NULL;

ALTER TABLE deed_changes ADD COLUMN offer_until datetime CHECK (offer_until LIKE '%+00:00');
ALTER TABLE deed_changes ADD COLUMN verify_by datetime CHECK (verify_by LIKE '%+00:00');

CREATE TABLE session_choices (
    id              integer PRIMARY KEY AUTOINCREMENT,
    event_id        integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    registration_id integer NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    session         text NOT NULL,
    standing        text NOT NULL CHECK (standing IN ('confirmed', 'waiting', 'applied', 'withdrawn')),
    created_at      datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    confirmed_at    datetime CHECK (confirmed_at LIKE '%+00:00'),
    UNIQUE (registration_id, session)
);
CREATE INDEX session_choices_places ON session_choices (event_id, session, standing, id);

ALTER TABLE receipts ADD COLUMN verify_by datetime CHECK (verify_by LIKE '%+00:00');
ALTER TABLE receipts ADD COLUMN registration_id integer REFERENCES registrations (id) ON DELETE CASCADE;
ALTER TABLE receipts ADD COLUMN group_id integer REFERENCES registration_groups (id) ON DELETE CASCADE;
ALTER TABLE receipts ADD COLUMN signup text;
ALTER TABLE receipts ADD COLUMN people text;
ALTER TABLE receipts ADD COLUMN corrections integer NOT NULL DEFAULT 0;
CREATE INDEX receipts_by_registration ON receipts (registration_id) WHERE registration_id IS NOT NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('registrations', 'registrations_places', '100000 20000 14000 14000 14000 14000 14000'),
    ('registrations', 'registrations_by_group', '1000 5'),
    ('registrations', 'registrations_by_invite', '1000 2'),
    ('registrations', 'registrations_unverified', '100 1'),
    ('registrations', 'registrations_offered', '100 1');
ANALYZE sqlite_schema;
