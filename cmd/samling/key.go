package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// shortestKey is how many bytes the installation's key needs.
const shortestKey = 32

// key is the installation's key, if it is given or lies in the data folder.
func (f keyFlags) key(data string) ([]byte, error) {
	given, err := secret("secret", f.Secret, f.SecretFile)
	switch {
	case err != nil:
		return nil, err
	case given != "" && len(given) < shortestKey:
		return nil, wrong("secret", "must be at least %d bytes long", shortestKey)
	case given != "":
		return []byte(given), nil
	}
	name := filepath.Join(data, "key")
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the key of this installation: %w", err)
	}
	kept := strings.TrimSpace(string(content))
	if len(kept) < shortestKey {
		return nil, wrong("data", "the key in %s is shorter than %d bytes; put back the one from your backup, or old links stop working", name, shortestKey)
	}
	return []byte(kept), nil
}

// keyOrNew is key, and makes one for an installation that has none.
func (f keyFlags) keyOrNew(data string) ([]byte, error) {
	key, err := f.key(data)
	if !errors.Is(err, fs.ErrNotExist) || f.SecretFile != "" {
		return key, err
	}
	if err := makeKey(filepath.Join(data, "key")); err != nil {
		return nil, fmt.Errorf("make the key of this installation: %w", err)
	}
	return f.key(data)
}

// makeKey writes a key for its owner alone. Two processes may start at once:
// the whole file gets its name in one step, and only the first counts.
func makeKey(name string) error {
	passing := name + "." + rand.Text()
	defer os.Remove(passing)
	file, err := os.OpenFile(passing, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(rand.Text() + rand.Text() + "\n")
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Link(passing, name); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
