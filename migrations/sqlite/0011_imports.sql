-- +goose Up

-- How many have arrived is counted at every check-in.
CREATE INDEX registrations_arrived ON registrations (event_id, standing) WHERE arrived_at IS NOT NULL;
