package event_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"samling/internal/event"
)

func TestUploadTokens(t *testing.T) {
	token := links.UploadToken(17)
	if id, err := links.CheckUploadToken(token); err != nil || id != 17 {
		t.Errorf("%s is %d, %v", token, id, err)
	}
	other := links
	other.Key = []byte("another key of thirty-two bytes!")
	_, code, _ := strings.Cut(token, "-")
	for name, forged := range map[string]string{
		"nothing": "", "a number": "17", "another file with the same code": "18-" + code, "no code": "17-",
		"no number": "-" + code, "another installation": other.UploadToken(17), "a late link": "17-" + codeOf(links.Late(&event.Event{}, &event.LateLink{ID: 17})),
	} {
		if id, err := links.CheckUploadToken(forged); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("%s: %d, %v", name, id, err)
		}
	}
}

func TestWhoMayAnswerWithAFile(t *testing.T) {
	now := time.Date(2030, 1, 2, 12, 0, 0, 0, time.UTC)
	q, anna, bo := &event.Question{ID: "cv", Kind: event.AskFile}, event.Registration{ID: 1}, event.Registration{ID: 2}
	tests := []struct {
		name   string
		upload event.Upload
		own    *event.Registration
		want   bool
	}{
		{"just sent", event.Upload{Question: "cv", CreatedAt: now}, nil, true},
		{"sent yesterday", event.Upload{Question: "cv", CreatedAt: now.Add(-event.UploadLife + time.Second)}, nil, true},
		{"sent too long ago", event.Upload{Question: "cv", CreatedAt: now.Add(-event.UploadLife)}, nil, false},
		{"for another question", event.Upload{Question: "photo", CreatedAt: now}, nil, false},
		{"of a registration", event.Upload{Question: "cv", CreatedAt: now, RegistrationID: &anna.ID}, nil, false},
		{"of the own registration, long ago", event.Upload{Question: "cv", CreatedAt: now.AddDate(-1, 0, 0), RegistrationID: &anna.ID}, &anna, true},
		{"of somebody else's", event.Upload{Question: "cv", CreatedAt: now, RegistrationID: &anna.ID}, &bo, false},
		{"a new one for a registration", event.Upload{Question: "cv", CreatedAt: now}, &anna, true},
	}
	for _, tt := range tests {
		if got := tt.upload.MayAnswer(q, tt.own, now); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestFilesAmongAnswers(t *testing.T) {
	questions := []event.Question{{ID: "cv", Kind: event.AskFile, Label: "CV"}, {ID: "name", Kind: event.AskSeveral}, {ID: "proof", Kind: event.AskFile, Sensitive: true}}
	r := event.Registration{
		Answers: event.Answers{"cv": {"7", "cv.pdf"}, "name": {"8", "9"}}, Sensitive: event.Answers{"proof": {"12", "intyg.png"}},
	}
	if got := r.UploadIDs(questions); !slices.Equal(got, []uint{7, 12}) {
		t.Errorf("files %v", got)
	}
	// What changed is said with the name: nobody reads the number.
	ev := event.Event{Questions: questions}
	changes := r.AmendAnswers(&ev, event.Signup{Answers: event.Answers{"cv": {"8", "ny.pdf"}, "name": {"8", "9"}, "proof": {"12", "intyg.png"}}})
	if len(changes) != 1 || changes[0] != (event.DetailChange{Field: "answer-cv", Was: "cv.pdf", Became: "ny.pdf"}) {
		t.Errorf("changes %+v", changes)
	}
	if !ev.AsksForFiles() {
		t.Error("asks for no files")
	}
	ev.Questions = questions[1:2]
	if ev.AsksForFiles() || ev.FilesRoom() != 0 {
		t.Error("asks for files")
	}
	ev.Questions = []event.Question{{Kind: event.AskFile, Max: 3}, {Kind: event.AskShort, Max: 20}, {Kind: event.AskFile, Max: 20, Retired: true}, {Kind: event.AskFile}}
	if room := ev.FilesRoom(); room != 26_000_000 {
		t.Errorf("forms may bring %d bytes", room)
	}
	for most, want := range map[int]int64{0: 10_000_000, 3: 3_000_000, 20: 20_000_000, 500: 20_000_000} {
		if q := (event.Question{Max: most}); q.FileLimit() != want {
			t.Errorf("%d MB allow %d bytes", most, q.FileLimit())
		}
	}
	faults := event.QuestionFaults([]event.Question{{ID: "cv", Kind: event.AskFile, Label: "CV", Max: 21}})
	if !slices.Equal(faults, []event.QuestionFault{{ID: "cv", Part: "max"}}) {
		t.Errorf("21 MB: %v", faults)
	}
}
