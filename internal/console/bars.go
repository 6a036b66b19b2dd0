package console

import (
	"cmp"
	"fmt"

	"samling/internal/event"
	"samling/internal/store"
)

// bars are a table with a bar for each row, the longest first.
type bars struct {
	Rows []barRow
	Rest []barRow // shown when asked for
	All  int      // rows, without those who gave no answer
}

// barRow is a row. Its width is in percent of the longest.
type barRow struct {
	Name  string
	Count int
	Width string
}

// mostBars is how many rows a table begins with, and mostMarks how many mails are
// marked in the chart.
const (
	mostBars  = 8
	mostMarks = 4
)

// newBars makes rows from shares, which are sorted. Those who gave no answer come
// last, whatever their number.
func newBars(p Page, shares []store.Share, most int) bars {
	var b bars
	longest, silent := 1, 0
	for _, s := range shares {
		longest = max(longest, s.N)
	}
	var rows []barRow
	add := func(name string, n int) {
		rows = append(rows, barRow{name, n, fmt.Sprintf("%.1f%%", 100*float64(n)/float64(longest))})
	}
	for _, s := range shares {
		if s.Name == "" {
			silent += s.N
			continue
		}
		add(s.Name, s.N)
	}
	b.All = len(rows)
	if silent > 0 {
		add(p.T("statistics.no_answer"), silent)
	}
	if len(rows) <= most+2 {
		most = len(rows) // a fold for two rows is more work than the rows
	}
	b.Rows, b.Rest = rows[:most], rows[most:]
	return b
}

// stackPart is a part of the bar that stands for all.
type stackPart struct {
	Class    string // of the three colours
	Name     string
	Count    int
	X, Width string
}

// newStack divides one bar among the answers, where there are two or three. With
// more, only rows can be compared.
func newStack(p Page, shares []store.Share) []stackPart {
	if len(shares) < 2 || len(shares) > 3 {
		return nil
	}
	all := 0
	for _, s := range shares {
		all += s.N
	}
	var stack []stackPart
	x := 0.0
	for i, s := range shares {
		width := 100 * float64(s.N) / float64(all)
		stack = append(stack, stackPart{
			fmt.Sprintf("s%d", i+1), cmp.Or(s.Name, p.T("statistics.no_answer")), s.N, fmt.Sprintf("%.2f%%", x), fmt.Sprintf("%.2f%%", max(.5, width-.5)),
		})
		x += width
	}
	return stack
}

// StackLabel says in words what the bar shows.
func (p *statisticsPage) StackLabel() string {
	text := p.T("statistics.role")
	for i, s := range p.Stack {
		sign := ", "
		if i == 0 {
			sign = ": "
		}
		text += sign + s.Name + " " + p.Number(s.Count)
	}
	return text
}

// HasPlace is how many the tables are about.
func (p *statisticsPage) HasPlace() int { return p.Stats.Standings[event.Confirmed] }
