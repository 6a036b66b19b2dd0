package console_test

import (
	"net/url"
	"testing"
	"time"

	"samling/internal/event"
)

// Every page with participants' names on it is in the log, once an hour.
func TestNamesThatAreSeenAreLogged(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, regs := few(d)
		late := &event.LateLink{EventID: ev.ID, Note: "Vera", ExpiresAt: ev.EndsAt}
		if err := d.store.CreateLateLink(t.Context(), ev.Slug, late); err != nil {
			t.Fatal(err)
		}
		call := event.Call{FormKey: "late", Signup: event.Signup{Name: "Sen Senare", Email: "sen@example.org", Language: "sv"}, Now: d.clock()}
		if _, err := d.store.RegisterLate(t.Context(), ev.Slug, late.ID, call); err != nil {
			t.Fatal(err)
		}
		tests := []struct {
			name string
			see  func(b *somebody) answer
			want string
		}{
			{"the door", func(b *somebody) answer { return b.get(path(ev, "/door")) }, "Bo Ek"},
			{"a search at the door", func(b *somebody) answer { return b.post(path(ev, "/door"), url.Values{"q": {"bo"}}) }, "Bo Ek"},
			{"one at the door", func(b *somebody) answer { return b.get(path(ev, "/door?last="+regs[1].Reference)) }, "Bo Ek"},
			{"late links", func(b *somebody) answer { return b.get(path(ev, "/participants/late")) }, "Sen Senare"},
			{"what will be done", func(b *somebody) answer {
				return b.post(path(ev, "/participants/bulk"), url.Values{"do": {"cancel"}, "ref[]": {regs[1].Reference}})
			}, "Bo Ek"},
			{"the overview", func(b *somebody) answer { return b.get("/o/" + ev.Organisation.Slug) }, "Vera Väntar"},
		}
		for _, tt := range tests {
			d.wait(time.Hour)
			b := d.member(ev.OrganisationID, event.Organiser)
			before := len(audited(d, ev, "participants.seen"))
			tt.see(b).ok(t, tt.want)
			tt.see(b).ok(t, tt.want)
			if n := len(audited(d, ev, "participants.seen")) - before; n != 1 {
				t.Errorf("%s: %d entries", tt.name, n)
			}
		}
	})
}
