package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"samling/internal/event"
)

// guarded makes a user with an app that shows codes.
func (h *house) guarded(t testing.TB) event.User {
	t.Helper()
	user, _ := h.organiser(t, h.save(t, seminar("gophers", 5), noon))
	h.addApp(t, user.ID, 1)
	return user
}

func (h *house) addApp(t testing.TB, userID uint, generation int) {
	t.Helper()
	if err := h.StartTOTP(t.Context(), userID); err != nil {
		t.Fatal(err)
	}
	if err := h.ConfirmTOTP(t.Context(), userID, generation, 100, noon); err != nil {
		t.Fatal(err)
	}
}

func (h *house) factors(t testing.TB, userID uint) event.Factors {
	t.Helper()
	f, err := h.Factors(t.Context(), userID)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (h *house) mailsOf(t testing.TB, c event.SecurityChange) int {
	t.Helper()
	return h.count(t, "SELECT count(*) FROM messages WHERE kind = 'security' AND data LIKE '%%%s%%'", c)
}

func TestAppIsConfirmedOnceAndItsStepsAreUsedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		user, _ := h.organiser(t, h.save(t, seminar("gophers", 5), noon))
		for range 2 {
			if err := h.StartTOTP(ctx, user.ID); err != nil {
				t.Fatal(err)
			}
		}
		if f := h.factors(t, user.ID); f.TOTP.Generation != 2 || f.HasSecond() {
			t.Errorf("started: %+v", f)
		}
		if err := h.UseTOTPStep(ctx, user.ID, 7); !errors.Is(err, event.ErrGone) {
			t.Errorf("before it is confirmed: %v", err)
		}
		if err := h.ConfirmTOTP(ctx, user.ID, 1, 5, noon); !errors.Is(err, event.ErrGone) {
			t.Errorf("an earlier secret: %v", err)
		}
		if err := h.ConfirmTOTP(ctx, user.ID, 2, 5, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.StartTOTP(ctx, user.ID); !errors.Is(err, event.ErrKnown) {
			t.Errorf("a second app: %v", err)
		}
		for _, try := range []struct {
			step int64
			want error
		}{{5, event.ErrGone}, {6, nil}, {6, event.ErrGone}, {4, event.ErrGone}, {8, nil}, {7, event.ErrGone}} {
			if err := h.UseTOTPStep(ctx, user.ID, try.step); !errors.Is(err, try.want) {
				t.Errorf("step %d: %v, want %v", try.step, err, try.want)
			}
		}
		if err := h.RemoveTOTP(ctx, user.ID, noon); err != nil {
			t.Fatal(err)
		}
		if f := h.factors(t, user.ID); f.HasSecond() || f.TOTP.Generation != 3 {
			t.Errorf("removed: %+v", f)
		}
		if h.mailsOf(t, event.TOTPAdded) != 1 || h.mailsOf(t, event.TOTPRemoved) != 1 {
			t.Error("the user is not told once of each")
		}
		if n := h.count(t, "SELECT count(*) FROM audit_entries WHERE verb LIKE 'account.totp%%'"); n != 2 {
			t.Errorf("%d lines in the audit log", n)
		}
	})
}

func TestPasswordStandsAndFallsWithTheSecondFactor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		user, _ := h.organiser(t, h.save(t, seminar("gophers", 5), noon))
		if err := h.SetPassword(ctx, user.ID, "hash", 0, noon); !errors.Is(err, event.ErrForbidden) {
			t.Errorf("without a second factor: %v", err)
		}
		if _, err := h.MakeRecoveryCodes(ctx, user.ID, noon); !errors.Is(err, event.ErrForbidden) {
			t.Errorf("codes without a second factor: %v", err)
		}
		h.addApp(t, user.ID, 1)
		key := event.Passkey{UserID: user.ID, Name: "Telefon", CredentialID: "abc", Record: "{}"}
		if err := h.AddPasskey(ctx, &key, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.SetPassword(ctx, user.ID, "hash", 0, noon); err != nil {
			t.Fatal(err)
		}
		if _, err := h.MakeRecoveryCodes(ctx, user.ID, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.RemoveTOTP(ctx, user.ID, noon); err != nil {
			t.Fatal(err)
		}
		if f := h.factors(t, user.ID); !f.HasPassword || f.Codes != event.RecoveryCodes {
			t.Errorf("a passkey is left: %+v", f)
		}
		if err := h.RemovePasskey(ctx, user.ID, key.ID, noon); err != nil {
			t.Fatal(err)
		}
		if f := h.factors(t, user.ID); f.HasPassword || f.Codes != 0 {
			t.Errorf("nothing is left: %+v", f)
		}
	})
}

func TestPasswordChangeSignsOutOtherBrowsers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		user := h.guarded(t)
		in := event.Signin{UserID: user.ID, Agent: "Firefox", Method: "link"}
		here, err := h.SignIn(ctx, in, "", noon)
		if err != nil {
			t.Fatal(err)
		}
		there, err := h.SignIn(ctx, in, "", noon)
		if err != nil {
			t.Fatal(err)
		}
		mine, _, err := h.SignedIn(ctx, here, noon)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.SetPassword(ctx, user.ID, "hash", mine.ID, noon); err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.SignedIn(ctx, here, noon); err != nil {
			t.Errorf("this browser: %v", err)
		}
		if _, _, err := h.SignedIn(ctx, there, noon); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("the other browser: %v", err)
		}
		if err := h.RemovePassword(ctx, user.ID, mine.ID, noon); err != nil {
			t.Fatal(err)
		}
		if err := h.RemovePassword(ctx, user.ID, mine.ID, noon); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("again: %v", err)
		}
	})
}

func TestRecoveryCodesWorkOnceAndAreNotInTheDatabase(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		user := h.guarded(t)
		old, err := h.MakeRecoveryCodes(ctx, user.ID, noon)
		if err != nil {
			t.Fatal(err)
		}
		codes, err := h.MakeRecoveryCodes(ctx, user.ID, noon)
		if err != nil || len(codes) != event.RecoveryCodes {
			t.Fatalf("%d codes, %v", len(codes), err)
		}
		use := func(userID uint, code string, want error) {
			t.Helper()
			if err := h.UseRecoveryCode(ctx, userID, code, noon); !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
		}
		use(user.ID, old[0], event.ErrGone)
		use(user.ID, codes[0], nil)
		use(user.ID, codes[0], event.ErrGone)
		use(user.ID, "", event.ErrGone)
		other := event.User{Email: "bo@example.org", Language: "sv"}
		if err := h.CreateUser(ctx, &other, noon); err != nil {
			t.Fatal(err)
		}
		use(other.ID, codes[1], event.ErrGone)
		if f := h.factors(t, user.ID); f.Codes != event.RecoveryCodes-1 {
			t.Errorf("%d codes are left", f.Codes)
		}
		if n := h.count(t, "SELECT count(*) FROM recovery_codes WHERE hash LIKE '%%%s%%'", codes[1][:5]); n != 0 || h.mailsOf(t, event.CodeUsed) != 1 {
			t.Errorf("%d in clear", n)
		}
	})
}

func TestPasskeysBelongToOneUser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		user := h.guarded(t)
		other := event.User{Email: "bo@example.org", Language: "sv"}
		if err := h.CreateUser(ctx, &other, noon); err != nil {
			t.Fatal(err)
		}
		key := event.Passkey{UserID: user.ID, Name: "Telefon", CredentialID: "abc", Record: "1"}
		if err := h.AddPasskey(ctx, &key, noon); err != nil {
			t.Fatal(err)
		}
		again := event.Passkey{UserID: other.ID, Name: "Stulen", CredentialID: "abc", Record: "1"}
		if err := h.AddPasskey(ctx, &again, noon); !errors.Is(err, event.ErrKnown) {
			t.Errorf("the same one again: %v", err)
		}
		if err := h.RenamePasskey(ctx, other.ID, key.ID, "Min"); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("another renames it: %v", err)
		}
		if err := h.RemovePasskey(ctx, other.ID, key.ID, noon); !errors.Is(err, event.ErrNotFound) {
			t.Errorf("another removes it: %v", err)
		}
		// Of two who come with what was known of it at the same time, one goes on.
		if err := h.UsePasskey(ctx, key.ID, "1", "2", noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if err := h.UsePasskey(ctx, key.ID, "1", "3", noon.Add(time.Hour)); !errors.Is(err, event.ErrGone) {
			t.Errorf("the second: %v", err)
		}
		got, err := h.Passkey(ctx, "abc")
		if err != nil || got.Record != "2" || got.UsedAt == nil || got.Name != "Telefon" {
			t.Errorf("%+v, %v", got, err)
		}
		for i := range event.MaxPasskeys - 1 {
			more := event.Passkey{UserID: user.ID, Name: "x", CredentialID: fmt.Sprint(i), Record: "1"}
			if err := h.AddPasskey(ctx, &more, noon); err != nil {
				t.Fatal(err)
			}
		}
		more := event.Passkey{UserID: user.ID, Name: "x", CredentialID: "one too many", Record: "1"}
		if err := h.AddPasskey(ctx, &more, noon); !errors.Is(err, event.ErrFull) {
			t.Errorf("one too many: %v", err)
		}
	})
}
