package internal_test

import (
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// canaries are guards that a build tag takes away. Each names the tests that
// must then fail: a test that stays green without its guard is worth nothing.
var canaries = []struct {
	tag   string
	guard string
	pkg   string
	fails []string // on which databases too, where the test runs on several
}{
	{
		"canary_nolock", "sign-ups are decided while the event is locked: never more people than places",
		"./internal/store", []string{"TestLastPlace/sqlite", "TestLastPlace/postgres"},
	},
	{
		"canary_nooutbox", "a registration and the mail about it are written in one transaction",
		"./internal/store", []string{"TestNothingIsWrittenWithoutItsMail/sqlite", "TestNothingIsWrittenWithoutItsMail/postgres"},
	},
	{
		"canary_nokey", "a form that is sent twice is one sign-up",
		"./internal/event", []string{"TestDeskRepeatsAnAnswer"},
	},
	{
		"canary_noaddress", "an address gets one place",
		"./internal/event", []string{"TestDeskGivesAnAddressOnePlace", "TestDeskKnowsAddressesFromBefore"},
	},
	{
		"canary_noqueue", "a freed place belongs to those who wait",
		"./internal/event", []string{"TestAdmit", "TestRoom", "TestDeeds"},
	},
}

func TestCanaries(t *testing.T) {
	ci := os.Getenv("CI") != ""
	if testing.Short() && !ci {
		t.Skip("canaries build every package again")
	}
	for _, c := range canaries {
		t.Run(c.tag, func(t *testing.T) {
			want := slices.Clone(c.fails)
			if os.Getenv("SAMLING_TEST_POSTGRES") == "" && !ci {
				want = slices.DeleteFunc(want, func(name string) bool { return strings.HasSuffix(name, "/postgres") })
			}
			failed, output := runWithTag(t, c.tag, c.pkg, want)
			for _, name := range want {
				if !slices.Contains(failed, name) {
					t.Errorf("without the guard that %s, %s does not fail:\n%s", c.guard, name, output)
				}
			}
		})
	}
}

// runWithTag runs tests with a build tag and returns those that failed.
func runWithTag(t *testing.T, tag, pkg string, tests []string) (failed []string, output string) {
	t.Helper()
	var tops []string
	for _, name := range tests {
		top, _, _ := strings.Cut(name, "/")
		tops = append(tops, "^"+top+"$")
	}
	cmd := exec.Command("go", "test", "-count=1", "-tags", tag, "-run", strings.Join(tops, "|"), pkg)
	cmd.Dir = ".."
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	output = string(out)
	if strings.Contains(output, "[build failed]") || strings.Contains(output, "[setup failed]") {
		t.Fatalf("it does not build:\n%s", output)
	}
	for line := range strings.Lines(output) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "--- FAIL: "); ok {
			name, _, _ = strings.Cut(name, " ")
			failed = append(failed, name)
		}
	}
	return failed, output
}
