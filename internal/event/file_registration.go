package event

import (
	"strings"
	"time"
)

// FileRegistration is who may sign up, and until when: either LastDay, a day
// that counts whole, or Closes, a moment. What lasts until a day, such as
// "2024-02-05", lasts to its end; until a moment, such as "2024-02-05T12:00",
// strictly before it.
type FileRegistration struct {
	Opens            string `json:"opens,omitempty"`
	LastDay          string `json:"last_day,omitempty"`
	Closes           string `json:"closes,omitempty"`
	Capacity         int    `json:"capacity,omitempty"`
	WaitingList      bool   `json:"waiting_list,omitempty"`
	OfferHours       int    `json:"offer_hours,omitempty"`
	WaitingListStops *int   `json:"waiting_list_stops_hours,omitempty"`
	GroupMax         *int   `json:"group_max,omitempty"`
	Approval         bool   `json:"approval,omitempty"`
	VerifyHours      int    `json:"verify_hours,omitempty"`
	InviteOnly       bool   `json:"invite_only,omitempty"`
	ChangesUntil     string `json:"changes_until,omitempty"`
	CancelUntil      string `json:"cancel_until,omitempty"`
}

// FileCategory is a kind of participants in a File. It closes at the end of a
// day, or at a moment.
type FileCategory struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Text     string `json:"text,omitempty"`
	Cost     string `json:"cost,omitempty"`
	Capacity int    `json:"capacity,omitempty"`
	Opens    string `json:"opens,omitempty"`
	Closes   string `json:"closes,omitempty"`
	Retired  bool   `json:"retired,omitempty"`
}

// ways reads what goes for each way to come. It is only said where people
// choose: otherwise it goes for the whole event.
func (f File) ways(b *builder) {
	read := func(path string, w Way) Way {
		if w != (Way{}) && f.Attendance != Both {
			b.add(path, "only goes with attendance both: say it for the whole event")
		}
		b.between(path+".capacity", w.Capacity, maxCapacity)
		return Way{w.Capacity, b.text(path+".text", w.Text), b.text(path+".welcome", w.Welcome)}
	}
	b.ev.OnSiteWay, b.ev.OnlineWay = read("on_site", f.OnSite), read("online", f.Online)
}

func (f File) registration(b *builder) {
	r := f.Registration
	if r.Opens != "" {
		opens := b.moment("registration.opens", r.Opens)
		b.ev.OpensAt = &opens
	}
	switch {
	case r.LastDay != "" && r.Closes != "":
		b.add("registration.closes", "say either last_day or closes")
	case r.Closes != "":
		b.ev.ClosesAt = b.moment("registration.closes", r.Closes)
	default:
		b.ev.ClosesAt = b.nextDay(b.date("registration.last_day", r.LastDay))
	}
	if b.ev.OpensAt != nil && !b.ev.ClosesAt.IsZero() && !b.ev.OpensAt.Before(b.ev.ClosesAt) {
		b.add("registration.opens", "must be before registration closes")
	}
	b.ev.Capacity, b.ev.HasWaitingList, b.ev.OfferHours = r.Capacity, r.WaitingList, r.OfferHours
	b.ev.WaitingListStops = defaultListStops
	if r.WaitingListStops != nil {
		b.ev.WaitingListStops = *r.WaitingListStops
	}
	b.between("registration.capacity", r.Capacity, maxCapacity)
	b.between("registration.offer_hours", r.OfferHours, maxHold)
	b.between("registration.waiting_list_stops_hours", b.ev.WaitingListStops, maxListStops)
	f.gates(b)
}

// gates reads what stands between a sign-up and a place, and how long people
// rule over what they have sent.
func (f File) gates(b *builder) {
	r := f.Registration
	b.ev.Unlisted, b.ev.InviteOnly, b.ev.NeedsApproval, b.ev.VerifyHours = f.Unlisted, r.InviteOnly, r.Approval, r.VerifyHours
	b.ev.GroupMax = DefaultGroupMax
	if r.GroupMax != nil {
		b.ev.GroupMax = *r.GroupMax
	}
	b.between("registration.group_max", b.ev.GroupMax, maxGroup)
	b.between("registration.verify_hours", r.VerifyHours, maxHold)
	b.ev.ChangeBy = b.right("registration.changes_until", r.ChangesUntil)
	b.ev.CancelBy = b.right("registration.cancel_until", r.CancelUntil)
}

// right reads until when people may do something with their registration: not
// after the day on which all is over, and not before anybody has one.
func (b *builder) right(path, text string) *time.Time {
	until := b.until(path, text)
	switch {
	case until == nil || until.IsZero():
	case !b.ev.EndsAt.IsZero() && until.After(b.nextDay(b.ev.EndsAt)):
		b.add(path, "must not be after the day on which the event ends")
	case b.ev.OpensAt != nil && !until.After(*b.ev.OpensAt):
		b.add(path, "must be after registration opens")
	}
	return until
}

// until reads a day that counts whole, or a moment; nil for neither.
func (b *builder) until(path, text string) *time.Time {
	if text == "" {
		return nil
	}
	var t time.Time
	if strings.Contains(text, "T") {
		t = b.moment(path, text)
	} else {
		t = b.nextDay(b.date(path, text))
	}
	return &t
}

func (b *builder) categories(all []FileCategory) {
	if len(all) > MaxRows {
		b.add("categories", "are more than %d", MaxRows)
	}
	ids, names := map[string]bool{}, map[string]bool{}
	for i, f := range all {
		path := index("categories", i)
		c := b.category(path, f)
		switch {
		case !isQuestionID(c.ID):
			b.add(path+".id", "must be 1 to 20 letters a to z or digits")
		case ids[c.ID]:
			b.add(path+".id", "is that of another category")
		}
		if !c.Retired && c.Name != "" && names[c.Name] {
			b.add(path+".name", "is that of another category")
		}
		ids[c.ID], names[c.Name] = true, names[c.Name] || !c.Retired
		b.ev.Categories = append(b.ev.Categories, c)
	}
}

func (b *builder) category(path string, f FileCategory) Category {
	c := Category{
		ID: f.ID, Name: b.must(path+".name", f.Name), Text: b.text(path+".text", f.Text), Cost: b.line(path+".cost", f.Cost),
		Capacity: f.Capacity, ClosesAt: b.until(path+".closes", f.Closes), Retired: f.Retired,
	}
	b.between(path+".capacity", c.Capacity, maxCapacity)
	if f.Opens != "" {
		opens := b.moment(path+".opens", f.Opens)
		c.OpensAt = &opens
	}
	if !c.Retired { // whose time is over may have had other times
		b.window(path, c)
	}
	return c
}

// window looks whether a category can be chosen within the time of the event's
// own registration.
func (b *builder) window(path string, c Category) {
	opens, closes := c.OpensAt, b.ev.ClosesAt
	if c.ClosesAt != nil && !c.ClosesAt.IsZero() {
		if !closes.IsZero() && c.ClosesAt.After(closes) {
			b.add(path+".closes", "must not be after registration closes")
		}
		if b.ev.OpensAt != nil && !c.ClosesAt.After(*b.ev.OpensAt) {
			b.add(path+".closes", "must be after registration opens")
		}
		closes = *c.ClosesAt
	}
	if opens == nil || opens.IsZero() {
		return
	}
	if b.ev.OpensAt != nil && opens.Before(*b.ev.OpensAt) {
		b.add(path+".opens", "must not be before registration opens")
	}
	if !closes.IsZero() && !opens.Before(closes) {
		b.add(path+".opens", "must be before registration closes, for the category too")
	}
}

// categoriesNamed looks whether questions name categories that there are.
func (b *builder) categoriesNamed() {
	for i, q := range b.ev.Questions {
		if q.When != nil {
			q.When.checkCategories(&b.Problems, index("questions", i)+".when", b.ev)
		}
	}
}

func fileRegistration(e *Event) FileRegistration {
	r := FileRegistration{
		Capacity: e.Capacity, WaitingList: e.HasWaitingList, OfferHours: e.OfferHours, WaitingListStops: &e.WaitingListStops,
		GroupMax: &e.GroupMax, Approval: e.NeedsApproval, VerifyHours: e.VerifyHours, InviteOnly: e.InviteOnly,
		Opens: fileOpens(e, e.OpensAt), ChangesUntil: fileUntil(e, e.ChangeBy), CancelUntil: fileUntil(e, e.CancelBy),
	}
	if closes := fileUntil(e, &e.ClosesAt); strings.Contains(closes, "T") {
		r.Closes = closes
	} else {
		r.LastDay = closes
	}
	return r
}

func fileCategories(e *Event) []FileCategory {
	var all []FileCategory
	for _, c := range e.Categories {
		all = append(all, FileCategory{c.ID, c.Name, c.Text, c.Cost, c.Capacity, fileOpens(e, c.OpensAt), fileUntil(e, c.ClosesAt), c.Retired})
	}
	return all
}

func fileOpens(e *Event, t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.In(e.Location()).Format(fileMoment)
}

// fileUntil writes what until reads: the last day, where that counts whole.
func fileUntil(e *Event, t *time.Time) string {
	if t == nil {
		return ""
	}
	local := t.In(e.Location())
	if beginsDay(local) {
		return local.Add(-time.Minute).Format(fileDate)
	}
	return local.Format(fileMoment)
}
