package console

import "testing"

func TestLocalNext(t *testing.T) {
	tests := []struct {
		name, raw, want string
	}{
		{"a page of the console", "/console/o/ale", "/console/o/ale"},
		{"with a question", "/console/o/ale/e/x/participants?q=%C3%B6&page=2", "/console/o/ale/e/x/participants?q=%C3%B6&page=2"},
		{"in another language", "/en/console/account", "/console/account"},
		{"letters beyond ASCII", "/console/o/%C3%A5", "/console/o/%C3%A5"},
		{"nothing", "", ""},
		{"the beginning of the console", "/console", ""},
		{"the public site", "/e/x", ""},
		{"another site", "https://evil.example/console/x", ""},
		{"another site by two slashes", "//evil.example/console/x", ""},
		{"by three slashes", "///evil.example/console/x", ""},
		{"by two slashes behind a language", "/en//evil.example", ""},
		{"by backslashes", `/\evil.example/console/x`, ""},
		{"by a backslash behind the console", `/console/\evil.example`, ""},
		{"by an encoded slash", "/%2Fevil.example/console/x", ""},
		{"out of the console", "/console/../e/x", ""},
		{"out of the console, encoded", "/console/%2e%2e/e/x", ""},
		{"begins like the console", "/console.evil.example", ""},
		{"a script", "javascript:alert(1)//console/", ""},
		{"with a user", "//user@evil.example/console/x", ""},
		{"a line break", "/console/x\r\nSet-Cookie: a=b", ""},
		{"the sign-in itself", "/console/sign-in?next=/console/x", ""},
		{"too long", "/console/" + string(make([]byte, longestNext)), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := localNext(tt.raw); got != tt.want {
				t.Errorf("%q leads to %q, want %q", tt.raw, got, tt.want)
			}
		})
	}
}
