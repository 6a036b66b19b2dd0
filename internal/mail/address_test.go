package mail

import "testing"

func TestParseFrom(t *testing.T) {
	tests := []struct {
		name, raw string
		want      Address
		ok        bool
	}{
		{"name and address", "Evenemang <events@example.org>", Address{"Evenemang", "events@example.org"}, true},
		{"Swedish letters", "Evenemang på Ön <events@example.org>", Address{"Evenemang på Ön", "events@example.org"}, true},
		{"name in quotation marks", `"Evenemang (GR)" <events@example.org>`, Address{"Evenemang (GR)", "events@example.org"}, true},
		{"address alone", "events@example.org", Address{"", "events@example.org"}, true},
		{"address in the name", `"events@example.org" <events@example.org>`, Address{}, false},
		{"comma in the name", `"Evenemang, GR" <events@example.org>`, Address{}, false},
		{"colon in the name", `"Evenemang: GR" <events@example.org>`, Address{}, false},
		{"quotation mark in the name", `"Evene\"mang" <events@example.org>`, Address{}, false},
		{"line break", "Evenemang\r\nBcc: x@example.org <events@example.org>", Address{}, false},
		{"two addresses", "a@example.org, b@example.org", Address{}, false},
		{"host without a dot", "Evenemang <events@localhost>", Address{}, false},
		{"nothing", "", Address{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseFrom(tt.raw)
			if got != tt.want || (err == nil) != tt.ok {
				t.Errorf("ParseFrom(%q) = %+v, %v; want %+v", tt.raw, got, err, tt.want)
			}
		})
	}
}

func TestDisplayName(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Länsstyrelsen i Södermanlands län", "Länsstyrelsen i Södermanlands län"},
		{"Göteborgsregionen (GR)", "Göteborgsregionen (GR)"},
		{`Föreningen "Vi", avd. 3: syd`, "Föreningen Vi avd. 3 syd"},
		{"info@example.org", "info example.org"},
		{"En\r\nBcc: x@example.org", "En Bcc x example.org"},
		{"\u202egnit\u200bkcart", "gnit kcart"},
		{"  ", ""},
	}
	for _, tt := range tests {
		if got := displayName(tt.name); got != tt.want {
			t.Errorf("displayName(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}
