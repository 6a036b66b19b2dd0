-- +goose Up

-- Keys by which long lists of participants are searched and sorted. They are
-- computed by the program (event.SortKey), so that both databases agree.
ALTER TABLE registrations ADD COLUMN name_key text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN organisation_key text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN search_key text COLLATE "C" NOT NULL DEFAULT '';
UPDATE registrations SET name_key = lower(name), organisation_key = lower(organisation),
    search_key = lower(name || ' ' || email || ' ' || organisation || ' ' || role || ' ' || municipality || ' ' || reference);

CREATE INDEX registrations_by_name ON registrations (event_id, name_key, id);
CREATE INDEX registrations_by_employer ON registrations (event_id, organisation_key, name_key, id);
