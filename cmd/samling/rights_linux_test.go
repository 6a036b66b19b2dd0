package main

import (
	"os"
	"runtime"
	"syscall"
	"testing"
)

// withoutRights takes root's right to write everywhere from this test alone: the
// kernel keeps a user for files by thread.
func withoutRights(t *testing.T) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	const nobody = 65534
	runtime.LockOSThread()
	if err := syscall.Setfsuid(nobody); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Setfsuid(0)
		runtime.UnlockOSThread()
	})
}
