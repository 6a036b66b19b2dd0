package event

// Way is what goes for those who come in one way: on site or online.
type Way struct {
	Capacity int    `json:"capacity,omitempty"` // 0 means no limit of its own
	Text     string `json:"text,omitempty"`     // beside the choice in the form
	Welcome  string `json:"welcome,omitempty"`  // in the confirmation, in place of Texts.Welcome
}

// Way is what goes for those who come like that.
func (e *Event) Way(a Attendance) Way {
	switch a {
	case OnSite:
		return e.OnSiteWay
	case Online:
		return e.OnlineWay
	}
	return Way{}
}
