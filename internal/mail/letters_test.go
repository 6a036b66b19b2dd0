package mail

import (
	"os"
	"testing"
	"time"

	"samling/internal/event"
	"samling/internal/i18n/i18ntest"
)

// written is when the mails of these tests are queued, unless they say otherwise.
func written() time.Time { return time.Date(2024, 1, 19, 7, 12, 0, 0, time.UTC) }

func newComposer(t *testing.T) *Composer {
	t.Helper()
	links := event.Links{Base: "https://events.example.org", Key: []byte("0123456789abcdef0123456789abcdef"), Main: "sv"}
	from := Address{"Evenemang på Ön", "events@example.org"}
	c, err := NewComposer(os.DirFS("../../templates"), i18ntest.Load(t), links, from)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// growingUp is a digital seminar.
func growingUp() *event.Event {
	return &event.Event{
		ID: 7, Slug: "goda-uppvaxtvillkor", Title: "Vill du vara med och skapa goda uppväxtvillkor?", Language: "sv",
		Organisation: event.Organisation{
			Name: "Länsstyrelsen i Södermanlands län", AddressLines: []string{"Stora Torget 13", "611 86 Nyköping"},
			Email: "sodermanland@example.org", Colour: "#0f5f72",
		},
		Zone:     "Europe/Stockholm",
		StartsAt: time.Date(2024, 2, 6, 8, 0, 0, 0, time.UTC), EndsAt: time.Date(2024, 2, 6, 11, 0, 0, 0, time.UTC),
		Attendance: event.Online, JoinURL: "https://mote.example/uppvaxt?rum=3&kod=9", Free: true,
		ClosesAt: time.Date(2024, 1, 31, 23, 0, 0, 0, time.UTC), Capacity: 40, HasWaitingList: true, WaitingListStops: 24,
		Contact:    event.Contact{Name: "Anna Berg", Unit: "Enheten för social hållbarhet", Email: "anna.berg@example.org", Phone: "010-223 40 00"},
		Texts:      event.Texts{Welcome: "Vi öppnar mötet {clock} den {day}.\n\nHar du frågor? Hör av dig till {contact}."},
		CaseNumber: "4321-2024", Status: event.Published,
	}
}

// workshop is at a place, has no clock yet, and its organisation is reached by
// one address only.
func workshop() *event.Event {
	ev := growingUp()
	ev.ID, ev.Slug, ev.Title = 8, "samordnade-insatser", "Tidiga samordnade insatser & barns hälsa"
	ev.Organisation = event.Organisation{Name: "Göteborgsregionen (GR)", Email: "gr@example.org"}
	ev.StartsAt, ev.EndsAt = time.Date(2022, 3, 24, 23, 0, 0, 0, time.UTC), time.Date(2022, 3, 25, 23, 0, 0, 0, time.UTC)
	ev.TimeText, ev.ClosesAt = "förmiddag", time.Date(2022, 3, 20, 23, 0, 0, 0, time.UTC)
	ev.Attendance, ev.PlaceName, ev.PlaceAddress, ev.JoinURL = event.OnSite, "Sal Ale, plan 3", "Anders Personsgatan 8, Göteborg", ""
	ev.CostText, ev.Contact, ev.Texts, ev.CaseNumber = "Lunch ingår", event.Contact{}, event.Texts{}, ""
	return ev
}

// conference is at a place and on the net, with other words for each.
func conference() *event.Event {
	ev := growingUp()
	ev.ID, ev.Slug, ev.Title = 9, "barn-och-unga", "Barn och unga-konferensen"
	ev.Attendance, ev.PlaceName, ev.PlaceAddress = event.Both, "Folkets hus", "Laholm"
	ev.OnSiteWay.Welcome, ev.OnlineWay.Welcome = "Parkera bakom huset.", "Pröva ljud och bild i god tid."
	begins, ends := ev.StartsAt.Add(time.Hour), ev.StartsAt.Add(2*time.Hour)
	ev.Choices = []event.ChoiceGroup{
		{Key: "morning", Title: "Seminarium på förmiddagen", Sessions: []event.Choosable{
			{Key: "small", Title: "Psykiskt välbefinnande hos små barn", Room: "Stora salen", StartsAt: &begins, EndsAt: &ends},
		}},
		{Key: "evening", Title: "Seminarium på eftermiddagen", Sessions: []event.Choosable{{Key: "school", Title: "Skolan som arena", StartsAt: &ends}}},
	}
	ev.Categories = []event.Category{{ID: "own", Name: "Laholms kommun"}, {ID: "partner", Name: "Extern samverkanspart"}}
	return ev
}

func registration(ev *event.Event, lang string, s event.Standing) *event.Registration {
	return &event.Registration{
		ID: 41, EventID: ev.ID, Reference: "GOD-4T8N2K", Generation: 1, Standing: s,
		Name: "Sara Öhman", Email: "sara@example.com", Language: lang, CreatedAt: written(),
	}
}

// letter is a message of a kind as the outbox gives it.
func letter(kind event.MessageKind, ev *event.Event, lang string) event.Letter {
	standing := event.Confirmed
	switch kind {
	case event.MailWaiting, event.MailMoved:
		standing = event.Waiting
	case event.MailApplied:
		standing = event.Applied
	case event.MailWithdrawn, event.MailLeft, event.MailRemoved, event.MailDeclined:
		standing = event.Withdrawn
	}
	reg := registration(ev, lang, standing)
	until := written().Add(24 * time.Hour)
	switch kind {
	case event.MailVerify:
		reg.VerifyBy = &until
	case event.MailOffer:
		reg.Standing, reg.OfferUntil = event.Waiting, &until
	case event.MailOfferExpired:
		reg.Standing = event.Withdrawn
	}
	if kind == event.MailRemoved {
		at := written()
		reg.ConfirmedAt, reg.CancelReason = &at, "Två anmälda från samma enhet"
	}
	if kind == event.MailDeclined {
		reg.CancelReason = "Många har ansökt, och vi ger platserna till dem som arbetar med barn."
	}
	m := event.NewMessage(kind, ev, reg, written())
	event.NameMessage(&m, "QWERTYUIOPASDFGHJKLZXCVB", "events.example.org")
	m.Data.Number = 3
	if kind == event.MailSession {
		ev.Choices = []event.ChoiceGroup{{Sessions: []event.Choosable{{Key: "s1", Title: "Ungas delaktighet på riktigt"}}}}
		m.Data.Session = "s1"
	}
	return event.Letter{Message: m, Event: ev, Registration: reg}
}

// letters are all kinds of mail in a language, each in an ordinary case, and
// some that are not.
func letters(lang string) map[string]event.Letter {
	all := map[string]event.Letter{}
	for _, kind := range kinds {
		all[string(kind)] = letter(kind, growingUp(), lang)
	}
	for _, kind := range []event.MessageKind{event.MailWithdrawn, event.MailRemoved, event.MailMoved, event.MailEventChanged, event.MailEventCancelled} {
		l := all[string(kind)]
		l.Message.Sequence = 2
		all[string(kind)] = l
	}
	moved := all["event-changed"]
	old := growingUp()
	old.StartsAt, old.EndsAt = old.StartsAt.Add(4*time.Hour), old.EndsAt.Add(4*time.Hour)
	when := old.When()
	moved.Message.Data.OldWhen, moved.Message.Data.OldAt = &when, "Residenset, Nyköping"
	all["event-changed"] = moved

	called := all["event-cancelled"]
	called.Event.Status, called.Event.CancelReason = event.Cancelled, "Föreläsaren är sjuk."
	all["event-cancelled"] = called

	links := event.Letter{Message: all["links"].Message}
	links.Message.EventID, links.Message.RegistrationID = nil, nil
	links.Places = []event.Held{
		{Registration: *registration(growingUp(), lang, event.Confirmed), Event: *growingUp()},
		{Registration: *registration(workshop(), lang, event.Waiting), Event: *workshop()},
	}
	all["links"] = links
	sent := links
	sent.Places, sent.Groups = links.Places[:1], []event.OpenGroup{*colleagues(lang)}
	all["links-colleagues"] = sent
	signIn := event.Letter{Message: all["sign-in"].Message, Ticket: &event.Ticket{ID: 5, Kind: event.TicketSignIn, UserID: new(uint)}}
	signIn.Message.EventID, signIn.Message.RegistrationID, signIn.Message.Data = nil, nil, event.MessageData{Ticket: 5}
	all["sign-in"] = signIn
	security := event.Letter{Message: all["security"].Message}
	security.Message.EventID, security.Message.RegistrationID, security.Message.Data = nil, nil, event.MessageData{Change: event.PasskeyAdded}
	all["security"] = security
	all["test"] = event.Letter{Message: all["test"].Message}
	all["invitation"] = event.Letter{Message: all["invitation"].Message, Invitation: invitation(lang)}
	forEvents := event.Letter{Message: all["invitation"].Message, Invitation: invitation(lang)}
	forEvents.Invitation.Role, forEvents.Invitation.Events = event.Door, []uint{7, 8}
	forEvents.Invitation.Named = []event.Event{*growingUp(), *workshop()}
	all["invitation-events"] = forEvents

	group := event.Letter{Message: all["group"].Message, Event: growingUp(), Overview: colleagues(lang)}
	group.Message.RegistrationID, group.Message.Data, group.Message.Recipient = nil, event.MessageData{Group: 6}, "nadia@example.com"
	all["group"] = group
	for _, kind := range []event.MessageKind{event.MailConfirmed, event.MailWaiting, event.MailVerify, event.MailApplied, event.MailWithdrawn, event.MailLeft} {
		by := all[string(kind)]
		by.Sender, by.Lacks, by.Message.Data.Group = &colleagues(lang).Group, kind == event.MailConfirmed, 6
		all[string(kind)+"-by-colleague"] = by
	}
	offers := letter(event.MailWaiting, growingUp(), lang)
	offers.Event.OfferHours = 24
	all["waiting-for-offer"] = offers
	handed := all["handed-over"]
	handed.Message.Sequence, handed.Message.Recipient, handed.Message.Data.Name = 1, "maria@example.com", "Maria Exempel"
	handed.Registration.Sequence, handed.Registration.Generation = 2, 2
	all["handed-over"] = handed
	taken := all["taken-over"]
	taken.Registration, taken.Message.Sequence, taken.Message.Data.From = handed.Registration, 2, "Maria Exempel"
	all["taken-over"] = taken
	changed := all["changed"]
	changed.Registration.Sequence, changed.Message.Sequence = 1, 1
	all["changed"] = changed
	byHand := letter(event.MailChanged, conference(), lang)
	byHand.Registration.Attendance, byHand.Registration.Sequence, byHand.Message.Sequence, byHand.Message.Data.ByHand = event.OnSite, 1, 1, true
	byHand.Chosen = []event.SessionChoice{{Session: "small", Standing: event.Waiting}}
	all["changed-by-hand"] = byHand
	elsewhere := letter(event.MailChanged, growingUp(), lang)
	elsewhere.Message.Data.Moved, elsewhere.Registration.Email = true, "sara.ohman@example.com"
	all["changed-address"] = elsewhere
	for _, way := range []event.Attendance{event.OnSite, event.Online} {
		l := letter(event.MailConfirmed, conference(), lang)
		l.Registration.Attendance, l.Registration.Category = way, "own"
		if way == event.OnSite {
			l.Chosen = []event.SessionChoice{{Session: "small", Standing: event.Confirmed}, {Session: "school", Standing: event.Waiting}}
		}
		all["confirmed-"+string(way)] = l
	}
	room := letter(event.MailEventChanged, conference(), lang)
	was, chosen := room.Event.When(), []event.SessionChoice{{Session: "small", Standing: event.Confirmed}, {Session: "school", Standing: event.Waiting}}
	small, school := room.Event.Choices[0].Sessions[0], room.Event.Choices[1].Sessions[0]
	small.Room, school.StartsAt = "Lilla salen", nil
	room.Registration.Attendance, room.Chosen, room.Message.Sequence = event.OnSite, chosen, 1
	room.Message.Data = event.MessageData{OldWhen: &was, OldAt: room.Event.Place(), OldSessions: []event.Choosable{small, school}}
	all["event-changed-session"] = room
	for kind, uses := range map[event.MessageKind]int{event.MailInvite: 2, event.MailInviteReminder: 0} {
		all[string(kind)] = inviteLetter(kind, lang, uses)
	}
	all["invite-person"] = inviteLetter(event.MailInvite, lang, 1)

	all["confirmed-without-clock"] = letter(event.MailConfirmed, workshop(), lang)
	waiting := letter(event.MailAlready, workshop(), lang)
	waiting.Registration.Standing = event.Waiting
	all["already-waiting"] = waiting
	applied := letter(event.MailAlready, workshop(), lang)
	applied.Registration.Standing = event.Applied
	all["already-applied"] = applied
	return all
}

// inviteLetter brings an invite for so many to an event in a language.
func inviteLetter(kind event.MessageKind, lang string, uses int) event.Letter {
	ev := growingUp()
	ev.Language, ev.Lead = lang, "En förmiddag om barns och ungas levnadsvillkor."
	i := event.Invite{ID: 12, EventID: ev.ID, Name: "Socialtjänsten", Email: "soc@example.com", Code: "4T8N-2KQP", Uses: uses}
	if kind == event.MailInviteReminder {
		expires := time.Date(2024, 1, 26, 23, 0, 0, 0, time.UTC)
		i.ExpiresAt = &expires
	}
	m := event.NewInviteMessage(kind, ev, &i, written())
	event.NameMessage(&m, "QWERTYUIOPASDFGHJKLZXCVB", "events.example.org")
	return event.Letter{Message: m, Event: ev, Invite: &event.Invited{Invite: i}}
}

// invitation is one to a whole organisation.
func invitation(lang string) *event.OpenInvitation {
	asked := event.Invitation{Email: "sara@example.com", Role: event.Organiser}
	org := growingUp().Organisation
	ticket := asked.Ticket(event.Actor{Who: "Elin Exempel", OrganisationID: org.ID}, lang, written())
	ticket.ID = 5
	return &event.OpenInvitation{Invitation: asked, Ticket: ticket, Organisation: org, Who: "Elin Exempel", Language: lang}
}

// colleagues are some whom Nadia has registered.
func colleagues(lang string) *event.OpenGroup {
	g := &event.OpenGroup{Group: event.Group{ID: 6, EventID: 7, Name: "Nadia Test", Email: "nadia@example.com", Language: lang, Generation: 1}, Event: *growingUp()}
	for i, name := range []string{"Nadia Test", "Sara Öhman", "Ali Exempel", "Bo Ek"} {
		m := event.GroupMember{GroupPerson: event.GroupPerson{ID: uint(i + 1), GroupID: 6, Name: name}, Registration: *registration(growingUp(), lang, event.Confirmed)}
		g.Members = append(g.Members, m)
	}
	g.Members[2].Registration.Standing, g.Members[2].Number = event.Waiting, 3
	g.Members[3].Registration.Standing = event.Withdrawn
	return g
}
