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

	// programmes, speakers and pictures: program.go, pictures.go

	// participants: participants.go, participant.go, bulk.go
	{get, ev + "/participants", reader, (*server).participants},
	{post, ev + "/participants", reader, (*server).searchParticipants},
	{post, ev + "/participants/bulk", organiser, (*server).bulk},
	{post, ev + "/participants/undo", organiser, (*server).undo},
	{get, ev + "/participants/new", organiser, (*server).newParticipant},
	{post, ev + "/participants/new", organiser, (*server).addParticipant},
	{get, ev + "/participants/late", organiser, (*server).lateLinks},
	{post, ev + "/participants/late", organiser, (*server).issueLateLink},
	{get, ev + "/participants/:reference", reader, (*server).participant},
	{get, ev + "/participants/:reference/edit", organiser, (*server).editParticipant},
	{post, ev + "/participants/:reference/edit", organiser, (*server).changeParticipant},

	// imports, exports and the door: import.go, export.go, attendance.go, door.go
	{get, ev + "/attendance", reader, (*server).attendance},
	{get, ev + "/attendance.pdf", reader, (*server).attendancePDF},
	{get, ev + "/exports", organiser, (*server).exportsTaken},
	{post, ev + "/exports", reader, (*server).export},
	{get, ev + "/exports/:progress", reader, (*server).exportProgress},
	{get, ev + "/import", organiser, (*server).imports},
	{post, ev + "/import/upload", organiser, (*server).uploadImport},
	{get, ev + "/import/:import", organiser, (*server).mapImport},
	{post, ev + "/import/:import", organiser, (*server).saveImportMap},
	{get, ev + "/import/:import/check", organiser, (*server).checkImport},
	{post, ev + "/import/:import/check", organiser, (*server).doImport},
	{get, ev + "/import/:import/report", organiser, (*server).importReport},
	{get, ev + "/import/:import/failed.csv", organiser, (*server).importFailed},
	{post, ev + "/import/:import/erase", organiser, (*server).eraseImport},
	{get, ev + "/door", door, (*server).door},
	{post, ev + "/door", door, (*server).searchDoor},
	{post, ev + "/door/:reference", door, (*server).checkIn},
}

// routes adds the table to the hall.
func (s *server) routes() {
	for _, r := range table {
		s.Echo.Add(r.method, root+r.path, s.admit(r), web.NoStore, web.Scripts)
	}
}
