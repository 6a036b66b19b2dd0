package event

import (
	"fmt"
	"slices"
	"time"
)

// How moments are written in a File.
const (
	fileMoment = "2006-01-02T15:04"
	fileDate   = "2006-01-02"
	fileClock  = "15:04"
)

// Other years are a slip of the hand.
const (
	firstYear = 1900
	lastYear  = 2199
)

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// moment reads a clock time in the event's zone.
func (b *builder) moment(path, text string) time.Time {
	return b.momentLike(path, text, "2024-02-06T09:00")
}

// momentLike is moment with an example for those who write something else. A
// time that the clocks skip in spring is refused, because nobody can come then.
func (b *builder) momentLike(path, text, example string) time.Time {
	wall, ok := b.read(path, fileMoment, text, example)
	if !ok {
		return time.Time{}
	}
	y, m, d := wall.Date()
	t := time.Date(y, m, d, wall.Hour(), wall.Minute(), 0, 0, b.loc)
	if t.Format(fileMoment) != text {
		b.add(path, "does not exist in %s: the clock is moved then", b.loc)
	}
	return t.UTC()
}

// date reads a day and returns its first instant.
func (b *builder) date(path, text string) time.Time {
	day, ok := b.read(path, fileDate, text, "2024-02-06")
	if !ok {
		return time.Time{}
	}
	t := firstInstant(day, b.loc)
	if t.Format(fileDate) != text {
		b.add(path, "does not exist in %s: the calendar was moved then", b.loc)
	}
	return t.UTC()
}

// nextDay is the first instant of the day after, on the event's own clock: not
// 24 hours later in the nights when the clock is moved.
func (b *builder) nextDay(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	y, m, d := t.In(b.loc).Date()
	return firstInstant(time.Date(y, m, d+1, 0, 0, 0, 0, time.UTC), b.loc).UTC()
}

// firstInstant is when a day begins in a zone: when all of the day before is
// over. Where the clock is moved at midnight, there is no 00:00 that day, or
// there are two. The day is given as its midnight in UTC.
func firstInstant(day time.Time, loc *time.Location) time.Time {
	t := day.Add(36 * time.Hour).In(loc) // later than any zone begins the day
	for {
		_, offset := t.Zone()
		midnight := day.Add(-time.Duration(offset) * time.Second).In(loc)
		start, _ := t.ZoneBounds()
		if midnight.After(start) {
			return midnight
		}
		// All that bears this offset is the day or later: look before it.
		t = start.Add(-time.Nanosecond)
		if t.Format(fileDate) < day.Format(fileDate) {
			return start
		}
	}
}

// beginsDay reports whether a moment is the first of its day.
func beginsDay(t time.Time) bool {
	y, m, d := t.Date()
	return t.Equal(firstInstant(time.Date(y, m, d, 0, 0, 0, 0, time.UTC), t.Location()))
}

// clock reads the time of a session: on the event's first day unless it says
// otherwise.
func (b *builder) clock(path, text string) *time.Time {
	if text == "" {
		return nil
	}
	if _, err := time.Parse(fileClock, text); err == nil {
		if b.ev.StartsAt.IsZero() {
			return nil // which is complained of already
		}
		text = b.ev.StartsAt.In(b.loc).Format(fileDate) + "T" + text
	}
	t := b.momentLike(path, text, "09:00")
	return &t
}

// read reads what a clock or calendar on the wall shows, zone or no zone.
func (b *builder) read(path, layout, text, example string) (wall time.Time, ok bool) {
	wall, err := time.Parse(layout, text)
	switch {
	case text == "":
		b.add(path, "missing")
	case err != nil, wall.Format(layout) != text:
		b.add(path, "must look like %s", example)
	case wall.Year() < firstYear, wall.Year() > lastYear:
		b.add(path, "must lie between the years %d and %d", firstYear, lastYear)
	default:
		return wall, true
	}
	return time.Time{}, false
}

// NewFile is the file of an event: Event of it gives the event back.
func NewFile(e *Event) File {
	o := e.Organisation
	f := File{
		Slug: e.Slug, Status: e.Status, CancelReason: e.CancelReason, Language: e.Language,
		Organisation: FileOrganisation{o.Slug, o.Name, o.AddressLines, o.Number, o.Email, o.Phone, o.Website, o.Colour, o.PrivacyText},
		Title:        e.Title, Kind: e.Kind, Lead: e.Lead, Body: e.Body, TargetGroup: e.TargetGroup, Languages: e.Languages,
		Zone: e.Zone, Attendance: e.Attendance, Place: FilePlace{e.PlaceName, e.PlaceAddress}, JoinURL: e.JoinURL,
		OnSite: e.OnSiteWay, Online: e.OnlineWay, Cost: FileCost{e.Free, e.CostText},
		Unlisted: e.Unlisted, Registration: fileRegistration(e), Categories: fileCategories(e),
		Image: FileImage{e.Image, e.ImageAlt, e.ImageCredit}, Access: FileAccess{e.Accessibility, e.AccessText},
		Contact: e.Contact, Partners: e.Partners, Practical: e.Practical, Texts: e.Texts,
		Questions: e.Questions, CaseNumber: e.CaseNumber, RetentionDays: &e.RetentionDays, PrivacyText: e.PrivacyText,
		Speakers: fileSpeakers(e), Program: fileSessions(e, e.Sessions),
	}
	if e.HasTimes() {
		f.Starts, f.Ends = e.Start().Format(fileMoment), e.End().Format(fileMoment)
	} else {
		f.Date, f.TimeText = e.Start().Format(fileDate), e.TimeText
	}
	return f
}

func fileSessions(e *Event, sessions []Session) []FileSession {
	var out []FileSession
	for _, s := range sessions {
		f := FileSession{
			ID: s.Key, Kind: s.Kind, Title: s.Title, Text: s.Text, Room: s.Room, Capacity: s.Capacity, Choose: s.Choice,
			Starts: fileTime(e, s.StartsAt), Ends: fileTime(e, s.EndsAt), Items: fileSessions(e, s.Sessions),
		}
		for _, a := range s.People {
			f.Speakers = append(f.Speakers, fileSpeaker(a.Speaker, a.Role))
		}
		out = append(out, f)
	}
	return out
}

func fileSpeaker(p Speaker, role Role) FileSpeaker {
	return FileSpeaker{p.Name, p.Title, p.Organisation, p.Text, p.Photo, role}
}

// fileSpeakers lists the speakers, unless they stand in the order in which they
// appear in the programme, and all do.
func fileSpeakers(e *Event) []FileSpeaker {
	var appear Event
	for _, s := range e.Program().flat() {
		for _, a := range s.People {
			appear.addSpeaker(a.Speaker.Bare())
		}
	}
	if slices.EqualFunc(appear.Speakers, e.Speakers, func(a, b Speaker) bool { return a.Bare() == b.Bare() }) {
		return nil
	}
	var out []FileSpeaker
	for _, p := range e.Speakers {
		out = append(out, fileSpeaker(p, ""))
	}
	return out
}

func fileTime(e *Event, t *time.Time) string {
	if t == nil {
		return ""
	}
	local := t.In(e.Location())
	if local.Format(fileDate) == e.Start().Format(fileDate) {
		return local.Format(fileClock)
	}
	return local.Format(fileMoment)
}
