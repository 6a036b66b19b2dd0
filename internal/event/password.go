package event

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// How long a password may be, in letters. Above the most it would only keep the
// server busy.
const (
	MinPassword = 12
	MaxPassword = 200
)

// What can be wrong with a password.
const (
	MsgPasswordShort  Key = "invalid.password_short"
	MsgPasswordLong   Key = "invalid.password_long"
	MsgPasswordCommon Key = "invalid.password_common"
	MsgPasswordOwn    Key = "invalid.password_own"
	MsgPasswordTwice  Key = "invalid.password_twice"
)

// CheckPassword says what is wrong with a new password of a user, or nothing.
// It asks for length only, and refuses what everybody would try first.
func CheckPassword(password string, u *User) Key {
	n := utf8.RuneCountInString(password)
	switch {
	case n < MinPassword:
		return MsgPasswordShort
	case n > MaxPassword:
		return MsgPasswordLong
	case namesUser(password, u):
		return MsgPasswordOwn
	case isCommonPassword(password):
		return MsgPasswordCommon
	}
	return ""
}

// namesUser reports whether a password holds the user's name or address.
func namesUser(password string, u *User) bool {
	password = strings.ToLower(password)
	local, _, _ := strings.Cut(u.Email, "@")
	parts := append([]string{local, u.Email, strings.ReplaceAll(u.Name, " ", "")}, strings.Fields(u.Name)...)
	for _, part := range parts {
		const shortest = 4 // "Li" is in too many words
		if utf8.RuneCountInString(part) >= shortest && strings.Contains(password, strings.ToLower(part)) {
			return true
		}
	}
	return false
}

//go:embed passwords.txt
var passwordsText string

// commonPasswords are the lines of passwords.txt.
var commonPasswords = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(passwordsText) {
		all[strings.TrimSpace(line)] = true
	}
	return all
})

// isCommonPassword reports whether a password is one that is tried first: one
// of the list, as it stands or with digits and signs around it, one such word
// over and over, or a row of keys.
func isCommonPassword(password string) bool {
	password = strings.ToLower(password)
	notLetter := func(r rune) bool { return !unicode.IsLetter(r) }
	word := strings.TrimFunc(password, notLetter)
	for _, s := range []string{password, word, strings.ReplaceAll(word, " ", "")} {
		if s != "" && commonPasswords()[repeated(s)] {
			return true
		}
	}
	return isRow(password)
}

// repeated is what a text says over and over: "abc" for "abcabca".
func repeated(text string) string {
	letters := []rune(text)
	for size := 1; size <= len(letters)/2; size++ {
		if slices.Equal(letters[size:], letters[:len(letters)-size]) {
			return string(letters[:size])
		}
	}
	return text
}

// isRow reports whether a text is one letter over and over, or letters or
// digits in their order, forwards or backwards, again and again.
func isRow(text string) bool {
	letters := []rune(repeated(text))
	for _, step := range []rune{1, -1} {
		row := true
		for i := 1; i < len(letters); i++ {
			next := letters[i-1] + step
			wraps := letters[i-1] == '9' && letters[i] == '0' || letters[i-1] == '0' && letters[i] == '9'
			row = row && (letters[i] == next || wraps)
		}
		if row {
			return true
		}
	}
	return false
}
