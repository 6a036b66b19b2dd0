package event

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"
	"unicode"
)

// Likeness is why two registrations are probably of the same person.
type Likeness string

// The reasons, the strongest first. The words stand in i18n under
// "duplicates.because_".
const (
	LikeAddress  Likeness = "address"  // names alike, and addresses that differ by a slip or the domain
	LikeEmployer Likeness = "employer" // names alike, and the same organisation
	LikeName     Likeness = "name"     // the same name, and nothing that tells them apart
)

// Identity is what is compared of a registration.
type Identity struct {
	ID              uint
	NameKey         string
	OrganisationKey string
	EmailNormal     string

	words []string // of the name, where many are compared
}

// nameWords are the words of the name.
func (a Identity) nameWords() []string {
	if a.words != nil {
		return a.words
	}
	return strings.Fields(a.NameKey)
}

// Duplicate is a pair that is probably the same person.
type Duplicate struct {
	First, Second uint // ids, the smaller first
	Because       Likeness
}

// Like says why two registrations are probably of the same person, "" if they
// are not.
func (a Identity) Like(b Identity) Likeness {
	switch {
	case !a.namedLike(b):
		return ""
	case addressesAlike(a.EmailNormal, b.EmailNormal):
		return LikeAddress
	case a.OrganisationKey != "" && a.OrganisationKey == b.OrganisationKey:
		return LikeEmployer
	case a.NameKey == b.NameKey && (a.OrganisationKey == "" || b.OrganisationKey == ""):
		return LikeName
	}
	return ""
}

// namedLike reports whether two names may be one: the same words in some order,
// with more words in one of them, with an initial for the first, or with a slip.
func (a Identity) namedLike(b Identity) bool {
	if a.NameKey == b.NameKey {
		return a.NameKey != ""
	}
	short, long := a.nameWords(), b.nameWords()
	if slipped(a.NameKey, b.NameKey, short, long) {
		return true
	}
	if len(short) > len(long) || len(short) == len(long) && len(a.NameKey) > len(b.NameKey) {
		short, long = long, short
	}
	if len(short) < 2 {
		return false
	}
	if initial, _ := strings.CutSuffix(short[0], "."); len(initial) == 1 && strings.HasPrefix(long[0], initial) {
		return slices.Equal(short[1:], long[1:])
	}
	return !slices.ContainsFunc(short, func(word string) bool { return !slices.Contains(long, word) })
}

// slipped reports whether a name may be the other with a slip of the keys. What is
// few slips for a whole name may be another first name: Maria Forsberg and Sara
// Forsberg are two.
func slipped(a, b string, wordsA, wordsB []string) bool {
	if slips(a, b) > believable(a, b) {
		return false
	}
	if len(wordsA) != len(wordsB) {
		return true
	}
	for i, word := range wordsA {
		if slips(word, wordsB[i]) > max(1, believable(word, wordsB[i])) {
			return false
		}
	}
	return true
}

// addressesAlike reports whether whoever has one of the addresses may have
// mistyped it, or have the other one too.
func addressesAlike(a, b string) bool {
	localA, domainA := cutAddress(a)
	localB, domainB := cutAddress(b)
	localA, localB = bareLocal(localA), bareLocal(localB)
	switch {
	case localA == localB:
		return len(localA) > 2
	case domainA != domainB, digitsIn(localA) != digitsIn(localB):
		return false // person1 and person2 are two
	}
	return slips(localA, localB) <= believable(localA, localB)
}

// bareLocal is the part before the sign without what many hosts overlook.
func bareLocal(local string) string {
	local, _, _ = strings.Cut(local, "+")
	return strings.ReplaceAll(local, ".", "")
}

func digitsIn(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// sameHeap is how many of those that have something in common are compared with
// each other: beyond that each is compared with the nearest by name only.
const sameHeap = 20

// heapMember is somebody in a heap of those who have something in common.
type heapMember struct {
	heap   uint64
	person int
}

// Duplicates finds pairs of people that are probably the same, the likeliest
// first. Only those are compared that have something in common, so that it can
// be asked of very many.
func Duplicates(people []Identity) []Duplicate {
	var members []heapMember
	seed := maphash.MakeSeed()
	people = slices.Clone(people)
	for i := range people {
		people[i].words = people[i].nameWords()
		for _, key := range people[i].heaps() {
			members = append(members, heapMember{maphash.String(seed, key), i})
		}
	}
	slices.SortFunc(members, func(a, b heapMember) int {
		if a.heap != b.heap {
			return cmp.Compare(a.heap, b.heap)
		}
		return cmp.Or(cmp.Compare(people[a.person].NameKey, people[b.person].NameKey), cmp.Compare(a.person, b.person))
	})
	seen := map[[2]uint]bool{}
	var all []Duplicate
	for i, m := range members {
		for _, near := range members[i+1 : min(len(members), i+1+sameHeap)] {
			if near.heap != m.heap {
				break
			}
			first, second := people[m.person], people[near.person]
			if first.ID > second.ID {
				first, second = second, first
			}
			because := first.Like(second)
			if pair := [2]uint{first.ID, second.ID}; because != "" && !seen[pair] {
				seen[pair] = true
				all = append(all, Duplicate{first.ID, second.ID, because})
			}
		}
	}
	slices.SortFunc(all, func(a, b Duplicate) int {
		return cmp.Or(cmp.Compare(a.Because.strength(), b.Because.strength()), cmp.Compare(a.First, b.First), cmp.Compare(a.Second, b.Second))
	})
	return all
}

func (l Likeness) strength() int {
	return slices.Index([]Likeness{LikeAddress, LikeEmployer, LikeName}, l)
}

// heaps are what somebody has in common with a likely other: the words of the
// name, the address without its domain, or the first or last word of the name
// together with the organisation or the domain.
func (a Identity) heaps() []string {
	words := slices.Clone(a.nameWords())
	if len(words) == 0 {
		return nil
	}
	first, last := words[0], words[len(words)-1]
	local, domain := cutAddress(a.EmailNormal)
	slices.Sort(words)
	all := []string{"name " + strings.Join(words, " "), "local " + bareLocal(local), "domain " + domain + " " + first, "domain " + domain + " " + last}
	if a.OrganisationKey != "" {
		all = append(all, "org "+a.OrganisationKey+" "+first, "org "+a.OrganisationKey+" "+last)
	}
	return all
}
