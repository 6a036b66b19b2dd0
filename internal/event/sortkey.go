package event

import "strings"

// afterZ gives å, ä and ö characters behind z that keep their order, and takes
// the marks off other letters, as Swedish directories do: é is an e, ü a y, æ an
// ä. What is not listed stays.
var afterZ = strings.NewReplacer(
	"å", "{", "ä", "|", "æ", "|", "ö", "}", "ø", "}", "œ", "}",
	"á", "a", "à", "a", "â", "a", "ã", "a", "ą", "a", "ç", "c", "ć", "c", "č", "c", "ð", "d", "đ", "d", "ď", "d",
	"é", "e", "è", "e", "ê", "e", "ë", "e", "ę", "e", "ě", "e", "ğ", "g", "í", "i", "ì", "i", "î", "i", "ï", "i", "ı", "i",
	"ł", "l", "ñ", "n", "ń", "n", "ň", "n", "ó", "o", "ò", "o", "ô", "o", "õ", "o", "ř", "r", "ś", "s", "š", "s", "ş", "s", "ß", "ss",
	"ť", "t", "þ", "th", "ú", "u", "ù", "u", "û", "u", "ů", "u", "ü", "y", "ű", "y", "ý", "y", "ÿ", "y", "ź", "z", "ż", "z", "ž", "z",
)

// SortKey is a text such that comparing keys byte by byte gives the Swedish
// alphabetical order, on every database.
func SortKey(s string) string {
	return afterZ.Replace(strings.ToLower(strings.Join(strings.Fields(s), " ")))
}
