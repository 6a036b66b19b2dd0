//go:build cgo

package main

// checkBuild finds nothing: SQLite is part of this program.
func checkBuild() error { return nil }
