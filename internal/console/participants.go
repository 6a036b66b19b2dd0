package console

import (
	"errors"
	"html/template"
	"net/url"
	"slices"
	"strconv"

	"samling/internal/design"
	"samling/internal/event"
	"samling/internal/store"
)

// participantsPerPage is how many participants a page of the list shows.
const participantsPerPage = 50

// participantsPage is the list of participants.
type participantsPage struct {
	Page
	Query    store.ParticipantQuery
	Columns  columns
	Rows     []event.Registration
	Failed   map[uint]bool // whom some mail did not reach
	Counts   store.ParticipantCounts
	Bouncing int // how many some mail did not reach, whatever else is asked for
	Choices  store.Choices
	Number   int // of the page, from 1
	Undo     *undoNote

	Unanswered            map[store.Unanswered]int // how many have not answered, whatever else is asked for
	GroupName, InviteName string                   // of the filters
}

// participants answers GET /console/o/:org/e/:event/participants.
func (s *server) participants(v *visit) error {
	page, err := s.participantsPage(v)
	if err != nil {
		return err
	}
	return s.render(v, "participants", page)
}

// searchParticipants answers POST /console/o/:org/e/:event/participants. It
// changes nothing: what is searched for names people, so it does not stand in an
// address. Without a search the list has an address, and that is where it leads.
func (s *server) searchParticipants(v *visit) error {
	q, shown := participantQuery(v)
	if q.Search == "" {
		values := queryValues(q, shown)
		if n := v.QueryParam("page"); n != "" && !v.Request().PostForm.Has("set") {
			values.Set("page", n)
		}
		return v.redirect(withQuery(v.eventPath("/participants"), values))
	}
	return s.participants(v)
}

func (s *server) participantsPage(v *visit) (participantsPage, error) {
	var p participantsPage
	var err error
	if p.Page, err = s.eventPage(v, "participants.title", "participants"); err != nil {
		return p, err
	}
	p.Wide = true
	p.Title += " – " + v.Event.Title
	p.Query, p.Columns = participantQuery(v)
	p.Number = 1
	if n, err := strconv.Atoi(v.QueryParam("page")); err == nil && n > 1 && !v.Request().PostForm.Has("set") {
		p.Number = min(n, 1_000_000)
	}
	ctx, id := v.ctx(), v.Event.ID
	if p.GroupName, p.InviteName, err = s.filterNames(v, &p.Query); err != nil {
		return p, err
	}
	if p.Rows, p.Counts, err = s.store.ListParticipants(ctx, id, p.Query, p.From()-1, participantsPerPage); err != nil {
		return p, err
	}
	if p.Failed, p.Bouncing, err = s.store.FailedMails(ctx, id, p.Rows); err != nil {
		return p, err
	}
	if p.Columns.needTies(v.Event) {
		if err = s.store.ReadTies(ctx, p.Rows); err != nil {
			return p, err
		}
	}
	if p.Unanswered, err = s.store.UnansweredCounts(ctx, id); err != nil {
		return p, err
	}
	if p.Choices, err = s.store.ParticipantChoices(ctx, id); err != nil {
		return p, err
	}
	if p.Undo, err = s.undoNote(v, p.Page); err != nil {
		return p, err
	}
	return p, s.store.RecordSeen(ctx, v.actor(), event.Entry{Verb: "participants.seen", EventID: &id}, s.now())
}

// filterNames are what the group and the invite of a query are called. One that
// is not of this event is taken out.
func (s *server) filterNames(v *visit, q *store.ParticipantQuery) (group, invite string, err error) {
	if q.Group != 0 {
		switch g, err := s.store.GroupOf(v.ctx(), v.Event.ID, q.Group); {
		case errors.Is(err, event.ErrNotFound):
			q.Group = 0
		case err != nil:
			return "", "", err
		default:
			group = g.Name
		}
	}
	if q.Invite != 0 {
		switch i, err := s.store.FindInvite(v.ctx(), v.Event.ID, q.Invite); {
		case errors.Is(err, event.ErrNotFound):
			q.Invite = 0
		case err != nil:
			return "", "", err
		default:
			invite = i.Name
		}
	}
	return group, invite, nil
}

// N is how many participants the list has on all its pages.
func (p participantsPage) N() int { return p.Counts.Of(p.Query.Standing) }

// From and To are the first and the last row of the page, counted from 1.
func (p participantsPage) From() int { return (p.Number-1)*participantsPerPage + 1 }

// To is the number of the last row.
func (p participantsPage) To() int { return p.From() + len(p.Rows) - 1 }

// IsEmpty reports that nobody has signed up yet.
func (p participantsPage) IsEmpty() bool {
	return p.Counts.All() == 0 && p.Query.Search == "" && len(p.Chips()) == 0
}

// MorePages are the other pages about participants.
func (p participantsPage) MorePages() []Link {
	links := []Link{{Name: p.T("duplicates.title"), Href: p.EventURL("/participants/duplicates"), Icon: "users"}}
	if p.Event.HasWaitingList {
		links = append([]Link{{Name: p.T("waiting.title"), Href: p.EventURL("/participants/waiting"), Icon: "list-checks"}}, links...)
	}
	if len(p.Event.Choices) > 0 {
		links = append([]Link{{Name: p.T("sessions.title"), Href: p.EventURL("/sessions"), Icon: "list-checks"}}, links...)
	}
	return links
}

// Deeds are what can be done with those of the standing that is shown.
func (p participantsPage) Deeds() []event.DeedKind {
	switch p.Query.Standing {
	case "":
		return slices.DeleteFunc(slices.Clone(event.DeedKinds), func(k event.DeedKind) bool {
			isAnswer := k == event.DeedApprove || k == event.DeedDecline
			return isAnswer && !p.TakesApplications() || k == event.DeedOffer && p.Event.OfferHours == 0
		})
	case event.Declined:
		return deedsFor(p.Event, &event.Registration{Standing: event.Withdrawn})
	}
	return deedsFor(p.Event, &event.Registration{Standing: p.Query.Standing})
}

// DeedIcon is the drawing beside what can be done.
func (p Page) DeedIcon(k event.DeedKind) string {
	return map[event.DeedKind]string{
		event.DeedApprove: "check", event.DeedDecline: "x", event.DeedPromote: "check", event.DeedOffer: "hourglass", event.DeedDemote: "list-checks",
		event.DeedReinstate: "rotate-ccw", event.DeedResend: "mail", event.DeedArrive: "user-check", event.DeedCancel: "x",
	}[k]
}

// Has reports whether a column is shown.
func (p participantsPage) Has(column string) bool { return p.Columns.has(column) }

// Horizon is the landscape of an empty list.
func (p participantsPage) Horizon() template.HTML { return design.Horizon(p.Event.Slug, design.Small) }

// Local is a registration with its times on the event's own clock.
func (p participantsPage) Local(r event.Registration) *event.Registration {
	loc := p.Event.Location()
	r.CreatedAt = r.CreatedAt.In(loc)
	if r.ArrivedAt != nil {
		at := r.ArrivedAt.In(loc)
		r.ArrivedAt = &at
	}
	return &r
}

// at is the address of the list for another query.
func (p participantsPage) at(q store.ParticipantQuery, number int) string {
	values := queryValues(q, p.Columns)
	if number > 1 {
		values.Set("page", strconv.Itoa(number))
	}
	return withQuery(p.EventURL("/participants"), values)
}

// Here is what follows the address of pages that are about the same list: "?…",
// or nothing.
func (p participantsPage) Here() string { return withQuery("", queryValues(p.Query, p.Columns)) }

func withQuery(path string, values url.Values) string {
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// columnHead is the heading of a column that the list can be sorted by.
type columnHead struct {
	Name  string
	Order string // as in aria-sort
	Href  string
}

// Sorting is how the list is sorted by a column now, and where it is sorted the
// other way round.
func (p participantsPage) Sorting(by, name string) columnHead {
	q := p.Query
	s := columnHead{Name: name, Order: "none"}
	if q.Sort == store.ParticipantSort(by) {
		s.Order = map[bool]string{false: "ascending", true: "descending"}[q.Descending]
		q.Descending = !q.Descending
	} else {
		q.Sort, q.Descending = store.ParticipantSort(by), by == ""
	}
	s.Href = p.at(q, 1)
	return s
}
