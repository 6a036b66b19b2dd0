package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"samling/internal/address"
	"samling/internal/event"
	"samling/internal/sheet"
)

// checkPage says line by line what an import would do.
type checkPage struct {
	Page
	Import event.Import
	Lines  []event.ImportLine
	Counts event.ImportCounts
	Over   bool // more people than there are places
}

// People is how many would be registered.
func (p checkPage) People() int { return p.Counts[event.ImportPlace] + p.Counts[event.ImportWaiting] }

// CanBeOver reports whether it makes a difference that there are more people
// than places.
func (p checkPage) CanBeOver() bool {
	return p.Over || p.Event.Capacity > 0 && p.Counts[event.ImportWaiting]+p.Counts[event.ImportFull] > 0
}

// Failed are the lines that lead to nothing.
func (p checkPage) Failed() []importRow {
	var all []importRow
	for _, l := range p.Lines {
		if l.Outcome.Failed() {
			all = append(all, p.row(l))
		}
	}
	return all
}

// All are all lines.
func (p checkPage) All() []importRow {
	var all []importRow
	for _, l := range p.Lines {
		all = append(all, p.row(l))
	}
	return all
}

// importRow is a line as it is shown.
type importRow struct {
	Line    int
	Name    string
	Email   string
	Outcome event.ImportOutcome
	Word    string
	Why     string
}

func (p checkPage) row(l event.ImportLine) importRow {
	r := importRow{Line: l.Line, Outcome: l.Outcome, Word: p.T("import.outcome_" + string(l.Outcome))}
	r.Name, r.Email = p.Import.Typed(l.Cells)
	if l.Outcome.Failed() {
		r.Why = p.why(l)
	}
	return r
}

// Totals are how many lines lead to what, without what does not happen.
func (p checkPage) Totals() []importTotal { return p.totals(p.Counts) }

// importTotal is a figure and what it counts.
type importTotal struct {
	Count int
	Word  string
}

func (p Page) totals(counts event.ImportCounts) []importTotal {
	var all []importTotal
	for _, o := range event.ImportOutcomes {
		if counts[o] > 0 {
			all = append(all, importTotal{counts[o], p.T("import.total_"+string(o), "Count", counts[o])})
		}
	}
	return all
}

// checkImport answers GET /console/o/:org/e/:event/import/:import/check.
func (s *server) checkImport(v *visit) error {
	i, err := s.importOf(v)
	if err != nil {
		return err
	}
	switch {
	case i.DoneAt != nil:
		return v.redirect(v.eventPath(importPath(&i)))
	case len(event.CheckFields(i.Fields)) > 0:
		return v.redirect(v.eventPath(fmt.Sprintf("/import/%d", i.ID)))
	}
	p := checkPage{Import: i, Over: v.QueryParam("over") != ""}
	if p.Page, err = s.importStart(v, "import.check_title"); err != nil {
		return err
	}
	choice := event.ImportChoice{OverCapacity: p.Over, Language: v.Event.Language, NoMail: s.noMail(v, &i)}
	p.Lines, err = s.store.TryImport(v.ctx(), &i, choice, s.now())
	switch {
	case errors.Is(err, event.ErrNotPublished), errors.Is(err, event.ErrClosed):
		return v.redirect(v.eventPath("/import"))
	case err != nil:
		return err
	}
	p.Counts = event.CountLines(p.Lines)
	return s.render(v, "import-check", p)
}

// doImport answers POST /console/o/:org/e/:event/import/:import/check. What was
// begun is finished, also when the visitor does not wait for it.
func (s *server) doImport(v *visit) error {
	i, err := s.importOf(v)
	if err != nil {
		return err
	}
	check := v.eventPath(fmt.Sprintf("/import/%d/check", i.ID))
	mail, over := v.FormValue("mail"), v.FormValue("over") == "yes"
	// Nothing happens but what the page said: whoever ticked the box after it was
	// counted sees it counted anew first.
	wasSaid := over == (v.FormValue("counted") == "yes")
	if mail != "yes" && mail != "no" || !wasSaid || len(event.CheckFields(i.Fields)) > 0 {
		if over {
			check += "?" + url.Values{"over": {"yes"}}.Encode()
		}
		return v.redirect(check)
	}
	choice := event.ImportChoice{
		OverCapacity: over, Mail: mail == "yes", Language: v.Event.Language, NoMail: s.noMail(v, &i),
	}
	i, err = s.store.DoImport(context.WithoutCancel(v.ctx()), v.actor(), v.Event.ID, i.ID, choice, s.now())
	switch {
	case errors.Is(err, event.ErrNotPublished), errors.Is(err, event.ErrClosed):
		return v.redirect(v.eventPath("/import"))
	case err != nil:
		return err
	}
	return v.redirect(v.eventPath(importPath(&i)))
}

// How long domains are asked about, and how many at a time. Those that have not
// answered by then count as good.
const (
	noMailPatience = 4 * time.Second
	noMailAtOnce   = 16
)

// noMail finds the domains of a list that clearly take no mail.
func (s *server) noMail(v *visit, i *event.Import) map[string]bool {
	ctx, cancel := context.WithTimeout(v.ctx(), noMailPatience)
	defer cancel()
	var mu sync.Mutex
	var wg sync.WaitGroup
	refused, room := map[string]bool{}, make(chan struct{}, noMailAtOnce)
	for domain, email := range i.Domains() {
		room <- struct{}{}
		wg.Go(func() {
			defer func() { <-room }()
			if s.guard.Check(ctx, email) == address.NoMail {
				mu.Lock()
				defer mu.Unlock()
				refused[domain] = true
			}
		})
	}
	wg.Wait()
	return refused
}

// reportPage says what came of an import.
type reportPage struct {
	Page
	Import event.Import
}

// Totals are how many lines led to what.
func (p reportPage) Totals() []importTotal { return p.totals(p.Import.Counts) }

// Failed are the lines that led to nothing.
func (p reportPage) Failed() []importRow {
	return checkPage{Page: p.Page, Import: p.Import, Lines: p.Import.Lines}.Failed()
}

// ErasedAt is when the list is erased at the latest.
func (p reportPage) ErasedAt() string {
	return p.DayMoment(p.Import.CreatedAt.Add(event.ImportLife).In(p.Event.Location()))
}

// importReport answers GET /console/o/:org/e/:event/import/:import/report.
func (s *server) importReport(v *visit) error {
	i, err := s.importOf(v)
	if err != nil {
		return err
	}
	if i.DoneAt == nil {
		return v.redirect(v.eventPath(importPath(&i)))
	}
	p := reportPage{Import: i}
	if p.Page, err = s.importStart(v, "import.report_title"); err != nil {
		return err
	}
	return s.render(v, "import-report", p)
}

// importFailed answers GET /console/o/:org/e/:event/import/:import/failed.csv:
// the lines that led to nothing, as they were brought and with the reason, to be
// mended and brought again.
func (s *server) importFailed(v *visit) error {
	i, err := s.importOf(v)
	if err != nil {
		return err
	}
	p := s.page(v, "import.report_title")
	var table sheet.Table
	for n := range i.Fields {
		heading := ""
		if i.HasHeadings && len(i.Rows) > 0 && n < len(i.Rows[0]) {
			heading = i.Rows[0][n]
		} else if i.Fields[n] != "" {
			heading = p.T("import.field_" + string(i.Fields[n]))
		}
		table.Columns = append(table.Columns, sheet.Column{Heading: heading})
	}
	table.Columns = append(table.Columns, sheet.Column{Heading: p.T("import.column_line"), Kind: sheet.Number}, sheet.Column{Heading: p.T("import.column_why")})
	table.Rows = func(yield func([]any, error) bool) {
		for _, l := range i.Lines {
			row := make([]any, len(table.Columns))
			for n := range min(len(l.Cells), len(i.Fields)) {
				row[n] = l.Cells[n]
			}
			row[len(row)-2], row[len(row)-1] = l.Line, p.why(l)
			if !yield(row, nil) {
				return
			}
		}
	}
	v.Response().Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.Response().Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s.csv"`, v.Event.Slug, p.T("import.file")))
	v.Response().WriteHeader(http.StatusOK)
	_, err = sheet.WriteCSV(v.Response(), table, sheet.CSVOptions{Semicolon: p.Lang() == "sv"})
	return err
}
