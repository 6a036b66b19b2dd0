package console

import (
	"errors"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"samling/internal/design"
	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/web"
)

// brandingForm is what the page about colour and logos may bring.
type brandingForm struct {
	Colour   string // as typed
	Pick     string // from the browser's own chooser
	Was      string // what both showed at first
	Logo     string // name in the file store
	LogoDark string
}

// brandingPage shows what an organisation's colour and logos become.
type brandingPage struct {
	Page
	mending
	Form    brandingForm
	Mark    string // of what the form was made from
	Changed string // who saved something else meanwhile
	Saved   event.Organisation
	Theme   design.Theme
	Shown   string // the colour of the preview, "#rrggbb"
}

// shownBrand is the name of the look that the page shows.
const shownBrand = "preview"

func (s *server) brandingPage(v *visit) brandingPage {
	p := brandingPage{Page: s.page(v, "branding.title"), Mark: v.FormValue("mark")}
	p.Rail, p.Tab = "settings", "branding"
	first, _ := utf8.DecodeRuneInString(v.Organisation.Name)
	p.Letter = string(unicode.ToUpper(first))
	return p
}

// branding answers GET /console/o/:org/branding, also for a colour that is only
// to be looked at.
func (s *server) branding(v *visit) error {
	p, o := s.brandingPage(v), v.Organisation
	p.Mark = o.LookMark()
	p.Form = brandingForm{Colour: o.Colour, Was: o.Colour, Logo: o.Logo, LogoDark: o.LogoDark}
	if v.QueryParams().Has("colour") {
		p.Form.Colour, p.Form.Pick, p.Form.Was = v.QueryParam("colour"), v.QueryParam("pick"), v.QueryParam("was")
		p.Form.Colour = p.Form.chosen()
	}
	status := http.StatusOK
	if _, invalid := colour(p.Form.Colour); invalid != nil {
		p.complain(&p.Page, invalid, "colour")
		status = http.StatusUnprocessableEntity
	}
	return s.showBranding(v, status, p)
}

// chosen is the colour of the two fields for it that was changed.
func (f brandingForm) chosen() string {
	if f.Pick != "" && f.Pick != pickable(f.Was) && f.Colour == f.Was {
		return f.Pick
	}
	return f.Colour
}

// pickable is a colour as the browser's own chooser wants it.
func pickable(colour string) string {
	hex, err := design.NormalHex(colour)
	if err != nil {
		return design.DefaultBrand
	}
	return hex
}

// colour reads what was typed. Nothing is the look of Samling itself.
func colour(typed string) (string, event.Invalid) {
	if strings.TrimSpace(typed) == "" {
		return "", nil
	}
	hex, err := design.NormalHex(typed)
	if err != nil {
		return "", event.Invalid{"colour": "branding.colour_wrong"}
	}
	return hex, nil
}

func (s *server) showBranding(v *visit, status int, p brandingPage) error {
	var err error
	p.Shown = pickable(p.Form.Colour)
	p.Form.Was, p.Form.Pick = p.Form.Colour, p.Shown
	if p.Theme, err = design.NewTheme(p.Shown); err != nil {
		return err
	}
	p.Brands = []web.Brand{{Name: shownBrand, Href: p.OrgURL("/branding/preview.css?" + url.Values{"colour": {p.Shown}}.Encode())}}
	return s.Render(v, status, "console/branding", p)
}

// brandingSheet answers GET /console/o/:org/branding/preview.css.
func (s *server) brandingSheet(v *visit) error {
	theme, err := design.NewTheme(pickable(v.QueryParam("colour")))
	if err != nil {
		return err
	}
	return v.Blob(http.StatusOK, "text/css; charset=utf-8", []byte(theme.CSS(`[data-brand="`+shownBrand+`"]`)))
}

// saveBranding answers POST /console/o/:org/branding/upload.
func (s *server) saveBranding(v *visit) error {
	p := s.brandingPage(v)
	p.Form = brandingForm{Colour: v.FormValue("colour"), Pick: v.FormValue("pick"), Was: v.FormValue("was")}
	p.Form.Colour = p.Form.chosen()
	changed := v.Organisation
	var invalid event.Invalid
	if changed.Colour, invalid = colour(p.Form.Colour); invalid == nil {
		invalid = event.Invalid{}
	}
	var err error
	if p.Form.Logo, err = s.logo(v, "logo", invalid); err != nil {
		return err
	}
	if p.Form.LogoDark, err = s.logo(v, "logo_dark", invalid); err != nil {
		return err
	}
	if len(invalid) > 0 {
		p.complain(&p.Page, invalid, "colour", "logo", "logo_dark")
		return s.showBranding(v, http.StatusUnprocessableEntity, p)
	}
	changed.Logo, changed.LogoDark = p.Form.Logo, p.Form.LogoDark
	err = s.store.DressOrganisation(v.ctx(), v.actor(), changed, p.Mark, s.now())
	if errors.Is(err, event.ErrChanged) {
		return s.compareBranding(v, p)
	}
	if err != nil {
		return err
	}
	return v.done(v.orgPath("/branding"), "saved")
}

// compareBranding shows that somebody else saved another look. Saving once more
// is then a decision.
func (s *server) compareBranding(v *visit, p brandingPage) error {
	var err error
	if p.Saved, err = s.store.OrganisationOf(v.ctx(), v.Organisation.ID); err != nil {
		return err
	}
	if p.Changed, err = s.lastBy(v, "organisation.dressed"); err != nil {
		return err
	}
	p.Mark = p.Saved.LookMark()
	return s.showBranding(v, http.StatusConflict, p)
}

// Horizon is the landscape of the preview.
func (p brandingPage) Horizon() template.HTML {
	return design.Horizon(p.Organisation.Slug, design.Small)
}

// IsAdapted reports whether buttons get another colour than the organisation's
// own, because nobody could read on that.
func (p brandingPage) IsAdapted() bool { return p.Theme.Accent["base-default"].Light != p.Shown }

// Ratios are the contrasts that the colour gives.
func (p brandingPage) Ratios() []design.Ratio { return p.Theme.Ratios() }

// Ratio writes a contrast as people say it: "7,7 : 1". It is never more than
// there is.
func (p brandingPage) Ratio(n float64) string {
	return p.toOne(strconv.FormatFloat(math.Floor(n*10)/10, 'f', 1, 64))
}

// Needs writes the contrast that is demanded: "7 : 1".
func (p brandingPage) Needs(r design.Ratio) string {
	return p.toOne(strconv.FormatFloat(r.Needs, 'f', -1, 64))
}

func (p brandingPage) toOne(number string) string {
	if p.Lang() == i18n.Swedish {
		number = strings.ReplaceAll(number, ".", ",")
	}
	return number + "\u00a0:\u00a01"
}
