package i18n_test

import (
	"errors"
	"slices"
	"testing"

	"samling/internal/i18n"
	"samling/internal/i18n/i18ntest"
)

func TestParseLang(t *testing.T) {
	tests := []struct {
		in   string
		want i18n.Lang
		ok   bool
	}{
		{"sv", i18n.Swedish, true},
		{"en", i18n.English, true},
		{"SV", "", false},
		{"de", "", false},
		{"", "", false},
	}
	for _, tt := range tests {
		if got, ok := i18n.ParseLang(tt.in); got != tt.want || ok != tt.ok {
			t.Errorf("ParseLang(%q) = %q, %v; want %q, %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}

func TestT(t *testing.T) {
	tests := []struct {
		name  string
		key   string
		pairs []any
		want  both
	}{
		{"always the same", "days.today", nil, both{"i dag", "today"}},
		{"singular", "days.in", []any{"Count", 1}, both{"om 1 dag", "in 1 day"}},
		{"plural", "days.in", []any{"Count", 12}, both{"om 12 dagar", "in 12 days"}},
		{"none is plural", "days.in", []any{"Count", 0}, both{"om 0 dagar", "in 0 days"}},
		{"count of another type", "days.in", []any{"Count", int64(1)}, both{"om 1 dag", "in 1 day"}},
		{"unsigned count", "days.in", []any{"Count", uint(2)}, both{"om 2 dagar", "in 2 days"}},
		{"big count", "days.in", []any{"Count", 1234}, both{"om 1\u00a0234 dagar", "in 1,234 days"}},
		{"pair nobody asked for", "days.today", []any{"Name", "Ada"}, both{"i dag", "today"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.check(t, tt.key, func(p *i18n.Printer) string { return p.T(tt.key, tt.pairs...) })
		})
	}
}

func TestFaultShowsKeyAndIsReported(t *testing.T) {
	tests := []struct {
		name  string
		key   string
		pairs []any
		want  error
	}{
		{"unknown key", "no.such_text", nil, i18n.ErrUnknownKey},
		{"name without value", "days.in", []any{"Count"}, i18n.ErrPairs},
		{"name that is none", "days.in", []any{1, 2}, i18n.ErrPairs},
		{"no count", "days.in", nil, i18n.ErrNoCount},
		{"count that is no number", "days.in", []any{"Count", "many"}, i18n.ErrNoCount},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			texts, err := i18n.Load()
			if err != nil {
				t.Fatal(err)
			}
			var reported error
			texts = texts.Reporting(func(_ i18n.Lang, _ string, err error) { reported = err })

			if got := texts.Printer(i18n.English).T(tt.key, tt.pairs...); got != tt.key {
				t.Errorf("T = %q, want the key", got)
			}
			if !errors.Is(reported, tt.want) {
				t.Errorf("reported %v, want %v", reported, tt.want)
			}
		})
	}
}

func TestHas(t *testing.T) {
	p := i18ntest.Load(t).Printer(i18n.Swedish)
	if !p.Has("days.today") || !p.Has("days.in") || p.Has("no.such_text") {
		t.Error("Has does not know its texts")
	}
}

func TestPrinterOfUnknownLanguageIsSwedish(t *testing.T) {
	if got := i18ntest.Load(t).Printer("de").Lang(); got != i18n.Swedish {
		t.Errorf("language is %q", got)
	}
}

func TestNumber(t *testing.T) {
	tests := []struct {
		n    int
		want both
	}{
		{0, both{"0", "0"}},
		{999, both{"999", "999"}},
		{1000, both{"1\u00a0000", "1,000"}},
		{1234567, both{"1\u00a0234\u00a0567", "1,234,567"}},
		{-5, both{"−5", "-5"}},
		{-1234, both{"−1\u00a0234", "-1,234"}},
	}
	for _, tt := range tests {
		tt.want.check(t, "number", func(p *i18n.Printer) string { return p.Number(tt.n) })
	}
}

func TestSort(t *testing.T) {
	names := []string{"Örebro", "Zetterberg", "Åmål", "Ärla", "ada", "Andersson", "Ada", "Émile", "Wik", "Vik", "Eskil"}
	tests := []struct {
		lang i18n.Lang
		want []string
	}{
		{i18n.Swedish, []string{"ada", "Ada", "Andersson", "Émile", "Eskil", "Vik", "Wik", "Zetterberg", "Åmål", "Ärla", "Örebro"}},
		{i18n.English, []string{"ada", "Ada", "Åmål", "Andersson", "Ärla", "Émile", "Eskil", "Örebro", "Vik", "Wik", "Zetterberg"}},
	}
	for _, tt := range tests {
		got := slices.Clone(names)
		i18n.Sort(tt.lang, got, func(s string) string { return s })
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.lang, got, tt.want)
		}
	}
}

func BenchmarkT(b *testing.B) {
	p := i18ntest.Load(b).Printer(i18n.Swedish)
	b.Run("always the same", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.T("days.today")
		}
	})
	b.Run("plural", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.T("days.in", "Count", 12)
		}
	})
}
