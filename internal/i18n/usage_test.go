package i18n_test

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// families are the beginnings of keys that are put together at run time, as in
// p.T("status." + status). All keys of a family count as used.
func families() []string {
	return []string{
		"access.",
		"audit.",
		"branding.ratio_",
		"clash.",
		"clone.in_",
		"console.tab_",
		"done.",
		"duplicates.because_",
		"editor.field_",
		"editor.hint_",
		"editor.missing_",
		"editor.way_",
		"error.",
		"events.shelf_",
		"field.",
		"group.is_",
		"home.cost_",
		"import.field_",
		"import.outcome_",
		"import.total_",
		"import.why_",
		"invites.state_",
		"mail.security.what_",
		"overview.do_",
		"overview.latest_",
		"overview.task_",
		"overview.what_",
		"own.happened_mail_",
		"own.session_",
		"own.standing_",
		"participants.column_",
		"participants.confirm_",
		"participants.did_",
		"participants.facet_",
		"participants.do_",
		"participants.language_",
		"participants.mail_",
		"participants.refused_",
		"participants.skip_",
		"participants.standing_",
		"participants.state_",
		"participants.unanswered_",
		"participants.will_",
		"question.",
		"question.kind_",
		"role.",
		"statistics.sent_",
		"waiting.hold_",
	}
}

// spoken are the beginnings of keys that the domain writes out and the pages
// print, so that T never sees them in the source. Whatever begins like this in a
// Go file or a template must have a text.
func spoken() []string {
	return []string{"invalid."}
}

// keysInPrint finds what looks like a key between quotes, in Go and in a
// template alike.
func keysInPrint() *regexp.Regexp {
	return regexp.MustCompile("[\"`]([a-z][a-z0-9_]*(?:\\.[a-z0-9_]+)+)[\"`]")
}

// keysAskedFor finds what is given to T, whole or the beginning of it: T "a.b"
// and T (print "a." .X) in a template, p.T("a.b", …) and p.T("a."+x) in Go.
func keysAskedFor() *regexp.Regexp {
	return regexp.MustCompile("\\bT[ (]\\s*(?:\\(?printf? )?[\"`]([^\"`%]*)")
}

func TestEveryKeyIsUsed(t *testing.T) {
	texts := readTexts(t, "sv.json")
	unused := maps.Clone(texts)
	maps.DeleteFunc(unused, func(key string, _ forms) bool { return beginsLike(key, families()) })

	faults := map[string]bool{}
	for file, source := range sources(t) {
		for _, key := range found(keysInPrint(), source) {
			delete(unused, key)
			if _, known := texts[key]; !known && beginsLike(key, spoken()) {
				faults[fmt.Sprintf("%s: %q has no text", file, key)] = true
			}
		}
		for _, key := range found(keysAskedFor(), source) {
			if _, known := texts[key]; !known && !slices.Contains(families(), key) {
				faults[fmt.Sprintf("%s: T %q has no text and is no family", file, key)] = true
			}
		}
	}
	for key := range unused {
		faults[fmt.Sprintf("nobody uses %q", key)] = true
	}
	for _, fault := range slices.Sorted(maps.Keys(faults)) {
		t.Error(fault)
	}
}

func beginsLike(key string, beginnings []string) bool {
	return slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(key, b) })
}

func found(pattern *regexp.Regexp, source string) []string {
	var keys []string
	for _, match := range pattern.FindAllStringSubmatch(source, -1) {
		keys = append(keys, match[1])
	}
	return keys
}

// sources are the templates and the Go files of the program, by path. Tests do
// not count: a text that only a test asks for is not used.
func sources(t *testing.T) map[string]string {
	t.Helper()
	byPath := map[string]string{}
	for _, dir := range []string{"templates", "internal", "cmd"} {
		root := filepath.Join("..", "..", dir)
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !isSource(dir, path) {
				return err
			}
			source, err := os.ReadFile(path)
			byPath[path] = string(source)
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	return byPath
}

func isSource(dir, path string) bool {
	if dir == "templates" {
		return true
	}
	return strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
}

func TestKeysAreFoundInSources(t *testing.T) {
	tests := []struct {
		name   string
		source string
		want   string
	}{
		{"template function", `<h1>{{T "event.title"}}</h1>`, "event.title"},
		{"method in a template", `{{.P.T "event.left" "Count" .Left}}`, "event.left"},
		{"method of a variable", "{{$p.T `event.left`}}", "event.left"},
		{"in brackets", `{{if eq (.T "a.b") "x"}}`, "a.b"},
		{"call in Go", `return p.T("days.today")`, "days.today"},
		{"call over two lines", "p.T(\n\t\"days.today\")", "days.today"},
		{"family in Go", `p.T("status."+string(s))`, "status."},
		{"family printed in a template", `{{T (print "status." .Status)}}`, "status."},
		{"family formatted in a template", `{{T (printf "status.%s" .Status)}}`, "status."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(keysAskedFor(), tt.source); !slices.Equal(got, []string{tt.want}) {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}
