package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"samling/internal/event"
)

// fileEvent asks for two files, one of them sensitive.
func (h *house) fileEvent(t *testing.T) *event.Event {
	t.Helper()
	ev := seminar("gophers", 5)
	ev.Questions = []event.Question{
		{ID: "cv", Kind: event.AskFile, Label: "CV"},
		{ID: "proof", Kind: event.AskFile, Label: "Intyg", Sensitive: true, Purpose: "För lokalen"},
	}
	return h.save(t, ev, noon)
}

func (h *house) upload(t *testing.T, ev *event.Event, question string, at time.Time) event.Upload {
	t.Helper()
	u := event.Upload{EventID: &ev.ID, Question: question, Name: question + ".pdf", File: question + ".file", Size: 100}
	if err := h.KeepUpload(t.Context(), &u, at); err != nil {
		t.Fatal(err)
	}
	return u
}

func (h *house) registerWith(t *testing.T, email string, answers event.Answers, now time.Time) error {
	t.Helper()
	c := call(email, now)
	c.Signup.Answers = answers
	_, err := h.Register(t.Context(), "gophers", c)
	return err
}

// owner is who has a file, 0 for nobody.
func (h *house) owner(t *testing.T, u event.Upload) uint {
	t.Helper()
	kept, err := h.Upload(t.Context(), *u.EventID, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	if kept.RegistrationID == nil {
		return 0
	}
	return *kept.RegistrationID
}

func TestFilesBelongToOneRegistration(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.fileEvent(t)
		cv, proof := h.upload(t, ev, "cv", noon), h.upload(t, ev, "proof", noon)
		if err := h.registerWith(t, "anna@ale.se", event.Answers{"cv": cv.Answer(), "proof": proof.Answer()}, noon); err != nil {
			t.Fatal(err)
		}
		anna := h.participant(t, ev.ID, "anna@ale.se")
		if h.owner(t, cv) != anna.ID || h.owner(t, proof) != anna.ID {
			t.Error("the registration does not have its files")
		}
		if n := h.count(t, "SELECT count(*) FROM registrations WHERE answers LIKE '%%proof.pdf%%'"); n != 0 {
			t.Error("the name of a sensitive file lies with the other answers")
		}
		// Nobody else gets them, and whoever shares a transaction is not hurt.
		errs := make([]error, 2)
		together(2, func(i int) {
			answers := []event.Answers{{"cv": cv.Answer()}, nil}[i]
			errs[i] = h.registerWith(t, []string{"eve@ale.se", "bo@ale.se"}[i], answers, noon)
		})
		if !errors.Is(errs[0], event.ErrUploadGone) || errs[1] != nil {
			t.Errorf("answers %v", errs)
		}
		// Neither is a file of another event, one that is too old, nor one that never was.
		other := h.save(t, seminar("others", 5), noon)
		for name, answer := range map[string][]string{
			"of another event": ptr(h.upload(t, other, "cv", noon)).Answer(), "too old": ptr(h.upload(t, ev, "cv", noon.Add(-event.UploadLife))).Answer(), "unknown": {"9999", "x.pdf"},
		} {
			if err := h.registerWith(t, "eve@ale.se", event.Answers{"cv": answer}, noon); !errors.Is(err, event.ErrUploadGone) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := h.count(t, "SELECT count(*) FROM registrations WHERE email = 'eve@ale.se'"); n != 0 {
			t.Error("a registration was made all the same")
		}
	})
}

func ptr[T any](v T) *T { return &v }

func TestChangedAnswersLetFilesGo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.fileEvent(t)
		old, fresh := h.upload(t, ev, "cv", noon), h.upload(t, ev, "cv", noon)
		if err := h.registerWith(t, "anna@ale.se", event.Answers{"cv": old.Answer()}, noon); err != nil {
			t.Fatal(err)
		}
		later := noon.AddDate(0, 0, 7)
		amend := func(answers event.Answers, at time.Time) error {
			r := h.participant(t, ev.ID, "anna@ale.se")
			if err := h.ReadSensitive(t.Context(), &r); err != nil {
				t.Fatal(err)
			}
			s := r.Details()
			s.Answers = answers
			_, err := h.AmendParticipant(t.Context(), event.Actor{OrganisationID: ev.OrganisationID}, ev.ID, r.Reference, r.Mark(), s, false, at)
			return err
		}
		// What is kept stays, however old it is.
		if err := amend(event.Answers{"cv": old.Answer(), "proof": ptr(h.upload(t, ev, "proof", later)).Answer()}, later); err != nil || h.owner(t, old) == 0 {
			t.Fatalf("%v, owner %d", err, h.owner(t, old))
		}
		if err := amend(event.Answers{"cv": fresh.Answer()}, later); !errors.Is(err, event.ErrUploadGone) {
			t.Fatalf("a file that waited for a week was taken: %v", err)
		}
		fresh = h.upload(t, ev, "cv", later)
		if err := amend(event.Answers{"cv": fresh.Answer()}, later); err != nil || h.owner(t, old) != 0 || h.owner(t, fresh) == 0 {
			t.Errorf("%v, owners %d and %d", err, h.owner(t, old), h.owner(t, fresh))
		}
	})
}

func TestFilesOfNobodyArePurged(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.fileEvent(t)
		kept, left, gone := h.upload(t, ev, "cv", noon), h.upload(t, ev, "proof", noon), h.upload(t, ev, "cv", noon)
		if err := h.registerWith(t, "anna@ale.se", event.Answers{"cv": kept.Answer()}, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.registerWith(t, "bo@ale.se", event.Answers{"cv": gone.Answer()}, noon); err != nil {
			t.Fatal(err)
		}
		var removed []string
		purge := func(now time.Time, fault error) error {
			removed = nil
			return h.PurgeUploads(t.Context(), now, func(file string) error {
				removed = append(removed, file)
				return fault
			})
		}
		if err := purge(noon.Add(event.UploadLife), nil); err != nil || removed != nil {
			t.Errorf("while it could still be claimed: %v, %v", removed, err)
		}
		late := noon.Add(event.UploadLife + 2*time.Hour)
		broken := errors.New("disk on fire")
		if err := purge(late, broken); !errors.Is(err, broken) {
			t.Errorf("a file that cannot be removed: %v", err)
		}
		// The one of an erased registration goes too, with the one nobody claimed.
		h.execute(t, "DELETE FROM messages")
		h.execute(t, "DELETE FROM registrations WHERE email = 'bo@ale.se'")
		if err := purge(late, nil); err != nil || !slices.Equal(removed, []string{left.File, gone.File}) {
			t.Errorf("removed %v, %v", removed, err)
		}
		if n := h.count(t, "SELECT count(*) FROM uploads"); n != 1 || h.owner(t, kept) == 0 {
			t.Errorf("%d are left", n)
		}
	})
}

// Strangers cannot fill the disk.
func TestFilesThatWaitHaveALimit(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.fileEvent(t)
		u := h.upload(t, ev, "cv", noon)
		h.execute(t, "UPDATE uploads SET size = 4294967296")
		next := event.Upload{EventID: &ev.ID, Question: "cv", Name: "b.pdf", File: "b.file", Size: 1}
		if err := h.KeepUpload(t.Context(), &next, noon); !errors.Is(err, event.ErrTooMany) {
			t.Errorf("beyond the limit: %v", err)
		}
		if err := h.registerWith(t, "anna@ale.se", event.Answers{"cv": u.Answer()}, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.KeepUpload(t.Context(), &next, noon); err != nil {
			t.Errorf("once it belongs to somebody: %v", err)
		}
	})
}

func TestFetchingAFileIsWrittenDown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.fileEvent(t)
		proof := h.upload(t, ev, "proof", noon)
		if err := h.registerWith(t, "anna@ale.se", event.Answers{"proof": proof.Answer()}, noon); err != nil {
			t.Fatal(err)
		}
		anna, by := h.participant(t, ev.ID, "anna@ale.se"), event.Actor{OrganisationID: ev.OrganisationID}
		got, err := h.FetchUpload(t.Context(), by, &anna, &ev.Questions[1], noon)
		if err != nil || got.ID != proof.ID {
			t.Errorf("got %d, %v", got.ID, err)
		}
		if _, err := h.FetchUpload(t.Context(), by, &anna, &ev.Questions[0], noon); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("a question without an answer: %v", err)
		}
		by.OrganisationID++
		if _, err := h.FetchUpload(t.Context(), by, &anna, &ev.Questions[1], noon); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("by another organisation: %v", err)
		}
		if n := h.count(t, "SELECT count(*) FROM audit_entries WHERE verb = 'participant.file_fetched'"); n != 1 {
			t.Errorf("%d entries", n)
		}
		if n := h.count(t, "SELECT count(*) FROM audit_entries WHERE detail LIKE '%%proof.pdf%%'"); n != 0 {
			t.Error("the log holds the name of the file")
		}
	})
}
