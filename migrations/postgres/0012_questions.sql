-- +goose Up

-- Questions are part of the event. Answers lie with the registration, as JSON by
-- the id of the question; NULL is none. What is sensitive lies apart, so that it
-- is read only by who asks for it, and can be erased first.
ALTER TABLE events ADD COLUMN questions text;
ALTER TABLE registrations ADD COLUMN attendance text NOT NULL DEFAULT '' CHECK (attendance IN ('', 'on-site', 'online'));
ALTER TABLE registrations ADD COLUMN answers text;

CREATE TABLE sensitive_answers (
    registration_id bigint NOT NULL PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    answers         text NOT NULL,
    consented_at    timestamptz NOT NULL
);
