package console

import "samling/internal/event"

// homePage lists the organisations of somebody who has several, or none.
type homePage struct {
	Page
}

// home answers GET /console. Whoever has one organisation goes straight there,
// but for the operator, who makes more of them here.
func (s *server) home(v *visit) error {
	if len(v.Memberships) == 1 && !v.User.IsOperator {
		return v.redirect(root + "/o/" + v.Memberships[0].Organisation.Slug)
	}
	return s.render(v, "home", homePage{s.page(v, "console.choose")})
}

// overviewPage is what an organiser sees first.
type overviewPage struct {
	Page
	Events []event.Event
}

// overview answers GET /console/o/:org.
func (s *server) overview(v *visit) error {
	p := overviewPage{Page: s.page(v, "console.overview")}
	p.Rail = "overview"
	return s.render(v, "overview", p)
}
