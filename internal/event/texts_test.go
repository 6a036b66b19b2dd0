package event_test

import (
	"testing"

	"samling/internal/event"
)

func TestFill(t *testing.T) {
	values := map[string]string{
		"title": "{day} i {contact}", "day": "31 januari", "clock": "23.59", "contact": "Elin {title}", "secret": "x",
	}
	tests := []struct {
		name, text, want string
	}{
		{"AC4", "Sista anmälningsdag var den {day} klockan {clock}.", "Sista anmälningsdag var den 31 januari klockan 23.59."},
		{"values are never read for placeholders", "{title}, {contact}", "{day} i {contact}, Elin {title}"},
		{"the same one twice", "{clock}/{clock}", "23.59/23.59"},
		{"nothing to fill in", "Välkommen!", "Välkommen!"},
		{"not on the list", "{secret} {.} {{day}} {Day}", "{secret} {.} {31 januari} {Day}"},
		{"half a placeholder", "{day", "{day"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := event.Fill(tt.text, values); got != tt.want {
				t.Errorf("Fill(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
	if got := event.Fill("a{contact}b", nil); got != "ab" {
		t.Errorf("without a value: %q", got)
	}
}

func TestStateText(t *testing.T) {
	texts := event.Texts{NotOpen: "not open", Open: "open", Full: "full", Closed: "closed", Past: "past", Cancelled: "cancelled"}
	for state, want := range map[event.State]string{
		event.NotOpen: "not open", event.Open: "open", event.Few: "open", event.WaitList: "full", event.Full: "full",
		event.Closed: "closed", event.Past: "past", event.CalledOff: "cancelled",
	} {
		open := event.Event{Texts: texts}
		open.Texts.InviteOnly = "invited"
		if got := open.StateText(state); got != want {
			t.Errorf("%s says %q, want %q", state, got, want)
		}
		invited, mute := event.Event{InviteOnly: true, Texts: open.Texts}, event.Event{InviteOnly: true, Texts: texts}
		if got := mute.StateText(state); got != want {
			t.Errorf("%s says %q to the invited where there is no text for them, want %q", state, got, want)
		}
		if state.TakesSignups() {
			want = "invited"
		}
		if got := invited.StateText(state); got != want {
			t.Errorf("%s says %q to the invited, want %q", state, got, want)
		}
	}
}
