// Package files keeps the pictures that people put up, in a folder of its own.
//
// A file is named after its content, so one name never means two things and
// may be cached for ever. The package knows nothing of what is in the files or
// who uses them.
package files

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"runtime"
)

// ErrExtension means that a file was to be kept under an odd ending.
var ErrExtension = errors.New("must be an ending such as .jpg")

var (
	nameShape      = regexp.MustCompile(`^[0-9a-f]{32}\.[a-z0-9]{1,8}$`)
	extensionShape = regexp.MustCompile(`^\.[a-z0-9]{1,8}$`)
)

// Folder is where the files lie. It is safe for use by many goroutines, and by
// several processes at once.
type Folder struct {
	root *os.Root
}

// Open opens the folder and makes it if there is none. Whatever the name of a
// file, nothing outside the folder can be reached.
func Open(dir string) (*Folder, error) {
	// The files are for the public: whoever serves them may be another user.
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make folder for files: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open folder for files: %w", err)
	}
	return &Folder{root}, nil
}

// Close closes the folder. Files that are open stay open.
func (f *Folder) Close() error { return f.root.Close() }

// Put keeps the content and tells its name, which is the first half of its
// SHA-256 sum and the extension, such as ".jpg". When it returns, the file is
// on the disk; until then nobody sees a part of it.
func (f *Folder) Put(content []byte, extension string) (name string, err error) {
	if !extensionShape.MatchString(extension) {
		return "", fmt.Errorf("keep file as %q: %w", extension, ErrExtension)
	}
	sum := sha256.Sum256(content)
	name = hex.EncodeToString(sum[:16]) + extension
	if info, err := f.root.Stat(name); err == nil && info.Size() == int64(len(content)) {
		return name, nil
	}
	if err := f.write(name, content); err != nil {
		return "", fmt.Errorf("keep file: %w", err)
	}
	return name, nil
}

// write writes under a passing name, and renames only what is on the disk.
func (f *Folder) write(name string, content []byte) error {
	passing := "." + rand.Text()
	err := f.create(passing, content)
	if err == nil {
		err = f.root.Rename(passing, name)
	}
	if err != nil {
		return errors.Join(err, f.removeIfThere(passing))
	}
	return f.sync()
}

func (f *Folder) create(name string, content []byte) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

func (f *Folder) removeIfThere(name string) error {
	if err := f.root.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// sync puts the new name on the disk, too. Windows does so by itself and has no
// call for it.
func (f *Folder) sync() error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := f.root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Open opens a file by the name that Put gave it. For everything else the error
// is fs.ErrNotExist: a name comes from whoever asks.
func (f *Folder) Open(name string) (*os.File, error) {
	if !nameShape.MatchString(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	file, err := f.root.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(&fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}, err, file.Close())
	}
	return file, nil
}
