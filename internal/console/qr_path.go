package console

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode"
)

// isDark reports whether a square of the picture is dark.
func isDark(code barcode.Barcode, x, y int) bool {
	gray, ok := color.GrayModel.Convert(code.At(x, y)).(color.Gray)
	return ok && gray.Y < 128
}

// writeBar draws squares beside each other as one.
func writeBar(b *strings.Builder, x, y, width int) {
	fmt.Fprintf(b, "M%d %dh%dv1h-%dz", x, y, width, width)
}

// inFours puts a space after every four letters, for those who type them.
func inFours(text string) string {
	var groups []string
	for len(text) > 4 {
		groups, text = append(groups, text[:4]), text[4:]
	}
	return strings.Join(append(groups, text), " ")
}
