package console

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// keptPage is what somebody sent whose sign-in had ended.
type keptPage struct {
	Page
	Action string
	Fields []keptField
}

// keptField is a field of the form that was sent.
type keptField struct{ Name, Value string }

// IsText reports whether the field is worth reading: somebody may want to copy
// what they wrote.
func (f keptField) IsText() bool { return len(strings.Fields(f.Value)) > 2 }

// Texts are the fields worth reading.
func (p keptPage) Texts() []string {
	var all []string
	for _, f := range p.Fields {
		if f.IsText() {
			all = append(all, f.Value)
		}
	}
	return all
}

// keepForm answers a form of somebody who is signed out with the form itself:
// what was typed is not lost, and can be sent again after signing in in another
// tab. It returns false for what must not or cannot stand on a page: secrets,
// files, and forms with nothing in them.
func (s *server) keepForm(v *visit) (keptPage, bool) {
	r := v.Request()
	if r.Method != http.MethodPost || r.ParseForm() != nil || len(r.PostForm) == 0 {
		return keptPage{}, false
	}
	page := keptPage{Page: s.page(v, "kept.title"), Action: s.Path(s.Lang(v), r.URL.RequestURI())}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		if isSecret(name) {
			return keptPage{}, false
		}
		for _, value := range r.PostForm[name] {
			page.Fields = append(page.Fields, keptField{name, value})
		}
	}
	return page, true
}

// isSecret finds the names of fields that hold what nobody may read.
func isSecret(name string) bool {
	return slices.ContainsFunc([]string{"password", "secret", "code", "otp", "token"}, func(part string) bool {
		return strings.Contains(strings.ToLower(name), part)
	})
}
