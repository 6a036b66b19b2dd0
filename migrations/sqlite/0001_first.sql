-- +goose Up

-- Times are text in UTC. A time with any other offset would compare wrongly, so
-- every such column refuses it. Lists are JSON; NULL is an empty one.

CREATE TABLE organisations (
    id            integer PRIMARY KEY AUTOINCREMENT,
    slug          text NOT NULL UNIQUE,
    name          text NOT NULL,
    address_lines text,
    number        text NOT NULL,
    email         text NOT NULL,
    phone         text NOT NULL,
    website       text NOT NULL,
    colour        text NOT NULL,
    privacy_text  text NOT NULL,
    created_at    datetime NOT NULL CHECK (created_at LIKE '%+00:00')
);

CREATE TABLE events (
    id                 integer PRIMARY KEY AUTOINCREMENT,
    organisation_id    integer NOT NULL REFERENCES organisations (id),
    slug               text NOT NULL UNIQUE,
    title              text NOT NULL,
    lead               text NOT NULL,
    body               text NOT NULL,
    kind               text NOT NULL,
    language           text NOT NULL CHECK (language IN ('sv', 'en')),
    zone               text NOT NULL,
    starts_at          datetime NOT NULL CHECK (starts_at LIKE '%+00:00'),
    ends_at            datetime NOT NULL CHECK (ends_at LIKE '%+00:00'),
    time_text          text NOT NULL,
    attendance         text NOT NULL CHECK (attendance IN ('on-site', 'online', 'both')),
    place_name         text NOT NULL,
    place_address      text NOT NULL,
    join_url           text NOT NULL,
    free               boolean NOT NULL,
    cost_text          text NOT NULL,
    target_group       text NOT NULL,
    languages          text NOT NULL,
    opens_at           datetime CHECK (opens_at LIKE '%+00:00'),
    closes_at          datetime NOT NULL CHECK (closes_at LIKE '%+00:00'),
    capacity           integer NOT NULL CHECK (capacity >= 0),
    has_waiting_list   boolean NOT NULL,
    waiting_list_stops integer NOT NULL CHECK (waiting_list_stops >= 0),
    image              text NOT NULL,
    image_alt          text NOT NULL,
    image_credit       text NOT NULL,
    image_width        integer NOT NULL,
    image_height       integer NOT NULL,
    contact            text NOT NULL,
    partners           text,
    accessibility      text,
    access_text        text NOT NULL,
    practical          text,
    texts              text NOT NULL,
    case_number        text NOT NULL,
    retention_days     integer NOT NULL CHECK (retention_days >= 0),
    status             text NOT NULL CHECK (status IN ('draft', 'published', 'cancelled')),
    cancel_reason      text NOT NULL,
    cancelled_at       datetime CHECK (cancelled_at LIKE '%+00:00'),
    created_at         datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    content_changed_at datetime NOT NULL CHECK (content_changed_at LIKE '%+00:00'),
    CHECK (image = '' OR image_alt <> ''),
    CHECK (starts_at < ends_at)
);
CREATE INDEX events_by_start ON events (status, starts_at);
CREATE INDEX events_by_organisation ON events (organisation_id);

CREATE TABLE speakers (
    id           integer PRIMARY KEY AUTOINCREMENT,
    event_id     integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    position     integer NOT NULL,
    name         text NOT NULL,
    title        text NOT NULL,
    organisation text NOT NULL,
    text         text NOT NULL,
    photo        text NOT NULL,
    UNIQUE (event_id, position)
);

CREATE TABLE sessions (
    id        integer PRIMARY KEY AUTOINCREMENT,
    event_id  integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    parent_id integer REFERENCES sessions (id) ON DELETE CASCADE,
    position  integer NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('talk', 'heading', 'break')),
    title     text NOT NULL,
    text      text NOT NULL,
    starts_at datetime CHECK (starts_at LIKE '%+00:00'),
    ends_at   datetime CHECK (ends_at LIKE '%+00:00'),
    room      text NOT NULL
);
CREATE INDEX sessions_by_event ON sessions (event_id, position);

CREATE TABLE appearances (
    session_id integer NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    position   integer NOT NULL,
    speaker_id integer NOT NULL REFERENCES speakers (id) ON DELETE CASCADE,
    role       text NOT NULL CHECK (role IN ('presents', 'leads')),
    PRIMARY KEY (session_id, position)
);
CREATE INDEX appearances_by_speaker ON appearances (speaker_id);

CREATE TABLE late_links (
    id         integer PRIMARY KEY AUTOINCREMENT,
    event_id   integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    note       text NOT NULL,
    expires_at datetime NOT NULL CHECK (expires_at LIKE '%+00:00'),
    used       boolean NOT NULL,
    created_at datetime NOT NULL CHECK (created_at LIKE '%+00:00')
);
CREATE INDEX late_links_by_event ON late_links (event_id);

CREATE TABLE registrations (
    id            integer PRIMARY KEY AUTOINCREMENT,
    event_id      integer NOT NULL REFERENCES events (id),
    reference     text NOT NULL UNIQUE,
    generation    integer NOT NULL,
    standing      text NOT NULL CHECK (standing IN ('confirmed', 'waiting', 'withdrawn')),
    name          text NOT NULL,
    email         text NOT NULL,
    email_normal  text NOT NULL,
    organisation  text NOT NULL,
    role          text NOT NULL,
    municipality  text NOT NULL,
    comment       text NOT NULL,
    language      text NOT NULL,
    late_link_id  integer UNIQUE REFERENCES late_links (id),
    sequence      integer NOT NULL,
    created_at    datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    confirmed_at  datetime CHECK (confirmed_at LIKE '%+00:00'),
    cancelled_at  datetime CHECK (cancelled_at LIKE '%+00:00'),
    cancel_reason text NOT NULL
);
-- One live registration per event and address, even if a program forgets to look.
CREATE UNIQUE INDEX registrations_live_address ON registrations (event_id, email_normal)
    WHERE standing <> 'withdrawn';
CREATE INDEX registrations_by_event ON registrations (event_id, standing, id);
CREATE INDEX registrations_by_address ON registrations (email_normal);

CREATE TABLE receipts (
    id         integer PRIMARY KEY AUTOINCREMENT,
    event_id   integer NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    form_key   text NOT NULL,
    standing   text NOT NULL,
    number     integer NOT NULL,
    name       text NOT NULL,
    email      text NOT NULL,
    created_at datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    UNIQUE (event_id, form_key)
);
CREATE INDEX receipts_by_age ON receipts (created_at);

CREATE TABLE messages (
    id              integer PRIMARY KEY AUTOINCREMENT,
    kind            text NOT NULL,
    event_id        integer REFERENCES events (id),
    registration_id integer REFERENCES registrations (id),
    message_id      text NOT NULL UNIQUE,
    recipient       text NOT NULL,
    language        text NOT NULL,
    sequence        integer NOT NULL,
    data            text NOT NULL,
    state           text NOT NULL CHECK (state IN ('queued', 'doubtful', 'sent', 'failed', 'dropped')),
    attempts        integer NOT NULL,
    due_at          datetime NOT NULL CHECK (due_at LIKE '%+00:00'),
    leased_until    datetime CHECK (leased_until LIKE '%+00:00'),
    last_error      text NOT NULL,
    created_at      datetime NOT NULL CHECK (created_at LIKE '%+00:00'),
    first_tried_at  datetime CHECK (first_tried_at LIKE '%+00:00'),
    sent_at         datetime CHECK (sent_at LIKE '%+00:00')
);
CREATE INDEX messages_due ON messages (due_at) WHERE state IN ('queued', 'doubtful');
CREATE INDEX messages_links ON messages (created_at) WHERE kind = 'links';
CREATE INDEX messages_by_registration ON messages (registration_id);
CREATE INDEX messages_by_event ON messages (event_id);

-- What commands beside a server must know of it.
CREATE TABLE settings (
    name  text NOT NULL PRIMARY KEY,
    value text NOT NULL
);
