package mail

import (
	"strings"
	"unicode/utf8"
)

// textWidth is where lines of plain text end.
const textWidth = 76

// tidy makes paragraphs of what a template wrote: no line too long, no white
// space at the end of one, and never two empty ones.
func tidy(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " \t\r")
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, wrap(line, textWidth)...)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

// wrap breaks a line between words. A word that is too long for a line, such as
// an address, stays whole.
func wrap(line string, width int) []string {
	if utf8.RuneCountInString(line) <= width {
		return []string{line}
	}
	var lines []string
	var last string
	for word := range strings.SplitSeq(line, " ") {
		switch {
		case last == "":
			last = word
		case utf8.RuneCountInString(last)+1+utf8.RuneCountInString(word) <= width:
			last += " " + word
		default:
			lines = append(lines, last)
			last = word
		}
	}
	return append(lines, last)
}
