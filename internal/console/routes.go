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

	// organisations and members: organisations.go, members.go, invitations.go, branding.go, audit.go
	{get, "/organisations/new", operator, (*server).newOrganisation},
	{post, "/organisations/new", operator, (*server).createOrganisation},
	{get, org + "/settings", administrator, (*server).settings},
	{post, org + "/settings", administrator, (*server).saveSettings},
	{get, org + "/branding", administrator, (*server).branding},
	{get, org + "/branding/preview.css", administrator, (*server).brandingSheet},
	{post, org + "/branding/upload", administrator, (*server).saveBranding},
	{get, org + "/members", administrator, (*server).members},
	{get, org + "/members/invite", administrator, (*server).invite},
	{post, org + "/members/invite", administrator, (*server).sendInvitation},
	{get, org + "/members/:member", administrator, (*server).member},
	{post, org + "/members/:member/role", administrator, (*server).changeMember},
	{post, org + "/members/:member/remove", administrator, (*server).removeMember},
	{post, org + "/invitations/:invitation/again", administrator, (*server).repeatInvitation},
	{post, org + "/invitations/:invitation/withdraw", administrator, (*server).withdrawInvitation},
	{get, org + "/audit", administrator, (*server).auditLog},
	{post, org + "/audit/export", administrator, (*server).exportAudit},
	{get, "/invitation/:id/:code", anyone, (*server).invitation},
	{post, "/invitation/:id/:code", anyone, (*server).acceptInvitation},

	// overview, statistics and clones: overview.go, statistics.go, clone.go
	{get, org, member, (*server).overview},
	{get, org + "/events", member, (*server).events},
	{get, ev + "/clone", organiser, (*server).clone},
	{post, ev + "/clone", organiser, (*server).submitClone},
	{get, ev + "/clone/texts", organiser, (*server).cloneTexts},
	{get, ev + "/statistics", reader, (*server).statistics},
	{get, ev + "/statistics/answers", reader, (*server).answerSheet},
	{get, ev + "/statistics/export", reader, (*server).exportStatistics},

	// events: newevent.go, editor.go, history.go, publish.go
	{get, org + "/events/new", organiser, (*server).newEvent},
	{post, org + "/events/new", organiser, (*server).submitNewEvent},
	{get, ev, door, (*server).enterEvent},
	{get, ev + "/edit", organiser, (*server).edit},
	{post, ev + "/edit", organiser, (*server).submitEdit},
	{post, ev + "/edit/preview", organiser, (*server).showPreview},
	{get, ev + "/history", organiser, (*server).history},
	{get, ev + "/history/:version", organiser, (*server).version},
	{post, ev + "/history/:version", organiser, (*server).restore},

	// questions: questions.go, question.go
	{get, ev + "/questions", organiser, (*server).questions},
	{post, ev + "/questions", organiser, (*server).changeQuestions},
	{get, ev + "/questions/new", organiser, (*server).question},
	{post, ev + "/questions/new", organiser, (*server).submitQuestion},
	{get, ev + "/questions/:question", organiser, (*server).question},
	{post, ev + "/questions/:question", organiser, (*server).submitQuestion},

	// going public and leaving: publish.go
	{get, ev + "/publish", organiser, (*server).publish},
	{post, ev + "/publish", organiser, (*server).publishNow},
	{post, ev + "/publish/schedule", organiser, (*server).schedule},
	{post, ev + "/publish/unschedule", organiser, (*server).unschedule},
	{post, ev + "/publish/withdraw", organiser, (*server).withdraw},
	{post, ev + "/publish/cancel", organiser, (*server).callOff},
	{post, ev + "/publish/preview", organiser, (*server).makePreview},
	{post, ev + "/publish/archive", organiser, (*server).archive},
	{post, ev + "/publish/delete", organiser, (*server).deleteDraft},

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

	// participants: participants.go, participant.go, bulk.go, waiting.go, duplicates.go
	{get, ev + "/participants", reader, (*server).participants},
	{post, ev + "/participants", reader, (*server).searchParticipants},
	{post, ev + "/participants/bulk", organiser, (*server).bulk},
	{post, ev + "/participants/undo", organiser, (*server).undo},
	{get, ev + "/participants/new", organiser, (*server).newParticipant},
	{post, ev + "/participants/new", organiser, (*server).addParticipant},
	{get, ev + "/participants/late", organiser, (*server).lateLinks},
	{post, ev + "/participants/late", organiser, (*server).issueLateLink},
	{get, ev + "/participants/waiting", reader, (*server).waitingList},
	{get, ev + "/participants/duplicates", reader, (*server).duplicates},
	{post, ev + "/participants/duplicates", organiser, (*server).tellApart},
	{get, ev + "/participants/:reference", reader, (*server).participant},
	{get, ev + "/participants/:reference/files/:question", reader, (*server).fetchFile},
	{post, ev + "/participants/:reference/files/:question", organiser, (*server).fetchSensitiveFile},
	{get, ev + "/participants/:reference/edit", organiser, (*server).editParticipant},
	{post, ev + "/participants/:reference/edit", organiser, (*server).changeParticipant},
	{get, ev + "/participants/:reference/sensitive", organiser, (*server).leaveSensitive},
	{post, ev + "/participants/:reference/sensitive", organiser, (*server).showSensitive},

	// who is invited to an event: invites.go, invite_one.go, invite_paste.go, invite_mails.go, invite_export.go
	{get, ev + "/invites", reader, (*server).invites},
	{post, ev + "/invites/export", reader, (*server).exportInvites},
	{get, ev + "/invites/new", organiser, (*server).newInvite},
	{post, ev + "/invites/new", organiser, (*server).addInvite},
	{get, ev + "/invites/paste", organiser, (*server).pasteInvites},
	{post, ev + "/invites/paste", organiser, (*server).addPastedInvites},
	{get, ev + "/invites/send", organiser, (*server).askToSendInvites},
	{post, ev + "/invites/send", organiser, (*server).sendInvites},
	{get, ev + "/invites/remind", organiser, (*server).askToRemind},
	{post, ev + "/invites/remind", organiser, (*server).remindSilent},
	{get, ev + "/invites/:invite", organiser, (*server).oneInvite},
	{post, ev + "/invites/:invite", organiser, (*server).changeInvite},
	{post, ev + "/invites/:invite/send", organiser, (*server).sendInviteAgain},
	{post, ev + "/invites/:invite/revoke", organiser, (*server).revokeInvite},
	{post, ev + "/invites/:invite/restore", organiser, (*server).restoreInvite},

	// imports, exports, sessions and the door: import.go, export.go, sessions.go, attendance.go, door.go
	{get, ev + "/sessions", reader, (*server).sessions},
	{get, ev + "/sessions/:session", reader, (*server).session},
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

// Pages are the addresses that answer GET, as the table has them: for tests that
// look at every page.
func Pages() []string {
	var paths []string
	for _, r := range table {
		if r.method == get {
			paths = append(paths, root+r.path)
		}
	}
	return paths
}
