package mail

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/i18n/i18ntest"
)

func compose(t *testing.T, l event.Letter) Mail {
	t.Helper()
	m, err := newComposer(t).Compose(l)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// templatesWithout are the real templates but for one.
func templatesWithout(t *testing.T, file string) fstest.MapFS {
	t.Helper()
	kept := fstest.MapFS{}
	real := os.DirFS("../../templates")
	names, err := fs.Glob(real, "mail/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(real, name)
		if err != nil {
			t.Fatal(err)
		}
		if path.Base(name) != file {
			kept[name] = &fstest.MapFile{Data: data}
		}
	}
	return kept
}

func TestMissingTemplateStopsTheStart(t *testing.T) {
	links := event.Links{Base: "https://events.example.org"}
	for _, kind := range kinds {
		for _, file := range []string{string(kind) + ".txt", string(kind) + ".html"} {
			if _, err := NewComposer(templatesWithout(t, file), i18ntest.Load(t), links, Address{}); err == nil {
				t.Errorf("starts without %s", file)
			}
		}
	}
	empty := templatesWithout(t, "")
	empty["mail/confirmed.txt"] = &fstest.MapFile{Data: []byte(`{{define "label"}}{{end}}{{define "text"}}{{end}}`)}
	if _, err := NewComposer(empty, i18ntest.Load(t), links, Address{}); err == nil || !strings.Contains(err.Error(), `"subject"`) {
		t.Errorf("starts without a subject: %v", err)
	}
}

func TestComposerWantsAHost(t *testing.T) {
	if _, err := NewComposer(templatesWithout(t, ""), i18ntest.Load(t), event.Links{}, Address{}); err == nil {
		t.Error("starts without a public address")
	}
}

func TestLettersThatCannotBeComposed(t *testing.T) {
	good := func() event.Letter { return letter(event.MailConfirmed, growingUp(), "sv") }
	tests := []struct {
		name  string
		spoil func(*event.Letter)
		want  error
	}{
		{"unknown kind", func(l *event.Letter) { l.Message.Kind = "invoice" }, errKind},
		{"no Message-ID", func(l *event.Letter) { l.Message.MessageID = "" }, errNoName},
		{"no recipient", func(l *event.Letter) { l.Message.Recipient = "" }, errRecipient},
		{"name and address", func(l *event.Letter) { l.Message.Recipient = "Sara <sara@example.com>" }, errRecipient},
		{"two recipients", func(l *event.Letter) { l.Message.Recipient = "sara@example.com,eva@example.com" }, errRecipient},
		{"second command", func(l *event.Letter) { l.Message.Recipient = "x@example.com>\r\nRCPT TO:<y@example.com" }, errRecipient},
		{"registration erased", func(l *event.Letter) { l.Registration = nil }, errNoAbout},
		{"event gone", func(l *event.Letter) { l.Event = nil }, errNoAbout},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := good()
			tt.spoil(&l)
			_, err := newComposer(t).Compose(l)
			if !errors.Is(err, tt.want) {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
			if strings.Contains(err.Error(), "@") {
				t.Errorf("error shows an address: %v", err)
			}
		})
	}
}

func TestSameLetterGivesTheSameMail(t *testing.T) {
	for name, l := range letters("sv") {
		if diff := cmp.Diff(compose(t, l), compose(t, l)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhoWritesAndWhoAnswers(t *testing.T) {
	nobody := workshop()
	nobody.Organisation.Email = ""
	odd := workshop()
	odd.Organisation.Name = "Länsstyrelsen, \"info@example.org\""
	tests := []struct {
		name          string
		letter        event.Letter
		from, replyTo Address
	}{
		{"contact of the event", letter(event.MailConfirmed, growingUp(), "sv"),
			Address{"Länsstyrelsen i Södermanlands län", "events@example.org"}, Address{"Anna Berg", "anna.berg@example.org"}},
		{"organisation", letter(event.MailConfirmed, workshop(), "sv"),
			Address{"Göteborgsregionen (GR)", "events@example.org"}, Address{"Göteborgsregionen (GR)", "gr@example.org"}},
		{"nobody answers", letter(event.MailConfirmed, nobody, "sv"),
			Address{"Göteborgsregionen (GR)", "events@example.org"}, Address{}},
		{"name with signs that deceive", letter(event.MailConfirmed, odd, "sv"),
			Address{"Länsstyrelsen info example.org", "events@example.org"}, Address{"Länsstyrelsen info example.org", "gr@example.org"}},
		{"several events", letters("sv")["links"],
			Address{"Evenemang på Ön", "events@example.org"}, Address{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := compose(t, tt.letter)
			if m.From != tt.from || m.ReplyTo != tt.replyTo {
				t.Errorf("from %+v, reply to %+v", m.From, m.ReplyTo)
			}
			if asks := strings.Contains(m.Text, "Svara på mejlet"); asks != (tt.replyTo != Address{}) {
				t.Errorf("mail asks for replies: %v", asks)
			}
		})
	}
}

func TestOnlyThoseWithAPlaceGetTheMeetingLink(t *testing.T) {
	for name, l := range letters("sv") {
		m := compose(t, l)
		wants := slices.Contains([]string{"confirmed", "confirmed-online", "confirmed-by-colleague", "promoted", "already", "changed", "taken-over", "event-changed", "session"}, name)
		if has := strings.Contains(m.Text, "/join\n") && strings.Contains(m.HTML, `/join"`); has != wants {
			t.Errorf("%s has the link: %v", name, has)
		}
		if strings.Contains(m.Text+m.HTML, "mote.example") {
			t.Errorf("%s says where the meeting is, which may change", name)
		}
	}
	waiting := letter(event.MailAlready, growingUp(), "sv")
	waiting.Registration.Standing = event.Waiting
	if m := compose(t, waiting); strings.Contains(m.Text+m.HTML, "/join") {
		t.Error("somebody in the waiting list gets the meeting link")
	}
}

func TestChangeNamesOnlyWhatChanged(t *testing.T) {
	moved := letters("sv")["event-changed"]
	with := func(change func(*event.MessageData, *event.Event)) event.Letter {
		l := letters("sv")["event-changed"]
		change(&l.Message.Data, l.Event)
		return l
	}
	tests := []struct {
		name, subject string
		letter        event.Letter
	}{
		{"both", "Ny tid och plats: ", moved},
		{"time", "Ny tid: ", with(func(d *event.MessageData, e *event.Event) { d.OldAt = e.Place() })},
		{"place", "Ny plats: ", with(func(d *event.MessageData, e *event.Event) { w := e.When(); d.OldWhen = &w })},
		{"moved back meanwhile", "Ändrat: ", with(func(d *event.MessageData, e *event.Event) { d.OldWhen, d.OldAt = nil, e.Place() })},
	}
	for _, tt := range tests {
		if m := compose(t, tt.letter); !strings.HasPrefix(m.Subject, tt.subject) {
			t.Errorf("%s: subject %q", tt.name, m.Subject)
		}
	}
}

func TestUnknownLanguageIsTheMainOne(t *testing.T) {
	l := letter(event.MailConfirmed, growingUp(), "fi")
	if m := compose(t, l); m.Language != "sv" || !strings.HasPrefix(m.Subject, "Du är anmäld") {
		t.Errorf("language %q, subject %q", m.Language, m.Subject)
	}
}

func TestSenderWhoseNameIsALinkIsNotNamed(t *testing.T) {
	for name, named := range map[string]bool{
		"Nadia Test": true, "J.R. Åberg": true, "Anna-Karin d’Aubigné": true, "Grupp 3": true,
		"Vinn på www.lotteri.example": false, "https://lotteri": false, "a@b": false, "lotteri.example": false,
		"Ring 0900-12 34 56": false, strings.Repeat("Vinn ", 17): false,
	} {
		l := letters("sv")["confirmed-by-colleague"]
		l.Sender = &event.Group{Name: name}
		m := compose(t, l)
		if strings.Contains(m.Text, name+" har anmält dig") != named || strings.Contains(m.Text, "En kollega har anmält dig") == named {
			t.Errorf("%s:\n%s", name, m.Text)
		}
	}
}

// Anybody can sign up with somebody else's address, or make them the sender of a
// group or the successor of a place: no mail says a name that could be a link.
func TestNoNameIsALinkInAnyMail(t *testing.T) {
	const odd = "lotteri.example"
	for name, l := range letters("sv") {
		if l.Registration != nil {
			l.Registration.Name = odd
		}
		for _, said := range []*string{&l.Message.Data.Name, &l.Message.Data.From} {
			if *said != "" {
				*said = odd
			}
		}
		if l.Sender != nil {
			l.Sender = &event.Group{Name: odd}
		}
		if l.Overview != nil {
			l.Overview.Group.Name = odd
			for i := range l.Overview.Members {
				l.Overview.Members[i].Name = odd
			}
		}
		m := compose(t, l)
		if strings.Contains(m.Subject+m.Text+m.HTML+string(m.Calendar.Data), odd) {
			t.Errorf("%s names it:\n%s\n%s", name, m.Text, m.Calendar.Data)
		}
	}
	for name, want := range map[string]string{"taken-over": "En kollega har lämnat över sin plats", "confirmed": "Hej! ", "group": "Hej! "} {
		l := letters("sv")[name]
		if l.Message.Data.From = odd; l.Overview != nil {
			l.Overview.Group.Name = odd
		} else {
			l.Registration.Name = odd
		}
		if text := compose(t, l).Text; !strings.Contains(text, want) {
			t.Errorf("%s has no %q:\n%s", name, want, text)
		}
	}
}

func TestEveryKindIsInTheTable(t *testing.T) {
	names := slices.Collect(maps.Keys(letters("sv")))
	for _, kind := range kinds {
		if !slices.Contains(names, string(kind)) {
			t.Errorf("no golden file for %s", kind)
		}
	}
}

// Those on site and those online are each greeted as the organiser says.
func TestGreetingOfEachWay(t *testing.T) {
	tests := []struct {
		name  string
		comes event.Attendance
		want  string
	}{
		{"on site", event.OnSite, "Dörrarna öppnar kl.\u00a009.00"},
		{"online, where nothing of its own is said", event.Online, "Vi öppnar mötet kl.\u00a009.00"},
		{"nobody knows how", "", "Vi öppnar mötet kl.\u00a009.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := letter(event.MailConfirmed, growingUp(), "sv")
			l.Event.Attendance, l.Event.OnSiteWay.Welcome = event.Both, "Dörrarna öppnar {clock}."
			l.Registration.Attendance = tt.comes
			text := compose(t, l).Text
			if !strings.Contains(text, tt.want) || strings.Contains(text, "Dörrarna") != (tt.comes == event.OnSite) {
				t.Errorf("no %q in\n%s", tt.want, text)
			}
		})
	}
}

// Those who apply read what the organiser says to them, and no greeting to those
// who come.
func TestWordsToThoseWhoApply(t *testing.T) {
	l := letter(event.MailApplied, growingUp(), "sv")
	if text := compose(t, l).Text; strings.Contains(text, "Vi öppnar mötet") {
		t.Errorf("greets who has no place:\n%s", text)
	}
	l.Event.Texts.Applied = "Vi svarar senast en vecka före {title}."
	m := compose(t, l)
	for _, text := range []string{m.Text, m.HTML} {
		if !strings.Contains(text, "Vi svarar senast en vecka") {
			t.Errorf("does not say when they get an answer:\n%s", text)
		}
	}
}
