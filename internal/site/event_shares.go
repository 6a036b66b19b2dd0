package site

import (
	"html/template"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
)

// share is what goes for a part of those who come: how many places they have
// left, or when they can sign up.
type share struct {
	Name   string
	Lang   template.HTMLAttr // of the name
	Seats  seats
	Closes string // when they can no longer sign up, where that is before the others
}

// price is what it costs for one category.
type price struct{ Name, Cost string }

// shares tells the ways to come and the categories apart, where they have limits
// or dates of their own.
func (b eventBase) shares(now time.Time) []share {
	var all []share
	p, ev := b.Printer, b.Event
	if ev.Attendance == event.Both && ev.OnSiteWay.Capacity+ev.OnlineWay.Capacity > 0 {
		all = append(all,
			share{Name: p.T("event.way_on_site"), Seats: b.seats(event.Share{Attendance: event.OnSite}, ev.OnSiteWay.Capacity)},
			share{Name: p.T("event.way_online"), Seats: b.seats(event.Share{Attendance: event.Online}, ev.OnlineWay.Capacity)})
	}
	for _, c := range ev.OfferedCategories() {
		if c.Capacity == 0 && c.OpensAt == nil && c.ClosesAt == nil {
			continue
		}
		sh := share{Name: c.Name, Lang: b.ContentLang(), Seats: b.seats(event.Share{Category: c.ID}, c.Capacity)}
		switch {
		case c.OpensAt != nil && now.Before(*c.OpensAt):
			sh.Seats = seats{Left: p.T("event.share_opens", "When", p.Moment(c.OpensAt.In(ev.Location())))}
		case !c.IsOpen(now):
			sh.Seats = seats{Left: p.T("event.closed"), IsFull: true}
		case c.ClosesAt != nil && c.ClosesAt.Before(ev.ClosesAt):
			sh.Closes = p.T("event.at_latest", "Day", p.DayMonth(ev.LastMomentOf(*c.ClosesAt)))
		}
		all = append(all, sh)
	}
	return all
}

// seats says how many newcomers of a share there is room for. Its own limit may
// be 0, for none.
func (b eventBase) seats(s event.Share, own int) seats {
	left, limited := b.Event.Room(b.Places, s)
	p := b.Printer
	switch {
	case !limited:
		return seats{Left: p.T("event.has_places")}
	case left == 0 && b.Event.HasWaitingList:
		return seats{Left: p.T("event.tag_full"), More: p.T("event.with_list"), IsFull: true}
	case left == 0:
		return seats{Left: p.T("event.tag_full"), IsFull: true}
	case own == 0:
		return seats{Left: p.T("event.places_left", "Count", left)}
	}
	return seats{Left: p.T("event.places_left", "Count", left), More: p.T("event.of", "Capacity", own), IsFew: event.IsFew(left, own)}
}

// prices are what it costs, where that differs between categories.
func prices(ev *event.Event) []price {
	var all []price
	for _, c := range ev.OfferedCategories() {
		if c.Cost != "" {
			all = append(all, price{c.Name, c.Cost})
		}
	}
	return all
}

// hints are what happens after somebody has signed up, where it is not what most
// expect.
func hints(p *i18n.Printer, ev *event.Event) []string {
	var all []string
	if ev.NeedsApproval {
		all = append(all, p.T("event.hint_approval"))
	}
	if ev.VerifyHours > 0 {
		all = append(all, p.T("event.hint_verify", "Count", ev.VerifyHours))
	}
	return all
}
