-- +goose Up

-- Answers to questions with choices once more, apart from those to sensitive
-- questions: lists of 100 000 participants are narrowed and answers are counted
-- in an index. The program writes them with the registration.
CREATE TABLE answer_choices (
    event_id        integer NOT NULL,
    question        text NOT NULL,
    choice          text NOT NULL,
    registration_id integer NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    PRIMARY KEY (event_id, question, choice, registration_id)
) WITHOUT ROWID;
CREATE INDEX answer_choices_by_registration ON answer_choices (registration_id);

INSERT INTO answer_choices (event_id, question, choice, registration_id)
    SELECT DISTINCT r.event_id, a.key, c.value, r.id
    FROM registrations r
    JOIN events e ON e.id = r.event_id
    JOIN json_each(e.questions) q
    JOIN json_each(r.answers) a ON a.key = json_extract(q.value, '$.id')
    JOIN json_each(a.value) c
    WHERE json_extract(q.value, '$.kind') IN ('one', 'several', 'yes-no', 'consent')
        AND coalesce(json_extract(q.value, '$.sensitive'), 0) = 0;
