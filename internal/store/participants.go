package store

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"gorm.io/gorm"

	"samling/internal/event"
)

// ParticipantQuery chooses registrations of an event, and their order. Empty
// fields choose all.
type ParticipantQuery struct {
	Search       string // words that all occur in name, address, organisation, role, municipality or reference
	Standing     event.Standing
	Organisation string
	Municipality string
	Role         string
	Delivery     Delivery
	Arrived      string // "yes" or "no"
	Late         bool   // let in after closing
	Sort         ParticipantSort
	Descending   bool
}

// Delivery says how the mails to a participant fared.
type Delivery string

// What can be asked about deliveries.
const (
	Undelivered Delivery = "failed"  // some mail could not be delivered
	Undecided   Delivery = "waiting" // some mail has not left yet
)

// ParticipantSort is what a list is sorted by. The empty one is the order in
// which people came.
type ParticipantSort string

// The orders of a list of participants.
const (
	ByArrival      ParticipantSort = ""
	ByName         ParticipantSort = "name"
	ByOrganisation ParticipantSort = "organisation"
	ByMunicipality ParticipantSort = "municipality"
	ByStanding     ParticipantSort = "standing"
)

// ParticipantSorts are all orders.
var ParticipantSorts = []ParticipantSort{ByArrival, ByName, ByOrganisation, ByMunicipality, ByStanding}

// columns are what the order compares. The last one makes it total.
func (s ParticipantSort) columns() []string {
	switch s {
	case ByName:
		return []string{"name_key", "id"}
	case ByOrganisation:
		return []string{"organisation_key", "name_key", "id"}
	case ByMunicipality:
		return []string{"municipality", "name_key", "id"}
	case ByStanding:
		return []string{"standing", "id"}
	}
	return []string{"id"}
}

// order is the columns as SQL has them.
func (q ParticipantQuery) order() string {
	columns := q.Sort.columns()
	if q.Descending {
		return strings.Join(columns, " DESC, ") + " DESC"
	}
	return strings.Join(columns, ", ")
}

// where narrows a query of registrations.
func (q ParticipantQuery) where(tx *gorm.DB, eventID uint) *gorm.DB {
	tx = tx.Model(&event.Registration{}).Where("event_id = ?", eventID)
	for _, word := range strings.Fields(event.SortKey(q.Search)) {
		tx = tx.Where(`search_key LIKE ? ESCAPE '\'`, "%"+likeLiteral.Replace(word)+"%")
	}
	for column, value := range map[string]string{
		"standing": string(q.Standing), "organisation": q.Organisation, "municipality": q.Municipality, "role": q.Role,
	} {
		if value != "" {
			tx = tx.Where(column+" = ?", value)
		}
	}
	switch q.Delivery {
	case Undelivered:
		tx = tx.Where("id IN (SELECT registration_id FROM messages WHERE event_id = ? AND state = ?)", eventID, event.Failed)
	case Undecided:
		tx = tx.Where("id IN (SELECT registration_id FROM messages WHERE event_id = ? AND state IN ?)", eventID,
			[]event.MessageState{event.Queued, event.Doubtful})
	}
	switch q.Arrived {
	case "yes":
		tx = tx.Where("arrived_at IS NOT NULL")
	case "no":
		tx = tx.Where("arrived_at IS NULL")
	}
	if q.Late {
		tx = tx.Where("late_link_id IS NOT NULL")
	}
	return tx
}

// likeLiteral takes their meaning from the signs of LIKE.
var likeLiteral = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// FindParticipants lists a part of the registrations that a query chooses, and
// counts all of them.
func (s *Store) FindParticipants(ctx context.Context, eventID uint, q ParticipantQuery, offset, limit int) ([]event.Registration, int, error) {
	tx := s.read.WithContext(ctx)
	var n int64
	if err := q.where(tx, eventID).Count(&n).Error; err != nil {
		return nil, 0, fmt.Errorf("count participants: %w", err)
	}
	var regs []event.Registration
	// The ids are found in an index; only the rows that are shown are read.
	ids := q.where(tx, eventID).Select("id").Order(q.order()).Offset(offset).Limit(limit)
	if err := tx.Where("id IN (?)", ids).Order(q.order()).Find(&regs).Error; err != nil {
		return nil, 0, fmt.Errorf("find participants: %w", err)
	}
	return regs, int(n), nil
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

// RegistrationOf finds a registration to an event by its reference. One to
// another event is not found.
func (s *Store) RegistrationOf(ctx context.Context, eventID uint, reference string) (event.Registration, error) {
	var r event.Registration
	err := s.read.WithContext(ctx).Where("event_id = ? AND reference = ?", eventID, reference).Take(&r).Error
	return r, notFound(err)
}
