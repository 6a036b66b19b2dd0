package event_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestAChangeKeepsThePlaceOrChangesNothing(t *testing.T) {
	now := time.Date(2030, 5, 1, 7, 0, 0, 0, time.UTC)
	later := now.Add(time.Hour)
	site, online := event.OnSite, event.Online
	share := func(a event.Attendance, category string) event.Share {
		return event.Share{Attendance: a, Category: category}
	}
	tests := []struct {
		name     string
		standing event.Standing
		from, to event.Share
		counts   map[event.Share]event.Places
		change   func(*event.Event)
		want     event.Invalid
	}{
		{"to where there is room", event.Confirmed, share(site, "own"), share(online, "own"),
			map[event.Share]event.Places{share(online, "own"): {Confirmed: 1}}, nil, nil},
		{"a full way is refused", event.Confirmed, share(site, "own"), share(online, "own"),
			map[event.Share]event.Places{share(online, "own"): {Confirmed: 2}}, nil, event.Invalid{"attendance": event.MsgWayFull}},
		{"a full category is refused", event.Confirmed, share(site, "own"), share(site, "partner"),
			map[event.Share]event.Places{share(site, "partner"): {Confirmed: 1}}, nil, event.Invalid{"category": event.MsgCategoryFull}},
		{"a place that is offered to somebody is not free", event.Confirmed, share(site, "own"), share(site, "partner"),
			map[event.Share]event.Places{share(site, "partner"): {Offered: 1}}, nil, event.Invalid{"category": event.MsgCategoryFull}},
		{"nor one that somebody waits for", event.Confirmed, share(site, "own"), share(online, "own"),
			map[event.Share]event.Places{share(online, "own"): {Confirmed: 1, Waiting: 1}}, nil, event.Invalid{"attendance": event.MsgWayFull}},
		{"a full event does not matter: one of its places is the person's", event.Confirmed, share(site, "own"), share(online, "own"),
			map[event.Share]event.Places{share(site, "own"): {Confirmed: 10}}, nil, nil},
		{"nothing is refused that stays as it is", event.Confirmed, share(site, "partner"), share(site, "partner"),
			map[event.Share]event.Places{share(site, "partner"): {Confirmed: 5}}, nil, nil},
		{"a category that has closed", event.Confirmed, share(site, "own"), share(site, "partner"), nil,
			func(e *event.Event) { e.Categories[1].ClosesAt = &now }, event.Invalid{"category": event.MsgCategoryShut}},
		{"one that has not opened", event.Confirmed, share(site, "own"), share(site, "partner"), nil,
			func(e *event.Event) { e.Categories[1].OpensAt = &later }, event.Invalid{"category": event.MsgCategoryShut}},
		{"one that there is not", event.Confirmed, share(site, "own"), share(site, "press"), nil, nil, event.Invalid{"category": event.MsgCategoryShut}},
		{"who waits goes before nobody", event.Waiting, share(site, "own"), share(online, "own"),
			map[event.Share]event.Places{share(online, "own"): {Confirmed: 2, Waiting: 1}}, nil, event.Invalid{"attendance": event.MsgOthersWait}},
		{"who waits may wait for something else", event.Waiting, share(site, "own"), share(online, "own"),
			map[event.Share]event.Places{share(online, "own"): {Confirmed: 2}}, nil, nil},
		{"an application holds no place and needs none", event.Applied, share(site, "own"), share(online, "own"),
			map[event.Share]event.Places{share(online, "own"): {Confirmed: 2}}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ev := event.Event{
				Status: event.Published, Attendance: event.Both, Capacity: 10, HasWaitingList: true, StartsAt: now.AddDate(0, 0, 7), EndsAt: now.AddDate(0, 0, 8),
				OnlineWay: event.Way{Capacity: 2}, Categories: []event.Category{{ID: "own"}, {ID: "partner", Capacity: 1}},
			}
			if tt.change != nil {
				tt.change(&ev)
			}
			var tally event.Tally
			for s, p := range tt.counts {
				tally.Add(s, p)
			}
			r := event.Registration{Standing: tt.standing, Attendance: tt.from.Attendance, Category: tt.from.Category}
			if diff := cmp.Diff(tt.want, ev.Shift(tally, nil, &r, tt.to, now)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNobodyGivesUpASessionForAWait(t *testing.T) {
	ev := event.Event{Choices: []event.ChoiceGroup{{Key: "g", Sessions: []event.Choosable{{Key: "a", Capacity: 1}, {Key: "b", Capacity: 1}, {Key: "c"}}}}}
	var tally event.Tally
	tally.AddSession("a", event.Confirmed, 1)
	tally.AddSession("b", event.Confirmed, 1)
	has := func(key string, s event.Standing) []event.SessionChoice {
		return []event.SessionChoice{{Session: key, Standing: s}}
	}
	full := event.Invalid{"sessions-g": event.MsgSessionNowFull}
	tests := []struct {
		name string
		have []event.SessionChoice
		keys []string
		want event.Invalid
	}{
		{"keeping is fine", has("a", event.Confirmed), []string{"a"}, event.Invalid{}},
		{"to a full one", has("a", event.Confirmed), []string{"b"}, full},
		{"to one with room", has("a", event.Confirmed), []string{"c"}, event.Invalid{}},
		{"waiting for another instead", has("a", event.Waiting), []string{"b"}, event.Invalid{}},
		{"waiting for one more", has("a", event.Confirmed), []string{"a", "b"}, event.Invalid{}},
		{"giving it up", has("a", event.Confirmed), nil, event.Invalid{}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, ev.Rechoose(tally, tt.have, tt.keys)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestAlteringOnesOwnRegistration(t *testing.T) {
	ev := &event.Event{Attendance: event.Both, Categories: []event.Category{{ID: "own", Name: "Egen"}, {ID: "partner", Name: "Extern"}},
		Questions: []event.Question{{ID: "diet", Kind: event.AskShort, Label: "Mat", Sensitive: true}}}
	r := event.Registration{Name: "Anna", Email: "anna@ale.se", EmailNormal: "anna@ale.se", Generation: 1, Attendance: event.OnSite, Category: "own", Language: "sv"}
	s := r.Details()
	s.Email, s.Attendance, s.Category, s.Answers = "other@ale.se", event.Online, "partner", event.Answers{"diet": {"Nötter"}}
	got := r.Alter(ev, s)
	want := []event.DetailChange{
		{Field: "attendance", Was: "on-site", Became: "online"}, {Field: "answer-diet"}, {Field: "category", Was: "Egen", Became: "Extern"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if r.Email != "anna@ale.se" || r.Generation != 1 || r.Sequence != 1 || r.Category != "partner" {
		t.Errorf("became %+v", r)
	}
	if got := r.Alter(ev, func() event.Signup { s := r.Details(); s.Answers = event.Answers{"diet": {"Nötter"}}; return s }()); len(got) != 0 || r.Sequence != 1 {
		t.Errorf("nothing was changed, but %v", got)
	}
}

func TestReceiptsAreCorrectedAFewTimes(t *testing.T) {
	now := time.Date(2030, 5, 1, 7, 0, 0, 0, time.UTC)
	one := uint(1)
	tests := []struct {
		name   string
		change func(*event.Receipt, *event.Event)
		want   bool
	}{
		{"yes", func(*event.Receipt, *event.Event) {}, true},
		{"also where the address was registered before", func(r *event.Receipt, _ *event.Event) { r.RegistrationID, r.Signup = nil, &event.KeptSignup{} }, true},
		{"not where nothing is known", func(r *event.Receipt, _ *event.Event) { r.RegistrationID = nil }, false},
		{"not that of colleagues", func(r *event.Receipt, _ *event.Event) { r.GroupID = &one }, false},
		{"not again and again", func(r *event.Receipt, _ *event.Event) { r.Corrections = event.MaxCorrections }, false},
		{"not when it is old", func(r *event.Receipt, _ *event.Event) { r.CreatedAt = now.Add(-event.ReceiptLife) }, false},
		{"not when it is cancelled", func(_ *event.Receipt, e *event.Event) { e.Status = event.Cancelled }, false},
		{"not when it is over", func(_ *event.Receipt, e *event.Event) { e.EndsAt = now }, false},
	}
	for _, tt := range tests {
		r, e := event.Receipt{RegistrationID: &one, CreatedAt: now}, event.Event{Status: event.Published, EndsAt: now.Add(time.Hour)}
		tt.change(&r, &e)
		if got := r.MayCorrect(&e, now); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
