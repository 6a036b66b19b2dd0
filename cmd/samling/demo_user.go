package main

import (
	"context"
	"fmt"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// demoUser signs in to the console of the demonstration.
const demoUser = "elin@samling.example"

// loadUser makes somebody who may do everything in all organisations.
func loadUser(ctx context.Context, st *store.Store, now time.Time) error {
	user := event.User{Email: demoUser, Name: "Elin Exempel", Language: "sv", IsOperator: true}
	if err := st.CreateUser(ctx, &user, now); err != nil {
		return fmt.Errorf("make %s: %w", demoUser, err)
	}
	all, err := st.Organisations(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		by := event.Actor{Who: "samling demo", OrganisationID: o.ID}
		if err := st.AddMember(ctx, by, &event.Member{UserID: user.ID, Role: event.Administrator}, now); err != nil {
			return fmt.Errorf("make %s a member of %s: %w", demoUser, o.Slug, err)
		}
	}
	return nil
}

// demoLinkLife is how long after its start a demonstration can be entered.
const demoLinkLife = 30 * 24 * time.Hour

// consoleLink makes the link with which a demonstration is entered, for people
// who do not want to look for it in the mailbox first.
func consoleLink(now func() time.Time) func(context.Context, *store.Store, event.Links) (string, error) {
	return func(ctx context.Context, st *store.Store, links event.Links) (string, error) {
		user, err := st.UserByEmail(ctx, demoUser)
		if err != nil {
			return "", err
		}
		return signInLink(ctx, st, links, &user, demoLinkLife, now())
	}
}
