package event

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// PasteColleagues reads people from pasted lines: "name, address" from a mail, a
// list of recipients or a spreadsheet, in either order, and how each comes.
// It reads at most so many; the lines beyond are returned as they were. What it
// cannot make out becomes a row all the same, so that nothing is lost.
func PasteColleagues(text string, most int) (people []Colleague, rest string) {
	lines := strings.Split(lineBreaks.Replace(text), "\n")
	var columns []ImportField
	for i, line := range lines {
		cells := pastedCells(line)
		if headings := headingsOf(cells); headings != nil {
			columns = headings
			continue
		}
		found := pastedPeople(cells, columns)
		if len(people)+len(found) > most {
			return people, strings.TrimSpace(strings.Join(lines[i:], "\n"))
		}
		people = append(people, found...)
	}
	return people, ""
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n")

// listMark is what stands before a line of a list: "1. ", "– ", "• ".
var listMark = regexp.MustCompile(`^\s*(?:[-–—•*·]|\d{1,3}[.)])\s+`)

// pastedCells cuts a line where its writer did: at tabs, else at semicolons, else
// at commas, but not within quotation marks, and between several addresses.
func pastedCells(line string) []string {
	line = listMark.ReplaceAllString(line, "")
	separator := ','
	for _, s := range "\t;" {
		if strings.ContainsRune(line, s) {
			separator = s
			break
		}
	}
	var cells []string
	add := func(cell string) {
		cells = append(cells, apart(strings.Join(strings.Fields(strings.ReplaceAll(cell, `"`, " ")), " "))...)
	}
	quoted, from := false, 0
	for i, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == separator && !quoted:
			add(line[from:i])
			from = i + 1
		}
	}
	add(line[from:])
	return cells
}

// apart cuts a cell that holds several addresses behind each of them.
func apart(cell string) []string {
	words := strings.Fields(cell)
	count := 0
	for _, w := range words {
		if strings.Contains(w, "@") {
			count++
		}
	}
	if count < 2 {
		return []string{cell}
	}
	var cells []string
	from := 0
	for i, w := range words {
		if strings.Contains(w, "@") {
			cells = append(cells, strings.Join(words[from:i+1], " "))
			from = i + 1
		}
	}
	if from < len(words) {
		cells = append(cells, strings.Join(words[from:], " "))
	}
	return cells
}

// headingsOf says what the columns under a line of headings hold, or nil if it
// is no such line.
func headingsOf(cells []string) []ImportField {
	columns := make([]ImportField, len(cells))
	found := false
	for i, cell := range cells {
		switch field := fieldNamed(cell, true); {
		case strings.Contains(cell, "@"):
			return nil
		case field != "":
			columns[i], found = field, true
		}
	}
	// Somebody may be called Mail; a list of columns names more than one thing.
	filled := slices.DeleteFunc(slices.Clone(cells), func(c string) bool { return c == "" })
	if !found || len(filled) < 2 && !slices.ContainsFunc(columns, func(f ImportField) bool { return f == ImportName || f == ImportEmail }) {
		return nil
	}
	return columns
}

// pastedPeople reads the people of a line, nobody from an empty one.
func pastedPeople(cells []string, columns []ImportField) []Colleague {
	var at []int
	for i, cell := range cells {
		if strings.Contains(cell, "@") {
			at = append(at, i)
		}
	}
	if len(at) < 2 {
		if c := pastedPerson(cells, columns); !c.IsBlank() {
			return []Colleague{c}
		}
		return nil
	}
	// "a@x, Anna, b@x, Bo" begins with an address, "Anna, a@x, Bo, b@x" ends with one.
	name, _ := cutPasted(cells[at[0]])
	begins := at[0] == 0 && name == ""
	var people []Colleague
	for n, i := range at {
		from, to := 0, len(cells)
		switch {
		case begins:
			from = i
			if n+1 < len(at) {
				to = at[n+1]
			}
		default:
			if n > 0 {
				from = at[n-1] + 1
			}
			if n+1 < len(at) {
				to = i + 1
			}
		}
		people = append(people, pastedPerson(cells[from:to], nil))
	}
	return people
}

// pastedPerson makes a row of the cells about one person.
func pastedPerson(cells []string, columns []ImportField) Colleague {
	var c Colleague
	var own string // the name that stands with the address
	var words []string
	for _, cell := range cells {
		switch {
		case strings.Contains(cell, "@"):
			own, c.Email = cutPasted(cell)
		case c.Attendance == "" && attendanceNamed(cell) != "":
			c.Attendance = string(attendanceNamed(cell))
		case strings.ContainsFunc(cell, unicode.IsLetter):
			words = append(words, cell) // no number of a row, and no phone
		}
	}
	named := namedInColumns(cells, columns)
	switch {
	case named != "":
		c.Name = named
	case own != "" && len(words) > 0 && isOneWord(words[0]) && !strings.Contains(own, ","):
		c.Name = own + " " + words[0] // "Berg, Anna <anna@example.org>"
	case own != "":
		c.Name = turned(own)
	case c.Email == "":
		c.Name = strings.Join(words, ", ")
	case len(words) == 2 && isOneWord(words[0]) && isOneWord(words[1]):
		c.Name = words[0] + " " + words[1]
	case len(words) > 0:
		c.Name = turned(words[0])
	}
	return c
}

// namedInColumns is the name as the headings say where it stands.
func namedInColumns(cells []string, columns []ImportField) string {
	parts := map[ImportField]string{}
	for i, field := range columns {
		if i < len(cells) && !strings.Contains(cells[i], "@") {
			parts[field] = cells[i]
		}
	}
	if parts[ImportName] != "" {
		return turned(parts[ImportName])
	}
	return strings.TrimSpace(parts[ImportFirstName] + " " + parts[ImportLastName])
}

// cutPasted takes name and address out of "Anna Berg <anna@example.org>" and of
// "Anna Berg anna@example.org".
func cutPasted(cell string) (name, email string) {
	if begin, end := strings.LastIndexByte(cell, '<'), strings.LastIndexByte(cell, '>'); begin >= 0 && end > begin && strings.Contains(cell[begin:end], "@") {
		return strings.Trim(cell[:begin]+" "+cell[end+1:], " ,;'"), strings.TrimPrefix(strings.TrimSpace(cell[begin+1:end]), "mailto:")
	}
	var words []string
	for _, w := range strings.Fields(cell) {
		switch {
		case email == "" && strings.Contains(w, "@"):
			email = strings.TrimPrefix(strings.Trim(w, "()[]<>,;:"), "mailto:")
		case fieldNamed(w, true) == "": // not "E-post:"
			words = append(words, w)
		}
	}
	return strings.Trim(strings.Join(words, " "), " ,;:-–()"), email
}

// turned makes "Anna Berg" of "Berg, Anna".
func turned(name string) string {
	last, first, both := strings.Cut(name, ", ")
	if !both || strings.Contains(first, ",") || !isOneWord(first) && !isOneWord(last) {
		return name
	}
	return first + " " + last
}

func isOneWord(s string) bool { return s != "" && !strings.ContainsAny(s, " ,") }

// attendanceWords are what people call the ways to come, in the letters of plainHeading.
var attendanceWords = map[Attendance][]string{
	OnSite: {"paplats", "plats", "onsite", "inperson", "fysiskt", "pastalle"},
	Online: {"digitalt", "digital", "online", "distans", "padistans", "vialank", "lank", "remote", "remotely", "zoom", "teams", "webben"},
}

// attendanceNamed is how somebody comes by the word for it, "" for other words.
func attendanceNamed(cell string) Attendance {
	plain := plainHeading(cell)
	for a, words := range attendanceWords {
		if slices.Contains(words, plain) {
			return a
		}
	}
	return ""
}
