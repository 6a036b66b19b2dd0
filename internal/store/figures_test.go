package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

func TestOverview(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		now := noon.Add(2 * time.Hour)
		open := h.save(t, seminar("open", 2), noon)
		draft := seminar("draft", 0)
		draft.Status = event.Draft
		h.save(t, draft, noon)
		past := seminar("past", 0)
		past.StartsAt, past.EndsAt, past.ClosesAt, past.RetentionDays = noon.AddDate(0, -1, 0), noon.AddDate(0, -1, 0).Add(time.Hour), noon.AddDate(0, -1, -1), 10
		h.save(t, past, noon.AddDate(0, -3, 0))
		empty := *past
		empty.Slug = "empty"
		h.save(t, &empty, noon.AddDate(0, -3, 0))
		foreign := seminar("foreign", 0)
		foreign.Organisation = event.Organisation{Slug: "lerum", Name: "Lerums kommun"}
		h.save(t, foreign, noon)
		h.register(t, "past", "old@ale.se", noon.AddDate(0, -2, 0))
		h.register(t, "foreign", "a@ale.se", noon)
		for i := range 3 {
			h.register(t, "open", fmt.Sprintf("p%d@ale.se", i), noon.Add(time.Duration(i)*time.Minute))
		}
		h.failMail(t, open.ID, 2)

		o, err := h.Overview(t.Context(), open.OrganisationID, now)
		if err != nil {
			t.Fatal(err)
		}
		type fact struct {
			Slug          string
			Places        event.Places
			Bounced, Kept int
		}
		var got []fact
		for _, f := range o.Facts {
			got = append(got, fact{f.Event.Slug, f.Tally.Places, f.Bounced, f.Kept})
		}
		want := []fact{{"past", event.Places{}, 0, 1}, {"open", event.Places{Confirmed: 2, Waiting: 1}, 2, 0}, {"draft", event.Places{}, 0, 0}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("facts (-want +got):\n%s", diff)
		}
		if o.Past != 2 || o.All != 4 {
			t.Errorf("%d past of %d", o.Past, o.All)
		}
		wantTallies := []event.DayCount{
			{EventID: open.ID, Standing: event.Confirmed, Count: 2}, {EventID: open.ID, Standing: event.Waiting, Count: 1},
		}
		if len(o.Tallies) == 2 && o.Tallies[0].Standing == event.Waiting {
			o.Tallies[0], o.Tallies[1] = o.Tallies[1], o.Tallies[0]
		}
		if diff := cmp.Diff(wantTallies, o.Tallies); diff != "" {
			t.Errorf("tallies (-want +got):\n%s", diff)
		}
		only, err := h.Overview(t.Context(), open.OrganisationID, now, draft.ID, foreign.ID)
		if err != nil || len(only.Facts) != 1 || only.Facts[0].Event.Slug != "draft" {
			t.Errorf("of one event: %+v, %v", only.Facts, err)
		}
	})
}

// failMail lets the mails to so many participants fail.
func (h *house) failMail(t testing.TB, eventID uint, n int) {
	t.Helper()
	h.execute(t, fmt.Sprintf("UPDATE messages SET state = 'failed' WHERE id IN (SELECT id FROM messages WHERE event_id = %d ORDER BY id LIMIT %d)", eventID, n))
}

// A mail that failed is no longer a task when a later one to the same person
// arrived.
func TestMendedAddressIsNoTask(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 0), noon)
		regs := h.fill(t, ev, 2, noon)
		h.failMail(t, ev.ID, 2)
		if err := h.Withdraw(t.Context(), regs[0].ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		bounced := func() int {
			o, err := h.Overview(t.Context(), ev.OrganisationID, noon)
			if err != nil {
				t.Fatal(err)
			}
			return o.Facts[0].Bounced
		}
		if n := bounced(); n != 2 {
			t.Errorf("%d, want 2", n)
		}
		h.execute(t, "UPDATE messages SET state = 'sent' WHERE state = 'queued'")
		if n := bounced(); n != 1 {
			t.Errorf("%d after a mail arrived, want 1", n)
		}
	})
}

func TestLatest(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 1), noon)
		other := h.save(t, seminar("other", 1), noon)
		_, by := h.organiser(t, ev)
		h.register(t, "gophers", "anna@ale.se", noon)
		h.register(t, "gophers", "bo@ale.se", noon.Add(time.Minute))
		h.register(t, "other", "cia@ale.se", noon)
		if err := h.Withdraw(t.Context(), h.participant(t, ev.ID, "anna@ale.se").ID, 1, "", noon.Add(2*time.Minute)); err != nil {
			t.Fatal(err)
		}
		changed, err := h.EventBySlug(t.Context(), "gophers")
		if err != nil {
			t.Fatal(err)
		}
		changed.Lead = "Nytt"
		if err := h.ChangeEvent(t.Context(), by, changed, "event.changed", noon.Add(3*time.Minute)); err != nil {
			t.Fatal(err)
		}
		list := func(except uint, most int, events ...uint) []string {
			all, err := h.Latest(t.Context(), ev.OrganisationID, events, except, noon.Add(-time.Hour), most)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, x := range all {
				lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s", x.Name, x.Kind, x.Verb)))
			}
			return lines
		}
		want := []string{
			"Elin Exempel worked event.changed", "Person bo moved_up", "Person anna withdrew", "Person bo signed_up", "Person anna signed_up",
		}
		if diff := cmp.Diff(want, list(0, 9, ev.ID)); diff != "" {
			t.Errorf("latest (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want[1:3], list(by.UserID, 2, ev.ID)); diff != "" {
			t.Errorf("without one's own (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"Person cia signed_up"}, list(0, 9, other.ID)); diff != "" {
			t.Errorf("of the other event (-want +got):\n%s", diff)
		}
	})
}

func TestCloneEvent(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		old := h.save(t, example(t, "barn-och-unga-konferens"), noon)
		user, by := h.organiser(t, old)
		loaded, err := h.EventBySlug(ctx, old.Slug)
		if err != nil {
			t.Fatal(err)
		}
		clone := loaded.Clone(time.Date(2031, 11, 20, 0, 0, 0, 0, time.UTC))
		clone.Slug = "konferens-2031"
		if err := h.CloneEvent(ctx, by, old.ID, &clone, noon); err != nil {
			t.Fatal(err)
		}
		got, err := h.EventOf(ctx, old.OrganisationID, "konferens-2031")
		if err != nil {
			t.Fatal(err)
		}
		if got.Status != event.Draft || got.Version != 1 || len(got.Speakers) != len(loaded.Speakers) || len(got.Sessions) != len(loaded.Sessions) || got.ID == old.ID {
			t.Errorf("the copy is %+v", got)
		}
		untouched, err := h.EventBySlug(ctx, old.Slug)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(loaded, untouched); diff != "" {
			t.Errorf("the event changed (-before +after):\n%s", diff)
		}
		entries, err := h.Entries(ctx, old.OrganisationID, store.AuditQuery{Limit: 1})
		if err != nil || entries[0].Verb != "event.cloned" || *entries[0].EventID != got.ID || entries[0].Detail["from"] != old.Slug {
			t.Errorf("entry %+v, %v", entries, err)
		}
		wantErr(t, "a taken slug", h.CloneEvent(ctx, by, old.ID, &clone, noon), event.ErrKnown)
		foreign := h.save(t, seminar("foreign", 1), noon)
		clone.Slug = "stolen"
		wantErr(t, "of another organisation", h.CloneEvent(ctx, by, foreign.ID, &clone, noon), event.ErrNotFound)
		if n := h.count(t, "SELECT count(*) FROM members WHERE user_id = %d", user.ID); n != 1 {
			t.Errorf("%d roles, want the one they had", n)
		}
	})
}

// Whoever may do one event only, may do the copy of it.
func TestCloneKeepsTheRole(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		old := h.save(t, seminar("gophers", 1), noon)
		user := event.User{Email: "bo@example.org", Name: "Bo", Language: "sv"}
		if err := h.CreateUser(ctx, &user, noon); err != nil {
			t.Fatal(err)
		}
		by := event.Actor{UserID: user.ID, Who: user.Name, OrganisationID: old.OrganisationID}
		if err := h.AddMember(ctx, by, &event.Member{UserID: user.ID, EventID: &old.ID, Role: event.Organiser}, noon); err != nil {
			t.Fatal(err)
		}
		clone := old.Clone(starts.AddDate(1, 0, 0))
		clone.Slug = "gophers-2031"
		if err := h.CloneEvent(ctx, by, old.ID, &clone, noon); err != nil {
			t.Fatal(err)
		}
		all, err := h.MembershipsOf(ctx, user.ID)
		if err != nil || all[0].Roles.At(clone.ID) != event.Organiser || all[0].Roles.Overall() != "" {
			t.Errorf("roles %+v, %v", all, err)
		}
	})
}

func TestStatistics(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 3), noon)
		h.save(t, seminar("other", 3), noon)
		for i, who := range []struct{ organisation, municipality, role string }{
			{"Ale kommun", "Ale", "Chef"}, {"ale  Kommun", "Ale", "chef"}, {"Lerums kommun", "Lerum", ""}, {"Partille kommun", "Partille", "Chef"},
		} {
			c := call(fmt.Sprintf("p%d@ale.se", i), noon.Add(time.Duration(i)*time.Hour))
			c.Signup.Organisation, c.Signup.Municipality, c.Signup.Role = who.organisation, who.municipality, who.role
			if _, err := h.Register(t.Context(), ev.Slug, c); err != nil {
				t.Fatal(err)
			}
		}
		h.register(t, "other", "x@ale.se", noon)
		if err := h.Withdraw(t.Context(), h.participant(t, ev.ID, "p2@ale.se").ID, 1, "", noon.Add(5*time.Hour)); err != nil {
			t.Fatal(err)
		}
		moved := seminar("gophers", 3)
		moved.StartsAt = starts.Add(time.Hour)
		h.save(t, moved, noon.Add(6*time.Hour))
		h.failMail(t, ev.ID, 1)
		h.execute(t, fmt.Sprintf("UPDATE registrations SET category = CASE WHEN email = 'p0@ale.se' THEN '' ELSE 'c1' END WHERE event_id = %d", ev.ID))
		got, err := h.Statistics(t.Context(), ev.ID)
		if err != nil {
			t.Fatal(err)
		}
		hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
		want := store.Statistics{
			Standings: map[event.Standing]int{event.Confirmed: 3, event.Withdrawn: 1}, Bounced: 1,
			Gained:        []event.HourCount{{Hour: hour(0), N: 1}, {Hour: hour(1), N: 1}, {Hour: hour(2), N: 1}, {Hour: hour(5), N: 1}},
			Lost:          []event.HourCount{{Hour: hour(5), N: 1}},
			Organisations: []store.Share{{Name: "Ale kommun", N: 2}, {Name: "Partille kommun", N: 1}},
			Municipality:  []store.Share{{Name: "Ale", N: 2}, {Name: "Partille", N: 1}},
			Roles:         got.Roles,
			Sendings:      got.Sendings,
			Attendance:    []store.Share{{Name: "on-site", N: 3}},
			Categories:    []store.Share{{Name: "c1", N: 2}},
			Answers:       map[string][]store.Share{},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("statistics (-want +got):\n%s", diff)
		}
		if len(got.Roles) != 1 || got.Roles[0].N != 3 || !strings.EqualFold(got.Roles[0].Name, "chef") {
			t.Errorf("roles %+v", got.Roles)
		}
		if s := got.Sendings; len(s) != 1 || s[0].Kind != event.MailEventChanged || s[0].N != 3 || !s[0].At.Equal(hour(6)) {
			t.Errorf("sendings %+v", s)
		}
	})
}

// bulk puts registrations and their mails into events behind the store's back: as
// many to each of so many events, over forty days.
func (h *house) bulk(t testing.TB, events, each int) {
	t.Helper()
	at := func(minutes string) string {
		if h.options.Postgres != "" {
			return "timestamptz '2030-03-10 00:00:00+00' + (" + minutes + ") * interval '1 minute'"
		}
		return "strftime('%Y-%m-%d %H:%M:%S', '2030-03-10', '+' || (" + minutes + ") || ' minutes') || '+00:00'"
	}
	numbers := func(n int) string {
		return fmt.Sprintf("WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < %d) ", n)
	}
	created := at(fmt.Sprintf("(r.i * 576 / %d)", max(1, each/100)))
	h.execute(t, numbers(each)+`INSERT INTO registrations (event_id, reference, generation, standing, name, email, email_normal, organisation, role,
		municipality, comment, language, sequence, created_at, confirmed_at, cancelled_at, cancel_reason, name_key, organisation_key, search_key)
		SELECT events.id, 'R' || events.id || '-' || r.i, 1, CASE WHEN r.i % 20 = 0 THEN 'withdrawn' ELSE 'confirmed' END,
		'Person nummer ' || r.i, 'p' || r.i || '@example.org', 'p' || r.i || '@example.org', 'Organisation ' || (r.i % 900), 'Roll ' || (r.i % 7),
		'Kommun ' || (r.i % 60), 'En kommentar som är några ord lång', 'sv', 0, `+created+", "+created+`,
		CASE WHEN r.i % 20 = 0 THEN `+at(fmt.Sprintf("(r.i * 576 / %d) + 600", max(1, each/100)))+` ELSE NULL END, '', 'person nummer ' || r.i, 'organisation ' || (r.i % 900),
		'person nummer ' || r.i || ' p' || r.i || '@example.org organisation ' || (r.i % 900) FROM r, events`)
	h.execute(t, `INSERT INTO messages (kind, event_id, registration_id, message_id, recipient, language, sequence, data, state, attempts, due_at, last_error, created_at)
		SELECT 'confirmed', event_id, id, 'm' || id, email, 'sv', 0, '{}', CASE WHEN id % 1000 = 0 THEN 'failed' ELSE 'sent' END, 1, created_at, '', created_at FROM registrations`)
	h.execute(t, "ANALYZE")
}

// BenchmarkOverview measures what stands behind an organiser's first page: 200
// events with 500 registrations each.
func BenchmarkOverview(b *testing.B) {
	eachBench(b, func(b *testing.B, h *house) {
		var org uint
		var ids []uint
		for i := range 200 {
			ev := h.save(b, seminar(fmt.Sprintf("e%d", i), 600), noon)
			org, ids = ev.OrganisationID, append(ids, ev.ID)
		}
		h.bulk(b, 200, 500)
		for b.Loop() {
			if _, err := h.Overview(b.Context(), org, noon); err != nil {
				b.Fatal(err)
			}
			if _, err := h.Latest(b.Context(), org, ids, 0, noon.AddDate(0, 0, -7), 8); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkStatistics measures one event with 100,000 registrations.
func BenchmarkStatistics(b *testing.B) {
	eachBench(b, func(b *testing.B, h *house) {
		ev := h.save(b, seminar("gophers", 0), noon)
		h.bulk(b, 1, 100_000)
		for b.Loop() {
			if _, err := h.Statistics(b.Context(), ev.ID); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func eachBench(b *testing.B, bench func(b *testing.B, h *house)) {
	for name, options := range map[string]func(testing.TB) store.Options{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) { bench(b, newHouse(b, options(b))) })
	}
}
