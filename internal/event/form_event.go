package event

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// NewForm is the form of an event: Form.Event of it changes nothing.
func NewForm(e *Event) Form { return FormOf(NewFile(e)) }

// FormOf is the form of an event file, which need not be valid.
func FormOf(file File) Form {
	f := Form{
		"slug": file.Slug, "title": file.Title, "kind": file.Kind, "lead": file.Lead, "body": file.Body,
		"target_group": file.TargetGroup, "languages": file.Languages, "language": file.Language,
		"zone": file.Zone, "time": TimeClock, "time_text": file.TimeText,
		"attendance": string(file.Attendance), "place.name": file.Place.Name, "place.address": file.Place.Address, "join_url": file.JoinURL,
		"on_site.text": file.OnSite.Text, "on_site.welcome": file.OnSite.Welcome, "online.text": file.Online.Text, "online.welcome": file.Online.Welcome,
		"registration.invite_only": tick(file.Registration.InviteOnly), "registration.approval": tick(file.Registration.Approval),
		"unlisted": tick(file.Unlisted), "registration.group_max": strconv.Itoa(DefaultGroupMax),
		"registration.waiting_list": tick(file.Registration.WaitingList), "cost.free": tick(file.Cost.Free), "cost.text": file.Cost.Text,
		"access.text": file.Access.Text, "contact.name": file.Contact.Name, "contact.unit": file.Contact.Unit,
		"contact.email": file.Contact.Email, "contact.phone": file.Contact.Phone,
		"texts.not_open": file.Texts.NotOpen, "texts.open": file.Texts.Open, "texts.invite_only": file.Texts.InviteOnly, "texts.full": file.Texts.Full, "texts.closed": file.Texts.Closed,
		"texts.past": file.Texts.Past, "texts.cancelled": file.Texts.Cancelled, "texts.applied": file.Texts.Applied, "texts.email_hint": file.Texts.EmailHint, "texts.welcome": file.Texts.Welcome,
		"retention_days": digits(file.RetentionDays), "registration.waiting_list_stops_hours": digits(file.Registration.WaitingListStops),
		"privacy_text": file.PrivacyText, "case_number": file.CaseNumber,
	}
	if file.Registration.GroupMax != nil {
		f["registration.group_max"] = strconv.Itoa(*file.Registration.GroupMax)
	}
	for field, n := range map[string]int{
		"registration.capacity": file.Registration.Capacity, "registration.offer_hours": file.Registration.OfferHours,
		"registration.verify_hours": file.Registration.VerifyHours, "on_site.capacity": file.OnSite.Capacity, "online.capacity": file.Online.Capacity,
	} {
		f[field] = digitsOrNone(n)
	}
	for _, fact := range file.Access.Facts {
		f[accessPrefix+fact] = tick(true)
	}
	f.setTimes(file)
	f.setRowsOf(file)
	return f
}

func (f Form) setTimes(file File) {
	f["date"] = file.Date
	if file.TimeText != "" {
		f["time"] = TimeWords
	} else {
		f["date"], f["starts"], _ = strings.Cut(file.Starts, "T")
		f["end_date"], f["ends"], _ = strings.Cut(file.Ends, "T")
		if f["end_date"] == f["date"] {
			f["end_date"] = ""
		}
	}
	f["registration.opens"], f["registration.opens_clock"], _ = strings.Cut(file.Registration.Opens, "T")
	f["registration.last_day"] = file.Registration.LastDay
	if file.Registration.Closes != "" {
		f["registration.last_day"], f["registration.closes"], _ = strings.Cut(file.Registration.Closes, "T")
	}
	f["registration.changes_until"], f["registration.changes_until_clock"], _ = strings.Cut(file.Registration.ChangesUntil, "T")
	f["registration.cancel_until"], f["registration.cancel_until_clock"], _ = strings.Cut(file.Registration.CancelUntil, "T")
}

func (f Form) setRowsOf(file File) {
	var rows []map[string]string
	for _, p := range file.Partners {
		rows = append(rows, map[string]string{"role": string(p.Role), "name": p.Name, "text": p.Text})
	}
	f.SetRows("partners", rows)
	rows = nil
	for _, p := range file.Practical {
		rows = append(rows, map[string]string{"term": p.Term, "text": p.Text})
	}
	f.SetRows("practical", rows)
	f.SetRows("categories", categoryRows(file.Categories))
}

func tick(on bool) string {
	if on {
		return "on"
	}
	return ""
}

func digits(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// digitsOrNone is a number of which 0 is said by an empty field.
func digitsOrNone(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Event is what an event becomes by the form, or what is wrong with the form.
// What is not in the form stays as it is, but the programme follows when the
// event moves to another day. The address of a public event stays too.
func (f Form) Event(base *Event) (Event, Invalid) {
	ev, invalid := f.read(base)
	if len(invalid) > 0 {
		return Event{}, invalid
	}
	return ev, nil
}

// Glimpse is what an event would become, as far as the form can be read.
func (f Form) Glimpse(base *Event) Event {
	ev, _ := f.read(base)
	if ev.StartsAt.IsZero() || !ev.StartsAt.Before(ev.EndsAt) {
		ev.StartsAt, ev.EndsAt, ev.TimeText = base.StartsAt, base.EndsAt, base.TimeText
	}
	if ev.ClosesAt.IsZero() {
		ev.ClosesAt = base.ClosesAt
	}
	return ev
}

func (f Form) read(base *Event) (Event, Invalid) {
	r := formReader{f.Compact(), Invalid{}}
	file := r.file(base)
	b := file.build()
	invalid := maps.Clone(r.invalid)
	for path, key := range b.faults {
		if invalid[path] == "" && !r.isBroken(path) {
			invalid[path] = key
		}
	}
	ev := *b.ev
	ev.keep(base)
	if ev.namesNoCategory() {
		invalid["categories"] = MsgCategoryNamed
	}
	return ev, invalid
}

// keep takes over what no form holds.
func (e *Event) keep(base *Event) {
	e.ID, e.OrganisationID, e.Organisation = base.ID, base.OrganisationID, base.Organisation
	e.Status, e.CancelReason, e.CancelledAt = base.Status, base.CancelReason, base.CancelledAt
	e.PublishAt, e.ArchivedAt, e.Version, e.Preview = base.PublishAt, base.ArchivedAt, base.Version, base.Preview
	e.CreatedAt, e.ContentChangedAt = base.CreatedAt, base.ContentChangedAt
	e.Image, e.ImageAlt, e.ImageCredit = base.Image, base.ImageAlt, base.ImageCredit
	e.ImageWidth, e.ImageHeight = base.ImageWidth, base.ImageHeight
	e.Speakers, e.Sessions, e.Choices, e.Questions = base.Speakers, base.Sessions, base.Choices, base.Questions
	if base.StartsAt.IsZero() || e.StartsAt.IsZero() {
		return
	}
	from, to := calendarDay(base.Start()), calendarDay(e.Start())
	if days := int(to.Sub(from).Hours() / 24); days != 0 || e.Zone != base.Zone {
		e.Sessions = moved(base.Sessions, days, base.Location(), e.Location())
	}
}

// calendarDay is a day as a date of its own, so that days can be counted.
func calendarDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// moved are sessions so many days later, at the same time on the clock.
func moved(sessions []Session, days int, from, to *time.Location) []Session {
	later := func(t *time.Time) *time.Time {
		if t == nil {
			return nil
		}
		wall := t.In(from)
		y, m, d := wall.Date()
		at := time.Date(y, m, d+days, wall.Hour(), wall.Minute(), 0, 0, to).UTC()
		return &at
	}
	out := slices.Clone(sessions)
	for i := range out {
		out[i].StartsAt, out[i].EndsAt = later(out[i].StartsAt), later(out[i].EndsAt)
		out[i].Sessions = moved(out[i].Sessions, days, from, to)
	}
	return out
}

// formReader turns a form into a file and notes what only a form can have wrong.
type formReader struct {
	Form
	invalid Invalid
}

// file is the file that says what the form says. Of the organisation and the
// programme it holds nothing that could be wrong: nobody can mend those here.
func (r formReader) file(base *Event) File {
	file := File{
		Slug: base.Slug, Status: base.Status, Organisation: FileOrganisation{Slug: "organisation", Name: "organisation"},
		Title: r.text("title"), Kind: r.text("kind"), Lead: r.text("lead"), Body: r.text("body"),
		TargetGroup: r.text("target_group"), Languages: r.text("languages"), Language: r.text("language"), Zone: r.text("zone"),
		Attendance: Attendance(r.text("attendance")), Place: FilePlace{r.text("place.name"), r.text("place.address")},
		JoinURL: r.text("join_url"), Cost: FileCost{r.text("cost.free") != "", r.text("cost.text")},
		Contact: Contact{r.text("contact.name"), r.text("contact.unit"), r.text("contact.email"), r.text("contact.phone")},
		Texts: Texts{
			NotOpen: r.text("texts.not_open"), Open: r.text("texts.open"), InviteOnly: r.text("texts.invite_only"), Full: r.text("texts.full"), Closed: r.text("texts.closed"),
			Past: r.text("texts.past"), Cancelled: r.text("texts.cancelled"), Applied: r.text("texts.applied"),
			EmailHint: r.text("texts.email_hint"), Welcome: r.text("texts.welcome"),
		},
		CaseNumber: r.text("case_number"), RetentionDays: r.number("retention_days"), PrivacyText: r.text("privacy_text"),
		Access: FileAccess{Text: r.text("access.text")},
	}
	if !base.IsPublic() {
		file.Slug = r.text("slug")
	}
	for _, fact := range AccessFacts {
		if r.text(accessPrefix+fact) != "" {
			file.Access.Facts = append(file.Access.Facts, fact)
		}
	}
	r.times(&file)
	r.ways(&file)
	r.registration(&file)
	r.gates(&file)
	r.rows(&file)
	r.categories(&file, base)
	return file
}

func (r formReader) times(file *File) {
	date := r.date("date", true)
	if r.text("time") == TimeWords {
		file.Date, file.TimeText = date, r.text("time_text")
		if file.TimeText == "" {
			r.invalid["time_text"] = MsgMissing
		}
		return
	}
	starts, ends, last := r.clock("starts", true), r.clock("ends", true), r.date("end_date", false)
	if last == "" {
		last = date
	}
	file.Starts, file.Ends = date+"T"+starts, last+"T"+ends
}

func (r formReader) registration(file *File) {
	file.Registration.WaitingList = r.text("registration.waiting_list") != ""
	file.Registration.WaitingListStops = r.number("registration.waiting_list_stops_hours")
	file.Registration.Capacity, file.Registration.OfferHours = r.count("registration.capacity"), r.count("registration.offer_hours")
	day, clock := r.date("registration.last_day", true), r.clock("registration.closes", false)
	if clock == "" {
		file.Registration.LastDay = day
	} else {
		file.Registration.Closes = day + "T" + clock
	}
	if day, clock = r.date("registration.opens", false), r.clock("registration.opens_clock", false); day != "" {
		if clock == "" {
			clock = "00:00"
		}
		file.Registration.Opens = day + "T" + clock
	} else if clock != "" && r.invalid["registration.opens"] == "" {
		r.invalid["registration.opens"] = MsgMissing
	}
}

func (r formReader) rows(file *File) {
	for _, name := range []string{"partners", "practical", "categories"} {
		if r.Rows(name) > MaxRows {
			r.invalid[RowField(name, MaxRows, RowFields(name)[0])] = MsgTooManyRows
		}
	}
	for i := range r.Rows("partners") {
		file.Partners = append(file.Partners, Partner{
			PartnerRole(r.text(RowField("partners", i, "role"))), r.text(RowField("partners", i, "name")), r.text(RowField("partners", i, "text")),
		})
	}
	for i := range r.Rows("practical") {
		file.Practical = append(file.Practical, Fact{r.text(RowField("practical", i, "term")), r.text(RowField("practical", i, "text"))})
	}
}

// text is a field as it was typed, without blanks around it.
func (r formReader) text(field string) string {
	value := r.Form[field]
	if !utf8.ValidString(value) {
		r.invalid[field] = MsgOddCharacters
		value = strings.ToValidUTF8(value, "")
	}
	return tidy(value)
}

// number is nil for an empty field.
func (r formReader) number(field string) *int {
	text := strings.Join(strings.Fields(r.text(field)), "") // "1 200"
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		r.invalid[field] = MsgNumber
		return nil
	}
	return &n
}

// count is 0 for an empty field.
func (r formReader) count(field string) int {
	if n := r.number(field); n != nil {
		return *n
	}
	return 0
}

func (r formReader) date(field string, needed bool) string {
	text := r.text(field)
	day, err := time.Parse(fileDate, text)
	switch {
	case text == "" && needed:
		r.invalid[field] = MsgMissing
	case text == "":
	case err != nil:
		r.invalid[field] = MsgDate
	case day.Year() < firstYear || day.Year() > lastYear:
		r.invalid[field] = MsgYear
	}
	return text
}

// clock reads "09:00", and what people write instead where the browser does not
// help: "9.00" and "9".
func (r formReader) clock(field string, needed bool) string {
	text := strings.ReplaceAll(r.text(field), ".", ":")
	if text == "" {
		if needed {
			r.invalid[field] = MsgMissing
		}
		return ""
	}
	if !strings.Contains(text, ":") {
		text += ":00"
	}
	at, err := time.Parse("15:4", text)
	if err != nil {
		at, err = time.Parse("15:04:05", text)
	}
	if err != nil {
		r.invalid[field] = MsgClock
		return text
	}
	return at.Format(fileClock)
}

// isBroken reports whether a moment cannot be right because its day or its clock
// is wrong, which is complained of already.
func (r formReader) isBroken(path string) bool {
	needs := map[string][]string{
		"starts":                {"date", "starts"},
		"ends":                  {"date", "starts", "ends", "end_date"},
		"time_text":             {"date"},
		"registration.last_day": {"registration.last_day"},
		"registration.closes":   {"registration.last_day", "registration.closes"},
		"registration.opens":    {"registration.opens", "registration.opens_clock", "registration.last_day", "registration.closes"},
	}
	return slices.ContainsFunc(needs[path], func(field string) bool { return r.invalid[field] != "" })
}
