package console

import (
	"errors"
	"strconv"

	"samling/internal/event"
)

// picturesPage is the event's picture and the photos of its speakers.
type picturesPage struct {
	Page
	Form       pictureForm
	Complaints []slip
	People     []speakerView
	By         string // who changed the picture meanwhile
}

// pictureForm is the picture as typed. File is one that is kept already: the
// event's own, or one that was sent along with words that had to be mended.
type pictureForm struct {
	Version int
	Picture event.Picture
	Unsaved bool // the picture is kept, but not on the event's page yet
}

// Complaint is what is wrong with a field.
func (p picturesPage) Complaint(field string) string { return slipAbout(p.Complaints, field) }

// pictures answers GET /pictures.
func (s *server) pictures(v *visit) error {
	page, err := s.picturesPage(v, pictureForm{Version: v.Event.Version, Picture: v.Event.Picture()})
	if err != nil {
		return err
	}
	return s.render(v, "pictures", page)
}

func (s *server) picturesPage(v *visit, form pictureForm) (picturesPage, error) {
	base, err := s.eventPage(v, "pictures.title", "pictures")
	page := picturesPage{Page: base, Form: form}
	page.People = speakerViews(base, v.Event)
	return page, err
}

// savePicture answers POST /pictures/upload. A file that will do is kept whatever
// else is wrong, so nobody has to choose it again.
func (s *server) savePicture(v *visit) error {
	form := pictureForm{Picture: event.Picture{File: v.FormValue("image"), Alt: v.FormValue("alt"), Credit: v.FormValue("credit")}}
	form.Version, _ = strconv.Atoi(v.FormValue("version"))
	name, wrong, err := s.receive(v, "file", imageWidth)
	if err != nil {
		return err
	}
	if name != "" {
		form.Picture.File = name
	}
	mine, invalid := event.NewPicture(form.Picture)
	if wrong == "" {
		mine.Width, mine.Height, err = s.measure(mine.File)
	}
	switch {
	case errors.Is(err, event.ErrNotFound):
		wrong, form.Picture.File = "pictures.choose", ""
	case err != nil:
		return err
	}
	if wrong != "" || len(invalid) > 0 {
		return s.pictureInvalid(v, form, wrong, invalid)
	}
	return s.putPicture(v, form, mine, "picture_saved")
}

// removePicture answers POST /pictures/remove.
func (s *server) removePicture(v *visit) error {
	form := pictureForm{}
	form.Version, _ = strconv.Atoi(v.FormValue("version"))
	return s.putPicture(v, form, event.Picture{}, "picture_removed")
}

// putPicture saves the picture, unless somebody else has changed it meanwhile.
func (s *server) putPicture(v *visit, form pictureForm, mine event.Picture, done string) error {
	verdict, err := s.amend(v, form.Version, "picture.changed", func(base, now *event.Event) event.Verdict {
		was := event.Picture{File: "?"} // nobody's
		if base != nil {
			was = base.Picture()
			// An event file says nothing of sizes.
			if was.File == now.Image {
				was.Width, was.Height = now.ImageWidth, now.ImageHeight
			}
		}
		theirs := now.Picture()
		now.SetPicture(mine)
		return event.Settle(was, mine, theirs)
	})
	if err != nil {
		return err
	}
	if verdict != event.Conflict {
		return v.done(v.eventPath("/pictures"), done)
	}
	form.Version, form.Picture = v.Event.Version, mine
	page, err := s.picturesPage(v, form)
	if err != nil {
		return err
	}
	page.Form.Unsaved = mine.File != v.Event.Image
	if page.By, err = s.latest(v); err != nil {
		return err
	}
	return s.renderInvalid(v, "pictures", page)
}

// pictureInvalid shows what has to be mended, with the picture that came along.
func (s *server) pictureInvalid(v *visit, form pictureForm, wrong string, invalid event.Invalid) error {
	page, err := s.picturesPage(v, form)
	if err != nil {
		return err
	}
	page.Form.Unsaved = form.Picture.File != "" && form.Picture.File != v.Event.Image
	if wrong != "" {
		page.Complaints = append(page.Complaints, slip{"file", page.T(wrong)})
	}
	for _, field := range []string{"alt", "credit"} {
		if key, ok := invalid[field]; ok {
			page.Complaints = append(page.Complaints, slip{field, page.T(string(key))})
		}
	}
	return s.renderInvalid(v, "pictures", page)
}
