package site

import (
	"time"

	"samling/internal/event"
)

// jsonLD describes an event to search engines: schema.org/Event. The template
// writes it as a data block, escaped for that place.
type jsonLD struct {
	Context     string    `json:"@context"`
	Type        string    `json:"@type"`
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	URL         string    `json:"url"`
	StartDate   string    `json:"startDate"`
	EndDate     string    `json:"endDate,omitempty"`
	Mode        string    `json:"eventAttendanceMode"`
	Status      string    `json:"eventStatus"`
	Location    []ldThing `json:"location"`
	Organizer   ldThing   `json:"organizer"`
	Performer   []ldThing `json:"performer,omitempty"`
	Offers      *ldOffer  `json:"offers,omitempty"`
	Image       []string  `json:"image,omitempty"`
}

type ldThing struct {
	Type    string `json:"@type"`
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"`
	URL     string `json:"url,omitempty"`
}

type ldOffer struct {
	Type         string `json:"@type"`
	Price        int    `json:"price"`
	Currency     string `json:"priceCurrency"`
	URL          string `json:"url"`
	Availability string `json:"availability"`
	ValidThrough string `json:"validThrough"`
}

const schemaOrg = "https://schema.org/"

// newJSONLD describes an event. The meeting's own address is no part of it: the
// place of an online event is its page.
func newJSONLD(base, url string, e *event.Event, s event.State) jsonLD {
	d := jsonLD{
		Context: "https://schema.org", Type: "Event", Name: e.Title, Description: e.Lead, URL: url,
		StartDate: e.Start().Format(time.RFC3339), EndDate: e.End().Format(time.RFC3339),
		Mode: schemaOrg + "OfflineEventAttendanceMode", Status: schemaOrg + "EventScheduled",
		Organizer: ldThing{Type: "Organization", Name: e.Organisation.Name, URL: e.Organisation.Website},
	}
	if !e.HasTimes() {
		d.StartDate, d.EndDate = e.Start().Format(time.DateOnly), ""
	}
	switch e.Attendance {
	case event.Online:
		d.Mode = schemaOrg + "OnlineEventAttendanceMode"
	case event.Both:
		d.Mode = schemaOrg + "MixedEventAttendanceMode"
	}
	if s == event.CalledOff {
		d.Status = schemaOrg + "EventCancelled"
	}
	if e.IsOnSite() {
		d.Location = append(d.Location, ldThing{Type: "Place", Name: e.PlaceName, Address: e.PlaceAddress})
	}
	if e.IsOnline() {
		d.Location = append(d.Location, ldThing{Type: "VirtualLocation", URL: url})
	}
	for _, sp := range e.Speakers {
		d.Performer = append(d.Performer, ldThing{Type: "Person", Name: sp.Name})
	}
	if e.Image != "" {
		d.Image = []string{base + "/files/" + e.Image}
	}
	if e.Free && !e.InviteOnly { // what strangers cannot have is not offered to them
		d.Offers = &ldOffer{
			Type: "Offer", Currency: "SEK", URL: url, ValidThrough: e.LastMoment().Format(time.RFC3339),
			Availability: schemaOrg + availability(s),
		}
	}
	return d
}

func availability(s event.State) string {
	switch s {
	case event.Open:
		return "InStock"
	case event.Few:
		return "LimitedAvailability"
	}
	return "SoldOut"
}
