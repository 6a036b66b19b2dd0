package main

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"samling/internal/event"
	"samling/internal/files"
	"samling/internal/picture"
)

// How wide pictures are kept: twice as wide as pages show them.
const (
	imageWidth = 1600
	photoWidth = 480
)

// album is the pictures that an event file names.
type album struct {
	beside *os.Root      // where the event file lies
	kept   *files.Folder // where pictures of this installation lie
	found  map[string]picture.Picture
}

// mention is a place in an event file that names a picture.
type mention struct {
	path  string
	name  *string
	width int
}

// mentions yields every place that names a picture.
func mentions(f *event.File) iter.Seq[mention] {
	return func(yield func(mention) bool) {
		if f.Image.File != "" && !yield(mention{"image.file", &f.Image.File, imageWidth}) {
			return
		}
		for i := range f.Speakers {
			photo := &f.Speakers[i].Photo
			if *photo != "" && !yield(mention{fmt.Sprintf("speakers[%d].photo", i), photo, photoWidth}) {
				return
			}
		}
		photos("program", f.Program, yield)
	}
}

func photos(path string, sessions []event.FileSession, yield func(mention) bool) bool {
	for i := range sessions {
		s := &sessions[i]
		at := fmt.Sprintf("%s[%d]", path, i)
		for j := range s.Speakers {
			photo := &s.Speakers[j].Photo
			if *photo != "" && !yield(mention{fmt.Sprintf("%s.speakers[%d].photo", at, j), photo, photoWidth}) {
				return false
			}
		}
		if !photos(at+".items", s.Items, yield) {
			return false
		}
	}
	return true
}

// gather reads all pictures and tells what is wrong with them.
func (a album) gather(f *event.File) event.Problems {
	var problems event.Problems
	for m := range mentions(f) {
		if _, seen := a.found[m.key()]; seen {
			continue
		}
		p, err := a.read(*m.name, m.width)
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s: %v", m.path, err))
			continue
		}
		a.found[m.key()] = p
	}
	return problems
}

func (m mention) key() string { return fmt.Sprint(m.width, " ", *m.name) }

// What can be wrong with the name of a picture.
var (
	errNotBeside = errors.New("must lie beside the event file, or in a folder there")
	errNoPicture = errors.New("there is no such file beside the event file")
)

// read cleans a picture beside the event file. A file that was exported names
// pictures that are kept already; those stay as they are, without bytes.
func (a album) read(name string, width int) (picture.Picture, error) {
	local := filepath.FromSlash(name)
	if !filepath.IsLocal(local) {
		return picture.Picture{}, errNotBeside
	}
	info, err := a.beside.Stat(local)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return a.measure(name)
	case err != nil:
		return picture.Picture{}, cause(err)
	case !info.Mode().IsRegular():
		return picture.Picture{}, errNoPicture
	}
	file, err := a.beside.Open(local)
	if err != nil {
		return picture.Picture{}, cause(err)
	}
	defer file.Close()
	return picture.Clean(file, width)
}

func (a album) measure(name string) (picture.Picture, error) {
	file, err := a.kept.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return picture.Picture{}, errNoPicture
	}
	if err != nil {
		return picture.Picture{}, cause(err)
	}
	defer file.Close()
	width, height, err := picture.Size(file)
	return picture.Picture{Width: width, Height: height}, err
}

// keep puts all pictures where visitors can see them, lets the file name them
// as they are called there, and returns the event's own.
func (a album) keep(f *event.File) (picture.Picture, error) {
	var image picture.Picture
	for m := range mentions(f) {
		p := a.found[m.key()]
		if m.name == &f.Image.File {
			image = p
		}
		if p.Bytes == nil {
			continue
		}
		name, err := a.kept.Put(p.Bytes, p.Extension)
		if err != nil {
			return image, err
		}
		*m.name = name
	}
	return image, nil
}
