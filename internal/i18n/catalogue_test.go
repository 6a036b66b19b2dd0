package i18n_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// textFiles are the catalogues, one for each language.
func textFiles() []string { return []string{"sv.json", "en.json"} }

// forms are the texts of one key by their CLDR plural form. A text without
// plural has the form "other" alone, as go-i18n sees it.
type forms map[string]string

func (f *forms) UnmarshalJSON(source []byte) error {
	if bytes.HasPrefix(source, []byte(`"`)) {
		var text string
		err := json.Unmarshal(source, &text)
		*f = forms{"other": text}
		return err
	}
	return json.Unmarshal(source, (*map[string]string)(f))
}

func readTexts(t *testing.T, file string) map[string]forms {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]forms
	if err := json.Unmarshal(source, &texts); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return texts
}

func TestTextsAreSortedAndNotRepeated(t *testing.T) {
	key := regexp.MustCompile(`(?m)^  "([^"]+)":`)
	for _, file := range textFiles() {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		previous := ""
		for _, match := range key.FindAllSubmatch(source, -1) {
			if name := string(match[1]); name <= previous {
				t.Errorf("%s: %q stands after %q", file, name, previous)
			} else {
				previous = name
			}
		}
	}
}

func TestKeysAreWellFormed(t *testing.T) {
	wellFormed := regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)
	for _, file := range textFiles() {
		for key := range readTexts(t, file) {
			if !wellFormed.MatchString(key) {
				t.Errorf("%s: %q is not a key such as \"event.places_left\"", file, key)
			}
		}
	}
}

func TestTextsAreWellFormed(t *testing.T) {
	for _, file := range textFiles() {
		for key, texts := range readTexts(t, file) {
			if !slices.Contains([]string{"other", "one other"}, formNames(texts)) {
				t.Errorf("%s: %s has the forms %q, want one and other", file, key, formNames(texts))
			}
			for form, text := range texts {
				if strings.TrimSpace(text) == "" || strings.TrimSpace(text) != text {
					t.Errorf("%s: %s (%s) is empty or has spaces around it: %q", file, key, form, text)
				}
				if _, err := placeholders(text); err != nil {
					t.Errorf("%s: %s (%s): %v", file, key, form, err)
				}
			}
		}
	}
}

func TestLanguagesHaveTheSameTexts(t *testing.T) {
	sv, en := describe(t, "sv.json"), describe(t, "en.json")
	if diff := cmp.Diff(sv, en); diff != "" {
		t.Errorf("keys, plurals or placeholders differ (-sv +en):\n%s", diff)
	}
}

// describe tells for each key what a caller can see of its text: whether it
// depends on a count, and what is filled in. The singular may say "one" in
// words, so what it leaves out does not matter.
func describe(t *testing.T, file string) map[string]string {
	t.Helper()
	seen := map[string]string{}
	for key, texts := range readTexts(t, file) {
		all := map[string]bool{}
		for _, text := range texts {
			names, _ := placeholders(text)
			for _, name := range names {
				all[name] = true
			}
		}
		names := slices.Sorted(maps.Keys(all))
		seen[key] = formNames(texts) + ": " + strings.Join(names, " ")
	}
	return seen
}

func formNames(texts forms) string {
	names := slices.Sorted(maps.Keys(texts))
	names = slices.DeleteFunc(names, func(s string) bool { return s == "description" })
	return strings.Join(names, " ")
}

// placeholders are the names between braces. Anything but {{.Name}} is more than
// a translator should meet.
func placeholders(text string) ([]string, error) {
	simple := regexp.MustCompile(`\{\{\.([A-Z][A-Za-z0-9]*)\}\}`)
	var names []string
	for _, match := range simple.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	if rest := simple.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
		return nil, fmt.Errorf("%q has more than placeholders such as {{.Name}}", text)
	}
	return names, nil
}
