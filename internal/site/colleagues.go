package site

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"samling/internal/address"
	"samling/internal/event"
)

// colleaguesForm is what the registration form may bring about the people somebody
// registers beside themselves, or instead.
type colleaguesForm struct {
	event.RawGroup
	Paste string   // lines that are not rows yet
	Sure  []string // addresses the visitor was asked about and kept
	Step  string   // the button that was pressed to change the rows, "" for none
}

// Steps are the buttons that change the rows. All of them only show the form
// again; "drop-" is followed by the row.
const (
	stepAdd    = "add"
	stepDrop   = "drop-"
	stepRead   = "read"
	stepOthers = "others" // the sender does not take part
	stepMyself = "myself" // the sender does
)

// mostRows is how many rows a form may bring, whatever a program sends.
const mostRows = 200

func readColleagues(v url.Values) colleaguesForm {
	form := colleaguesForm{Paste: v.Get("colleagues_paste"), Sure: v["colleague_sure[]"], Step: v.Get("colleagues")}
	form.OnlyOthers, form.Together = v.Get("others") == event.Yes, v.Get("together") == event.Yes
	at := func(values []string, i int) string {
		if i < len(values) {
			return values[i]
		}
		return ""
	}
	names, emails, ways := v["colleague_name[]"], v["colleague_email[]"], v["colleague_attendance[]"]
	for i := range min(mostRows, max(len(names), len(emails))) {
		form.People = append(form.People, event.Colleague{Name: at(names, i), Email: at(emails, i), Attendance: at(ways, i)})
	}
	return form
}

// suit forgets colleagues where nobody may bring any, and returns the event as it
// asks the sender: nobody gets past its questions who takes part.
func (f *colleaguesForm) suit(ev *event.Event, late bool) *event.Event {
	switch {
	case !ev.TakesGroups(), late:
		*f = colleaguesForm{}
	case f.OnlyOthers && f.Step != stepMyself, f.Step == stepOthers:
		return ev.ForSender()
	}
	return ev
}

// take does what a button says, and reports whether one was pressed.
func (f *colleaguesForm) take(ev *event.Event) bool {
	switch step := f.Step; {
	case step == "":
		return false
	case step == stepAdd:
		f.People = append(f.People, event.Colleague{})
	case step == stepRead:
		f.read(ev)
	case step == stepOthers, step == stepMyself:
		f.OnlyOthers = step == stepOthers
	case strings.HasPrefix(step, stepDrop):
		if row, err := strconv.Atoi(strings.TrimPrefix(step, stepDrop)); err == nil && row >= 0 && row < len(f.People) {
			f.People = slices.Delete(f.People, row, row+1)
		}
	}
	f.ready()
	return true
}

// ready gives whoever registers others only a first row to fill in.
func (f *colleaguesForm) ready() {
	if f.OnlyOthers && len(f.People) == 0 {
		f.People = []event.Colleague{{}}
	}
}

// read makes rows of the lines, as many as there is room for. Rows that nobody
// filled in give way. It reports whether there were any lines.
func (f *colleaguesForm) read(ev *event.Event) bool {
	if strings.TrimSpace(f.Paste) == "" {
		return false
	}
	f.People = slices.DeleteFunc(f.People, event.Colleague.IsBlank)
	people, rest := event.PasteColleagues(f.Paste, ev.GroupRows(f.OnlyOthers)-len(f.People))
	f.People, f.Paste = append(f.People, people...), rest
	return true
}

// checkColleagues makes a sign-up for everybody, or adds what is wrong with the
// rows. It is nil for somebody who registers only themselves.
func (s *server) checkColleagues(ctx context.Context, ev *event.Event, sender event.Signup, form *colleaguesForm, f *faults) *event.GroupSignup {
	if !ev.TakesGroups() {
		return nil
	}
	f.Read = form.read(ev)
	form.ready()
	group := s.checkRows(ctx, ev, sender, form, f)
	if f.any() || len(group.People) < 2 && !form.OnlyOthers {
		return nil
	}
	return &group
}

// checkRows makes a sign-up of the rows, or adds what is wrong with them.
func (s *server) checkRows(ctx context.Context, ev *event.Event, sender event.Signup, form *colleaguesForm, f *faults) event.GroupSignup {
	group, invalid := ev.NewGroup(sender, form.RawGroup)
	if form.Paste != "" {
		invalid["colleagues_paste"] = event.MsgColleagueMany
	}
	if len(invalid) == 0 {
		f.Unsure = form.unsure()
		invalid = s.takeNoMail(ctx, form.People)
	}
	f.add(invalid)
	return group
}

// showColleagues shows the form again after one of the buttons for colleagues. New
// rows come with what is wrong with them, so that it can be mended at once.
func (s *server) showColleagues(c echo.Context, page registerPage) error {
	form := &page.Form.Colleagues
	if form.Step == stepRead {
		s.checkRows(c.Request().Context(), page.Event, event.Signup{Email: page.Form.Email}, form, &page.faults)
	}
	status := http.StatusOK
	if page.any() {
		status = http.StatusUnprocessableEntity
	}
	return s.renderRegister(c, status, page)
}

// add adds complaints.
func (f *faults) add(invalid event.Invalid) {
	if f.Invalid == nil {
		f.Invalid = event.Invalid{}
	}
	for field, key := range invalid {
		f.Invalid[field] = key
	}
}

// unsure finds the rows with an address that is likely a slip, with what may be
// meant. Each is asked about once.
func (f *colleaguesForm) unsure() map[int]string {
	unsure := map[int]string{}
	for i, c := range f.People {
		if meant, ok := event.SuggestAddress(c.Email); ok && !slices.Contains(f.Sure, c.Email) {
			f.Sure = append(f.Sure, c.Email)
			unsure[i] = meant
		}
	}
	return unsure
}

// takeNoMail complains of addresses whose domains clearly take no mail. Each domain
// is asked about once, all at the same time.
func (s *server) takeNoMail(ctx context.Context, people []event.Colleague) event.Invalid {
	verdicts := make([]address.Verdict, len(people))
	var asked sync.WaitGroup
	for i, c := range people {
		if email, ok := event.ParseAddress(c.Address()); ok {
			asked.Go(func() { verdicts[i] = s.guard.Check(ctx, email) })
		}
	}
	asked.Wait()
	invalid := event.Invalid{}
	for i, v := range verdicts {
		if v == address.NoMail {
			invalid[event.ColleagueField(i, "email")] = event.MsgEmailNoMail
		}
	}
	return invalid
}

// namedOften reports whether an address of the call has got enough mail because of
// those who register colleagues: nobody's mailbox is to be filled by adding and
// cancelling.
func (s *server) namedOften(ctx context.Context, ev *event.Event, call event.Call) (bool, error) {
	if call.Group == nil {
		return false, nil
	}
	return s.store.NamedOften(ctx, ev.ID, call.Group.Addresses(call.Signup), call.Now.Add(-time.Hour))
}

// waitAWhile shows the form after that, unless it was accepted before.
func (s *server) waitAWhile(c echo.Context, page registerPage) error {
	if accepted := s.unlessAccepted(c, page.Event, page.Form, event.ErrTooMany); accepted == nil {
		return nil
	}
	page.Again = page.T("colleagues.too_often")
	return s.renderRegister(c, http.StatusTooManyRequests, page)
}

// colleagueRow is a row of the form as the page shows it.
type colleagueRow struct {
	event.Colleague
	Index  int // from nought, for the button
	Number int // as people count
	Fresh  bool
	Wrong  map[string]string // by "name" and "email"
}

// Field is the id of one of the row's fields.
func (r colleagueRow) Field(field string) string { return event.ColleagueField(r.Index, field) }

// Typed is what stands in one of the row's fields.
func (r colleagueRow) Typed(field string) string {
	if field == "email" {
		return r.Email
	}
	return r.Name
}

// HasDropped reports whether a row was just taken away, with the button that had
// the focus.
func (p registerPage) HasDropped() bool { return strings.HasPrefix(p.Form.Colleagues.Step, stepDrop) }

// TakesColleagues reports whether the form has a part for colleagues. A late link
// lets one person in.
func (p registerPage) TakesColleagues() bool { return p.Event.TakesGroups() && !p.Late }

// OnlyOthers reports whether the sender does not take part.
func (p registerPage) OnlyOthers() bool { return p.Form.Colleagues.OnlyOthers }

// MostPeople is how many one form registers at most: no more than an invite has left.
func (p registerPage) MostPeople() int {
	if p.Invite != nil {
		if left, limited := p.Invite.Left(); limited {
			return min(p.Event.GroupMax, left)
		}
	}
	return p.Event.GroupMax
}

// ColleaguesLeft is how many rows there is still room for.
func (p registerPage) ColleaguesLeft() int {
	rows := p.MostPeople()
	if !p.OnlyOthers() {
		rows--
	}
	return rows - len(p.Form.Colleagues.People)
}

// AsksTogether reports whether it matters that people come together: where places
// can run out.
func (p registerPage) AsksTogether() bool {
	limited := func(c event.Category) bool { return c.Capacity > 0 }
	return p.Event.Capacity > 0 || p.Event.OnSiteWay.Capacity > 0 || p.Event.OnlineWay.Capacity > 0 ||
		slices.ContainsFunc(p.Event.Categories, limited)
}

// Rows are the colleagues as the page shows them.
func (p registerPage) Rows() []colleagueRow {
	var all []colleagueRow
	for i, c := range p.Form.Colleagues.People {
		row := colleagueRow{Colleague: c, Index: i, Number: p.person(i), Wrong: map[string]string{}}
		row.Fresh = p.Form.Colleagues.Step == stepAdd && i == len(p.Form.Colleagues.People)-1
		for _, field := range []string{"name", "email"} {
			row.Wrong[field] = p.colleagueComplaint(i, field)
		}
		all = append(all, row)
	}
	return all
}

// person is the number of a row: the sender is the first, if they take part.
func (p registerPage) person(row int) int {
	if p.OnlyOthers() {
		return row + 1
	}
	return row + 2
}

// colleagueComplaint is what is wrong with a field of a row, or "".
func (p registerPage) colleagueComplaint(row int, field string) string {
	if meant := p.Unsure[row]; meant != "" && field == "email" {
		return p.T("colleagues.did_you_mean", "Email", meant)
	}
	key := p.Invalid[event.ColleagueField(row, field)]
	switch key {
	case "":
		return ""
	case event.MsgColleagueTwice:
		return p.T(string(key), "Other", p.person(p.Form.Colleagues.FirstWith(row)))
	}
	return p.T(string(key), "Max", p.Event.GroupMax)
}

// complainOfColleagues adds what is wrong with the rows, each under its number.
func (p *registerPage) complainOfColleagues() {
	for _, row := range p.Rows() {
		for _, field := range []string{"name", "email"} {
			if wrong := row.Wrong[field]; wrong != "" {
				p.Complaints = append(p.Complaints, complaint{row.Field(field), p.T("colleagues.person", "Number", row.Number) + ": " + wrong})
			}
		}
	}
	if key := p.Invalid["colleagues_paste"]; key != "" {
		p.Complaints = append(p.Complaints, complaint{"colleagues_paste", p.T(string(key), "Max", p.Event.GroupMax)})
	}
}
