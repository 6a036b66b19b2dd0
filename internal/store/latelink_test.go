package store_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// AC4: one late link works after closing, once, and it is written down who
// used it.
func TestLateLink(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, example(t, "goda-uppvaxtvillkor"), noon)
		other := h.save(t, seminar("other", 5), noon)
		now := time.Date(2024, 2, 2, 12, 0, 0, 0, time.UTC)
		link := event.LateLink{Note: "sjuk vid sista dagen", ExpiresAt: ev.StartsAt, CreatedAt: now}
		if err := h.CreateLateLink(t.Context(), ev.Slug, &link); err != nil {
			t.Fatal(err)
		}
		kept, err := h.LateLink(t.Context(), link.ID)
		if diff := cmp.Diff(&link, kept); err != nil || diff != "" {
			t.Fatalf("%v\n%s", err, diff)
		}
		_, err = h.Register(t.Context(), ev.Slug, call("without@ale.se", now))
		wantErr(t, "without the link", err, event.ErrClosed)
		_, err = h.RegisterLate(t.Context(), ev.Slug, link.ID+1, call("guess@ale.se", now))
		wantErr(t, "with a link that does not exist", err, event.ErrClosed)
		_, err = h.RegisterLate(t.Context(), ev.Slug, link.ID, call("expired@ale.se", ev.StartsAt))
		wantErr(t, "with an expired link", err, event.ErrClosed)

		// Ten try it at once: one gets in.
		var in, out atomic.Int32
		together(10, func(i int) {
			switch _, err := h.RegisterLate(t.Context(), ev.Slug, link.ID, call(fmt.Sprintf("p%d@ale.se", i), now)); {
			case err == nil:
				in.Add(1)
			case errors.Is(err, event.ErrClosed):
				out.Add(1)
			default:
				t.Error(err)
			}
		})
		if in.Load() != 1 || out.Load() != 9 {
			t.Errorf("%d got in and %d did not, want 1 and 9", in.Load(), out.Load())
		}
		regs := h.participants(t, ev.ID)
		if len(regs) != 1 || regs[0].LateLinkID == nil || *regs[0].LateLinkID != link.ID {
			t.Fatalf("registrations %+v", regs)
		}
		if kept, err = h.LateLink(t.Context(), link.ID); err != nil || !kept.Used || kept.Note != link.Note {
			t.Errorf("the link is now %+v, %v", kept, err)
		}
		// A link of another event, used or not, is no obstacle where the door is open.
		if _, err := h.RegisterLate(t.Context(), other.Slug, link.ID, call("bo@ale.se", noon)); err != nil {
			t.Error(err)
		}
		h.promises(t)
	})
}

func TestLateLinksOfNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		wantErr(t, "for no event", h.CreateLateLink(t.Context(), "nowhere", &event.LateLink{}), event.ErrNotFound)
		_, err := h.LateLink(t.Context(), 1)
		wantErr(t, "a link that does not exist", err, event.ErrNotFound)
	})
}

// While an event is open, people may come with a used link as well as without.
func TestUsedLateLinkOfAnOpenEvent(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.save(t, seminar("gophers", 5), noon)
		link := event.LateLink{ExpiresAt: starts, CreatedAt: noon}
		if err := h.CreateLateLink(t.Context(), "gophers", &link); err != nil {
			t.Fatal(err)
		}
		for _, email := range []string{"anna@ale.se", "bo@ale.se"} {
			if _, err := h.RegisterLate(t.Context(), "gophers", link.ID, call(email, noon)); err != nil {
				t.Errorf("%s: %v", email, err)
			}
		}
		h.promises(t)
	})
}
