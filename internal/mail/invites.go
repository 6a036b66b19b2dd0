package mail

import "samling/internal/event"

// askToCome says who is invited to which event, for how many it is, and until
// when.
func (v *view) askToCome(l event.Letter, links event.Links) {
	ev, i := l.Event, &l.Invite.Invite
	v.about(ev)
	v.Invited, v.Uses, v.Code, v.Lead = i.Name, i.Uses, i.Code, ev.Lead
	v.Own = links.Invite(ev, i)
	v.Typing = links.InviteCode(ev)
	v.Day = v.DayMonth(i.LastMoment(ev))
	v.Facts.add(v.T("mail.fact.when"), v.When)
	v.Facts.add(v.T("mail.fact.where"), v.Where)
	v.Facts.add(v.T("mail.fact.cost"), v.cost(ev))
	v.Facts.add(v.T("mail.invite.places"), v.places())
	v.Facts.add(v.T("mail.invite.until"), v.DayMoment(i.LastMoment(ev)))
	v.Facts.add(v.T("mail.invite.code"), i.Code)
	v.Facts.add(v.T("mail.fact.contact"), contact(ev.Contact))
}

// places is for how many the invite is, or "" where there is no limit.
func (v *view) places() string {
	if v.Uses == 0 {
		return ""
	}
	return v.T("mail.invite.places_count", "Count", v.Uses)
}
