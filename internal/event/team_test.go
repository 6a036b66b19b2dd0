package event_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"samling/internal/event"
)

func TestTheLastAdministratorStays(t *testing.T) {
	seven := uint(7)
	team := event.Team{
		{ID: 1, Role: event.Administrator}, {ID: 2, Role: event.Organiser}, {ID: 3, Role: event.Administrator, EventID: &seven},
	}
	two := append(slices.Clone(team), event.Member{ID: 4, Role: event.Administrator})
	tests := []struct {
		name string
		team event.Team
		id   uint
		to   event.MemberRole
		want error
	}{
		{"the last one leaves", team, 1, "", event.ErrLastAdministrator},
		{"the last one becomes less", team, 1, event.Organiser, event.ErrLastAdministrator},
		{"the last one stays what they are", team, 1, event.Administrator, nil},
		{"somebody else leaves", team, 2, "", nil},
		{"an administrator of one event is none of the organisation", team, 3, "", nil},
		{"one of two leaves", two, 1, "", nil},
		{"the other of two becomes less", two, 4, event.Reader, nil},
		{"nobody", team, 9, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.team.Allows(tt.id, tt.to); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}

func TestNewInvitation(t *testing.T) {
	good := event.RawInvitation{Email: " Bo.Ek@Example.org ", Role: "reader", Whole: true, Events: []uint{7}}
	with := func(change func(*event.RawInvitation)) event.RawInvitation {
		raw := good
		change(&raw)
		return raw
	}
	tests := []struct {
		name string
		raw  event.RawInvitation
		bad  string // the field
	}{
		{"to the organisation", good, ""},
		{"for events", with(func(r *event.RawInvitation) { r.Whole = false }), ""},
		{"no address", with(func(r *event.RawInvitation) { r.Email = " " }), "email"},
		{"two addresses", with(func(r *event.RawInvitation) { r.Email = "a@b.se,c@d.se" }), "email"},
		{"no role", with(func(r *event.RawInvitation) { r.Role = "" }), "role"},
		{"a role nobody has", with(func(r *event.RawInvitation) { r.Role = "operator" }), "role"},
		{"no event chosen", with(func(r *event.RawInvitation) { r.Whole, r.Events = false, nil }), "events"},
		{"administrator of one event", with(func(r *event.RawInvitation) { r.Whole, r.Role = false, "administrator" }), "role"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			i, invalid := event.NewInvitation(tt.raw)
			if tt.bad == "" && (invalid != nil || i.Email != "Bo.Ek@example.org" && i.Email != "bo.ek@example.org") {
				t.Errorf("%+v, %v", i, invalid)
			}
			if tt.bad != "" && (len(invalid) != 1 || invalid[tt.bad] == "") {
				t.Errorf("complains of %v, want %s", invalid, tt.bad)
			}
			if tt.raw.Whole && len(i.Events) != 0 {
				t.Errorf("to the whole organisation, and for %v", i.Events)
			}
		})
	}
}

func TestAnInvitationNeverMakesARoleLess(t *testing.T) {
	seven, eight := uint(7), uint(8)
	tests := []struct {
		name  string
		has   event.Roles
		asked event.Invitation
		want  int
	}{
		{"a stranger", nil, event.Invitation{Role: event.Reader}, 1},
		{"more than before", event.Roles{{Role: event.Door}}, event.Invitation{Role: event.Reader}, 1},
		{"the same", event.Roles{{Role: event.Reader}}, event.Invitation{Role: event.Reader}, 0},
		{"an administrator is asked to read", event.Roles{{Role: event.Administrator}}, event.Invitation{Role: event.Reader}, 0},
		{"for two events, one of which is known", event.Roles{{Role: event.Reader, EventID: &seven}},
			event.Invitation{Role: event.Reader, Events: []uint{seven, eight}}, 1},
		{"for an event, with the same role everywhere", event.Roles{{Role: event.Reader}}, event.Invitation{Role: event.Reader, Events: []uint{seven}}, 0},
		{"for an event, with more than everywhere", event.Roles{{Role: event.Reader}}, event.Invitation{Role: event.Organiser, Events: []uint{seven}}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.asked.NewMembers(tt.has); len(got) != tt.want {
				t.Errorf("adds %+v", got)
			}
		})
	}
}

func TestATicketRemembersTheInvitation(t *testing.T) {
	now := time.Date(2024, 1, 8, 9, 0, 0, 0, time.UTC)
	asked := event.Invitation{Email: "bo@example.org", Role: event.Door, Events: []uint{7, 8}}
	ticket := asked.Ticket(event.Actor{Who: "Elin Exempel", OrganisationID: 3}, "en", now)
	open, err := event.InvitationOf(ticket)
	if err != nil || open.Email != asked.Email || open.Role != asked.Role || !slices.Equal(open.Events, asked.Events) ||
		open.Who != "Elin Exempel" || open.Language != "en" || *ticket.OrganisationID != 3 {
		t.Errorf("%+v, %v", open, err)
	}
	if !ticket.Opens(event.TicketInvitation, now.Add(event.InvitationLife-1)) || ticket.Opens(event.TicketInvitation, now.Add(event.InvitationLife)) {
		t.Error("does not last a fortnight")
	}
	// Once its events are gone it must not become one to everything.
	if open.IsWhole() || !open.IsEmpty() {
		t.Errorf("whole %v, empty %v", open.IsWhole(), open.IsEmpty())
	}
	if _, err := event.InvitationOf(event.Ticket{Data: "{"}); err == nil {
		t.Error("reads what is no invitation")
	}
}
