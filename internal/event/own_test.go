package event_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestWhatPeopleMayDoThemselves(t *testing.T) {
	start := time.Date(2030, 5, 10, 7, 0, 0, 0, time.UTC)
	end := start.Add(3 * time.Hour)
	before := start.Add(-72 * time.Hour)
	type may struct{ Change, Cancel, Move, HandOver bool }
	tests := []struct {
		name   string
		change func(*event.Event, *event.Registration)
		now    time.Time
		want   may
	}{
		{"everything before the start", nil, before, may{true, true, true, true}},
		{"nothing but leaving and the address once it has begun", nil, start, may{Cancel: true, Move: true}},
		{"nothing when it is over", nil, end, may{}},
		{"nothing about a registration that has ended", func(_ *event.Event, r *event.Registration) { r.Standing = event.Withdrawn }, before, may{}},
		{"nothing at a cancelled event", func(e *event.Event, _ *event.Registration) { e.Status = event.Cancelled }, before, may{}},
		{"changes end when the organiser says", func(e *event.Event, _ *event.Registration) { e.ChangeBy = &before }, before, may{Cancel: true, Move: true}},
		{"a place is given back until the organiser says", func(e *event.Event, _ *event.Registration) { e.CancelBy = &before }, before, may{Change: true, Move: true, HandOver: true}},
		{"the waiting list is left at any time", func(e *event.Event, r *event.Registration) {
			e.CancelBy, r.Standing = &before, event.Waiting
		}, before, may{Change: true, Cancel: true, Move: true}},
		{"so is an application taken back", func(e *event.Event, r *event.Registration) {
			e.CancelBy, r.Standing = &before, event.Applied
		}, before, may{Change: true, Cancel: true, Move: true}},
		{"a place that is only held is handed to nobody", func(_ *event.Event, r *event.Registration) { r.VerifyBy = &start }, before, may{Change: true, Cancel: true, Move: true}},
		{"nor one that the organiser gave to a person", func(e *event.Event, _ *event.Registration) { e.NeedsApproval = true }, before, may{Change: true, Cancel: true, Move: true}},
		{"nor that of somebody who has come", func(_ *event.Event, r *event.Registration) { r.ArrivedAt = &before }, before, may{Change: true, Cancel: true, Move: true}},
		{"closed for registration is not closed for changes", func(e *event.Event, _ *event.Registration) { e.ClosesAt = before.Add(-time.Hour) }, before, may{true, true, true, true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ev := event.Event{Status: event.Published, StartsAt: start, EndsAt: end, ClosesAt: start}
			r := event.Registration{Standing: event.Confirmed}
			if tt.change != nil {
				tt.change(&ev, &r)
			}
			got := may{ev.MayChange(&r, tt.now), ev.MayCancel(&r, tt.now), ev.MayMove(&r, tt.now), ev.MayHandOver(&r, tt.now)}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheMeetingOpensShortlyBefore(t *testing.T) {
	start := time.Date(2030, 5, 10, 7, 0, 0, 0, time.UTC)
	end := start.Add(3 * time.Hour)
	tests := []struct {
		name   string
		change func(*event.Event, *event.Registration)
		now    time.Time
		has    bool
		may    bool
	}{
		{"too early", nil, start.Add(-event.JoinOpens - time.Second), true, false},
		{"open", nil, start.Add(-event.JoinOpens), true, true},
		{"until the end", nil, end, true, false},
		{"not for those who come to the place", func(_ *event.Event, r *event.Registration) { r.Attendance = event.OnSite }, start, false, false},
		{"for those who said nothing", func(_ *event.Event, r *event.Registration) { r.Attendance = "" }, start, true, true},
		{"not for those who wait", func(_ *event.Event, r *event.Registration) { r.Standing = event.Waiting }, start, false, false},
		{"not before the address is confirmed", func(_ *event.Event, r *event.Registration) { r.VerifyBy = &end }, start, false, false},
		{"not where it is cancelled", func(e *event.Event, _ *event.Registration) { e.Status = event.Cancelled }, start, true, false},
		{"not where there is none", func(e *event.Event, _ *event.Registration) { e.JoinURL = "" }, start, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ev := event.Event{Status: event.Published, StartsAt: start, EndsAt: end, Attendance: event.Both, JoinURL: "https://mote.example"}
			r := event.Registration{Standing: event.Confirmed, Attendance: event.Online}
			if tt.change != nil {
				tt.change(&ev, &r)
			}
			if has, may := ev.HasMeeting(&r), ev.MayJoin(&r, tt.now); has != tt.has || may != tt.may {
				t.Errorf("has a meeting %v, may join %v; want %v, %v", has, may, tt.has, tt.may)
			}
		})
	}
}

// personal are questions of every sort: what only a person can say, and what
// they chose.
func personal() []event.Question {
	return []event.Question{
		{ID: "lunch", Kind: event.AskYesNo, Label: "Lunch?", Required: true},
		{ID: "track", Kind: event.AskOne, Label: "Spår", Options: []string{"A", "B"}},
		{ID: "phone", Kind: event.AskPhone, Label: "Telefon", Required: true},
		{ID: "diet", Kind: event.AskSeveral, Label: "Mat", Options: []string{"Gluten"}, Sensitive: true, Purpose: "Köket"},
		{ID: "photo", Kind: event.AskConsent, Label: "Får vi fotografera?"},
	}
}

func TestHandingOverErasesWhatIsPersonal(t *testing.T) {
	ev := &event.Event{Questions: personal()}
	r := event.Registration{
		Name: "Anna Ek", Email: "anna@ale.se", EmailNormal: "anna@ale.se", Organisation: "Ale kommun", Role: "Chef", Municipality: "Ale",
		Comment: "Kommer sent", Language: "sv", Generation: 3, Sequence: 1, Standing: event.Confirmed, Category: "own", Attendance: event.OnSite,
		Answers:   event.Answers{"lunch": {"yes"}, "track": {"B"}, "phone": {"070-123 45 67"}, "photo": {"yes"}},
		Sensitive: event.Answers{"diet": {"Gluten"}},
	}
	if _, invalid := r.NewSuccessor("Bo", "Anna@ale.se", "sv"); invalid["email"] != event.MsgOwnAddress {
		t.Errorf("a place can be handed to its owner: %v", invalid)
	}
	to, invalid := r.NewSuccessor(" Bo  Berg ", "bo@ale.se", "en")
	if len(invalid) > 0 {
		t.Fatal(invalid)
	}
	kept := r.HandOver(ev, to)
	want := event.Registration{
		Name: "Bo Berg", Email: "bo@ale.se", EmailNormal: "bo@ale.se", Organisation: "Ale kommun", Municipality: "Ale",
		Language: "en", Generation: 4, Sequence: 3, Standing: event.Confirmed, Category: "own", Attendance: event.OnSite,
		Answers: event.Answers{"lunch": {"yes"}, "track": {"B"}},
	}
	want.FileKeys()
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]event.DetailChange{{Field: "name", Was: "Anna Ek", Became: "Bo Berg"}, {Field: "email", Was: "anna@ale.se", Became: "bo@ale.se"}}, kept); diff != "" {
		t.Error(diff)
	}
	if !ev.Lacks(&r, nil) {
		t.Error("the colleague is not asked for a telephone number")
	}
}

func TestMailWithALinkGoesToNobodyElse(t *testing.T) {
	ev := &event.Event{Status: event.Published}
	r := &event.Registration{Standing: event.Confirmed, Email: "new@ale.se"}
	tests := []struct {
		kind      event.MessageKind
		recipient string
		data      event.MessageData
		pointless bool
	}{
		{event.MailConfirmed, "new@ale.se", event.MessageData{}, false},
		{event.MailConfirmed, "old@ale.se", event.MessageData{}, true},
		{event.MailEventChanged, "old@ale.se", event.MessageData{}, true},
		{event.MailTakenOver, "old@ale.se", event.MessageData{}, true},
		{event.MailChanged, "old@ale.se", event.MessageData{}, true},
		{event.MailChanged, "old@ale.se", event.MessageData{Moved: true}, false},
		{event.MailHandedOver, "old@ale.se", event.MessageData{}, false},
	}
	for _, tt := range tests {
		l := event.Letter{Message: event.Message{Kind: tt.kind, Recipient: tt.recipient, Data: tt.data}, Event: ev, Registration: r}
		if got := l.IsPointless(); got != tt.pointless {
			t.Errorf("%s to %s: pointless %v", tt.kind, tt.recipient, got)
		}
	}
}
