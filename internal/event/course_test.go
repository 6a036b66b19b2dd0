package event_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestCourse(t *testing.T) {
	e := event.Event{Zone: "Europe/Stockholm", ClosesAt: time.Date(2024, 1, 31, 23, 0, 0, 0, time.UTC)}
	hour := func(text string, n int) event.HourCount {
		at, err := time.Parse("2006-01-02 15", text)
		if err != nil {
			t.Fatal(err)
		}
		return event.HourCount{Hour: at, N: n}
	}
	days := func(course []event.CourseDay) []string {
		var lines []string
		for _, d := range course {
			lines = append(lines, fmt.Sprintf("%s +%d -%d =%d", d.Day.Format("01-02"), d.New, d.Gone, d.Total))
		}
		return lines
	}
	gained := []event.HourCount{hour("2024-01-12 23", 2), hour("2024-01-12 08", 3), hour("2024-01-15 08", 4)}
	lost := []event.HourCount{hour("2024-01-14 08", 1)}
	tests := []struct {
		name         string
		gained, lost []event.HourCount
		now          string
		want         []string
	}{
		{"nobody", nil, nil, "2024-01-16 08", nil},
		{
			"until today", gained, lost, "2024-01-16 08",
			[]string{"01-12 +3 -0 =3", "01-13 +2 -0 =5", "01-14 +0 -1 =4", "01-15 +4 -0 =8", "01-16 +0 -0 =8"},
		},
		{
			"until the last day of registration", gained[:1], nil, "2024-03-01 08",
			[]string{
				"01-13 +2 -0 =2", "01-14 +0 -0 =2", "01-15 +0 -0 =2", "01-16 +0 -0 =2", "01-17 +0 -0 =2", "01-18 +0 -0 =2", "01-19 +0 -0 =2",
				"01-20 +0 -0 =2", "01-21 +0 -0 =2", "01-22 +0 -0 =2", "01-23 +0 -0 =2", "01-24 +0 -0 =2", "01-25 +0 -0 =2", "01-26 +0 -0 =2",
				"01-27 +0 -0 =2", "01-28 +0 -0 =2", "01-29 +0 -0 =2", "01-30 +0 -0 =2", "01-31 +0 -0 =2",
			},
		},
		{"given back later", []event.HourCount{hour("2024-02-01 08", 2)}, []event.HourCount{hour("2024-02-02 08", 2)}, "2024-03-01 08", []string{"02-01 +2 -0 =2", "02-02 +0 -2 =0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			course := e.Course(tt.gained, tt.lost, hour(tt.now, 0).Hour)
			if diff := cmp.Diff(tt.want, days(course)); diff != "" {
				t.Errorf("days (-want +got):\n%s", diff)
			}
		})
	}
	weeks := event.Weeks(e.Course(gained, lost, hour("2024-01-16 08", 0).Hour))
	if diff := cmp.Diff([]string{"01-12 +5 -1 =4", "01-15 +4 -0 =8"}, days(weeks)); diff != "" {
		t.Errorf("weeks (-want +got):\n%s", diff)
	}
}
