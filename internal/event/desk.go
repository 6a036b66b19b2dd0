package event

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Desk is where sign-ups for one event are admitted, one after another, while
// nobody else can: it holds what must be known about those already registered.
// The store opens it inside a transaction that keeps other writers out.
type Desk struct {
	Event    Event
	Tally    Tally
	Queue    Queue                    // those who wait; nil where counting them is enough: see Event.IsPlain
	Known    map[string]*Registration // live registrations by normal address
	Receipts map[string]*Receipt      // earlier answers by form key
	Invites  map[uint]*Invited        // those that calls came with, by id
	Groups   map[uint]int             // how many are in the groups that people are added to, by id

	groups map[*GroupSignup]uint // whose people wait, with a number each
}

// Call is one form as it reaches the desk.
type Call struct {
	FormKey   string
	Signup    Signup        // who sent it
	Group     *GroupSignup  // the people it is for, if it is not just for who sent it
	Late      *LateLink     // the late link it came with, already checked for the event
	InviteID  uint          // the invite it came with, 0 for none
	Reference func() string // makes a fresh reference for a registration
	Now       time.Time
}

// People are those the call is for.
func (c Call) People() []Signup {
	if c.Group != nil {
		return c.Group.People
	}
	return []Signup{c.Signup}
}

// Admitted is what is to be written for one call. A call seen before writes
// nothing; an address already registered gets a receipt and a mail, but no
// second registration.
type Admitted struct {
	Receipt  *Receipt
	Group    *Group      // new, to be inserted before its registrations
	People   []Admission // in the order of the form
	Repeated bool        // the form key was seen before: Receipt is the old one
}

// Admission is what one person gets.
type Admission struct {
	Registration *Registration   // new, to be inserted; nil if the address has one
	Known        *Registration   // the live registration the address already has
	Standing     Standing        // what a newcomer gets, even if the address is known
	Number       int             // in the waiting list, 0 for who does not wait
	Sessions     []SessionChoice // of the new registration
}

// Admit decides one call and remembers the decision for the next. The people of
// a group are admitted all or none.
func (d *Desk) Admit(c Call) (Admitted, error) {
	if r, seen := d.Receipts[c.FormKey]; seen && knowsKeys {
		return Admitted{Receipt: r, Repeated: true}, nil
	}
	late := c.Late != nil && c.Group == nil && c.Late.Opens(&d.Event, c.Now) // it lets one person in
	invite := d.Invites[c.InviteID]
	if err := d.lets(c, late, invite); err != nil {
		return Admitted{}, err
	}
	standings, err := d.standings(c, late || invite != nil)
	if err != nil {
		return Admitted{}, err
	}
	out := Admitted{Receipt: &Receipt{
		EventID: d.Event.ID, FormKey: c.FormKey, Name: c.Signup.Name, Email: c.Signup.Email, CreatedAt: c.Now,
	}}
	if d.Event.VerifyHours > 0 && !late {
		until := c.Now.Add(time.Duration(d.Event.VerifyHours) * time.Hour)
		out.Receipt.VerifyBy = &until
	}
	switch {
	case c.Group == nil:
		out.Receipt.Attendance = c.Signup.Attendance
	case c.Group.ID != 0:
		out.Receipt.GroupID = &c.Group.ID
	default:
		out.Group = c.Group.group(&d.Event, c)
	}
	for i, person := range c.People() {
		a := d.admit(c, person, standings[i], out.Receipt.VerifyBy)
		if r := a.Registration; r != nil {
			if late {
				r.LateLinkID = &c.Late.ID
				c.Late.Used = true
			}
			r.GroupID = out.Receipt.GroupID
			if invite != nil {
				r.InviteID = &invite.ID
				invite.count(r.Standing)
			}
		}
		out.People = append(out.People, a)
	}
	if c.Group != nil && c.Group.ID != 0 {
		d.Groups[c.Group.ID] += len(out.People)
	}
	d.answer(&out, c)
	d.Receipts[c.FormKey] = out.Receipt
	return out, nil
}

// lets says why a call is not admitted at all, whatever there is room for.
func (d *Desk) lets(c Call, late bool, invite *Invited) error {
	if late {
		return nil
	}
	if err := d.Event.IsOpen(c.Now); err != nil {
		return err
	}
	if g := c.Group; g != nil && g.ID != 0 && d.Groups[g.ID]+len(g.People) > d.Event.GroupMax {
		return ErrGroupFull
	}
	for _, person := range c.People() {
		if category := d.Event.Category(person.Category); category != nil && !category.IsOpen(c.Now) {
			return ErrCategoryShut
		}
	}
	switch {
	case invite != nil:
		return invite.Check(&d.Event, invite.Used()+len(c.People())-1, c.Now)
	case d.Event.InviteOnly, c.InviteID != 0:
		return ErrInviteOnly
	}
	return nil
}

// standings decides what each person of a call would get who is not known.
// Whoever holds a late link or an invite has been approved of by that.
func (d *Desk) standings(c Call, approved bool) ([]Standing, error) {
	people := c.People()
	standings := make([]Standing, len(people))
	shares := make([]Share, len(people))
	for i, person := range people {
		standings[i], shares[i] = Applied, d.Event.Share(person)
	}
	if d.Event.NeedsApproval && !approved {
		return standings, d.Event.TurnsAway(d.Tally, c.Now)
	}
	together := c.Group != nil && c.Group.Together
	tally, queue := d.Tally.clone(), d.Queue
	for i, s := range shares {
		asked := []Share{s}
		if together {
			if i > 0 {
				standings[i] = standings[0]
				continue
			}
			asked = d.newShares(people)
		}
		standing, err := d.Event.admitLate(tally, queue, asked...)
		if err != nil {
			return nil, err
		}
		standings[i] = standing
		if d.Known[NormalAddress(people[i].Email)] == nil {
			tally.count(s, standing, 1)
			if standing == Waiting && queue != nil {
				queue = append(slices.Clip(queue), Waiter{Share: s})
			}
		}
	}
	return standings, nil
}

// newShares are those of the people who have no registration yet: they are who
// needs places.
func (d *Desk) newShares(people []Signup) []Share {
	var shares []Share
	for _, person := range people {
		if d.Known[NormalAddress(person.Email)] == nil {
			shares = append(shares, d.Event.Share(person))
		}
	}
	return shares
}

// admit makes the registration of one person.
func (d *Desk) admit(c Call, person Signup, standing Standing, verifyBy *time.Time) Admission {
	a := Admission{Standing: standing}
	share := d.Event.Share(person)
	if standing == Waiting {
		a.Number = d.Event.Ahead(d.Tally, share) + 1
	}
	normal := NormalAddress(person.Email)
	if known := d.Known[normal]; known != nil && knowsAddresses {
		a.Known = known
		return a
	}
	reg := newRegistration(&d.Event, person, standing, c.Reference(), c.Now)
	reg.VerifyBy = verifyBy
	reg.Together = c.Group != nil && c.Group.Together && (len(c.Group.People) > 1 || c.Group.ID != 0)
	for _, key := range person.Sessions {
		choice := SessionChoice{EventID: d.Event.ID, Session: key, Standing: Applied, CreatedAt: c.Now}
		if standing == Confirmed {
			choice.Standing = d.Event.admitToSession(d.Tally, key)
			if choice.Standing == Confirmed {
				choice.ConfirmedAt = &c.Now
			}
			d.Tally.AddSession(key, choice.Standing, 1)
		}
		a.Sessions = append(a.Sessions, choice)
	}
	a.Registration = &reg
	d.Known[normal] = &reg
	d.Tally.count(share, standing, 1)
	if standing == Waiting {
		d.wait(c, &reg)
	}
	return a
}

// wait puts a new registration, which is counted already, at the end of the
// waiting list. From the first group that comes together counting is not enough.
func (d *Desk) wait(c Call, r *Registration) {
	w := Waiter{Share: r.Share(), Unverified: r.VerifyBy != nil}
	if r.Together {
		d.Tally.Together++
		if d.groups == nil {
			d.groups = map[*GroupSignup]uint{}
		}
		d.groups[c.Group] = cmp.Or(d.groups[c.Group], newGroups-uint(len(d.groups)))
		w.Group = d.groups[c.Group]
	}
	if d.Queue == nil && d.Event.IsPlain(d.Tally) {
		return
	}
	if d.Queue == nil {
		d.Queue = make(Queue, d.Tally.Waiting-1) // those before wait for the house as a whole
	}
	d.Queue = append(d.Queue, w)
}

// newGroups is where the numbers begin, downwards, by which groups are told apart
// that have no id yet.
const newGroups = math.MaxUint

// answer says in the receipt what the call led to. For an address that was
// registered before it says the same, and keeps what was asked for, except what
// is sensitive: the address may be somebody else's.
func (d *Desk) answer(out *Admitted, c Call) {
	first := out.People[0]
	out.Receipt.Standing, out.Receipt.Number = first.Standing, first.Number
	if c.Group == nil {
		if first.Known != nil {
			kept := KeptSignup{Signup: c.Signup, Invite: c.InviteID}
			kept.Answers, _ = c.Signup.Answers.Split(d.Event.Questions)
			if c.Late != nil {
				kept.Late = c.Late.ID
			}
			out.Receipt.Signup = &kept
		}
		return
	}
	numbers := numbering{event: &d.Event}
	for i, person := range c.People() {
		a := out.People[i]
		number := numbers.next(d.Event.Share(person), a.Number)
		out.Receipt.People = append(out.Receipt.People, ReceiptPerson{person.Name, person.Email, a.Standing, number})
	}
}

// Share says which limits a sign-up counts against.
func (e *Event) Share(s Signup) Share {
	if s.Attendance == "" && e.Attendance != Both {
		s.Attendance = e.Attendance // by hand or from a list, where nobody was asked
	}
	return Share{s.Attendance, s.Category}
}

// Ahead is how many in the waiting list come before a newcomer: those who want
// something of the same.
func (e *Event) Ahead(t Tally, s Share) int {
	limits := e.Limits()
	n := 0
	for _, other := range t.shares() {
		if e.compete(limits, s, other) {
			n += t.of(other).Waiting
		}
	}
	return n
}

// compete reports whether places of two shares count against one limit.
func (e *Event) compete(limits []Limit, a, b Share) bool {
	if len(limits) == 0 || b == (Share{}) {
		return true
	}
	for _, l := range limits {
		if l.covers(a) && l.covers(b) {
			return true
		}
	}
	return false
}
