package event

import "strings"

// What can be wrong with the form of an event, beside what can be wrong with a
// sign-up.
const (
	MsgMissing       Key = "invalid.missing"
	MsgSlug          Key = "invalid.slug"
	MsgSlugTaken     Key = "invalid.slug_taken"
	MsgChoice        Key = "invalid.choice"
	MsgNumber        Key = "invalid.number"
	MsgURL           Key = "invalid.url"
	MsgZone          Key = "invalid.zone"
	MsgDate          Key = "invalid.date"
	MsgClock         Key = "invalid.clock"
	MsgYear          Key = "invalid.year"
	MsgClockSkipped  Key = "invalid.clock_skipped"
	MsgDaySkipped    Key = "invalid.day_skipped"
	MsgEndsFirst     Key = "invalid.ends_first"
	MsgOpensTooLate  Key = "invalid.opens_too_late"
	MsgBeforeOpening Key = "invalid.before_opening"
	MsgAfterClosing  Key = "invalid.after_closing"
	MsgAfterEnd      Key = "invalid.after_end"
	MsgOther         Key = "invalid.other_category"
	MsgCategoryNamed Key = "invalid.category_named"
	MsgTooManyRows   Key = "invalid.too_many_rows"
	MsgSomethingElse Key = "invalid.something_else"
)

// sentences say to those who fill in a form what the problems of a file say to
// those who write one.
var sentences = []struct {
	format string // how the problem begins
	key    Key
}{
	{"missing", MsgMissing},
	{"holds a", MsgOddCharacters}, // control character, or an invisible one
	{"is longer than", MsgTooLong},
	{"may hold a to z", MsgSlug},
	{"must be one of", MsgChoice},
	{"must be between", MsgNumber},
	{"is not an e-mail address", MsgEmailMalformed},
	{"must be an address", MsgURL},
	{"is not the name of a time zone", MsgZone},
	{"must look like", MsgClock}, // forms check their dates themselves
	{"must lie between the years", MsgYear},
	{"does not exist in %s: the clock", MsgClockSkipped},
	{"does not exist in %s: the calendar", MsgDaySkipped},
	{"must be after starts", MsgEndsFirst},
	{"must be before registration closes", MsgOpensTooLate},
	{"must not be before registration opens", MsgBeforeOpening},
	{"must be after registration opens", MsgBeforeOpening},
	{"must not be after registration closes", MsgAfterClosing},
	{"must not be after the day on which", MsgAfterEnd},
	{"is that of another category", MsgOther},
}

// sentence is the key for a problem.
func sentence(format string) Key {
	for _, s := range sentences {
		if strings.HasPrefix(format, s.format) {
			return s.key
		}
	}
	return MsgSomethingElse
}
