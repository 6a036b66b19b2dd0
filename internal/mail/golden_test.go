package mail

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// update rewrites the golden files: go test ./internal/mail -update
var update = flag.Bool("update", false, "rewrite the golden files")

func TestGolden(t *testing.T) {
	c := newComposer(t)
	for _, lang := range []string{"sv", "en"} {
		for name, l := range letters(lang) {
			t.Run(name+"."+lang, func(t *testing.T) {
				m, err := c.Compose(l)
				if err != nil {
					t.Fatal(err)
				}
				file := filepath.Join("testdata", name+"."+lang)
				golden(t, file+".txt", m.Subject+"\n\n"+m.Text)
				golden(t, file+".html", m.HTML)
				golden(t, file+".eml", fixBoundaries(sourceOf(t, m)))
			})
		}
	}
}

func sourceOf(t *testing.T, m Mail) string {
	t.Helper()
	source, err := source(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// fixBoundaries puts fixed names in place of the random boundaries, and plain
// line ends in place of those of the wire.
func fixBoundaries(source string) string {
	source = strings.ReplaceAll(source, "\r\n", "\n")
	for i, found := range regexp.MustCompile(`boundary=([0-9a-f]+)`).FindAllStringSubmatch(source, -1) {
		source = strings.ReplaceAll(source, found[1], fmt.Sprintf("boundary-%d", i+1))
	}
	return source
}
