package console

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/sheet"
)

// exportInvites answers POST /console/o/:org/e/:event/invites/export.
func (s *server) exportInvites(v *visit) error {
	p, err := s.invitesPage(v)
	if err != nil {
		return err
	}
	format := "xlsx"
	if v.FormValue("format") == "csv" {
		format = "csv"
	}
	taken := s.now().In(v.Event.Location())
	var file bytes.Buffer // a few hundred rows
	if format == "csv" {
		_, err = sheet.WriteCSV(&file, p.table(), sheet.CSVOptions{Semicolon: p.Lang() == i18n.Swedish})
	} else {
		_, err = sheet.WriteXLSX(&file, p.cover(taken), p.table())
	}
	if err != nil {
		return fmt.Errorf("write the invites: %w", err)
	}
	detail := map[string]string{"format": format, "rows": strconv.Itoa(len(p.Rows))}
	if err := s.store.Record(v.ctx(), v.actor(), event.Entry{Verb: "invite.exported", EventID: &v.Event.ID, Detail: detail}, s.now()); err != nil {
		return err
	}
	name := p.T("invites.file") + "-" + v.Event.Slug + "." + format
	v.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return v.Blob(http.StatusOK, exportFormats[format], file.Bytes())
}

func (p invitesPage) cover(taken time.Time) sheet.Cover {
	return sheet.Cover{Name: p.T("export.cover"), Title: p.Event.Title, Taken: taken, Facts: func(int) []sheet.Fact {
		facts := []sheet.Fact{
			{Label: p.T("export.event_time"), Value: p.ShortWhen()},
			{Label: p.T("export.organiser"), Value: p.Event.Organisation.Name},
		}
		if p.Event.CaseNumber != "" {
			facts = append(facts, sheet.Fact{Label: p.T("export.case_number"), Value: p.Event.CaseNumber})
		}
		return append(facts, sheet.Fact{Label: p.T("export.taken_at"), Kind: sheet.Time, Value: taken})
	}}
}

// table has a row for each invite. Neither links nor codes are in it: whoever has
// one can register.
func (p invitesPage) table() sheet.Table {
	number := func(key string) sheet.Column { return sheet.Column{Heading: p.T(key), Kind: sheet.Number} }
	return sheet.Table{
		Name: p.T("invites.title"),
		Columns: []sheet.Column{
			{Heading: p.T("invites.who")}, {Heading: p.T("field.email")},
			number("invites.asked"), number("invites.registered"), number("invites.waiting"), number("invites.applied"),
			number("invites.cancelled"), number("invites.left"), {Heading: p.T("invites.state")},
			{Heading: p.T("invites.sent"), Kind: sheet.Time}, {Heading: p.T("invites.reminded"), Kind: sheet.Time},
		},
		Rows: func(yield func([]any, error) bool) {
			for _, r := range p.Rows {
				row := []any{
					r.Name, r.Email, nil, r.Confirmed, r.Waiting, r.Applied, r.Cancelled, nil, p.T("invites.state_" + string(r.State)),
					p.clockOf(r.SentAt), p.clockOf(r.RemindedAt),
				}
				if r.Uses > 0 {
					row[2], row[7] = r.Uses, r.open()
				}
				if !yield(row, nil) {
					return
				}
			}
		},
	}
}

// clockOf is a moment on the event's clock.
func (p Page) clockOf(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.In(p.Event.Location())
}
