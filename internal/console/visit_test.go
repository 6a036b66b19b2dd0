package console_test

import (
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

func TestSigningOut(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		b := d.member(gr.OrganisationID, event.Reader)
		b.get("/o/"+gr.Organisation.Slug).ok(t, "Översikt", "Elin Exempel")
		b.get("/en/console/o/"+gr.Organisation.Slug).ok(t, "Overview")
		b.post("/sign-out", nil).leads(t, "/console/sign-in")
		b.get("/o/"+gr.Organisation.Slug).leads(t, "/console/sign-in")
	})
}

// A browser that nobody uses is signed out, and so is one that was used for too
// long.
func TestSigninsEnd(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser")
		path := "/o/" + gr.Organisation.Slug
		idle, busy := d.member(gr.OrganisationID, event.Reader), d.member(gr.OrganisationID, event.Reader)
		for used := time.Duration(0); used < event.SigninLife; used += event.SigninIdle / 2 {
			busy.get(path).ok(t)
			d.wait(event.SigninIdle / 2)
		}
		idle.get(path).leads(t, "/console/sign-in?next=%2Fconsole%2Fo%2F")
		busy.get(path).leads(t, "/console/sign-in")
	})
}

// Whoever is in one organisation goes straight there.
func TestHome(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr, lst := d.save("tidiga-insatser"), d.save("goda-uppvaxtvillkor")
		one := d.member(gr.OrganisationID, event.Reader)
		one.get("").leads(t, "/console/o/"+gr.Organisation.Slug)
		by := event.Actor{OrganisationID: lst.OrganisationID}
		if err := d.store.AddMember(t.Context(), by, &event.Member{UserID: one.user.ID, Role: event.Door}, d.clock()); err != nil {
			t.Fatal(err)
		}
		a := one.get("")
		a.ok(t, gr.Organisation.Name, lst.Organisation.Name)
		if !strings.Contains(a.header.Get("Content-Security-Policy"), "script-src 'self'") || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("headers %v", a.header)
		}
		d.member(gr.OrganisationID, "").get("").ok(t, "inte med i någon organisation")
	})
}
