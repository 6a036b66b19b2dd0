package console

// homePage lists the organisations of somebody who has several, or none.
type homePage struct {
	Page
}

// home answers GET /console. Whoever has one organisation goes straight there.
func (s *server) home(v *visit) error {
	if len(v.Memberships) == 1 {
		return v.redirect(root + "/o/" + v.Memberships[0].Organisation.Slug)
	}
	return s.render(v, "home", homePage{s.page(v, "console.choose")})
}
