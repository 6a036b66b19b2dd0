package site

import (
	"context"
	"slices"
	"strings"
	"time"

	"samling/internal/ask"
	"samling/internal/event"
	"samling/internal/store"
)

// happening is a line of what has happened to a registration.
type happening struct {
	At   time.Time
	Text string
}

// story tells what has happened to a registration, oldest first: what its owner
// did, what was changed and what was mailed. Whoever took the place over reads
// what happened since.
func (s *server) story(ctx context.Context, b *ownBase) ([]happening, error) {
	r := &b.Registration
	msgs, err := s.store.Messages(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	changes, err := s.store.RegistrationChanges(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	sender, _, err := s.store.Origin(ctx, r)
	if err != nil {
		return nil, err
	}
	all := []happening{{r.CreatedAt, b.T("own.happened_signup")}}
	if sender != "" {
		all[0].Text = b.T("own.happened_signup_by", "Name", sender)
	}
	own, changes := ownSince(msgs, changes)
	if len(own) < len(msgs) {
		all[0] = happening{own[0].CreatedAt, b.T("own.happened_taken_over")}
	}
	for _, m := range own {
		if m.SentAt != nil {
			all = append(all, happening{*m.SentAt, b.T("own.happened_mail_" + mailWord(m.Kind))})
		}
	}
	for _, c := range changes {
		if text := b.changed(c); text != "" {
			all = append(all, happening{c.CreatedAt, text})
		}
	}
	add := func(at *time.Time, key string) {
		if at != nil && !at.Before(all[0].At) {
			all = append(all, happening{*at, b.T(key)})
		}
	}
	add(r.ArrivedAt, "own.happened_arrived")
	add(r.CancelledAt, "own.happened_cancelled")
	slices.SortStableFunc(all, func(x, y happening) int { return x.At.Compare(y.At) })
	for i := range all {
		all[i].At = all[i].At.In(b.Event.Location())
	}
	return all, nil
}

// changed says that a field of the registration was changed, and by whom.
func (b *ownBase) changed(c store.RegistrationChange) string {
	label := ask.FieldLabel(b.Printer, b.Event, c.Field)
	switch {
	case label == "":
		return ""
	case c.Who == "":
		return b.T("own.happened_changed", "Field", label)
	}
	return b.T("own.happened_organiser_changed", "Field", label)
}

// mailWord is a kind of mail as it stands in keys.
func mailWord(k event.MessageKind) string { return strings.ReplaceAll(string(k), "-", "_") }
