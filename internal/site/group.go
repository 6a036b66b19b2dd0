package site

import (
	"crypto/rand"
	"errors"
	"maps"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"samling/internal/event"
	"samling/internal/web"
)

// groupPage is what somebody sees who has registered others: who comes, who waits,
// what is missing. It shows neither what people have answered nor their links.
type groupPage struct {
	eventBase
	Open    event.OpenGroup
	Address string // of this page
	Rows    []memberRow
	CanAdd  bool
	Shut    string // why nobody can be added now, empty where somebody can
}

// memberRow is a person as the page shows them.
type memberRow struct {
	ID        uint
	Name      string
	Email     string // as the sender typed it
	Stage     event.Stage
	Outcome   string
	Successor string // who has the place now, if it was handed over
	Lacks     bool
	Mail      event.MessageState // of the last mail, "" where that is of no use any more
	CanCancel bool
}

// group answers GET /g/:id/:code.
func (s *server) group(c echo.Context) error {
	page, err := s.groupPage(c)
	if err != nil {
		return err
	}
	page.Title = page.T("group.title") + " – " + page.Event.Title
	return s.Render(c, http.StatusOK, "site/group", page)
}

// groupPage finds the group of a private link and what its page shows.
func (s *server) groupPage(c echo.Context) (groupPage, error) {
	ctx, now := c.Request().Context(), s.now()
	id, err := strconv.ParseUint(c.Param("id"), 10, 32)
	if err != nil {
		return groupPage{}, event.ErrNotFound
	}
	g, err := s.store.Group(ctx, uint(id))
	if err != nil {
		return groupPage{}, err
	}
	if err := s.links.CheckGroup(&g, c.Param("code")); err != nil {
		return groupPage{}, err
	}
	open, err := s.store.OpenGroup(ctx, g.ID, now)
	if err != nil {
		return groupPage{}, err
	}
	places, err := s.store.Places(ctx, open.Event.ID)
	if err != nil {
		return groupPage{}, err
	}
	page := groupPage{eventBase: s.eventPage(c, &open.Event, places[open.Event.ID]), Open: open}
	page.Nav, page.Plain, page.NoIndex = "mine", true, true
	page.Address = page.URL("/g/" + c.Param("id") + "/" + c.Param("code"))
	for i := range open.Members {
		page.Rows = append(page.Rows, page.row(&open.Members[i], s))
	}
	page.Shut = page.shut(s)
	page.CanAdd = page.Shut == ""
	return page, nil
}

func (p groupPage) row(m *event.GroupMember, s *server) memberRow {
	ev := &p.Open.Event
	row := memberRow{ID: m.ID, Name: m.Name, Email: m.Email, Stage: m.Stage(), CanCancel: m.MaySenderCancel(ev, s.now())}
	row.Outcome = p.Sentence(p.T("group.is_"+string(row.Stage), "Number", m.Number))
	switch {
	case m.HasLeft():
		row.Successor = m.Registration.Name
	case m.Registration.IsLive():
		row.Lacks, row.Mail = m.Lacks(ev), m.MailState(s.now())
	}
	return row
}

// shut is why nobody can be added to the group now, or "".
func (p groupPage) shut(s *server) string {
	if err := p.Open.Event.IsOpen(s.now()); err != nil {
		return refusal(p.eventBase, err)
	}
	if !p.Open.HasRoom() {
		return p.T("group.full", "Max", p.Open.Event.GroupMax)
	}
	return ""
}

// cancelMemberPage asks whether the sender means to give up somebody's place.
type cancelMemberPage struct {
	groupPage
	Row memberRow
}

// cancelMember answers GET /g/:id/:code/cancel/:person. It changes nothing: programs
// follow the links of mails.
func (s *server) cancelMember(c echo.Context) error {
	page, err := s.cancelMemberPage(c)
	switch {
	case err != nil:
		return err
	case !page.Row.CanCancel:
		return c.Redirect(http.StatusSeeOther, page.Address)
	}
	page.Title = page.T("group.cancel_title", "Name", page.Row.Name) + " – " + page.Event.Title
	return s.Render(c, http.StatusOK, "site/group-cancel", page)
}

// submitCancelMember answers POST /g/:id/:code/cancel/:person. The others stand.
func (s *server) submitCancelMember(c echo.Context) error {
	page, err := s.cancelMemberPage(c)
	if err != nil {
		return err
	}
	err = s.store.WithdrawFromGroup(c.Request().Context(), page.Open.Group.ID, page.Row.ID, s.now())
	if err != nil && !errors.Is(err, event.ErrNotLive) {
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.Address)
}

func (s *server) cancelMemberPage(c echo.Context) (cancelMemberPage, error) {
	page, err := s.groupPage(c)
	if err != nil {
		return cancelMemberPage{}, err
	}
	id, err := strconv.ParseUint(c.Param("person"), 10, 32)
	if err != nil {
		return cancelMemberPage{}, event.ErrNotFound
	}
	for _, row := range page.Rows {
		if row.ID == uint(id) {
			return cancelMemberPage{page, row}, nil
		}
	}
	return cancelMemberPage{}, event.ErrNotFound
}

// addPage asks for somebody to add.
type addPage struct {
	groupPage
	Key        string
	Name       string
	Email      string
	Attendance string
	Category   string
	Sure       string // the address the sender was asked about and kept
	Again      string // nothing is wrong with the form: why to send it again
	Complaints []complaint
}

// Complaint is what is wrong with a field, or "".
func (p addPage) Complaint(field string) string {
	for _, c := range p.Complaints {
		if c.Field == field {
			return c.Text
		}
	}
	return ""
}

// EraseBy is when participants are erased.
func (p groupPage) EraseBy() string { return p.Date(p.Event.EraseBy()) }

// Categories are those that can be chosen now.
func (p addPage) Categories() []event.Category { return p.Open.Event.OfferedCategories() }

// addMember answers GET /g/:id/:code/add.
func (s *server) addMember(c echo.Context) error {
	page, err := s.groupPage(c)
	switch {
	case err != nil:
		return err
	case !page.CanAdd:
		return c.Redirect(http.StatusSeeOther, page.Address)
	}
	return s.renderAdd(c, http.StatusOK, addPage{groupPage: page, Key: rand.Text()})
}

// submitAddMember answers POST /g/:id/:code/add. The same form sent twice adds
// nobody twice.
func (s *server) submitAddMember(c echo.Context) error {
	group, err := s.groupPage(c)
	if err != nil {
		return err
	}
	page := addPage{
		groupPage: group, Key: c.FormValue("key"), Name: c.FormValue("name"), Email: c.FormValue("email"),
		Attendance: c.FormValue("attendance"), Category: c.FormValue("category"), Sure: c.FormValue("sure"),
	}
	if web.IsTooMany(c) {
		page.Again = page.T("register.too_many")
		return s.renderAdd(c, http.StatusTooManyRequests, page)
	}
	ctx, ev := c.Request().Context(), &page.Open.Event
	if _, err := s.store.Receipt(ctx, ev.ID, page.Key); err == nil || !page.CanAdd {
		return c.Redirect(http.StatusSeeOther, page.Address)
	}
	sender, joined, ok := s.checkMember(c, &page)
	if !ok {
		return s.renderAdd(c, http.StatusUnprocessableEntity, page)
	}
	if !formKey.MatchString(page.Key) { // nothing of ours: who knew it could read the receipt
		page.Key, page.Again = rand.Text(), page.T("register.too_fast")
		return s.renderAdd(c, http.StatusUnprocessableEntity, page)
	}
	call := event.Call{FormKey: page.Key, Signup: sender, Group: &joined, InviteID: page.Open.Invite, Now: s.now()}
	switch often, err := s.namedOften(ctx, ev, call); {
	case err != nil:
		return err
	case often:
		page.Again = page.T("colleagues.too_often")
		return s.renderAdd(c, http.StatusTooManyRequests, page)
	}
	_, err = s.store.Register(ctx, ev.Slug, call)
	switch {
	case errors.Is(err, event.ErrBusy):
		page.Again = page.T("register.busy")
		return s.renderAdd(c, http.StatusServiceUnavailable, page)
	case err != nil && refusal(page.eventBase, err) != "":
		page.Again = refusal(page.eventBase, err)
		return s.renderAdd(c, http.StatusConflict, page)
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.Address)
}

// checkMember makes a sign-up of the form, or notes what is wrong with it.
func (s *server) checkMember(c echo.Context, page *addPage) (event.Signup, event.GroupSignup, bool) {
	ev, g := &page.Open.Event, &page.Open.Group
	sender := event.Signup{Name: g.Name, Email: g.Email, Language: g.Language}
	invalid := sender.Answer(ev.ForSender(), func(field string) []string {
		return map[string][]string{"attendance": {page.Attendance}, "category": {page.Category}}[field]
	})
	joined, faults := page.Open.NewMember(event.Colleague{Name: page.Name, Email: page.Email}, sender)
	maps.Copy(invalid, faults)
	if invalid["email"] == "" {
		people := []event.Colleague{{Name: page.Name, Email: page.Email}}
		if key := s.takeNoMail(c.Request().Context(), people)[event.ColleagueField(0, "email")]; key != "" {
			invalid["email"] = key
		}
	}
	for _, f := range []struct{ field, label string }{
		{"name", ""}, {"email", ""}, {"attendance", page.T("colleagues.attendance")}, {"category", page.T("group.category")},
	} {
		switch key := invalid[f.field]; {
		case key == "":
		case f.label == "":
			page.Complaints = append(page.Complaints, complaint{f.field, page.T(string(key), "Max", ev.GroupMax)})
		default:
			page.Complaints = append(page.Complaints, complaint{f.field, about(f.label, page.T(string(key)))})
		}
	}
	if meant, ok := event.SuggestAddress(page.Email); ok && page.Sure != page.Email && len(page.Complaints) == 0 {
		page.Sure = page.Email
		page.Complaints = append(page.Complaints, complaint{"email", page.T("colleagues.did_you_mean", "Email", meant)})
	}
	return sender, joined, len(page.Complaints) == 0
}

func (s *server) renderAdd(c echo.Context, status int, page addPage) error {
	page.Title = page.T("group.add_title") + " – " + page.Event.Title
	if status >= http.StatusBadRequest {
		page.Title = page.T("register.error") + " " + page.Title
	}
	return s.Render(c, status, "site/group-add", page)
}
