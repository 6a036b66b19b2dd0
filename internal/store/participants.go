package store

import (
	"context"
	"fmt"
	"iter"
	"slices"
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
	Attendance   event.Attendance
	Answers      []event.Chosen // all of them, to questions that are not sensitive
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
		return []string{"municipality_key", "name_key", "id"}
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
	if words := q.words(); len(words) > 0 && !isPostgres(tx) {
		// What a search finds is found first, in an index of its own, and then put
		// in order: following the order from row to row is slow far down a list.
		// PostgreSQL finds its own way.
		hits := q.matching(tx.Model(&event.Registration{}).Where("event_id = ?", eventID).Select("id"), words)
		q.Search = ""
		return q.where(tx, eventID).Where("+id IN (?)", hits)
	}
	tx = q.filters(tx.Model(&event.Registration{}).Where("event_id = ?", eventID), eventID)
	if q.Standing != "" {
		tx = tx.Where("standing = ?", q.Standing)
	}
	return tx
}

// filters is everything but the standing.
func (q ParticipantQuery) filters(tx *gorm.DB, eventID uint) *gorm.DB {
	tx = q.matching(tx, q.words())
	if q.Organisation != "" {
		tx = tx.Where("organisation_key = ?", event.SortKey(q.Organisation))
	}
	if q.Municipality != "" {
		tx = tx.Where("municipality_key = ?", event.SortKey(q.Municipality))
	}
	if q.Role != "" {
		tx = tx.Where("role = ?", q.Role)
	}
	// The states stand in the statements, for a database to see that an index
	// of some rows holds them all.
	switch q.Delivery {
	case Undelivered:
		tx = tx.Where("id IN (SELECT registration_id FROM messages WHERE event_id = ? AND state = 'failed')", eventID)
	case Undecided:
		// The plus makes both read the short index of what is to be sent.
		tx = tx.Where("id IN (SELECT registration_id FROM messages WHERE +event_id = ? AND state IN ('queued', 'doubtful'))", eventID)
	}
	switch q.Arrived {
	case "yes":
		tx = tx.Where("arrived_at IS NOT NULL")
	case "no":
		tx = tx.Where("arrived_at IS NULL")
	}
	if q.Late {
		tx = tx.Where("id IN (SELECT r.id FROM late_links l JOIN registrations r ON r.late_link_id = l.id WHERE l.event_id = ?)", eventID)
	}
	if q.Attendance != "" {
		tx = tx.Where("attendance = ?", q.Attendance)
	}
	for _, a := range q.Answers {
		tx = tx.Where("id IN (SELECT registration_id FROM answer_choices WHERE event_id = ? AND question = ? AND choice = ?)", eventID, a.Question, a.Choice)
	}
	return tx
}

// words are what a search looks for.
func (q ParticipantQuery) words() []string { return strings.Fields(event.SortKey(q.Search)) }

// matching narrows a query to rows with all of the words.
func (q ParticipantQuery) matching(tx *gorm.DB, words []string) *gorm.DB {
	for _, word := range words {
		if isPostgres(tx) {
			tx = tx.Where(`search_key LIKE ? ESCAPE '\'`, "%"+likeLiteral.Replace(word)+"%") // twice as fast there
		} else {
			tx = tx.Where("instr(search_key, ?) > 0", word)
		}
	}
	return tx
}

// likeLiteral takes their meaning from the signs of LIKE.
var likeLiteral = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func isPostgres(tx *gorm.DB) bool { return tx.Name() == "postgres" }

// ParticipantCounts says how many registrations a query chooses of each
// standing, whichever of them it asks for.
type ParticipantCounts map[event.Standing]int

// All is how many there are of any standing.
func (c ParticipantCounts) All() int {
	return c[event.Confirmed] + c[event.Waiting] + c[event.Applied] + c[event.Withdrawn]
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
	var rows []struct {
		Standing event.Standing
		N        int
	}
	tx := s.read.WithContext(ctx).Model(&event.Registration{}).Where("event_id = ?", eventID)
	err := q.filters(tx, eventID).Select("standing, count(*) AS n").Group("standing").Find(&rows).Error
	counts := ParticipantCounts{}
	for _, r := range rows {
		counts[r.Standing] = r.N
	}
	if err != nil {
		return nil, fmt.Errorf("count participants: %w", err)
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

// RegistrationOf finds a registration to an event by its reference. One to
// another event is not found.
func (s *Store) RegistrationOf(ctx context.Context, eventID uint, reference string) (event.Registration, error) {
	var r event.Registration
	err := s.read.WithContext(ctx).Where("event_id = ? AND reference = ?", eventID, reference).Take(&r).Error
	return r, notFound(err)
}
