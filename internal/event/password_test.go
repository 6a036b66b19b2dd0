package event_test

import (
	"strings"
	"testing"

	"samling/internal/event"
)

func TestCheckPassword(t *testing.T) {
	elin := event.User{Email: "elin.exempel@example.org", Name: "Elin Exempel"}
	tests := []struct {
		name     string
		password string
		want     event.Key
	}{
		{"a sentence", "en grå båt gungar vid bryggan", ""},
		{"twelve letters", "kdrtmvqpxwzh", ""},
		{"twelve letters with dots", "åäöåäökrumpl", ""},
		{"no digits, capitals or signs are asked for", "trasslig gren hoppar", ""},
		{"eleven letters", "kdrtmvqpxwz", event.MsgPasswordShort},
		{"eleven letters that are more bytes", "ååååååååååä", event.MsgPasswordShort},
		{"nothing", "", event.MsgPasswordShort},
		{"two hundred letters", strings.Repeat("kdrtmvqpå ", 20), ""},
		{"one more", strings.Repeat("kdrtmvqpå ", 20) + "x", event.MsgPasswordLong},
		{"on the list", "correcthorsebatterystaple", event.MsgPasswordCommon},
		{"on the list in capitals", "CorrectHorseBatteryStaple", event.MsgPasswordCommon},
		{"on the list with spaces", "jag alskar dig", event.MsgPasswordCommon},
		{"in Swedish", "Pippi Långstrump", event.MsgPasswordCommon},
		{"a common word with a year and signs", "Sommaren2026!!", event.MsgPasswordCommon},
		{"a common word over and over", "hemlighemlig", event.MsgPasswordCommon},
		{"one letter", "aaaaaaaaaaaaaa", event.MsgPasswordCommon},
		{"digits in a row", "123456789012", event.MsgPasswordCommon},
		{"digits backwards", "210987654321", event.MsgPasswordCommon},
		{"a row again and again", "12341234123412", event.MsgPasswordCommon},
		{"keys in a row", "qwertyuiop123", event.MsgPasswordCommon},
		{"the own name", "elin 4711 kdrtm", event.MsgPasswordOwn},
		{"the own last name", "kdrtmv-Exempel", event.MsgPasswordOwn},
		{"the own address", "xx elin.exempel xx", event.MsgPasswordOwn},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := event.CheckPassword(tt.password, &elin); got != tt.want {
				t.Errorf("CheckPassword(%q) = %q, want %q", tt.password, got, tt.want)
			}
		})
	}
	// A short name is in too many words to be refused.
	if got := event.CheckPassword("en lilja vid ljungen", &event.User{Name: "Li Ek", Email: "li@example.org"}); got != "" {
		t.Errorf("a short name is refused: %q", got)
	}
}
