//go:build !cgo

package main

import "errors"

// checkBuild stops a program that was built without a C compiler, before SQLite
// does so in words that help nobody.
func checkBuild() error {
	return errors.New("SQLite needs a C compiler, and Go found none or was told not to use it (CGO_ENABLED=0): " +
		"install one (Debian and Ubuntu: apt install gcc libc6-dev; Fedora: dnf install gcc; macOS: xcode-select --install; " +
		"Windows: winget install BrechtSanders.WinLibs.POSIX.UCRT), leave CGO_ENABLED unset, and try again")
}
