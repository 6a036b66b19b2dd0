package event

import "time"

// GroupPerson is somebody as the sender named them, and what they were told.
type GroupPerson struct {
	ID      uint
	GroupID uint
	// RegistrationID is the registration the form made. It is nil where the
	// address had one before: the sender must not learn that, and has no say in it.
	RegistrationID *uint
	Name           string
	Email          string
	Attendance     Attendance
	Category       string
	Standing       Standing // what a newcomer got
	VerifyBy       *time.Time
	CreatedAt      time.Time
	CancelledAt    *time.Time // the sender cancelled
}

// TableName is the table of the people in groups.
func (GroupPerson) TableName() string { return "group_people" }

// NewGroupPerson is the row for one person of a call.
func NewGroupPerson(groupID uint, s Signup, standing Standing, verifyBy *time.Time, now time.Time) GroupPerson {
	return GroupPerson{
		GroupID: groupID, Name: s.Name, Email: s.Email, Attendance: s.Attendance, Category: s.Category,
		Standing: standing, VerifyBy: verifyBy, CreatedAt: now,
	}
}

// StandIn is the registration that the person would have if the address had had
// none before. All rules read it as any other, so that the two look alike.
func (p *GroupPerson) StandIn(eventID uint, now time.Time) Registration {
	r := Registration{
		EventID: eventID, Standing: p.Standing, Name: p.Name, Email: p.Email, Attendance: p.Attendance, Category: p.Category,
		GroupID: &p.GroupID, VerifyBy: p.VerifyBy, CreatedAt: p.CreatedAt,
	}
	if p.CancelledAt != nil {
		r.Standing, r.VerifyBy = Withdrawn, nil
	}
	r.Lapse(now)
	return r
}

// Lapse ends what was held for an address that nobody has confirmed in time, before
// the worker gets to it: the sender of a group must not see who has nothing to lapse.
func (r *Registration) Lapse(now time.Time) {
	if r.VerifyBy != nil && !now.Before(*r.VerifyBy) {
		r.Standing, r.VerifyBy = Withdrawn, nil
	}
}

// GroupMember is a person of a group with what has become of them.
type GroupMember struct {
	GroupPerson
	Registration Registration // their own, with sensitive answers read, or the stand-in
	Number       int          // in the waiting list, 0 for who does not wait
	Chosen       []SessionChoice
	Mails        []Message // to them, oldest first
}

// OpenGroup is a group with its event and its people, in the order of the form.
type OpenGroup struct {
	Group   Group
	Event   Event
	Members []GroupMember
	Invite  uint // the invite that the group came with, 0 for none
}

// HasLeft reports whether the place was handed to somebody else, who now has it.
func (m *GroupMember) HasLeft() bool {
	for _, mail := range m.Mails {
		if mail.Kind == MailTakenOver {
			return true
		}
	}
	return false
}

// MailState is how far the last mail to the person has come. For a stand-in, it is
// as far as that of others would be.
func (m *GroupMember) MailState(now time.Time) MessageState {
	switch n := len(m.Mails); {
	case n > 0:
		return m.Mails[n-1].State
	case now.Before(m.CreatedAt.Add(time.Minute)):
		return Queued
	}
	return Sent
}

// Lacks reports whether something is still to be answered by who holds a place or
// may get one.
func (m *GroupMember) Lacks(e *Event) bool {
	return m.Registration.IsLive() && e.Lacks(&m.Registration, m.Chosen)
}

// MaySenderCancel reports whether the sender may give up what the person has now.
// Whoever took a place over is nobody the sender registered.
func (m *GroupMember) MaySenderCancel(e *Event, now time.Time) bool {
	return !m.HasLeft() && e.MayCancel(&m.Registration, now)
}

// Live is how many of the group hold a place or may get one.
func (g *OpenGroup) Live() int {
	n := 0
	for _, m := range g.Members {
		if m.Registration.IsLive() {
			n++
		}
	}
	return n
}

// HasRoom reports whether the sender may add somebody to the group.
func (g *OpenGroup) HasRoom() bool { return g.Event.TakesGroups() && g.Live() < g.Event.GroupMax }

// Member finds a person of the group.
func (g *OpenGroup) Member(personID uint) (*GroupMember, error) {
	for i := range g.Members {
		if g.Members[i].ID == personID {
			return &g.Members[i], nil
		}
	}
	return nil, ErrNotFound
}

// NewMember makes a sign-up of somebody whom the sender adds, or returns all
// complaints.
func (g *OpenGroup) NewMember(c Colleague, sender Signup) (GroupSignup, Invalid) {
	person, invalid := g.Event.newColleague(sender, c)
	normal := NormalAddress(c.Address())
	for _, m := range g.Members {
		if invalid["email"] == "" && m.Registration.IsLive() && NormalAddress(m.Email) == normal {
			invalid["email"] = MsgColleagueThere
		}
	}
	if len(invalid) > 0 {
		return GroupSignup{}, invalid
	}
	return GroupSignup{ID: g.Group.ID, People: []Signup{person}, Together: g.Group.Together}, invalid
}

// Stage is how far somebody has come on the way to a place.
type Stage string

// The stages, as the sender of a group sees them.
const (
	StagePlace      Stage = "place"
	StageWaiting    Stage = "waiting"
	StageOffered    Stage = "offered"    // a place is held for them until they answer
	StageUnverified Stage = "unverified" // the same, until they confirm their address
	StageApplied    Stage = "applied"
	StageCancelled  Stage = "cancelled" // by the sender
	StageGone       Stage = "gone"      // by themselves, by the organiser, or for want of an answer
)

// Stage says how far the person has come.
func (m *GroupMember) Stage() Stage {
	r := &m.Registration
	switch {
	case m.CancelledAt != nil:
		return StageCancelled
	case !r.IsLive():
		return StageGone
	case r.VerifyBy != nil:
		return StageUnverified
	case r.OfferUntil != nil:
		return StageOffered
	case r.Standing == Waiting:
		return StageWaiting
	case r.Standing == Applied:
		return StageApplied
	}
	return StagePlace
}

// numbering tells the sender of a group who has which number in the waiting list.
// Two people with one number would show that one of them stood there before, so
// each comes after those before who compete with them.
type numbering struct {
	event *Event
	given []numbered
}

type numbered struct {
	share  Share
	number int
}

func (n *numbering) next(s Share, number int) int {
	if number == 0 {
		return 0
	}
	limits := n.event.Limits()
	for _, before := range n.given {
		if n.event.compete(limits, s, before.share) {
			number = max(number, before.number+1)
		}
	}
	n.given = append(n.given, numbered{s, number})
	return number
}

// Renumber gives everybody in a group the number that the sender may see.
func (g *OpenGroup) Renumber() {
	numbers := numbering{event: &g.Event}
	for i := range g.Members {
		m := &g.Members[i]
		m.Number = numbers.next(m.Registration.Share(), m.Number)
	}
}
