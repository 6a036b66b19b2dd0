-- +goose Up

-- An entry is known by its organisation and number alone: a column that no seal
-- covers could be changed without anybody noticing.
CREATE TABLE audit_entries_sealed (
    organisation_id integer NOT NULL REFERENCES organisations (id),
    number          integer NOT NULL,
    at              datetime NOT NULL CHECK (at LIKE '%+00:00'),
    user_id         integer,
    who             text NOT NULL,
    verb            text NOT NULL,
    event_id        integer,
    registration_id integer,
    detail          text NOT NULL,
    seal            text NOT NULL,
    PRIMARY KEY (organisation_id, number)
);
INSERT INTO audit_entries_sealed
SELECT organisation_id, number, at, user_id, who, verb, event_id, registration_id, detail, seal FROM audit_entries;
DROP TABLE audit_entries;
ALTER TABLE audit_entries_sealed RENAME TO audit_entries;
CREATE INDEX audit_entries_by_event ON audit_entries (event_id, number);
CREATE INDEX audit_entries_by_registration ON audit_entries (registration_id, number);
CREATE INDEX audit_entries_by_user ON audit_entries (organisation_id, user_id, number);
CREATE INDEX audit_entries_by_verb ON audit_entries (organisation_id, verb, number);
-- +goose StatementBegin
CREATE TRIGGER audit_entries_unchanged BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- +goose StatementEnd

-- Where each log ends, marked with the installation's key, so that a log whose
-- last entries were cut off can be told from a short one.
CREATE TABLE audit_heads (
    organisation_id integer PRIMARY KEY REFERENCES organisations (id),
    number          integer NOT NULL,
    seal            text NOT NULL,
    mark            text NOT NULL
);
