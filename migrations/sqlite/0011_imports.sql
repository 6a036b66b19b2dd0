-- +goose Up

-- Lists of people that organisers bring, while they look at what would become of
-- them. They are erased a day later. Lists are JSON; NULL is an empty one.
CREATE TABLE imports (
    id           integer PRIMARY KEY AUTOINCREMENT,
    event_id     integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    user_id      integer,
    rows         text,
    has_headings boolean NOT NULL,
    fields       text,
    next         integer NOT NULL,
    lines        text,
    counts       text,
    created_at   datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    done_at      datetime CHECK (done_at LIKE '%+00:00')
);
CREATE INDEX imports_by_event ON imports (event_id);
CREATE INDEX imports_by_age ON imports (created_at);

-- How many have arrived is counted at every check-in.
CREATE INDEX registrations_arrived ON registrations (event_id, standing) WHERE arrived_at IS NOT NULL;
