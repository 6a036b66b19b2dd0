-- +goose Up

-- Which invites did not arrive, beside the mails to any number of participants.
CREATE INDEX messages_invites ON messages (event_id) WHERE kind IN ('invite', 'invite-reminder');

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('messages', 'messages_invites', '1000 50');
ANALYZE sqlite_schema;
