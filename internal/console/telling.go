package console

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"samling/internal/event"
)

// msgTell asks for the tick that participants may be mailed.
const msgTell event.Key = "invalid.tell"

// telling is whom a save would mail. Mail cannot be taken back, so whoever saves
// has to say that they know.
type telling struct {
	Tell     string // stands for what would be told, to be ticked
	Told     int    // participants who would learn of another time, place or session
	Promoted int    // people in the waiting list who would get a place
}

// Mails reports whether anybody would get a mail.
func (t telling) Mails() bool { return t.Told+t.Promoted > 0 }

// telling finds whom saving the event would mail.
func (s *server) telling(v *visit, ev *event.Event) (telling, error) {
	places, err := s.store.Places(v.ctx(), ev.ID)
	if err != nil {
		return telling{}, err
	}
	t, p, now := telling{}, places[ev.ID], s.now()
	change := event.Compare(v.Event, ev, now)
	if t.Told, err = s.store.CountTold(v.ctx(), ev.ID, change); err != nil {
		return telling{}, err
	}
	t.Promoted = ev.Freed(v.Event, p, now)
	// A tick counts for that time, that place, those sessions and those places only.
	sum := sha256.Sum256([]byte(fmt.Sprint(ev.When(), ev.Place(), change.MovedKeys(), ev.ProgramMark(), t.Promoted)))
	t.Tell = hex.EncodeToString(sum[:8])
	return t, nil
}
