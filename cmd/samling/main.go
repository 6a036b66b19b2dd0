// Command samling is the whole program: the server, the demonstration, and the
// commands an operator needs beside them.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones also where the system has none

	"github.com/alecthomas/kong"

	"samling/internal/event"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// commands is the command line.
type commands struct {
	Serve        serveCommand         `cmd:"" help:"Run the server."`
	Demo         demoCommand          `cmd:"" help:"Run a server with sample events. Mail is caught and shown on a page."`
	Migrate      migrateCommand       `cmd:"" help:"Bring the database up to date, as serve does when it starts."`
	Event        eventCommands        `cmd:"" help:"Events as files, and links for latecomers."`
	Participants participantsCommands `cmd:"" help:"The participants of an event."`
	User         userCommands         `cmd:"" help:"Who can sign in to the console."`
	Mail         mailCommands         `cmd:"" help:"Try the mail server, and see what waits."`
	Version      versionCommand       `cmd:"" help:"Say which version this is."`
}

// terminal is where a command reads and writes, and the clock on the wall.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
}

// What a command can end with.
const (
	exitDone   = 0
	exitFailed = 1 // it was tried and did not work
	exitWrong  = 2 // a setting or an argument is wrong: nothing was tried
)

// run runs the command that args name, and returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	t := &terminal{stdin, stdout, stderr, time.Now}
	if err := checkBuild(); err != nil {
		return t.complain(err)
	}
	helped := false
	parser, err := kong.New(&commands{},
		kong.Name("samling"),
		kong.Description("Samling publishes events and takes registrations. Every flag is also read from the environment variable that stands beside it."),
		kong.Writers(stdout, stderr), kong.Exit(func(int) { helped = true }),
		kong.DefaultEnvars("SAMLING"), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(t),
	)
	if err != nil {
		return t.complain(err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	switch {
	case helped:
		return exitDone
	case err != nil:
		return t.complain(usageError{err})
	}
	err = command.Run()
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = errStopped
	}
	return t.complain(err)
}

// complain says what is wrong, one line for each thing, and returns the exit
// code.
func (t *terminal) complain(err error) int {
	var problems event.Problems
	var setting settingError
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &problems):
		for _, p := range problems {
			fmt.Fprintln(t.err, p)
		}
		return exitFailed
	}
	fmt.Fprintf(t.err, "samling: %v\n", err)
	if errors.As(err, &setting) || errors.As(err, &usage) {
		return exitWrong
	}
	return exitFailed
}

// errStopped is what a command ends with that was told to stop halfway.
var errStopped = errors.New("stopped before it was done")

// usageError is a command line that cannot be understood.
type usageError struct{ error }

func (e usageError) Error() string { return e.error.Error() + "; samling --help tells what there is" }
