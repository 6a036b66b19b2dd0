package mail

import (
	"errors"
	"net"
	"os"
)

// wire is the connection beneath. go-mail neither closes it when a dial fails
// half-way nor says whether an error was a timeout.
type wire struct {
	net.Conn
	late bool // it was waited for too long
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	w.late = w.late || errors.Is(err, os.ErrDeadlineExceeded)
	return n, err
}

func (w *wire) Write(p []byte) (int, error) {
	n, err := w.Conn.Write(p)
	w.late = w.late || errors.Is(err, os.ErrDeadlineExceeded)
	return n, err
}
