package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

// draft is an event that nothing is missing from but an audience.
func (d *desk) draft(change ...func(*event.Event)) *event.Event {
	d.t.Helper()
	return d.save("goda-uppvaxtvillkor", append([]func(*event.Event){func(e *event.Event) {
		e.Status, e.PrivacyText, e.TargetGroup = event.Draft, "Vi sparar dina uppgifter i ett år.", ""
	}}, change...)...)
}

func at(ev *event.Event) string { return "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug }

func (d *desk) eventNow(ev *event.Event) *event.Event {
	d.t.Helper()
	got, err := d.store.EventBySlug(d.t.Context(), ev.Slug)
	if err != nil {
		d.t.Fatal(err)
	}
	return got
}

func TestPublishing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.draft()
		b := d.member(ev.OrganisationID, event.Organiser)
		b.get(at(ev)+"/publish").ok(t, "Utkast", "Inget hindrar att du publicerar")
		b.post(at(ev)+"/publish", nil).leads(t, "/console"+at(ev)+"/publish?done=published")
		if got := d.eventNow(ev); got.Status != event.Published {
			t.Errorf("it is %s", got.Status)
		}
		b.get(at(ev)+"/publish?done=published").ok(t, "Alla kan se det", "Evenemanget är publicerat.")
		// A second press changes nothing.
		version := d.eventNow(ev).Version
		b.post(at(ev)+"/publish", nil).leads(t, "/console")
		if got := d.eventNow(ev); got.Version != version {
			t.Error("published twice")
		}
		b.post(at(ev)+"/publish/withdraw", nil).leads(t, "/console"+at(ev)+"/publish?done=withdrawn")
		if got := d.eventNow(ev); got.Status != event.Draft {
			t.Errorf("it is %s", got.Status)
		}
	})
}

func TestWhatMustBeThereBeforePublishing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.draft(func(e *event.Event) { e.Contact = event.Contact{} })
		b := d.member(ev.OrganisationID, event.Organiser)
		b.post(at(ev)+"/publish", nil).is(t, http.StatusUnprocessableEntity, "Något saknas", "vem man kan fråga")
		form := url.Values{"date": {"2024-01-25"}, "time": {"08:00"}}
		b.post(at(ev)+"/publish/schedule", form).is(t, http.StatusUnprocessableEntity, "Något saknas")
		if got := d.eventNow(ev); got.Status != event.Draft || got.PublishAt != nil {
			t.Errorf("it is %s, to be published at %v", got.Status, got.PublishAt)
		}
	})
}

func TestPublishingLater(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.draft()
		b := d.member(ev.OrganisationID, event.Organiser)
		for _, tt := range []struct{ date, time, says string }{
			{"", "08:00", "Välj en dag"},
			{"2024-02-30", "08:00", "Välj en dag"},
			{"2024-01-19", "08:00", "inte har varit"},
			{"2024-02-06", "12:00", "före evenemangets slut"},
		} {
			form := url.Values{"date": {tt.date}, "time": {tt.time}}
			a := b.post(at(ev)+"/publish/schedule", form)
			a.is(t, http.StatusUnprocessableEntity, tt.says)
			if !strings.Contains(a.body, `value="`+tt.date+`"`) {
				t.Errorf("%q is not kept", tt.date)
			}
		}
		form := url.Values{"date": {"2024-01-25"}, "time": {"08:00"}}
		b.post(at(ev)+"/publish/schedule", form).leads(t, "/console"+at(ev)+"/publish?done=scheduled")
		b.get(at(ev)+"/publish").ok(t, "Publiceras 25 januari kl. 08.00")
		moment := time.Date(2024, 1, 25, 7, 0, 0, 0, time.UTC)
		publish := func(now time.Time, want int) {
			t.Helper()
			if ids, err := d.store.PublishDue(t.Context(), now); err != nil || len(ids) != want {
				t.Errorf("%d events are published, want %d; %v", len(ids), want, err)
			}
		}
		publish(moment.Add(-time.Second), 0)
		publish(moment, 1)
		publish(moment, 0)
		if got := d.eventNow(ev); got.Status != event.Published || got.PublishAt != nil {
			t.Errorf("it is %s, to be published at %v", got.Status, got.PublishAt)
		}
	})
}

// Somebody who thinks again, or takes away what must be there, is not published
// against their will.
func TestPublishingLaterIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.draft()
		b := d.member(ev.OrganisationID, event.Organiser)
		moment := d.clock().Add(time.Hour)
		schedule := func() {
			t.Helper()
			by := event.Actor{Who: "x", OrganisationID: ev.OrganisationID}
			if err := d.store.SetPublishAt(t.Context(), by, ev.ID, &moment, d.clock()); err != nil {
				t.Fatal(err)
			}
		}
		stays := func(why string) {
			t.Helper()
			if ids, err := d.store.PublishDue(t.Context(), moment); err != nil || len(ids) != 0 || d.eventNow(ev).Status != event.Draft {
				t.Errorf("%s: published %v, %v", why, ids, err)
			}
		}
		schedule()
		b.post(at(ev)+"/publish/unschedule", nil).leads(t, "/console")
		stays("thought again")
		schedule()
		changed := d.eventNow(ev)
		changed.Contact = event.Contact{}
		by := event.Actor{Who: "x", OrganisationID: ev.OrganisationID}
		if err := d.store.ChangeEvent(t.Context(), by, changed, "event.changed", d.clock()); err != nil {
			t.Fatal(err)
		}
		stays("something is missing")
		if d.eventNow(ev).PublishAt != nil {
			t.Error("it is tried again and again")
		}
	})
}

func TestCallingOff(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		d.register(ev, "Anna Berg", "anna@example.org")
		b := d.member(ev.OrganisationID, event.Organiser)
		b.get(at(ev)+"/publish").ok(t, "1 person får ett mejl")
		b.post(at(ev)+"/publish/cancel", url.Values{"sure": {"yes"}}).is(t, http.StatusUnprocessableEntity, "Skriv varför")
		a := b.post(at(ev)+"/publish/cancel", url.Values{"reason": {"Föreläsaren är sjuk"}})
		a.is(t, http.StatusUnprocessableEntity, "Kryssa i rutan", "Föreläsaren är sjuk")
		form := url.Values{"reason": {"Föreläsaren är sjuk"}, "sure": {"yes"}}
		b.post(at(ev)+"/publish/cancel", form).leads(t, "/console"+at(ev)+"/publish?done=called_off")
		if got := d.eventNow(ev); got.Status != event.Cancelled || got.CancelReason != "Föreläsaren är sjuk" || got.CancelledAt == nil {
			t.Errorf("%+v", got)
		}
		letters, err := d.store.ClaimLetters(t.Context(), 10, time.Minute, d.clock())
		if err != nil {
			t.Fatal(err)
		}
		told := 0
		for _, l := range letters {
			if l.Message.Kind == event.MailEventCancelled {
				told++
			}
		}
		if told != 1 {
			t.Errorf("%d people are told", told)
		}
		b.post(at(ev)+"/publish/withdraw", nil).leads(t, "/console"+at(ev)+"/publish?done=changed_meanwhile")
	})
}

func TestArchiveAndDelete(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.draft()
		b := d.member(ev.OrganisationID, event.Organiser)
		b.post(at(ev)+"/publish/archive", nil).leads(t, "/console"+at(ev)+"/publish?done=archived")
		b.get(at(ev)+"/publish").ok(t, "Arkiverat")
		b.post(at(ev)+"/publish/archive", url.Values{"archive": {"back"}}).leads(t, "/console"+at(ev)+"/publish?done=unarchived")
		if d.eventNow(ev).ArchivedAt != nil {
			t.Error("still in the archive")
		}
		b.post(at(ev)+"/publish/delete", nil).is(t, http.StatusUnprocessableEntity, "Kryssa i rutan")
		b.post(at(ev)+"/publish/delete", url.Values{"sure": {"yes"}}).leads(t, "/console/o/"+ev.Organisation.Slug+"/events?done=deleted")
		if _, err := d.store.EventBySlug(t.Context(), ev.Slug); err == nil {
			t.Error("it is still there")
		}
	})
}

// What people have registered to cannot be taken away, whoever is quicker.
func TestPeopleAreNotLeftBehind(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("goda-uppvaxtvillkor")
		d.register(ev, "Anna Berg", "anna@example.org")
		b := d.member(ev.OrganisationID, event.Organiser)
		for _, path := range []string{"/publish/withdraw", "/publish/delete"} {
			b.post(at(ev)+path, url.Values{"sure": {"yes"}}).leads(t, "/console"+at(ev)+"/publish?done=changed_meanwhile")
		}
		if got := d.eventNow(ev); got.Status != event.Published {
			t.Errorf("it is %s", got.Status)
		}
	})
}
