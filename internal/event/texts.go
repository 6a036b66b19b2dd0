package event

import "strings"

// Texts are the organiser's own words for the states of an event, each in place
// of the ready-made one. They may hold placeholders: see Fill.
type Texts struct {
	NotOpen string `json:"not_open,omitempty"`
	Open    string `json:"open,omitempty"`
	// InviteOnly stands in place of Open and Full where only those who are invited
	// can register.
	InviteOnly string `json:"invite_only,omitempty"`
	Full       string `json:"full,omitempty"`
	Closed     string `json:"closed,omitempty"`
	Past       string `json:"past,omitempty"`
	Cancelled  string `json:"cancelled,omitempty"`
	Applied    string `json:"applied,omitempty"`    // a paragraph in the mail to those who apply
	EmailHint  string `json:"email_hint,omitempty"` // beside the e-mail field
	Welcome    string `json:"welcome,omitempty"`    // a paragraph in the confirmation
}

// Placeholders is the closed list of what a text may name.
var Placeholders = []string{"{title}", "{day}", "{clock}", "{contact}"}

// Fill puts values in place of the placeholders. Values are never read for
// placeholders again.
func Fill(text string, values map[string]string) string {
	pairs := make([]string, 0, 2*len(Placeholders))
	for _, p := range Placeholders {
		pairs = append(pairs, p, values[strings.Trim(p, "{}")])
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// StateText returns the organiser's text for a state of the event, or "" for the
// ready-made one.
func (e *Event) StateText(s State) string {
	t := e.Texts
	if e.InviteOnly && s.TakesSignups() && t.InviteOnly != "" {
		return t.InviteOnly
	}
	switch s {
	case NotOpen:
		return t.NotOpen
	case Open, Few:
		return t.Open
	case WaitList, Full:
		return t.Full
	case Closed:
		return t.Closed
	case Past:
		return t.Past
	case CalledOff:
		return t.Cancelled
	}
	return ""
}
