package console

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"samling/internal/event"
	"samling/internal/store"
)

// programForm is the programme as typed. Rows stand in the order of the fields
// named "row", so a script that moves them in the page has moved them.
type programForm struct {
	Version int
	Clocks  bool // whether times are shown, though there may be none yet
	Rows    []programRow
	People  []programPerson
	Paste   string
	Removed *programRow // what was taken out last, to be put back
	After   string      // the key of the row it stood after
}

// programRow is an item as typed.
type programRow struct {
	Key                                                  string
	Under                                                bool
	Kind, Title, Text, Room, Day, Start, End, Span, Find string
	Who                                                  []programPart
	rowChoice
}

// programPart is somebody's part in an item.
type programPart struct{ Person, Role string }

// programPerson is somebody who can be chosen. Those of the version that the form
// was made from have keys like s3, and their texts and photos stay on the server;
// new ones have keys like n3 and bring everything.
type programPerson struct {
	Key string
	event.Speaker
}

// Label is the person in one line, as people write it into a field.
func (p programPerson) Label() string { return speakerLabel(p.Speaker) }

func speakerLabel(s event.Speaker) string {
	if s.Affiliation() == "" {
		return s.Name
	}
	return s.Name + ", " + s.Affiliation()
}

// mostRows is far above any programme.
const mostRows = 500

var (
	rowKey    = regexp.MustCompile(`^\d{1,6}$`)
	personKey = regexp.MustCompile(`^[sn]\d{1,6}$`)
)

// readProgram reads the form.
func readProgram(in url.Values) programForm {
	f := programForm{Clocks: in.Get("clocks") != "", Paste: in.Get("paste"), After: in.Get("after")}
	f.Version, _ = strconv.Atoi(in.Get("version"))
	for _, key := range in["person[]"] {
		if personKey.MatchString(key) && len(f.People) < mostRows && f.person(key) < 0 {
			field := func(name string) string { return in.Get("p-" + name + "-" + key) }
			f.People = append(f.People, programPerson{key, event.Speaker{
				Name: field("name"), Title: field("title"), Organisation: field("organisation"), Text: field("text"), Photo: field("photo"),
			}})
		}
	}
	for _, key := range in["row[]"] {
		if rowKey.MatchString(key) && len(f.Rows) < mostRows && f.row(key) < 0 {
			f.Rows = append(f.Rows, f.readRow(in, key))
		}
	}
	if key := in.Get("removed"); rowKey.MatchString(key) && f.row(key) < 0 {
		removed := f.readRow(in, key)
		f.Removed = &removed
	}
	return f
}

func (f *programForm) readRow(in url.Values, key string) programRow {
	field := func(name string) string { return in.Get(name + "-" + key) }
	r := programRow{
		Key: key, Under: field("under") == "1", Kind: field("kind"), Title: field("title"), Text: field("text"), Room: field("room"),
		Day: field("day"), Start: field("start"), End: field("end"), Span: field("span"), Find: field("find"),
		rowChoice: readChoice(in, key),
	}
	for _, who := range in["who-"+key+"[]"] {
		if f.person(who) >= 0 {
			r.Who = append(r.Who, programPart{who, in.Get("role-" + key + "-" + who)})
		}
	}
	return r
}

// newProgramForm is the form of an event's programme.
func newProgramForm(ev *event.Event) programForm {
	items, people := ev.Typed()
	f := programForm{Version: ev.Version, Clocks: ev.HasClock()}
	for i, p := range people {
		f.People = append(f.People, programPerson{fmt.Sprintf("s%d", i), p})
	}
	for i, item := range items {
		f.Rows = append(f.Rows, f.rowOf(strconv.Itoa(i), item))
	}
	return f
}

func (f *programForm) rowOf(key string, item event.Item) programRow {
	r := programRow{
		Key: key, Under: item.Under, Kind: string(item.Kind), Title: item.Title, Text: item.Text, Room: item.Room,
		Day: strconv.Itoa(item.Day), Start: item.Start, End: item.End, Span: strconv.Itoa(item.Span),
		rowChoice: choiceOf(item),
	}
	for _, part := range item.Appearances {
		r.Who = append(r.Who, programPart{f.People[part.Person].Key, string(part.Role)})
	}
	return r
}

// row is the place of a row, or -1.
func (f *programForm) row(key string) int {
	return slices.IndexFunc(f.Rows, func(r programRow) bool { return r.Key == key })
}

// person is the place of a person, or -1.
func (f *programForm) person(key string) int {
	return slices.IndexFunc(f.People, func(p programPerson) bool { return p.Key == key })
}

// nextKey is a key that no row has.
func (f *programForm) nextKey() string {
	next := 0
	for _, r := range f.Rows {
		n, _ := strconv.Atoi(r.Key)
		next = max(next, n+1)
	}
	if f.Removed != nil {
		n, _ := strconv.Atoi(f.Removed.Key)
		next = max(next, n+1)
	}
	return strconv.Itoa(next)
}

// addPerson lists somebody and tells the key.
func (f *programForm) addPerson(s event.Speaker) string {
	for _, p := range f.People {
		if p.SamePerson(s) {
			return p.Key
		}
	}
	key := fmt.Sprintf("n%d", len(f.People))
	for f.person(key) >= 0 {
		key += "0"
	}
	f.People = append(f.People, programPerson{key, s})
	return key
}

// find makes somebody who was typed into a row's field a part of it: one of this
// event, one known from another, or a new person.
func (f *programForm) find(r *programRow, known []store.KnownSpeaker) {
	text := strings.Join(strings.Fields(r.Find), " ")
	if text == "" {
		return
	}
	r.Find = ""
	key := ""
	for _, p := range f.People {
		if strings.EqualFold(text, p.Label()) || strings.EqualFold(text, p.Name) {
			key = cmp.Or(key, p.Key)
		}
	}
	if key == "" {
		key = f.addPerson(knownOr(text, known))
	}
	if !slices.ContainsFunc(r.Who, func(p programPart) bool { return p.Person == key }) {
		r.Who = append(r.Who, programPart{key, string(event.Presents)})
	}
}

// knownOr is who is meant by a text: the latest known by that line or that name,
// or who it describes.
func knownOr(text string, known []store.KnownSpeaker) event.Speaker {
	for _, by := range []func(event.Speaker) string{speakerLabel, func(s event.Speaker) string { return s.Name }} {
		for _, k := range known {
			if strings.EqualFold(text, by(k.Speaker)) {
				return k.Speaker
			}
		}
	}
	return event.ParsePerson(text)
}

// findAll is find for whatever stands in any row.
func (f *programForm) findAll(known []store.KnownSpeaker) {
	for i := range f.Rows {
		f.find(&f.Rows[i], known)
	}
}

// dropEmpty takes out rows that nothing was typed into.
func (f *programForm) dropEmpty() {
	f.Rows = slices.DeleteFunc(f.Rows, func(r programRow) bool {
		return strings.TrimSpace(r.Title+r.Text+r.Room+r.Start+r.End+r.Find) == "" && len(r.Who) == 0
	})
}

// items are the rows as the domain takes them for an event.
func (f *programForm) items(ev *event.Event) []event.Item {
	number := func(text string) int {
		n, _ := strconv.Atoi(text)
		return min(max(n, -400), 400)
	}
	var items []event.Item
	for i, r := range f.Rows {
		item := event.Item{
			Key: r.Key, Kind: event.SessionKind(r.Kind), Title: r.Title, Text: r.Text, Room: r.Room,
			Day: number(r.Day), Start: r.Start, End: r.End, Span: max(number(r.Span), 0), Under: r.Under && i > 0,
		}
		r.item(ev, &item)
		for _, part := range r.Who {
			role := event.Presents
			if part.Role == string(event.Leads) {
				role = event.Leads
			}
			item.Appearances = append(item.Appearances, event.Part{Person: f.person(part.Person), Role: role})
		}
		items = append(items, item)
	}
	return items
}

// speakers are the people with their texts and photos, which come from the
// version that the form was made from, or else from somebody like them now.
func (f *programForm) speakers(base, now *event.Event) []event.Speaker {
	all := make([]event.Speaker, len(f.People))
	for i, p := range f.People {
		all[i] = p.Speaker
		if p.Key[0] != 's' {
			continue
		}
		at, _ := strconv.Atoi(p.Key[1:])
		if base != nil && at < len(base.Speakers) {
			all[i] = base.Speakers[at]
			continue
		}
		for _, s := range now.Speakers {
			if s.Name == p.Name && s.Affiliation() == p.Affiliation() {
				all[i] = s
			}
		}
	}
	return all
}

// onto gives an event the programme that was typed.
func (f *programForm) onto(ev *event.Event, people []event.Speaker) event.Invalid {
	program, invalid := event.NewProgram(ev, f.items(ev), people)
	ev.SetProgram(program)
	return invalid
}

// rebase makes the form one of the event as it is now. People whom somebody else
// has added meanwhile can be chosen; those who were changed bring their own words.
func (f *programForm) rebase(people []event.Speaker, now *event.Event) {
	old := *f
	keys := map[string]string{}
	f.Version, f.People = now.Version, nil
	for i, s := range now.Speakers {
		f.People = append(f.People, programPerson{fmt.Sprintf("s%d", i), s})
	}
	for i, p := range old.People {
		keys[p.Key] = f.addPerson(people[i])
	}
	for i := range f.Rows {
		for j := range f.Rows[i].Who {
			who := &f.Rows[i].Who[j].Person
			*who = keys[*who]
		}
	}
}
