package store_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// One bad row hurts nobody who happened to come in the same instant.
func TestOneBadRowHurtsNoNeighbour(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 200), noon)
		// A name the database will not take, which NewSignup would have refused.
		h.refuseNames(t, "bad")
		var good, bad atomic.Int32
		together(60, func(i int) {
			c := call(fmt.Sprintf("p%d@ale.se", i), noon)
			if i%20 == 7 {
				c.Signup.Name = "bad"
			}
			switch _, err := h.Register(t.Context(), "gophers", c); {
			case c.Signup.Name == "bad" && err == nil:
				t.Error("the bad row was written")
			case c.Signup.Name == "bad":
				bad.Add(1)
			case err != nil:
				t.Errorf("a neighbour was hurt: %v", err)
			default:
				good.Add(1)
			}
		})
		if good.Load() != 57 || bad.Load() != 3 {
			t.Errorf("%d good and %d bad, want 57 and 3", good.Load(), bad.Load())
		}
		if places := h.places(t, ev.ID); places.Confirmed != 57 {
			t.Errorf("%d places taken, want 57", places.Confirmed)
		}
		h.promises(t)
	})
}

// refuseNames makes the database refuse a name, in its own way.
func (h *house) refuseNames(t testing.TB, name string) {
	t.Helper()
	if h.options.Postgres != "" {
		h.execute(t, "ALTER TABLE registrations ADD CONSTRAINT names CHECK (name <> '"+name+"')")
		return
	}
	h.execute(t, "CREATE TRIGGER names BEFORE INSERT ON registrations WHEN NEW.name = '"+name+"' BEGIN SELECT RAISE(ABORT, 'name'); END")
}

// PostgreSQL has no NUL in texts, and finds out in the middle of a batch.
func TestANulByteHurtsNoNeighbour(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.Postgres(t))
	h.save(t, seminar("gophers", 200), noon)
	together(40, func(i int) {
		c := call(fmt.Sprintf("p%d@ale.se", i), noon)
		if i == 5 {
			c.Signup.Comment = "a\x00b"
		}
		if _, err := h.Register(t.Context(), "gophers", c); (err != nil) != (i == 5) {
			t.Errorf("call %d: %v", i, err)
		}
	})
	h.promises(t)
}

// A visitor who has left before the sign-up was taken gets no place; one who
// leaves later has it.
func TestAVisitorWhoLeaves(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ev := h.save(t, seminar("gophers", 300), noon)
		var taken atomic.Int32
		together(100, func(i int) {
			ctx, leave := context.WithTimeout(t.Context(), time.Duration(i)*50*time.Microsecond)
			defer leave()
			if _, err := h.Register(ctx, "gophers", call(fmt.Sprintf("p%d@ale.se", i), noon)); err == nil {
				taken.Add(1)
			}
		})
		if places := h.places(t, ev.ID); places.Confirmed != int(taken.Load()) {
			t.Errorf("%d were told that they have a place, %d have one", taken.Load(), places.Confirmed)
		}
		h.promises(t)
	})
}

// Sign-ups for many events share a batch.
func TestManyEventsInOneBatch(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const events, people = 8, 12
		for i := range events {
			h.save(t, seminar(fmt.Sprint("e", i), 10), noon)
		}
		second := h.another(t)
		together(events*people, func(i int) {
			s := h.Store
			if i%3 == 0 {
				s = second
			}
			if _, err := s.Register(t.Context(), fmt.Sprint("e", i%events), call(fmt.Sprintf("p%d@ale.se", i), noon)); err != nil {
				t.Error(err)
			}
		})
		all, err := h.AllEvents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range all {
			if want := (event.Places{Confirmed: 10, Waiting: 2}); l.Places.Places != want {
				t.Errorf("%s: %+v, want %+v", l.Event.Slug, l.Places, want)
			}
		}
		h.promises(t)
	})
}

// References are drawn by chance, and two of a kind do happen. Whoever draws one
// that is taken draws again, also when nobody else came in that instant.
func TestAReferenceThatIsTaken(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.Postgres(t))
	ev := h.save(t, seminar("gophers", 10), noon)
	h.takenOnce(t)
	h.register(t, "gophers", "anna@ale.se", noon)
	if places := h.places(t, ev.ID); places.Confirmed != 1 {
		t.Errorf("%d places taken, want 1", places.Confirmed)
	}
	h.promises(t)
}

// So does an organiser who adds somebody, who is not registered already.
func TestAReferenceThatIsTakenByHand(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.Postgres(t))
	ev := h.save(t, seminar("gophers", 10), noon)
	h.takenOnce(t)
	by := event.Actor{OrganisationID: ev.OrganisationID}
	reg, err := h.AddParticipant(t.Context(), by, ev.ID, store.Addition{Signup: signup("anna@ale.se"), Standing: event.Confirmed}, noon)
	if err != nil || h.participant(t, ev.ID, "anna@ale.se").ID != reg.ID {
		t.Errorf("%+v, %v", reg, err)
	}
	h.promises(t)
}

// takenOnce lets the next reference that is drawn be one that is taken.
func (h *house) takenOnce(t *testing.T) {
	t.Helper()
	// A sequence counts on when a transaction fails: the first insert does.
	h.execute(t, `CREATE SEQUENCE tries;
		CREATE FUNCTION taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF nextval('tries') = 1 THEN RAISE unique_violation; END IF;
			RETURN NEW;
		END $$;
		CREATE TRIGGER taken BEFORE INSERT ON registrations FOR EACH ROW EXECUTE FUNCTION taken()`)
}
