package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"samling/internal/browsertest"
	"samling/internal/event"
)

// everyMail makes the demonstration write every kind of mail about an event, and
// waits after each step: a mail tells how things stand when it leaves. There are
// so many mails before. It returns the ids of all mails.
func (s *stage) everyMail(language string, before int) (ids []string) {
	s.t.Helper()
	slug, first := "alla-brev-"+language, 1000+before // others than in the other language
	ev := func(change func(f *event.File)) {
		s.add(slug, "tidiga-insatser", func(f *event.File) {
			f.Language, f.Registration.Capacity, f.Registration.WaitingList = language, 1, true
			change(f)
		})
	}
	written := func(count int) {
		before += count
		ids = s.mails(before)
	}
	ev(func(*event.File) {})
	confirmed, _ := s.register(slug, first, language)
	promoted, _ := s.register(slug, first+1, language)
	left, _ := s.register(slug, first+2, language)
	written(3)
	s.register(slug, first, language)   // who has a place already
	s.register(slug, first+1, language) // who waits already
	s.withdraw(left)
	written(3)
	s.withdraw(confirmed)
	written(2)
	ev(func(f *event.File) { f.Place.Name = "Stora salen" })
	written(1)
	send(s.t, s.base+"/"+language+"/find", url.Values{"email": {promoted.Email}})
	written(1)
	ev(func(f *event.File) { f.Status, f.CancelReason = event.Cancelled, "Den som skulle tala är sjuk." })
	written(1)
	return ids
}

// Mails are looked at outside the mailbox, whose frame lets no timer run and so
// not axe-core either.
func TestBrowserAxeOnMails(t *testing.T) {
	s := newStage(t)
	s.everyMail("sv", 0)
	for _, id := range s.everyMail("en", 11) {
		status, mail := fetch(t, s.base+"/mailbox/"+id+"/html")
		if status != http.StatusOK {
			t.Fatalf("mail %s answers %d", id, status)
		}
		alone := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
			fmt.Fprint(w, mail)
		}))
		t.Cleanup(alone.Close)
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			tab := browsertest.Open(t)
			if status := tab.Visit(alone.URL); status != http.StatusOK {
				t.Fatalf("answers %d", status)
			}
			// Landmarks are for pages that one finds one's way about in.
			look(t, tab, "landmark-one-main", "region")
			wellBehaved(t, tab, alone.URL)
		})
	}
}
