package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"samling/internal/browsertest"
	"samling/internal/i18n"
)

// slugInvited is a dialogue like that of Halmstad, in another municipality:
// departments were asked for two people each a month ago.
const slugInvited = "dialog-laholm"

// AC16 in a browser: the organiser reminds the departments that are silent, and
// one of them sends two people, the first by the link and the second by the code.
func TestBrowserDepartmentsAreInvited(t *testing.T) {
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
			d := &dialogue{office: newOffice(t), p: words.Printer(how.lang)}
			if how.lang == i18n.English {
				d.prefix = "/en"
			}
			d.desk, d.visitor = d.open(t), browsertest.Open(t)
			for _, tab := range []*browsertest.Tab{d.desk, d.visitor} {
				tab.Scripts(how.scripts)
				tab.Window(how.width)
			}
			d.remind()
			d.paste()
			d.come()
			d.look()
			tidy(t, d.desk, d.base)
			wellBehaved(t, d.visitor, d.base)
		})
	}
}

// dialogue is what an organiser and the invited do.
type dialogue struct {
	*office
	p             *i18n.Printer
	prefix        string
	desk, visitor *browsertest.Tab
	link, code    string // of the department that was reminded
}

const dialogueTitle = "Samverkan för inkludering"

func (d *dialogue) invites(path string) string {
	return d.base + d.prefix + "/console/o/region-halland/e/" + slugInvited + "/invites" + path
}

// says demands of a tab that it says something.
func (d *dialogue) says(tab *browsertest.Tab, texts ...string) {
	d.t.Helper()
	page := strings.Join(strings.Fields(tab.Text("main")), " ")
	for _, text := range texts {
		if !strings.Contains(page, text) {
			d.t.Errorf("%s does not say %q:\n%s", tab.Address(), text, page)
		}
	}
}

// remind sends a reminder to the two silent departments that have an address.
func (d *dialogue) remind() {
	d.t.Helper()
	arrives(d.t, d.desk, d.desk.Visit(d.invites("")), dialogueTitle)
	d.says(d.desk, d.p.T("invites.say", "Count", 6), d.p.T("invites.say_of", "Count", 5, "Of", 12), d.p.T("invites.say_silent", "Count", 3))
	arrives(d.t, d.desk, d.desk.Click(`main a[href$="/invites/remind"]`), d.p.T("invites.remind"))
	d.says(d.desk, "Miljökontoret", "Samhällsbyggnadskontoret", d.p.T("invites.remind_alone", "Count", 1))
	arrives(d.t, d.desk, d.desk.Click(`main form [type="submit"]`), dialogueTitle)
	d.says(d.desk, d.p.T("done.invites_reminded"))
	for _, id := range d.mails(3) { // one is of the office
		_, mail := fetch(d.t, d.base+"/mailbox/"+id)
		if !strings.Contains(mail, "miljo@laholm.example") {
			continue
		}
		d.link = regexp.MustCompile(regexp.QuoteMeta(d.base) + `/e/` + slugInvited + `/invited/\d+/[\w-]+`).FindString(mail)
		d.code = regexp.MustCompile(`\b[2-9A-Z]{4}-[2-9A-Z]{4}\b`).FindString(mail)
	}
	if d.link == "" || d.code == "" {
		d.t.Fatal("no reminder has a link and a code")
	}
}

// paste invites two more departments, and sends them their invites.
func (d *dialogue) paste() {
	d.t.Helper()
	arrives(d.t, d.desk, d.desk.Visit(d.invites("/paste")), d.p.T("invites.paste"))
	d.desk.Fill("#list", "Driftenheten, drift@laholm.example\nMiljökontoret, miljo@laholm.example, 2\nLaholmshem; hem.laholm.example")
	if status := d.desk.Click(`main form [type="submit"]`); status != http.StatusUnprocessableEntity {
		d.t.Errorf("a bad line answers %d", status)
	}
	d.says(d.desk, d.p.T("invites.paste_line", "Number", 3, "What", d.p.T("invalid.email_malformed")))
	d.desk.Fill("#list", "Driftenheten, drift@laholm.example\nMiljökontoret, miljo@laholm.example, 2\nLaholmshem; hem@laholm.example")
	arrives(d.t, d.desk, d.desk.Click(`main form [type="submit"]`), d.p.T("invites.paste"))
	d.says(d.desk, d.p.T("invites.paste_found", "Count", 2), d.p.T("invites.paste_known", "Count", 1), "Laholmshem")
	arrives(d.t, d.desk, d.desk.Click(`main [name="confirm"]`), dialogueTitle)
	arrives(d.t, d.desk, d.desk.Click(`main a[href$="/invites/send"]`), d.p.T("invites.send"))
	arrives(d.t, d.desk, d.desk.Click(`main form [type="submit"]`), dialogueTitle)
	d.says(d.desk, d.p.T("done.invites_sent"))
	d.mails(5)
}

// come lets two people of a department register, and a third one not.
func (d *dialogue) come() {
	d.t.Helper()
	d.visitor.Visit(d.base + d.prefix + "/")
	if strings.Contains(d.visitor.Text("main"), dialogueTitle+", Laholm") {
		d.t.Error("the dialogue is listed")
	}
	link := strings.Replace(d.link, d.base, d.base+d.prefix, 1)
	for i, left := range []int{2, 1} {
		if i == 0 {
			arrives(d.t, d.visitor, d.visitor.Visit(link), d.p.T("register.title"))
		} else {
			arrives(d.t, d.visitor, d.visitor.Visit(d.base+d.prefix+"/e/"+slugInvited), dialogueTitle)
			d.visitor.Fill("#code", strings.ToLower(strings.Replace(d.code, "-", " ", 1)))
			arrives(d.t, d.visitor, d.visitor.Click(`main form [type="submit"]`), d.p.T("register.title"))
		}
		d.says(d.visitor, d.p.T("invited.left", "Name", "Miljökontoret", "Count", left, "Of", 2))
		raw := person(1500 + i)
		d.visitor.Fill("#name", raw.Name)
		d.visitor.Fill("#email", raw.Email)
		time.Sleep(thinking)
		d.visitor.Click(`main .form-actions [type="submit"]`)
		if at := d.visitor.Address(); !strings.Contains(at, "/receipt/") {
			d.t.Fatalf("ended at %s:\n%s", at, d.visitor.Text("main"))
		}
	}
	if status := d.visitor.Visit(link); status != http.StatusConflict {
		d.t.Errorf("a used link answers %d", status)
	}
	d.says(d.visitor, d.p.T("invited.used", "Name", "Miljökontoret"))
	d.visitor.Visit(d.base + d.prefix + "/e/" + slugInvited + "/invited")
	d.visitor.Fill("#code", d.code)
	if status := d.visitor.Click(`main form [type="submit"]`); status != http.StatusUnprocessableEntity {
		d.t.Errorf("a used code answers %d", status)
	}
	d.says(d.visitor, d.p.T("invited.code_wrong"))
}

// look finds what came of it in the matrix.
func (d *dialogue) look() {
	d.t.Helper()
	arrives(d.t, d.desk, d.desk.Visit(d.invites("")), dialogueTitle)
	d.says(d.desk, d.p.T("invites.say_of", "Count", 7, "Of", 16), fmt.Sprintf("Miljökontoret miljo@laholm.example 2 2 %s, Miljökontoret 0 0 %s", d.p.T("invites.registered"), d.p.T("invites.state_full")))
}
