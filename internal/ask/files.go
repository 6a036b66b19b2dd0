package ask

import (
	"maps"
	"slices"
	"strings"

	"samling/internal/event"
)

// filePrefix begins the fields of answers that are files.
var filePrefix = event.UploadField("")

func hasAnyPrefix(name string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}

// FileName is the file that was sent, empty for none.
func (f Field) FileName() string {
	if event.UploadID(f.Given) == 0 {
		return ""
	}
	return f.Given[1]
}

// FileField is the name of the field that brings a file.
func (f Field) FileField() string { return event.FileField(f.ID) }

// Accept is what a browser is to offer when people choose a file.
func (f Field) Accept() string { return strings.Join(event.FileEndings, ",") }

// Token stands for the file that was sent before, empty for none.
func (f Form) Token(q *event.Question) string { return f.values.Get(q.Field()) }

// Tokens are the fields of all files in the form.
func (f Form) Tokens() map[string][]string {
	tokens := map[string][]string{}
	for name, values := range f.values {
		if strings.HasPrefix(name, filePrefix) {
			tokens[name] = values
		}
	}
	return tokens
}

// HoldFile answers a question with a file. The token finds it when the form is
// sent again.
func (f Form) HoldFile(q *event.Question, token string, u *event.Upload) Form {
	return f.withFile(q, []string{token}, u.Answer())
}

// DropFile takes the file out of the form.
func (f Form) DropFile(q *event.Question) Form { return f.withFile(q, nil, nil) }

func (f Form) withFile(q *event.Question, token, given []string) Form {
	f.values, f.files = maps.Clone(f.values), maps.Clone(f.files)
	if f.files == nil {
		f.files = map[string][]string{}
	}
	f.values[q.Field()], f.files[q.Field()] = token, given
	return f
}

// MostMB is how many megabytes a file may have.
func (f Field) MostMB() int { return f.FileMB() }
