package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// ValidateHTML returns what html-validate finds wrong with pages, named by the
// caller. Three of its rules are set otherwise than usual: how long a title is,
// organisers decide with that of their event; telephone numbers are kept on one
// line by the class nobreak, as their hyphens and spaces are the organisers' own;
// and a hash beside the address of our own style sheet guards against nobody.
func ValidateHTML(t testing.TB, pages map[string]string) []string {
	t.Helper()
	folder := t.TempDir()
	names := map[string]string{} // by file
	for name, html := range pages {
		file := filepath.Join(folder, fmt.Sprintf("page-%d.html", len(names)))
		if err := os.WriteFile(file, []byte(html), 0o600); err != nil {
			t.Fatal(err)
		}
		names[file] = name
	}
	command := exec.Command(tool(t, ".bin/html-validate"), "--config", filepath.Join(top(t), ".ci", "htmlvalidate.json"), "--formatter", "json", folder)
	command.Stderr = os.Stderr
	out, failed := output(t, command) // it fails if it finds anything
	var reports []struct {
		FilePath string
		Messages []struct {
			RuleID, Message string
			Line, Column    int
		}
	}
	if err := json.Unmarshal(out, &reports); err != nil {
		t.Fatalf("html-validate: %v, %v\n%s", failed, err, out)
	}
	var found []string
	for _, r := range reports {
		for _, m := range r.Messages {
			found = append(found, fmt.Sprintf("%s:%d:%d: %s (%s)", names[r.FilePath], m.Line, m.Column, m.Message, m.RuleID))
		}
	}
	if failed != nil && len(found) == 0 {
		t.Fatalf("html-validate: %v", failed)
	}
	return found
}

// output runs a command of Node, which may end before a pipe has taken all it
// says. A file takes it at once.
func output(t testing.TB, command *exec.Cmd) ([]byte, error) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "output"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	command.Stdout = file
	failed := command.Run()
	said, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return said, failed
}
