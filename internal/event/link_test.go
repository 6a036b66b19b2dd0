package event_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

var links = event.Links{
	Base: "https://events.example.org", Key: []byte("a key of thirty-two random bytes"), Main: "sv",
}

// codeOf cuts the code off the end of a link.
func codeOf(link string) string { return link[strings.LastIndex(link, "/")+1:] }

func TestLinks(t *testing.T) {
	r := event.Registration{ID: 5, Reference: "GOP-4T8N2K", Generation: 1, Language: "en"}
	ev := seminar(1, false)
	tests := []struct {
		name, got, want string
	}{
		{"event in the main language", links.Event("gophers", "sv"), `https://events\.example\.org/e/gophers`},
		{"event without language", links.Event("gophers", ""), `https://events\.example\.org/e/gophers`},
		{"event in the other language", links.Event("gophers", "en"), `https://events\.example\.org/en/e/gophers`},
		{"find", links.Find("en"), `https://events\.example\.org/en/find`},
		{"registration", links.Registration(&r), `https://events\.example\.org/en/r/GOP-4T8N2K/[A-Za-z0-9_-]{22}`},
		{"late link", links.Late(&ev, &event.LateLink{ID: 9}), `https://events\.example\.org/e/gophers/late/9/[A-Za-z0-9_-]{22}`},
		{"calendar entry of a participant", links.CalendarUID(&r), `registration-5@events\.example\.org`},
		{"calendar entry of an event", links.EventUID(&ev), `event-7@events\.example\.org`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !regexp.MustCompile("^" + tt.want + "$").MatchString(tt.got) {
				t.Errorf("got %s, want %s", tt.got, tt.want)
			}
		})
	}
}

func TestCheckRegistration(t *testing.T) {
	r := event.Registration{ID: 5, Reference: "GOP-4T8N2K", Generation: 3}
	code := func(id uint, generation int) string {
		return codeOf(links.Registration(&event.Registration{ID: id, Reference: r.Reference, Generation: generation}))
	}
	other := links
	other.Key = []byte("another key of thirty-two bytes!")
	tests := []struct {
		name, code string
		want       error
	}{
		{"present code", code(5, 3), nil},
		{"code of the generation before", code(5, 2), event.ErrGone},
		{"code of the first generation", code(5, 1), event.ErrGone},
		{"code of a generation to come", code(5, 4), event.ErrNotFound},
		{"code of generation zero", code(5, 0), event.ErrNotFound},
		{"code of somebody else", code(6, 3), event.ErrNotFound},
		{"code of a late link with the same number", codeOf(links.Late(&event.Event{}, &event.LateLink{ID: 5})), event.ErrNotFound},
		{"code made with another key", codeOf(other.Registration(&r)), event.ErrNotFound},
		{"code cut short", code(5, 3)[:21], event.ErrNotFound},
		{"code with something after it", code(5, 3) + "=", event.ErrNotFound},
		{"nothing", "", event.ErrNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := links.CheckRegistration(&r, tt.code); !errors.Is(err, tt.want) {
				t.Errorf("CheckRegistration = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestCheckLate(t *testing.T) {
	code := codeOf(links.Late(&event.Event{}, &event.LateLink{ID: 9}))
	if err := links.CheckLate(9, code); err != nil {
		t.Errorf("its own code: %v", err)
	}
	for name, err := range map[string]error{
		"another link": links.CheckLate(8, code), "a guess": links.CheckLate(9, "x"), "nothing": links.CheckLate(9, ""),
		"the code of a registration": links.CheckLate(9, codeOf(links.Registration(&event.Registration{ID: 9, Generation: 1}))),
	} {
		if !errors.Is(err, event.ErrNotFound) {
			t.Errorf("%s: %v, want %v", name, err, event.ErrNotFound)
		}
	}
}

func TestFormMark(t *testing.T) {
	opened := time.Date(2024, 1, 31, 22, 58, 0, 0, time.UTC)
	mark := links.FormMark("KEY", opened)
	if got, ok := links.CheckFormMark("KEY", mark); !ok || !got.Equal(opened) {
		t.Errorf("CheckFormMark = %s, %v; want %s", got, ok, opened)
	}
	earlier, _, _ := strings.Cut(links.FormMark("KEY", opened.Add(-time.Hour)), ".")
	_, signature, _ := strings.Cut(mark, ".")
	for name, forged := range map[string][2]string{
		"another form": {"OTHER", mark}, "an earlier time": {"KEY", earlier + "." + signature},
		"no signature": {"KEY", earlier}, "nothing": {"KEY", ""}, "a time written differently": {"KEY", "0" + mark},
	} {
		if _, ok := links.CheckFormMark(forged[0], forged[1]); ok {
			t.Errorf("%s was believed", name)
		}
	}
}

func TestNewReference(t *testing.T) {
	tests := []struct {
		name, slug string
		random     [6]byte
		want       string
	}{
		{"letters of the slug", "uppvaxtvillkor", [6]byte{0, 1, 2, 3, 4, 26}, "UPP-23456Z"},
		{"hyphens and digits are left out", "2022-a-b-3-cd", [6]byte{}, "ABC-222222"},
		{"short slug", "al", [6]byte{}, "ALX-222222"},
		{"no letters", "2022", [6]byte{}, "XXX-222222"},
		{"every byte has a letter", "gophers", [6]byte{255, 254, 128, 127, 27, 28}, "GOP-GFRQ23"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := event.NewReference(tt.slug, tt.random); got != tt.want {
				t.Errorf("NewReference(%q) = %s, want %s", tt.slug, got, tt.want)
			}
		})
	}
}
