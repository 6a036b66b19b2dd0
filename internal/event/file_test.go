package event_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// smallest is a file with nothing in it that may be left out.
func smallest() event.File {
	return event.File{
		Slug: "gophers", Title: "Gophers", Attendance: event.Online,
		Organisation: event.FileOrganisation{Slug: "ale", Name: "Ale kommun"},
		Starts:       "2024-02-06T09:00", Ends: "2024-02-06T12:00",
		Registration: event.FileRegistration{LastDay: "2024-01-31"},
	}
}

func TestReadFile(t *testing.T) {
	var whole bytes.Buffer
	if err := smallest().Write(&whole); err != nil {
		t.Fatal(err)
	}
	text := whole.String()
	tests := []struct {
		name, text, want string // want is the problem, "" for none
	}{
		{"as written", text, ""},
		{"with the mark some editors begin with", "\ufeff" + text, ""},
		{"as large as allowed", text + strings.Repeat(" ", event.MaxFile-len(text)), ""},
		{"one byte larger", text + strings.Repeat(" ", event.MaxFile-len(text)+1), "file: is larger than 1 MiB"},
		{"a second event beyond the limit", text + strings.Repeat(" ", event.MaxFile) + text, "file: is larger than 1 MiB"},
		{"two events", text + text, "file: only one event may stand in it"},
		{"something after the event", text + "x", "file: only one event may stand in it"},
		{"nothing", "", "file: ends too early"},
		{"cut off", text[:len(text)/2], "file: ends too early"},
		{"no JSON", "title: Gophers", "file: invalid character 'i' in literal true (expecting 'r')"},
		{"Latin-1", `{"title": "F` + "\xf6" + `r alla"}`, "file: is not UTF-8: save it in that encoding"},
		{"UTF-16", "\xff\xfe{\x00}\x00", "file: is not UTF-8: save it in that encoding"},
		{"a field nobody knows", `{"titel": "Gophers"}`, `file: unknown field "titel"`},
		{"a misspelt field deep inside", `{"program": [{"speakers": [{"nam": "Anna"}]}]}`, `file: unknown field "nam"`},
		{"a list of events", "[" + text + "]", "file: must be an object, is array"},
		{"a number for a text", `{"title": 5}`, "title: must be a string, is number"},
		{"a text for a number", `{"registration": {"capacity": "40"}}`, "registration.capacity: must be a whole number, is string"},
		{"a fraction", `{"registration": {"capacity": 1.5}}`, "registration.capacity: must be a whole number, is number"},
		{"a number beyond all", `{"retention_days": 1e99}`, "retention_days: must be a whole number, is number"},
		{"a text for a choice", `{"cost": {"free": "ja"}}`, "cost.free: must be true or false, is string"},
		{"a text for a list", `{"partners": "Region Halland"}`, "partners: must be an array, is string"},
		{"a text for an object", `{"place": "Folkets hus"}`, "place: must be an object, is string"},
		{"a status of another kind", `{"status": false}`, "status: must be a string, is bool"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := event.ReadFile(strings.NewReader(tt.text))
			if tt.want == "" {
				if diff := cmp.Diff(smallest(), f); err != nil || diff != "" {
					t.Errorf("%v\n%s", err, diff)
				}
				return
			}
			var problems event.Problems
			if !errors.As(err, &problems) || err.Error() != tt.want {
				t.Errorf("ReadFile: %v, want %s", err, tt.want)
			}
		})
	}
}

func TestReadFileTellsABrokenDiskFromABrokenFile(t *testing.T) {
	_, err := event.ReadFile(iotest.ErrReader(io.ErrClosedPipe))
	var problems event.Problems
	if !errors.Is(err, io.ErrClosedPipe) || errors.As(err, &problems) {
		t.Errorf("ReadFile: %v", err)
	}
}

func TestFileEvent(t *testing.T) {
	ev, err := smallest().Event()
	if err != nil {
		t.Fatal(err)
	}
	want := event.Event{
		Slug: "gophers", Title: "Gophers", Language: "sv", Zone: "Europe/Stockholm", Attendance: event.Online,
		Organisation: event.Organisation{Slug: "ale", Name: "Ale kommun"},
		StartsAt:     at("2024-02-06T08:00"), EndsAt: at("2024-02-06T11:00"), ClosesAt: at("2024-01-31T23:00"),
		WaitingListStops: 24, GroupMax: event.DefaultGroupMax, RetentionDays: event.DefaultRetentionDays,
	}
	if diff := cmp.Diff(want, ev); diff != "" {
		t.Error(diff)
	}
}

// Every problem names the place where it stands.
func TestFileProblems(t *testing.T) {
	long := strings.Repeat("å", 1001)
	number := func(n int) *int { return &n }
	session := func(change func(*event.FileSession)) func(*event.File) {
		return func(f *event.File) {
			s := event.FileSession{Title: "Kaffe"}
			change(&s)
			f.Program = []event.FileSession{{Title: "Först"}, {Title: "Sedan"}, s}
		}
	}
	speaker := func(s event.FileSpeaker) func(*event.File) {
		return session(func(fs *event.FileSession) { fs.Speakers = []event.FileSpeaker{s} })
	}
	tests := []struct {
		name   string
		change func(*event.File)
		want   []string
	}{
		{"nothing at all", func(f *event.File) { *f = event.File{} }, []string{
			"slug: missing", "organisation.slug: missing", "organisation.name: missing", "starts: missing", "ends: missing",
			"title: missing", "attendance: missing", "registration.last_day: missing",
		}},
		{"slug with capitals", func(f *event.File) { f.Slug = "Gophers" }, []string{"slug: may hold a to z, digits and single hyphens, at most 80 characters"}},
		{"slug with two hyphens", func(f *event.File) { f.Slug = "a--b" }, []string{"slug: may hold a to z, digits and single hyphens, at most 80 characters"}},
		{"slug with a line break", func(f *event.File) { f.Slug = "a\n" }, []string{"slug: may hold a to z, digits and single hyphens, at most 80 characters"}},
		{"slug too long", func(f *event.File) { f.Slug = strings.Repeat("a", 81) }, []string{"slug: may hold a to z, digits and single hyphens, at most 80 characters"}},
		{"slug of the organisation", func(f *event.File) { f.Organisation.Slug = "åle" }, []string{"organisation.slug: may hold a to z, digits and single hyphens, at most 80 characters"}},
		{"status", func(f *event.File) { f.Status = "public" }, []string{"status: must be one of draft, published, cancelled"}},
		{"language", func(f *event.File) { f.Language = "de" }, []string{"language: must be one of sv, en"}},
		{"colour", func(f *event.File) { f.Organisation.Colour = "blue" }, []string{"organisation.colour: must look like #0f5f72"}},
		{"e-mail of the organisation", func(f *event.File) { f.Organisation.Email = "ale.se" }, []string{"organisation.email: is not an e-mail address"}},
		{"website that is a script", func(f *event.File) { f.Organisation.Website = "javascript:alert(1)" }, []string{"organisation.website: must be an address that begins with https://"}},
		{"website without host", func(f *event.File) { f.Organisation.Website = "https:///x" }, []string{"organisation.website: must be an address that begins with https://"}},
		{"control character in the postal address", func(f *event.File) { f.Organisation.Address = []string{"Ale", "a\x00b"} },
			[]string{"organisation.address[1]: holds a control character"}},
		{"zone", func(f *event.File) { f.Zone = "Stockholm" }, []string{"zone: is not the name of a time zone, such as Europe/Stockholm"}},
		{"zone of the computer", func(f *event.File) { f.Zone = "Local" }, []string{"zone: is not the name of a time zone, such as Europe/Stockholm"}},
		{"zone outside the data", func(f *event.File) { f.Zone = "../../etc/passwd" }, []string{"zone: is not the name of a time zone, such as Europe/Stockholm"}},
		{"times in words", func(f *event.File) { f.Starts = "6 februari" }, []string{"starts: must look like 2024-02-06T09:00"}},
		{"hour of one digit", func(f *event.File) { f.Starts = "2024-02-06T9:00" }, []string{"starts: must look like 2024-02-06T09:00"}},
		{"a day that does not exist", func(f *event.File) { f.Starts = "2024-02-30T09:00" }, []string{"starts: must look like 2024-02-06T09:00"}},
		{"a year by mistake", func(f *event.File) { f.Starts = "0204-02-06T09:00" }, []string{"starts: must lie between the years 1900 and 2199"}},
		{"another year by mistake", func(f *event.File) { f.Ends = "9999-12-31T12:00" }, []string{"ends: must lie between the years 1900 and 2199"}},
		{"an hour that the spring takes away", func(f *event.File) { f.Starts, f.Ends = "2024-03-31T02:30", "2024-03-31T12:00" },
			[]string{"starts: does not exist in Europe/Stockholm: the clock is moved then"}},
		{"ends as it starts", func(f *event.File) { f.Ends = f.Starts }, []string{"ends: must be after starts"}},
		{"ends before it starts", func(f *event.File) { f.Ends = "2024-02-06T08:59" }, []string{"ends: must be after starts"}},
		{"a date without words", func(f *event.File) { f.Starts, f.Ends, f.Date = "", "", "2024-02-06" }, []string{"time_text: missing"}},
		{"words without a date", func(f *event.File) { f.Starts, f.Ends, f.TimeText = "", "", "förmiddag" }, []string{"date: missing"}},
		{"words and times", func(f *event.File) { f.Date, f.TimeText = "2024-02-06", "förmiddag" }, []string{"time_text: must go once starts and ends are known"}},
		{"a date in words", func(f *event.File) { f.Starts, f.Ends, f.Date, f.TimeText = "", "", "6 feb", "förmiddag" }, []string{"date: must look like 2024-02-06"}},
		{"control character in the title", func(f *event.File) { f.Title = "a\x07b" }, []string{"title: holds a control character"}},
		{"text turned around", func(f *event.File) { f.Title = "a\u202eb" }, []string{"title: holds an invisible character, such as one that turns text around"}},
		{"title too long", func(f *event.File) { f.Title = long }, []string{"title: is longer than 1000 characters"}},
		{"body too long", func(f *event.File) { f.Body = strings.Repeat("å", 50_001) }, []string{"body: is longer than 50000 characters"}},
		{"all the lines too long", func(f *event.File) {
			f.Kind, f.Lead, f.TargetGroup, f.Languages, f.CaseNumber = long, long, long, long, long
		}, []string{
			"kind: is longer than 1000 characters", "lead: is longer than 1000 characters", "target_group: is longer than 1000 characters",
			"languages: is longer than 1000 characters", "case_number: is longer than 1000 characters",
		}},
		{"control characters in the organiser's own texts", func(f *event.File) {
			f.Texts = event.Texts{NotOpen: "\a", Open: "\a", Full: "\a", Closed: "\a", Past: "\a", Cancelled: "\a", Applied: "\a", EmailHint: "\a", Welcome: "\a"}
		}, []string{
			"texts.not_open: holds a control character", "texts.open: holds a control character", "texts.full: holds a control character",
			"texts.closed: holds a control character", "texts.past: holds a control character", "texts.cancelled: holds a control character",
			"texts.applied: holds a control character",
			"texts.email_hint: holds a control character", "texts.welcome: holds a control character",
		}},
		{"half a fact", func(f *event.File) {
			f.Practical = []event.Fact{{Term: "Fika", Text: "ja"}, {Term: "Mat"}, {Text: "ja"}}
		},
			[]string{"practical[1].text: missing", "practical[2].term: missing"}},
		{"kept for less than no time", func(f *event.File) { f.RetentionDays = number(-1) }, []string{"retention_days: must be between 0 and 36600"}},
		{"kept for ever", func(f *event.File) { f.RetentionDays = number(1 << 40) }, []string{"retention_days: must be between 0 and 36600"}},
		{"attendance", func(f *event.File) { f.Attendance = "hybrid" }, []string{"attendance: must be one of on-site, online, both"}},
		{"on site without a place", func(f *event.File) { f.Attendance = event.Both }, []string{"place.name: missing"}},
		{"meeting address", func(f *event.File) { f.JoinURL = "mote.example" }, []string{"join_url: must be an address that begins with https://"}},
		{"what the venue offers", func(f *event.File) { f.Access.Facts = []string{"lift", "elevator", ""} },
			[]string{"access.facts[1]: must be one of " + strings.Join(event.AccessFacts, ", "), "access.facts[2]: missing"}},
		{"a picture without words", func(f *event.File) { f.Image = event.FileImage{File: "snö.jpg", Alt: " "} },
			[]string{"image.alt: missing: say in words what the picture shows"}},
		{"opens in words", func(f *event.File) { f.Registration.Opens = "snart" }, []string{"registration.opens: must look like 2024-02-06T09:00"}},
		{"opens after it closes", func(f *event.File) { f.Registration.Opens = "2024-02-01T00:00" }, []string{"registration.opens: must be before registration closes"}},
		{"two deadlines", func(f *event.File) { f.Registration.Closes = "2024-01-30T12:00" }, []string{"registration.closes: say either last_day or closes"}},
		{"a moment for a day", func(f *event.File) { f.Registration.LastDay = "2024-01-31T12:00" }, []string{"registration.last_day: must look like 2024-02-06"}},
		{"a day for a moment", func(f *event.File) { f.Registration = event.FileRegistration{Closes: "2024-01-31"} },
			[]string{"registration.closes: must look like 2024-02-06T09:00"}},
		{"fewer than no places", func(f *event.File) { f.Registration.Capacity = -1 }, []string{"registration.capacity: must be between 0 and 1000000"}},
		{"places for the whole world", func(f *event.File) { f.Registration.Capacity = 1 << 60 }, []string{"registration.capacity: must be between 0 and 1000000"}},
		{"list that stops after the start", func(f *event.File) { f.Registration.WaitingListStops = number(-1) },
			[]string{"registration.waiting_list_stops_hours: must be between 0 and 8760"}},
		{"list that stops too early for any clock", func(f *event.File) { f.Registration.WaitingListStops = number(1 << 40) },
			[]string{"registration.waiting_list_stops_hours: must be between 0 and 8760"}},
		{"contact", func(f *event.File) { f.Contact = event.Contact{Name: "a\x00", Email: "x"} },
			[]string{"contact.name: holds a control character", "contact.email: is not an e-mail address"}},
		{"partners", func(f *event.File) { f.Partners = []event.Partner{{Role: "sponsor", Name: "x"}, {}} },
			[]string{"partners[0].role: must be one of co-organiser, funder", "partners[1].role: missing", "partners[1].name: missing"}},
		{"nameless speaker", speaker(event.FileSpeaker{Title: "strateg"}), []string{"program[2].speakers[0].name: missing"}},
		{"role", speaker(event.FileSpeaker{Name: "Anna", Role: "sings"}), []string{"program[2].speakers[0].role: must be one of presents, leads"}},
		{"session without title", session(func(s *event.FileSession) { s.Title = " " }), []string{"program[2].title: missing"}},
		{"kind of session", session(func(s *event.FileSession) { s.Kind = "lunch" }), []string{"program[2].kind: must be one of talk, heading, break"}},
		{"clock in words", session(func(s *event.FileSession) { s.Starts = "nio" }), []string{"program[2].starts: must look like 09:00"}},
		{"clock of one digit", session(func(s *event.FileSession) { s.Starts = "9:00" }), []string{"program[2].starts: must look like 09:00"}},
		{"clock beyond the day", session(func(s *event.FileSession) { s.Ends = "24:00" }), []string{"program[2].ends: must look like 09:00"}},
		{"session ends before it starts", session(func(s *event.FileSession) { s.Starts, s.Ends = "10:00", "09:00" }), []string{"program[2].ends: must be after starts"}},
		{"problem under a heading", session(func(s *event.FileSession) { s.Items = []event.FileSession{{Title: "a"}, {}} }),
			[]string{"program[2].items[1].title: missing"}},
		{"heading under a heading", session(func(s *event.FileSession) {
			s.Items = []event.FileSession{{Title: "a", Items: []event.FileSession{{Title: "b"}}}}
		}), []string{"program[2].items[0].items: only a heading of the programme itself may hold items"}},
		{"clocks of a day that is not known", func(f *event.File) {
			f.Starts = ""
			f.Program = []event.FileSession{{Title: "Kaffe", Starts: "09:00"}}
		}, []string{"starts: missing"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := smallest()
			tt.change(&f)
			ev, err := f.Event()
			var problems event.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("no problems but %v", err)
			}
			if diff := cmp.Diff(event.Problems(tt.want), problems); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(event.Event{}, ev); diff != "" {
				t.Errorf("an event in spite of the problems: %s", diff)
			}
			if err.Error() != strings.Join(tt.want, "\n") {
				t.Errorf("as one text: %q", err)
			}
		})
	}
}

func TestFileCleansItsTexts(t *testing.T) {
	f := smallest()
	f.Title, f.Body, f.Lead = " Go \n phers ", "\r\nen\r\n\r\n* två\r\n", "rad\nrad"
	f.Organisation.Address = []string{" Storgatan  1 "}
	f.Organisation.Colour, f.Contact.Email = "#0F5F72", "Anna@ALE.se"
	f.Texts = event.Texts{Closed: " stängt\r\n ", EmailHint: "rätt\nadress"}
	ev, err := f.Event()
	if err != nil {
		t.Fatal(err)
	}
	got := []string{
		ev.Title, ev.Body, ev.Lead, ev.Organisation.AddressLines[0], ev.Organisation.Colour, ev.Contact.Email,
		ev.Texts.Closed, ev.Texts.EmailHint,
	}
	want := []string{"Go phers", "en\n\n* två", "rad rad", "Storgatan 1", "#0f5f72", "Anna@ale.se", "stängt", "rätt adress"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSpeakersAreListedOnce(t *testing.T) {
	anna := func(title, organisation string) event.FileSpeaker {
		return event.FileSpeaker{Name: "Anna", Title: title, Organisation: organisation}
	}
	tests := []struct {
		name    string
		entries []event.FileSpeaker
		want    []string // affiliations of the list
		who     []int    // which of them each entry is
	}{
		{"the same twice", []event.FileSpeaker{anna("strateg", "Ale"), anna("strateg", "Ale")}, []string{"strateg, Ale"}, []int{0, 0}},
		{"what one leaves out the other fills in", []event.FileSpeaker{anna("", "Ale"), anna("strateg", "")}, []string{"strateg, Ale"}, []int{0, 0}},
		{"a name alone is whoever has it", []event.FileSpeaker{anna("strateg", "Ale"), anna("", "")}, []string{"strateg, Ale"}, []int{0, 0}},
		{"two people of one name", []event.FileSpeaker{anna("strateg", "Ale"), anna("rektor", "Ale")}, []string{"strateg, Ale", "rektor, Ale"}, []int{0, 1}},
		{"another organisation is another person", []event.FileSpeaker{anna("", "Ale"), anna("", "Laholm")}, []string{"Ale", "Laholm"}, []int{0, 1}},
		{"others between", []event.FileSpeaker{anna("", "Ale"), {Name: "Bo"}, anna("strateg", "")}, []string{"strateg, Ale", ""}, []int{0, 1, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := smallest()
			for _, e := range tt.entries {
				f.Program = append(f.Program, event.FileSession{Title: "x", Speakers: []event.FileSpeaker{e}})
			}
			ev, err := f.Event()
			if err != nil {
				t.Fatal(err)
			}
			var list []string
			for i, s := range ev.Speakers {
				list = append(list, s.Affiliation())
				if s.Position != i {
					t.Errorf("speaker %d has position %d", i, s.Position)
				}
			}
			if diff := cmp.Diff(tt.want, list); diff != "" {
				t.Error(diff)
			}
			for i, s := range ev.Sessions {
				if diff := cmp.Diff(ev.Speakers[tt.who[i]], s.People[0].Speaker); diff != "" {
					t.Errorf("entry %d: %s", i, diff)
				}
			}
		})
	}
}
