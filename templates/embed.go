// Package templates holds the HTML pages and mails. No Go code but this file.
package templates

import "embed"

// FS holds a folder for each kind of page. Files whose names begin with "_" or
// "." would be skipped: do not use them.
//
//go:embed layout site console mail error.html
var FS embed.FS
