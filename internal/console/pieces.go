package console

import "strings"

// piece is a part of a sentence, perhaps one to stress. Texts hold no HTML, so
// what is to be stressed goes into them between two signs that nobody types.
type piece struct {
	Strong bool
	Text   string
}

const stressBegin, stressEnd = "\uE000", "\uE001"

// stressed marks what is filled into a text as something to stress.
func stressed(text string) string { return stressBegin + text + stressEnd }

// pieces cuts a text with marks into its pieces.
func pieces(text string) []piece {
	var all []piece
	for text != "" {
		before, rest, ok := strings.Cut(text, stressBegin)
		if before != "" {
			all = append(all, piece{Text: before})
		}
		if !ok {
			break
		}
		inside, after, _ := strings.Cut(rest, stressEnd)
		all, text = append(all, piece{true, inside}), after
	}
	return all
}
