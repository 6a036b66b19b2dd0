package i18n

import (
	"fmt"
	"strings"

	"github.com/go-playground/locales"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Printer speaks one language. It is safe for use by many goroutines.
type Printer struct {
	lang      Lang
	catalogue *Catalogue
	locale    locales.Translator
	localizer *goi18n.Localizer
	parser    *template.TextParser
	fixed     map[string]string // texts that are always the same
	plural    map[string]bool   // every key, and whether its text depends on a count
}

// add remembers what it takes to print a text. Most texts are always the same,
// and looking those up is all it takes.
func (p *Printer) add(m *goi18n.Message) {
	p.plural[m.ID] = m.Zero+m.One+m.Two+m.Few+m.Many != ""
	if !p.plural[m.ID] && !strings.Contains(m.Other, "{{") {
		p.fixed[m.ID] = m.Other
	}
}

// Lang is the language the printer speaks.
func (p *Printer) Lang() Lang { return p.lang }

// Has tells whether there is a text with the key.
func (p *Printer) Has(key string) bool {
	_, known := p.plural[key]
	return known
}

// T gives the text with the key. The pairs are names and values for its
// placeholders; the one named Count also chooses between singular and plural.
// Whole numbers are printed as quantities ("1 234"), so a year goes in as a
// string. A text that cannot be printed is replaced by its key.
func (p *Printer) T(key string, pairs ...any) string {
	if text, ok := p.fixed[key]; ok {
		return text
	}
	text, err := p.fill(key, pairs)
	if err != nil {
		p.catalogue.fault(p.lang, key, err)
		return key
	}
	return text
}

func (p *Printer) fill(key string, pairs []any) (string, error) {
	if !p.Has(key) {
		return "", ErrUnknownKey
	}
	values, err := p.values(pairs)
	if err != nil {
		return "", err
	}
	count, err := p.count(key, pairs)
	if err != nil {
		return "", err
	}
	return p.localizer.Localize(&goi18n.LocalizeConfig{
		MessageID:      key,
		PluralCount:    count,
		TemplateData:   values,
		TemplateParser: p.parser,
	})
}

// values are the pairs by name, written as people read them.
func (p *Printer) values(pairs []any) (map[string]string, error) {
	if len(pairs)%2 != 0 {
		return nil, ErrPairs
	}
	values := make(map[string]string, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, ErrPairs
		}
		values[name] = p.print(pairs[i+1])
	}
	return values, nil
}

// count is what a text with a plural is chosen by. It is nil for other texts:
// they print a count like any value.
func (p *Printer) count(key string, pairs []any) (any, error) {
	if !p.plural[key] {
		return nil, nil
	}
	for i := 0; i < len(pairs); i += 2 {
		if n, whole := wholeNumber(pairs[i+1]); whole && pairs[i] == "Count" {
			return n, nil
		}
	}
	return nil, ErrNoCount
}

func (p *Printer) print(value any) string {
	if n, ok := wholeNumber(value); ok {
		return p.Number(n)
	}
	return fmt.Sprint(value)
}

func wholeNumber(value any) (int, bool) {
	switch n := value.(type) {
	case int:
		return n, true
	case int32:
		return int(n), true
	case int64:
		return int(n), true
	case uint:
		return int(n), true
	case uint32:
		return int(n), true
	case uint64:
		return int(n), true
	}
	return 0, false
}
