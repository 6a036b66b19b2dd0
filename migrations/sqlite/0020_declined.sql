-- +goose Up

-- An application that the organiser said no to has ended, and nobody cancelled it.
ALTER TABLE registrations ADD COLUMN is_declined boolean NOT NULL DEFAULT false;
ALTER TABLE deed_changes ADD COLUMN is_declined boolean NOT NULL DEFAULT false;

UPDATE registrations SET is_declined = true
WHERE standing = 'withdrawn' AND confirmed_at IS NULL
    AND id IN (SELECT registration_id FROM messages WHERE kind = 'declined' AND state <> 'dropped');

CREATE INDEX registrations_declined ON registrations (event_id, id) WHERE is_declined;
