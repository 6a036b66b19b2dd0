package mail

import (
	"fmt"

	"samling/internal/event"
	"samling/internal/ical"
)

// hasCalendar reports whether a calendar entry goes along: to those who have or
// had a place, once the clock is known.
func hasCalendar(l event.Letter) bool {
	switch {
	case !l.Message.Kind.CarriesCalendar(), !l.Event.HasTimes():
		return false
	case l.Message.Kind == event.MailRemoved:
		return l.Registration.ConfirmedAt != nil // who only waited has no entry
	case l.Message.Kind == event.MailMoved, l.Message.Kind == event.MailHandedOver:
		return true
	case l.Message.Data.Moved:
		return false
	}
	return l.Registration.Standing != event.Waiting && l.Registration.Standing != event.Applied
}

// calendar makes the calendar entry of a letter. Calendars are often shared with
// a whole team, so it holds no private link and no address of a meeting.
func (c *Composer) calendar(l event.Letter, v *view) (Calendar, error) {
	if !isAboutOne(l.Message.Kind) || !hasCalendar(l) {
		return Calendar{}, nil
	}
	ev, method := l.Event, ical.Request
	switch l.Message.Kind {
	case event.MailWithdrawn, event.MailRemoved, event.MailMoved, event.MailHandedOver, event.MailEventCancelled:
		method = ical.Cancel
	}
	data, err := ical.Encode(method, ical.Entry{
		UID:      c.links.CalendarUID(l.Registration),
		Sequence: l.Message.Sequence,
		Start:    ev.Start(), End: ev.End(), Stamp: l.Message.CreatedAt,
		Summary: ev.Title, Description: v.T("mail.calendar.description"),
		Location: v.Where, URL: v.Public,
		Organizer: ical.Person{Name: v.Organisation, Address: c.from.Email},
		Attendee:  ical.Person{Name: said(firstOf(l.Message.Data.Name, l.Registration.Name), ""), Address: l.Message.Recipient},
	})
	if err != nil {
		return Calendar{}, fmt.Errorf("calendar: %w", err)
	}
	return Calendar{Method: string(method), FileName: v.FileName, Data: data}, nil
}
