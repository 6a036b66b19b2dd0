package main

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samling/internal/event"
	"samling/internal/store"
	"samling/internal/store/storetest"
)

// sampleFile is an event that begins in a week, as a file. Values of edit
// replace those of the file; nil takes one away.
func sampleFile(t *testing.T, edit map[string]any) string {
	t.Helper()
	file, err := samples[0].today(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(b.Bytes(), &fields); err != nil {
		t.Fatal(err)
	}
	for key, value := range edit {
		fields[key] = value
		if value == nil {
			delete(fields, key)
		}
	}
	content, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// eventFolder is a folder with an event file and a picture beside it.
func eventFolder(t *testing.T, edit map[string]any) (file string) {
	t.Helper()
	file = write(t, "event.json", sampleFile(t, edit))
	putPicture(t, file, 200)
	return file
}

// putPicture makes a picture beside an event file, twice as wide as high.
func putPicture(t *testing.T, file string, width int) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, width, width/2))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(file), "snow.png"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func withImage(file string) map[string]any {
	return map[string]any{"image": map[string]any{"file": file, "alt": "Ett barn i ett snölandskap"}}
}

func TestImportAndExport(t *testing.T) {
	setenv(t)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		flags := place(t, o)
		works(t, with(flags, "migrate")...)
		file := eventFolder(t, withImage("snow.png"))
		address := "http://127.0.0.1:8080/e/goda-uppvaxtvillkor (published)\n"
		if out := works(t, with(flags, "event", "import", file)...); out != "created "+address {
			t.Errorf("first import prints %q", out)
		}
		if out := works(t, with(flags, "event", "import", file)...); out != "updated "+address {
			t.Errorf("second import prints %q", out)
		}
		exported := works(t, with(flags, "event", "export", "goda-uppvaxtvillkor")...)
		name := regexp.MustCompile(`"[0-9a-f]{32}\.png"`).FindString(exported)
		if name == "" {
			t.Errorf("the picture has no name of its own:\n%s", exported)
		}
		if _, err := os.Stat(filepath.Join(flags[1], "files", strings.Trim(name, `"`))); err != nil {
			t.Error(err)
		}
		// What was exported can be read again, although the picture lies elsewhere.
		again := write(t, "again.json", exported)
		works(t, with(flags, "event", "import", again)...)
		if diff := cmp.Diff(exported, works(t, with(flags, "event", "export", "goda-uppvaxtvillkor")...)); diff != "" {
			t.Errorf("export changed by an import of itself (-before +after):\n%s", diff)
		}
	})
}

func TestPictureIsShown(t *testing.T) {
	setenv(t)
	flags := place(t, store.Options{})
	s := starts(t, with(flags, "serve")...)
	file := eventFolder(t, withImage("snow.png"))
	putPicture(t, file, imageWidth+100)
	works(t, with(flags, "event", "import", file)...)
	status, page := fetch(t, s.base+"/e/goda-uppvaxtvillkor")
	src := regexp.MustCompile(`/files/[0-9a-f]{32}\.png`).FindString(page)
	if status != http.StatusOK || src == "" {
		t.Fatalf("page answers %d and shows picture %q", status, src)
	}
	status, content := fetch(t, s.base+src)
	config, err := png.DecodeConfig(strings.NewReader(content))
	if status != http.StatusOK || err != nil || config.Width != imageWidth || config.Height != imageWidth/2 {
		t.Errorf("picture answers %d, %d × %d, %v", status, config.Width, config.Height, err)
	}
	for _, want := range []string{`width="1600"`, `height="800"`, "Ett barn i ett snölandskap"} {
		if !strings.Contains(page, want) {
			t.Errorf("page has no %s", want)
		}
	}
}

func TestImportFromStandardInput(t *testing.T) {
	setenv(t)
	flags := place(t, store.Options{})
	works(t, with(flags, "migrate")...)
	r := samlingWith(t, sampleFile(t, map[string]any{"status": "draft"}), with(flags, "event", "import", "-", "--base-url", "https://events.example.org", "--language", "en")...)
	if r.code != exitDone || r.out != "created https://events.example.org/sv/e/goda-uppvaxtvillkor (draft)\n" {
		t.Errorf("ended with %d:\n%s%s", r.code, r.out, r.err)
	}
}

func TestImportTellsEverythingAndChangesNothing(t *testing.T) {
	setenv(t)
	flags := place(t, store.Options{})
	works(t, with(flags, "migrate")...)
	works(t, with(flags, "event", "import", eventFolder(t, nil))...)
	before := works(t, with(flags, "event", "export", "goda-uppvaxtvillkor")...)

	speaker := func(photo string) map[string]any { return map[string]any{"name": "Åsa Öberg", "photo": photo} }
	file := eventFolder(t, map[string]any{
		"title": "", "image": map[string]any{"file": "snow.jpg", "alt": "Snö"},
		"program": []any{
			map[string]any{"title": "Ett", "speakers": []any{speaker("snow.png"), map[string]any{"name": ""}}},
			map[string]any{"title": "Två", "items": []any{
				map[string]any{"title": "Tre", "speakers": []any{speaker("../snow.png"), speaker("/etc/passwd"), speaker("event.json"), speaker("."), speaker("snow.png/x")}},
			}},
		},
	})
	r := samling(t, with(flags, "event", "import", file)...)
	notThere := "not a directory"
	if runtime.GOOS == "windows" {
		notThere = "there is no such file beside the event file"
	}
	want := []string{
		"title: missing",
		"program[0].speakers[1].name: missing",
		"image.file: there is no such file beside the event file",
		"program[1].items[0].speakers[0].photo: must lie beside the event file, or in a folder there",
		"program[1].items[0].speakers[1].photo: must lie beside the event file, or in a folder there",
		"program[1].items[0].speakers[2].photo: must be a JPEG, PNG or WebP picture",
		"program[1].items[0].speakers[3].photo: there is no such file beside the event file",
		"program[1].items[0].speakers[4].photo: " + notThere,
	}
	if diff := cmp.Diff(want, strings.Split(strings.TrimSpace(r.err), "\n")); r.code != exitFailed || r.out != "" || diff != "" {
		t.Errorf("ended with %d, printed %q (-want +got):\n%s", r.code, r.out, diff)
	}
	if after := works(t, with(flags, "event", "export", "goda-uppvaxtvillkor")...); after != before {
		t.Errorf("the event changed (-before +after):\n%s", cmp.Diff(before, after))
	}
	if kept, err := os.ReadDir(filepath.Join(flags[1], "files")); err != nil || len(kept) > 0 {
		t.Errorf("kept pictures: %v, %v", kept, err)
	}
}

func TestImportOfWhatIsNoEvent(t *testing.T) {
	setenv(t)
	flags := place(t, store.Options{})
	works(t, with(flags, "migrate")...)
	for _, content := range []string{"", "[]", `{"titel": "x"}`, `{"title": 7}`, sampleFile(t, nil) + "{}"} {
		r := samling(t, with(flags, "event", "import", write(t, "event.json", content))...)
		if r.code != exitFailed || r.out != "" || strings.HasPrefix(r.err, "samling:") || strings.Count(r.err, "\n") != 1 {
			t.Errorf("%.20q ended with %d:\n%s%s", content, r.code, r.out, r.err)
		}
	}
	fails(t, exitWrong, "open /nowhere.json: no such file or directory; samling --help tells what there is", with(flags, "event", "import", "/nowhere.json")...)
}

func TestNoDatabase(t *testing.T) {
	setenv(t)
	data := t.TempDir()
	sentence := "--data (SAMLING_DATA): there is no database in " + data + "; samling serve or samling migrate makes one"
	for _, command := range [][]string{
		{"event", "list"}, {"event", "export", "x"}, {"event", "import", write(t, "event.json", sampleFile(t, nil))},
		{"event", "late-link", "x", "--note", "n", "--secret", strings.Repeat("x", 32)}, {"mail", "pending"}, {"migrate", "--status"},
		{"participants", "export", "x", "--out", "x.csv"}, {"participants", "promote", "x", "X"},
	} {
		fails(t, exitWrong, sentence, append(command, "--data", data)...)
	}
	if entries, err := os.ReadDir(data); err != nil || len(entries) > 0 {
		t.Errorf("made %v, %v", entries, err)
	}
}

func TestNoSuchEvent(t *testing.T) {
	setenv(t)
	flags := place(t, store.Options{})
	works(t, with(flags, "migrate")...)
	const sentence = `there is no event "nothing"; samling event list tells which there are`
	fails(t, exitFailed, sentence, with(flags, "event", "export", "nothing")...)
	fails(t, exitFailed, sentence, with(flags, "event", "late-link", "nothing", "--note", "n", "--secret", strings.Repeat("x", 32))...)
	fails(t, exitFailed, sentence, with(flags, "participants", "export", "nothing", "--out", filepath.Join(t.TempDir(), "x.csv"))...)
	fails(t, exitFailed, `there is no registration UPP-4T8N2K for an event "nothing"`, with(flags, "participants", "promote", "nothing", "upp-4t8n2k")...)
}

func TestList(t *testing.T) {
	setenv(t)
	flags := place(t, store.Options{})
	works(t, with(flags, "migrate")...)
	file := sampleFile(t, map[string]any{
		"starts": nil, "ends": nil, "date": "2030-03-25", "time_text": "förmiddag", "status": "draft", "program": nil,
		"registration": map[string]any{"last_day": "2030-03-18"},
	})
	works(t, with(flags, "event", "import", write(t, "event.json", file))...)
	want := "EVENT                STARTS                STATE  PLACES  WAITING  TITLE\n" +
		"goda-uppvaxtvillkor  2030-03-25 förmiddag  draft  0       0        Vill du vara med och skapa goda uppväxtvillkor?\n"
	if diff := cmp.Diff(want, works(t, with(flags, "event", "list")...)); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
}

func TestLateLink(t *testing.T) {
	setenv(t)
	storetest.EachDatabase(t, func(t *testing.T, o store.Options) {
		flags := place(t, o)
		works(t, with(flags, "migrate")...)
		yesterday := time.Now().AddDate(0, 0, -1).Format(time.DateOnly)
		file := sampleFile(t, map[string]any{"registration": map[string]any{"last_day": yesterday}})
		works(t, with(flags, "event", "import", write(t, "event.json", file))...)
		late := func(extra ...string) []string {
			return append(with(flags, "event", "late-link", "goda-uppvaxtvillkor", "--note", "Ringde i går"), extra...)
		}
		fails(t, exitWrong, "--secret (SAMLING_SECRET): is needed, because there is no key in "+flags[1], late()...)

		s := starts(t, with(flags, "serve")...)
		fails(t, exitWrong, "--expires (SAMLING_EXPIRES): must look like 2024-02-02T12:00", late("--expires", "imorgon")...)
		fails(t, exitWrong, "--expires (SAMLING_EXPIRES): 2024-02-02T12:00 has passed", late("--expires", "2024-02-02T12:00")...)
		r := samling(t, late()...)
		link := strings.TrimSpace(r.out)
		if r.code != exitDone || !strings.HasPrefix(link, s.base+"/e/goda-uppvaxtvillkor/late/") {
			t.Fatalf("ended with %d:\n%s%s", r.code, r.out, r.err)
		}
		if !strings.Contains(r.err, "late link made") || strings.Contains(r.err, "Ringde") {
			t.Errorf("log says\n%s", r.err)
		}
		if status, body := fetch(t, link); status != http.StatusOK || !strings.Contains(body, `name="email"`) {
			t.Errorf("the link answers %d", status)
		}
		if status, _ := fetch(t, link[:len(link)-1]); status != http.StatusNotFound {
			t.Errorf("a shortened link answers %d", status)
		}
		works(t, with(flags, "event", "import", write(t, "event.json", strings.Replace(file, `"published"`, `"cancelled"`, 1)))...)
		fails(t, exitFailed, "nobody can register for goda-uppvaxtvillkor any more: it is a draft, cancelled, or over", late()...)
	})
}

func TestLateLinkExpires(t *testing.T) {
	stockholm := func(clock string) time.Time {
		loc, err := time.LoadLocation("Europe/Stockholm")
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.ParseInLocation("2006-01-02T15:04", clock, loc)
		if err != nil {
			t.Fatal(err)
		}
		return at.UTC()
	}
	ev := &event.Event{Zone: "Europe/Stockholm", StartsAt: stockholm("2024-02-06T09:00"), EndsAt: stockholm("2024-02-06T12:00")}
	tests := []struct{ name, flag, now, want string }{
		{"until the event begins", "", "2024-02-02T10:00", "2024-02-06T09:00"},
		{"until it ends, once it has begun", "", "2024-02-06T09:00", "2024-02-06T12:00"},
		{"as the flag says, on the event's clock", "2024-02-02T12:00", "2024-02-02T10:00", "2024-02-02T12:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := (&eventLateLinkCommand{Expires: tt.flag}).expires(ev, stockholm(tt.now))
			if err != nil || !got.Equal(stockholm(tt.want)) {
				t.Errorf("expires %s, %v", got, err)
			}
		})
	}
}
