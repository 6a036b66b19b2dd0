package store

import (
	"context"
	"fmt"
	"iter"

	"samling/internal/event"
)

// TakeParticipants chooses registrations at one moment and counts them. They are
// yielded later, in the order of the query, some at a time: a long reader would
// keep SQLite's log from being folded back into the database, and a list that is
// written down in the audit log has exactly as many rows as it says there.
func (s *Store) TakeParticipants(ctx context.Context, eventID uint, q ParticipantQuery) (int, iter.Seq2[event.Registration, error], error) {
	ids, err := s.participantIDs(ctx, eventID, q)
	if err != nil {
		return 0, nil, err
	}
	return len(ids), func(yield func(event.Registration, error) bool) {
		for rest := ids; len(rest) > 0; {
			n := min(len(rest), participantsPage)
			var page []event.Registration
			err := s.read.WithContext(ctx).Where("id IN ?", rest[:n]).Order(q.order()).Find(&page).Error
			if err != nil {
				yield(event.Registration{}, fmt.Errorf("read participants: %w", err))
				return
			}
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
			}
			rest = rest[n:]
		}
	}, nil
}
