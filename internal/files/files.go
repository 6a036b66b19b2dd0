// Package files keeps the pictures that people put up, in a folder of its own,
// and what they send in confidence, in another.
//
// A public file is named after its content, so one name never means two things
// and may be cached for ever; a private one by chance, so that its name tells
// nothing and nobody else has it. The package knows nothing of what is in the
// files or who uses them.
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
	root   *os.Root
	rights fs.FileMode // of the files
}

// Open opens the folder for public files and makes it if there is none. Whatever
// the name of a file, nothing outside the folder can be reached.
func Open(dir string) (*Folder, error) {
	// The files are for the public: whoever serves them may be another user.
	return open(dir, 0o755, 0o644)
}

// OpenPrivate is Open for what only the program itself may read.
func OpenPrivate(dir string) (*Folder, error) { return open(dir, 0o700, 0o600) }

func open(dir string, folder, file fs.FileMode) (*Folder, error) {
	if err := os.MkdirAll(dir, folder); err != nil {
		return nil, fmt.Errorf("make folder for files: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open folder for files: %w", err)
	}
	return &Folder{root, file}, nil
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

// NewName is a name for a private file, given by chance. It is known before the
// file is there, so that whoever writes it down first loses no file.
func NewName(extension string) (string, error) {
	if !extensionShape.MatchString(extension) {
		return "", fmt.Errorf("name a file %q: %w", extension, ErrExtension)
	}
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return hex.EncodeToString(random[:]) + extension, nil
}

// Keep keeps the content under a name that NewName gave, as Put does.
func (f *Folder) Keep(name string, content []byte) error {
	if !nameShape.MatchString(name) {
		return &fs.PathError{Op: "keep", Path: name, Err: fs.ErrInvalid}
	}
	if err := f.write(name, content); err != nil {
		return fmt.Errorf("keep file: %w", err)
	}
	return nil
}

// Remove removes a file that Keep kept. One that is gone already is no fault. What
// Put kept may have several users, and is never removed.
func (f *Folder) Remove(name string) error {
	if !nameShape.MatchString(name) {
		return &fs.PathError{Op: "remove", Path: name, Err: fs.ErrInvalid}
	}
	return f.removeIfThere(name)
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
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, f.rights)
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
