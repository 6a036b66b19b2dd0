package event

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The checks of single values. Each returns the clean value.

func (b *builder) must(path, text string) string {
	text = b.line(path, text)
	if text == "" {
		b.add(path, "missing")
	}
	return text
}

func (b *builder) line(path, text string) string {
	clean := strings.Join(strings.Fields(text), " ")
	b.readable(path, clean, 1000)
	return clean
}

func (b *builder) text(path, text string) string {
	clean := strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	b.readable(path, clean, 50_000)
	return clean
}

func (b *builder) readable(path, text string, most int) {
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	switch {
	case strings.ContainsFunc(text, control):
		b.add(path, "holds a control character")
	case strings.ContainsFunc(text, invisible):
		b.add(path, "holds an invisible character, such as one that turns text around")
	case utf8.RuneCountInString(text) > most:
		b.add(path, "is longer than %d characters", most)
	}
}

func (b *builder) slug(path, slug string) {
	switch {
	case slug == "":
		b.add(path, "missing")
	case !IsSlug(slug):
		b.add(path, "may hold a to z, digits and single hyphens, at most 80 characters")
	}
}

func (b *builder) oneOf(path, value string, allowed ...string) {
	switch {
	case value == "":
		b.add(path, "missing")
	case !slices.Contains(allowed, value):
		b.add(path, "must be one of %s", strings.Join(allowed, ", "))
	}
}

func (b *builder) between(path string, n, most int) {
	if n < 0 || n > most {
		b.add(path, "must be between 0 and %d", most)
	}
}

func (b *builder) email(path, raw string) string {
	if raw == "" {
		return ""
	}
	email, ok := ParseAddress(raw)
	if !ok {
		b.add(path, "is not an e-mail address")
	}
	return email
}

func (b *builder) url(path, raw string) string {
	if raw == "" {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		b.add(path, "must be an address that begins with https://")
	}
	return raw
}
