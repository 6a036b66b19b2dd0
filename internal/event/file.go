package event

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"
)

// File is an event as people exchange it: one JSON document, described in
// event.schema.json. Clock times are those of the event's own zone.
type File struct {
	Slug         string           `json:"slug"`
	Status       Status           `json:"status,omitempty"`
	CancelReason string           `json:"cancel_reason,omitempty"`
	Language     string           `json:"language,omitempty"`
	Organisation FileOrganisation `json:"organisation"`

	Title       string `json:"title"`
	Kind        string `json:"kind,omitempty"`
	Lead        string `json:"lead,omitempty"`
	Body        string `json:"body,omitempty"`
	TargetGroup string `json:"target_group,omitempty"`
	Languages   string `json:"languages,omitempty"`

	Zone     string `json:"zone,omitempty"`
	Starts   string `json:"starts,omitempty"`    // "2024-02-06T09:00"
	Ends     string `json:"ends,omitempty"`      // "2024-02-06T12:00"
	Date     string `json:"date,omitempty"`      // "2024-02-06", until times are known
	TimeText string `json:"time_text,omitempty"` // "förmiddag"

	Attendance Attendance `json:"attendance"`
	Place      FilePlace  `json:"place,omitzero"`
	JoinURL    string     `json:"join_url,omitempty"`
	OnSite     Way        `json:"on_site,omitzero"`
	Online     Way        `json:"online,omitzero"`
	Cost       FileCost   `json:"cost,omitzero"`

	Unlisted     bool             `json:"unlisted,omitempty"`
	Registration FileRegistration `json:"registration"`
	Categories   []FileCategory   `json:"categories,omitempty"`
	Image        FileImage        `json:"image,omitzero"`
	Access       FileAccess       `json:"access,omitzero"`
	Contact      Contact          `json:"contact,omitzero"`
	Partners     []Partner        `json:"partners,omitempty"`
	Practical    []Fact           `json:"practical,omitempty"`
	Texts        Texts            `json:"texts,omitzero"`

	Questions []Question `json:"questions,omitempty"`

	CaseNumber    string `json:"case_number,omitempty"`
	RetentionDays *int   `json:"retention_days,omitempty"`
	PrivacyText   string `json:"privacy_text,omitempty"`

	// Speakers are all of them in their order, where the programme alone does not
	// give that.
	Speakers []FileSpeaker `json:"speakers,omitempty"`
	Program  []FileSession `json:"program,omitempty"`
}

// FileOrganisation is the organiser in a File. Its slug decides which
// organisation is created or updated.
type FileOrganisation struct {
	Slug    string   `json:"slug"`
	Name    string   `json:"name"`
	Address []string `json:"address,omitempty"`
	Number  string   `json:"number,omitempty"`
	Email   string   `json:"email,omitempty"`
	Phone   string   `json:"phone,omitempty"`
	Website string   `json:"website,omitempty"`
	Colour  string   `json:"colour,omitempty"`
	Privacy string   `json:"privacy_text,omitempty"`
}

// FilePlace is where people come.
type FilePlace struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"`
}

// FileCost is what it costs.
type FileCost struct {
	Free bool   `json:"free"`
	Text string `json:"text,omitempty"`
}

// FileImage is a picture beside the file, with the words for those who do not
// see it.
type FileImage struct {
	File   string `json:"file,omitempty"`
	Alt    string `json:"alt,omitempty"`
	Credit string `json:"credit,omitempty"`
}

// FileAccess is what the venue offers.
type FileAccess struct {
	Facts []string `json:"facts,omitempty"`
	Text  string   `json:"text,omitempty"`
}

// FileSession is an item of the programme. Times are "09:00" on the first day,
// or "2024-02-07T09:00".
type FileSession struct {
	ID       string        `json:"id,omitempty"` // Session.Key
	Kind     SessionKind   `json:"kind,omitempty"`
	Title    string        `json:"title"`
	Text     string        `json:"text,omitempty"`
	Starts   string        `json:"starts,omitempty"`
	Ends     string        `json:"ends,omitempty"`
	Room     string        `json:"room,omitempty"`
	Capacity int           `json:"capacity,omitempty"`
	Choose   *Choice       `json:"choose,omitempty"`
	Speakers []FileSpeaker `json:"speakers,omitempty"`
	Items    []FileSession `json:"items,omitempty"`
}

// FileSpeaker is a person's part in an item. Name, title and organisation tell
// people apart; what one entry leaves out, another may fill in.
type FileSpeaker struct {
	Name         string `json:"name"`
	Title        string `json:"title,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Text         string `json:"text,omitempty"`
	Photo        string `json:"photo,omitempty"`
	Role         Role   `json:"role,omitempty"`
}

// MaxFile is how large an event file may be, in bytes.
const MaxFile = 1 << 20

// Problems are everything that is wrong with a file, as "path: what" lines.
type Problems []string

// Error lists the problems, one a line.
func (p Problems) Error() string { return strings.Join(p, "\n") }

func (p *Problems) add(path, format string, args ...any) {
	*p = append(*p, path+": "+fmt.Sprintf(format, args...))
}

// ReadFile reads one JSON document and refuses fields that the schema does not
// know, so that a misspelt name is not silently lost.
func ReadFile(r io.Reader) (File, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	switch {
	case err != nil:
		return File{}, fmt.Errorf("read the file: %w", err)
	case len(text) > MaxFile:
		return File{}, Problems{"file: is larger than 1 MiB"}
	case !utf8.Valid(text):
		return File{}, Problems{"file: is not UTF-8: save it in that encoding"}
	}
	var f File
	// Some editors begin a file with a mark that is no JSON.
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return File{}, readProblem(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return File{}, Problems{"file: only one event may stand in it"}
	}
	return f, nil
}

// readProblem names the place of a syntax or type error.
func readProblem(err error) Problems {
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		kind, _, _ := strings.Cut(wrong.Value, " ")
		return Problems{fmt.Sprintf("%s: must be %s, is %s", cmp.Or(wrong.Field, "file"), inWords(wrong.Type), kind)}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return Problems{"file: ends too early"}
	}
	return Problems{"file: " + strings.TrimPrefix(err.Error(), "json: ")}
}

// inWords says what JSON a field takes.
func inWords(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Int:
		return "a whole number"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "an array"
	}
	return "an object"
}

// Write writes the file as people would type it.
func (f File) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(f)
}
