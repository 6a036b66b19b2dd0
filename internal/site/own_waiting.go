package site

import (
	"context"
	"strings"

	"samling/internal/event"
)

// ownSession is a session that somebody has chosen, as their page shows it.
type ownSession struct {
	Group string
	Title string
	More  string // when and where
	Wait  string // that they wait for it, and with which number
}

// sessions lists what somebody has chosen in the programme.
func (s *server) sessions(ctx context.Context, b *ownBase, chosen []event.SessionChoice) ([]ownSession, error) {
	var all []ownSession
	for _, g := range b.Event.Choices {
		for _, session := range g.Sessions {
			for _, c := range chosen {
				if c.Session != session.Key || c.Standing == event.Withdrawn {
					continue
				}
				one := ownSession{
					Group: g.Title, Title: session.Title,
					More: strings.Join(lines(b.SessionWhen(b.Event, session), session.Room), ", "),
				}
				if c.Standing == event.Waiting {
					n, err := s.store.SessionNumber(ctx, c)
					if err != nil {
						return nil, err
					}
					one.Wait = b.T("own.wait_session", "Number", n)
				} else if c.Standing == event.Applied {
					one.Wait = b.T("own.session_applied")
				}
				all = append(all, one)
			}
		}
	}
	return all, nil
}

// whyWaiting is why somebody in the waiting list does not move up just now, in
// words.
func (s *server) whyWaiting(ctx context.Context, b *ownBase) (string, error) {
	r := &b.Registration
	if r.Standing != event.Waiting || r.OfferUntil != nil {
		return "", nil
	}
	if r.VerifyBy != nil {
		return b.T("own.held_address"), nil
	}
	queue, err := s.store.Queue(ctx, b.Event.ID)
	if err != nil {
		return "", err
	}
	stay, held := b.Event.Holds(b.Places, queue, s.now())[r.ID]
	if !held {
		return b.T("own.held_soon"), nil
	}
	limit := stay.Limit
	switch stay.Hold {
	case event.HeldStopped:
		return b.T("own.held_stopped"), nil
	case event.HeldTogether:
		return b.T("own.held_together"), nil
	case event.HeldByGroup:
		return b.T("own.held_by_group"), nil
	case event.HeldOffered:
		return b.T("own.held_offered"), nil
	case event.HeldOff:
		return b.T("own.held_off"), nil
	}
	switch {
	case limit.Category != "":
		if c := b.Event.Category(limit.Category); c != nil {
			return b.T("own.held_full_category", "Category", c.Name, "Count", limit.Capacity), nil
		}
	case limit.Attendance == event.OnSite:
		return b.T("own.held_full_on_site", "Count", limit.Capacity), nil
	case limit.Attendance == event.Online:
		return b.T("own.held_full_online", "Count", limit.Capacity), nil
	}
	return b.T("own.held_full"), nil
}
