package upload

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// beginnings are how files of a kind begin.
var beginnings = []struct{ bytes, extension string }{
	{"%PDF-", ".pdf"},
	{"\x89PNG\r\n\x1a\n", ".png"},
	{"\xff\xd8\xff", ".jpg"},
}

// recognise tells what a file is by its content: its ending, or "" for whatever is
// not taken.
func recognise(content []byte) string {
	for _, b := range beginnings {
		if bytes.HasPrefix(content, []byte(b.bytes)) {
			return b.extension
		}
	}
	switch {
	case len(content) >= 12 && string(content[:4]) == "RIFF" && string(content[8:12]) == "WEBP":
		return ".webp"
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return document(content)
	case isText(content):
		return ".txt"
	}
	return ""
}

// mostParts is how many parts a document may have: a large slide show has some
// thousand.
const mostParts = 10_000

// document tells which document an archive is, or "" for any other archive and
// for documents with programs in them. Nothing is unpacked but the first line of
// an OpenDocument, so an archive that grows without end does no harm.
func document(content []byte) string {
	// Counted before the list of parts is read: a full one takes ten times the
	// memory of the file (APPNOTE.TXT, section 4.3.12).
	if bytes.Count(content, []byte("PK\x01\x02")) > mostParts {
		return ""
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil || len(archive.File) == 0 {
		return ""
	}
	if archive.File[0].Name == "mimetype" {
		return openDocument(archive)
	}
	extension, typed := "", false
	for _, part := range archive.File {
		switch name := strings.ToLower(part.Name); {
		case name == "[content_types].xml":
			typed = true
		case strings.HasSuffix(name, ".bin") && strings.Contains(name, "vba"), strings.Contains(name, "/activex/"):
			return ""
		case name == "word/document.xml":
			extension = ".docx"
		case name == "xl/workbook.xml":
			extension = ".xlsx"
		case name == "ppt/presentation.xml":
			extension = ".pptx"
		}
	}
	if !typed {
		return ""
	}
	return extension
}

// openDocument recognises a text by its first part, which says what the archive
// is (OpenDocument 1.3, part 2, section 3.3). Its programs lie in a folder.
func openDocument(archive *zip.Reader) string {
	const text = "application/vnd.oasis.opendocument.text"
	for _, part := range archive.File {
		if strings.HasPrefix(part.Name, "Basic/") || strings.HasPrefix(part.Name, "Scripts/") {
			return ""
		}
	}
	first, err := archive.File[0].Open()
	if err != nil {
		return ""
	}
	defer first.Close()
	says, err := io.ReadAll(io.LimitReader(first, int64(len(text))+1))
	if err != nil || string(says) != text {
		return ""
	}
	return ".odt"
}

// isText reports whether people could have written the file with an editor.
func isText(content []byte) bool {
	if !utf8.Valid(content) {
		return false
	}
	odd := func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n\f", r) }
	return bytes.IndexFunc(content, odd) < 0
}
