package event

import "time"

// Desk is where sign-ups for one event are admitted, one after another, while
// nobody else can: it holds what must be known about those already registered.
// The store opens it inside a transaction that keeps other writers out.
type Desk struct {
	Event    Event
	Places   Places
	Known    map[string]*Registration // live registrations by normal address
	Receipts map[string]*Receipt      // earlier answers by form key
}

// Call is one sign-up as it reaches the desk.
type Call struct {
	FormKey   string
	Signup    Signup
	Late      *LateLink // the late link it came with, already checked for the event
	InviteID  uint      // the invite it came with, 0 for none
	Reference string    // fresh, used if a registration is made
	Now       time.Time
}

// Admitted is what is to be written for one call. A call seen before writes
// nothing; an address already registered gets a receipt and a mail, but no
// second registration.
type Admitted struct {
	Receipt      *Receipt
	Registration *Registration // new, to be inserted; nil if the address has one
	Known        *Registration // the live registration the address already has
	Repeated     bool          // the form key was seen before: Receipt is the old one
}

// Admit decides one call and remembers the decision for the next.
func (d *Desk) Admit(c Call) (Admitted, error) {
	if r, seen := d.Receipts[c.FormKey]; seen && knowsKeys {
		return Admitted{Receipt: r, Repeated: true}, nil
	}
	late := c.Late != nil && c.Late.Opens(&d.Event, c.Now)
	standing, err := d.standing(c, late)
	if err != nil {
		return Admitted{}, err
	}
	out := Admitted{Receipt: &Receipt{
		EventID: d.Event.ID, FormKey: c.FormKey, Standing: standing,
		Name: c.Signup.Name, Email: c.Signup.Email, CreatedAt: c.Now,
	}}
	if standing == Waiting {
		out.Receipt.Number = d.Places.Waiting + 1
	}
	normal := NormalAddress(c.Signup.Email)
	if known := d.Known[normal]; known != nil && knowsAddresses {
		out.Known = known
	} else {
		reg := newRegistration(&d.Event, c.Signup, standing, c.Reference, c.Now)
		if late {
			reg.LateLinkID = &c.Late.ID
			c.Late.Used = true
		}
		out.Registration = &reg
		d.Known[normal] = &reg
		d.count(standing)
	}
	d.Receipts[c.FormKey] = out.Receipt
	return out, nil
}

// standing asks the event's rule, with or without the deadline.
func (d *Desk) standing(c Call, late bool) (Standing, error) {
	if late {
		return d.Event.admitLate(d.Places)
	}
	return d.Event.Admit(d.Places, c.Now)
}

func (d *Desk) count(s Standing) {
	if s == Confirmed {
		d.Places.Confirmed++
	} else {
		d.Places.Waiting++
	}
}
