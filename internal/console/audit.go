package console

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/sheet"
	"samling/internal/store"
)

// auditFilter is what the list of entries is narrowed to.
type auditFilter struct {
	User  string
	Event string
	Kind  string // the part of a verb before the dot
}

// query is the filter as an address has it.
func (f auditFilter) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"user": f.User, "event": f.Event, "kind": f.Kind} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// choice is a line of a list to choose from.
type choice struct{ Value, Text string }

// auditPage is the log of an organisation.
type auditPage struct {
	Page
	Filter  auditFilter
	Users   []choice
	Events  []choice
	Kinds   []choice
	Lines   []auditLine
	IsLater bool // than the newest entries
	Older   string
}

// auditLine is an entry in words.
type auditLine struct {
	event.Entry
	When    string
	What    string
	Title   string // of the event
	Details []string
}

// auditAtOnce is how many entries a page shows.
const auditAtOnce = 100

// auditLog answers GET /console/o/:org/audit. Looking is written down too.
func (s *server) auditLog(v *visit) error {
	if err := s.store.RecordOnce(v.ctx(), v.actor(), event.Entry{Verb: "audit.seen"}, s.now()); err != nil {
		return err
	}
	p := auditPage{Page: s.page(v, "audit.title"), Filter: auditFilter{v.QueryParam("user"), v.QueryParam("event"), v.QueryParam("kind")}}
	p.Rail = "audit"
	before := int(number(v.QueryParam("before")))
	p.IsLater = before > 0
	q := p.Filter.store()
	q.Before, q.Limit = before, auditAtOnce+1
	entries, err := s.store.Entries(v.ctx(), v.Organisation.ID, q)
	if err != nil {
		return err
	}
	if len(entries) > auditAtOnce {
		entries = entries[:auditAtOnce]
		more := p.Filter.query()
		more.Set("before", strconv.Itoa(entries[auditAtOnce-1].Number))
		p.Older = p.OrgURL("/audit?" + more.Encode())
	}
	if err := s.auditChoices(v, &p); err != nil {
		return err
	}
	words, err := s.auditWords(v.ctx(), p.Printer, v.Organisation.ID)
	if err != nil {
		return err
	}
	for _, e := range entries {
		p.Lines = append(p.Lines, words.line(e))
	}
	return s.render(v, "audit", p)
}

// store is the filter as the store takes it.
func (f auditFilter) store() store.AuditQuery {
	return store.AuditQuery{UserID: number(f.User), EventID: number(f.Event), Verb: event.Verb(f.Kind)}
}

// auditChoices lists what the log can be narrowed to.
func (s *server) auditChoices(v *visit, p *auditPage) error {
	parts, err := s.store.AuditParts(v.ctx(), v.Organisation.ID)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(parts.Users)) {
		p.Users = append(p.Users, choice{strconv.FormatUint(uint64(id), 10), parts.Users[id]})
	}
	for _, id := range slices.Sorted(maps.Keys(parts.Events)) {
		p.Events = append(p.Events, choice{strconv.FormatUint(uint64(id), 10), cmp.Or(parts.Events[id], p.T("audit.event_gone", "Number", strconv.FormatUint(uint64(id), 10)))})
	}
	for _, kind := range parts.Kinds {
		p.Kinds = append(p.Kinds, choice{kind, wordFor(p.Printer, "audit.kind_"+kind, kind)})
	}
	for _, list := range [][]choice{p.Users, p.Events, p.Kinds} {
		slices.SortStableFunc(list, func(a, b choice) int { return strings.Compare(event.SortKey(a.Text), event.SortKey(b.Text)) })
	}
	return nil
}

// wordFor is the text with a key, or something else if there is none.
func wordFor(p *i18n.Printer, key, otherwise string) string {
	if p.Has(key) {
		return p.T(key)
	}
	return otherwise
}

// exportAudit answers POST /console/o/:org/audit/export: what the filter finds,
// as a table.
func (s *server) exportAudit(v *visit) error {
	p := s.Page(v)
	filter := auditFilter{v.FormValue("user"), v.FormValue("event"), v.FormValue("kind")}
	words, err := s.auditWords(v.ctx(), p.Printer, v.Organisation.ID)
	if err != nil {
		return err
	}
	entry := event.Entry{Verb: "audit.exported", Detail: map[string]string{}}
	for name, values := range filter.query() {
		entry.Detail[name] = values[0]
	}
	if err := s.store.Record(v.ctx(), v.actor(), entry, s.now()); err != nil {
		return err
	}
	header := v.Response().Header()
	header.Set("Content-Type", "text/csv; charset=utf-8")
	header.Set("Content-Disposition", `attachment; filename="`+v.Organisation.Slug+"-"+p.T("audit.file")+"-"+s.now().Format(time.DateOnly)+`.csv"`)
	v.Response().WriteHeader(http.StatusOK)
	entries := s.store.EachEntry(v.ctx(), v.Organisation.ID, filter.store())
	_, err = sheet.WriteCSV(v.Response(), words.table(entries), sheet.CSVOptions{Semicolon: p.Lang() == i18n.Swedish})
	if err != nil {
		s.Log.Warn("export of an audit log was broken off", "organisation", v.Organisation.ID, "cause", err)
		panic(http.ErrAbortHandler) // so that nobody takes half a log for a whole one
	}
	return nil
}

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
		value := e.Detail[name]
		if name == "role" || name == "was" {
			value = wordFor(w.Printer, "role."+value, value)
		}
		all = append(all, wordFor(w.Printer, "audit.detail_"+name, name)+": "+value)
	}
	if e.RegistrationID != nil {
		all = append(all, w.T("audit.registration", "Number", strconv.FormatUint(uint64(*e.RegistrationID), 10)))
	}
	return all
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

// Newest is the first page of what the filter finds.
func (p auditPage) Newest() string { return p.OrgURL("/audit?" + p.Filter.query().Encode()) }
