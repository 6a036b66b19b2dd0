package event

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Invite lets somebody register where others cannot: a person, or all who have
// its code, such as a department that is asked for two.
type Invite struct {
	ID         uint
	EventID    uint
	Name       string // who is invited: "Socialtjänsten"
	Email      string // where the link is sent; "" where it is only handed out
	Code       string // what people type, without its link: see NewInviteCode
	Uses       int    // how many may register with it; 0 means no limit
	ExpiresAt  *time.Time
	CreatedAt  time.Time
	SentAt     *time.Time // when its mail was last queued
	RemindedAt *time.Time
	RevokedAt  *time.Time
}

// RawInvite is an invite as it was typed. Expires is the last day to answer.
type RawInvite struct{ Name, Email, Uses, Expires string }

// MaxInviteUses is how many may register with one invite that has a limit.
const MaxInviteUses = 999

// What can be wrong with an invite.
const (
	MsgInviteName    Key = "invalid.invite_name"
	MsgInviteUses    Key = "invalid.invite_uses"
	MsgInviteExpires Key = "invalid.invite_expires"
)

// NewInvite cleans what was typed. If any field is bad it returns all complaints
// and no invite.
func NewInvite(raw RawInvite, ev *Event, now time.Time) (Invite, Invalid) {
	invalid := Invalid{}
	i := Invite{EventID: ev.ID, Name: invalid.line("name", raw.Name, MaxName), CreatedAt: now}
	if !strings.ContainsFunc(i.Name, visible) && invalid["name"] == "" {
		invalid["name"] = MsgInviteName
	}
	if strings.TrimSpace(raw.Email) != "" {
		i.Email = invalid.email("email", raw.Email)
	}
	if uses := strings.TrimSpace(raw.Uses); uses != "" {
		n, err := strconv.Atoi(uses)
		if err != nil || n < 1 || n > MaxInviteUses {
			invalid["uses"] = MsgInviteUses
		}
		i.Uses = n
	}
	if expires := strings.TrimSpace(raw.Expires); expires != "" {
		end, ok := endOfDay(expires, ev.Location())
		if !ok || !now.Before(end) {
			invalid["expires"] = MsgInviteExpires
		}
		i.ExpiresAt = &end
	}
	if len(invalid) > 0 {
		return Invite{}, invalid
	}
	return i, nil
}

// endOfDay is the first instant of the day after the one that was typed.
func endOfDay(text string, loc *time.Location) (time.Time, bool) {
	day, err := time.Parse(fileDate, text)
	if err != nil || day.Year() < firstYear || day.Year() > lastYear {
		return time.Time{}, false
	}
	return firstInstant(day.AddDate(0, 0, 1), loc).UTC(), true
}

// Raw is the invite as a form has it.
func (i *Invite) Raw(ev *Event) RawInvite {
	raw := RawInvite{Name: i.Name, Email: i.Email}
	if i.Uses > 0 {
		raw.Uses = strconv.Itoa(i.Uses)
	}
	if i.ExpiresAt != nil {
		raw.Expires = lastMoment(i.ExpiresAt.In(ev.Location())).Format(fileDate)
	}
	return raw
}

// Mark stands for what a form changes of an invite. The form carries it, so that
// whoever saves second is told.
func (i *Invite) Mark() string {
	var expires int64
	if i.ExpiresAt != nil {
		expires = i.ExpiresAt.Unix()
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %d %d", i.Name, i.Email, i.Uses, expires))
	return hex.EncodeToString(sum[:8])
}

// Check reports whether one more may register with the invite, when so many
// live registrations have it: ErrInviteUsed when there are enough, ErrGone when
// it was revoked or has expired, ErrNotFound when it is for another event.
func (i *Invite) Check(ev *Event, used int, now time.Time) error {
	switch {
	case i.EventID != ev.ID:
		return ErrNotFound
	case i.RevokedAt != nil, i.IsExpired(now):
		return ErrGone
	case i.Uses > 0 && used >= i.Uses:
		return ErrInviteUsed
	}
	return nil
}

// IsExpired reports whether the last day to answer has passed.
func (i *Invite) IsExpired(now time.Time) bool {
	return i.ExpiresAt != nil && !now.Before(*i.ExpiresAt)
}

// IsOpen reports whether it is of any use to whoever gets it now.
func (i *Invite) IsOpen(ev *Event, now time.Time) bool {
	return i.EventID == ev.ID && i.RevokedAt == nil && ev.Status == Published &&
		now.Before(i.closesAt(ev)) && now.Before(ev.EndsAt)
}

// closesAt is when nobody can register with it any more: invites are no way
// around the deadline of the event.
func (i *Invite) closesAt(ev *Event) time.Time {
	if i.ExpiresAt != nil && i.ExpiresAt.Before(ev.ClosesAt) {
		return *i.ExpiresAt
	}
	return ev.ClosesAt
}

// LastMoment is until when people can answer, as they say it, on the event's own
// clock.
func (i *Invite) LastMoment(ev *Event) time.Time {
	return lastMoment(i.closesAt(ev).In(ev.Location()))
}

// inviteHalf is how many letters of a code stand before and after its dash. With
// eight of them, a million tries find one of a hundred invites once in 2,800
// times.
const inviteHalf = 4

// NewInviteCode makes a code from eight random bytes, such as "4T8N-2KQP", to be
// read out and typed.
func NewInviteCode(random [2 * inviteHalf]byte) string {
	var b strings.Builder
	for _, r := range random {
		b.WriteByte(referenceLetters[int(r)%len(referenceLetters)])
	}
	return NormalInviteCode(b.String())
}

// NormalInviteCode is a code as it is stored, however it was typed: with blanks,
// other dashes or small letters.
func NormalInviteCode(typed string) string {
	var letters []rune
	for _, r := range typed {
		if (unicode.IsLetter(r) || unicode.IsDigit(r)) && len(letters) <= 2*inviteHalf {
			letters = append(letters, unicode.ToUpper(r))
		}
	}
	if len(letters) <= inviteHalf {
		return string(letters)
	}
	return string(letters[:inviteHalf]) + "-" + string(letters[inviteHalf:])
}

// TakesInvites reports whether an invite lets people in where others cannot, or
// must wait for an answer.
func (e *Event) TakesInvites() bool { return e.InviteOnly || e.NeedsApproval }
