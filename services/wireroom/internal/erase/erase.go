// Package erase is the command `erase`: for the law's sake it removes an article
// from every stream, the object store and Redis, and leaves a tombstone that says
// nothing but that there was one.
//
// The tombstone comes first, so that whatever is on its way yields to it. What was
// given to consumers it can't reach, nor backups.
package erase

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/redis/go-redis/v9"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/inspect/scan"
	"github.com/wireroom/wireroom/pkg/inspect/trace"
	"github.com/wireroom/wireroom/pkg/service"
	"github.com/wireroom/wireroom/services/wireroom/internal/audit"
	"github.com/wireroom/wireroom/services/wireroom/internal/console"
	"github.com/wireroom/wireroom/services/wireroom/internal/target"
)

// Cmd is the command.
type Cmd struct {
	ID       string `arg:"" name:"id" help:"An article id, or its uri (with --provider)."`
	Provider string `short:"p" placeholder:"ID" env:"WIREROOM_PROVIDER" help:"Whose article it is."`
	Reason   string `required:"" placeholder:"TEXT" help:"Why: for the audit log. No word of the article."`
	By       string `placeholder:"WHO" help:"Who: for the audit log; the user of this machine otherwise."`
	Yes      bool   `short:"y" help:"Don't ask."`
	Redis    string `placeholder:"URL" env:"WIREROOM_REDIS_URL" help:"Redis of the wire; the address book's otherwise."`
}

// Help has examples.
func (Cmd) Help() string {
	return `Removes every version, the originals with all that came in the same delivery, dead letters, receipts, pictures and the record in Redis. What stays is a kill without any text, and a line in the audit log.

    wireroom erase ab3cd4ef5gh6ij7k --reason 'court order 4 O 12/26'

Not reached: what consumers have, backups, the disk blocks of deletions before (the server overwrites what this command deletes, but not what was purged earlier, until it compacts them).`
}

var errRefused = errors.New("nothing was erased")

// passes bounds how often the streams are swept: what was on its way may come out
// behind a sweep.
const (
	leastPasses = 2
	mostPasses  = 20
	betweenEach = 300 * time.Millisecond
)

// Run erases.
func (c *Cmd) Run(ctx context.Context, t *target.Target, con *console.Console) error {
	article, err := trace.ResolveArticle(c.ID, c.Provider)
	if err != nil {
		return err
	}
	s, err := t.Connect(ctx, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	known, err := trace.Know(ctx, s.JS, article, c.Provider)
	if err != nil {
		return err
	}
	if known.URI == "" || known.Provider == "" {
		return fmt.Errorf("of article %s neither uri nor provider are known", article)
	}
	if err := c.ask(con, known); err != nil {
		return err
	}
	w := &sweeper{js: s.JS, known: known, touched: map[string]int{}}
	entry := audit.Entry{At: con.Now().UTC(), Action: audit.Erase, Article: article, Provider: known.Provider, URI: known.URI,
		By: audit.Who(c.By), Reason: c.Reason}
	if err := audit.Write(ctx, s.JS, entry); err != nil {
		return err
	}
	if err := w.bury(ctx, con.Now()); err != nil {
		return err
	}
	if err := w.sweepAll(ctx); err != nil {
		return err
	}
	if err := c.forget(ctx, t, w); err != nil {
		return err
	}
	entry.At, entry.Action, entry.Touched = con.Now().UTC(), audit.Erased, w.touched
	if err := audit.Write(ctx, s.JS, entry); err != nil {
		return err
	}
	con.Printf("%s is erased; its tombstone is NEWS %d\n", article, w.tombstone)
	for _, where := range slices.Sorted(maps.Keys(w.touched)) {
		con.Printf("  %-12s %d\n", where, w.touched[where])
	}
	return nil
}

// ask has somebody say yes.
func (c *Cmd) ask(con *console.Console, known trace.Known) error {
	if c.Yes {
		return nil
	}
	yes, err := con.Ask(fmt.Sprintf("Erase %s of %s, and %s with all that came in them? It can't be undone.",
		console.Clean(known.URI), known.Provider, console.Plural(len(known.Deliveries), "original")))
	if err == nil && !yes {
		err = errRefused
	}
	return err
}

// sweepAll sweeps until a pass finds nothing.
func (w *sweeper) sweepAll(ctx context.Context) error {
	for pass := 1; pass <= mostPasses; pass++ {
		n, err := w.sweep(ctx)
		if err != nil {
			return err
		}
		if n == 0 && pass >= leastPasses {
			return nil
		}
		if err := service.Pause(ctx, betweenEach); err != nil {
			return err
		}
	}
	return fmt.Errorf("something of article %s comes again and again: stop its provider, and erase it once more", w.known.Article)
}

// forget has publish remove the counts of views and the record, and removes the latter
// at once from a Redis that is known.
func (c *Cmd) forget(ctx context.Context, t *target.Target, w *sweeper) error {
	m, err := contract.ForgetViews(w.known.Article, w.tombstone, time.Now())
	if err != nil {
		return err
	}
	if _, err := w.js.PublishMsg(ctx, m); err != nil {
		return fmt.Errorf("the streams are swept, but not the counts of views: %w", err)
	}
	url := c.Redis
	if url == "" {
		b, err := t.Book()
		if err != nil {
			return err
		}
		url = b.Redis
	}
	if url == "" {
		return nil // publish removes the record from where it keeps it
	}
	opts, err := redis.ParseURL(url)
	if err != nil {
		return fmt.Errorf("address of Redis: %w", err)
	}
	rdb := redis.NewClient(opts)
	defer func() { _ = rdb.Close() }()
	n, err := rdb.Del(ctx, "wireroom:seen:"+w.known.Article).Result()
	if err != nil {
		return fmt.Errorf("the streams are swept, but not Redis: %w", err)
	}
	w.touched["Redis"] += int(n)
	return nil
}

// objects removes the article's binaries.
func (w *sweeper) objects(ctx context.Context, bucket string) (n int, err error) {
	store, err := w.js.ObjectStore(ctx, bucket)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("open object store: %w", err)
	}
	list, err := store.List(ctx)
	if errors.Is(err, jetstream.ErrNoObjectsFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("list objects: %w", err)
	}
	for _, o := range list {
		if !strings.HasPrefix(o.Name, w.known.Article+"/") || o.Deleted {
			continue
		}
		// the store would only purge what it is made of, and leave it on the disk
		if _, err := w.sweepStream(ctx, contract.ObjectsStream(bucket), "$O."+bucket+".C."+o.NUID, func(scan.Msg) bool { return true }); err != nil {
			return n, err
		}
		if err := store.Delete(ctx, o.Name); err != nil {
			return n, fmt.Errorf("delete object %s: %w", o.Name, err)
		}
		n++
	}
	return n, nil
}
