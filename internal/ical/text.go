package ical

import (
	"errors"
	"net/url"
	"strings"
	"unicode"
)

// manyLines keeps line breaks, which are escaped on the way out, and removes
// other control characters and bytes that are no characters.
func manyLines(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ").
		Replace(strings.ToValidUTF8(s, "\ufffd"))
	s = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// oneLine also joins the lines.
func oneLine(s string) string {
	return strings.Join(strings.Fields(manyLines(s)), " ")
}

// isToken tells whether the text can be written unescaped without ever ending a
// line: it is not empty and has neither spaces nor control characters. Some
// readers end lines at U+0085 and U+2028 too; both are spaces.
func isToken(s string) bool {
	return s != "" && strings.ToValidUTF8(s, "") == s && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	})
}

func checkURL(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || !isToken(s) || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return errors.New("URL is not the address of a page")
	}
	return nil
}
