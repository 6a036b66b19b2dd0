package event

import (
	"slices"
	"strings"
)

// ways reads what goes for each way to come. Where people do not choose, what
// was once written there does not count.
func (r formReader) ways(file *File) {
	if file.Attendance != Both {
		return
	}
	way := func(name string) Way {
		return Way{r.count(name + ".capacity"), r.text(name + ".text"), r.text(name + ".welcome")}
	}
	file.OnSite, file.Online = way("on_site"), way("online")
}

func (r formReader) gates(file *File) {
	file.Unlisted = r.text("unlisted") != ""
	reg := &file.Registration
	reg.InviteOnly, reg.Approval = r.text("registration.invite_only") != "", r.text("registration.approval") != ""
	reg.VerifyHours, reg.GroupMax = r.count("registration.verify_hours"), r.number("registration.group_max")
	reg.ChangesUntil, reg.CancelUntil = r.until("registration.changes_until"), r.until("registration.cancel_until")
}

// until reads a last day, and a clock if it does not count whole. What is broken
// is complained of here and left out.
func (r formReader) until(field string) string {
	clockField := field + "_clock"
	day, clock := r.date(field, false), r.clock(clockField, false)
	switch {
	case r.invalid[field] != "" || r.invalid[clockField] != "":
		return ""
	case day == "" && clock != "":
		r.invalid[field] = MsgMissing
		return ""
	case clock == "":
		return day
	}
	return day + "T" + clock
}

// from reads a first day, and a clock if it does not count whole.
func (r formReader) from(field string) string {
	text := r.until(field)
	if len(text) == len(fileDate) {
		return text + "T00:00"
	}
	return text
}

// categories reads the rows. New ones get an id that none has had.
func (r formReader) categories(file *File, base *Event) {
	taken := slices.Clone(base.Categories)
	for i := range r.Rows("categories") {
		taken = append(taken, Category{ID: r.text(RowField("categories", i, "id"))})
	}
	for i := range r.Rows("categories") {
		field := func(name string) string { return RowField("categories", i, name) }
		c := FileCategory{
			ID: r.text(field("id")), Name: r.text(field("name")), Text: r.text(field("text")), Cost: r.text(field("cost")),
			Capacity: r.count(field("capacity")), Retired: r.text(field("retired")) != "",
			Opens: r.from(field("opens")), Closes: r.until(field("closes")),
		}
		if c.ID == "" {
			c.ID = NewCategoryID(taken)
			taken = append(taken, Category{ID: c.ID})
		}
		file.Categories = append(file.Categories, c)
	}
}

// categoryRows are the categories of a file as rows of a form.
func categoryRows(all []FileCategory) []map[string]string {
	var rows []map[string]string
	for _, c := range all {
		row := map[string]string{
			"id": c.ID, "name": c.Name, "text": c.Text, "cost": c.Cost, "capacity": digitsOrNone(c.Capacity), "retired": tick(c.Retired),
		}
		row["opens"], row["opens_clock"], _ = strings.Cut(c.Opens, "T")
		row["closes"], row["closes_clock"], _ = strings.Cut(c.Closes, "T")
		rows = append(rows, row)
	}
	return rows
}
