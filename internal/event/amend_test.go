package event_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestAmendingDetails(t *testing.T) {
	end := time.Date(2030, 5, 10, 10, 0, 0, 0, time.UTC)
	ev := &event.Event{Status: event.Published, EndsAt: end, Attendance: event.Both}
	tests := []struct {
		name       string
		standing   event.Standing
		now        time.Time
		change     func(*event.Signup)
		fields     []string
		generation int
		mail       event.MessageKind
	}{
		{"nothing changed", event.Confirmed, end.Add(-time.Hour), func(*event.Signup) {}, nil, 1, ""},
		{"a name tells nobody", event.Confirmed, end.Add(-time.Hour), func(s *event.Signup) { s.Name = "Anna Ek" }, []string{"name"}, 1, ""},
		{"a new address gets a link of its own", event.Confirmed, end.Add(-time.Hour), func(s *event.Signup) { s.Email = "a@ale.se" }, []string{"email"}, 2, event.MailConfirmed},
		{"in the waiting list too", event.Waiting, end.Add(-time.Hour), func(s *event.Signup) { s.Email, s.Role = "a@ale.se", "Chef" }, []string{"email", "role"}, 2, event.MailWaiting},
		{"how they come is for them to know", event.Confirmed, end.Add(-time.Hour), func(s *event.Signup) { s.Attendance = event.Online }, []string{"attendance"}, 1, event.MailChanged},
		{"and their category, in the waiting list too", event.Waiting, end.Add(-time.Hour), func(s *event.Signup) { s.Category = "c2" }, []string{"category"}, 1, event.MailChanged},
		{"but not once it is over", event.Confirmed, end, func(s *event.Signup) { s.Category = "c2" }, []string{"category"}, 1, ""},
		{"not after it is over", event.Confirmed, end, func(s *event.Signup) { s.Email = "a@ale.se" }, []string{"email"}, 2, ""},
		{"not who has cancelled", event.Withdrawn, end.Add(-time.Hour), func(s *event.Signup) { s.Email = "a@ale.se" }, []string{"email"}, 2, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := event.Registration{Name: "Anna Berg", Email: "anna@ale.se", Generation: 1, Standing: tt.standing}
			mark, s := r.Mark(), r.Details()
			tt.change(&s)
			changes := r.AmendByHand(ev, s)
			var fields []string
			for _, c := range changes {
				fields = append(fields, c.Field)
			}
			if diff := cmp.Diff(tt.fields, fields); diff != "" || r.Generation != tt.generation || r.AmendMail(changes, ev, tt.now) != tt.mail {
				t.Errorf("generation %d, mail %q\n%s", r.Generation, r.AmendMail(changes, ev, tt.now), diff)
			}
			if (mark == r.Mark()) != (len(changes) == 0) {
				t.Error("the mark does not tell whether something changed")
			}
			if r.NameKey != event.SortKey(s.Name) || r.EmailNormal != event.NormalAddress(s.Email) {
				t.Errorf("the keys are of somebody else: %q, %q", r.NameKey, r.EmailNormal)
			}
		})
	}
}
