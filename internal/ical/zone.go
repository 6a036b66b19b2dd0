package ical

import (
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

const (
	localLayout = "20060102T150405"
	utcLayout   = "20060102T150405Z"
)

// setTime writes a time as a clock in its zone shows it, or in UTC if that would
// not tell which time is meant.
func setTime(ev *ics.VEvent, property ics.ComponentProperty, t time.Time) {
	if isUTC(t) || comesTwice(t) {
		ev.SetProperty(property, t.UTC().Format(utcLayout))
		return
	}
	ev.SetProperty(property, t.Format(localLayout), ics.WithTZID(t.Location().String()))
}

func isUTC(t time.Time) bool {
	return t.Location().String() == "UTC"
}

// comesTwice tells whether the clock shows this time twice that day, because it
// is put back. RFC 5545 then means the first of the two, but not every calendar
// does.
func comesTwice(t time.Time) bool {
	start, end := t.ZoneBounds()
	return repeats(start, t) || repeats(end, t)
}

// repeats tells whether t lies in the hour before or the hour after a turn that
// puts the clock back by one hour; likewise for other lengths.
func repeats(turn, t time.Time) bool {
	if turn.IsZero() {
		return false
	}
	_, before := turn.Add(-time.Second).Zone()
	_, after := turn.Zone()
	back, since := time.Duration(before-after)*time.Second, t.Sub(turn)
	return -back <= since && since < back
}

// isZoneName tells whether receivers can tell the zone by its name. The zone of
// this computer is called "Local", and one read from a number has no name.
func isZoneName(name string) bool {
	return isToken(name) && name != "Local" && !strings.ContainsAny(name, `",;:\'`)
}

// span is the time that a zone is described for.
type span struct {
	name     string
	from, to time.Time
}

// addZones describes each zone that the entries use, once.
func addZones(cal *ics.Calendar, entries []Entry) {
	var spans []*span
	byName := map[string]*span{}
	for _, e := range entries {
		if isUTC(e.Start) {
			continue
		}
		name := e.Start.Location().String()
		if byName[name] == nil {
			byName[name] = &span{name, e.Start, e.Start}
			spans = append(spans, byName[name])
		}
		byName[name].include(e)
	}
	for _, s := range spans {
		cal.AddVTimezone(s.component())
	}
}

func (s *span) include(e Entry) {
	if e.Start.Before(s.from) {
		s.from = e.Start
	}
	for _, t := range []time.Time{e.Start, e.End.In(e.Start.Location())} {
		if t.After(s.to) {
			s.to = t
		}
	}
}

// component describes the zone for whole years, so that summer and winter are
// both there: Outlook takes a zone with one of them for a zone without change.
// The rules come from the zone data in the program.
func (s *span) component() *ics.VTimezone {
	zone := ics.NewTimezone(s.name)
	t := time.Date(s.from.Year(), 1, 1, 0, 0, 0, 0, s.from.Location())
	last := time.Date(s.to.Year()+1, 1, 1, 0, 0, 0, 0, s.from.Location())
	for {
		zone.Components = append(zone.Components, observance(t))
		_, end := t.ZoneBounds()
		if end.IsZero() || !end.Before(last) {
			return zone
		}
		t = end
	}
}

// observance describes the offset at t: since when, and what it was before.
func observance(t time.Time) ics.Component {
	start, _ := t.ZoneBounds()
	if start.IsZero() {
		start = time.Unix(0, 0).In(t.Location())
	}
	name, offset := t.Zone()
	_, before := start.Add(-time.Second).Zone()

	var c ics.ComponentBase
	onset := start.UTC().Add(time.Duration(before) * time.Second)
	c.AddProperty(ics.ComponentPropertyDtStart, onset.Format(localLayout))
	c.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), offsetText(before))
	c.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), offsetText(offset))
	c.AddProperty(ics.ComponentProperty(ics.PropertyTzname), name)
	if t.IsDST() {
		return &ics.Daylight{ComponentBase: c}
	}
	return &ics.Standard{ComponentBase: c}
}

// offsetText is "+0100". Only offsets of the nineteenth century have seconds.
func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if rest := seconds % 60; rest != 0 {
		text += fmt.Sprintf("%02d", rest)
	}
	return text
}
