package mail

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// TestTextSaysWhatThePageSays compares the words of both, in both directions.
func TestTextSaysWhatThePageSays(t *testing.T) {
	c := newComposer(t)
	for _, lang := range []string{"sv", "en"} {
		for name, l := range letters(lang) {
			t.Run(name+"."+lang, func(t *testing.T) {
				m, err := c.Compose(l)
				if err != nil {
					t.Fatal(err)
				}
				text, page := words(m.Text), words(plain(m.HTML))
				for word := range text {
					if !page[word] {
						t.Errorf("%q stands only in the text", word)
					}
				}
				for word := range page {
					if !text[word] {
						t.Errorf("%q stands only in the page", word)
					}
				}
			})
		}
	}
}

// plain takes the tags away, and the head with them.
func plain(page string) string {
	_, body, _ := strings.Cut(page, "<body")
	_, body, _ = strings.Cut(body, ">")
	return html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " "))
}

func words(text string) map[string]bool {
	found := map[string]bool{}
	for _, word := range strings.Fields(text) {
		if word = strings.TrimFunc(word, unicode.IsPunct); word != "" {
			found[word] = true
		}
	}
	return found
}

func TestPagesAreSelfContained(t *testing.T) {
	c := newComposer(t)
	for name, l := range letters("sv") {
		m, err := c.Compose(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<img", "<table", "<script", "<link", "url(", "@import", "ZgotmplZ", "<no value>"} {
			if strings.Contains(m.HTML, bad) {
				t.Errorf("%s has %s", name, bad)
			}
		}
		if !strings.Contains(m.HTML, `<html lang="sv">`) {
			t.Errorf("%s does not say its language", name)
		}
		for _, link := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(m.HTML, -1) {
			if !strings.HasPrefix(link[1], "https://events.example.org/") {
				t.Errorf("%s links to %s", name, link[1])
			}
		}
	}
}
