package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestWithoutCompiler builds the whole program anew, which takes a while.
func TestWithoutCompiler(t *testing.T) {
	if os.Getenv("CI") == "" {
		t.Skip("set CI to run it")
	}
	command := exec.CommandContext(t.Context(), "go", "run", ".", "demo")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	var said strings.Builder
	command.Stderr = &said
	if err := command.Run(); err == nil {
		t.Error("it ran")
	}
	sentence, rest, _ := strings.Cut(said.String(), "\n")
	if !strings.HasPrefix(sentence, "samling: SQLite needs a C compiler") || rest != "exit status 1\n" {
		t.Errorf("said\n%s", said.String())
	}
	if _, err := os.Stat("demo-data"); err == nil {
		t.Error("made a folder")
	}
}
