// Package static holds what browsers fetch beside the pages: style sheets,
// fonts and icons. The sheets in css are made from css/src and vendor by
// "go generate ./static" and kept in the repository, so that building the
// program needs no other tool.
package static

import "embed"

//go:generate go run ./build

// FS has only what is used at run time: neither the sources of the style sheets
// nor licences and notes.
//
//go:embed css/*.css js/*.js fonts/*.woff2 icons/*.svg icons/lucide/*.svg
var FS embed.FS
