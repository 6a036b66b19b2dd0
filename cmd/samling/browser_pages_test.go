package main

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"samling/internal/event"
)

// page is something that a visitor can see.
type page struct {
	name   string
	base   string // of the server, "" for the stage's own
	path   string // in Swedish
	form   url.Values
	status int
	state  event.State // of the event whose page it is
}

// languages are those in which there is every page.
var languages = []string{"sv", "en"}

// in is the address of the page in a language.
func (p page) in(language string) string {
	if language == "en" {
		return p.base + "/en" + strings.TrimSuffix(p.path, "/")
	}
	return p.base + p.path
}

// The slugs of the events that are added for the states which no sample is in.
const (
	slugList      = "vantelista"
	slugFull      = "fullsatt"
	slugNotOpen   = "oppnar-snart"
	slugDay       = "dag-utan-tid"
	slugEnglish   = "two-days-in-english"
	slugCalledOff = "installt"
)

// pages fills the stage and lists every page of the public site, in every state.
func (s *stage) pages() []page {
	s.t.Helper()
	s.addEvents()
	const open, few, closed, past, cancelled = "goda-uppvaxtvillkor", "tidiga-insatser", "lupp-natverket", "dialog-halmstad", "agenda-2030-i-vardagen"
	const choosing = "barn-och-unga-konferens"

	place, placeKey := s.register(open, 1001, "sv")
	waiting, waitingKey := s.register(slugList, 1001, "sv")
	withdrawn, _ := s.register(open, 1002, "sv")
	calledOff, _ := s.register(slugCalledOff, 1003, "sv")
	s.mails(6)
	s.withdraw(withdrawn)
	s.add(slugCalledOff, open, func(f *event.File) {
		f.Status, f.CancelReason = event.Cancelled, "Den som skulle tala är sjuk."
	})
	mails := s.mails(8)

	registerAt := func(slug string) string { return "/e/" + slug + "/register" }
	form := func(changes ...string) url.Values { return s.form(registerAt(open), changes...) }
	long := strings.Repeat("mycket ", 400)
	empty, quiet := starts(s.t, "serve", "--data", filepath.Join(s.t.TempDir(), "data")), starts(s.t, "demo", "--data", s.t.TempDir())

	pages := []page{
		{name: "start", path: "/"},
		{name: "start without events", base: empty.base, path: "/"},
		{name: "search with hits", path: "/?q=barn&org=goteborgsregionen&cost=free&form=on-site"},
		{name: "search without hits", path: "/?q=xyzzy"},
		{name: "past events", path: "/?when=past"},

		{name: "event open", path: "/e/" + open, state: event.Open},
		{name: "event with few places", path: "/e/" + few, state: event.Few},
		{name: "event with waiting list", path: "/e/" + slugList, state: event.WaitList},
		{name: "event full", path: "/e/" + slugFull, state: event.Full},
		{name: "event closed", path: "/e/" + closed, state: event.Closed},
		{name: "event past", path: "/e/" + past, state: event.Past},
		{name: "event cancelled", path: "/e/" + cancelled, state: event.CalledOff},
		{name: "event not open yet", path: "/e/" + slugNotOpen, state: event.NotOpen},
		{name: "event with sessions to choose", path: "/e/" + choosing, state: event.Open},
		{name: "event without clock times", path: "/e/" + slugDay, state: event.Open},
		{name: "event of two days with pictures, in English", path: "/e/" + slugEnglish, state: event.Open},

		{name: "form", path: registerAt(open)},
		{name: "form for the waiting list", path: registerAt(slugList)},
		{name: "form with a late link", path: s.late(closed)},
		{name: "event by invitation", path: "/e/" + slugInvited, state: event.Open},
		{name: "code of an invite", path: "/e/" + slugInvited + "/invited"},
		{name: "wrong code", path: "/e/" + slugInvited + "/invited", status: http.StatusUnprocessableEntity, form: url.Values{"code": {"2222-3333"}}},
		{name: "form with an invite", path: s.invite("Miljökontoret")},
		{name: "form with an invite that is used", path: s.invite("Socialförvaltningen"), status: http.StatusConflict},
		{name: "form with all errors", path: registerAt(open), status: http.StatusUnprocessableEntity,
			form: form("name", "", "email", "asa", "organisation", long, "role", long, "municipality", long, "comment", long)},
		{name: "form with a suggestion", path: registerAt(open), status: http.StatusUnprocessableEntity, form: form("email", "asa.oberg@gmial.com")},
		{name: "form sent too fast", path: registerAt(open), status: http.StatusUnprocessableEntity, form: form("mark", "")},
		{name: "form with the trap filled in", path: registerAt(open), status: http.StatusUnprocessableEntity, form: form("website", "https://example.org")},
		{name: "form too late", path: registerAt(closed), status: http.StatusConflict, form: form()},
		{name: "form too early", path: registerAt(slugNotOpen), status: http.StatusConflict, form: form()},
		{name: "form for a full event", path: registerAt(slugFull), status: http.StatusConflict, form: form()},
		{name: "receipt of a place", path: "/e/" + open + "/receipt/" + placeKey},
		{name: "receipt of the waiting list", path: "/e/" + slugList + "/receipt/" + waitingKey},

		{name: "own page with a place", path: s.own(place)},
		{name: "own page in the waiting list", path: s.own(waiting)},
		{name: "own page after withdrawing", path: s.own(withdrawn)},
		{name: "own page of a cancelled event", path: s.own(calledOff)},
		{name: "change a registration", path: s.own(place) + "/edit"},
		{name: "change a registration, with errors", path: s.own(place) + "/edit", status: http.StatusUnprocessableEntity,
			form: url.Values{"name": {""}, "role": {long}, "comment": {long}}},
		{name: "correct an address", path: s.own(place) + "/address"},
		{name: "correct an address, with an error", path: s.own(place) + "/address", status: http.StatusUnprocessableEntity, form: url.Values{"email": {"asa@gmial.com"}}},
		{name: "address corrected", path: "/find/moved"},
		{name: "correct the address of a receipt", path: "/e/" + open + "/receipt/" + placeKey + "/address"},
		{name: "hand a place over", path: s.own(place) + "/hand-over"},
		{name: "hand a place over, with errors", path: s.own(place) + "/hand-over", status: http.StatusUnprocessableEntity, form: url.Values{"email": {"asa"}}},
		{name: "place handed over", path: "/find/handed-over"},
		{name: "wait for the meeting", path: s.own(place) + "/join"},
		{name: "all data", path: s.own(place) + "/data"},
		{name: "cancel a place", path: s.own(place) + "/cancel"},
		{name: "leave the waiting list", path: s.own(waiting) + "/cancel"},
		{name: "find", path: "/find"},
		{name: "find with an error", path: "/find", form: url.Values{"email": {"asa"}}, status: http.StatusUnprocessableEntity},
		{name: "find, sent", path: "/find/sent"},

		{name: "privacy", path: "/privacy"},
		{name: "accessibility", path: "/accessibility"},
		{name: "not found", path: "/nothing/here", status: http.StatusNotFound},
		{name: "gone", path: "/e/" + open + "/receipt/ABCDEFGHIJKLMNOPQRSTUVWXYZ", status: http.StatusGone},
		{name: "mailbox", path: "/mailbox"},
		{name: "mailbox without mails", base: quiet.base, path: "/mailbox"},
		{name: "mail with a calendar entry", path: "/mailbox/" + mails[0]},
	}
	pages = append(pages, s.teamPages(open, slugList)...)
	pages = append(pages, s.depthPages(open, choosing)...)
	for i := range pages {
		if pages[i].base == "" {
			pages[i].base = s.base
		}
		if pages[i].status == 0 {
			pages[i].status = http.StatusOK
		}
	}
	return pages
}

// addEvents adds an event for each state that no sample is in.
func (s *stage) addEvents() {
	s.t.Helper()
	one := func(list bool) func(f *event.File) {
		return func(f *event.File) { f.Registration.Capacity, f.Registration.WaitingList = 1, list }
	}
	s.add(slugList, "tidiga-insatser", one(true))
	s.add(slugFull, "goda-uppvaxtvillkor", one(false))
	s.register(slugList, 1000, "sv")
	s.register(slugFull, 1000, "sv")
	s.add(slugNotOpen, "tidiga-insatser", func(f *event.File) {
		f.Registration.Opens = s.now.AddDate(0, 0, 2).Format("2006-01-02T15:04")
	})
	s.add(slugDay, "goda-uppvaxtvillkor", func(f *event.File) {
		f.Date, f.TimeText, f.Starts, f.Ends = f.Starts[:len(time.DateOnly)], "förmiddag", "", ""
	})
	s.add(slugCalledOff, "goda-uppvaxtvillkor", func(f *event.File) {})
	s.add(slugEnglish, "tidiga-insatser", func(f *event.File) {
		f.Language, f.Title, f.Kind, f.Registration.Capacity = "en", "Two days on health", "Conference", 0
		f.Image = event.FileImage{File: "hall.png", Alt: "People in a hall", Credit: "Photo: Anna Ek"}
		first := f.Starts[:len(time.DateOnly)]
		at, err := time.Parse(time.DateOnly, first)
		if err != nil {
			s.t.Fatal(err)
		}
		second := at.AddDate(0, 0, 1).Format(time.DateOnly)
		f.Ends = second + "T16:00"
		f.Program = []event.FileSession{
			{Title: "Opening", Starts: first + "T09:00", Speakers: []event.FileSpeaker{{Name: "Anna Ek", Photo: "hall.png"}}},
			{Title: "The second day", Starts: second + "T09:00", Items: []event.FileSession{
				{Title: "First talk", Text: "About health.", Starts: second + "T09:15"}, {Title: "Second talk", Starts: second + "T10:15"},
			}},
			{Kind: event.Break, Title: "Lunch", Starts: second + "T12:00"},
		}
	})
}
