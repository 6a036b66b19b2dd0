package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"text/tabwriter"

	"samling/internal/event"
	"samling/internal/i18n"
	"samling/internal/mail"
	"samling/internal/store"
	"samling/templates"
)

// mailCommands are about mail that leaves.
type mailCommands struct {
	Test    mailTestCommand    `cmd:"" help:"Send a mail now, and tell what the server says."`
	Pending mailPendingCommand `cmd:"" help:"List the mail that waits or could not be delivered."`
	Retry   mailRetryCommand   `cmd:"" help:"Put mail that could not be delivered back into the queue."`
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
	if err := c.demand(); err != nil {
		return err
	}
	links, err := c.links(c.BaseURL, nil)
	if err != nil {
		return err
	}
	m, err := c.compose(t, links, to)
	if err != nil {
		return err
	}
	sender := mail.SMTP{Server: *server, Hello: hello(links.Host())}
	for _, result := range sender.Send(ctx, []mail.Mail{m}) {
		if result.Outcome != event.Delivered {
			return fmt.Errorf("%s did not take the mail: %s", server, result.Reason)
		}
		fmt.Fprintf(t.out, "%s took the mail to %s. Its Message-ID is %s\n", server, to, m.MessageID)
		return nil
	}
	return fmt.Errorf("the mail to %s was not tried: %w", server, ctx.Err())
}

// compose writes the mail.
func (c *mailTestCommand) compose(t *terminal, links event.Links, to string) (mail.Mail, error) {
	from, err := c.sender()
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
	event.NameMessage(&letter.Message, rand.Text(), links.Host())
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
	if err := table.Flush(); err != nil {
		return err
	}
	if slices.ContainsFunc(sums, func(p store.Pending) bool { return p.State == event.Failed }) {
		fmt.Fprintln(t.out, "What has failed is tried again after samling mail retry --all, or samling mail retry ID with the number of a mail in the log.")
	}
	return nil
}

// explain says why mail waits, if it is because nobody takes it.
func (c *mailPendingCommand) explain(t *terminal) error {
	server, err := c.server()
	if server == nil && err == nil {
		fmt.Fprintln(t.out, "No mail server is set here (--smtp, SAMLING_SMTP). Without one, mail waits.")
	}
	return err
}

// mailRetryCommand gives mail another chance, once what kept it back is mended.
type mailRetryCommand struct {
	IDs []uint `arg:"" optional:"" name:"id" help:"Mails that failed, by their numbers in the log."`
	All bool   `help:"All mail that failed."`
	dataFlags
}

// Run is called by the command line.
func (c *mailRetryCommand) Run(ctx context.Context, t *terminal) (err error) {
	if c.All == (len(c.IDs) > 0) {
		return usageError{errors.New("say either --all or the numbers of mails")}
	}
	s, err := c.open(ctx, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	slices.Sort(c.IDs)
	ids := slices.Compact(c.IDs)
	n, err := s.RetryMessages(ctx, ids, t.now())
	if err != nil {
		return err
	}
	t.logger("text").Info("failed mail queued again", "mails", n)
	if n < len(ids) {
		return fmt.Errorf("%d of %d mails are queued again; the others have not failed, or do not exist", n, len(ids))
	}
	fmt.Fprintf(t.out, "Mails queued again: %d\n", n)
	return nil
}
