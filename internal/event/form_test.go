package event_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/event"
)

func TestFormThatNobodyTouchedChangesNothing(t *testing.T) {
	for _, path := range examplePaths(t) {
		ev := example(t, path)
		ev.ID, ev.Version, ev.Image, ev.ImageAlt, ev.ImageWidth = 7, 3, "x.jpg", "En bild", 100
		got, invalid := event.NewForm(&ev).Event(&ev)
		if diff := cmp.Diff(ev, got); len(invalid) > 0 || diff != "" {
			t.Errorf("%s: %v\n%s", path, invalid, diff)
		}
	}
}

// base is a valid event whose form the tests change.
func formBase(t *testing.T) (event.Event, event.Form) {
	t.Helper()
	f := smallest()
	f.Status = event.Draft
	f.Program = []event.FileSession{
		{Title: "Kaffe", Starts: "09:30", Items: []event.FileSession{{Title: "Bulle", Starts: "09:40"}}},
		{Title: "Dag två", Starts: "2024-02-07T10:00", Ends: "2024-02-07T11:00"},
	}
	ev, err := f.Event()
	if err != nil {
		t.Fatal(err)
	}
	return ev, event.NewForm(&ev)
}

func TestFormFaults(t *testing.T) {
	type set map[string]string
	many := set{}
	for i := range event.MaxRows + 1 {
		many[event.RowField("practical", i, "term")], many[event.RowField("practical", i, "text")] = "x", "y"
	}
	tests := []struct {
		name string
		set  set
		want event.Invalid
	}{
		{"nothing wrong", set{}, nil},
		{"clock with a dot and without a zero", set{"starts": "8.30", "ends": "12"}, nil},
		{"clock with seconds", set{"starts": "08:30:00"}, nil},
		{"blank rows", set{"partners[0].role": "funder", "partners[0].name": " ", "practical[0].term": "", "practical[0].text": ""}, nil},
		{"no title", set{"title": " "}, event.Invalid{"title": event.MsgMissing}},
		{"address", set{"slug": "Å"}, event.Invalid{"slug": event.MsgSlug}},
		{"no day", set{"date": ""}, event.Invalid{"date": event.MsgMissing}},
		{"a day that is none", set{"date": "2024-02-30"}, event.Invalid{"date": event.MsgDate}},
		{"no clocks", set{"starts": "", "ends": ""}, event.Invalid{"starts": event.MsgMissing, "ends": event.MsgMissing}},
		{"a clock that is none", set{"starts": "nio"}, event.Invalid{"starts": event.MsgClock}},
		{"ends before it starts", set{"ends": "08:00"}, event.Invalid{"ends": event.MsgEndsFirst}},
		{"ends the next morning", set{"ends": "08:00", "end_date": "2024-02-07"}, nil},
		{"an hour that the spring takes away", set{"date": "2024-03-31", "starts": "02:30", "ends": "12:00"}, event.Invalid{"starts": event.MsgClockSkipped}},
		{"time without words", set{"time": "words"}, event.Invalid{"time_text": event.MsgMissing}},
		{"time in words", set{"time": "words", "time_text": "förmiddag", "starts": "x"}, nil},
		{"year", set{"date": "0204-02-06"}, event.Invalid{"date": event.MsgYear}},
		{"zone", set{"zone": "Stockholm"}, event.Invalid{"zone": event.MsgZone}},
		{"on site without a place", set{"attendance": "on-site"}, event.Invalid{"place.name": event.MsgMissing}},
		{"attendance", set{"attendance": ""}, event.Invalid{"attendance": event.MsgMissing}},
		{"meeting", set{"join_url": "mote"}, event.Invalid{"join_url": event.MsgURL}},
		{"no last day", set{"registration.last_day": ""}, event.Invalid{"registration.last_day": event.MsgMissing}},
		{"closing moment", set{"registration.closes": "12:00"}, nil},
		{"closing moment without a day", set{"registration.closes": "12:00", "registration.last_day": ""}, event.Invalid{"registration.last_day": event.MsgMissing}},
		{"opens when it closes", set{"registration.opens": "2024-02-01"}, event.Invalid{"registration.opens": event.MsgOpensTooLate}},
		{"opens at a clock of no day", set{"registration.opens_clock": "09:00"}, event.Invalid{"registration.opens": event.MsgMissing}},
		{"places in words", set{"registration.capacity": "många"}, event.Invalid{"registration.capacity": event.MsgNumber}},
		{"places with a blank", set{"registration.capacity": "1 200"}, nil},
		{"fewer than none", set{"registration.capacity": "-1"}, event.Invalid{"registration.capacity": event.MsgNumber}},
		{"contact", set{"contact.email": "x"}, event.Invalid{"contact.email": event.MsgEmailMalformed}},
		{"half a row after a blank one", set{"practical[0].term": "", "practical[1].term": "Fika"}, event.Invalid{"practical[0].text": event.MsgMissing}},
		{"partner of no kind", set{"partners[0].name": "x"}, event.Invalid{"partners[0].role": event.MsgMissing}},
		{"too many rows", many, event.Invalid{"practical[100].term": event.MsgTooManyRows}},
		{"no text at all", set{"body": "\xff"}, event.Invalid{"body": event.MsgOddCharacters}},
		{"text turned around", set{"lead": "a\u202eb"}, event.Invalid{"lead": event.MsgOddCharacters}},
		{"too long", set{"title": strings.Repeat("å", 1001)}, event.Invalid{"title": event.MsgTooLong}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			base, form := formBase(t)
			maps.Copy(form, tt.set)
			ev, invalid := form.Event(&base)
			if diff := cmp.Diff(tt.want, invalid); diff != "" && len(tt.want)+len(invalid) > 0 {
				t.Error(diff)
			}
			if len(tt.want) > 0 && ev.Title != "" {
				t.Error("an event in spite of the faults")
			}
			if g := form.Glimpse(&base); !g.StartsAt.Before(g.EndsAt) || g.ClosesAt.IsZero() {
				t.Errorf("a glimpse from %s to %s", g.StartsAt, g.EndsAt)
			}
		})
	}
}

func TestFormOfPublicEventKeepsItsAddress(t *testing.T) {
	base, form := formBase(t)
	form["slug"] = "other"
	if ev, _ := form.Event(&base); ev.Slug != "other" {
		t.Errorf("a draft at %s", ev.Slug)
	}
	for _, status := range []event.Status{event.Published, event.Cancelled} {
		base.Status = status
		if ev, invalid := form.Event(&base); ev.Slug != "gophers" || len(invalid) > 0 || ev.Status != status {
			t.Errorf("%s: %s at %s, %v", status, ev.Status, ev.Slug, invalid)
		}
	}
}

func TestProgrammeFollowsTheEvent(t *testing.T) {
	base, form := formBase(t)
	form["date"], form["starts"] = "2024-04-02", "09:15" // in summer time
	ev, invalid := form.Event(&base)
	if len(invalid) > 0 {
		t.Fatal(invalid)
	}
	program := event.NewFile(&ev).Program
	if program[0].Starts != "09:30" || program[0].Items[0].Starts != "09:40" ||
		program[1].Starts != "2024-04-03T10:00" || program[1].Ends != "2024-04-03T11:00" {
		t.Errorf("%+v", program)
	}
	if got := event.NewFile(&base).Program[1].Starts; got != "2024-02-07T10:00" {
		t.Errorf("the base itself moved to %s", got)
	}
	form = event.NewForm(&base)
	form["starts"] = "08:00"
	if ev, _ := form.Event(&base); !ev.Sessions[0].StartsAt.Equal(*base.Sessions[0].StartsAt) {
		t.Error("the programme moved although the day did not")
	}
	form["zone"] = "Europe/Helsinki"
	if ev, _ := form.Event(&base); event.NewFile(&ev).Program[0].Starts != "09:30" {
		t.Error("the programme does not keep its clock in another zone")
	}
}

func TestMerge(t *testing.T) {
	type set map[string]string
	tests := []struct {
		name         string
		mine, theirs set
		taken, clash []string
		want         set
	}{
		{"nobody changed anything", nil, nil, nil, nil, nil},
		{"only they did", nil, set{"title": "B"}, []string{"title"}, nil, set{"title": "B"}},
		{"only I did", set{"title": "A"}, nil, nil, nil, set{"title": "A"}},
		{"each something else", set{"title": "A"}, set{"lead": "B"}, []string{"lead"}, nil, set{"title": "A", "lead": "B"}},
		{"both the same field", set{"title": "A"}, set{"title": "B"}, nil, []string{"title"}, set{"title": "A"}},
		{"both alike", set{"title": "A"}, set{"title": "A"}, nil, nil, set{"title": "A"}},
		{"mine with line breaks of the browser", set{"body": "a\r\nb"}, set{"body": "a\nb"}, nil, nil, set{"body": "a\r\nb"}},
		{"I emptied what they changed", set{"title": ""}, set{"title": "B"}, nil, []string{"title"}, set{"title": ""}},
		{"they emptied what I left", nil, set{"title": ""}, []string{"title"}, nil, set{"title": ""}},
		{"day and clock belong together", set{"date": "2024-02-08"}, set{"starts": "08:00"}, nil, []string{"time"}, set{"date": "2024-02-08", "starts": "09:00"}},
		{"each another fact of the venue", set{"access.facts.lift": "on"}, set{"access.facts.toilet": "on"},
			[]string{"access.facts.toilet"}, nil, set{"access.facts.lift": "on", "access.facts.toilet": "on"}},
		{"they added a row", nil, set{"practical[0].term": "Fika", "practical[0].text": "ja"}, []string{"practical"}, nil, set{"practical[0].term": "Fika"}},
		{"both added a row", set{"practical[0].term": "A", "practical[0].text": "a"}, set{"practical[0].term": "B", "practical[0].text": "b"},
			nil, []string{"practical"}, set{"practical[0].term": "A"}},
		{"I added a blank row only", set{"practical[0].term": " "}, set{"practical[0].term": "B", "practical[0].text": "b"},
			[]string{"practical"}, nil, set{"practical[0].term": "B"}},
		{"words for a time that is known do not count", set{"time_text": "x"}, set{"starts": "08:00"}, []string{"time"}, nil, set{"starts": "08:00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, base := formBase(t)
			mine, theirs := maps.Clone(base), maps.Clone(base)
			maps.Copy(mine, tt.mine)
			maps.Copy(theirs, tt.theirs)
			m := event.Merge(base, mine, theirs)
			if !slices.Equal(m.Taken, tt.taken) || !slices.Equal(m.Clashes, tt.clash) {
				t.Errorf("taken %q, clashes %q", m.Taken, m.Clashes)
			}
			for field, want := range tt.want {
				if m.Form[field] != want {
					t.Errorf("%s is %q, want %q", field, m.Form[field], want)
				}
			}
		})
	}
}

func TestMergeWithoutBase(t *testing.T) {
	_, mine := formBase(t)
	theirs := maps.Clone(mine)
	theirs["title"], theirs["lead"] = "B", "B"
	m := event.Merge(nil, mine, theirs)
	if !slices.Equal(m.Clashes, []string{"title", "lead"}) || m.Taken != nil || m.Form["title"] != mine["title"] {
		t.Errorf("%+v", m)
	}
}

// No edit is ever lost or overwritten unawares: each part of what comes out is
// what one of the two made of it, and where the other made something else of
// it, that is either what it was before or named.
func TestMergeLosesNothing(t *testing.T) {
	fields := append(event.FormFields(), "practical[0].term", "practical[0].text", "partners[0].name", "practical[1].text",
		"categories[0].name", "categories[0].closes_clock", "categories[1].cost")
	edits := rapid.MapOfN(rapid.SampledFrom(fields), rapid.SampledFrom([]string{"", "x", "y", "on", "words"}), 0, 6)
	parts := map[string]bool{}
	for _, f := range fields {
		parts[event.PartOf(f)] = true
	}
	rapid.Check(t, func(t *rapid.T) {
		base := event.Form{}
		maps.Copy(base, edits.Draw(t, "base"))
		mine, theirs := maps.Clone(base), maps.Clone(base)
		maps.Copy(mine, edits.Draw(t, "mine"))
		maps.Copy(theirs, edits.Draw(t, "theirs"))
		before := maps.Clone(mine)
		m := event.Merge(base, mine, theirs)
		if !maps.Equal(before, mine) {
			t.Fatal("Merge changed what it was given")
		}
		for part := range parts {
			was, my, their, got := base.Part(part), mine.Part(part), theirs.Part(part), m.Form.Part(part)
			taken, clash := slices.Contains(m.Taken, part), slices.Contains(m.Clashes, part)
			switch {
			case taken && clash:
				t.Fatalf("%s is taken and a clash", part)
			case taken && (!maps.Equal(got, their) || !maps.Equal(my, was)):
				t.Fatalf("%s: took %v over %v, which was %v", part, got, my, was)
			case !taken && !maps.Equal(got, my):
				t.Fatalf("%s: %v became %v and nobody is told", part, my, got)
			case !taken && !clash && !maps.Equal(their, my) && !maps.Equal(their, was):
				t.Fatalf("%s: their %v is lost and nobody is told", part, their)
			}
		}
	})
}

func TestSlugFrom(t *testing.T) {
	for title, want := range map[string]string{
		"Goda uppväxtvillkor?": "goda-uppvaxtvillkor", "Åäö – ÅÄÖ & é": "aao-aao-e", "  Workshop 2024!  ": "workshop-2024",
		"": "event", "???": "event", "日本": "event",
		strings.Repeat("a", 200):       strings.Repeat("a", 76),
		strings.Repeat("abcdefgh ", 9): "abcdefgh-abcdefgh-abcdefgh-abcdefgh-abcdefgh-abcdefgh-abcdefgh-abcdefgh",
	} {
		if got := event.SlugFrom(title); got != want {
			t.Errorf("SlugFrom(%q) = %q, want %q", title, got, want)
		}
	}
	if event.NumberedSlug("a", 1) != "a" || event.NumberedSlug("a", 2) != "a-2" {
		t.Error("numbers")
	}
	rapid.Check(t, func(t *rapid.T) {
		f := smallest()
		f.Slug = event.NumberedSlug(event.SlugFrom(rapid.String().Draw(t, "title")), rapid.IntRange(1, 99).Draw(t, "try"))
		if _, err := f.Event(); err != nil {
			t.Fatal(f.Slug, err)
		}
	})
}

func TestDiffer(t *testing.T) {
	tests := []struct {
		old, new string
		want     event.Difference
	}{
		{"en två tre", "en fyra tre", event.Difference{Before: "en ", Old: "två ", New: "fyra ", After: "tre"}},
		{"", "nytt", event.Difference{New: "nytt"}},
		{"borta", "", event.Difference{Old: "borta"}},
		{"a a", "a a a", event.Difference{Before: "a ", New: "a ", After: "a"}},
		{"1 2 3 4 5 6 7 8 9 x", "1 2 3 4 5 6 7 8 9 y", event.Difference{Before: "… 2 3 4 5 6 7 8 9 ", Old: "x", New: "y"}},
		{"x 1 2 3 4 5 6 7 8 9", "y 1 2 3 4 5 6 7 8 9", event.Difference{Old: "x ", New: "y ", After: "1 2 3 4 5 6 7 8 …"}},
	}
	for _, tt := range tests {
		if got := event.Differ(tt.old, tt.new); got != tt.want {
			t.Errorf("Differ(%q, %q) = %+v", tt.old, tt.new, got)
		}
	}
}

func TestChangesAndRestore(t *testing.T) {
	base, form := formBase(t)
	old := event.NewFile(&base)
	form["title"], form["date"] = "Nytt", "2024-02-08"
	now, _ := form.Event(&base)
	now.Sessions, now.Speakers = nil, nil
	now.Status, now.Slug, now.Version = event.Published, "new-address", 9
	if got := event.Changes(old, event.NewFile(&now)); !slices.Equal(got, []string{"title", "slug", "time", "program", "status"}) {
		t.Errorf("changes %q", got)
	}
	back, invalid := old.Restore(&now)
	if len(invalid) > 0 || back.Title != base.Title || !back.StartsAt.Equal(base.StartsAt) || len(back.Sessions) != 2 {
		t.Errorf("restored %+v, %v", back, invalid)
	}
	if back.Slug != "new-address" || back.Status != event.Published || back.Version != 9 {
		t.Errorf("restored at %s, %s, version %d", back.Slug, back.Status, back.Version)
	}
	if !event.Compare(&now, &back, base.StartsAt.Add(-time.Hour)).Moved {
		t.Error("participants are not told")
	}
}
