package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// A known and an unknown address are treated alike until the mail leaves.
func TestRequestLinks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		over := seminar("over", 5)
		over.StartsAt, over.EndsAt, over.ClosesAt = noon.Add(-2*time.Hour), noon.Add(time.Hour), noon.Add(time.Hour)
		for _, ev := range []*event.Event{seminar("one", 5), seminar("two", 1), over, seminar("left", 5)} {
			h.save(t, ev, noon)
		}
		h.register(t, "two", "bo@ale.se", noon)
		for _, slug := range []string{"one", "two", "over", "left"} {
			h.register(t, slug, "Anna@ale.se", noon)
		}
		left, err := h.EventBySlug(t.Context(), "left")
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Withdraw(t.Context(), h.participant(t, left.ID, "Anna@ale.se").ID, 1, "", noon); err != nil {
			t.Fatal(err)
		}
		claim(t, h.Store, 100, noon)

		now := noon.Add(time.Hour) // the event that was going on is over
		for _, email := range []string{"anna@ALE.se", "nobody@ale.se"} {
			if err := h.RequestLinks(t.Context(), email, "en", now); err != nil {
				t.Fatal(err)
			}
		}
		letters, err := h.ClaimLetters(t.Context(), 10, time.Hour, now)
		if err != nil {
			t.Fatal(err)
		}
		letters = slices.DeleteFunc(letters, func(l event.Letter) bool { return l.Message.Kind != event.MailLinks })
		if len(letters) != 2 {
			t.Fatalf("%d letters, want 2", len(letters))
		}
		var held []string
		for _, p := range letters[0].Places {
			held = append(held, p.Event.Slug+" "+string(p.Registration.Standing)+" "+p.Event.Organisation.Name)
		}
		if diff := cmp.Diff([]string{"one confirmed Ale kommun", "two waiting Ale kommun"}, held); diff != "" || letters[0].IsPointless() {
			t.Error(diff)
		}
		if unknown := letters[1]; !unknown.IsPointless() || unknown.Message.Recipient != "nobody@ale.se" || unknown.Message.Language != "en" {
			t.Errorf("unknown: %+v", unknown)
		}
		// Both are kept alike for a while, and then nothing of either.
		finish(t, h.Store, letters[1].Message, event.Pointless, now)
		finish(t, h.Store, letters[0].Message, event.Delivered, now)
		for _, kept := range []struct {
			before time.Time
			want   int
		}{{now, 2}, {now.Add(time.Microsecond), 0}} {
			if err := h.PurgeLinks(t.Context(), kept.before); err != nil {
				t.Fatal(err)
			}
			if n := h.count(t, "SELECT count(*) FROM messages WHERE kind = 'links'"); n != kept.want {
				t.Errorf("%d requests are kept, not %d", n, kept.want)
			}
		}
		h.promises(t)
	})
}

func TestLinksAreSentOnceInAWhile(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		second := h.another(t)
		steps := []struct {
			email string
			after time.Duration
			want  int
		}{
			{"anna@ale.se", 0, 1}, {"ANNA@ale.se", time.Minute, 1}, {"bo@ale.se", time.Minute, 2},
			{"anna@ale.se", 5*time.Minute - time.Microsecond, 2}, {"anna@ale.se", 5 * time.Minute, 3},
		}
		for _, step := range steps {
			together(6, func(i int) {
				s := h.Store
				if i%2 == 1 {
					s = second
				}
				if err := s.RequestLinks(t.Context(), step.email, "sv", noon.Add(step.after)); err != nil {
					t.Error(err)
				}
			})
			if n := h.count(t, "SELECT count(*) FROM messages"); n != step.want {
				t.Errorf("%s after %s: %d mails, want %d", step.email, step.after, n, step.want)
			}
		}
	})
}
