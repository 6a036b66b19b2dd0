// Package i18n is how Samling speaks: words, dates, numbers and sorting in
// Swedish and English.
//
// The texts lie in sv.json and en.json, one flat object each, sorted by key. A
// text is plain, never HTML, and may hold placeholders such as {{.Name}}. The
// package knows nothing of pages, mails or the rules that choose a text.
package i18n

import (
	"embed"
	"errors"
	"fmt"
	"log/slog"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/en"
	"github.com/go-playground/locales/sv"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

//go:embed sv.json en.json
var files embed.FS

// Lang is a language Samling speaks, as it is written in addresses and in the
// lang attribute of a page.
type Lang string

// The languages.
const (
	Swedish Lang = "sv"
	English Lang = "en"
)

// ParseLang recognises a language by its exact name, "sv" or "en".
func ParseLang(s string) (Lang, bool) {
	switch lang := Lang(s); lang {
	case Swedish, English:
		return lang, true
	}
	return "", false
}

func (l Lang) tag() language.Tag {
	if l == English {
		return language.English
	}
	return language.Swedish
}

func (l Lang) locale() locales.Translator {
	if l == English {
		return en.New()
	}
	return sv.New()
}

// What can be wrong with the use of a text. It never breaks a page.
var (
	ErrUnknownKey = errors.New("no text has this key")
	ErrPairs      = errors.New("pairs are not name and value")
	ErrNoCount    = errors.New("text has a plural and needs a Count")
)

// Catalogue holds the texts of all languages. It is safe for use by many
// goroutines.
type Catalogue struct {
	onFault  func(lang Lang, key string, err error) // nil: a line is logged
	printers map[Lang]*Printer
}

// Reporting is a catalogue of the same texts that tells when one is missing or is
// used wrongly, instead of logging a line.
func (c *Catalogue) Reporting(fault func(lang Lang, key string, err error)) *Catalogue {
	other := &Catalogue{onFault: fault, printers: map[Lang]*Printer{}}
	for lang, printer := range c.printers {
		p := *printer
		p.catalogue = other
		other.printers[lang] = &p
	}
	return other
}

// Load reads the texts built into the program.
func Load() (*Catalogue, error) {
	c := &Catalogue{printers: map[Lang]*Printer{}}
	for _, lang := range []Lang{Swedish, English} {
		name := string(lang) + ".json"
		source, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read texts: %w", err)
		}
		p, err := c.newPrinter(lang, name, source)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		c.printers[lang] = p
	}
	return c, nil
}

// newPrinter gives each language a bundle of its own, so that a missing text is
// never replaced by one in the other language.
func (c *Catalogue) newPrinter(lang Lang, name string, source []byte) (*Printer, error) {
	bundle := goi18n.NewBundle(lang.tag())
	file, err := bundle.ParseMessageFileBytes(source, name)
	if err != nil {
		return nil, err
	}
	p := &Printer{
		lang:      lang,
		catalogue: c,
		locale:    lang.locale(),
		localizer: goi18n.NewLocalizer(bundle, string(lang)),
		parser:    &template.TextParser{Option: "missingkey=error"},
		fixed:     map[string]string{},
		plural:    map[string]bool{},
	}
	for _, m := range file.Messages {
		p.add(m)
	}
	return p, nil
}

// Printer speaks one language. For a language it does not know it answers with
// the Swedish one.
func (c *Catalogue) Printer(lang Lang) *Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers[Swedish]
}

func (c *Catalogue) fault(lang Lang, key string, err error) {
	if c.onFault != nil {
		c.onFault(lang, key, err)
		return
	}
	slog.Error("text cannot be printed", "key", key, "lang", string(lang), "cause", err)
}
