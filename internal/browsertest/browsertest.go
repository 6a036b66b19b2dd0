// Package browsertest looks at pages as visitors do: with a real browser, axe-core
// and html-validate. It knows no page by name. Only tests import it.
package browsertest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// ChromiumVariable names the environment variable with the path of Chromium.
// Without it tests in a browser are skipped, except in CI, where nothing may be.
const ChromiumVariable = "SAMLING_TEST_CHROMIUM"

// flags keep Chromium from talking to anybody but the pages under test.
var flags = []string{
	"no-sandbox", "disable-gpu", "disable-quic", "disable-background-networking", "disable-component-update", "disable-sync",
}

// shared is the browser of the test binary: starting one takes longer than most
// tests, and each test has tabs of its own.
var shared struct {
	sync.Mutex
	ctx   context.Context
	close func()
}

// Main runs the tests of a package and then closes their browser. It is to be
// called by TestMain.
func Main(m *testing.M) {
	code := m.Run()
	shared.Lock()
	defer shared.Unlock()
	if shared.close != nil {
		shared.close()
	}
	os.Exit(code)
}

// browser returns the running browser, and starts it for the first test.
func browser(t testing.TB) context.Context {
	t.Helper()
	path := os.Getenv(ChromiumVariable)
	if path == "" {
		missing(t, "set "+ChromiumVariable+" to the path of Chromium")
	}
	shared.Lock()
	defer shared.Unlock()
	if shared.ctx != nil {
		return shared.ctx
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path))
	for _, flag := range flags {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, release := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		release()
		t.Fatalf("start %s: %v", path, err)
	}
	shared.ctx, shared.close = ctx, func() {
		defer release() // which kills a browser that does not close
		last, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		_ = chromedp.Cancel(last)
	}
	return ctx
}

// missing skips a test that lacks a tool, or fails it in CI.
func missing(t testing.TB, remedy string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal("in CI nothing may be skipped: " + remedy)
	}
	t.Skip(remedy)
}

// packages is the folder that npm fills, from the top of the module.
const packages = ".ci/node_modules"

// tool is the path of a file that npm installed.
func tool(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join(top(t), packages, name)
	if _, err := os.Stat(path); err != nil {
		missing(t, "run npm ci --prefix .ci: there is no "+packages+"/"+name)
	}
	return path
}

// top is the folder of the module.
func top(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		if folder == filepath.Dir(folder) {
			t.Fatal("no go.mod above the test")
		}
		folder = filepath.Dir(folder)
	}
}
