// Package migrations holds the schema as SQL files, the same names for both
// databases. No Go code but this file.
package migrations

import "embed"

// SQLite and Postgres hold one file per step, in order of their numbers.
// Steps only go forward.
var (
	//go:embed sqlite/*.sql
	SQLite embed.FS
	//go:embed postgres/*.sql
	Postgres embed.FS
)
