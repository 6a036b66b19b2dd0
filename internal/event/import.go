package event

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Import is a list of people that an organiser brings, while it is looked at and
// until what failed of it has been seen. It is erased after ImportLife.
type Import struct {
	ID          uint
	EventID     uint
	UserID      *uint
	Rows        [][]string `gorm:"serializer:json"` // all there are; when it is done, none
	HasHeadings bool
	Fields      []ImportField `gorm:"serializer:json"` // what each column holds
	Next        int           // the row that is to be taken next; the ones before are in
	Lines       []ImportLine  `gorm:"serializer:json"` // what became of those that got nothing
	Counts      ImportCounts  `gorm:"serializer:json"`
	CreatedAt   time.Time
	DoneAt      *time.Time
}

// What an import may hold, and how long it is kept.
const (
	ImportRows    = 5000
	ImportColumns = 60
	ImportLife    = 24 * time.Hour
)

// ImportField is what a column of a list holds.
type ImportField string

// What a column can hold. The empty one is not taken.
const (
	ImportNothing      ImportField = ""
	ImportName         ImportField = "name"
	ImportFirstName    ImportField = "first_name"
	ImportLastName     ImportField = "last_name"
	ImportEmail        ImportField = "email"
	ImportOrganisation ImportField = "organisation"
	ImportRole         ImportField = "role"
	ImportMunicipality ImportField = "municipality"
	ImportComment      ImportField = "comment"
	ImportCategory     ImportField = "category" // by its name, or its id
)

// importFields are all things that a column can hold.
var importFields = []ImportField{
	ImportName, ImportFirstName, ImportLastName, ImportEmail, ImportOrganisation, ImportRole, ImportMunicipality, ImportCategory, ImportComment,
}

// ImportFields are the things that a column of a list for the event can hold.
func (e *Event) ImportFields() []ImportField {
	return slices.DeleteFunc(slices.Clone(importFields), func(f ImportField) bool {
		return f == ImportCategory && len(e.Categories) == 0
	})
}

// importHeadings are what people call the columns, in the letters of plainHeading.
// What stands here counts as it is; what only begins like this counts too, if
// nothing better is found.
var importHeadings = map[ImportField][]string{
	ImportName:         {"namn", "name", "fullstandigtnamn", "helanamnet", "fullname", "deltagare", "participant", "fornamnochefternamn"},
	ImportFirstName:    {"fornamn", "firstname", "givenname", "tilltalsnamn"},
	ImportLastName:     {"efternamn", "lastname", "surname", "familyname"},
	ImportEmail:        {"epost", "email", "mail", "mejl", "mejladress", "epostadress", "emailaddress", "mailadress", "eposten"},
	ImportOrganisation: {"organisation", "organization", "arbetsgivare", "arbetsplats", "foretag", "employer", "company", "myndighet", "forvaltning", "verksamhet", "org"},
	ImportRole:         {"roll", "befattning", "titel", "yrke", "yrkesroll", "tjanst", "role", "title", "position", "jobtitle", "function", "funktion"},
	ImportMunicipality: {"kommun", "municipality", "ort", "hemkommun", "city", "stad"},
	ImportCategory:     {"deltagarkategori", "kategori", "category", "participantcategory", "deltagartyp"},
	ImportComment:      {"kommentar", "ovrigt", "meddelande", "comment", "comments", "message", "note", "anteckning", "notering", "ovrigupplysning"},
}

// GuessFields guesses what the columns of a list for the event hold by its first
// row and, for addresses, by what stands below. Each thing is found once. It
// tells whether the first row is one of headings.
func (e *Event) GuessFields(rows [][]string) (fields []ImportField, hasHeadings bool) {
	width := 0
	for _, r := range rows[:min(len(rows), guessRows)] {
		width = max(width, len(r))
	}
	fields = make([]ImportField, width)
	if len(rows) == 0 {
		return fields, false
	}
	taken, known := map[ImportField]bool{}, e.ImportFields()
	for _, whole := range []bool{true, false} {
		for i, heading := range rows[0] {
			if field := fieldNamed(heading, whole); fields[i] == "" && !taken[field] && slices.Contains(known, field) {
				fields[i], taken[field], hasHeadings = field, true, true
			}
		}
	}
	if slices.ContainsFunc(rows[0], looksLikeEmail) {
		// A person, not headings: somebody's title is "Namn" in no list.
		fields, taken, hasHeadings = make([]ImportField, width), map[ImportField]bool{}, false
	}
	if !taken[ImportEmail] {
		guessEmail(rows, fields)
	}
	if !hasHeadings && len(fields) > 0 && fields[0] == "" {
		fields[0] = ImportName // the first column of nearly every list
	}
	return fields, hasHeadings
}

// guessRows is how many rows are looked at to guess what a column holds.
const guessRows = 20

// guessEmail finds the first column in which most cells look like addresses.
func guessEmail(rows [][]string, fields []ImportField) {
	for i := range fields {
		filled, emails := 0, 0
		for _, r := range rows[:min(len(rows), guessRows)] {
			if i < len(r) && r[i] != "" {
				filled++
				if looksLikeEmail(r[i]) {
					emails++
				}
			}
		}
		if fields[i] == "" && emails > 0 && emails*2 >= filled {
			fields[i] = ImportEmail
			return
		}
	}
}

func looksLikeEmail(cell string) bool {
	at := strings.IndexByte(cell, '@')
	return at > 0 && strings.Contains(cell[at:], ".")
}

// fieldNamed finds what a heading means.
func fieldNamed(heading string, whole bool) ImportField {
	plain := plainHeading(heading)
	for _, field := range importFields {
		for _, name := range importHeadings[field] {
			if plain == name || !whole && len(name) > 3 && strings.HasPrefix(plain, name) {
				return field
			}
		}
	}
	return ""
}

// plainHeading leaves the letters of a heading, without their dots and rings.
func plainHeading(heading string) string {
	fold := strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, fold.Replace(strings.ToLower(heading)))
}

// People are the rows that stand for people.
func (i *Import) People() [][]string {
	if i.HasHeadings && len(i.Rows) > 0 {
		return i.Rows[1:]
	}
	return i.Rows
}

// LineOf is where the person with the index stands in the list that was brought.
func (i *Import) LineOf(index int) int {
	if i.HasHeadings {
		return index + 2
	}
	return index + 1
}

// What is wrong with the choice of columns.
const (
	MsgImportNoName  Key = "invalid.import_no_name"
	MsgImportNoEmail Key = "invalid.import_no_email"
	MsgImportTwice   Key = "invalid.import_twice"
)

// CheckFields complains of a choice of columns that no person can be made of.
func CheckFields(fields []ImportField) Invalid {
	invalid := Invalid{}
	for i, f := range fields {
		if f != "" && slices.Contains(fields[:i], f) {
			invalid["fields"] = MsgImportTwice
		}
	}
	switch has := func(f ImportField) bool { return slices.Contains(fields, f) }; {
	case !has(ImportEmail):
		invalid["fields"] = MsgImportNoEmail
	case !has(ImportName) && !has(ImportFirstName) && !has(ImportLastName):
		invalid["fields"] = MsgImportNoName
	}
	return invalid
}

// MsgCategoryUnknown is what is wrong with a category that the event has not.
const MsgCategoryUnknown Key = "invalid.category_unknown"

// Signup makes a sign-up for the event of a row, or says what is wrong with it.
// Whoever brings a list may leave the category out.
func (i *Import) Signup(ev *Event, row []string, language string) (Signup, Invalid) {
	cells := map[ImportField]string{}
	for column, field := range i.Fields {
		if field != "" && column < len(row) {
			cells[field] = row[column]
		}
	}
	name := cells[ImportName]
	if name == "" {
		name = strings.TrimSpace(cells[ImportFirstName] + " " + cells[ImportLastName])
	}
	s, invalid := NewSignup(RawSignup{
		Name: name, Email: bareEmail(cells[ImportEmail]), Organisation: cells[ImportOrganisation], Role: cells[ImportRole],
		Municipality: cells[ImportMunicipality], Comment: cells[ImportComment], Language: language,
	})
	if called := cells[ImportCategory]; called != "" && invalid == nil {
		category := ev.categoryCalled(called)
		if category == nil {
			return s, Invalid{"category": MsgCategoryUnknown}
		}
		s.Category = category.ID
	}
	return s, invalid
}

// categoryCalled finds a category by what stands in a cell, nil for none.
func (e *Event) categoryCalled(cell string) *Category {
	key := SortKey(cell)
	i := slices.IndexFunc(e.Categories, func(c Category) bool { return SortKey(c.Name) == key || c.ID == strings.TrimSpace(cell) })
	if i < 0 {
		return nil
	}
	return &e.Categories[i]
}

// bareEmail takes an address out of what mail programs make of it:
// "Anna Berg <anna@example.org>;".
func bareEmail(cell string) string {
	cell = strings.TrimPrefix(strings.Trim(cell, " ;,"), "mailto:")
	if begin, end := strings.LastIndexByte(cell, '<'), strings.LastIndexByte(cell, '>'); begin >= 0 && end > begin {
		return cell[begin+1 : end]
	}
	return cell
}

// Typed is who a row is about, as it was brought.
func (i *Import) Typed(row []string) (name, email string) {
	var names []string
	for column, field := range i.Fields {
		if column >= len(row) || row[column] == "" {
			continue
		}
		switch field {
		case ImportName, ImportFirstName, ImportLastName:
			names = append(names, row[column])
		case ImportEmail:
			email = row[column]
		}
	}
	return strings.Join(names, " "), email
}
