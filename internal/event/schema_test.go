package event_test

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
)

// schema is what the tests read of a JSON Schema.
type schema struct {
	Ref                  string `json:"$ref"`
	Description          string
	Type                 string
	Enum                 []string
	Default              any
	Maximum              *int
	Required             []string
	AdditionalProperties *bool
	Properties           map[string]schema
	Items                *schema
	Defs                 map[string]schema `json:"$defs"`
}

func readSchema(t *testing.T) schema {
	t.Helper()
	text, err := os.ReadFile("event.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s schema
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSchemaNamesTheFields follows the file format and its schema side by side.
func TestSchemaNamesTheFields(t *testing.T) {
	root := readSchema(t)
	used := map[string]bool{}
	var compare func(path string, goType reflect.Type, s schema)
	compare = func(path string, goType reflect.Type, s schema) {
		if name, ok := strings.CutPrefix(s.Ref, "#/$defs/"); ok {
			def, known := root.Defs[name]
			if !known {
				t.Fatalf("%s: there is no %s", path, s.Ref)
			}
			if used[name] && def.Type == "object" {
				return
			}
			used[name], s = true, def
		}
		if goType.Kind() == reflect.Pointer {
			goType = goType.Elem()
		}
		kinds := map[reflect.Kind]string{
			reflect.Struct: "object", reflect.Slice: "array", reflect.String: "string", reflect.Int: "integer", reflect.Bool: "boolean",
		}
		if want := kinds[goType.Kind()]; s.Type != want {
			t.Errorf("%s: type %q, want %q", path, s.Type, want)
		}
		switch goType.Kind() {
		case reflect.Slice:
			compare(path+"[]", goType.Elem(), *s.Items)
		case reflect.Struct:
			fields := jsonFields(goType)
			if diff := cmp.Diff(slices.Sorted(maps.Keys(fields)), slices.Sorted(maps.Keys(s.Properties))); diff != "" {
				t.Errorf("%s: fields differ\n%s", path, diff)
			}
			if s.AdditionalProperties == nil || *s.AdditionalProperties {
				t.Errorf("%s: takes unknown fields", path)
			}
			for name, field := range fields {
				if s.Properties[name].Description == "" {
					t.Errorf("%s.%s: no description", path, name)
				}
				compare(path+"."+name, field.Type, s.Properties[name])
			}
		}
	}
	compare("event", reflect.TypeFor[event.File](), root)
	for name := range root.Defs {
		if !used[name] {
			t.Errorf("$defs.%s is used nowhere", name)
		}
	}
}

// jsonFields are the fields of a struct by the names they have in JSON.
func jsonFields(t reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		fields[name] = field
	}
	return fields
}

// What the schema allows is what the program allows.
func TestSchemaNamesTheChoices(t *testing.T) {
	root := readSchema(t)
	tests := []struct {
		name   string
		schema schema
		spoil  func(*event.File)
	}{
		{"status", root.Properties["status"], func(f *event.File) { f.Status = "x" }},
		{"language", root.Properties["language"], func(f *event.File) { f.Language = "x" }},
		{"attendance", root.Properties["attendance"], func(f *event.File) { f.Attendance = "x" }},
		{"access", *root.Defs["access"].Properties["facts"].Items, func(f *event.File) { f.Access.Facts = []string{"x"} }},
		{"partner", root.Defs["partner"].Properties["role"], func(f *event.File) { f.Partners = []event.Partner{{Role: "x", Name: "x"}} }},
		{"session", root.Defs["session"].Properties["kind"], func(f *event.File) { f.Program = []event.FileSession{{Title: "x", Kind: "x"}} }},
		{"speaker", root.Defs["speaker"].Properties["role"], func(f *event.File) {
			f.Program = []event.FileSession{{Title: "x", Speakers: []event.FileSpeaker{{Name: "x", Role: "x"}}}}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := smallest()
			tt.spoil(&f)
			_, err := f.Event()
			if want := "must be one of " + strings.Join(tt.schema.Enum, ", "); err == nil || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("the program says %v, the schema %s", err, want)
			}
		})
	}
}

// What the schema says is needed is what the program complains of.
func TestSchemaNamesWhatIsNeeded(t *testing.T) {
	root := readSchema(t)
	_, err := event.File{
		Categories: []event.FileCategory{{}},
		Program:    []event.FileSession{{Speakers: []event.FileSpeaker{{}}}},
		Partners:   []event.Partner{{}},
		Practical:  []event.Fact{{}},
	}.Event()
	missing := map[string]bool{}
	for line := range strings.Lines(err.Error()) {
		path, what, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if what == "missing" || path == "categories[0].id" {
			missing[path] = true
		}
	}
	// One of two ways to say when, and when it closes.
	want := map[string]bool{"starts": true, "ends": true, "registration.last_day": true}
	for prefix, s := range map[string]schema{
		"": root, "organisation.": root.Defs["organisation"], "partners[0].": root.Defs["partner"], "practical[0].": root.Defs["fact"],
		"categories[0].": root.Defs["category"],
		"program[0].":    root.Defs["session"], "program[0].speakers[0].": root.Defs["speaker"],
	} {
		for _, name := range s.Required {
			if name != "organisation" && name != "registration" {
				want[prefix+name] = true
			}
		}
	}
	if diff := cmp.Diff(want, missing); diff != "" {
		t.Error(diff)
	}
}

func TestSchemaNamesTheDefaults(t *testing.T) {
	root := readSchema(t)
	ev, err := smallest().Event()
	if err != nil {
		t.Fatal(err)
	}
	registration := root.Defs["registration"].Properties
	got := []any{
		root.Properties["language"].Default, root.Properties["zone"].Default,
		root.Properties["retention_days"].Default, registration["waiting_list_stops_hours"].Default,
		registration["capacity"].Default, registration["waiting_list"].Default, registration["group_max"].Default,
		registration["offer_hours"].Default, registration["verify_hours"].Default, registration["approval"].Default,
		registration["invite_only"].Default, root.Properties["unlisted"].Default,
	}
	want := []any{
		ev.Language, ev.Zone, float64(ev.RetentionDays), float64(ev.WaitingListStops), float64(ev.Capacity), ev.HasWaitingList,
		float64(ev.GroupMax), float64(ev.OfferHours), float64(ev.VerifyHours), ev.NeedsApproval, ev.InviteOnly, ev.Unlisted,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSchemaNamesTheLimits(t *testing.T) {
	root := readSchema(t)
	registration := root.Defs["registration"].Properties
	capacity, stops, days := *registration["capacity"].Maximum, *registration["waiting_list_stops_hours"].Maximum, *root.Properties["retention_days"].Maximum
	group, offer, verify := *registration["group_max"].Maximum, *registration["offer_hours"].Maximum, *registration["verify_hours"].Maximum
	way, category := *root.Defs["way"].Properties["capacity"].Maximum, *root.Defs["category"].Properties["capacity"].Maximum
	f := smallest()
	f.Attendance, f.Place.Name = event.Both, "Folkets hus"
	f.Registration.Capacity, f.Registration.WaitingListStops, f.RetentionDays = capacity, &stops, &days
	f.Registration.GroupMax, f.Registration.OfferHours, f.Registration.VerifyHours = &group, offer, verify
	f.OnSite.Capacity, f.Categories = way, []event.FileCategory{{ID: "a", Name: "A", Capacity: category}}
	if _, err := f.Event(); err != nil {
		t.Errorf("at the limits: %v", err)
	}
	stops, days, group = stops+1, days+1, group+1
	f.Registration.Capacity, f.Registration.OfferHours, f.Registration.VerifyHours = capacity+1, offer+1, verify+1
	f.OnSite.Capacity, f.Categories[0].Capacity = way+1, category+1
	_, err := f.Event()
	if err == nil || strings.Count(err.Error(), "must be between") != 8 {
		t.Errorf("beyond the limits: %v", err)
	}
}
