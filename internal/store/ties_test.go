package store_test

import (
	"slices"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// conference is an event that asks for everything: categories, sessions,
// colleagues, invites, addresses that are confirmed and places that are offered.
func conference(t testing.TB, h *house) *event.Event {
	t.Helper()
	ev := seminar("gophers", 3)
	ev.GroupMax, ev.OfferHours, ev.Attendance = 20, 24, event.Both
	ev.Categories = []event.Category{{ID: "c1", Name: "Egen personal"}, {ID: "c2", Name: "Extern"}}
	ev.Sessions = []event.Session{{Kind: event.Heading, Title: "Verkstäder", Choice: &event.Choice{Max: 2}, Sessions: []event.Session{
		{Kind: event.Talk, Title: "Lera", Capacity: 1}, {Kind: event.Talk, Title: "Ull"},
	}}}
	h.save(t, ev, noon)
	return ev
}

// comes signs somebody up who has said everything.
func (h *house) comes(t testing.TB, ev *event.Event, email string, category string, group *event.GroupSignup, sessions ...string) {
	t.Helper()
	c := call(email, noon)
	c.Signup.Category, c.Signup.Attendance, c.Signup.Sessions = category, event.OnSite, sessions
	if group != nil {
		for i := range group.People {
			group.People[i].Category, group.People[i].Attendance = category, event.OnSite
		}
		c.Group = group
	}
	if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
		t.Fatal(err)
	}
}

// emails are those that a query chooses.
func (h *house) emails(t testing.TB, ev *event.Event, q store.ParticipantQuery) []string {
	t.Helper()
	regs, n, err := h.FindParticipants(t.Context(), ev.ID, q, 0, 99)
	if err != nil || n != len(regs) {
		t.Fatalf("%d of %d, %v", len(regs), n, err)
	}
	var all []string
	for _, r := range regs {
		all = append(all, r.Email)
	}
	return all
}

func TestParticipantsByWhatTheyChose(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := conference(t, h)
		lera, ull := ev.Choices[0].Sessions[0].Key, ev.Choices[0].Sessions[1].Key
		h.comes(t, ev, "a@ale.se", "c1", nil, lera)
		h.comes(t, ev, "b@ale.se", "c2", nil, lera, ull)
		h.comes(t, ev, "chef@ale.se", "c1", &event.GroupSignup{People: []event.Signup{signup("c@ale.se"), signup("d@ale.se")}})
		_, by := h.organiser(t, ev)
		h.execute(t, "UPDATE registrations SET verify_by = created_at WHERE email = 'b@ale.se'")
		regs := h.participants(t, ev.ID)
		group := *regs[2].GroupID
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		tests := []struct {
			name string
			q    store.ParticipantQuery
			want []string
		}{
			{"category", store.ParticipantQuery{Category: "c1"}, []string{"a@ale.se", "c@ale.se", "d@ale.se"}},
			{"category and standing", store.ParticipantQuery{Category: "c1", Standing: event.Confirmed}, []string{"c@ale.se"}},
			{"a session", store.ParticipantQuery{Session: store.SessionFilter{Key: lera}}, []string{"b@ale.se"}},
			{"a place in a session", store.ParticipantQuery{Session: store.SessionFilter{Key: lera, Standing: event.Confirmed}}, []string{"b@ale.se"}},
			{"nobody waits for a session", store.ParticipantQuery{Session: store.SessionFilter{Key: ull, Standing: event.Waiting}}, nil},
			{"colleagues", store.ParticipantQuery{Group: group}, []string{"c@ale.se", "d@ale.se"}},
			{"an address to confirm", store.ParticipantQuery{Unanswered: store.Unverified}, []string{"b@ale.se"}},
			{"an offer", store.ParticipantQuery{Unanswered: store.Offered}, []string{"d@ale.se"}},
			{"all at once", store.ParticipantQuery{Unanswered: store.Offered, Category: "c1", Group: group, Search: "person"}, []string{"d@ale.se"}},
			{"no invite", store.ParticipantQuery{Invite: 1}, nil},
		}
		for _, tt := range tests {
			if got := h.emails(t, ev, tt.q); !slices.Equal(got, tt.want) {
				t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
			}
		}
		counts, err := h.UnansweredCounts(t.Context(), ev.ID)
		if err != nil || counts[store.Offered] != 1 || counts[store.Unverified] != 1 {
			t.Errorf("%v, %v", counts, err)
		}
		deed := h.do(t, by, ev, store.Order{Kind: event.DeedCancel, References: []string{regs[3].Reference}}, noon.Add(time.Minute))
		if counts, err := h.UnansweredCounts(t.Context(), ev.ID); err != nil || counts[store.Offered] != 0 {
			t.Errorf("whoever is cancelled keeps an offer: %v, %v", counts, err)
		}
		if refusal, err := h.UndoDeed(t.Context(), by, ev.ID, deed.ID, noon.Add(time.Minute)); err != nil || refusal != "" {
			t.Fatalf("%q, %v", refusal, err)
		}
		if got := h.emails(t, ev, store.ParticipantQuery{Unanswered: store.Offered}); !slices.Equal(got, []string{"d@ale.se"}) {
			t.Errorf("undone, and the offer is gone: %v", got)
		}
	})
}

func TestTies(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := conference(t, h)
		lera := ev.Choices[0].Sessions[0].Key
		h.comes(t, ev, "a@ale.se", "c1", nil, lera)
		h.comes(t, ev, "chef@ale.se", "c1", &event.GroupSignup{People: []event.Signup{signup("c@ale.se")}})
		var regs []event.Registration
		for r, err := range h.WithTies(t.Context(), h.Participants(t.Context(), ev.ID)) {
			if err != nil {
				t.Fatal(err)
			}
			regs = append(regs, r)
		}
		if picked := regs[0].Ties.Chosen(ev.Choices[0]); len(picked) != 1 || picked[0].Title != "Lera" || picked[0].Standing != event.Confirmed || regs[0].Ties.Group != nil {
			t.Errorf("%+v", regs[0].Ties)
		}
		if g := regs[1].Ties.Group; g == nil || g.Email != "chef@ale.se" || regs[1].Ties.Sessions != nil {
			t.Errorf("%+v", regs[1].Ties)
		}
		if _, err := h.GroupOf(t.Context(), ev.ID+1, regs[1].Ties.Group.ID); err == nil {
			t.Error("the group of another event is found")
		}
	})
}
