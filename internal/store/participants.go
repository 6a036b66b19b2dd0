package store

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"gorm.io/gorm"

	"samling/internal/event"
)

// ParticipantCounts says how many registrations a query chooses of each
// standing, as lists tell it, whichever of them it asks for.
type ParticipantCounts map[event.Standing]int

// All is how many there are of any standing.
func (c ParticipantCounts) All() int {
	return c[event.Confirmed] + c[event.Waiting] + c[event.Applied] + c[event.Withdrawn] + c[event.Declined]
}

// Of is how many there are of a standing, or of all if it is empty.
func (c ParticipantCounts) Of(standing event.Standing) int {
	if standing == "" {
		return c.All()
	}
	return c[standing]
}

// ParticipantCounts counts what a query chooses.
func (s *Store) ParticipantCounts(ctx context.Context, eventID uint, q ParticipantQuery) (ParticipantCounts, error) {
	counts, err := countStandings(func() *gorm.DB {
		return q.filters(s.read.WithContext(ctx).Model(&event.Registration{}).Where("event_id = ?", eventID), eventID)
	})
	if err != nil {
		return nil, fmt.Errorf("count participants: %w", err)
	}
	return counts, nil
}

// countStandings counts registrations of each standing. Whom the organiser
// declined is counted in an index of its own, so that the first count needs no
// rows.
func countStandings(registrations func() *gorm.DB) (ParticipantCounts, error) {
	var rows []struct {
		Standing event.Standing
		N        int
	}
	counts := ParticipantCounts{}
	if err := registrations().Select("standing, count(*) AS n").Group("standing").Find(&rows).Error; err != nil {
		return nil, err
	}
	for _, r := range rows {
		counts[r.Standing] = r.N
	}
	if counts[event.Withdrawn] == 0 {
		return counts, nil
	}
	var declined int64
	err := registrations().Where("is_declined").Count(&declined).Error
	if declined > 0 {
		counts[event.Declined] = int(declined)
		counts[event.Withdrawn] -= int(declined)
	}
	return counts, err
}

// UnansweredCounts says how many people at an event have been asked something that
// they have not answered.
func (s *Store) UnansweredCounts(ctx context.Context, eventID uint) (map[Unanswered]int, error) {
	counts := map[Unanswered]int{}
	for what, where := range map[Unanswered]string{Offered: "offer_until IS NOT NULL", Unverified: "verify_by IS NOT NULL"} {
		var n int64
		// The condition stands as it does in the index, which holds few.
		err := s.read.WithContext(ctx).Model(&event.Registration{}).Where("event_id = ? AND "+where, eventID).Count(&n).Error
		if err != nil {
			return nil, fmt.Errorf("count who has not answered: %w", err)
		}
		counts[what] = int(n)
	}
	return counts, nil
}

// ListParticipants lists a part of the registrations that a query chooses, and
// counts all of them, of each standing.
func (s *Store) ListParticipants(ctx context.Context, eventID uint, q ParticipantQuery, offset, limit int) ([]event.Registration, ParticipantCounts, error) {
	counts, err := s.ParticipantCounts(ctx, eventID, q)
	if err != nil {
		return nil, nil, err
	}
	n := counts.Of(q.Standing)
	if limit = min(limit, n-offset); limit <= 0 {
		return nil, counts, nil
	}
	// The second half of a long list is read from its end.
	if rest := n - offset - limit; rest < offset {
		q.Descending = !q.Descending
		regs, err := s.participantPage(ctx, eventID, q, rest, limit)
		slices.Reverse(regs)
		return regs, counts, err
	}
	regs, err := s.participantPage(ctx, eventID, q, offset, limit)
	return regs, counts, err
}

// FindParticipants is ListParticipants with one number.
func (s *Store) FindParticipants(ctx context.Context, eventID uint, q ParticipantQuery, offset, limit int) ([]event.Registration, int, error) {
	regs, counts, err := s.ListParticipants(ctx, eventID, q, offset, limit)
	return regs, counts.Of(q.Standing), err
}

func (s *Store) participantPage(ctx context.Context, eventID uint, q ParticipantQuery, offset, limit int) ([]event.Registration, error) {
	tx := s.read.WithContext(ctx)
	var regs []event.Registration
	// The ids are found in an index; only the rows that are shown are read.
	ids := q.where(tx, eventID).Select("id").Order(q.order()).Offset(offset).Limit(limit)
	if err := tx.Where("id IN (?)", ids).Order(q.order()).Find(&regs).Error; err != nil {
		return nil, fmt.Errorf("find participants: %w", err)
	}
	return regs, nil
}

// EveryParticipant yields all registrations that a query chooses, in its order,
// some at a time: a long reader would keep SQLite's log from being folded back
// into the database.
func (s *Store) EveryParticipant(ctx context.Context, eventID uint, q ParticipantQuery) iter.Seq2[event.Registration, error] {
	return func(yield func(event.Registration, error) bool) {
		ids, err := s.participantIDs(ctx, eventID, q)
		if err != nil {
			yield(event.Registration{}, err)
			return
		}
		for len(ids) > 0 {
			n := min(len(ids), participantsPage)
			var page []event.Registration
			err := s.read.WithContext(ctx).Where("id IN ?", ids[:n]).Order(q.order()).Find(&page).Error
			if err != nil {
				yield(event.Registration{}, fmt.Errorf("read participants: %w", err))
				return
			}
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
			}
			ids = ids[n:]
		}
	}
}

// participantIDs lists the registrations that a query chooses by their ids: one
// consistent answer, however long reading the rows takes.
func (s *Store) participantIDs(ctx context.Context, eventID uint, q ParticipantQuery) ([]uint, error) {
	var ids []uint
	if err := q.where(s.read.WithContext(ctx), eventID).Order(q.order()).Pluck("id", &ids).Error; err != nil {
		return nil, fmt.Errorf("find participants: %w", err)
	}
	return ids, nil
}

// LastPlaces lists those who got a place last among those of a share, the latest
// first. What is empty in the share does not matter.
func (s *Store) LastPlaces(ctx context.Context, eventID uint, share event.Share, most int) ([]event.Registration, error) {
	tx := ParticipantQuery{Standing: event.Confirmed, Attendance: share.Attendance, Category: share.Category}.where(s.read.WithContext(ctx), eventID)
	var regs []event.Registration
	if err := tx.Order("confirmed_at DESC, id DESC").Limit(most).Find(&regs).Error; err != nil {
		return nil, fmt.Errorf("find who got a place last: %w", err)
	}
	return regs, nil
}

// RegistrationOf finds a registration to an event by its reference. One to
// another event is not found.
func (s *Store) RegistrationOf(ctx context.Context, eventID uint, reference string) (event.Registration, error) {
	var r event.Registration
	err := s.read.WithContext(ctx).Where("event_id = ? AND reference = ?", eventID, reference).Take(&r).Error
	return r, notFound(err)
}
