package console

import (
	"context"
	"time"

	"samling/internal/event"
)

// inviteMailsPage says what happens before many mails leave.
type inviteMailsPage struct {
	Page
	Remind bool
	To     []event.Invited // who gets a mail
	Later  int             // silent ones who have had one today
	Alone  int             // silent ones who have no address
}

// askToSendInvites answers GET /console/o/:org/e/:event/invites/send.
func (s *server) askToSendInvites(v *visit) error {
	return s.askToMail(v, "invites.send", false, (*event.Invited).IsUnsent)
}

// askToRemind answers GET /console/o/:org/e/:event/invites/remind.
func (s *server) askToRemind(v *visit) error {
	return s.askToMail(v, "invites.remind", true, (*event.Invited).CanRemind)
}

func (s *server) askToMail(v *visit, title string, remind bool, rule func(*event.Invited, *event.Event, time.Time) bool) error {
	p := inviteMailsPage{Remind: remind}
	var err error
	if p.Page, err = s.eventPage(v, title, "invites"); err != nil {
		return err
	}
	p.Crumbs = p.inviteCrumbs(p.Title)
	all, err := s.store.Invites(v.ctx(), v.Event.ID)
	if err != nil {
		return err
	}
	for _, i := range all {
		switch {
		case rule(&i, v.Event, s.now()):
			p.To = append(p.To, i)
		case !i.IsSilent(v.Event, s.now()):
		case i.Email == "":
			p.Alone++
		case i.SentAt != nil:
			p.Later++
		}
	}
	return s.render(v, "invites-mails", p)
}

// sendInvites answers POST /console/o/:org/e/:event/invites/send.
func (s *server) sendInvites(v *visit) error {
	return s.mailInvites(v, s.store.SendInvites, "invites_sent")
}

// remindSilent answers POST /console/o/:org/e/:event/invites/remind.
func (s *server) remindSilent(v *visit) error {
	return s.mailInvites(v, s.store.RemindSilent, "invites_reminded")
}

func (s *server) mailInvites(v *visit, mail func(context.Context, event.Actor, uint, time.Time) (int, error), done string) error {
	n, err := mail(v.ctx(), v.actor(), v.Event.ID, s.now())
	switch {
	case err != nil:
		return err
	case n == 0: // somebody else was faster
		return v.redirect(v.eventPath("/invites"))
	}
	return v.done(v.eventPath("/invites"), done)
}
