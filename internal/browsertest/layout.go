package browsertest

import "github.com/chromedp/chromedp"

// Cut returns what a reader cannot get at without scrolling sideways: that the
// page is wider than the window, and texts that stand outside the window or are
// cut off by what is around them. What can be scrolled by itself, such as a wide
// table, is not counted, nor what is only there for screen readers.
func (tab *Tab) Cut() []string {
	tab.t.Helper()
	return get(tab, chromedp.Evaluate[[]string](`(() => {
		const root = document.documentElement, found = [];
		if (root.scrollWidth > root.clientWidth) {
			found.push("the page is " + root.scrollWidth + " px wide in a window of " + root.clientWidth + " px");
		}
		// limits returns the edges beyond which an element shows nothing of what
		// is in it, or null if the reader need not see it here.
		const limits = element => {
			let [left, right, bottom] = [0, root.clientWidth, Infinity];
			for (let e = element; e && e !== root; e = e.parentElement) {
				const style = getComputedStyle(e), box = e.getBoundingClientRect();
				if (e.getAttribute("aria-hidden") === "true" || box.width <= 1 || box.height <= 1 || box.bottom <= 0) return null;
				if (/auto|scroll/.test(style.overflowX)) return null;
				if (/hidden|clip/.test(style.overflowX)) [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
				if (/hidden|clip/.test(style.overflowY)) bottom = Math.min(bottom, box.bottom);
			}
			return {left, right, bottom};
		};
		const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (texts.nextNode()) {
			const text = texts.currentNode;
			if (!text.data.trim() || !text.parentElement.checkVisibility()) continue;
			const edges = limits(text.parentElement);
			if (!edges) continue;
			const range = document.createRange();
			range.selectNodeContents(text);
			for (const box of range.getClientRects()) {
				if (box.width && (box.left < edges.left - 1 || box.right > edges.right + 1 || box.bottom > edges.bottom + 1)) {
					found.push("cut off: " + text.data.trim().slice(0, 60));
					break;
				}
			}
		}
		return found;
	})()`))
}
