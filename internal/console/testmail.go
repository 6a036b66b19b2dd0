package console

import (
	"fmt"
	"strconv"

	"samling/internal/event"
)

// testMailPage says who mail comes from, and how a mail fares that tries it.
type testMailPage struct {
	Page
	mending
	Message       event.Message // zero before there is one
	HasServer     bool
	SenderIsGiven bool // by the settings of the server
	Sender        event.Sender
}

// IsOver reports that nothing will change by itself any more.
func (p testMailPage) IsOver() bool {
	return !p.HasServer || p.Message.State != event.Queued && p.Message.State != event.Doubtful
}

// testMailPath is the page of a mail that tries the settings.
func testMailPath(id uint) string { return fmt.Sprintf("%s/test-mail/%d", root, id) }

func (s *server) testMailPage(v *visit) (testMailPage, error) {
	p := testMailPage{Page: s.page(v, "testmail.title"), HasServer: s.mail.HasServer, Sender: s.mail.Sender}
	p.Rail = "account"
	s.lead(&p.Page)
	p.Crumbs = []Crumb{{p.T("console.account"), p.ConsoleURL("/account")}, {Name: p.T("testmail.title")}}
	if p.SenderIsGiven = p.Sender.Email != ""; p.SenderIsGiven {
		return p, nil
	}
	var err error
	p.Sender, err = s.store.Sender(v.ctx())
	return p, err
}

// showSender answers GET /console/test-mail.
func (s *server) showSender(v *visit) error {
	p, err := s.testMailPage(v)
	if err != nil {
		return err
	}
	return s.render(v, "test-mail", p)
}

// showTestMail answers GET /console/test-mail/:id.
func (s *server) showTestMail(v *visit) error {
	id, err := strconv.ParseUint(v.Param("id"), 10, 32)
	if err != nil {
		return event.ErrNotFound
	}
	p, err := s.testMailPage(v)
	if err != nil {
		return err
	}
	if p.Message, err = s.store.TestMail(v.ctx(), uint(id)); err != nil {
		return err
	}
	return s.render(v, "test-mail", p)
}

// sendTestMail answers POST /console/test-mail.
func (s *server) sendTestMail(v *visit) error {
	p, err := s.testMailPage(v)
	if err != nil {
		return err
	}
	var from event.Sender
	if !p.SenderIsGiven {
		var invalid event.Invalid
		p.Sender = event.Sender{Name: v.FormValue("sender_name"), Email: v.FormValue("sender_email")}
		if from, invalid = event.NewSender(p.Sender.Name, p.Sender.Email); invalid != nil {
			p.complain(&p.Page, invalid, "sender_name", "sender_email")
			return s.renderInvalid(v, "test-mail", p)
		}
	}
	if err := s.slowDown(v, "test-mail", asksPerNetwork, askWindow); err != nil {
		return err
	}
	id, err := s.store.SendTest(v.ctx(), &v.User, from, s.now())
	if err != nil {
		return err
	}
	if from != (event.Sender{}) {
		s.Log.Info("sender of all mail changed", "user", v.User.ID)
	}
	return v.redirect(testMailPath(id))
}
