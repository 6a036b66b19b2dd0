package console

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"samling/internal/event"
)

// eventRow is an event in a list of the console.
type eventRow struct {
	Page      // with the event and the visitor's role for it
	Trend     event.Trend
	Opening   *time.Time // when registration opens, nil if it has
	ShowLinks bool
}

// eventRow begins a row of a list on the page.
func (s *server) eventRow(v *visit, p Page, e *event.Event, places event.Tally) eventRow {
	p.Event, p.Places, p.Role = e, places, v.Roles.At(e.ID)
	p.State = e.State(places, s.now())
	return eventRow{Page: p, Opening: e.Opening(s.now())}
}

// scope are the events to which a member is limited; none for a member of the
// whole organisation, who sees all.
func (v *visit) scope() []uint {
	if v.Roles.Overall() != "" {
		return nil
	}
	return v.Roles.Events()
}

// Home is the page of the event that the visitor's role begins at.
func (r eventRow) Home() string {
	switch {
	case r.May(organiser) && r.Event.Status == event.Draft:
		return r.EventURL("/edit")
	case r.May(reader):
		return r.EventURL("/participants")
	}
	return r.EventURL("/door")
}

// Links are what the visitor's role may do with the event.
func (r eventRow) Links() []Link {
	var links []Link
	for _, l := range []struct {
		least      event.MemberRole
		name, path string
	}{
		{organiser, "console.tab_content", "/edit"},
		{reader, "console.tab_participants", "/participants"},
		{reader, "console.tab_statistics", "/statistics"},
		{door, "console.tab_door", "/door"},
		{organiser, "clone.link", "/clone"},
	} {
		if r.May(l.least) {
			links = append(links, Link{Name: r.T(l.name), Href: r.EventURL(l.path)})
		}
	}
	return links
}

// TitleLang marks a title that is in another language than the page.
func (r eventRow) TitleLang() template.HTMLAttr {
	if r.Event.Language == string(r.Lang()) {
		return ""
	}
	return template.HTMLAttr(` lang="` + template.HTMLEscapeString(r.Event.Language) + `"`)
}

// Off reports whether the event does not stand in the calendar as it is.
func (r eventRow) Off() bool { return r.Event.Status != event.Published }

// Where is where people go, in a few words.
func (r eventRow) Where() string {
	switch r.Event.Attendance {
	case event.Online:
		return r.T("event.online")
	case event.Both:
		return r.T("event.place_or_online", "Place", r.Event.PlaceName)
	}
	return r.Event.PlaceName
}

// HasBar reports whether there is a number of places to measure by.
func (r eventRow) HasBar() bool {
	return r.Event.PlacesInAll() > 0 && r.Event.Status == event.Published
}

// Scarce reports whether places are nearly or quite gone.
func (r eventRow) Scarce() bool {
	return r.State == event.Few || r.State == event.WaitList || r.State == event.Full
}

// Percent is how much of the bar is filled.
func (r eventRow) Percent() int {
	return min(100, 100*r.Places.Confirmed/max(1, r.Event.PlacesInAll()))
}

// FillParts says how many have a place, the figure apart.
func (r eventRow) FillParts() []piece {
	if r.Event.PlacesInAll() == 0 {
		return pieces(r.T("overview.taken_unlimited", "Count", r.Places.Confirmed, "Taken", stressed(r.Number(r.Places.Confirmed))))
	}
	return pieces(r.T("overview.taken", "Taken", stressed(r.Number(r.Places.Confirmed)), "Of", r.Event.PlacesInAll()))
}

// Note says what else is to know about registration.
func (r eventRow) Note() string {
	last := r.DayMonth(r.Event.LastMoment())
	switch {
	case r.Places.Waiting > 0 && r.State != event.Past:
		return r.T("overview.waiting", "Count", r.Places.Waiting)
	case r.Opening != nil:
		return r.T("overview.opens", "Day", r.DayMonth(r.Opening.In(r.Event.Location())))
	case r.State == event.Closed:
		return r.T("overview.closed", "Day", last)
	case r.State.TakesSignups(), r.State == event.Full:
		return r.T("overview.closes", "Day", last)
	}
	return ""
}

// HasTrend reports whether the sparkline has anything to tell.
func (r eventRow) HasTrend() bool {
	return r.Event.Status == event.Published && len(r.Trend.Days) > 0 && !r.Trend.IsFlat()
}

// TrendNote says how many signed up on the last day of the sparkline.
func (r eventRow) TrendNote() string {
	if r.Trend.Today {
		return r.T("overview.new_today", "Count", r.Trend.Latest())
	}
	return r.T("overview.new_yesterday", "Count", r.Trend.Latest())
}

// The sparkline's picture, in which the highest day touches the upper edge.
const (
	sparkWidth  = 128.0
	sparkHeight = 32.0
	sparkMargin = 3.0
)

// SparkLine is the sparkline as a path.
func (r eventRow) SparkLine() string {
	most := 1
	for _, n := range r.Trend.Days {
		most = max(most, n)
	}
	var path strings.Builder
	for i, n := range r.Trend.Days {
		x := sparkWidth * float64(i) / float64(len(r.Trend.Days)-1)
		y := sparkHeight - sparkMargin - (sparkHeight-2*sparkMargin)*float64(n)/float64(most)
		fmt.Fprintf(&path, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[i == 0], x, y)
	}
	return path.String()
}

// SparkArea is what lies below the line.
func (r eventRow) SparkArea() string {
	return r.SparkLine() + fmt.Sprintf("L%.0f %.0fL0 %.0fZ", sparkWidth, sparkHeight, sparkHeight)
}

// SparkEnd is the height of the last day.
func (r eventRow) SparkEnd() string {
	line := r.SparkLine()
	return line[strings.LastIndex(line, " ")+1:]
}
