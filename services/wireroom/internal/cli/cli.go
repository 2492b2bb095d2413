// Package cli is the command line of wireroom: which commands there are, and how
// arguments become a run of one of them.
//
// A command is a package with a struct Cmd (flags as kong's tags say, Help with
// examples, Run) and one line in Root. Run gets what it asks for of: the context,
// *target.Target (where the wire is), *console.Console (the streams), *kong.Kong.
// The package must hold no command's logic, and never ends the process.
package cli

import (
	"context"
	"errors"

	"github.com/alecthomas/kong"

	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/audit"
	"github.com/wireroom/wireroom/services/wireroom/internal/bench"
	"github.com/wireroom/wireroom/services/wireroom/internal/check"
	"github.com/wireroom/wireroom/services/wireroom/internal/completion"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/consumers"
	"github.com/wireroom/wireroom/services/wireroom/internal/dead"
	"github.com/wireroom/wireroom/services/wireroom/internal/dedupe"
	"github.com/wireroom/wireroom/services/wireroom/internal/docs"
	"github.com/wireroom/wireroom/services/wireroom/internal/enrich"
	"github.com/wireroom/wireroom/services/wireroom/internal/erase"
	"github.com/wireroom/wireroom/services/wireroom/internal/feeds"
	"github.com/wireroom/wireroom/services/wireroom/internal/held"
	"github.com/wireroom/wireroom/services/wireroom/internal/operators"
	"github.com/wireroom/wireroom/services/wireroom/internal/parse"
	"github.com/wireroom/wireroom/services/wireroom/internal/providers"
	"github.com/wireroom/wireroom/services/wireroom/internal/push"
	"github.com/wireroom/wireroom/services/wireroom/internal/replay"
	"github.com/wireroom/wireroom/services/wireroom/internal/restore"
	"github.com/wireroom/wireroom/services/wireroom/internal/status"
	"github.com/wireroom/wireroom/services/wireroom/internal/streams"
	"github.com/wireroom/wireroom/services/wireroom/internal/tail"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
	"github.com/wireroom/wireroom/services/wireroom/internal/trace"
	"github.com/wireroom/wireroom/services/wireroom/internal/up"
	"github.com/wireroom/wireroom/services/wireroom/internal/webhooks"
)

// Root is all commands, one line each, in the order of the help.
type Root struct {
	target.Target

	Version kong.VersionFlag `help:"Print the version and the source's revision."`

	Up         up.Cmd         `cmd:"" help:"Run the whole wire in one process."`
	Push       push.Cmd       `cmd:"" help:"Push documents as a provider does, and show what became of them."`
	Tail       tail.Cmd       `cmd:"" help:"Follow what is published."`
	Trace      trace.Cmd      `cmd:"" help:"Show the whole life of a delivery or an article: each stage, when, how long, and why."`
	Dead       dead.Cmd       `cmd:"" help:"Work on dead letters: what a stage gave up."`
	Held       held.Cmd       `cmd:"" help:"Work on what waits for the end of its embargo."`
	Restore    restore.Cmd    `cmd:"" help:"Bring back an article that was taken down."`
	Replay     replay.Cmd     `cmd:"" help:"Run originals again, by provider and time, and say what changed."`
	Erase      erase.Cmd      `cmd:"" help:"Remove an article from everywhere, for the law's sake."`
	Audit      audit.Cmd      `cmd:"" help:"Show what was restored, erased and replayed, by whom and why."`
	Streams    streams.Cmd    `cmd:"" help:"Work on the streams and buckets that the wire keeps on NATS: what there is, and making it as declared."`
	Status     status.Cmd     `cmd:"" help:"Show what waits at each stage, how fast the streams grow, and what is dead."`
	Parse      parse.Cmd      `cmd:"" help:"Read documents without a wire, and print them as ninjs."`
	Enrich     enrich.Cmd     `cmd:"" help:"Add to ninjs what the wire adds, without a wire."`
	Dedupe     dedupe.Cmd     `cmd:"" help:"Tell of ninjs which articles repeat which, and which are of one story, without a wire."`
	Check      check.Cmd      `cmd:"" help:"Hold the streams against each other, say what is missing, and bring back what can be."`
	Providers  providers.Cmd  `cmd:"" help:"Work on the providers file: who may push."`
	Feeds      feeds.Cmd      `cmd:"" help:"Work on polled addresses: where each is asked, when, and what failed."`
	Consumers  consumers.Cmd  `cmd:"" help:"Work on the consumers file: who may read over HTTP."`
	Operators  operators.Cmd  `cmd:"" help:"The operators file: who may see the works on the page and mend dead letters there."`
	Webhooks   webhooks.Cmd   `cmd:"" help:"Work on webhooks: what is sent to consumers, and receipts to providers."`
	Bench      bench.Cmd      `cmd:"" help:"Measure the wire against a bare relay, as ratios."`
	Completion completion.Cmd `cmd:"" help:"Print a script that completes commands and flags in a shell."`
	Docs       docs.Cmd       `cmd:"" hidden:"" help:"Write the reference pages, generated from the code, into a folder."`
}

const description = `The wire room for machines: news agencies push stories in, consumers subscribe to subjects.

'wireroom up' starts the whole wire on this machine. The other commands find it by themselves when they run in the same folder; flags and environment variables point them elsewhere.`

// Exit codes.
const (
	exitFailed = 1 // it was tried, and failed or found something wrong
	exitUsage  = 2 // the arguments make no sense
)

// exit carries kong's exit after help out of its parser.
type exit int

// Run runs the command that args name and gives the exit code. Errors are printed on
// the console.
func Run(ctx context.Context, args []string, con *console.Console) (code int) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case exit:
			code = int(v)
		default:
			panic(v)
		}
	}()
	var root Root
	parser, err := kong.New(&root, options(con)...)
	if err != nil {
		con.Notef("wireroom: %s", err)
		return exitFailed
	}
	command, err := parser.Parse(args)
	if err != nil {
		return usage(con, err)
	}
	command.BindTo(ctx, (*context.Context)(nil))
	err = command.Run(con, &root.Target, parser)
	code = outcome(ctx, con, err)
	if refused := root.Refused(); err != nil && refused != "" {
		con.Notef("wireroom: %s", console.Clean(refused))
	}
	return code
}

func options(con *console.Console) []kong.Option {
	return []kong.Option{
		kong.Name("wireroom"), kong.Description(description),
		kong.Vars{"version": "wireroom " + service.ThisBuild().String()},
		kong.Writers(con.Out, con.Err), kong.Exit(func(code int) { panic(exit(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, WrapUpperBound: 100}),
	}
}

func usage(con *console.Console, err error) int {
	con.Notef("wireroom: %s", err)
	var parse *kong.ParseError
	path := "wireroom"
	if errors.As(err, &parse) && parse.Context.Selected() != nil {
		path = parse.Context.Selected().FullPath()
	}
	con.Notef("'%s --help' says more.", path)
	return exitUsage
}

// outcome prints an error, unless the command has printed it, or the user ended it.
func outcome(ctx context.Context, con *console.Console, err error) int {
	var reported interface{ Reported() bool }
	switch {
	case err == nil:
		return 0
	case errors.As(err, &reported) && reported.Reported(), ctx.Err() != nil && errors.Is(err, context.Canceled):
	default:
		con.Notef("wireroom: %s", console.Clean(err.Error()))
	}
	if errors.Is(err, service.ErrConfig) || console.IsUsage(err) {
		return exitUsage
	}
	return exitFailed
}
