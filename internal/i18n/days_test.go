package i18n_test

import (
	"testing"
	"time"

	"samling/internal/i18n"
)

func TestDaysUntil(t *testing.T) {
	loc := stockholm(t)
	at := func(m time.Month, d, hour, minute int) time.Time {
		return time.Date(2026, m, d, hour, minute, 0, 0, loc)
	}
	tests := []struct {
		name   string
		now, t time.Time
		want   int
	}{
		{"later today", at(2, 6, 0, 0), at(2, 6, 23, 59), 0},
		{"earlier today", at(2, 6, 23, 59), at(2, 6, 0, 0), 0},
		{"two minutes, but another day", at(2, 6, 23, 59), at(2, 7, 0, 1), 1},
		{"yesterday", at(2, 6, 9, 0), at(2, 5, 23, 0), -1},
		{"over the day with 23 hours", at(3, 28, 12, 0), at(3, 30, 1, 0), 2},
		{"within the day with 25 hours", at(10, 25, 0, 0), at(10, 25, 23, 59), 0},
		{"over the day with 25 hours", at(10, 24, 23, 0), at(10, 26, 0, 0), 2},
		{"over the new year", at(12, 31, 12, 0), at(13, 1, 12, 0), 1},
		{"still yesterday in Greenwich", at(2, 6, 0, 30).UTC(), at(2, 6, 12, 0).UTC(), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := i18n.DaysUntil(tt.now, tt.t, loc); got != tt.want {
				t.Errorf("DaysUntil = %d, want %d", got, tt.want)
			}
		})
	}
}

func TestInDays(t *testing.T) {
	tests := []struct {
		days int
		want both
	}{
		{0, both{"i dag", "today"}},
		{1, both{"i morgon", "tomorrow"}},
		{2, both{"om 2 dagar", "in 2 days"}},
		{12, both{"om 12 dagar", "in 12 days"}},
		{1200, both{"om 1\u00a0200 dagar", "in 1,200 days"}},
		{-1, both{"i går", "yesterday"}},
		{-3, both{"för 3 dagar sedan", "3 days ago"}},
	}
	for _, tt := range tests {
		t.Run(tt.want.en, func(t *testing.T) {
			tt.want.check(t, "distance", func(p *i18n.Printer) string { return p.InDays(tt.days) })
		})
	}
}
