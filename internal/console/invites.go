package console

import (
	"html/template"
	"slices"

	"samling/internal/design"
	"samling/internal/event"
	"samling/internal/i18n"
)

// invitesPage is who is invited to an event and what came of it. What asks
// members into an organisation is in invitations.go.
type invitesPage struct {
	Page
	Rows   []inviteRow
	Totals event.InviteTotals
}

// inviteRow is an invite as the list shows it.
type inviteRow struct {
	event.Invited
	State event.InviteState
	Link  string // empty for those who may not hand it out, or nobody can use
	Until string // last day to answer, "" where it is that of the event
	Sent  string

	isOver bool // revoked, or too late
}

// invites answers GET /console/o/:org/e/:event/invites.
func (s *server) invites(v *visit) error {
	p, err := s.invitesPage(v)
	if err != nil {
		return err
	}
	return s.render(v, "invites", p)
}

func (s *server) invitesPage(v *visit) (invitesPage, error) {
	var p invitesPage
	var err error
	if p.Page, err = s.eventPage(v, "invites.title", "invites"); err != nil {
		return p, err
	}
	p.Wide = true
	all, err := s.store.Invites(v.ctx(), v.Event.ID)
	if err != nil {
		return p, err
	}
	lost, err := s.store.LostInvites(v.ctx(), v.Event.ID)
	p.Totals = event.SumInvites(all, v.Event, s.now())
	i18n.Sort(p.Lang(), all, func(i event.Invited) string { return i.Name })
	for _, i := range all {
		p.Rows = append(p.Rows, s.inviteRow(v, p.Page, i, lost[i.ID]))
	}
	return p, err
}

func (s *server) inviteRow(v *visit, p Page, i event.Invited, isLost bool) inviteRow {
	row := inviteRow{Invited: i, State: i.State(isLost, s.now()), isOver: i.RevokedAt != nil || i.IsExpired(s.now())}
	if i.IsOpen(v.Event, s.now()) && v.may(organiser) {
		row.Link = s.links.Invite(v.Event, &i.Invite)
	}
	if i.ExpiresAt != nil {
		row.Until = p.DayMonth(i.LastMoment(v.Event))
	}
	switch {
	case i.RemindedAt != nil:
		row.Sent = p.T("invites.reminded_on", "Day", p.DayMonth(i.RemindedAt.In(v.Event.Location())))
	case i.SentAt != nil:
		row.Sent = p.T("invites.sent_on", "Day", p.DayMonth(i.SentAt.In(v.Event.Location())))
	}
	return row
}

// Asked is for how many an invite is.
func (r inviteRow) Asked(p Page) string {
	if r.Uses == 0 {
		return p.T("invites.no_limit")
	}
	return p.Number(r.Uses)
}

// Remaining is how many more may come by it.
func (r inviteRow) Remaining(p Page) string {
	if r.Uses == 0 && !r.isOver {
		return p.T("invites.no_limit")
	}
	return p.Number(r.open())
}

// open is how many more may come by an invite with a limit.
func (r inviteRow) open() int {
	if r.isOver {
		return 0
	}
	left, _ := r.Left()
	return left
}

// HasWaiting reports whether a column for those who wait says anything.
func (p invitesPage) HasWaiting() bool { return p.Event.HasWaitingList || p.Totals.Waiting > 0 }

// HasApplied reports the same of those who have applied.
func (p invitesPage) HasApplied() bool { return p.Event.NeedsApproval || p.Totals.Applied > 0 }

// HasLost reports whether mails did not arrive.
func (p invitesPage) HasLost() bool {
	return slices.ContainsFunc(p.Rows, func(r inviteRow) bool { return r.State == event.InviteLost })
}

// Say sums the page up in a sentence.
func (p invitesPage) Say() string {
	t := p.Totals
	say := p.T("invites.say", "Count", t.Invites) + " "
	if t.Unlimited == 0 {
		say += p.T("invites.say_of", "Count", t.Confirmed, "Of", t.Asked)
	} else {
		say += p.T("invites.say_registered", "Count", t.Confirmed)
	}
	if t.Silent > 0 {
		say += " " + p.T("invites.say_silent", "Count", t.Silent)
	}
	return say
}

// Horizon stands where nobody is invited yet.
func (p invitesPage) Horizon() template.HTML { return design.Horizon(p.Event.Slug, design.Small) }

// inviteCrumbs lead back to the list.
func (p Page) inviteCrumbs(name string) []Crumb {
	return append(p.Crumbs[:1:1], Crumb{p.Event.Title, p.EventURL("/invites")}, Crumb{Name: name})
}
