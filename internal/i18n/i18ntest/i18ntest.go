// Package i18ntest gives tests the texts of Samling and makes every missing
// text fail the test.
package i18ntest

import (
	"sync"
	"testing"

	"samling/internal/i18n"
)

// texts are read once for all tests of a package.
var texts = sync.OnceValues(i18n.Load)

// Load gives the texts. The test fails when one is asked for that does not
// exist or that lacks a value.
func Load(t testing.TB) *i18n.Catalogue {
	t.Helper()
	c, err := texts()
	if err != nil {
		t.Fatal(err)
	}
	return c.Reporting(func(lang i18n.Lang, key string, err error) {
		t.Errorf("text %q in %q: %v", key, lang, err)
	})
}
