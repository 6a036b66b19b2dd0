package event

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Signup is a person's wish to attend, valid by construction: see NewSignup.
type Signup struct {
	Name         string
	Email        string
	Organisation string
	Role         string
	Municipality string
	Comment      string
	Language     string
	Attendance   Attendance // OnSite or Online
	Category     string     // the id of a Category
	Answers      Answers
	Sessions     []string // keys of the sessions chosen in the programme
}

// RawSignup is what a form brought, as typed.
type RawSignup struct {
	Name, Email, Organisation, Role, Municipality, Comment, Language string
}

// How much a field may hold, in characters.
const (
	MaxName    = 120
	MaxShort   = 200
	MaxComment = 2000
)

// What can be wrong with a sign-up.
const (
	MsgNameMissing    Key = "invalid.name_missing"
	MsgEmailMissing   Key = "invalid.email_missing"
	MsgEmailMalformed Key = "invalid.email_malformed"
	MsgEmailNoMail    Key = "invalid.email_no_mail"
	MsgTooLong        Key = "invalid.too_long"
	MsgOddCharacters  Key = "invalid.odd_characters"
)

// NewSignup cleans what was typed. If any field is bad it returns all
// complaints and no Signup. Control characters are refused here, so nothing odd
// reaches a mail header, a spreadsheet or a calendar.
func NewSignup(raw RawSignup) (Signup, Invalid) {
	invalid := Invalid{}
	s := Signup{
		Name:         invalid.line("name", raw.Name, MaxName),
		Organisation: invalid.line("organisation", raw.Organisation, MaxShort),
		Role:         invalid.line("role", raw.Role, MaxShort),
		Municipality: invalid.line("municipality", raw.Municipality, MaxShort),
		Comment:      invalid.text("comment", raw.Comment, MaxComment),
		Language:     raw.Language,
	}
	if !slices.Contains(Languages, raw.Language) {
		s.Language = Languages[0]
	}
	if !strings.ContainsFunc(s.Name, visible) && invalid["name"] == "" {
		invalid["name"] = MsgNameMissing
	}
	// The list is a help, not a gate: people come from abroad too. But one
	// municipality is to be counted once, however it is spelt.
	if m, known := MunicipalityNamed(s.Municipality); known {
		s.Municipality = m.Name
	}
	s.Email = invalid.email("email", raw.Email)
	if len(invalid) > 0 {
		return Signup{}, invalid
	}
	return s, nil
}

// NeedsLook reports whether people look through what they have filled in before it
// counts: where they choose sessions, where it costs something for some, and where
// they register others too. Short forms are sent at once.
func (e *Event) NeedsLook(others int) bool {
	costs := func(c Category) bool { return c.Cost != "" }
	return others > 0 || len(e.Choices) > 0 || slices.ContainsFunc(e.OfferedCategories(), costs)
}

// email checks the form of an address.
func (v Invalid) email(field, raw string) string {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		v[field] = MsgEmailMissing
		return ""
	}
	email, ok := ParseAddress(raw)
	if !ok {
		v[field] = MsgEmailMalformed
	}
	return email
}

// line checks one line of text and folds the white space in it.
func (v Invalid) line(field, raw string, most int) string {
	clean := strings.Join(strings.Fields(raw), " ")
	v.check(field, clean, most, unicode.IsControl)
	return clean
}

// text checks text of several lines.
func (v Invalid) text(field, raw string, most int) string {
	clean := strings.TrimSpace(strings.ReplaceAll(raw, "\r\n", "\n"))
	v.check(field, clean, most, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' })
	return clean
}

// check complains of the first thing that is wrong with a clean text.
func (v Invalid) check(field, clean string, most int, odd func(rune) bool) {
	switch {
	case !utf8.ValidString(clean), strings.ContainsFunc(clean, odd), strings.ContainsFunc(clean, invisible):
		v[field] = MsgOddCharacters
	case utf8.RuneCountInString(clean) > most:
		v[field] = MsgTooLong
	}
}

// invisible finds characters that turn text around (Unicode technical report
// 36, "bidirectional text spoofing") or stand for none at all.
func invisible(r rune) bool {
	switch {
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF:
		return true
	}
	return false
}

// visible finds characters that leave ink: a name is more than blanks.
func visible(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.IsMark(r) }

// NewEmail checks an address that stands alone in a form. It returns the clean
// address, or the key of what is wrong.
func NewEmail(raw string) (string, Key) {
	invalid := Invalid{}
	email := invalid.email("email", raw)
	return email, invalid["email"]
}

// CleanReason makes a reason somebody gave fit to be kept. It may be anything,
// also nothing, so there is nothing to complain of.
func CleanReason(raw string) string {
	keep := func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' || invisible(r) {
			return -1
		}
		return r
	}
	clean := []rune(strings.TrimSpace(strings.Map(keep, strings.ToValidUTF8(raw, ""))))
	return string(clean[:min(len(clean), MaxComment)])
}
