package event_test

import (
	"slices"
	"strings"
	"testing"

	"samling/internal/event"
)

func TestNewOrganisation(t *testing.T) {
	tests := []struct {
		name, slug, called string
		bad                string
	}{
		{"good", "ale-kommun", "Ale kommun", ""},
		{"capitals are mended", " Ale ", "Ale kommun", ""},
		{"no name", "ale", " ", "name"},
		{"a name of blanks that take no ink", "ale", "\u3000\u2003", "name"},
		{"no slug", "", "Ale kommun", "slug"},
		{"å in the slug", "åle", "Åle", "slug"},
		{"two hyphens", "ale--kommun", "Ale", "slug"},
		{"a path", "ale/../x", "Ale", "slug"},
		{"too long", strings.Repeat("a", 61), "Ale", "slug"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, invalid := event.NewOrganisation(event.RawOrganisation{Slug: tt.slug, Name: tt.called})
			if (tt.bad == "") != (invalid == nil) || tt.bad != "" && invalid[tt.bad] == "" {
				t.Errorf("%+v, %v", o, invalid)
			}
		})
	}
}

func TestDescribeOrganisation(t *testing.T) {
	before := event.Organisation{ID: 3, Slug: "ale", Name: "Ale", Colour: "#123456", Logo: "x.svg", AddressLines: []string{"Old street"}}
	good := event.RawOrganisation{
		Name: " Ale  kommun ", Address: "Ledetvägen 6\r\n\r\n 449 80  Alafors ", Number: "212000-1439", Email: "info@ale.se",
		Phone: "0303-70 30 00", Website: "ale.se", Privacy: "Vi *behandlar*\r\ndina uppgifter.",
	}
	o, invalid := before.Describe(good)
	if invalid != nil {
		t.Fatal(invalid)
	}
	if o.ID != 3 || o.Slug != "ale" || o.Colour != "#123456" || o.Logo != "x.svg" {
		t.Errorf("what stands in other forms did not stay: %+v", o)
	}
	if o.Name != "Ale kommun" || !slices.Equal(o.AddressLines, []string{"Ledetvägen 6", "449 80 Alafors"}) || o.Website != "https://ale.se" {
		t.Errorf("%+v", o)
	}
	if before.DescriptionMark() == o.DescriptionMark() || before.LookMark() != o.LookMark() {
		t.Error("the marks do not tell what changed")
	}
	with := func(change func(*event.RawOrganisation)) event.RawOrganisation {
		raw := good
		change(&raw)
		return raw
	}
	tests := []struct {
		name string
		raw  event.RawOrganisation
		bad  string
	}{
		{"no name", with(func(r *event.RawOrganisation) { r.Name = "" }), "name"},
		{"address that is none", with(func(r *event.RawOrganisation) { r.Email = "ale.se" }), "email"},
		{"website that is a script", with(func(r *event.RawOrganisation) { r.Website = "javascript:alert(1)" }), "website"},
		{"website of another kind", with(func(r *event.RawOrganisation) { r.Website = "ftp://ale.se" }), "website"},
		{"website without a dot", with(func(r *event.RawOrganisation) { r.Website = "https://ale" }), "website"},
		{"seven lines", with(func(r *event.RawOrganisation) { r.Address = strings.Repeat("a\n", 7) }), "address"},
		{"a sign that turns text around", with(func(r *event.RawOrganisation) { r.Phone = "\u202e1" }), "phone"},
		{"too long a privacy text", with(func(r *event.RawOrganisation) { r.Privacy = strings.Repeat("å", 20_001) }), "privacy"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, invalid := before.Describe(tt.raw); len(invalid) != 1 || invalid[tt.bad] == "" {
				t.Errorf("complains of %v, want %s", invalid, tt.bad)
			}
		})
	}
	if empty, invalid := before.Describe(event.RawOrganisation{Name: "Ale"}); invalid != nil || empty.Email != "" || empty.AddressLines != nil {
		t.Errorf("all but the name can be left out: %+v, %v", empty, invalid)
	}
}
