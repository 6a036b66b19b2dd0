package console

import (
	"net/http"

	"samling/internal/event"
)

// invitePastePage takes many invites at once: first the text, then what was read
// from it.
type invitePastePage struct {
	Page
	mending
	Text   string
	Others event.RawInvite // what lines do not say
	Lines  []event.InviteLine
	Ready  bool // what was read is shown, and nothing is wrong with it
}

func (s *server) invitePastePage(v *visit) (invitePastePage, error) {
	p := invitePastePage{Text: v.FormValue("list"), Others: event.RawInvite{Uses: v.FormValue("uses"), Expires: v.FormValue("expires")}}
	var err error
	if p.Page, err = s.eventPage(v, "invites.paste", "invites"); err == nil {
		p.Crumbs = p.inviteCrumbs(p.Title)
	}
	return p, err
}

// pasteInvites answers GET /console/o/:org/e/:event/invites/paste.
func (s *server) pasteInvites(v *visit) error {
	p, err := s.invitePastePage(v)
	if err != nil {
		return err
	}
	p.Text, p.Others = "", event.RawInvite{Uses: "2"}
	return s.render(v, "invites-paste", p)
}

// addPastedInvites answers the same address: it shows what was read, and adds
// that when it is sent once more.
func (s *server) addPastedInvites(v *visit) error {
	p, err := s.invitePastePage(v)
	if err != nil {
		return err
	}
	known, err := s.store.Invites(v.ctx(), v.Event.ID)
	if err != nil {
		return err
	}
	p.Lines = event.ParseInvites(p.Text, p.Others, known, v.Event, s.now())
	if p.complainOfLines(); len(p.Complaints) > 0 {
		p.Title = p.T("register.error") + " " + p.Title
		return s.Render(v, http.StatusUnprocessableEntity, "console/invites-paste", p)
	}
	if v.FormValue("edit") != "" {
		p.Lines = nil
		return s.render(v, "invites-paste", p)
	}
	if v.FormValue("confirm") == "" {
		p.Ready = true
		return s.render(v, "invites-paste", p)
	}
	var invites []event.Invite
	for _, l := range p.Lines {
		invites = append(invites, l.Invite)
	}
	if _, err := s.store.AddInvites(v.ctx(), v.actor(), v.Event.ID, invites, s.now()); err != nil {
		return err
	}
	return v.done(v.eventPath("/invites"), "invites_added")
}

// complainOfLines says what is wrong with the list, line by line. All of it leads
// to the list, except what is wrong with what holds for all lines.
func (p *invitePastePage) complainOfLines() {
	_, others := event.NewInvite(event.RawInvite{Name: "-", Uses: p.Others.Uses, Expires: p.Others.Expires}, p.Event, p.Event.CreatedAt)
	add := func(field string, text string) { p.Complaints = append(p.Complaints, flaw{field, text}) }
	switch {
	case len(p.Lines) == 0:
		add("list", p.T("invites.paste_missing"))
	case len(p.Lines) > event.MaxInvites:
		add("list", p.T("invites.paste_many", "Most", event.MaxInvites))
		return
	}
	for _, l := range p.Lines {
		for _, field := range inviteFields {
			key := l.Invalid[field]
			if key == "" || field == "expires" || field == "uses" && others["uses"] != "" && l.Raw.Uses == p.Others.Uses {
				continue
			}
			add("list", p.T("invites.paste_line", "Number", l.Number, "What", p.T(string(key))))
		}
	}
	for _, field := range []string{"uses", "expires"} {
		key := others[field]
		if len(p.Lines) > 0 && field == "expires" {
			key = p.Lines[0].Invalid[field]
		}
		if key != "" {
			add(field, p.T(string(key)))
		}
	}
}

// New is how many of the lines are to be added, and Known how many there are
// already.
func (p invitePastePage) New() int { return len(p.Lines) - p.Known() }

// Known is how many of the lines there are already.
func (p invitePastePage) Known() int {
	n := 0
	for _, l := range p.Lines {
		if l.Known {
			n++
		}
	}
	return n
}

// Unmailed is how many of the new ones have no address.
func (p invitePastePage) Unmailed() int {
	n := 0
	for _, l := range p.Lines {
		if !l.Known && l.Invite.Email == "" {
			n++
		}
	}
	return n
}
