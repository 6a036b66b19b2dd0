package event_test

import (
	"testing"

	"samling/internal/event"
)

func TestBrowser(t *testing.T) {
	const (
		webkit = "AppleWebKit/537.36 (KHTML, like Gecko) "
		apple  = "AppleWebKit/605.1.15 (KHTML, like Gecko) "
	)
	tests := []struct {
		agent, browser, system string
	}{
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + webkit + "Chrome/131.0.0.0 Safari/537.36", "Chrome", "Windows"},
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + webkit + "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge", "Windows"},
		{"Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox", "Linux"},
		{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) " + apple + "Version/18.1 Safari/605.1.15", "Safari", "Mac"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) " + apple + "Version/18.1 Mobile/15E148 Safari/604.1", "Safari", "iPhone"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) " + apple + "CriOS/131.0 Mobile/15E148 Safari/604.1", "Chrome", "iPhone"},
		{"Mozilla/5.0 (Linux; Android 14; SM-S918B) " + webkit + "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36", "Samsung Internet", "Android"},
		{"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " + webkit + "Chrome/131.0.0.0 Safari/537.36", "Chrome", "Chromebook"},
		{"curl/8.5.0", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		in := event.Signin{Agent: tt.agent}
		browser, system := in.Browser()
		if browser != tt.browser || system != tt.system {
			t.Errorf("%q is %q on %q, want %q on %q", tt.agent, browser, system, tt.browser, tt.system)
		}
		if in.IsHandheld() != (system == "iPhone" || system == "Android") {
			t.Errorf("%q is handheld: %t", tt.agent, in.IsHandheld())
		}
	}
}
