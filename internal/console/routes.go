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
	// signing in, and the account: signin.go, link.go, setup.go, testmail.go, account.go
	{get, "", user, (*server).home},
	{post, "/sign-out", user, (*server).signOut},
	{get, "/sign-in", anyone, (*server).showSignIn},
	{post, "/sign-in", anyone, (*server).submitSignIn},
	{get, "/sign-in/sent", anyone, (*server).signInSent},
	{get, "/sign-in/:id/:code", anyone, (*server).showLink},
	{post, "/sign-in/:id/:code", anyone, (*server).useLink},
	{get, "/account", user, (*server).showAccount},
	{post, "/account", user, (*server).saveAccount},
	{post, "/account/sign-out", user, (*server).signOutOne},
	{post, "/account/sign-out-others", user, (*server).signOutOthers},
	{get, "/set-up/:id/:code", anyone, (*server).showSetUp},
	{post, "/set-up/:id/:code", anyone, (*server).submitSetUp},
	{get, "/test-mail", operator, (*server).showSender},
	{get, "/test-mail/:id", operator, (*server).showTestMail},
	{post, "/test-mail", operator, (*server).sendTestMail},

	// second factors and the organisation's own sign-in: factor.go, oidc.go
	{get, "/sign-in/password", anyone, (*server).showPasswordSignIn},
	{post, "/sign-in/password", anyone, (*server).signInByPassword},
	{get, "/sign-in/factor/:id/:code", anyone, (*server).showFactor},
	{post, "/sign-in/factor/:id/:code", anyone, (*server).useFactor},
	{post, "/sign-in/factor/:id/:code/passkey", anyone, (*server).startPasskeyFactor},
	{post, "/sign-in/passkey/start", anyone, (*server).startPasskeySignIn},
	{post, "/sign-in/passkey", anyone, (*server).signInByPasskey},
	{get, oidcPath, anyone, (*server).leaveForOIDC},
	{get, oidcCallback, anyone, (*server).returnFromOIDC},
	{get, securityPath, user, (*server).showSecurity},
	{post, securityPath + "/totp/start", user, (*server).startTOTP},
	{get, securityPath + "/totp", user, (*server).showTOTP},
	{post, securityPath + "/totp", user, (*server).confirmTOTP},
	{post, securityPath + "/codes", user, (*server).makeCodes},
	{post, securityPath + "/passkeys/start", user, (*server).startPasskey},
	{post, securityPath + "/passkeys", user, (*server).addPasskey},
	{post, securityPath + "/passkeys/:id", user, (*server).renamePasskey},
	{get, securityPath + "/password", user, (*server).showPassword},
	{post, securityPath + "/password", user, (*server).setPassword},
	{get, securityPath + "/remove/:what", user, (*server).askToRemoveFactor},
	{post, securityPath + "/remove/:what", user, (*server).removeFactor},

	// organisations and members: organisations.go, members.go, branding.go, audit.go

	// overview, statistics and clones: overview.go, statistics.go, clone.go
	{get, org, member, (*server).overview},

	// events: events.go, editor.go, publish.go

	// programmes, speakers and pictures: program.go, pictures.go

	// participants: participants.go, participant.go, bulk.go

	// imports, exports and the door: import.go, export.go, attendance.go, door.go
}

// routes adds the table to the hall.
func (s *server) routes() {
	for _, r := range table {
		s.Echo.Add(r.method, root+r.path, s.admit(r), web.NoStore, web.Scripts)
	}
}
