package event_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

func TestAttention(t *testing.T) {
	now := time.Date(2024, 1, 19, 7, 0, 0, 0, time.UTC)
	in := func(days int) time.Time { return now.AddDate(0, 0, days) }
	moment := func(t time.Time) *time.Time { return &t }
	type change = func(*event.Event, *event.Facts)
	tests := []struct {
		name   string
		change change
		want   []event.TaskKind
	}{
		{"nothing to do", func(*event.Event, *event.Facts) {}, nil},
		{"mails failed", func(_ *event.Event, f *event.Facts) { f.Bounced = 2 }, []event.TaskKind{event.TaskBounced}},
		{"mails about the cancellation failed", func(e *event.Event, f *event.Facts) {
			e.Status, e.JoinURL, f.Bounced = event.Cancelled, "", 2
		}, []event.TaskKind{event.TaskBounced}},
		{"mails failed, but it is over", func(e *event.Event, f *event.Facts) {
			e.StartsAt, e.EndsAt, f.Bounced = in(-2), in(-1), 2
		}, nil},
		{"people wait and places are free", func(_ *event.Event, f *event.Facts) {
			f.Tally = event.Tally{Places: event.Places{Confirmed: 8, Waiting: 3}}
		}, []event.TaskKind{event.TaskOffer}},
		{"applications wait for an answer", func(e *event.Event, f *event.Facts) {
			f.Tally = event.Tally{Places: event.Places{Confirmed: 8, Applied: 3}}
		}, []event.TaskKind{event.TaskApplied}},
		{"nobody can answer what is called off", func(e *event.Event, f *event.Facts) {
			e.Status, f.Tally = event.Cancelled, event.Tally{Places: event.Places{Applied: 3}}
		}, nil},
		{"people wait and all is full", func(_ *event.Event, f *event.Facts) {
			f.Tally = event.Tally{Places: event.Places{Confirmed: 10, Waiting: 3}}
		}, nil},
		{"more people than places", func(e *event.Event, f *event.Facts) {
			e.HasWaitingList, f.Tally = false, event.Tally{Places: event.Places{Confirmed: 12}}
		}, []event.TaskKind{event.TaskAbove}},
		{"more people online than places there", func(e *event.Event, f *event.Facts) {
			e.Attendance, e.PlaceName, e.OnlineWay.Capacity = event.Both, "Folkets hus", 2
			online := event.Places{Confirmed: 5}
			f.Tally = event.Tally{Places: online, Shares: map[event.Share]event.Places{{Attendance: event.Online}: online}}
		}, []event.TaskKind{event.TaskAbove}},
		{"as many people as places", func(_ *event.Event, f *event.Facts) {
			f.Tally = event.Tally{Places: event.Places{Confirmed: 10}}
		}, nil},
		{"closes in three days", func(e *event.Event, _ *event.Facts) { e.ClosesAt = in(3) }, []event.TaskKind{event.TaskCloses}},
		{"closes in four days", func(e *event.Event, _ *event.Facts) { e.ClosesAt = in(4) }, nil},
		{"has closed", func(e *event.Event, _ *event.Facts) { e.ClosesAt = now }, nil},
		{"closes soon, but is full", func(e *event.Event, f *event.Facts) {
			e.ClosesAt, e.HasWaitingList, f.Tally = in(2), false, event.Tally{Places: event.Places{Confirmed: 10}}
		}, nil},
		{"soon, without a link", func(e *event.Event, _ *event.Facts) { e.StartsAt, e.JoinURL = in(6), "" }, []event.TaskKind{event.TaskJoinLink}},
		{"later, without a link", func(e *event.Event, _ *event.Facts) { e.JoinURL = "" }, nil},
		{"on site, without a link", func(e *event.Event, _ *event.Facts) {
			e.StartsAt, e.JoinURL, e.Attendance, e.PlaceName = in(6), "", event.OnSite, "Rådhuset"
		}, nil},
		{"soon, without link and place", func(e *event.Event, _ *event.Facts) {
			e.StartsAt, e.JoinURL, e.Attendance, e.PlaceName = in(6), "", event.Both, ""
		}, []event.TaskKind{event.TaskJoinLink, event.TaskPlace}},
		{"a draft with time", func(e *event.Event, _ *event.Facts) { e.Status = event.Draft }, nil},
		{"a draft to be published next week", func(e *event.Event, _ *event.Facts) {
			e.Status, e.PublishAt = event.Draft, moment(in(7))
		}, []event.TaskKind{event.TaskScheduled}},
		{"a draft to be published later", func(e *event.Event, _ *event.Facts) {
			e.Status, e.PublishAt = event.Draft, moment(in(20))
		}, nil},
		{"a draft whose registration should open", func(e *event.Event, _ *event.Facts) {
			e.Status, e.OpensAt = event.Draft, moment(in(10))
		}, []event.TaskKind{event.TaskDraft}},
		{"a draft whose last day is near", func(e *event.Event, _ *event.Facts) {
			e.Status, e.ClosesAt = event.Draft, in(10)
		}, []event.TaskKind{event.TaskDraft}},
		{"a draft whose last day is over", func(e *event.Event, _ *event.Facts) {
			e.Status, e.ClosesAt = event.Draft, in(-1)
		}, []event.TaskKind{event.TaskStale}},
		{"to be erased tomorrow", func(e *event.Event, f *event.Facts) {
			e.StartsAt, e.EndsAt, e.RetentionDays, f.Kept = in(-30), in(-30), 30, 4
		}, nil},
		{"was to be erased yesterday", func(e *event.Event, f *event.Facts) {
			e.StartsAt, e.EndsAt, e.RetentionDays, f.Kept = in(-31), in(-31), 30, 4
		}, []event.TaskKind{event.TaskErase}},
		{"was to be erased yesterday, although archived", func(e *event.Event, f *event.Facts) {
			e.StartsAt, e.EndsAt, e.RetentionDays, e.ArchivedAt, f.Kept = in(-31), in(-31), 30, &now, 4
		}, []event.TaskKind{event.TaskErase}},
		{"has been erased", func(e *event.Event, _ *event.Facts) {
			e.StartsAt, e.EndsAt, e.RetentionDays = in(-31), in(-31), 30
		}, nil},
		{"archived", func(e *event.Event, f *event.Facts) { e.ArchivedAt, f.Bounced = &now, 1 }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := event.Event{
				Zone: "Europe/Stockholm", Status: event.Published, StartsAt: in(40), EndsAt: in(40).Add(3 * time.Hour), ClosesAt: in(30),
				Attendance: event.Online, JoinURL: "https://example.org", Capacity: 10, HasWaitingList: true,
			}
			f := event.Facts{Event: &e}
			tt.change(&e, &f)
			var got []event.TaskKind
			for _, task := range event.Attention([]event.Facts{f}, now) {
				got = append(got, task.Kind)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("tasks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAttentionPutsWhatPressesFirst(t *testing.T) {
	now := time.Date(2024, 1, 19, 7, 0, 0, 0, time.UTC)
	published := func(title string, days int) *event.Event {
		at := now.AddDate(0, 0, days)
		return &event.Event{Title: title, Status: event.Published, StartsAt: at, EndsAt: at.Add(time.Hour), ClosesAt: at.Add(-time.Hour), Attendance: event.Online, Capacity: 5}
	}
	closes, later, sooner := published("closes", 2), published("later", 30), published("sooner", 20)
	closes.JoinURL = "https://example.org"
	var got []string
	for _, task := range event.Attention([]event.Facts{
		{Event: closes}, {Event: later, Bounced: 1}, {Event: sooner, Bounced: 1, Tally: event.Tally{Places: event.Places{Waiting: 7}}},
	}, now) {
		got = append(got, string(task.Kind)+" "+task.Event.Title)
	}
	want := []string{"bounced sooner", "bounced later", "offer sooner", "closes closes"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tasks (-want +got):\n%s", diff)
	}
}

func TestShelf(t *testing.T) {
	now := time.Date(2024, 1, 19, 7, 0, 0, 0, time.UTC)
	past, coming := now.Add(-time.Hour), now.Add(time.Hour)
	tests := []struct {
		name  string
		event event.Event
		want  event.Shelf
	}{
		{"published", event.Event{Status: event.Published, EndsAt: coming}, event.OnComing},
		{"ends now", event.Event{Status: event.Published, EndsAt: now}, event.OnPast},
		{"draft", event.Event{Status: event.Draft, EndsAt: coming}, event.OnDrafts},
		{"draft of something that is over", event.Event{Status: event.Draft, EndsAt: past}, event.OnDrafts},
		{"cancelled", event.Event{Status: event.Cancelled, EndsAt: coming}, event.OnCancelled},
		{"archived", event.Event{Status: event.Cancelled, EndsAt: past, ArchivedAt: &now}, event.OnArchived},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.event.Shelf(now); got != tt.want {
				t.Errorf("on %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTrend(t *testing.T) {
	tallies := []event.DayCount{
		{EventID: 1, Ago: 2, Count: 3, Standing: event.Confirmed},
		{EventID: 1, Ago: 1, Count: 4, Standing: event.Confirmed},
		{EventID: 1, Ago: 1, Count: 5, Standing: event.Withdrawn},
		{EventID: 1, Ago: 14, Count: 2, Standing: event.Confirmed},
		{EventID: 1, Ago: 15, Count: 9, Standing: event.Confirmed},
		{EventID: 2, Ago: 0, Count: 100, Standing: event.Waiting},
	}
	got := event.NewTrend(1, tallies)
	if diff := cmp.Diff(event.Trend{Days: []int{2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 9}}, got); diff != "" {
		t.Errorf("until yesterday (-want +got):\n%s", diff)
	}
	if n := event.SinceYesterday(tallies); n != 4 {
		t.Errorf("%d since yesterday, want 4", n)
	}
	got = event.NewTrend(1, append(tallies, event.DayCount{EventID: 1, Count: 1}))
	if !got.Today || got.Latest() != 1 || len(got.Days) != 14 || got.Days[12] != 9 {
		t.Errorf("with today: %+v", got)
	}
	if !event.NewTrend(3, tallies).IsFlat() || got.IsFlat() {
		t.Error("flat is not told apart")
	}
}

func TestTrendStartsWithDays(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	starts := event.TrendStarts(time.Date(2024, 4, 1, 22, 30, 0, 0, time.UTC), loc)
	var got []string
	for _, at := range starts[:4] {
		got = append(got, at.UTC().Format("01-02 15"))
	}
	// The clocks were moved in the night to the 31st of March.
	if diff := cmp.Diff([]string{"04-01 22", "03-31 22", "03-30 23", "03-29 23"}, got); diff != "" || len(starts) != 15 {
		t.Errorf("days begin (-want +got):\n%s", diff)
	}
}
