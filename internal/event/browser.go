package event

import "strings"

// browsers are what browsers call themselves, and their names. Many call
// themselves something else too, so the order matters.
var browsers = []struct{ sign, name string }{
	{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Vivaldi/", "Vivaldi"}, {"SamsungBrowser/", "Samsung Internet"},
	{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chromium/", "Chromium"}, {"Chrome/", "Chrome"},
	{"Safari/", "Safari"},
}

// systems are the same for what they run on.
var systems = []struct{ sign, name string }{
	{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"},
	{"Mac OS X", "Mac"}, {"CrOS", "Chromebook"}, {"Linux", "Linux"},
}

// Browser names the browser and what it runs on, as far as its own words tell.
// What is not known is empty.
func (s *Signin) Browser() (browser, system string) {
	for _, b := range browsers {
		if strings.Contains(s.Agent, b.sign) {
			browser = b.name
			break
		}
	}
	for _, o := range systems {
		if strings.Contains(s.Agent, o.sign) {
			system = o.name
			break
		}
	}
	return browser, system
}

// IsHandheld reports whether it is a telephone or a tablet.
func (s *Signin) IsHandheld() bool {
	_, system := s.Browser()
	return system == "iPhone" || system == "iPad" || system == "Android"
}
