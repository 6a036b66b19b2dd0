package main

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"slices"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

//go:embed demo/*.json
var sampleFiles embed.FS

// sample is an event of the demonstration, and how it stands today.
type sample struct {
	file   string
	inDays int // it begins on the first day like its own from then on
	taken  int // people who have registered
	closed bool
	asked  bool // departments are invited
}

// samples is one event for each thing that can be seen.
var samples = []sample{
	{file: "goda-uppvaxtvillkor.json", inDays: 21, taken: 84},
	{file: "tidiga-insatser.json", inDays: 35, taken: 54},
	{file: "lupp-natverket.json", inDays: 8, taken: 47, closed: true},
	{file: "dialog-halmstad.json", inDays: -70, taken: 46},
	{file: "agenda-2030-i-vardagen.json", inDays: 42, taken: 31},
	{file: "barn-och-unga-konferens.json", inDays: 35, taken: 131},
	{file: "dialog-laholm.json", inDays: 28, taken: 5, asked: true},
}

// What has happened until now: a month of registrations, then some quiet days,
// in which the cancelled event was called off.
const (
	month     = 30 * 24 * time.Hour
	quiet     = 4 * 24 * time.Hour
	calledOff = 2 * 24 * time.Hour
)

// loadSamples fills an empty store. The people signed up before the
// demonstration began, so none of them gets a mail now.
func loadSamples(ctx context.Context, st *store.Store, now time.Time) error {
	for i, s := range samples {
		if err := s.load(ctx, st, i*200, now); err != nil {
			return fmt.Errorf("load %s: %w", s.file, err)
		}
	}
	if err := loadUser(ctx, st, now); err != nil {
		return err
	}
	return dropMails(ctx, st, now)
}

// load saves the event, lets people register, and then calls it off if that is
// how it stands.
func (s sample) load(ctx context.Context, st *store.Store, firstPerson int, now time.Time) error {
	file, err := s.today(now)
	if err != nil {
		return err
	}
	status := file.Status
	file.Status = event.Published
	ev, err := file.Event()
	if err != nil {
		return err
	}
	until := ev.ClosesAt
	if now.Add(-quiet).Before(until) {
		until = now.Add(-quiet)
	}
	from := until.Add(-month)
	if ev.OpensAt != nil && from.Before(*ev.OpensAt) {
		from = *ev.OpensAt
	}
	if _, err := st.SaveEvent(ctx, &ev, from); err != nil {
		return err
	}
	with := make([]uint, s.taken) // nobody
	if s.asked {
		if with, err = invite(ctx, st, &ev, from); err != nil {
			return err
		}
	}
	for i := range s.taken {
		at := from.Add(until.Sub(from) * time.Duration(i+1) / time.Duration(s.taken+1))
		if err := register(ctx, st, &ev, firstPerson+i, with[i], at); err != nil {
			return err
		}
	}
	if status == event.Published {
		return nil
	}
	ev.Status = status
	_, err = st.SaveEvent(ctx, &ev, now.Add(-calledOff))
	return err
}

// register signs one of the people up, with answers to what is asked.
func register(ctx context.Context, st *store.Store, ev *event.Event, n int, inviteID uint, at time.Time) error {
	signup, invalid := event.NewSignup(person(n))
	if len(invalid) > 0 {
		return fmt.Errorf("sample person: %v", invalid)
	}
	if invalid := signup.Answer(ev, says(ev, n)); len(invalid) > 0 {
		return fmt.Errorf("sample person: %v", invalid)
	}
	_, err := st.Register(ctx, ev.Slug, event.Call{FormKey: "sample " + signup.Email, Signup: signup, InviteID: inviteID, Now: at.UTC()})
	return err
}

// today reads the file and moves it to where it stands today.
func (s sample) today(now time.Time) (event.File, error) {
	content, err := sampleFiles.ReadFile("demo/" + s.file)
	if err != nil {
		return event.File{}, err
	}
	file, err := event.ReadFile(bytes.NewReader(content))
	if err != nil {
		return event.File{}, err
	}
	ev, err := file.Event()
	if err != nil {
		return event.File{}, err
	}
	now = now.In(ev.Location())
	begins := now.AddDate(0, 0, s.inDays)
	for isHoliday(ev.Start().AddDate(0, 0, wholeWeeks(ev.Start(), begins))) {
		begins = begins.AddDate(0, 0, 7)
	}
	file = shift(file, ev.Start(), begins)
	if s.closed {
		file.Registration.LastDay, file.Registration.Closes = now.AddDate(0, 0, -1).Format(time.DateOnly), ""
	}
	return file, nil
}

// shift moves an event by whole weeks, so that the day from falls on to or, when
// the weekday is another, on the first day after it that has the same weekday.
// The clock stays as it is.
func shift(f event.File, from, to time.Time) event.File {
	days := wholeWeeks(from, to)
	move := func(text *string) { *text = moved(*text, days) }
	r := &f.Registration
	for _, text := range []*string{&f.Starts, &f.Ends, &f.Date, &r.Opens, &r.LastDay, &r.Closes, &r.ChangesUntil, &r.CancelUntil} {
		move(text)
	}
	f.Categories = slices.Clone(f.Categories)
	for i := range f.Categories {
		move(&f.Categories[i].Opens)
		move(&f.Categories[i].Closes)
	}
	f.Program = shiftSessions(f.Program, move)
	return f
}

// shiftSessions leaves the sessions it is given as they are.
func shiftSessions(sessions []event.FileSession, move func(*string)) []event.FileSession {
	var shifted []event.FileSession
	for _, s := range sessions {
		move(&s.Starts)
		move(&s.Ends)
		s.Items = shiftSessions(s.Items, move)
		shifted = append(shifted, s)
	}
	return shifted
}

// moved moves a moment or a day. What is neither, such as a clock time alone,
// stays.
func moved(text string, days int) string {
	for _, layout := range []string{"2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.AddDate(0, 0, days).Format(layout)
		}
	}
	return text
}

// wholeWeeks is how many days the whole weeks have that lead from the day from
// to the day to, or just beyond it.
func wholeWeeks(from, to time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	days := int(day(to).Sub(day(from)) / (24 * time.Hour))
	weeks := days / 7
	if days%7 > 0 {
		weeks++
	}
	return 7 * weeks
}

// isHoliday finds the days of fixed date on which nobody in Sweden arranges
// anything.
func isHoliday(t time.Time) bool {
	switch t.Format("01-02") {
	case "12-24", "12-25", "12-26", "12-31", "01-01", "01-06", "05-01", "06-06":
		return true
	}
	return false
}

// claimed is how long the mails are ours while they are dropped.
const claimed = time.Minute

// dropMails finishes all mail that waits as if there were nothing to tell.
func dropMails(ctx context.Context, st *store.Store, now time.Time) error {
	for {
		letters, err := st.ClaimLetters(ctx, 500, claimed, now)
		if err != nil || len(letters) == 0 {
			return err
		}
		for _, l := range letters {
			if err := st.FinishMessage(ctx, l.Message.After(event.Pointless, "", now)); err != nil {
				return err
			}
		}
	}
}
