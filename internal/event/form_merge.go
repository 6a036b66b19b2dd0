package event

import "maps"

// Merged is what becomes of a form when somebody else has saved meanwhile.
type Merged struct {
	Form    Form
	Taken   []string // parts that only they changed: theirs is in the form
	Clashes []string // parts that both changed, and not alike: mine is in the form
}

// Merge puts together what two people made of one event, part by part: what only
// one of them changed is as they changed it. Where both changed the same, mine
// stays and the part is named, so that nobody overwrites the other unawares.
// Without a base nobody knows who changed what, and every difference is a clash.
func Merge(base, mine, theirs Form) Merged {
	m := Merged{Form: maps.Clone(mine)}
	for _, p := range formParts {
		was, my, their := base.Part(p.name), mine.Part(p.name), theirs.Part(p.name)
		switch {
		case maps.Equal(my, their):
		case base == nil:
			m.Clashes = append(m.Clashes, p.name)
		case maps.Equal(my, was):
			m.Taken = append(m.Taken, p.name)
			m.Form.take(theirs, p)
		case !maps.Equal(their, was):
			m.Clashes = append(m.Clashes, p.name)
		}
	}
	return m
}

// Take puts another form's words into the part that is named.
func (f Form) Take(other Form, name string) {
	for _, p := range formParts {
		if p.name == name {
			f.take(other, p)
		}
	}
}

func (f Form) take(other Form, p part) {
	if p.isRows {
		f.SetRows(p.name, other.RowsOf(p.name))
		return
	}
	for _, field := range p.fields {
		f[field] = other[field]
	}
}
