package paper

import "codeberg.org/go-pdf/fpdf"

// ink is a shade: black, or softer for what is not looked for.
type ink struct{ r, g, b int }

var (
	black = ink{0x14, 0x19, 0x1b}
	soft  = ink{0x44, 0x52, 0x5a}
	hair  = ink{0xb9, 0xc4, 0xc8}
)

// headHeight is where the rows begin.
func (s *setter) headHeight() float64 {
	most := 1
	for _, h := range s.headings {
		most = max(most, len(h))
	}
	return marginTop + s.line(factSize) + float64(len(s.title))*s.line(titleSize) + 1 +
		float64(len(s.facts))*s.line(factSize) + 3 + float64(most)*s.line(s.size-1) + 2.2
}

// begin begins a page with its head and foot.
func (s *setter) begin(number, of int) {
	s.pdf.AddPageFormat("P", fpdf.SizeType{Wd: s.width, Ht: s.height})
	page := s.Words.T("paper.page", "Number", number, "Of", of)
	s.text(s.width-marginX-s.measure(page, plain, factSize), marginTop, s.line(factSize), page, plain, factSize, soft)
	s.y = marginTop
	s.lines(marginX, []string{s.Organisation}, plain, factSize, soft)
	s.lines(marginX, s.title, strong, titleSize, black)
	s.y++
	s.lines(marginX, s.facts, plain, factSize, soft)
	s.y = s.headHeight()

	x := marginX
	for i, lines := range s.headings {
		y := s.headHeight() - 2.2 - float64(len(lines))*s.line(s.size-1)
		for _, l := range lines {
			s.text(x, y, s.line(s.size-1), l, strong, s.size-1, black)
			y += s.line(s.size - 1)
		}
		x += s.widths[i]
	}
	s.rule(s.y, .4, black)

	foot := s.wrap(s.Foot, plain, factSize-1.5, s.width-2*marginX)
	y := s.height - marginFoot + 3
	for _, l := range foot {
		s.text(marginX, y, s.line(factSize-1.5), l, plain, factSize-1.5, soft)
		y += s.line(factSize - 1.5)
	}
}

// draw draws a row and the line below it.
func (s *setter) draw(r row) {
	x := marginX
	for i, c := range s.Columns {
		face, shade := plain, black
		switch c.Kind {
		case Strong:
			face = strong
		case Count:
			shade = soft
		case Box:
			s.box(x, s.y+(r.height-boxSize)/2)
		}
		y := s.y + (r.height-float64(len(r.cells[i]))*s.line(s.size))/2
		for _, l := range r.cells[i] {
			s.text(x, y, s.line(s.size), l, face, s.size, shade)
			y += s.line(s.size)
		}
		x += s.widths[i]
	}
	s.y += r.height
	s.rule(s.y, .2, hair)
}

// lines writes lines below each other and moves down.
func (s *setter) lines(x float64, lines []string, face weight, size float64, shade ink) {
	for _, l := range lines {
		s.text(x, s.y, s.line(size), l, face, size, shade)
		s.y += s.line(size)
	}
}

// text writes a line of the given height. A text stands on its baseline, which
// is at about three quarters of that.
func (s *setter) text(x, y, height float64, text string, face weight, size float64, shade ink) {
	s.pdf.SetFont(family, string(face), size)
	s.pdf.SetTextColor(shade.r, shade.g, shade.b)
	s.pdf.Text(x, y+height*.76, text)
}

func (s *setter) measure(text string, face weight, size float64) float64 {
	s.pdf.SetFont(family, string(face), size)
	return s.pdf.GetStringWidth(text)
}

func (s *setter) rule(y, thick float64, shade ink) {
	s.pdf.SetDrawColor(shade.r, shade.g, shade.b)
	s.pdf.SetLineWidth(thick)
	s.pdf.Line(marginX, y, s.width-marginX, y)
}

func (s *setter) box(x, y float64) {
	s.pdf.SetDrawColor(black.r, black.g, black.b)
	s.pdf.SetLineWidth(.35)
	s.pdf.RoundedRect(x, y, boxSize, boxSize, .6, "1234", "D")
}
