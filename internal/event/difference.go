package event

import (
	"encoding/json"
	"maps"
	"strings"
)

// Parts of an event that no Form holds, beside those of a form.
const (
	PartProgram      = "program"
	PartQuestions    = "questions"
	PartImage        = "image"
	PartStatus       = "status"
	PartCancelReason = "cancel_reason"
)

// Changes lists the parts in which two versions of an event differ, in the order
// of the form, and then what is in none.
func Changes(old, new File) []string {
	names := FormOf(old).Differ(FormOf(new))
	if !sameJSON(old.Program, new.Program) {
		names = append(names, PartProgram)
	}
	if !sameJSON(old.Questions, new.Questions) {
		names = append(names, PartQuestions)
	}
	if old.Image != new.Image {
		names = append(names, PartImage)
	}
	if old.Status != new.Status {
		names = append(names, PartStatus)
	}
	if old.CancelReason != new.CancelReason {
		names = append(names, PartCancelReason)
	}
	return names
}

func sameJSON(a, b any) bool {
	x, err := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err == nil && err2 == nil && string(x) == string(y)
}

// Restore is what an event becomes when an earlier version of it is saved again:
// its texts, settings, questions and programme. Whether it is public, its address once it
// was, and its picture stay as they are.
func (f File) Restore(base *Event) (Event, Invalid) {
	f.Organisation = FileOrganisation{Slug: "organisation", Name: "organisation"}
	b := f.build()
	// The questions and the programme come back with the categories they name.
	like := *base
	like.Questions, like.Sessions = b.ev.Questions, b.ev.Sessions
	ev, invalid := FormOf(f).Event(&like)
	if len(invalid) > 0 {
		return Event{}, invalid
	}
	if len(b.faults) > 0 {
		return Event{}, maps.Clone(b.faults)
	}
	ev.Sessions, ev.Speakers, ev.Questions = b.ev.Sessions, b.ev.Speakers, b.ev.Questions
	return ev, nil
}

// Difference is what two texts have in common at their ends, and what stands
// between: what went and what came.
type Difference struct {
	Before, Old, New, After string
}

// Differ finds the words in which two texts differ, with a few words on either
// side. What is farther off is cut.
func Differ(old, new string) Difference {
	a, b := words(old), words(new)
	head, tail := 0, 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	join := func(w []string) string { return strings.Join(w, "") }
	return Difference{
		Before: cutFront(a[:head]), Old: join(a[head : len(a)-tail]), New: join(b[head : len(b)-tail]), After: cutBack(a[len(a)-tail:]),
	}
}

// words are the words of a text, each with the white space that follows it.
func words(text string) []string {
	var out []string
	for text != "" {
		end := strings.IndexAny(text, " \n\t")
		if end < 0 {
			return append(out, text)
		}
		rest := strings.TrimLeft(text[end:], " \n\t")
		out = append(out, text[:len(text)-len(rest)])
		text = rest
	}
	return out
}

// differenceContext is how many words stand around a difference.
const differenceContext = 8

func cutFront(words []string) string {
	if len(words) <= differenceContext {
		return strings.Join(words, "")
	}
	return "… " + strings.Join(words[len(words)-differenceContext:], "")
}

func cutBack(words []string) string {
	if len(words) <= differenceContext {
		return strings.Join(words, "")
	}
	return strings.TrimRight(strings.Join(words[:differenceContext], ""), " \n\t") + " …"
}
