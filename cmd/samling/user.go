package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"text/tabwriter"
	"time"

	"samling/internal/event"
	"samling/internal/store"
)

// userCommands are about those who sign in to the console.
type userCommands struct {
	Link userLinkCommand `cmd:"" help:"Print a link with which somebody signs in once."`
	Add  userAddCommand  `cmd:"" help:"Let somebody into an organisation."`
	List userListCommand `cmd:"" help:"List everybody who can sign in, and their roles."`
}

// consoleLinks are the flags of commands that print links to the console.
type consoleLinks struct {
	dataFlags
	addressFlags
	keyFlags
}

// openLinks opens the store, with the addresses of the server beside it.
func (f consoleLinks) openLinks(ctx context.Context) (*store.Store, event.Links, error) {
	key, err := f.key(f.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, event.Links{}, wrong("secret", "is needed, because there is no key in %s", f.Data)
	}
	if err != nil {
		return nil, event.Links{}, err
	}
	return f.addressFlags.open(ctx, f.dataFlags, key)
}

// userLinkCommand lets in who is locked out.
type userLinkCommand struct {
	Address string `arg:"" help:"The e-mail address of the user."`
	consoleLinks
}

// Run is called by the command line.
func (c *userLinkCommand) Run(ctx context.Context, t *terminal) (err error) {
	st, links, err := c.openLinks(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	user, err := st.UserByEmail(ctx, c.Address)
	if errors.Is(err, event.ErrNotFound) {
		return fmt.Errorf("nobody signs in as %s; samling user list tells who does", c.Address)
	}
	if err != nil {
		return err
	}
	link, err := signInLink(ctx, st, links, &user, event.SignInLinkLife, t.now())
	if err != nil {
		return err
	}
	t.logger("text").Info("sign-in link made", "user", user.ID, "expires", t.now().Add(event.SignInLinkLife))
	fmt.Fprintln(t.out, link)
	return nil
}

// signInLink is a link with which a user signs in once.
func signInLink(ctx context.Context, st *store.Store, links event.Links, u *event.User, life time.Duration, now time.Time) (string, error) {
	ticket := event.Ticket{Kind: event.TicketSignIn, UserID: &u.ID, ExpiresAt: now.Add(life)}
	if err := st.IssueTicket(ctx, &ticket, nil, now); err != nil {
		return "", err
	}
	return links.Ticket(&ticket, u.Language), nil
}

// userAddCommand gives somebody a role.
type userAddCommand struct {
	Address      string `arg:"" help:"The e-mail address that they sign in with."`
	Name         string `placeholder:"TEXT" help:"What they are called. Needed for somebody new."`
	Organisation string `required:"" placeholder:"SLUG" help:"The organisation, as event list names it."`
	Role         string `default:"organiser" enum:"administrator,organiser,reader,door" placeholder:"ROLE" help:"administrator, organiser, reader or door (${default})."`
	Operator     bool   `help:"Let somebody new make organisations too."`
	consoleLinks
}

// Run is called by the command line.
func (c *userAddCommand) Run(ctx context.Context, t *terminal) (err error) {
	user, err := c.user()
	if err != nil {
		return err
	}
	st, _, err := c.openLinks(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	by := event.Actor{Who: "samling user add"}
	if by.OrganisationID, err = organisationID(ctx, st, c.Organisation); err != nil {
		return err
	}
	known, err := st.UserByEmail(ctx, user.Email)
	switch {
	case err == nil:
		user = known
	case !errors.Is(err, event.ErrNotFound):
		return err
	case user.Name == "":
		return usageError{fmt.Errorf("%s is new: say --name", user.Email)}
	default:
		if err := st.CreateUser(ctx, &user, t.now()); err != nil {
			return err
		}
	}
	if err := st.AddMember(ctx, by, &event.Member{UserID: user.ID, Role: event.MemberRole(c.Role)}, t.now()); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%s is %s of %s. A link to sign in: samling user link %s\n", user.Name, c.Role, c.Organisation, user.Email)
	return nil
}

// user is who is to be added, as far as the command line says.
func (c *userAddCommand) user() (event.User, error) {
	email, ok := event.ParseAddress(c.Address)
	if !ok {
		return event.User{}, usageError{fmt.Errorf("%q is not an e-mail address", c.Address)}
	}
	u := event.User{Email: email, Language: c.Language, IsOperator: c.Operator}
	if c.Name == "" {
		return u, nil
	}
	var wrong event.Key
	if u.Name, wrong = event.NewName(c.Name); wrong != "" {
		return u, usageError{fmt.Errorf("%q is not a name", c.Name)}
	}
	return u, nil
}

// organisationID finds an organisation.
func organisationID(ctx context.Context, st *store.Store, slug string) (uint, error) {
	all, err := st.Organisations(ctx)
	if err != nil {
		return 0, err
	}
	var slugs []string
	for _, o := range all {
		if o.Slug == slug {
			return o.ID, nil
		}
		slugs = append(slugs, o.Slug)
	}
	if len(slugs) == 0 {
		return 0, errors.New("there is no organisation yet; open the set-up link that samling serve prints")
	}
	return 0, fmt.Errorf("there is no organisation %q; there are %s", slug, strings.Join(slugs, ", "))
}

// userListCommand tells who can sign in.
type userListCommand struct{ dataFlags }

// Run is called by the command line.
func (c *userListCommand) Run(ctx context.Context, t *terminal) (err error) {
	st, err := c.open(ctx, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	users, err := st.Users(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ADDRESS\tNAME\tLAST SIGN-IN\tROLES")
	for _, u := range users {
		roles, err := rolesOf(ctx, st, &u)
		if err != nil {
			return err
		}
		last := "never"
		if u.SignedInAt != nil {
			last = u.SignedInAt.Local().Format(time.DateTime)[:16]
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", u.Email, u.Name, last, roles)
	}
	return w.Flush()
}

// rolesOf lists what a user may do.
func rolesOf(ctx context.Context, st *store.Store, u *event.User) (string, error) {
	all, err := st.MembershipsOf(ctx, u.ID)
	if err != nil {
		return "", err
	}
	var parts []string
	if u.IsOperator {
		parts = append(parts, "operator")
	}
	for _, m := range all {
		if role := m.Roles.Overall(); role != "" {
			parts = append(parts, m.Organisation.Slug+": "+string(role))
		} else {
			parts = append(parts, m.Organisation.Slug+": single events")
		}
	}
	return strings.Join(parts, ", "), nil
}
