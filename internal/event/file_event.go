package event

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
)

// DefaultRetentionDays is how long participants are kept after an event that
// does not say.
const DefaultRetentionDays = 365

// DefaultGroupMax is how many one sender may register at once, where the event
// does not say.
const DefaultGroupMax = 20

// defaultListStops is how many hours before the start the waiting list stops
// moving by itself, where the event does not say.
const defaultListStops = 24

// What is certainly a slip of the hand. Times and sums far beyond would overflow.
const (
	maxCapacity      = 1_000_000
	maxGroup         = 500
	maxHold          = 24 * 60 // hours that a place is held
	maxListStops     = 24 * 365
	maxRetentionDays = 100 * 366
)

var (
	slugShape   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	colourShape = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
)

// builder turns a File into an Event and notes every problem on the way.
type builder struct {
	Problems
	faults Invalid // the first problem with each path, for those who fill in a form
	loc    *time.Location
	ev     *Event
}

// add notes a problem, for files and for forms.
func (b *builder) add(path, format string, args ...any) {
	b.Problems.add(path, format, args...)
	if _, first := b.faults[path]; !first {
		b.faults[path] = sentence(format)
	}
}

// Event returns the event a file describes, or all Problems with it. Pictures
// are named as in the file: the caller fetches and checks them.
func (f File) Event() (Event, error) {
	b := f.build()
	if len(b.Problems) > 0 {
		return Event{}, b.Problems
	}
	return *b.ev, nil
}

// build reads the file as far as it can be read.
func (f File) build() *builder {
	b := &builder{ev: &Event{}, faults: Invalid{}}
	f.identity(b)
	f.when(b)
	f.words(b)
	f.where(b)
	f.ways(b)
	f.registration(b)
	b.categories(f.Categories)
	f.people(b)
	b.questions(f.Questions)
	for i, sp := range f.Speakers {
		b.speaker(index("speakers", i), sp)
	}
	b.program("program", f.Program, nil)
	b.categoriesNamed()
	b.ev.resolveSpeakers()
	b.choices(f.Program)
	return b
}

// questions takes the questions over, once they are clean.
func (b *builder) questions(questions []Question) {
	for i, q := range questions {
		path := index("questions", i)
		q.Label, q.Help, q.Purpose = b.line(path+".label", q.Label), b.text(path+".help", q.Help), b.text(path+".purpose", q.Purpose)
		q.Options = slices.Clone(q.Options)
		for j, o := range q.Options {
			q.Options[j] = b.line(index(path+".options", j), o)
		}
		b.ev.Questions = append(b.ev.Questions, q)
	}
	b.Problems = append(b.Problems, checkQuestions(b.ev.Questions)...)
}

func (f File) identity(b *builder) {
	b.slug("slug", f.Slug)
	b.slug("organisation.slug", f.Organisation.Slug)
	o := f.Organisation
	b.ev.Slug = f.Slug
	b.ev.Organisation = Organisation{
		Slug: o.Slug, Name: b.must("organisation.name", o.Name), Number: b.line("organisation.number", o.Number),
		Email: b.email("organisation.email", o.Email), Phone: b.line("organisation.phone", o.Phone),
		Website: b.url("organisation.website", o.Website), Colour: strings.ToLower(o.Colour),
		PrivacyText: b.text("organisation.privacy_text", o.Privacy),
	}
	for i, line := range o.Address {
		b.ev.Organisation.AddressLines = append(b.ev.Organisation.AddressLines, b.line(index("organisation.address", i), line))
	}
	if o.Colour != "" && !colourShape.MatchString(o.Colour) {
		b.add("organisation.colour", "must look like #0f5f72")
	}
	b.ev.Status = f.Status
	if f.Status != "" {
		b.oneOf("status", string(f.Status), string(Draft), string(Published), string(Cancelled))
	}
	b.ev.CancelReason = b.text("cancel_reason", f.CancelReason)
	b.ev.Language = cmp.Or(f.Language, Languages[0])
	b.oneOf("language", b.ev.Language, Languages...)
}

func (f File) when(b *builder) {
	b.ev.Zone = cmp.Or(f.Zone, "Europe/Stockholm")
	loc, err := time.LoadLocation(b.ev.Zone)
	if err != nil || b.ev.Zone == "Local" {
		b.add("zone", "is not the name of a time zone, such as Europe/Stockholm")
		loc = time.UTC
	}
	b.loc = loc
	if f.TimeText != "" || f.Date != "" {
		f.day(b)
		return
	}
	b.ev.StartsAt, b.ev.EndsAt = b.moment("starts", f.Starts), b.moment("ends", f.Ends)
	if !b.ev.StartsAt.IsZero() && !b.ev.EndsAt.IsZero() && !b.ev.StartsAt.Before(b.ev.EndsAt) {
		b.add("ends", "must be after starts")
	}
}

// day is a date whose clock times are not known yet.
func (f File) day(b *builder) {
	if f.Starts != "" || f.Ends != "" {
		b.add("time_text", "must go once starts and ends are known")
	}
	b.ev.TimeText = b.must("time_text", f.TimeText)
	b.ev.StartsAt = b.date("date", f.Date)
	b.ev.EndsAt = b.nextDay(b.ev.StartsAt)
}

func (f File) words(b *builder) {
	b.ev.Title = b.must("title", f.Title)
	b.ev.Kind = b.line("kind", f.Kind)
	b.ev.Lead = b.line("lead", f.Lead)
	b.ev.Body = b.text("body", f.Body)
	b.ev.TargetGroup = b.line("target_group", f.TargetGroup)
	b.ev.Languages = b.line("languages", f.Languages)
	b.ev.CaseNumber = b.line("case_number", f.CaseNumber)
	b.ev.Texts = Texts{
		NotOpen: b.text("texts.not_open", f.Texts.NotOpen), Open: b.text("texts.open", f.Texts.Open),
		InviteOnly: b.text("texts.invite_only", f.Texts.InviteOnly),
		Full:       b.text("texts.full", f.Texts.Full), Closed: b.text("texts.closed", f.Texts.Closed),
		Past: b.text("texts.past", f.Texts.Past), Cancelled: b.text("texts.cancelled", f.Texts.Cancelled),
		Applied:   b.text("texts.applied", f.Texts.Applied),
		EmailHint: b.line("texts.email_hint", f.Texts.EmailHint), Welcome: b.text("texts.welcome", f.Texts.Welcome),
	}
	for i, fact := range f.Practical {
		path := index("practical", i)
		b.ev.Practical = append(b.ev.Practical, Fact{b.must(path+".term", fact.Term), b.must(path+".text", fact.Text)})
	}
	b.ev.RetentionDays = DefaultRetentionDays
	if f.RetentionDays != nil {
		b.ev.RetentionDays = *f.RetentionDays
	}
	b.between("retention_days", b.ev.RetentionDays, maxRetentionDays)
	b.ev.PrivacyText = b.text("privacy_text", f.PrivacyText)
}

func (f File) where(b *builder) {
	b.ev.Attendance = f.Attendance
	b.oneOf("attendance", string(f.Attendance), string(OnSite), string(Online), string(Both))
	b.ev.PlaceName = b.line("place.name", f.Place.Name)
	b.ev.PlaceAddress = b.line("place.address", f.Place.Address)
	if b.ev.IsOnSite() && b.ev.PlaceName == "" {
		b.add("place.name", "missing")
	}
	b.ev.JoinURL = b.url("join_url", f.JoinURL)
	b.ev.Free, b.ev.CostText = f.Cost.Free, b.line("cost.text", f.Cost.Text)
	for i, fact := range f.Access.Facts {
		b.oneOf(index("access.facts", i), fact, AccessFacts...)
	}
	b.ev.Accessibility, b.ev.AccessText = f.Access.Facts, b.text("access.text", f.Access.Text)
	b.ev.Image, b.ev.ImageAlt, b.ev.ImageCredit = f.Image.File, b.line("image.alt", f.Image.Alt), b.line("image.credit", f.Image.Credit)
	if f.Image.File != "" && b.ev.ImageAlt == "" {
		b.add("image.alt", "missing: say in words what the picture shows")
	}
}

func (f File) people(b *builder) {
	b.ev.Contact = Contact{
		Name: b.line("contact.name", f.Contact.Name), Unit: b.line("contact.unit", f.Contact.Unit),
		Email: b.email("contact.email", f.Contact.Email), Phone: b.line("contact.phone", f.Contact.Phone),
	}
	for i, p := range f.Partners {
		path := index("partners", i)
		b.oneOf(path+".role", string(p.Role), string(CoOrganiser), string(Funder))
		b.ev.Partners = append(b.ev.Partners, Partner{p.Role, b.must(path+".name", p.Name), b.line(path+".text", p.Text)})
	}
}

// program reads sessions into the event, or under the heading they stand in.
func (b *builder) program(path string, items []FileSession, heading *Session) {
	for i, item := range items {
		at := index(path, i)
		s := Session{
			Position: i, Kind: SessionKind(cmp.Or(string(item.Kind), string(Talk))),
			Title: b.must(at+".title", item.Title), Text: b.text(at+".text", item.Text),
			StartsAt: b.clock(at+".starts", item.Starts), EndsAt: b.clock(at+".ends", item.Ends),
			Room: b.line(at+".room", item.Room), Key: item.ID, Capacity: item.Capacity, Choice: item.Choose,
		}
		b.oneOf(at+".kind", string(s.Kind), string(Talk), string(Heading), string(Break))
		if s.StartsAt != nil && s.EndsAt != nil && s.EndsAt.Before(*s.StartsAt) {
			b.add(at+".ends", "must be after starts")
		}
		for j, sp := range item.Speakers {
			s.People = append(s.People, b.appearance(index(at+".speakers", j), sp))
		}
		switch {
		case len(item.Items) == 0:
		case heading != nil:
			b.add(at+".items", "only a heading of the programme itself may hold items")
		default:
			s.Kind = Heading
			b.program(at+".items", item.Items, &s)
		}
		if heading != nil {
			heading.Sessions = append(heading.Sessions, s)
		} else {
			b.ev.Sessions = append(b.ev.Sessions, s)
		}
	}
}

func (b *builder) appearance(path string, sp FileSpeaker) Appearance {
	role := Role(cmp.Or(string(sp.Role), string(Presents)))
	b.oneOf(path+".role", string(role), string(Presents), string(Leads))
	return Appearance{Speaker: Speaker{Position: b.speaker(path, sp)}, Role: role}
}

// speaker lists a person and returns the place in the list.
func (b *builder) speaker(path string, sp FileSpeaker) int {
	return b.ev.addSpeaker(Speaker{
		Name: b.must(path+".name", sp.Name), Title: b.line(path+".title", sp.Title),
		Organisation: b.line(path+".organisation", sp.Organisation),
		Text:         b.text(path+".text", sp.Text), Photo: sp.Photo,
	})
}

// resolveSpeakers gives every appearance the whole person, as gathered from all
// entries.
func (e *Event) resolveSpeakers() {
	for i := range e.Sessions {
		e.resolve(e.Sessions[i].People)
		for j := range e.Sessions[i].Sessions {
			e.resolve(e.Sessions[i].Sessions[j].People)
		}
	}
}

func (e *Event) resolve(people []Appearance) {
	for i := range people {
		people[i].Speaker = e.Speakers[people[i].Speaker.Position]
	}
}
