// Package event is the domain: events, who speaks at them, who attends, and
// every rule about them. It knows nothing of HTTP, SQL or SMTP, reads no clock
// and imports only the standard library.
package event

import "time"

// Event is one seminar, workshop, conference or meeting that people can
// register for. Moments are in UTC; Zone says how to show them.
type Event struct {
	ID             uint
	OrganisationID uint
	Organisation   Organisation `gorm:"-"`

	Slug     string
	Title    string
	Lead     string // one or two sentences under the title
	Body     string // Markdown
	Kind     string // what the organiser calls it: "Kunskapsförmiddag", "Workshop"
	Language string // the language the content is written in: "sv" or "en"

	Zone     string // IANA name, such as "Europe/Stockholm"
	StartsAt time.Time
	EndsAt   time.Time
	// TimeText replaces the clock until times are known: "förmiddag". StartsAt
	// and EndsAt then bound the whole day, and no calendar entry is sent.
	TimeText string

	Attendance   Attendance
	PlaceName    string
	PlaceAddress string
	JoinURL      string // where online participants go; never on a public page
	OnSiteWay    Way    `gorm:"serializer:json"` // what goes for those who come to the place
	OnlineWay    Way    `gorm:"serializer:json"` // what goes for those who take part over the net

	Free        bool
	CostText    string // what it costs, or what the price includes
	TargetGroup string
	Languages   string // which languages are spoken, in words

	OpensAt  *time.Time // registration opens; nil means as soon as published
	ClosesAt time.Time  // registrations are accepted strictly before this
	Capacity int        // 0 means unlimited

	Categories []Category    `gorm:"serializer:json"` // kinds of participants, in the order of the form
	Choices    []ChoiceGroup `gorm:"serializer:json"` // what can be chosen in the programme: see Choosable
	GroupMax   int           // how many one sender may register at once; 0 or 1 is only themselves

	NeedsApproval bool       // the organiser says yes or no to each sign-up
	VerifyHours   int        // how long a place is held until the address is confirmed; 0 asks for no confirmation
	InviteOnly    bool       // nobody can sign up without an invite
	Unlisted      bool       // in no list, feed or search engine
	ChangeBy      *time.Time // people change their registration strictly before this; nil means until the start
	CancelBy      *time.Time // the same for cancelling; nil means until the end

	HasWaitingList bool
	// OfferHours is how long a free place is offered to who is first in the
	// waiting list, before the next one gets it; 0 gives it to them at once.
	OfferHours int
	// WaitingListStops is how many hours before the start the list stops
	// moving by itself, so that nobody gets a place at midnight.
	WaitingListStops int

	Image         string // name in the file store, empty for none
	ImageAlt      string
	ImageCredit   string
	ImageWidth    int
	ImageHeight   int
	Contact       Contact   `gorm:"serializer:json"`
	Partners      []Partner `gorm:"serializer:json"`
	Accessibility []string  `gorm:"serializer:json"` // AccessFacts of the venue
	AccessText    string
	Practical     []Fact `gorm:"serializer:json"`
	Texts         Texts  `gorm:"serializer:json"`

	Questions []Question `gorm:"serializer:json"` // asked of those who register, in this order

	CaseNumber    string
	RetentionDays int    // participants are to be erased this long after the end
	PrivacyText   string // Markdown, where the organisation's own does not do

	Status       Status
	CancelReason string
	CancelledAt  *time.Time
	PublishAt    *time.Time // a draft that is to be published by itself
	ArchivedAt   *time.Time // out of the organiser's way; public pages stay

	Version int // raised at each save, so that two people do not overwrite each other
	Preview int // generation of the preview link: see NextPreview

	CreatedAt        time.Time
	ContentChangedAt time.Time // what visitors read as "last updated"

	Sessions []Session `gorm:"-"`
	Speakers []Speaker `gorm:"-"`
}

// Status says who may see an event. A file without a status leaves an event as
// it is.
type Status string

// The life of an event. A cancelled event stays public, so that people who
// kept the address learn of it.
const (
	Draft     Status = "draft"
	Published Status = "published"
	Cancelled Status = "cancelled"
)

// Languages are those that events are written in and people are answered in.
var Languages = []string{"sv", "en"}

// Attendance is how people take part.
type Attendance string

// The ways to take part.
const (
	OnSite Attendance = "on-site"
	Online Attendance = "online"
	Both   Attendance = "both"
)

// Contact is whom visitors ask.
type Contact struct {
	Name  string `json:"name,omitempty"`
	Unit  string `json:"unit,omitempty"` // signs the mails: "Enheten för social hållbarhet"
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// IsZero reports that there is nobody to ask.
func (c Contact) IsZero() bool { return c == Contact{} }

// Partner is an organisation that arranges or pays for the event together
// with its organiser.
type Partner struct {
	Role PartnerRole `json:"role"`
	Name string      `json:"name"`
	Text string      `json:"text,omitempty"`
}

// PartnerRole is what a partner does.
type PartnerRole string

// The roles of partners.
const (
	CoOrganiser PartnerRole = "co-organiser"
	Funder      PartnerRole = "funder"
)

// Fact is one line of practical information, in the organiser's own words.
type Fact struct {
	Term string `json:"term"`
	Text string `json:"text"`
}

// AccessFacts are what a venue can offer, as keys. The words stand in i18n
// under "access.".
var AccessFacts = []string{
	"step-free", "lift", "toilet", "parking", "hearing-loop", "microphones",
	"captions", "sign-language", "quiet-room", "assistance-dog", "companion",
}

// Organisation is a public body or association that arranges events.
type Organisation struct {
	ID           uint
	Slug         string
	Name         string
	AddressLines []string `gorm:"serializer:json"`
	Number       string   // organisation number
	Email        string
	Phone        string
	Website      string
	Colour       string // "#rrggbb", empty for the default
	PrivacyText  string // Markdown: who is responsible, on what grounds, whom to ask
	Logo         string // name in the file store, empty for the initial letter
	LogoDark     string // the same for dark pages, empty for Logo on a white plate
	CreatedAt    time.Time
}

// Location returns the event's zone. An unknown zone, which File.Event refuses,
// reads as UTC.
func (e *Event) Location() *time.Location {
	loc, err := time.LoadLocation(e.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// Start is StartsAt on the event's own clock.
func (e *Event) Start() time.Time { return e.StartsAt.In(e.Location()) }

// End is EndsAt on the event's own clock.
func (e *Event) End() time.Time { return e.EndsAt.In(e.Location()) }

// LastMoment is the end of registration as people say it, on the event's own
// clock. "Last day 31 January" is said as 31 January 23:59, although the door
// closes at the first instant of 1 February.
func (e *Event) LastMoment() time.Time { return e.LastMomentOf(e.ClosesAt) }

// LastMomentOf is the end of anything that counts strictly before a moment, as
// people say it: see LastMoment.
func (e *Event) LastMomentOf(end time.Time) time.Time { return lastMoment(end.In(e.Location())) }

// lastMoment is the end of a time as people say it, on the clock it is given on.
func lastMoment(end time.Time) time.Time {
	if !beginsDay(end) {
		return end
	}
	return end.Add(-time.Minute)
}

// HasTimes reports whether the clock is known. Without it there is no calendar
// entry, and pages show TimeText.
func (e *Event) HasTimes() bool { return e.TimeText == "" }

// IsPublic reports whether strangers may see the event.
func (e *Event) IsPublic() bool { return e.Status == Published || e.Status == Cancelled }

// IsOnline reports whether anyone takes part over the net.
func (e *Event) IsOnline() bool { return e.Attendance == Online || e.Attendance == Both }

// IsOnSite reports whether anyone comes to the place.
func (e *Event) IsOnSite() bool { return e.Attendance == OnSite || e.Attendance == Both }

// EraseBy is the day by which participants' data are to be gone.
func (e *Event) EraseBy() time.Time { return e.End().AddDate(0, 0, e.RetentionDays) }

// ListStopsAt is when the waiting list stops moving by itself.
func (e *Event) ListStopsAt() time.Time {
	return e.StartsAt.Add(-time.Duration(e.WaitingListStops) * time.Hour)
}
