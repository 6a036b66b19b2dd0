package console

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"samling/internal/event"
	"samling/internal/store"
)

// columns are what a list of participants shows beside name, address and
// standing, in the order of allColumns.
type columns []string

// The columns that can be chosen, and those of whoever has not chosen.
var (
	allColumns   = columns{"organisation", "role", "municipality", "registered", "reference", "language", "arrived", "comment"}
	usualColumns = columns{"organisation", "role", "municipality", "registered"}
)

// columnsOf are the columns that can be chosen at an event: those of what it asks
// and offers, and what people answered, but to sensitive questions.
func columnsOf(ev *event.Event) columns {
	all := slices.Clone(allColumns)
	if len(ev.Categories) > 0 {
		all = append(all, "category")
	}
	if ev.Attendance == event.Both {
		all = append(all, "attendance")
	}
	if ev.TakesGroups() {
		all = append(all, "group")
	}
	if ev.TakesInvites() {
		all = append(all, "invite")
	}
	for _, g := range ev.Choices {
		all = append(all, event.ChoiceField(g.Key))
	}
	for _, q := range ev.Questions {
		if !q.Sensitive {
			all = append(all, event.AnswerField(q.ID))
		}
	}
	return all
}

// filterable are the questions that a list can be narrowed by the answers to.
func filterable(ev *event.Event) []event.Question {
	return slices.DeleteFunc(slices.Clone(ev.Questions), func(q event.Question) bool { return q.Sensitive || q.Choices() == nil })
}

// has reports whether a column is shown.
func (c columns) has(name string) bool { return slices.Contains(c, name) }

// needTies reports whether a column tells of others, or of the programme.
func (c columns) needTies(ev *event.Event) bool {
	return c.has("group") || c.has("invite") || slices.ContainsFunc(ev.Choices, func(g event.ChoiceGroup) bool { return c.has(event.ChoiceField(g.Key)) })
}

// participantQuery reads which participants a visitor wants to see, in which
// order and with which columns. Filters, order and columns stand in the address.
// What is searched for names people and stands in the form only: addresses are
// kept in logs and histories. A form in which "set" was pressed says it all anew.
func participantQuery(v *visit) (store.ParticipantQuery, columns) {
	typed, err := v.FormParams()
	if err != nil || v.Request().Method != post {
		return readQuery(v.QueryParams(), v.Event)
	}
	typed = v.Request().PostForm
	if typed.Has("set") {
		typed["columns"] = append([]string{""}, typed["columns[]"]...) // no box ticked means no column
		q, shown := readQuery(typed, v.Event)
		q.Search = cutSearch(typed.Get("search"))
		return q, shown
	}
	q, shown := readQuery(v.QueryParams(), v.Event)
	q.Search = cutSearch(typed.Get("q"))
	return q, shown
}

// readQuery reads what queryValues wrote, or what a form says in the same words.
// What nobody wrote so is left out.
func readQuery(values url.Values, ev *event.Event) (store.ParticipantQuery, columns) {
	q := store.ParticipantQuery{
		Standing:     oneKnown(values.Get("standing"), event.Confirmed, event.Waiting, event.Applied, event.Withdrawn, event.Declined),
		Organisation: cutSearch(values.Get("organisation")),
		Municipality: cutSearch(values.Get("municipality")),
		Role:         cutSearch(values.Get("role")),
		Delivery:     oneKnown(values.Get("delivery"), store.Undelivered, store.Undecided),
		Arrived:      oneKnown(values.Get("arrived"), "yes", "no"),
		Late:         values.Get("late") == "yes",
		Descending:   true, // the newest first
	}
	q.Unanswered = oneKnown(values.Get("unanswered"), store.Offered, store.Unverified)
	if c := values.Get("category"); ev.Category(c) != nil {
		q.Category = c
	}
	q.Session = readSession(values.Get("session"), ev)
	q.Group, q.Invite = readID(values.Get("group")), readID(values.Get("invite"))
	if ev.Attendance == event.Both {
		q.Attendance = oneKnown(values.Get("attendance"), event.OnSite, event.Online)
	}
	for _, asked := range filterable(ev) {
		if choice := values.Get(event.AnswerField(asked.ID)); slices.Contains(asked.Choices(), choice) {
			q.Answers = append(q.Answers, event.Chosen{Question: asked.ID, Choice: choice})
		}
	}
	if order := values.Get("sort"); order != "" {
		name, descending := strings.CutPrefix(order, "-")
		if name == "arrival" {
			q.Descending = descending
		} else if by := store.ParticipantSort(name); slices.Contains(store.ParticipantSorts, by) {
			q.Sort, q.Descending = by, descending
		}
	}
	shown := usualColumns
	if chosen, given := values["columns"]; given {
		shown = columns{}
		for _, c := range columnsOf(ev) {
			if slices.Contains(chosen, c) {
				shown = append(shown, c)
			}
		}
	}
	return q, shown
}

// readSession reads a filter as sessionValue wrote it.
func readSession(value string, ev *event.Event) store.SessionFilter {
	key, standing, _ := strings.Cut(value, ":")
	if ev.Choosable(key) == nil {
		return store.SessionFilter{}
	}
	return store.SessionFilter{Key: key, Standing: oneKnown(standing, event.Confirmed, event.Waiting)}
}

// sessionValue is a session as it stands in addresses: its key, and the standing
// that is asked for in it.
func sessionValue(f store.SessionFilter) string {
	if f.Standing == "" {
		return f.Key
	}
	return f.Key + ":" + string(f.Standing)
}

// readID is the number of something, or 0.
func readID(value string) uint {
	id, err := strconv.ParseUint(value, 10, 31)
	if err != nil {
		return 0
	}
	return uint(id)
}

// idValue is the number as it stands in addresses, "" for none.
func idValue(id uint) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(id), 10)
}

// queryValues writes a query and columns as parts of an address, without what is
// searched for.
func queryValues(q store.ParticipantQuery, shown columns) url.Values {
	values := url.Values{}
	for name, value := range map[string]string{
		"standing": string(q.Standing), "organisation": q.Organisation, "municipality": q.Municipality, "role": q.Role,
		"delivery": string(q.Delivery), "arrived": q.Arrived, "sort": sortValue(q),
		"attendance": string(q.Attendance), "unanswered": string(q.Unanswered), "category": q.Category,
		"session": sessionValue(q.Session), "group": idValue(q.Group), "invite": idValue(q.Invite),
	} {
		if value != "" {
			values.Set(name, value)
		}
	}
	for _, a := range q.Answers {
		values.Set(event.AnswerField(a.Question), a.Choice)
	}
	if q.Late {
		values.Set("late", "yes")
	}
	if !slices.Equal(shown, usualColumns) {
		values["columns"] = shown
		if len(shown) == 0 {
			values["columns"] = []string{""}
		}
	}
	return values
}

// sortValue is the order as it stands in addresses, empty for the newest first.
func sortValue(q store.ParticipantQuery) string {
	name := string(q.Sort)
	switch {
	case q.Sort == store.ByArrival && q.Descending:
		return ""
	case q.Sort == store.ByArrival:
		name = "arrival"
	case q.Descending:
		name = "-" + name
	}
	return name
}

// oneKnown is the value if it is one of those known, else empty.
func oneKnown[T ~string](value string, known ...T) T {
	if slices.Contains(known, T(value)) {
		return T(value)
	}
	return ""
}

// cutSearch makes a text that is looked for fit to be: one line, and not without end.
func cutSearch(text string) string {
	runes := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " "))
	return string(runes[:min(len(runes), event.MaxShort)])
}
