package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"samling/internal/event"
	"samling/internal/store"
)

// administrator makes another administrator of an organisation.
func (h *house) administrator(t testing.TB, organisationID uint, name string) (event.Actor, uint) {
	t.Helper()
	user := event.User{Email: name + "@example.org", Name: name, Language: "en"}
	if err := h.CreateUser(t.Context(), &user, noon); err != nil {
		t.Fatal(err)
	}
	by := event.Actor{UserID: user.ID, Who: user.Name, OrganisationID: organisationID}
	m := event.Member{UserID: user.ID, Role: event.Administrator}
	if err := h.AddMember(t.Context(), by, &m, noon); err != nil {
		t.Fatal(err)
	}
	return by, m.ID
}

// verbs are what the log of an organisation tells, the oldest first.
func (h *house) verbs(t testing.TB, organisationID uint) []event.Verb {
	t.Helper()
	var all []event.Verb
	for e, err := range h.AllEntries(t.Context(), organisationID) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e.Verb)
	}
	return all
}

func TestRolesAreChangedAndTakenAway(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ev := h.save(t, seminar("gophers", 5), noon)
		user, _ := h.organiser(t, ev)
		boss, bossID := h.administrator(t, ev.OrganisationID, "Bo")
		if err := h.AddMember(ctx, boss, &event.Member{UserID: user.ID, EventID: &ev.ID, Role: event.Door}, noon); err != nil {
			t.Fatal(err)
		}
		list, err := h.Members(ctx, ev.OrganisationID)
		if err != nil || len(list) != 3 || list[0].User.Name != "Bo" || list[1].Role != event.Organiser || list[2].Event != ev.Title {
			t.Fatalf("%+v, %v", list, err)
		}
		if err := h.ChangeMember(ctx, boss, list[1].ID, event.Reader, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.RemoveMember(ctx, boss, list[2].ID, noon); err != nil {
			t.Fatal(err)
		}
		changed, err := h.MemberOf(ctx, ev.OrganisationID, list[1].ID)
		if err != nil || changed.Role != event.Reader {
			t.Errorf("%+v, %v", changed, err)
		}
		if _, err := h.MemberOf(ctx, ev.OrganisationID, list[2].ID); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("the removed one: %v", err)
		}
		if _, err := h.MemberOf(ctx, ev.OrganisationID+1, list[1].ID); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("seen by another organisation: %v", err)
		}
		for name, err := range map[string]error{
			"removed":     h.RemoveMember(ctx, boss, bossID, noon),
			"made less":   h.ChangeMember(ctx, boss, bossID, event.Organiser, noon),
			"by a script": h.RemoveMember(ctx, event.Actor{OrganisationID: ev.OrganisationID}, bossID, noon),
		} {
			if !errors.Is(err, event.ErrLastAdministrator) {
				t.Errorf("the last administrator is %s: %v", name, err)
			}
		}
		who := event.Actor{UserID: user.ID, OrganisationID: ev.OrganisationID}
		if err := h.RemoveMember(ctx, who, bossID, noon); !errors.Is(err, event.ErrForbidden) {
			t.Errorf("a reader removes somebody: %v", err)
		}
		want := []event.Verb{"member.added", "member.added", "member.added", "member.changed", "member.removed"}
		if got := h.verbs(t, ev.OrganisationID); !slices.Equal(got, want) {
			t.Errorf("the log says %v", got)
		}
	})
}

func TestAnotherOrganisationsMembersAreNotFound(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 5), noon)
		other := seminar("others", 5)
		other.Organisation = event.Organisation{Slug: "bor", Name: "Bor kommun"}
		h.save(t, other, noon)
		_, id := h.administrator(t, ev.OrganisationID, "Bo")
		by, _ := h.administrator(t, other.OrganisationID, "Eva")
		for name, err := range map[string]error{
			"changed": h.ChangeMember(t.Context(), by, id, event.Reader, noon),
			"removed": h.RemoveMember(t.Context(), by, id, noon),
		} {
			if !errors.Is(err, event.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Administrators who remove each other at the same moment leave one.
func TestAdministratorsWhoRemoveEachOtherLeaveOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 5), noon)
		stores := []*store.Store{h.Store, h.another(t)}
		const people = 4
		var actors [people]event.Actor
		var ids [people]uint
		for i := range people {
			actors[i], ids[i] = h.administrator(t, ev.OrganisationID, fmt.Sprint("admin", i))
		}
		var mu sync.Mutex
		var odd []error
		together(people, func(i int) {
			err := stores[i%2].RemoveMember(t.Context(), actors[i], ids[(i+1)%people], noon)
			mu.Lock()
			defer mu.Unlock()
			if err != nil && !errors.Is(err, event.ErrLastAdministrator) && !errors.Is(err, event.ErrForbidden) {
				odd = append(odd, err)
			}
		})
		if n := h.count(t, "SELECT count(*) FROM members WHERE role = 'administrator'"); n < 1 || len(odd) > 0 {
			t.Errorf("%d administrators are left; %v", n, odd)
		}
	})
}
