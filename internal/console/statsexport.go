package console

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/sheet"
	"samling/internal/store"
)

// exportStatistics answers GET /console/o/:org/e/:event/statistics/export.
func (s *server) exportStatistics(v *visit) error {
	p, err := s.statisticsPage(v)
	if err != nil {
		return err
	}
	format, kind := "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	if v.QueryParam("format") == "csv" {
		format, kind = "csv", "text/csv; charset=utf-8"
	}
	x := &figuresSheet{&p, s.now().In(v.Event.Location())}
	var file bytes.Buffer // a few hundred rows
	if format == "csv" {
		_, err = sheet.WriteCSV(&file, x.table(true), sheet.CSVOptions{Semicolon: p.Lang() == i18n.Swedish})
	} else {
		_, err = sheet.WriteXLSX(&file, x.cover(), x.table(false))
	}
	if err != nil {
		return fmt.Errorf("write the statistics: %w", err)
	}
	entry := event.Entry{Verb: "statistics.exported", EventID: &v.Event.ID, Detail: map[string]string{"format": format}}
	if err := s.store.Record(v.ctx(), v.actor(), entry, s.now()); err != nil {
		return err
	}
	name := p.T("statistics.file") + "-" + v.Event.Slug + "." + format
	v.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return v.Blob(http.StatusOK, kind, file.Bytes())
}

// figuresSheet is the page as a table.
type figuresSheet struct {
	page  *statisticsPage
	taken time.Time
}

// facts say what the figures are of.
func (x *figuresSheet) facts() []sheet.Fact {
	p := x.page
	facts := []sheet.Fact{
		{Label: p.T("export.event_time"), Value: p.ShortWhen()},
		{Label: p.T("export.organiser"), Value: p.Event.Organisation.Name},
	}
	if p.Event.CaseNumber != "" {
		facts = append(facts, sheet.Fact{Label: p.T("export.case_number"), Value: p.Event.CaseNumber})
	}
	return append(facts, sheet.Fact{Label: p.T("export.taken_at"), Kind: sheet.Time, Value: x.taken})
}

func (x *figuresSheet) cover() sheet.Cover {
	return sheet.Cover{
		Name: x.page.T("export.cover"), Title: x.page.Event.Title, Taken: x.taken,
		Facts: func(int) []sheet.Fact { return x.facts() },
	}
}

// table has a row for each figure. A file of text has no cover, so what it says
// comes first.
func (x *figuresSheet) table(withFacts bool) sheet.Table {
	p := x.page
	return sheet.Table{
		Name: p.T("statistics.title"),
		Columns: []sheet.Column{
			{Heading: p.T("statistics.column_part")}, {Heading: p.T("statistics.column_value")},
			{Heading: p.T("statistics.column_count"), Kind: sheet.Number},
			{Heading: p.T("statistics.column_share"), Kind: sheet.Number},
		},
		Rows: func(yield func([]any, error) bool) {
			if withFacts && !x.yieldFacts(yield) {
				return
			}
			for _, row := range x.rows() {
				if !yield(row, nil) {
					return
				}
			}
		},
	}
}

func (x *figuresSheet) yieldFacts(yield func([]any, error) bool) bool {
	about := x.page.T("export.cover")
	facts := append([]sheet.Fact{{Label: x.page.T("statistics.event"), Value: x.page.Event.Title}}, x.facts()...)
	for _, f := range facts {
		value := f.Value
		if at, ok := value.(time.Time); ok {
			value = at.Format("2006-01-02 15:04")
		}
		if !yield([]any{about, fmt.Sprintf("%s: %v", f.Label, value), nil, nil}, nil) {
			return false
		}
	}
	return true
}

// rows are the figures, part by part.
func (x *figuresSheet) rows() [][]any {
	p := x.page
	n := p.Stats.Standings
	all := n.All()
	var rows [][]any
	add := func(part, value string, count, of int) {
		rows = append(rows, []any{part, value, count, percentOf(count, of)})
	}
	standing := p.T("statistics.part_standing")
	add(standing, p.T("export.standing_confirmed"), n[event.Confirmed], all)
	add(standing, p.T("export.standing_waiting"), n[event.Waiting], all)
	if p.Event.NeedsApproval || n[event.Applied] > 0 {
		add(standing, p.T("export.standing_applied"), n[event.Applied], all)
	}
	add(standing, p.T("export.standing_withdrawn"), n[event.Withdrawn], all)
	if p.Event.NeedsApproval || n[event.Declined] > 0 {
		add(standing, p.T("export.standing_declined"), n[event.Declined], all)
	}
	add(standing, p.T("statistics.row_late"), p.Stats.Late, n[event.Confirmed])
	for _, t := range []struct {
		part   string
		shares []store.Share
	}{
		{p.T("field.organisation"), p.Stats.Organisations},
		{p.T("field.municipality"), p.Stats.Municipality},
		{p.T("statistics.role"), p.Stats.Roles},
	} {
		for _, s := range t.shares {
			name := s.Name
			if name == "" {
				name = p.T("statistics.no_answer")
			}
			add(t.part, name, s.N, n[event.Confirmed])
		}
	}
	for _, m := range p.Missing {
		add(p.T("field.municipality"), m.Name, 0, n[event.Confirmed])
	}
	for _, row := range p.Attendance.Rows {
		add(p.T("participants.column_attendance"), row.Name, row.Count, n[event.Confirmed])
	}
	for _, row := range p.Categories.Rows {
		add(p.T("participants.column_category"), row.Name, row.Count, n[event.Confirmed])
	}
	for _, q := range p.Answers {
		for _, row := range q.Bars.Rows {
			add(q.Label, row.Name, row.Count, n[event.Confirmed])
		}
	}
	for _, w := range p.Weeks {
		rows = append(rows, []any{p.T("statistics.part_weeks"), p.WeekName(w), w.New, nil})
	}
	return rows
}

// percentOf is in percent with one decimal, or nothing where there is nobody.
func percentOf(n, of int) any {
	if of == 0 {
		return nil
	}
	return float64((1000*n+of/2)/of) / 10
}
