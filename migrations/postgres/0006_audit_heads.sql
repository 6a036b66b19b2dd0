-- +goose Up

-- An entry is known by its organisation and number alone: a column that no seal
-- covers could be changed without anybody noticing.
ALTER TABLE audit_entries DROP COLUMN id;
ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_organisation_id_number_key;
ALTER TABLE audit_entries ADD PRIMARY KEY (organisation_id, number);
CREATE INDEX audit_entries_by_event ON audit_entries (event_id, number);
CREATE INDEX audit_entries_by_registration ON audit_entries (registration_id, number);
CREATE INDEX audit_entries_by_user ON audit_entries (organisation_id, user_id, number);
CREATE INDEX audit_entries_by_verb ON audit_entries (organisation_id, verb, number);

-- Where each log ends, marked with the installation's key, so that a log whose
-- last entries were cut off can be told from a short one.
CREATE TABLE audit_heads (
    organisation_id bigint PRIMARY KEY REFERENCES organisations (id),
    number          bigint NOT NULL,
    seal            text NOT NULL,
    mark            text NOT NULL
);
