package address_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// reply is what the server says of one name. Without records the name exists
// and has none; the return codes stand for all types unless one is named.
type reply struct {
	mx       []string // hosts
	a, aaaa  bool
	code     dnsmessage.RCode
	codeAAAA dnsmessage.RCode
	silent   bool // no answer at all
	delay    time.Duration
}

// server is a name server on the loopback address. Names that it has not been
// told of do not exist.
type server struct {
	conn net.PacketConn
	zone map[string]reply

	mu       sync.Mutex
	asked    []string // "MX halmstad.se."
	underway int
	most     int // questions under way at the same time
}

// newServer starts a server that stops with the test.
func newServer(t *testing.T, zone map[string]reply) *server {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{conn: conn, zone: zone}
	var running sync.WaitGroup
	running.Go(func() { s.serve(&running) })
	t.Cleanup(func() {
		conn.Close()
		running.Wait()
	})
	return s
}

// resolver asks this server and no other.
func (s *server) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", s.conn.LocalAddr().String())
	}}
}

func (s *server) questions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.asked...)
}

func (s *server) mostAtOnce() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

func (s *server) serve(running *sync.WaitGroup) {
	for {
		packet := make([]byte, 1500)
		n, from, err := s.conn.ReadFrom(packet)
		if err != nil {
			return
		}
		running.Go(func() { s.answer(packet[:n], from) })
	}
}

func (s *server) answer(packet []byte, to net.Addr) {
	var m dnsmessage.Message
	if m.Unpack(packet) != nil || len(m.Questions) != 1 {
		return
	}
	q := m.Questions[0]
	says, known := s.begin(q)
	time.Sleep(says.delay)
	s.end()
	if says.silent {
		return
	}
	m.Header = dnsmessage.Header{ID: m.ID, Response: true, RecursionAvailable: true, RCode: says.code}
	m.Additionals = nil
	switch {
	case !known:
		m.RCode = dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeAAAA && says.codeAAAA != 0:
		m.RCode = says.codeAAAA
	case says.code == 0:
		m.Answers = says.records(q)
	}
	if out, err := m.Pack(); err == nil {
		s.conn.WriteTo(out, to)
	}
}

// begin notes the question and finds what to say.
func (s *server) begin(q dnsmessage.Question) (reply, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, q.Type.String()[len("Type"):]+" "+q.Name.String())
	s.underway++
	s.most = max(s.most, s.underway)
	says, known := s.zone[q.Name.String()]
	return says, known
}

func (s *server) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.underway--
}

// records are the answers to one question.
func (r reply) records(q dnsmessage.Question) []dnsmessage.Resource {
	var bodies []dnsmessage.ResourceBody
	switch {
	case q.Type == dnsmessage.TypeMX:
		for _, host := range r.mx {
			bodies = append(bodies, &dnsmessage.MXResource{MX: dnsmessage.MustNewName(host)})
		}
	case q.Type == dnsmessage.TypeA && r.a:
		bodies = append(bodies, &dnsmessage.AResource{A: [4]byte{192, 0, 2, 1}})
	case q.Type == dnsmessage.TypeAAAA && r.aaaa:
		bodies = append(bodies, &dnsmessage.AAAAResource{AAAA: [16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 1}})
	}
	records := make([]dnsmessage.Resource, len(bodies))
	for i, body := range bodies {
		header := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 60}
		records[i] = dnsmessage.Resource{Header: header, Body: body}
	}
	return records
}
