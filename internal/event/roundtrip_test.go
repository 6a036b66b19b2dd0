package event_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/event"
)

// roundTrip writes an event and reads it back.
func roundTrip(t interface{ Fatal(...any) }, ev event.Event) event.Event {
	var text bytes.Buffer
	if err := event.NewFile(&ev).Write(&text); err != nil {
		t.Fatal(err)
	}
	f, err := event.ReadFile(&text)
	if err != nil {
		t.Fatal(err)
	}
	back, err := f.Event()
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func TestExamplesComeBackAsTheyWere(t *testing.T) {
	for _, path := range examplePaths(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			ev := example(t, path)
			if diff := cmp.Diff(ev, roundTrip(t, ev)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whoever appears where, in whatever spelling: an event comes back from its
// file as it was.
func TestProgramsComeBackAsTheyWere(t *testing.T) {
	speakers := rapid.Custom(func(t *rapid.T) event.FileSpeaker {
		return event.FileSpeaker{
			Name: rapid.SampledFrom([]string{"Anna", "Bo"}).Draw(t, "name"), Title: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "title"),
			Organisation: rapid.SampledFrom([]string{"", "p", "q"}).Draw(t, "organisation"), Text: rapid.SampledFrom([]string{"", "t"}).Draw(t, "text"),
			Role: rapid.SampledFrom([]event.Role{"", event.Presents, event.Leads}).Draw(t, "role"),
		}
	})
	clocks := []string{"", "09:00", "23:59", "2024-02-07T00:00", "2024-02-05T12:00"}
	session := rapid.Custom(func(t *rapid.T) event.FileSession {
		return event.FileSession{
			Title: "x", Kind: rapid.SampledFrom([]event.SessionKind{"", event.Talk, event.Heading, event.Break}).Draw(t, "kind"),
			Starts: rapid.SampledFrom(clocks).Draw(t, "starts"), Speakers: rapid.SliceOfN(speakers, 0, 3).Draw(t, "speakers"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		f := smallest()
		f.Program = rapid.SliceOfN(session, 0, 4).Draw(t, "program")
		f.Speakers = rapid.SliceOfN(speakers, 0, 3).Draw(t, "speakers of no item")
		for i := range f.Program {
			f.Program[i].Items = rapid.SliceOfN(session, 0, 2).Draw(t, fmt.Sprint("items ", i))
		}
		ev, err := f.Event()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(ev, roundTrip(t, ev)); diff != "" {
			t.Error(diff)
		}
		for i, a := range ev.Speakers {
			for _, b := range ev.Speakers[i+1:] {
				if a.Name == b.Name && a.Title == b.Title && a.Organisation == b.Organisation {
					t.Errorf("%+v is listed twice", a)
				}
			}
		}
	})
}

// No file makes the program fall over, and one that is accepted comes back.
func FuzzReadFile(f *testing.F) {
	for _, path := range examplePaths(f) {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(`{"slug":"a","title":"a","attendance":"online","organisation":{"slug":"a","name":"a"},"date":"2017-10-14",` +
		`"time_text":"x","zone":"America/Sao_Paulo","registration":{"last_day":"2017-10-14"},"program":[{"title":"a","starts":"23:30"}]}`)
	f.Add(`{"starts":"2011-12-30T10:00","zone":"Pacific/Apia","registration":{"last_day":"2011-12-30"}}`)
	f.Fuzz(func(t *testing.T, text string) {
		file, err := event.ReadFile(strings.NewReader(text))
		if err != nil {
			return
		}
		ev, err := file.Event()
		if err != nil {
			var problems event.Problems
			if !errors.As(err, &problems) || len(problems) == 0 || slices.Contains(problems, "") {
				t.Fatalf("not a list of problems: %v", err)
			}
			return
		}
		if !ev.StartsAt.Before(ev.EndsAt) || ev.Slug == "" || ev.Title == "" || ev.ClosesAt.IsZero() {
			t.Errorf("accepted %+v", ev)
		}
		if diff := cmp.Diff(ev, roundTrip(t, ev)); diff != "" {
			t.Error(diff)
		}
	})
}

// A speaker who stands on no item yet, and the order of the list, come back too.
func TestSpeakersOfNoItemComeBack(t *testing.T) {
	f := smallest()
	f.Program = []event.FileSession{{Title: "x", Speakers: []event.FileSpeaker{{Name: "Anna"}}}}
	f.Speakers = []event.FileSpeaker{{Name: "Bo"}, {Name: "Anna", Title: "strateg"}}
	ev, err := f.Event()
	if err != nil {
		t.Fatal(err)
	}
	if got := ev.Speakers[0].Name + " " + ev.Speakers[1].Affiliation(); len(ev.Speakers) != 2 || got != "Bo strateg" {
		t.Errorf("%d speakers, %s", len(ev.Speakers), got)
	}
	if diff := cmp.Diff(ev, roundTrip(t, ev)); diff != "" {
		t.Error(diff)
	}
}
