package console

import (
	"errors"
	"html/template"
	"net/http"
	"strings"

	"samling/internal/event"
	"samling/internal/store"
)

// newOrganisationPage asks for what a new organisation needs.
type newOrganisationPage struct {
	Page
	mending
	Form event.RawOrganisation
}

func (s *server) newOrganisationPage(v *visit) newOrganisationPage {
	form := event.RawOrganisation{Name: v.FormValue("name"), Slug: v.FormValue("slug")}
	return newOrganisationPage{Page: s.page(v, "organisation.new"), Form: form}
}

// newOrganisation answers GET /console/organisations/new.
func (s *server) newOrganisation(v *visit) error {
	p := s.newOrganisationPage(v)
	p.Form = event.RawOrganisation{}
	return s.render(v, "organisation-new", p)
}

// createOrganisation answers POST /console/organisations/new.
func (s *server) createOrganisation(v *visit) error {
	p := s.newOrganisationPage(v)
	made, invalid := event.NewOrganisation(p.Form)
	if invalid == nil {
		err := s.store.CreateOrganisation(v.ctx(), v.User.ID, &made, s.now())
		if err == nil {
			return v.done(root+"/o/"+made.Slug+"/settings", "organisation_created")
		}
		if !errors.Is(err, event.ErrKnown) {
			return err
		}
		invalid = event.Invalid{"slug": event.MsgSlugKnown}
	}
	p.complain(&p.Page, invalid, "name", "slug")
	return s.renderInvalid(v, "organisation-new", p)
}

// settingsPage is what an organisation says about itself.
type settingsPage struct {
	Page
	mending
	Form    event.RawOrganisation
	Mark    string // of what the form was made from
	Changed string // who saved something else meanwhile
	Saved   event.RawOrganisation
	Privacy template.HTML // the text as visitors see it
}

// settings answers GET /console/o/:org/settings.
func (s *server) settings(v *visit) error {
	p := s.settingsPage(v)
	p.Form, p.Mark = described(&v.Organisation), v.Organisation.DescriptionMark()
	return s.showSettings(v, http.StatusOK, p)
}

func (s *server) settingsPage(v *visit) settingsPage {
	p := settingsPage{Page: s.page(v, "console.settings")}
	p.Rail, p.Tab = "settings", "settings"
	return p
}

func (s *server) showSettings(v *visit, status int, p settingsPage) error {
	var err error
	if p.Privacy, err = s.markdown.HTML(p.Form.Privacy); err != nil {
		return err
	}
	return s.Render(v, status, "console/settings", p)
}

// described is an organisation as its form shows it.
func described(o *event.Organisation) event.RawOrganisation {
	return event.RawOrganisation{
		Slug: o.Slug, Name: o.Name, Address: strings.Join(o.AddressLines, "\n"), Number: o.Number,
		Email: o.Email, Phone: o.Phone, Website: o.Website, Privacy: o.PrivacyText,
	}
}

// saveSettings answers POST /console/o/:org/settings.
func (s *server) saveSettings(v *visit) error {
	p := s.settingsPage(v)
	p.Mark = v.FormValue("mark")
	p.Form = event.RawOrganisation{
		Slug: v.Organisation.Slug, Name: v.FormValue("name"), Address: v.FormValue("address"), Number: v.FormValue("number"),
		Email: v.FormValue("email"), Phone: v.FormValue("phone"), Website: v.FormValue("website"), Privacy: v.FormValue("privacy"),
	}
	changed, invalid := v.Organisation.Describe(p.Form)
	if invalid != nil {
		p.complain(&p.Page, invalid, "name", "address", "number", "email", "phone", "website", "privacy")
		return s.showSettings(v, http.StatusUnprocessableEntity, p)
	}
	if v.FormValue("do") == "show" {
		return s.showSettings(v, http.StatusOK, p)
	}
	err := s.store.DescribeOrganisation(v.ctx(), v.actor(), changed, p.Mark, s.now())
	if errors.Is(err, event.ErrChanged) {
		return s.compareSettings(v, p)
	}
	if err != nil {
		return err
	}
	return v.done(v.orgPath("/settings"), "saved")
}

// compareSettings shows what somebody else saved beside what was typed. Saving
// once more is then a decision.
func (s *server) compareSettings(v *visit, p settingsPage) error {
	now, err := s.store.OrganisationOf(v.ctx(), v.Organisation.ID)
	if err != nil {
		return err
	}
	if p.Changed, err = s.lastBy(v, "organisation.changed"); err != nil {
		return err
	}
	p.Saved, p.Mark = described(&now), now.DescriptionMark()
	return s.showSettings(v, http.StatusConflict, p)
}

// lastBy is who did something in the organisation last.
func (s *server) lastBy(v *visit, verb event.Verb) (string, error) {
	entries, err := s.store.Entries(v.ctx(), v.Organisation.ID, store.AuditQuery{Verb: verb, Limit: 1})
	if err != nil || len(entries) == 0 {
		return v.server.Page(v).T("organisation.somebody"), err
	}
	return entries[0].Who, nil
}

// Differs is what somebody else saved in a field, if it is not what stands there.
func (p settingsPage) Differs(saved, typed string) string {
	if p.Changed == "" || saved == strings.ReplaceAll(typed, "\r\n", "\n") {
		return ""
	}
	if saved == "" {
		return p.T("organisation.nothing")
	}
	return saved
}

// SettingsTabs are the pages about the organisation itself.
func (p Page) SettingsTabs() []Link {
	return []Link{
		{Name: p.T("organisation.tab_settings"), Href: p.OrgURL("/settings"), Current: p.Tab == "settings"},
		{Name: p.T("branding.title"), Href: p.OrgURL("/branding"), Current: p.Tab == "branding"},
		{Name: p.T("console.members"), Href: p.OrgURL("/members"), Current: p.Tab == "members"},
	}
}
