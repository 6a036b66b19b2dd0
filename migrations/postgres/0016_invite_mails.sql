-- +goose Up

-- Which invites did not arrive, beside the mails to any number of participants.
CREATE INDEX messages_invites ON messages (event_id) WHERE kind IN ('invite', 'invite-reminder');
