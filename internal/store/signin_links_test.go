package store_test

import (
	"errors"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// A link that was on its way for too long opens nothing, so it is not mailed.
// Who asked is forgotten, whether there is such a user or not.
func TestSignInLinksLapse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		user := event.User{Email: "elin@example.org", Name: "Elin", Language: "sv"}
		if err := s.CreateUser(t.Context(), &user, noon); err != nil {
			t.Fatal(err)
		}
		ask := func(email string, at time.Time) error {
			return s.RequestSignIn(t.Context(), store.SignInRequest{Email: email, Language: "sv", Data: "{}"}, at)
		}
		claim := func(at time.Time) []event.Letter {
			t.Helper()
			letters, err := s.ClaimLetters(t.Context(), 10, time.Second, at)
			if err != nil {
				t.Fatal(err)
			}
			return letters
		}
		if err := errors.Join(ask("Elin@example.org", noon), ask("bo@example.org", noon)); err != nil {
			t.Fatal(err)
		}
		told := 0
		for _, l := range claim(noon) {
			if !l.IsPointless() {
				told++
				if l.Message.Recipient != user.Email || l.Ticket.UserID == nil || *l.Ticket.UserID != user.ID {
					t.Errorf("letter %+v", l)
				}
			}
		}
		if told != 1 {
			t.Errorf("%d mails", told)
		}
		late := noon.Add(event.SignInLinkLife)
		letters := claim(late)
		for _, l := range letters {
			if !l.IsPointless() {
				t.Errorf("mails a link that opens nothing to %s", l.Message.Recipient)
			}
			if err := s.FinishMessage(t.Context(), l.Message.After(event.Pointless, "", late)); err != nil {
				t.Fatal(err)
			}
		}
		if len(letters) != 2 {
			t.Errorf("%d letters", len(letters))
		}
		if err := s.PurgeLinks(t.Context(), late); err != nil {
			t.Fatal(err)
		}
		for _, l := range letters {
			if err := s.FinishMessage(t.Context(), l.Message); !errors.Is(err, event.ErrNotFound) {
				t.Errorf("it is remembered who asked: %v", err)
			}
		}
	})
}

// A link that was used is not mailed either.
func TestUsedLinkIsNotMailed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		user := event.User{Email: "elin@example.org", Name: "Elin", Language: "sv"}
		if err := s.CreateUser(t.Context(), &user, noon); err != nil {
			t.Fatal(err)
		}
		if err := s.RequestSignIn(t.Context(), store.SignInRequest{Email: user.Email, Language: "sv", Data: "{}"}, noon); err != nil {
			t.Fatal(err)
		}
		letters, err := s.ClaimLetters(t.Context(), 1, time.Second, noon)
		if err != nil || len(letters) != 1 || letters[0].IsPointless() {
			t.Fatalf("letters %+v, %v", letters, err)
		}
		if _, err := s.UseTicket(t.Context(), event.TicketSignIn, letters[0].Ticket.ID, noon); err != nil {
			t.Fatal(err)
		}
		letters, err = s.ClaimLetters(t.Context(), 1, time.Second, noon.Add(time.Minute))
		if err != nil || len(letters) != 1 || !letters[0].IsPointless() {
			t.Errorf("letters %+v, %v", letters, err)
		}
	})
}

// People who ask for the same address at once are counted one after the other.
func TestAskingAtOnceIsCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		answers := make(chan error, 3*event.MaxSignInLinks)
		for range cap(answers) {
			go func() {
				answers <- s.RequestSignIn(t.Context(), store.SignInRequest{Email: "elin@example.org", Language: "sv", Data: "{}"}, noon)
			}()
		}
		mailed := 0
		for range cap(answers) {
			switch err := <-answers; {
			case err == nil:
				mailed++
			case !errors.Is(err, event.ErrTooMany):
				t.Error(err)
			}
		}
		if mailed != event.MaxSignInLinks {
			t.Errorf("%d links", mailed)
		}
	})
}
