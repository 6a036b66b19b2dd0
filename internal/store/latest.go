package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"samling/internal/event"
)

// Happening is something that happened lately at an organisation's events.
type Happening struct {
	Kind      HappeningKind
	At        time.Time
	EventID   uint
	Name      string // of the participant or of the colleague
	Reference string // of the registration
	Standing  event.Standing
	Verb      event.Verb // what a colleague did
}

// HappeningKind is what happened.
type HappeningKind string

// The kinds of happenings. The words stand in i18n under "overview.latest_".
const (
	SignedUp HappeningKind = "signed_up"
	Withdrew HappeningKind = "withdrew"
	Declined HappeningKind = "declined" // the organiser said no to an application
	MovedUp  HappeningKind = "moved_up"
	Worked   HappeningKind = "worked" // a colleague did something to the event
)

// latestEntries is how far back in the audit log colleagues are looked for. The
// log of a busy day at the door is long.
const latestEntries = 500

// Latest lists what happened last at the events: to participants, and by others
// than the given user. Nothing older than since is found.
func (s *Store) Latest(ctx context.Context, organisationID uint, events []uint, exceptBy uint, since time.Time, most int) ([]Happening, error) {
	all, err := s.latestRegistrations(ctx, events, since, most)
	if err != nil {
		return nil, fmt.Errorf("read the latest registrations: %w", err)
	}
	var entries []event.Entry
	last := s.read.WithContext(ctx).Model(&event.Entry{}).Select("coalesce(max(number), 0)").Where("organisation_id = ?", organisationID)
	err = s.read.WithContext(ctx).Where("organisation_id = ? AND number > (?) - ?", organisationID, last, latestEntries).
		Where("event_id IN ? AND user_id <> ? AND at >= ? AND substr(verb, 1, 6) = 'event.'", events, exceptBy, moment(since)).
		Order("number DESC").Limit(most).Find(&entries).Error
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	for _, e := range entries {
		all = append(all, Happening{Kind: Worked, At: e.At, EventID: *e.EventID, Name: e.Who, Verb: e.Verb})
	}
	slices.SortStableFunc(all, func(a, b Happening) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Kind, b.Kind)) })
	return all[:min(len(all), most)], nil
}

// latestRegistrations reads each kind from an index of its own.
func (s *Store) latestRegistrations(ctx context.Context, events []uint, since time.Time, most int) ([]Happening, error) {
	var all []Happening
	for _, q := range []struct {
		kind          HappeningKind
		column, where string
		at            func(*event.Registration) time.Time
	}{
		{SignedUp, "created_at", "", func(r *event.Registration) time.Time { return r.CreatedAt }},
		{Withdrew, "cancelled_at", " AND cancelled_at IS NOT NULL", func(r *event.Registration) time.Time { return *r.CancelledAt }},
		{MovedUp, "confirmed_at", " AND confirmed_at > created_at", func(r *event.Registration) time.Time { return *r.ConfirmedAt }},
	} {
		var regs []event.Registration
		tx := s.read.WithContext(ctx)
		ids := tx.Model(&event.Registration{}).Select("id").Where("event_id IN ? AND "+q.column+" >= ?"+q.where, events, moment(since)).
			Order(q.column + " DESC, id DESC").Limit(most)
		if err := s.read.WithContext(ctx).Where("id IN (?)", ids).Order("id DESC").Find(&regs).Error; err != nil {
			return nil, err
		}
		for i := range regs {
			r, kind := &regs[i], q.kind
			if kind == Withdrew && r.IsDeclined {
				kind = Declined
			}
			all = append(all, Happening{Kind: kind, At: q.at(r), EventID: r.EventID, Name: r.Name, Reference: r.Reference, Standing: r.Standing})
		}
	}
	return all, nil
}
