package console

import (
	"samling/internal/event"
	"samling/internal/store"
)

// exportsPage lists who took which list out of the event, as the audit log has
// it.
type exportsPage struct {
	Page
	Entries []event.Entry
	HasMore bool
}

// exportsMost is how many exports are listed. All of them stand in the audit log.
const exportsMost = 200

// exportsTaken answers GET /console/o/:org/e/:event/exports.
func (s *server) exportsTaken(v *visit) error {
	page, err := s.importStart(v, "exports.title")
	p := exportsPage{Page: page}
	if err != nil {
		return err
	}
	q := store.AuditQuery{EventID: v.Event.ID, Verb: "participants.exported", Limit: exportsMost + 1}
	if p.Entries, err = s.store.Entries(v.ctx(), v.Organisation.ID, q); err != nil {
		return err
	}
	if p.HasMore = len(p.Entries) > exportsMost; p.HasMore {
		p.Entries = p.Entries[:exportsMost]
	}
	return s.render(v, "exports", p)
}

// At is when a list was taken, on the event's clock.
func (p exportsPage) At(e event.Entry) string { return p.Moment(e.At.In(p.Event.Location())) }

// Format is what a list was taken as, in words.
func (p exportsPage) Format(e event.Entry) string {
	return wordFor(p.Printer, "audit.format_"+e.Detail["format"], e.Detail["format"])
}
