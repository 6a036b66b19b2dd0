package event

import (
	"cmp"
	"slices"
	"time"
)

// Facts are what there is to know about an event before saying what its
// organiser should do.
type Facts struct {
	Event   *Event
	Tally   Tally
	Bounced int // mails to its participants that could not be delivered
	Kept    int // registrations that are still there, withdrawn ones too
}

// Task is something about an event that its organiser should do.
type Task struct {
	Kind   TaskKind
	Event  *Event
	Count  int       // of mails, of people who wait or are too many, or of what is missing
	Free   int       // places, for TaskOffer
	At     time.Time // when it happens, on the event's own clock
	Urgent Urgency
}

// TaskKind is what should be done.
type TaskKind string

// The kinds of tasks. The words stand in i18n under "overview.task_".
const (
	TaskBounced   TaskKind = "bounced"   // tell people whom no mail reaches
	TaskErase     TaskKind = "erase"     // erase participants whose time is out
	TaskApplied   TaskKind = "applied"   // answer applications
	TaskOffer     TaskKind = "offer"     // give free places to people who wait
	TaskAbove     TaskKind = "above"     // more people have a place than there are: find room, or call some off
	TaskJoinLink  TaskKind = "join_link" // say where online participants go
	TaskPlace     TaskKind = "place"     // say where people come
	TaskStale     TaskKind = "stale"     // a draft whose registration day is over
	TaskScheduled TaskKind = "scheduled" // a draft that will be published soon
	TaskDraft     TaskKind = "draft"     // a draft whose registration should be open by now, or soon
	TaskCloses    TaskKind = "closes"    // registration closes soon: the last chance to remind
)

// Urgency is how much a task presses.
type Urgency int

// The urgencies, the most pressing first.
const (
	Pressing Urgency = iota // something is wrong
	Waits                   // somebody waits for it
	Notice                  // good to know
)

// How long before something happens an organiser is told.
const (
	closesSoon = 3 * 24 * time.Hour
	startsSoon = 7 * 24 * time.Hour
	draftSoon  = 14 * 24 * time.Hour
)

// Attention says what organisers should do about their events, the most
// pressing first.
func Attention(all []Facts, now time.Time) []Task {
	var tasks []Task
	for _, f := range all {
		tasks = append(tasks, f.tasks(now)...)
	}
	slices.SortStableFunc(tasks, func(a, b Task) int {
		return cmp.Or(cmp.Compare(a.Urgent, b.Urgent), a.At.Compare(b.At))
	})
	return tasks
}

// tasks are those of one event.
func (f Facts) tasks(now time.Time) []Task {
	e := f.Event
	over := !now.Before(e.EndsAt)
	switch {
	case f.Kept > 0 && e.EraseOverdue(now):
		return []Task{f.task(TaskErase, Pressing, e.EraseBy(), f.Kept)}
	case e.ArchivedAt != nil, over && e.Status != Draft:
		return nil
	case e.Status == Draft:
		return f.draftTasks(now)
	}
	var tasks []Task
	if f.Bounced > 0 {
		tasks = append(tasks, f.task(TaskBounced, Pressing, e.StartsAt, f.Bounced))
	}
	if e.Status == Cancelled {
		return tasks // that mails arrive matters most then
	}
	if f.Tally.Applied > 0 {
		tasks = append(tasks, f.task(TaskApplied, Waits, e.StartsAt, f.Tally.Applied))
	}
	if free := e.FreePlaces(f.Tally); free > 0 {
		t := f.task(TaskOffer, Waits, e.StartsAt, f.Tally.Waiting)
		t.Free = free
		tasks = append(tasks, t)
	}
	if above := e.Above(f.Tally); len(above) > 0 {
		most := slices.MaxFunc(above, func(a, b Above) int { return cmp.Compare(a.By, b.By) })
		tasks = append(tasks, f.task(TaskAbove, Waits, e.StartsAt, most.By))
	}
	if now.Add(startsSoon).After(e.StartsAt) {
		tasks = append(tasks, f.whereTasks()...)
	}
	if state := e.State(f.Tally, now); state.TakesSignups() && !now.Add(closesSoon).Before(e.ClosesAt) {
		tasks = append(tasks, f.task(TaskCloses, Notice, e.LastMoment(), 0))
	}
	return tasks
}

// whereTasks are about people who would not know where to go.
func (f Facts) whereTasks() []Task {
	var tasks []Task
	if f.Event.IsOnline() && f.Event.JoinURL == "" {
		tasks = append(tasks, f.task(TaskJoinLink, Waits, f.Event.StartsAt, 0))
	}
	if f.Event.IsOnSite() && f.Event.PlaceName == "" {
		tasks = append(tasks, f.task(TaskPlace, Waits, f.Event.StartsAt, 0))
	}
	return tasks
}

// draftTasks is at most one: the nearest thing that the draft is late for.
func (f Facts) draftTasks(now time.Time) []Task {
	e := f.Event
	opens := e.ClosesAt
	if e.OpensAt != nil {
		opens = *e.OpensAt
	}
	switch {
	case !now.Before(e.ClosesAt):
		return []Task{f.task(TaskStale, Waits, e.LastMoment(), e.Missing())}
	case e.PublishAt != nil && !now.Add(draftSoon).Before(*e.PublishAt):
		return []Task{f.task(TaskScheduled, Notice, *e.PublishAt, e.Missing())}
	case e.PublishAt == nil && !now.Add(draftSoon).Before(opens):
		return []Task{f.task(TaskDraft, Waits, opens, e.Missing())}
	}
	return nil
}

// EraseOverdue reports whether the day by which participants are to be gone is
// over.
func (e *Event) EraseOverdue(now time.Time) bool {
	y, m, d := e.EraseBy().Date()
	return !now.Before(firstInstant(time.Date(y, m, d+1, 0, 0, 0, 0, time.UTC), e.Location()))
}

func (f Facts) task(kind TaskKind, urgent Urgency, at time.Time, count int) Task {
	return Task{Kind: kind, Event: f.Event, Count: count, At: at.In(f.Event.Location()), Urgent: urgent}
}

// Missing counts what a draft cannot do without: whom to ask, where it is, and
// something to read.
func (e *Event) Missing() int {
	n := 0
	for _, missing := range []bool{
		e.Contact.IsZero(), e.IsOnSite() && e.PlaceName == "", e.Lead == "", e.Image != "" && e.ImageAlt == "",
	} {
		if missing {
			n++
		}
	}
	return n
}
