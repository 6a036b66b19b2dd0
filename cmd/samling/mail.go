package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"text/tabwriter"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/mail"
	"samling/templates"
)

// mailCommands are about mail that leaves.
type mailCommands struct {
	Test    mailTestCommand    `cmd:"" help:"Send a mail now, and tell what the server says."`
	Pending mailPendingCommand `cmd:"" help:"List the mail that waits or could not be delivered."`
}

// mailTestCommand sends one mail past the outbox.
type mailTestCommand struct {
	Address string `arg:"" help:"Who gets it."`
	addressFlags
	mailFlags
}

// Run is called by the command line.
func (c *mailTestCommand) Run(ctx context.Context, t *terminal) error {
	to, ok := event.ParseAddress(c.Address)
	if !ok {
		return usageError{fmt.Errorf("%q is not an e-mail address", c.Address)}
	}
	server, err := c.server()
	if err != nil {
		return err
	}
	if server == nil {
		return wrong("smtp", "is needed: without it no mail leaves")
	}
	m, err := c.compose(t, to)
	if err != nil {
		return err
	}
	for _, result := range (mail.SMTP{Server: *server}).Send(ctx, []mail.Mail{m}) {
		if result.Outcome != event.Delivered {
			return fmt.Errorf("%s did not take the mail: %s", server, result.Reason)
		}
		fmt.Fprintf(t.out, "%s took the mail to %s. Its Message-ID is %s\n", server, to, m.MessageID)
		return nil
	}
	return fmt.Errorf("the mail to %s was not tried: %w", server, ctx.Err())
}

// compose writes the mail.
func (c *mailTestCommand) compose(t *terminal, to string) (mail.Mail, error) {
	from, err := c.sender()
	if err != nil {
		return mail.Mail{}, err
	}
	links, err := c.links(nil)
	if err != nil {
		return mail.Mail{}, err
	}
	host, err := c.host()
	if err != nil {
		return mail.Mail{}, err
	}
	words, err := i18n.Load()
	if err != nil {
		return mail.Mail{}, err
	}
	composer, err := mail.NewComposer(templates.FS, words, links, from)
	if err != nil {
		return mail.Mail{}, err
	}
	letter := event.Letter{Message: event.Message{Kind: event.MailTest, Recipient: to, Language: c.Language, CreatedAt: t.now()}}
	event.NameMessage(&letter.Message, rand.Text(), host)
	return composer.Compose(letter)
}

// mailPendingCommand answers whether mail waits, and why.
type mailPendingCommand struct {
	dataFlags
	serverFlags
}

// Run is called by the command line.
func (c *mailPendingCommand) Run(ctx context.Context, t *terminal) (err error) {
	s, err := c.open(ctx, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	sums, err := s.PendingMessages(ctx)
	if err != nil {
		return err
	}
	if len(sums) == 0 {
		fmt.Fprintln(t.out, "No mail waits, and none has failed.")
		return nil
	}
	if err := c.explain(t); err != nil {
		return err
	}
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "STATE\tKIND\tCOUNT\tOLDEST\tLAST ANSWER")
	for _, p := range sums {
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\t%s\n", p.State, p.Kind, p.N, p.Oldest.Local().Format("2006-01-02 15:04"), p.Error)
	}
	return table.Flush()
}

// explain says why mail waits, if it is because nobody takes it.
func (c *mailPendingCommand) explain(t *terminal) error {
	server, err := c.server()
	if server == nil && err == nil {
		fmt.Fprintln(t.out, "No mail server is set here (--smtp, SAMLING_SMTP). Without one, mail waits.")
	}
	return err
}
