package console

import (
	"cmp"
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
	if filter.User != "" {
		parts, err := s.store.AuditParts(v.ctx(), v.Organisation.ID)
		if err != nil {
			return err
		}
		entry.Detail["user"] = cmp.Or(parts.Users[number(filter.User)], filter.User)
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

// Newest is the first page of what the filter finds.
func (p auditPage) Newest() string { return p.OrgURL("/audit?" + p.Filter.query().Encode()) }
