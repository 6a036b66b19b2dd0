package event

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Places counts who holds or wants a place.
type Places struct {
	Confirmed int
	Offered   int // in the waiting list, with a place held while they make up their mind
	Waiting   int // in the waiting list, without those
	Applied   int // the organiser has not said yes or no; they hold nothing
}

// Taken is how many places nobody else can have.
func (p Places) Taken() int { return p.Confirmed + p.Offered }

// Tally is the places of an event, and how they are spread.
type Tally struct {
	Places
	Together int               // how many of those who wait come with their group or not at all
	Shares   map[Share]Places  // by what they count against; nil where nobody asked
	Sessions map[string]Places // of the sessions to choose, by key
}

// Share says which limits a place counts against: how the person comes, and of
// which category they are.
type Share struct {
	Attendance Attendance
	Category   string
}

// Limit is a number of places that some of the participants have together: all
// of them, those who come in one way, or those of one category.
type Limit struct {
	Share    // what is empty does not matter
	Capacity int
}

// covers reports whether a place of that share counts against the limit.
func (l Limit) covers(s Share) bool {
	return (l.Attendance == "" || l.Attendance == s.Attendance) && (l.Category == "" || l.Category == s.Category)
}

// Limits are all limits of the event. Without any there is room for everybody.
func (e *Event) Limits() []Limit {
	var all []Limit
	add := func(s Share, capacity int) {
		if capacity > 0 {
			all = append(all, Limit{s, capacity})
		}
	}
	add(Share{}, e.Capacity)
	if e.IsOnSite() {
		add(Share{Attendance: OnSite}, e.OnSiteWay.Capacity)
	}
	if e.IsOnline() {
		add(Share{Attendance: Online}, e.OnlineWay.Capacity)
	}
	for _, c := range e.Categories {
		add(Share{Category: c.ID}, c.Capacity)
	}
	return all
}

// shares is the spread of the places, in an order of its own.
func (t Tally) shares() []Share {
	if t.Shares == nil {
		return []Share{{}}
	}
	all := make([]Share, 0, len(t.Shares))
	for s := range t.Shares {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b Share) int {
		return cmp.Or(cmp.Compare(a.Attendance, b.Attendance), cmp.Compare(a.Category, b.Category))
	})
	return all
}

func (t Tally) of(s Share) Places {
	if t.Shares == nil {
		return t.Places
	}
	return t.Shares[s]
}

// Of counts those who count against a limit.
func (t Tally) Of(l Limit) Places {
	var sum Places
	for _, s := range t.shares() {
		if l.covers(s) {
			p := t.of(s)
			sum.Confirmed += p.Confirmed
			sum.Offered += p.Offered
			sum.Waiting += p.Waiting
			sum.Applied += p.Applied
		}
	}
	return sum
}

// Above is a limit that more people have a place in than it has: it was lowered,
// or an organiser wanted it so.
type Above struct {
	Limit Limit
	By    int
}

// Above lists the limits that are exceeded. Nobody loses a place because of it.
func (e *Event) Above(t Tally) []Above {
	var all []Above
	for _, l := range e.Limits() {
		if by := t.Of(l).Taken() - l.Capacity; by > 0 {
			all = append(all, Above{l, by})
		}
	}
	return all
}

// rooms is what is free of each limit while people are let in.
type rooms struct {
	limits []Limit
	free   []int
}

// rooms is what nobody holds.
func (e *Event) rooms(t Tally) rooms {
	r := rooms{limits: e.Limits()}
	for _, l := range r.limits {
		r.free = append(r.free, l.Capacity-t.Of(l).Taken())
	}
	return r
}

// roomsForNewcomers is what is free beyond what belongs to those who wait. Where
// the list is not at hand, only who waits for a full limit is taken to leave the
// others of their limits to newcomers.
func (e *Event) roomsForNewcomers(t Tally, q Queue) rooms {
	r := e.rooms(t)
	switch {
	case !queueFirst:
		return r
	case q != nil:
		q.next(r)
		return r
	}
	kept := slices.Clone(r.free)
	for _, s := range t.shares() {
		if waiting := t.of(s).Waiting; waiting > 0 && r.left(s) > 0 {
			for i, l := range r.limits {
				if l.covers(s) {
					kept[i] -= waiting
				}
			}
		}
	}
	r.free = kept
	return r
}

// unlimited is more than anybody asks for.
const unlimited = math.MaxInt

// left is how many of a share there is room for.
func (r rooms) left(s Share) int {
	left := unlimited
	for i, l := range r.limits {
		if l.covers(s) {
			left = min(left, max(0, r.free[i]))
		}
	}
	return left
}

// fits reports whether there is room for all of them.
func (r rooms) fits(shares ...Share) bool {
	for i, l := range r.limits {
		if n := l.count(shares); n > 0 && n > r.free[i] {
			return false
		}
	}
	return true
}

func (r rooms) take(shares ...Share) {
	for i, l := range r.limits {
		r.free[i] -= l.count(shares)
	}
}

// keep keeps what is free, but not enough, for people who come together.
func (r rooms) keep(shares ...Share) {
	for i, l := range r.limits {
		if n := l.count(shares); n > r.free[i] && r.free[i] > 0 {
			r.free[i] = 0
		}
	}
}

// count is how many of them count against the limit.
func (l Limit) count(shares []Share) int {
	n := 0
	for _, s := range shares {
		if l.covers(s) {
			n++
		}
	}
	return n
}

// Room is how many newcomers of a share there is room for. It is not limited
// where the second result is false.
func (e *Event) Room(t Tally, s Share) (left int, limited bool) {
	left = e.roomsForNewcomers(t, nil).left(s)
	if left == unlimited {
		return 0, false
	}
	return left, true
}

// Offers are the shares that a newcomer can choose: each way to come with each
// category that is offered.
func (e *Event) Offers() []Share {
	ways := []Attendance{e.Attendance}
	if e.Attendance == Both {
		ways = []Attendance{OnSite, Online}
	}
	var all []Share
	for _, a := range ways {
		categories := e.OfferedCategories()
		if len(categories) == 0 {
			all = append(all, Share{Attendance: a})
		}
		for _, c := range categories {
			all = append(all, Share{a, c.ID})
		}
	}
	return all
}

// PlacesInAll is how many people can come at most; 0 means that nobody has said.
func (e *Event) PlacesInAll() int {
	all := unlimited
	if e.Capacity > 0 {
		all = e.Capacity
	}
	all = min(all, e.sumOf(func(s Share) Share { return Share{Attendance: s.Attendance} }))
	all = min(all, e.sumOf(func(s Share) Share { return Share{Category: s.Category} }))
	if all == unlimited {
		return 0
	}
	return all
}

// sumOf adds up the limits of the ways, or of the categories; it is unlimited
// where one of those that are offered has none.
func (e *Event) sumOf(part func(Share) Share) int {
	capacities := map[Share]int{}
	for _, l := range e.Limits() {
		if l.Share != (Share{}) {
			capacities[l.Share] = l.Capacity
		}
	}
	sum, seen := 0, map[Share]bool{}
	for _, s := range e.Offers() {
		p := part(s)
		if seen[p] {
			continue
		}
		seen[p] = true
		if capacities[p] == 0 {
			return unlimited
		}
		sum += capacities[p]
	}
	return sum
}

// Left is how many places newcomers can still get. People on the waiting list
// come first: a freed place is theirs. Without any limit it is 0.
func (e *Event) Left(t Tally) int {
	if e.PlacesInAll() == 0 {
		return 0
	}
	r := e.roomsForNewcomers(t, nil)
	left := 0
	for _, s := range e.Offers() {
		n := r.left(s)
		if n == unlimited {
			return 0
		}
		for ; n > 0; n-- {
			r.take(s)
			left++
		}
	}
	return left
}

// SessionRoom is how many newcomers there is room for in a session to choose.
// It is not limited where the second result is false.
func (e *Event) SessionRoom(t Tally, key string) (left int, limited bool) {
	s := e.Choosable(key)
	if s == nil || s.Capacity == 0 {
		return 0, false
	}
	p := t.Sessions[key]
	return max(0, s.Capacity-p.Confirmed-p.Waiting), true
}

// admitToSession decides what the next who chooses a session gets.
func (e *Event) admitToSession(t Tally, key string) Standing {
	if left, limited := e.SessionRoom(t, key); limited && left == 0 {
		return Waiting
	}
	return Confirmed
}

// Add counts more people of a share.
func (t *Tally) Add(s Share, more Places) {
	if t.Shares == nil {
		t.Shares = map[Share]Places{}
	}
	p := t.Shares[s]
	for _, sum := range []*Places{&p, &t.Places} {
		sum.Confirmed += more.Confirmed
		sum.Offered += more.Offered
		sum.Waiting += more.Waiting
		sum.Applied += more.Applied
	}
	t.Shares[s] = p
}

// AddSession counts more people who have chosen a session.
func (t *Tally) AddSession(key string, standing Standing, n int) {
	if t.Sessions == nil {
		t.Sessions = map[string]Places{}
	}
	p := t.Sessions[key]
	switch standing {
	case Confirmed:
		p.Confirmed += n
	case Waiting:
		p.Waiting += n
	}
	t.Sessions[key] = p
}

// count counts one more of a share, or with a negative number one less.
func (t *Tally) count(s Share, standing Standing, n int) {
	t.spread()
	switch standing {
	case Confirmed:
		t.Add(s, Places{Confirmed: n})
	case Waiting:
		t.Add(s, Places{Waiting: n})
	case Applied:
		t.Add(s, Places{Applied: n})
	}
}

// spread counts everybody as if nobody knew how they come, where nobody asked.
func (t *Tally) spread() {
	if t.Shares == nil {
		t.Shares = map[Share]Places{{}: t.Places}
	}
}

// clone is a tally of its own, for trying something out.
func (t Tally) clone() Tally {
	t.Shares, t.Sessions = maps.Clone(t.Shares), maps.Clone(t.Sessions)
	return t
}
