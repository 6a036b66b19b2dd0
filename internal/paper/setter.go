package paper

import (
	"strconv"

	"codeberg.org/go-pdf/fpdf"
)

// Sizes in mm; sizes of letters in points.
const (
	marginX    = 15.0
	marginTop  = 14.0
	marginFoot = 16.0 // below the table, with the foot in it
	gap        = 3.0  // between columns
	boxSize    = 4.5
	titleSize  = 16.0
	factSize   = 9.5
	rowLeast   = 9.0 // room for a signature
)

// setter sets one list, page after page.
type setter struct {
	*List
	pdf           *fpdf.Fpdf
	width, height float64 // of the page
	size          float64 // of the letters in the table
	widths        []float64
	title, facts  []string
	headings      [][]string
	rows          []row
	y             float64
}

// row is a row of the table, in lines.
type row struct {
	number int // 0 for an empty row
	cells  [][]string
	height float64
}

func newSetter(pdf *fpdf.Fpdf, l *List) *setter {
	s := &setter{List: l, pdf: pdf, width: 210, height: 297, size: 10.5}
	if l.Landscape {
		s.width, s.height, s.size = 297, 210, 8.5
	}
	sum := 0.0
	for _, c := range l.Columns {
		sum += c.Share
	}
	for _, c := range l.Columns {
		s.widths = append(s.widths, (s.width-2*marginX)*c.Share/sum)
	}
	s.title = s.wrap(l.Title, strong, titleSize, s.width-2*marginX)
	for _, f := range l.Facts {
		s.facts = append(s.facts, s.wrap(f, plain, factSize, s.width-2*marginX)...)
	}
	for i, c := range l.Columns {
		s.headings = append(s.headings, s.wrap(c.Heading, strong, s.size-1, s.widths[i]-gap))
	}
	return s
}

// write reads all rows and draws the pages.
func (s *setter) write() (int, error) {
	number := 0
	for texts, err := range s.Rows {
		if err != nil {
			return number, err
		}
		number++
		s.rows = append(s.rows, s.row(number, texts))
	}
	pages := s.pages()
	for i, rows := range pages {
		s.begin(i+1, len(pages))
		for _, r := range rows {
			s.draw(r)
		}
	}
	return number, s.pdf.Error()
}

// row breaks the texts of a row into lines.
func (s *setter) row(number int, texts []string) row {
	r := row{number: number, cells: make([][]string, len(s.Columns)), height: s.least()}
	next := 0
	for i, c := range s.Columns {
		face := plain
		switch c.Kind {
		case Count:
			r.cells[i] = []string{strconv.Itoa(number)}
			continue
		case Box, Blank:
			continue
		case Strong:
			face = strong
		}
		r.cells[i] = s.wrap(texts[next], face, s.size, s.widths[i]-gap)
		r.height = max(r.height, float64(len(r.cells[i]))*s.line(s.size)+s.padding())
		next++
	}
	return r
}

// least is how high a row is at least: enough to sign where there is something
// to fill in.
func (s *setter) least() float64 {
	if s.Landscape {
		return s.line(s.size) + s.padding()
	}
	return rowLeast
}

func (s *setter) padding() float64 { return s.size * .22 }

// pages divides the rows, and fills the last page with empty ones. A row is
// never divided, unless it is higher than a page, which no length that the
// domain allows can be.
func (s *setter) pages() [][]row {
	room := s.height - marginFoot - s.headHeight()
	var all [][]row
	var page []row
	used := 0.0
	add := func(r row) {
		if used+r.height > room && len(page) > 0 {
			all, page, used = append(all, page), nil, 0
		}
		page, used = append(page, r), used+r.height
	}
	for _, r := range s.rows {
		add(r)
	}
	empty := row{cells: make([][]string, len(s.Columns)), height: s.least()}
	for n := 0; s.Empty > 0 && (n < s.Empty || used+empty.height <= room); n++ {
		add(empty)
	}
	return append(all, page)
}

// wrap is wrap with a font.
func (s *setter) wrap(text string, face weight, size, most float64) []string {
	s.pdf.SetFont(family, string(face), size)
	return wrap(text, most, s.pdf.GetStringWidth)
}

// line is the height of a line of letters.
func (s *setter) line(size float64) float64 { return size * .45 }
