package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCommand tells what this program was built from.
type versionCommand struct{}

// Run is called by the command line.
func (c *versionCommand) Run(t *terminal) error {
	version, details := "unknown", map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		version = cmp.Or(info.Main.Version, version)
		for _, s := range info.Settings {
			details[s.Key] = s.Value
		}
	}
	fmt.Fprintf(t.out, "samling %s\n", version)
	if revision := details["vcs.revision"]; revision != "" {
		changed := ""
		if details["vcs.modified"] == "true" {
			changed = ", with changes"
		}
		fmt.Fprintf(t.out, "revision %s of %s%s\n", revision, details["vcs.time"], changed)
	}
	fmt.Fprintf(t.out, "%s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
