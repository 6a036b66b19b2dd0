package site

import (
	"cmp"
	"time"

	"samling/internal/ask"
	"samling/internal/event"
)

// The names in these are for programs, and are kept: people save such files.

type record struct {
	ExportedAt   time.Time          `json:"exported_at"`
	EraseBy      time.Time          `json:"erase_by"`
	Event        recordEvent        `json:"event"`
	Registration recordRegistration `json:"registration"`
	Answers      []recordAnswer     `json:"answers"`
	Sessions     []recordSession    `json:"sessions"`
	Mails        []recordMail       `json:"mails"`
	Changes      []recordChange     `json:"changes"`
}

type recordEvent struct {
	Title     string    `json:"title"`
	Organiser string    `json:"organiser"`
	StartsAt  time.Time `json:"starts_at"`
	EndsAt    time.Time `json:"ends_at"`
}

type recordRegistration struct {
	Reference         string           `json:"reference"`
	Standing          event.Standing   `json:"standing"`
	WaitingListNumber int              `json:"waiting_list_number,omitempty"`
	Name              string           `json:"name"`
	Email             string           `json:"email"`
	Organisation      string           `json:"organisation,omitempty"`
	Role              string           `json:"role,omitempty"`
	Municipality      string           `json:"municipality,omitempty"`
	Comment           string           `json:"comment,omitempty"`
	Language          string           `json:"language"`
	Attendance        event.Attendance `json:"attendance,omitempty"`
	Category          string           `json:"category,omitempty"`
	RegisteredBy      string           `json:"registered_by,omitempty"`
	InvitedAs         string           `json:"invited_as,omitempty"`
	CreatedAt         time.Time        `json:"created_at"`
	ConfirmedAt       *time.Time       `json:"confirmed_at,omitempty"`
	CancelledAt       *time.Time       `json:"cancelled_at,omitempty"`
	CancelReason      string           `json:"cancel_reason,omitempty"`
	ArrivedAt         *time.Time       `json:"arrived_at,omitempty"`
}

type recordAnswer struct {
	Question  string   `json:"question"`
	Answer    []string `json:"answer"`
	Sensitive bool     `json:"sensitive,omitempty"`
}

type recordSession struct {
	Title    string         `json:"title"`
	Standing event.Standing `json:"standing"`
}

type recordMail struct {
	Kind     event.MessageKind  `json:"kind"`
	To       string             `json:"to"`
	State    event.MessageState `json:"state"`
	QueuedAt time.Time          `json:"queued_at"`
	SentAt   *time.Time         `json:"sent_at,omitempty"`
}

type recordChange struct {
	At     time.Time `json:"at"`
	Field  string    `json:"field"`
	Was    string    `json:"was"`
	Became string    `json:"became"`
	By     string    `json:"by"` // "you" or "organiser"
}

// record is what is kept, for programs.
func (k kept) record(b *ownBase) record {
	r, ev := &b.Registration, b.Event
	out := record{
		ExportedAt: k.at.UTC(), EraseBy: ev.EraseBy().UTC(),
		Event: recordEvent{ev.Title, ev.Organisation.Name, ev.StartsAt, ev.EndsAt},
		Registration: recordRegistration{
			r.Reference, r.Standing, k.number, r.Name, r.Email, r.Organisation, r.Role, r.Municipality, r.Comment, r.Language,
			r.Attendance, b.Category(), k.group, k.invite, r.CreatedAt, r.ConfirmedAt, r.CancelledAt, r.CancelReason, r.ArrivedAt,
		},
		Answers: []recordAnswer{}, Sessions: []recordSession{}, Mails: []recordMail{}, Changes: []recordChange{},
	}
	for i := range ev.Questions {
		q := &ev.Questions[i]
		if given := r.Said(q, true); len(given) > 0 {
			out.Answers = append(out.Answers, recordAnswer{q.Label, given, len(r.Said(q, false)) == 0})
		}
	}
	for _, c := range k.chosen {
		if s := ev.Choosable(c.Session); s != nil {
			out.Sessions = append(out.Sessions, recordSession{s.Title, c.Standing})
		}
	}
	for _, m := range k.mails {
		out.Mails = append(out.Mails, recordMail{m.Kind, m.Recipient, m.State, m.CreatedAt, m.SentAt})
	}
	for _, c := range k.changes {
		by := "organiser"
		if c.Who == "" {
			by = "you"
		}
		out.Changes = append(out.Changes, recordChange{c.CreatedAt, c.Field, c.Was, c.Became, by})
	}
	return out
}

// parts is what is kept, for people.
func (k kept) parts(b *ownBase) []dataPart {
	r, ev := &b.Registration, b.Event
	about := dataPart{Title: b.T("own.data_registration")}
	add := func(p *dataPart, label, text string) {
		if text != "" {
			p.Lines = append(p.Lines, ask.Said{Label: label, Text: text})
		}
	}
	moment := func(t *time.Time) string {
		if t == nil {
			return ""
		}
		return b.Moment(t.In(ev.Location()))
	}
	add(&about, b.T("own.data_event"), ev.Title)
	add(&about, b.T("event.when"), b.When.Day+", "+b.When.Clock)
	add(&about, b.T("own.reference"), r.Reference)
	add(&about, b.T("own.data_standing"), b.T("own.standing_"+string(r.Standing)))
	if k.number > 0 {
		add(&about, b.T("own.data_number"), b.Number(k.number))
	}
	add(&about, b.T("field.name"), r.Name)
	add(&about, b.T("field.email"), r.Email)
	add(&about, b.T("field.organisation"), r.Organisation)
	add(&about, b.T("field.role"), r.Role)
	add(&about, b.T("field.municipality"), r.Municipality)
	add(&about, b.T("field.category"), b.Category())
	add(&about, b.T("register.attendance"), ask.Attendance(b.Printer, r.Attendance))
	add(&about, b.T("field.comment"), r.Comment)
	add(&about, b.T("own.data_group"), k.group)
	add(&about, b.T("own.data_invite"), k.invite)
	add(&about, b.T("own.data_language"), b.T("participants.language_"+r.Language))
	add(&about, b.T("own.data_created"), moment(&r.CreatedAt))
	add(&about, b.T("own.data_confirmed"), moment(r.ConfirmedAt))
	add(&about, b.T("own.data_arrived"), moment(r.ArrivedAt))
	add(&about, b.T("own.data_cancelled"), moment(r.CancelledAt))
	add(&about, b.T("own.data_reason"), r.CancelReason)
	add(&about, b.T("own.data_erased"), b.EraseBy())

	answers := dataPart{Title: b.T("own.data_answers")}
	for i := range ev.Questions {
		q := &ev.Questions[i]
		if given := r.Said(q, true); len(given) > 0 {
			add(&answers, q.Label, ask.Text(b.Printer, q, given))
		}
	}
	sessions := dataPart{Title: b.T("own.data_sessions")}
	for _, c := range k.chosen {
		if s := ev.Choosable(c.Session); s != nil {
			add(&sessions, s.Title, b.T("own.session_"+string(c.Standing)))
		}
	}
	mails := dataPart{Title: b.T("own.data_mails")}
	for _, m := range k.mails {
		text := b.T("own.data_mail", "Mail", b.T("own.happened_mail_"+mailWord(m.Kind)), "Email", m.Recipient)
		if m.State != event.Sent {
			text += ", " + b.T("participants.state_"+string(m.State))
		}
		add(&mails, moment(&m.CreatedAt), text)
	}
	changes := dataPart{Title: b.T("own.data_changes")}
	for _, c := range k.changes {
		if text := b.changed(c); text != "" {
			add(&changes, moment(&c.CreatedAt), text+b.fromTo(c.Was, c.Became))
		}
	}
	var all []dataPart
	for _, p := range []dataPart{about, answers, sessions, mails, changes} {
		if len(p.Lines) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// fromTo is what a text was and what it became, or nothing where that is not kept.
func (b *ownBase) fromTo(was, became string) string {
	if was == "" && became == "" {
		return ""
	}
	return ": " + cmp.Or(was, "–") + " → " + cmp.Or(became, "–")
}
