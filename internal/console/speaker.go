package console

import (
	"cmp"
	"slices"
	"strconv"

	"samling/internal/event"
	"samling/internal/store"
)

// speakerPage is the form about one speaker.
type speakerPage struct {
	Page
	Form       speakerForm
	Known      []string // people of other events, to choose from
	Complaints []slip
	Filled     bool           // with what is known from another event
	By         string         // who changed the speaker meanwhile
	Theirs     *event.Speaker // and to what; nil if the speaker was removed
}

// speakerForm is a speaker as typed. Number is their place in the list, 0 for
// somebody new.
type speakerForm struct {
	Version int
	Number  int
	Speaker event.Speaker
}

// Complaint is what is wrong with a field.
func (p speakerPage) Complaint(field string) string { return slipAbout(p.Complaints, field) }

// Initials stand where there is no photo.
func (p speakerPage) Initials() string { return initialsOf(p.Form.Speaker.Name) }

// Target is where the form goes.
func (p speakerPage) Target() string {
	if p.Form.Number == 0 {
		return p.EventURL("/speakers/new/upload")
	}
	return p.EventURL("/speakers/" + strconv.Itoa(p.Form.Number) + "/upload")
}

// newSpeaker answers GET /speakers/new.
func (s *server) newSpeaker(v *visit) error {
	page, err := s.speakerPage(v, speakerForm{Version: v.Event.Version})
	if err != nil {
		return err
	}
	return s.render(v, "speaker", page)
}

// speaker answers GET /speakers/:speaker.
func (s *server) speaker(v *visit) error {
	at, err := speakerNumber(v, v.Event)
	if err != nil {
		return err
	}
	page, err := s.speakerPage(v, speakerForm{v.Event.Version, at + 1, v.Event.Speakers[at]})
	if err != nil {
		return err
	}
	return s.render(v, "speaker", page)
}

// speakerNumber reads the place in the list from the address.
func speakerNumber(v *visit, ev *event.Event) (int, error) {
	n, err := strconv.Atoi(v.Param("speaker"))
	if err != nil || n < 1 || n > len(ev.Speakers) {
		return 0, event.ErrNotFound
	}
	return n - 1, nil
}

func (s *server) speakerPage(v *visit, form speakerForm) (speakerPage, error) {
	title := "speakers.edit"
	if form.Number == 0 {
		title = "speakers.new"
	}
	base, err := s.eventPage(v, title, "program")
	if err != nil {
		return speakerPage{}, err
	}
	page := speakerPage{Page: base, Form: form}
	known, err := s.knownSpeakers(v)
	for _, k := range known {
		if k.Slug != v.Event.Slug {
			page.Known = append(page.Known, speakerLabel(k.Speaker))
		}
	}
	slices.Sort(page.Known)
	page.Known = slices.Compact(page.Known)
	return page, err
}

// readSpeaker reads the form, and keeps the photo that came along.
func (s *server) readSpeaker(v *visit) (form speakerForm, wrong string, err error) {
	form.Version, _ = strconv.Atoi(v.FormValue("version"))
	form.Number, _ = strconv.Atoi(v.Param("speaker"))
	form.Speaker = event.Speaker{
		Name: v.FormValue("name"), Title: v.FormValue("title"), Organisation: v.FormValue("organisation"), Text: v.FormValue("text"),
	}
	if v.FormValue("no_photo") == "" {
		form.Speaker.Photo = v.FormValue("photo")
	}
	name, wrong, err := s.receive(v, "file", photoWidth)
	form.Speaker.Photo = cmp.Or(name, form.Speaker.Photo)
	if form.Speaker.Photo != "" && err == nil {
		if _, _, missing := s.measure(form.Speaker.Photo); missing != nil {
			form.Speaker.Photo = ""
		}
	}
	return form, wrong, err
}

// saveSpeaker answers POST /speakers/:speaker/upload and /speakers/new/upload.
func (s *server) saveSpeaker(v *visit) error {
	form, wrong, err := s.readSpeaker(v)
	if err != nil {
		return err
	}
	if v.FormValue("do") == "fill" {
		return s.fillSpeaker(v, form)
	}
	mine, invalid := event.NewSpeaker(form.Speaker)
	if wrong != "" || len(invalid) > 0 {
		return s.speakerInvalid(v, form, wrong, invalid)
	}
	verdict, err := s.amend(v, form.Version, "speaker.changed", func(base, now *event.Event) event.Verdict {
		return settleSpeaker(base, now, form.Number-1, mine, &invalid)
	})
	switch {
	case err != nil:
		return err
	case len(invalid) > 0:
		return s.speakerInvalid(v, form, "", invalid)
	case verdict == event.Conflict:
		return s.speakerDiffers(v, form)
	}
	return v.done(v.eventPath("/speakers"), "speaker_saved")
}

// settleSpeaker decides what becomes of a change to the person who stood in a
// place of the list, -1 for somebody new, and makes it if it is to be saved.
func settleSpeaker(base, now *event.Event, at int, mine event.Speaker, invalid *event.Invalid) event.Verdict {
	if at < 0 {
		*invalid = now.PutSpeaker(-1, mine)
		return event.Apply
	}
	if base == nil || at >= len(base.Speakers) {
		return event.Conflict
	}
	was := base.Speakers[at]
	there := now.FindSpeaker(was)
	if there < 0 {
		return event.Conflict
	}
	verdict := event.Settle(was.Bare(), mine.Bare(), now.Speakers[there].Bare())
	if verdict == event.Apply {
		*invalid = now.PutSpeaker(there, mine)
	}
	if len(*invalid) > 0 {
		return event.Same
	}
	return verdict
}

// fillSpeaker fills the form with what is known from another event about whom the
// name says.
func (s *server) fillSpeaker(v *visit, form speakerForm) error {
	known, err := s.knownSpeakers(v)
	if err != nil {
		return err
	}
	known = slices.DeleteFunc(known, func(k store.KnownSpeaker) bool { return k.Slug == v.Event.Slug })
	found := knownOr(form.Speaker.Name, known)
	sp := &form.Speaker
	sp.Name, sp.Title = found.Name, cmp.Or(found.Title, sp.Title)
	sp.Organisation, sp.Text = cmp.Or(found.Organisation, sp.Organisation), cmp.Or(sp.Text, found.Text)
	sp.Photo = cmp.Or(sp.Photo, found.Photo)
	page, err := s.speakerPage(v, form)
	if err != nil {
		return err
	}
	page.Filled = true
	return s.render(v, "speaker", page)
}

// speakerInvalid shows what has to be mended.
func (s *server) speakerInvalid(v *visit, form speakerForm, wrong string, invalid event.Invalid) error {
	page, err := s.speakerPage(v, form)
	if err != nil {
		return err
	}
	for _, field := range []string{"name", "title", "organisation", "text"} {
		if key, ok := invalid[field]; ok {
			page.Complaints = append(page.Complaints, slip{field, page.T(string(key))})
		}
	}
	if wrong != "" {
		page.Complaints = append(page.Complaints, slip{"file", page.T(wrong)})
	}
	return s.renderInvalid(v, "speaker", page)
}

// speakerDiffers shows what somebody else has made of the speaker beside what
// was typed, which can then be saved over it. Whoever is no longer on the list
// is somebody new.
func (s *server) speakerDiffers(v *visit, form speakerForm) error {
	base, err := s.asOf(v, form.Version)
	if err != nil {
		return err
	}
	at := -1
	if base != nil && form.Number >= 1 && form.Number <= len(base.Speakers) {
		at = v.Event.FindSpeaker(base.Speakers[form.Number-1])
	}
	form.Version, form.Number = v.Event.Version, at+1
	page, err := s.speakerPage(v, form)
	if err != nil {
		return err
	}
	if at >= 0 {
		page.Theirs = &v.Event.Speakers[at]
	}
	if page.By, err = s.latest(v); err != nil {
		return err
	}
	return s.renderInvalid(v, "speaker", page)
}

// removeSpeaker answers POST /speakers/:speaker/remove.
func (s *server) removeSpeaker(v *visit) error {
	version, _ := strconv.Atoi(v.FormValue("version"))
	at, _ := strconv.Atoi(v.Param("speaker"))
	verdict, err := s.amend(v, version, "speaker.removed", func(base, now *event.Event) event.Verdict {
		if base == nil || at < 1 || at > len(base.Speakers) {
			return event.Conflict
		}
		there := now.FindSpeaker(base.Speakers[at-1])
		if there < 0 {
			return event.Same
		}
		now.RemoveSpeaker(there)
		return event.Apply
	})
	if err != nil {
		return err
	}
	if verdict == event.Conflict {
		return v.done(v.eventPath("/speakers"), "speaker_stale")
	}
	return v.done(v.eventPath("/speakers"), "speaker_removed")
}
