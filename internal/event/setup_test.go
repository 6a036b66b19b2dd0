package event_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestSetUp(t *testing.T) {
	whole := event.RawSetUp{
		Name: " Elin  Exempel ", Email: "elin@ale.se", Language: "en", Organisation: "Älvängens kommunförbund",
		Number: "212000 1439", OrganisationEmail: "info@ale.se", SenderName: "Evenemang i Ale", SenderEmail: "evenemang@ale.se",
	}
	got, invalid := event.NewSetUp(whole)
	want := event.SetUp{
		User: event.User{Name: "Elin Exempel", Email: "elin@ale.se", Language: "en", IsOperator: true},
		Organisation: event.Organisation{
			Name: "Älvängens kommunförbund", Slug: "alvangens-kommunforbund", Number: "212000-1439", Email: "info@ale.se",
		},
		Sender: event.Sender{Name: "Evenemang i Ale", Email: "evenemang@ale.se"},
	}
	if diff := cmp.Diff(want, got); diff != "" || invalid != nil {
		t.Errorf("%v (-want +got):\n%s", invalid, diff)
	}

	tests := []struct {
		name    string
		change  func(*event.RawSetUp)
		invalid event.Invalid
	}{
		{"nothing at all", func(r *event.RawSetUp) { *r = event.RawSetUp{} }, event.Invalid{
			"name": event.MsgNameMissing, "email": event.MsgEmailMissing, "organisation": event.MsgOrganisationMissing,
			"sender_email": event.MsgEmailMissing,
		}},
		{"only what is needed", func(r *event.RawSetUp) { r.Number, r.OrganisationEmail, r.SenderName = "", " ", "" }, nil},
		{"no language", func(r *event.RawSetUp) { r.Language = "" }, nil},
		{"a sender from the settings", func(r *event.RawSetUp) { r.SenderIsGiven, r.SenderEmail = true, "" }, nil},
		{"a number with a century", func(r *event.RawSetUp) { r.Number = "16212000-1439" }, nil},
		{"a number that is too short", func(r *event.RawSetUp) { r.Number = "212000-143" }, event.Invalid{"number": event.MsgNumberMalformed}},
		{"a number with letters", func(r *event.RawSetUp) { r.Number = "212000-143o" }, event.Invalid{"number": event.MsgNumberMalformed}},
		{"a sender that looks like an address", func(r *event.RawSetUp) { r.SenderName = "a@b" }, event.Invalid{"sender_name": event.MsgSenderName}},
		{"addresses that are none", func(r *event.RawSetUp) { r.Email, r.OrganisationEmail, r.SenderEmail = "a", "b", "c" }, event.Invalid{
			"email": event.MsgEmailMalformed, "organisation_email": event.MsgEmailMalformed, "sender_email": event.MsgEmailMalformed,
		}},
		{"a name without end", func(r *event.RawSetUp) { r.Name = strings.Repeat("a", 1000) }, event.Invalid{"name": event.MsgTooLong}},
		{"a name of blanks", func(r *event.RawSetUp) { r.Organisation = "\u00a0 " }, event.Invalid{"organisation": event.MsgOrganisationMissing}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := whole
			tt.change(&raw)
			s, invalid := event.NewSetUp(raw)
			if diff := cmp.Diff(tt.invalid, invalid); diff != "" {
				t.Errorf("complaints (-want +got):\n%s", diff)
			}
			if s.Sender.Email != "" && s.Sender.Name == "" {
				t.Error("the sender has no name")
			}
			if ok := s.Organisation.Slug != "" && s.User.IsOperator; ok != (invalid == nil) {
				t.Errorf("set-up %+v with %v", s, invalid)
			}
		})
	}
}

func TestNewName(t *testing.T) {
	for raw, want := range map[string]event.Key{" Bo  Ek ": "", "": event.MsgNameMissing, "\u0301": event.MsgNameMissing, "a\x00": event.MsgOddCharacters} {
		if name, key := event.NewName(raw); key != want || want == "" && name != "Bo Ek" {
			t.Errorf("%q is %q, %q", raw, name, key)
		}
	}
}
