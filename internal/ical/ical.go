// Package ical writes calendar entries (RFC 5545) that Outlook, Gmail and Apple
// keep up to date by themselves: one identifier for the life of an entry, a
// sequence that rises with each change, and a complete time zone.
//
// It knows nothing of registrations or mail. Whoever sends an entry decides when
// its sequence rises, and repeats the method in the type of the mail part.
package ical

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// Method says what the receiver's calendar shall do with the entries.
type Method string

// The methods.
const (
	Publish Method = "PUBLISH" // show them: a feed, or a file to save
	Request Method = "REQUEST" // add or change one, for the attendee
	Cancel  Method = "CANCEL"  // remove one, for the attendee
)

// Entry is one event in a calendar. UID, Start and Stamp are needed, and for
// Request and Cancel the organizer and the attendee too. People share their
// calendars, so no field is a place for a private link.
type Entry struct {
	UID      string // the same for the life of the entry
	Sequence int    // higher after each change

	Start, End   time.Time // in the zone of the event; End may be left out
	Stamp        time.Time // when this version was made
	LastModified time.Time // may be left out

	Summary, Description, Location string
	URL                            string // of the public page

	Organizer Person
	Attendee  Person // left out of what is published

	// Cancelled marks an event in a feed that will not take place. Method Cancel
	// says so by itself.
	Cancelled bool
}

// Person is somebody with a mail address. The name may be left out.
type Person struct {
	Name, Address string
}

// Encode writes the entries as one calendar part, in UTF-8. A part for an
// attendee is about one entry.
func Encode(method Method, entries ...Entry) ([]byte, error) {
	if method != Publish && len(entries) != 1 {
		return nil, fmt.Errorf("method %s with %d entries", method, len(entries))
	}
	return encode(newCalendar(method), method, entries)
}

// Feed writes a calendar to subscribe to, with a name to be listed under.
func Feed(name string, entries ...Entry) ([]byte, error) {
	const often = "PT1H"
	cal := newCalendar(Publish)
	cal.SetName(oneLine(name))
	cal.SetRefreshInterval(often)
	cal.SetXPublishedTTL(often) // what Outlook reads instead
	return encode(cal, Publish, entries)
}

func newCalendar(method Method) *ics.Calendar {
	cal := &ics.Calendar{}
	cal.SetVersion("2.0")
	cal.SetProductId("-//Samling//Samling//SV")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.Method(method))
	return cal
}

func encode(cal *ics.Calendar, method Method, entries []Entry) ([]byte, error) {
	for _, e := range entries {
		if err := e.check(method); err != nil {
			return nil, fmt.Errorf("entry %q: %w", e.UID, err)
		}
	}
	addZones(cal, entries)
	for _, e := range entries {
		cal.AddVEvent(e.component(method))
	}
	var out bytes.Buffer
	if err := cal.SerializeTo(&out, ics.WithNewLineWindows); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// check refuses what no cleaning could mend.
func (e Entry) check(method Method) error {
	switch {
	case !isToken(e.UID):
		return errors.New("UID is missing or has spaces or control characters")
	case e.Start.IsZero():
		return errors.New("no start")
	case e.Stamp.IsZero():
		return errors.New("no stamp")
	case !e.End.IsZero() && e.End.Before(e.Start):
		return errors.New("ends before it starts")
	case !isZoneName(e.Start.Location().String()):
		return fmt.Errorf("zone %q has no name to send", e.Start.Location())
	}
	if err := checkURL(e.URL); err != nil {
		return err
	}
	if err := e.Organizer.check("organizer", method != Publish); err != nil {
		return err
	}
	return e.Attendee.check("attendee", method != Publish)
}

func (e Entry) component(method Method) *ics.VEvent {
	ev := ics.NewEvent(e.UID)
	ev.SetDtStampTime(e.Stamp)
	if !e.LastModified.IsZero() {
		ev.SetLastModifiedAt(e.LastModified)
	}
	ev.SetSequence(e.Sequence)
	setTime(ev, ics.ComponentPropertyDtStart, e.Start)
	if !e.End.IsZero() {
		setTime(ev, ics.ComponentPropertyDtEnd, e.End.In(e.Start.Location()))
	}
	ev.SetStatus(e.status(method))
	ev.SetSummary(oneLine(e.Summary))
	if text := manyLines(e.Description); text != "" {
		ev.SetDescription(text)
	}
	if place := oneLine(strings.ReplaceAll(manyLines(e.Location), "\n", ", ")); place != "" {
		ev.SetLocation(place)
	}
	if e.URL != "" {
		ev.SetURL(e.URL)
	}
	e.addPeople(ev, method)
	return ev
}

func (e Entry) status(method Method) ics.ObjectStatus {
	if method == Cancel || e.Cancelled {
		return ics.ObjectStatusCancelled
	}
	return ics.ObjectStatusConfirmed
}

// addPeople says that the attendee is coming and need not answer: the answer was
// the registration, and a mail back would reach nobody who reads it.
func (e Entry) addPeople(ev *ics.VEvent, method Method) {
	if e.Organizer.Address != "" {
		ev.AddProperty(e.Organizer.property(ics.ComponentPropertyOrganizer), e.Organizer.mailto())
	}
	if method == Publish {
		return
	}
	ev.AddProperty(e.Attendee.property(ics.ComponentPropertyAttendee), e.Attendee.mailto(),
		ics.ParticipationRoleReqParticipant, ics.ParticipationStatusAccepted, &ics.KeyValues{Key: "RSVP", Value: []string{"FALSE"}})
}
