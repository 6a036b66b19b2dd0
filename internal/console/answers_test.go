package console_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"samling/internal/event"
	"samling/internal/store"
)

// conference is the event of AC12, with somebody on site who has said what is
// sensitive, and somebody online.
func (d *desk) conference() (ev *event.Event, asa, bo event.Registration) {
	d.t.Helper()
	ev = d.save("barn-och-unga-konferens", func(e *event.Event) {
		e.StartsAt, e.EndsAt = d.clock().AddDate(0, 2, 0), d.clock().AddDate(0, 2, 1)
		opens := d.clock().AddDate(0, -1, 0)
		e.OpensAt, e.ClosesAt = &opens, d.clock().AddDate(0, 1, 0)
		e.Questions = append(e.Questions, event.Question{ID: "lunch", Kind: event.AskYesNo, Label: "Äter du lunch?"},
			event.Question{ID: "old", Kind: event.AskShort, Label: "Förra årets fråga", Retired: true})
	})
	asa = d.register(ev, "Åsa Öberg", "asa@example.org", func(s *event.Signup) {
		s.Attendance = event.OnSite
		s.Answers = event.Answers{"from": {"Extern samverkanspart"}, "partner": {"Polisen"}, "diet": {"Laktosfritt"}, "lunch": {"yes"}, "old": {"Gammalt svar"}}
	})
	bo = d.register(ev, "Bo Ek", "bo@example.org", func(s *event.Signup) {
		s.Attendance = event.Online
		s.Answers = event.Answers{"from": {"Laholms kommun"}, "lunch": {"no"}}
	})
	return ev, asa, bo
}

// mark is what a form about a participant was made from.
func mark(a answer) string {
	found := regexp.MustCompile(`name="mark" value="([^"]*)"`).FindStringSubmatch(a.body)
	if found == nil {
		return ""
	}
	return found[1]
}

func (a answer) lacks(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			t.Errorf("the page says %q", text)
		}
	}
}

func (a answer) has(t *testing.T, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(a.body, part) {
			t.Errorf("the page lacks %s", part)
		}
	}
}

func (d *desk) deeds(ev *event.Event, verb event.Verb) []event.Entry {
	d.t.Helper()
	entries, err := d.store.Entries(d.t.Context(), ev.OrganisationID, store.AuditQuery{Verb: verb, Limit: 100})
	if err != nil {
		d.t.Fatal(err)
	}
	return entries
}

func (d *desk) sensitive(ev *event.Event, r event.Registration) event.Answers {
	d.t.Helper()
	answers, err := d.store.SensitiveAnswers(d.t.Context(), ev.ID, r.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return answers[r.ID]
}

// Sensitive answers are shown to organisers who ask, and that is written down.
func TestSensitiveAnswersAreShownWhenAskedFor(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, asa, bo := d.conference()
		one := at(ev) + "/participants/" + asa.Reference
		b, reader := d.member(ev.OrganisationID, event.Organiser), d.member(ev.OrganisationID, event.Reader)
		a := b.get(one)
		a.ok(t, "Hur vill du delta?", "På plats", "Extern samverkanspart", "Polisen", "Förra årets fråga", "Gammalt svar", "Visa känsliga svar")
		a.lacks(t, "Laktosfritt")
		if n := len(d.deeds(ev, "participant.sensitive_seen")); n != 0 {
			t.Errorf("%d looks before anybody looked", n)
		}
		b.post(one+"/sensitive", url.Values{}).ok(t, "Känsliga svar", "Laktosfritt")
		b.post(at(ev)+"/participants/"+bo.Reference+"/sensitive", url.Values{}).ok(t, "inte lämnat några känsliga svar")
		looks := d.deeds(ev, "participant.sensitive_seen")
		if len(looks) != 2 || *looks[1].RegistrationID != asa.ID {
			t.Errorf("looks: %v", looks)
		}
		b.get(one+"/sensitive").leads(t, "/console"+one)

		a = reader.get(one)
		a.ok(t, "Polisen")
		a.lacks(t, "Laktosfritt", "Visa känsliga svar")
		reader.post(one+"/sensitive", url.Values{}).is(t, http.StatusForbidden)
		d.member(ev.OrganisationID, event.Door).post(one+"/sensitive", url.Values{}).is(t, http.StatusForbidden)
		for _, path := range []string{"", "?columns=answer-diet", "?answer-diet=Laktosfritt", "?columns=diet&columns=sensitive"} {
			if text := reader.get(at(ev) + "/participants" + path).text(); strings.Contains(text, "Laktosfritt") || strings.Contains(text, "Mat:") {
				t.Errorf("%s shows a reader what is sensitive", path)
			}
		}
	})
}

func TestParticipantIsAddedWithAnswers(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, _, _ := d.conference()
		b := d.member(ev.OrganisationID, event.Organiser)
		path := at(ev) + "/participants/new"
		b.get(path).ok(t, "Varifrån kommer du?", "På plats")
		form := url.Values{"name": {"Eva Dahl"}, "email": {"eva@example.org"}, "mail": {"no"}, "comment": {"Hej"}}
		a := b.post(path, form)
		a.is(t, http.StatusUnprocessableEntity, "Välj ett av alternativen", "Varifrån kommer du?: Välj ett av alternativen", "Hej")
		form["attendance"], form["answer-from"], form["shown[]"] = []string{"on-site"}, []string{"Extern samverkanspart"}, []string{"from", "support", "lunch"}
		a = b.post(path, form)
		a.is(t, http.StatusUnprocessableEntity, "Vilken organisation kommer du från?: Svara på frågan", "Glutenfritt")
		form["answer-partner"], form["answer-diet"] = []string{"Regionen"}, []string{"Glutenfritt"}
		form["shown[]"] = append(form["shown[]"], "partner", "diet")
		a = b.post(path, form)
		a.is(t, http.StatusUnprocessableEntity, "Kryssa i om du samtycker", "Personen har samtyckt")
		a.has(t, `value="Glutenfritt" checked`)
		form["consent-diet"] = []string{"yes"}
		form.Set(event.ChoiceField(ev.Choices[0].Key), ev.Choices[0].Sessions[0].Key)
		b.post(path, form).leads(t, "/console"+at(ev)+"/participants/")
		regs, _, err := d.store.FindParticipants(t.Context(), ev.ID, store.ParticipantQuery{Search: "eva@example.org"}, 0, 1)
		if err != nil || len(regs) != 1 || regs[0].Attendance != event.OnSite || regs[0].Answers["partner"][0] != "Regionen" {
			t.Fatalf("%+v, %v", regs, err)
		}
		if said := d.sensitive(ev, regs[0]); len(said["diet"]) != 1 || regs[0].Answers["diet"] != nil {
			t.Errorf("sensitive: %v, plain: %v", said, regs[0].Answers)
		}
	})
}

func TestAnswersAreEdited(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, asa, bo := d.conference()
		b := d.member(ev.OrganisationID, event.Organiser)
		one := at(ev) + "/participants/" + asa.Reference
		edit := func() answer { return b.get(one + "/edit") }
		a := edit()
		a.ok(t, "Känsliga svar visas inte här")
		a.has(t, `value="Polisen"`)
		a.lacks(t, "Laktosfritt")
		form := url.Values{
			"name": {"Åsa Öberg"}, "email": {"asa@example.org"}, "mark": {mark(a)}, "attendance": {"on-site"},
			"answer-from": {"Extern samverkanspart"}, "answer-partner": {"Tullen"}, "answer-lunch": {"no"}, "shown[]": {"from", "partner", "lunch"},
		}
		// What the form does not show stays, whatever is sent for it.
		form["answer-diet"], form["consent-diet"] = []string{"Veganskt"}, []string{"yes"}
		b.post(one+"/edit", form).leads(t, "/console"+one+"?done=participant_changed")
		if said := d.sensitive(ev, asa); len(said["diet"]) != 1 || said["diet"][0] != "Laktosfritt" {
			t.Errorf("kept %v", said)
		}
		b.get(one).ok(t, "Vilken organisation kommer du från?: Polisen → Tullen", "Äter du lunch?: Ja → Nej", "Gammalt svar")

		// Who saves second is told of answers too.
		stale := url.Values{}
		for field, texts := range form {
			stale[field] = texts
		}
		stale.Set("answer-partner", "Skolan")
		b.post(one+"/edit", stale).is(t, http.StatusConflict, "Tullen")

		// Revealed, with what was typed kept, and written down.
		form.Set("mark", mark(edit()))
		form.Set("answer-partner", "Skolan")
		form.Set("do", "reveal")
		a = b.post(one+"/edit", form)
		a.ok(t)
		a.has(t, `value="Skolan"`, `value="Laktosfritt" checked`)
		if n := len(d.deeds(ev, "participant.sensitive_seen")); n != 1 {
			t.Errorf("%d looks", n)
		}
		form.Del("do")
		form.Set("private", "yes")
		form["shown[]"] = append(form["shown[]"], "diet", "support")
		b.post(one+"/edit", form).leads(t, "/console"+one)
		if said := d.sensitive(ev, asa); said["diet"][0] != "Veganskt" {
			t.Errorf("became %v", said)
		}
		a = b.get(one)
		a.ok(t, "Svaret på ”Mat” ändrades")
		a.lacks(t, "Veganskt", "Laktosfritt")
		changes, err := d.store.RegistrationChanges(t.Context(), asa.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			if strings.Contains(c.Was+c.Became, "Vegan") || strings.Contains(c.Was+c.Became, "Laktos") {
				t.Errorf("a sensitive text is in the history: %v", c)
			}
		}

		// Who is online now is not asked about food, so that answer goes.
		form.Set("attendance", "online")
		form.Del("private")
		form.Set("mark", mark(edit()))
		b.post(one+"/edit", form).leads(t, "/console"+one)
		if said := d.sensitive(ev, asa); len(said) != 0 {
			t.Errorf("kept %v of somebody online", said)
		}
		d.member(ev.OrganisationID, event.Reader).get(at(ev)+"/participants/"+bo.Reference+"/edit").is(t, http.StatusForbidden)
	})
}

// The list is narrowed by answers, and shows and takes them out as columns.
func TestListByAnswers(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, asa, _ := d.conference()
		list := at(ev) + "/participants"
		b := d.member(ev.OrganisationID, event.Organiser)
		b.get(list).ok(t, "Åsa Öberg", "Bo Ek", "Varifrån kommer du?", "Förra årets fråga")
		for path, want := range map[string]string{
			"?answer-from=Laholms+kommun": "Bo Ek", "?answer-lunch=yes": "Åsa Öberg", "?attendance=online": "Bo Ek",
			"?attendance=on-site&answer-from=Extern+samverkanspart&answer-lunch=yes": "Åsa Öberg",
		} {
			a := b.get(list + path)
			a.ok(t, want, "Visar 1–1 av 1")
		}
		b.get(list+"?answer-lunch=yes&attendance=on-site").ok(t, "Äter du lunch?: Ja", "Deltar: På plats")
		b.get(list+"?answer-lunch=no&attendance=on-site").ok(t, "Ingen deltagare passar")
		b.post(list, url.Values{"set": {"filter"}, "answer-lunch": {"yes"}, "columns[]": {"attendance", "answer-partner", "answer-diet"}}).
			leads(t, "/console"+list+"?answer-lunch=yes&columns=attendance&columns=answer-partner")
		b.get(list+"?columns=attendance&columns=answer-partner").ok(t, "Vilken organisation kommer du från?", "Polisen", "Digitalt")

		// A changed answer moves somebody from one filter to another.
		form := url.Values{
			"name": {asa.Name}, "email": {asa.Email}, "mark": {mark(b.get(list + "/" + asa.Reference + "/edit"))}, "attendance": {"on-site"},
			"answer-from": {"Laholms kommun"}, "answer-lunch": {"no"}, "shown[]": {"from", "lunch"},
		}
		b.post(list+"/"+asa.Reference+"/edit", form).leads(t, "/console")
		b.get(list+"?answer-from=Laholms+kommun&answer-lunch=no").ok(t, "Åsa Öberg", "Bo Ek")
		b.get(list+"?answer-lunch=yes").ok(t, "Ingen deltagare passar")
	})
}

// Sensitive answers leave only when an organiser says so, and it is written down.
func TestExportWithAnswers(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, _, _ := d.conference()
		b, reader := d.member(ev.OrganisationID, event.Organiser), d.member(ev.OrganisationID, event.Reader)
		path := at(ev) + "/exports?columns=attendance&columns=answer-lunch&columns=answer-old&columns=answer-diet"
		a := b.post(path, url.Values{"format": {"csv"}})
		a.has(t, "Deltar;Äter du lunch?;Förra årets fråga", "På plats;Ja;Gammalt svar", "Digitalt;Nej;")
		a.lacks(t, "Laktosfritt", "Mat")
		a = b.post(path, url.Values{"format": {"csv"}, "sensitive[]": {"diet", "nothing"}})
		a.has(t, ";Mat", "Laktosfritt")
		taken := d.deeds(ev, "participants.exported")
		if len(taken) != 2 || taken[0].Detail["sensitive"] != "Mat" || taken[1].Detail["sensitive"] != "" {
			t.Errorf("written down: %v", taken)
		}
		for _, format := range []string{"xlsx", "pdf"} {
			if a := b.post(path, url.Values{"format": {format}, "sensitive[]": {"diet"}}); a.status != http.StatusOK {
				t.Errorf("%s: status %d", format, a.status)
			}
		}
		reader.post(path, url.Values{"format": {"csv"}}).lacks(t, "Laktosfritt", "Mat")
		reader.post(path, url.Values{"format": {"csv"}, "sensitive[]": {"diet"}}).is(t, http.StatusForbidden)
		reader.post(path+"&sensitive[]=diet&sensitive=diet", url.Values{"format": {"csv"}}).lacks(t, "Laktosfritt")
		for _, who := range []*somebody{b, reader} {
			who.get(at(ev)+"/attendance").lacks(t, "Laktosfritt", "Polisen")
		}
	})
}

// The kitchen gets totals and no names.
func TestTotalsOfAnswersNameNobody(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev, _, _ := d.conference()
		for i, food := range [][]string{{"Laktosfritt"}, {"Glutenfritt", "Laktosfritt"}} {
			d.register(ev, "Gäst Nummer", "gast"+string(rune('a'+i))+"@example.org", func(s *event.Signup) {
				s.Attendance, s.Answers = event.OnSite, event.Answers{"diet": food, "support": {"Rullstol"}}
			})
		}
		reader := d.member(ev.OrganisationID, event.Reader)
		for _, page := range []string{"/statistics", "/statistics/answers"} {
			a := reader.get(at(ev) + page)
			a.ok(t, "Mat", "Glutenfritt 1", "Laktosfritt 3", "Veganskt 0", "På plats 3", "Digitalt 1", "Laholms kommun 1", "Ja 1")
			a.lacks(t, "Åsa", "Gäst", "Rullstol", "Gammalt svar")
		}
		reader.get(at(ev)+"/statistics/export?format=csv").has(t, "Mat;Laktosfritt;3")
		d.member(ev.OrganisationID, event.Door).get(at(ev)+"/statistics/answers").is(t, http.StatusForbidden)
	})
}
