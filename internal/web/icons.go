package web

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
)

// Icons holds the line drawings that templates put beside words.
type Icons struct {
	drawings map[string]template.HTML
}

// NewIcons reads the drawings once, from icons/lucide/<name>.svg.
func NewIcons(fsys fs.FS) (*Icons, error) {
	names, err := fs.Glob(fsys, "icons/lucide/*.svg")
	if err != nil {
		return nil, fmt.Errorf("list icons: %w", err)
	}
	icons := &Icons{make(map[string]template.HTML, len(names))}
	for _, name := range names {
		file, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read icon: %w", err)
		}
		lines, err := iconLines(string(file))
		if err != nil {
			return nil, fmt.Errorf("read icon %s: %w", name, err)
		}
		// The style sheet decides size and stroke. The icon stands beside words that say the
		// same, so it is hidden from those who listen.
		icons.drawings[strings.TrimSuffix(path.Base(name), ".svg")] = template.HTML(
			`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">` + lines + `</svg>`)
	}
	return icons, nil
}

// Icon is the drawing as it goes into a page. A name that does not exist is an
// error, so a template with a slip fails when it is first tried.
func (i *Icons) Icon(name string) (template.HTML, error) {
	drawing, ok := i.drawings[name]
	if !ok {
		return "", fmt.Errorf("no icon %q", name)
	}
	return drawing, nil
}

// iconLines takes the lines of a drawing out of its svg element and writes them
// without white space between them.
func iconLines(svg string) (string, error) {
	_, after, opened := strings.Cut(svg, "<svg")
	_, inner, begun := strings.Cut(after, ">")
	inner, _, closed := strings.Cut(inner, "</svg>")
	if !opened || !begun || !closed {
		return "", errors.New("no svg element")
	}
	inner = strings.Join(strings.Fields(inner), " ")
	return strings.NewReplacer(" /> <", "/><", " />", "/>", "> <", "><").Replace(inner), nil
}
