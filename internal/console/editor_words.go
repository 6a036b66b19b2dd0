package console

import (
	"slices"
	"strings"
	"time"

	"samling/internal/event"
	"samling/internal/i18n"
)

// sections are the parts of the form by the section they stand in.
var sections = map[string]string{
	"title": "content", "slug": "content", "kind": "content", "lead": "content", "body": "content", "target_group": "content",
	"languages": "content", "language": "content",
	"time": "time", "attendance": "time", "place.name": "time", "place.address": "time", "join_url": "time",
	"opening": "registration", "closing": "registration", "changing": "changes", "cancelling": "changes", "categories": "categories",
	"registration.waiting_list": "waiting", "registration.offer_hours": "waiting", "registration.waiting_list_stops_hours": "waiting",
	"registration.invite_only": "gates", "registration.approval": "gates", "registration.verify_hours": "gates", "unlisted": "gates",
	"registration.group_max": "gates",
	"practical":              "practical", "partners": "contact", "retention_days": "privacy", "privacy_text": "privacy", "case_number": "privacy",
}

// sectionOf is the section of a part.
func sectionOf(part string) string {
	if section, ok := sections[part]; ok {
		return section
	}
	switch first, _, _ := strings.Cut(part, "."); first {
	case "on_site", "online":
		return "time"
	case "registration", "cost":
		return "registration"
	case "access":
		return "practical"
	case "contact":
		return "contact"
	case "texts":
		return "texts"
	}
	return ""
}

// partLabel is what a part or a field is called.
func partLabel(p *i18n.Printer, name string) string {
	if fact, ok := strings.CutPrefix(name, "access.facts."); ok {
		return p.T("access." + strings.ReplaceAll(fact, "-", "_"))
	}
	return p.T("editor.field_" + labelKey(name))
}

// partText is what a form says in a part, in words; a dash where it says
// nothing.
func partText(p *i18n.Printer, form event.Form, part string) string {
	if text := partWords(p, form, part); text != "" {
		return text
	}
	return "–"
}

func partWords(p *i18n.Printer, form event.Form, part string) string {
	said := form.Part(part)
	switch part {
	case "time":
		return timeWords(p, said)
	case "partners":
		var lines []string
		for _, row := range form.Compact().RowsOf(part) {
			lines = append(lines, join(": ", roleName(p, row["role"]), join(", ", row["name"], row["text"])))
		}
		return strings.Join(lines, "\n")
	case "practical":
		var lines []string
		for _, row := range form.Compact().RowsOf(part) {
			lines = append(lines, join(": ", row["term"], row["text"]))
		}
		return strings.Join(lines, "\n")
	case "categories":
		return categoryWords(p, form)
	case "attendance":
		return attendanceName(p, said[part])
	case "language":
		return languageName(p, said[part])
	case "opening":
		return momentWords(p, said["registration.opens"], said["registration.opens_clock"])
	case "closing":
		return momentWords(p, said["registration.last_day"], said["registration.closes"])
	case "changing":
		return momentWords(p, said["registration.changes_until"], said["registration.changes_until_clock"])
	case "cancelling":
		return momentWords(p, said["registration.cancel_until"], said["registration.cancel_until_clock"])
	}
	if said[part] == "on" && (strings.HasPrefix(part, "access.facts.") || slices.Contains(ticks, part)) {
		return p.T("editor.yes")
	}
	return said[part]
}

// ticks are the parts that are only on or off, beside what the venue offers.
var ticks = []string{"cost.free", "registration.waiting_list", "registration.invite_only", "registration.approval", "unlisted"}

// categoryWords are the categories, one a line, with all that goes for each.
func categoryWords(p *i18n.Printer, form event.Form) string {
	var lines []string
	for _, row := range form.Compact().RowsOf("categories") {
		var more []string
		if row["capacity"] != "" {
			more = append(more, p.T("editor.field_categories_capacity")+" "+row["capacity"])
		}
		if opens := momentWords(p, row["opens"], row["opens_clock"]); opens != "" {
			more = append(more, p.T("editor.field_categories_opens")+" "+opens)
		}
		if closes := momentWords(p, row["closes"], row["closes_clock"]); closes != "" {
			more = append(more, p.T("editor.field_categories_closes")+" "+closes)
		}
		line := join(": ", row["name"], join(", ", append([]string{row["cost"], row["text"]}, more...)...))
		if row["retired"] != "" {
			line += " (" + p.T("editor.category_retired") + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// timeWords is the time as it was typed: it need not be right.
func timeWords(p *i18n.Printer, said map[string]string) string {
	day := dayWords(p, said["date"])
	if said["time"] == event.TimeWords {
		return join(", ", day, said["time_text"])
	}
	starts, ends := clockWords(p, said["starts"]), clockWords(p, said["ends"])
	if said["end_date"] == "" {
		return join(" ", day, join("–", starts, ends)) + zoneWords(said["zone"])
	}
	return join(" – ", join(" ", day, starts), join(" ", dayWords(p, said["end_date"]), ends)) + zoneWords(said["zone"])
}

// momentWords is a day, and a clock if there is one.
func momentWords(p *i18n.Printer, day, clock string) string {
	return join(" ", dayWords(p, day), clockWords(p, clock))
}

// dayWords is a day in words, or what was typed instead.
func dayWords(p *i18n.Printer, typed string) string {
	day, err := time.Parse(time.DateOnly, typed)
	if err != nil {
		return typed
	}
	return p.Date(day)
}

// clockWords is a clock in words, or what was typed instead.
func clockWords(p *i18n.Printer, typed string) string {
	at, err := time.Parse("15:04", typed)
	if err != nil {
		return typed
	}
	return p.ClockShort(at)
}

func zoneWords(zone string) string {
	if zone == "" || zone == homeZone {
		return ""
	}
	return " (" + zone + ")"
}

func attendanceName(p *i18n.Printer, value string) string {
	switch event.Attendance(value) {
	case event.OnSite:
		return p.T("editor.on_site")
	case event.Online:
		return p.T("editor.online")
	case event.Both:
		return p.T("editor.both")
	}
	return value
}

func roleName(p *i18n.Printer, value string) string {
	switch event.PartnerRole(value) {
	case event.CoOrganiser:
		return p.T("editor.co_organiser")
	case event.Funder:
		return p.T("editor.funder")
	}
	return value
}

func languageName(p *i18n.Printer, value string) string {
	switch value {
	case "sv":
		return p.T("editor.swedish")
	case "en":
		return p.T("editor.english")
	}
	return value
}

// join puts a separator between texts that are there.
func join(separator string, texts ...string) string {
	var there []string
	for _, t := range texts {
		if t != "" {
			there = append(there, t)
		}
	}
	return strings.Join(there, separator)
}

// Kinds are what events are often called, to choose from.
func (f eventFields) Kinds() []string { return strings.Split(f.T("editor.kinds"), ", ") }

// Zones are zones near by, to choose from.
func (f eventFields) Zones() []string {
	return []string{"Europe/Stockholm", "Europe/Helsinki", "Europe/Oslo", "Europe/Copenhagen", "Europe/London", "Europe/Brussels", "UTC"}
}

// Placeholders are what texts may name.
func (f eventFields) Placeholders() []string { return event.Placeholders }
