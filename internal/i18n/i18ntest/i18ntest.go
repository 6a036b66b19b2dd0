// Package i18ntest gives tests the texts of Samling and makes every missing
// text fail the test.
package i18ntest

import (
	"testing"

	"samling/internal/i18n"
)

// Load gives the texts. The test fails when one is asked for that does not
// exist or that lacks a value.
func Load(t testing.TB) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	c.OnFault = func(lang i18n.Lang, key string, err error) {
		t.Errorf("text %q in %q: %v", key, lang, err)
	}
	return c
}
