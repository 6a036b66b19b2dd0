-- +goose Up

-- Whom a sender named, and what they were told. Where the address had a
-- registration before, there is none of the group's own: the sender must not learn
-- that, so the row says what a newcomer would have got.
CREATE TABLE group_people (
    id              integer PRIMARY KEY AUTOINCREMENT,
    group_id        integer NOT NULL REFERENCES registration_groups (id) ON DELETE CASCADE,
    registration_id integer REFERENCES registrations (id) ON DELETE CASCADE,
    name            text NOT NULL,
    email           text NOT NULL,
    attendance      text NOT NULL,
    category        text NOT NULL,
    standing        text NOT NULL CHECK (standing IN ('confirmed', 'waiting', 'applied')),
    verify_by       datetime CHECK (verify_by LIKE '%+00:00'),
    created_at      datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    cancelled_at    datetime CHECK (cancelled_at LIKE '%+00:00')
);
CREATE INDEX group_people_by_group ON group_people (group_id);
CREATE INDEX group_people_by_registration ON group_people (registration_id) WHERE registration_id IS NOT NULL;
