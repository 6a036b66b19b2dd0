package main

import (
	"crypto/rand"
	"net/http"
	"time"

	"samling/internal/event"
)

// The slugs of the events where something stands between a sign-up and a place.
const (
	slugVerify  = "bekrafta-forst"
	slugApprove = "arrangoren-valjer"
	slugOffer   = "erbjudande"
)

// depthPages are those about choices, gates and offers.
func (s *stage) depthPages(like, choosing string) []page {
	s.t.Helper()
	s.add(slugVerify, like, func(f *event.File) { f.Registration.VerifyHours = 24 })
	s.add(slugApprove, like, func(f *event.File) { f.Registration.Approval = true })
	s.add(slugOffer, like, func(f *event.File) {
		f.Registration.Capacity, f.Registration.WaitingList, f.Registration.OfferHours = 1, true, 24
	})
	unverified, verifyKey := s.register(slugVerify, 1010, "sv")
	applied, appliedKey := s.register(slugApprove, 1010, "sv")
	first, _ := s.register(slugOffer, 1010, "sv")
	offered, _ := s.register(slugOffer, 1011, "sv")
	waiting, _ := s.register(slugOffer, 1012, "sv")
	s.withdraw(first)

	register := "/e/" + choosing + "/register"
	key := rand.Text()
	chosen := s.form(register, "attendance", "on-site", "category", "extern", "sessions-seminarier", "samverkan", "answer-partner", "Polisen",
		"mark", s.links.FormMark(key, time.Now().Add(-time.Minute)), "key", key)
	chosen["shown[]"] = []string{"sessions-seminarier", "partner", "diet", "support"}
	return []page{
		{name: "form with choices", path: register},
		{name: "form with choices, with errors", path: register, status: http.StatusUnprocessableEntity, form: s.form(register, "name", "", "attendance", "on-site")},
		{name: "check the answers", path: register, form: chosen},
		{name: "receipt of an unconfirmed address", path: "/e/" + slugVerify + "/receipt/" + verifyKey},
		{name: "receipt of an application", path: "/e/" + slugApprove + "/receipt/" + appliedKey},
		{name: "own page of an unconfirmed address", path: s.own(unverified)},
		{name: "confirm an address", path: s.own(unverified) + "/verify"},
		{name: "own page of an application", path: s.own(applied)},
		{name: "withdraw an application", path: s.own(applied) + "/cancel"},
		{name: "own page with an offer", path: s.own(offered)},
		{name: "answer an offer", path: s.own(offered) + "/offer"},
		{name: "own page behind an offer", path: s.own(waiting)},
	}
}
