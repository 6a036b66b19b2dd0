package store_test

import "testing"

func TestBaseURL(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		beside := h.another(t)
		for i, want := range []string{"", "https://a.example", "https://b.example", "https://b.example"} {
			if i > 0 {
				if err := h.SaveBaseURL(t.Context(), want); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := beside.BaseURL(t.Context()); err != nil || got != want {
				t.Errorf("base URL %q, %v; want %q", got, err, want)
			}
		}
	})
}

func TestHostOfMessageIDs(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.SetHost("b.example")
		ev := h.save(t, seminar("gophers", 0), noon)
		h.fill(t, ev, 1, noon)
		if n := h.count(t, "SELECT count(*) FROM messages WHERE message_id LIKE '%%@b.example'"); n != 1 {
			t.Error("the Message-ID ends otherwise")
		}
	})
}
