-- +goose Up

-- Lists of 100 000 participants are sorted and searched in an index. The key is
-- computed by the program like the others (event.SortKey).
ALTER TABLE registrations ADD COLUMN municipality_key text NOT NULL DEFAULT '';
UPDATE registrations SET municipality_key = lower(municipality);
CREATE INDEX registrations_by_municipality ON registrations (event_id, municipality_key, name_key, id);

-- Few mails fail, so this costs next to nothing.
CREATE INDEX messages_failed ON messages (event_id, registration_id) WHERE state = 'failed';
CREATE INDEX audit_entries_seen ON audit_entries (user_id, event_id, at) WHERE verb IN ('participants.seen', 'participant.seen');

-- A place beyond the capacity, because an organiser said so.
ALTER TABLE registrations ADD COLUMN is_extra boolean NOT NULL DEFAULT false;

-- What was done to several participants at once, and how each of them was before,
-- for as long as it can be undone.
CREATE TABLE deeds (
    id         integer PRIMARY KEY AUTOINCREMENT,
    event_id   integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    user_id    integer,
    kind       text NOT NULL,
    count      integer NOT NULL,
    confirmed  integer NOT NULL, -- how many had a place before
    created_at datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    undone_at  datetime CHECK (undone_at LIKE '%+00:00')
);
CREATE INDEX deeds_by_event ON deeds (event_id, id);

CREATE TABLE deed_changes (
    deed_id         integer NOT NULL REFERENCES deeds (id) ON DELETE CASCADE,
    registration_id integer NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    message_id      integer REFERENCES messages (id) ON DELETE CASCADE,
    standing        text NOT NULL,
    confirmed_at    datetime CHECK (confirmed_at LIKE '%+00:00'),
    cancelled_at    datetime CHECK (cancelled_at LIKE '%+00:00'),
    cancel_reason   text NOT NULL,
    arrived_at      datetime CHECK (arrived_at LIKE '%+00:00'),
    sequence        integer NOT NULL,
    is_extra        boolean NOT NULL,
    after           text NOT NULL, -- what the deed made of them: standing and sequence
    PRIMARY KEY (deed_id, registration_id)
);
CREATE INDEX deed_changes_by_registration ON deed_changes (registration_id);
CREATE INDEX deed_changes_by_message ON deed_changes (message_id);

-- Searching reads this index from end to end, and no row.
CREATE INDEX registrations_to_search ON registrations (event_id, standing, search_key);

-- What was written about a participant before it was changed, which goes when
-- they go.
CREATE TABLE registration_changes (
    id              integer PRIMARY KEY AUTOINCREMENT,
    registration_id integer NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    field           text NOT NULL,
    was             text NOT NULL,
    became          text NOT NULL,
    user_id         integer,
    who             text NOT NULL,
    created_at      datetime NOT NULL CHECK (created_at LIKE '%+00:00')
);
CREATE INDEX registration_changes_by_registration ON registration_changes (registration_id);

-- What the planner is to think of these tables: long lists, a few events. Without
-- it SQLite guesses wrongly which index narrows a list most, and these figures,
-- unlike those of a real ANALYZE, are the same before a rush and after it.
ANALYZE late_links;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('registrations', 'registrations_by_event', '100000 20000 14000 1'),
    ('registrations', 'registrations_to_search', '100000 20000 14000 1'),
    ('registrations', 'registrations_by_name', '100000 20000 1 1'),
    ('registrations', 'registrations_by_employer', '100000 20000 360 1 1'),
    ('registrations', 'registrations_by_municipality', '100000 20000 290 1 1'),
    ('registrations', 'registrations_by_moment', '100000 20000 2 1 1'),
    ('registrations', 'registrations_withdrawn', '5000 1000 1'),
    ('registrations', 'registrations_promoted', '2000 400 1'),
    ('registrations', 'registrations_by_address', '100000 1'),
    ('registrations', 'registrations_live_address', '90000 18000 1'),
    ('registrations', 'sqlite_autoindex_registrations_1', '100000 1'),
    ('messages', 'messages_by_event', '100000 20000'),
    ('messages', 'messages_by_registration', '100000 1'),
    ('messages', 'messages_due', '500 1'),
    ('messages', 'messages_failed', '200 100 1'),
    ('messages', 'sqlite_autoindex_messages_1', '100000 1');
ANALYZE sqlite_schema;
