package event

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Head is where an organisation's audit log ends. The chain of seals shows what
// was changed before an entry; the head shows that nothing was cut off after it.
type Head struct {
	OrganisationID uint `gorm:"primaryKey;autoIncrement:false"`
	Number         int
	Seal           string
	Mark           string // see Head.MarkWith
}

// TableName is the table of heads.
func (Head) TableName() string { return "audit_heads" }

// MarkWith computes what only whoever has the installation's key can write
// beside a head.
func (h Head) MarkWith(key []byte) string {
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "audit head|%d|%d|%s", h.OrganisationID, h.Number, h.Seal)
	return hex.EncodeToString(mac.Sum(nil))
}

// IsGenuine reports whether the head was written with the key.
func (h Head) IsGenuine(key []byte) bool { return hmac.Equal([]byte(h.Mark), []byte(h.MarkWith(key))) }

// ChainFault is what is wrong with an audit log.
type ChainFault string

// What can be wrong with an audit log.
const (
	EntryChanged  ChainFault = "changed"      // it, or the one before it, is not what was written
	EntryMissing  ChainFault = "missing"      // there should be one with this number
	EntryPutIn    ChainFault = "put in"       // nobody wrote one with this number
	TailCut       ChainFault = "cut off"      // the log went on from here
	HeadMissing   ChainFault = "head missing" // nobody can say whether the log went on
	HeadNotMarked ChainFault = "head changed" // where the log ends is not what was written
)

// Broken is the first place where an audit log is not what was written.
type Broken struct {
	Number int
	Fault  ChainFault
}

// Chain follows an audit log from its first entry on, and remembers the first
// fault. Later ones may come from that one.
type Chain struct {
	Organisation uint
	Key          []byte
	Last         int // number of the last sound entry
	Seal         string
	Broken       *Broken
}

// Next looks at the entry that follows.
func (c *Chain) Next(e Entry) {
	if c.Broken != nil {
		return
	}
	switch {
	case e.Number <= c.Last:
		c.Broken = &Broken{e.Number, EntryPutIn}
	case e.Number > c.Last+1:
		c.Broken = &Broken{c.Last + 1, EntryMissing}
	case e.OrganisationID != c.Organisation, !hmac.Equal([]byte(e.Seal), []byte(e.SealAfter(c.Seal, c.Key))):
		c.Broken = &Broken{e.Number, EntryChanged}
	default:
		c.Last, c.Seal = e.Number, e.Seal
	}
}

// Change notes that the entry reads differently from how the program writes it,
// although it says the same.
func (c *Chain) Change(e Entry) {
	if c.Broken == nil {
		c.Broken = &Broken{e.Number, EntryChanged}
	}
}

// End compares the last entry with the head, which is nil if there is none.
func (c *Chain) End(head *Head) {
	switch {
	case c.Broken != nil:
	case head == nil && c.Last > 0:
		c.Broken = &Broken{c.Last, HeadMissing}
	case head == nil:
	case !head.IsGenuine(c.Key), head.OrganisationID != c.Organisation:
		c.Broken = &Broken{c.Last, HeadNotMarked}
	case head.Number > c.Last:
		c.Broken = &Broken{c.Last + 1, TailCut}
	case head.Number < c.Last:
		c.Broken = &Broken{head.Number + 1, EntryPutIn}
	case head.Seal != c.Seal:
		c.Broken = &Broken{c.Last, EntryChanged}
	}
}
