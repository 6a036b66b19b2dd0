package files_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"samling/internal/files"
)

func open(t *testing.T, dir string) *files.Folder {
	t.Helper()
	folder, err := files.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := folder.Close(); err != nil {
			t.Error(err)
		}
	})
	return folder
}

func read(t *testing.T, folder *files.Folder, name string) []byte {
	t.Helper()
	file, err := folder.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestWhatIsPutCanBeRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	folder := open(t, dir)
	for _, content := range []string{"snow", "", strings.Repeat("x", 1<<20)} {
		name, err := folder.Put([]byte(content), ".jpg")
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, folder, name); string(got) != content {
			t.Errorf("read %d bytes from %s, want the %d that were put", len(got), name, len(content))
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 3 {
		t.Errorf("%d files in the folder, want 3: %v", len(entries), entries)
	}
}

func TestNameIsThatOfTheContent(t *testing.T) {
	folder := open(t, t.TempDir())
	const want = "2cf24dba5fb0a30e26e83b2ac5b9e29e.png" // SHA-256 of "hello"
	for range 2 {
		name, err := folder.Put([]byte("hello"), ".png")
		if err != nil || name != want {
			t.Errorf("Put = %q, %v; want %q", name, err, want)
		}
	}
	other, err := folder.Put([]byte("hello"), ".jpg")
	if err != nil || other == want {
		t.Errorf("Put with another ending = %q, %v", other, err)
	}
}

func TestDamagedFileIsReplaced(t *testing.T) {
	dir := t.TempDir()
	folder := open(t, dir)
	name, err := folder.Put([]byte("whole"), ".png")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte("wh"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Put([]byte("whole"), ".png"); err != nil {
		t.Fatal(err)
	}
	if got := read(t, folder, name); string(got) != "whole" {
		t.Errorf("read %q", got)
	}
}

func TestOddNamesAreNotFound(t *testing.T) {
	dir := t.TempDir()
	folder := open(t, filepath.Join(dir, "files"))
	if err := os.WriteFile(filepath.Join(dir, "key"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	name, err := folder.Put([]byte("x"), ".png")
	if err != nil {
		t.Fatal(err)
	}
	directory := strings.Repeat("0", 32) + ".png"
	if err := os.Mkdir(filepath.Join(dir, "files", directory), 0o755); err != nil {
		t.Fatal(err)
	}
	odd := []string{
		"", ".", "..", "/", "../key", "..\\key", "files/" + name, "./" + name, name + "/", name + "\x00", name + "\n",
		strings.ToUpper(name), filepath.Join(dir, "key"), strings.Repeat("a", 32) + ".png", directory, "CON", "\xff.png",
	}
	for _, name := range odd {
		if file, err := folder.Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Open(%q) = %v, %v; want it not to exist", name, file, err)
		}
	}
}

func TestLinkDoesNotLeadOut(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making a link needs rights there")
	}
	dir := t.TempDir()
	folder := open(t, filepath.Join(dir, "files"))
	if err := os.WriteFile(filepath.Join(dir, "key"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	name := strings.Repeat("b", 32) + ".png"
	if err := os.Symlink("../key", filepath.Join(dir, "files", name)); err != nil {
		t.Fatal(err)
	}
	if file, err := folder.Open(name); err == nil {
		file.Close()
		t.Error("a link led out of the folder")
	}
}

func TestOddEndingsAreRefused(t *testing.T) {
	folder := open(t, t.TempDir())
	for _, extension := range []string{"", ".", "jpg", ".JPG", ".jp g", "/../x", ".php/", ".a.b", "." + strings.Repeat("a", 9)} {
		if name, err := folder.Put([]byte("x"), extension); !errors.Is(err, files.ErrExtension) {
			t.Errorf("Put with %q = %q, %v", extension, name, err)
		}
	}
}

func TestManyPutTheSameAtOnce(t *testing.T) {
	dir := t.TempDir()
	folder := open(t, dir)
	content := bytes.Repeat([]byte("snow"), 1<<16)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			name, err := folder.Put(content, ".jpg")
			if err != nil {
				t.Error(err)
				return
			}
			file, err := folder.Open(name)
			if err != nil {
				t.Error(err)
				return
			}
			defer file.Close()
			if got, err := io.ReadAll(file); err != nil || !bytes.Equal(got, content) {
				t.Errorf("read %d bytes, %v", len(got), err)
			}
		})
	}
	wg.Wait()
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestFullFolderLeavesNothingHalf(t *testing.T) {
	dir := t.TempDir()
	folder := open(t, dir)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	withoutRights(t)
	if _, err := folder.Put([]byte("x"), ".png"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("Put = %v, want a complaint about rights", err)
	}
}

func TestFolderThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := files.Open(file); err == nil {
		t.Error("a file was opened as a folder")
	}
}

func TestPrivateFilesAreForTheProgramAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	folder, err := files.OpenPrivate(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { folder.Close() })
	var names []string
	for range 2 {
		name, err := files.NewName(".pdf")
		if err != nil {
			t.Fatal(err)
		}
		if err := folder.Keep(name, []byte("hello")); err != nil || read(t, folder, name) == nil {
			t.Fatal(name, err)
		}
		names = append(names, name)
	}
	if names[0] == names[1] {
		t.Error("two people who send the same have one file")
	}
	if runtime.GOOS != "windows" {
		for path, want := range map[string]fs.FileMode{dir: 0o700, filepath.Join(dir, names[0]): 0o600} {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
				t.Errorf("%s: %v, %v", path, info.Mode(), err)
			}
		}
	}
	for range 2 { // a second time is no fault
		if err := folder.Remove(names[0]); err != nil {
			t.Error(err)
		}
	}
	if _, err := folder.Open(names[0]); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a removed file opens: %v", err)
	}
	if read(t, folder, names[1]) == nil {
		t.Error("another file went with it")
	}
	for _, name := range []string{"", ".", "..", "../uploads", names[1] + "/"} {
		if err := folder.Remove(name); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("Remove(%q) = %v", name, err)
		}
	}
	if _, err := files.NewName("pdf"); !errors.Is(err, files.ErrExtension) {
		t.Errorf("named with an odd ending: %v", err)
	}
	if err := folder.Keep("../evil.pdf", []byte("x")); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("kept outside: %v", err)
	}
}
