package console

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/store"
)

// asking is an event with questions, one of them sensitive.
var asking = &event.Event{Attendance: event.Both, Questions: []event.Question{
	{ID: "from", Kind: event.AskOne, Options: []string{"Ale", "Åmål"}},
	{ID: "diet", Kind: event.AskSeveral, Options: []string{"Veganskt"}, Sensitive: true},
	{ID: "free", Kind: event.AskShort},
	{ID: "lunch", Kind: event.AskYesNo, Retired: true},
}}

// What is written into an address is read back from it.
func TestQueriesComeBackFromAddresses(t *testing.T) {
	for name, c := range map[string]struct {
		query   store.ParticipantQuery
		shown   columns
		address string
	}{
		"the usual list has no parts": {store.ParticipantQuery{Descending: true}, usualColumns, ""},
		"the oldest first":            {store.ParticipantQuery{}, usualColumns, "sort=arrival"},
		"another order":               {store.ParticipantQuery{Sort: store.ByName}, usualColumns, "sort=name"},
		"the other way round":         {store.ParticipantQuery{Sort: store.ByMunicipality, Descending: true}, usualColumns, "sort=-municipality"},
		"no columns":                  {store.ParticipantQuery{Descending: true}, columns{}, "columns="},
		"other columns":               {store.ParticipantQuery{Descending: true}, columns{"role", "arrived"}, "columns=role&columns=arrived"},
		"columns of answers":          {store.ParticipantQuery{Descending: true}, columns{"attendance", "answer-free"}, "columns=attendance&columns=answer-free"},
		"answers": {store.ParticipantQuery{
			Attendance: event.Online, Answers: []event.Chosen{{Question: "from", Choice: "Åmål"}, {Question: "lunch", Choice: "no"}}, Descending: true,
		}, usualColumns, "answer-from=%C3%85m%C3%A5l&answer-lunch=no&attendance=online"},
		"every filter": {store.ParticipantQuery{
			Standing: event.Waiting, Organisation: "Åmåls kommun & vänner", Municipality: "Åmål", Role: "Chef", Delivery: store.Undelivered,
			Arrived: "no", Late: true, Descending: true,
		}, usualColumns, "arrived=no&delivery=failed&late=yes&municipality=%C3%85m%C3%A5l&organisation=%C3%85m%C3%A5ls+kommun+%26+v%C3%A4nner&role=Chef&standing=waiting"},
	} {
		t.Run(name, func(t *testing.T) {
			address := queryValues(c.query, c.shown).Encode()
			if address != c.address {
				t.Errorf("address %q, want %q", address, c.address)
			}
			values, err := url.ParseQuery(address)
			if err != nil {
				t.Fatal(err)
			}
			q, shown := readQuery(values, asking)
			if diff := cmp.Diff(c.query, q) + cmp.Diff(c.shown, shown); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A search never comes into an address, and nobody's invention into a query.
func TestAddressesHoldNoSearchAndNoNonsense(t *testing.T) {
	if values := queryValues(store.ParticipantQuery{Search: "anna", Descending: true}, usualColumns); len(values) > 0 {
		t.Errorf("%v", values)
	}
	q, shown := readQuery(url.Values{"standing": {"x"}, "sort": {"-secret"}, "delivery": {"y"}, "arrived": {"z"}, "search": {"anna"}, "columns": {"password", "role", "answer-diet", "diet"},
		"answer-diet": {"Veganskt"}, "answer-from": {"Ystad"}, "answer-free": {"x"}, "attendance": {"both"}}, asking)
	if diff := cmp.Diff(store.ParticipantQuery{Descending: true}, q) + cmp.Diff(columns{"role"}, shown); diff != "" {
		t.Error(diff)
	}
}
