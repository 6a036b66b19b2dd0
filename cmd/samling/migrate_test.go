package main

import (
	"regexp"
	"strings"
	"testing"

	"samling/internal/store"
	"samling/internal/store/storetest"
)

func TestMigrate(t *testing.T) {
	setenv(t)
	storetest.EachBare(t, func(t *testing.T, o store.Options) {
		flags := place(t, o)
		if o.Postgres != "" {
			if out := works(t, with(flags, "migrate", "--status")...); !regexp.MustCompile(`^(waiting  \d{4}_\w+\.sql\n)+$`).MatchString(out) {
				t.Errorf("status of an empty database:\n%s", out)
			}
			r := samling(t, with(flags, "event", "list")...)
			if r.code != exitFailed || r.err != "samling: the database is older than this program: run samling migrate\n" {
				t.Errorf("list of an empty database ended with %d:\n%s", r.code, r.err)
			}
		}
		taken := works(t, with(flags, "migrate")...)
		if !regexp.MustCompile(`^(taken    \d{4}_\w+\.sql\n)+$`).MatchString(taken) {
			t.Errorf("prints\n%s", taken)
		}
		done := strings.ReplaceAll(taken, "taken ", "done  ")
		for _, command := range [][]string{{"migrate"}, {"migrate", "--status"}} {
			if out := works(t, with(flags, command...)...); out != done {
				t.Errorf("%v prints\n%s", command, out)
			}
		}
	})
}
