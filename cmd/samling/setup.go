package main

import (
	"context"
	"errors"

	"samling/internal/event"
	"samling/internal/store"
)

// setUpLink makes a link with which whoever reads this server's log begins, while
// nobody can sign in. Each start makes one; the first that is used ends all.
func (s *settings) setUpLink(ctx context.Context, st *store.Store, links event.Links) (string, error) {
	known, err := st.HasUsers(ctx)
	if err != nil || known {
		return "", errors.Join(err, s.warnOfSender(ctx, st))
	}
	now := s.now()
	ticket := event.Ticket{Kind: event.TicketSetUp, ExpiresAt: now.Add(event.SetUpLife)}
	if err := st.IssueTicket(ctx, &ticket, nil, now); err != nil {
		return "", err
	}
	link := links.Ticket(&ticket, links.Main)
	s.log.Warn("nobody can sign in yet: set this installation up with the link, once and within 24 hours", "link", link)
	return link, nil
}

// warnOfSender says in the log that mail waits because nobody has said who it
// comes from.
func (s *settings) warnOfSender(ctx context.Context, st *store.Store) error {
	if s.server == nil || s.from.Email != "" {
		return nil
	}
	from, err := st.Sender(ctx)
	if err == nil && from.Email == "" {
		s.log.Warn("nobody has said who mail comes from, so mail waits", "setting", "--from")
	}
	return err
}
