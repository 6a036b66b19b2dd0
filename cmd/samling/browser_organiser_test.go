package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samling/internal/browsertest"
	"samling/internal/i18n"
)

// A new organiser, from the link in the log to the signature list on paper, in
// one sitting: in Swedish with scripts and in English without.
func TestBrowserOrganiserArrangesAnEvent(t *testing.T) {
	setenv(t)
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, how := range map[string]struct {
		lang    i18n.Lang
		scripts bool
		width   int
	}{
		"in Swedish, with JavaScript": {i18n.Swedish, true, 1280}, "in English, without JavaScript": {i18n.English, false, 320},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := starts(t, "serve", "--data", filepath.Join(t.TempDir(), "data"), "--signups-per-minute", "0", "--no-check-domains")
			tab := browsertest.Open(t)
			tab.Scripts(how.scripts)
			tab.Window(how.width)
			p := words.Printer(how.lang)
			d := &debut{t: t, server: s, tab: tab, p: p}
			if how.lang == i18n.English {
				d.prefix = "/en"
			}
			d.setUp()
			d.makeEvent()
			d.describe()
			d.makeProgram()
			d.publish()
			d.signUp(10)
			d.export()
			d.print()
			tidy(t, tab, s.base)
		})
	}
}

// debut is the first sitting of an organiser.
type debut struct {
	*server
	t      *testing.T
	tab    *browsertest.Tab
	p      *i18n.Printer
	prefix string
	event  string // where the event lies in the console
}

// save presses the button that saves the form of a page.
func (d *debut) save(heading string) {
	d.t.Helper()
	arrives(d.t, d.tab, d.tab.Click(`main form [type="submit"]:not(.vh)`), heading)
}

func (d *debut) visit(path, heading string) {
	d.t.Helper()
	arrives(d.t, d.tab, d.tab.Visit(d.base+d.prefix+path), heading)
}

func (d *debut) fill(fields ...string) {
	d.t.Helper()
	for i := 0; i < len(fields); i += 2 {
		d.tab.Fill(fields[i], fields[i+1])
	}
}

func (d *debut) setUp() {
	d.t.Helper()
	link := d.setUpLink(d.t)
	d.visit(strings.TrimPrefix(link, d.base), d.p.T("setup.title"))
	d.fill("#name", "Elin Exempel", "#email", "elin@example.org", "#organisation", "Älvs kommun", "#sender_email", "evenemang@example.org")
	d.save(d.p.T("testmail.title"))
	d.visit("/console", "Elin")
}

func (d *debut) makeEvent() {
	d.t.Helper()
	d.visit("/console/o/alvs-kommun/events/new", d.p.T("editor.new"))
	day := time.Now().AddDate(0, 0, 40)
	d.fill("#title", "Nätverksträff om folkhälsa", "#date", day.Format(time.DateOnly), "#starts", "09:00", "#ends", "12:00",
		"#place-name", "Folkets hus", "#registration-last_day", day.AddDate(0, 0, -7).Format(time.DateOnly), "#registration-capacity", "8")
	d.save("Nätverksträff om folkhälsa")
	d.event = "/console/o/alvs-kommun/e/natverkstraff-om-folkhalsa"
	if got := d.tab.Address(); !strings.HasPrefix(got, d.base+d.prefix+d.event) {
		d.t.Fatalf("ended at %s", got)
	}
}

func (d *debut) describe() {
	d.t.Helper()
	d.visit(d.event+"/edit", "Nätverksträff")
	d.fill("#lead", "Vi ses och lär av varandra.", "#contact-email", "elin@example.org", "#contact-name", "Elin Exempel",
		"#privacy_text", "Vi använder dina uppgifter för att ordna träffen.", "#registration-waiting_list", "yes")
	arrives(d.t, d.tab, d.tab.Click(`.savebar [value="save"]`), "Nätverksträff")
}

func (d *debut) makeProgram() {
	d.t.Helper()
	d.visit(d.event+"/program", "Nätverksträff")
	d.fill("#paste", "09.00 Välkommen – Elin Exempel, utvecklare\n09.30 Vilka har framtidstro? – Anna Berg, strateg\n10.30 Paus\n10.45 Samtal")
	d.tab.Click(`[value="paste"]`)
	arrives(d.t, d.tab, d.tab.Click(`.savebar [value="save"]`), "Nätverksträff")
	arrives(d.t, d.tab, d.tab.Visit(d.base+d.prefix+d.event+"/speakers"), "Nätverksträff")
	if text := d.tab.Text("main"); !strings.Contains(text, "Anna Berg") || !strings.Contains(text, "Elin Exempel") {
		d.t.Errorf("the speakers are not there:\n%s", text)
	}
}

func (d *debut) publish() {
	d.t.Helper()
	d.visit(d.event+"/publish", "Nätverksträff")
	arrives(d.t, d.tab, d.tab.Click(`form[action$="/publish"] [type="submit"]`), "Nätverksträff")
	if text := d.tab.Text("main"); !strings.Contains(text, d.p.T("publish.is_public")) {
		d.t.Fatalf("it is not public:\n%s", text)
	}
	d.visit("/e/natverkstraff-om-folkhalsa", "Nätverksträff")
	if text := d.tab.Text("main"); !strings.Contains(text, "Vilka har framtidstro?") {
		d.t.Errorf("the programme is not there:\n%s", text)
	}
}

// signUp lets so many people register, of whom two come from Ale kommun.
func (d *debut) signUp(people int) {
	d.t.Helper()
	address := d.base + d.prefix + "/e/natverkstraff-om-folkhalsa/register"
	forms := make([]url.Values, people)
	for i := range forms {
		raw := person(i)
		forms[i] = url.Values{"name": {raw.Name}, "email": {raw.Email}, "organisation": {"Region Sörmland"}}
		if i < 2 {
			forms[i].Set("organisation", "Ale kommun")
		}
		_, body := fetch(d.t, address)
		for _, field := range hiddenField.FindAllStringSubmatch(body, -1) {
			forms[i].Set(field[1], field[2])
		}
	}
	time.Sleep(thinking)
	for i, form := range forms {
		if status, page := send(d.t, address, form); status != http.StatusOK {
			d.t.Fatalf("sign-up %d answers %d:\n%s", i, status, page)
		}
	}
	d.visit(d.event+"/participants", "Nätverksträff")
	if text := d.tab.Text("main"); !strings.Contains(text, fmt.Sprint(people)) {
		d.t.Errorf("the list does not count %d:\n%s", people, text)
	}
}

// export takes out the list of one organisation, as the button does.
func (d *debut) export() {
	d.t.Helper()
	d.fill("#organisation", "Ale kommun")
	arrives(d.t, d.tab, d.click(`[name="set"][value="filter"]`), "Nätverksträff")
	button := d.tab.Attribute(`[name="format"][value="csv"]`, "formaction")
	status, contentType, body := d.post(strings.TrimPrefix(button, d.prefix), url.Values{"format": {"csv"}})
	if status != http.StatusOK || !strings.HasPrefix(contentType, "text/csv") {
		d.t.Fatalf("the export answers %d, %s", status, contentType)
	}
	if lines := strings.Count(strings.TrimSpace(body), "\n"); lines != 2 || strings.Contains(body, "Sörmland") {
		d.t.Errorf("the export of two people:\n%s", body)
	}
}

// click presses a button that may be folded away.
func (d *debut) click(selector string) int {
	d.t.Helper()
	d.tab.Open("details:has(" + selector + ")")
	return d.tab.Click(selector)
}

// print looks at the signature list.
func (d *debut) print() {
	d.t.Helper()
	d.visit(d.event+"/attendance", "Nätverksträff")
	status, contentType, body := d.get(d.event + "/attendance.pdf")
	if status != http.StatusOK || contentType != "application/pdf" || !strings.HasPrefix(body, "%PDF-") {
		d.t.Errorf("the signature list answers %d, %s", status, contentType)
	}
}

func (d *debut) get(path string) (status int, contentType, body string) {
	d.t.Helper()
	return d.do(http.MethodGet, path, nil)
}

func (d *debut) post(path string, form url.Values) (status int, contentType, body string) {
	d.t.Helper()
	return d.do(http.MethodPost, path, form)
}

// do asks for what a browser would save to a file, with the cookie of the tab.
func (d *debut) do(method, path string, form url.Values) (status int, contentType, body string) {
	d.t.Helper()
	req, err := http.NewRequestWithContext(d.t.Context(), method, d.base+d.prefix+path, strings.NewReader(form.Encode()))
	if err != nil {
		d.t.Fatal(err)
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	req.AddCookie(&http.Cookie{Name: "samling", Value: d.tab.CookieValue("samling")})
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		d.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header.Get("Content-Type"), string(text)
}
