package event_test

import (
	"testing"
	"time"

	"samling/internal/event"
)

// Whatever is changed in an entry, its seal is another.
func TestSealCoversEverything(t *testing.T) {
	seven, eight := uint(7), uint(8)
	entry := func() event.Entry {
		return event.Entry{
			OrganisationID: 1, Number: 2, At: time.Date(2024, 1, 8, 9, 0, 0, 1000, time.UTC), UserID: &seven, Who: "Elin",
			Verb: "event.published", EventID: &seven, RegistrationID: &seven, Detail: map[string]string{"a": "b"},
		}
	}
	whole := entry()
	seal := whole.SealAfter("before", []byte("key"))
	changes := map[string]func(e *event.Entry){
		"organisation": func(e *event.Entry) { e.OrganisationID = 2 },
		"number":       func(e *event.Entry) { e.Number = 3 },
		"time":         func(e *event.Entry) { e.At = e.At.Add(time.Microsecond) },
		"user":         func(e *event.Entry) { e.UserID = &eight },
		"no user":      func(e *event.Entry) { e.UserID = nil },
		"who":          func(e *event.Entry) { e.Who = "Elim" },
		"verb":         func(e *event.Entry) { e.Verb = "event.changed" },
		"event":        func(e *event.Entry) { e.EventID = &eight },
		"registration": func(e *event.Entry) { e.RegistrationID = &eight },
		"detail":       func(e *event.Entry) { e.Detail = map[string]string{"a": "c"} },
	}
	for name, change := range changes {
		e := entry()
		change(&e)
		if e.SealAfter("before", []byte("key")) == seal {
			t.Errorf("%s is not sealed", name)
		}
	}
	if whole.SealAfter("befor", []byte("key")) == seal || whole.SealAfter("before", []byte("kez")) == seal {
		t.Error("the seal does not depend on the one before it and the key")
	}
	whole.At = whole.At.In(time.FixedZone("", 3600))
	if whole.SealAfter("before", []byte("key")) != seal {
		t.Error("the seal depends on how the entry is stored")
	}
}
