package event

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Actor is who does something in an organisation.
type Actor struct {
	UserID         uint   // 0 for the program itself
	Who            string // the name, as it was then
	OrganisationID uint
}

// Entry says in an organisation's audit log who did, saw or exported what. It
// names participants by their registration only, so that they can be erased.
type Entry struct {
	OrganisationID uint
	Number         int // 1, 2, 3 … within the organisation
	At             time.Time
	UserID         *uint // nil for the program itself
	Who            string
	Verb           Verb
	EventID        *uint
	RegistrationID *uint
	Detail         map[string]string `gorm:"serializer:json"` // what the verb needs to be understood
	Seal           string            // see Entry.SealAfter
}

// TableName is the table of entries.
func (Entry) TableName() string { return "audit_entries" }

// Verb is what was done: "event.published". The words stand in i18n under
// "audit.", with a dash for the dot.
type Verb string

// SealAfter computes the seal of an entry that follows one with the given seal:
// an HMAC-SHA256 (RFC 2104) under the installation's key over that seal and all
// fields. Whoever changes, removes or puts in an entry breaks every seal from
// there on, and without the key cannot make new ones.
func (e *Entry) SealAfter(previous string, key []byte) string {
	// A struct of its own, so that renaming a field breaks no seal.
	sealed, err := json.Marshal(struct {
		Previous     string            `json:"previous"`
		Organisation uint              `json:"organisation"`
		Number       int               `json:"number"`
		At           time.Time         `json:"at"`
		User         *uint             `json:"user"`
		Who          string            `json:"who"`
		Verb         Verb              `json:"verb"`
		Event        *uint             `json:"event"`
		Registration *uint             `json:"registration"`
		Detail       map[string]string `json:"detail"`
	}{
		previous, e.OrganisationID, e.Number, e.At.UTC(), e.UserID, e.Who, e.Verb, e.EventID, e.RegistrationID, e.Detail,
	})
	if err != nil {
		panic(err) // nothing in it can fail
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(sealed)
	return hex.EncodeToString(mac.Sum(nil))
}
