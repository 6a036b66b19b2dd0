package mail

import (
	"errors"

	"samling/internal/design"
)

// colours are what a page is drawn with, each for the light and the dark scheme.
type colours struct {
	Ground, Card, Line, Ink, Soft design.Pair
	Link, Button, OnButton, Bad   design.Pair
}

// newColours makes the colours of an organisation. A colour that cannot be read
// stops no mail.
func newColours(hex string, bad design.Pair) (colours, error) {
	theme, err := design.NewTheme(hex)
	if err != nil {
		if theme, err = design.NewTheme(design.DefaultBrand); err != nil {
			return colours{}, err
		}
	}
	grey, accent := theme.Neutral, theme.Accent
	return colours{
		Ground: design.Pair{Light: grey["background-tinted"].Light, Dark: grey["background-default"].Dark},
		Card:   grey["surface-default"], Line: grey["border-subtle"],
		Ink: grey["text-default"], Soft: grey["text-subtle"],
		Link: accent["text-subtle"], Button: accent["base-default"], OnButton: accent["base-contrast-default"],
		Bad: bad,
	}, nil
}

// danger is the colour of what is called off, the same for all organisations.
func danger() (design.Pair, error) {
	families, err := design.Families()
	if err != nil {
		return design.Pair{}, err
	}
	for _, f := range families {
		if f.Name == "danger" {
			return f.Palette["text-subtle"], nil
		}
	}
	return design.Pair{}, errors.New("design has no colour for danger")
}
