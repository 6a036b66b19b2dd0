package console

import (
	"slices"
	"strconv"
	"strings"

	"samling/internal/event"
	"samling/internal/store"
)

// A press on a button beside "Save" changes the form and nothing else: it comes
// back with everything that was typed.

// step does what a button named "do" says, such as "up.3", and tells where the
// keyboard should be afterwards and a key under "program." that says what
// happened.
func (f *programForm) step(do string, v *visit, known []store.KnownSpeaker) (focus, said string) {
	what, on, _ := strings.Cut(do, ".")
	on, who, _ := strings.Cut(on, ".")
	i := f.row(on)
	switch {
	case what == "add":
		return "title-" + f.add(i), "program.added"
	case what == "paste":
		return f.paste(v)
	case what == "clocks":
		f.Clocks = true
		return "start-" + f.first(), "program.clocks_on"
	case what == "restore":
		return f.restore(), "program.restored"
	case i < 0:
		return "", ""
	case what == "person":
		f.find(&f.Rows[i], known)
		return "find-" + on, "program.person_added"
	case what == "drop":
		f.Rows[i].Who = slices.DeleteFunc(f.Rows[i].Who, func(p programPart) bool { return p.Person == who })
		return "find-" + on, "program.person_dropped"
	case what == "remove":
		return f.remove(i), "program.removed"
	}
	return f.move(what, i), "program.moved"
}

// outline is the order of the rows.
func (f *programForm) outline() event.Outline {
	var o event.Outline
	for _, r := range f.Rows {
		key, _ := strconv.Atoi(r.Key)
		o = append(o, event.Place{Key: key, Kind: event.SessionKind(r.Kind), Under: r.Under})
	}
	return o.Tidy()
}

// arrange puts the rows into an order.
func (f *programForm) arrange(o event.Outline) {
	var rows []programRow
	for _, p := range o {
		r := f.Rows[f.row(strconv.Itoa(p.Key))]
		r.Under = p.Under
		if p.Under && len(rows) > 0 {
			rows[lastFirst(rows)].Kind = string(event.Heading)
		}
		rows = append(rows, r)
	}
	f.Rows = rows
}

// lastFirst is the last row that stands under nothing.
func lastFirst(rows []programRow) int {
	i := len(rows) - 1
	for i > 0 && rows[i].Under {
		i--
	}
	return i
}

// moves are the buttons that change the order.
var moves = map[string]func(event.Outline, int) event.Outline{
	"up": event.Outline.Up, "down": event.Outline.Down, "in": event.Outline.In, "out": event.Outline.Out,
}

func (f *programForm) move(what string, i int) (focus string) {
	step, ok := moves[what]
	if !ok {
		return ""
	}
	key := f.Rows[i].Key
	f.arrange(step(f.outline(), i))
	return what + "." + key
}

// can lists the moves that would change something.
func (f *programForm) can(i int) map[string]bool {
	o, can := f.outline(), map[string]bool{}
	for what, step := range moves {
		can[what] = !slices.Equal(o, step(o, i))
	}
	return can
}

// add puts an empty row after another, or last.
func (f *programForm) add(after int) (key string) {
	key = f.nextKey()
	r := programRow{Key: key, Kind: string(event.Talk), Day: "0", rowChoice: newChoice()}
	if after >= 0 {
		r.Day = f.Rows[after].Day
	} else if n := len(f.Rows); n > 0 {
		r.Day = f.Rows[n-1].Day
	}
	number, _ := strconv.Atoi(key)
	o := f.outline().Add(after, event.Place{Key: number})
	f.Rows = append(f.Rows, r)
	f.arrange(o)
	return key
}

// remove takes a row out, and remembers it until the next one goes.
func (f *programForm) remove(i int) (focus string) {
	gone := f.Rows[i]
	f.After = ""
	if i > 0 {
		f.After = f.Rows[i-1].Key
	}
	o := f.outline().Remove(i)
	f.arrange(o)
	f.Removed = &gone
	return "restore"
}

// restore puts the row that was taken out back.
func (f *programForm) restore() (focus string) {
	if f.Removed == nil {
		return ""
	}
	r := *f.Removed
	at := f.row(f.After) + 1
	f.Rows, f.Removed = slices.Insert(f.Rows, at, r), nil
	f.arrange(f.outline())
	return "title-" + r.Key
}

// first is the key of the first row.
func (f *programForm) first() string {
	if len(f.Rows) == 0 {
		return ""
	}
	return f.Rows[0].Key
}

// paste puts what was found in a text last.
func (f *programForm) paste(v *visit) (focus, said string) {
	found := event.ParseProgram(f.Paste, v.Event.Start())
	if len(found) == 0 {
		return "paste", "program.pasted_nothing"
	}
	f.dropEmpty()
	for i, item := range found {
		r := f.rowOf(f.nextKey(), item.Item)
		for _, p := range item.People {
			r.Who = append(r.Who, programPart{f.addPerson(p.Speaker), string(p.Role)})
		}
		if i == 0 {
			focus, r.Under = "title-"+r.Key, false
		}
		f.Clocks = f.Clocks || r.Start != ""
		f.Rows = append(f.Rows, r)
	}
	f.Paste = ""
	return focus, "program.pasted"
}
