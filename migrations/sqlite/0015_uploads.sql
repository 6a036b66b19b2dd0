-- +goose Up

-- Files that people send as answers. One without a registration goes after a day,
-- and so does one whose registration or event is gone: the row stays until then,
-- for it says which file to remove.
CREATE TABLE uploads (
    id              integer PRIMARY KEY AUTOINCREMENT,
    event_id        integer REFERENCES events (id) ON DELETE SET NULL,
    registration_id integer REFERENCES registrations (id) ON DELETE SET NULL,
    question        text NOT NULL,
    name            text NOT NULL,
    file            text NOT NULL,
    size            integer NOT NULL CHECK (size > 0),
    created_at      datetime NOT NULL CHECK (created_at LIKE '%+00:00')
);
CREATE INDEX uploads_by_event ON uploads (event_id);
CREATE INDEX uploads_by_registration ON uploads (registration_id) WHERE registration_id IS NOT NULL;
CREATE INDEX uploads_unclaimed ON uploads (created_at) WHERE registration_id IS NULL;
