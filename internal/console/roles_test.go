package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samling/internal/console"
	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// stage is what the routes are tried on: an organisation with an event and
// participants, and another organisation with its own.
type stage struct {
	*desk
	own, other *event.Event
	reg        event.Registration
	otherReg   event.Registration
	members    [2]uint      // one of each organisation
	list       event.Import // brought to the own event
	otherList  event.Import
	invites    [2]uint // one to each event
}

func newStage(t *testing.T, o store.Options) *stage {
	t.Helper()
	s := &stage{desk: newDesk(t, storetest.Open(t, o))}
	s.own, s.other = s.save("goda-uppvaxtvillkor"), s.save("tidiga-insatser")
	if s.own.OrganisationID == s.other.OrganisationID {
		t.Fatal("both events are of one organisation")
	}
	s.reg = s.register(s.own, "Anna Berg", "anna@example.org")
	s.otherReg = s.registerOther()
	s.members = [2]uint{s.memberID(s.member(s.own.OrganisationID, event.Reader)), s.memberID(s.member(s.other.OrganisationID, event.Reader))}
	s.list, s.otherList = s.keep(s.own), s.keep(s.other)
	s.invites = [2]uint{s.inviteTo(s.own, event.Invite{Name: "Socialtjänsten"}).ID, s.inviteTo(s.other, event.Invite{Name: "Skolan"}).ID}
	return s
}

// keep brings a list to an event.
func (s *stage) keep(ev *event.Event) event.Import {
	s.t.Helper()
	i := event.Import{EventID: ev.ID, Rows: [][]string{{"Cia Dahl", "cia@example.org"}}, Fields: []event.ImportField{"name", "email"}}
	if err := s.store.KeepImport(s.t.Context(), event.Actor{OrganisationID: ev.OrganisationID}, &i, s.clock()); err != nil {
		s.t.Fatal(err)
	}
	return i
}

// registerOther puts somebody on the other organisation's event, which may be
// past by the clock of the desk.
func (s *stage) registerOther() event.Registration {
	s.t.Helper()
	signup := event.Signup{Name: "Bo Ek", Email: "bo@example.org", Language: "sv"}
	at := s.other.ClosesAt.AddDate(0, 0, -1)
	if _, err := s.store.Register(s.t.Context(), s.other.Slug, event.Call{FormKey: "key-bo", Signup: signup, Now: at}); err != nil {
		s.t.Fatal(err)
	}
	regs, _, err := s.store.FindParticipants(s.t.Context(), s.other.ID, store.ParticipantQuery{}, 0, 1)
	if err != nil || len(regs) != 1 {
		s.t.Fatalf("%d, %v", len(regs), err)
	}
	return regs[0]
}

// params fill the places of a route's path. Those of objects below an event or
// an organisation are named here, with one of the own and one of the other
// organisation.
func (s *stage) params() map[string][2]string {
	return map[string][2]string{
		":org":       {s.own.Organisation.Slug, s.other.Organisation.Slug},
		":event":     {s.own.Slug, s.other.Slug},
		":question":  {"support", "nothing"},
		":reference": {s.reg.Reference, s.otherReg.Reference},
		":member":    {fmt.Sprint(s.members[0]), fmt.Sprint(s.members[1])},
		":speaker":   {"1", "1"}, // a place in the event's own list
		":import":    {fmt.Sprint(s.list.ID), fmt.Sprint(s.otherList.ID)},
		":invite":    {fmt.Sprint(s.invites[0]), fmt.Sprint(s.invites[1])},
	}
}

// fill puts own (0) or other (1) objects into a path. Params in others are
// filled with the other organisation's objects.
func (s *stage) fill(path string, others ...string) string {
	s.t.Helper()
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if !strings.HasPrefix(part, ":") {
			continue
		}
		values, ok := s.params()[part]
		if !ok {
			values = [2]string{"1", "999999"} // an id or a code that does not exist
		}
		parts[i] = values[0]
		for _, o := range others {
			if o == part {
				parts[i] = values[1]
			}
		}
	}
	return strings.Join(parts, "/")
}

func (b *somebody) try(method, path string) answer {
	if method == http.MethodGet {
		return b.get(path)
	}
	return b.post(path, url.Values{})
}

var ladder = []event.MemberRole{event.Door, event.Reader, event.Organiser, event.Administrator}

// Every route of the console, by everybody, on everything: who may not is told
// so, and what belongs to another organisation does not exist.
func TestEveryRouteWithEveryRole(t *testing.T) {
	t.Parallel()
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		t.Parallel()
		s := newStage(t, o)
		inOrg := map[event.MemberRole]*somebody{}
		atEvent := map[event.MemberRole]*somebody{}
		for _, role := range ladder {
			inOrg[role] = s.member(s.own.OrganisationID, role)
			atEvent[role] = s.member(s.own.OrganisationID, role, s.own)
		}
		nobody, outsider := s.stranger(), s.member(s.other.OrganisationID, event.Administrator)
		for _, r := range console.Table() {
			name := r.Method + " " + r.Path
			own := s.fill(r.Path)
			switch least := event.MemberRole(r.Least); least {
			case "anyone", "user", "operator", "member", event.Door, event.Reader, event.Organiser, event.Administrator:
			default:
				t.Fatalf("%s is for %q, which is nobody we know", name, least)
			}
			if r.Least != "anyone" {
				if a := nobody.try(r.Method, own); a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, "/console/sign-in") {
					t.Errorf("%s: a stranger gets %d to %q", name, a.status, a.location)
				}
			}
			if r.Least == "operator" {
				if a := outsider.try(r.Method, own); a.status != http.StatusForbidden {
					t.Errorf("%s: who is no operator gets %d", name, a.status)
				}
			}
			if !strings.Contains(r.Path, ":org") {
				continue
			}
			if a := outsider.try(r.Method, own); a.status != http.StatusNotFound {
				t.Errorf("%s: an administrator of another organisation gets %d", name, a.status)
			}
			if strings.Contains(r.Path, ":event") {
				if a := inOrg[event.Administrator].try(r.Method, s.fill(r.Path, ":event")); a.status != http.StatusNotFound {
					t.Errorf("%s: an event of another organisation gives %d", name, a.status)
				}
				if a := inOrg[event.Administrator].try(r.Method, strings.Replace(own, s.own.Slug, "missing", 1)); a.status != http.StatusNotFound {
					t.Errorf("%s: an event that does not exist gives %d", name, a.status)
				}
			}
			if strings.Contains(r.Path, ":reference") {
				if a := inOrg[event.Administrator].try(r.Method, s.fill(r.Path, ":reference")); a.status != http.StatusNotFound {
					t.Errorf("%s: a participant of another organisation gives %d", name, a.status)
				}
			}
			if strings.Contains(r.Path, ":import") {
				if a := inOrg[event.Administrator].try(r.Method, s.fill(r.Path, ":import")); a.status != http.StatusNotFound {
					t.Errorf("%s: a list of another organisation gives %d", name, a.status)
				}
			}
			if strings.Contains(r.Path, ":invite") && !strings.Contains(r.Path, ":invitation") {
				if a := inOrg[event.Administrator].try(r.Method, s.fill(r.Path, ":invite")); a.status != http.StatusNotFound {
					t.Errorf("%s: an invite of another organisation gives %d", name, a.status)
				}
				if a := inOrg[event.Administrator].try(r.Method, strings.Replace(own, "/invites/"+s.params()[":invite"][0], "/invites/999999", 1)); a.status != http.StatusNotFound {
					t.Errorf("%s: an invite that does not exist gives %d", name, a.status)
				}
			}
			s.tryRoles(name, r, own, inOrg, atEvent)
		}
	})
}

// tryRoles tries a route with each role that is too little, which changes
// nothing, and those that are enough by looking only.
func (s *stage) tryRoles(name string, r console.Route, own string, inOrg, atEvent map[event.MemberRole]*somebody) {
	s.t.Helper()
	least := event.MemberRole(r.Least)
	for _, role := range ladder {
		enough := r.Least == "member" || role.Covers(least)
		switch {
		case !enough:
			if a := inOrg[role].try(r.Method, own); a.status != http.StatusForbidden {
				s.t.Errorf("%s: a %s gets %d", name, role, a.status)
			}
		case r.Method == http.MethodGet:
			if a := inOrg[role].get(own); a.status == http.StatusForbidden || a.status >= 500 {
				s.t.Errorf("%s: a %s gets %d", name, role, a.status)
			}
		}
		isEvent := strings.Contains(r.Path, ":event")
		switch {
		case r.Least == "member":
			if a := atEvent[role].get(own); a.status != http.StatusOK && a.status != http.StatusSeeOther {
				s.t.Errorf("%s: a %s of one event gets %d", name, role, a.status)
			}
		case !isEvent || !enough:
			if a := atEvent[role].try(r.Method, own); a.status != http.StatusForbidden {
				s.t.Errorf("%s: a %s of one event gets %d", name, role, a.status)
			}
		case r.Method == http.MethodGet:
			if a := atEvent[role].get(own); a.status == http.StatusForbidden || a.status >= 500 {
				s.t.Errorf("%s: a %s of this event gets %d", name, role, a.status)
			}
		}
	}
}

// Posts by those who may: no fault of ours, whatever is missing from the form.
// Each on a stage of its own, for they change things.
func TestEmptyFormsAreNoFault(t *testing.T) {
	t.Parallel()
	for _, r := range console.Table() {
		if r.Method != http.MethodPost {
			continue
		}
		t.Run(r.Path, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, storetest.SQLite(t))
			b := s.member(s.own.OrganisationID, event.Administrator)
			if a := b.post(s.fill(r.Path), url.Values{}); a.status >= 500 {
				t.Errorf("status %d\n%s", a.status, s.log)
			}
		})
	}
}

// The matrix above can fail: a role that is too little is told apart from one
// that is enough.
func TestTableHasEveryKindOfRoute(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range console.Table() {
		key := r.Method + r.Path
		if seen[key] {
			t.Errorf("%s %s stands there twice", r.Method, r.Path)
		}
		seen[key] = true
		if strings.Contains(r.Path, ":event") && (r.Least == "anyone" || r.Least == "user") {
			t.Errorf("%s %s is for %s", r.Method, r.Path, r.Least)
		}
	}
}
