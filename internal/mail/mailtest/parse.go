package mailtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"
)

// Mail is a mail as the server took it, and as a mail program reads it.
type Mail struct {
	Sender     string   // of the envelope
	Recipients []string // of the envelope
	User       string   // who signed in; empty for nobody
	Encrypted  bool
	Hello      string // the name the sender gave itself

	Source    []byte // with CR LF
	Header    mail.Header
	MessageID string // without brackets
	Subject   string
	Parts     []Part // the leaves, in order
}

// Part is a piece of a mail that is not made of other pieces.
type Part struct {
	Type     string // "text/plain"
	Params   map[string]string
	FileName string // of an attachment; empty for what is shown
	Body     string // decoded
}

// Text is the plain text.
func (m Mail) Text() string { return m.shown("text/plain") }

// HTML is the page.
func (m Mail) HTML() string { return m.shown("text/html") }

// Calendar is the calendar entry that mail programs act upon.
func (m Mail) Calendar() string { return m.shown("text/calendar") }

func (m Mail) shown(mediaType string) string {
	for _, p := range m.Parts {
		if p.Type == mediaType && p.FileName == "" {
			return p.Body
		}
	}
	return ""
}

// Parse reads a mail the way a mail program does.
func Parse(t testing.TB, source []byte) Mail {
	t.Helper()
	m, err := parse(source)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func parse(source []byte) (Mail, error) {
	m := Mail{Source: source}
	entity, err := message.Read(bytes.NewReader(source))
	if err != nil {
		return m, fmt.Errorf("read mail: %w", err)
	}
	m.Header = mail.Header{Header: entity.Header}
	m.MessageID, err = m.Header.MessageID()
	if err != nil {
		return m, fmt.Errorf("read Message-ID: %w", err)
	}
	if m.Subject, err = m.Header.Subject(); err != nil {
		return m, fmt.Errorf("read subject: %w", err)
	}
	err = m.read(entity)
	return m, err
}

// read collects the leaves below an entity.
func (m *Mail) read(entity *message.Entity) error {
	parts := entity.MultipartReader()
	if parts == nil {
		return m.readLeaf(entity)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = m.read(part)
		}
		if err != nil {
			return fmt.Errorf("read part: %w", err)
		}
	}
}

func (m *Mail) readLeaf(entity *message.Entity) error {
	var p Part
	var err error
	if p.Type, p.Params, err = entity.Header.ContentType(); err != nil {
		return err
	}
	attachment := mail.AttachmentHeader{Header: entity.Header}
	if p.FileName, err = attachment.Filename(); err != nil {
		return err
	}
	body, err := io.ReadAll(entity.Body)
	p.Body = strings.ReplaceAll(string(body), "\r\n", "\n")
	m.Parts = append(m.Parts, p)
	return err
}
