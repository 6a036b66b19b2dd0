package event_test

import (
	"testing"

	"samling/internal/event"
)

func TestSuggestAddress(t *testing.T) {
	tests := []struct {
		name, typed, want string
	}{
		{"top domain with a letter too many", "anna@regionhalland.see", "anna@regionhalland.se"},
		{"letters swapped", "anna@gmial.com", "anna@gmail.com"},
		{"neighbour letter", "anna@hotnail.com", "anna@hotmail.com"},
		{"letter missing", "anna@outlok.com", "anna@outlook.com"},
		{"letter doubled", "anna@halmstadd.se", "anna@halmstad.se"},
		{"first letter missing", "anna@egionhalland.se", "anna@regionhalland.se"},
		{"two slips in a long name", "anna@forsakringkasan.se", "anna@forsakringskassan.se"},
		{"gmail.con", "anna@gmail.con", "anna@gmail.com"},
		{"telia.con", "anna@telia.con", "anna@telia.com"},
		{"two mistakes, one of them in a top domain that does not exist", "anna@gmial.con", "anna@gmail.com"},
		{".comm", "anna@gmail.comm", "anna@gmail.com"},
		{".ocm", "anna@gmail.ocm", "anna@gmail.com"},
		{".co", "anna@gmail.co", "anna@gmail.com"},
		{".es", "anna@regionhalland.es", "anna@regionhalland.se"},
		{"comma for dot", "anna@halmstad,se", "anna@halmstad.se"},
		{"two dots", "anna@halmstad..se", "anna@halmstad.se"},
		{"dot at the end", "anna@halmstad.se.", "anna@halmstad.se"},
		{"dot missing", "anna@regionhallandse", "anna@regionhalland.se"},
		{"dot missing in a short name", "anna@alese", "anna@ale.se"},
		{"dot in the wrong place", "anna@gmai.lcom", "anna@gmail.com"},
		{"dot too many", "anna@region.halland.se", "anna@regionhalland.se"},
		{"no top domain", "anna@regionhalland", "anna@regionhalland.se"},
		{"space in the domain", "anna@ halmstad .se", "anna@halmstad.se"},
		{"space before the at sign", "anna @halmstad.se", "anna@halmstad.se"},
		{"at sign twice", "anna@@halmstad.se", "anna@halmstad.se"},
		{"mark of no width inside", "anna@halm\u200bstad.se", "anna@halmstad.se"},
		{"wrong top domain", "anna@regionhalland.com", "anna@regionhalland.se"},
		{"wrong top domain of a short name", "anna@ale.com", "anna@ale.se"},
		{"Swedish top domain by habit", "anna@gmail.se", "anna@gmail.com"},
		{"Swedish letters", "anna@strängnäs.se", "anna@strangnas.se"},
		{"Swedish letters apart from their dots", "anna@go\u0308teborg.se", "anna@goteborg.se"},
		{"name with another spelling than the domain", "anna@ängelholm.se", "anna@engelholm.se"},
		{"address of the web site", "anna@www.halmstad.se", "anna@halmstad.se"},
		{"mistake above the school", "anna@edu.stokholm.se", "anna@edu.stockholm.se"},
		{"short name with the same first letter", "anna@lundd.se", "anna@lund.se"},
		{"copied with the name", "Anna Berg <anna@halmstad.se>", "anna@halmstad.se"},
		{"copied in brackets", "<Anna@gmial.com>", "Anna@gmail.com"},
		{"case of the name is kept", "Anna.Berg@Gmial.com", "Anna.Berg@gmail.com"},
		{"unknown domain in a top domain that does not exist", "anna@snickeriet.con", "anna@snickeriet.com"},
		{"unknown domain with a comma", "anna@snickeriet,nu", "anna@snickeriet.nu"},

		{"right", "anna@regionhalland.se", ""},
		{"right in other case", " Anna@RegionHalland.SE ", ""},
		{"hotmail.se is real", "anna@hotmail.se", ""},
		{"Spanish hotmail is real", "anna@hotmail.es", ""},
		{"and not offered", "anna@hotmail.ez", ""},
		{"mail of another country", "anna@yahoo.in", ""},
		{"Habo and Håbo are two", "anna@habokommun.se", ""},
		{"school", "anna@edu.stockholm.se", ""},
		{"school of a school", "anna@x.y.goteborg.se", ""},
		{"two municipalities are equally near", "anna@liköping.se", ""},
		{"short name with another first letter", "anna@bund.se", ""},
		{"two slips in a short name", "anna@lundby.se", ""},
		{"three letters are near to too much", "anna@alf.se", ""},
		{"two letters are near to everything", "anna@lu.com", ""},
		{"other country", "anna@sandviken.no", ""},
		{"other country, short", "anna@lund.dk", ""},
		{"a small firm", "anna@snickeriet.se", ""},
		{"a firm with letters of its own", "anna@exämple.se", ""},
		{"under a British domain", "anna@council.gov.uk", ""},
		{"reserved", "anna@finns-inte.invalid", ""},
		{"no at sign", "halmstad.se", ""},
		{"nothing before", "@gmial.com", ""},
		{"nothing after", "anna@", ""},
		{"bad local part", "an na@gmial.com", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := event.SuggestAddress(tt.typed)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("SuggestAddress(%q) = %q, %v; want %q", tt.typed, got, ok, tt.want)
			}
		})
	}
}

func FuzzSuggestAddress(f *testing.F) {
	for _, seed := range []string{
		"anna@regionhalland.see", "anna@halmstad,,se", "a@www.www.gmial.con", "Anna <a@ale.comm>",
		"a@edu.stokholm.se", "a@strängnäs", "@.", "a@..", "a@con", "å@İ.se", "\u200b@\ufeff.se",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		suggestion, ok := event.SuggestAddress(typed)
		if !ok {
			return
		}
		if suggestion == typed {
			t.Errorf("%q is suggested for itself", typed)
		}
		if parsed, ok := event.ParseAddress(suggestion); !ok || parsed != suggestion {
			t.Errorf("%q gave %q, which reads as %q, %v", typed, suggestion, parsed, ok)
		}
		if next, ok := event.SuggestAddress(suggestion); ok {
			t.Errorf("%q gave %q, which then gave %q", typed, suggestion, next)
		}
	})
}

func BenchmarkSuggestAddress(b *testing.B) {
	for _, bench := range []struct{ name, typed string }{
		{"known", "anna@regionhalland.se"},
		{"misspelt", "anna@forsakringkasan.se"},
		{"unknown", "anna@norrlandsbanken.se"},
		{"unknown and long", "anna@mail.utbildningsforvaltningen.nagonstans.se"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				event.SuggestAddress(bench.typed)
			}
		})
	}
}
