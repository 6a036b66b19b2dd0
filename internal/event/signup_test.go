package event_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// typed is a form filled in well.
func typed() event.RawSignup {
	return event.RawSignup{
		Name: "Anna Berg", Email: "anna@ale.se", Organisation: "Ale kommun", Role: "strateg",
		Municipality: "Ale", Comment: "Jag kommer lite senare.", Language: "sv",
	}
}

func TestNewSignup(t *testing.T) {
	tests := []struct {
		name string
		raw  func(*event.RawSignup)
		want func(*event.Signup)
	}{
		{"as typed", func(*event.RawSignup) {}, func(*event.Signup) {}},
		{"only what is needed",
			func(r *event.RawSignup) { *r = event.RawSignup{Name: r.Name, Email: r.Email, Language: "en"} },
			func(s *event.Signup) { *s = event.Signup{Name: s.Name, Email: s.Email, Language: "en"} }},
		{"white space is folded",
			func(r *event.RawSignup) { r.Name, r.Role = " Anna\t\u00a0 Berg\r\n", "\n" },
			func(s *event.Signup) { s.Role = "" }},
		{"the domain of the address in lower case",
			func(r *event.RawSignup) { r.Email = " Anna@ALE.se " },
			func(s *event.Signup) { s.Email = "Anna@ale.se" }},
		{"lines of a comment are kept, as one kind of line",
			func(r *event.RawSignup) { r.Comment = "\r\nen\r\n\r\n\ttvå\n" },
			func(s *event.Signup) { s.Comment = "en\n\n\ttvå" }},
		{"the municipality as it is written",
			func(r *event.RawSignup) { r.Municipality = "ÖCKERÖ " },
			func(s *event.Signup) { s.Municipality = "Öckerö" }},
		{"a municipality abroad",
			func(r *event.RawSignup) { r.Municipality = "Helsingør" },
			func(s *event.Signup) { s.Municipality = "Helsingør" }},
		{"an unknown language is the first",
			func(r *event.RawSignup) { r.Language = "sv\r\nBcc: bo@ale.se" }, func(*event.Signup) {}},
		{"the longest name",
			func(r *event.RawSignup) { r.Name = strings.Repeat("å", event.MaxName) },
			func(s *event.Signup) { s.Name = strings.Repeat("å", event.MaxName) }},
		{"spaces do not make a name too long",
			func(r *event.RawSignup) { r.Name = "Anna" + strings.Repeat(" ", 300) + "Berg" }, func(*event.Signup) {}},
		{"names of the world",
			func(r *event.RawSignup) { r.Name = "Nguyễn Thị Ánh O'Brien-Åström محمد 王小明" },
			func(s *event.Signup) { s.Name = "Nguyễn Thị Ánh O'Brien-Åström محمد 王小明" }},
		{"an alias", func(r *event.RawSignup) { r.Name = "😀" }, func(s *event.Signup) { s.Name = "😀" }},
		{"a joiner inside a name",
			func(r *event.RawSignup) { r.Name = "می\u200cخواهم" }, func(s *event.Signup) { s.Name = "می\u200cخواهم" }},
		{"markup is only text",
			func(r *event.RawSignup) { r.Name = "<script>=1+1 & {{.}}" }, func(s *event.Signup) { s.Name = "<script>=1+1 & {{.}}" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := typed()
			want := event.Signup{
				Name: raw.Name, Email: raw.Email, Organisation: raw.Organisation, Role: raw.Role, Municipality: raw.Municipality,
				Comment: raw.Comment, Language: raw.Language,
			}
			tt.raw(&raw)
			tt.want(&want)
			got, invalid := event.NewSignup(raw)
			if invalid != nil {
				t.Fatalf("complaints: %v", invalid)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNewSignupComplains(t *testing.T) {
	tests := []struct {
		name string
		raw  func(*event.RawSignup)
		want event.Invalid
	}{
		{"nothing filled in", func(r *event.RawSignup) { *r = event.RawSignup{} },
			event.Invalid{"name": event.MsgNameMissing, "email": event.MsgEmailMissing}},
		{"only white space", func(r *event.RawSignup) { r.Name, r.Email = " \t\u3000", "\r\n " },
			event.Invalid{"name": event.MsgNameMissing, "email": event.MsgEmailMissing}},
		{"a name nobody can see", func(r *event.RawSignup) { r.Name = "\u200b\u0301" },
			event.Invalid{"name": event.MsgNameMissing}},
		{"a name of three hundred letters", func(r *event.RawSignup) { r.Name = strings.Repeat("å", 300) },
			event.Invalid{"name": event.MsgTooLong}},
		{"a name with one letter too many", func(r *event.RawSignup) { r.Name = strings.Repeat("å", event.MaxName+1) },
			event.Invalid{"name": event.MsgTooLong}},
		{"everything too long", func(r *event.RawSignup) {
			r.Organisation = strings.Repeat("o", event.MaxShort+1)
			r.Role = strings.Repeat("r", event.MaxShort+1)
			r.Municipality = strings.Repeat("m", event.MaxShort+1)
			r.Comment = strings.Repeat("c", event.MaxComment+1)
		}, event.Invalid{"organisation": event.MsgTooLong, "role": event.MsgTooLong, "municipality": event.MsgTooLong, "comment": event.MsgTooLong}},
		{"a NUL byte", func(r *event.RawSignup) { r.Name = "Anna\x00Berg" }, event.Invalid{"name": event.MsgOddCharacters}},
		{"an escape sequence", func(r *event.RawSignup) { r.Role = "\x1b[31mred" }, event.Invalid{"role": event.MsgOddCharacters}},
		{"a control character of the second set", func(r *event.RawSignup) { r.Name = "Anna\u009bBerg" },
			event.Invalid{"name": event.MsgOddCharacters}},
		{"a bell in the comment", func(r *event.RawSignup) { r.Comment = "ring\a" }, event.Invalid{"comment": event.MsgOddCharacters}},
		{"a lone carriage return in the comment", func(r *event.RawSignup) { r.Comment = "over\rwritten" },
			event.Invalid{"comment": event.MsgOddCharacters}},
		{"text turned around", func(r *event.RawSignup) { r.Organisation = "Ale \u202egnp.exe" },
			event.Invalid{"organisation": event.MsgOddCharacters}},
		{"text isolated", func(r *event.RawSignup) { r.Name = "Anna\u2066Berg\u2069" }, event.Invalid{"name": event.MsgOddCharacters}},
		{"a byte order mark", func(r *event.RawSignup) { r.Comment = "a\ufeffb" }, event.Invalid{"comment": event.MsgOddCharacters}},
		{"Latin-1 instead of UTF-8", func(r *event.RawSignup) { r.Name = "\xc5sa \xd6berg" }, event.Invalid{"name": event.MsgOddCharacters}},
		{"a letter cut in half", func(r *event.RawSignup) { r.Comment = "hej \xc3" }, event.Invalid{"comment": event.MsgOddCharacters}},
		{"odd and too long is odd", func(r *event.RawSignup) { r.Name = strings.Repeat("\x01", 300) },
			event.Invalid{"name": event.MsgOddCharacters}},
		{"an address without at sign", func(r *event.RawSignup) { r.Email = "anna.ale.se" }, event.Invalid{"email": event.MsgEmailMalformed}},
		{"an address with another header", func(r *event.RawSignup) { r.Email = "anna@ale.se\r\nBcc: bo@ale.se" },
			event.Invalid{"email": event.MsgEmailMalformed}},
		{"two addresses", func(r *event.RawSignup) { r.Email = "anna@ale.se, bo@ale.se" }, event.Invalid{"email": event.MsgEmailMalformed}},
		{"an odd municipality", func(r *event.RawSignup) { r.Municipality = "A\x00le" }, event.Invalid{"municipality": event.MsgOddCharacters}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := typed()
			tt.raw(&raw)
			got, invalid := event.NewSignup(raw)
			if diff := cmp.Diff(tt.want, invalid); diff != "" {
				t.Errorf("complaints: %s", diff)
			}
			if !cmp.Equal(got, event.Signup{}) {
				t.Errorf("a sign-up in spite of the complaints: %+v", got)
			}
		})
	}
}

func TestNewEmail(t *testing.T) {
	for raw, want := range map[string]event.Key{
		"anna@ale.se": "", "": event.MsgEmailMissing, "anna": event.MsgEmailMalformed,
	} {
		if email, key := event.NewEmail(raw); key != want || key == "" && email != raw {
			t.Errorf("NewEmail(%q) = %q, %q; want key %q", raw, email, key, want)
		}
	}
}

func TestCleanReason(t *testing.T) {
	tests := []struct {
		name, raw, want string
	}{
		{"nothing", "", ""},
		{"white space around", " sjuk \n", "sjuk"},
		{"lines are kept", "sjuk\nhemma", "sjuk\nhemma"},
		{"control characters go", "s\x00j\ruk\x1b[0m", "sjuk[0m"},
		{"what turns text around goes", "\u202esjuk\ufeff", "sjuk"},
		{"broken letters go", "sj\xc3uk", "sjuk"},
		{"cut at the longest", strings.Repeat("å", event.MaxComment+1), strings.Repeat("å", event.MaxComment)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := event.CleanReason(tt.raw); got != tt.want {
				t.Errorf("CleanReason = %q, want %q", got, tt.want)
			}
		})
	}
}

// Whatever is typed, a sign-up that comes through holds nothing that could
// break a mail header, a sheet or a page, and is the same when typed again.
func FuzzNewSignup(f *testing.F) {
	f.Add("Anna Berg", "anna@ale.se", "Ale kommun", "strateg", "Ale", "Hej!\r\nHej då.", "sv")
	f.Add("=1+1", "Åsa@ÖREBRO.se", "\u202e", "\x00", "öckerö", "\xff", "en")
	f.Add("a\u0301", "a@b.c", "\t", "\v", "", "\r", "de")
	f.Fuzz(func(t *testing.T, name, email, organisation, role, municipality, comment, language string) {
		raw := event.RawSignup{
			Name: name, Email: email, Organisation: organisation, Role: role,
			Municipality: municipality, Comment: comment, Language: language,
		}
		s, invalid := event.NewSignup(raw)
		if len(invalid) > 0 {
			if !cmp.Equal(s, event.Signup{}) {
				t.Fatalf("a sign-up in spite of %v: %+v", invalid, s)
			}
			return
		}
		for _, line := range []string{s.Name, s.Email, s.Organisation, s.Role, s.Municipality} {
			if !utf8.ValidString(line) || strings.ContainsFunc(line, unicode.IsControl) || strings.TrimSpace(line) != line {
				t.Errorf("a line holds %q", line)
			}
		}
		if !utf8.ValidString(s.Comment) || strings.ContainsAny(s.Comment, "\x00\r\x1b\ufeff\u202e") {
			t.Errorf("the comment holds %q", s.Comment)
		}
		if !slices.Contains(event.Languages, s.Language) {
			t.Errorf("language %q", s.Language)
		}
		again, invalid := event.NewSignup(event.RawSignup{
			Name: s.Name, Email: s.Email, Organisation: s.Organisation, Role: s.Role, Municipality: s.Municipality,
			Comment: s.Comment, Language: s.Language,
		})
		if invalid != nil || !cmp.Equal(again, s) {
			t.Errorf("typed again: %+v, %v; first %+v", again, invalid, s)
		}
	})
}
