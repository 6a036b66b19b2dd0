package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"samling/internal/address"
	"samling/internal/console"
	"samling/internal/event"
	"samling/internal/files"
	"samling/internal/i18n"
	"samling/internal/mail"
	"samling/internal/site"
	"samling/internal/store"
	"samling/internal/web"
	"samling/internal/worker"
	"samling/static"
	"samling/templates"
)

// settings are the flags of a server, read and found to make sense.
type settings struct {
	listen   string
	data     dataFlags
	address  addressFlags
	key      keyFlags
	operator site.Operator
	oidc     *console.OIDC // nil for none
	proxies  []netip.Prefix
	signups  int // per minute and network address
	batch    int
	server   *mail.Server  // nil for none: mail waits
	from     mail.Address  // zero for whom the set-up named
	catcher  *mail.Catcher // keeps all mail, in place of a server
	guard    address.Options
	now      func() time.Time
	log      *slog.Logger

	// prepare makes the data folder ready for a server at the address.
	prepare func(address string) error
	// load fills the store of a demonstration before anybody sees it. It is nil
	// for a server.
	load func(context.Context, *store.Store) error
	// greet makes the link with which somebody begins, if there is one.
	greet func(context.Context, *store.Store, event.Links) (link string, err error)
	link  string // what greet made
	// ready is called with the address to visit when visitors can come.
	ready func(base string)
}

// How long requests may take, and how large they may be. A slow client must not
// hold a place for ever.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 20 * time.Second
	filesTimeout  = 3 * time.Minute // for a form with files, over a slow network
	writeTimeout  = 60 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 32 << 10

	// stopTimeout is how long requests may take that have begun when the program
	// is told to stop.
	stopTimeout = 10 * time.Second
)

// serve is a server's life: everything is opened, visitors come until ctx is
// done, and everything is closed in the opposite order.
func (s *settings) serve(ctx context.Context) (err error) {
	listener, err := listen(s.listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	if err := s.prepare("http://" + reachable(listener.Addr())); err != nil {
		return err
	}
	links, err := s.links(listener.Addr())
	if err != nil {
		return err
	}
	st, err := s.openStore(ctx, links)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	folder, err := s.data.files()
	if err != nil {
		return err
	}
	defer folder.Close()
	uploads, err := s.data.uploads()
	if err != nil {
		return err
	}
	defer uploads.Close()
	words, err := i18n.Load()
	if err != nil {
		return err
	}
	pages, err := web.ReadPages(templates.FS, static.FS)
	if err != nil {
		return err
	}
	hall, err := web.New(web.Options{
		Words: words, Links: links, Pages: pages, Now: s.now, Log: s.log,
		TrustedProxies: s.proxies, Operator: s.operator, MailboxPath: s.mailboxPath(),
	})
	if err != nil {
		return err
	}
	site.Add(hall, site.Options{
		Store: st, Guard: address.NewGuard(s.guard), Files: folder, Uploads: uploads, Mailbox: s.mailbox(), SignupsPerMinute: s.signups,
	})
	console.Add(hall, console.Options{Store: st, Files: folder, Uploads: uploads, Guard: address.NewGuard(s.guard), OIDC: s.oidc, Mail: console.Mail{
		HasServer: s.server != nil || s.catcher != nil, Sender: event.Sender(s.from),
	}})
	if s.link, err = s.greet(ctx, st, links); err != nil {
		return err
	}
	stopWorker, err := s.startWorker(ctx, st, uploads, words, links)
	if err != nil {
		return err
	}
	defer stopWorker()
	return s.answer(ctx, listener, hall.Handler(), links.Base)
}

// listen takes a port, before anything else is touched.
func listen(where string) (net.Listener, error) {
	listener, err := net.Listen("tcp", where)
	const windowsAddressInUse = syscall.Errno(10048)
	var failed *net.OpError
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, windowsAddressInUse):
		return nil, wrong("listen", "%s is taken, perhaps by another Samling; choose another port, such as --listen %s", where, nextPort(where))
	case errors.As(err, &failed):
		err = failed.Err
	}
	return nil, wrong("listen", "cannot listen on %s: %w", where, err)
}

// nextPort is an address to try in place of one that is taken.
func nextPort(where string) string {
	host, port, _ := net.SplitHostPort(where)
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || number == 65535 {
		return defaultListen
	}
	return net.JoinHostPort(host, strconv.FormatUint(number+1, 10))
}

// links makes the addresses of this installation.
func (s *settings) links(listens net.Addr) (event.Links, error) {
	key, err := s.key.keyOrNew(s.data.Data)
	if err != nil {
		return event.Links{}, err
	}
	return s.address.links("http://"+reachable(listens), key)
}

// reachable is where a browser on this machine finds a server that listens on
// all its addresses.
func reachable(listens net.Addr) string {
	tcp, ok := listens.(*net.TCPAddr)
	if ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return listens.String()
}

// openStore opens the database and makes it ready.
func (s *settings) openStore(ctx context.Context, links event.Links) (*store.Store, error) {
	o, err := s.data.options(links.Host())
	if err != nil {
		return nil, err
	}
	o.Batch, o.Key = s.batch, links.Key
	st, err := s.data.create(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := s.fill(ctx, st, links.Base); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// fill brings the database up to date, and tells commands beside the server
// where the public finds it.
func (s *settings) fill(ctx context.Context, st *store.Store, base string) error {
	if err := st.Migrate(ctx); err != nil {
		return err
	}
	if err := st.SaveBaseURL(ctx, base); err != nil || s.load == nil {
		return err
	}
	return s.load(ctx, st)
}

// lookEvery is how often the outbox is looked at for mail that other processes
// queued, or that waits for another try.
const lookEvery = 5 * time.Second

// startWorker follows up from now on. Without a mail server mail waits, and the
// log says so.
func (s *settings) startWorker(ctx context.Context, st *store.Store, uploads *files.Folder, words *i18n.Catalogue, links event.Links) (stop func(), err error) {
	o := worker.Options{Store: st, Now: s.now, Every: lookEvery, RemoveUpload: uploads.Remove, Log: s.log}
	switch {
	case s.catcher != nil:
		o.Sender = s.catcher
	case s.server != nil:
		o.Sender = mail.SMTP{Server: *s.server, Hello: hello(links.Host())}
	default:
		s.log.Warn("no mail server is set, so mail waits", "setting", "--smtp")
	}
	if o.Sender != nil {
		if o.Composer, err = mail.NewComposer(templates.FS, words, links, s.from); err != nil {
			return nil, err
		}
		if s.from.Email == "" {
			o.From = st.Sender
		}
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var working sync.WaitGroup
	working.Go(func() { worker.New(o).Run(ctx) })
	return func() { cancel(); working.Wait() }, nil
}

// hello is the name we give to mail servers. A number stands in brackets there
// (RFC 5321, section 4.1.3).
func hello(host string) string {
	switch ip, err := netip.ParseAddr(host); {
	case err != nil:
		return host
	case ip.Is4():
		return "[" + host + "]"
	}
	return "[IPv6:" + host + "]"
}

// patient gives forms with files the time that a slow network needs. The network
// keeps the time of the world, whatever clock the rest goes by.
func patient(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			control, now := http.NewResponseController(w), time.Now()
			// A server that cannot set them keeps those it has.
			_ = control.SetReadDeadline(now.Add(filesTimeout))
			_ = control.SetWriteDeadline(now.Add(filesTimeout + writeTimeout))
		}
		handler.ServeHTTP(w, r)
	})
}

// answer lets visitors in until ctx is done. Then nobody new is let in, and
// those who are in may finish.
func (s *settings) answer(ctx context.Context, listener net.Listener, handler http.Handler, base string) error {
	server := &http.Server{
		Handler: patient(handler), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	if s.operator.Name == "" {
		s.log.Warn("the privacy page and the accessibility statement name nobody", "setting", "--operator-name")
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	s.ready("http://" + reachable(listener.Addr()))
	s.log.Info("ready", "listen", listener.Addr().String(), "base_url", base)
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.log.Info("stopping")
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if err := server.Shutdown(stopping); err != nil {
		s.log.Warn("requests were cut off", "after", stopTimeout.String())
		return server.Close()
	}
	return nil
}
