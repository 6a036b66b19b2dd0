package browsertest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"samling/internal/browsertest"
)

func TestMain(m *testing.M) { browsertest.Main(m) }

// policy is as strict as that of our own pages.
const policy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'"

// sheet is a style sheet with every fault that a page below is to show.
const sheet = `
	body { font: 16px/1.5 sans-serif; background: #fff; color: #222; margin: 8px }
	.pale { color: #bbb }
	.small { display: inline-block; width: 12px; height: 12px; overflow: hidden }
	.wide { width: 500px }
	.box { width: 100px; overflow: hidden; white-space: nowrap }
	.scrolls { width: 100px; overflow: auto; white-space: nowrap }
	.blind:focus { outline: none }
	.over { position: fixed; inset: 0 0 auto 0; height: 100px; background: #fff }
	@media (prefers-color-scheme: dark) { body { background: #000; color: #eee } a { color: #9cf } .dim { color: #333 } }
`

// page is a page without faults around what is given.
func page(body string) string {
	return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
		`<title>Page</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/sheet.css"></head><body><main><h1>Page</h1>` + body + `</main></body></html>`
}

// serve answers every path with what is given, but for the style sheet.
func serve(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path == "/sheet.css" {
			w.Header().Set("Content-Type", "text/css")
			fmt.Fprint(w, sheet)
			return
		}
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// show opens a tab on a page with the body.
func show(t *testing.T, body string) *browsertest.Tab {
	t.Helper()
	address := serve(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, page(body)) })
	tab := browsertest.Open(t)
	tab.Window(320)
	if status := tab.Visit(address); status != http.StatusOK {
		t.Fatalf("answered %d", status)
	}
	return tab
}

func TestAxeFindsPlantedFaults(t *testing.T) {
	const button = `<button type="button">Send</button>`
	tests := []struct{ name, body, rule string }{
		{"nothing planted", `<p>Text <a href="/">link</a></p>`, ""},
		{"too little contrast", `<p class="pale">Text</p>`, "color-contrast"},
		{"too little contrast in the dark", `<p class="dim">Text</p>`, "color-contrast"},
		{"field without a label", `<input type="text">`, "label"},
		{"targets too small and too close", `<a class="small" href="/a">a</a><a class="small" href="/b">b</a>`, "target-size"},
		{"heading left out", `<h4>Far down</h4>`, "heading-order"},
		{"two landmarks of one name", `<nav>` + button + `</nav><nav>` + button + `</nav>`, "landmark-unique"},
		{"unknown autocomplete", `<label>Name <input autocomplete="nickle"></label>`, "autocomplete-valid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tab := show(t, tt.body)
			var found []string
			for _, scheme := range []string{"light", "dark"} {
				tab.Scheme(scheme)
				found = append(found, tab.Axe()...)
			}
			hit := slices.ContainsFunc(found, func(s string) bool { return strings.HasPrefix(s, tt.rule+":") })
			if tt.rule == "" && len(found) > 0 || tt.rule != "" && !hit {
				t.Errorf("found %q", found)
			}
			if tt.rule != "" && slices.ContainsFunc(tab.Axe(tt.rule), func(s string) bool { return strings.HasPrefix(s, tt.rule+":") }) {
				t.Error("reports a rule that was left out")
			}
			if complaints := tab.Complaints(); len(complaints) > 0 {
				t.Errorf("the browser complains: %q", complaints)
			}
		})
	}
}

func TestCutFindsWhatCannotBeRead(t *testing.T) {
	long := strings.Repeat("word ", 40)
	tests := []struct{ name, body, want string }{
		{"nothing planted", `<p>` + long + `</p>`, ""},
		{"page too wide", `<p class="wide">` + long + `</p>`, "the page is 508 px wide in a window of 320 px"},
		{"text in a box too small", `<p class="box">` + long + `</p>`, "cut off: word word"},
		{"text that scrolls", `<p class="scrolls" tabindex="0">` + long + `</p>`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := show(t, tt.body).Cut()
			hit := slices.ContainsFunc(found, func(s string) bool { return strings.HasPrefix(s, tt.want) })
			if tt.want == "" && len(found) > 0 || tt.want != "" && !hit {
				t.Errorf("found %q", found)
			}
		})
	}
}

func TestRestyleMakesTextCut(t *testing.T) {
	tab := show(t, `<p class="box">Eight words</p>`)
	if found := tab.Cut(); len(found) > 0 {
		t.Fatalf("found %q", found)
	}
	tab.Restyle("p { letter-spacing: .5em }")
	if found := tab.Cut(); len(found) == 0 {
		t.Error("the text still fits")
	}
	tab.Restyle("")
	if found := tab.Cut(); len(found) > 0 {
		t.Errorf("the sheet is still there: %q", found)
	}
}

func TestKeyboardStops(t *testing.T) {
	tab := show(t, `<p><br><br><br><a id="a" href="/a">ringed</a> <a id="b" class="blind" href="/b">blind</a></p>`)
	for _, want := range []browsertest.Stop{
		{Name: `a "ringed"`, ID: "a", Href: "/a", Ringed: true},
		{Name: `a "blind"`, ID: "b", Href: "/b"},
	} {
		if got := tab.Tab(); got != want {
			t.Errorf("stop is %+v, not %+v", got, want)
		}
	}
	tab = show(t, `<p><a href="/a">under</a></p><p class="over">above</p>`)
	if stop := tab.Tab(); !stop.Covered {
		t.Errorf("does not see what lies over %+v", stop)
	}
}

func TestComplaintsRequestsAndCookies(t *testing.T) {
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	defer elsewhere.Close()
	tests := []struct {
		name    string
		header  http.Header
		body    string
		request string
		fault   string
		cookie  string
	}{
		{name: "nothing planted", body: `<p>Text</p>`},
		{name: "style in the page", body: `<p style="color: red">Text</p>`, fault: "Content Security Policy"},
		{name: "script in the page", body: `<script>document.title = ""</script>`, fault: "Content Security Policy"},
		{name: "picture from elsewhere", header: http.Header{"Content-Security-Policy": nil}, body: `<img src="` + elsewhere.URL + `/x.png" alt="">`, request: elsewhere.URL + "/x.png", fault: "x.png"},
		{name: "fault of a script", header: http.Header{"Content-Security-Policy": nil}, body: `<script>nothing.here()</script>`, fault: "Uncaught"},
		{name: "note to the console", header: http.Header{"Content-Security-Policy": nil}, body: `<script>console.log(1)</script>`, fault: "console"},
		{name: "cookie that no script sees", header: http.Header{"Set-Cookie": {"a=b; HttpOnly"}}, body: `<p>Text</p>`, cookie: "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				for name, values := range tt.header {
					w.Header()[name] = values
				}
				w.WriteHeader(http.StatusNotFound) // which is no fault of a page
				fmt.Fprint(w, page(tt.body))
			})
			tab := browsertest.Open(t)
			if status := tab.Visit(address + "/nowhere"); status != http.StatusNotFound {
				t.Fatalf("answered %d", status)
			}
			want := []string{address + "/nowhere", address + "/sheet.css"}
			if tt.request != "" {
				want = append(want, tt.request)
			}
			var got []string
			for _, r := range tab.Requests() {
				if !strings.HasPrefix(r.URL, "data:") {
					got = append(got, r.URL)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("asked for %q, not %q", got, want)
			}
			if complaints := strings.Join(tab.Complaints(), "\n"); (tt.fault == "") != (complaints == "") || !strings.Contains(complaints, tt.fault) {
				t.Errorf("complains of %q", complaints)
			}
			if cookies := strings.Join(tab.Cookies(), " "); cookies != tt.cookie {
				t.Errorf("cookies %q", cookies)
			}
		})
	}
}

func TestSend(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusUnprocessableEntity)
		}
		fmt.Fprint(w, page("<p id=got>"+r.FormValue("name")+"</p>"))
	})
	tab := browsertest.Open(t)
	tab.Visit(address)
	if status := tab.Send(address+"/x", url.Values{"name": {"Åsa & \"Öberg\""}}); status != http.StatusUnprocessableEntity {
		t.Errorf("answered %d", status)
	}
	if got := tab.Text("#got"); got != `Åsa & "Öberg"` || tab.Address() != address+"/x" {
		t.Errorf("the server got %q at %s", got, tab.Address())
	}
}

func TestScriptsCanBeTurnedOff(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Del("Content-Security-Policy")
		fmt.Fprint(w, page(`<p id="p">off</p><script>document.getElementById("p").textContent = "on"</script>`))
	})
	tab := browsertest.Open(t)
	for _, want := range []string{"on", "off"} {
		tab.Scripts(want == "on")
		tab.Visit(address)
		if got := tab.Text("#p"); got != want {
			t.Errorf("scripts are %s, not %s", got, want)
		}
	}
}

func TestValidateHTMLFindsPlantedFaults(t *testing.T) {
	good := strings.Replace(page(`<p>Text</p>`), `<!DOCTYPE html>`, "<!DOCTYPE html>\n", 1)
	found := browsertest.ValidateHTML(t, map[string]string{
		"good": good, "bad": strings.Replace(good, "<p>", `<p style="color: red"><div>`, 1),
	})
	has := func(text string) bool {
		return slices.ContainsFunc(found, func(s string) bool { return strings.Contains(s, text) })
	}
	if !has("(no-inline-style)") || !has("bad:2:") || has("good") {
		t.Errorf("found %q", found)
	}
}
