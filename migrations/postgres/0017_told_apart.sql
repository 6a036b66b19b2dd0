-- +goose Up

-- Registrations that look like the same person's, and that an organiser has said
-- are not. The smaller id stands first.
CREATE TABLE told_apart (
    first_id   bigint NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    second_id  bigint NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    event_id   bigint NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (first_id, second_id)
);
CREATE INDEX told_apart_by_second ON told_apart (second_id);
CREATE INDEX told_apart_by_event ON told_apart (event_id);
