package event

// ChecksIn reports whether whoever has the role may check people in. A reader
// sees who has arrived and changes nothing, not even that.
func (r MemberRole) ChecksIn() bool { return r.Covers(Door) && r != Reader }

// SeesEverybody reports whether the role sees those without a place at the door
// too. Who waits or has cancelled is not for whoever stands there.
func (r MemberRole) SeesEverybody() bool { return r.Covers(Reader) }

// HasDoor reports whether people can be checked in.
func (e *Event) HasDoor() bool { return e.Status == Published }
