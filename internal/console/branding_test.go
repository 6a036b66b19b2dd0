package console_test

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"samling/internal/event"
)

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" onload="alert(1)"><script>alert(1)</script><path d="M0 0h9v9z"/></svg>`

// stored reads a file that was put up.
func (d *desk) stored(name string) string {
	d.t.Helper()
	f, err := d.files.Open(name)
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		d.t.Fatal(err)
	}
	return string(content)
}

func TestBranding(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		gr := d.save("tidiga-insatser", func(ev *event.Event) { ev.Organisation.Colour = "#2c4f9e" })
		boss, other := d.member(gr.OrganisationID, event.Administrator), d.member(gr.OrganisationID, event.Administrator)
		path := "/o/" + gr.Organisation.Slug + "/branding"
		now := func() event.Organisation {
			t.Helper()
			o, err := d.store.OrganisationOf(t.Context(), gr.OrganisationID)
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		a := boss.get(path)
		a.ok(t, "Utseende", "7,7 : 1", "exakt er färg", "Mörkt läge", gr.Organisation.Name)
		boss.get("/en/console"+path).ok(t, "7.7 : 1")
		mark := between(t, a.body, `name="mark" value="`, `"`)
		form := func(colour string) url.Values {
			return url.Values{"mark": {now().LookMark()}, "was": {now().Colour}, "pick": {now().Colour}, "colour": {colour}, "logo_kept": {now().Logo}, "logo_dark_kept": {now().LogoDark}}
		}

		a = boss.upload(path+"/upload", form("#ggg"), "logo", "logo.svg", []byte(drawing))
		a.is(t, http.StatusUnprocessableEntity, "Skriv färgen som #")
		kept := between(t, a.body, `name="logo_kept" value="`, `"`)
		if !strings.Contains(a.body, `value="#ggg"`) || !strings.HasSuffix(kept, ".svg") {
			t.Error("what was typed, or the file, is lost")
		}
		again := form("FC0")
		again.Set("logo_kept", kept)
		boss.post(path+"/upload", again).leads(t, "/console"+path+"?done=saved")
		if o := now(); o.Colour != "#ffcc00" || o.Logo != kept || o.LogoDark != "" {
			t.Errorf("%+v", o)
		}
		if s := d.stored(kept); strings.Contains(s, "alert") || !strings.Contains(s, "M0 0h9v9z") {
			t.Errorf("the logo is not cleaned: %s", s)
		}
		boss.get(path).ok(t, "närmaste färg som går att läsa", "Ta bort logotypen")

		// The second of two learns of the first, and nothing is lost.
		theirs := form("#000")
		theirs.Set("mark", mark)
		a = other.upload(path+"/upload", theirs, "logo_dark", "white.png", aPNG(t, 300, 100))
		a.is(t, http.StatusConflict, "Elin Exempel har sparat ett annat utseende", "#ffcc00")
		theirs.Set("mark", between(t, a.body, `name="mark" value="`, `"`))
		theirs.Set("logo_dark_kept", between(t, a.body, `name="logo_dark_kept" value="`, `"`))
		other.post(path+"/upload", theirs).leads(t, "/console"+path+"?done=saved")
		if o := now(); o.Colour != "#000000" || !strings.HasSuffix(o.LogoDark, ".png") {
			t.Errorf("%+v", o)
		}

		gone := form("")
		gone.Set("logo_remove", "yes")
		boss.post(path+"/upload", gone).leads(t, "/console"+path+"?done=saved")
		if o := now(); o.Colour != "" || o.Logo != "" || o.LogoDark == "" {
			t.Errorf("%+v", o)
		}
		odd := form("#123456")
		odd.Set("logo_kept", "../../key")
		boss.post(path+"/upload", odd).leads(t, "/console"+path+"?done=saved")
		if o := now(); o.Logo != "" {
			t.Errorf("a logo that nobody sent: %q", o.Logo)
		}
	})
}

func aPNG(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLogosThatAreRefused(t *testing.T) {
	d := newDeskOnSQLite(t)
	gr := d.save("tidiga-insatser")
	boss := d.member(gr.OrganisationID, event.Administrator)
	path := "/o/" + gr.Organisation.Slug + "/branding/upload"
	tests := []struct{ name, content, says string }{
		{"no picture", "hello", "SVG, PNG eller JPEG"},
		{"a drawing that cannot be read", "<svg", "går inte att läsa"},
		{"a photograph in a drawing", `<svg viewBox="0 0 1 1"><image href="data:x"/></svg>`, "inga former"},
		{"too much", "<svg viewBox='0 0 1 1'>" + strings.Repeat("<g/>", 6000) + "</svg>", "för invecklad"},
		{"too heavy", "<svg>" + strings.Repeat("<path d='M0 0h1v1h1v1h1v1'/>", 20_000) + "</svg>", "för stor"},
		{"cut off", string(aPNG(t, 300, 300)[:60]), "skadad"},
	}
	for _, tt := range tests {
		o := gr.Organisation
		form := url.Values{"mark": {o.LookMark()}, "colour": {"#123456"}}
		a := boss.upload(path, form, "logo", "logo.svg", []byte(tt.content))
		a.is(t, http.StatusUnprocessableEntity, tt.says)
		if !strings.Contains(a.body, `value="#123456"`) {
			t.Errorf("%s: the colour is lost", tt.name)
		}
	}
}

// A colour can be looked at before it is saved, in a style sheet of its own.
func TestColourIsShownBeforeItIsSaved(t *testing.T) {
	d := newDeskOnSQLite(t)
	gr := d.save("tidiga-insatser", func(ev *event.Event) { ev.Organisation.Colour = "#2c4f9e" })
	boss := d.member(gr.OrganisationID, event.Administrator)
	path := "/o/" + gr.Organisation.Slug + "/branding"
	tests := []struct {
		name, query, shown string
		status             int
	}{
		{"typed", "colour=%23d0021b&pick=%232c4f9e&was=%232c4f9e", "#d0021b", http.StatusOK},
		{"picked", "colour=%232c4f9e&pick=%23d0021b&was=%232c4f9e", "#d0021b", http.StatusOK},
		{"both", "colour=%23abc&pick=%23d0021b&was=%232c4f9e", "#aabbcc", http.StatusOK},
		{"none", "colour=&pick=%232c4f9e&was=%232c4f9e", "#0f5f72", http.StatusOK},
		{"no colour", "colour=red&pick=%232c4f9e&was=%232c4f9e", "#0f5f72", http.StatusUnprocessableEntity},
	}
	for _, tt := range tests {
		a := boss.get(path + "?" + tt.query)
		a.is(t, tt.status)
		href := between(t, a.body, `href="/console`+path+`/preview.css?`, `"`)
		if !strings.HasSuffix(href, url.QueryEscape(tt.shown)) {
			t.Errorf("%s: shows %s", tt.name, href)
		}
		sheet := boss.get(path + "/preview.css?" + href)
		if sheet.status != http.StatusOK || !strings.HasPrefix(sheet.header.Get("Content-Type"), "text/css") || !strings.Contains(sheet.body, `[data-brand="preview"]{`) {
			t.Errorf("%s: %d %s", tt.name, sheet.status, sheet.body)
		}
	}
	evil := boss.get(path + "/preview.css?colour=" + url.QueryEscape("red}*{background:url(//evil)"))
	if strings.Contains(evil.body, "evil") {
		t.Error("writes what somebody typed into a style sheet")
	}
}
