package event

import (
	"strconv"
	"strings"
	"time"
)

// InviteLine is a line of a list of invites that somebody pasted.
type InviteLine struct {
	Number  int // of the line in the text, from 1
	Raw     RawInvite
	Invite  Invite
	Invalid Invalid
	Known   bool // there is one for the same name and address already
}

// MaxInvites is how many invites a pasted list may hold.
const MaxInvites = 500

// ParseInvites reads a list with one invite a line: name, address and how many
// may register, with tabs, semicolons or commas between. What a line does not
// say is taken from the others, such as two for each department.
func ParseInvites(text string, others RawInvite, known []Invited, ev *Event, now time.Time) []InviteLine {
	seen := seenInvites(known)
	var lines []InviteLine
	for n, line := range strings.Split(text, "\n") {
		cells := inviteCells(line)
		if len(cells) == 0 || n == 0 && areInviteHeadings(cells) {
			continue
		}
		l := InviteLine{Number: n + 1, Raw: rawInvite(cells)}
		if l.Raw.Uses == "" {
			l.Raw.Uses = others.Uses
		}
		l.Raw.Expires = others.Expires
		if l.Invite, l.Invalid = NewInvite(l.Raw, ev, now); l.Invalid == nil {
			l.Known = seen[l.Invite.sameAs()]
			seen[l.Invite.sameAs()] = true
		}
		lines = append(lines, l)
	}
	return lines
}

func seenInvites(known []Invited) map[string]bool {
	seen := map[string]bool{}
	for _, k := range known {
		if k.RevokedAt == nil {
			seen[k.sameAs()] = true
		}
	}
	return seen
}

// UnknownInvites leaves out what is known already, so that a form that is sent
// twice invites nobody twice.
func UnknownInvites(all []Invite, known []Invited) []Invite {
	seen := seenInvites(known)
	var unknown []Invite
	for _, i := range all {
		if !seen[i.sameAs()] {
			unknown = append(unknown, i)
		}
		seen[i.sameAs()] = true
	}
	return unknown
}

// sameAs is equal for invites of the same name to the same address: one address
// may stand for several departments.
func (i *Invite) sameAs() string { return SortKey(i.Name) + "\n" + NormalAddress(i.Email) }

// inviteCells parts a line, or is empty for an empty one.
func inviteCells(line string) []string {
	if line = strings.TrimSpace(strings.ReplaceAll(line, "\u00a0", " ")); line == "" {
		return nil
	}
	for _, between := range []string{"\t", ";", ","} {
		if strings.Contains(line, between) {
			cells := strings.Split(line, between)
			for i := range cells {
				cells[i] = strings.Trim(strings.TrimSpace(cells[i]), `"`)
			}
			return cells
		}
	}
	return []string{line}
}

// rawInvite finds out what the cells of a line are. A name may have a comma in
// it: whatever stands before the address belongs to it.
func rawInvite(cells []string) RawInvite {
	for i, cell := range cells {
		if strings.Contains(cell, "@") && i > 0 {
			return RawInvite{Name: strings.Join(cells[:i], ", "), Email: strings.Trim(cell, "<>"), Uses: strings.Join(cells[i+1:], " ")}
		}
	}
	if len(cells) == 3 {
		return RawInvite{Name: cells[0], Email: cells[1], Uses: cells[2]}
	}
	raw, rest := RawInvite{Name: cells[0]}, cells[1:]
	if len(rest) > 0 && isNumber(rest[len(rest)-1]) {
		raw.Uses, rest = rest[len(rest)-1], rest[:len(rest)-1]
	}
	raw.Email = strings.Join(rest, " ")
	return raw
}

func isNumber(text string) bool {
	_, err := strconv.Atoi(text)
	return err == nil
}

// areInviteHeadings recognises the first row of a spreadsheet.
func areInviteHeadings(cells []string) bool {
	for i, cell := range cells {
		field := fieldNamed(cell, true)
		if i < 2 && (field == ImportEmail || field == ImportName && len(cells) > 1) {
			return true
		}
	}
	return false
}
