package console

import (
	"bytes"
	"fmt"
	"iter"
	"net/http"
	"strconv"

	"samling/internal/event"
	"samling/internal/paper"
	"samling/internal/store"
)

// attendees are those a list for the door is about, in its order.
var attendees = store.ParticipantQuery{Standing: event.Confirmed, Sort: store.ByName}

// attendeesOf are those a list is about: at an item of the programme that people
// choose, who has a place in it.
func attendeesOf(ev *event.Event, session *event.Session) store.ParticipantQuery {
	q := attendees
	if session != nil && ev.Choosable(session.Key) != nil {
		q.Session = store.SessionFilter{Key: session.Key, Standing: event.Confirmed}
	}
	return q
}

// expected is how many a list is about.
func (p Page) expected(session *event.Session) int {
	if session != nil && p.Event.Choosable(session.Key) != nil {
		return p.Counts(session.Key).Confirmed
	}
	return p.Places.Confirmed
}

// attendanceMost is how many rows a list to print may have, all its copies
// together: nobody walks along more paper, and it lies in memory while it is
// made.
const attendanceMost = 20_000

// allSessions asks for a list for each item of the programme.
const allSessions = "all"

// attendancePage is the list as the browser prints it: the PDF is not tagged,
// so this is the one that can be read aloud.
type attendancePage struct {
	Page
	List     paper.Attendance
	People   []event.Registration
	Sessions []event.Session
	Chosen   string // "", a session's id, or "all"
	TooLong  bool
	Back     string
}

// Empty are rows for people who come unannounced.
func (attendancePage) Empty() []int { return make([]int, 6) }

// Number is how a row of the list is numbered.
func (attendancePage) Number(i int) int { return i + 1 }

// PDF is the address of the same list as a file.
func (p attendancePage) PDF() string {
	if p.Chosen == "" {
		return p.EventURL("/attendance.pdf")
	}
	return p.EventURL("/attendance.pdf?session=" + p.Chosen)
}

// attendance answers GET /console/o/:org/e/:event/attendance.
func (s *server) attendance(v *visit) error {
	p, err := s.attendanceStart(v)
	if err != nil {
		return err
	}
	if p.TooLong {
		return s.render(v, "attendance", p)
	}
	// A list for all items is the same people again and again; it is for paper.
	for r, err := range s.people(v, p.List.Session) {
		if err != nil {
			return err
		}
		p.People = append(p.People, r)
	}
	if err := s.recordAttendance(v, "print", p, len(p.People)); err != nil {
		return err
	}
	return s.render(v, "attendance", p)
}

// attendancePDF answers GET /console/o/:org/e/:event/attendance.pdf.
func (s *server) attendancePDF(v *visit) error {
	p, err := s.attendanceStart(v)
	if err != nil {
		return err
	}
	if p.TooLong {
		return s.renderInvalid(v, "attendance", p)
	}
	var lists []*paper.List
	for _, a := range p.lists() {
		a.People = s.people(v, a.Session)
		lists = append(lists, a.List())
	}
	var file bytes.Buffer
	rows, err := paper.Write(&file, lists...)
	if err != nil {
		return err
	}
	if err := s.recordAttendance(v, "attendance", p, rows); err != nil {
		return err
	}
	v.Response().Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s.pdf"`, v.Event.Slug, p.T("attendance.file")))
	return v.Blob(http.StatusOK, "application/pdf", file.Bytes())
}

func (s *server) people(v *visit, session *event.Session) iter.Seq2[event.Registration, error] {
	return s.store.EveryParticipant(v.ctx(), v.Event.ID, attendeesOf(v.Event, session))
}

// attendanceStart is the page without the people on it.
func (s *server) attendanceStart(v *visit) (attendancePage, error) {
	page, err := s.eventPage(v, "attendance.title", "participants")
	p := attendancePage{Page: page, Sessions: talks(v.Event.Sessions)}
	if err != nil {
		return p, err
	}
	p.List = paper.Attendance{Words: p.Printer, Event: v.Event, Count: p.Places.Confirmed, Made: s.now()}
	p.Back = p.EventURL("/participants")
	p.Crumbs = append(p.Crumbs[:1], Crumb{v.Event.Title, p.Back}, Crumb{Name: p.Title})
	switch chosen := v.QueryParam("session"); chosen {
	case "":
	case allSessions:
		if p.Chosen = allSessions; len(p.Sessions) == 0 {
			return p, event.ErrNotFound
		}
	default:
		if p.List.Session = sessionWithID(p.Sessions, chosen); p.List.Session == nil {
			return p, event.ErrNotFound
		}
		p.Chosen = chosen
	}
	p.List.Count = p.expected(p.List.Session)
	rows := 0
	for _, a := range p.lists() {
		rows += a.Count
	}
	p.TooLong = rows > attendanceMost
	return p, nil
}

// lists are the lists that were asked for.
func (p attendancePage) lists() []paper.Attendance {
	if p.Chosen != allSessions {
		return []paper.Attendance{p.List}
	}
	var all []paper.Attendance
	for i := range p.Sessions {
		a := p.List
		a.Session = &p.Sessions[i]
		a.Count = p.expected(a.Session)
		all = append(all, a)
	}
	return all
}

// recordAttendance notes in the audit log that a list was taken out.
func (s *server) recordAttendance(v *visit, format string, p attendancePage, rows int) error {
	filter := p.filter(attendeesOf(v.Event, p.List.Session), false)
	switch {
	case p.Chosen == allSessions:
		filter += "; " + p.T("attendance.pdf_all")
	case p.Chosen != "":
		filter += "; " + p.T("attendance.session", "Title", p.List.Session.Title)
	}
	return s.store.Record(v.ctx(), v.actor(), event.Entry{Verb: "participants.exported", EventID: &v.Event.ID, Detail: map[string]string{
		"format": format, "rows": strconv.Itoa(rows), "filter": filter, "columns": p.T("attendance.name") + ", " + p.T("attendance.organisation"),
	}}, s.now())
}

// talks are the items of a programme that somebody can attend, those under
// headings too.
func talks(sessions []event.Session) []event.Session {
	var all []event.Session
	for _, s := range sessions {
		if s.Kind == event.Talk {
			all = append(all, s)
		}
		all = append(all, talks(s.Sessions)...)
	}
	return all
}

func sessionWithID(sessions []event.Session, id string) *event.Session {
	for i := range sessions {
		if strconv.FormatUint(uint64(sessions[i].ID), 10) == id {
			return &sessions[i]
		}
	}
	return nil
}
