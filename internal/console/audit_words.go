package console

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/sheet"
)

// auditWords turns entries into words.
type auditWords struct {
	*i18n.Printer
	titles map[uint]string // of events that are there
	zone   *time.Location
}

func (s *server) auditWords(ctx context.Context, p *i18n.Printer, organisationID uint) (auditWords, error) {
	w := auditWords{Printer: p, titles: map[uint]string{}}
	events, err := s.store.EventsOf(ctx, organisationID)
	for _, l := range events {
		w.titles[l.Event.ID] = l.Event.Title
	}
	// Organisations have no clock of their own; this is the one of new events.
	w.zone = (&event.Event{Zone: "Europe/Stockholm"}).Location()
	return w, err
}

func (w auditWords) line(e event.Entry) auditLine {
	return auditLine{Entry: e, When: w.when(e), What: w.what(e), Title: w.title(e), Details: w.details(e)}
}

func (w auditWords) when(e event.Entry) string { return w.Moment(e.At.In(w.zone)) }

// what is the verb in words. A verb that nobody has words for stands as it is.
func (w auditWords) what(e event.Entry) string {
	return wordFor(w.Printer, "audit."+strings.ReplaceAll(string(e.Verb), ".", "_"), string(e.Verb))
}

func (w auditWords) title(e event.Entry) string {
	if e.EventID == nil {
		return ""
	}
	id := strconv.FormatUint(uint64(*e.EventID), 10)
	return cmp.Or(w.titles[*e.EventID], w.T("audit.event_gone", "Number", id))
}

// details are what the verb needs to be understood, one at a time.
func (w auditWords) details(e event.Entry) []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(e.Detail)) {
		if value := w.value(name, e.Detail[name]); value != "" {
			all = append(all, wordFor(w.Printer, "audit.detail_"+name, name)+": "+value)
		}
	}
	if e.RegistrationID != nil {
		all = append(all, w.T("audit.registration", "Number", strconv.FormatUint(uint64(*e.RegistrationID), 10)))
	}
	return all
}

// value is a detail in words. What has none, such as a title, stands as it is.
func (w auditWords) value(name, value string) string {
	switch name {
	case "at":
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return w.Moment(at.In(w.zone))
		}
	case "event":
		return cmp.Or(w.titles[number(value)], value)
	case "fields":
		fields := strings.Fields(value)
		for i, field := range fields {
			fields[i] = wordFor(w.Printer, "field."+field, field)
		}
		return strings.Join(fields, ", ")
	}
	if family := valueFamilies()[name]; family != "" {
		return wordFor(w.Printer, family+value, value)
	}
	return value
}

// valueFamilies are the beginnings of the keys of values, by the name of the
// detail.
func valueFamilies() map[string]string {
	return map[string]string{
		"role": "role.", "was": "role.", "kind": "audit.kind_", "deed": "participants.do_",
		"from": "participants.standing_", "to": "participants.standing_", "format": "audit.format_",
		"mail": "audit.value_", "extra": "audit.value_", "over_capacity": "audit.value_",
	}
}

// table is the log for a spreadsheet, the latest entry first.
func (w auditWords) table(entries iter.Seq2[event.Entry, error]) sheet.Table {
	text := func(key string) sheet.Column { return sheet.Column{Heading: w.T(key)} }
	return sheet.Table{
		Name: w.T("audit.title"),
		Columns: []sheet.Column{
			{Heading: w.T("audit.number"), Kind: sheet.Number}, {Heading: w.T("audit.when"), Kind: sheet.Time}, text("audit.who"),
			text("audit.what"), text("audit.verb"), text("audit.event"), text("audit.details"), text("audit.seal"),
		},
		Rows: func(yield func([]any, error) bool) {
			for e, err := range entries {
				l := w.line(e)
				if !yield([]any{e.Number, e.At.In(w.zone), e.Who, l.What, string(e.Verb), l.Title, strings.Join(l.Details, "; "), e.Seal}, err) {
					return
				}
			}
		},
	}
}

// wordFor is the text with a key, or something else if there is none.
func wordFor(p *i18n.Printer, key, otherwise string) string {
	if p.Has(key) {
		return p.T(key)
	}
	return otherwise
}
