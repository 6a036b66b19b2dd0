package browsertest

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/chromedp/chromedp"
)

// Axe returns what axe-core finds wrong with the page as it is shown now, by
// WCAG 2.2 AA and by what is good practice. Rules that do not apply to the page
// are named.
func (tab *Tab) Axe(without ...string) []string {
	tab.t.Helper()
	if !get(tab, chromedp.Evaluate[bool](`typeof axe === "object"`)) {
		source, err := os.ReadFile(tool(tab.t, "axe-core/axe.min.js"))
		if err != nil {
			tab.t.Fatal(err)
		}
		// Evaluated from outside, it runs on pages that allow no script.
		tab.do(chromedp.Evaluate[chromedp.Void](string(source)))
	}
	rules := map[string]any{"target-size": map[string]bool{"enabled": true}}
	for _, rule := range without {
		rules[rule] = map[string]bool{"enabled": false}
	}
	options, err := json.Marshal(map[string]any{
		"runOnly":     []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"},
		"rules":       rules,
		"resultTypes": []string{"violations"},
		"iframes":     false, // what stands in a frame is a page of its own
	})
	if err != nil {
		tab.t.Fatal(err)
	}
	result := get(tab, chromedp.Evaluate[struct {
		Passed   int
		Violated []struct {
			Rule, Help string
			Places     []string
		}
	}](`axe.run(document, `+string(options)+`).then(result => ({
		Passed: result.passes.length,
		Violated: result.violations.map(v => ({
			Rule: v.id, Help: v.help, Places: v.nodes.map(n => n.target.join(" ") + ": " + n.failureSummary),
		})),
	}))`, chromedp.EvalAwaitPromise))
	if result.Passed == 0 {
		tab.t.Fatal("axe-core found nothing to check")
	}
	var found []string
	for _, v := range result.Violated {
		found = append(found, fmt.Sprintf("%s: %s %q", v.Rule, v.Help, v.Places))
	}
	return found
}
