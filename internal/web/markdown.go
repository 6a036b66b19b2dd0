package web

import (
	"bytes"
	"fmt"
	"html/template"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Markdown turns organisers' texts into HTML. Two nets: the parser lets no HTML
// through, and the sanitiser only what is on its list.
type Markdown struct {
	parser goldmark.Markdown
	policy *bluemonday.Policy
}

// NewMarkdown allows paragraphs, headings, lists, emphasis and links to the
// web, mail and telephone. No pictures: they would come from other hosts.
func NewMarkdown() *Markdown {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "blockquote", "hr", "code")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(false)
	p.RequireParseableURLs(true)
	return &Markdown{
		parser: goldmark.New(goldmark.WithExtensions(extension.Linkify),
			goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(lowerHeadings{}, 100)))),
		policy: p,
	}
}

// HTML renders a text. Its headings begin at the third level, since it stands
// under a heading of the page.
func (m *Markdown) HTML(markdown string) (template.HTML, error) {
	var b bytes.Buffer
	if err := m.parser.Convert([]byte(markdown), &b); err != nil {
		return "", fmt.Errorf("render Markdown: %w", err)
	}
	return template.HTML(m.policy.SanitizeBytes(b.Bytes())), nil
}

// lowerHeadings makes the first level the third.
type lowerHeadings struct{}

// Transform is called by goldmark after parsing.
func (lowerHeadings) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			h.Level = min(6, max(3, h.Level+1))
		}
		return ast.WalkContinue, nil
	})
}
