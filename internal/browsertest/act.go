package browsertest

import (
	"encoding/json"
	"net/url"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Visit opens an address and returns the status of the answer.
func (tab *Tab) Visit(address string) int {
	tab.t.Helper()
	return int(get(tab, chromedp.NavigateResponse(address)).Status)
}

// Send posts a form from the page that is open, and returns the status of the
// page that follows.
func (tab *Tab) Send(address string, form url.Values) int {
	tab.t.Helper()
	var fields [][2]string
	for name, values := range form {
		for _, value := range values {
			fields = append(fields, [2]string{name, value})
		}
	}
	arguments, err := json.Marshal([]any{address, fields})
	if err != nil {
		tab.t.Fatal(err)
	}
	return tab.leads(chromedp.Evaluate[chromedp.Void](`(([address, fields]) => {
		const form = document.createElement("form");
		form.method = "post";
		form.action = address;
		for (const [name, value] of fields) {
			const field = document.createElement("textarea");
			field.name = name;
			field.value = value;
			form.append(field);
		}
		document.body.append(form);
		form.submit();
	})(` + string(arguments) + `)`))
}

// leads takes a step that leads to another page, and returns its status.
func (tab *Tab) leads(step chromedp.Action[chromedp.Void]) int {
	tab.t.Helper()
	answer, err := chromedp.RunResponse(tab.ctx, step)
	if err != nil {
		tab.t.Fatal(err)
	}
	return int(answer.Status)
}

// Click clicks on what a CSS selector names, and returns the status of the page
// to which that leads.
func (tab *Tab) Click(selector string) int {
	tab.t.Helper()
	return tab.leads(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// Type types into the field that a CSS selector names.
func (tab *Tab) Type(selector, text string) {
	tab.t.Helper()
	tab.do(chromedp.SendKeys(chromedp.CSS(selector), text, chromedp.NodeVisible))
}

// Fill puts a text into a field in place of what stands there, as a date picker
// or a paste does. The field may be out of sight.
func (tab *Tab) Fill(selector, text string) {
	tab.t.Helper()
	arguments, err := json.Marshal([]string{selector, text})
	if err != nil {
		tab.t.Fatal(err)
	}
	found := get(tab, chromedp.Evaluate[bool](`(([selector, text]) => {
		const field = document.querySelector(selector);
		if (!field) return false;
		if (field.type === "radio" || field.type === "checkbox") field.checked = true;
		else field.value = text;
		field.dispatchEvent(new Event("input", { bubbles: true }));
		field.dispatchEvent(new Event("change", { bubbles: true }));
		return true;
	})(`+string(arguments)+`)`))
	if !found {
		tab.t.Fatalf("%s has no %s", tab.Address(), selector)
	}
}

// Open unfolds every details element that a CSS selector names.
func (tab *Tab) Open(selector string) {
	tab.t.Helper()
	text, err := json.Marshal(selector)
	if err != nil {
		tab.t.Fatal(err)
	}
	tab.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll(` + string(text) + `).forEach(d => d.open = true)`))
}

// Shows reports whether a reader sees what a CSS selector names.
func (tab *Tab) Shows(selector string) bool {
	tab.t.Helper()
	text, err := json.Marshal(selector)
	if err != nil {
		tab.t.Fatal(err)
	}
	return get(tab, chromedp.Evaluate[bool](`document.querySelector(`+string(text)+`)?.checkVisibility() ?? false`))
}

// Address is where the tab is.
func (tab *Tab) Address() string {
	tab.t.Helper()
	return get(tab, chromedp.Location())
}

// Text is what a reader sees of what a CSS selector names.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	return get(tab, chromedp.Text(chromedp.CSS(selector)))
}

// Attribute is an attribute of what a CSS selector names.
func (tab *Tab) Attribute(selector, name string) string {
	tab.t.Helper()
	return get(tab, chromedp.AttributeValue(chromedp.CSS(selector), name)).Value
}

// Window makes the window so many CSS pixels wide.
func (tab *Tab) Window(width int) {
	tab.t.Helper()
	tab.do(chromedp.EmulateViewport(int64(width), 900))
}

// Cookie gives the tab a cookie for an address.
func (tab *Tab) Cookie(name, value, address string) {
	tab.t.Helper()
	call(tab, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: address})
}

// Scheme shows the page to somebody who wants it "light" or "dark", and nothing
// in it to move.
func (tab *Tab) Scheme(scheme string) {
	tab.t.Helper()
	call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// Scripts turns JavaScript on or off.
func (tab *Tab) Scripts(on bool) {
	tab.t.Helper()
	call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}

// Restyle puts a style sheet over those of the page, as a reader's own would be,
// in place of the one before.
func (tab *Tab) Restyle(sheet string) {
	tab.t.Helper()
	text, err := json.Marshal(sheet)
	if err != nil {
		tab.t.Fatal(err)
	}
	tab.do(chromedp.Evaluate[chromedp.Void](`(text => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(text);
		document.adoptedStyleSheets = [sheet];
	})(` + string(text) + `)`))
}
