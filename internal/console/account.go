package console

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/store"
)

// accountPage is what users see and change of themselves.
type accountPage struct {
	Page
	mending
	Name     string
	Language string
	Scheme   string
	Browsers []browser
}

// browser is one in which the user is signed in.
type browser struct {
	ID         uint
	What       string // "Firefox på Windows"
	SignedIn   string
	Seen       string
	IsHandheld bool
	IsThis     bool
}

// schemes are how the console can look: as the device likes, light or dark.
var schemes = []string{"", "light", "dark"}

func (s *server) accountPage(v *visit) (accountPage, error) {
	p := accountPage{Page: s.page(v, "console.account"), Name: v.User.Name, Language: v.User.Language, Scheme: v.User.Scheme}
	p.Rail = "account"
	s.lead(&p.Page)
	signins, err := s.store.Signins(v.ctx(), v.User.ID, s.now())
	for _, in := range signins {
		p.Browsers = append(p.Browsers, p.browser(&in, v.Signin.ID))
	}
	slices.SortStableFunc(p.Browsers, func(a, b browser) int { return before(a.IsThis, b.IsThis) })
	return p, err
}

// before puts what is so before what is not.
func before(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// lead shows the way back from a page that is about no organisation: to the only
// one there is, or to the choice.
func (s *server) lead(p *Page) {
	switch {
	case len(p.Memberships) == 1:
		p.Organisation = p.Memberships[0].Organisation
	case len(p.Memberships) > 1:
		p.Crumbs = []Crumb{{p.T("console.choose"), p.ConsoleURL("")}, {Name: p.Title}}
	}
}

// accountZone is the clock by which people are told when they signed in.
const accountZone = "Europe/Stockholm"

func (p accountPage) browser(in *event.Signin, this uint) browser {
	zone, err := time.LoadLocation(accountZone)
	if err != nil {
		zone = time.UTC
	}
	b := browser{ID: in.ID, IsThis: in.ID == this, IsHandheld: in.IsHandheld()}
	b.SignedIn, b.Seen = p.DayMoment(in.CreatedAt.In(zone)), p.DayMoment(in.SeenAt.In(zone))
	switch name, system := in.Browser(); {
	case name != "" && system != "":
		b.What = p.T("account.browser_on", "Browser", name, "System", system)
	case name != "":
		b.What = name
	default:
		b.What = p.T("account.browser_unknown")
	}
	return b
}

// Others reports whether the user is signed in elsewhere too.
func (p accountPage) Others() bool { return len(p.Browsers) > 1 }

// Languages are those to choose from, by their own names.
func (p accountPage) Languages() []Choice {
	return []Choice{{"sv", "Svenska", p.Language == "sv"}, {"en", "English", p.Language == "en"}}
}

// Schemes are how the console can look.
func (p accountPage) Schemes() []Choice {
	return []Choice{
		{"", p.T("account.scheme_device"), p.Scheme == ""},
		{"light", p.T("account.scheme_light"), p.Scheme == "light"},
		{"dark", p.T("account.scheme_dark"), p.Scheme == "dark"},
	}
}

// Choice is one of several to choose from.
type Choice struct {
	Value  string
	Name   string
	Chosen bool
}

// showAccount answers GET /console/account.
func (s *server) showAccount(v *visit) error {
	p, err := s.accountPage(v)
	if err != nil {
		return err
	}
	return s.render(v, "account", p)
}

// saveAccount answers POST /console/account.
func (s *server) saveAccount(v *visit) error {
	p, err := s.accountPage(v)
	if err != nil {
		return err
	}
	p.Name, p.Language, p.Scheme = v.FormValue("name"), v.FormValue("language"), v.FormValue("scheme")
	name, wrong := event.NewName(p.Name)
	if wrong != "" {
		p.complain(&p.Page, event.Invalid{"name": wrong}, "name")
		return s.renderInvalid(v, "account", p)
	}
	if !slices.Contains(event.Languages, p.Language) || !slices.Contains(schemes, p.Scheme) {
		return event.ErrNotFound // no choice of the form
	}
	if err := s.store.ChangeUser(v.ctx(), v.User.ID, store.UserChange{Name: name, Language: p.Language, Scheme: p.Scheme}); err != nil {
		return err
	}
	// From now on in the language that was chosen.
	done := root + "/account?" + url.Values{doneField: {"saved"}}.Encode()
	return v.Redirect(http.StatusSeeOther, s.Path(i18n.Lang(p.Language), done))
}

// signOutOne answers POST /console/account/sign-out.
func (s *server) signOutOne(v *visit) error {
	id, err := strconv.ParseUint(v.FormValue("id"), 10, 32)
	if err != nil {
		return event.ErrNotFound
	}
	if err := s.store.SignOut(v.ctx(), v.User.ID, uint(id)); err != nil {
		return err
	}
	return v.done(root+"/account", "signed_out")
}

// signOutOthers answers POST /console/account/sign-out-others.
func (s *server) signOutOthers(v *visit) error {
	if err := s.store.SignOutEverywhere(v.ctx(), v.User.ID, v.Signin.ID); err != nil {
		return err
	}
	return v.done(root+"/account", "signed_out_others")
}
