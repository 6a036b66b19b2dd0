package main

import (
	"strings"

	"samling/internal/event"
)

// The people of the demonstration are put together from these lists. Their
// lengths, 37 and 41, have no common divisor, so that no name comes twice among
// the first thousand.
var (
	firstNames = []string{
		"Åsa", "Erik", "Maria", "Ahmed", "Karin", "Johan", "Leila", "Anders", "Elisabet", "Per", "Sara", "Mats", "Ingrid",
		"Björn", "Fatima", "Lars", "Eva", "Henrik", "Märta", "Ali", "Ulrika", "Göran", "Sofia", "Jonas", "Annika", "Zeinab",
		"Olof", "Helena", "Daniel", "Kristina", "Nils", "Malin", "Mikael", "Birgitta", "Oskar", "Hanna", "Stefan",
	}
	lastNames = []string{
		"Öberg", "Lindqvist", "Hassan", "Nyström", "Åkerlund", "Bergman", "Sjögren", "Holm", "Ek", "Lundgren", "Dahl", "Norén",
		"Wallin", "Björk", "Hedlund", "Strand", "Ahmadi", "Forsberg", "Ström", "Lind", "Engström", "Sandberg", "Falk",
		"Månsson", "Hägg", "Karlberg", "Öhman", "Rosén", "Blom", "Axelsson", "Nordin", "Söderlund", "Ali", "Viklund",
		"Ågren", "Hallberg", "Melin", "Roos", "Sundin", "Palm", "Kvist",
	}
	workplaces = []struct{ organisation, municipality string }{
		{"Strängnäs kommun", "Strängnäs"}, {"Eskilstuna kommun", "Eskilstuna"}, {"Region Sörmland", "Nyköping"},
		{"Katrineholms kommun", "Katrineholm"}, {"Ale kommun", "Ale"}, {"Göteborgs Stad", "Göteborg"},
		{"Laholms kommun", "Laholm"}, {"Region Halland", "Halmstad"}, {"Rädda Barnen", ""}, {"Halmstads kommun", "Halmstad"},
		{"Flens kommun", "Flen"}, {"Mölndals stad", "Mölndal"}, {"Polisen", ""},
	}
	roles = []string{
		"Rektor", "Folkhälsostrateg", "Enhetschef", "Förtroendevald", "Utredare", "Kurator", "Fritidsledare", "Skolsköterska",
		"Socialsekreterare", "Verksamhetschef", "",
	}
	comments = map[int]string{
		5: "Jag behöver textning.", 19: "Kommer lite senare, jag har ett möte innan.",
		33: "Vi blir två från samma enhet.", 52: "Går det att få underlaget i förväg?",
	}
)

// person is one of the people, always the same for a number.
func person(n int) event.RawSignup {
	first, last := firstNames[n%len(firstNames)], lastNames[n%len(lastNames)]
	work := workplaces[n%len(workplaces)]
	p := event.RawSignup{
		Name: first + " " + last, Email: strings.ToLower(plain(first)+"."+plain(last)) + "@example.org",
		Organisation: work.organisation, Municipality: work.municipality, Role: roles[n%len(roles)],
		Comment: comments[n%60], Language: "sv",
	}
	if n%29 == 0 {
		p.Language = "en"
	}
	return p
}

// says is what one of the people answers, as a form brings it.
func says(ev *event.Event, n int) func(field string) []string {
	form := map[string][]string{"attendance": {string(event.OnSite)}}
	if n%3 == 0 {
		form["attendance"] = []string{string(event.Online)}
	}
	for i, q := range ev.Questions {
		if q.Sensitive && n%(4+i) > 0 {
			continue // most people have nothing to say to that
		}
		text := "Ett svar"
		if choices := q.Choices(); len(choices) > 0 {
			text = choices[n%len(choices)]
		}
		if q.ID == "partner" {
			text = workplaces[n%len(workplaces)].organisation
		}
		form[event.AnswerField(q.ID)] = []string{text}
		form[event.ConsentField(q.ID)] = []string{event.Yes}
	}
	if kinds := ev.OfferedCategories(); len(kinds) > 0 {
		form["category"] = []string{kinds[n%5%len(kinds)].ID}
	}
	for _, g := range ev.Choices {
		// The first session is the one that most want: some of them wait for it.
		form[event.ChoiceField(g.Key)] = []string{g.Sessions[n%13%len(g.Sessions)].Key}
	}
	return func(field string) []string { return form[field] }
}

// plain writes a name the way most addresses do.
func plain(name string) string {
	return strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "Å", "A", "Ä", "A", "Ö", "O", "é", "e").Replace(name)
}
