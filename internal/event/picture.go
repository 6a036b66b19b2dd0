package event

import "strings"

// MsgAltMissing asks for the words of a picture.
const MsgAltMissing Key = "invalid.alt_missing"

// Picture is the event's own picture with its words.
type Picture struct {
	File, Alt, Credit string
	Width, Height     int
}

// Picture is the event's own.
func (e *Event) Picture() Picture {
	return Picture{e.Image, e.ImageAlt, e.ImageCredit, e.ImageWidth, e.ImageHeight}
}

// SetPicture gives the event another picture, or none.
func (e *Event) SetPicture(p Picture) {
	e.Image, e.ImageAlt, e.ImageCredit, e.ImageWidth, e.ImageHeight = p.File, p.Alt, p.Credit, p.Width, p.Height
}

// NewPicture cleans the words of a picture. Those who do not see it need to be
// told what it shows.
func NewPicture(raw Picture) (Picture, Invalid) {
	invalid := Invalid{}
	raw.Alt, raw.Credit = invalid.line("alt", raw.Alt, maxLine), invalid.line("credit", raw.Credit, maxLine)
	if !strings.ContainsFunc(raw.Alt, visible) && invalid["alt"] == "" {
		invalid["alt"] = MsgAltMissing
	}
	return raw, invalid
}
