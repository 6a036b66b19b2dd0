package browsertest

import (
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Stop is where the keyboard is: the element that has the focus.
type Stop struct {
	Name    string // such as `a "Anmäl dig"`
	ID      string
	Href    string
	Ringed  bool // one can see that it has the focus
	Covered bool // something else stands over it, or it is out of sight
}

// Tab presses the tab key and returns where that leads.
func (tab *Tab) Tab() Stop {
	tab.t.Helper()
	tab.do(chromedp.KeyEvent(kb.Tab))
	return tab.Focus()
}

// Enter presses the enter key, which leads to another page, and returns that
// page's status.
func (tab *Tab) Enter() int {
	tab.t.Helper()
	return tab.leads(chromedp.KeyEvent(kb.Enter))
}

// EnterHere presses the enter key, which stays on the page.
func (tab *Tab) EnterHere() {
	tab.t.Helper()
	tab.do(chromedp.KeyEvent(kb.Enter))
}

// Keys types a text to whatever has the focus.
func (tab *Tab) Keys(text string) {
	tab.t.Helper()
	tab.do(chromedp.KeyEvent(text))
}

// Focus looks at what has the focus. A ring is an outline or a shadow that the
// element, or the field around a box to tick, has only while it has the focus.
func (tab *Tab) Focus() Stop {
	tab.t.Helper()
	return get(tab, chromedp.Evaluate[Stop](`(() => {
		const e = document.activeElement;
		const field = e.matches("[type=checkbox], [type=radio]") ? e.closest(".ds-field") : null;
		const ringOf = (element) => {
			const style = getComputedStyle(element);
			const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
			return (outline ? style.outline : "") + (style.boxShadow !== "none" ? style.boxShadow : "");
		};
		const ring = () => ringOf(e) + (field ? ringOf(field) : "");
		const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
		const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
		const focused = ring();
		e.blur();
		const plain = ring();
		e.focus({preventScroll: true});
		return {
			Name: e.localName + " " + JSON.stringify((e.innerText || e.name || "").trim()), ID: e.id, Href: e.getAttribute("href") ?? "",
			Ringed: focused !== "" && focused !== plain, Covered: !over || !(e.contains(over) || over.contains(e)),
		};
	})()`))
}

// Focused puts the keyboard on what a CSS selector names.
func (tab *Tab) Focused(selector string) {
	tab.t.Helper()
	tab.do(chromedp.Focus(chromedp.CSS(selector), chromedp.NodeVisible))
}
