package console

import (
	"slices"
	"strings"

	"samling/internal/event"
	"samling/internal/store"
)

// speakerView is a speaker as lists show them.
type speakerView struct {
	event.Speaker
	Number   int // in the event's list, from 1; part of the address
	Initials string
	Tone     int
	Items    []string // where they appear
}

// speakersPage lists the speakers of an event.
type speakersPage struct {
	Page
	People []speakerView
}

// speakers answers GET /speakers of an event.
func (s *server) speakers(v *visit) error {
	base, err := s.eventPage(v, "speakers.title", "program")
	if err != nil {
		return err
	}
	return s.render(v, "speakers", speakersPage{base, speakerViews(base, v.Event)})
}

func speakerViews(p Page, ev *event.Event) []speakerView {
	items, people := ev.Typed()
	var out []speakerView
	for i, s := range people {
		view := speakerView{Speaker: s, Number: i + 1, Initials: initialsOf(s.Name), Tone: i % 2 * 2}
		for _, item := range items {
			if slices.ContainsFunc(item.Appearances, func(part event.Part) bool { return part.Person == i }) {
				view.Items = append(view.Items, item.Title)
			}
		}
		out = append(out, view)
	}
	return out
}

// initialsOf are the first letters of the first and last name.
func initialsOf(name string) string {
	words := strings.Fields(name)
	if len(words) > 2 {
		words = []string{words[0], words[len(words)-1]}
	}
	initials := ""
	for _, w := range words {
		initials += string([]rune(w)[0])
	}
	return strings.ToUpper(initials)
}

// allSpeakersPage lists the speakers of all events of an organisation.
type allSpeakersPage struct {
	Page
	People []knownView
	Search string
}

// knownView is a person with the events they are in.
type knownView struct {
	event.Speaker
	Initials string
	Tone     int
	Events   []knownEvent
}

// knownEvent is one of them.
type knownEvent struct {
	Title string
	Day   string
	Href  string
}

// knownSpeakers are whom the visitor may take over from earlier events. Who has
// a role for single events only does not see the others.
func (s *server) knownSpeakers(v *visit) ([]store.KnownSpeaker, error) {
	if v.Roles.Overall().Covers(reader) {
		return s.store.SpeakersOf(v.ctx(), v.Organisation.ID)
	}
	return s.store.SpeakersOf(v.ctx(), v.Organisation.ID, v.Roles.Events()...)
}

// allSpeakers answers GET /speakers of an organisation.
func (s *server) allSpeakers(v *visit) error {
	known, err := s.store.SpeakersOf(v.ctx(), v.Organisation.ID)
	if err != nil {
		return err
	}
	page := allSpeakersPage{Page: s.page(v, "speakers.all"), Search: v.QueryParam("q")}
	page.Rail = "speakers"
	page.Crumbs = []Crumb{{page.T("console.events"), page.OrgURL("/events")}, {Name: page.T("speakers.all")}}
	page.People = gatherSpeakers(page.Page, known, page.Search)
	return s.render(v, "all-speakers", page)
}

// gatherSpeakers lists each person once, in the order of the alphabet.
func gatherSpeakers(p Page, known []store.KnownSpeaker, search string) []knownView {
	var out []knownView
	for _, k := range known {
		if !strings.Contains(event.SortKey(speakerLabel(k.Speaker)), event.SortKey(search)) {
			continue
		}
		at := slices.IndexFunc(out, func(o knownView) bool { return o.SamePerson(k.Speaker) })
		if at < 0 {
			at = len(out)
			out = append(out, knownView{Speaker: k.Speaker, Initials: initialsOf(k.Speaker.Name)})
		}
		ev := event.Event{StartsAt: k.StartsAt, Zone: k.Zone}
		out[at].Events = append(out[at].Events, knownEvent{k.Title, p.Date(ev.Start()), p.OrgURL("/e/" + k.Slug + "/speakers")})
	}
	slices.SortStableFunc(out, func(a, b knownView) int { return strings.Compare(event.SortKey(a.Name), event.SortKey(b.Name)) })
	for i := range out {
		out[i].Tone = i % 2 * 2
	}
	return out
}
