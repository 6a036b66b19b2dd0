package store_test

import (
	"errors"
	"slices"
	"testing"

	"samling/internal/event"
)

func TestCreateOrganisation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		user := event.User{Email: "bo@example.org", Name: "Bo", Language: "sv", IsOperator: true}
		if err := h.CreateUser(ctx, &user, noon); err != nil {
			t.Fatal(err)
		}
		made := event.Organisation{Slug: "ale", Name: "Ale kommun"}
		if err := h.CreateOrganisation(ctx, user.ID, &made, noon); err != nil {
			t.Fatal(err)
		}
		all, err := h.MembershipsOf(ctx, user.ID)
		if err != nil || len(all) != 1 || all[0].Roles.Overall() != event.Administrator || all[0].Organisation.Name != "Ale kommun" {
			t.Errorf("%+v, %v", all, err)
		}
		if got := h.verbs(t, made.ID); !slices.Equal(got, []event.Verb{"organisation.created", "member.added"}) {
			t.Errorf("the log says %v", got)
		}
		again := event.Organisation{Slug: "ale", Name: "Another"}
		if err := h.CreateOrganisation(ctx, user.ID, &again, noon); !errors.Is(err, event.ErrKnown) {
			t.Errorf("the same slug: %v", err)
		}
	})
}

// Of two who describe the organisation as they found it, the second learns of
// the first; who changes its look disturbs neither.
func TestOrganisationIsNotOverwritten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := h.save(t, seminar("gophers", 5), noon)
		by, _ := h.administrator(t, ev.OrganisationID, "Bo")
		found, err := h.OrganisationOf(ctx, ev.OrganisationID)
		if err != nil {
			t.Fatal(err)
		}
		mark := found.DescriptionMark()
		mine, invalid := found.Describe(event.RawOrganisation{Name: "Ale", Address: "Ledet 6\n449 80 Alafors", Privacy: "Text"})
		if invalid != nil {
			t.Fatal(invalid)
		}
		if err := h.DescribeOrganisation(ctx, by, mine, mark, noon); err != nil {
			t.Fatal(err)
		}
		theirs := found
		theirs.Name = "Not Ale"
		if err := h.DescribeOrganisation(ctx, by, theirs, mark, noon); !errors.Is(err, event.ErrChanged) {
			t.Errorf("overwrites: %v", err)
		}
		look := found
		look.Colour, look.Logo, look.LogoDark = "#2c4f9e", "a.svg", "b.png"
		if err := h.DressOrganisation(ctx, by, look, found.LookMark(), noon); err != nil {
			t.Errorf("the look: %v", err)
		}
		if err := h.DressOrganisation(ctx, by, look, found.LookMark(), noon); !errors.Is(err, event.ErrChanged) {
			t.Errorf("overwrites the look: %v", err)
		}
		now, err := h.OrganisationOf(ctx, ev.OrganisationID)
		if err != nil || now.Name != "Ale" || !slices.Equal(now.AddressLines, mine.AddressLines) || now.PrivacyText != "Text" || now.Slug != "ale" ||
			now.Colour != "#2c4f9e" || now.Logo != "a.svg" || now.LogoDark != "b.png" {
			t.Errorf("%+v, %v", now, err)
		}
		if got := h.verbs(t, ev.OrganisationID)[1:]; !slices.Equal(got, []event.Verb{"organisation.changed", "organisation.dressed"}) {
			t.Errorf("the log says %v", got)
		}
		if _, err := h.OrganisationOf(ctx, ev.OrganisationID+1); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("no such organisation: %v", err)
		}
	})
}
