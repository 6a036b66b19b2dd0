package paper

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrap breaks a text into lines that are no wider than most. It breaks after
// spaces, hyphens, slashes and the signs of addresses, and a word that is too
// long for a line anywhere: nothing is ever cut. There is at least one line.
func wrap(text string, most float64, width func(string) float64) []string {
	text = clean(text)
	if width(text) <= most {
		return []string{text} // nearly always
	}
	var lines []string
	line := ""
	for _, piece := range pieces(text) {
		if width(strings.TrimRight(line+piece, " ")) <= most {
			line += piece
			continue
		}
		if line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
		}
		for width(strings.TrimRight(piece, " ")) > most {
			n := fitting(piece, most, width)
			lines = append(lines, piece[:n])
			piece = piece[n:]
		}
		line = piece
	}
	if line = strings.TrimRight(line, " "); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// pieces are the parts of a text between which a line may end: neither within a
// time of day nor before a space in which no line ends.
func pieces(text string) []string {
	var all []string
	begin := 0
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		next, _ := utf8.DecodeRuneInString(text[end:])
		if next == '\u00a0' || strings.ContainsRune(".,", r) && unicode.IsDigit(next) {
			continue
		}
		if strings.ContainsRune(" -/@.,", r) {
			all = append(all, text[begin:end])
			begin = end
		}
	}
	return append(all, text[begin:])
}

// fitting is how many bytes of a text fit on a line, at least one letter.
func fitting(text string, most float64, width func(string) float64) int {
	_, end := utf8.DecodeRuneInString(text)
	for end < len(text) {
		_, size := utf8.DecodeRuneInString(text[end:])
		if width(text[:end+size]) > most {
			break
		}
		end += size
	}
	return end
}
