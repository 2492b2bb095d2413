package up

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/addressbook"
	"github.com/wireroom/wireroom/services/wireroom/internal/demo"
)

// Run starts the wire, shows the sample wire if asked to, and stays up until ctx
// ends.
func Run(ctx context.Context, rt *service.Runtime, out io.Writer, o Options) error {
	if err := os.MkdirAll(o.Data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	if o.Providers == "" {
		o.Providers = filepath.Join(o.Data, "providers.yaml")
	}
	made, err := ensureProviders(o.Providers)
	if err != nil {
		return err
	}
	operatorKey, err := ensureOperators(&o)
	if err != nil {
		return err
	}
	w, err := Start(ctx, rt, o)
	if err != nil {
		return err
	}
	rt.Ready()
	_, _ = fmt.Fprintf(out, "The page is at %s/\n", w.Publish)
	book, err := writeBook(rt, o, w, made, operatorKey)
	if err == nil && o.Demo {
		err = w.show(ctx, out, rt.Clock, book.Keys)
	}
	if err != nil && ctx.Err() == nil {
		return err
	}
	if ctx.Err() == nil {
		w.tell(out, o, book)
	}
	return w.Wait()
}

// writeBook notes the addresses for the other commands, and keeps the keys that
// an earlier start made.
func writeBook(rt *service.Runtime, o Options, w *Wire, made map[string]string, operatorKey string) (addressbook.Book, error) {
	keys := made
	if old, err := addressbook.Load(o.Data); err == nil {
		if len(made) == 0 {
			keys = old.Keys
		}
		operatorKey = cmp.Or(operatorKey, old.Operator)
	}
	b := addressbook.Book{NATS: w.NATS, User: w.User, Pass: w.Pass, Ingest: w.Ingest, Publish: w.Publish, Redis: w.RedisAt, Admin: rt.Admin.Addr(), Keys: keys, Operator: operatorKey, PID: os.Getpid(), Started: rt.Clock().UTC()}
	return b, addressbook.Save(o.Data, b)
}

// show pushes the sample wire, unless NEWS holds something already: then that is
// what a second start has to show.
func (w *Wire) show(ctx context.Context, out io.Writer, clock func() time.Time, keys map[string]string) error {
	n, err := w.count(ctx)
	if err != nil {
		return err
	}
	if n > 0 {
		_, _ = fmt.Fprintf(out, "\nEverything is still there: NEWS holds %d messages. `wireroom tail --last 5` shows the latest.\n", n)
		return nil
	}
	for id := range demo.Providers() {
		if keys[id] == "" {
			_, _ = fmt.Fprintf(out, "\nThe sample wire is not pushed: the providers file is not the one that its keys were made with.\n")
			return nil
		}
	}
	p := newPusher(w.Ingest, w.Publish, keys)
	return demo.Run(ctx, out, demo.Wire{Push: p.push, Status: p.status, Read: p.read, Clock: clock})
}

func (w *Wire) count(ctx context.Context) (uint64, error) {
	nc, err := w.Connect()
	if err != nil {
		return 0, fmt.Errorf("look at NEWS: %w", err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		return 0, fmt.Errorf("look at NEWS: %w", err)
	}
	s, err := js.Stream(ctx, contract.StreamNews)
	if err != nil {
		return 0, fmt.Errorf("look at NEWS: %w", err)
	}
	return s.CachedInfo().State.Msgs, nil
}

// tell prints where everything is and how to push a story of one's own.
func (w *Wire) tell(out io.Writer, o Options, book addressbook.Book) {
	_, _ = fmt.Fprintf(out, "\nThe wire is up.\n  page        %s/\n  push        %s/v1/wire/{provider}\n  articles    %s/v1/articles/{id}\n  subscribe   %s, stream NEWS, subjects news.>\n  Redis       %s\n  data        %s\n",
		w.Publish, w.Ingest, w.Publish, w.NATS, describeRedis(w.Redis), o.Data)
	if book.Operator != "" {
		_, _ = fmt.Fprintf(out, "\nSign in to the page as its operator with %s\n", book.Operator)
	}
	const id = "polder-post"
	if key := book.Keys[id]; key != "" {
		_, _ = fmt.Fprintf(out, "\nPush a story of your own:\n  printf 'A headline\\n\\nAnd the text of the story.\\n' | curl -sS --data-binary @- -H 'Content-Type: text/plain' -H 'Authorization: Bearer %s' %s/v1/wire/%s\n", key, w.Ingest, id)
	}
	_, _ = fmt.Fprintf(out, "\nFollow what comes out:\n  bin/wireroom tail\n\nCtrl-C drains and ends.\n")
}

// describeRedis is one line: which Redis it is, and what one would add.
func describeRedis(kind string) string {
	if kind == local.KindNone {
		return "none needed on one machine; a redis-server on the PATH or WIREROOM_REDIS_URL lets several machines share the work"
	}
	return kind
}
