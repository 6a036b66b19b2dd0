package event

import "errors"

// What a request can meet. The pages turn each into one sentence.
var (
	ErrNotFound     = errors.New("not found")
	ErrGone         = errors.New("no longer valid")
	ErrNotPublished = errors.New("event is not published")
	ErrNotOpen      = errors.New("registration has not opened")
	ErrClosed       = errors.New("registration has closed")
	ErrFull         = errors.New("event is full")
	ErrShareFull    = errors.New("there are places, but not for those who come like that, or of that category")
	ErrCategoryShut = errors.New("registration is not open for this category")
	ErrInviteOnly   = errors.New("only who is invited can register")
	ErrInviteUsed   = errors.New("as many as were invited have registered")
	ErrGroupFull    = errors.New("one sender may register no more people")
	ErrNotLive      = errors.New("registration is already cancelled")
	ErrBusy         = errors.New("the database is busy")
	ErrStaysOff     = errors.New("an event whose participants were told that it is cancelled cannot be published again; make a new one")
	ErrNotWaiting   = errors.New("registration is not on the waiting list")
	ErrForbidden    = errors.New("the role does not allow this")
	ErrChanged      = errors.New("somebody else has changed it meanwhile")
	ErrAnswered     = errors.New("a question that people may have answered cannot take another kind of answer; retire it and make a new one")
	ErrIncomplete   = errors.New("something is missing that must be there")
	ErrKnown        = errors.New("there is one like it already")
	ErrTooMany      = errors.New("too many tries")
	ErrUploadGone   = errors.New("a file that was sent is no longer there, or belongs to another form")
)

// Key names a sentence in the catalogue of package i18n.
type Key string

// Invalid maps a form field to the key of the sentence that says what is wrong
// with it.
type Invalid map[string]Key
