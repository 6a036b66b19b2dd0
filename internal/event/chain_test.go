package event_test

import (
	"slices"
	"testing"
	"time"

	"samling/internal/event"
)

// sealed is a sound log of so many entries, and its head.
func sealed(n int) ([]event.Entry, *event.Head) {
	var entries []event.Entry
	seal := ""
	for i := range n {
		e := event.Entry{
			OrganisationID: 4, Number: i + 1, At: time.Date(2024, 1, 8, 9, i, 0, 0, time.UTC), Who: "Elin",
			Verb: "event.changed", Detail: map[string]string{},
		}
		e.Seal = e.SealAfter(seal, []byte("key"))
		seal = e.Seal
		entries = append(entries, e)
	}
	h := event.Head{OrganisationID: 4, Number: n, Seal: seal}
	h.Mark = h.MarkWith([]byte("key"))
	return entries, &h
}

func TestChain(t *testing.T) {
	same := func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) { return e, h }
	tests := []struct {
		name   string
		tamper func([]event.Entry, *event.Head) ([]event.Entry, *event.Head)
		want   *event.Broken
	}{
		{"sound", same, nil},
		{"a word changed", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) {
			e[1].Who = "Elim"
			return e, h
		}, &event.Broken{Number: 2, Fault: event.EntryChanged}},
		{"a seal changed", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) {
			e[2].Seal = "0" + e[2].Seal[1:]
			return e, h
		}, &event.Broken{Number: 3, Fault: event.EntryChanged}},
		{"the first removed", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) { return e[1:], h },
			&event.Broken{Number: 1, Fault: event.EntryMissing}},
		{"the second removed", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) { return slices.Delete(e, 1, 2), h },
			&event.Broken{Number: 2, Fault: event.EntryMissing}},
		{"the last removed", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) { return e[:3], h },
			&event.Broken{Number: 4, Fault: event.TailCut}},
		{"all removed", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) { return nil, h },
			&event.Broken{Number: 1, Fault: event.TailCut}},
		{"the last removed, and the head too", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) { return e[:3], nil },
			&event.Broken{Number: 3, Fault: event.HeadMissing}},
		{"the last removed, and the head set back without the key", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) {
			h.Number, h.Seal = 3, e[2].Seal
			return e[:3], h
		}, &event.Broken{Number: 3, Fault: event.HeadNotMarked}},
		{"one put in after the last, without the key", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) {
			more := e[3]
			more.Number = 5
			more.Seal = more.SealAfter(e[3].Seal, []byte("another key"))
			return append(e, more), h
		}, &event.Broken{Number: 5, Fault: event.EntryChanged}},
		{"one put in twice", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) { return slices.Insert(e, 2, e[1]), h },
			&event.Broken{Number: 2, Fault: event.EntryPutIn}},
		{"two in each other's place", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) {
			e[1], e[2] = e[2], e[1]
			e[1].Number, e[2].Number = 2, 3
			return e, h
		}, &event.Broken{Number: 2, Fault: event.EntryChanged}},
		{"of another organisation", func(e []event.Entry, h *event.Head) ([]event.Entry, *event.Head) {
			e[0].OrganisationID = 5
			e[0].Seal = e[0].SealAfter("", []byte("key"))
			return e, h
		}, &event.Broken{Number: 1, Fault: event.EntryChanged}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			entries, head := tt.tamper(sealed(4))
			c := event.Chain{Organisation: 4, Key: []byte("key")}
			for _, e := range entries {
				c.Next(e)
			}
			c.End(head)
			switch {
			case (c.Broken == nil) != (tt.want == nil):
				t.Errorf("found %+v, want %+v", c.Broken, tt.want)
			case c.Broken != nil && *c.Broken != *tt.want:
				t.Errorf("found %+v, want %+v", *c.Broken, *tt.want)
			}
		})
	}
	empty := event.Chain{Organisation: 4, Key: []byte("key")}
	if empty.End(nil); empty.Broken != nil {
		t.Errorf("an empty log is broken: %+v", *empty.Broken)
	}
}
