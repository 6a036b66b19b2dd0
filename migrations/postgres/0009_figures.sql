-- +goose Up

-- What the overview and the statistics of organisers ask for: sign-ups and
-- withdrawals in the order of time, people who moved up, mails that failed, and
-- mails that went to all participants at once. The last four are short.
CREATE INDEX registrations_by_moment ON registrations (event_id, created_at, standing, confirmed_at);
CREATE INDEX registrations_withdrawn ON registrations (event_id, cancelled_at) WHERE cancelled_at IS NOT NULL;
CREATE INDEX registrations_promoted ON registrations (event_id, confirmed_at) WHERE confirmed_at > created_at;
CREATE INDEX messages_to_all ON messages (event_id, kind, created_at) WHERE kind IN ('event-changed', 'event-cancelled');
