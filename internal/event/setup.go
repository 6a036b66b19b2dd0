package event

import (
	"slices"
	"strings"
	"unicode"
)

// Sender is who mail comes from, where nobody says otherwise.
type Sender struct {
	Name  string
	Email string
}

// RawSetUp is what was typed at the first start of an installation.
type RawSetUp struct {
	Name, Email             string // the first administrator
	Language                string // of the page
	Organisation            string
	Number                  string
	OrganisationEmail       string
	SenderName, SenderEmail string
	SenderIsGiven           bool // the operator's settings say who mail comes from
}

// SetUp is what a new installation begins with.
type SetUp struct {
	User         User
	Organisation Organisation
	Sender       Sender // zero where the settings say it
}

// What can be wrong with what is typed about organisations and senders.
const (
	MsgOrganisationMissing Key = "invalid.organisation_missing"
	MsgNumberMalformed     Key = "invalid.number_malformed"
	MsgSenderName          Key = "invalid.sender_name"
)

// NewSetUp cleans what was typed, or returns all complaints.
func NewSetUp(raw RawSetUp) (SetUp, Invalid) {
	invalid := Invalid{}
	s := SetUp{User: User{
		Name: invalid.name("name", raw.Name), Email: invalid.email("email", raw.Email), Language: raw.Language, IsOperator: true,
	}}
	if !slices.Contains(Languages, raw.Language) {
		s.User.Language = Languages[0]
	}
	s.Organisation = Organisation{
		Name: invalid.line("organisation", raw.Organisation, MaxShort), Number: invalid.number("number", raw.Number),
	}
	if !strings.ContainsFunc(s.Organisation.Name, visible) && invalid["organisation"] == "" {
		invalid["organisation"] = MsgOrganisationMissing
	}
	s.Organisation.Slug = SlugFrom(s.Organisation.Name)
	if strings.TrimSpace(raw.OrganisationEmail) != "" {
		s.Organisation.Email = invalid.email("organisation_email", raw.OrganisationEmail)
	}
	if !raw.SenderIsGiven {
		s.Sender = Sender{invalid.senderName("sender_name", raw.SenderName), invalid.email("sender_email", raw.SenderEmail)}
	}
	if len(invalid) > 0 {
		return SetUp{}, invalid
	}
	if s.Sender.Email != "" && s.Sender.Name == "" {
		s.Sender.Name = s.Organisation.Name
	}
	return s, nil
}

// NewSender checks who mail is to come from.
func NewSender(name, email string) (Sender, Invalid) {
	invalid := Invalid{}
	from := Sender{invalid.senderName("sender_name", name), invalid.email("sender_email", email)}
	if len(invalid) > 0 {
		return Sender{}, invalid
	}
	return from, nil
}

// NewName checks what somebody wants to be called. It returns the clean name, or
// the key of what is wrong.
func NewName(raw string) (string, Key) {
	invalid := Invalid{}
	name := invalid.name("name", raw)
	return name, invalid["name"]
}

// name checks that a line is somebody's name.
func (v Invalid) name(field, raw string) string {
	name := v.line(field, raw, MaxName)
	if !strings.ContainsFunc(name, visible) && v[field] == "" {
		v[field] = MsgNameMissing
	}
	return name
}

// number reads a Swedish organisation number, with or without the hyphen or a
// century. There may be none.
func (v Invalid) number(field, raw string) string {
	digits := strings.Map(func(r rune) rune {
		if r == '-' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, raw)
	if len(digits) == 12 {
		digits = strings.TrimPrefix(digits, "16")
	}
	isDigit := func(r rune) bool { return r >= '0' && r <= '9' }
	switch {
	case digits == "":
		return ""
	case len(digits) != 10 || strings.ContainsFunc(digits, func(r rune) bool { return !isDigit(r) }):
		v[field] = MsgNumberMalformed
		return ""
	}
	return digits[:6] + "-" + digits[6:]
}

// senderName checks a name that stands before an address in a mail's header,
// where some signs have a meaning. There may be none.
func (v Invalid) senderName(field, raw string) string {
	name := v.line(field, raw, MaxShort)
	if strings.ContainsAny(name, "@:,;\"<>\\") {
		v[field] = MsgSenderName
	}
	return name
}
