package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"samling/internal/files"
	"samling/internal/store"
)

// dataFlags say where everything is kept.
type dataFlags struct {
	Data         string `default:"./data" placeholder:"FOLDER" help:"Folder for the database, the pictures, what people send, and the key (${default})."`
	Database     string `placeholder:"ADDRESS" help:"A postgres:// address. Without one, SQLite is used in the data folder."`
	DatabaseFile string `placeholder:"FILE" help:"File that holds --database."`
}

// options are where the store is, for the host that Message-IDs name.
func (f dataFlags) options(host string) (store.Options, error) {
	address, err := secret("database", f.Database, f.DatabaseFile)
	if err != nil {
		return store.Options{}, err
	}
	if address != "" && !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://") {
		return store.Options{}, wrong("database", "must begin with postgres://, or be left out for SQLite in the data folder")
	}
	return store.Options{Path: filepath.Join(f.Data, "samling.db"), Postgres: address, Host: host}, nil
}

// open opens the database that a server made, beside that server.
func (f dataFlags) open(ctx context.Context, host string) (*store.Store, error) {
	s, err := f.openAsItIs(ctx, host)
	if err != nil {
		return nil, err
	}
	if err := s.CheckSchema(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openAsItIs opens the database whatever its age. It makes none.
func (f dataFlags) openAsItIs(ctx context.Context, host string) (*store.Store, error) {
	o, err := f.options(host)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(o.Path); o.Postgres == "" && errors.Is(err, fs.ErrNotExist) {
		return nil, wrong("data", "there is no database in %s; samling serve or samling migrate makes one", f.Data)
	}
	return store.Open(ctx, o)
}

// create opens the database, and makes one if there is none. Only its owner can
// read the file; SQLite gives those it puts beside it the same rights.
func (f dataFlags) create(ctx context.Context, o store.Options) (*store.Store, error) {
	if o.Postgres == "" {
		file, err := os.OpenFile(o.Path, os.O_WRONLY|os.O_CREATE, 0o600)
		if err != nil {
			return nil, wrong("data", "cannot write in %s: %w", o.Path, cause(err))
		}
		if err := file.Close(); err != nil {
			return nil, err
		}
	}
	return store.Open(ctx, o)
}

// prepare makes the data folder and makes sure that it can be written to.
func (f dataFlags) prepare() error {
	if err := os.MkdirAll(f.Data, 0o700); err != nil {
		return wrong("data", "cannot make the folder %s: %w", f.Data, cause(err))
	}
	probe, err := os.CreateTemp(f.Data, ".probe-*")
	if err == nil {
		err = errors.Join(probe.Close(), os.Remove(probe.Name()))
	}
	if err != nil {
		return wrong("data", "cannot write in the folder %s: %w", f.Data, cause(err))
	}
	return nil
}

func (f dataFlags) files() (*files.Folder, error) { return files.Open(filepath.Join(f.Data, "files")) }

// uploads is where files lie that people send with their registrations: beside
// the others, so that no fault in serving those can reach them.
func (f dataFlags) uploads() (*files.Folder, error) {
	return files.OpenPrivate(filepath.Join(f.Data, "uploads"))
}

// cause leaves out the name of a file that the sentence has already.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
