package console

import (
	"net/url"
	"path"
	"strings"

	"samling/internal/i18n"
)

// longestNext is how long an address to return to may be.
const longestNext = 1000

// localNext is where somebody wanted to go who has to sign in first, without a
// language. It is empty unless that is a page of the console: whoever makes a
// link must not decide where people end up.
func localNext(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || len(raw) > longestNext || strings.Contains(raw, `\`) ||
		u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || path.Clean(u.Path) != u.Path {
		return ""
	}
	local := u.Path
	if first, rest, _ := strings.Cut(strings.TrimPrefix(local, "/"), "/"); isLang(first) {
		local = "/" + rest
	}
	if !strings.HasPrefix(local, root+"/") || strings.HasPrefix(local, root+"/sign-in") || strings.HasPrefix(local, root+"/set-up") {
		return ""
	}
	return (&url.URL{Path: local, RawQuery: u.RawQuery}).String()
}

func isLang(text string) bool {
	_, ok := i18n.ParseLang(text)
	return ok
}
