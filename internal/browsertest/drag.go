package browsertest

import (
	"encoding/json"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Drag takes hold of what a CSS selector names, moves it to the middle of what
// another one names, and lets go there. That leads to another page, whose status
// is returned.
func (tab *Tab) Drag(selector, to string) int {
	tab.t.Helper()
	from, target := tab.middle(selector), tab.middle(to)
	mouse := func(typ input.DispatchMouseEventType, x, y float64) chromedp.Action[chromedp.Void] {
		return chromedp.MouseEvent(typ, x, y, chromedp.Button("left"), chromedp.ClickCount(1))
	}
	tab.do(mouse(chromedp.MousePressed, from[0], from[1]), mouse(chromedp.MouseMoved, from[0], (from[1]+target[1])/2), mouse(chromedp.MouseMoved, from[0], target[1]))
	return tab.leads(mouse(chromedp.MouseReleased, from[0], target[1]))
}

// middle is where the middle of an element is in the window.
func (tab *Tab) middle(selector string) [2]float64 {
	tab.t.Helper()
	text, err := json.Marshal(selector)
	if err != nil {
		tab.t.Fatal(err)
	}
	return get(tab, chromedp.Evaluate[[2]float64](`(() => {
		const box = document.querySelector(`+string(text)+`).getBoundingClientRect();
		return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
	})()`))
}
