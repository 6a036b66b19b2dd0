package console_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"samling/internal/event"
)

// photo is a small JPEG picture with what a camera writes into it.
func photo(t testing.TB, shade uint8) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 64, 40))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	img.Set(0, 0, color.White)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	place := "Exif\x00\x00GPS 59.3293"
	head := []byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(place) + 2)}
	return append(append(head, place...), b.Bytes()[2:]...)
}

func (d *desk) event(ev *event.Event) *event.Event {
	d.t.Helper()
	now, err := d.store.EventOf(d.t.Context(), ev.OrganisationID, ev.Slug)
	if err != nil {
		d.t.Fatal(err)
	}
	return now
}

// kept reads a file of the folder.
func (d *desk) kept(name string) []byte {
	d.t.Helper()
	file, err := d.files.Open(name)
	if err != nil {
		d.t.Fatal(err)
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		d.t.Fatal(err)
	}
	return content
}

func versionOf(ev *event.Event) url.Values { return url.Values{"version": {strconv.Itoa(ev.Version)}} }

// A picture without words is kept and shown, and on the event's page only when
// the words are there.
func TestPictureIsKeptUntilItHasWords(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("tidiga-insatser")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/pictures"
		b.get(path).ok(t, "Evenemangets bild", "Saknar foto")
		form := versionOf(ev)
		form.Set("credit", "Foto: Anna Berg")
		a := b.upload(path+"/upload", form, "file", "IMG_1.exe", photo(t, 40))
		a.is(t, 422, "Skriv vad bilden visar", "visas inte på sidan än")
		if now := d.event(ev); now.Image != "" {
			t.Fatal("attached without words")
		}
		b.get("/en/console"+path+"/upload").leads(t, "/en/console"+path)
		form = a.formOf(t, "picture")
		form.Del("file")
		form.Set("alt", "Två personer vid ett bord")
		b.post(path+"/upload", form).leads(t, "/console"+path+"?done=picture_saved")
		now := d.event(ev)
		if now.ImageAlt != "Två personer vid ett bord" || now.ImageCredit != "Foto: Anna Berg" || now.ImageWidth != 64 || now.ImageHeight != 40 {
			t.Errorf("%q %q %d × %d", now.ImageAlt, now.ImageCredit, now.ImageWidth, now.ImageHeight)
		}
		if bytes.Contains(d.kept(now.Image), []byte("GPS")) {
			t.Error("the place is still in the file")
		}
		b.post(path+"/remove", versionOf(now)).leads(t, "/console"+path)
		if gone := d.event(ev); gone.Image+gone.ImageAlt != "" || len(d.kept(now.Image)) == 0 {
			t.Errorf("still %q, or the file is gone", gone.Image)
		}
		if got := strings.Join(d.verbs(ev), " "); !strings.HasPrefix(got, "picture.changed picture.changed") {
			t.Errorf("audit %s", got)
		}
	})
}

func TestPicturesThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("tidiga-insatser")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/pictures/upload"
		whole := photo(t, 40)
		for _, tt := range []struct {
			name, file, says, en string
			content              []byte
		}{
			{"no file", "", "Välj en bild", "Choose a picture", nil},
			{"text that calls itself a picture", "a.jpg", "inte en JPEG-, PNG- eller WebP-bild", "not a JPEG, PNG or WebP", []byte("hello")},
			{"a GIF", "a.png", "inte en JPEG-, PNG- eller WebP-bild", "not a JPEG, PNG or WebP", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")},
			{"cut off", "a.jpg", "skadad eller avklippt", "damaged or cut off", whole[:len(whole)/2]},
			{"too heavy", "a.jpg", "större än 10 MB", "larger than 10 MB", append(whole, make([]byte, 10<<20)...)},
		} {
			form := versionOf(ev)
			form.Set("alt", "Det jag skrev")
			a := b.upload(path, form, "file", tt.file, tt.content)
			a.is(t, 422, tt.says)
			if a.formOf(t, "picture").Get("alt") != "Det jag skrev" {
				t.Errorf("%s: what was typed is gone", tt.name)
			}
			b.upload("/en/console"+path, form, "file", tt.file, tt.content).is(t, 422, tt.en)
		}
		form := versionOf(ev)
		form.Set("alt", "x")
		form.Set("image", "../samling.db")
		b.post(path, form).is(t, 422, "Välj en bild")
		if d.event(ev).Image != "" {
			t.Error("attached all the same")
		}
	})
}

// Two pictures at once: who comes second sees the other's.
func TestTwoPeopleChangeThePicture(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("tidiga-insatser")
		b := d.member(ev.OrganisationID, event.Organiser)
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/pictures"
		form := versionOf(ev)
		form.Set("alt", "Den första")
		b.upload(path+"/upload", form, "file", "a.jpg", photo(t, 40)).leads(t, "/console"+path)
		form.Set("alt", "Den andra")
		a := b.upload(path+"/upload", form, "file", "b.jpg", photo(t, 80))
		a.is(t, 422, "har bytt bilden medan du skrev", "Den första", "Spara min bild i stället")
		if d.event(ev).ImageAlt != "Den första" {
			t.Error("overwritten")
		}
		form = a.formOf(t, "picture")
		form.Del("file")
		b.post(path+"/upload", form).leads(t, "/console"+path)
		if d.event(ev).ImageAlt != "Den andra" {
			t.Error("not saved the second time")
		}
	})
}

// The page of an event whose programme changed meanwhile: the picture is put on
// the new version without a word.
func TestPictureOverAnotherChange(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ev := d.save("tidiga-insatser")
		b := d.member(ev.OrganisationID, event.Organiser)
		now := d.event(ev)
		now.Lead = "Ny ingress"
		if err := d.store.ChangeEvent(t.Context(), event.Actor{Who: "Bo", OrganisationID: ev.OrganisationID}, now, "event.changed", d.clock()); err != nil {
			t.Fatal(err)
		}
		path := "/o/" + ev.Organisation.Slug + "/e/" + ev.Slug + "/pictures"
		form := versionOf(ev)
		form.Set("alt", "x")
		b.upload(path+"/upload", form, "file", "a.jpg", photo(t, 40)).leads(t, "/console"+path)
		if now = d.event(ev); now.Lead != "Ny ingress" || now.Image == "" {
			t.Errorf("%q, %q", now.Lead, now.Image)
		}
	})
}
