//go:build !linux

package files_test

import (
	"os"
	"testing"
)

// withoutRights skips a test where the user may write everywhere, or where there
// are no users.
func withoutRights(t *testing.T) {
	t.Helper()
	if os.Getuid() <= 0 {
		t.Skip("this user may write everywhere, or the system has no users")
	}
}
