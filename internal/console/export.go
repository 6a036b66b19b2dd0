package console

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"samling/internal/event"
	"samling/internal/paper"
	"samling/internal/roster"
	"samling/internal/sheet"
	"samling/internal/store"
)

// exportPaper is how many rows a list may have as a PDF, which lies in memory
// while it is made.
const exportPaper = 5000

// exportFormats are the kinds of files a list can be taken out as.
var exportFormats = map[string]string{
	"csv":  "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"pdf":  "application/pdf",
}

// export is a list on its way out.
type export struct {
	Page
	format string
	rows   int
	roster *roster.Roster
}

// exportRefusedPage says that a list is too long for paper.
type exportRefusedPage struct {
	participantsPage
	Most int
}

// export answers POST /console/o/:org/e/:event/exports: exactly the list of the
// page it is sent from. It is written into the audit log before the first byte
// leaves.
func (s *server) export(v *visit) error {
	format := v.FormValue("format")
	if exportFormats[format] == "" {
		return v.redirect(v.eventPath("/participants"))
	}
	q, shown := participantQuery(v)
	sensitive := v.Request().PostForm["sensitive[]"]
	if len(sensitive) > 0 && !v.may(organiser) {
		return event.ErrForbidden
	}
	// A long list takes longer than a page may. It ends when nobody takes it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(v.ctx()), exportPatience)
	defer cancel()
	n, regs, err := s.store.TakeParticipants(ctx, v.Event.ID, q)
	if err != nil {
		return err
	}
	if format == "pdf" && n > exportPaper {
		return s.refuseExport(v)
	}
	x := export{Page: s.page(v, "participants.title"), format: format, rows: n}
	x.roster = &roster.Roster{
		Event: v.Event, Words: x.Printer, Taken: s.now(), By: v.User.Name,
		Chosen: exportColumns(shown, format, v.Event), Sensitive: sensitive, Filter: x.filter(q, true),
	}
	if x.roster.NeedsTies() {
		regs = s.store.WithTies(ctx, regs)
	}
	if x.roster.SensitiveNames() != "" {
		regs = s.store.WithSensitive(ctx, v.Event.ID, regs)
	}
	if err := s.store.Record(v.ctx(), v.actor(), x.entry(q), s.now()); err != nil {
		return err
	}
	steps := s.progress.begin(v.User.ID, v.FormValue("progress"), n, s.now())
	x.roster.Registrations = steps.count(regs)
	err = s.sendExport(v, x)
	steps.end(err)
	return err
}

// exportPatience is how long a list may take.
const exportPatience = 15 * time.Minute

// exportColumns are the columns of the list as the page shows them, by the names
// of the roster. A CSV file has no room for a case number but in a column.
func exportColumns(shown columns, format string, ev *event.Event) []string {
	all := append([]string{"name", "email"}, shown...)
	all = append(all, "standing")
	if format == "csv" && ev.CaseNumber != "" {
		all = append(all, "case_number")
	}
	return all
}

// entry is what the audit log says: what was asked for, but not whom was looked
// for.
func (x export) entry(q store.ParticipantQuery) event.Entry {
	var headings []string
	for _, c := range x.roster.Table().Columns {
		headings = append(headings, c.Heading)
	}
	detail := map[string]string{
		"format": x.format, "rows": strconv.Itoa(x.rows), "filter": x.filter(q, false), "columns": strings.Join(headings, ", "),
	}
	if names := x.roster.SensitiveNames(); names != "" {
		detail["sensitive"] = names
	}
	return event.Entry{Verb: "participants.exported", EventID: &x.Event.ID, Detail: detail}
}

// filter says in words what a list was narrowed to. What was searched for may be
// somebody's name.
func (p Page) filter(q store.ParticipantQuery, names bool) string {
	var words []string
	say := func(yes bool, word string) {
		if yes {
			words = append(words, word)
		}
	}
	say(q.Search != "" && names, p.T("participants.chip_search", "Text", q.Search))
	say(q.Search != "" && !names, p.T("export.searched"))
	say(q.Standing == event.Confirmed, p.T("export.standing_confirmed"))
	say(q.Standing == event.Waiting, p.T("export.standing_waiting"))
	say(q.Standing == event.Applied, p.T("export.standing_applied"))
	say(q.Standing == event.Withdrawn, p.T("export.standing_withdrawn"))
	say(q.Standing == event.Declined, p.T("export.standing_declined"))
	// What people wrote about themselves does not go into a log that nobody can
	// erase from.
	for _, own := range []struct{ field, chip, text string }{
		{"export.by_organisation", "participants.chip_organisation", q.Organisation},
		{"export.by_municipality", "participants.chip_municipality", q.Municipality},
		{"export.by_role", "participants.chip_role", q.Role},
	} {
		say(own.text != "" && names, p.T(own.chip, "Text", own.text))
		say(own.text != "" && !names, p.T(own.field))
	}
	say(q.Delivery == store.Undelivered, p.T("participants.delivery_failed"))
	say(q.Delivery == store.Undecided, p.T("participants.delivery_waiting"))
	say(q.Arrived == "yes", p.T("participants.arrived_yes"))
	say(q.Arrived == "no", p.T("participants.arrived_no"))
	say(q.Late, p.T("participants.late"))
	say(q.Unanswered != "", p.unansweredText(q.Unanswered))
	say(q.Category != "", p.categoryChip(q.Category))
	say(q.Session.Key != "", p.sessionChip(q.Session))
	say(q.Group != 0, p.T("export.by_group"))
	say(q.Invite != 0, p.T("export.by_invite"))
	say(q.Attendance != "", p.attendanceChip(q.Attendance))
	for _, a := range q.Answers {
		say(true, p.answerChip(a))
	}
	if len(words) == 0 {
		return p.T("export.everybody")
	}
	return p.Sentence(strings.Join(words, "; "))
}

// sendExport writes the file. When something fails on the way, the connection is
// broken off, so that nobody takes half a list for a whole one.
func (s *server) sendExport(v *visit, x export) error {
	// However slow the line is. Without the means to say so, the server's own
	// limit stands.
	_ = http.NewResponseController(v.Response()).SetWriteDeadline(time.Time{})
	day := s.now().In(v.Event.Location()).Format(time.DateOnly)
	name := fmt.Sprintf("%s-%s-%s.%s", v.Event.Slug, x.T("export.file"), day, x.format)
	v.Response().Header().Set("Content-Type", exportFormats[x.format])
	v.Response().Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	err := x.write(v.Response())
	if err != nil && v.Response().Committed {
		s.Log.Warn("export was broken off", "event", v.Event.ID, "format", x.format, "cause", err)
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		v.Response().Header().Del("Content-Disposition")
	}
	return err
}

// write writes the file in its format.
func (x export) write(w io.Writer) error {
	var err error
	switch table := x.roster.Table(); x.format {
	case "csv":
		_, err = sheet.WriteCSV(w, table, sheet.CSVOptions{Semicolon: x.Lang() == "sv"})
	case "xlsx":
		_, err = sheet.WriteXLSX(w, x.roster.Cover(), table)
	default:
		_, err = paper.Write(w, x.paper(table))
	}
	return err
}

// paperShares are how wide columns are on paper, beside each other.
var paperShares = map[string]float64{
	"name": 5, "email": 7, "organisation": 6, "role": 4, "municipality": 3.5, "registered": 3.6, "reference": 3,
	"language": 2.5, "arrived": 3.6, "comment": 8, "standing": 3,
	"attendance": 2.5, "category": 3.5, "group": 6, "invite": 4,
}

// paperShare is for the answers to questions.
const paperShare = 4.5

// paper is the list as it is printed.
func (x export) paper(table sheet.Table) *paper.List {
	r, ev := x.roster, x.Event
	what := []string{x.T("attendance.printed", "When", x.DayMoment(r.Taken.In(ev.Location())))}
	if ev.CaseNumber != "" {
		what = append([]string{x.T("attendance.case_number", "Number", ev.CaseNumber)}, what...)
	}
	l := &paper.List{
		Words: x.Printer, Organisation: ev.Organisation.Name, Title: x.T("export.paper_title", "Title", ev.Title),
		Facts: []string{x.ShortWhen(), x.T("export.paper_filter", "Filter", r.Filter, "Count", x.rows), strings.Join(what, " ")},
		Foot:  x.paperFoot(), Landscape: true, Made: r.Taken, Rows: table.Texts(),
	}
	for i, c := range table.Columns {
		kind := paper.Text
		if i == 0 {
			kind = paper.Strong
		}
		share := paperShare
		if i < len(r.Chosen) && paperShares[r.Chosen[i]] > 0 {
			share = paperShares[r.Chosen[i]]
		}
		l.Columns = append(l.Columns, paper.Column{Heading: c.Heading, Kind: kind, Share: share})
	}
	return l
}

// paperFoot says who may have the paper, and that it has sensitive answers on it
// if it has.
func (x export) paperFoot() string {
	if names := x.roster.SensitiveNames(); names != "" {
		return x.T("export.sensitive") + ": " + names + ". " + x.T("export.paper_foot")
	}
	return x.T("export.paper_foot")
}

// SensitiveQuestions are those whose answers an organiser can take out when
// asking for them.
func (p participantsPage) SensitiveQuestions() []event.Question {
	if !p.May(organiser) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Event.Questions), func(q event.Question) bool { return !q.Sensitive })
}

// refuseExport offers the other formats for a list that is too long for paper.
func (s *server) refuseExport(v *visit) error {
	list, err := s.participantsPage(v)
	if err != nil {
		return err
	}
	p := exportRefusedPage{list, exportPaper}
	p.Title = p.T("export.refused_title")
	return s.renderInvalid(v, "export-refused", p)
}
