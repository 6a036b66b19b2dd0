package console

import (
	"time"

	"samling/internal/event"
)

// taskLooks is how tasks look, and where they are done.
var taskLooks = map[event.TaskKind]struct{ colour, icon, path string }{
	event.TaskBounced:   {"danger", "mail-warning", "/participants?delivery=failed"},
	event.TaskErase:     {"danger", "trash-2", "/participants"},
	event.TaskApplied:   {"warning", "hourglass", "/participants?standing=applied"},
	event.TaskOffer:     {"warning", "list-checks", "/participants/waiting"},
	event.TaskAbove:     {"warning", "users", "/participants/waiting"},
	event.TaskJoinLink:  {"warning", "link", "/edit"},
	event.TaskPlace:     {"warning", "map-pin", "/edit"},
	event.TaskStale:     {"warning", "calendar-x", "/edit"},
	event.TaskDraft:     {"warning", "pencil", "/publish"},
	event.TaskScheduled: {"", "calendar-clock", "/publish"},
	event.TaskCloses:    {"", "bell", "/participants"},
}

// taskLines are what the visitor should do, at the events where they may. The
// second answer is whether there are any such events.
func (s *server) taskLines(v *visit, p Page, facts []event.Facts, now time.Time) ([]taskLine, bool) {
	var mine []event.Facts
	for _, f := range facts {
		if v.Roles.At(f.Event.ID).Covers(organiser) {
			mine = append(mine, f)
		}
	}
	var lines []taskLine
	for _, t := range event.Attention(mine, now) {
		look := taskLooks[t.Kind]
		p.Event = t.Event
		lines = append(lines, taskLine{
			look.colour, look.icon, pieces(taskText(p, t)), p.EventURL(look.path), p.T("overview.do_" + string(t.Kind)),
		})
	}
	return lines, len(mine) > 0
}

// taskText says what is to be done, the first words stressed.
func taskText(p Page, t event.Task) string {
	what := stressed(p.T("overview.what_"+string(t.Kind), "Count", t.Count))
	when := p.DayMoment(t.At)
	if t.Kind == event.TaskErase {
		when = p.Date(t.At)
	}
	text := p.T("overview.task_"+string(t.Kind), "What", what, "Title", t.Event.Title, "When", when)
	switch t.Kind {
	case event.TaskOffer:
		text += " " + p.T("overview.free", "Count", t.Free)
	case event.TaskDraft:
		if t.Event.OpensAt == nil {
			text += " " + p.T("overview.draft_closes", "When", p.DayMonth(t.Event.LastMoment()))
		} else {
			text += " " + p.T("overview.draft_opens", "When", when)
		}
	}
	switch t.Kind {
	case event.TaskDraft, event.TaskScheduled, event.TaskStale:
		if t.Count > 0 {
			text += " " + p.T("overview.missing", "Count", t.Count)
		}
	}
	return text
}
