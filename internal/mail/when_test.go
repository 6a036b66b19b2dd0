package mail

import (
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/i18n/i18ntest"
)

func TestWhen(t *testing.T) {
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2024, month, day, hour, 0, 0, 0, stockholm).UTC()
	}
	tests := []struct {
		name   string
		when   event.When
		sv, en string
	}{
		{"one day", event.When{StartsAt: at(2, 6, 9), EndsAt: at(2, 6, 12)},
			"Tisdag 6\u00a0februari 2024, kl.\u00a009.00–12.00", "Tuesday 6\u00a0February 2024, 09:00–12:00"},
		{"until midnight", event.When{StartsAt: at(2, 6, 18), EndsAt: at(2, 7, 0)},
			"Tisdag 6\u00a0februari 2024, kl.\u00a018.00–00.00", "Tuesday 6\u00a0February 2024, 18:00–00:00"},
		{"two days", event.When{StartsAt: at(2, 6, 9), EndsAt: at(2, 7, 16)},
			"6\u00a0februari 2024 kl.\u00a009.00 – 7\u00a0februari 2024 kl.\u00a016.00", "6\u00a0February 2024, 09:00 – 7\u00a0February 2024, 16:00"},
		{"no clock yet", event.When{StartsAt: at(3, 25, 0), EndsAt: at(3, 26, 0), TimeText: "förmiddag"},
			"25\u00a0mars 2024, förmiddag", "25\u00a0March 2024, förmiddag"},
		{"no clock yet, two days", event.When{StartsAt: at(3, 25, 0), EndsAt: at(3, 27, 0), TimeText: "lunch till lunch"},
			"25–26\u00a0mars 2024, lunch till lunch", "25–26\u00a0March 2024, lunch till lunch"},
	}
	words := i18ntest.Load(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := when(words.Printer("sv"), tt.when, stockholm); got != tt.sv {
				t.Errorf("Swedish: %q, want %q", got, tt.sv)
			}
			if got := when(words.Printer("en"), tt.when, stockholm); got != tt.en {
				t.Errorf("English: %q, want %q", got, tt.en)
			}
		})
	}
}

func TestCallName(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Sara Öhman", "Sara"},
		{"Anna-Karin Svensson", "Anna-Karin"},
		{"O’Neill Åsa", "O’Neill"},
		{"Sara", "Sara"},
		{"A. Svensson", "A. Svensson"},
		{"Svensson, Anna", "Svensson, Anna"},
		{"Å Berg", "Å Berg"},
		{"<b>Sara</b> x", "<b>Sara</b> x"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := callName(tt.name); got != tt.want {
			t.Errorf("callName(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}
