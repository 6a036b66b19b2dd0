package event

// maxSlips is how many slips are looked for at most.
const maxSlips = 2

// slips counts the slips of the fingers that turn one word into the other: a
// letter missing, doubled or wrong, or two letters swapped. Damerau found that
// one of these is behind four of five spelling mistakes ("A technique for
// computer detection and correction of spelling errors", Communications of the
// ACM 7:3, 1964); the table is Levenshtein's with his swap added, known as
// optimal string alignment. Lengths too far apart are not worth counting.
func slips(a, b string) int {
	const longest = 63
	if len(a)-len(b) > maxSlips || len(b)-len(a) > maxSlips || len(b) > longest {
		return maxSlips + 1
	}
	// What both begin and end with has no slips.
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	var rows [3][longest + 1]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	leastAbove := 0
	for i := 1; i <= len(a); i++ {
		row, above, higher := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			change := above[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, above[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], higher[j-2]+1)
			}
			least = min(least, row[j])
		}
		// What follows builds upon this row and the one above, where two letters
		// may change places.
		if least > maxSlips && leastAbove >= maxSlips {
			return maxSlips + 1
		}
		leastAbove = least
	}
	return rows[len(a)%3][len(b)]
}
