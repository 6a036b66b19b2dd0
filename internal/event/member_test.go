package event_test

import (
	"slices"
	"testing"
	"time"

	"samling/internal/event"
)

func TestRoleCovers(t *testing.T) {
	tests := []struct {
		name        string
		role, other event.MemberRole
		want        bool
	}{
		{"the same", event.Reader, event.Reader, true},
		{"more", event.Administrator, event.Door, true},
		{"less", event.Door, event.Reader, false},
		{"organisers change no members", event.Organiser, event.Administrator, false},
		{"none covers nothing", "", event.Door, false},
		{"none covers not even none", "", "", false},
		{"an unknown one covers nothing", "king", event.Door, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.role.Covers(tt.other); got != tt.want {
				t.Errorf("%q covers %q: %v", tt.role, tt.other, got)
			}
		})
	}
}

func TestRoles(t *testing.T) {
	seven, eight := uint(7), uint(8)
	everywhere := func(r event.MemberRole) event.Member { return event.Member{Role: r} }
	at := func(id uint, r event.MemberRole) event.Member { return event.Member{EventID: &id, Role: r} }
	tests := []struct {
		name    string
		roles   event.Roles
		overall event.MemberRole
		at7     event.MemberRole
		events  []uint
	}{
		{"a stranger", nil, "", "", nil},
		{"in the organisation", event.Roles{everywhere(event.Organiser)}, event.Organiser, event.Organiser, nil},
		{"for this event only", event.Roles{at(seven, event.Door)}, "", event.Door, []uint{7}},
		{"for another event only", event.Roles{at(eight, event.Administrator)}, "", "", []uint{8}},
		{"more for the event", event.Roles{everywhere(event.Reader), at(seven, event.Organiser)}, event.Reader, event.Organiser, []uint{7}},
		{"less for the event takes nothing away", event.Roles{at(seven, event.Door), everywhere(event.Organiser)}, event.Organiser, event.Organiser, []uint{7}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.roles.Overall(); got != tt.overall {
				t.Errorf("overall %q, want %q", got, tt.overall)
			}
			if got := tt.roles.At(7); got != tt.at7 {
				t.Errorf("at 7 %q, want %q", got, tt.at7)
			}
			if got := tt.roles.Events(); !slices.Equal(got, tt.events) {
				t.Errorf("events %v, want %v", got, tt.events)
			}
		})
	}
}

func TestSigninIsAlive(t *testing.T) {
	begin := time.Date(2024, 1, 8, 9, 0, 0, 0, time.UTC)
	tests := []struct {
		name      string
		seen, now time.Time
		want      bool
	}{
		{"just now", begin, begin, true},
		{"an instant before it was idle for too long", begin, begin.Add(event.SigninIdle - 1), true},
		{"idle for too long", begin, begin.Add(event.SigninIdle), false},
		{"used all the time", begin.Add(event.SigninLife - 2), begin.Add(event.SigninLife - 1), true},
		{"used all the time, for too long", begin.Add(event.SigninLife - 1), begin.Add(event.SigninLife), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := event.Signin{CreatedAt: begin, SeenAt: tt.seen}
			if got := s.IsAlive(tt.now); got != tt.want {
				t.Errorf("alive: %v", got)
			}
		})
	}
}

func TestTicketOpens(t *testing.T) {
	end := time.Date(2024, 1, 8, 9, 0, 0, 0, time.UTC)
	ticket := event.Ticket{Kind: event.TicketSignIn, ExpiresAt: end}
	used := ticket
	used.UsedAt = &end
	tests := []struct {
		name   string
		ticket event.Ticket
		kind   event.TicketKind
		now    time.Time
		want   bool
	}{
		{"in time", ticket, event.TicketSignIn, end.Add(-1), true},
		{"too late", ticket, event.TicketSignIn, end, false},
		{"for something else", ticket, event.TicketSetUp, end.Add(-1), false},
		{"a second time", used, event.TicketSignIn, end.Add(-1), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.ticket.Opens(tt.kind, tt.now); got != tt.want {
				t.Errorf("opens: %v", got)
			}
		})
	}
}
