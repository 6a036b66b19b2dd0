package console

import (
	"fmt"
	"math"
	"strings"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/store"
)

// chart is the curve of registrations, ready to be drawn. Positions are in
// percent, so that words keep their size at any width.
type chart struct {
	Title, Desc, Finding string
	Left, Width          string // of the drawing, which begins after the numbers
	width                float64
	Ticks                []chartTick
	Line, Area           string // paths in a square of 100 by 100
	Cap                  *chartTick
	CapX                 string
	Marks                []chartMark
	EndX, EndY           string
	Dates                []chartDate
}

// chartTick is a line across, and chartMark a point on the curve.
type chartTick struct{ Y, Text string }

type chartMark struct {
	X, Y, Text string
}

// chartDate is a day below the chart.
type chartDate struct{ X, Anchor, Text string }

// Where the drawing lies in the chart, from above, in percent.
const (
	chartTop    = 9.0
	chartBottom = 88.0
	// mostPoints is how many points of the curve are worth drawing.
	mostPoints = 240
)

// IsEmpty reports that there is nothing to draw.
func (c chart) IsEmpty() bool { return c.Line == "" }

// newChart draws the course of an event's registrations.
func newChart(p *i18n.Printer, e *event.Event, course []event.CourseDay, sendings []store.Sending) chart {
	if len(course) == 0 {
		return chart{}
	}
	most := 1
	for _, d := range course {
		most = max(most, d.Total)
	}
	top := most
	places := e.PlacesInAll()
	hasCap := places > 0 && places <= 3*most // a hall far too large would flatten the curve
	if hasCap {
		top = max(top, places)
	}
	scale := newChartScale(top)
	c := chart{Left: fmt.Sprintf("%.0f%%", scale.left), Width: fmt.Sprintf("%.0f%%", 100-scale.left), width: 100 - scale.left}
	for n := 0; n <= top; n += scale.step {
		if !hasCap || n == 0 || places-n > scale.step/3 {
			c.Ticks = append(c.Ticks, chartTick{scale.y(float64(n)), p.Number(n)})
		}
	}
	if hasCap {
		c.Cap, c.CapX = &chartTick{scale.y(float64(places)), p.T("statistics.places", "Count", places)}, fmt.Sprintf("%.0f%%", scale.left+1)
	}
	c.draw(course, scale)
	c.date(p, course)
	for i, s := range sendings {
		c.mark(e, course, scale, i+1, s.At)
	}
	c.words(p, e, course)
	return c
}

// chartScale turns numbers of people into heights.
type chartScale struct {
	top  float64
	step int
	left float64
}

// newChartScale chooses round numbers, at most four with zero.
func newChartScale(top int) chartScale {
	step := 1
	for magnitude := 1; step*3 < top; magnitude *= 10 {
		for _, n := range []int{1, 2, 5, 10} {
			if step = n * magnitude; step*3 >= top {
				break
			}
		}
	}
	s := chartScale{top: float64(top) * 1.08, step: step, left: 8}
	if top >= 1000 {
		s.left = 13
	}
	return s
}

// y is the height of a number in the chart, from above.
func (s chartScale) y(n float64) string {
	return fmt.Sprintf("%.2f%%", chartBottom-(chartBottom-chartTop)*n/s.top)
}

// draw makes the paths. A long course is drawn at every second day, or third.
func (c *chart) draw(course []event.CourseDay, s chartScale) {
	every := (len(course) + mostPoints - 1) / mostPoints
	var path strings.Builder
	last := len(course) - 1
	for i := 0; i <= last; i++ {
		if i%every != 0 && i != last {
			continue
		}
		letter := "L"
		if i == 0 {
			letter = "M"
		}
		fmt.Fprintf(&path, "%s%.2f %.2f", letter, inside(i, last), 100-100*float64(course[i].Total)/s.top)
	}
	if last == 0 {
		fmt.Fprintf(&path, "L100 %.2f", 100-100*float64(course[0].Total)/s.top)
	}
	c.Line = path.String()
	c.Area = c.Line + "L100 100L0 100Z"
	c.EndX, c.EndY = "99.4%", s.y(float64(course[last].Total))
}

// inside is where a day lies between the first and the last, in percent.
func inside(i, last int) float64 {
	if last == 0 {
		return 0
	}
	return 100 * float64(i) / float64(last)
}

// date puts the first, the middle and the last day below.
func (c *chart) date(p *i18n.Printer, course []event.CourseDay) {
	short := func(t time.Time) string { return p.Day(t) + " " + p.MonthShort(t) }
	last := len(course) - 1
	c.Dates = []chartDate{{c.Left, "start", short(course[0].Day)}}
	if last >= 6 {
		c.Dates = append(c.Dates, chartDate{c.x(inside(last/2, last)), "middle", short(course[last/2].Day)})
	}
	if last > 0 {
		c.Dates = append(c.Dates, chartDate{"100%", "end", short(course[last].Day)})
	}
}

// x is a position in the drawing as one in the chart.
func (c *chart) x(percent float64) string {
	return fmt.Sprintf("%.2f%%", 100-c.width+c.width*percent/100)
}

// mark puts a number on the curve where a mail was sent.
func (c *chart) mark(e *event.Event, course []event.CourseDay, s chartScale, number int, at time.Time) {
	i := len(course) - 1
	for i > 0 && course[i].Day.After(at) {
		i--
	}
	x := math.Min(97, math.Max(3, inside(i, len(course)-1)))
	c.Marks = append(c.Marks, chartMark{c.x(x), s.y(float64(course[i].Total)), fmt.Sprint(number)})
}

// words say what the picture shows.
func (c *chart) words(p *i18n.Printer, e *event.Event, course []event.CourseDay) {
	first, last := course[0], course[len(course)-1]
	c.Title = p.T("statistics.chart_title", "From", p.DayMonth(first.Day), "To", p.Date(last.Day))
	best := first
	for _, d := range course {
		if d.New > best.New {
			best = d
		}
	}
	if best.New > 1 {
		c.Finding = p.T("statistics.finding", "Count", best.New, "Day", p.DayMonth(best.Day))
	}
	if e.PlacesInAll() > 0 {
		c.Desc = p.T("statistics.chart_of", "From", first.Total, "To", last.Total, "Of", e.PlacesInAll())
	} else {
		c.Desc = p.T("statistics.chart_desc", "From", first.Total, "To", last.Total)
	}
	c.Desc = strings.TrimSpace(c.Desc + " " + c.Finding)
}
