package event

import (
	"strconv"
	"time"
)

// Upload is a file that somebody sent as the answer to a question. It waits for
// the registration that the form makes, and goes if none comes.
type Upload struct {
	ID             uint
	EventID        *uint  // nil once the event is gone
	RegistrationID *uint  // nil until a registration has it, and once that is erased
	Question       string // the id of the question
	Name           string // as people read it, fit to be a file name anywhere
	File           string // its name among the uploads
	Size           int64
	CreatedAt      time.Time
}

// UploadLife is how long a file waits for a form to be sent without faults. What
// is kept longer belongs to a registration.
const UploadLife = 24 * time.Hour

// MayAnswer reports whether a file may stand in a form as the answer to a question:
// it waits for one, or the registration that is changed has it already.
func (u *Upload) MayAnswer(q *Question, own *Registration, now time.Time) bool {
	switch {
	case u.Question != q.ID:
		return false
	case u.RegistrationID != nil:
		return own != nil && *u.RegistrationID == own.ID
	}
	return now.Before(u.CreatedAt.Add(UploadLife))
}

// How large a file may be, in megabytes: where a question does not say, and at
// most. A megabyte is a million bytes, as on the shelf and in most file managers.
const (
	usualFileMB = 10
	MaxFileMB   = 20
	megabyte    = 1_000_000
)

// FileEndings are the kinds of files that are taken: documents and pictures,
// nothing that runs. What a file is, is decided by its content.
var FileEndings = []string{".pdf", ".png", ".jpg", ".webp", ".docx", ".xlsx", ".pptx", ".odt", ".txt"}

// What can be wrong with a file.
const (
	MsgFileMissing  Key = "invalid.file_missing"
	MsgFileEmpty    Key = "invalid.file_empty"
	MsgFileTooLarge Key = "invalid.file_too_large"
	MsgFileKind     Key = "invalid.file_kind"
	MsgFileGone     Key = "invalid.file_gone"
	MsgFileNoRoom   Key = "invalid.file_no_room"
)

// FileMB is how many megabytes a file may have that answers the question.
func (q *Question) FileMB() int {
	if q.Max == 0 {
		return usualFileMB
	}
	return min(q.Max, MaxFileMB)
}

// FileLimit is FileMB in bytes.
func (q *Question) FileLimit() int64 { return int64(q.FileMB()) * megabyte }

// UploadField is the form field that holds the token of a file sent before, and
// FileField the one that brings a file.
func UploadField(id string) string { return "upload-" + id }

// FileField is the form field that brings a file.
func FileField(id string) string { return "file-" + id }

// Field is where the answer to the question stands in a form. For files that is a
// field of its own, which forms fill in only after they have found the upload:
// nobody answers with somebody else's file by typing its number.
func (q *Question) Field() string {
	if q.Kind == AskFile {
		return UploadField(q.ID)
	}
	return AnswerField(q.ID)
}

// Answer is what stands among the answers of whoever sent the file: its id, for
// programs, and its name, for people.
func (u *Upload) Answer() []string {
	return []string{strconv.FormatUint(uint64(u.ID), 10), u.Name}
}

// UploadID reads the id of the file out of an answer, 0 for none.
func UploadID(given []string) uint {
	if len(given) != 2 {
		return 0
	}
	id, err := strconv.ParseUint(given[0], 10, 63)
	if err != nil {
		return 0
	}
	return uint(id)
}

// UploadIDs are the files among the answers, in the order of the questions.
func (a Answers) UploadIDs(questions []Question) []uint {
	var ids []uint
	for i := range questions {
		if q := &questions[i]; q.Kind == AskFile {
			if id := UploadID(a[q.ID]); id != 0 {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// UploadIDs are the files among all answers of a registration, sensitive ones
// included where they have been read.
func (r *Registration) UploadIDs(questions []Question) []uint {
	return append(r.Answers.UploadIDs(questions), r.Sensitive.UploadIDs(questions)...)
}

// AsksForFiles reports whether any question is answered with a file.
func (e *Event) AsksForFiles() bool { return e.FilesRoom() > 0 }

// FilesRoom is how many bytes of files a form of the event may bring: twice what is
// taken, so that whoever chooses too large a file reads it beside the field.
func (e *Event) FilesRoom() int64 {
	var room int64
	for i := range e.Questions {
		if q := &e.Questions[i]; q.Kind == AskFile && !q.Retired {
			room += 2 * q.FileLimit()
		}
	}
	return room
}

// Readable is an answer as people read it, one text or several: of a file, its
// name.
func (q *Question) Readable(given []string) []string {
	if q.Kind == AskFile && len(given) == 2 {
		return given[1:]
	}
	return given
}
