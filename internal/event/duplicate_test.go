package event_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// who is somebody as they are compared.
func who(id uint, name, organisation, email string) event.Identity {
	return event.Identity{ID: id, NameKey: event.SortKey(name), OrganisationKey: event.SortKey(organisation), EmailNormal: event.NormalAddress(email)}
}

func TestLikeness(t *testing.T) {
	anna := who(1, "Anna Berg", "Ale kommun", "anna.berg@ale.se")
	tests := []struct {
		name  string
		other event.Identity
		want  event.Likeness
	}{
		{"another domain", who(2, "Anna Berg", "", "anna.berg@gmail.com"), event.LikeAddress},
		{"a slip in the address", who(2, "Anna Berg", "Polisen", "anna.brg@ale.se"), event.LikeAddress},
		{"a slip in the name as well", who(2, "Ana Berg", "", "anna.brg@ale.se"), event.LikeAddress},
		{"what hosts overlook", who(2, "Anna Berg", "Polisen", "annaberg+kurs@ale.se"), event.LikeAddress},
		{"the same employer", who(2, "ANNA  BERG", "ale Kommun", "ab@ale.se"), event.LikeEmployer},
		{"the family name first", who(2, "Berg Anna", "Ale kommun", "ab@ale.se"), event.LikeEmployer},
		{"a middle name", who(2, "Anna Maria Berg", "Ale kommun", "ab@ale.se"), event.LikeEmployer},
		{"an initial", who(2, "A. Berg", "Ale kommun", "ab@ale.se"), event.LikeEmployer},
		{"letters that changed places", who(2, "Anna Bregg", "Ale kommun", "x@ale.se"), ""},
		{"one slip in the name", who(2, "Anna Bergh", "Ale kommun", "x@ale.se"), event.LikeEmployer},
		{"the same name, nothing else said", who(2, "Anna Berg", "", "x@gmail.com"), event.LikeName},
		{"the same name elsewhere", who(2, "Anna Berg", "Polisen", "x@polisen.se"), ""},
		{"a name alike elsewhere", who(2, "Anna Bergh", "", "x@polisen.se"), ""},
		{"a colleague", who(2, "Bo Ek", "Ale kommun", "bo.ek@ale.se"), ""},
		{"somebody else at a shared mailbox", who(2, "Bo Ek", "Ale kommun", "anna.berg@gmail.com"), ""},
		{"another first name, the same family", who(2, "Eva Berg", "Ale kommun", "eva.berg@ale.se"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := anna.Like(tt.other); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if got := tt.other.Like(anna); got != tt.want {
				t.Errorf("the other way round %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAnotherFirstNameIsAnotherPerson(t *testing.T) {
	for _, other := range []string{"Sara Forsberg", "Martin Forsberg", "Malin Forsberg"} {
		maria, second := who(1, "Maria Forsberg", "Ale kommun", "maria.forsberg@ale.se"), who(2, other, "Ale kommun", "m.forsberg@ale.se")
		if got := maria.Like(second); got != "" {
			t.Errorf("%s: %q", other, got)
		}
	}
}

func TestNumberedAddressesAreDifferentPeople(t *testing.T) {
	one, two := who(1, "Deltagare Ett", "", "person11@ale.se"), who(2, "Deltagare Ett", "Ale", "person12@ale.se")
	if got := one.Like(two); got != event.LikeName {
		t.Errorf("%q", got)
	}
}

func TestDuplicates(t *testing.T) {
	people := []event.Identity{
		who(7, "Anna Berg", "Ale kommun", "anna.berg@ale.se"), who(3, "Bo Ek", "", "bo@ek.se"), who(4, "Eva Falk", "", "eva@falk.se"),
		who(9, "Bo Ek", "", "ek@polisen.se"), who(8, "Berg Anna", "Ale kommun", "ab@ale.se"), who(10, "Anna Berg", "", "anna.berg@gmial.com"),
	}
	want := []event.Duplicate{{7, 10, event.LikeAddress}, {7, 8, event.LikeEmployer}, {3, 9, event.LikeName}}
	if diff := cmp.Diff(want, event.Duplicates(people)); diff != "" {
		t.Error(diff)
	}
	if found := event.Duplicates(nil); found != nil {
		t.Errorf("%v", found)
	}
}

// However many share something, nobody is compared with all of them.
func BenchmarkDuplicates(b *testing.B) {
	chance := rand.New(rand.NewPCG(1, 2))
	names := func(n int) []string {
		all := make([]string, n)
		for i := range all {
			word := make([]byte, 4+chance.IntN(6))
			for j := range word {
				word[j] = 'a' + byte(chance.IntN(26))
			}
			all[i] = string(word)
		}
		return all
	}
	first, last := names(300), names(5000)
	people := make([]event.Identity, 100_000)
	for i := range people {
		f, l, org := first[chance.IntN(300)], last[chance.IntN(5000)], chance.IntN(400)
		people[i] = who(uint(i+1), f+" "+l, fmt.Sprint("organisation ", org), fmt.Sprintf("%s.%s@org%d.se", f, l, org))
	}
	for b.Loop() {
		event.Duplicates(people)
	}
}
