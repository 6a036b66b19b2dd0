package store

import (
	"strings"

	"gorm.io/gorm"

	"samling/internal/event"
)

// ParticipantQuery chooses registrations of an event, and their order. Empty
// fields choose all.
type ParticipantQuery struct {
	Search       string         // words that all occur in name, address, organisation, role, municipality or reference
	Standing     event.Standing // as lists tell it
	Organisation string
	Municipality string
	Role         string
	Delivery     Delivery
	Arrived      string // "yes" or "no"
	Late         bool   // let in after closing
	Unanswered   Unanswered
	Attendance   event.Attendance
	Category     string
	Session      SessionFilter
	Group        uint           // of colleagues, by id
	Invite       uint           // that let them in, by id
	Answers      []event.Chosen // all of them, to questions that are not sensitive
	Sort         ParticipantSort
	Descending   bool
}

// Unanswered is what somebody has been asked and has not answered.
type Unanswered string

// What can be asked about answers that are still out.
const (
	Offered    Unanswered = "offered"    // a place is held for them if they want it
	Unverified Unanswered = "unverified" // they have not confirmed their address
)

// SessionFilter chooses those who have chosen a session, by its key: all of
// them, or those of one standing in it.
type SessionFilter struct {
	Key      string
	Standing event.Standing
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
	if words := q.words(); len(words) > 0 && !q.isNarrow() && !isPostgres(tx) {
		// What a search finds is found first, in an index of its own, and then put
		// in order: following the order from row to row is slow far down a list.
		// PostgreSQL finds its own way.
		hits := q.matching(tx.Model(&event.Registration{}).Where("event_id = ?", eventID).Select("id"), words)
		q.Search = ""
		return q.where(tx, eventID).Where("+id IN (?)", hits)
	}
	tx = q.filters(tx.Model(&event.Registration{}).Where("event_id = ?", eventID), eventID)
	switch q.Standing {
	case "":
		return tx
	case event.Declined:
		return tx.Where("is_declined")
	case event.Withdrawn:
		tx = tx.Where("NOT is_declined")
	}
	return tx.Where("standing = ?", q.Standing)
}

// isNarrow reports whether an index leads to what the query chooses, whatever is
// searched for.
func (q ParticipantQuery) isNarrow() bool {
	return q.Organisation != "" || q.Municipality != "" || q.Delivery != "" || q.Late || q.Unanswered != "" ||
		q.Session.Key != "" || q.Group != 0 || q.Invite != 0 || len(q.Answers) > 0
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
	switch q.Unanswered {
	case Offered:
		tx = tx.Where("offer_until IS NOT NULL")
	case Unverified:
		tx = tx.Where("verify_by IS NOT NULL")
	}
	if q.Attendance != "" {
		tx = tx.Where("attendance = ?", q.Attendance)
	}
	if q.Category != "" {
		tx = tx.Where("category = ?", q.Category)
	}
	if q.Session.Key != "" {
		chose := tx.Session(&gorm.Session{NewDB: true}).Model(&event.SessionChoice{}).Select("registration_id").
			Where("event_id = ? AND session = ?", eventID, q.Session.Key)
		if q.Session.Standing != "" {
			chose = chose.Where("standing = ?", q.Session.Standing)
		} else {
			chose = chose.Where("standing <> ?", event.Withdrawn)
		}
		tx = tx.Where("id IN (?)", chose)
	}
	if q.Group != 0 {
		tx = tx.Where("group_id = ?", q.Group)
	}
	if q.Invite != 0 {
		tx = tx.Where("invite_id = ?", q.Invite)
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
