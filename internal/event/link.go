package event

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Links makes the addresses that go into mails. Private ones are computed from
// the installation's key, never stored: a stolen database opens no doors, every
// mail can be composed again, and a raised generation kills old links.
type Links struct {
	Base string // "https://events.example.org", without a slash at the end
	Key  []byte // at least 32 random bytes
	Main string // the language that has no prefix: "sv"
}

// Event is the public page of an event in a language.
func (l Links) Event(slug, lang string) string { return l.page(lang) + "/e/" + slug }

// Find is the page where people ask for their private links.
func (l Links) Find(lang string) string { return l.page(lang) + "/find" }

// Registration is the private page of a registration.
func (l Links) Registration(r *Registration) string {
	return fmt.Sprintf("%s/r/%s/%s", l.page(r.Language), r.Reference, l.code(r, r.Generation))
}

// Join is where a registration is let into the meeting. The address of the
// meeting itself may change, and is for those who come this way.
func (l Links) Join(r *Registration) string { return l.Registration(r) + "/join" }

// Late is the registration form with a late link.
func (l Links) Late(ev *Event, link *LateLink) string {
	return fmt.Sprintf("%s/e/%s/late/%d/%s", l.page(ev.Language), ev.Slug, link.ID, l.lateCode(link.ID))
}

// Group is the overview of whoever registered colleagues.
func (l Links) Group(g *Group) string {
	return fmt.Sprintf("%s/g/%d/%s", l.page(g.Language), g.ID, l.sign("group", g.ID, g.Generation))
}

// CheckGroup returns ErrNotFound unless the code belongs to the overview.
func (l Links) CheckGroup(g *Group, code string) error {
	if !hmac.Equal([]byte(code), []byte(l.sign("group", g.ID, g.Generation))) {
		return ErrNotFound
	}
	return nil
}

// Invite is the registration form with an invite.
func (l Links) Invite(ev *Event, inv *Invite) string {
	return l.page(ev.Language) + l.InvitePath(ev, inv)
}

// InvitePath is the same within the site, in whatever language.
func (l Links) InvitePath(ev *Event, inv *Invite) string {
	return fmt.Sprintf("/e/%s/invited/%d/%s", ev.Slug, inv.ID, l.sign("invite", inv.ID, 1))
}

// InviteCode is where the code of an invite is typed.
func (l Links) InviteCode(ev *Event) string { return l.Event(ev.Slug, ev.Language) + "/invited" }

// CheckInvite returns ErrNotFound unless the code belongs to the invite.
func (l Links) CheckInvite(id uint, code string) error {
	if !hmac.Equal([]byte(code), []byte(l.sign("invite", id, 1))) {
		return ErrNotFound
	}
	return nil
}

// CheckRegistration returns nil for the registration's present code, ErrGone
// for one of an earlier generation and ErrNotFound for anything else.
func (l Links) CheckRegistration(r *Registration, code string) error {
	for generation := r.Generation; generation > 0; generation-- {
		switch {
		case !hmac.Equal([]byte(code), []byte(l.code(r, generation))):
		case generation == r.Generation:
			return nil
		default:
			return ErrGone
		}
	}
	return ErrNotFound
}

// CheckLate returns ErrNotFound unless the code belongs to the late link.
func (l Links) CheckLate(id uint, code string) error {
	if !hmac.Equal([]byte(code), []byte(l.lateCode(id))) {
		return ErrNotFound
	}
	return nil
}

// Preview is a draft as colleagues see it who have been sent the link.
func (l Links) Preview(ev *Event) string {
	return fmt.Sprintf("%s/e/%s/preview/%s", l.page(ev.Language), ev.Slug, l.sign("preview", ev.ID, ev.Preview))
}

// CheckPreview returns ErrNotFound unless the code belongs to the event's
// present preview link.
func (l Links) CheckPreview(ev *Event, code string) error {
	if !ev.HasPreview() || !hmac.Equal([]byte(code), []byte(l.sign("preview", ev.ID, ev.Preview))) {
		return ErrNotFound
	}
	return nil
}

// Ticket is the page of the console where a ticket is used: "sign-in",
// "set-up" or "invitation".
func (l Links) Ticket(t *Ticket, lang string) string {
	return fmt.Sprintf("%s/console/%s/%d/%s", l.page(lang), t.Kind, t.ID, l.TicketCode(t.Kind, t.ID))
}

// TicketCode is what only whoever got the ticket knows.
func (l Links) TicketCode(kind TicketKind, id uint) string {
	return l.sign("ticket "+string(kind), id, 1)
}

// CheckTicket returns ErrNotFound unless the code belongs to the ticket.
func (l Links) CheckTicket(kind TicketKind, id uint, code string) error {
	if !hmac.Equal([]byte(code), []byte(l.TicketCode(kind, id))) {
		return ErrNotFound
	}
	return nil
}

// Console is a page of the console, such as "/o/ale".
func (l Links) Console(path, lang string) string { return l.page(lang) + "/console" + path }

func (l Links) page(lang string) string {
	if lang == l.Main || lang == "" {
		return l.Base
	}
	return l.Base + "/" + lang
}

func (l Links) code(r *Registration, generation int) string {
	return l.sign("registration", r.ID, generation)
}

// UploadToken stands in a form for a file that was sent with it before, so that
// nobody has to choose it again. Only whoever sent the file gets it.
func (l Links) UploadToken(id uint) string { return fmt.Sprintf("%d-%s", id, l.sign("upload", id, 1)) }

// CheckUploadToken reads which file a token stands for. It returns ErrNotFound for
// one that was made up.
func (l Links) CheckUploadToken(token string) (uint, error) {
	number, code, _ := strings.Cut(token, "-")
	id, err := strconv.ParseUint(number, 10, 63)
	if err != nil || !hmac.Equal([]byte(code), []byte(l.sign("upload", uint(id), 1))) {
		return 0, ErrNotFound
	}
	return uint(id), nil
}

func (l Links) lateCode(id uint) string { return l.sign("late", id, 1) }

// sign is the first 128 bits of an HMAC (RFC 2104) over purpose, id and
// generation, short enough to survive line breaks in mails.
func (l Links) sign(purpose string, id uint, generation int) string {
	mac := hmac.New(sha256.New, l.Key)
	fmt.Fprintf(mac, "%s|%d|%d", purpose, id, generation)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// referenceLetters has no vowels, so no words arise, and nothing that is easily
// taken for something else when read out or written by hand.
const referenceLetters = "23456789BCDFGHJKMNPQRTVWXYZ"

// NewReference makes a short name for a registration from six random bytes:
// three letters of the event's slug, and six that only chance knows. It is no
// secret, but it does not tell how many have registered.
func NewReference(slug string, random [6]byte) string {
	var b strings.Builder
	b.WriteString(referencePrefix(slug))
	b.WriteByte('-')
	for _, r := range random {
		b.WriteByte(referenceLetters[int(r)%len(referenceLetters)])
	}
	return b.String()
}

func referencePrefix(slug string) string {
	letters := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return -1
	}, slug)
	return (letters + "XXX")[:3]
}

// FormMark proves when a form was opened, so that a sender cannot say it was
// earlier. Forms need no cookie for that.
func (l Links) FormMark(key string, opened time.Time) string {
	at := strconv.FormatInt(opened.Unix(), 36)
	return at + "." + l.sign("form "+key+" "+at, 0, 0)
}

// CheckFormMark reads when the form with the key was opened.
func (l Links) CheckFormMark(key, mark string) (opened time.Time, ok bool) {
	at, _, _ := strings.Cut(mark, ".")
	seconds, err := strconv.ParseInt(at, 36, 64)
	if err != nil {
		return time.Time{}, false
	}
	opened = time.Unix(seconds, 0).UTC()
	return opened, hmac.Equal([]byte(mark), []byte(l.FormMark(key, opened)))
}

// CalendarUID names the calendar entry of one participant, for as long as it
// lives.
func (l Links) CalendarUID(r *Registration) string {
	return fmt.Sprintf("registration-%d@%s", r.ID, l.Host())
}

// EventUID names the calendar entry of an event for people who have not
// registered.
func (l Links) EventUID(e *Event) string { return fmt.Sprintf("event-%d@%s", e.ID, l.Host()) }

// Host is the domain of the installation, in which Message-IDs and the names of
// calendar entries end too.
func (l Links) Host() string {
	u, err := url.Parse(l.Base)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
