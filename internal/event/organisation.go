package event

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strings"
)

// RawOrganisation is what a form brought, as typed.
type RawOrganisation struct {
	Slug, Name, Address, Number, Email, Phone, Website, Privacy string
}

// How much an organisation may say about itself.
const (
	MaxSlug         = 60
	MaxAddressLines = 6
	MaxPrivacy      = 20_000
)

// What can be wrong with an organisation.
const (
	MsgOrganisationName Key = "invalid.organisation_name"
	MsgSlugMissing      Key = "invalid.slug_missing"
	MsgSlugShape        Key = "invalid.slug_shape"
	MsgSlugKnown        Key = "invalid.slug_known"
	MsgAddressLines     Key = "invalid.address_lines"
	MsgWebsite          Key = "invalid.website"
)

// NewOrganisation checks what was typed about a new organisation: its name, and
// the short name in addresses, which stays for good.
func NewOrganisation(raw RawOrganisation) (Organisation, Invalid) {
	invalid := Invalid{}
	o := Organisation{Name: invalid.organisationName(raw.Name), Slug: strings.ToLower(strings.TrimSpace(raw.Slug))}
	switch {
	case o.Slug == "":
		invalid["slug"] = MsgSlugMissing
	case !slugShape.MatchString(o.Slug), len(o.Slug) > MaxSlug, o.Slug == "new":
		invalid["slug"] = MsgSlugShape
	}
	if len(invalid) > 0 {
		return Organisation{}, invalid
	}
	return o, nil
}

// Describe is the organisation as somebody wants to describe it. What stands in
// other forms stays.
func (o Organisation) Describe(raw RawOrganisation) (Organisation, Invalid) {
	invalid := Invalid{}
	o.Name = invalid.organisationName(raw.Name)
	o.Number = invalid.line("number", raw.Number, MaxShort)
	o.Phone = invalid.line("phone", raw.Phone, MaxShort)
	o.PrivacyText = invalid.text("privacy", raw.Privacy, MaxPrivacy)
	o.Website = invalid.website("website", raw.Website)
	if o.Email = ""; strings.TrimSpace(raw.Email) != "" {
		o.Email = invalid.email("email", raw.Email)
	}
	o.AddressLines = nil
	for line := range strings.Lines(invalid.text("address", raw.Address, MaxComment)) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			o.AddressLines = append(o.AddressLines, line)
		}
	}
	if len(o.AddressLines) > MaxAddressLines {
		invalid["address"] = MsgAddressLines
	}
	if len(invalid) > 0 {
		return Organisation{}, invalid
	}
	return o, nil
}

func (v Invalid) organisationName(raw string) string {
	name := v.line("name", raw, MaxName)
	if !strings.ContainsFunc(name, visible) && v["name"] == "" {
		v["name"] = MsgOrganisationName
	}
	return name
}

// website completes an address that was typed as people say it.
func (v Invalid) website(field, raw string) string {
	address := v.line(field, raw, MaxShort)
	if address == "" {
		return ""
	}
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if v[field] == "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(u.Host, ".") || strings.Contains(address, " ")) {
		v[field] = MsgWebsite
	}
	return address
}

// DescriptionMark stands for what Describe changes, as it is now. Whoever saves
// says which one they started from.
func (o Organisation) DescriptionMark() string {
	return mark(o.Name, o.AddressLines, o.Number, o.Email, o.Phone, o.Website, o.PrivacyText)
}

// LookMark stands for colour and logos, as they are now.
func (o Organisation) LookMark() string { return mark(o.Colour, o.Logo, o.LogoDark) }

func mark(values ...any) string {
	text, err := json.Marshal(values)
	if err != nil {
		panic(err) // texts cannot fail
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}
