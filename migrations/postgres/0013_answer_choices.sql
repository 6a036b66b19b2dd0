-- +goose Up

-- Answers to questions with choices once more, apart from those to sensitive
-- questions: lists of 100 000 participants are narrowed and answers are counted
-- in an index. The program writes them with the registration.
CREATE TABLE answer_choices (
    event_id        bigint NOT NULL,
    question        text NOT NULL,
    choice          text NOT NULL,
    registration_id bigint NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    PRIMARY KEY (event_id, question, choice, registration_id)
);
CREATE INDEX answer_choices_by_registration ON answer_choices (registration_id);

INSERT INTO answer_choices (event_id, question, choice, registration_id)
    SELECT DISTINCT r.event_id, q ->> 'id', c, r.id
    FROM registrations r
    JOIN events e ON e.id = r.event_id
    CROSS JOIN LATERAL jsonb_array_elements(CASE WHEN e.questions LIKE '[%' THEN e.questions::jsonb ELSE '[]' END) q
    CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(r.answers::jsonb -> (q ->> 'id'), '[]')) c
    WHERE r.answers IS NOT NULL AND q ->> 'kind' IN ('one', 'several', 'yes-no', 'consent')
        AND coalesce((q ->> 'sensitive')::boolean, false) = false;
