// Package upload reads files that strangers send, and decides by what is in them
// whether they may be kept: documents and pictures, nothing that runs. It knows
// neither where files are kept nor who sent them.
package upload

import (
	"errors"
	"io"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What can be wrong with a file.
var (
	ErrEmpty    = errors.New("the file is empty")
	ErrTooLarge = errors.New("the file is too large")
	ErrKind     = errors.New("the file is of no kind that is taken")
)

// File is a file that may be kept.
type File struct {
	Name      string // as people read it, fit to be a file name anywhere
	Extension string // of what it really is: ".pdf"
	Content   []byte
}

// Read reads a file of at most so many bytes that was sent under a name.
func Read(r io.Reader, name string, most int64) (File, error) {
	content, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return File{}, err
	case len(content) == 0:
		return File{}, ErrEmpty
	case int64(len(content)) > most:
		return File{}, ErrTooLarge
	}
	extension := recognise(content)
	if extension == "" {
		return File{}, ErrKind
	}
	return File{Clean(name, extension), extension, content}, nil
}

// MediaType is what a file that was kept is sent as. Whatever else there should
// be is sent as bytes nobody knows.
func MediaType(name string) string {
	if t, ok := mediaTypes[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}

// mediaTypes are the kinds of files that are taken.
var mediaTypes = map[string]string{
	".pdf":  "application/pdf",
	".png":  "image/png",
	".jpg":  "image/jpeg",
	".webp": "image/webp",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".odt":  "application/vnd.oasis.opendocument.text",
	".txt":  "text/plain; charset=utf-8",
}

// mostLetters is how long a name may be, its ending included.
const mostLetters = 100

// Clean makes a name fit to be shown and to be a file name on any system. What a
// file really is decides its ending, whatever it was called.
func Clean(name, extension string) string {
	name = strings.ToValidUTF8(name, "")
	// Some browsers send the whole path, with the slashes of their system.
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case !unicode.IsGraphic(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		case strings.ContainsRune(`/:*?"<>|`, r):
			return '_'
		}
		return r
	}, name)
	stem, ending := name, strings.ToLower(path.Ext(name))
	if ending == extension || ending == ".jpeg" && extension == ".jpg" {
		stem = name[:len(name)-len(ending)]
	}
	stem = strings.Trim(stem, " .")
	for utf8.RuneCountInString(stem)+len(extension) > mostLetters {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	if stem = strings.TrimRight(stem, " ."); stem == "" {
		stem = "file"
	}
	return stem + extension
}
