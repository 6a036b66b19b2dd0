package store_test

import (
	"fmt"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// How many participants the figures are for.
const benchParticipants = 100_000

// BenchmarkParticipants finds and counts one page of a long list, in each order
// and with each filter. The lead time of a page is to stay below 100 ms.
func BenchmarkParticipants(b *testing.B) {
	for name, options := range map[string]func(testing.TB) store.Options{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			h := newHouse(b, options(b))
			ev := h.save(b, seminar("gophers", 0), noon)
			h.multitude(b, ev, benchParticipants)
			b.Run("beside", func(b *testing.B) {
				for b.Loop() {
					for what, err := range h.besides(b, ev) {
						if err != nil {
							b.Fatal(what, err)
						}
					}
				}
			})
			b.Run("session", func(b *testing.B) {
				for b.Loop() {
					if people, err := h.SessionPeople(b.Context(), ev.ID, "s1", event.Confirmed, 500); err != nil || len(people) != 500 {
						b.Fatal(len(people), err)
					}
				}
			})
			for _, c := range longLists() {
				b.Run(c.name, func(b *testing.B) {
					for b.Loop() {
						regs, n, err := h.FindParticipants(b.Context(), ev.ID, c.query, c.offset, 50)
						if err != nil || n == 0 && c.name != "search/nobody" || len(regs) > 50 {
							b.Fatal(len(regs), n, err)
						}
					}
					b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/page")
				})
			}
			b.Run("duplicates", func(b *testing.B) {
				// Names that lie as far apart as people's do: 300 first ones, 5,000 last ones.
				h.execute(b, "UPDATE registrations SET name_key = (id % 300 * 6999983) || ' ' || (id * 7907 % 5000 * 399983)")
				b.ResetTimer()
				for b.Loop() {
					if _, _, err := h.Duplicates(b.Context(), ev.ID, 100); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// longLists are what organisers ask of a long list.
func longLists() []struct {
	name   string
	query  store.ParticipantQuery
	offset int
} {
	type list = struct {
		name   string
		query  store.ParticipantQuery
		offset int
	}
	lists := []list{{"newest", store.ParticipantQuery{Descending: true}, 0}}
	for _, by := range store.ParticipantSorts {
		lists = append(lists,
			list{fmt.Sprintf("sort/%s/first", by), store.ParticipantQuery{Sort: by}, 0},
			list{fmt.Sprintf("sort/%s/last", by), store.ParticipantQuery{Sort: by, Descending: true}, benchParticipants - 50},
			list{fmt.Sprintf("search/by-%s", by), store.ParticipantQuery{Sort: by, Search: "namn77 kommun 7"}, 0},
			list{fmt.Sprintf("filter/by-%s", by), store.ParticipantQuery{Sort: by, Municipality: "Ort 44", Standing: event.Confirmed}, 0})
	}
	return append(lists,
		list{"search/nobody", store.ParticipantQuery{Search: "finns inte"}, 0},
		list{"search/all", store.ParticipantQuery{Search: "kommun", Sort: store.ByName}, 0},
		list{"search/all/last", store.ParticipantQuery{Search: "kommun", Sort: store.ByName}, benchParticipants - 50},
		list{"search/address", store.ParticipantQuery{Search: "p4711@ale.se"}, 0},
		list{"filter/standing", store.ParticipantQuery{Standing: event.Waiting, Sort: store.ByName}, 0},
		list{"filter/organisation", store.ParticipantQuery{Organisation: "kommun 17"}, 0},
		list{"filter/municipality", store.ParticipantQuery{Municipality: "Ort 44"}, 0},
		list{"filter/role", store.ParticipantQuery{Role: "Chef", Sort: store.ByName}, 0},
		list{"filter/role/municipality", store.ParticipantQuery{Role: "Chef", Sort: store.ByMunicipality}, 0},
		list{"filter/failed", store.ParticipantQuery{Delivery: store.Undelivered, Sort: store.ByName}, 0},
		list{"filter/waiting", store.ParticipantQuery{Delivery: store.Undecided, Sort: store.ByName}, 0},
		list{"filter/arrived", store.ParticipantQuery{Arrived: "yes", Sort: store.ByName}, 0},
		list{"filter/absent", store.ParticipantQuery{Arrived: "no", Sort: store.ByName}, 0},
		list{"filter/late", store.ParticipantQuery{Late: true}, 0},
		list{"filter/attendance", store.ParticipantQuery{Attendance: event.Online, Sort: store.ByName}, 0},
		list{"filter/category", store.ParticipantQuery{Category: "c1", Sort: store.ByName}, 0},
		list{"filter/category/way", store.ParticipantQuery{Category: "c2", Attendance: event.OnSite, Descending: true}, 0},
		list{"filter/session", store.ParticipantQuery{Session: store.SessionFilter{Key: "s1"}, Sort: store.ByName}, 0},
		list{"filter/session/place", store.ParticipantQuery{Session: store.SessionFilter{Key: "s1", Standing: event.Confirmed}, Descending: true}, 0},
		list{"filter/session/waits", store.ParticipantQuery{Session: store.SessionFilter{Key: "s1", Standing: event.Waiting}, Sort: store.ByName}, 0},
		list{"filter/session/search", store.ParticipantQuery{Session: store.SessionFilter{Key: "s1"}, Search: "kommun", Sort: store.ByName}, 0},
		list{"filter/applied", store.ParticipantQuery{Standing: event.Applied, Sort: store.ByName}, 0},
		list{"filter/withdrawn", store.ParticipantQuery{Standing: event.Withdrawn, Sort: store.ByName}, 0},
		list{"filter/declined", store.ParticipantQuery{Standing: event.Declined, Sort: store.ByName}, 0},
		list{"filter/offered", store.ParticipantQuery{Unanswered: store.Offered, Sort: store.ByName}, 0},
		list{"filter/unverified", store.ParticipantQuery{Unanswered: store.Unverified, Descending: true}, 0},
		list{"filter/group", store.ParticipantQuery{Group: 1, Sort: store.ByName}, 0},
		list{"filter/invite", store.ParticipantQuery{Invite: 1, Sort: store.ByName}, 0},
		list{"filter/answer/half", store.ParticipantQuery{Answers: []event.Chosen{{Question: "from", Choice: "1"}}, Sort: store.ByName}, 0},
		list{"filter/answer/few", store.ParticipantQuery{Answers: []event.Chosen{{Question: "diet", Choice: "44"}}, Sort: store.ByName}, 0},
		list{"filter/answer/two", store.ParticipantQuery{
			Answers: []event.Chosen{{Question: "from", Choice: "1"}, {Question: "diet", Choice: "44"}}, Attendance: event.OnSite, Descending: true,
		}, 0},
		list{"filter/answer/search", store.ParticipantQuery{Answers: []event.Chosen{{Question: "from", Choice: "1"}}, Search: "kommun", Sort: store.ByName}, 0},
		list{"filter/everything", store.ParticipantQuery{
			Search: "namn", Standing: event.Confirmed, Role: "Chef", Municipality: "Ort 44", Arrived: "yes", Sort: store.ByOrganisation,
		}, 0},
	)
}

// multitude writes so many registrations and a mail for each, without asking
// the rules: one in ten waits and one in ten has cancelled, a third has arrived,
// few mails have failed or wait, and each has made two choices. A hundredth has
// applied or been declined; groups and invites have a hundred each; four of five
// have chosen one of four sessions, of whom a tenth waits; few have an offer or an
// address to confirm.
func (h *house) multitude(t testing.TB, ev *event.Event, n int) {
	t.Helper()
	numbers := fmt.Sprintf("WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < %d)", n)
	const at, yes = "'2030-04-15 10:00:00+00:00'", "'2030-05-10 07:00:00+00:00'"
	moment := func(text string) string {
		if h.options.Postgres != "" {
			return text + "::timestamptz"
		}
		return text
	}
	h.execute(t, fmt.Sprintf(`INSERT INTO late_links (id, event_id, note, expires_at, used, created_at)
		VALUES (1, %d, '', %s, true, %s)`, ev.ID, yes, at))
	h.execute(t, fmt.Sprintf(`INSERT INTO registrations (id, event_id, reference, generation, standing, name, email, email_normal,
		organisation, role, municipality, comment, language, late_link_id, sequence, created_at, confirmed_at, cancelled_at, cancel_reason, arrived_at,
		name_key, organisation_key, municipality_key, search_key)
		%[1]s SELECT i, %[2]d, 'GOP-' || i, 1,
			CASE i %% 10 WHEN 3 THEN 'waiting' WHEN 7 THEN 'withdrawn' ELSE 'confirmed' END,
			'Förnamn' || (i * 7919 %% 1000) || ' Efternamn' || (i * 7907 %% 9973), 'p' || i || '@ale.se', 'p' || i || '@ale.se',
			'Kommun ' || (i %% 211), CASE i %% 3 WHEN 0 THEN 'Chef' WHEN 1 THEN 'Handläggare' ELSE 'Strategisk tjänsteperson' END,
			'Ort ' || (i %% 290), '', 'sv', CASE i WHEN 4711 THEN 1 END, 0, %[3]s,
			CASE WHEN i %% 10 <> 3 THEN %[3]s END, CASE WHEN i %% 10 = 7 THEN %[3]s END, '', CASE WHEN i %% 3 = 0 THEN %[4]s END,
			'f}rnamn' || (i * 7919 %% 1000) || ' efternamn' || (i * 7907 %% 9973), 'kommun ' || (i %% 211), 'ort ' || (i %% 290),
			'f}rnamn' || (i * 7919 %% 1000) || ' efternamn' || (i * 7907 %% 9973) || ' p' || i || '@ale.se kommun ' || (i %% 211) ||
				CASE i %% 3 WHEN 0 THEN ' chef' WHEN 1 THEN ' handl|ggare' ELSE ' strategisk tj|nsteperson' END || ' ort ' || (i %% 290) || ' gop-' || i
		FROM numbers`, numbers, ev.ID, moment(at), moment(yes)))
	h.execute(t, fmt.Sprintf(`INSERT INTO messages (kind, event_id, registration_id, message_id, recipient, language, sequence, data, state, attempts, due_at, last_error, created_at)
		%s SELECT 'confirmed', %d, i, 'confirmed.' || i, 'p' || i || '@ale.se', 'sv', 0, '{}',
			CASE WHEN i %% 500 = 1 THEN 'failed' WHEN i %% 500 = 2 THEN 'queued' ELSE 'sent' END, 1, %[3]s, '', %[3]s FROM numbers`, numbers, ev.ID, moment(at)))
	h.execute(t, "UPDATE registrations SET attendance = CASE id % 3 WHEN 0 THEN 'online' ELSE 'on-site' END")
	h.execute(t, `INSERT INTO answer_choices (event_id, question, choice, registration_id)
		SELECT event_id, 'from', CAST(id / 7 % 2 AS text), id FROM registrations UNION ALL
		SELECT event_id, 'diet', CAST(id / 3 % 60 AS text), id FROM registrations`)
	h.execute(t, fmt.Sprintf(`INSERT INTO registration_groups (id, event_id, name, email, language, generation, together, created_at)
		%s SELECT i, %d, 'Chef', 'chef@ale.se', 'sv', 1, false, %s FROM numbers WHERE i %% 100 = 0 OR i = 1`, numbers, ev.ID, moment(at)))
	h.execute(t, fmt.Sprintf(`INSERT INTO invites (id, event_id, name, email, code, uses, created_at)
		%s SELECT i, %d, 'Avdelning', '', 'K' || i, 100, %s FROM numbers WHERE i <= 1000`, numbers, ev.ID, moment(at)))
	h.execute(t, fmt.Sprintf(`UPDATE registrations SET category = 'c' || (id %% 4), invite_id = CASE WHEN id <= 1000 THEN 1 WHEN id <= 50000 THEN id %% 1000 + 1 END,
			group_id = CASE WHEN id %% 1000 = 5 THEN 1 WHEN id %% 100 = 6 AND id > 6 THEN id - 6 END,
			standing = CASE WHEN id %% 200 = 8 THEN 'applied' ELSE standing END, is_declined = id %% 200 = 17,
			offer_until = CASE WHEN id %% 1000 = 3 THEN %[1]s END, verify_by = CASE WHEN id %% 500 = 4 THEN %[1]s END`, moment(yes)))
	h.execute(t, fmt.Sprintf(`INSERT INTO session_choices (event_id, registration_id, session, standing, created_at)
		SELECT event_id, id, 's' || (id %% 5), CASE WHEN standing <> 'confirmed' THEN CASE standing WHEN 'withdrawn' THEN 'withdrawn' ELSE 'applied' END
			WHEN id %% 11 = 0 THEN 'waiting' ELSE 'confirmed' END, %s FROM registrations WHERE id %% 5 > 0`, moment(at)))
	// PostgreSQL does this by itself, some time after so many rows.
	if h.options.Postgres != "" {
		h.execute(t, "VACUUM ANALYZE")
	}
}

// besides is what a page shows beside the list, by name, with the time each took
// in the log of a benchmark that is asked to be talkative.
func (h *house) besides(b *testing.B, ev *event.Event) map[string]error {
	b.Helper()
	ctx, errs := b.Context(), map[string]error{}
	for what, do := range map[string]func() error{
		"places":  func() error { _, err := h.Places(ctx, ev.ID); return err },
		"choices": func() error { _, err := h.ParticipantChoices(ctx, ev.ID); return err },
		"failed":  func() error { _, _, err := h.FailedMails(ctx, ev.ID, nil); return err },
		"undo":    func() error { _, err := h.LastDeed(ctx, ev.ID, 1, noon); return err },
		"asked":   func() error { _, err := h.UnansweredCounts(ctx, ev.ID); return err },
	} {
		start := time.Now()
		errs[what] = do()
		b.Logf("%s took %s", what, time.Since(start))
	}
	return errs
}
