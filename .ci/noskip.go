// Command noskip reads what "go test -json" prints and prints what "go test"
// would: a line for each package, and all about tests that failed. It fails if a
// test failed, or was skipped: in CI everything is there that the tests need.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// event is a line of "go test -json", see "go doc test2json".
type event struct {
	Action, Package, Test, Output string
}

// counts is how tests ended. One that was broken off, as by a panic or a time
// limit, has no end.
type counts struct{ passed, failed, skipped int }

func main() {
	ends, unfinished, err := read(bufio.NewReader(os.Stdin))
	if err != nil {
		fmt.Println(err)
	}
	for name, said := range unfinished {
		fmt.Printf("--- without an end: %s\n%s", name, said)
	}
	fmt.Printf("%d tests passed, %d failed, %d were skipped, %d have no end\n", ends.passed, ends.failed, ends.skipped, len(unfinished))
	if err != nil || ends.failed+ends.skipped+len(unfinished) > 0 {
		os.Exit(1)
	}
}

// read prints what is of interest as it comes.
func read(in *bufio.Reader) (ends counts, said map[string]string, err error) {
	said = map[string]string{}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text()) // a note of the go command
			continue
		}
		if e.Test == "" {
			if e.Output != "PASS\n" {
				fmt.Print(e.Output)
			}
			continue
		}
		name := e.Package + " " + e.Test
		switch e.Action {
		case "run":
			said[name] = ""
		case "output":
			if !strings.HasPrefix(e.Output, "=== ") {
				said[name] += e.Output
			}
		case "pass":
			ends.passed++
			delete(said, name)
		case "fail", "skip":
			if e.Action == "fail" {
				ends.failed++
			} else {
				ends.skipped++
			}
			fmt.Print(said[name])
			delete(said, name)
		}
	}
	return ends, said, lines.Err()
}
