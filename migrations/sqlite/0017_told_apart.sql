-- +goose Up

-- Registrations that look like the same person's, and that an organiser has said
-- are not. The smaller id stands first.
CREATE TABLE told_apart (
    first_id   integer NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    second_id  integer NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    event_id   integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    created_at datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    PRIMARY KEY (first_id, second_id)
);
CREATE INDEX told_apart_by_second ON told_apart (second_id);
CREATE INDEX told_apart_by_event ON told_apart (event_id);
