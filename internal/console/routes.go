package console

import (
	"net/http"

	"samling/internal/event"
	"samling/internal/web"
)

// root is where the console lies.
const root = "/console"

// Who may see a page, beside the roles in an organisation.
const (
	anyone   event.MemberRole = "anyone"
	user     event.MemberRole = "user"     // whoever is signed in
	operator event.MemberRole = "operator" // who runs the installation
	member   event.MemberRole = "member"   // with any role in the organisation or for one event of it
)

// The roles, by names that fit into the table.
const (
	door          = event.Door
	reader        = event.Reader
	organiser     = event.Organiser
	administrator = event.Administrator
)

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// Where pages of an organisation and of an event lie.
const (
	org = "/o/:org"
	ev  = "/o/:org/e/:event"
)

// route is one address of the console, and who may use it. Routes with ":org" are
// for those with the role in that organisation, and routes with ":event" for
// those with the role for that event of it. To everybody without any role there,
// neither exists.
type route struct {
	method string
	path   string // below root
	least  event.MemberRole
	handle func(*server, *visit) error
}

// table is every address of the console. There is no other way to add one, so
// none is without a role.
var table = []route{
	// signing in, and the account: signin.go, account.go
	{get, "", user, (*server).home},
	{post, "/sign-out", user, (*server).signOut},

	// second factors and the organisation's own sign-in: factor.go, oidc.go

	// organisations and members: organisations.go, members.go, branding.go, audit.go

	// overview, statistics and clones: overview.go, statistics.go, clone.go
	{get, org, member, (*server).overview},

	// events: events.go, editor.go, publish.go

	// programmes, speakers and pictures: program.go, speakers.go, pictures.go
	{get, ev + "/program", organiser, (*server).program},
	{post, ev + "/program", organiser, (*server).changeProgram},
	{get, ev + "/speakers", reader, (*server).speakers},
	{get, ev + "/speakers/new", organiser, (*server).newSpeaker},
	{get, ev + "/speakers/new/upload", organiser, (*server).showForm},
	{post, ev + "/speakers/new/upload", organiser, (*server).saveSpeaker},
	{get, ev + "/speakers/:speaker", organiser, (*server).speaker},
	{get, ev + "/speakers/:speaker/upload", organiser, (*server).showForm},
	{post, ev + "/speakers/:speaker/upload", organiser, (*server).saveSpeaker},
	{post, ev + "/speakers/:speaker/remove", organiser, (*server).removeSpeaker},
	{get, org + "/speakers", reader, (*server).allSpeakers},
	{get, ev + "/pictures", organiser, (*server).pictures},
	{get, ev + "/pictures/upload", organiser, (*server).showForm},
	{post, ev + "/pictures/upload", organiser, (*server).savePicture},
	{post, ev + "/pictures/remove", organiser, (*server).removePicture},

	// participants: participants.go, participant.go, bulk.go

	// imports, exports and the door: import.go, export.go, attendance.go, door.go
}

// routes adds the table to the hall.
func (s *server) routes() {
	for _, r := range table {
		s.Echo.Add(r.method, root+r.path, s.admit(r), web.NoStore, web.Scripts)
	}
}
