package upload_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"samling/internal/event"
	"samling/internal/upload"
)

// archive packs parts in their order: name, content, name, content.
func archive(parts ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		part, _ := w.CreateHeader(&zip.FileHeader{Name: parts[i], Method: zip.Store})
		part.Write([]byte(parts[i+1]))
	}
	w.Close()
	return b.String()
}

const odt = "application/vnd.oasis.opendocument.text"

func TestFilesAreKnownByTheirContent(t *testing.T) {
	tests := []struct {
		name, sent, content string
		want                string // name of what is kept; "" for what is refused
	}{
		{"a PDF", "Intyg.PDF", "%PDF-1.7\n…", "Intyg.pdf"},
		{"a PNG under another name", "bild.jpg", "\x89PNG\r\n\x1a\n…", "bild.jpg.png"},
		{"a JPEG", "Jag.JPEG", "\xff\xd8\xff\xe0…", "Jag.jpg"},
		{"a WebP", "x.webp", "RIFF\x00\x00\x00\x00WEBPVP8 ", "x.webp"},
		{"a Word document", "cv.docx", archive("[Content_Types].xml", "<x/>", "word/document.xml", "<x/>"), "cv.docx"},
		{"a sheet", "lista.xlsx", archive("[Content_Types].xml", "<x/>", "xl/workbook.xml", "<x/>"), "lista.xlsx"},
		{"a slide show", "bilder.pptx", archive("[Content_Types].xml", "<x/>", "ppt/presentation.xml", "<x/>"), "bilder.pptx"},
		{"an OpenDocument text", "brev.odt", archive("mimetype", odt, "content.xml", "<x/>"), "brev.odt"},
		{"text", "anteckning.txt", "Hej på dig\r\n\tÅsa", "anteckning.txt"},
		{"a script is text", "run.sh", "#!/bin/sh\nrm -rf /\n", "run.sh.txt"},
		{"a page is text", "a.html", "<script>alert(1)</script>", "a.html.txt"},

		{"a program", "cv.pdf", "MZ\x90\x00\x03", ""},
		{"a Linux program", "cv", "\x7fELF\x02\x01\x01\x00", ""},
		{"an archive", "allt.zip", archive("a.txt", "hej"), ""},
		{"a program for Java", "a.jar", archive("META-INF/MANIFEST.MF", "x", "A.class", "x"), ""},
		{"a document with macros", "cv.docx", archive("[Content_Types].xml", "<x/>", "word/document.xml", "<x/>", "word/vbaProject.bin", "x"), ""},
		{"an OpenDocument with macros", "brev.odt", archive("mimetype", odt, "Basic/script-lc.xml", "<x/>"), ""},
		{"an OpenDocument sheet", "tal.ods", archive("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ""},
		{"a broken archive", "cv.docx", "PK\x03\x04word/document.xml", ""},
		{"a drawing with scripts is text", "x.svg", "<svg onload='alert(1)'/>", "x.svg.txt"},
		{"a GIF", "x.gif", "GIF89a\x01\x00\x01\x00", ""},
		{"old Word", "cv.doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""},
		{"text with a NUL", "a.txt", "hej\x00", ""},
		{"no text", "a.txt", "hej \xe5", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := upload.Read(strings.NewReader(tt.content), tt.sent, 1<<20)
			switch {
			case tt.want == "" && !errors.Is(err, upload.ErrKind):
				t.Errorf("taken as %s, %v", f.Name, err)
			case tt.want != "" && (err != nil || f.Name != tt.want || string(f.Content) != tt.content):
				t.Errorf("%s, %v; want %s", f.Name, err, tt.want)
			case tt.want != "" && upload.MediaType(f.Name) == "application/octet-stream":
				t.Errorf("%s has no media type", f.Name)
			}
		})
	}
}

// What people are told that they may send is what is taken.
func TestAllPromisedKindsAreKnown(t *testing.T) {
	for _, ending := range event.FileEndings {
		if upload.MediaType("x"+ending) == "application/octet-stream" {
			t.Errorf("%s has no media type", ending)
		}
	}
}

func TestSizesAreKept(t *testing.T) {
	for size, want := range map[int]error{0: upload.ErrEmpty, 1: nil, 10: nil, 11: upload.ErrTooLarge, 1000: upload.ErrTooLarge} {
		if _, err := upload.Read(strings.NewReader(strings.Repeat("a", size)), "a.txt", 10); !errors.Is(err, want) {
			t.Errorf("%d bytes: %v, want %v", size, err, want)
		}
	}
}

func TestNamesAreCleaned(t *testing.T) {
	tests := []struct{ sent, want string }{
		{"CV Åsa Öberg.pdf", "CV Åsa Öberg.pdf"},
		{`C:\Users\asa\cv.pdf`, "cv.pdf"},
		{"../../etc/passwd", "passwd.pdf"},
		{"", "file.pdf"},
		{".pdf", "file.pdf"},
		{"...", "file.pdf"},
		{"/", "_.pdf"},
		{"cv.pdf.exe", "cv.pdf.exe.pdf"},
		{"gpj.\u202efdp", "gpj.fdp.pdf"},
		{"a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"},
		{"a\x00b\".pdf", "ab_.pdf"},
		{"\xff\xfe.pdf", "file.pdf"},
		{strings.Repeat("å", 300) + ".pdf", strings.Repeat("å", 96) + ".pdf"},
	}
	for _, tt := range tests {
		if got := upload.Clean(tt.sent, ".pdf"); got != tt.want {
			t.Errorf("Clean(%q) = %q, want %q", tt.sent, got, tt.want)
		}
	}
}

// Whatever is sent, what is kept has a known kind and a name that no system and
// no header stumbles over.
func TestAnythingMayBeSent(t *testing.T) {
	begin := rapid.SampledFrom([]string{"", "%PDF-", "\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "RIFFxxxxWEBP", "PK\x03\x04", archive("mimetype", odt), "hej"})
	rapid.Check(t, func(t *rapid.T) {
		content := append([]byte(begin.Draw(t, "beginning")), rapid.SliceOf(rapid.Byte()).Draw(t, "rest")...)
		check(t, content, string(rapid.SliceOf(rapid.Byte()).Draw(t, "name")))
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("%PDF-1.7"), "a.pdf")
	f.Add([]byte(archive("mimetype", odt)), "a.odt")
	f.Add([]byte(archive("[Content_Types].xml", "", "word/document.xml", "")), `..\a.docx`)
	f.Fuzz(func(t *testing.T, content []byte, name string) { check(t, content, name) })
}

func check(t interface{ Fatalf(string, ...any) }, content []byte, name string) {
	const most = 1 << 16
	f, err := upload.Read(bytes.NewReader(content), name, most)
	if err != nil {
		return
	}
	switch {
	case !bytes.Equal(f.Content, content) || len(content) > most || len(content) == 0:
		t.Fatalf("kept %d of %d bytes", len(f.Content), len(content))
	case !strings.HasSuffix(f.Name, f.Extension) || upload.MediaType(f.Name) == "application/octet-stream":
		t.Fatalf("%q does not end in %q", f.Name, f.Extension)
	case !utf8.ValidString(f.Name) || utf8.RuneCountInString(f.Name) > 100 || strings.HasPrefix(f.Name, "."):
		t.Fatalf("odd name %q", f.Name)
	case strings.ContainsAny(f.Name, "/\\:*?\"<>|\r\n\x00\t"):
		t.Fatalf("dangerous name %q", f.Name)
	}
}

// A list of parts that is longer than that of any document is not even read.
func TestArchiveOfTooManyParts(t *testing.T) {
	parts := []string{"[Content_Types].xml", "", "word/document.xml", ""}
	if _, err := upload.Read(strings.NewReader(archive(parts...)), "x.docx", 1<<20); err != nil {
		t.Fatal(err)
	}
	for range 10_000 {
		parts = append(parts, "word/x", "")
	}
	content := archive(parts...)
	spent := testing.AllocsPerRun(1, func() {
		if _, err := upload.Read(strings.NewReader(content), "x.docx", 10<<20); !errors.Is(err, upload.ErrKind) {
			t.Error(err)
		}
	})
	if spent > 1000 {
		t.Errorf("%v allocations", spent)
	}
}
