package console_test

import (
	"errors"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"samling/internal/event"
	"samling/internal/i18n"
)

func TestWhateverIsLoggedHasWords(t *testing.T) {
	verbs, details := loggedWords(t)
	for _, some := range []string{"event.changed", "participant.cancelled", "picture.changed", "account.password_set"} {
		if !verbs[some] {
			t.Errorf("the verb %s is not found in the source", some)
		}
	}
	for _, some := range []string{"role", "deed", "extra", "over_capacity", "filter"} {
		if !details[some] {
			t.Errorf("the detail %s is not found in the source", some)
		}
	}
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []i18n.Lang{i18n.Swedish, i18n.English} {
		p := catalogue.Printer(lang)
		for _, key := range keysOfLog(verbs, details) {
			if !p.Has(key) {
				t.Errorf("%s: %s has no words", lang, key)
			}
		}
	}
}

// keysOfLog are the keys that verbs and details need.
func keysOfLog(verbs, details map[string]bool) []string {
	keys := map[string]bool{}
	for verb := range verbs {
		noun, _, _ := strings.Cut(verb, ".")
		keys["audit."+strings.ReplaceAll(verb, ".", "_")] = true
		keys["audit.kind_"+noun] = true
	}
	for name := range details {
		keys["audit.detail_"+name] = true
	}
	for _, kind := range event.DeedKinds {
		keys["participants.do_"+string(kind)] = true
	}
	return slices.Sorted(maps.Keys(keys))
}

// loggedWords are the verbs and the names of details of the audit log that stand
// in the source, and those that are put together at run time.
func loggedWords(t *testing.T) (verbs, details map[string]bool) {
	t.Helper()
	verbs, details = map[string]bool{}, map[string]bool{"user": true, "event": true, "kind": true}
	for _, outcome := range event.ImportOutcomes {
		details[string(outcome)] = true
	}
	source := &sourceReader{fset: token.NewFileSet(), done: map[string]*types.Package{}, each: func(files []*ast.File, info *types.Info) {
		for _, known := range info.Types {
			if known.Value == nil || known.Value.Kind() != constant.String {
				continue
			}
			switch text := constant.StringVal(known.Value); known.Type.String() {
			case "samling/internal/event.Verb":
				if noun, verb, _ := strings.Cut(text, "."); noun != "" && verb != "" {
					verbs[text] = true
				}
			case "samling/internal/event.SecurityChange":
				verbs["account."+text] = true
			}
		}
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool { addDetails(details, n); return true })
		}
	}}
	for _, dir := range []string{"event", "store", "console", "site"} {
		if _, err := source.Import("samling/internal/" + dir); err != nil {
			t.Fatal(err)
		}
	}
	return verbs, details
}

// addDetails finds Detail: map[string]string{"name": …}, detail := map… and
// detail["name"] = ….
func addDetails(details map[string]bool, n ast.Node) {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if isDetail(n.Key) {
			addKeys(details, n.Value)
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if i < len(n.Rhs) && isDetail(left) {
				addKeys(details, n.Rhs[i])
			}
			if at, is := left.(*ast.IndexExpr); is && isDetail(at.X) {
				addName(details, at.Index)
			}
		}
	}
}

func isDetail(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.Ident:
		return strings.EqualFold(x.Name, "detail")
	case *ast.SelectorExpr:
		return x.Sel.Name == "Detail"
	}
	return false
}

func addKeys(details map[string]bool, x ast.Expr) {
	if literal, is := x.(*ast.CompositeLit); is {
		for _, pair := range literal.Elts {
			if pair, is := pair.(*ast.KeyValueExpr); is {
				addName(details, pair.Key)
			}
		}
	}
}

func addName(details map[string]bool, x ast.Expr) {
	if literal, is := x.(*ast.BasicLit); is && literal.Kind == token.STRING {
		if name, err := strconv.Unquote(literal.Value); err == nil {
			details[name] = true
		}
	}
}

// sourceReader reads the types of our own packages. Those of others are not
// needed: what cannot be imported counts as something with any type.
type sourceReader struct {
	fset *token.FileSet
	done map[string]*types.Package
	each func([]*ast.File, *types.Info)
}

// Import is a types.Importer.
func (r *sourceReader) Import(path string) (*types.Package, error) {
	within, ours := strings.CutPrefix(path, "samling/internal/")
	if !ours {
		return nil, errors.New("not ours")
	}
	if r.done[path] != nil {
		return r.done[path], nil
	}
	files, err := r.files(filepath.Join("..", filepath.FromSlash(within)))
	if err != nil {
		return nil, err
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	config := types.Config{Importer: r, Error: func(error) {}}
	r.done[path], _ = config.Check(path, r.fset, files, info)
	r.each(files, info)
	return r.done[path], nil
}

func (r *sourceReader) files(dir string) ([]*ast.File, error) {
	entries, err := os.ReadDir(dir)
	var files []*ast.File
	for _, entry := range entries {
		if !isProgram(entry) {
			continue
		}
		file, err := parser.ParseFile(r.fset, filepath.Join(dir, entry.Name()), nil, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, err
}

func isProgram(entry fs.DirEntry) bool {
	return strings.HasSuffix(entry.Name(), ".go") && !strings.HasSuffix(entry.Name(), "_test.go")
}
