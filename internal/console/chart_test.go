package console

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/i18n/i18ntest"
	"samling/internal/store"
)

var percentages = regexp.MustCompile(`^(\d+(?:\.\d+)?)%$`)

// Whatever the figures, everything lies inside the picture, and there are at most
// four round numbers.
func TestChartLiesInsideItsPicture(t *testing.T) {
	words := i18ntest.Load(t).Printer(i18n.Swedish)
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
		e := &event.Event{Zone: "UTC", Capacity: rapid.SampledFrom([]int{0, 1, 7, 120, 100_000}).Draw(t, "capacity")}
		var course []event.CourseDay
		total := 0
		for i := range rapid.IntRange(1, 800).Draw(t, "days") {
			fresh := rapid.IntRange(0, 300).Draw(t, "new")
			total += fresh
			course = append(course, event.CourseDay{Day: day.AddDate(0, 0, i), New: fresh, Total: total})
		}
		sent := []store.Sending{{At: day.AddDate(0, 0, rapid.IntRange(-5, 900).Draw(t, "sent"))}}
		c := newChart(words, e, course, sent)
		if len(c.Ticks) > 4 || len(c.Ticks) == 0 || c.Ticks[0].Text != "0" {
			t.Errorf("ticks %v", c.Ticks)
		}
		positions := []string{c.Left, c.Width, c.EndX, c.EndY, c.Marks[0].X, c.Marks[0].Y}
		for _, tick := range c.Ticks {
			positions = append(positions, tick.Y)
		}
		for _, d := range c.Dates {
			positions = append(positions, d.X)
		}
		if c.Cap != nil {
			positions = append(positions, c.Cap.Y, c.CapX)
		}
		for _, p := range positions {
			m := percentages.FindStringSubmatch(p)
			if m == nil {
				t.Fatalf("%q is no position", p)
			}
			if n, err := strconv.ParseFloat(m[1], 64); err != nil || n < 0 || n > 100 {
				t.Errorf("%q lies outside", p)
			}
		}
		if strings.Count(c.Line, "L") > mostPoints+1 || strings.Contains(c.Line, "NaN") || strings.Contains(c.Line, "-") {
			t.Errorf("line %.200s", c.Line)
		}
	})
}

func TestScaleHasRoundNumbers(t *testing.T) {
	for top, want := range map[int]int{1: 1, 3: 1, 4: 2, 9: 5, 15: 5, 16: 10, 84: 50, 120: 50, 440: 200, 1000: 500, 100_000: 50_000} {
		if got := newChartScale(top).step; got != want {
			t.Errorf("up to %d in steps of %d, want %d", top, got, want)
		}
	}
}

func TestPieces(t *testing.T) {
	tests := []struct {
		name, text string
		want       []piece
	}{
		{"nothing", "", nil},
		{"plain", "Hej", []piece{{Text: "Hej"}}},
		{"one stressed", fmt.Sprintf("Vi är %s.", stressed("84 personer")), []piece{{Text: "Vi är "}, {true, "84 personer"}, {Text: "."}}},
		{"two beside each other", stressed("a") + stressed("b"), []piece{{true, "a"}, {true, "b"}}},
		{"somebody types the sign", "a" + stressBegin + "b", []piece{{Text: "a"}, {true, "b"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, pieces(tt.text)); diff != "" {
				t.Errorf("pieces (-want +got):\n%s", diff)
			}
		})
	}
}
