package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// rule says what a package may import.
type rule struct {
	own     string // packages of this module
	outside string // modules of others; the standard library is for all
}

// mayImport is the dependency rule of this project: nothing points up.
var mayImport = map[string]rule{
	"internal":       {}, // only tests
	"internal/event": {},

	"internal/address": {"internal/event", "golang.org/x/net golang.org/x/sync"},
	"internal/design":  {"internal/event", ""},
	"internal/files":   {"internal/event", ""},
	"internal/i18n":    {"internal/event", "github.com/go-playground/locales github.com/nicksnyder/go-i18n/v2 golang.org/x/text"},
	"internal/ical":    {"internal/event", "github.com/arran4/golang-ical"},
	"internal/picture": {"internal/event", "golang.org/x/image"},
	"internal/upload":  {"internal/event", ""},
	"internal/sheet":   {"internal/event", "github.com/xuri/excelize/v2 golang.org/x/text"},
	"internal/ask":     {"internal/event internal/i18n", ""},
	"internal/roster":  {"internal/ask internal/event internal/i18n internal/sheet", ""},

	"internal/store":  {"internal/event migrations", "gorm.io github.com/jackc/pgx/v5 github.com/mattn/go-sqlite3 github.com/pressly/goose/v3"},
	"internal/mail":   {"internal/event internal/i18n internal/ical internal/design templates", "github.com/wneessen/go-mail"},
	"internal/worker": {"internal/event internal/store internal/mail", ""},

	"internal/web": {
		"internal/event internal/i18n internal/store internal/design",
		"github.com/labstack/echo/v4 github.com/microcosm-cc/bluemonday github.com/yuin/goldmark golang.org/x/time",
	},
	"internal/paper": {"internal/event internal/i18n", "codeberg.org/go-pdf/fpdf"},

	"internal/site": {pages + " internal/address internal/files internal/upload", "github.com/labstack/echo/v4 golang.org/x/sync"},
	"internal/console": {
		pages + " internal/address internal/files internal/picture internal/roster internal/paper internal/upload",
		"github.com/labstack/echo/v4 github.com/alexedwards/argon2id github.com/go-webauthn/webauthn " +
			"github.com/coreos/go-oidc/v3 golang.org/x/oauth2 github.com/pquerna/otp github.com/boombuler/barcode",
	},
	"internal/api": {pages, "github.com/labstack/echo/v4"},

	"cmd/samling":  {"internal migrations static templates", "github.com/alecthomas/kong"},
	"migrations":   {},
	"static":       {},
	"static/build": {"", "github.com/evanw/esbuild"},
	"templates":    {},
}

// pages is what all packages with pages may import.
const pages = "internal/ask internal/web internal/event internal/store internal/i18n internal/design internal/ical internal/sheet"

const module = "samling/"

// isTestHelper recognises packages that only tests import.
func isTestHelper(pkg string) bool { return strings.HasSuffix(pkg, "test") }

func TestImports(t *testing.T) {
	for pkg, imports := range listImports(t) {
		if isTestHelper(pkg) {
			continue
		}
		r, ruled := mayImport[pkg]
		if !ruled {
			t.Errorf("%s: say in mayImport what it may import", pkg)
		}
		for _, complaint := range r.complaints(imports) {
			t.Errorf("%s must not import %s", pkg, complaint)
		}
	}
}

// listImports asks the go command for every package and what it imports.
func listImports(t *testing.T) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		all[strings.TrimPrefix(words[0], module)] = words[1:]
	}
	if len(all) < 10 {
		t.Fatalf("only %d packages", len(all))
	}
	return all
}

// complaints are the imports that a rule does not allow.
func (r rule) complaints(imports []string) []string {
	var wrong []string
	for _, imp := range imports {
		allowed := r.outside
		own, isOwn := strings.CutPrefix(imp, module)
		switch {
		case isOwn && isTestHelper(own):
			wrong = append(wrong, imp)
			continue
		case isOwn:
			imp, allowed = own, r.own
		case !strings.Contains(strings.Split(imp, "/")[0], "."):
			continue // the standard library
		}
		if !isUnder(imp, allowed) {
			wrong = append(wrong, imp)
		}
	}
	return wrong
}

// isUnder reports whether a path is one of those listed, or lies below one.
func isUnder(imp, list string) bool {
	for _, p := range strings.Fields(list) {
		if imp == p || strings.HasPrefix(imp, p+"/") {
			return true
		}
	}
	return false
}

// The rule itself, tried on what it must and must not allow.
func TestRules(t *testing.T) {
	tests := []struct {
		name, pkg, imp string
		allowed        bool
	}{
		{"the domain stands alone", "internal/event", "strings", true},
		{"the domain knows no database", "internal/event", "gorm.io/gorm", false},
		{"the domain knows no words", "internal/event", "samling/internal/i18n", false},
		{"GORM in the store", "internal/store", "gorm.io/gorm/clause", true},
		{"GORM nowhere else", "internal/site", "gorm.io/gorm", false},
		{"a driver nowhere else", "cmd/samling", "github.com/jackc/pgx/v5", false},
		{"SMTP in mail", "internal/mail", "github.com/wneessen/go-mail/smtp", true},
		{"SMTP nowhere else", "internal/worker", "github.com/wneessen/go-mail", false},
		{"Echo on pages", "internal/web", "github.com/labstack/echo/v4/middleware", true},
		{"Echo nowhere else", "internal/store", "github.com/labstack/echo/v4", false},
		{"a name that only begins alike", "internal/store", "gorm.io.example.org/gorm", false},
		{"pages do not send mail", "internal/site", "samling/internal/mail", false},
		{"nothing points up", "internal/store", "samling/internal/site", false},
		{"the command puts all together", "cmd/samling", "samling/internal/site", true},
		{"test helpers stay in tests", "cmd/samling", "samling/internal/store/storetest", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if wrong := mayImport[tt.pkg].complaints([]string{tt.imp}); (len(wrong) == 0) != tt.allowed {
				t.Errorf("%s imports %s: complaints %v", tt.pkg, tt.imp, wrong)
			}
		})
	}
}

// The time is a parameter of every rule and every server. Only the command
// reads the clock.
func TestClockIsReadInTheCommandOnly(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(file string, d fs.DirEntry, err error) error {
		name := filepath.ToSlash(strings.TrimPrefix(file, ".."+string(filepath.Separator)))
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && file != ".." || name == "cmd" || isTestHelper(name)):
			return filepath.SkipDir
		case !strings.HasSuffix(name, ".go"), strings.HasSuffix(name, "_test.go"):
			return nil
		}
		files++
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, read := range clockReads(f) {
			t.Errorf("%s reads the clock with time.%s", name, read)
		}
		return nil
	})
	if err != nil || files < 30 {
		t.Errorf("%d files, %v", files, err)
	}
}

// clockReads finds the functions of package time that look at the clock.
func clockReads(f *ast.File) []string {
	local := ""
	for _, imp := range f.Imports {
		if imp.Path.Value == `"time"` {
			local = "time"
			if imp.Name != nil {
				local = imp.Name.Name
			}
		}
	}
	var reads []string
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := s.X.(*ast.Ident)
		if ok && pkg.Name == local && (s.Sel.Name == "Now" || s.Sel.Name == "Since" || s.Sel.Name == "Until") {
			reads = append(reads, s.Sel.Name)
		}
		return true
	})
	return reads
}

func TestClockReadsAreFound(t *testing.T) {
	const text = `package p
		import clock "time"
		var now = clock.Now
		func f() { _ = clock.Since(now()); _ = other.Now() }`
	f, err := parser.ParseFile(token.NewFileSet(), "p.go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(clockReads(f), " "); got != "Now Since" {
		t.Errorf("found %q", got)
	}
}
