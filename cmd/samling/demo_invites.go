package main

import (
	"context"
	"fmt"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// department is asked for two people to the event by invitation, of whom so many
// have registered.
type department struct {
	name, email string
	registered  int
}

var departments = []department{
	{"Socialförvaltningen", "social@laholm.example", 2},
	{"Barn- och ungdomsförvaltningen", "barn.ungdom@laholm.example", 1},
	{"Kultur- och utvecklingsförvaltningen", "kultur@laholm.example", 2},
	{"Samhällsbyggnadskontoret", "samhallsbyggnad@laholm.example", 0},
	{"Miljökontoret", "miljo@laholm.example", 0},
	{"Polisen, lokalpolisområde Halmstad", "", 0},
}

// invite invites the departments, and returns the invites that people register
// with, one for each person.
func invite(ctx context.Context, st *store.Store, ev *event.Event, now time.Time) ([]uint, error) {
	var asked []event.Invite
	for _, d := range departments {
		asked = append(asked, event.Invite{Name: d.name, Email: d.email, Uses: 2})
	}
	by := event.Actor{Who: "samling demo", OrganisationID: ev.OrganisationID}
	made, err := st.AddInvites(ctx, by, ev.ID, asked, now)
	if err == nil {
		_, err = st.SendInvites(ctx, by, ev.ID, now)
	}
	if err != nil {
		return nil, fmt.Errorf("invite departments: %w", err)
	}
	var uses []uint
	for i, d := range departments {
		for range d.registered {
			uses = append(uses, made[i].ID)
		}
	}
	return uses, nil
}
